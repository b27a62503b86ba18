//! How one participant of a load joins: an offer by WHIP or WHEP, then ICE and DTLS in a lane. Never retries.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use str0m::Candidate;
use str0m::change::SdpAnswer;
use str0m::media::Direction;
use tokio::sync::oneshot;

use crate::frames::Codec;
use crate::identity::Identity;
use crate::lane::{LaneHandle, Order};
use crate::line::{Line, PlainStream};
use crate::link::Transport;
use crate::listener::Listener;
use crate::loss::{Loss, Thief, resend_types};
use crate::participant::{Participant, Role, State};
use crate::pattern::Pattern;
use crate::sender::{Marks, Sender, Wire};
use crate::setup::{Channel, Plan, engine, engine_fault, offer, tcp_stream};
use crate::signal::{self, Fault, Resource};
use crate::socket::PlainSocket;

/// What all participants of a run share.
pub(crate) struct Ground {
    pub(crate) whip: String,
    pub(crate) whep: String,
    /// The address whose route leads to the server.
    pub(crate) bind: IpAddr,
    pub(crate) identity: Identity,
    pub(crate) http: reqwest::Client,
    pub(crate) lanes: Vec<LaneHandle>,
    pub(crate) codec: Codec,
    pub(crate) pattern: Option<Arc<Pattern>>,
    pub(crate) transport: Transport,
    pub(crate) loss: Option<Loss>,
    pub(crate) beats: bool,
    pub(crate) decode_every: u32,
    pub(crate) receive_offload: bool,
    pub(crate) ids: AtomicU64,
}

/// Who joins.
pub(crate) struct Newcomer {
    pub(crate) session: String,
    pub(crate) sharer: bool,
    pub(crate) token: String,
    pub(crate) marks: Arc<Marks>,
}

/// A participant that has joined.
pub(crate) struct Seat {
    pub(crate) id: u64,
    pub(crate) times: Times,
    token: String,
    resource: Resource,
}

/// The steps of a join, all from the moment of the POST.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) posted: Instant,
    pub(crate) sdp: Duration,
    pub(crate) ice: Duration,
    pub(crate) dtls: Duration,
}

/// How long ICE and DTLS may take.
const DEADLINE: Duration = Duration::from_secs(15);
/// How often the engine says how many NACK messages it has sent.
const STATS_INTERVAL: Duration = Duration::from_millis(250);
/// How often a page beats (sharers four times as often as helpers).
const BEAT_SHARER: Duration = Duration::from_millis(250);
const BEAT_HELPER: Duration = Duration::from_secs(1);

pub(crate) async fn join(ground: &Ground, newcomer: Newcomer) -> Result<Seat, Fault> {
    let id = ground.ids.fetch_add(1, Ordering::Relaxed);
    let (mut participant, greeting) = greet(ground, &newcomer, id).await?;
    let (joined, up) = oneshot::channel();
    participant.joined = Some(joined);
    let lane = lane(ground, id)?;
    lane.order(Order::Add(id, Box::new(participant)));
    let Ok(Ok(up)) = tokio::time::timeout(DEADLINE, up).await else {
        lane.ask(|reply| Order::Remove(id, reply)).await;
        let _ = signal::delete(&ground.http, &greeting.resource, &newcomer.token).await;
        return Err(Fault::NotConnected(DEADLINE));
    };
    let posted = greeting.posted;
    Ok(Seat {
        id,
        times: Times {
            posted,
            sdp: greeting.answered.saturating_duration_since(posted),
            ice: up.ice.saturating_duration_since(posted),
            dtls: up.dtls.saturating_duration_since(posted),
        },
        token: newcomer.token,
        resource: greeting.resource,
    })
}

struct Greeting {
    posted: Instant,
    answered: Instant,
    resource: Resource,
}

/// Offer and answer.
async fn greet(
    ground: &Ground,
    newcomer: &Newcomer,
    id: u64,
) -> Result<(Participant, Greeting), Fault> {
    let plan = plan(ground, newcomer);
    let mut rtc = engine(&plan);
    let socket = match plan.transport {
        Transport::Udp => {
            let socket = PlainSocket::bind(ground.bind, ground.receive_offload)?;
            let candidate = Candidate::host(socket.local(), "udp");
            rtc.add_local_candidate(candidate.map_err(|e| engine_fault(&e))?);
            Some(socket)
        }
        Transport::Tcp => None,
    };
    let (offer, pending, mid, channel) = offer(&mut rtc, &plan)?;
    let posted = Instant::now();
    let resource = signal::post(&ground.http, &plan.url, &plan.token, offer).await?;
    let answered = Instant::now();
    let answer = SdpAnswer::from_sdp_string(&resource.answer).map_err(|e| engine_fault(&e))?;
    rtc.sdp_api()
        .accept_answer(pending, answer)
        .map_err(|e| engine_fault(&e))?;
    let line = match socket {
        Some(socket) => Line::Datagrams(socket),
        None => {
            let stream = tcp_stream(&mut rtc, &resource.answer).await?;
            Line::Stream(Box::new(PlainStream::new(stream.into_std()?)?))
        }
    };
    let role = if newcomer.sharer {
        let stream = rtc
            .direct_api()
            .stream_tx_by_mid(mid, None)
            .map(|s| *s.ssrc());
        publisher(ground, newcomer, stream, &resource.answer)?
    } else {
        player(ground, newcomer, id, &resource.answer)
    };
    let beat = if newcomer.sharer {
        BEAT_SHARER
    } else {
        BEAT_HELPER
    };
    let participant = Participant {
        rtc,
        line,
        role,
        channel,
        beat: ground.beats.then_some(beat),
        joined: None,
        state: State::default(),
    };
    let greeting = Greeting {
        posted,
        answered,
        resource,
    };
    Ok((participant, greeting))
}

