//! A lane: one thread that owns the sockets and engines of many participants. Never waits for anybody but the kernel.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token, Waker};
use nix::sys::time::{TimeSpec, TimeValLike};
use nix::sys::timerfd::{ClockId, Expiration, TimerFd, TimerFlags, TimerSetTimeFlags};
use tokio::sync::oneshot;

use crate::limits::{MERGED_BYTES_MAX, ORDERS_MAX};
use crate::loss::Losses;
use crate::participant::{Participant, Role, Turn};
use crate::receipt::{Counts, delays};

/// What a lane is told.
pub(crate) enum Order {
    Add(u64, Box<Participant>),
    /// From here on packets count.
    Mark(oneshot::Sender<()>),
    /// Nothing is sent any more.
    Stop(oneshot::Sender<()>),
    Remove(u64, oneshot::Sender<Option<Left>>),
    Account(oneshot::Sender<Sum>),
}

/// What a participant leaves behind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Left {
    pub(crate) first: Option<Instant>,
}

/// What a lane has seen, its participants together.
#[derive(Debug)]
pub(crate) struct Sum {
    pub(crate) counts: Counts,
    pub(crate) losses: Losses,
    pub(crate) delays_us: Histogram<u32>,
    pub(crate) late_us: Histogram<u32>,
    /// Players that have seen no packet that counts.
    pub(crate) silent: u64,
    pub(crate) over: u64,
    pub(crate) profiles: BTreeMap<String, u64>,
    pub(crate) first: Vec<(u64, Instant)>,
    pub(crate) ports: Vec<u16>,
}

/// Counters that anybody may read while the lane runs.
#[derive(Debug, Default)]
pub(crate) struct Gauges {
    pub(crate) sent: AtomicU64,
    pub(crate) received: AtomicU64,
    /// The thread's id, for its share of a core.
    pub(crate) thread: AtomicU64,
}

/// The handle of a lane. Dropping it ends the thread.
pub(crate) struct LaneHandle {
    orders: mpsc::SyncSender<Order>,
    waker: Arc<Waker>,
    pub(crate) gauges: Arc<Gauges>,
}

const WAKE: Token = Token(usize::MAX);
const CLOCK: Token = Token(usize::MAX - 1);

impl LaneHandle {
    /// Starts the thread, on one core if that is wanted.
    pub(crate) fn start(core: Option<usize>) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE)?);
        let (orders, incoming) = mpsc::sync_channel(ORDERS_MAX);
        let gauges = Arc::new(Gauges::default());
        let clock = TimerFd::new(
            ClockId::CLOCK_MONOTONIC,
            TimerFlags::TFD_NONBLOCK | TimerFlags::TFD_CLOEXEC,
        )?;
        let fd = clock.as_fd().as_raw_fd();
        poll.registry()
            .register(&mut SourceFd(&fd), CLOCK, Interest::READABLE)?;
        let lane = Lane {
            poll,
            clock,
            orders: incoming,
            participants: BTreeMap::new(),
            timers: BinaryHeap::new(),
            armed: BTreeMap::new(),
            unread: Vec::new(),
            gauges: Arc::clone(&gauges),
            buffer: vec![0; MERGED_BYTES_MAX],
        };
        std::thread::Builder::new()
            .name("lane".into())
            .spawn(move || lane.run(core))?;
        Ok(Self {
            orders,
            waker,
            gauges,
        })
    }

    pub(crate) fn order(&self, order: Order) {
        // The lane ends only with its handle.
        let _ = self.orders.send(order);
        let _ = self.waker.wake();
    }

    pub(crate) async fn ask<T>(
        &self,
        order: impl FnOnce(oneshot::Sender<T>) -> Order,
    ) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.order(order(reply));
        answer.await.ok()
    }
}

impl Drop for LaneHandle {
    fn drop(&mut self) {
        let (closed, _) = mpsc::sync_channel(1);
        self.orders = closed;
        let _ = self.waker.wake();
    }
}

