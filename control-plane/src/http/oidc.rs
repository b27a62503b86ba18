//! Signing in at an identity provider and being signed out by one. Never puts a code, a token or a reason into an address.

use axum::body::Bytes;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

use super::client::ClientAddress;
use super::extract::{Came, FLOW_COOKIE, cookie, cookie_line, named_cookie};
use super::problem::{Refused, go_to, heard};
use crate::app::{App, AppState};
use crate::auth::{CookieSecret, Who};
use crate::clock::now;
use crate::idp::Provider;
use crate::limits::{BROWSER_SESSION_LIFE, SIGN_IN_FLOW_LIFE};
use crate::oidc::{self, Announced, Failed, Place, Wish};

/// What a sign-in is begun with.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The path of the page to come back to.
    #[serde(default)]
    page: String,
    /// Whether who is signed in proves themselves once more.
    #[serde(default)]
    step_up: bool,
}

/// `GET /auth/oidc/{provider}/login`.
pub(crate) async fn login(
    State(app): State<AppState>,
    (Path(provider), Query(asked)): (Path<String>, Query<Asked>),
    who: Option<Who>,
    ClientAddress(from): ClientAddress,
    Came(origin): Came,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let provider = find(&app, &provider)?;
    let step_up = match (asked.step_up, who) {
        (false, _) => None,
        (true, Some(who)) => Some(who.person),
        (true, None) => return Err(Refused::SignedOut),
    };
    let wish = Wish {
        place: Place::of_path(&asked.page),
        step_up,
    };
    let https = app.config.public_url.is_secure();
    let browser = named_cookie(&headers, FLOW_COOKIE, https);
    let begun = oidc::begin(&app, &provider, wish, browser, (from, &origin)).await;
    match begun {
        Ok(begun) => {
            let mut response = go_to(&begun.location)?;
            let set = cookie_line(FLOW_COOKIE, https, Some(&begun.browser), SIGN_IN_FLOW_LIFE)?;
            response.headers_mut().insert(SET_COOKIE, set);
            Ok(response)
        }
        Err(failed) => back_with(failed, origin.trace_id.as_deref()),
    }
}

/// `GET /auth/oidc/{provider}/callback`.
pub(crate) async fn callback(
    State(app): State<AppState>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    ClientAddress(from): ClientAddress,
    Came(origin): Came,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let provider = find(&app, &provider)?;
    let https = app.config.public_url.is_secure();
    let came = oidc::Came {
        query: query.unwrap_or_default(),
        browser: named_cookie(&headers, FLOW_COOKIE, https),
        before: cookie(&headers, https),
    };
    match oidc::finish(&app, &provider, came, (from, &origin)).await {
        Ok(finished) => {
            let mut response = go_to(finished.place.path())?;
            let set = session_cookie(https, &finished.secret)?;
            response.headers_mut().insert(SET_COOKIE, set);
            Ok(response)
        }
        Err(failed) => back_with(failed, origin.trace_id.as_deref()),
    }
}

/// `POST /auth/backchannel-logout`: from a provider's server, so without cookie and origin.
pub(crate) async fn announced(
    State(app): State<AppState>,
    ClientAddress(from): ClientAddress,
    Came(origin): Came,
    body: Bytes,
) -> Result<Response, Refused> {
    app.flows
        .lock()
        .may_announce(now(), from)
        .map_err(|refused| Refused::TooMany(refused.retry_after))?;
    let mut tokens = url::form_urlencoded::parse(&body)
        .filter(|(name, _)| name == "logout_token")
        .map(|(_, token)| token.into_owned());
    let (Some(token), None) = (tokens.next(), tokens.next()) else {
        return Err(Refused::Malformed);
    };
    match oidc::announced(&app, &token, from, &origin).await? {
        Announced::Done(count) => {
            tracing::info!(count, "a provider signed somebody out");
            Ok(heard())
        }
        Announced::Refused => Err(Refused::Malformed),
    }
}

fn find(app: &App, provider: &str) -> Result<Arc<Provider>, Refused> {
    let id = provider.parse().map_err(|_| Refused::NotFound)?;
    app.providers.at(&id).ok_or(Refused::NotFound)
}

fn session_cookie(https: bool, secret: &CookieSecret) -> Result<HeaderValue, Refused> {
    cookie_line(
        super::extract::SESSION_COOKIE,
        https,
        Some(secret),
        BROWSER_SESSION_LIFE,
    )
}

/// Back to the page, which says what went wrong in words that help; the trace finds the reason in the audit.
fn back_with(failed: Failed, trace_id: Option<&str>) -> Result<Response, Refused> {
    let (path, kind) = (failed.place.path(), failed.seen_as.text());
    go_to(&format!(
        "{path}?signin={kind}&trace={}",
        trace_id.unwrap_or_default()
    ))
}
