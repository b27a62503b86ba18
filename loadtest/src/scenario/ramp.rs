//! A scenario that is run again and again with more people, until something gives. Never decides what a run came to.

use serde::Deserialize;
use toml::Spanned;

use super::NoScenario;
use super::media::Media;
use super::place::Place;
use crate::limits::RUNGS_MAX;

/// What grows from rung to rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grows {
    /// Sessions, each as it is.
    Sessions,
    /// Helpers of each session.
    Helpers,
}

/// How a scenario is ramped up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ramp {
    /// What grows.
    pub grows: Grows,
    /// How many of it there are, rung by rung.
    pub rungs: Vec<u32>,
    /// The first rung that delivers less than this ends the ramp, in thousandths.
    pub delivered_per_mille: Option<u32>,
    /// The first rung at which the server takes this share of a core is the last.
    pub server_core_percent: Option<u32>,
    /// What all publishers send together, so that only their number changes; otherwise each sends what the scenario says.
    pub total_bits_per_second: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRamp {
    what: Spanned<String>,
    from: Spanned<i64>,
    to: Spanned<i64>,
    step: Option<Spanned<i64>>,
    grow_percent: Option<Spanned<i64>>,
    delivered_per_mille: Option<Spanned<i64>>,
    server_core_percent: Option<Spanned<i64>>,
    total_kbit_per_second: Option<Spanned<i64>>,
}

const GROWS: [(&str, Grows); 2] = [("sessions", Grows::Sessions), ("helpers", Grows::Helpers)];

impl Place<'_> {
    pub(super) fn ramp(&self, raw: &RawRamp, media: Option<&Media>) -> Result<Ramp, NoScenario> {
        let grows = self.word(Some(&raw.what), "ramp.what", &GROWS)?;
        let from = self.whole(&raw.from, "ramp.from", 1, 100_000)?;
        let to = self.whole(&raw.to, "ramp.to", from, 100_000)?;
        let or_none = |value: &Option<Spanned<i64>>, key, most| {
            let whole = value.as_ref().map(|value| self.whole(value, key, 1, most));
            whole.transpose()
        };
        let step = or_none(&raw.step, "ramp.step", 100_000)?;
        let grow = or_none(&raw.grow_percent, "ramp.grow_percent", 100_000)?;
        let next = |at: u32| match (step, grow) {
            (Some(step), _) => at.saturating_add(step),
            (None, grow) => {
                let more = u64::from(at).saturating_mul(grow.unwrap_or(100).into()) / 100;
                at.saturating_add(u32::try_from(more).unwrap_or(u32::MAX).max(1))
            }
        };
        let rungs: Vec<u32> = std::iter::successors(Some(from), |at| Some(next(*at)))
            .take_while(|at| *at <= to)
            .take(RUNGS_MAX.saturating_add(1))
            .collect();
        if step.is_some() == grow.is_some() || rungs.len() > RUNGS_MAX {
            let remedy = format!(
                "give one of ramp.step and ramp.grow_percent, so that there are at most {RUNGS_MAX} rungs"
            );
            return Err(self.wrong(&raw.to, "ramp.to", remedy));
        }
        let has_rate = media.is_some_and(Media::is_even);
        if let Some(total) = raw.total_kbit_per_second.as_ref().filter(|_| !has_rate) {
            let remedy = "leave it out, or send bursts or paced packets, which have a rate";
            return Err(self.wrong(total, "ramp.total_kbit_per_second", remedy));
        }
        let total = or_none(
            &raw.total_kbit_per_second,
            "ramp.total_kbit_per_second",
            10_000_000,
        )?;
        Ok(Ramp {
            grows,
            rungs,
            delivered_per_mille: or_none(
                &raw.delivered_per_mille,
                "ramp.delivered_per_mille",
                1_000,
            )?,
            server_core_percent: or_none(
                &raw.server_core_percent,
                "ramp.server_core_percent",
                10_000,
            )?,
            total_bits_per_second: total.map(|kbit| u64::from(kbit).saturating_mul(1_000)),
        })
    }
}
