//! One connection: a task that owns a str0m engine and its link, and the handle that speaks to it. Never decides what is
//! sent; publishers and players do.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::channel::{ChannelConfig, ChannelId};
use str0m::format::Codec as RtcCodec;
use str0m::media::{Direction, KeyframeRequestKind, MediaKind, Mid, Pt};
use str0m::net::{Receive, TcpType};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::frames::{self, Codec, Frame};
use crate::identity::{Identity, crypto};
use crate::limits::{COMMANDS_MAX, DRAIN_ROUNDS_MAX, EVENTS_MAX, READS_MAX, TIMER_STEP};
use crate::link::{Link, Transport};
use crate::signal::{self, Fault, Resource};
use crate::tally::{Counters, SeenFrame, Tally};

/// What the data channel of a leg does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Channel {
    /// There is none, as with plain WHIP and WHEP tools.
    #[default]
    None,
    /// There is one, and it says only what it is told to say.
    Silent,
    /// There is one; it beats at this interval and acknowledges every roster, as a page does.
    Page {
        /// Time between two beats.
        beat: Duration,
    },
}

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

/// What a leg is made of.
pub(crate) struct Plan {
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) identity: Identity,
    pub(crate) transport: Transport,
    pub(crate) codecs: Vec<Codec>,
    pub(crate) direction: Direction,
    pub(crate) channel: Channel,
    pub(crate) bind: Option<IpAddr>,
    pub(crate) http: Option<reqwest::Client>,
    pub(crate) deadline: Duration,
}

pub(crate) struct Leg {
    commands: mpsc::Sender<Command>,
    pub(crate) standing: watch::Receiver<Standing>,
    pub(crate) messages: mpsc::Receiver<Value>,
    pub(crate) frames: mpsc::Receiver<SeenFrame>,
    tally: Arc<Mutex<Tally>>,
    task: JoinHandle<()>,
    http: reqwest::Client,
    token: String,
    resource: Resource,
}

impl Drop for Leg {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Leg {
    pub(crate) async fn connect(plan: Plan) -> Result<Self, Fault> {
        let deadline = plan.deadline;
        let wants_channel = plan.channel != Channel::None;
        let mut leg = Self::start(plan).await?;
        let up = leg
            .standing
            .wait_for(|s| s.over.is_some() || (s.connected && (s.channel_open || !wants_channel)));
        let standing = match tokio::time::timeout(deadline, up).await {
            Ok(Ok(standing)) => *standing,
            Ok(Err(_)) => return Err(Fault::Over),
            Err(_) => return Err(Fault::NotConnected(deadline)),
        };
        match standing.over {
            None => Ok(leg),
            Some(_) => Err(Fault::Over),
        }
    }

    async fn start(plan: Plan) -> Result<Self, Fault> {
        let http = plan.http.clone().unwrap_or_else(signal::shared_http);
        let mut rtc = engine(&plan);
        let udp = match plan.transport {
            Transport::Udp => {
                let link = Link::udp(local_address(&plan).await?).await?;
                rtc.add_local_candidate(
                    Candidate::host(link.local(), "udp").map_err(|e| engine_fault(&e))?,
                );
                Some(link)
            }
            Transport::Tcp => None,
        };
        let (offer, pending, mid, channel) = offer(&mut rtc, &plan)?;
        let resource = signal::post(&http, &plan.url, &plan.token, offer).await?;
        let answer = SdpAnswer::from_sdp_string(&resource.answer).map_err(|e| engine_fault(&e))?;
        rtc.sdp_api()
            .accept_answer(pending, answer)
            .map_err(|e| engine_fault(&e))?;
        let link = match udp {
            Some(link) => link,
            None => tcp_link(&mut rtc, &resource.answer).await?,
        };
        let (commands, from_handle) = mpsc::channel(COMMANDS_MAX);
        let (standing_out, standing) = watch::channel(Standing::default());
        let (messages_out, messages) = mpsc::channel(EVENTS_MAX);
        let (frames_out, frames) = mpsc::channel(EVENTS_MAX);
        let tally = Arc::new(Mutex::new(Tally::default()));
        let worker = Worker {
            rtc,
            link,
            mid,
            channel,
            behaviour: plan.channel,
            answer: resource.answer.clone(),
            restart: None,
            frozen: false,
            sequence: 1_000,
            started: Instant::now(),
            payload_types: HashMap::new(),
            standing: standing_out,
            messages: messages_out,
            frames: frames_out,
            tally: Arc::clone(&tally),
        };
        let task = tokio::spawn(worker.run(from_handle));
        Ok(Self {
            commands,
            standing,
            messages,
            frames,
            tally,
            task,
            http,
            token: plan.token,
            resource,
        })
    }

