//! Signing in and out, who one is, and what everybody may know: the organisation and the public keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use lotse_protocol::api::{About, AboutProvider, Farewell, Me, SignIn};

use super::client::ClientAddress;
use super::extract::{Body, Came, SESSION_COOKIE, cookie, cookie_line};
use super::problem::{Refused, done};
use crate::app::AppState;
use crate::auth::{self, AuthFault, CookieSecret, Who};
use crate::browsers;
use crate::idp::Provider;
use crate::limits::BROWSER_SESSION_LIFE;
use crate::oidc;
use crate::password::PasswordFault;
use crate::people;
use crate::store::StoreFault;

impl From<StoreFault> for Refused {
    fn from(fault: StoreFault) -> Self {
        tracing::error!(%fault, "the store failed");
        match fault.may_pass() {
            true => Self::Unavailable("The database cannot take it now; try again in a moment."),
            false => Self::Fault,
        }
    }
}

impl From<AuthFault> for Refused {
    fn from(fault: AuthFault) -> Self {
        match fault {
            AuthFault::Wrong => Self::WrongPassword,
            AuthFault::TooMany(after) => Self::TooMany(after),
            AuthFault::Password(PasswordFault::Busy) => {
                Self::Unavailable("Many people are signing in; try again in a moment.")
            }
            AuthFault::Password(PasswordFault::Hash) | AuthFault::NoChance(_) => {
                tracing::error!(%fault, "a sign-in failed by our fault");
                Self::Fault
            }
            AuthFault::Store(fault) => fault.into(),
        }
    }
}

/// `POST /auth/local`.
pub(crate) async fn local(
    State(app): State<AppState>,
    ClientAddress(from): ClientAddress,
    Came(origin): Came,
    headers: HeaderMap,
    Body(asked): Body<SignIn>,
) -> Result<Response, Refused> {
    let https = app.config.public_url.is_secure();
    let old = cookie(&headers, https);
    let by = (asked.username.as_str(), asked.password);
    let person = auth::sign_in(&app, by, from, &origin).await?;
    let secret = CookieSecret::fresh().map_err(AuthFault::from)?;
    let cookies = (&secret, old.as_ref());
    browsers::open(&app, cookies, person, None, &origin).await?;
    let me = people::me(&app, person).await?.ok_or(Refused::SignedOut)?;
    let mut response = Json(me).into_response();
    let set = session_cookie(https, Some(&secret))?;
    response.headers_mut().insert(SET_COOKIE, set);
    Ok(response)
}

/// `POST /auth/logout`. Where the person's provider has a session too, the answer says where the browser ends that.
pub(crate) async fn logout(
    State(app): State<AppState>,
    who: Who,
    Came(origin): Came,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let https = app.config.public_url.is_secure();
    let secret = cookie(&headers, https).ok_or(Refused::SignedOut)?;
    let farewell = oidc::farewell(&app, &secret).await?;
    browsers::sign_out(&app, who, &origin).await?;
    let mut response = match farewell {
        Some(next) => Json(Farewell { next }).into_response(),
        None => done(),
    };
    let set = session_cookie(https, None)?;
    response.headers_mut().insert(SET_COOKIE, set);
    Ok(response)
}

fn session_cookie(https: bool, secret: Option<&CookieSecret>) -> Result<HeaderValue, Refused> {
    cookie_line(SESSION_COOKIE, https, secret, BROWSER_SESSION_LIFE)
}

/// `GET /me`.
pub(crate) async fn me(State(app): State<AppState>, who: Who) -> Result<Json<Me>, Refused> {
    let me = people::me(&app, who.person).await?;
    me.map(Json).ok_or(Refused::SignedOut)
}

/// `GET /about`.
pub(crate) async fn about(State(app): State<AppState>) -> Result<Json<About>, Refused> {
    let tenant = app.store.tenant(app.tenant).await?.ok_or(Refused::Fault)?;
    Ok(Json(About {
        organisation: tenant.name,
        domain: tenant.domain,
        demo: app.config.demo,
        demo_people: app.config.demo_people.clone(),
        local_accounts: app.config.local_accounts,
        providers: app.providers.iter().map(shown).collect(),
        media_ports: app.media_ports.get().cloned(),
    }))
}

fn shown(provider: &Arc<Provider>) -> AboutProvider {
    AboutProvider {
        id: provider.config.id.text().to_owned(),
        name: provider.config.name.clone(),
    }
}

/// `GET /.well-known/jwks.json`.
pub(crate) async fn public_keys(State(app): State<AppState>) -> Response {
    let mut response = Json(app.keys.public()).into_response();
    let caching = HeaderValue::from_static("public, max-age=300");
    response.headers_mut().insert(CACHE_CONTROL, caching);
    response
}
