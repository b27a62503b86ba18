//! Carries out what other threads ask. Each order is one input to the core, and the core is drained before the answer.

use lotse_protocol::bus::Command;
use lotse_sfu_core::admission::{Admission, Endpoint};
use lotse_sfu_core::fault::{AdmitFault, PatchFault};
use mio::net::TcpStream;

use super::{Flow, Shard};
use crate::engine::add;
use crate::order::{Created, Order, PatchRefused, Patched, Target};
use crate::resource::{EntityTag, IfMatch, Resource, ResourceId};

impl Shard {
    pub(super) fn carry(&mut self, order: Order) -> Flow {
        add(&mut self.engine.counts.orders, 1);
        match order {
            Order::Admit {
                admission,
                endpoint,
                offer,
                answer,
            } => {
                let admitted = self.admit(*admission, endpoint, &offer);
                self.engine.flush();
                if let Err(Ok(unheard)) = answer.send(admitted) {
                    // The asker has given up and freed the token, so nobody would ever own this leg.
                    self.take_back(unheard.id);
                }
            }
            Order::Patch {
                target,
                if_match,
                fragment,
                answer,
            } => {
                let patched = self.patch(&target, &if_match, &fragment);
                let _ = answer.send(patched);
            }
            Order::Remove {
                target,
                if_match,
                answer,
            } => {
                let removed = self.remove(&target, if_match.as_ref());
                let _ = answer.send(removed);
            }
            Order::Command { command, answer } => {
                let reply = self.engine.core.handle_command(self.engine.now, *command);
                self.engine.drain();
                let _ = answer.send(reply);
            }
            Order::Stream {
                stream,
                first_bytes,
                peer,
            } => {
                if let Ok(reached) = stream.local_addr() {
                    self.take_stream(TcpStream::from_std(stream), peer, reached, &first_bytes);
                }
            }
            Order::Stop { answer } => {
                // Pages ask for a new place at once instead of finding out by silence.
                let now = self.engine.now;
                self.engine.core.handle_command(now, Command::Drain);
                self.engine.drain();
                self.engine.flush();
                let _ = answer.send(());
                return Flow::Stop;
            }
        }
        Flow::On
    }

    fn admit(
        &mut self,
        admission: Admission,
        endpoint: Endpoint,
        offer: &str,
    ) -> Result<Created, AdmitFault> {
        let admitted = self.engine.core.admit(self.engine.now, admission, offer);
        self.engine.drain();
        let answered = admitted?;
        let id = ResourceId::new(self.number, rand::random());
        let tag = EntityTag(rand::random());
        let resource = Resource {
            leg: answered.leg,
            endpoint,
            session: answered.session,
            participant: answered.participant,
            tag,
        };
        self.engine.resources.insert(id, resource);
        Ok(Created {
            id,
            tag,
            sdp: answered.sdp,
        })
    }

    fn take_back(&mut self, id: ResourceId) {
        if let Some(leg) = self.engine.resources.leg(id) {
            self.engine.core.remove(self.engine.now, leg);
            self.engine.drain();
            self.engine.resources.handle_gone(leg);
        }
    }

    fn patch(
        &mut self,
        target: &Target,
        if_match: &IfMatch,
        fragment: &str,
    ) -> Result<Patched, PatchRefused> {
        let resources = &mut self.engine.resources;
        let found = resources.find(target.id, target.endpoint, &target.asker);
        let resource = found.map_err(PatchRefused::NoResource)?;
        if !if_match.means(resource.tag) {
            return Err(PatchRefused::OtherTag);
        }
        let leg = resource.leg;
        let patched = self.engine.core.patch(self.engine.now, leg, fragment);
        self.engine.drain();
        let Some(fragment) = patched.map_err(PatchRefused::Fault)? else {
            return Ok(Patched::Trickled);
        };
        let tag = EntityTag(rand::random());
        if !self.engine.resources.retag(target.id, tag) {
            return Err(PatchRefused::Fault(PatchFault::Gone));
        }
        Ok(Patched::Restarted { tag, fragment })
    }

    fn remove(&mut self, target: &Target, if_match: Option<&IfMatch>) -> Result<(), PatchRefused> {
        let resources = &mut self.engine.resources;
        let found = resources.find(target.id, target.endpoint, &target.asker);
        let resource = *found.map_err(PatchRefused::NoResource)?;
        if if_match.is_some_and(|if_match| !if_match.means(resource.tag)) {
            return Err(PatchRefused::OtherTag);
        }
        self.engine.core.remove(self.engine.now, resource.leg);
        self.engine.drain();
        self.engine.resources.handle_gone(resource.leg);
        Ok(())
    }
}
