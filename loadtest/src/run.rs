//! One run of a scenario: everybody joins, media flow, packets count for a while, everybody leaves, and the account is made.
//! Never hides what failed, and never gives figures when the client was the limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::task::JoinSet;
use uuid::Uuid;

pub use crate::account::{
    Account, Client, Comings, Packets, Participants, Percentiles, Sample, Server, Steps,
};
pub use crate::tokens::TokenSource;

use crate::calibrate::Calibration;
use crate::churn::Waiting;
use crate::cores;
use crate::identity::Identity;
use crate::join::{Ground, Seat, leave};
use crate::lane::{LaneHandle, Order, Sum};
use crate::limits::FAULTS_TOLD_MAX;
use crate::party::{Joined, holders, one_session};
use crate::scenario::Scenario;
use crate::sender::Marks;
use crate::setup::address_towards;
use crate::signal;
use crate::tokens::Tokens;
use crate::usage::{Usage, dropped, load_average, thread_ns};
use crate::verdict::{Moment, void};

/// Where to, and how to look at it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The WHIP endpoint; `{session}` in it stands for the session's name.
    pub whip_url: String,
    /// The WHEP endpoint, likewise.
    pub whep_url: String,
    /// Where tokens come from.
    pub tokens: TokenSource,
    /// The server's process, to measure its cost.
    pub server_pid: Option<u32>,
    /// The core that the server runs on, for F.
    pub server_core: Option<usize>,
    /// The cores of our lanes, one each; empty for one lane wherever the kernel puts it.
    pub client_cores: Vec<usize>,
    /// How late the 99th percentile of packets may leave before the run is void.
    pub late_max: Duration,
}

/// What a run says while it runs.
pub trait Watch: Send {
    /// So many of so many have joined.
    fn joined(&mut self, joined: u64, wanted: u64);
    /// A second of media has passed.
    fn second(&mut self, sample: &Sample, left: Duration);
}

/// Says nothing.
pub struct Quiet;

impl Watch for Quiet {
    fn joined(&mut self, _joined: u64, _wanted: u64) {}
    fn second(&mut self, _sample: &Sample, _left: Duration) {}
}

/// How long the last packets may take to arrive.
const DRAIN: Duration = Duration::from_millis(500);
/// Participants whose tokens are fetched together.
const TOKENS_AT_ONCE: usize = 200;
/// Participants that leave at once.
const LEAVING_AT_ONCE: usize = 32;

/// Runs a scenario to its end.
pub async fn run(
    scenario: &Scenario,
    target: &Target,
    watch: &mut dyn Watch,
) -> anyhow::Result<Account> {
    allow_files(scenario)?;
    let ground = Arc::new(ground(scenario, target).await?);
    let before = target.server_pid.map(|pid| {
        Usage::of(pid)
            .with_context(|| format!("there is no process {pid} to look at (--server-pid)"))
    });
    let mut run = Run {
        scenario,
        target,
        tokens: Tokens::new(target.tokens.clone()),
        before: before.transpose()?,
        started: Instant::now(),
        seats: Vec::new(),
        marks: Vec::new(),
        account: Account {
            scenario: scenario.name.clone(),
            ..Account::default()
        },
        last: Last::default(),
        ground,
    };
    run.account.participants.wanted = scenario.participants();
    run.everybody_joins(watch).await?;
    if run.seats.is_empty() {
        let fault = run.account.participants.faults.first();
        bail!(
            "nobody could join; the first fault: {}",
            fault.map_or("none", String::as_str)
        );
    }
    let sum = run.media_flow(watch).await?;
    run.joins(&sum);
    run.everybody_leaves().await;
    Ok(run.account)
}

