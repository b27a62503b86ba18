//! HTTP on one connection: puts the peer's address into each request and hands it to the router, or sends plain HTTP
//! over to https. Never looks at a route.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST, LOCATION};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::limits::{
    HEAD_BYTES_MAX, HEADER_DEADLINE, HTTP2_PING_DEADLINE, HTTP2_PING_INTERVAL, HTTP2_STREAMS_MAX,
};

/// Which HTTP a connection speaks; known before the first request, so that no stranger is waited for without a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    One,
    Two,
}

/// What answers.
#[derive(Clone)]
pub(crate) enum Answers {
    /// The application.
    Router(Router),
    /// A redirect to the same place over https.
    ToHttps,
}

/// Serves one connection until it closes or the shutdown ends it.
pub(crate) async fn serve<S>(
    io: S,
    version: Version,
    peer: SocketAddr,
    answers: Answers,
    shutdown: CancellationToken,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| answer(answers.clone(), peer, request));
    let builder = builder(version);
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(io), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "an HTTP connection broke off");
    }
}

fn builder(version: Version) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_DEADLINE)
        .max_buf_size(usize::try_from(HEAD_BYTES_MAX).unwrap_or(usize::MAX));
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HTTP2_PING_INTERVAL)
        .keep_alive_timeout(HTTP2_PING_DEADLINE)
        .max_concurrent_streams(HTTP2_STREAMS_MAX)
        .max_header_list_size(HEAD_BYTES_MAX);
    match version {
        Version::One => builder.http1_only(),
        Version::Two => builder.http2_only(),
    }
}

async fn answer(
    answers: Answers,
    peer: SocketAddr,
    mut request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    match answers {
        Answers::Router(router) => {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.oneshot(request.map(Body::new)).await
        }
        Answers::ToHttps => Ok(to_https(&request)),
    }
}

fn to_https<B>(request: &Request<B>) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
    match https_location(request) {
        Some(location) => {
            // RFC 9110 section 15.4.9: 308 keeps the method.
            *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
            response.headers_mut().insert(LOCATION, location);
        }
        None => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

fn https_location<B>(request: &Request<B>) -> Option<HeaderValue> {
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let authority: Authority = host.parse().ok()?;
    if authority.as_str().contains('@') {
        return None;
    }
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    HeaderValue::try_from(format!("https://{authority}{path}")).ok()
}
