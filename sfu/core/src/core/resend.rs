//! What a helper has not received is sent again, if they may have it now and it is still there.

use str0m::rtp::RawPacket;
use str0m::rtp::rtcp::{Nack, NackEntry, Rtcp};

use super::{Core, bump};
use crate::downstream::Missing;
use crate::lane::Loader;
use crate::leg::{Leg, Part};
use crate::output::LegId;

impl Core {
    pub(super) fn handle_raw(&mut self, id: LegId, packet: &RawPacket) {
        if let RawPacket::RtcpRx(Rtcp::Nack(nack)) = packet {
            self.send_again(id, nack);
        }
    }

    fn send_again(&mut self, id: LegId, nack: &Nack) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let room = self.rooms.get(&leg.session);
        let Some(room) = room.filter(|room| room.may_receive(leg)) else {
            return;
        };
        let Leg { lane, part, .. } = &mut **leg;
        let (Some(lane), Part::Down(down)) = (lane, part) else {
            return;
        };
        let Some(path) = lane.last_path() else {
            return;
        };
        let sealer = lane.sealer_place();
        let Some(sealer) = sealer.get() else {
            return;
        };
        let mut loader = Loader::new(
            path,
            lane.train_max(),
            sealer,
            &mut self.loaded,
            &mut self.spare,
        );
        for seq in nack.reports.iter().flat_map(wanted) {
            if !lane.spend() {
                break;
            }
            let missing = Missing {
                ssrc: *nack.ssrc,
                seq,
            };
            if down.send_again(missing, &room.ring, self.now, &mut loader) {
                bump!(self.counters.media_again);
            }
        }
        loader.finish();
        self.send_loaded();
    }
}

/// RFC 4585 section 6.2.1: a number, and a bit for each of the sixteen behind it.
fn wanted(entry: &NackEntry) -> impl Iterator<Item = u16> {
    let (first, mask) = (entry.pid, entry.blp);
    let behind = (0..16_u16).filter(move |bit| mask & 1_u16.rotate_left(u32::from(*bit)) != 0);
    let later = behind.map(move |bit| first.wrapping_add(bit).wrapping_add(1));
    std::iter::once(first).chain(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_names_the_numbers_behind_the_first() {
        let entry = NackEntry {
            pid: 65_535,
            blp: 0b1000_0000_0000_0101,
        };

        assert_eq!(wanted(&entry).collect::<Vec<_>>(), [65_535, 0, 2, 15]);
    }
}
