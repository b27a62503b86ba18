//! One participant of a load: str0m's engine for ICE, DTLS and the data channel, and a plain lane beside it for RTP. Never
//! decides when it joins or leaves.

use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use str0m::channel::ChannelId;
use str0m::net::Receive;
use str0m::{Event, IceConnectionState, Input, Output, Rtc};
use tokio::sync::oneshot;

use crate::handshake;
use crate::limits::{DRAIN_ROUNDS_MAX, MERGED_BYTES_MAX, READS_MAX, TIMER_STEP};
use crate::line::Line;
use crate::listener::Listener;
use crate::sender::Sender;
use crate::socket::Arrival;
use crate::srtp::{Header, Srtp};

/// When a participant came up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Joined {
    pub(crate) ice: Instant,
    pub(crate) dtls: Instant,
}

/// What it does.
pub(crate) enum Role {
    Publishes(Box<Sender>),
    Plays(Box<Listener>),
    /// Only its data channel speaks.
    Idles,
}

pub(crate) struct Participant {
    pub(crate) rtc: Rtc,
    pub(crate) line: Line,
    pub(crate) role: Role,
    pub(crate) channel: Option<ChannelId>,
    /// How often it beats on its data channel, as a page does.
    pub(crate) beat: Option<Duration>,
    pub(crate) joined: Option<oneshot::Sender<Joined>>,
    pub(crate) state: State,
}

/// How far it has come.
#[derive(Default)]
pub(crate) struct State {
    ice: Option<Instant>,
    srtp: Option<Srtp>,
    remote: Option<SocketAddr>,
    engine_due: Option<Instant>,
    beat_due: Option<Instant>,
    /// When the packet that str0m is given came.
    arrived: Option<Duration>,
    over: bool,
}

/// What one turn of a participant came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Turn {
    pub(crate) sent: u64,
    pub(crate) received: u64,
}

fn clock_us() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// By the kernel's clock where it has said, which is the same as ours.
fn arrived_us(at: Option<Duration>) -> u64 {
    at.map_or_else(clock_us, |at| {
        u64::try_from(at.as_micros()).unwrap_or(u64::MAX)
    })
}

impl Participant {
    pub(crate) fn is_over(&self) -> bool {
        self.state.over
    }

    pub(crate) fn profile(&self) -> Option<str0m::crypto::dtls::SrtpProfile> {
        self.state.srtp.as_ref().map(|srtp| srtp.profile)
    }

    /// The next moment at which it wants a turn.
    pub(crate) fn due(&self) -> Option<Instant> {
        if self.state.over {
            return None;
        }
        let sends = match &self.role {
            Role::Publishes(sender) => sender.due().filter(|_| self.state.srtp.is_some()),
            Role::Plays(_) | Role::Idles => None,
        };
        [self.state.engine_due, self.state.beat_due, sends]
            .into_iter()
            .flatten()
            .min()
    }

    /// Does what is due.
    pub(crate) fn handle_due(&mut self, now: Instant) -> Turn {
        let mut turn = Turn::default();
        if self.state.engine_due.is_none_or(|due| due <= now) {
            self.feed(Input::Timeout(now));
        }
        if self.state.beat_due.is_some_and(|due| due <= now) {
            self.beat(now);
        }
        if let (Role::Publishes(sender), Some(srtp), Some(remote)) =
            (&mut self.role, &self.state.srtp, self.state.remote)
        {
            turn.sent = sender.send(now, clock_us, srtp, &mut self.line, remote);
        }
        turn
    }

    /// Reads what has come, at most so much that others get their turn; whether there may be more.
    pub(crate) fn handle_readable(&mut self, buffer: &mut [u8]) -> (Turn, bool) {
        let mut turn = Turn::default();
        self.state.over |= self.line.flush().is_err();
        for _ in 0..READS_MAX {
            match self.line.receive(buffer) {
                Ok(Some(arrival)) => self.arrival(arrival, buffer, &mut turn),
                Ok(None) => return (turn, false),
                Err(_) => {
                    self.state.over = true;
                    return (turn, false);
                }
            }
        }
        (turn, true)
    }

    fn arrival(&mut self, arrival: Arrival, buffer: &mut [u8], turn: &mut Turn) {
        let whole = buffer
            .get_mut(..arrival.bytes.min(MERGED_BYTES_MAX))
            .unwrap_or_default();
        let segment = arrival.segment.unwrap_or(arrival.bytes).max(1);
        for packet in whole.chunks_mut(segment) {
            // RFC 7983 section 7: first byte 128..=191 is RTP or RTCP; RFC 5761 section 4 tells them apart.
            let rtp =
                matches!(packet, [128..=191, second, ..] if !(64..=95).contains(&(*second & 0x7f)));
            if rtp {
                turn.received = turn.received.saturating_add(1);
                self.media(packet, arrival);
            } else {
                self.other(packet, arrival.source);
            }
        }
    }

