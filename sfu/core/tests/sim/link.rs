//! The network between browsers and node: delay, jitter (and so reordering), loss and duplicates, by seed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_sfu_core::datagram::Transport;

use crate::chance::Chance;

/// How bad the network is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    pub(crate) delay_ms: u64,
    pub(crate) jitter_ms: u64,
    pub(crate) loss_percent: u64,
    pub(crate) double_percent: u64,
}

impl Weather {
    pub(crate) const FAIR: Self = Self {
        delay_ms: 10,
        jitter_ms: 0,
        loss_percent: 0,
        double_percent: 0,
    };
}

#[derive(Debug, Clone)]
pub(crate) struct Packet {
    pub(crate) transport: Transport,
    pub(crate) from: SocketAddr,
    pub(crate) to: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) struct Links {
    pub(crate) weather: Weather,
    chance: Chance,
    under_way: BTreeMap<(Instant, u64), Packet>,
    sent: u64,
}

impl Links {
    pub(crate) fn new(weather: Weather, chance: Chance) -> Self {
        Self {
            weather,
            chance,
            under_way: BTreeMap::new(),
            sent: 0,
        }
    }

    pub(crate) fn send(&mut self, now: Instant, packet: Packet) {
        let Weather {
            delay_ms,
            jitter_ms,
            loss_percent,
            double_percent,
        } = self.weather;
        // TCP neither loses nor doubles, and keeps its order.
        let reliable = packet.transport == Transport::Tcp;
        if !reliable && self.chance.percent(loss_percent) {
            return;
        }
        let copies = if !reliable && self.chance.percent(double_percent) {
            2
        } else {
            1
        };
        for _ in 0..copies {
            let jitter = if reliable {
                0
            } else {
                self.chance.below(jitter_ms * 1_000 + 1)
            };
            let at = now + Duration::from_micros(delay_ms * 1_000 + jitter);
            self.sent += 1;
            self.under_way.insert((at, self.sent), packet.clone());
        }
    }

    pub(crate) fn next_at(&self) -> Option<Instant> {
        self.under_way.first_key_value().map(|((at, _), _)| *at)
    }

    /// The next packet, if it is due and goes to that address.
    pub(crate) fn pop_due_to(&mut self, now: Instant, to: SocketAddr) -> Option<Packet> {
        let ((at, _), packet) = self.under_way.first_key_value()?;
        if *at > now || packet.to != to {
            return None;
        }
        self.pop_due(now)
    }

    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<Packet> {
        if self.next_at()? > now {
            return None;
        }
        self.under_way.pop_first().map(|(_, packet)| packet)
    }
}
