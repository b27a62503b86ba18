//! Media tokens: the policy is asked afresh, the machine says who may connect, and only then a token is signed.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_domain::audit::{Action, Actor};
use lotse_domain::media::{MediaPermit, permit};
use lotse_domain::policy::{Grant, Refusal};
use lotse_domain::session::{Event, Fault, Session};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::DtlsFingerprint;

use super::{Cause, SessionFault, change, place, seat_of};
use crate::app::App;
use crate::auth::Who;
use crate::chance;
use crate::clock::now;
use crate::judge::Case;
use crate::store::Origin;

/// What a page connects with.
pub(crate) struct Ticket {
    pub(crate) token: String,
    pub(crate) role: MediaRole,
    pub(crate) expires_at: Timestamp,
}

/// Gives somebody of the session a token for their certificate.
pub(crate) async fn media(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    fingerprint: DtlsFingerprint,
    origin: Origin,
) -> Result<Ticket, SessionFault> {
    let session = app.store.session(id).await?.ok_or(SessionFault::NotFound)?;
    let by = seat_of(&session, who)?;
    if !session.may_connect(by) {
        return Err(SessionFault::Fault(match session.end_reason() {
            Some(reason) => Fault::Over(reason),
            None => Fault::NotNow,
        }));
    }
    place(app, &session, Cause::request(origin.clone())).await?;
    let session = change(app, id, Cause::request(origin.clone()), move |session| {
        let by = seat_of(session, who)?;
        Ok(Some(Event::MediaRequested { by, fingerprint }))
    })
    .await?;
    let grant = grant(app, &session, by).await?;
    let permit = permit(now(), &session, &grant, by)?;
    let ticket = sign(app, &permit)?;
    let (actor, role) = (
        Actor::Participant {
            user: who.person,
            role: permit.role(),
        },
        permit.role(),
    );
    app.store
        .audit(
            app.chain(),
            now(),
            (actor, Action::MediaGranted),
            &origin,
            |entry| entry.session = Some(id),
        )
        .await?;
    app.metrics.token_signed(role);
    Ok(ticket)
}

/// A fresh yes: the helper's own, or for the sharer that of any helper who has agreed.
async fn grant(app: &App, session: &Session, by: ParticipantId) -> Result<Grant, SessionFault> {
    let is_sharer = session
        .sharer()
        .is_some_and(|sharer| sharer.participant() == by);
    let mut refused: Option<Refusal> = None;
    for seat in session.helpers() {
        if !seat.agreed() || !(is_sharer || seat.participant() == by) {
            continue;
        }
        let case = Case::of_session(app, session, seat.user(), seat.role()).await?;
        match case.map(|case| case.verdict(now())) {
            Some(Ok(grant)) => return Ok(grant),
            Some(Err(refusal)) => refused = Some(refusal),
            None => {}
        }
    }
    Err(match refused {
        Some(refusal) => SessionFault::Refused(refusal),
        None => SessionFault::Fault(Fault::NotNow),
    })
}

/// Signs what a permit says, and nothing else can be signed.
pub(crate) fn sign(app: &App, permit: &MediaPermit) -> Result<Ticket, SessionFault> {
    let now = now();
    let jti = URL_SAFE_NO_PAD.encode(chance::bytes::<16>()?);
    let claims = permit.claims(now, app.config.public_url.text(), jti);
    Ok(Ticket {
        token: app.keys.sign(&claims)?,
        role: permit.role(),
        expires_at: permit.expires_at(now),
    })
}
