//! Sessions over HTTP: make one, read it, get in by its code.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use lotse_domain::session::Session;
use lotse_domain::view::{self, Faces};
use lotse_protocol::api::{CreateSession, RedeemCode, Redeemed, SessionCreated, SessionView};
use lotse_protocol::id::ParticipantId;

use super::client::ClientAddress;
use super::extract::{Body, Came, InSession, platform, user_agent};
use super::here::Here;
use super::problem::{Refused, created};
use crate::app::{App, AppState};
use crate::auth::Who;
use crate::judge::os_of;
use crate::limits::CODE_ANSWER_TIME;
use crate::metrics::RedeemResult;
use crate::people;
use crate::sessions::{self, Redeemer, SessionFault, Wish};

/// `POST /sessions`.
pub(crate) async fn create(
    State(app): State<AppState>,
    who: Who,
    (Here(situation), Came(origin)): (Here, Came),
    Body(asked): Body<CreateSession>,
) -> Result<Response, Refused> {
    let wish = Wish {
        kind: asked.kind,
        device: asked.device_id,
        reason: asked.reason,
        ticket: asked.ticket,
    };
    let made = sessions::create(&app, who, wish, (situation, origin)).await?;
    Ok(created(
        &format!("/api/v1/sessions/{}", made.id.text()),
        &made,
    ))
}

/// `GET /sessions/{id}`.
pub(crate) async fn read(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
) -> Result<Json<SessionView>, Refused> {
    let session = app.store.session(id).await?.ok_or(Refused::NotFound)?;
    let reader = session
        .participant_of(who.person)
        .ok_or(Refused::NotFound)?;
    seen_by(&app, &session, reader).await.map(Json)
}

async fn seen_by(
    app: &App,
    session: &Session,
    reader: ParticipantId,
) -> Result<SessionView, Refused> {
    let mut faces = Faces::new();
    let tenant = app.store.tenant(app.tenant).await?.ok_or(Refused::Fault)?;
    for user in session.users() {
        if let Some(row) = app.store.person(user).await? {
            faces.insert(user, people::shown(&row, &tenant));
        }
    }
    view::session(session, reader, &faces).ok_or(Refused::NotFound)
}

/// `POST /codes/redeem`: right or wrong, the answer takes the same time.
pub(crate) async fn redeem(
    State(app): State<AppState>,
    who: Who,
    ClientAddress(from): ClientAddress,
    (Here(situation), Came(origin)): (Here, Came),
    headers: HeaderMap,
    Body(asked): Body<RedeemCode>,
) -> Result<Json<Redeemed>, Refused> {
    let began = Instant::now();
    let with = Redeemer {
        from,
        os: os_of(platform(&headers), user_agent(&headers)),
        situation,
        origin,
    };
    let answer = sessions::redeem(&app, who, &asked.code, with).await;
    app.metrics.redeem(match &answer {
        Ok(_) => RedeemResult::Ok,
        Err(SessionFault::BadCode) => RedeemResult::Bad,
        Err(SessionFault::TooMany(_)) => RedeemResult::TooMany,
        Err(SessionFault::Refused(_)) => RedeemResult::Refused,
        Err(_) => RedeemResult::Fault,
    });
    tokio::time::sleep_until((began + CODE_ANSWER_TIME).into()).await;
    let session_id = answer?;
    Ok(Json(Redeemed { session_id }))
}

/// `POST /sessions/{id}/extend-code`.
pub(crate) async fn extend_code(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Came(origin): Came,
) -> Result<Json<SessionCreated>, Refused> {
    Ok(Json(sessions::extend(&app, id, who, origin).await?))
}

/// `POST /sessions/{id}/renew-code`.
pub(crate) async fn renew_code(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Came(origin): Came,
) -> Result<Json<SessionCreated>, Refused> {
    Ok(Json(sessions::renew(&app, id, who, origin).await?))
}
