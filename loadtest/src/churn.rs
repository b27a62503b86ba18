//! People who come and go while packets count, and a storm of people who come at one moment. Never retries a join.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use crate::account::{Comings, Percentiles};
use crate::join::{Ground, join, leave};
use crate::limits::FAULTS_TOLD_MAX;
use crate::party::{holders, newcomers};
use crate::sender::Marks;
use crate::tokens::Tokens;

/// Sessions of two that have their tokens and wait for their moment.
pub(crate) struct Waiting {
    sessions: Vec<(String, Vec<String>)>,
}

/// What came of them.
#[derive(Default)]
pub(crate) struct Came {
    dtls_ms: Vec<f64>,
    first_ms: Vec<f64>,
    faults: Vec<String>,
    failed: u64,
}

impl Waiting {
    pub(crate) async fn of(tokens: &Tokens, participants: u64) -> anyhow::Result<Self> {
        let sessions: Vec<String> = (0..participants.div_ceil(2))
            .map(|_| format!("ses_{}", Uuid::now_v7()))
            .collect();
        let tokens = tokens.of(&holders(&sessions, 2)).await?;
        let pairs = tokens.chunks(2).map(<[String]>::to_vec);
        Ok(Self {
            sessions: sessions.into_iter().zip(pairs).collect(),
        })
    }

    /// They come at even distances, stay for a while and leave.
    pub(crate) async fn come_and_go(
        self,
        ground: Arc<Ground>,
        per_second: u32,
        stay: Duration,
    ) -> Comings {
        let started = Instant::now();
        let distance = Duration::from_secs(2).checked_div(per_second);
        let mut clock = tokio::time::interval(distance.unwrap_or(Duration::from_secs(1)));
        let mut out = JoinSet::new();
        for (session, tokens) in self.sessions {
            clock.tick().await;
            out.spawn(visit(Arc::clone(&ground), session, tokens, stay));
        }
        let coming = started.elapsed();
        gather(out).await.account(coming)
    }

    /// They come all at once, and leave when all have come.
    pub(crate) async fn storm(self, ground: Arc<Ground>) -> Comings {
        let mut out = JoinSet::new();
        for (session, tokens) in self.sessions {
            let stay = Duration::from_secs(2);
            out.spawn(visit(Arc::clone(&ground), session, tokens, stay));
        }
        let came = gather(out).await;
        let last_ms = came.dtls_ms.iter().copied().fold(0.0, f64::max);
        came.account(Duration::from_secs_f64(last_ms / 1e3))
    }
}

/// Both at once: neither waits for the other, as after an outage.
async fn visit(ground: Arc<Ground>, session: String, tokens: Vec<String>, stay: Duration) -> Came {
    let marks = Arc::new(Marks::default());
    let mut seats = Vec::new();
    let mut came = Came::default();
    let mut joining = JoinSet::new();
    for newcomer in newcomers(&session, tokens, &marks) {
        let ground = Arc::clone(&ground);
        joining.spawn(async move { join(&ground, newcomer).await });
    }
    while let Some(joined) = joining.join_next().await {
        match joined {
            Ok(Ok(seat)) => seats.push(seat),
            Ok(Err(fault)) => came.fault(fault.to_string()),
            Err(fault) => came.fault(fault.to_string()),
        }
    }
    tokio::time::sleep(stay).await;
    for seat in seats {
        came.dtls_ms.push(seat.times.dtls.as_secs_f64() * 1e3);
        if let Ok(Some(first)) = leave(&ground, &seat).await {
            let took = first.saturating_duration_since(seat.times.posted);
            came.first_ms.push(took.as_secs_f64() * 1e3);
        }
    }
    came
}

async fn gather(mut out: JoinSet<Came>) -> Came {
    let mut all = Came::default();
    while let Some(one) = out.join_next().await {
        let Ok(one) = one else { continue };
        all.dtls_ms.extend(one.dtls_ms);
        all.first_ms.extend(one.first_ms);
        all.failed = all.failed.saturating_add(one.failed);
        all.faults.extend(one.faults);
        all.faults.truncate(FAULTS_TOLD_MAX);
    }
    all
}

impl Came {
    fn fault(&mut self, fault: String) {
        self.failed = self.failed.saturating_add(1);
        self.faults.push(fault);
    }

    fn account(self, coming: Duration) -> Comings {
        let joined = self.dtls_ms.len() as u64;
        Comings {
            joined,
            failed: self.failed,
            faults: self.faults,
            per_second: joined as f64 / coming.as_secs_f64().max(0.001),
            join_ms: Percentiles::of_values(&self.dtls_ms),
            first_packet_ms: Percentiles::of_values(&self.first_ms),
        }
    }
}
