//! What surrounds every request: a trace id, a deadline, problem bodies, headers, one log line and the metrics. Never logs a
//! query, a header or a body.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use super::extract::TraceId;
use super::headers::secure;
use super::problem::{Refused, of_status};
use crate::app::AppState;
use crate::chance;
use crate::limits::REQUEST_TIME_MAX;

/// Runs a request and completes its answer.
pub(crate) async fn finish(
    State(app): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let trace_id = trace_id();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(page)", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    request.extensions_mut().insert(TraceId(trace_id.clone()));
    let span = tracing::info_span!("request", trace = %trace_id, %method, %route);
    let work = next.run(request).instrument(span.clone());
    let response = match tokio::time::timeout(REQUEST_TIME_MAX, work).await {
        Ok(response) => response,
        Err(_) => Refused::Unavailable("It took too long; try again.").into_response(),
    };
    let refused = refusal(&response);
    let answer = refused.as_ref().map_or("ok", Refused::slug);
    let mut response = match &refused {
        Some(refused) => with_headers_of(refused.answer(trace_id.clone()), &response),
        None => response,
    };
    secure(response.headers_mut(), app.config.public_url.is_secure());
    if let Ok(trace) = HeaderValue::from_str(&trace_id) {
        response.headers_mut().insert("x-trace-id", trace);
    }
    app.metrics.request(answer, began.elapsed());
    span.in_scope(|| {
        let status = response.status().as_u16();
        let took_ms = began.elapsed().as_millis();
        match &refused {
            None => tracing::debug!(%trace_id, status, answer, took_ms, "answered"),
            Some(_) if status >= 500 => {
                tracing::warn!(%trace_id, %method, route, status, answer, took_ms, "a request failed");
            }
            Some(_) => {
                tracing::info!(%trace_id, %method, route, status, answer, took_ms, "a request was refused");
            }
        }
    });
    response
}

/// What a handler refused, or what a plain status of the router or a layer stands for.
fn refusal(response: &Response) -> Option<Refused> {
    let drafted = response.extensions().get::<Refused>().cloned();
    drafted.or_else(|| of_status(response.status()))
}

/// `Allow` and cookies of the first answer stay.
fn with_headers_of(mut problem: Response, first: &Response) -> Response {
    for name in [axum::http::header::ALLOW, axum::http::header::SET_COOKIE] {
        for value in first.headers().get_all(&name) {
            problem.headers_mut().append(name.clone(), value.clone());
        }
    }
    problem
}

fn trace_id() -> String {
    let bytes: [u8; 16] = chance::bytes().unwrap_or_default();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The answer for API paths that are not there.
pub(crate) async fn nothing_here() -> Refused {
    Refused::NotFound
}

/// The answer to a page of another site.
pub(crate) fn cross_site() -> Response {
    Refused::CrossSite.into_response()
}
