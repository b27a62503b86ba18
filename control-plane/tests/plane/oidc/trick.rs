//! What a provider does wrong. Everything that is not named here it does right.

use serde_json::{Map, Value, json};

/// What a provider does wrong, and what the browser does wrong with its answer.
#[derive(Clone, Copy)]
pub(crate) struct Trick {
    /// Changes what it says of itself.
    pub(crate) discovery: fn(&mut Value),
    /// Changes its keys.
    pub(crate) keys: fn(&mut Vec<Value>),
    /// Changes the token's header.
    pub(crate) header: fn(&mut Value),
    /// Changes the token's claims, at this second.
    pub(crate) claims: fn(&mut Map<String, Value>, i64),
    /// Changes the token endpoint's answer.
    pub(crate) answer: fn(&mut Map<String, Value>),
    /// Changes what it tells of the access token's holder.
    pub(crate) userinfo: fn(&mut Value),
    /// Changes what the browser comes back with.
    pub(crate) query: fn(&mut Vec<(String, String)>),
    pub(crate) sign: Sign,
    pub(crate) serve: (Part, How),
    pub(crate) browser: Whose,
}

/// How the token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Right,
    /// By a key of the same name that is not the announced one.
    OtherKey,
    /// By the announced key, and then a claim is changed.
    ThenChange,
    /// Not at all, with an empty third part.
    Nothing,
    /// By HMAC with the public key as the secret.
    PublicKeyAsSecret,
    /// Only two parts are sent.
    TwoParts,
}

/// A part of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    None,
    Discovery,
    Keys,
    Token,
}

/// How a part answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Right,
    Huge,
    Slow,
    Redirects,
    Garbage,
    Status(u16),
}

/// Whose browser comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    Own,
    /// A browser that began a sign-in of its own.
    Another,
    /// A browser without a cookie.
    Nobodys,
    /// The own browser comes back twice.
    Twice,
    /// The own browser comes back to another provider's address.
    AtAnotherProvider,
}

/// A provider that does everything right.
pub(crate) const HONEST: Trick = Trick {
    discovery: |_| {},
    keys: |_| {},
    header: |_| {},
    claims: |_, _| {},
    answer: |_| {},
    userinfo: |_| {},
    query: |_| {},
    sign: Sign::Right,
    serve: (Part::None, How::Right),
    browser: Whose::Own,
};

/// The tenant whose people may sign in at a provider for all tenants.
pub(crate) const TENANT: &str = "11111111-2222-3333-4444-555555555555";
/// A tenant whose people may not.
pub(crate) const FOREIGN_TENANT: &str = "99999999-2222-3333-4444-555555555555";

/// A provider for all tenants that does everything right: Entra's way of naming itself, its keys and people.
pub(crate) const ENTRA: Trick = Trick {
    discovery: |document| {
        let host = host_of(document["issuer"].as_str().unwrap());
        document["issuer"] = format!("{host}/{{tenantid}}/v2.0").into();
        document["authorization_response_iss_parameter_supported"] = false.into();
    },
    query: |query| query.retain(|(name, _)| name != "iss"),
    keys: |keys| {
        let host = "HOST/{tenantid}/v2.0";
        for key in keys {
            key["issuer"] = host.into();
        }
    },
    claims: |claims, _| {
        let host = host_of(claims["iss"].as_str().unwrap());
        claims.insert("iss".into(), format!("{host}/{TENANT}/v2.0").into());
        claims.insert("tid".into(), TENANT.into());
        claims.insert("oid".into(), json!("object-1"));
    },
    ..HONEST
};

fn host_of(issuer: &str) -> String {
    let url = url::Url::parse(issuer).unwrap();
    format!(
        "{}://{}:{}",
        url.scheme(),
        url.host_str().unwrap(),
        url.port().unwrap()
    )
}
