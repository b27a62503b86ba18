//! A WHIP publisher or a WHEP player without a socket: str0m, one video section and the data channel. Never knows the
//! server's code, a link or a clock.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use lotse_protocol::channel::{CHANNEL_ID, CHANNEL_LABEL, FromClient, FromNode};
use lotse_protocol::token::DtlsFingerprint;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::{ChannelConfig, ChannelId};
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};

/// Which way the picture goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Publisher,
    Player,
}

/// A certificate of one browser profile.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    cert: DtlsCert,
    pub(crate) fingerprint: DtlsFingerprint,
}

impl Identity {
    pub(crate) fn generate() -> Self {
        let cert = crypto().dtls_provider.generate_certificate().unwrap();
        let hash = crypto().sha256_provider.sha256(&cert.certificate);
        Self {
            cert,
            fingerprint: DtlsFingerprint::from_bytes(hash),
        }
    }
}

/// A picture packet that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) key: bool,
    pub(crate) text: Vec<u8>,
}

/// One connection, seen from a browser.
#[derive(Debug)]
pub(crate) struct Client {
    rtc: Rtc,
    mid: Mid,
    channel: Option<ChannelId>,
    pending: Option<SdpPendingOffer>,
    answer: String,
    pub(crate) offer: String,
    pub(crate) address: SocketAddr,
    pub(crate) connected: bool,
    pub(crate) channel_open: bool,
    pub(crate) closed: bool,
    /// The node asked for a key frame.
    pub(crate) key_wanted: bool,
    /// When [`Client::handle_timeout`] is due.
    pub(crate) wake: Instant,
    /// What to send, oldest first; to be taken after every call.
    pub(crate) outbox: Vec<(SocketAddr, Vec<u8>)>,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) messages: Vec<FromNode>,
    /// Messages of the node that are none of the protocol.
    pub(crate) unreadable: u64,
    sequence: u64,
    started: Instant,
}

impl Client {
    pub(crate) fn new(
        now: Instant,
        part: Part,
        address: SocketAddr,
        identity: &Identity,
        with_channel: bool,
    ) -> Self {
        let mut rtc = Rtc::builder()
            .set_crypto_provider(crypto())
            .set_dtls_cert(identity.cert.clone())
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_vp8(true)
            .build(now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let direction = match part {
            Part::Publisher => Direction::SendOnly,
            Part::Player => Direction::RecvOnly,
        };
        let mut api = rtc.sdp_api();
        let mid = api.add_media(MediaKind::Video, direction, None, None, None);
        let channel = with_channel.then(|| {
            api.add_channel_with_config(ChannelConfig {
                label: CHANNEL_LABEL.to_owned(),
                negotiated: Some(CHANNEL_ID),
                ..ChannelConfig::default()
            })
        });
        let (offer, pending) = api.apply().unwrap();
        Self {
            rtc,
            mid,
            channel,
            pending: Some(pending),
            answer: String::new(),
            offer: offer.to_sdp_string(),
            address,
            connected: false,
            channel_open: false,
            closed: false,
            key_wanted: true,
            wake: now,
            outbox: Vec::new(),
            pictures: Vec::new(),
            messages: Vec::new(),
            unreadable: 0,
            sequence: 900,
            started: now,
        }
    }

    pub(crate) fn accept(&mut self, now: Instant, answer: &str) {
        let parsed = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, parsed).unwrap();
        self.answer = answer.to_owned();
        self.handle_timeout(now);
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        if self.closed || self.rtc.handle_input(Input::Timeout(now)).is_err() {
            self.closed = true;
            return;
        }
        self.drain(now);
    }

    pub(crate) fn handle_datagram(&mut self, now: Instant, source: SocketAddr, bytes: &[u8]) {
        let Ok(receive) = Receive::new(Protocol::Udp, source, self.address, bytes) else {
            return;
        };
        if self.closed || !self.rtc.is_alive() {
            return;
        }
        if self.rtc.handle_input(Input::Receive(now, receive)).is_err() {
            self.closed = true;
            return;
        }
        self.drain(now);
    }

