//! Every metric's name, unit, label and help. Numbers are read when Prometheus asks. Labels come from closed lists, never
//! from people.

use std::collections::{BTreeMap, HashMap};

use lotse_protocol::bus::RefusedWhy;
use prometheus::core::{Collector, Desc};
use prometheus::proto::{Counter, Gauge, LabelPair, Metric, MetricFamily, MetricType};
use prometheus::{IntCounterVec, Opts, Registry};

use crate::counts::{Snapshot, SnapshotPlace};

/// What the HTTP edge counts.
#[derive(Debug, Clone)]
pub(crate) struct HttpMetrics {
    refused: IntCounterVec,
    answers: IntCounterVec,
}

/// Which resource a request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Whip,
    Whep,
    WhipResource,
    WhepResource,
}

impl Route {
    const fn text(self) -> &'static str {
        match self {
            Self::Whip => "whip",
            Self::Whep => "whep",
            Self::WhipResource => "whip_resource",
            Self::WhepResource => "whep_resource",
        }
    }
}

impl HttpMetrics {
    pub(crate) fn register(registry: &Registry) -> prometheus::Result<Self> {
        let refused = IntCounterVec::new(
            Opts::new(
                "lotse_sfu_tokens_refused_total",
                "Media tokens refused, by reason.",
            ),
            &["why"],
        )?;
        let answers = IntCounterVec::new(
            Opts::new(
                "lotse_sfu_http_answers_total",
                "Answers to WHIP and WHEP requests, by route and status.",
            ),
            &["route", "status"],
        )?;
        registry.register(Box::new(refused.clone()))?;
        registry.register(Box::new(answers.clone()))?;
        for why in RefusedWhy::ALL {
            refused.with_label_values(&[why.text()]).inc_by(0);
        }
        Ok(Self { refused, answers })
    }

    pub(crate) fn token_refused(&self, why: RefusedWhy) {
        self.refused.with_label_values(&[why.text()]).inc();
    }

    pub(crate) fn answered(&self, route: Route, status: u16) {
        let status = status.to_string();
        self.answers
            .with_label_values(&[route.text(), status.as_str()])
            .inc();
    }
}

/// One line of what the shards count.
struct Line {
    name: &'static str,
    help: &'static str,
    kind: Kind,
    label: Option<(&'static str, &'static str)>,
    read: fn(&Snapshot) -> u64,
    #[cfg(test)]
    field: &'static str,
}

#[derive(Clone, Copy)]
enum Kind {
    Counter,
    Gauge,
}

macro_rules! lines {
    ($($kind:ident $name:literal $help:literal { $($($label:ident = $value:literal)? => $part:ident.$field:ident,)+ })*) => {
        const LINES: &[Line] = &[$($(Line {
            name: $name,
            help: $help,
            kind: Kind::$kind,
            label: lines!(@label $($label = $value)?),
            read: |snapshot| snapshot.$part.$field,
            #[cfg(test)]
            field: stringify!($field),
        },)+)*];
    };
    (@label $label:ident = $value:literal) => { Some((stringify!($label), $value)) };
    (@label) => { None };
}

