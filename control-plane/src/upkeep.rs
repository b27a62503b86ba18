//! Once a minute, and at the start: has everybody who helps judged again, gives sessions whose node is gone another one, and
//! tells nodes again what they must know, which renews their leases. Never decides.

use std::sync::Arc;
use std::time::Duration;

use lotse_domain::session::Event;
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::limits::{PAGES_RETURN_WITHIN, UPKEEP_FIRST_AFTER, UPKEEP_INTERVAL};
use crate::operators;
use crate::review;
use crate::sessions::{self, Cause, SessionFault};

/// Runs until stopped.
pub(crate) async fn run(app: Arc<App>, stop: CancellationToken) {
    let mut wait: Duration = UPKEEP_FIRST_AFTER;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = UPKEEP_INTERVAL;
        let running = match app.store.running().await {
            Ok(running) => running,
            Err(fault) => {
                tracing::error!(%fault, "the upkeep cannot read the store");
                continue;
            }
        };
        for id in running {
            let done = match look_after(&app, id).await {
                Err(fault) if fault.is_ours() => sessions::give_up(&app, id, None).await,
                other => other,
            };
            if let Err(fault) = done {
                tracing::warn!(session = %id, %fault, "a session could not be looked after");
            }
        }
    }
}

/// Sockets do not survive a restart: whose page has not come back by now is told to the machine as gone.
pub(crate) async fn pages_gone(app: Arc<App>, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => return,
        () = tokio::time::sleep(PAGES_RETURN_WITHIN) => {}
    }
    let running = loop {
        match app.store.running().await {
            Ok(running) => break running,
            Err(fault) => tracing::error!(%fault, "which pages are gone cannot be read yet"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PAGES_RETURN_WITHIN) => {}
        }
    };
    for id in running {
        let Ok(Some(session)) = app.store.session(id).await else {
            continue;
        };
        let sharer = session
            .sharer()
            .map(|seat| (seat.participant(), seat.user()));
        let helpers = session.helpers().iter();
        let seats: Vec<(ParticipantId, UserId)> = helpers
            .map(|seat| (seat.participant(), seat.user()))
            .chain(sharer)
            .collect();
        for (by, user) in seats {
            let hub = app.hub.clone();
            let told = sessions::change(&app, id, Cause::default(), move |_| {
                let here = hub.is_here(id, user);
                Ok((!here).then_some(Event::PageClosed { by }))
            })
            .await;
            if let Err(fault) = told {
                tracing::debug!(session = %id, %fault, "a page that is gone is nobody's any more");
            }
        }
    }
}

async fn look_after(app: &Arc<App>, id: SessionId) -> Result<(), SessionFault> {
    let Some(session) = app.store.session(id).await? else {
        return Ok(operators::tell(app, id).await?);
    };
    review::session(app, &session).await?;
    let Some(session) = app.store.session(id).await? else {
        return Ok(());
    };
    if session.place().is_some() {
        match sessions::place(app, &session, Cause::default()).await {
            // Nobody to go to: the session's own timers see to the end.
            Ok(()) | Err(SessionFault::NoNode) => {}
            Err(other) => return Err(other),
        }
    }
    sessions::tell_again(app, id).await?;
    Ok(())
}
