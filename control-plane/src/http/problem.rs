//! What a caller is told: every HTTP status of this crate, and the problem bodies (RFC 9457). Never passes an internal error
//! on: what is logged and what is answered are different fields.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use lotse_protocol::problem::{PROBLEM_MEDIA_TYPE, Problem, problem_type};
use serde::Serialize;

/// A request that is not done, in the words of the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Nobody is signed in.
    SignedOut,
    /// Username or password is wrong.
    WrongPassword,
    /// Too many tries of this person or from this address.
    TooMany(Duration),
    /// The request comes from another site's page.
    CrossSite,
    /// No such thing, or not for this person.
    NotFound,
    /// The rules say no, for this stable reason.
    Forbidden {
        reason: &'static str,
        words: &'static str,
    },
    /// A policy says no, for this stable reason.
    ByPolicy {
        reason: &'static str,
        words: &'static str,
        policy: String,
    },
    /// The code opens nothing.
    BadCode,
    /// The session is not where this would fit.
    Conflict {
        reason: &'static str,
        words: &'static str,
    },
    /// It can be read, and says something that cannot be.
    Invalid {
        reason: &'static str,
        words: &'static str,
    },
    /// Somebody else has changed it since the caller read it.
    Stale,
    /// The caller does not say which version they change.
    Unconditional,
    /// The `Idempotency-Key` was used before, with another body.
    OtherBody,
    /// The body, a path or a header cannot be read.
    Malformed,
    /// The body is too large.
    TooLarge,
    /// The body is not JSON.
    NotJson,
    /// The path is there, but not for this method.
    Method,
    /// Something needed is not there at the moment.
    Unavailable(&'static str),
    /// A fault of ours.
    Fault,
}

impl Refused {
    fn kind(&self) -> (StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::SignedOut => (S::UNAUTHORIZED, "signed-out"),
            Self::WrongPassword => (S::UNAUTHORIZED, "wrong-password"),
            Self::TooMany(_) => (S::TOO_MANY_REQUESTS, "too-many-tries"),
            Self::CrossSite => (S::FORBIDDEN, "cross-site"),
            Self::NotFound => (S::NOT_FOUND, "not-found"),
            Self::Forbidden { .. } | Self::ByPolicy { .. } => (S::FORBIDDEN, "forbidden"),
            Self::BadCode => (S::UNPROCESSABLE_ENTITY, "bad-code"),
            Self::Conflict { .. } => (S::CONFLICT, "conflict"),
            Self::Invalid { .. } => (S::UNPROCESSABLE_ENTITY, "invalid"),
            Self::Stale => (S::PRECONDITION_FAILED, "stale"),
            Self::Unconditional => (S::PRECONDITION_REQUIRED, "unconditional"),
            Self::OtherBody => (S::UNPROCESSABLE_ENTITY, "idempotency-key-reused"),
            Self::Malformed => (S::BAD_REQUEST, "malformed"),
            Self::TooLarge => (S::PAYLOAD_TOO_LARGE, "too-large"),
            Self::NotJson => (S::UNSUPPORTED_MEDIA_TYPE, "not-json"),
            Self::Method => (S::METHOD_NOT_ALLOWED, "method"),
            Self::Unavailable(_) => (S::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Fault => (S::INTERNAL_SERVER_ERROR, "fault"),
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::SignedOut => "Nobody is signed in.",
            Self::WrongPassword => "Username or password is wrong.",
            Self::TooMany(_) => "There were too many tries.",
            Self::CrossSite => "The request comes from another site.",
            Self::NotFound => "There is no such thing here, or not for you.",
            Self::Forbidden { .. } | Self::ByPolicy { .. } => {
                "The rules of the organisation do not allow this."
            }
            Self::BadCode => "The code opens no session.",
            Self::Conflict { .. } => "It does not fit with how things stand.",
            Self::Invalid { .. } => "The request says something that cannot be.",
            Self::Stale => "Somebody else has changed it meanwhile.",
            Self::Unconditional => "The request does not say which version it changes.",
            Self::OtherBody => "The Idempotency-Key was used for another request.",
            Self::Malformed => "The request cannot be read.",
            Self::TooLarge => "The body is too large.",
            Self::NotJson => "The body is not JSON.",
            Self::Method => "This method does not fit the address.",
            Self::Unavailable(_) => "The service cannot do this at the moment.",
            Self::Fault => "The service made a mistake.",
        }
    }

