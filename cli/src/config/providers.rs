//! Identity providers, as a config names them. Never asks one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use lotse_control_plane::identity::{
    ClaimNames, ClientProof, ProviderConfig, ProviderId, SigningPem, Strength,
};
use lotse_control_plane::idp::check_private_key;
use lotse_domain::person::Label;

use crate::config::raw::{RawClaims, RawProvider, RawStrength};
use crate::config::section::Found;
use crate::config::source::{Node, read_bounded};
use crate::limits::AUTHORITIES_BYTES_MAX;

const KEY_RIGHT: &str = "a private key as PEM: RSA, P-256, P-384 or Ed25519 in PKCS 8";
const CLAIM_RIGHT: &str = "the name of a claim, such as \"groups\"";

/// Every provider, or nothing when one of them is wrong.
pub(crate) fn providers(raw: Vec<RawProvider>) -> Option<Vec<ProviderConfig>> {
    let mut taken: BTreeSet<ProviderId> = BTreeSet::new();
    let read: Vec<Option<ProviderConfig>> = raw
        .into_iter()
        .map(|raw| provider(raw, &mut taken))
        .collect();
    read.into_iter().collect()
}

fn provider(raw: RawProvider, taken: &mut BTreeSet<ProviderId>) -> Option<ProviderConfig> {
    let proof = proof(&raw);
    let issuer = raw
        .issuer
        .as_ref()
        .and_then(|issuer| issuer.parse("such as \"https://login.example.org/realms/example\""));
    let claims = claims(raw.claims);
    let groups = group_names(raw.group_names);
    let authorities = match &raw.ca_file {
        None => Some(None),
        Some(file) => read_authorities(file).map(Some),
    };
    let allowed_tenants = texts(raw.allowed_tenants);
    let id = raw.id.as_ref()?;
    let place: ProviderId = id.parse("a short name such as \"entra\"; it is part of addresses")?;
    if !taken.insert(place.clone()) {
        id.refuse("another provider has it", "a name of its own for each");
        return None;
    }
    let client_id = raw.client_id?.value;
    Some(ProviderConfig {
        name: raw
            .name
            .map_or_else(|| place.text().to_owned(), |name| name.value),
        id: place,
        issuer: issuer?,
        client_id,
        proof: proof?,
        scopes: match raw.scopes {
            None => vec!["profile".to_owned(), "email".to_owned()],
            scopes => texts(scopes),
        },
        claims: claims?,
        group_names: groups?,
        allowed_tenants,
        authorities: authorities?,
        sign_in: strength(raw.sign_in),
        step_up: strength(raw.step_up),
    })
}

fn proof(raw: &RawProvider) -> Option<ClientProof> {
    match (&raw.client_secret, &raw.private_key) {
        (None, None) => Some(ClientProof::Public),
        (Some(secret), None) if secret.value.is_empty() => {
            secret.refuse("it is empty", "the secret that the provider gave");
            None
        }
        (Some(secret), None) => Some(ClientProof::Secret(secret.value.clone())),
        (None, Some(key)) => {
            if let Err(error) = check_private_key(&key.value) {
                key.refuse(error, KEY_RIGHT);
                return None;
            }
            let text =
                |found: &Option<Found<String>>| found.as_ref().map(|found| found.value.clone());
            Some(ClientProof::PrivateKey(SigningPem {
                pem: key.value.clone(),
                key_id: text(&raw.private_key_id),
                thumbprint: text(&raw.private_key_thumbprint),
            }))
        }
        (Some(_), Some(key)) => {
            key.refuse(
                "there is a secret too",
                "one of client_secret and private_key",
            );
            None
        }
    }
}

fn claims(raw: RawClaims) -> Option<ClaimNames> {
    let default = ClaimNames::default();
    let all = [
        &raw.name,
        &raw.email,
        &raw.job_title,
        &raw.company,
        &raw.groups,
    ];
    let mut sound = true;
    for empty in all
        .into_iter()
        .flatten()
        .filter(|claim| claim.value.is_empty())
    {
        empty.refuse("it is empty", CLAIM_RIGHT);
        sound = false;
    }
    let text = |found: Option<Found<String>>| found.map(|found| found.value);
    sound.then(|| ClaimNames {
        name: text(raw.name).unwrap_or(default.name),
        email: text(raw.email).unwrap_or(default.email),
        job_title: text(raw.job_title),
        company: text(raw.company),
        groups: text(raw.groups).unwrap_or(default.groups),
    })
}

fn group_names(raw: Vec<(String, Found<Node>)>) -> Option<BTreeMap<String, Label>> {
    let right = "a group's name here for each value there: { \"value\" = \"Help desk\" }";
    let mut names = BTreeMap::new();
    let mut sound = true;
    for (value, found) in raw {
        let label = found.value.as_text().cloned().map(Label::try_from);
        match label {
            Some(Ok(label)) => {
                names.insert(value, label);
            }
            Some(Err(error)) => {
                found.refuse(error, right);
                sound = false;
            }
            None => {
                found.refuse("no text", right);
                sound = false;
            }
        }
    }
    sound.then_some(names)
}

fn read_authorities(file: &Found<String>) -> Option<Vec<u8>> {
    let right = "a PEM file with the certificates of your own authority";
    match read_bounded(Path::new(&file.value), AUTHORITIES_BYTES_MAX) {
        Ok(text) if text.contains("-----BEGIN CERTIFICATE-----") => Some(text.into_bytes()),
        Ok(_) => {
            file.refuse("no certificate is in it", right);
            None
        }
        Err(error) => {
            file.refuse(format!("the file cannot be read: {error}"), right);
            None
        }
    }
}

fn strength(raw: RawStrength) -> Strength {
    let minutes = |found: Found<i64>| u64::try_from(found.value).unwrap_or(0);
    Strength {
        acr_values: texts(raw.acr_values),
        max_age: raw
            .max_age_min
            .map(|found| Duration::from_secs(minutes(found).saturating_mul(60))),
    }
}

fn texts(found: Option<Vec<Found<String>>>) -> Vec<String> {
    found.into_iter().flatten().map(|text| text.value).collect()
}
