//! Hears the nodes: each fact becomes an event of its session, and is acknowledged once what came of it is stored. A fact that
//! comes again after a restart changes nothing twice. Never acknowledges what is not stored.

use std::sync::Arc;
use std::time::Duration;

use lotse_cluster::FactFeed;
use lotse_domain::audit::{Action, Actor, Decision, Target};
use lotse_domain::media;
use lotse_protocol::bus::{Fact, RefusedWhy, Seen};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::token::NodePlace;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::now;
use crate::limits::{FACT_PAUSE_AFTER_FAULT, FACTS_DRAIN_MAX};
use crate::operators;
use crate::sessions::{self, Cause, SessionFault};
use crate::store::StoreFault;

/// Runs until stopped or until every node's end is gone. What nodes said before the stop is stored, as far as time allows.
pub(crate) async fn run(app: Arc<App>, mut feed: FactFeed, stop: CancellationToken) {
    loop {
        let fact = tokio::select! {
            () = stop.cancelled() => break,
            fact = feed.next() => fact,
        };
        let Some(fact) = fact else { return };
        if !hear(&app, &feed, &fact, &stop).await {
            break;
        }
    }
    if timeout(FACTS_DRAIN_MAX, drain(&app, &mut feed))
        .await
        .is_err()
    {
        tracing::warn!("not every fact could be stored before the end");
    }
}

async fn drain(app: &Arc<App>, feed: &mut FactFeed) {
    // Stopped already: one that cannot be stored is not tried again.
    let stopped = CancellationToken::new();
    stopped.cancel();
    while let Some(fact) = feed.next_now() {
        if !hear(app, feed, &fact, &stopped).await {
            return;
        }
    }
}

/// Stores a fact and says so. `false` when it was stopped before that.
async fn hear(app: &Arc<App>, feed: &FactFeed, fact: &Fact, stop: &CancellationToken) -> bool {
    while let Err(fault) = store_or_give_up(app, fact).await {
        tracing::error!(%fault, "a fact could not be stored; trying again");
        if pause(stop, FACT_PAUSE_AFTER_FAULT).await {
            return false;
        }
    }
    feed.acknowledge(fact.place, fact.number);
    app.metrics.fact();
    true
}

/// Whether it was stopped meanwhile.
async fn pause(stop: &CancellationToken, time: Duration) -> bool {
    tokio::select! {
        () = stop.cancelled() => true,
        () = tokio::time::sleep(time) => false,
    }
}

/// A session that cannot take its facts ends, so that it does not stop everybody else's.
async fn store_or_give_up(app: &Arc<App>, fact: &Fact) -> Result<(), SessionFault> {
    match (store(app, fact).await, fact.session) {
        (Err(fault), Some(id)) if fault.is_ours() => {
            sessions::give_up(app, id, Some((fact.place, fact.number))).await
        }
        (other, _) => other,
    }
}

async fn store(app: &Arc<App>, fact: &Fact) -> Result<(), SessionFault> {
    let seen = app.store.seen(fact.place).await?;
    if seen.is_some_and(|last| fact.number <= last) {
        return Ok(());
    }
    if let Seen::Refused { why, participant } = &fact.what {
        app.metrics.token_refused(why.text());
        // Anybody can send rubbish, so a stranger's tries are only counted once there are many.
        let known = participant.is_some();
        let told = known || stranger_row(app);
        match told {
            true => refused(app, fact, *participant, *why).await?,
            false => app.store.mark_seen(fact.place, fact.number).await?,
        }
        return Ok(());
    }
    match fact.session {
        Some(session) => in_session(app, session, fact).await?,
        None => app.store.mark_seen(fact.place, fact.number).await?,
    }
    Ok(())
}

async fn in_session(app: &Arc<App>, id: SessionId, fact: &Fact) -> Result<(), SessionFault> {
    let number: (NodePlace, u64) = (fact.place, fact.number);
    let cause = Cause {
        seen: Some(number),
        ..Cause::default()
    };
    let (what, place) = (fact.what.clone(), fact.place);
    let changed = sessions::change(app, id, cause, move |session| {
        // What a node says of a session that has moved on to another is about legs that are no more.
        let theirs = session.place() == Some(place);
        Ok(media::event(session, &what).filter(|_| theirs))
    })
    .await;
    match changed {
        Ok(_) => Ok(()),
        // It came too late to matter. What the timers did with it is stored, so only the fact may be left to be marked.
        Err(SessionFault::Fault(fault)) => {
            tracing::debug!(session = %id, %fault, "a fact came late");
            Ok(app.store.mark_seen(fact.place, fact.number).await?)
        }
        Err(SessionFault::NotFound) => {
            operators::saw(app, id, fact.place, &fact.what).await?;
            Ok(app.store.mark_seen(fact.place, fact.number).await?)
        }
        Err(other) => Err(other),
    }
}

fn stranger_row(app: &App) -> bool {
    let mut rows = app.stranger_rows.lock();
    let room = rows.check(now(), &()).is_ok();
    if room {
        rows.count(now(), &());
    }
    room
}

/// A refused token is worth a row, written together with how far the node's facts are stored: somebody may be trying doors.
async fn refused(
    app: &App,
    fact: &Fact,
    participant: Option<ParticipantId>,
    why: RefusedWhy,
) -> Result<(), StoreFault> {
    app.store
        .audit_seen(
            app.chain(),
            now(),
            (fact.place, fact.number),
            (Actor::System, Action::MediaRefused),
            |entry| {
                entry.session = fact.session;
                entry.decision = Some(Decision::Deny);
                entry.reason = Some(why.text().to_owned());
                entry.target = participant.map(|participant| Target::Participant { participant });
            },
        )
        .await
}
