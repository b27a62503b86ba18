//! What a provider says of itself (OpenID Connect Discovery 1.0 section 3, RFC 8414). Never believes that it is somebody else
//! than who was asked.

use serde::Deserialize;
use url::Url;

use super::fault::SignInFault;
use crate::identity::{IssuerUrl, is_safe};

/// What Entra puts in the place of a tenant's id in the issuer of all tenants.
const TENANT_MARK: &str = "{tenantid}";

/// A provider's own words, judged.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) issuer: Issuer,
    pub(crate) authorization: Url,
    pub(crate) token: Url,
    pub(crate) keys: Url,
    pub(crate) userinfo: Option<Url>,
    pub(crate) end_session: Option<Url>,
    /// The algorithms it signs ID tokens by; empty when it does not say.
    pub(crate) algorithms: Vec<String>,
    /// Whether its answers always name it (RFC 9207).
    pub(crate) names_itself: bool,
    /// Whether it takes our secret in a header.
    pub(crate) takes_basic: bool,
}

/// Who the provider is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Issuer {
    /// One issuer.
    One(String),
    /// One for each tenant, of whom some are ours.
    Tenants {
        template: String,
        allowed: Vec<String>,
    },
}

impl Issuer {
    /// The issuer of a tenant's tokens; `None` when the tenant is not ours.
    pub(crate) fn of_tenant(&self, tenant: &str) -> Option<String> {
        match self {
            Self::One(issuer) => Some(issuer.clone()),
            Self::Tenants { template, allowed } => allowed
                .iter()
                .any(|id| id == tenant)
                .then(|| template.replace(TENANT_MARK, tenant)),
        }
    }

    /// Whether a text names this issuer, for some tenant of ours.
    pub(crate) fn is(&self, text: &str) -> bool {
        match self {
            Self::One(issuer) => issuer == text,
            Self::Tenants { template, allowed } => allowed
                .iter()
                .any(|tenant| template.replace(TENANT_MARK, tenant) == text),
        }
    }
}

