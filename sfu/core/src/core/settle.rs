//! The end of every input: legs that were written to are flushed and drained, each once, until nothing is left to do.

use std::time::Duration;

use lotse_protocol::bus::LeftWhy;
use lotse_protocol::channel::FromNode;
use str0m::{Event, Output as PeerOutput};

use super::{Core, bump, count};
use crate::classify::is_rtp;
use crate::datagram::{Transmit, Transport};
use crate::deadline::Timer;
use crate::lane::Path;
use crate::leg::{Leg, Part, Phase};
use crate::limits::{POLLS_PER_DRAIN_MAX, ROUNDS_MAX, TIMEOUTS_PER_DRAIN_MAX};
use crate::output::LegId;
use crate::peer::PeerFault;
use crate::room::Room;

/// How long a leg is polled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Dry,
    Packet,
}

impl Core {
    pub(super) fn settle(&mut self) {
        for leg in std::mem::take(&mut self.half_drained) {
            self.drain(leg);
        }
        for _ in 0..ROUNDS_MAX {
            for session in std::mem::take(&mut self.bursting) {
                self.carry(session);
            }
            let dirty = std::mem::take(&mut self.dirty);
            let closing = std::mem::take(&mut self.closing);
            if dirty.is_empty() && closing.is_empty() {
                return;
            }
            for leg in dirty {
                self.flush(leg);
            }
            for leg in closing {
                self.finish(leg);
            }
        }
        // Legs that keep each other busy wait for the next turn, so that others have one too.
        for leg in std::mem::take(&mut self.dirty) {
            self.deadlines.set(Timer::Peer(leg), self.now);
        }
    }

    /// Everything that waits for one leg, then one timeout, then one drain: str0m stamps all queued packets at once.
    pub(super) fn flush(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if let Part::Down(down) = &mut leg.part {
            let pending = down.drain_pending();
            self.counters.media_out = self.counters.media_out.wrapping_add(count(pending.len()));
            for (mid, packet) in pending {
                leg.peer.write(mid, packet);
            }
        }
        let room = self.rooms.get(&leg.session);
        let flushed = write_line(leg, room).and_then(|()| leg.peer.timeout(self.now));
        match flushed {
            Ok(()) | Err(PeerFault::Refused) => self.drain(id),
            Err(fault @ (PeerFault::Dead | PeerFault::Panicked)) => self.fail(id, fault),
        }
    }

    /// Polls one leg until it has nothing more to say, or has said too much at once.
    pub(super) fn drain(&mut self, id: LegId) {
        self.poll_leg(id, Until::Dry);
    }

    /// Polls one leg only until it has given the media packet that a datagram brought: half of the polls of a burst. What
    /// else there is waits for the end of the batch; str0m keeps it, all but a packet that nobody has taken.
    pub(super) fn take_packet(&mut self, id: LegId) {
        self.poll_leg(id, Until::Packet);
    }

    fn poll_leg(&mut self, id: LegId, until: Until) {
        let mut timeouts: u32 = 0;
        for _ in 0..POLLS_PER_DRAIN_MAX {
            let Some(leg) = self.legs.get_mut(&id) else {
                return;
            };
            let output = leg.peer.poll();
            match output {
                Ok(PeerOutput::Transmit(sent)) => {
                    let sent = single(sent);
                    if let Some(lane) = leg.lane.as_mut().filter(|_| is_rtp(&sent.bytes)) {
                        lane.handle_shown(Path {
                            transport: sent.transport,
                            source: sent.source,
                            destination: sent.destination,
                        });
                    }
                    self.transmit(sent);
                }
                Ok(PeerOutput::Event(event)) => {
                    let is_enough = until == Until::Packet && matches!(event, Event::RtpPacket(_));
                    self.handle_event(id, event);
                    if is_enough {
                        self.half_drained.insert(id);
                        return;
                    }
                }
                Ok(PeerOutput::Timeout(at)) if at > self.now => {
                    self.deadlines.set(Timer::Peer(id), at);
                    return;
                }
                Ok(PeerOutput::Timeout(_)) if timeouts < TIMEOUTS_PER_DRAIN_MAX => {
                    timeouts = timeouts.saturating_add(1);
                    if let Err(fault) = leg.peer.timeout(self.now) {
                        return self.fail(id, fault);
                    }
                }
                Ok(PeerOutput::Timeout(_)) => {
                    let soon = self.after(Duration::from_millis(1));
                    self.deadlines.set(Timer::Peer(id), soon);
                    return;
                }
                Err(fault) => return self.fail(id, fault),
            }
        }
        self.deadlines.set(Timer::Peer(id), self.now);
    }

    /// A leg that str0m gave up is closed; the others never notice. Giving up a handshake that nobody answers is no fault.
    pub(super) fn fail(&mut self, id: LegId, fault: PeerFault) {
        if fault == PeerFault::Panicked {
            bump!(self.counters.panics);
        }
        let phase = self.legs.get(&id).map(|leg| leg.phase);
        match (phase, fault) {
            (None, _) => {}
            (Some(Phase::Leaving { .. }), _) => self.forget(id),
            (Some(Phase::Connecting), PeerFault::Dead) => self.leave(id, LeftWhy::NeverConnected),
            (
                Some(Phase::Connecting | Phase::Joined),
                PeerFault::Dead | PeerFault::Refused | PeerFault::Panicked,
            ) => {
                bump!(self.counters.faults);
                self.leave(id, LeftWhy::Fault);
            }
        }
    }

    /// Says goodbye and forgets the leg.
    fn finish(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if leg.peer.close().is_ok() && leg.peer.timeout(self.now).is_ok() {
            self.drain_goodbye(id);
        }
        self.forget(id);
    }

    fn drain_goodbye(&mut self, id: LegId) {
        for _ in 0..POLLS_PER_DRAIN_MAX {
            let Some(leg) = self.legs.get_mut(&id) else {
                return;
            };
            match leg.peer.poll() {
                Ok(PeerOutput::Transmit(sent)) => self.transmit(single(sent)),
                Ok(PeerOutput::Event(_)) => {}
                Ok(PeerOutput::Timeout(_)) | Err(_) => return,
            }
        }
    }
}

fn single(sent: str0m::net::Transmit) -> Transmit {
    let bytes = Vec::from(sent.contents);
    Transmit {
        transport: Transport::of(sent.proto),
        source: sent.source,
        destination: sent.destination,
        segment_len: bytes.len(),
        bytes,
    }
}

/// As much of what waits as the channel takes: messages first, then the thread from where it was told.
fn write_line(leg: &mut Leg, room: Option<&Room>) -> Result<(), PeerFault> {
    if !leg.line.is_open() {
        return Ok(());
    }
    while let Some(text) = leg.line.front() {
        if !leg.peer.write_text(text)? {
            return Ok(());
        }
        leg.line.pop();
    }
    let Some(thread) = room.and_then(|room| room.thread.as_ref()) else {
        return Ok(());
    };
    while let Some(told) = leg.line.told()
        && let Some(line) = thread.after(told)
    {
        let message = FromNode::Chat(line.clone());
        let text = serde_json::to_string(&message).unwrap_or_default();
        if !leg.peer.write_text(&text)? {
            return Ok(());
        }
        leg.line.resume(line.seq);
    }
    Ok(())
}
