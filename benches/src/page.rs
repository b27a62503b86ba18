//! A page: a real str0m peer that sends bursts, or counts what arrives. Never shares code with the core.

use std::net::SocketAddr;
use std::time::Instant;

use lotse_protocol::channel::{CHANNEL_ID, CHANNEL_LABEL, FromClient, FromNode};
use lotse_sfu_core::datagram::Transmit;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::{ChannelConfig, ChannelId};
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

/// Packets of one burst: one frame.
pub const BURST: u16 = 10;
/// Bytes of one packet's payload.
const PAYLOAD_LEN: usize = 1_100;
/// Ticks of the 90 kHz clock between two frames at 30 frames a second.
const FRAME_TICKS: u32 = 3_000;

pub(crate) struct Page {
    rtc: Rtc,
    pub(crate) address: SocketAddr,
    pub(crate) offer: String,
    /// What it has to send.
    pub(crate) outgoing: Vec<Sent>,
    connected: bool,
    pub(crate) arrived: u64,
    /// Lines of the chat that it has read.
    pub(crate) lines: u64,
    /// The data channel, and whether it is open.
    channel: Option<(ChannelId, bool)>,
    said: u64,
    pub(crate) due: Instant,
    pending: Option<SdpPendingOffer>,
    mid: Mid,
    frame: u32,
    sequence: u64,
}

pub(crate) struct Sent {
    pub(crate) destination: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn new(
        direction: Direction,
        address: SocketAddr,
        now: Instant,
        has_channel: bool,
    ) -> Self {
        let mut rtc = Rtc::builder().set_rtp_mode(true).build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut api = rtc.sdp_api();
        let mid = api.add_media(MediaKind::Video, direction, None, None, None);
        let channel = has_channel.then(|| {
            let config = ChannelConfig {
                label: CHANNEL_LABEL.to_owned(),
                negotiated: Some(CHANNEL_ID),
                ..ChannelConfig::default()
            };
            (api.add_channel_with_config(config), false)
        });
        let (offer, pending) = api.apply().unwrap();
        Self {
            rtc,
            address,
            offer: offer.to_sdp_string(),
            outgoing: Vec::new(),
            connected: false,
            arrived: 0,
            lines: 0,
            channel,
            said: 0,
            due: now,
            pending: Some(pending),
            mid,
            frame: 0,
            sequence: 0,
        }
    }

    /// Whether it is connected, and its channel open where it has one.
    pub(crate) fn is_up(&self) -> bool {
        self.connected && self.channel.is_none_or(|(_, open)| open)
    }

    /// Writes a line of sixty characters into the chat.
    pub(crate) fn say_line(&mut self, now: Instant) {
        self.said += 1;
        let id = self.said.to_string();
        let text = "a line of the chat as long as people write them to each other".to_owned();
        let line = serde_json::to_vec(&FromClient::Chat { id, text }).unwrap();
        let (id, _) = self.channel.unwrap();
        assert!(self.rtc.channel(id).unwrap().write(false, &line).unwrap());
        self.handle_timeout(now);
    }

    pub(crate) fn accept(&mut self, answer: &str, now: Instant) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
        self.handle_timeout(now);
    }

    pub(crate) fn receive(&mut self, now: Instant, transmit: &Transmit) {
        let (from, to) = (transmit.source, transmit.destination);
        let received = Receive::new(Protocol::Udp, from, to, &transmit.bytes).unwrap();
        self.rtc
            .handle_input(Input::Receive(now, received))
            .unwrap();
        self.drain();
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.rtc.handle_input(Input::Timeout(now)).unwrap();
        self.drain();
    }

    /// Sends one VP8 key frame of [`BURST`] packets.
    pub(crate) fn send_burst(&mut self, now: Instant) {
        let pt = self.payload_type();
        self.frame += 1;
        for part in 0..BURST {
            self.sequence += 1;
            let payload = payload(part == 0, self.frame);
            let time = self.frame.wrapping_mul(FRAME_TICKS);
            let write = RtpWrite::new(pt, self.sequence.into(), time, now, payload);
            let mut api = self.rtc.direct_api();
            let stream = api.stream_tx_by_mid(self.mid, None).unwrap();
            stream.write_rtp(write.marker(part + 1 == BURST).nackable(true));
        }
        self.handle_timeout(now);
    }

    fn payload_type(&mut self) -> Pt {
        let agreed = self.rtc.media(self.mid).unwrap().remote_pts().to_vec();
        let params = self.rtc.codec_config().params().iter();
        let mut vp8 = params.filter(|it| it.spec().codec == Codec::Vp8);
        vp8.find(|it| agreed.contains(&it.pt())).unwrap().pt()
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Transmit(transmit) => self.outgoing.push(Sent {
                    destination: transmit.destination,
                    bytes: transmit.contents.to_vec(),
                }),
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::RtpPacket(_)) => self.arrived += 1,
                Output::Event(Event::ChannelOpen(_, _)) => {
                    self.channel = self.channel.map(|(id, _)| (id, true));
                }
                Output::Event(Event::ChannelData(data)) => {
                    let said = serde_json::from_slice(&data.data);
                    self.lines += u64::from(matches!(said, Ok(FromNode::Chat(_))));
                }
                Output::Event(_) => {}
                Output::Timeout(due) => {
                    self.due = due;
                    return;
                }
            }
        }
    }
}

/// RFC 7741 section 4.2: X=1, S on the first packet, I=1 with a picture id of 15 bits; section 4.3: P=0 is a key frame.
fn payload(first: bool, frame: u32) -> Vec<u8> {
    let [_, _, high, low] = frame.to_be_bytes();
    let mut payload = vec![if first { 0x90 } else { 0x80 }, 0x80, high | 0x80, low];
    if first {
        // RFC 6386 section 9.1: a start code and the size, here 640x400.
        payload.extend([0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x90, 0x01]);
    }
    payload.resize(PAYLOAD_LEN, 0x55);
    payload
}
