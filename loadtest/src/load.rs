//! The load generator: many sessions of one publisher and some players, and an honest account of what arrived. Never hides a
//! leg that failed: the account counts it.

use std::fmt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::Serialize;
use tokio::process::Command;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::client::{Channel, Codec, Pace, Player, PlayerOptions, Publisher, PublisherOptions};
use crate::client::{Counters, Transport};

/// What to load.
#[derive(Debug, Clone)]
pub struct Load {
    /// The WHIP endpoint.
    pub whip_url: String,
    /// The WHEP endpoint.
    pub whep_url: String,
    /// A shell command that prints a media token; it finds `LOTSE_SESSION` and `LOTSE_ROLE` in its environment.
    pub token_command: String,
    /// How many sessions at once.
    pub sessions: u32,
    /// Helpers in each.
    pub helpers: u32,
    /// How long each publishes.
    pub seconds: u32,
    /// Rate and size of the frames.
    pub pace: Pace,
    /// The codec.
    pub codec: Codec,
    /// UDP or ICE-TCP.
    pub transport: Transport,
}

/// The account of a run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Account {
    /// Legs that were asked for.
    pub legs: u64,
    /// Legs that did not come up or broke, with why, at most ten.
    pub failed: u64,
    /// Why the first of them failed.
    pub faults: Vec<String>,
    /// Frames that publishers sent.
    pub frames_sent: u64,
    /// Frames that players should have seen, from each one's first to the last sent.
    pub frames_expected: u64,
    /// Frames that arrived whole.
    pub frames_delivered: u64,
    /// Frames after a higher-numbered one.
    pub frames_out_of_order: u64,
    /// RTP packets that arrived.
    pub packets_delivered: u64,
    /// RTP packets that did not, seen from their numbers.
    pub packet_gaps: u64,
    /// Payload bits a second over all players.
    pub payload_bps: u64,
    /// From POST to media that can flow.
    pub join_ms: Spread,
    /// From a frame's stamp to its last packet's arrival, in this process's clock.
    pub delay_ms: Spread,
}

/// Percentiles in milliseconds.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Spread {
    /// How many values.
    pub count: usize,
    /// The median.
    pub p50: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    fn of_us(mut values: Vec<u64>) -> Self {
        values.sort_unstable();
        let count = values.len();
        let at = |per_mille: usize| {
            let rank = count.saturating_mul(per_mille).div_ceil(1_000);
            let value = values.get(rank.saturating_sub(1)).copied();
            Duration::from_micros(value.unwrap_or_default()).as_secs_f64() * 1_000.0
        };
        Self {
            count,
            p50: at(500),
            p99: at(990),
            max: at(1_000),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let up = self.legs.saturating_sub(self.failed);
        writeln!(f, "legs       {up} of {} up", self.legs)?;
        for fault in &self.faults {
            writeln!(f, "  failed: {fault}")?;
        }
        writeln!(
            f,
            "frames     {} sent; {} of {} delivered, {} out of order",
            self.frames_sent, self.frames_delivered, self.frames_expected, self.frames_out_of_order
        )?;
        writeln!(
            f,
            "packets    {} delivered, {} missing, {} kbit/s in all",
            self.packets_delivered,
            self.packet_gaps,
            self.payload_bps.checked_div(1_000).unwrap_or_default()
        )?;
        let spread = |s: &Spread| format!("p50 {:.1} p99 {:.1} max {:.1} ms", s.p50, s.p99, s.max);
        writeln!(f, "join       {}", spread(&self.join_ms))?;
        write!(f, "delay      {}", spread(&self.delay_ms))
    }
}

struct PlayerReport {
    counters: Counters,
    delays_us: Vec<u64>,
}

enum Report {
    Joined(Duration),
    Failed(String),
    Played(PlayerReport),
    Published(u32),
}

/// Runs the load to its end.
pub async fn run(load: &Load) -> anyhow::Result<Account> {
    if load.sessions == 0 || load.seconds == 0 {
        bail!("a load has at least one session and lasts at least one second");
    }
    let (reports, mut incoming) = mpsc::channel(1_024);
    for _ in 0..load.sessions {
        tokio::spawn(session(load.clone(), reports.clone()));
    }
    drop(reports);
    let mut sum = Sum::default();
    while let Some(report) = incoming.recv().await {
        sum.take(report);
    }
    Ok(sum.account(load))
}

async fn session(load: Load, reports: mpsc::Sender<Report>) {
    let session = format!("ses_{}", Uuid::now_v7());
    let mut players = Vec::new();
    for _ in 0..load.helpers {
        match timed(player(&load, &session)).await {
            Ok((player, took)) => {
                let _ = reports.send(Report::Joined(took)).await;
                players.push(player);
            }
            Err(fault) => drop(reports.send(Report::Failed(format!("{fault:#}"))).await),
        }
    }
    match timed(publisher(&load, &session)).await {
        Ok((publisher, took)) => {
            let _ = reports.send(Report::Joined(took)).await;
            let sent = publish(&load, publisher).await;
            let _ = reports.send(sent).await;
        }
        Err(fault) => drop(reports.send(Report::Failed(format!("{fault:#}"))).await),
    }
    for player in players {
        let played = Report::Played(PlayerReport {
            counters: player.counters(),
            delays_us: player.delays_us(),
        });
        let _ = reports.send(played).await;
        let _ = player.delete().await;
    }
}

