//! The HTTP edge: reads requests into types of ours, asks a service, and puts its word into an answer. Never decides, and
//! knows a status only through `problem`.

mod problem;
mod headers;
mod extract;
mod pages;
mod sign_in;
mod sessions;
mod inventory;
mod live;
mod wrap;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

use crate::app::{App, AppState};
use crate::limits::BODY_BYTES_MAX;

/// Every path of the control plane.
pub(crate) fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/auth/local", post(sign_in::local))
        .route("/auth/logout", post(sign_in::logout))
        .route("/me", get(sign_in::me))
        .route("/about", get(sign_in::about))
        .route("/devices", get(inventory::devices))
        .route("/users/{id}/picture", get(inventory::picture))
        .route("/audit/verify", get(inventory::verify_audit))
        .route("/codes/redeem", post(sessions::redeem))
        .route("/sessions", post(sessions::create))
        .nest("/sessions/{id}", one_session())
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
        .route("/acknowledge", post(sessions::acknowledge))
        .route("/accept", post(sessions::accept))
        .route("/cancel", post(sessions::cancel))
        .route("/allow", post(sessions::allow))
        .route("/decline", post(sessions::decline))
        .route("/capture", post(sessions::capture))
        .route("/media", post(sessions::media))
        .route("/pause", post(sessions::pause))
        .route("/unpause", post(sessions::unpause))
        .route("/confirm", post(sessions::confirm))
        .route("/report", post(sessions::report))
        .route("/leave", post(sessions::leave))
        .route("/extend-code", post(sessions::extend_code))
        .route("/renew-code", post(sessions::renew_code))
        .route("/force-end", post(sessions::force_end))
}
