//! How a leg comes up: what it offers, from which address it sends, and to which candidate it connects. Never sends a packet
//! of media.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use str0m::change::SdpPendingOffer;
use str0m::channel::{ChannelConfig, ChannelId};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::TcpType;
use str0m::{Candidate, Rtc};
use tokio::net::TcpStream;

use crate::frames::Codec;
use crate::handshake::provider;
use crate::identity::Identity;
use crate::link::Transport;
use crate::signal::Fault;

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
    /// How often the engine says what it has counted.
    pub(crate) stats: Option<Duration>,
}

pub(crate) fn engine_fault(error: &impl ToString) -> Fault {
    Fault::Engine(error.to_string())
}

pub(crate) fn engine(plan: &Plan) -> Rtc {
    let has = |codec| plan.codecs.contains(&codec);
    Rtc::builder()
        .set_crypto_provider(provider())
        .set_dtls_cert(plan.identity.cert())
        .set_rtp_mode(true)
        .set_stats_interval(plan.stats)
        .clear_codecs()
        .enable_vp8(has(Codec::Vp8))
        .enable_vp9(has(Codec::Vp9))
        .enable_av1(has(Codec::Av1))
        .enable_h264(has(Codec::H264))
        .build(Instant::now())
}

/// The address whose route leads to the server.
pub(crate) async fn local_address(plan: &Plan) -> Result<IpAddr, Fault> {
    match plan.bind {
        Some(address) => Ok(address),
        None => address_towards(&plan.url).await,
    }
}

/// The address whose route leads to where a URL points.
pub(crate) async fn address_towards(url: &str) -> Result<IpAddr, Fault> {
    let url = reqwest::Url::parse(url).map_err(|e| Fault::BadAnswer(format!("address: {e}")))?;
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

pub(crate) type Offer = (String, SdpPendingOffer, Mid, Option<ChannelId>);

pub(crate) fn offer(rtc: &mut Rtc, plan: &Plan) -> Result<Offer, Fault> {
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

/// A connection to one of the answer's passive TCP candidates, and our own candidate for it.
pub(crate) async fn tcp_stream(rtc: &mut Rtc, answer: &str) -> Result<TcpStream, Fault> {
    let candidates = passive_tcp(answer);
    for remote in &candidates {
        let Ok(stream) = TcpStream::connect(remote).await else {
            continue;
        };
        stream.set_nodelay(true)?;
        let local = Candidate::builder()
            .tcp()
            .host(stream.local_addr()?)
            .tcptype(TcpType::Active)
            .build()
            .map_err(|e| engine_fault(&e))?;
        rtc.add_local_candidate(local);
        return Ok(stream);
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
