//! Asks the rules again about everybody who helps or offers to: when something they judge by has changed, and from the upkeep.
//! Never decides.

use std::sync::Arc;

use lotse_domain::session::{Event, Session};
use lotse_protocol::api::SessionState;
use lotse_protocol::id::{ParticipantId, UserId};
use lotse_protocol::role::MediaRole;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::now;
use crate::judge::{self, Case};
use crate::limits::RULES_LOOK_INTERVAL;
use crate::sessions::{self, Cause, SessionFault};
use crate::store::{ChangedFor, JudgedBy, StoreFault};

/// Runs until stopped: looks whether the rules or those they judge have changed, and asks about the sessions concerned.
pub(crate) async fn run(app: Arc<App>, stop: CancellationToken) {
    let mut last = None;
    loop {
        match look(&app, last.as_ref()).await {
            Ok(newest) => last = Some(newest),
            Err(fault) => tracing::error!(%fault, "a changed rule is not in force yet"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(RULES_LOOK_INTERVAL) => {}
        }
    }
}

async fn look(app: &Arc<App>, last: Option<&JudgedBy>) -> Result<JudgedBy, StoreFault> {
    let newest = app.store.judged_by(app.tenant).await?;
    // What there was before the first look is the upkeep's.
    let changed = last.map(|last| newest.since(last));
    let concerns = |session: &Session| match &changed {
        Some(ChangedFor::Everybody) => true,
        Some(ChangedFor::People(people)) => session.users().any(|id| people.contains(&id.text())),
        None => false,
    };
    match &changed {
        Some(ChangedFor::People(people)) if people.is_empty() => return Ok(newest),
        None => return Ok(newest),
        Some(ChangedFor::Everybody | ChangedFor::People(_)) => {}
    }
    for id in app.store.running().await? {
        let Some(known) = app.store.session(id).await?.filter(concerns) else {
            continue;
        };
        if let Err(fault) = session(app, &known).await {
            tracing::warn!(session = %id, %fault, "a session could not be judged again");
        }
    }
    Ok(newest)
}

/// A role may be gone, a device no longer compliant, an account disabled.
pub(crate) async fn session(app: &Arc<App>, session: &Session) -> Result<(), SessionFault> {
    match session.state() {
        SessionState::Open | SessionState::Joining => offer(app, session).await,
        SessionState::Trust
        | SessionState::Capture
        | SessionState::Connecting
        | SessionState::Live
        | SessionState::Paused
        | SessionState::Interrupted
        | SessionState::HelperLost => seats(app, session).await,
        SessionState::Ended => Ok(()),
    }
}

/// While the code is open there is only the helper to judge, and only a no changes anything.
async fn offer(app: &Arc<App>, session: &Session) -> Result<(), SessionFault> {
    let Some((helper, Err(refusal))) = judge::offer_stands(app, session).await? else {
        return Ok(());
    };
    let reviewed = sessions::change(app, session.id(), Cause::default(), move |session| {
        let open = matches!(session.state(), SessionState::Open | SessionState::Joining);
        let verdict = Err(refusal);
        Ok(open.then_some(Event::AccessReviewed { helper, verdict }))
    });
    late_is_fine(reviewed.await)
}

async fn seats(app: &Arc<App>, session: &Session) -> Result<(), SessionFault> {
    let seats: Vec<(ParticipantId, UserId, MediaRole)> = session
        .helpers()
        .iter()
        .map(|seat| (seat.participant(), seat.user(), seat.role()))
        .collect();
    for (helper, user, role) in seats {
        let Some(case) = Case::of_session(app, session, user, role).await? else {
            continue;
        };
        let reviewed = sessions::change(app, session.id(), Cause::default(), move |session| {
            let seated = session
                .helpers()
                .iter()
                .any(|seat| seat.participant() == helper);
            let verdict = case.verdict(now());
            Ok(seated.then_some(Event::AccessReviewed { helper, verdict }))
        });
        late_is_fine(reviewed.await)?;
    }
    Ok(())
}

fn late_is_fine(reviewed: Result<Session, SessionFault>) -> Result<(), SessionFault> {
    match reviewed {
        Ok(_) | Err(SessionFault::Fault(_)) => Ok(()),
        Err(other) => Err(other),
    }
}