    /// What the caller can do next.
    fn detail(&self) -> &'static str {
        match self {
            Self::SignedOut => "Sign in and try again.",
            Self::WrongPassword => "Check both, and mind upper and lower case in the password.",
            Self::TooMany(_) => "Wait until Retry-After has passed, then try again.",
            Self::CrossSite => "Open the page on this server and try again from there.",
            Self::NotFound => "Check the address.",
            Self::Forbidden { words: detail, .. } | Self::ByPolicy { words: detail, .. } => detail,
            Self::BadCode => "Check the code with your helper, or ask for a new one.",
            Self::Conflict { words: detail, .. } | Self::Invalid { words: detail, .. } => detail,
            Self::Stale => "Read it again, and repeat the change with its new ETag.",
            Self::Unconditional => "Send If-Match with the ETag of what you have read.",
            Self::OtherBody => {
                "Send a key of its own with each request; repeat one only with the same body."
            }
            Self::Malformed => {
                "Check the body, the address and the headers against the API's description."
            }
            Self::TooLarge => "Send at most 64 KiB.",
            Self::NotJson => "Send application/json.",
            Self::Method => "Check the method against the API's description.",
            Self::Unavailable(detail) => detail,
            Self::Fault => "Try again; if it stays, give the traceId to whoever runs this server.",
        }
    }

    fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Forbidden { reason, .. }
            | Self::ByPolicy { reason, .. }
            | Self::Conflict { reason, .. }
            | Self::Invalid { reason, .. } => Some(reason),
            Self::SignedOut
            | Self::WrongPassword
            | Self::TooMany(_)
            | Self::CrossSite
            | Self::NotFound
            | Self::BadCode
            | Self::Stale
            | Self::Unconditional
            | Self::OtherBody
            | Self::Malformed
            | Self::TooLarge
            | Self::NotJson
            | Self::Method
            | Self::Unavailable(_)
            | Self::Fault => None,
        }
    }

    fn policy(&self) -> Option<String> {
        let Self::ByPolicy { policy, .. } = self else {
            return None;
        };
        Some(policy.clone())
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooMany(after) => Some(*after),
            Self::Unavailable(_) => Some(Duration::from_secs(5)),
            Self::SignedOut
            | Self::WrongPassword
            | Self::CrossSite
            | Self::NotFound
            | Self::Forbidden { .. }
            | Self::ByPolicy { .. }
            | Self::BadCode
            | Self::Conflict { .. }
            | Self::Invalid { .. }
            | Self::Stale
            | Self::Unconditional
            | Self::OtherBody
            | Self::Malformed
            | Self::TooLarge
            | Self::NotJson
            | Self::Method
            | Self::Fault => None,
        }
    }

    /// The stable name of the kind, for logs and metrics.
    pub(crate) fn slug(&self) -> &'static str {
        self.kind().1
    }

    /// The answer with its body; `trace_id` finds the request in the logs.
    pub(crate) fn answer(&self, trace_id: String) -> Response<Body> {
        let (status, slug) = self.kind();
        let problem = Problem {
            kind: problem_type(slug),
            title: self.title().to_owned(),
            status: status.as_u16(),
            detail: self.detail().to_owned(),
            trace_id,
            reason: self.reason().map(str::to_owned),
            policy: self.policy(),
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE));
        if let Some(after) = self.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        response
    }
}

/// A draft that the outermost layer completes with the trace id.
impl IntoResponse for Refused {
    fn into_response(self) -> axum::response::Response {
        let mut response = self.kind().0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What a plain status of the router or a layer means.
pub(crate) fn of_status(status: StatusCode) -> Option<Refused> {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Some(Refused::Method),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Refused::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Refused::NotJson),
        StatusCode::NOT_FOUND => Some(Refused::NotFound),
        other if other.is_client_error() => Some(Refused::Malformed),
        other if other.is_server_error() => Some(Refused::Fault),
        _ => None,
    }
}

/// 201 with a body and where the new thing is.
pub(crate) fn created<T: Serialize>(place: &str, body: &T) -> axum::response::Response {
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    if let Ok(place) = HeaderValue::from_str(place) {
        response.headers_mut().insert(LOCATION, place);
    }
    response
}

/// 201 with a body, where the new thing is, and its version.
pub(crate) fn created_at<T: Serialize>(
    place: &str,
    version: u64,
    body: &T,
) -> axum::response::Response {
    with_version(created(place, body), version)
}

/// 200 with a body and its version.
pub(crate) fn versioned<T: Serialize>(version: u64, body: &T) -> axum::response::Response {
    with_version(Json(body).into_response(), version)
}

fn with_version(mut response: axum::response::Response, version: u64) -> axum::response::Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// 303: go there, with nothing of this request.
pub(crate) fn go_to(place: &str) -> Result<axum::response::Response, Refused> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let place = HeaderValue::from_str(place).map_err(|_| Refused::Fault)?;
    response.headers_mut().insert(LOCATION, place);
    Ok(response)
}

/// 200 without a body: a server told us something, and we have heard it.
pub(crate) fn heard() -> axum::response::Response {
    StatusCode::OK.into_response()
}

/// 204: done, and nothing to say.
pub(crate) fn done() -> axum::response::Response {
    StatusCode::NO_CONTENT.into_response()
}

/// 304: what the caller has is still right.
pub(crate) fn unchanged() -> axum::response::Response {
    StatusCode::NOT_MODIFIED.into_response()
}
