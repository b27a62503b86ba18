//! A load on the control plane: people who sign in, who make sessions and give them up as fast as they can, and who then keep
//! the live WebSockets of sessions open. Says how many a second, how long each took, and what a socket takes in memory. Never
//! touches media.

use std::fmt::{self, Display, Formatter};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::Client;
use serde::Serialize;
use tokio::task::JoinSet;

use crate::account::Percentiles;
use crate::limits::FAULTS_TOLD_MAX;
use crate::people::{Person, Watching, accounts};
use crate::usage::Usage;

/// What is loaded, and how.
#[derive(Debug, Clone)]
pub struct ApiLoad {
    /// Where pages and API are, such as `http://localhost:8080`.
    pub web: String,
    /// A line `USERNAME PASSWORD` for each person.
    pub people: String,
    /// How long sessions are made, and then how long sockets are held.
    pub seconds: u32,
    /// Live WebSockets that each person keeps open.
    pub sockets_each: u32,
    /// The server's process, to measure its cost.
    pub server_pid: Option<u32>,
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ApiAccount {
    /// People who signed in.
    pub people: u64,
    /// How long signing in took.
    pub sign_in_ms: Percentiles,
    /// Sessions that were made, and given up again.
    pub sessions: u64,
    /// How many a second, all people together.
    pub sessions_per_second: f64,
    /// How long making one took.
    pub make_ms: Percentiles,
    /// How long giving one up took.
    pub cancel_ms: Percentiles,
    /// CPU time of the server for one session, made and given up.
    pub cpu_us_per_session: Option<f64>,
    /// Live WebSockets that were opened.
    pub sockets: u64,
    /// Those that were still open at the end.
    pub sockets_held: u64,
    /// How long opening one took, until the session's state came.
    pub open_ms: Percentiles,
    /// What the server grew by for one of them.
    pub rss_bytes_per_socket: Option<f64>,
    /// The server's CPU time while they were held, as a share of one core.
    pub server_cores: Option<f64>,
    /// What failed.
    pub failed: u64,
    /// Why, of the first of them.
    pub faults: Vec<String>,
}

/// People who sign in at once; more would only wait for each other's hashing.
const SIGN_INS_AT_ONCE: usize = 4;
/// Sockets that are opened at once.
const OPENING_AT_ONCE: usize = 32;
/// How long the server may take to come to rest before its memory is looked at.
const REST: Duration = Duration::from_secs(1);

/// Runs the load.
pub async fn load(load: &ApiLoad) -> anyhow::Result<ApiAccount> {
    if !load.web.starts_with("http://") {
        bail!("{}: name the plain listener, http://HOST:PORT", load.web);
    }
    // Err means that somebody has installed one before, which is as good.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut run = Run {
        load,
        account: ApiAccount::default(),
    };
    let people = run.everybody_signs_in().await?;
    run.sessions_come_and_go(&people).await?;
    run.sockets_are_held(&people).await?;
    Ok(run.account)
}

struct Run<'a> {
    load: &'a ApiLoad,
    account: ApiAccount,
}