/// Sends for as long as was asked, and waits for the last frame to arrive before the leg is deleted.
async fn publish(load: &Load, mut publisher: Publisher) -> Report {
    let interval_ms = load.pace.interval.as_millis().max(1);
    let length_ms = u128::from(load.seconds).saturating_mul(1_000);
    let frames = length_ms.checked_div(interval_ms).unwrap_or_default();
    let frames = u32::try_from(frames).unwrap_or(u32::MAX);
    let sent = publisher.send_frames(frames, load.pace).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    match (sent, publisher.delete().await) {
        (Ok(()), Ok(_)) => Report::Published(frames),
        (Err(fault), _) | (_, Err(fault)) => Report::Failed(format!("publisher: {fault}")),
    }
}

async fn timed<T>(
    work: impl Future<Output = anyhow::Result<(T, Instant)>>,
) -> anyhow::Result<(T, Duration)> {
    let (value, started) = work.await?;
    Ok((value, started.elapsed()))
}

async fn player(load: &Load, session: &str) -> anyhow::Result<(Player, Instant)> {
    let token = token(&load.token_command, session, "helper").await?;
    let started = Instant::now();
    let mut options = PlayerOptions::new(load.whep_url.clone(), token);
    options.transport = load.transport;
    options.channel = Channel::None;
    Ok((Player::connect(options).await.context("player")?, started))
}

async fn publisher(load: &Load, session: &str) -> anyhow::Result<(Publisher, Instant)> {
    let token = token(&load.token_command, session, "sharer").await?;
    let started = Instant::now();
    let mut options = PublisherOptions::new(load.whip_url.clone(), token);
    options.transport = load.transport;
    options.codec = load.codec;
    let publisher = Publisher::connect(options).await.context("publisher")?;
    Ok((publisher, started))
}

async fn token(command: &str, session: &str, role: &str) -> anyhow::Result<String> {
    let output = Command::new("sh")
        .args(["-c", command])
        .env("LOTSE_SESSION", session)
        .env("LOTSE_ROLE", role)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .await
        .context("the token command did not start")?;
    let token = String::from_utf8(output.stdout).context("the token is not text")?;
    let token = token.trim();
    if !output.status.success() || token.is_empty() {
        bail!("the token command gave no token ({})", output.status);
    }
    Ok(token.to_owned())
}

#[derive(Default)]
struct Sum {
    account: Account,
    joins_us: Vec<u64>,
    delays_us: Vec<u64>,
    bytes: u64,
}

/// Faults told in words; further ones are only counted.
const FAULTS_TOLD_MAX: usize = 10;

impl Sum {
    fn take(&mut self, report: Report) {
        let account = &mut self.account;
        match report {
            Report::Joined(took) => self
                .joins_us
                .push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX)),
            Report::Failed(fault) => {
                account.failed = account.failed.saturating_add(1);
                if account.faults.len() < FAULTS_TOLD_MAX {
                    account.faults.push(fault);
                }
            }
            Report::Published(frames) => {
                account.frames_sent = account.frames_sent.saturating_add(u64::from(frames));
            }
            Report::Played(played) => self.played(played),
        }
    }

    fn played(&mut self, played: PlayerReport) {
        let (account, seen) = (&mut self.account, played.counters);
        if let (Some(first), Some(last)) = (seen.first_frame, seen.last_frame) {
            let expected = u64::from(last.saturating_sub(first)).saturating_add(1);
            account.frames_expected = account.frames_expected.saturating_add(expected);
        }
        account.frames_delivered = account.frames_delivered.saturating_add(seen.frames);
        account.frames_out_of_order = account
            .frames_out_of_order
            .saturating_add(seen.out_of_order);
        account.packets_delivered = account.packets_delivered.saturating_add(seen.packets);
        account.packet_gaps = account.packet_gaps.saturating_add(seen.gaps);
        self.bytes = self.bytes.saturating_add(seen.bytes);
        self.delays_us.extend(played.delays_us);
    }

    fn account(self, load: &Load) -> Account {
        let per_session = u64::from(load.helpers).saturating_add(1);
        let bits = self.bytes.saturating_mul(8);
        Account {
            legs: u64::from(load.sessions).saturating_mul(per_session),
            payload_bps: bits
                .checked_div(u64::from(load.seconds))
                .unwrap_or_default(),
            join_ms: Spread::of_us(self.joins_us),
            delay_ms: Spread::of_us(self.delays_us),
            ..self.account
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let spread = Spread::of_us((1..=100).map(|ms| ms * 1_000).collect());

        assert_eq!((spread.p50, spread.p99, spread.max), (50.0, 99.0, 100.0));
    }

    #[test]
    fn nothing_measured_is_zero() {
        assert_eq!(Spread::of_us(Vec::new()).count, 0);
    }
}
