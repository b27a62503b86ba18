//! A shard: one thread that owns its sockets, its ICE-TCP connections and a media core. A turn takes what is there, up to
//! its budget, with one reading of the clock, and sends once at its end. It locks only to leave its counts, once a second.

mod carry;
mod receive;

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_sfu_core::Core;
use lotse_sfu_core::config::{CoreConfig, Egress};
use lotse_sfu_core::datagram::Transport;
use lotse_sfu_core::ufrag::Shard as ShardNumber;
use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token, Waker};
use tokio::sync::mpsc;

use crate::clock;
use crate::counts::SnapshotPlace;
use crate::engine::{Engine, Told, add};
use crate::limits::{ORDERS_PER_TURN_MAX, SNAPSHOT_INTERVAL, STREAM_SWEEP_INTERVAL};
use crate::order::{Inbox, Mailbox};
use crate::steer::{Flows, Siblings};
use crate::udp::{Arena, UdpPort};

const MAIL: Token = Token(0);
const FIRST_PORT: usize = 1;
const EVENTS_PER_TURN: usize = 256;
/// The shortest rest between two turns that only a deadline asks for, so that no deadline in the past spins the thread.
const REST_MIN: Duration = Duration::from_millis(1);
/// The longest rest: nothing depends on it.
const REST_MAX: Duration = Duration::from_secs(60);

/// What a shard begins with.
pub(crate) struct Beginning {
    pub(crate) core: CoreConfig,
    /// UDP sockets, each with the address that clients are told.
    pub(crate) ports: Vec<(std::net::UdpSocket, SocketAddr)>,
    /// TCP sockets of its own for ICE-TCP, each with the address that clients are told.
    pub(crate) doors: Vec<(std::net::TcpListener, SocketAddr)>,
    pub(crate) facts: mpsc::Sender<Told>,
    pub(crate) snapshot: SnapshotPlace,
    pub(crate) siblings: Siblings,
}

/// A shard, to be run by a thread of its own.
pub(crate) struct Shard {
    number: ShardNumber,
    poll: Poll,
    inbox: Inbox,
    siblings: Siblings,
    /// Flows with a socket of their own.
    flows: Flows,
    engine: Engine,
    arena: Arena,
    doors: Vec<Door>,
    /// Which ports may have more to receive.
    unread_ports: Vec<bool>,
    mail: Mail,
    /// The number of the next socket that is opened while running.
    next_number: usize,
    sweep_at: Instant,
    snapshot: SnapshotPlace,
    snapshot_at: Instant,
    counts: Counts,
}

/// A TCP socket for ICE-TCP.
struct Door {
    socket: TcpListener,
    advertised: SocketAddr,
    unread: bool,
}

/// Whether orders and strays may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mail {
    None,
    Strays,
    Waiting,
}

/// Whether the counts have changed since they were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Left,
    Changed,
}

/// Whether the thread goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    On,
    Stop,
}

impl Shard {
    /// Prepares a shard; gives it and the way to ask it.
    pub(crate) fn new(beginning: Beginning) -> io::Result<(Self, Mailbox)> {
        let poll = Poll::new()?;
        let (mailbox, inbox) = Mailbox::new(Waker::new(poll.registry(), MAIL)?);
        let mut ports = Vec::new();
        for (socket, advertised) in beginning.ports {
            let mut port = UdpPort::new(socket, advertised)?;
            let token = Token(FIRST_PORT.saturating_add(ports.len()));
            poll.registry()
                .register(&mut port.socket, token, Interest::READABLE)?;
            ports.push(port);
        }
        let mut doors = Vec::new();
        for (socket, advertised) in beginning.doors {
            let mut socket = TcpListener::from_std(socket);
            let token = FIRST_PORT
                .saturating_add(ports.len())
                .saturating_add(doors.len());
            poll.registry()
                .register(&mut socket, Token(token), Interest::READABLE)?;
            doors.push(Door {
                socket,
                advertised,
                unread: false,
            });
        }
        let now = Instant::now();
        let number = beginning.core.shard;
        let segments_max = ports.iter().map(UdpPort::segments_max).min().unwrap_or(1);
        let egress = Egress::Lane {
            train_max: segments_max,
        };
        let core = Core::with_egress(beginning.core, egress, now, clock::wall());
        let next_number = FIRST_PORT
            .saturating_add(ports.len())
            .saturating_add(doors.len());
        let shard = Self {
            number,
            poll,
            inbox,
            siblings: beginning.siblings,
            flows: Flows::default(),
            unread_ports: vec![false; ports.len()],
            engine: Engine::new(core, ports, segments_max, beginning.facts, now),
            arena: Arena::new(),
            doors,
            mail: Mail::None,
            next_number,
            sweep_at: now,
            snapshot: beginning.snapshot,
            snapshot_at: now,
            counts: Counts::Changed,
        };
        Ok((shard, mailbox))
    }