    /// Sends one picture of one VP8 packet.
    pub(crate) fn show(&mut self, now: Instant, key: bool, text: &[u8]) {
        // RFC 7741 section 4.2: S=1, PID=0; section 4.3: P=0 in a key frame.
        let mut payload = vec![0x10, u8::from(!key)];
        payload.extend_from_slice(text);
        let ticks = now.duration_since(self.started).as_millis() * 90;
        let time = u32::try_from(ticks % (1 << 32)).unwrap();
        let remote = self.rtc.media(self.mid).unwrap().remote_pts().to_vec();
        let params = self.rtc.codec_config().find(|p| remote.contains(&p.pt()));
        let pt = params.unwrap().pt();
        let mut api = self.rtc.direct_api();
        let stream = api.stream_tx_by_mid(self.mid, None).unwrap();
        let write = RtpWrite::new(pt, self.sequence.into(), time, now, payload);
        stream.write_rtp(write.marker(true).nackable(true));
        self.sequence += 1;
        self.handle_timeout(now);
    }

    /// False when the channel is not open or full.
    pub(crate) fn say(&mut self, now: Instant, message: &FromClient) -> bool {
        self.say_raw(now, &serde_json::to_vec(message).unwrap())
    }

    pub(crate) fn say_raw(&mut self, now: Instant, bytes: &[u8]) -> bool {
        let open = self.channel_open && !self.closed;
        let channel = self.channel.filter(|_| open);
        let Some(mut channel) = channel.and_then(|id| self.rtc.channel(id)) else {
            return false;
        };
        let said = channel.write(false, bytes).unwrap_or(false);
        self.handle_timeout(now);
        said
    }

    /// Says goodbye on DTLS, as a browser does when its connection is closed.
    pub(crate) fn hang_up(&mut self, now: Instant) {
        let _ = self.rtc.close();
        self.drain(now);
        self.closed = true;
    }

    /// Asks for an ICE restart: the fragment (RFC 8840 section 9) to `PATCH`.
    pub(crate) fn restart(&mut self) -> String {
        let mut api = self.rtc.sdp_api();
        let credentials = api.ice_restart(true);
        let (_, pending) = api.apply().unwrap();
        self.pending = Some(pending);
        format!(
            "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\n",
            credentials.ufrag, credentials.pass
        )
    }

    /// The restart's answer: the former one with the fragment's credentials.
    pub(crate) fn accept_restart(&mut self, now: Instant, fragment: &str) {
        let of = |name: &str| fragment.lines().find(|line| line.starts_with(name));
        let lines = self.answer.lines().map(|line| {
            let new = ["a=ice-ufrag:", "a=ice-pwd:"]
                .iter()
                .find(|name| line.starts_with(**name))
                .and_then(|name| of(name));
            format!("{}\r\n", new.unwrap_or(line))
        });
        let answer: String = lines.collect();
        self.accept(now, &answer);
    }

    fn drain(&mut self, now: Instant) {
        for _ in 0..2_000 {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => {
                    self.closed |= !self.rtc.is_alive();
                    self.wake = due.max(now + Duration::from_millis(1));
                    return;
                }
                Ok(Output::Transmit(packet)) => {
                    let bytes = packet.contents.to_vec();
                    self.outbox.push((packet.destination, bytes));
                }
                Ok(Output::Event(event)) => self.note(event),
                Err(_) => {
                    self.closed = true;
                    return;
                }
            }
        }
        panic!("a client is never drained");
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "another crate's open enum: the other events say nothing to a client"
    )]
    fn note(&mut self, event: Event) {
        match event {
            Event::Connected => self.connected = true,
            Event::ChannelOpen(_, _) => self.channel_open = true,
            Event::ChannelData(data) => match serde_json::from_slice(&data.data) {
                Ok(message) => self.messages.push(message),
                Err(_) => self.unreadable += 1,
            },
            Event::ChannelClose(_) => self.channel_open = false,
            Event::KeyframeRequest(_) => self.key_wanted = true,
            Event::RtpPacket(packet) => {
                if let Some((head, text)) = packet.payload.split_at_checked(2) {
                    self.pictures.push(Picture {
                        key: head[1] & 1 == 0,
                        text: text.to_vec(),
                    });
                }
            }
            Event::Closed => self.closed = true,
            _ => {}
        }
    }
}

fn crypto() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| Arc::new(str0m::crypto::from_feature_flags())))
}
