//! A page: a real str0m peer with full ICE, a data channel, and for the sharer a picture to send.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::channel::{CHANNEL_ID, CHANNEL_LABEL, ChatLine, FromClient, FromNode};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::token::DtlsFingerprint;
use lotse_sfu_core::datagram::Transport;
use lotse_sfu_core::output::LegId;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::{ChannelConfig, ChannelId};
use str0m::format::Codec;
use str0m::media::{Direction, KeyframeRequestKind, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

use crate::link::Packet;

pub(crate) const FRAME_INTERVAL: Duration = Duration::from_millis(50);

/// Where a page lives and what it can.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    pub(crate) address: SocketAddr,
    pub(crate) transport: Transport,
    /// Plain WHIP and WHEP clients have none.
    pub(crate) has_channel: bool,
}

/// What a page has seen; what the tests look at.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) words: Vec<FromNode>,
    /// Lines of the thread by their place.
    pub(crate) lines: BTreeMap<u64, ChatLine>,
    /// Received packets: sequence number and payload.
    pub(crate) packets: Vec<(u64, Vec<u8>)>,
    /// Their payload types, markers and times.
    pub(crate) headers: Vec<(u8, bool, u32)>,
    pub(crate) connected: bool,
    pub(crate) channel_open: bool,
    pub(crate) closed: bool,
    pub(crate) key_frames_asked: u64,
}

pub(crate) struct Browser {
    pub(crate) rtc: Rtc,
    pub(crate) session: SessionId,
    pub(crate) participant: ParticipantId,
    pub(crate) role: MediaRole,
    pub(crate) address: SocketAddr,
    pub(crate) transport: Transport,
    pub(crate) leg: Option<LegId>,
    pub(crate) seen: Seen,
    /// Versions of the roster that this page has acknowledged.
    pub(crate) acknowledged: Vec<(u64, Vec<ParticipantId>)>,
    pub(crate) acknowledges: bool,
    pub(crate) beats: bool,
    pub(crate) frozen: bool,
    /// The next datagrams of this page.
    pub(crate) outgoing: VecDeque<Packet>,
    pub(crate) due: Instant,
    pending: Option<SdpPendingOffer>,
    pub(crate) offer: String,
    mid: Mid,
    channel: Option<ChannelId>,
    picture: Picture,
    next_beat: Instant,
    said: u64,
}

struct Picture {
    sends: bool,
    next: Instant,
    wants_key: bool,
    frame: u32,
    seq: u64,
    pt: Option<Pt>,
}

impl Browser {
    pub(crate) fn new(
        session: SessionId,
        participant: ParticipantId,
        role: MediaRole,
        home: Home,
        now: Instant,
    ) -> Self {
        let Home {
            address,
            transport,
            has_channel,
        } = home;
        let mut rtc = Rtc::builder().set_rtp_mode(true).build(now);
        let candidate = match transport {
            Transport::Udp => Candidate::host(address, "udp").unwrap(),
            Transport::Tcp => Candidate::builder()
                .tcp()
                .host(address)
                .tcptype(TcpType::Active)
                .build()
                .unwrap(),
        };
        rtc.add_local_candidate(candidate);
        let mut api = rtc.sdp_api();
        let channel = has_channel.then(|| {
            api.add_channel_with_config(ChannelConfig {
                label: CHANNEL_LABEL.into(),
                negotiated: Some(CHANNEL_ID),
                ..ChannelConfig::default()
            })
        });
        let direction = match role {
            MediaRole::Sharer => Direction::SendOnly,
            MediaRole::Helper | MediaRole::Observer => Direction::RecvOnly,
        };
        let mid = api.add_media(MediaKind::Video, direction, None, None, None);
        let (offer, pending) = api.apply().unwrap();
        Self {
            rtc,
            session,
            participant,
            role,
            address,
            transport,
            leg: None,
            seen: Seen::default(),
            acknowledged: Vec::new(),
            acknowledges: true,
            beats: true,
            frozen: false,
            outgoing: VecDeque::new(),
            due: now,
            pending: Some(pending),
            offer: offer.to_sdp_string(),
            mid,
            channel,
            picture: Picture {
                sends: role == MediaRole::Sharer,
                next: now,
                wants_key: true,
                frame: 0,
                seq: 40_000,
                pt: None,
            },
            next_beat: now,
            said: 0,
        }
    }

    pub(crate) fn print(&self) -> DtlsFingerprint {
        lotse_sfu_core::offer::fingerprint(&self.offer).unwrap()
    }

    pub(crate) fn accept(&mut self, leg: LegId, answer: &str, now: Instant) {
        self.leg = Some(leg);
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        self.drive(now);
    }