/// Sockets of all participants, and some more for HTTP.
fn allow_files(scenario: &Scenario) -> anyhow::Result<()> {
    let wanted = scenario.participants().saturating_add(1_024);
    let (now, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    if wanted > most {
        bail!(
            "{wanted} files are needed, the system allows {most}; raise it with `ulimit -Hn {wanted}` as root"
        );
    }
    setrlimit(Resource::RLIMIT_NOFILE, wanted.max(now), most)?;
    Ok(())
}

async fn ground(scenario: &Scenario, target: &Target) -> anyhow::Result<Ground> {
    let cores = &target.client_cores;
    let places: Vec<Option<usize>> = if cores.is_empty() {
        vec![None]
    } else {
        cores.iter().copied().map(Some).collect()
    };
    let lanes = places.into_iter().map(LaneHandle::start);
    Ok(Ground {
        whip: target.whip_url.clone(),
        whep: target.whep_url.clone(),
        bind: address_towards(&target.whip_url.replace("{session}", "")).await?,
        identity: Identity::generate()?,
        http: signal::shared_http(),
        lanes: lanes.collect::<Result<_, _>>().context("no lane")?,
        codec: scenario.codec,
        pattern: scenario.pattern(),
        transport: scenario.transport,
        loss: scenario.loss,
        beats: scenario.beats,
        decode_every: scenario.decode_every,
        receive_offload: scenario.receive_offload,
        ids: AtomicU64::new(0),
    })
}

struct Run<'a> {
    scenario: &'a Scenario,
    target: &'a Target,
    tokens: Tokens,
    before: Option<Usage>,
    started: Instant,
    seats: Vec<Seat>,
    marks: Vec<Arc<Marks>>,
    account: Account,
    last: Last,
    ground: Arc<Ground>,
}

/// What the last sample saw.
#[derive(Default)]
struct Last {
    at: Option<Instant>,
    sent: u64,
    received: u64,
    server: Option<Usage>,
}

