//! Cross-origin rules for players (Fetch standard, section 3.3): any origin, no cookies, since only a token authorises.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, HeaderName,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::names::{ENDPOINT_METHODS, FRAGMENT, RESOURCE_METHODS, SDP};
use crate::limits::PREFLIGHT_AGE;

/// RFC 5789 section 3.1.
pub(super) const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
const REQUEST_HEADERS: &str = "Authorization, Content-Type, If-Match";
const ANSWER_HEADERS: &str = "Location, ETag, Link, Accept-Patch, Retry-After, WWW-Authenticate";

/// Adds what every answer has.
pub(super) fn expose(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static(ANSWER_HEADERS);
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// The answer to `OPTIONS` on an endpoint (RFC 9725 section 4.2).
pub(super) fn endpoint_options() -> Response {
    allowing(ENDPOINT_METHODS, ACCEPT_POST, SDP)
}

/// The answer to `OPTIONS` on a resource.
pub(super) fn resource_options() -> Response {
    allowing(RESOURCE_METHODS, ACCEPT_PATCH, FRAGMENT)
}

fn allowing(methods: &'static str, accept: HeaderName, media_type: &'static str) -> Response {
    let methods = HeaderValue::from_static(methods);
    let mut response = ().into_response();
    let headers = response.headers_mut();
    headers.insert(ALLOW, methods.clone());
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    let allowed = HeaderValue::from_static(REQUEST_HEADERS);
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE.as_secs().into());
    headers.insert(accept, HeaderValue::from_static(media_type));
    response
}