    /// A fragment as a browser patches it after an ICE restart.
    pub(crate) fn restart_ice(&mut self) -> String {
        let mut api = self.rtc.sdp_api();
        let _ = api.ice_restart(true);
        let (offer, pending) = api.apply().unwrap();
        self.pending = Some(pending);
        let text = offer.to_sdp_string();
        let lines = text
            .lines()
            .filter(|line| line.starts_with("a=ice-ufrag:") || line.starts_with("a=ice-pwd:"));
        lines.fold(String::new(), |all, line| all + line + "\r\n")
    }

    /// Takes the fragment that answers a restart, as a browser does: the last answer with the new credentials.
    pub(crate) fn accept_restart(&mut self, last_answer: &str, fragment: &str, now: Instant) {
        let value = |name: &str| {
            let line = fragment
                .lines()
                .find(|line| line.starts_with(name))
                .unwrap();
            line.to_owned()
        };
        let (ufrag, password) = (value("a=ice-ufrag:"), value("a=ice-pwd:"));
        let candidates = fragment
            .lines()
            .filter(|line| line.starts_with("a=candidate"));
        let candidates = candidates.fold(String::new(), |all, line| all + line + "\r\n");
        let kept = last_answer
            .lines()
            .filter(|line| !line.starts_with("a=candidate"));
        let renewed = kept.fold(String::new(), |all, line| {
            if line.starts_with("a=ice-ufrag:") {
                all + &ufrag + "\r\n"
            } else if line.starts_with("a=ice-pwd:") {
                all + &password + "\r\n" + &candidates
            } else {
                all + line + "\r\n"
            }
        });
        let answer = SdpAnswer::from_sdp_string(&renewed).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        self.drive(now);
    }

    pub(crate) fn receive(&mut self, now: Instant, packet: &Packet) {
        if self.frozen {
            return;
        }
        let proto = match packet.transport {
            Transport::Udp => Protocol::Udp,
            Transport::Tcp => Protocol::Tcp,
        };
        let Ok(received) = Receive::new(proto, packet.from, packet.to, &packet.bytes) else {
            return;
        };
        let _ = self.rtc.handle_input(Input::Receive(now, received));
        self.drain(now);
    }

    /// Everything whose time has come: str0m's timers, a beat, a frame.
    pub(crate) fn drive(&mut self, now: Instant) {
        if self.frozen {
            self.due = now + Duration::from_millis(100);
            return;
        }
        self.beat(now);
        self.show(now);
        let _ = self.rtc.handle_input(Input::Timeout(now));
        self.drain(now);
    }

    pub(crate) fn say(&mut self, now: Instant, message: &FromClient) {
        let text = serde_json::to_string(message).unwrap();
        self.say_raw(now, text.as_bytes());
    }

    pub(crate) fn say_raw(&mut self, now: Instant, bytes: &[u8]) {
        if let Some(mut channel) = self.channel.and_then(|id| self.rtc.channel(id)) {
            let _ = channel.write(false, bytes);
        }
        self.drain(now);
    }

    pub(crate) fn chat(&mut self, now: Instant, text: &str) {
        self.said += 1;
        let id = format!(
            "{}-{}",
            self.offer.len() as u64 * 65_536 + u64::from(self.address.port()),
            self.said
        );
        self.say(
            now,
            &FromClient::Chat {
                id,
                text: text.into(),
            },
        );
    }

    pub(crate) fn set_picture(&mut self, sends: bool) {
        self.picture.sends = sends;
    }

    /// Asks for a key frame, as a decoder does that has lost its way.
    pub(crate) fn ask_for_picture(&mut self) {
        let mid = self.mid;
        if let Some(stream) = self.rtc.direct_api().stream_rx_by_mid(mid, None) {
            stream.request_keyframe(KeyframeRequestKind::Pli);
        }
    }

    /// The page's network has changed: from now on it sends from its new address.
    pub(crate) fn move_to_address(&mut self) {
        let candidate = Candidate::host(self.address, "udp").unwrap();
        self.rtc.add_local_candidate(candidate);
    }

    fn beat(&mut self, now: Instant) {
        if !self.beats || !self.seen.channel_open || now < self.next_beat {
            return;
        }
        let every = match self.role {
            MediaRole::Sharer => 250,
            MediaRole::Helper | MediaRole::Observer => 1_000,
        };
        self.next_beat = now + Duration::from_millis(every);
        self.say(now, &FromClient::Beat);
    }

