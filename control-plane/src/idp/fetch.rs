//! Fetches from a provider: no redirects, a deadline, a size. Never follows what an answer says, and never logs one.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, RequestBuilder, Response, StatusCode};

use super::fault::SignInFault;
use crate::limits::{
    PROVIDER_ANSWER_BYTES_MAX, PROVIDER_ANSWER_TIME_MAX, PROVIDER_CONNECT_TIME_MAX,
};

/// A client for one provider.
#[derive(Clone)]
pub(crate) struct Fetch(Client);

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FetchFault {
    /// The authorities' certificates cannot be read, or the system offers none.
    #[error("the certificates to check a provider with: {0}")]
    Certificates(#[from] reqwest::Error),
}

/// What a provider answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

impl Fetch {
    pub(crate) fn new(authorities: Option<&[u8]>) -> Result<Self, FetchFault> {
        let builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(PROVIDER_CONNECT_TIME_MAX)
            .timeout(PROVIDER_ANSWER_TIME_MAX)
            .pool_idle_timeout(Duration::from_secs(30))
            .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")));
        let builder = match authorities {
            Some(pem) => builder.tls_certs_merge(Certificate::from_pem_bundle(pem)?),
            None => builder,
        };
        Ok(Self(builder.build()?))
    }

    /// The body of a good answer.
    pub(crate) async fn read(&self, url: &str) -> Result<Vec<u8>, SignInFault> {
        good(answer(self.0.get(url).header("accept", "application/json")).await?)
    }

    /// The body of a good answer for who holds this access token.
    pub(crate) async fn read_as(&self, url: &str, token: &str) -> Result<Vec<u8>, SignInFault> {
        let request = self.0.get(url).header("accept", "application/json");
        good(answer(request.bearer_auth(token)).await?)
    }

    /// Sends a form, with a name and a secret in the header where the provider wants that.
    pub(crate) async fn post(
        &self,
        url: &str,
        form: &[(&str, &str)],
        basic: Option<(&str, &str)>,
    ) -> Result<Answer, SignInFault> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = self
            .0
            .post(url)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        let request = match basic {
            // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
            Some((id, secret)) => request.basic_auth(encoded(id), Some(encoded(secret))),
            None => request,
        };
        answer(request).await
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn good(answer: Answer) -> Result<Vec<u8>, SignInFault> {
    match answer.status {
        StatusCode::OK => Ok(answer.body),
        _ => Err(SignInFault::AnswerStatus),
    }
}

async fn answer(request: RequestBuilder) -> Result<Answer, SignInFault> {
    let response = request.send().await.map_err(|error| fault(&error))?;
    let status = response.status();
    if status.is_redirection() {
        return Err(SignInFault::Redirects);
    }
    let body = bounded(response).await?;
    Ok(Answer { status, body })
}

async fn bounded(mut response: Response) -> Result<Vec<u8>, SignInFault> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| fault(&error))? {
        if body.len().saturating_add(part.len()) > PROVIDER_ANSWER_BYTES_MAX {
            return Err(SignInFault::AnswerTooLarge);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn fault(error: &reqwest::Error) -> SignInFault {
    match error.is_timeout() {
        true => SignInFault::Slow,
        false => SignInFault::Unreachable,
    }
}
