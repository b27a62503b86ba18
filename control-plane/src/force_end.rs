//! Force end: who has `session.force_end` over the sharer ends any session, whether in it or not.

use std::sync::Arc;

use lotse_domain::role::{Permission, Target, permits};
use lotse_domain::session::{Event, Session};
use lotse_protocol::id::SessionId;

use crate::app::App;
use crate::auth::Who;
use crate::operators;
use crate::people::{self, RuleBook};
use crate::sessions::{Cause, SessionFault, change};
use crate::store::Origin;

/// Ends a session by force.
pub(crate) async fn force_end(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    origin: Origin,
) -> Result<(), SessionFault> {
    let session = app.store.session(id).await?;
    // Whoever lacks the permission learns nothing of which sessions there are.
    allowed(app, who, session.as_ref()).await?;
    if session.is_none() {
        let known = app.store.operator_session(id).await?;
        known.ok_or(SessionFault::NotFound)?;
        return Ok(operators::force_end(app, id, who.person).await?);
    }
    change(app, id, Cause::request(origin), move |_| {
        Ok(Some(Event::ForceEnd { by: who.person }))
    })
    .await?;
    Ok(())
}

async fn allowed(app: &App, who: Who, session: Option<&Session>) -> Result<(), SessionFault> {
    let admin = people::judged(app, who.person).await?;
    let admin = admin.ok_or(SessionFault::NotFound)?;
    let book = RuleBook::read(app).await?.ok_or(SessionFault::NotFound)?;
    let sharer = match session.and_then(Session::sharer) {
        Some(seat) => people::judged(app, seat.user()).await?,
        None => None,
    };
    let device = match session
        .and_then(Session::sharer)
        .and_then(|seat| seat.device())
    {
        Some(id) => app.store.device(app.tenant, id).await?,
        None => None,
    };
    let device = device.map(|row| row.judged(app.tenant));
    let target = match &sharer {
        Some(person) => Target::Sharer {
            person,
            device: device.as_ref(),
        },
        None => Target::Nobody,
    };
    let wanted = Permission::SessionForceEnd;
    permits(&book.assignments, &admin, wanted, target)
        .map_err(|missing| SessionFault::Refused(missing.into()))
}
