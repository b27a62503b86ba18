//! The operator's own listener: is it alive, is it ready, how does it do. Never says anything about a person.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lotse_control_plane::ControlPlane;
use lotse_sfu::Health;
use tokio_util::sync::CancellationToken;

use crate::metrics::Metrics;

/// What the answers come from.
#[derive(Clone)]
pub(crate) struct Watched {
    /// Asked whether it can serve.
    pub(crate) control_plane: Arc<ControlPlane>,
    /// Asked whether media threads run.
    pub(crate) media: Health,
    /// Printed.
    pub(crate) metrics: Metrics,
    /// Cancelled when the process wants to end: it is no longer ready.
    pub(crate) draining: CancellationToken,
}

/// `/livez`, `/readyz` and `/metrics`.
pub(crate) fn router(watched: Watched) -> Router {
    Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(watched)
}

async fn ready(State(watched): State<Watched>) -> (StatusCode, &'static str) {
    if watched.draining.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    if !watched.media.is_alive() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "a media thread has ended\n",
        );
    }
    match watched.control_plane.ready().await {
        true => (StatusCode::OK, "ready\n"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    }
}

async fn metrics(State(watched): State<Watched>) -> Response {
    match watched.metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "metrics cannot be printed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
