//! A ramp: the same scenario with more people from rung to rung, until something gives. Says which rung was the last that
//! held, and what a packet cost on each. Never calls a rung failed that failed only once.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;

use crate::account::Account;
use crate::run::{Target, Watch, run};
use crate::scenario::{Grows, Ramp, Scenario};

/// One rung.
#[derive(Debug, Clone, Serialize)]
pub struct Rung {
    /// How many sessions, or helpers of each.
    pub at: u32,
    /// Everybody who takes part.
    pub participants: u64,
    /// Helpers of all sessions together.
    pub helpers: u64,
    /// What came of it.
    pub held: Held,
    /// The account of its run.
    pub account: Account,
}

/// What came of a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Everything that was asked for.
    Yes,
    /// The same, and the server takes the share of a core that ends the ramp.
    YesAndBusy,
    /// Less arrived than was asked for.
    TooLittle,
    /// The client was the limit, so nobody knows.
    ClientLimit,
}

/// A whole ramp.
#[derive(Debug, Clone, Serialize)]
pub struct Climb {
    /// The scenario's name.
    pub scenario: String,
    /// What grows.
    pub grows: &'static str,
    /// Rung by rung, in the order in which they were tried.
    pub rungs: Vec<Rung>,
    /// The highest that held, by its place in `rungs`.
    pub highest: Option<usize>,
    /// What a packet costs more, in ns of the server's time, with ten times as many participants: the line through all rungs
    /// that held.
    pub slope_ns_per_tenfold: Option<f64>,
    /// Why it ended before its time.
    pub fault: Option<String>,
}

/// Between two rungs, so that the server forgets the last.
const PAUSE: Duration = Duration::from_secs(2);
/// A rung that did not hold is tried again, since a machine may hiccup.
const TRIES: u32 = 2;
/// The highest rung is searched for until the next one is less than a twentieth higher.
const FINENESS: u32 = 20;

/// Runs a scenario rung by rung; `watch` is asked for somebody who watches each.
pub async fn climb(
    scenario: &Scenario,
    ramp: &Ramp,
    target: &Target,
    watch: &mut dyn FnMut(&str) -> Box<dyn Watch>,
) -> anyhow::Result<Climb> {
    let mut climb = Climb {
        scenario: scenario.name.clone(),
        grows: match ramp.grows {
            Grows::Sessions => "sessions",
            Grows::Helpers => "helpers of each session",
        },
        rungs: Vec::new(),
        highest: None,
        slope_ns_per_tenfold: None,
        fault: None,
    };
    let mut step = |climb: Climb, at: u32| {
        let watch = watch(&format!("{} {at}", scenario.name));
        one_rung(climb, (scenario, ramp, target), at, watch)
    };
    let mut over = None;
    for at in ramp.rungs.iter().copied() {
        climb = step(climb, at).await?;
        match climb.last() {
            Some(Held::Yes) => {}
            Some(Held::TooLittle) => over = Some(at),
            Some(Held::YesAndBusy | Held::ClientLimit) | None => break,
        }
        if over.is_some() {
            break;
        }
    }
    while let (Some(high), Some(low)) = (over, climb.highest_at()) {
        let gap = high.saturating_sub(low);
        if gap <= (low / FINENESS).max(1) {
            break;
        }
        let middle = low.saturating_add(gap / 2);
        climb = step(climb, middle).await?;
        if climb.last() != Some(Held::Yes) {
            over = Some(middle);
        }
    }
    climb.slope_ns_per_tenfold = climb.slope();
    Ok(climb)
}

async fn one_rung(
    mut climb: Climb,
    (scenario, ramp, target): (&Scenario, &Ramp, &Target),
    at: u32,
    mut watch: Box<dyn Watch>,
) -> anyhow::Result<Climb> {
    let scenario = scenario.at(ramp, at);
    let mut tried = None;
    for _ in 0..TRIES {
        let done = run(&scenario, target, watch.as_mut()).await;
        let account = match done {
            Ok(account) => account,
            Err(fault) if climb.rungs.is_empty() => {
                return Err(fault).with_context(|| format!("at {at}"));
            }
            Err(fault) => {
                climb.fault = Some(format!("at {at}: {fault:#}"));
                return Ok(climb);
            }
        };
        let held = judge(ramp, &account);
        tried = Some((held, account));
        tokio::time::sleep(PAUSE).await;
        if matches!(held, Held::Yes | Held::YesAndBusy) {
            break;
        }
    }
    let Some((held, account)) = tried else {
        return Ok(climb);
    };
    let holds = matches!(held, Held::Yes | Held::YesAndBusy);
    if holds && climb.highest_at().is_none_or(|highest| highest < at) {
        climb.highest = Some(climb.rungs.len());
    }
    climb.rungs.push(Rung {
        at,
        participants: scenario.participants(),
        helpers: u64::from(scenario.sessions).saturating_mul(scenario.helpers.into()),
        held,
        account,
    });
    Ok(climb)
}

fn judge(ramp: &Ramp, account: &Account) -> Held {
    if !account.void.is_empty() {
        return Held::ClientLimit;
    }
    let wanted = ramp
        .delivered_per_mille
        .map(|wanted| f64::from(wanted) / 1e3);
    if wanted.is_some_and(|wanted| account.delivered_ratio.is_none_or(|ratio| ratio < wanted)) {
        return Held::TooLittle;
    }
    let busy = ramp.server_core_percent.map(f64::from);
    let cores = account.server.map_or(0.0, |server| server.cores);
    if busy.is_some_and(|busy| cores * 100.0 >= busy) {
        return Held::YesAndBusy;
    }
    Held::Yes
}