    /// A VP8 frame of two packets that says whose and which it is.
    fn show(&mut self, now: Instant) {
        if !self.picture.sends || !self.seen.connected || now < self.picture.next {
            return;
        }
        self.picture.next = now + FRAME_INTERVAL;
        let Some(pt) = self.payload_type() else {
            return;
        };
        let is_key = std::mem::take(&mut self.picture.wants_key);
        self.picture.frame += 1;
        for part in 0..2_u8 {
            let mut payload = vec![0x80 | if part == 0 { 0x10 } else { 0 }, 0xe0];
            let [high, low] = (self.picture.frame as u16 & 0x7fff).to_be_bytes();
            payload.extend([0x80 | high, low, self.picture.frame as u8, 0x20]);
            payload.push(u8::from(!is_key));
            payload.extend(self.session.uuid().as_bytes());
            payload.extend(self.picture.frame.to_be_bytes());
            self.picture.seq += 1;
            let write = RtpWrite::new(
                pt,
                self.picture.seq.into(),
                self.picture.frame.wrapping_mul(4_500),
                now,
                payload,
            )
            .marker(part == 1)
            .nackable(true);
            if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(self.mid, None) {
                stream.write_rtp(write);
            }
        }
    }

    fn payload_type(&mut self) -> Option<Pt> {
        if self.picture.pt.is_none() {
            let media = self.rtc.media(self.mid)?;
            let agreed = media.remote_pts().to_vec();
            let params = self.rtc.codec_config().params();
            let vp8 = params
                .iter()
                .find(|p| p.spec().codec == Codec::Vp8 && agreed.contains(&p.pt()));
            self.picture.pt = vp8.map(|p| p.pt());
        }
        self.picture.pt
    }

    pub(crate) fn drain(&mut self, now: Instant) {
        for _ in 0..1_000 {
            match self.rtc.poll_output() {
                Ok(Output::Transmit(sent)) => self.outgoing.push_back(Packet {
                    transport: self.transport,
                    from: self.address,
                    to: sent.destination,
                    bytes: sent.contents.to_vec(),
                }),
                Ok(Output::Event(event)) => self.handle_event(now, event),
                Ok(Output::Timeout(at)) if at > now => {
                    let mut due = at;
                    if self.beats && self.seen.channel_open {
                        due = due.min(self.next_beat.max(now + Duration::from_millis(1)));
                    }
                    if self.picture.sends && self.seen.connected {
                        due = due.min(self.picture.next.max(now + Duration::from_millis(1)));
                    }
                    self.due = due;
                    return;
                }
                Ok(Output::Timeout(_)) => {
                    let _ = self.rtc.handle_input(Input::Timeout(now));
                }
                Err(_) => {
                    self.due = now + Duration::from_secs(60);
                    return;
                }
            }
        }
        self.due = now + Duration::from_millis(1);
    }

    fn handle_event(&mut self, now: Instant, event: Event) {
        match event {
            Event::Connected => self.seen.connected = true,
            Event::ChannelOpen(id, _) if Some(id) == self.channel => self.seen.channel_open = true,
            Event::ChannelData(data) => {
                let word: FromNode = serde_json::from_slice(&data.data).unwrap();
                self.hear(now, word);
            }
            Event::RtpPacket(packet) => {
                let header = &packet.header;
                let pt = *header.payload_type;
                self.seen
                    .headers
                    .push((pt, header.marker, header.timestamp));
                self.seen
                    .packets
                    .push((*packet.seq_no, packet.payload.to_vec()));
            }
            Event::KeyframeRequest(_) => {
                self.seen.key_frames_asked += 1;
                self.picture.wants_key = true;
            }
            Event::Closed => self.seen.closed = true,
            _ => {}
        }
    }

    fn hear(&mut self, now: Instant, word: FromNode) {
        match &word {
            FromNode::Chat(line) => {
                let before = self.seen.lines.insert(line.seq, line.clone());
                assert!(
                    before.is_none_or(|before| before == *line),
                    "a line changed"
                );
            }
            FromNode::Roster {
                version,
                participants,
            } => {
                if self.role == MediaRole::Sharer && self.acknowledges {
                    let ids = participants.iter().map(|entry| entry.id).collect();
                    self.acknowledged.push((*version, ids));
                    let text = serde_json::to_string(&FromClient::RosterSeen { version: *version })
                        .unwrap();
                    if let Some(mut channel) = self.channel.and_then(|id| self.rtc.channel(id)) {
                        let _ = channel.write(false, text.as_bytes());
                    }
                }
            }
            FromNode::ChatRefused { .. }
            | FromNode::Paused
            | FromNode::Unpaused
            | FromNode::Quiet { .. }
            | FromNode::Interrupted { .. }
            | FromNode::Back
            | FromNode::Ended { .. }
            | FromNode::Move
            | FromNode::Quality { .. }
            | FromNode::Codec { .. } => {}
        }
        let _ = now;
        self.seen.words.push(word);
    }

    pub(crate) fn has_heard(&self, wanted: impl Fn(&FromNode) -> bool) -> bool {
        self.seen.words.iter().any(wanted)
    }
}
