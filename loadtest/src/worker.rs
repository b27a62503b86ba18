//! The task behind a leg: it owns the str0m engine and its link. Never decides what is sent; publishers and players do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::ChannelId;
use str0m::format::Codec as RtcCodec;
use str0m::media::{KeyframeRequestKind, Mid, Pt};
use str0m::net::Receive;
use str0m::rtp::RtpWrite;
use str0m::{Event, Input, Output, Rtc};
use tokio::sync::{mpsc, oneshot, watch};

use crate::frames::{self, Codec, Frame};
use crate::limits::{DRAIN_ROUNDS_MAX, READS_MAX, TIMER_STEP};
use crate::link::Link;
use crate::setup::{Channel, engine_fault};
use crate::signal::Fault;
use crate::tally::{SeenFrame, Tally};

/// Why a leg is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The other side closed DTLS.
    ByPeer,
    /// ICE lost the other side, or the link broke.
    Lost,
    /// We hung up.
    ByUs,
}

/// Where a leg stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    pub(crate) connected: bool,
    pub(crate) channel_open: bool,
    pub(crate) keyframe_requests: u64,
    pub(crate) over: Option<Over>,
}

pub(crate) enum Command {
    Frame(Codec, Frame, oneshot::Sender<Result<(), Fault>>),
    Say(String, oneshot::Sender<Result<(), Fault>>),
    WantKeyframe,
    Freeze(bool),
    RestartOffer(oneshot::Sender<Result<String, Fault>>),
    RestartAnswer(String, oneshot::Sender<Result<(), Fault>>),
    HangUp,
}

pub(crate) fn lock(tally: &Mutex<Tally>) -> std::sync::MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now_us() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

pub(crate) struct Worker {
    pub(crate) rtc: Rtc,
    pub(crate) link: Link,
    pub(crate) mid: Mid,
    pub(crate) channel: Option<ChannelId>,
    pub(crate) behaviour: Channel,
    /// The last answer in force, from which the answer to a restart is made.
    pub(crate) answer: String,
    pub(crate) restart: Option<SdpPendingOffer>,
    pub(crate) frozen: bool,
    pub(crate) sequence: u64,
    pub(crate) started: Instant,
    pub(crate) payload_types: HashMap<Codec, Pt>,
    pub(crate) standing: watch::Sender<Standing>,
    pub(crate) messages: mpsc::Sender<Value>,
    pub(crate) frames: mpsc::Sender<SeenFrame>,
    pub(crate) tally: Arc<Mutex<Tally>>,
}

