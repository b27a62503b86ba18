//! Patching a leg: trickled candidates are taken and not needed, new credentials restart ICE.

use lotse_protocol::bus::LeftWhy;

use super::{Core, bump};
use crate::fault::PatchFault;
use crate::fragment;
use crate::ice_text::RemoteIce;
use crate::output::LegId;
use crate::ufrag;

impl Core {
    pub(super) fn take_fragment(
        &mut self,
        id: LegId,
        fragment: &str,
    ) -> Result<Option<String>, PatchFault> {
        let leg = self.legs.get_mut(&id).ok_or(PatchFault::Gone)?;
        if leg.is_leaving() {
            return Err(PatchFault::Gone);
        }
        let remote = fragment::parse(fragment).map_err(|_| PatchFault::Unreadable)?;
        if remote == leg.offer.remote_ice {
            return Ok(None);
        }
        // One in two seconds, since a restart costs as much as a join.
        leg.restarts
            .take(2, self.now)
            .map_err(|_wait| PatchFault::TooMany)?;
        self.restart_ice(id, &remote).map(Some)
    }

    /// The offer as it would read now, with the peer's new credentials and new ones of ours. What was validated stays
    /// validated until the peer checks from elsewhere, so the picture goes on meanwhile.
    fn restart_ice(&mut self, id: LegId, remote: &RemoteIce) -> Result<String, PatchFault> {
        let ice = ufrag::credentials(self.shard, &mut self.chance);
        let leg = self.legs.get_mut(&id).ok_or(PatchFault::Gone)?;
        let offer = leg.offer.with_ice(remote);
        if leg.peer.restart_ice(&offer, &ice).is_err() {
            self.leave(id, LeftWhy::Fault);
            return Err(PatchFault::Failed);
        }
        self.demux.unregister(&leg.ice.ufrag);
        self.demux.register(ice.ufrag.clone(), id);
        leg.offer = offer;
        leg.ice = ice.clone();
        let in_use = leg.heard_from;
        for address in leg.addresses.extract_if(.., |it| Some(*it) != in_use) {
            self.demux.forget(&address, id);
        }
        if let Some(lane) = &mut leg.lane {
            lane.handle_check();
        }
        self.dirty.insert(id);
        bump!(self.counters.ice_restarts);
        let candidates = self.setup.candidates.iter();
        let lines: Vec<String> = candidates
            .filter_map(|candidate| candidate.to_ice().ok())
            .map(|candidate| candidate.to_sdp_string())
            .collect();
        Ok(fragment::answer(&ice.ufrag, &ice.pass, &lines))
    }
}
