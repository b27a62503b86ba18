//! Everything that people do in a session, over HTTP. Never decides whether it fits: the machine does.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use lotse_domain::session::Event;
use lotse_protocol::api::{
    Acknowledge, Answer, CaptureReport, CaptureResult, Invite, MediaPlace, MediaRequest,
};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;

use super::extract::{Body, Came, InSession, MaybeBody};
use super::here::Here;
use super::problem::{Refused, done};
use crate::app::{App, AppState};
use crate::auth::Who;
use crate::force_end;
use crate::limits::USERNAME_BYTES_MAX;
use crate::seed;
use crate::sessions::{self, Cause};

/// Something that a person does in a session and that needs no more words.
async fn act(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    Came(origin): Came,
    event: impl Fn(ParticipantId) -> Event + Send + 'static,
) -> Result<Response, Refused> {
    sessions::act(app, id, who, origin, event).await?;
    Ok(done())
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident => $event:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) async fn $name(
            State(app): State<AppState>,
            who: Who,
            InSession(id): InSession,
            came: Came,
        ) -> Result<Response, Refused> {
            act(&app, id, who, came, |by| Event::$event { by }).await
        }
    )*};
}

/// `POST /sessions/{id}/accept`.
pub(crate) async fn accept(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Here(situation): Here,
    Came(origin): Came,
) -> Result<Response, Refused> {
    sessions::accept(&app, id, who, (situation, origin)).await?;
    Ok(done())
}

acts! {
    /// `POST /sessions/{id}/cancel`.
    cancel => Cancel;
    /// `POST /sessions/{id}/leave`.
    leave => Leave;
    /// `POST /sessions/{id}/confirm`.
    confirm => Confirm;
    /// `POST /sessions/{id}/report`.
    report => Report;
    /// `POST /sessions/{id}/pause`.
    pause => Pause;
    /// `POST /sessions/{id}/unpause`.
    unpause => Unpause;
}

/// `POST /sessions/{id}/acknowledge`.
pub(crate) async fn acknowledge(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    came: Came,
    Body(asked): Body<Acknowledge>,
) -> Result<Response, Refused> {
    act(&app, id, who, came, move |by| Event::Acknowledge {
        by,
        warnings: asked.warnings.clone(),
    })
    .await
}

/// `POST /sessions/{id}/allow`.
pub(crate) async fn allow(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    came: Came,
    MaybeBody(Answer { helper }): MaybeBody<Answer>,
) -> Result<Response, Refused> {
    act(&app, id, who, came, move |by| Event::Allow { by, helper }).await
}

/// `POST /sessions/{id}/decline`.
pub(crate) async fn decline(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    came: Came,
    MaybeBody(Answer { helper }): MaybeBody<Answer>,
) -> Result<Response, Refused> {
    act(&app, id, who, came, move |by| Event::Decline { by, helper }).await
}

/// `POST /sessions/{id}/capture`.
pub(crate) async fn capture(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    came: Came,
    Body(asked): Body<CaptureReport>,
) -> Result<Response, Refused> {
    let session = app.store.session(id).await?.ok_or(Refused::NotFound)?;
    sessions::seat_of(&session, who)?;
    if asked.result == CaptureResult::Picked {
        sessions::place(&app, &session, Cause::request(came.0.clone())).await?;
    }
    act(&app, id, who, came, move |by| Event::Capture {
        by,
        result: asked.result,
        surface: asked.surface,
    })
    .await
}

/// `POST /sessions/{id}/media`.
pub(crate) async fn media(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Came(origin): Came,
    Body(asked): Body<MediaRequest>,
) -> Result<Json<MediaPlace>, Refused> {
    let ticket = sessions::media(&app, id, who, asked.dtls_fingerprint, origin).await?;
    let at = |path| Some(format!("{}{path}", app.config.public_url.text()));
    let (whip, whep) = match ticket.role {
        MediaRole::Sharer => (at("/whip"), None),
        MediaRole::Helper | MediaRole::Observer => (None, at("/whep")),
    };
    Ok(Json(MediaPlace {
        token: ticket.token,
        whip,
        whep,
        ice_servers: app.config.ice_servers.clone(),
        expires_at: ticket.expires_at,
    }))
}

/// `POST /sessions/{id}/force-end`.
pub(crate) async fn force_end(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Came(origin): Came,
) -> Result<Response, Refused> {
    force_end::force_end(&app, id, who, origin).await?;
    Ok(done())
}

/// `POST /sessions/{id}/invite`.
pub(crate) async fn invite(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Came(origin): Came,
    Body(Invite { username }): Body<Invite>,
) -> Result<Response, Refused> {
    if username.len() > USERNAME_BYTES_MAX {
        return Err(Refused::Malformed);
    }
    let username = seed::username_key(&username);
    sessions::invite(&app, id, who, &username, origin).await?;
    Ok(done())
}

/// `POST /sessions/{id}/observe`.
pub(crate) async fn observe(
    State(app): State<AppState>,
    who: Who,
    InSession(id): InSession,
    Here(situation): Here,
    Came(origin): Came,
) -> Result<Response, Refused> {
    sessions::observe(&app, id, who, (situation, origin)).await?;
    Ok(done())
}
