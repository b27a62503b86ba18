//! What is remembered of a sign-in between the question and the answer, and what is made from the browser's cookie instead of
//! being remembered.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_domain::hash::hex;
use lotse_protocol::id::UserId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::auth::CookieSecret;
use crate::idp::{Asked, Provider};

/// The page that somebody comes back to. Never an address: there is nothing to redirect elsewhere with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    #[default]
    Sharer,
    Helper,
    Admin,
    Network,
}

impl Place {
    /// The page with this path; every other text is the first page.
    pub(crate) fn of_path(path: &str) -> Self {
        match path {
            "/help" => Self::Helper,
            "/admin" => Self::Admin,
            "/network" => Self::Network,
            _ => Self::Sharer,
        }
    }

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Sharer => "/",
            Self::Helper => "/help",
            Self::Admin => "/admin",
            Self::Network => "/network",
        }
    }
}

/// What else was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) place: Place,
    /// Who is to prove themselves once more.
    pub(super) step_up: Option<UserId>,
}

/// What is stored of a state.
pub(super) fn state_hash(state: &str) -> String {
    hex(&Sha256::digest(state.as_bytes()))
}

/// The question that this browser asks, or asked, with this state.
pub(super) fn asked(
    app: &App,
    provider: &Provider,
    browser: &CookieSecret,
    state: &str,
    body: &Body,
) -> Asked {
    let derived = |what: &str| URL_SAFE_NO_PAD.encode(browser.derived(&format!("{what}:{state}")));
    let id = provider.config.id.text();
    Asked {
        redirect: format!(
            "{}/api/v1/auth/oidc/{id}/callback",
            app.config.public_url.text()
        ),
        state: state.to_owned(),
        nonce: derived("nonce"),
        verifier: derived("verifier"),
        strength: match body.step_up {
            Some(_) => provider.config.step_up.clone(),
            None => provider.config.sign_in.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_back_to_a_place_that_is_not_ours() {
        for path in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/help/../..//evil.example",
            "/%2f%2fevil.example",
            "javascript:alert(1)",
            "/help?x",
            "",
        ] {
            assert_eq!(Place::of_path(path).path(), "/", "{path}");
        }
        assert_eq!(Place::of_path("/help").path(), "/help");
    }
}
