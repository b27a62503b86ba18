//! What strangers are told when something is refused: the only place that knows statuses. Never internal text.

use std::time::Duration;

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use lotse_protocol::bus::RefusedWhy;
use lotse_protocol::problem::{PROBLEM_MEDIA_TYPE, Problem, problem_type};
use lotse_sfu_core::fault::{AdmitFault, PatchFault};
use uuid::Uuid;

use super::names::{ENDPOINT_METHODS, RESOURCE_METHODS};
use crate::limits;
use crate::order::{PatchRefused, Unanswered};

/// Why a request is refused.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    /// No `Authorization: Bearer`.
    NoToken,
    /// The token was refused.
    Token(RefusedWhy),
    /// Too many refused tokens from there.
    Wait(Duration),
    /// The body is of another type than wanted.
    BodyType(&'static str),
    /// The caller accepts no SDP.
    Accept,
    /// The body is too large.
    TooLarge,
    /// The body broke off, came too slowly or is not text.
    Body,
    /// `If-Match` is missing.
    NoIfMatch,
    /// `If-Match` is not readable.
    IfMatch,
    /// There is no such resource, or none of the caller's.
    NoResource,
    /// The join is refused.
    Admit(AdmitFault),
    /// The change is refused.
    Patch(PatchFault),
    /// The entity tag is another one.
    OtherTag,
    /// The shard does not answer.
    Unanswered,
    /// An endpoint takes POST alone.
    EndpointMethod,
    /// A resource takes PATCH and DELETE alone.
    ResourceMethod,
}

/// What the caller sees.
struct Shown {
    status: StatusCode,
    slug: &'static str,
    title: &'static str,
    detail: &'static str,
}

const fn shown(
    status: StatusCode,
    slug: &'static str,
    title: &'static str,
    detail: &'static str,
) -> Shown {
    Shown {
        status,
        slug,
        title,
        detail,
    }
}

impl From<Unanswered> for Fault {
    fn from(_: Unanswered) -> Self {
        Self::Unanswered
    }
}

impl From<PatchRefused> for Fault {
    fn from(refused: PatchRefused) -> Self {
        match refused {
            PatchRefused::NoResource(_) => Self::NoResource,
            PatchRefused::OtherTag => Self::OtherTag,
            PatchRefused::Fault(fault) => Self::Patch(fault),
        }
    }
}

impl Fault {
    fn shown(self) -> Shown {
        match self {
            Self::NoToken => shown(
                StatusCode::UNAUTHORIZED,
                "token-missing",
                "A media token is needed.",
                "Send Authorization: Bearer with a media token.",
            ),
            Self::Token(why) => token(why),
            Self::Wait(_) => shown(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-refused-tokens",
                "Too many refused tokens from this address.",
                "Try again after the time in Retry-After.",
            ),
            Self::BodyType(wanted) => shown(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "media-type",
                "The body is of another type than wanted.",
                wanted,
            ),
            Self::Accept => shown(
                StatusCode::NOT_ACCEPTABLE,
                "not-acceptable",
                "The answer is SDP, which the request does not accept.",
                "Accept application/sdp.",
            ),
            Self::TooLarge => too_large(),
            Self::Body => shown(
                StatusCode::BAD_REQUEST,
                "body",
                "The body is not readable.",
                "Send the whole body at once, as UTF-8 text.",
            ),
            Self::NoIfMatch => shown(
                StatusCode::PRECONDITION_REQUIRED,
                "if-match-missing",
                "If-Match is needed.",
                "Send the entity tag of the present ICE session, or * for an ICE restart.",
            ),
            Self::IfMatch => shown(
                StatusCode::BAD_REQUEST,
                "if-match",
                "If-Match is not readable.",
                "Send one quoted entity tag, or *.",
            ),
            Self::NoResource => no_resource(),
            Self::Admit(fault) => admit(fault),
            Self::Patch(fault) => patch(fault),
            Self::OtherTag => shown(
                StatusCode::PRECONDITION_FAILED,
                "other-ice-session",
                "The request is about an earlier ICE session.",
                "Use the entity tag of the last answer.",
            ),
            Self::Unanswered => busy(),
            Self::EndpointMethod | Self::ResourceMethod => method(),
        }
    }

    fn reason(self) -> Option<String> {
        match self {
            // Whoever holds a token with a good signature may learn what is wrong with it; nobody else learns anything.
            Self::Token(why) if status_of(why) == StatusCode::FORBIDDEN => {
                Some(why.text().to_owned())
            }
            Self::Token(RefusedWhy::Expired) => Some(RefusedWhy::Expired.text().to_owned()),
            Self::NoToken
            | Self::Token(_)
            | Self::Wait(_)
            | Self::BodyType(_)
            | Self::Accept
            | Self::TooLarge
            | Self::Body
            | Self::NoIfMatch
            | Self::IfMatch
            | Self::NoResource
            | Self::Admit(_)
            | Self::Patch(_)
            | Self::OtherTag
            | Self::Unanswered
            | Self::EndpointMethod
            | Self::ResourceMethod => None,
        }
    }
}

