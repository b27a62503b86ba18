//! Who asks, from where, and with what: outside data becomes types of ours here, once. Never decides what they may do.

use std::str::FromStr;
use std::time::Duration;

use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Path, Request};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, IF_MATCH, ORIGIN, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};
use bytes::Bytes;
use lotse_protocol::id::SessionId;
use serde::de::DeserializeOwned;

use super::AppState;
use super::client::ClientAddress;
use super::problem::Refused;
use crate::auth::{self, CookieSecret, Who};
use crate::store::{Origin, Seen};

/// Cookies of ours by name; over TLS they are bound to this very host.
pub(crate) const SESSION_COOKIE: &str = "lotse";
/// The cookie of a browser that is on its way to a provider and back.
pub(crate) const FLOW_COOKIE: &str = "lotse-signin";
const USER_AGENT_BYTES_MAX: usize = 512;

/// The cookie's whole name: on the demo's plain http it cannot be bound to TLS.
fn cookie_name(name: &str, https: bool) -> String {
    match https {
        true => format!("__Host-{name}"),
        false => name.to_owned(),
    }
}

/// The session's cookie of a request, if it can be one of ours.
pub(crate) fn cookie(headers: &HeaderMap, https: bool) -> Option<CookieSecret> {
    named_cookie(headers, SESSION_COOKIE, https)
}

/// A cookie of a request, if it can be one of ours.
pub(crate) fn named_cookie(headers: &HeaderMap, name: &str, https: bool) -> Option<CookieSecret> {
    let name = cookie_name(name, https);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| CookieSecret::parse(value))
}

/// What sets a cookie, or takes it away.
pub(crate) fn cookie_line(
    name: &str,
    https: bool,
    secret: Option<&CookieSecret>,
    life: Duration,
) -> Result<HeaderValue, Refused> {
    let name = cookie_name(name, https);
    let secure = if https { "; Secure" } else { "" };
    let (value, life) = match secret {
        Some(secret) => (secret.text(), life.as_secs()),
        None => (String::new(), 0),
    };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={life}{secure}");
    HeaderValue::from_str(&line).map_err(|_| Refused::Fault)
}

impl FromRequestParts<AppState> for Who {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        let secret = cookie(&parts.headers, app.config.public_url.is_secure());
        let secret = secret.ok_or(Refused::SignedOut)?;
        // An open page asks for this again and again; that is no sign that somebody sits before it.
        let seen = if parts.uri.path().ends_with("/me") {
            Seen::Looked
        } else {
            Seen::Used
        };
        let who = auth::who(app, &secret, seen).await?;
        who.ok_or(Refused::SignedOut)
    }
}

impl OptionalFromRequestParts<AppState> for Who {
    type Rejection = Refused;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &AppState,
    ) -> Result<Option<Self>, Refused> {
        match <Self as FromRequestParts<AppState>>::from_request_parts(parts, app).await {
            Ok(who) => Ok(Some(who)),
            Err(Refused::SignedOut) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Finds a request in the logs; put there by the outermost layer.
#[derive(Debug, Clone)]
pub(crate) struct TraceId(pub(crate) String);

/// Where a request came from, for the audit alone.
#[derive(Debug, Clone)]
pub(crate) struct Came(pub(crate) Origin);

impl FromRequestParts<AppState> for Came {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        let ClientAddress(ip) = ClientAddress::from_request_parts(parts, app).await?;
        Ok(Self(Origin {
            ip: Some(ip.to_string()),
            ua: Some(user_agent(&parts.headers).to_owned()),
            trace_id: parts.extensions.get::<TraceId>().map(|id| id.0.clone()),
        }))
    }
}

/// The system that the browser says it runs on, without being asked.
pub(crate) fn platform(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("sec-ch-ua-platform")
        .and_then(|value| value.to_str().ok())
}

/// What the browser says of itself, cut to a bound.
pub(crate) fn user_agent(headers: &HeaderMap) -> &str {
    headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.get(..text.len().min(USER_AGENT_BYTES_MAX)))
        .unwrap_or_default()
}