    pub(crate) async fn order(&self, command: Command) -> Result<(), Fault> {
        self.commands.send(command).await.map_err(|_| Fault::Over)
    }

    pub(crate) async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, Fault>>) -> Command,
    ) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        self.order(command(reply)).await?;
        answer.await.map_err(|_| Fault::Over)?
    }

    pub(crate) fn counters(&self) -> Counters {
        lock(&self.tally).counters()
    }

    pub(crate) fn delays_us(&self) -> Vec<u64> {
        lock(&self.tally).delays_us()
    }

    pub(crate) fn resource_url(&self) -> &str {
        self.resource.url.as_str()
    }

    pub(crate) fn etag(&self) -> Option<&str> {
        self.resource.etag.as_deref()
    }

    pub(crate) fn answer(&self) -> &str {
        &self.resource.answer
    }

    pub(crate) async fn over(&mut self) -> Over {
        match self.standing.wait_for(|s| s.over.is_some()).await {
            Ok(standing) => standing.over.unwrap_or(Over::Lost),
            Err(_) => Over::ByUs,
        }
    }

    pub(crate) async fn delete(self) -> Result<u16, Fault> {
        let status = signal::delete(&self.http, &self.resource, &self.token).await?;
        Ok(status)
    }

    pub(crate) async fn hang_up(mut self) -> Result<(), Fault> {
        self.order(Command::HangUp).await?;
        self.over().await;
        Ok(())
    }

    /// An ICE restart by PATCH (RFC 9725 section 4.3.3).
    pub(crate) async fn restart_ice(&self) -> Result<(), Fault> {
        let fragment = self.ask(Command::RestartOffer).await?;
        let answer = signal::patch(&self.http, &self.resource, &self.token, fragment, "*").await?;
        let answer = answer.ok_or_else(|| Fault::BadAnswer("restart without answer".into()))?;
        self.ask(|reply| Command::RestartAnswer(answer, reply))
            .await
    }
}

fn lock(tally: &Mutex<Tally>) -> std::sync::MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

fn engine_fault(error: &impl ToString) -> Fault {
    Fault::Engine(error.to_string())
}

pub(crate) fn now_us() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

fn engine(plan: &Plan) -> Rtc {
    let has = |codec| plan.codecs.contains(&codec);
    Rtc::builder()
        .set_crypto_provider(crypto())
        .set_dtls_cert(plan.identity.cert())
        .set_rtp_mode(true)
        .clear_codecs()
        .enable_vp8(has(Codec::Vp8))
        .enable_vp9(has(Codec::Vp9))
        .enable_av1(has(Codec::Av1))
        .enable_h264(has(Codec::H264))
        .build(Instant::now())
}