/// RFC 6750 section 3.1: 401 where another token would help, 403 where it is not the token's form that is wrong.
const fn status_of(why: RefusedWhy) -> StatusCode {
    match why {
        RefusedWhy::Malformed
        | RefusedWhy::Algorithm
        | RefusedWhy::UnknownKey
        | RefusedWhy::Signature
        | RefusedWhy::Audience
        | RefusedWhy::Expired
        | RefusedWhy::NotYetValid => StatusCode::UNAUTHORIZED,
        RefusedWhy::SessionOver
        | RefusedWhy::ForeignNode
        | RefusedWhy::Replayed
        | RefusedWhy::OtherCertificate
        | RefusedWhy::Revoked
        | RefusedWhy::WrongRole
        | RefusedWhy::OtherSession => StatusCode::FORBIDDEN,
    }
}

fn token(why: RefusedWhy) -> Shown {
    shown(
        status_of(why),
        "token-refused",
        "The media token is refused.",
        "Ask for a new media token.",
    )
}

fn method() -> Shown {
    shown(
        StatusCode::METHOD_NOT_ALLOWED,
        "method",
        "This method is not supported here.",
        "Use one of the methods in Allow.",
    )
}

fn too_large() -> Shown {
    shown(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "The body is too large.",
        "Offer fewer codecs or candidates.",
    )
}

fn no_resource() -> Shown {
    shown(
        StatusCode::NOT_FOUND,
        "no-resource",
        "There is no such resource.",
        "Its connection may have ended; connect anew.",
    )
}

fn busy() -> Shown {
    shown(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "This node takes no more at the moment.",
        "Try again after the time in Retry-After.",
    )
}

fn admit(fault: AdmitFault) -> Shown {
    match fault {
        AdmitFault::TooLong => too_large(),
        AdmitFault::Unreadable => shown(
            StatusCode::BAD_REQUEST,
            "offer",
            "The offer is not readable.",
            "Send an SDP offer for WebRTC with ICE credentials and a certificate's fingerprint.",
        ),
        AdmitFault::UnfitMedia => shown(
            StatusCode::UNPROCESSABLE_ENTITY,
            "offer-media",
            "The offer has other media than can be served here.",
            "Offer at most one video, one audio and one data channel: sendonly to WHIP, recvonly to WHEP.",
        ),
        AdmitFault::NoCommonCodec => shown(
            StatusCode::NOT_ACCEPTABLE,
            "no-common-codec",
            "The offer has no codec that is forwarded here.",
            "Offer VP8, VP9, AV1 or H.264 baseline, and Opus.",
        ),
        AdmitFault::OtherCertificate => token(RefusedWhy::OtherCertificate),
        AdmitFault::SessionOver => token(RefusedWhy::SessionOver),
        AdmitFault::Revoked => token(RefusedWhy::Revoked),
        AdmitFault::SharerPresent => shown(
            StatusCode::CONFLICT,
            "sharer-present",
            "Somebody else shares in this session.",
            "A session has one sharer.",
        ),
        AdmitFault::Full | AdmitFault::Draining | AdmitFault::Failed => busy(),
    }
}

fn patch(fault: PatchFault) -> Shown {
    match fault {
        PatchFault::Gone => no_resource(),
        PatchFault::Unreadable => shown(
            StatusCode::BAD_REQUEST,
            "fragment",
            "The fragment is not readable.",
            "Send a trickle ICE fragment as in RFC 8840.",
        ),
        PatchFault::TooMany => shown(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-restarts",
            "Too many ICE restarts.",
            "Try again after the time in Retry-After.",
        ),
        PatchFault::Failed => busy(),
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let shown = self.shown();
        let trace_id = Uuid::now_v7().simple().to_string();
        let (status, kind) = (shown.status.as_u16(), shown.slug);
        if shown.status.is_server_error() {
            tracing::warn!(%trace_id, status, kind, "a media request failed");
        } else {
            tracing::info!(%trace_id, status, kind, "a media request was refused");
        }
        let problem = Problem {
            kind: problem_type(shown.slug),
            title: shown.title.to_owned(),
            status: shown.status.as_u16(),
            detail: shown.detail.to_owned(),
            trace_id,
            reason: self.reason(),
            policy: None,
        };
        let mut response = (shown.status, axum::Json(problem)).into_response();
        let headers = response.headers_mut();
        let media_type = HeaderValue::from_static(PROBLEM_MEDIA_TYPE);
        headers.insert(CONTENT_TYPE, media_type);
        self.add_headers(shown.status, headers);
        response
    }
}

impl Fault {
    fn add_headers(self, status: StatusCode, headers: &mut HeaderMap) {
        if status == StatusCode::UNAUTHORIZED {
            // RFC 6750 section 3: an error is named only where a token was shown.
            let challenge = if matches!(self, Self::Token(_)) {
                "Bearer error=\"invalid_token\""
            } else {
                "Bearer"
            };
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            headers.insert(RETRY_AFTER, seconds(self.wait()));
        }
        if status == StatusCode::METHOD_NOT_ALLOWED {
            let resource = matches!(self, Self::ResourceMethod);
            let allowed = if resource {
                RESOURCE_METHODS
            } else {
                ENDPOINT_METHODS
            };
            headers.insert(ALLOW, HeaderValue::from_static(allowed));
        }
    }

    fn wait(self) -> Duration {
        if let Self::Wait(wait) = self {
            wait
        } else {
            limits::RETRY_AFTER
        }
    }
}

/// RFC 9110 section 10.2.3: whole seconds, rounded up.
fn seconds(wait: Duration) -> HeaderValue {
    let whole = wait
        .as_secs()
        .saturating_add(u64::from(wait.subsec_nanos() > 0));
    HeaderValue::from(whole.max(1))
}
