//! What the operator says about an identity provider of the organisation, as parsed values. Never talks to one.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use lotse_domain::person::Label;
use url::{Host, Url};

/// One OpenID Connect provider whose people may sign in.
#[derive(Debug, Clone)]
pub struct ProviderConfig {
    /// Its place in addresses; part of the redirect address that the provider must know.
    pub id: ProviderId,
    /// What its button on the sign-in page says.
    pub name: String,
    /// Who it is: the address under which its discovery document lies.
    pub issuer: IssuerUrl,
    /// The name that Lotse has at the provider.
    pub client_id: String,
    /// How Lotse proves to the provider that it is itself.
    pub proof: ClientProof,
    /// Scopes beside `openid`.
    pub scopes: Vec<String>,
    /// Which claim tells what of a person.
    pub claims: ClaimNames,
    /// The groups of the organisation for values of the groups claim; when empty, a value is the group's own name.
    pub group_names: BTreeMap<String, Label>,
    /// Tenants of a multi-tenant provider (Entra) whose people are of this organisation; empty for every other provider.
    pub allowed_tenants: Vec<String>,
    /// Certificates of authorities to trust beside the system's, as PEM.
    pub authorities: Option<Vec<u8>>,
    /// What a plain sign-in asks for.
    pub sign_in: Strength,
    /// What a step-up asks for.
    pub step_up: Strength,
}

/// How strongly somebody must have proved themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strength {
    /// Authentication contexts of which one must be given; empty asks for none.
    pub acr_values: Vec<String>,
    /// How long ago they may have proved themselves.
    pub max_age: Option<Duration>,
}

/// Which claim tells what of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimNames {
    /// Full name.
    pub name: String,
    /// E-mail address; only shown, never an identity.
    pub email: String,
    /// Job title.
    pub job_title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Groups.
    pub groups: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            name: "name".to_owned(),
            email: "email".to_owned(),
            job_title: None,
            company: None,
            groups: "groups".to_owned(),
        }
    }
}

/// How Lotse proves to a provider that it is itself.
#[derive(Clone)]
pub enum ClientProof {
    /// Not at all: a public client, which PKCE alone protects.
    Public,
    /// By a secret that both know.
    Secret(String),
    /// By signing with a private key (RFC 7523).
    PrivateKey(SigningPem),
}

impl fmt::Debug for ClientProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "Public",
            Self::Secret(_) => "Secret(…)",
            Self::PrivateKey(_) => "PrivateKey(…)",
        })
    }
}

/// A private key as PEM, and how the provider finds its public half.
#[derive(Clone)]
pub struct SigningPem {
    /// PKCS 8: RSA, P-256, P-384 or Ed25519.
    pub pem: String,
    /// The `kid` that the provider knows it by.
    pub key_id: Option<String>,
    /// SHA-256 of the certificate in base64url, which Entra asks for.
    pub thumbprint: Option<String>,
}

/// A provider's place in addresses: 1 to 32 letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProviderId(String);

/// The text is no place of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 1 to 32 lower-case letters, digits and hyphens")]
pub struct NotAProviderId;

impl ProviderId {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProviderId {
    type Err = NotAProviderId;
    fn from_str(text: &str) -> Result<Self, NotAProviderId> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        match (1..=32).contains(&text.len()) && text.chars().all(fits) {
            true => Ok(Self(text.to_owned())),
            false => Err(NotAProviderId),
        }
    }
}

/// Who a provider is: an https address without query and fragment. Plain http is taken from this very machine alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerUrl(String);

/// The text is no issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an https address without user, query and fragment")]
pub struct NotAnIssuer;

impl IssuerUrl {
    /// Exactly as it was given: issuers are compared letter by letter.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl FromStr for IssuerUrl {
    type Err = NotAnIssuer;
    fn from_str(text: &str) -> Result<Self, NotAnIssuer> {
        let url = Url::parse(text).map_err(|_| NotAnIssuer)?;
        let bare = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        match bare && is_safe(&url) {
            true => Ok(Self(text.to_owned())),
            false => Err(NotAnIssuer),
        }
    }
}

/// Whether what is sent there stays between the two: by TLS, or within this machine.
#[must_use]
pub(crate) fn is_safe(url: &Url) -> bool {
    let within = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => url.host().is_some(),
        "http" => within,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_by_tls_or_within_this_machine() {
        for text in [
            "https://login.example.org/realms/lotse",
            "http://127.0.0.1:4000/one",
            "http://localhost:4000",
            "http://[::1]:4000",
        ] {
            assert!(text.parse::<IssuerUrl>().is_ok(), "{text}");
        }
        for text in [
            "http://login.example.org",
            "https://me@login.example.org",
            "https://login.example.org?x=1",
            "https://login.example.org#x",
            "ftp://login.example.org",
            "http://127.0.0.1.evil.example",
            "login.example.org",
        ] {
            assert_eq!(text.parse::<IssuerUrl>(), Err(NotAnIssuer), "{text}");
        }
    }

    #[test]
    fn a_providers_place_fits_into_an_address() {
        assert!("entra-2".parse::<ProviderId>().is_ok());
        for text in ["", "Entra", "a/b", "a b", "é", &"x".repeat(33)] {
            assert_eq!(text.parse::<ProviderId>(), Err(NotAProviderId), "{text}");
        }
    }

    #[test]
    fn a_secret_does_not_show() {
        let proof = ClientProof::Secret("marker".to_owned());

        assert!(!format!("{proof:?}").contains("marker"));
    }
}