    /// Runs until it is told to stop.
    pub(crate) fn run(mut self) {
        let mut events = Events::with_capacity(EVENTS_PER_TURN);
        loop {
            let rest = self.rest();
            if let Err(error) = self.poll.poll(&mut events, Some(rest))
                && error.kind() != io::ErrorKind::Interrupted
            {
                tracing::error!(%error, shard = self.number.number(), "a shard cannot wait for its sockets and ends");
                return;
            }
            self.engine.now = Instant::now();
            if self.turn(&events) == Flow::Stop {
                return;
            }
        }
    }

    fn turn(&mut self, events: &Events) -> Flow {
        for event in events {
            self.counts = Counts::Changed;
            // A reset may come without anything to read; reading finds it out.
            let readable = event.is_readable() || event.is_read_closed() || event.is_error();
            self.note(event.token(), readable, event.is_writable());
        }
        let flow = self.carry_orders();
        self.take_strays();
        self.receive_ports();
        self.receive_flows();
        self.accept_streams();
        self.read_streams();
        if self.engine.tell_time() {
            add(&mut self.engine.counts.woken_by_deadline, 1);
            self.counts = Counts::Changed;
        }
        if self.sweep_at <= self.engine.now {
            self.sweep();
        }
        self.engine.flush();
        let due = self.counts == Counts::Changed && self.snapshot_at <= self.engine.now;
        if due || flow == Flow::Stop {
            self.leave_snapshot();
        }
        flow
    }

    fn note(&mut self, token: Token, readable: bool, writable: bool) {
        if token == MAIL {
            self.mail = Mail::Waiting;
            add(&mut self.engine.counts.woken_by_orders, 1);
            return;
        }
        add(&mut self.engine.counts.woken_by_packets, 1);
        let number = token.0.saturating_sub(FIRST_PORT);
        if let Some(unread) = self.unread_ports.get_mut(number) {
            *unread = true;
            return;
        }
        let number = number.saturating_sub(self.unread_ports.len());
        if let Some(door) = self.doors.get_mut(number) {
            door.unread = true;
            return;
        }
        if self.flows.read_later(token.0) {
            return;
        }
        if readable {
            self.engine.streams.read_later(token.0);
        }
        if writable {
            let now = self.engine.now;
            let engine = &mut self.engine;
            engine.streams.write(token.0, now, &mut engine.counts);
        }
    }

    fn carry_orders(&mut self) -> Flow {
        if self.mail != Mail::Waiting {
            return Flow::On;
        }
        for _ in 0..ORDERS_PER_TURN_MAX {
            let Ok(order) = self.inbox.orders.try_recv() else {
                self.mail = Mail::Strays;
                return Flow::On;
            };
            if self.carry(order) == Flow::Stop {
                return Flow::Stop;
            }
        }
        Flow::On
    }

    fn sweep(&mut self) {
        let now = self.engine.now;
        let engine = &mut self.engine;
        engine.streams.sweep(now, &mut engine.counts);
        let core = &engine.core;
        self.flows
            .sweep(|source| core.serves(Transport::Udp, source));
        self.sweep_at = later(now, STREAM_SWEEP_INTERVAL);
    }

    /// Leaves the counts, and takes the occasion to tell the core of a wall clock that was set.
    fn leave_snapshot(&mut self) {
        self.engine.core.handle_wall(self.engine.now, clock::wall());
        self.engine.drain();
        self.engine.flush();
        self.snapshot.put(self.engine.snapshot());
        self.counts = Counts::Left;
        self.snapshot_at = later(self.engine.now, SNAPSHOT_INTERVAL);
    }

    /// How long nothing needs to be done unless something comes.
    fn rest(&self) -> Duration {
        let busy = self.mail != Mail::None
            || self.unread_ports.contains(&true)
            || self.doors.iter().any(|door| door.unread)
            || self.flows.any_unread()
            || self.engine.streams.any_unread();
        if busy {
            return Duration::ZERO;
        }
        let now = self.engine.now;
        let mut rest = self.engine.wake_at.saturating_duration_since(now);
        if self.engine.streams.len() > 0 || self.flows.len() > 0 {
            rest = rest.min(self.sweep_at.saturating_duration_since(now));
        }
        // The last counts of a burst are left a second later at most; an idle shard is not woken for them again.
        if self.counts == Counts::Changed {
            rest = rest.min(self.snapshot_at.saturating_duration_since(now));
        }
        rest.clamp(REST_MIN, REST_MAX)
    }
}

fn later(now: Instant, by: Duration) -> Instant {
    now.checked_add(by).unwrap_or(now)
}