impl Worker {
    pub(crate) async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        let over = match self.turns(&mut commands).await {
            Ok(never) => match never {},
            Err(over) => over,
        };
        self.standing.send_modify(|s| s.over = Some(over));
    }

    async fn turns(
        &mut self,
        commands: &mut mpsc::Receiver<Command>,
    ) -> Result<std::convert::Infallible, Over> {
        let pace = match self.behaviour {
            Channel::Page { beat } => beat,
            Channel::None | Channel::Silent => Duration::from_secs(3_600),
        };
        let mut beats = tokio::time::interval(pace.max(TIMER_STEP));
        loop {
            let due = self.drain()?;
            tokio::select! {
                command = commands.recv() => self.command(command.ok_or(Over::ByUs)?)?,
                ready = self.link.ready(), if !self.frozen => {
                    ready.map_err(|_| Over::Lost)?;
                    self.read()?;
                }
                () = tokio::time::sleep_until(due.into()), if !self.frozen => self.tick()?,
                _ = beats.tick(), if !self.frozen => self.beat(),
            }
        }
    }

    fn tick(&mut self) -> Result<(), Over> {
        self.rtc
            .handle_input(Input::Timeout(Instant::now()))
            .map_err(|_| Over::Lost)
    }

    /// One input, then a drain: str0m holds one received packet at most.
    fn read(&mut self) -> Result<(), Over> {
        for _ in 0..READS_MAX {
            let Some(datagram) = self.link.try_receive().map_err(|_| Over::Lost)? else {
                return Ok(());
            };
            let receive = Receive::new(
                self.link.protocol(),
                datagram.source,
                self.link.local(),
                &datagram.bytes,
            );
            let Ok(receive) = receive else { continue };
            self.rtc
                .handle_input(Input::Receive(Instant::now(), receive))
                .map_err(|_| Over::Lost)?;
            self.drain()?;
        }
        Ok(())
    }

    fn drain(&mut self) -> Result<Instant, Over> {
        if self.frozen {
            return Ok(Instant::now());
        }
        for _ in 0..DRAIN_ROUNDS_MAX {
            match self.rtc.poll_output().map_err(|_| Over::Lost)? {
                Output::Timeout(due) => {
                    let soonest = Instant::now().checked_add(TIMER_STEP).unwrap_or(due);
                    let ended = !self.rtc.is_alive();
                    return if ended {
                        Err(Over::Lost)
                    } else {
                        Ok(due.max(soonest))
                    };
                }
                Output::Transmit(packet) => self
                    .link
                    .send(packet.destination, &packet.contents)
                    .map_err(|_| Over::Lost)?,
                Output::Event(event) => self.event(event)?,
            }
        }
        Ok(Instant::now()
            .checked_add(TIMER_STEP)
            .unwrap_or_else(Instant::now))
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "str0m's events are non-exhaustive, and most say nothing to a client"
    )]
    fn event(&mut self, event: Event) -> Result<(), Over> {
        match event {
            Event::Connected => self.standing.send_modify(|s| s.connected = true),
            Event::ChannelOpen(_, _) => {
                self.standing.send_modify(|s| s.channel_open = true);
                self.beat();
            }
            Event::ChannelData(data) => self.message(&data.data),
            Event::KeyframeRequest(_) => self.standing.send_modify(|s| {
                s.keyframe_requests = s.keyframe_requests.saturating_add(1);
            }),
            Event::RtpPacket(packet) => {
                let seen = lock(&self.tally).packet(
                    *packet.seq_no,
                    packet.header.marker,
                    &packet.payload,
                    now_us(),
                );
                if seen.is_some_and(|frame| self.frames.try_send(frame).is_err()) {
                    lock(&self.tally).unread();
                }
            }
            Event::Closed => return Err(Over::ByPeer),
            _ => {}
        }
        Ok(())
    }

    fn message(&mut self, bytes: &[u8]) {
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
            return;
        };
        let kind = value.get("type").and_then(Value::as_str);
        if let (Channel::Page { .. }, Some("roster")) = (self.behaviour, kind) {
            let seen = json!({"type": "roster_seen", "version": value.get("version")});
            let _ = self.say(&seen.to_string());
        }
        if self.messages.try_send(value).is_err() {
            lock(&self.tally).unread();
        }
    }

    fn beat(&mut self) {
        if matches!(self.behaviour, Channel::Page { .. }) {
            let _ = self.say(r#"{"type":"beat"}"#);
        }
    }

    fn say(&mut self, text: &str) -> Result<(), Fault> {
        let channel = self.channel.and_then(|id| self.rtc.channel(id));
        let mut channel = channel.ok_or_else(|| Fault::Engine("no open channel".into()))?;
        match channel.write(false, text.as_bytes()) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Fault::Engine("the channel's buffer is full".into())),
            Err(e) => Err(engine_fault(&e)),
        }
    }

    fn command(&mut self, command: Command) -> Result<(), Over> {
        match command {
            Command::Frame(codec, frame, reply) => {
                let sent = self.frame(codec, frame);
                let _ = reply.send(sent);
                self.tick()?;
            }
            Command::Say(text, reply) => {
                let said = self.say(&text);
                let _ = reply.send(said);
            }
            Command::WantKeyframe => {
                let mut api = self.rtc.direct_api();
                if let Some(stream) = api.stream_rx_by_mid(self.mid, None) {
                    stream.request_keyframe(KeyframeRequestKind::Pli);
                }
                self.tick()?;
            }
            Command::Freeze(frozen) => self.frozen = frozen,
            Command::RestartOffer(reply) => {
                let offer = self.restart_offer();
                let _ = reply.send(offer);
            }
            Command::RestartAnswer(fragment, reply) => {
                let done = self.restart_answer(&fragment);
                let _ = reply.send(done);
            }
            Command::HangUp => {
                // The other side reads the reason in the alert; we need not wait for its own.
                let _ = self.rtc.close();
                let _ = self.drain();
                return Err(Over::ByUs);
            }
        }
        Ok(())
    }

    fn frame(&mut self, codec: Codec, frame: Frame) -> Result<(), Fault> {
        if self.frozen {
            return Ok(());
        }
        let payload_type = self.payload_type(codec)?;
        let payloads = frames::packets(codec, frame, now_us())
            .ok_or_else(|| Fault::Engine("the frame is too large".into()))?;
        let now = Instant::now();
        let elapsed_ms = now.duration_since(self.started).as_millis();
        let rtp_time = u32::try_from(elapsed_ms.wrapping_mul(90) & u128::from(u32::MAX));
        let last = payloads.len().saturating_sub(1);
        let mut api = self.rtc.direct_api();
        let stream = api
            .stream_tx_by_mid(self.mid, None)
            .ok_or_else(|| Fault::Engine("no stream to send on".into()))?;
        for (at, payload) in payloads.into_iter().enumerate() {
            let sequence = self.sequence.into();
            let write = RtpWrite::new(
                payload_type,
                sequence,
                rtp_time.unwrap_or_default(),
                now,
                payload,
            );
            stream.write_rtp(write.marker(at == last).nackable(true));
            self.sequence = self.sequence.saturating_add(1);
        }
        Ok(())
    }

    fn payload_type(&mut self, codec: Codec) -> Result<Pt, Fault> {
        if let Some(known) = self.payload_types.get(&codec) {
            return Ok(*known);
        }
        let wanted = match codec {
            Codec::Vp8 => RtcCodec::Vp8,
            Codec::Vp9 => RtcCodec::Vp9,
            Codec::Av1 => RtcCodec::Av1,
            Codec::H264 => RtcCodec::H264,
        };
        let remote = self.rtc.media(self.mid).map(|m| m.remote_pts().to_vec());
        let remote = remote.unwrap_or_default();
        let found = self
            .rtc
            .codec_config()
            .find(|p| p.spec().codec == wanted && remote.contains(&p.pt()))
            .map(str0m::format::PayloadParams::pt)
            .ok_or_else(|| Fault::Engine(format!("{codec:?} was not negotiated")))?;
        self.payload_types.insert(codec, found);
        Ok(found)
    }

    /// The fragment (RFC 8840 section 9) that asks for a restart.
    fn restart_offer(&mut self) -> Result<String, Fault> {
        let mut api = self.rtc.sdp_api();
        let credentials = api.ice_restart(true);
        let (offer, pending) = api
            .apply()
            .ok_or_else(|| Fault::Engine("nothing to offer".into()))?;
        let whole = offer.to_sdp_string();
        self.restart = Some(pending);
        let kept = whole.lines().filter(|l| {
            ["a=group:", "m=", "a=mid:", "a=candidate:"]
                .iter()
                .any(|p| l.starts_with(p))
        });
        let head = format!(
            "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\n",
            credentials.ufrag, credentials.pass
        );
        Ok(kept.fold(head, |text, line| text + line + "\r\n"))
    }

    /// The whole answer is the former one with the fragment's credentials.
    fn restart_answer(&mut self, fragment: &str) -> Result<(), Fault> {
        let pending = self
            .restart
            .take()
            .ok_or_else(|| Fault::Engine("no restart is pending".into()))?;
        let of = |name: &str| fragment.lines().find(|l| l.starts_with(name));
        let (Some(ufrag), Some(password)) = (of("a=ice-ufrag:"), of("a=ice-pwd:")) else {
            return Err(Fault::BadAnswer("restart without credentials".into()));
        };
        let mut answer = String::new();
        for line in self.answer.lines() {
            let line = match line {
                l if l.starts_with("a=ice-ufrag:") => ufrag,
                l if l.starts_with("a=ice-pwd:") => password,
                l => l,
            };
            answer.push_str(line);
            answer.push_str("\r\n");
        }
        let parsed = SdpAnswer::from_sdp_string(&answer).map_err(|e| engine_fault(&e))?;
        self.rtc
            .sdp_api()
            .accept_answer(pending, parsed)
            .map_err(|e| engine_fault(&e))?;
        self.answer = answer;
        Ok(())
    }
}
