//! Two targets in turn, round by round in one run, so that a machine whose speed changes harms both alike. Never compares a
//! round of which one half is void.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use crate::account::{Account, Percentiles};

/// One figure of both, the median of all rounds.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// What it is.
    pub what: String,
    /// Of the first target.
    pub a: f64,
    /// Of the second.
    pub b: f64,
    /// The first divided by the second.
    pub ratio: f64,
}

/// Both targets side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The scenario.
    pub scenario: String,
    /// What the targets are called.
    pub names: [String; 2],
    /// Rounds that count.
    pub rounds: usize,
    /// Rounds that do not, since the client was the limit in one half.
    pub void: usize,
    /// Why they do not.
    pub void_reasons: Vec<String>,
    /// The figures.
    pub lines: Vec<Line>,
}

type Figure = (&'static str, fn(&Account) -> Option<f64>);

const FIGURES: [Figure; 9] = [
    ("delivered, %", |a| Some(a.delivered_ratio? * 100.0)),
    ("server CPU a packet, ns", |a| a.cpu_ns_per_forwarded_packet),
    ("server CPU a packet, F", |a| a.cpu_f_per_forwarded_packet),
    ("server CPU, % of a core", |a| {
        Some(a.server.as_ref()?.cores * 100.0)
    }),
    ("memory a participant, kB", |a| {
        Some(a.rss_bytes_per_participant? / 1e3)
    }),
    ("delay p50, us", |a| {
        measured(&a.forward_delay_us, |p| p.p50)
    }),
    ("delay p99, us", |a| {
        measured(&a.forward_delay_us, |p| p.p99)
    }),
    ("join p50, ms", |a| measured(&a.join_ms, |p| p.p50)),
    ("join p99, ms", |a| measured(&a.join_ms, |p| p.p99)),
];

fn measured(of: &Percentiles, pick: fn(&Percentiles) -> f64) -> Option<f64> {
    (of.count > 0).then(|| pick(of))
}

impl Comparison {
    /// Of the accounts of each round.
    #[must_use]
    pub fn of(names: [String; 2], rounds: &[[Account; 2]]) -> Self {
        let (good, void): (Vec<_>, Vec<_>) = rounds
            .iter()
            .partition(|round| round.iter().all(|account| account.void.is_empty()));
        let lines = FIGURES.iter().filter_map(|(what, figure)| {
            let of = |pick: fn(&[Account; 2]) -> &Account| {
                median(
                    good.iter()
                        .filter_map(|round| figure(pick(round)))
                        .collect(),
                )
            };
            let (a, b) = of(|[a, _]| a).zip(of(|[_, b]| b))?;
            Some(Line {
                what: (*what).to_owned(),
                a,
                b,
                ratio: a / b,
            })
        });
        Self {
            scenario: rounds
                .first()
                .map_or_else(String::new, |[a, _]| a.scenario.clone()),
            names,
            rounds: good.len(),
            void: void.len(),
            void_reasons: void
                .iter()
                .flat_map(|round| round.iter())
                .flat_map(|a| a.void.clone())
                .collect(),
            lines: lines.collect(),
        }
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len().checked_div(2)?).copied()
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let [a, b] = &self.names;
        writeln!(
            f,
            "{}, median of {} rounds, {} void",
            self.scenario, self.rounds, self.void
        )?;
        writeln!(f, "  {:<26} {a:>14} {b:>14} {:>10}", "", "ratio")?;
        for line in &self.lines {
            let Line { what, a, b, ratio } = line;
            writeln!(f, "  {what:<26} {a:>14.2} {b:>14.2} {ratio:>10.3}")?;
        }
        for why in &self.void_reasons {
            writeln!(f, "  VOID {why}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(cost: f64) -> Account {
        Account {
            cpu_ns_per_forwarded_packet: Some(cost),
            ..Account::default()
        }
    }

    #[test]
    fn the_ratio_is_that_of_the_medians_and_void_rounds_do_not_count() {
        let mut void = account(1.0);
        void.void.push("the client was the limit".to_owned());
        let rounds = [
            [account(10.0), account(20.0)],
            [account(30.0), account(60.0)],
            [account(11.0), account(22.0)],
            [void, account(1_000.0)],
        ];

        let compared = Comparison::of(["a".into(), "b".into()], &rounds);

        assert_eq!(
            (compared.rounds, compared.void, compared.lines.len()),
            (3, 1, 1)
        );
        assert_eq!((compared.lines[0].a, compared.lines[0].ratio), (11.0, 0.5));
    }
}
