//! Asks the rules again about everybody who helps or offers to: when something they judge by has changed, and from the upkeep.
//! Never decides.

use std::collections::BTreeSet;
use std::sync::Arc;

use lotse_domain::policy::Refusal;
use lotse_domain::session::{Event, Session};
use lotse_protocol::api::SessionState;
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use lotse_protocol::role::MediaRole;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::clock::now;
use crate::judge::{self, Case};
use crate::limits::RULES_LOOK_INTERVAL;
use crate::sessions::{self, Cause, SessionFault};
use crate::store::{ChangedFor, JudgedBy, StoreFault};

/// What was seen at the last look.
#[derive(Default)]
struct Looked {
    judged_by: Option<JudgedBy>,
    /// Sessions that could not be judged again then.
    owed: BTreeSet<SessionId>,
}

/// Runs until stopped: looks whether the rules or those they judge have changed, and asks about the sessions concerned.
pub(crate) async fn run(app: Arc<App>, stop: CancellationToken) {
    let mut looked = Looked::default();
    loop {
        if let Err(fault) = look(&app, &mut looked).await {
            tracing::error!(%fault, "a changed rule is not in force yet");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(RULES_LOOK_INTERVAL) => {}
        }
    }
}

async fn look(app: &Arc<App>, looked: &mut Looked) -> Result<(), StoreFault> {
    let newest = app.store.judged_by(app.tenant).await?;
    // What there was before the first look is the upkeep's.
    let changed = match &looked.judged_by {
        Some(last) => newest.since(last),
        None => ChangedFor::People(BTreeSet::new()),
    };
    let mut ids = looked.owed.clone();
    match &changed {
        ChangedFor::People(people) if people.is_empty() => {}
        ChangedFor::Everybody | ChangedFor::People(_) => ids.extend(app.store.running().await?),
    }
    let mut failed = BTreeSet::new();
    for id in ids {
        let owed = looked.owed.contains(&id);
        let concerns = |session: &Session| owed || concerns(session, &changed);
        if let Err(fault) = judge_again(app, id, concerns).await {
            tracing::warn!(session = %id, %fault, "a session could not be judged again yet");
            failed.insert(id);
        }
    }
    *looked = Looked {
        judged_by: Some(newest),
        owed: failed,
    };
    Ok(())
}

fn concerns(session: &Session, changed: &ChangedFor) -> bool {
    match changed {
        ChangedFor::Everybody => true,
        ChangedFor::People(people) => session.users().any(|id| people.contains(&id.text())),
    }
}

async fn judge_again(
    app: &Arc<App>,
    id: SessionId,
    concerns: impl Fn(&Session) -> bool,
) -> Result<(), SessionFault> {
    let judged = async {
        match app.store.session(id).await? {
            Some(known) if concerns(&known) => session(app, &known).await,
            Some(_) | None => Ok(()),
        }
    };
    match judged.await {
        Err(fault) if fault.is_ours() => sessions::give_up(app, id, None).await,
        other => other,
    }
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
        let case = Case::of_session(app, session, user, role).await?;
        let reviewed = sessions::change(app, session.id(), Cause::default(), move |session| {
            let seated = session
                .helpers()
                .iter()
                .any(|seat| seat.participant() == helper);
            // A helper or a sharer who is not there any more is no reason to go on.
            let verdict = match &case {
                Some(case) => case.verdict(now()),
                None => Err(Refusal::of_somebody_gone()),
            };
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
