//! From the wire to a leg. STUN goes by its user name, all else by an address that STUN has proved; whatever is neither is
//! counted and dropped, and never answered.

use str0m::ice::StunMessage;

use super::{Core, bump, count};
use crate::candidate::reached;
use crate::classify::{Class, classify};
use crate::datagram::Datagram;
use crate::leg::{Address, Leg};
use crate::limits::ADDRESSES_PER_LEG_MAX;
use crate::output::LegId;
use crate::peer::PeerFault;

impl Core {
    pub(super) fn route(&mut self, datagram: &Datagram<'_>) {
        bump!(self.counters.datagrams_in);
        self.counters.bytes_in = self
            .counters
            .bytes_in
            .wrapping_add(count(datagram.bytes.len()));
        match classify(datagram.bytes) {
            Class::Foreign => bump!(self.counters.dropped_foreign),
            Class::Stun => self.route_check(datagram),
            class @ (Class::Dtls | Class::Media) => {
                match self
                    .demux
                    .of_address(&(datagram.transport, datagram.source))
                {
                    Some(leg) => self.feed_known(leg, class, datagram),
                    None => bump!(self.counters.dropped_unvalidated),
                }
            }
        }
    }

    /// A leg that only lingers for the word of the end still acknowledges it, and neither sends nor asks for media.
    fn feed_known(&mut self, id: LegId, class: Class, datagram: &Datagram<'_>) {
        let is_leaving = self.legs.get(&id).is_some_and(|leg| leg.is_leaving());
        if is_leaving && class == Class::Media {
            bump!(self.counters.dropped_late);
            return;
        }
        let leg = self.legs.get(&id);
        let is_undeclared = leg.is_some_and(|leg| leg.is_undeclared(datagram.bytes));
        if class == Class::Media && is_undeclared {
            bump!(self.counters.dropped_unauthentic);
            return;
        }
        self.feed(id, class, datagram);
    }

    /// An ICE check (RFC 8445 section 7.3). Its password is proved here, before str0m sees it, and so is its address.
    fn route_check(&mut self, datagram: &Datagram<'_>) {
        let Ok(message) = StunMessage::parse(datagram.bytes) else {
            bump!(self.counters.dropped_unreadable);
            return;
        };
        if !message.is_binding_request() {
            bump!(self.counters.dropped_stun_kind);
            return;
        }
        let Some((local, remote)) = message.split_username() else {
            bump!(self.counters.dropped_unreadable);
            return;
        };
        let Some(id) = self.demux.of_ufrag(local) else {
            bump!(self.counters.dropped_unknown_ufrag);
            return;
        };
        let hmac = self.setup.crypto.sha1_hmac_provider;
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let authentic = remote == leg.offer.remote_ice.ufrag
            && message.verify(leg.ice.pass.as_bytes(), |key, parts| {
                hmac.sha1_hmac(key, parts)
            });
        if !authentic {
            bump!(self.counters.dropped_unauthentic);
            return;
        }
        let address = (datagram.transport, datagram.source);
        if !note_address(leg, address) {
            bump!(self.counters.dropped_addresses);
            return;
        }
        if let Some(lane) = &mut leg.lane {
            lane.handle_check();
        }
        self.demux.learn(address, id);
        self.feed(id, Class::Stun, datagram);
    }

    fn feed(&mut self, id: LegId, class: Class, datagram: &Datagram<'_>) {
        let candidates = &self.setup.candidates;
        let reached = reached(candidates, datagram.transport, datagram.destination);
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let datagram = Datagram {
            destination: reached.unwrap_or(datagram.destination),
            ..*datagram
        };
        leg.heard_from = Some((datagram.transport, datagram.source));
        let change = leg.silence.handle_heard(self.now);
        let taken = leg.peer.receive(self.now, &datagram);
        if let Some(change) = change {
            self.handle_silence(id, change);
        }
        match taken {
            Ok(()) => {}
            Err(PeerFault::Refused) => bump!(self.counters.dropped_unreadable),
            Err(fault @ (PeerFault::Dead | PeerFault::Panicked)) => self.fail(id, fault),
        }
        if class == Class::Media {
            self.take_packet(id);
        } else {
            self.drain(id);
        }
    }
}

fn note_address(leg: &mut Leg, address: Address) -> bool {
    if leg.addresses.contains(&address) {
        return true;
    }
    if leg.addresses.len() >= ADDRESSES_PER_LEG_MAX {
        return false;
    }
    leg.addresses.push(address);
    true
}
