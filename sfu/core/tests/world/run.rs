//! What every simulated world begins with: its seed, its wall clock, and a trace of what it did last.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use lotse_protocol::time::Timestamp;

/// How much of the past a failure tells.
const TRACE_LINES_MAX: usize = 60;

/// The worlds to try: the first `runs`, or from `LOTSE_SIM_SEED` on, as many as `LOTSE_SIM_RUNS` says.
pub(crate) fn seeds(runs: u64) -> Range<u64> {
    match number("LOTSE_SIM_SEED") {
        Some(seed) => seed..seed + number("LOTSE_SIM_RUNS").unwrap_or(1),
        None => 0..number("LOTSE_SIM_RUNS").unwrap_or(runs),
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What clocks on the wall show so long after the beginning.
pub(crate) fn wall(since_start: Duration) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000).saturating_add(since_start)
}

/// The last steps of one world; `LOTSE_SIM_TRACE` tells all at once.
pub(crate) struct Trace {
    seed: u64,
    loud: bool,
    lines: VecDeque<String>,
}

impl Trace {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            loud: std::env::var_os("LOTSE_SIM_TRACE").is_some(),
            lines: VecDeque::new(),
        }
    }

    pub(crate) fn note(&mut self, line: String) {
        if self.loud {
            tell(&line);
        }
        self.lines.push_back(line);
        if self.lines.len() > TRACE_LINES_MAX {
            self.lines.pop_front();
        }
    }

    pub(crate) fn fail(&self, why: &str) -> ! {
        let steps: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        panic!(
            "{why}\nlast steps:\n{}\nagain with: make sim SEED={}",
            steps.join("\n"),
            self.seed
        );
    }
}

#[expect(clippy::print_stderr, reason = "asked for by LOTSE_SIM_TRACE")]
fn tell(line: &str) {
    eprintln!("{line}");
}