impl Run<'_> {
    async fn everybody_signs_in(&mut self) -> anyhow::Result<Vec<Arc<Person>>> {
        let accounts = accounts(&self.load.people)?;
        let (web, http) = (self.load.web.clone(), Client::new());
        let jobs = accounts.into_iter().map(|account| {
            let (web, http) = (web.clone(), http.clone());
            async move { timed(Person::sign_in(&web, &account, http)).await }
        });
        let done = at_once(SIGN_INS_AT_ONCE, jobs).await;
        let (took, people) = self.sort(done);
        self.account.people = people.len() as u64;
        self.account.sign_in_ms = Percentiles::of_values(&took);
        if people.is_empty() {
            bail!("nobody could sign in: {}", self.first_fault());
        }
        Ok(people.into_iter().map(Arc::new).collect())
    }

    async fn sessions_come_and_go(&mut self, people: &[Arc<Person>]) -> anyhow::Result<()> {
        let before = self.usage()?;
        let began = Instant::now();
        let until = began
            .checked_add(Duration::from_secs(self.load.seconds.into()))
            .context("too long")?;
        let jobs = people.iter().map(|person| {
            let person = Arc::clone(person);
            async move { one_after_the_other(&person, until).await }
        });
        let (mut make, mut cancel) = (Vec::new(), Vec::new());
        for (made, given_up, fault) in at_once(people.len(), jobs).await {
            make.extend(made);
            cancel.extend(given_up);
            self.note(fault);
        }
        let seconds = began.elapsed().as_secs_f64();
        let account = &mut self.account;
        account.sessions = cancel.len() as u64;
        account.sessions_per_second = cancel.len() as f64 / seconds;
        account.make_ms = Percentiles::of_values(&make);
        account.cancel_ms = Percentiles::of_values(&cancel);
        let spent = self.usage()?.zip(before).map(|(now, then)| now.since(then));
        let count = Some(cancel.len() as f64).filter(|count| *count > 0.0);
        self.account.cpu_us_per_session = spent
            .zip(count)
            .map(|(spent, count)| spent.cpu_ns as f64 / 1e3 / count);
        Ok(())
    }

    async fn sockets_are_held(&mut self, people: &[Arc<Person>]) -> anyhow::Result<()> {
        let jobs = people.iter().map(|person| {
            let person = Arc::clone(person);
            async move { timed(person.make_session()).await }
        });
        let done = at_once(people.len(), jobs).await;
        let (_, sessions) = self.sort(done);
        tokio::time::sleep(REST).await;
        let before = self.usage()?;
        let places = people.iter().zip(&sessions);
        let jobs = (0..self.load.sockets_each)
            .flat_map(|_| places.clone())
            .map(|(person, session)| {
                let (person, session) = (Arc::clone(person), session.clone());
                async move {
                    let (watching, took) = person.watch(&session).await?;
                    Ok((took.as_secs_f64() * 1e3, watching.held_from_now()))
                }
            });
        let done = at_once(OPENING_AT_ONCE, jobs).await;
        let (took, sockets) = self.sort(done);
        self.account.sockets = sockets.len() as u64;
        self.account.open_ms = Percentiles::of_values(&took);
        tokio::time::sleep(REST).await;
        let open = self.usage()?;
        let began = Instant::now();
        tokio::time::sleep(Duration::from_secs(self.load.seconds.into())).await;
        let after = self.usage()?;
        let seconds = began.elapsed().as_secs_f64();
        for socket in &sockets {
            let held = u64::from(!socket.is_finished());
            self.account.sockets_held = self.account.sockets_held.saturating_add(held);
        }
        sockets.iter().for_each(tokio::task::JoinHandle::abort);
        let spent = after.zip(open).map(|(now, then)| now.since(then));
        self.account.server_cores = spent.map(|spent| spent.cpu_ns as f64 / 1e9 / seconds);
        let grown = open.zip(before);
        let grown = grown.map(|(now, then)| now.rss_bytes.saturating_sub(then.rss_bytes));
        let count = Some(sockets.len() as f64).filter(|count| *count > 0.0);
        self.account.rss_bytes_per_socket =
            grown.zip(count).map(|(grown, count)| grown as f64 / count);
        for (person, session) in people.iter().zip(&sessions) {
            // A session that is over already is over.
            let _ = person.cancel(session).await;
        }
        Ok(())
    }

    fn usage(&self) -> anyhow::Result<Option<Usage>> {
        let Some(pid) = self.load.server_pid else {
            return Ok(None);
        };
        let usage = Usage::of(pid)
            .with_context(|| format!("there is no process {pid} to look at (--server-pid)"))?;
        Ok(Some(usage))
    }

    fn sort<T>(&mut self, done: Vec<anyhow::Result<(f64, T)>>) -> (Vec<f64>, Vec<T>) {
        let (mut took, mut good) = (Vec::new(), Vec::new());
        for one in done {
            match one {
                Ok((ms, it)) => {
                    took.push(ms);
                    good.push(it);
                }
                Err(fault) => self.note(Some(fault)),
            }
        }
        (took, good)
    }

    fn note(&mut self, fault: Option<anyhow::Error>) {
        let Some(fault) = fault else { return };
        self.account.failed = self.account.failed.saturating_add(1);
        if self.account.faults.len() < FAULTS_TOLD_MAX {
            self.account.faults.push(format!("{fault:#}"));
        }
    }

    fn first_fault(&self) -> &str {
        self.account
            .faults
            .first()
            .map_or("there is nobody", String::as_str)
    }
}

/// Makes sessions and gives them up until it is time, or one fails; what each step took.
async fn one_after_the_other(
    person: &Person,
    until: Instant,
) -> (Vec<f64>, Vec<f64>, Option<anyhow::Error>) {
    let (mut make, mut cancel) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        let made = timed(person.make_session()).await;
        let given_up = match made {
            Ok((took, session)) => {
                make.push(took);
                timed(person.cancel(&session)).await
            }
            Err(fault) => Err(fault),
        };
        match given_up {
            Ok((took, ())) => cancel.push(took),
            Err(fault) => return (make, cancel, Some(fault)),
        }
    }
    (make, cancel, None)
}

async fn timed<T>(job: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<(f64, T)> {
    let began = Instant::now();
    let done = job.await?;
    Ok((began.elapsed().as_secs_f64() * 1e3, done))
}

/// Does jobs, at most so many at once; in the order in which they began.
async fn at_once<T: Send + 'static>(
    most: usize,
    jobs: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let mut running = JoinSet::new();
    let mut done = Vec::new();
    for (nth, job) in jobs.enumerate() {
        if running.len() >= most.max(1) {
            done.extend(running.join_next().await.and_then(Result::ok));
        }
        running.spawn(async move { (nth, job.await) });
    }
    while let Some(one) = running.join_next().await {
        done.extend(one.ok());
    }
    done.sort_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, one)| one).collect()
}

impl Watching {
    fn held_from_now(self) -> tokio::task::JoinHandle<()> {
        tokio::spawn(self.hold())
    }
}

impl Display for ApiAccount {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ms = |of: &Percentiles| format!("p50 {:.1} p99 {:.1} ms", of.p50, of.p99);
        writeln!(f, "control plane")?;
        writeln!(
            f,
            "  people        {} signed in, {}",
            self.people,
            ms(&self.sign_in_ms)
        )?;
        writeln!(
            f,
            "  sessions      {} made and given up, {:.1} a second; making {}, giving up {}",
            self.sessions,
            self.sessions_per_second,
            ms(&self.make_ms),
            ms(&self.cancel_ms)
        )?;
        if let Some(cost) = self.cpu_us_per_session {
            writeln!(f, "  server CPU    {cost:.0} us a session")?;
        }
        writeln!(
            f,
            "  WebSockets    {} opened, {} held; opening {}",
            self.sockets,
            self.sockets_held,
            ms(&self.open_ms)
        )?;
        if let (Some(bytes), Some(cores)) = (self.rss_bytes_per_socket, self.server_cores) {
            writeln!(
                f,
                "  idle sockets  {:.1} kB each, all together {:.1} % of a core",
                bytes / 1e3,
                cores * 100.0
            )?;
        }
        writeln!(f, "  failed        {}", self.failed)?;
        for fault in &self.faults {
            writeln!(f, "                {fault}")?;
        }
        Ok(())
    }
}