/// Whether a request that a browser sends across sites without asking (a WebSocket's upgrade) comes from a page of ours, or
/// from no page at all: every browser says `Origin` there (RFC 6455 section 4.1), and most say `Sec-Fetch-Site`.
pub(crate) fn same_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    if !headers.contains_key(ORIGIN) {
        return !headers.contains_key("sec-fetch-site");
    }
    let authority = |origin: &str| {
        let uri: Uri = origin.parse().ok()?;
        Some(uri.authority()?.as_str().to_ascii_lowercase())
    };
    let origin = headers
        .get(ORIGIN)
        .and_then(|value| value.to_str().ok())
        .and_then(authority);
    let host = uri
        .authority()
        .map(|authority| authority.as_str())
        .or_else(|| headers.get(HOST).and_then(|value| value.to_str().ok()))
        .map(str::to_ascii_lowercase);
    origin.is_some() && origin == host
}

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Refused> {
        if !is_json(request.headers()) {
            return Err(Refused::NotJson);
        }
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|fault| unread(&fault))?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| Refused::Malformed)
    }
}

/// A JSON body that may be left out.
pub(crate) struct MaybeBody<T>(pub(crate) T);

impl<T: DeserializeOwned + Default> FromRequest<AppState> for MaybeBody<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, Refused> {
        let json = is_json(request.headers());
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|fault| unread(&fault))?;
        match (bytes.is_empty(), json) {
            (true, _) => Ok(Self(T::default())),
            (false, false) => Err(Refused::NotJson),
            (false, true) => serde_json::from_slice(&bytes)
                .map(Self)
                .map_err(|_| Refused::Malformed),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn unread(fault: &BytesRejection) -> Refused {
    let too_long = matches!(
        fault,
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_))
    );
    match too_long {
        true => Refused::TooLarge,
        false => Refused::Malformed,
    }
}

/// The session in the path; what is no session id names nothing.
pub(crate) struct InSession(pub(crate) SessionId);

impl FromRequestParts<AppState> for InSession {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        let path = <Path<String> as FromRequestParts<AppState>>::from_request_parts(parts, app);
        let Path(text) = path.await.map_err(|_| Refused::NotFound)?;
        text.parse().map(Self).map_err(|_| Refused::NotFound)
    }
}

/// Something with an id in the path; what is no such id names nothing.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: FromStr> FromRequestParts<AppState> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        let path = <Path<String> as FromRequestParts<AppState>>::from_request_parts(parts, app);
        let Path(text) = path.await.map_err(|_| Refused::NotFound)?;
        text.parse().map(Self).map_err(|_| Refused::NotFound)
    }
}

/// The version that a change is made to (RFC 9110 section 13.1.1); an entity tag that is none of ours is of no version.
pub(crate) struct IfMatch(pub(crate) u64);

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Refused> {
        let given = parts.headers.get(IF_MATCH).ok_or(Refused::Unconditional)?;
        let given = given.to_str().map_err(|_| Refused::Malformed)?.trim();
        let number = given
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        let number = number.and_then(|text| text.parse().ok());
        number.map(Self).ok_or(Refused::Stale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_socket_of_another_sites_page_is_told_apart() {
        let uri = Uri::from_static("/api/v1/sessions/x/live");
        let ours = headers(&[
            ("host", "help.example:8443"),
            ("origin", "https://help.example:8443"),
        ]);
        let theirs = headers(&[
            ("host", "help.example:8443"),
            ("origin", "https://evil.example"),
        ]);
        let no_pages = headers(&[("host", "help.example:8443")]);
        let nobodys = headers(&[
            ("host", "help.example:8443"),
            ("sec-fetch-site", "cross-site"),
        ]);
        let opaque = headers(&[("host", "help.example:8443"), ("origin", "null")]);

        assert!(same_origin(&ours, &uri));
        assert!(!same_origin(&theirs, &uri));
        assert!(same_origin(&no_pages, &uri));
        assert!(!same_origin(&nobodys, &uri));
        assert!(!same_origin(&opaque, &uri));
    }

    #[test]
    fn the_cookie_is_found_among_others_and_a_wrong_one_is_none() {
        let good = format!("a=b; lotse={}; c=d", "A".repeat(43));

        assert!(cookie(&headers(&[("cookie", &good)]), false).is_some());
        assert!(cookie(&headers(&[("cookie", &good)]), true).is_none());
        assert!(cookie(&headers(&[("cookie", "lotse=short")]), false).is_none());
    }
}