/// The address whose route leads to the server.
async fn local_address(plan: &Plan) -> Result<IpAddr, Fault> {
    if let Some(address) = plan.bind {
        return Ok(address);
    }
    let url =
        reqwest::Url::parse(&plan.url).map_err(|e| Fault::BadAnswer(format!("address: {e}")))?;
    let host = url.host_str().unwrap_or("localhost").to_owned();
    let host = host.trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(443);
    let server = tokio::net::lookup_host((host, port)).await?;
    let any = |server: &SocketAddr| match server {
        SocketAddr::V4(_) => SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 0),
        SocketAddr::V6(_) => SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), 0),
    };
    let mut servers: Vec<SocketAddr> = server.collect();
    servers.sort_by_key(SocketAddr::is_ipv6);
    let server = servers
        .first()
        .ok_or_else(|| Fault::BadAnswer("no address of the server".into()))?;
    let probe = std::net::UdpSocket::bind(any(server))?;
    probe.connect(server)?;
    Ok(probe.local_addr()?.ip())
}

type Offer = (String, SdpPendingOffer, Mid, Option<ChannelId>);

fn offer(rtc: &mut Rtc, plan: &Plan) -> Result<Offer, Fault> {
    let mut api = rtc.sdp_api();
    let mid = api.add_media(MediaKind::Video, plan.direction, None, None, None);
    let channel = (plan.channel != Channel::None).then(|| {
        api.add_channel_with_config(ChannelConfig {
            label: "lotse".to_owned(),
            negotiated: Some(0),
            ..ChannelConfig::default()
        })
    });
    let (offer, pending) = api
        .apply()
        .ok_or_else(|| Fault::Engine("nothing to offer".into()))?;
    Ok((offer.to_sdp_string(), pending, mid, channel))
}

async fn tcp_link(rtc: &mut Rtc, answer: &str) -> Result<Link, Fault> {
    let candidates = passive_tcp(answer);
    for remote in &candidates {
        let Ok(link) = Link::tcp(*remote).await else {
            continue;
        };
        let local = Candidate::builder()
            .tcp()
            .host(link.local())
            .tcptype(TcpType::Active)
            .build()
            .map_err(|e| engine_fault(&e))?;
        rtc.add_local_candidate(local);
        return Ok(link);
    }
    Err(Fault::BadAnswer(format!(
        "none of {} passive TCP candidates takes a connection",
        candidates.len()
    )))
}

/// The passive TCP candidates of an answer (RFC 6544 section 4.5).
fn passive_tcp(answer: &str) -> Vec<SocketAddr> {
    let passive = |line: &str| {
        let fields: Vec<&str> = line
            .strip_prefix("a=candidate:")?
            .split_whitespace()
            .collect();
        let tcp = fields.get(2)?.eq_ignore_ascii_case("tcp");
        let kind = fields.windows(2).any(|w| w == ["tcptype", "passive"]);
        let address = SocketAddr::new(fields.get(4)?.parse().ok()?, fields.get(5)?.parse().ok()?);
        (tcp && kind).then_some(address)
    };
    answer.lines().filter_map(passive).collect()
}

struct Worker {
    rtc: Rtc,
    link: Link,
    mid: Mid,
    channel: Option<ChannelId>,
    behaviour: Channel,
    /// The last answer in force, from which the answer to a restart is made.
    answer: String,
    restart: Option<SdpPendingOffer>,
    frozen: bool,
    sequence: u64,
    started: Instant,
    payload_types: HashMap<Codec, Pt>,
    standing: watch::Sender<Standing>,
    messages: mpsc::Sender<Value>,
    frames: mpsc::Sender<SeenFrame>,
    tally: Arc<Mutex<Tally>>,
}

impl Worker {
    async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_passive_tcp_candidates_are_dialled() {
        let answer = "a=candidate:1 1 udp 2130706431 127.0.0.1 8443 typ host\r\n\
                      a=candidate:2 1 TCP 1671430143 127.0.0.1 8443 typ host tcptype passive\r\n\
                      a=candidate:3 1 tcp 1671430143 127.0.0.2 9 typ host tcptype active\r\n";

        assert_eq!(passive_tcp(answer), ["127.0.0.1:8443".parse().unwrap()]);
    }
}
