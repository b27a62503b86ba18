//! Reads what a request says of itself: its token, its types, its entity tags, its body. Never judges a token.

use axum::body::Body;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_MATCH};
use axum::http::{HeaderMap, HeaderValue};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::names::{FRAGMENT, SDP};
use super::problem::Fault;
use crate::limits::BODY_DEADLINE;
use crate::resource::IfMatch;

/// Entity tags in one `If-Match`; a longer list is refused.
const TAGS_MAX: usize = 8;

/// The bearer token (RFC 6750 section 2.1).
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str, Fault> {
    let value = headers.get(AUTHORIZATION).ok_or(Fault::NoToken)?;
    let text = value.to_str().map_err(|_| Fault::NoToken)?;
    let (scheme, token) = text.split_once(' ').ok_or(Fault::NoToken)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(Fault::NoToken)
    }
}

/// Refuses a body of another type than SDP.
pub(super) fn must_be_sdp(headers: &HeaderMap) -> Result<(), Fault> {
    must_be(headers, SDP, "Send an SDP offer as application/sdp.")
}

/// Refuses a body of another type than a trickle ICE fragment.
pub(super) fn must_be_fragment(headers: &HeaderMap) -> Result<(), Fault> {
    must_be(
        headers,
        FRAGMENT,
        "Send a fragment as application/trickle-ice-sdpfrag.",
    )
}

fn must_be(headers: &HeaderMap, wanted: &str, detail: &'static str) -> Result<(), Fault> {
    let text = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = text.map(essence);
    if essence.is_some_and(|essence| essence.eq_ignore_ascii_case(wanted)) {
        Ok(())
    } else {
        Err(Fault::BodyType(detail))
    }
}

/// Refuses a request that cannot take an SDP for an answer; one that says nothing takes all (RFC 9110 section 12.5.1).
pub(super) fn must_accept_sdp(headers: &HeaderMap) -> Result<(), Fault> {
    let mut said = headers.get_all(ACCEPT).iter().peekable();
    let takes = |range: &str| {
        ["*/*", "application/*", SDP]
            .iter()
            .any(|wanted| essence(range).eq_ignore_ascii_case(wanted))
    };
    let in_value =
        |value: &HeaderValue| value.to_str().is_ok_and(|text| text.split(',').any(takes));
    if said.peek().is_none() || said.any(in_value) {
        Ok(())
    } else {
        Err(Fault::Accept)
    }
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Which ICE session the request is about; `None` where it does not say.
pub(super) fn if_match(headers: &HeaderMap) -> Result<Option<IfMatch>, Fault> {
    let mut tags = Vec::new();
    for value in headers.get_all(IF_MATCH) {
        let text = value.to_str().map_err(|_| Fault::IfMatch)?;
        for tag in text.split(',').map(str::trim) {
            if tag == "*" {
                return Ok(Some(IfMatch::Any));
            }
            if tags.len() >= TAGS_MAX {
                return Err(Fault::IfMatch);
            }
            tags.push(tag.to_owned());
        }
    }
    Ok((!tags.is_empty()).then_some(IfMatch::OneOf(tags)))
}

/// The body as text, at most `max` bytes, within the deadline.
pub(super) async fn text(headers: &HeaderMap, body: Body, max: usize) -> Result<String, Fault> {
    let said = headers.get(axum::http::header::CONTENT_LENGTH);
    let said = said.and_then(|len| len.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|len| len > max) {
        return Err(Fault::TooLarge);
    }
    match timeout(BODY_DEADLINE, collect(body, max)).await {
        Ok(collected) => String::from_utf8(collected?).map_err(|_| Fault::Body),
        Err(_elapsed) => Err(Fault::Body),
    }
}

async fn collect(body: Body, max: usize) -> Result<Vec<u8>, Fault> {
    let mut collected = Vec::new();
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| Fault::Body)?;
        if collected.len().saturating_add(part.len()) > max {
            return Err(Fault::TooLarge);
        }
        collected.extend_from_slice(&part);
    }
    Ok(collected)
}