#[derive(Deserialize)]
struct Document {
    issuer: Option<String>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    jwks_uri: Option<String>,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    response_types_supported: Option<Vec<String>>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// Where a provider's discovery document lies.
pub(crate) fn place(issuer: &IssuerUrl) -> String {
    let base = issuer.text().trim_end_matches('/');
    format!("{base}/.well-known/openid-configuration")
}

/// Judges a discovery document of the provider that was asked.
pub(crate) fn read(
    asked: &IssuerUrl,
    allowed_tenants: &[String],
    body: &[u8],
) -> Result<Metadata, SignInFault> {
    let document: Document =
        serde_json::from_slice(body).map_err(|_| SignInFault::DiscoveryMalformed)?;
    let said = document.issuer.ok_or(SignInFault::DiscoveryIncomplete)?;
    let endpoint = |text: String| endpoint(asked, &text);
    let required = |given: Option<String>| match given {
        Some(text) => endpoint(text),
        None => Err(SignInFault::DiscoveryIncomplete),
    };
    let has = |list: &Option<Vec<String>>, wanted: &str| {
        list.as_ref()
            .is_none_or(|list| list.iter().any(|one| one == wanted))
    };
    if !has(&document.response_types_supported, "code") {
        return Err(SignInFault::NoCodeFlow);
    }
    if !has(&document.code_challenge_methods_supported, "S256") {
        return Err(SignInFault::NoPkce);
    }
    Ok(Metadata {
        issuer: issuer(asked, allowed_tenants, said)?,
        authorization: required(document.authorization_endpoint)?,
        token: required(document.token_endpoint)?,
        keys: required(document.jwks_uri)?,
        userinfo: document.userinfo_endpoint.map(&endpoint).transpose()?,
        end_session: document.end_session_endpoint.map(&endpoint).transpose()?,
        algorithms: document.id_token_signing_alg_values_supported,
        names_itself: document.authorization_response_iss_parameter_supported,
        takes_basic: has(
            &document.token_endpoint_auth_methods_supported,
            "client_secret_basic",
        ),
    })
}

fn issuer(asked: &IssuerUrl, allowed: &[String], said: String) -> Result<Issuer, SignInFault> {
    if allowed.is_empty() {
        return match said == asked.text() {
            true => Ok(Issuer::One(said)),
            false => Err(SignInFault::DiscoveryIssuer),
        };
    }
    // Entra's document for all tenants names none: it has a mark in the tenant's place, on the host that was asked.
    let host = |text: &str| {
        let url = Url::parse(text).ok()?;
        Some((
            url.scheme().to_owned(),
            url.host_str()?.to_owned(),
            url.port(),
        ))
    };
    let same_host = host(&said) == host(asked.text());
    match same_host && said.matches(TENANT_MARK).count() == 1 {
        true => Ok(Issuer::Tenants {
            template: said,
            allowed: allowed.to_vec(),
        }),
        false => Err(SignInFault::DiscoveryIssuer),
    }
}

/// A provider that is reached by TLS cannot point us at what listens within this machine.
fn endpoint(asked: &IssuerUrl, text: &str) -> Result<Url, SignInFault> {
    let url = Url::parse(text).map_err(|_| SignInFault::DiscoveryMalformed)?;
    let plain = url.scheme() == "http";
    match is_safe(&url) && (!plain || asked.text().starts_with("http://")) {
        true => Ok(url),
        false => Err(SignInFault::EndpointUnsafe),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
        let mut document = serde_json::json!({
            "issuer": "https://login.example.org",
            "authorization_endpoint": "https://login.example.org/auth",
            "token_endpoint": "https://login.example.org/token",
            "jwks_uri": "https://keys.example.org/jwks",
        });
        change(&mut document);
        serde_json::to_vec(&document).unwrap()
    }

    #[test]
    fn a_provider_cannot_say_that_it_is_somebody_else_or_point_into_this_machine() {
        let asked: IssuerUrl = "https://login.example.org".parse().unwrap();
        let read = |change: fn(&mut serde_json::Value)| {
            super::read(&asked, &[], &document(change)).map(|_| ())
        };

        assert_eq!(read(|_| {}), Ok(()));
        assert_eq!(
            read(|d| d["issuer"] = "https://login.example.org/".into()),
            Err(SignInFault::DiscoveryIssuer)
        );
        assert_eq!(
            read(|d| d["jwks_uri"] = "http://127.0.0.1:9464/metrics".into()),
            Err(SignInFault::EndpointUnsafe)
        );
        assert_eq!(
            read(|d| d["token_endpoint"] = "http://login.example.org/token".into()),
            Err(SignInFault::EndpointUnsafe)
        );
        assert_eq!(
            read(|d| d["code_challenge_methods_supported"] = serde_json::json!(["plain"])),
            Err(SignInFault::NoPkce)
        );
    }

    #[test]
    fn a_document_for_all_tenants_stands_for_those_of_ours() {
        let asked: IssuerUrl = "https://login.example.org/organizations/v2.0"
            .parse()
            .unwrap();
        let all = document(|d| d["issuer"] = "https://login.example.org/{tenantid}/v2.0".into());
        let elsewhere = document(|d| d["issuer"] = "https://evil.example/{tenantid}/v2.0".into());
        let ours = ["t1".to_owned()];

        let issuer = super::read(&asked, &ours, &all).unwrap().issuer;

        assert!(issuer.is("https://login.example.org/t1/v2.0"));
        assert!(!issuer.is("https://login.example.org/t2/v2.0"));
        assert_eq!(issuer.of_tenant("t2"), None);
        for (tenants, document) in [(&ours[..], &elsewhere), (&[][..], &all)] {
            let refused = super::read(&asked, tenants, document).map(|_| ());
            assert_eq!(refused, Err(SignInFault::DiscoveryIssuer));
        }
    }
}