struct Lane {
    poll: Poll,
    clock: TimerFd,
    orders: mpsc::Receiver<Order>,
    participants: BTreeMap<u64, Participant>,
    /// Moments, with who wanted them; what is no longer armed is skipped.
    timers: BinaryHeap<Reverse<(Instant, u64)>>,
    armed: BTreeMap<u64, Instant>,
    /// Who may have more to read than one turn allowed.
    unread: Vec<u64>,
    gauges: Arc<Gauges>,
    buffer: Vec<u8>,
}

impl Lane {
    fn run(mut self, core: Option<usize>) {
        if let Some(core) = core {
            // Elsewhere it measures as well, only less quietly; the report says where threads ran.
            let _ = crate::cores::pin(core);
        }
        let id = u64::try_from(nix::unistd::gettid().as_raw()).unwrap_or_default();
        self.gauges.thread.store(id, Ordering::Relaxed);
        let mut events = Events::with_capacity(1_024);
        while self.turn(&mut events).is_ok() {}
    }

    fn turn(&mut self, events: &mut Events) -> Result<(), Ended> {
        let rest = self.rest();
        if rest.is_some() || self.arm().is_ok() {
            match self.poll.poll(events, rest) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Ended),
            }
        }
        let unread = std::mem::take(&mut self.unread);
        for id in unread {
            self.readable(id);
        }
        for event in events.iter() {
            match event.token() {
                WAKE => self.take_orders()?,
                CLOCK => {
                    let _ = nix::unistd::read(&self.clock, &mut [0; 8]);
                }
                Token(id) => self.readable(id as u64),
            }
        }
        self.due();
        Ok(())
    }

    /// No rest while something is left to read.
    fn rest(&self) -> Option<Duration> {
        (!self.unread.is_empty()).then_some(Duration::ZERO)
    }

    /// Sets the clock to the next deadline, finer than epoll's milliseconds.
    fn arm(&mut self) -> nix::Result<()> {
        while let Some(Reverse((at, id))) = self.timers.peek() {
            if self.armed.get(id) == Some(at) {
                break;
            }
            self.timers.pop();
        }
        let Some(Reverse((at, _))) = self.timers.peek() else {
            return self.clock.unset();
        };
        let rest = at
            .saturating_duration_since(Instant::now())
            .max(Duration::from_nanos(1));
        let rest = i64::try_from(rest.as_nanos()).unwrap_or(i64::MAX);
        self.clock.set(
            Expiration::OneShot(TimeSpec::nanoseconds(rest)),
            TimerSetTimeFlags::empty(),
        )
    }

    fn due(&mut self) {
        let now = Instant::now();
        while let Some(Reverse((at, id))) = self.timers.peek().copied() {
            if at > now {
                break;
            }
            self.timers.pop();
            if self.armed.get(&id) != Some(&at) {
                continue;
            }
            self.armed.remove(&id);
            if let Some(participant) = self.participants.get_mut(&id) {
                let turn = participant.handle_due(now);
                self.count(turn);
            }
            self.rearm(id);
        }
    }

    fn rearm(&mut self, id: u64) {
        let due = self.participants.get(&id).and_then(Participant::due);
        match due {
            Some(due) if self.armed.get(&id) != Some(&due) => {
                self.armed.insert(id, due);
                self.timers.push(Reverse((due, id)));
            }
            Some(_) => {}
            None => drop(self.armed.remove(&id)),
        }
    }

    fn readable(&mut self, id: u64) {
        let Some(participant) = self.participants.get_mut(&id) else {
            return;
        };
        let (turn, more) = participant.handle_readable(&mut self.buffer);
        if more {
            self.unread.push(id);
        }
        self.count(turn);
        self.rearm(id);
    }

    fn count(&self, turn: Turn) {
        self.gauges.sent.fetch_add(turn.sent, Ordering::Relaxed);
        self.gauges
            .received
            .fetch_add(turn.received, Ordering::Relaxed);
    }

    fn take_orders(&mut self) -> Result<(), Ended> {
        loop {
            match self.orders.try_recv() {
                Ok(order) => self.take(order),
                Err(mpsc::TryRecvError::Empty) => return Ok(()),
                Err(mpsc::TryRecvError::Disconnected) => return Err(Ended),
            }
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Add(id, participant) => self.add(id, *participant),
            Order::Mark(done) => {
                self.senders(crate::sender::Sender::mark);
                let _ = done.send(());
            }
            Order::Stop(done) => {
                self.senders(crate::sender::Sender::stop);
                let _ = done.send(());
            }
            Order::Remove(id, done) => {
                let _ = done.send(self.remove(id));
            }
            Order::Account(reply) => {
                let _ = reply.send(self.sum());
            }
        }
    }

    fn senders(&mut self, each: impl Fn(&mut crate::sender::Sender)) {
        for participant in self.participants.values_mut() {
            if let Role::Publishes(sender) = &mut participant.role {
                each(sender);
            }
        }
    }

    fn add(&mut self, id: u64, mut participant: Participant) {
        let token = Token(usize::try_from(id).unwrap_or_default());
        let (source, interest) = participant.line.source();
        let registered = self.poll.registry().register(source, token, interest);
        if registered.is_err() {
            return;
        }
        participant.drain();
        self.participants.insert(id, participant);
        self.rearm(id);
    }

    fn remove(&mut self, id: u64) -> Option<Left> {
        self.armed.remove(&id);
        let mut participant = self.participants.remove(&id)?;
        let _ = self.poll.registry().deregister(participant.line.source().0);
        let first = match &participant.role {
            Role::Plays(listener) => listener.first,
            Role::Publishes(_) | Role::Idles => None,
        };
        Some(Left { first })
    }

    fn sum(&self) -> Sum {
        let mut sum = Sum {
            counts: Counts::default(),
            losses: Losses::default(),
            delays_us: delays(),
            late_us: delays(),
            silent: 0,
            over: 0,
            profiles: BTreeMap::new(),
            first: Vec::new(),
            ports: Vec::new(),
        };
        for (id, participant) in &self.participants {
            sum.take(*id, participant);
        }
        sum
    }
}

