//! Whether people's pages are there. What the machine is told is how it is when it is told, not how it was when a socket
//! opened or closed: two messages that cross each other cannot leave a lie behind.

use std::sync::Arc;

use lotse_domain::session::{Event, Fault, Newcomer, Session};
use lotse_protocol::id::{ParticipantId, SessionId};

use super::{Cause, SessionFault, browser_key, change, seat_of};
use crate::app::App;
use crate::auth::Who;
use crate::chance;
use crate::clock::now;
use crate::judge::Case;
use crate::store::Origin;

/// Tells the machine whether somebody's page is there.
pub(crate) async fn presence(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    origin: Origin,
) -> Result<Session, SessionFault> {
    let hub = app.hub.clone();
    let told = change(app, id, Cause::request(origin.clone()), move |session| {
        let by = seat_of(session, who)?;
        Ok(Some(match hub.is_here(id, who.person) {
            true => Event::PageOpened { by },
            false => Event::PageClosed { by },
        }))
    })
    .await;
    match told {
        Err(SessionFault::Fault(Fault::SharerElsewhere)) => moved(app, id, who, origin).await,
        Ok(session) => Ok(session),
        Err(fault) => Err(fault),
    }
}

/// The sharer opened the session in another browser: everybody is asked again, where the machine allows it.
async fn moved(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    origin: Origin,
) -> Result<Session, SessionFault> {
    if !app.hub.is_here(id, who.person) {
        return Err(SessionFault::Fault(Fault::SharerElsewhere));
    }
    let session = app.store.session(id).await?.ok_or(SessionFault::NotFound)?;
    let mut cases: Vec<(ParticipantId, Case)> = Vec::new();
    for seat in session.helpers() {
        let case = Case::of_session(app, &session, seat.user(), seat.role()).await?;
        cases.extend(case.map(|case| (seat.participant(), case)));
    }
    let participant = ParticipantId::from_uuid(chance::uuid(now())?);
    change(app, id, Cause::request(origin), move |_| {
        let granted = |(helper, case): &(ParticipantId, Case)| {
            case.verdict(now()).ok().map(|grant| (*helper, grant))
        };
        Ok(Some(Event::SharerMoved {
            sharer: Newcomer {
                participant,
                user: who.person,
                browser: browser_key(who),
            },
            grants: cases.iter().filter_map(granted).collect(),
        }))
    })
    .await
}
