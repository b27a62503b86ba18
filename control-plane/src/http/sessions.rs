//! Sessions over HTTP: make one, read it, and everything that people do in one.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use lotse_domain::session::{Event, Fault, Session};
use lotse_domain::view::{self, Faces};
use lotse_protocol::api::{
    Acknowledge, Answer, CaptureReport, CaptureResult, CreateSession, MediaPlace, MediaRequest,
    RedeemCode, Redeemed, SessionCreated, SessionView,
};
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;

use super::extract::{Body, Came, ClientAddress, InSession, MaybeBody, platform, user_agent};
use super::problem::{Refused, created, done};
use crate::app::{App, AppState};
use crate::auth::Who;
use crate::clock::now;
use crate::force_end;
use crate::judge::os_of;
use crate::limits::{CODE_ANSWER_TIME, IDEMPOTENCY_KEY_BYTES_MAX};
use crate::metrics::RedeemResult;
use crate::people;
use crate::sessions::{self, Cause, Redeemer, SessionFault, Wish};

impl From<SessionFault> for Refused {
    fn from(fault: SessionFault) -> Self {
        match fault {
            SessionFault::NotFound => Self::NotFound,
            SessionFault::BadCode => Self::BadCode,
            SessionFault::TooMany(after) => Self::TooMany(after),
            SessionFault::Malformed => Self::Malformed,
            SessionFault::Fault(fault) => of_fault(fault),
            SessionFault::Refused(refusal) => Self::Forbidden {
                reason: refusal.reason().text(),
                words: refusal.reason().words(),
            },
            SessionFault::NoNode => {
                Self::Unavailable("No media node takes sessions at the moment; try again soon.")
            }
            SessionFault::Crowded => Self::Unavailable("Too much happens at once; try again."),
            SessionFault::Store(fault) => fault.into(),
            SessionFault::Lost | SessionFault::NotSigned(_) | SessionFault::NoChance(_) => {
                tracing::error!(%fault, "a session could not be changed by our fault");
                Self::Fault
            }
        }
    }
}

fn of_fault(fault: Fault) -> Refused {
    let conflict = |reason, words| Refused::Conflict { reason, words };
    match fault {
        Fault::Over(reason) => conflict(reason.text(), "The session is over."),
        Fault::TimerDue => Refused::Unavailable("Too much happens at once; try again."),
        Fault::NotNow => conflict("not_now", "Read the session again: it has moved on."),
        Fault::Nobody => Refused::NotFound,
        Fault::NotTheirs => Refused::Forbidden {
            reason: "not_yours",
            words: "This is for another person of the session to do.",
        },
        Fault::ExtendedBefore => conflict("extended_before", "Ask for a new code instead."),
        Fault::WarningsWait => conflict("warnings_wait", "Acknowledge the warnings first."),
        Fault::SurfaceNotAllowed => Refused::Forbidden {
            reason: "surface_not_allowed",
            words: "The organisation does not let this be shared; pick something else.",
        },
        Fault::NoNode => {
            Refused::Unavailable("No media node takes sessions at the moment; try again soon.")
        }
        Fault::Full => conflict("full", "The session has as many helpers as it may."),
        Fault::SharerElsewhere => conflict(
            "sharer_elsewhere",
            "You are in this session in another browser; go on there, or close it there first.",
        ),
        Fault::GrantForOthers => conflict("not_now", "Read the session again: it has moved on."),
    }
}

/// `POST /sessions`.
pub(crate) async fn create(
    State(app): State<AppState>,
    who: Who,
    Came(origin): Came,
    headers: HeaderMap,
    Body(asked): Body<CreateSession>,
) -> Result<Response, Refused> {
    let wish = Wish {
        kind: asked.kind,
        device: asked.device_id,
        reason: asked.reason,
        ticket: asked.ticket,
    };
    let made = match headers.get("idempotency-key") {
        None => sessions::create(&app, who, wish, origin).await?,
        Some(key) => {
            let key = key.to_str().map_err(|_| Refused::Malformed)?;
            if key.is_empty() || key.len() > IDEMPOTENCY_KEY_BYTES_MAX {
                return Err(Refused::Malformed);
            }
            let place = app.repeats.place(now(), who.person, key);
            let make = || sessions::create(&app, who, wish, origin);
            place.get_or_try_init(make).await?.clone()
        }
    };
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
    Came(origin): Came,
    headers: HeaderMap,
    Body(asked): Body<RedeemCode>,
) -> Result<Json<Redeemed>, Refused> {
    let began = Instant::now();
    let with = Redeemer {
        from,
        os: os_of(platform(&headers), user_agent(&headers)),
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

acts! {
    /// `POST /sessions/{id}/accept`.
    accept => Accept;
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
        ice_servers: Vec::new(),
        expires_at: ticket.expires_at,
    }))
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
