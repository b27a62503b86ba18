//! What a provider tells of a person, as far as it is asked to be believed: texts within bounds, groups by the operator's own
//! names. Never an identity: that is the issuer's subject alone.

use lotse_domain::person::{Label, shown_text};
use serde_json::{Map, Value};

use crate::identity::ProviderConfig;
use crate::limits::{PROVIDER_GROUPS_MAX, USERNAME_BYTES_MAX};

/// A person as a provider tells of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) groups: Groups,
    /// By what colleagues may ask for them, in lower case; only ever to find them, never an identity.
    pub(crate) handles: Vec<String>,
}

/// What is known of somebody's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Groups {
    /// These.
    Known(Vec<Label>),
    /// They are in more than the provider puts into a token, so nobody knows which: they count as in none.
    TooMany,
}

impl Groups {
    /// Those that count.
    pub(crate) fn counted(&self) -> &[Label] {
        match self {
            Self::Known(groups) => groups,
            Self::TooMany => &[],
        }
    }
}

impl Profile {
    /// Reads claims by the operator's names for them.
    pub(crate) fn read(config: &ProviderConfig, claims: &Map<String, Value>) -> Self {
        let names = &config.claims;
        let text = |name: &str| {
            claim(claims, name)
                .and_then(Value::as_str)
                .and_then(shown_text)
        };
        let maybe = |name: &Option<String>| name.as_deref().and_then(text);
        Self {
            name: text(&names.name).or_else(|| full_name(&text)),
            email: text(&names.email),
            job_title: maybe(&names.job_title),
            company: maybe(&names.company),
            groups: groups(config, claims),
            handles: handles(config, claims),
        }
    }
}

/// The name at the provider, and the address once the provider says that it is theirs.
fn handles(config: &ProviderConfig, claims: &Map<String, Value>) -> Vec<String> {
    let verified = claims.get("email_verified").is_some_and(|said| match said {
        Value::Bool(said) => *said,
        Value::String(text) => text == "true",
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    });
    let email = claim(claims, &config.claims.email).filter(|_| verified);
    let name = claims.get("preferred_username");
    let texts = [name, email].into_iter().flatten();
    texts
        .filter_map(Value::as_str)
        .map(|text| text.trim().to_lowercase())
        .filter(|text| !text.is_empty() && text.len() <= USERNAME_BYTES_MAX)
        .collect()
}

fn full_name(text: &impl Fn(&str) -> Option<String>) -> Option<String> {
    match (text("given_name"), text("family_name")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}

/// A claim by its name; `a.b` is `b` within `a` where nothing is called `a.b` itself.
fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let (outer, inner) = name.split_once('.')?;
    claim(claims.get(outer)?.as_object()?, inner)
}

fn groups(config: &ProviderConfig, claims: &Map<String, Value>) -> Groups {
    let name = config.claims.groups.as_str();
    let Some(value) = claim(claims, name) else {
        return match is_overage(claims, name) {
            true => Groups::TooMany,
            false => Groups::Known(Vec::new()),
        };
    };
    let values: Vec<&str> = match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        // Keycloak mappers and ADFS give a single group as a text.
        Value::String(one) => vec![one],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    if values.len() > PROVIDER_GROUPS_MAX {
        return Groups::TooMany;
    }
    let label = |value: &str| match config.group_names.is_empty() {
        true => Label::try_from(value.to_owned()).ok(),
        false => config.group_names.get(value).cloned(),
    };
    Groups::Known(values.into_iter().filter_map(label).collect())
}

/// Entra leaves the groups out when there are more than 200, and says so in one of two ways.
fn is_overage(claims: &Map<String, Value>, name: &str) -> bool {
    let named_elsewhere = claims
        .get("_claim_names")
        .and_then(Value::as_object)
        .is_some_and(|names| names.contains_key(name));
    let flagged = claims.get("hasgroups").is_some_and(|flag| match flag {
        Value::Bool(flag) => *flag,
        Value::String(text) => text == "true",
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    });
    named_elsewhere || flagged
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::identity::{ClaimNames, ClientProof, Strength};

    fn config() -> ProviderConfig {
        ProviderConfig {
            id: "test".parse().unwrap(),
            name: "Test".into(),
            issuer: "https://login.example.org".parse().unwrap(),
            client_id: "lotse".into(),
            proof: ClientProof::Public,
            scopes: Vec::new(),
            claims: ClaimNames::default(),
            group_names: BTreeMap::new(),
            allowed_tenants: Vec::new(),
            authorities: None,
            sign_in: Strength::default(),
            step_up: Strength::default(),
        }
    }

    fn read(config: &ProviderConfig, claims: Value) -> Profile {
        Profile::read(config, claims.as_object().unwrap())
    }

    fn labels(names: &[&str]) -> Groups {
        let label = |name: &&str| Label::try_from((*name).to_owned()).unwrap();
        Groups::Known(names.iter().map(label).collect())
    }

    #[test]
    fn only_groups_that_the_operator_named_count_once_any_is_named() {
        let mut config = config();
        let claims = json!({ "groups": ["g1", "g2", 7] });
        assert_eq!(read(&config, claims.clone()).groups, labels(&["g1", "g2"]));

        let desk = Label::try_from("Help desk".to_owned()).unwrap();
        config.group_names.insert("g1".into(), desk);

        assert_eq!(read(&config, claims).groups, labels(&["Help desk"]));
    }

    #[test]
    fn groups_that_the_provider_leaves_out_are_not_none_but_unknown() {
        let config = config();
        for claims in [
            json!({ "_claim_names": { "groups": "src1" } }),
            json!({ "hasgroups": true }),
            json!({ "hasgroups": "true" }),
            json!({ "groups": vec!["g"; PROVIDER_GROUPS_MAX + 1] }),
        ] {
            assert_eq!(read(&config, claims).groups, Groups::TooMany);
        }
        assert_eq!(read(&config, json!({})).groups, labels(&[]));
    }

    #[test]
    fn claims_within_claims_are_found_and_texts_are_cleaned() {
        let mut config = config();
        config.claims.groups = "realm_access.roles".into();
        config.claims.company = Some("https://example.org/company".into());
        let profile = read(
            &config,
            json!({
                "given_name": "Hanna\u{202e}", "family_name": "Helper",
                "realm_access": { "roles": "desk" },
                "https://example.org/company": "Kai\nspeicher",
                "email": ["no", "text"],
            }),
        );

        assert_eq!(profile.name.as_deref(), Some("Hanna Helper"));
        assert_eq!(profile.company.as_deref(), Some("Kai speicher"));
        assert_eq!(profile.email, None);
        assert_eq!(profile.groups, labels(&["desk"]));
    }

    #[test]
    fn an_address_finds_somebody_only_once_the_provider_has_verified_it() {
        let config = config();
        let said = |verified: Value| {
            json!({
                "preferred_username": " Olga@Example.org ", "email": "o.own@example.org",
                "email_verified": verified,
            })
        };

        let both = read(&config, said(json!(true))).handles;
        assert_eq!(both, ["olga@example.org", "o.own@example.org"]);
        for unverified in [json!(false), json!("no"), json!(1), Value::Null] {
            assert_eq!(
                read(&config, said(unverified)).handles,
                ["olga@example.org"]
            );
        }
        let long = json!({ "preferred_username": "x".repeat(USERNAME_BYTES_MAX + 1) });
        assert!(read(&config, long).handles.is_empty());
    }
}
