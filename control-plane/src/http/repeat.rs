//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that comes again is answered as it was before,
//! and not carried out twice. Answers that say "try again" are not kept. Never reads a body, only its hash.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use lotse_domain::hash::sha256;
use tokio::sync::OnceCell;

use super::problem::Refused;
use crate::app::AppState;
use crate::auth::Who;
use crate::clock::now;
use crate::limits::{BODY_BYTES_MAX, IDEMPOTENCY_KEY_BYTES_MAX, IDEMPOTENT_ANSWER_BYTES_MAX};
use crate::repeats::{Kept, Name, OtherBody};

/// Carries a request out, or answers it as it was answered before.
pub(crate) async fn repeat(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let keyed = request.headers().contains_key("idempotency-key");
    // Nothing of a sign-in is kept: neither the hash of a password nor a cookie.
    let sign_in = request.uri().path().starts_with("/auth/");
    if request.method() != Method::POST || !keyed || sign_in {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(who) = <Who as FromRequestParts<AppState>>::from_request_parts(&mut parts, &app).await
    else {
        // Whoever is not signed in has no answers; the handler says so.
        return next.run(Request::from_parts(parts, body)).await;
    };
    // A task of its own: whoever hangs up and comes again finds the answer, or waits for it.
    let tasks = app.tasks.clone();
    let task = tasks.spawn(async move { once(&app, who, parts, body, next).await });
    match task.await {
        Ok(Ok(response)) => response,
        Ok(Err(refused)) => refused.into_response(),
        Err(_) => Refused::Fault.into_response(),
    }
}

async fn once(
    app: &AppState,
    who: Who,
    parts: Parts,
    body: Body,
    next: Next,
) -> Result<Response, Refused> {
    let key = parts.headers.get("idempotency-key");
    let key = key.and_then(|key| key.to_str().ok()).unwrap_or_default();
    if key.is_empty() || key.len() > IDEMPOTENCY_KEY_BYTES_MAX {
        return Err(Refused::Malformed);
    }
    let name = Name {
        person: who.person,
        of: format!("{} {}", parts.method, parts.uri.path()),
        key: key.to_owned(),
    };
    let body = to_bytes(body, BODY_BYTES_MAX).await;
    let body = body.map_err(|_| Refused::TooLarge)?;
    let place = app.repeats.place(now(), name, sha256(&[&body]));
    let place = place.map_err(|OtherBody| Refused::OtherBody)?;
    let request = Request::from_parts(parts, Body::from(body));
    answer(&place, async { next.run(request).await }).await
}

/// The kept answer, or what `carry_out` says, kept where that is the last word on it.
async fn answer(
    place: &OnceCell<Kept>,
    carry_out: impl Future<Output = Response>,
) -> Result<Response, Refused> {
    let kept = place.get_or_try_init(|| async {
        let response = carry_out.await;
        if is_last_word(response.status()) {
            keep(response).await
        } else {
            Err(Answered::Once(response))
        }
    });
    match kept.await {
        Ok(kept) => Ok(again(kept)),
        Err(Answered::Once(response)) => Ok(response),
        Err(Answered::Fault) => Err(Refused::Fault),
    }
}

/// An answer that is not kept.
enum Answered {
    Once(Response),
    Fault,
}

/// RFC 9110: 401, 408, 429 and 5xx ask the caller to come again.
fn is_last_word(status: StatusCode) -> bool {
    let again = [
        StatusCode::UNAUTHORIZED,
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    !status.is_server_error() && !again.contains(&status)
}

async fn keep(response: Response) -> Result<Kept, Answered> {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, IDEMPOTENT_ANSWER_BYTES_MAX).await;
    Ok(Kept {
        status: parts.status,
        headers: parts.headers,
        extensions: parts.extensions,
        body: body.map_err(|_| Answered::Fault)?,
    })
}

/// The same answer again, with whatever the outermost layer needs to complete a refusal.
fn again(kept: &Kept) -> Response {
    let mut response = (kept.status, kept.body.clone()).into_response();
    *response.headers_mut() = kept.headers.clone();
    *response.extensions_mut() = kept.extensions.clone();
    response
}
