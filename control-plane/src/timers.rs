//! Keeps time: one task that sleeps until the next deadline in the store, so that timers survive a restart. Never decides
//! what a timer does.

use std::sync::Arc;
use std::time::Duration;

use lotse_protocol::id::SessionId;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::now;
use crate::limits::{TIMER_BATCH_MAX, TIMER_PAUSE_AFTER_FAULT, TIMER_SLEEP_MAX};
use crate::operators;
use crate::sessions::{self, Cause, SessionFault};
use crate::store::StoreFault;

/// Runs until stopped.
pub(crate) async fn run(app: Arc<App>, stop: CancellationToken) {
    loop {
        let pause = match turn(&app).await {
            Ok(pause) => pause,
            Err(fault) => {
                tracing::error!(%fault, "the timers cannot read the store");
                TIMER_PAUSE_AFTER_FAULT
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            () = app.deadlines.notified() => {}
        }
    }
}

/// Fires what is due and says how long to sleep.
async fn turn(app: &Arc<App>) -> Result<Duration, StoreFault> {
    let mut failed = false;
    for id in app.store.due(now(), TIMER_BATCH_MAX).await? {
        let fired = match fire(app, id).await {
            Err(fault) if fault.is_ours() => sessions::give_up(app, id, None).await,
            other => other,
        };
        // One session's fault stops nobody else's timers.
        if let Err(fault) = fired {
            tracing::error!(session = %id, %fault, "a timer did not fire");
            failed = true;
        }
    }
    if failed {
        return Ok(TIMER_PAUSE_AFTER_FAULT);
    }
    let next = app.store.next_deadline().await?;
    Ok(next.map_or(TIMER_SLEEP_MAX, |at| at.since(now()).min(TIMER_SLEEP_MAX)))
}

async fn fire(app: &Arc<App>, id: SessionId) -> Result<(), SessionFault> {
    // Any change fires what is due first, so one that changes nothing else is a tick.
    match sessions::change(app, id, Cause::default(), |_| Ok(None)).await {
        Ok(_) => Ok(()),
        Err(SessionFault::NotFound) => Ok(operators::expire(app, id).await?),
        Err(fault) => Err(fault),
    }
}
