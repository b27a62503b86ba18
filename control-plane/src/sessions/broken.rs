//! Sessions that cannot go on by our fault: they end, each for itself, so that everybody else's go on. Never gives a session up
//! for a fault that may pass.

use std::sync::Arc;

use lotse_domain::session::Event;
use lotse_protocol::api::SessionState;
use lotse_protocol::bus::Command;
use lotse_protocol::end::EndReason;
use lotse_protocol::id::SessionId;
use lotse_protocol::token::NodePlace;

use super::{Cause, SessionFault, change, send};
use crate::app::App;
use crate::clock::now;
use crate::hub::Newest;

/// Ends a session, even one that cannot be read; `seen` is the node's fact that is stored with it.
pub(crate) async fn give_up(
    app: &Arc<App>,
    id: SessionId,
    seen: Option<(NodePlace, u64)>,
) -> Result<(), SessionFault> {
    let cause = Cause {
        seen,
        ..Cause::default()
    };
    match change(app, id, cause, |_| Ok(Some(Event::Fail))).await {
        Ok(_) => {
            tracing::error!(session = %id, "a session was ended by our fault");
            Ok(())
        }
        // It is over.
        Err(SessionFault::Fault(_)) => match seen {
            Some((place, number)) => Ok(app.store.mark_seen(place, number).await?),
            None => Ok(()),
        },
        Err(fault) if fault.is_ours() => unreadable(app, id, seen).await,
        // An operator's session has no machine.
        Err(SessionFault::NotFound) => unreadable(app, id, seen).await,
        Err(fault) => Err(fault),
    }
}

async fn unreadable(
    app: &App,
    id: SessionId,
    seen: Option<(NodePlace, u64)>,
) -> Result<(), SessionFault> {
    let reason = EndReason::ServiceError;
    let ended = app
        .store
        .end_unreadable(app.chain(), id, seen, now())
        .await?;
    let Some(ended) = ended else {
        return Ok(());
    };
    tracing::error!(session = %id, "a session that cannot be read was ended");
    app.metrics.session_ended(reason);
    app.told.forget(id);
    let newest = Newest {
        version: ended.version,
        state: SessionState::Ended,
        reason: Some(reason),
    };
    app.hub.tell(id, newest);
    if let Some(place) = ended.place {
        let end = Command::End {
            session: id,
            reason,
        };
        send(app, place, vec![end]).await;
    }
    Ok(())
}