lines! {
    Gauge "lotse_sfu_sessions" "Sessions now." { => core.sessions, }
    Gauge "lotse_sfu_legs" "Participants' connections now." { => core.legs, }
    Counter "lotse_sfu_joins_total" "Joins that were answered." { => core.admitted, }
    Counter "lotse_sfu_join_faults_total" "Joins refused after a good token." { => core.admission_faults, }
    Counter "lotse_sfu_ice_restarts_total" "ICE restarts." { => core.ice_restarts, }
    Counter "lotse_sfu_datagrams_total" "Datagrams, by direction." {
        direction = "in" => core.datagrams_in,
        direction = "out" => core.datagrams_out,
    }
    Counter "lotse_sfu_bytes_total" "Bytes in datagrams, by direction." {
        direction = "in" => core.bytes_in,
        direction = "out" => core.bytes_out,
    }
    Counter "lotse_sfu_media_packets_total" "Media packets taken from sharers and written to helpers." {
        direction = "in" => core.media_in,
        direction = "out" => core.media_out,
    }
    Counter "lotse_sfu_media_by_lane_total" "Media packets written to helpers by the fast lane." { => core.media_by_lane, }
    Counter "lotse_sfu_media_again_total" "Media packets that the fast lane sent again." { => core.media_again, }
    Counter "lotse_sfu_media_bytes_out_total" "Payload bytes written to helpers." { => core.media_bytes_out, }
    Counter "lotse_sfu_dropped_total" "Datagrams dropped, by reason." {
        why = "foreign" => core.dropped_foreign,
        why = "unvalidated" => core.dropped_unvalidated,
        why = "unknown_ufrag" => core.dropped_unknown_ufrag,
        why = "unauthentic" => core.dropped_unauthentic,
        why = "stun_kind" => core.dropped_stun_kind,
        why = "addresses" => core.dropped_addresses,
        why = "late" => core.dropped_late,
        why = "unreadable" => core.dropped_unreadable,
        why = "socket_full" => edge.dropped_socket_full,
        why = "send_fault" => edge.dropped_send_fault,
        why = "no_socket" => edge.dropped_no_socket,
        why = "no_stream" => edge.dropped_no_stream,
        why = "slow_stream" => edge.dropped_slow_stream,
    }
    Counter "lotse_sfu_withheld_total" "Media packets not forwarded, by reason." {
        why = "gate" => core.withheld_gate,
        why = "key_frame" => core.withheld_key_frame,
        why = "codec" => core.withheld_codec,
        why = "misfit" => core.withheld_misfit,
    }
    Counter "lotse_sfu_picture_requests_total" "Key-frame requests heard from helpers and sent to sharers." {
        direction = "in" => core.picture_requests_heard,
        direction = "out" => core.picture_requests,
    }
    Counter "lotse_sfu_messages_total" "Data-channel messages, by kind." {
        kind = "known" => core.messages_in,
        kind = "unknown" => core.messages_unknown,
    }
    Counter "lotse_sfu_chats_total" "Chat messages, by outcome." {
        outcome = "taken" => core.chats,
        outcome = "refused" => core.chats_refused,
    }
    Counter "lotse_sfu_leg_faults_total" "Connections closed for breaking the protocol or a bound." { => core.faults, }
    Counter "lotse_sfu_panics_total" "Panics caught within one connection." { => core.panics, }
    Counter "lotse_sfu_wakeups_total" "What woke a shard." {
        why = "packets" => edge.woken_by_packets,
        why = "orders" => edge.woken_by_orders,
        why = "deadline" => edge.woken_by_deadline,
    }
    Counter "lotse_sfu_deadlines_total" "Deadlines of the media core that came, by reason." {
        why = "peer" => core.wakeups_peer,
        why = "silence" => core.wakeups_silence,
        why = "other" => core.wakeups_other,
    }
    Counter "lotse_sfu_receive_calls_total" "Receive calls on UDP sockets." { => edge.receive_calls, }
    Counter "lotse_sfu_receive_faults_total" "Receive calls on UDP sockets that failed." { => edge.receive_faults, }
    Counter "lotse_sfu_receive_runs_total" "Runs of datagrams received; a run holds one or more." { => edge.runs_in, }
    Counter "lotse_sfu_receive_strays_total" "Datagrams that came to another shard and were handed over." { => edge.strays, }
    Counter "lotse_sfu_send_trains_total" "Trains of datagrams sent by UDP; a train holds one or more." { => edge.trains_out, }
    Counter "lotse_sfu_send_datagrams_total" "Datagrams sent by UDP." { => edge.datagrams_out, }
    Gauge "lotse_sfu_ice_tcp_streams" "ICE-TCP connections now." { => edge.streams, }
    Counter "lotse_sfu_ice_tcp_accepted_total" "ICE-TCP connections accepted." { => edge.streams_accepted, }
    Counter "lotse_sfu_ice_tcp_refused_total" "ICE-TCP connections closed at once, at a bound." { => edge.streams_refused, }
    Counter "lotse_sfu_ice_tcp_closed_total" "ICE-TCP connections closed, by reason." {
        why = "peer" => edge.streams_closed_peer,
        why = "fault" => edge.streams_closed_fault,
        why = "stuck" => edge.streams_closed_stuck,
        why = "silent" => edge.streams_closed_silent,
    }
    Counter "lotse_sfu_orders_total" "Requests and commands carried out by shards." { => edge.orders, }
    Counter "lotse_sfu_facts_lost_total" "Facts lost since the bus took none." { => edge.facts_lost, }
}

