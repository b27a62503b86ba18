//! Logs: lines of JSON on the standard error stream. What a line may hold is decided by whoever writes it: ids show their
//! last characters alone, secrets have no text form. Crates of others know no such care, so below `warn` they are silent
//! at every level, and the media stack, whose warnings quote SDP and addresses, is silent altogether.

use std::io;

use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

/// What the names of our own crates begin with.
const OURS: &str = "lotse";

/// Crates that see SDP, keys, tokens or addresses of others.
const SILENT: [&str; 9] = [
    "str0m",
    "is",
    "dimpl",
    "sctp_proto",
    "sqlx",
    "hyper",
    "h2",
    "rustls",
    "tungstenite",
];

/// Begins to log, at `level` and graver.
pub(crate) fn start(level: Level) -> Result<(), TryInitError> {
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(io::stderr);
    tracing_subscriber::registry()
        .with(filter(level))
        .with(lines)
        .try_init()
}

fn filter(level: Level) -> Targets {
    let level = LevelFilter::from_level(level);
    let others = LevelFilter::WARN.min(level);
    Targets::new()
        .with_default(others)
        .with_target(OURS, level)
        .with_targets(SILENT.map(|target| (target, LevelFilter::OFF)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_crates_speak_at_the_level_and_others_only_when_it_is_grave() {
        let filter = filter(Level::TRACE);

        assert!(filter.would_enable("lotse_sfu::shard", &Level::TRACE));
        assert!(!filter.would_enable("tower_http", &Level::INFO));
        assert!(filter.would_enable("tower_http", &Level::WARN));
    }

    #[test]
    fn crates_that_see_sdp_or_addresses_are_silent() {
        let filter = filter(Level::TRACE);

        for target in [
            "str0m::change::sdp",
            "is::agent",
            "sqlx::query",
            "hyper::proto",
        ] {
            assert!(!filter.would_enable(target, &Level::ERROR), "{target}");
        }
    }
}