impl Climb {
    /// Whether there are figures.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        self.highest.is_some()
    }

    fn last(&self) -> Option<Held> {
        self.rungs
            .last()
            .map(|rung| rung.held)
            .filter(|_| self.fault.is_none())
    }

    fn highest_at(&self) -> Option<u32> {
        Some(self.rungs.get(self.highest?)?.at)
    }

    /// Least squares over the logarithm of the participants.
    fn slope(&self) -> Option<f64> {
        let held = self
            .rungs
            .iter()
            .filter(|rung| rung.account.void.is_empty());
        let points: Vec<(f64, f64)> = held
            .filter_map(|rung| {
                let cost = rung.account.cpu_ns_per_forwarded_packet?;
                Some(((rung.participants as f64).log10(), cost))
            })
            .collect();
        let count = points.len() as f64;
        let mean = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).sum::<f64>() / count;
        let (x, y) = (mean(|it| it.0), mean(|it| it.1));
        let across = points.iter().map(|it| (it.0 - x) * (it.1 - y)).sum::<f64>();
        let along = points.iter().map(|it| (it.0 - x).powi(2)).sum::<f64>();
        (points.len() > 1 && along > 0.0).then_some(across / along)
    }
}

impl Display for Climb {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: more {} from rung to rung",
            self.scenario, self.grows
        )?;
        writeln!(
            f,
            "  {:>7} {:>12} {:>11} {:>10} {:>6} {:>8} {:>9} {:>9} {:>7}  held",
            "rung",
            "participants",
            "delivered %",
            "ns/packet",
            "F",
            "core %",
            "p50 us",
            "p99 us",
            "kB each"
        )?;
        for rung in &self.rungs {
            writeln!(f, "{}", line(rung))?;
        }
        match self.highest.and_then(|place| self.rungs.get(place)) {
            Some(rung) => writeln!(
                f,
                "  highest that held: {} {}, {} helpers, {} participants, the server on {:.0} % of a core",
                rung.at,
                self.grows,
                rung.helpers,
                rung.participants,
                rung.account
                    .server
                    .map_or(0.0, |server| server.cores * 100.0)
            )?,
            None => writeln!(f, "  no rung held")?,
        }
        if let Some(slope) = self.slope_ns_per_tenfold {
            writeln!(
                f,
                "  slope: {slope:+.0} ns a packet for ten times the participants"
            )?;
        }
        for why in self.rungs.last().iter().flat_map(|rung| &rung.account.void) {
            writeln!(f, "  VOID {why}")?;
        }
        match &self.fault {
            Some(fault) => writeln!(f, "  ended early {fault}"),
            None => Ok(()),
        }
    }
}

fn line(rung: &Rung) -> String {
    let account = &rung.account;
    let or_dash = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
    };
    let delay = &account.forward_delay_us;
    let delays = (delay.count > 0).then_some(delay);
    format!(
        "  {:>7} {:>12} {:>11} {:>10} {:>6} {:>8} {:>9} {:>9} {:>7}  {}",
        rung.at,
        rung.participants,
        or_dash(account.delivered_ratio.map(|ratio| ratio * 100.0), 3),
        or_dash(account.cpu_ns_per_forwarded_packet, 0),
        or_dash(account.cpu_f_per_forwarded_packet, 2),
        or_dash(account.server.map(|server| server.cores * 100.0), 1),
        or_dash(delays.map(|delay| delay.p50), 0),
        or_dash(delays.map(|delay| delay.p99), 0),
        or_dash(
            account.rss_bytes_per_participant.map(|bytes| bytes / 1e3),
            0
        ),
        match rung.held {
            Held::Yes => "yes",
            Held::YesAndBusy => "yes, the last",
            Held::TooLittle => "no",
            Held::ClientLimit => "the client was the limit",
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Server;

    const RAMP: Ramp = Ramp {
        grows: Grows::Sessions,
        rungs: Vec::new(),
        delivered_per_mille: Some(999),
        server_core_percent: Some(50),
        total_bits_per_second: None,
    };

    fn account(ratio: f64, cores: f64) -> Account {
        Account {
            delivered_ratio: Some(ratio),
            server: Some(Server {
                cores,
                ..Server::default()
            }),
            ..Account::default()
        }
    }

    #[test]
    fn a_rung_is_judged_by_what_arrived_and_by_what_the_server_took() {
        let mut void = account(1.0, 0.1);
        void.void.push("the client was the limit".to_owned());

        assert_eq!(judge(&RAMP, &account(0.999, 0.49)), Held::Yes);
        assert_eq!(judge(&RAMP, &account(0.999, 0.5)), Held::YesAndBusy);
        assert_eq!(judge(&RAMP, &account(0.998_9, 0.1)), Held::TooLittle);
        assert_eq!(judge(&RAMP, &void), Held::ClientLimit);
    }

    #[test]
    fn the_slope_is_what_ten_times_as_many_cost_more() {
        let rung = |participants, cost| Rung {
            at: 1,
            participants,
            helpers: 1,
            held: Held::Yes,
            account: Account {
                cpu_ns_per_forwarded_packet: Some(cost),
                ..Account::default()
            },
        };
        let climb = |rungs| Climb {
            scenario: "s".into(),
            grows: "sessions",
            rungs,
            highest: None,
            slope_ns_per_tenfold: None,
            fault: None,
        };

        let flat = climb(vec![rung(10, 5_000.0), rung(10_000, 5_000.0)]);
        let steep = climb(vec![
            rung(10, 5_000.0),
            rung(100, 5_300.0),
            rung(1_000, 5_600.0),
        ]);
        assert_eq!(flat.slope().map(f64::round), Some(0.0));
        assert_eq!(steep.slope().map(f64::round), Some(300.0));
        assert_eq!(climb(vec![rung(10, 5_000.0)]).slope(), None);
    }
}