/// Leaves by DELETE; the moment of the first packet, if one came.
pub(crate) async fn leave(ground: &Ground, seat: &Seat) -> Result<Option<Instant>, Fault> {
    let lane = lane(ground, seat.id)?;
    let deleted = signal::delete(&ground.http, &seat.resource, &seat.token).await;
    let left = lane.ask(|reply| Order::Remove(seat.id, reply)).await;
    deleted?;
    Ok(left.flatten().and_then(|left| left.first))
}

fn lane(ground: &Ground, id: u64) -> Result<&LaneHandle, Fault> {
    let count = ground.lanes.len() as u64;
    let nth = id
        .checked_rem(count)
        .and_then(|nth| usize::try_from(nth).ok());
    ground
        .lanes
        .get(nth.unwrap_or_default())
        .ok_or_else(|| Fault::Engine("there is no lane".into()))
}

fn plan(ground: &Ground, newcomer: &Newcomer) -> Plan {
    let template = if newcomer.sharer {
        &ground.whip
    } else {
        &ground.whep
    };
    Plan {
        url: template.replace("{session}", &newcomer.session),
        token: newcomer.token.clone(),
        identity: ground.identity.clone(),
        transport: ground.transport,
        codecs: vec![ground.codec],
        direction: if newcomer.sharer {
            Direction::SendOnly
        } else {
            Direction::RecvOnly
        },
        channel: if ground.beats {
            Channel::Silent
        } else {
            Channel::None
        },
        bind: Some(ground.bind),
        http: None,
        deadline: DEADLINE,
        stats: ground.loss.map(|_| STATS_INTERVAL),
    }
}

fn player(ground: &Ground, newcomer: &Newcomer, id: u64, answer: &str) -> Role {
    let thief = ground
        .loss
        .map(|loss| Thief::new(loss, id, resend_types(answer)));
    let marks = Arc::clone(&newcomer.marks);
    Role::Plays(Box::new(Listener::new(marks, ground.decode_every, thief)))
}

fn publisher(
    ground: &Ground,
    newcomer: &Newcomer,
    ssrc: Option<u32>,
    answer: &str,
) -> Result<Role, Fault> {
    let Some(pattern) = &ground.pattern else {
        return Ok(Role::Idles);
    };
    let wire = Wire {
        ssrc: ssrc.ok_or_else(|| Fault::Engine("no stream to send on".into()))?,
        payload_type: payload_type(answer, ground.codec)
            .ok_or_else(|| Fault::BadAnswer(format!("{:?} was not negotiated", ground.codec)))?,
        codec: ground.codec,
        transport_cc: extension(answer, "transport-wide-cc-extensions-01"),
    };
    let sender = Sender::new(wire, Arc::clone(pattern), Arc::clone(&newcomer.marks));
    Ok(Role::Publishes(Box::new(sender)))
}

/// The payload type of a codec in an answer (RFC 8866 section 6.6).
fn payload_type(answer: &str, codec: Codec) -> Option<u8> {
    let name = match codec {
        Codec::Vp8 => "VP8/90000",
        Codec::Vp9 => "VP9/90000",
        Codec::Av1 => "AV1/90000",
        Codec::H264 => "H264/90000",
    };
    answer.lines().find_map(|line| {
        let (number, encoding) = line.trim().strip_prefix("a=rtpmap:")?.split_once(' ')?;
        encoding
            .eq_ignore_ascii_case(name)
            .then(|| number.parse().ok())?
    })
}

/// The id of a header extension in an answer (RFC 8285 section 5), as far as a one-byte header can carry it.
fn extension(answer: &str, ending: &str) -> Option<u8> {
    answer.lines().find_map(|line| {
        let (id, uri) = line.trim().strip_prefix("a=extmap:")?.split_once(' ')?;
        let id = id.split('/').next()?.parse().ok()?;
        (uri.trim_end().ends_with(ending) && (1..=14).contains(&id)).then_some(id)
    })
}