impl Run<'_> {
    async fn everybody_joins(&mut self, watch: &mut dyn Watch) -> anyhow::Result<()> {
        let each = usize::try_from(self.scenario.helpers)?.saturating_add(1);
        let chunk = TOKENS_AT_ONCE.div_ceil(each);
        let sessions: Vec<String> = (0..self.scenario.sessions)
            .map(|_| format!("ses_{}", Uuid::now_v7()))
            .collect();
        let pace = Duration::from_secs(1)
            .checked_div(self.scenario.joins_per_second)
            .unwrap_or_default()
            .saturating_mul(u32::try_from(each)?);
        let mut joining: JoinSet<Joined> = JoinSet::new();
        let mut next = tokio::time::Instant::now();
        for sessions in sessions.chunks(chunk) {
            let holders = holders(sessions, each);
            let tokens = self.tokens.of(&holders).await?;
            next = next.max(tokio::time::Instant::now());
            let mut tokens = tokens.into_iter();
            for session in sessions {
                tokio::time::sleep_until(next).await;
                next = next.checked_add(pace).unwrap_or(next);
                let marks = Arc::new(Marks::default());
                self.marks.push(Arc::clone(&marks));
                let tokens: Vec<String> = tokens.by_ref().take(each).collect();
                let ground = Arc::clone(&self.ground);
                joining.spawn(one_session(ground, session.clone(), tokens, marks));
                while let Some(done) = joining.try_join_next() {
                    self.seated(done?, watch);
                }
            }
        }
        while let Some(done) = joining.join_next().await {
            self.seated(done?, watch);
        }
        Ok(())
    }

    fn seated(&mut self, joined: Joined, watch: &mut dyn Watch) {
        for one in joined {
            match one {
                Ok(seat) => self.seats.push(seat),
                Err(fault) if self.account.participants.faults.len() < FAULTS_TOLD_MAX => {
                    self.account.participants.faults.push(fault);
                }
                Err(_) => {}
            }
        }
        let joined = self.seats.len() as u64;
        self.account.participants.joined = joined;
        watch.joined(joined, self.account.participants.wanted);
    }

    async fn media_flow(&mut self, watch: &mut dyn Watch) -> anyhow::Result<Sum> {
        let coming = self.scenario.stay.map_or(0, |_| self.comings());
        let churn = Waiting::of(&self.tokens, coming).await?;
        let storm = Waiting::of(&self.tokens, self.scenario.storm.into()).await?;
        let calibration = Calibration::start(self.target.server_core)?;
        let ports = self.sum().await.map(|sum| sum.ports).unwrap_or_default();
        tokio::time::sleep(self.scenario.warm_up).await;
        self.all(Order::Mark).await;
        let before = self.moment(&ports);
        self.last = Last {
            at: Some(before.at),
            sent: self.gauge(|g| &g.sent),
            received: self.gauge(|g| &g.received),
            server: before.server,
        };
        let churn = self.scenario.stay.map(|stay| {
            let per_second = self.scenario.joins_per_second;
            tokio::spawn(churn.come_and_go(Arc::clone(&self.ground), per_second, stay))
        });
        self.seconds(before.at, watch).await;
        let mut after = self.moment(&ports);
        self.all(Order::Stop).await;
        tokio::time::sleep(DRAIN).await;
        after.dropped = dropped(&ports);
        let sum = self.sum().await.context("a lane has ended")?;
        if let Some(churn) = churn {
            self.account.churn = Some(churn.await?);
        }
        if self.scenario.storm > 0 {
            self.account.storm = Some(storm.storm(Arc::clone(&self.ground)).await);
        }
        let account = &mut self.account;
        account.f_ns = calibration.finish();
        account.load_average = load_average();
        account.seconds = after.seconds_since(&before);
        account.client = after.client_since(&before, &sum, self.scenario.decode_every);
        account.server = after.server_since(&before);
        self.figures(&sum);
        Ok(sum)
    }

    /// How many come while packets count.
    fn comings(&self) -> u64 {
        let seconds = self.scenario.window.as_secs();
        seconds.saturating_mul(self.scenario.joins_per_second.into())
    }

    fn moment(&self, ports: &[u16]) -> Moment {
        Moment {
            at: Instant::now(),
            server: self.server(),
            client: Usage::of(std::process::id()).unwrap_or_default(),
            lanes: self.lanes(),
            dropped: dropped(ports),
        }
    }

    async fn seconds(&mut self, start: Instant, watch: &mut dyn Watch) {
        let end = start.checked_add(self.scenario.window).unwrap_or(start);
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(Duration::from_secs(1))).await;
            let sample = self.sample();
            watch.second(&sample, left);
            self.account.samples.push(sample);
        }
    }

    fn sample(&mut self) -> Sample {
        let now = Instant::now();
        let (sent, received) = (self.gauge(|g| &g.sent), self.gauge(|g| &g.received));
        let server = self.server();
        let since = self
            .last
            .at
            .map_or(1.0, |at| now.duration_since(at).as_secs_f64());
        let spent = server
            .zip(self.last.server)
            .map(|(now, then)| now.since(then));
        let sample = Sample {
            at: now.duration_since(self.started).as_secs_f64(),
            sent: sent.saturating_sub(self.last.sent),
            received: received.saturating_sub(self.last.received),
            server_cores: spent.map_or(0.0, |spent| spent.cpu_ns as f64 / 1e9 / since),
            rss_bytes: server.map_or(0, |server| server.rss_bytes),
            joined: self.account.participants.joined,
        };
        self.last = Last {
            at: Some(now),
            sent,
            received,
            server,
        };
        sample
    }

    /// What the run was for, unless the client was the limit.
    fn figures(&mut self, sum: &Sum) {
        let helpers = u64::from(self.scenario.helpers);
        let expected = self
            .marks
            .iter()
            .map(|marks| marks.expected().saturating_mul(helpers));
        let account = &mut self.account;
        account.participants.lost = sum.over;
        account.participants.silent = sum.silent;
        account.packets = Packets {
            expected: expected.fold(0, u64::saturating_add),
            delivered: sum.counts.packets,
            gaps: sum.counts.gaps,
            doubles: sum.counts.doubles,
            late: sum.counts.late,
            opened: sum.counts.opened,
            unopened: sum.counts.unopened,
            payload_bps: sum.counts.bytes as f64 * 8.0 / account.seconds,
        };
        account.loss = self.scenario.loss.map(|_| sum.losses);
        account.void = void(&account.client, self.target.late_max);
        if !account.void.is_empty() {
            return;
        }
        let packets = &account.packets;
        let some = |count: u64| (count > 0).then_some(count as f64);
        account.delivered_ratio = some(packets.expected).map(|all| packets.delivered as f64 / all);
        account.forward_delay_us = Percentiles::of(&sum.delays_us, 1.0);
        // Those who come and go cost more than the few packets of those who stay.
        let server = account.server.filter(|_| self.scenario.stay.is_none());
        if let Some(server) = server {
            let cost = some(packets.delivered).map(|count| server.spent.cpu_ns as f64 / count);
            account.cpu_ns_per_forwarded_packet = cost;
            let f = account.f_ns.and_then(some);
            account.cpu_f_per_forwarded_packet = cost.zip(f).map(|(cost, f)| cost / f);
            let grown = self
                .before
                .map(|before| server.rss_bytes.saturating_sub(before.rss_bytes));
            let joined = some(account.participants.joined);
            let each = grown.zip(joined).map(|(grown, count)| grown as f64 / count);
            account.rss_bytes_per_participant = each;
        }
    }

    fn joins(&mut self, sum: &Sum) {
        let ms = |pick: fn(&Seat) -> Duration| {
            let all: Vec<f64> = self
                .seats
                .iter()
                .map(|s| pick(s).as_secs_f64() * 1e3)
                .collect();
            Percentiles::of_values(&all)
        };
        let first = sum.first.iter().filter_map(|(id, first)| {
            let seat = self.seats.iter().find(|seat| seat.id == *id)?;
            Some(
                first
                    .saturating_duration_since(seat.times.posted)
                    .as_secs_f64()
                    * 1e3,
            )
        });
        self.account.join_steps_ms = Steps {
            sdp: ms(|seat| seat.times.sdp),
            ice: ms(|seat| seat.times.ice),
            dtls: ms(|seat| seat.times.dtls),
            first_packet: Percentiles::of_values(&first.collect::<Vec<_>>()),
        };
        let churn = self.account.churn.as_ref().map(|churn| churn.join_ms);
        self.account.join_ms = churn.unwrap_or(self.account.join_steps_ms.dtls);
    }

    async fn everybody_leaves(&mut self) {
        let mut leaving = JoinSet::new();
        for seat in std::mem::take(&mut self.seats) {
            if leaving.len() >= LEAVING_AT_ONCE {
                leaving.join_next().await;
            }
            let ground = Arc::clone(&self.ground);
            // A resource that is gone already is gone.
            leaving.spawn(async move { leave(&ground, &seat).await.is_ok() });
        }
        while leaving.join_next().await.is_some() {}
    }

    async fn all(&self, order: fn(tokio::sync::oneshot::Sender<()>) -> Order) {
        for lane in &self.ground.lanes {
            lane.ask(order).await;
        }
    }

    async fn sum(&self) -> Option<Sum> {
        let mut whole: Option<Sum> = None;
        for lane in &self.ground.lanes {
            let one = lane.ask(Order::Account).await?;
            whole = Some(match whole {
                None => one,
                Some(sum) => sum.with(one),
            });
        }
        whole
    }

    fn server(&self) -> Option<Usage> {
        Usage::of(self.target.server_pid?)
    }

    fn lanes(&self) -> Vec<(u64, u64)> {
        let threads = self.ground.lanes.iter();
        threads
            .map(|lane| thread_ns(lane.gauges.thread.load(Ordering::Relaxed)).unwrap_or_default())
            .collect()
    }

    fn gauge(&self, which: fn(&crate::lane::Gauges) -> &AtomicU64) -> u64 {
        let lanes = self.ground.lanes.iter();
        lanes
            .map(|lane| which(&lane.gauges).load(Ordering::Relaxed))
            .fold(0, u64::saturating_add)
    }
}

/// Keeps this thread, and all that it starts from now on, on one core.
pub fn pin(core: usize) -> anyhow::Result<()> {
    cores::pin(core).with_context(|| format!("there is no core {core} for us"))
}
