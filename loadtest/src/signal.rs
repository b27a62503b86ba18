//! WHIP and WHEP over HTTP: POST an offer, PATCH a restart, DELETE the resource. Never logs a token or SDP.

use std::sync::OnceLock;

use reqwest::{Client, Method, RequestBuilder, Response, Url, header};
use serde_json::Value;

use crate::identity::NoCertificate;
use crate::limits::BODY_BYTES_MAX;

/// Why a leg did not come up, or a request of it failed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The server said no.
    #[error("refused with status {}", .0.status)]
    Refused(Box<Refused>),
    /// HTTP itself failed.
    #[error("HTTP failed: {0}")]
    Http(#[from] reqwest::Error),
    /// The answer breaks a rule of WHIP or WHEP.
    #[error("bad answer: {0}")]
    BadAnswer(String),
    /// The socket failed.
    #[error("socket failed: {0}")]
    Socket(#[from] std::io::Error),
    /// The media engine failed.
    #[error("media engine failed: {0}")]
    Engine(String),
    /// ICE, DTLS or the data channel did not come up in time.
    #[error("not connected within {0:?}")]
    NotConnected(std::time::Duration),
    /// The leg is over.
    #[error("the leg is over")]
    Over,
    /// No certificate of its own.
    #[error(transparent)]
    NoCertificate(#[from] NoCertificate),
}

/// What a refusal said.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// The problem body (RFC 9457), where there was one.
    pub problem: Option<Value>,
    /// `Retry-After`, where there was one.
    pub retry_after: Option<String>,
}

impl Fault {
    /// The HTTP status of a refusal.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        if let Self::Refused(refused) = self {
            Some(refused.status)
        } else {
            None
        }
    }
}

/// The resource that a POST made.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    pub(crate) url: Url,
    pub(crate) etag: Option<String>,
    pub(crate) answer: String,
}

/// The HTTP client that legs share unless they bring their own.
pub(crate) fn shared_http() -> Client {
    static HTTP: OnceLock<Client> = OnceLock::new();
    HTTP.get_or_init(|| {
        // Err means that somebody has installed one before, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        Client::new()
    })
    .clone()
}

pub(crate) async fn post(
    http: &Client,
    url: &str,
    token: &str,
    offer: String,
) -> Result<Resource, Fault> {
    let request = http
        .post(url)
        .header(header::CONTENT_TYPE, "application/sdp")
        .body(offer);
    let response = granted(request.bearer_auth(token)).await?;
    if response.status().as_u16() != 201 {
        let status = response.status();
        return Err(Fault::BadAnswer(format!("status {status} instead of 201")));
    }
    // RFC 9725 section 4.2: the Location may be relative to the endpoint.
    let location =
        text_header(&response, header::LOCATION).ok_or(Fault::BadAnswer("no Location".into()))?;
    let url = response
        .url()
        .join(&location)
        .map_err(|e| Fault::BadAnswer(format!("Location: {e}")))?;
    let etag = text_header(&response, header::ETAG);
    let answer = body(response).await?;
    Ok(Resource { url, etag, answer })
}

/// Sends a trickle or restart fragment (RFC 8840); the body of the answer, if it has one.
pub(crate) async fn patch(
    http: &Client,
    resource: &Resource,
    token: &str,
    fragment: String,
    if_match: &str,
) -> Result<Option<String>, Fault> {
    let request = http
        .patch(resource.url.clone())
        .header(header::CONTENT_TYPE, "application/trickle-ice-sdpfrag")
        .header(header::IF_MATCH, if_match)
        .body(fragment);
    let response = granted(request.bearer_auth(token)).await?;
    let text = body(response).await?;
    Ok((!text.is_empty()).then_some(text))
}

pub(crate) async fn delete(http: &Client, resource: &Resource, token: &str) -> Result<u16, Fault> {
    let request = http.request(Method::DELETE, resource.url.clone());
    Ok(granted(request.bearer_auth(token)).await?.status().as_u16())
}

async fn granted(request: RequestBuilder) -> Result<Response, Fault> {
    let response = request.send().await?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let retry_after = text_header(&response, header::RETRY_AFTER);
    let text = body(response).await.unwrap_or_default();
    Err(Fault::Refused(Box::new(Refused {
        status: status.as_u16(),
        problem: serde_json::from_str(&text).ok(),
        retry_after,
    })))
}

fn text_header(response: &Response, name: header::HeaderName) -> Option<String> {
    response
        .headers()
        .get(name)
        .and_then(|v| v.to_str().ok())
        .map(str::to_owned)
}

async fn body(mut response: Response) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > BODY_BYTES_MAX {
            return Err(Fault::BadAnswer("body too long".into()));
        }
    }
    String::from_utf8(bytes).map_err(|_| Fault::BadAnswer("body is not UTF-8".into()))
}
