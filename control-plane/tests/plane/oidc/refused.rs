//! Wrong answers, one by one: each is refused, and the audit knows each by its own reason.

use std::time::Duration;

use lotse_control_plane::identity::{ProviderConfig, Strength};
use serde_json::{Value, json};

use super::answers::{audited, play};
use super::provider::{CLIENT, Hostile};
use super::trick::{ENTRA, FOREIGN_TENANT, HONEST, How, Part, Sign, TENANT, Trick, Whose};
use crate::house::House;

/// A wrong answer: its name, what is wrong, what the audit says, what the person sees.
type Case = (&'static str, Trick, &'static str, &'static str);

#[rustfmt::skip]
const SIGNATURES: &[Case] = &[
    ("alg-none", Trick { header: |h| h["alg"] = "none".into(), sign: Sign::Nothing, ..HONEST }, "algorithm_none", "untrusted"),
    ("alg-none-odd", Trick { header: |h| h["alg"] = "nOnE".into(), sign: Sign::Nothing, ..HONEST }, "algorithm_none", "untrusted"),
    ("alg-none-signed", Trick { header: |h| h["alg"] = "None".into(), ..HONEST }, "algorithm_none", "untrusted"),
    ("alg-hmac", Trick { header: |h| h["alg"] = "HS256".into(), sign: Sign::PublicKeyAsSecret, ..HONEST }, "algorithm_symmetric", "untrusted"),
    ("alg-unknown", Trick { header: |h| h["alg"] = "RS1".into(), ..HONEST }, "algorithm_unknown", "untrusted"),
    ("alg-missing", Trick { header: |h| h["alg"] = Value::Null, ..HONEST }, "token_malformed", "untrusted"),
    ("alg-silent", Trick { header: |h| h["alg"] = "PS256".into(), ..HONEST }, "algorithm_not_announced", "untrusted"),
    ("alg-other", Trick { discovery: |d| d["id_token_signing_alg_values_supported"] = json!(["PS256"]), keys: |k| k[0]["alg"] = Value::Null, header: |h| h["alg"] = "PS256".into(), ..HONEST }, "signature_wrong", "untrusted"),
    ("sig-other-key", Trick { sign: Sign::OtherKey, ..HONEST }, "signature_wrong", "untrusted"),
    ("sig-changed", Trick { sign: Sign::ThenChange, ..HONEST }, "signature_wrong", "untrusted"),
    ("sig-empty", Trick { sign: Sign::Nothing, ..HONEST }, "signature_wrong", "untrusted"),
    ("sig-two-parts", Trick { sign: Sign::TwoParts, ..HONEST }, "token_malformed", "untrusted"),
    ("head-critical", Trick { header: |h| h["crit"] = json!(["exp"]), ..HONEST }, "token_critical_header", "untrusted"),
    ("head-b64", Trick { header: |h| h["b64"] = false.into(), ..HONEST }, "token_critical_header", "untrusted"),
    ("head-access-token", Trick { header: |h| h["typ"] = "at+jwt".into(), ..HONEST }, "token_kind_wrong", "untrusted"),
    ("head-logout-token", Trick { header: |h| h["typ"] = "logout+jwt".into(), ..HONEST }, "token_kind_wrong", "untrusted"),
    ("head-huge", Trick { header: |h| h["x"] = "x".repeat(5_000).into(), ..HONEST }, "token_too_large", "untrusted"),
    ("token-huge", Trick { claims: |c, _| { c.insert("x".into(), "x".repeat(40_000).into()); }, ..HONEST }, "token_too_large", "untrusted"),
    ("kid-unknown", Trick { header: |h| h["kid"] = "another".into(), ..HONEST }, "key_unknown", "untrusted"),
    ("kid-path", Trick { header: |h| h["kid"] = "../../../dev/null".into(), ..HONEST }, "key_unknown", "untrusted"),
    ("kid-own-key", Trick { header: |h| { h["kid"] = "mine".into(); h["jwk"] = json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" }); h["jku"] = "http://127.0.0.1:9/jwks".into(); }, ..HONEST }, "key_unknown", "untrusted"),
    ("kid-twice", Trick { keys: |k| k.push(k[0].clone()), ..HONEST }, "key_twice", "untrusted"),
    ("kid-not-named", Trick { keys: |k| { let mut more = k[0].clone(); more["kid"] = "more".into(); k.push(more); }, header: |h| h["kid"] = Value::Null, ..HONEST }, "key_not_named", "untrusted"),
    ("key-for-secrets", Trick { keys: |k| k[0]["use"] = "enc".into(), ..HONEST }, "key_not_for_signatures", "untrusted"),
    ("key-ops", Trick { keys: |k| { k[0]["use"] = Value::Null; k[0]["key_ops"] = json!(["encrypt"]); }, ..HONEST }, "key_not_for_signatures", "untrusted"),
    ("key-other-alg", Trick { keys: |k| k[0]["alg"] = "RS512".into(), ..HONEST }, "key_algorithm_wrong", "untrusted"),
    ("key-other-type", Trick { keys: |k| k[0]["kty"] = "EC".into(), ..HONEST }, "key_algorithm_wrong", "untrusted"),
    ("key-symmetric", Trick { keys: |k| { k[0] = json!({ "kty": "oct", "kid": "key-0", "k": "c2VjcmV0" }); }, ..HONEST }, "key_algorithm_wrong", "untrusted"),
    ("key-short", Trick { keys: |k| k[0]["n"] = "A".repeat(170).into(), ..HONEST }, "key_too_short", "untrusted"),
    ("key-padded", Trick { keys: |k| k[0]["n"] = format!("{}{}", "A".repeat(400), "B".repeat(160)).into(), ..HONEST }, "key_too_short", "untrusted"),
    ("keys-none", Trick { keys: Vec::clear, ..HONEST }, "key_unknown", "untrusted"),
    ("keys-many", Trick { keys: |k| *k = vec![k[0].clone(); 65], ..HONEST }, "keys_too_many", "untrusted"),
];

#[rustfmt::skip]
const CLAIMS: &[Case] = &[
    ("iss-other", Trick { claims: |c, _| { c.insert("iss".into(), "https://evil.example".into()); }, ..HONEST }, "issuer_wrong", "untrusted"),
    ("iss-slash", Trick { claims: |c, _| { let iss = format!("{}/", c["iss"].as_str().unwrap()); c.insert("iss".into(), iss.into()); }, ..HONEST }, "issuer_wrong", "untrusted"),
    ("iss-none", Trick { claims: |c, _| { c.remove("iss"); }, ..HONEST }, "issuer_wrong", "untrusted"),
    ("aud-other", Trick { claims: |c, _| { c.insert("aud".into(), "another".into()); }, ..HONEST }, "audience_wrong", "untrusted"),
    ("aud-none", Trick { claims: |c, _| { c.remove("aud"); }, ..HONEST }, "audience_wrong", "untrusted"),
    ("aud-part", Trick { claims: |c, _| { c.insert("aud".into(), "lotse-x".into()); }, ..HONEST }, "audience_wrong", "untrusted"),
    ("aud-many", Trick { claims: |c, _| { c.insert("aud".into(), json!([CLIENT, "another"])); c.insert("azp".into(), CLIENT.into()); }, ..HONEST }, "audience_foreign", "untrusted"),
    ("azp-other", Trick { claims: |c, _| { c.insert("azp".into(), "another".into()); }, ..HONEST }, "authorized_party_wrong", "untrusted"),
    ("nonce-none", Trick { claims: |c, _| { c.remove("nonce"); }, ..HONEST }, "nonce_missing", "untrusted"),
    ("nonce-other", Trick { claims: |c, _| { c.insert("nonce".into(), "another".into()); }, ..HONEST }, "nonce_wrong", "untrusted"),
    ("hash-other", Trick { claims: |c, _| { c.insert("at_hash".into(), "AAAAAAAAAAAAAAAAAAAAAA".into()); }, ..HONEST }, "at_hash_wrong", "untrusted"),
    ("hash-empty", Trick { claims: |c, _| { c.insert("at_hash".into(), "".into()); }, ..HONEST }, "at_hash_wrong", "untrusted"),
    ("exp-none", Trick { claims: |c, _| { c.remove("exp"); }, ..HONEST }, "expiry_missing", "untrusted"),
    ("exp-past", Trick { claims: |c, now| { c.insert("exp".into(), (now - 61).into()); }, ..HONEST }, "expired", "untrusted"),
    ("exp-text", Trick { claims: |c, _| { c.insert("exp".into(), "tomorrow".into()); }, ..HONEST }, "claims_malformed", "untrusted"),
    ("exp-beyond", Trick { claims: |c, _| { c.insert("exp".into(), json!(1e300)); }, ..HONEST }, "claims_malformed", "untrusted"),
    ("iat-none", Trick { claims: |c, _| { c.remove("iat"); }, ..HONEST }, "issued_at_missing", "untrusted"),
    ("iat-future", Trick { claims: |c, now| { c.insert("iat".into(), (now + 90).into()); }, ..HONEST }, "issued_in_future", "untrusted"),
    ("iat-old", Trick { claims: |c, now| { c.insert("iat".into(), (now - 700).into()); }, ..HONEST }, "issued_long_ago", "untrusted"),
    ("nbf-future", Trick { claims: |c, now| { c.insert("nbf".into(), (now + 90).into()); }, ..HONEST }, "not_yet_valid", "untrusted"),
    ("sub-none", Trick { claims: |c, _| { c.remove("sub"); }, ..HONEST }, "subject_missing", "untrusted"),
    ("sub-empty", Trick { claims: |c, _| { c.insert("sub".into(), "".into()); }, ..HONEST }, "subject_missing", "untrusted"),
    ("sub-long", Trick { claims: |c, _| { c.insert("sub".into(), "x".repeat(256).into()); }, ..HONEST }, "subject_too_long", "untrusted"),
    ("sub-number", Trick { claims: |c, _| { c.insert("sub".into(), 7.into()); }, ..HONEST }, "claims_malformed", "untrusted"),
    ("acr-weak", Trick { claims: |c, _| { c.insert("acr".into(), "weak".into()); }, ..HONEST }, "strength_wrong", "not-allowed"),
    ("acr-none", Trick { claims: |c, _| { c.remove("acr"); }, ..HONEST }, "strength_wrong", "not-allowed"),
    ("auth-time-none", Trick { claims: |c, _| { c.remove("auth_time"); }, ..HONEST }, "auth_time_missing", "untrusted"),
    ("auth-time-old", Trick { claims: |c, now| { c.insert("auth_time".into(), (now - 500).into()); }, ..HONEST }, "auth_time_old", "not-allowed"),
    ("userinfo-other", Trick { claims: |c, _| { c.remove("name"); }, userinfo: |u| u["sub"] = "another".into(), ..HONEST }, "userinfo_subject_wrong", "untrusted"),
    ("userinfo-none", Trick { claims: |c, _| { c.remove("name"); }, userinfo: |u| u["sub"] = Value::Null, ..HONEST }, "userinfo_subject_wrong", "untrusted"),
];

#[rustfmt::skip]
const ANSWERS: &[Case] = &[
    ("type-mac", Trick { answer: |a| { a.insert("token_type".into(), "mac".into()); }, ..HONEST }, "token_type_wrong", "untrusted"),
    ("type-none", Trick { answer: |a| { a.remove("token_type"); }, ..HONEST }, "token_type_wrong", "untrusted"),
    ("no-access-token", Trick { answer: |a| { a.remove("access_token"); }, ..HONEST }, "access_token_missing", "untrusted"),
    ("no-id-token", Trick { answer: |a| { a.remove("id_token"); }, ..HONEST }, "id_token_missing", "untrusted"),
    ("token-garbage", Trick { serve: (Part::Token, How::Garbage), ..HONEST }, "token_answer_malformed", "untrusted"),
    ("token-huge-answer", Trick { serve: (Part::Token, How::Huge), ..HONEST }, "answer_too_large", "untrusted"),
    ("token-redirects", Trick { serve: (Part::Token, How::Redirects), ..HONEST }, "provider_redirects", "untrusted"),
    ("token-fails", Trick { serve: (Part::Token, How::Status(500)), ..HONEST }, "answer_status", "unavailable"),
    ("token-slow", Trick { serve: (Part::Token, How::Slow), ..HONEST }, "provider_slow", "unavailable"),
    ("code-reused", Trick { query: |q| q[0].1 = "code-used".into(), ..HONEST }, "code_refused", "again"),
    ("keys-huge", Trick { serve: (Part::Keys, How::Huge), ..HONEST }, "answer_too_large", "untrusted"),
    ("keys-slow", Trick { serve: (Part::Keys, How::Slow), ..HONEST }, "provider_slow", "unavailable"),
    ("keys-redirect", Trick { serve: (Part::Keys, How::Redirects), ..HONEST }, "provider_redirects", "untrusted"),
    ("keys-garbage", Trick { serve: (Part::Keys, How::Garbage), ..HONEST }, "keys_malformed", "untrusted"),
    ("keys-fail", Trick { serve: (Part::Keys, How::Status(404)), ..HONEST }, "answer_status", "unavailable"),
    ("words-huge", Trick { serve: (Part::Discovery, How::Huge), ..HONEST }, "answer_too_large", "untrusted"),
    ("words-slow", Trick { serve: (Part::Discovery, How::Slow), ..HONEST }, "provider_slow", "unavailable"),
    ("words-redirect", Trick { serve: (Part::Discovery, How::Redirects), ..HONEST }, "provider_redirects", "untrusted"),
    ("words-garbage", Trick { serve: (Part::Discovery, How::Garbage), ..HONEST }, "discovery_malformed", "untrusted"),
    ("words-fail", Trick { serve: (Part::Discovery, How::Status(503)), ..HONEST }, "answer_status", "unavailable"),
    ("words-of-another", Trick { discovery: |d| d["issuer"] = "https://evil.example".into(), ..HONEST }, "discovery_issuer_wrong", "untrusted"),
    ("words-lacking", Trick { discovery: |d| d["token_endpoint"] = Value::Null, ..HONEST }, "discovery_incomplete", "untrusted"),
    ("words-unsafe", Trick { discovery: |d| d["token_endpoint"] = "http://login.example.org/token".into(), ..HONEST }, "endpoint_not_safe", "untrusted"),
    ("words-file", Trick { discovery: |d| d["jwks_uri"] = "file:///etc/passwd".into(), ..HONEST }, "endpoint_not_safe", "untrusted"),
    ("words-no-code", Trick { discovery: |d| d["response_types_supported"] = json!(["id_token"]), ..HONEST }, "discovery_no_code_flow", "untrusted"),
    ("words-no-pkce", Trick { discovery: |d| d["code_challenge_methods_supported"] = json!(["plain"]), ..HONEST }, "discovery_no_pkce", "untrusted"),
    ("state-none", Trick { query: |q| { q.remove(1); }, ..HONEST }, "state_missing", "again"),
    ("state-invented", Trick { query: |q| q[1].1 = "invented".into(), ..HONEST }, "state_unknown", "again"),
    ("state-replayed", Trick { browser: Whose::Twice, ..HONEST }, "state_unknown", "again"),
    ("state-foreign", Trick { browser: Whose::Another, ..HONEST }, "state_foreign_browser", "again"),
    ("state-no-cookie", Trick { browser: Whose::Nobodys, ..HONEST }, "state_foreign_browser", "again"),
    ("iss-param-other", Trick { query: |q| q[2].1 = "https://evil.example".into(), ..HONEST }, "iss_parameter_wrong", "untrusted"),
    ("iss-param-none", Trick { query: |q| { q.remove(2); }, ..HONEST }, "iss_parameter_missing", "untrusted"),
    ("param-twice", Trick { query: |q| q.push(("code".into(), "another".into())), ..HONEST }, "parameter_twice", "untrusted"),
    ("code-none", Trick { query: |q| { q.remove(0); }, ..HONEST }, "code_missing", "untrusted"),
    ("code-huge", Trick { query: |q| q[0].1 = "x".repeat(9_000), ..HONEST }, "code_missing", "untrusted"),
    ("denied", Trick { query: |q| q.push(("error".into(), "access_denied".into())), ..HONEST }, "provider_denied", "cancelled"),
    ("erring", Trick { query: |q| q.push(("error".into(), "server_error".into())), ..HONEST }, "provider_error", "unavailable"),
    ("too-weak", Trick { query: |q| q.push(("error".into(), "unmet_authentication_requirements".into())), ..HONEST }, "strength_not_met", "not-allowed"),
];

#[rustfmt::skip]
const TENANTS: &[Case] = &[
    ("tid-none", Trick { claims: |c, now| { (ENTRA.claims)(c, now); c.remove("tid"); }, ..ENTRA }, "tenant_missing", "untrusted"),
    ("tid-foreign", Trick { claims: |c, now| { (ENTRA.claims)(c, now); let iss = c["iss"].as_str().unwrap().replace(TENANT, FOREIGN_TENANT); c.insert("iss".into(), iss.into()); c.insert("tid".into(), FOREIGN_TENANT.into()); }, ..ENTRA }, "tenant_not_allowed", "not-allowed"),
    ("tid-other-iss", Trick { claims: |c, now| { (ENTRA.claims)(c, now); let iss = c["iss"].as_str().unwrap().replace(TENANT, FOREIGN_TENANT); c.insert("iss".into(), iss.into()); }, ..ENTRA }, "issuer_wrong", "untrusted"),
    ("tid-template-iss", Trick { claims: |c, now| { (ENTRA.claims)(c, now); let iss = c["iss"].as_str().unwrap().replace(TENANT, "{tenantid}"); c.insert("iss".into(), iss.into()); }, ..ENTRA }, "issuer_wrong", "untrusted"),
    ("oid-none", Trick { claims: |c, now| { (ENTRA.claims)(c, now); c.remove("oid"); }, ..ENTRA }, "object_missing", "untrusted"),
    ("key-of-tenant", Trick { keys: |k| k[0]["issuer"] = format!("HOST/{FOREIGN_TENANT}/v2.0").into(), ..ENTRA }, "key_issuer_wrong", "untrusted"),
    ("words-one-tenant", Trick { discovery: |_| {}, ..ENTRA }, "discovery_issuer_wrong", "untrusted"),
];

fn strength(id: &str) -> Strength {
    match id {
        "acr-weak" | "acr-none" => Strength {
            acr_values: vec!["strong".to_owned()],
            max_age: None,
        },
        "auth-time-none" | "auth-time-old" => Strength {
            acr_values: Vec::new(),
            max_age: Some(Duration::from_secs(300)),
        },
        _ => Strength::default(),
    }
}

fn configured(at: &Hostile, (id, trick, ..): &Case, tenants: &[&str]) -> ProviderConfig {
    let mut config = at.with(id, *trick);
    config.allowed_tenants = tenants.iter().map(|id| (*id).to_owned()).collect();
    config.sign_in = strength(id);
    config
}

#[tokio::test]
async fn every_wrong_answer_is_refused_and_audited_with_its_own_reason() {
    let at = Hostile::start().await;
    let one: Vec<Case> = [SIGNATURES, CLAIMS, ANSWERS].concat();
    let mut configs: Vec<ProviderConfig> = vec![at.with("honest", HONEST)];
    configs.extend(one.iter().map(|case| configured(&at, case, &[])));
    configs.extend(TENANTS.iter().map(|case| configured(&at, case, &[TENANT])));
    let house = House::start_with(|config| config.providers = configs).await;
    let cases: Vec<Case> = [&one, TENANTS].concat();

    let ended = futures_util::future::join_all(cases.iter().map(|(id, trick, ..)| {
        let begin = format!("/api/v1/auth/oidc/{id}/login?page=/help");
        let (house, at, trick) = (&house, &at, *trick);
        async move { play(house, at, id, trick, &begin).await }
    }))
    .await;

    let failed = audited(&house, "auth.signin.fail").await;
    let mut faults = Vec::new();
    for ((id, _, reason, kind), location) in cases.iter().zip(ended) {
        let said: Vec<&Value> = failed
            .iter()
            .filter(|entry| entry["notes"]["provider"] == *id)
            .map(|entry| &entry["reason"])
            .collect();
        if said != [reason] {
            faults.push(format!("{id}: {reason} expected, audited {said:?}"));
        }
        if !location.contains(&format!("?signin={kind}&trace=")) {
            faults.push(format!("{id}: {kind} expected, sent to {location}"));
        }
    }
    assert!(cases.len() >= 100, "only {} wrong answers", cases.len());
    assert!(faults.is_empty(), "{faults:#?}");
    let came_in = audited(&house, "auth.signin.ok").await;
    // Only the replayed state was right the first time.
    assert_eq!(came_in.len(), 1, "{came_in:?}");
}

#[tokio::test]
async fn an_answer_to_one_providers_question_is_none_of_anothers() {
    let at = Hostile::start().await;
    let trick = Trick {
        browser: Whose::AtAnotherProvider,
        ..HONEST
    };
    let configs = vec![at.with("honest", HONEST), at.with("mixed", trick)];
    let house = House::start_with(|config| config.providers = configs).await;

    let location = play(&house, &at, "mixed", trick, "/api/v1/auth/oidc/mixed/login").await;

    assert!(location.starts_with("/?signin=untrusted"), "{location}");
    let failed = audited(&house, "auth.signin.fail").await;
    assert_eq!(failed[0]["reason"], "provider_mixed_up");
}