/// Exports what the shards count.
pub(crate) struct ShardMetrics {
    places: Vec<SnapshotPlace>,
    descriptions: Vec<Desc>,
}

impl ShardMetrics {
    pub(crate) fn register(
        registry: &Registry,
        places: Vec<SnapshotPlace>,
    ) -> prometheus::Result<()> {
        let mut described = BTreeMap::new();
        for line in LINES {
            described.entry(line.name).or_insert(line);
        }
        let describe = |line: &&Line| {
            let labels = line.label.map(|(label, _)| label.to_owned());
            let (name, help) = (line.name.to_owned(), line.help.to_owned());
            Desc::new(name, help, labels.into_iter().collect(), HashMap::new())
        };
        let descriptions = described.values().map(describe).collect::<Result<_, _>>()?;
        registry.register(Box::new(Self {
            places,
            descriptions,
        }))
    }
}

impl Collector for ShardMetrics {
    fn desc(&self) -> Vec<&Desc> {
        self.descriptions.iter().collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        let snapshots: Vec<Snapshot> = self.places.iter().map(SnapshotPlace::read).collect();
        LINES
            .chunk_by(|a, b| a.name == b.name)
            .filter_map(|lines| family(lines, &snapshots))
            .collect()
    }
}

fn family(lines: &[Line], snapshots: &[Snapshot]) -> Option<MetricFamily> {
    let first = lines.first()?;
    let mut family = MetricFamily::default();
    family.set_name(first.name.to_owned());
    family.set_help(first.help.to_owned());
    family.set_field_type(match first.kind {
        Kind::Counter => MetricType::COUNTER,
        Kind::Gauge => MetricType::GAUGE,
    });
    let metrics: Vec<Metric> = lines.iter().map(|line| metric(line, snapshots)).collect();
    family.set_metric(metrics);
    Some(family)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "Prometheus counts in floating point"
)]
fn metric(line: &Line, snapshots: &[Snapshot]) -> Metric {
    let sum = snapshots.iter().fold(0_u64, |sum, snapshot| {
        sum.saturating_add((line.read)(snapshot))
    });
    let labels = line.label.map(|(name, value)| {
        let mut label = LabelPair::default();
        label.set_name(name.to_owned());
        label.set_value(value.to_owned());
        label
    });
    let mut metric = Metric::from_label(labels.into_iter().collect());
    match line.kind {
        Kind::Counter => {
            let mut counter = Counter::default();
            counter.set_value(sum as f64);
            metric.set_counter(counter);
        }
        Kind::Gauge => {
            let mut gauge = Gauge::default();
            gauge.set_value(sum as f64);
            metric.set_gauge(gauge);
        }
    }
    metric
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_number_of_the_core_is_exported_with_its_own_label() {
        let registry = Registry::new();
        let place = SnapshotPlace::default();
        ShardMetrics::register(&registry, vec![place.clone()]).unwrap();
        let mut snapshot = Snapshot::default();
        snapshot.core.legs = 3;
        snapshot.edge.dropped_socket_full = 7;

        place.put(snapshot);

        let text = prometheus::TextEncoder::new()
            .encode_to_string(&registry.gather())
            .unwrap();
        assert!(text.contains("lotse_sfu_legs 3\n"), "{text}");
        assert!(
            text.contains("lotse_sfu_dropped_total{why=\"socket_full\"} 7\n"),
            "{text}"
        );
        let distinct: BTreeSet<_> = LINES.iter().map(|line| (line.name, line.label)).collect();
        assert_eq!(distinct.len(), LINES.len());
    }

    #[test]
    fn no_number_of_the_core_is_kept_from_the_outside() {
        let exported: BTreeSet<_> = LINES.iter().map(|line| line.field).collect();

        for (name, _) in Snapshot::default().core.named() {
            assert!(exported.contains(name), "{name} is not exported");
        }
    }
}