    fn media(&mut self, packet: &mut [u8], arrival: Arrival) {
        let Role::Plays(listener) = &mut self.role else {
            return;
        };
        match &mut listener.thief {
            None => self.rtp(packet, arrival.at),
            Some(thief) => {
                if !thief.takes(packet) {
                    self.state.arrived = arrival.at;
                    self.other(packet, arrival.source);
                }
            }
        }
    }

    fn other(&mut self, packet: &[u8], source: Option<SocketAddr>) {
        let Some(source) = source.or(self.state.remote) else {
            return;
        };
        let local = self.line.local();
        if let Ok(receive) = Receive::new(self.line.protocol(), source, local, packet) {
            self.feed(Input::Receive(Instant::now(), receive));
        }
    }

    fn rtp(&mut self, packet: &mut [u8], at: Option<Duration>) {
        let (Role::Plays(listener), Some(srtp)) = (&mut self.role, &self.state.srtp) else {
            return;
        };
        let Some(header) = Header::parse(packet) else {
            return;
        };
        let arrived_us = arrived_us(at);
        listener.first.get_or_insert_with(Instant::now);
        listener.packet(header, packet, arrived_us, srtp);
    }

    /// One input, then a drain: str0m holds one received packet at most.
    fn feed(&mut self, input: Input) {
        if self.rtc.handle_input(input).is_err() {
            self.state.over = true;
            return;
        }
        self.drain();
    }

    pub(crate) fn drain(&mut self) {
        for _ in 0..DRAIN_ROUNDS_MAX {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => {
                    let soonest = Instant::now().checked_add(TIMER_STEP).unwrap_or(due);
                    self.state.engine_due = Some(due.max(soonest));
                    self.state.over |= !self.rtc.is_alive();
                    break;
                }
                Ok(Output::Transmit(packet)) => {
                    // The first byte of a DTLS record (RFC 7983): it goes to the pair that ICE has chosen.
                    if matches!(packet.contents.first(), Some(20..=63)) {
                        self.state.remote = Some(packet.destination);
                    }
                    self.line.send(packet.destination, &packet.contents);
                }
                Ok(Output::Event(event)) => self.event(event),
                Err(_) => {
                    self.state.over = true;
                    break;
                }
            }
        }
        if let Some(agreed) = handshake::take_agreed() {
            self.state.srtp = Srtp::new(&agreed);
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "str0m's events are non-exhaustive, and most say nothing to a client"
    )]
    fn event(&mut self, event: Event) {
        match event {
            Event::IceConnectionStateChange(
                IceConnectionState::Connected | IceConnectionState::Completed,
            ) => {
                self.state.ice.get_or_insert_with(Instant::now);
            }
            Event::Connected => self.connected(),
            Event::ChannelOpen(_, _) => {
                self.state.beat_due = self.beat.and(Some(Instant::now()));
            }
            Event::ChannelData(data) => self.message(&data.data),
            Event::KeyframeRequest(_) => {
                if let Role::Publishes(sender) = &mut self.role {
                    sender.want_key();
                }
            }
            Event::RtpPacket(packet) => {
                if let Role::Plays(listener) = &mut self.role {
                    let arrived_us = arrived_us(self.state.arrived);
                    listener.whole(*packet.seq_no, &packet.payload, arrived_us);
                }
            }
            Event::MediaIngressStats(stats) => {
                if let Role::Plays(listener) = &mut self.role
                    && let Some(thief) = &mut listener.thief
                {
                    thief.asked(stats.nacks);
                }
            }
            Event::Closed => self.state.over = true,
            _ => {}
        }
    }

    fn connected(&mut self) {
        let now = Instant::now();
        if let Some(remote) = self.state.remote {
            self.state.over |= self.line.connect(remote).is_err();
        }
        if let Role::Publishes(sender) = &mut self.role {
            sender.begin(now);
        }
        if let Some(joined) = self.joined.take() {
            let ice = self.state.ice.unwrap_or(now);
            // Whoever asked may have given up.
            let _ = joined.send(Joined { ice, dtls: now });
        }
    }

    /// A page acknowledges every list of participants, without which nothing is forwarded.
    fn message(&mut self, bytes: &[u8]) {
        if self.beat.is_none() {
            return;
        }
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) else {
            return;
        };
        if value.get("type").and_then(serde_json::Value::as_str) == Some("roster") {
            let seen = serde_json::json!({"type": "roster_seen", "version": value.get("version")});
            self.say(seen.to_string().as_bytes());
        }
    }

    fn beat(&mut self, now: Instant) {
        self.state.beat_due = self.beat.and_then(|beat| now.checked_add(beat));
        self.say(br#"{"type":"beat"}"#);
        self.feed(Input::Timeout(now));
    }

    fn say(&mut self, text: &[u8]) {
        let channel = self.channel.and_then(|id| self.rtc.channel(id));
        if let Some(mut channel) = channel {
            // A full buffer drops the message, as it would on a page that is too fast.
            let _ = channel.write(false, text);
        }
    }
}
