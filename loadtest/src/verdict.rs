//! What the machine has spent between two moments, and whether the client was the limit. Never looks at a packet.

use std::time::{Duration, Instant};

use crate::account::{Client, Percentiles, Server};
use crate::lane::Sum;
use crate::usage::Usage;

/// The machine at one moment.
pub(crate) struct Moment {
    pub(crate) at: Instant,
    pub(crate) server: Option<Usage>,
    pub(crate) client: Usage,
    /// What each lane has run and has waited for a core, in nanoseconds.
    pub(crate) lanes: Vec<(u64, u64)>,
    /// Packets dropped at sockets of ours, and at others.
    pub(crate) dropped: (u64, u64),
}

/// A client that is busier than this is the limit.
const SHARE_MAX: f64 = 0.9;

impl Moment {
    pub(crate) fn seconds_since(&self, before: &Self) -> f64 {
        self.at.duration_since(before.at).as_secs_f64().max(0.001)
    }

    pub(crate) fn server_since(&self, before: &Self) -> Option<Server> {
        let (after, then) = self.server.zip(before.server)?;
        let spent = after.since(then);
        Some(Server {
            spent,
            cores: spent.cpu_ns as f64 / 1e9 / self.seconds_since(before),
            rss_bytes: after.rss_bytes,
            threads: after.threads,
            dropped_at_sockets: self.dropped.1.saturating_sub(before.dropped.1),
        })
    }

    pub(crate) fn client_since(&self, before: &Self, sum: &Sum, decode_every: u32) -> Client {
        let seconds = self.seconds_since(before);
        let busiest = |which: fn((u64, u64)) -> u64| {
            let pairs = before.lanes.iter().zip(&self.lanes);
            let shares = pairs.map(|(then, now)| which(*now).saturating_sub(which(*then)) as f64);
            shares.fold(0.0, f64::max) / 1e9 / seconds
        };
        Client {
            busiest_lane: busiest(|(run, _)| run),
            waited: busiest(|(_, waited)| waited),
            cores: self.client.since(before.client).cpu_ns as f64 / 1e9 / seconds,
            send_late_us: Percentiles::of(&sum.late_us, 1.0),
            dropped_at_sockets: self.dropped.0.saturating_sub(before.dropped.0),
            decode_every,
            srtp_profiles: sum.profiles.clone(),
            lanes: self.lanes.len(),
        }
    }
}

/// Why the run says nothing about the server; empty when it does.
pub(crate) fn void(client: &Client, late_max: Duration) -> Vec<String> {
    let mut why = Vec::new();
    if client.busiest_lane > SHARE_MAX || client.cores > SHARE_MAX * client.lanes as f64 {
        why.push(format!(
            "the client was the limit: it was busy {:.0} % of {} core(s), its busiest lane {:.0} % of one; give it more cores with --client-cores",
            client.cores * 100.0,
            client.lanes,
            client.busiest_lane * 100.0
        ));
    }
    if client.send_late_us.p99 > late_max.as_micros() as f64 {
        why.push(format!(
            "the client was the limit: one packet in a hundred left {:.1} ms late or more; quiet the machine, give the client a core of its own, or allow it with --late-ms",
            client.send_late_us.p99 / 1e3
        ));
    }
    if client.dropped_at_sockets > 0 {
        why.push(format!(
            "the client was the limit: its sockets dropped {} packets; raise net.core.rmem_max or load less",
            client.dropped_at_sockets
        ));
    }
    why
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATE: Duration = Duration::from_millis(10);

    fn idle() -> Client {
        Client {
            lanes: 1,
            ..Client::default()
        }
    }

    #[test]
    fn a_client_with_time_to_spare_is_no_limit() {
        assert_eq!(void(&idle(), LATE), Vec::<String>::new());
    }

    #[test]
    fn a_busy_a_late_and_a_dropping_client_are_each_the_limit() {
        let busy = Client {
            busiest_lane: 0.95,
            ..idle()
        };
        let busy_elsewhere = Client {
            cores: 0.95,
            ..idle()
        };
        let mut late = idle();
        late.send_late_us.p99 = 10_001.0;
        let dropping = Client {
            dropped_at_sockets: 1,
            ..idle()
        };

        for client in [busy, busy_elsewhere, late, dropping] {
            assert_eq!(void(&client, LATE).len(), 1, "{client:?}");
        }
    }
}
