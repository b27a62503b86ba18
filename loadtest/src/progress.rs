//! Bars on the terminal: who has joined, and how much of the window has passed. Draws nothing where there is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use lotse_loadtest::run::{Sample, Watch};

/// One bar, first for the joins, then for the window.
pub(crate) struct Bars {
    bar: ProgressBar,
    name: String,
    seconds: Option<u64>,
}

impl Bars {
    pub(crate) fn new(name: &str) -> Self {
        let bar = ProgressBar::new(1);
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            bar,
            name: name.to_owned(),
            seconds: None,
        }
    }
}

impl Watch for Bars {
    fn joined(&mut self, joined: u64, wanted: u64) {
        self.bar.set_prefix(format!("{} joins", self.name));
        self.bar.set_length(wanted);
        self.bar.set_position(joined);
    }

    fn second(&mut self, sample: &Sample, left: Duration) {
        let left = left.as_secs().saturating_sub(1);
        let length = *self.seconds.get_or_insert(left.saturating_add(1));
        self.bar.set_prefix(format!("{} media", self.name));
        self.bar.set_length(length);
        self.bar.set_position(length.saturating_sub(left));
        self.bar.set_message(format!(
            "{} packets/s, server {:.0} %",
            sample.received,
            sample.server_cores * 100.0
        ));
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
