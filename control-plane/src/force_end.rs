//! Force end: who has `session.force_end` over the sharer ends any session, whether in it or not.

use std::sync::Arc;

use lotse_domain::role::{Permission, Target, permits};
use lotse_domain::session::{Event, Session};
use lotse_protocol::id::{DeviceId, SessionId, UserId};

use crate::app::App;
use crate::auth::Who;
use crate::limits::COMMIT_TRIES_MAX;
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
    for _ in 0..COMMIT_TRIES_MAX {
        let session = app.store.session(id).await?;
        let over = session.as_ref().and_then(over);
        allowed(app, who, over).await?;
        if session.is_none() {
            let known = app.store.operator_session(id).await?;
            known.ok_or(SessionFault::NotFound)?;
            return Ok(operators::force_end(app, id, who.person).await?);
        }
        let ended = change(app, id, Cause::request(origin.clone()), move |session| {
            // Whoever came in meanwhile was not asked about.
            match self::over(session) == over {
                true => Ok(Some(Event::ForceEnd { by: who.person })),
                false => Err(SessionFault::Crowded),
            }
        });
        match ended.await {
            Ok(_) => return Ok(()),
            Err(SessionFault::Crowded) => {}
            Err(other) => return Err(other),
        }
    }
    Err(SessionFault::Crowded)
}

/// Over whom the permission must be.
fn over(session: &Session) -> Option<(UserId, Option<DeviceId>)> {
    session.sharer().map(|seat| (seat.user(), seat.device()))
}

/// Whoever lacks the permission learns nothing of which sessions there are.
async fn allowed(
    app: &App,
    who: Who,
    over: Option<(UserId, Option<DeviceId>)>,
) -> Result<(), SessionFault> {
    let admin = people::judged(app, who.person).await?;
    let admin = admin.ok_or(SessionFault::NotFound)?;
    let book = RuleBook::read(app).await?.ok_or(SessionFault::NotFound)?;
    let sharer = match over {
        Some((user, _)) => people::judged(app, user).await?,
        None => None,
    };
    let device = match over.and_then(|(_, device)| device) {
        Some(id) => app.store.device(app.tenant, id).await?,
        None => None,
    };
    let device = device.map(|row| row.judged(app.tenant));
    let target = match &sharer {
        Some(person) => Target::Sharer {
            person,
            device: device.as_ref(),
        },
        // Nobody shares yet: it may turn out to be anybody.
        None => Target::Anybody,
    };
    let wanted = Permission::SessionForceEnd;
    permits(&book.assignments, &admin, wanted, target).map_err(|_| SessionFault::NotFound)
}
