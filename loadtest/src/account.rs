//! The account of a run: what arrived, how fast, and what it cost the server. Never a figure when the client was the limit.

use hdrhistogram::Histogram;
use serde::Serialize;

use crate::loss::Losses;
use crate::usage::Spent;

/// The account of a run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Account {
    /// The scenario's name.
    pub scenario: String,
    /// Why the run is void; empty when it is not.
    pub void: Vec<String>,
    /// Packets that players got, of those that publishers sent for them while packets counted.
    pub delivered_ratio: Option<f64>,
    /// The server's CPU time, all threads, for each RTP packet that a player got.
    pub cpu_ns_per_forwarded_packet: Option<f64>,
    /// From a packet's stamp to the kernel's stamp of its arrival.
    pub forward_delay_us: Percentiles,
    /// From POST to the end of DTLS.
    pub join_ms: Percentiles,
    /// The server's resident memory above what it had before anybody joined, by participants.
    pub rss_bytes_per_participant: Option<f64>,

    /// The cost above in multiples of F.
    pub cpu_f_per_forwarded_packet: Option<f64>,
    /// One AES-128-GCM seal of 1,200 bytes and one loopback `sendto` on the server's core during the run.
    pub f_ns: Option<u64>,
    /// Load average of the last minute, at the end.
    pub load_average: f64,
    /// Seconds that packets counted.
    pub seconds: f64,
    /// Participants asked for, joined, and lost before the end.
    pub participants: Participants,
    /// The steps of a join.
    pub join_steps_ms: Steps,
    /// Those who came and went while packets counted.
    pub churn: Option<Comings>,
    /// Those who came at one moment.
    pub storm: Option<Comings>,
    /// What happened to packets.
    pub packets: Packets,
    /// What players lost on purpose, and what of it came after all.
    pub loss: Option<Losses>,
    /// The server's side.
    pub server: Option<Server>,
    /// The client's side.
    pub client: Client,
    /// What was heard a second apart.
    pub samples: Vec<Sample>,
}

/// Percentiles; nothing measured is zero of zero.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Percentiles {
    /// The median.
    pub p50: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The 99.9th percentile.
    pub p999: f64,
    /// The largest.
    pub max: f64,
    /// How many values.
    pub count: u64,
}

impl Percentiles {
    pub(crate) fn of(histogram: &Histogram<u32>, unit: f64) -> Self {
        let at = |quantile| histogram.value_at_quantile(quantile) as f64 / unit;
        if histogram.is_empty() {
            return Self::default();
        }
        Self {
            p50: at(0.5),
            p99: at(0.99),
            p999: at(0.999),
            max: histogram.max() as f64 / unit,
            count: histogram.len(),
        }
    }

    pub(crate) fn of_values(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |per_mille: usize| {
            let rank = sorted.len().saturating_mul(per_mille).div_ceil(1_000);
            sorted
                .get(rank.saturating_sub(1))
                .copied()
                .unwrap_or_default()
        };
        Self {
            p50: at(500),
            p99: at(990),
            p999: at(999),
            max: at(1_000),
            count: values.len() as u64,
        }
    }
}

/// Who took part.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Participants {
    /// Asked for.
    pub wanted: u64,
    /// Joined.
    pub joined: u64,
    /// Lost before the end.
    pub lost: u64,
    /// Players that got no packet that counts.
    pub silent: u64,
    /// Why the first of them did not join.
    pub faults: Vec<String>,
}

/// The steps of a join, each from the POST.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Steps {
    /// To the SDP answer.
    pub sdp: Percentiles,
    /// To a pair of addresses.
    pub ice: Percentiles,
    /// To keys.
    pub dtls: Percentiles,
    /// To the first packet, for players.
    pub first_packet: Percentiles,
}

/// How people came.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Comings {
    /// Participants that joined.
    pub joined: u64,
    /// Participants that did not.
    pub failed: u64,
    /// Why the first of them did not.
    pub faults: Vec<String>,
    /// How many joined a second.
    pub per_second: f64,
    /// From POST to the end of DTLS.
    pub join_ms: Percentiles,
    /// From POST to the first packet, for players.
    pub first_packet_ms: Percentiles,
}

/// What happened to packets.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Packets {
    /// Those that players should have got.
    pub expected: u64,
    /// Those that they got, each once.
    pub delivered: u64,
    /// Numbers missing between the first and the last that came.
    pub gaps: u64,
    /// Came twice.
    pub doubles: u64,
    /// Came after a higher number.
    pub late: u64,
    /// Opened for their stamp.
    pub opened: u64,
    /// Opened in vain.
    pub unopened: u64,
    /// Payload bits a second that players got, all together.
    pub payload_bps: f64,
}

/// The server's side.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Server {
    /// What it used while packets counted.
    pub spent: Spent,
    /// CPU time as a share of one core.
    pub cores: f64,
    /// Resident memory at the end.
    pub rss_bytes: u64,
    /// Threads at the end.
    pub threads: u64,
    /// Packets dropped at UDP sockets that are not ours, in this network namespace.
    pub dropped_at_sockets: u64,
}

/// The client's side.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Client {
    /// CPU time of the busiest lane as a share of one core.
    pub busiest_lane: f64,
    /// CPU time of all our threads, in cores.
    pub cores: f64,
    /// The time that lanes were ready but waited for a core, as a share.
    pub waited: f64,
    /// How late packets left, against the pattern.
    pub send_late_us: Percentiles,
    /// Packets dropped because a buffer of ours was full.
    pub dropped_at_sockets: u64,
    /// Every so many packets one was opened, the others counted by their clear header.
    pub decode_every: u32,
    /// SRTP profiles that the server agreed to, with how many participants have each.
    pub srtp_profiles: std::collections::BTreeMap<String, u64>,
    /// Lanes, each one thread.
    pub lanes: usize,
}

/// One second.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Sample {
    /// Seconds since the first participant began to join.
    pub at: f64,
    /// Packets that publishers sent since the last sample.
    pub sent: u64,
    /// Packets that players got.
    pub received: u64,
    /// The server's CPU time as a share of one core.
    pub server_cores: f64,
    /// Its resident memory.
    pub rss_bytes: u64,
    /// Participants that have joined by then.
    pub joined: u64,
}
