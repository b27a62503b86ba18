//! Further helpers and observers: a helper asks a colleague in, a supervisor asks in for themselves. Either way the policy is
//! asked afresh about the newcomer, and the sharer has the last word.

use std::sync::Arc;

use lotse_domain::access::Situation;
use lotse_domain::role::{Permission, Target, permits};
use lotse_domain::session::{Event, Fault, Session};
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use lotse_protocol::role::MediaRole;

use super::{Cause, SessionFault, act, change, seat_of};
use crate::app::App;
use crate::auth::Who;
use crate::chance;
use crate::clock::now;
use crate::judge::{self, Case};
use crate::people::{self, RuleBook};
use crate::store::Origin;

/// A helper asks a colleague in.
pub(crate) async fn invite(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    username: &str,
    origin: Origin,
) -> Result<(), SessionFault> {
    let session = app.store.session(id).await?.ok_or(SessionFault::NotFound)?;
    let by = seat_of(&session, who)?;
    let inviter = session
        .helpers()
        .iter()
        .find(|seat| seat.participant() == by);
    let role = inviter.ok_or(SessionFault::Fault(Fault::NotTheirs))?.role();
    let case = Case::of_session(app, &session, who.person, role).await?;
    case.ok_or_else(|| not_now(&session))?.may_invite()?;
    let colleague = app.store.person_called(app.tenant, username).await?;
    let colleague = colleague.ok_or(SessionFault::NoColleague)?;
    let seated = Newcomer {
        person: colleague,
        role: MediaRole::Helper,
        by: Some(by),
        at: None,
    };
    seat(app, &session, seated, origin).await
}

/// A supervisor asks in, to look on where everybody sees them.
pub(crate) async fn observe(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    (situation, origin): (Situation, Origin),
) -> Result<(), SessionFault> {
    let session = app.store.session(id).await?.ok_or(SessionFault::NotFound)?;
    if session.sharer().is_none() {
        // There is nobody to ask, and nobody to judge it by.
        may_observe_anybody(app, who).await?;
        return Err(not_now(&session));
    }
    let seated = Newcomer {
        person: who.person,
        role: MediaRole::Observer,
        by: None,
        at: Some(situation.clone()),
    };
    match seat(app, &session, seated, origin).await {
        // Whoever may not observe learns nothing of which sessions there are.
        Err(SessionFault::Refused(_)) => Err(SessionFault::NotFound),
        Ok(()) => {
            app.store.put_situation(id, who.person, &situation).await?;
            Ok(())
        }
        other => other,
    }
}

async fn may_observe_anybody(app: &App, who: Who) -> Result<(), SessionFault> {
    let observer = people::judged(app, who.person).await?;
    let observer = observer.ok_or(SessionFault::NotFound)?;
    let book = RuleBook::read(app).await?.ok_or(SessionFault::NotFound)?;
    let wanted = Permission::SessionObserve;
    permits(&book.assignments, &observer, wanted, Target::Anybody)
        .map_err(|_| SessionFault::NotFound)
}

/// A helper accepts: whoever was asked in stands before us for the first time, so the policies are asked about them now.
pub(crate) async fn accept(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    (situation, origin): (Situation, Origin),
) -> Result<(), SessionFault> {
    let session = app.store.session(id).await?.ok_or(SessionFault::NotFound)?;
    let by = seat_of(&session, who)?;
    let seat = session
        .helpers()
        .iter()
        .find(|seat| seat.participant() == by);
    if let Some(seat) = seat {
        app.store.put_situation(id, who.person, &situation).await?;
        if let Some(case) = Case::of_session(app, &session, who.person, seat.role()).await? {
            judge::report(app, case.reported(now()), Some(id), &origin).await?;
            case.verdict(now())?;
        }
    }
    act(app, id, who, origin, |by| Event::Accept { by }).await?;
    Ok(())
}

/// Somebody who is to have a seat.
struct Newcomer {
    person: UserId,
    role: MediaRole,
    /// Who asked them in; nobody where they asked themselves.
    by: Option<ParticipantId>,
    /// How they stand before us, where they are here.
    at: Option<Situation>,
}

async fn seat(
    app: &Arc<App>,
    session: &Session,
    newcomer: Newcomer,
    origin: Origin,
) -> Result<(), SessionFault> {
    let Newcomer {
        person,
        role,
        by,
        at,
    } = newcomer;
    let case = Case::of_session(app, session, person, role).await?;
    let case = case.ok_or_else(|| not_now(session))?;
    let case = match at {
        Some(situation) => case.with_helper_at(situation),
        None => case,
    };
    case.verdict(now())?;
    if session.participant_of(person).is_some() {
        return Err(SessionFault::Seated);
    }
    let participant = ParticipantId::from_uuid(chance::uuid(now())?);
    let judged = session.sharer().map(|sharer| sharer.user());
    change(app, session.id(), Cause::request(origin), move |session| {
        // Whoever shares now may be somebody else than was asked about.
        if session.sharer().map(|sharer| sharer.user()) != judged {
            return Err(not_now(session));
        }
        Ok(Some(Event::Invite {
            by: by.unwrap_or(participant),
            participant,
            grant: case.verdict(now())?,
        }))
    })
    .await?;
    Ok(())
}

/// Without a sharer there is nobody to ask.
fn not_now(session: &Session) -> SessionFault {
    SessionFault::Fault(match session.end_reason() {
        Some(reason) => Fault::Over(reason),
        None => Fault::NotNow,
    })
}
