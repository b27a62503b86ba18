//! The metrics of the front door: names, units, labels. Labels come from a closed list, never from people.

use lotse_listener::{Counts, ListenerCounts};
use prometheus::{Encoder, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

type Outcome = fn(&Counts) -> u64;

/// What becomes of connections at the front door.
#[derive(Debug, Clone)]
pub(crate) struct Metrics {
    registry: Registry,
    open: IntGauge,
    connections: IntCounterVec,
    doors: Vec<ListenerCounts>,
}

impl Metrics {
    /// Registers the names.
    pub(crate) fn register(
        registry: &Registry,
        doors: Vec<ListenerCounts>,
    ) -> Result<Self, prometheus::Error> {
        let open = IntGauge::new(
            "lotse_door_connections",
            "Connections open at the front door",
        )?;
        let connections = IntCounterVec::new(
            Opts::new(
                "lotse_door_connections_total",
                "What became of connections at the front door",
            ),
            &["outcome"],
        )?;
        registry.register(Box::new(open.clone()))?;
        registry.register(Box::new(connections.clone()))?;
        let build = IntGauge::with_opts(
            Opts::new("lotse_build_info", "Always 1; which version this is")
                .const_label("version", env!("CARGO_PKG_VERSION")),
        )?;
        build.set(1);
        registry.register(Box::new(build))?;
        Ok(Self {
            registry: registry.clone(),
            open,
            connections,
            doors,
        })
    }

    /// Everything that is registered, by anybody, in Prometheus' text format.
    pub(crate) fn text(&self) -> Result<String, prometheus::Error> {
        self.read_doors();
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        String::from_utf8(text).map_err(|error| prometheus::Error::Msg(error.to_string()))
    }

    fn read_doors(&self) {
        let all: Vec<Counts> = self.doors.iter().map(ListenerCounts::read).collect();
        let open = all.iter().map(|counts| counts.open).sum::<usize>();
        self.open.set(i64::try_from(open).unwrap_or(i64::MAX));
        let outcomes: [(&str, Outcome); 9] = [
            ("accepted", |counts| counts.accepted),
            ("full", |counts| counts.full),
            ("full_for_address", |counts| counts.full_for_address),
            ("unknown", |counts| counts.unknown),
            ("too_slow", |counts| counts.too_slow),
            ("tls_failed", |counts| counts.tls_failed),
            ("http", |counts| counts.http),
            ("ice_tcp", |counts| counts.ice_tcp),
            ("ice_tcp_refused", |counts| counts.ice_tcp_refused),
        ];
        for (outcome, of) in outcomes {
            let counter = self.connections.with_label_values(&[outcome]);
            let sum: u64 = all.iter().map(of).sum();
            counter.inc_by(sum.saturating_sub(counter.get()));
        }
    }
}