/// The handle is gone, or the kernel would not let us wait.
struct Ended;

impl Sum {
    /// Both together.
    pub(crate) fn with(mut self, other: Self) -> Self {
        self.counts.add(other.counts);
        self.losses.add(other.losses);
        // Bounds are equal, so nothing can fail to fit.
        let _ = self.delays_us.add(&other.delays_us);
        let _ = self.late_us.add(&other.late_us);
        self.silent = self.silent.saturating_add(other.silent);
        self.over = self.over.saturating_add(other.over);
        for (profile, count) in other.profiles {
            let sum = self.profiles.entry(profile).or_default();
            *sum = sum.saturating_add(count);
        }
        self.first.extend(other.first);
        self.ports.extend(other.ports);
        self
    }

    fn take(&mut self, id: u64, participant: &Participant) {
        self.ports.extend(participant.line.udp_port());
        self.over = self.over.saturating_add(u64::from(participant.is_over()));
        if let Some(profile) = participant.profile() {
            let count = self.profiles.entry(format!("{profile:?}")).or_default();
            *count = count.saturating_add(1);
        }
        match &participant.role {
            Role::Publishes(sender) => {
                // Bounds are equal, so nothing can fail to fit.
                let _ = self.late_us.add(sender.late_us());
            }
            Role::Plays(listener) => {
                let _ = self.delays_us.add(listener.receipt.delays_us());
                self.first.extend(listener.first.map(|first| (id, first)));
                if let Some(thief) = &listener.thief {
                    self.losses.add(thief.losses());
                }
                if listener.counting() {
                    self.counts.add(listener.receipt.counts());
                } else {
                    self.silent = self.silent.saturating_add(1);
                }
            }
            Role::Idles => {}
        }
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        let pairs = [
            (&mut self.packets, other.packets),
            (&mut self.bytes, other.bytes),
            (&mut self.doubles, other.doubles),
            (&mut self.late, other.late),
            (&mut self.gaps, other.gaps),
            (&mut self.opened, other.opened),
            (&mut self.unopened, other.unopened),
        ];
        for (sum, more) in pairs {
            *sum = sum.saturating_add(more);
        }
    }
}
