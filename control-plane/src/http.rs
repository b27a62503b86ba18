//! The HTTP edge: reads requests into types of ours, asks a service, and puts its word into an answer. Never decides, and
//! knows a status only through `problem`.

mod problem;
mod headers;
mod client;
mod extract;
mod here;
mod pages;
mod sign_in;
mod faults;
mod oidc;
mod sessions;
mod in_session;
mod inventory;
mod access;
mod live;
mod repeat;
mod wrap;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

use crate::app::{App, AppState};
use crate::limits::BODY_BYTES_MAX;

pub(crate) use client::whose;

/// Every path of the control plane.
pub(crate) fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/auth/local", post(sign_in::local))
        .route("/auth/logout", post(sign_in::logout))
        .route("/auth/oidc/{provider}/login", get(oidc::login))
        .route("/auth/oidc/{provider}/callback", get(oidc::callback))
        .route("/auth/backchannel-logout", post(oidc::announced))
        .route("/me", get(sign_in::me))
        .route("/about", get(sign_in::about))
        .route("/devices", get(inventory::devices))
        .route("/users/{id}/picture", get(inventory::picture))
        .merge(access::routes())
        .route("/audit/verify", get(inventory::verify_audit))
        .route("/codes/redeem", post(sessions::redeem))
        .route("/sessions", post(sessions::create))
        .nest("/sessions/{id}", one_session())
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            repeat::repeat,
        ))
        .fallback(wrap::nothing_here);
    let cross_site = CsrfLayer::new().with_rejection_response(|_| wrap::cross_site());
    Router::new()
        .nest("/api/v1", api)
        .route("/.well-known/jwks.json", get(sign_in::public_keys))
        .route("/", get(pages::page))
        .route("/help", get(pages::page))
        .route("/admin", get(pages::page))
        .route("/network", get(pages::page))
        .fallback(get(pages::asset))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(cross_site)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            wrap::finish,
        ))
        .with_state(app)
}

fn one_session() -> Router<AppState> {
    Router::new()
        .route("/", get(sessions::read))
        .route("/live", get(live::live))
        .route("/acknowledge", post(in_session::acknowledge))
        .route("/accept", post(in_session::accept))
        .route("/cancel", post(in_session::cancel))
        .route("/allow", post(in_session::allow))
        .route("/decline", post(in_session::decline))
        .route("/capture", post(in_session::capture))
        .route("/media", post(in_session::media))
        .route("/pause", post(in_session::pause))
        .route("/unpause", post(in_session::unpause))
        .route("/confirm", post(in_session::confirm))
        .route("/report", post(in_session::report))
        .route("/leave", post(in_session::leave))
        .route("/extend-code", post(sessions::extend_code))
        .route("/renew-code", post(sessions::renew_code))
        .route("/force-end", post(in_session::force_end))
        .route("/invite", post(in_session::invite))
        .route("/observe", post(in_session::observe))
}
