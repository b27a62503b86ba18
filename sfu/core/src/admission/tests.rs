//! One test for each reason to refuse, and for each way in which a token could count twice.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lotse_protocol::id::NodeId;
use lotse_protocol::limits::TOKEN_BYTES_MAX;
use lotse_protocol::token::{Confirmation, MEDIA_AUDIENCE, MediaClaims};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::limits::TOKENS_REMEMBERED_MAX;

/// RFC 8410 section 10.3: the PKCS#8 form of a private Ed25519 key, up to the key itself.
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

struct Signer {
    key: EncodingKey,
    public: Vec<u8>,
}

impl Signer {
    fn new(seed: u8) -> Self {
        use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let der = [&PKCS8_HEAD[..], &[seed; 32]].concat();
        Self {
            key: EncodingKey::from_ed_der(&der),
            public: pair.public_key().as_ref().to_vec(),
        }
    }

    fn jwks(&self, kid: &str) -> String {
        let x = URL_SAFE_NO_PAD.encode(&self.public);
        format!(
            r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"{kid}","x":"{x}"}}]}}"#
        )
    }

    fn sign(&self, claims: &MediaClaims) -> String {
        self.sign_as("now", claims)
    }

    fn sign_as(&self, kid: &str, claims: &MediaClaims) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(kid.to_owned());
        encode(&header, claims, &self.key).unwrap()
    }
}

fn place() -> NodePlace {
    NodePlace {
        node: NodeId::from_uuid(Uuid::from_u128(7)),
        epoch: 3,
    }
}

fn claims() -> MediaClaims {
    MediaClaims {
        iss: "https://help.example".into(),
        aud: MEDIA_AUDIENCE.into(),
        sub: ParticipantId::from_uuid(Uuid::from_u128(1)),
        ses: SessionId::from_uuid(Uuid::from_u128(2)),
        ten: TenantId::from_uuid(Uuid::from_u128(3)),
        rol: MediaRole::Sharer,
        can: vec![Can::SendScreen, Can::Chat],
        nod: Some(place()),
        cnf: None,
        jti: "one".into(),
        iat: NOW.as_secs(),
        nbf: NOW.as_secs(),
        exp: NOW.as_secs() + 60,
        end: NOW.as_secs() + 3_600,
    }
}

fn check_with(node_claim: NodeClaim) -> (TokenCheck, Signer) {
    let signer = Signer::new(1);
    let keys = KeySet::parse(&signer.jwks("now")).unwrap();
    let rules = TokenRules {
        issuer: "https://help.example".into(),
        place: place(),
        node_claim,
    };
    (TokenCheck::new(rules, keys), signer)
}

fn check() -> (TokenCheck, Signer) {
    check_with(NodeClaim::Required)
}

fn refused(token: &str) -> Refusal {
    check()
        .0
        .reserve(token, NOW, Endpoint::Whip, None)
        .unwrap_err()
}

fn refused_claims(change: impl FnOnce(&mut MediaClaims)) -> RefusedWhy {
    let (mut check, signer) = check();
    let mut claims = claims();
    change(&mut claims);
    let refusal = check
        .reserve(&signer.sign(&claims), NOW, Endpoint::Whip, None)
        .unwrap_err();
    assert_eq!(
        refusal.bearer.map(|bearer| bearer.participant),
        Some(claims.sub),
        "a good signature names its bearer"
    );
    refusal.why
}

#[test]
fn a_good_token_admits_and_says_whom() {
    let (mut check, signer) = check();

    let admission = check
        .reserve(&signer.sign(&claims()), NOW, Endpoint::Whip, None)
        .unwrap();

    assert_eq!(admission.session(), claims().ses);
    assert_eq!(admission.participant(), claims().sub);
    assert_eq!(admission.tenant(), claims().ten);
    assert_eq!(admission.role(), MediaRole::Sharer);
    assert_eq!(admission.end().as_secs(), claims().end);
    assert!(admission.permits(Can::Chat) && !admission.permits(Can::ViewScreen));
}

#[test]
fn what_is_no_token_is_malformed() {
    let long = "a".repeat(TOKEN_BYTES_MAX + 1);
    for text in ["", "a.b", "a.b.c", "....", "é.é.é", &long] {
        assert_eq!(refused(text).why, RefusedWhy::Malformed, "{text:.20}");
        assert_eq!(refused(text).bearer, None);
    }
}

#[test]
fn a_header_with_a_key_or_an_address_of_a_key_is_malformed() {
    let (_, signer) = check();
    let token = signer.sign(&claims());
    let rest = token.split_once('.').unwrap().1;
    for extra in [
        r#""jku":"https://evil.example""#,
        r#""jwk":{}"#,
        r#""crit":["b64"]"#,
        r#""x5u":"a""#,
    ] {
        let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"EdDSA","kid":"now",{extra}}}"#));

        assert_eq!(
            refused(&format!("{header}.{rest}")).why,
            RefusedWhy::Malformed
        );
    }
}

#[test]
fn no_signature_is_a_wrong_algorithm() {
    let (_, signer) = check();
    let token = signer.sign(&claims());
    let body = token.split('.').nth(1).unwrap();
    for alg in ["none", "None", "RS256", "ES256", ""] {
        let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}","kid":"now"}}"#));

        assert_eq!(
            refused(&format!("{header}.{body}.")).why,
            RefusedWhy::Algorithm
        );
    }
}

#[test]
fn a_secret_made_of_the_public_key_is_a_wrong_algorithm() {
    let (_, signer) = check();
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("now".into());
    let secret = EncodingKey::from_secret(&signer.public);
    let token = encode(&header, &claims(), &secret).unwrap();

    assert_eq!(refused(&token).why, RefusedWhy::Algorithm);
}

#[test]
fn an_unknown_or_missing_kid_is_an_unknown_key() {
    let (_, signer) = check();

    assert_eq!(
        refused(&signer.sign_as("old", &claims())).why,
        RefusedWhy::UnknownKey
    );
    let bare = encode(&Header::new(Algorithm::EdDSA), &claims(), &signer.key).unwrap();
    assert_eq!(refused(&bare).why, RefusedWhy::UnknownKey);
}

#[test]
fn a_strangers_signature_under_a_known_kid_is_refused_and_names_nobody() {
    let refusal = refused(&Signer::new(2).sign(&claims()));

    assert_eq!(refusal.why, RefusedWhy::Signature);
    assert_eq!(refusal.bearer, None);
}

#[test]
fn changed_claims_break_the_signature() {
    let (_, signer) = check();
    let token = signer.sign(&claims());
    let parts: Vec<&str> = token.split('.').collect();
    let other = signer.sign(&MediaClaims {
        jti: "two".into(),
        ..claims()
    });
    let mixed = format!(
        "{}.{}.{}",
        parts[0],
        other.split('.').nth(1).unwrap(),
        parts[2]
    );

    assert_eq!(refused(&mixed).why, RefusedWhy::Signature);
}

#[test]
fn another_issuer_or_audience_is_refused() {
    assert_eq!(
        refused_claims(|c| c.iss = "https://other.example".into()),
        RefusedWhy::Audience
    );
    assert_eq!(
        refused_claims(|c| c.aud = "lotse-turn".into()),
        RefusedWhy::Audience
    );
}

#[test]
fn a_token_past_its_connect_time_is_expired() {
    assert_eq!(
        refused_claims(|c| c.exp = NOW.as_secs()),
        RefusedWhy::Expired
    );
    assert_eq!(refused_claims(|c| c.exp = i64::MIN), RefusedWhy::Expired);
}

#[test]
fn a_token_from_the_future_is_not_yet_valid() {
    assert_eq!(
        refused_claims(|c| c.nbf = NOW.as_secs() + 31),
        RefusedWhy::NotYetValid
    );
    assert_eq!(
        refused_claims(|c| c.iat = NOW.as_secs() + 31),
        RefusedWhy::NotYetValid
    );
    assert_eq!(
        refused_claims(|c| c.nbf = i64::MAX),
        RefusedWhy::NotYetValid
    );
}

#[test]
fn a_session_past_its_hard_end_is_over() {
    assert_eq!(
        refused_claims(|c| c.end = NOW.as_secs()),
        RefusedWhy::SessionOver
    );
}

#[test]
fn a_token_for_another_node_or_another_life_is_foreign() {
    let elsewhere = NodePlace {
        node: NodeId::from_uuid(Uuid::from_u128(8)),
        ..place()
    };
    let earlier = NodePlace {
        epoch: 2,
        ..place()
    };
    assert_eq!(
        refused_claims(|c| c.nod = Some(elsewhere)),
        RefusedWhy::ForeignNode
    );
    assert_eq!(
        refused_claims(|c| c.nod = Some(earlier)),
        RefusedWhy::ForeignNode
    );
    assert_eq!(refused_claims(|c| c.nod = None), RefusedWhy::ForeignNode);
}

#[test]
fn where_there_is_one_node_a_token_need_not_name_it_but_must_not_name_another() {
    let (mut check, signer) = check_with(NodeClaim::Optional);
    let unnamed = signer.sign(&MediaClaims {
        nod: None,
        ..claims()
    });
    let elsewhere = NodePlace {
        epoch: 9,
        ..place()
    };
    let foreign = signer.sign(&MediaClaims {
        nod: Some(elsewhere),
        jti: "two".into(),
        ..claims()
    });

    assert!(check.reserve(&unnamed, NOW, Endpoint::Whip, None).is_ok());
    let refusal = check
        .reserve(&foreign, NOW, Endpoint::Whip, None)
        .unwrap_err();
    assert_eq!(refusal.why, RefusedWhy::ForeignNode);
}

#[test]
fn a_token_bound_to_a_certificate_needs_that_certificate() {
    let (mut check, signer) = check();
    let mine = DtlsFingerprint::from_bytes([1; 32]);
    let other = DtlsFingerprint::from_bytes([2; 32]);
    let bound = signer.sign(&MediaClaims {
        cnf: Some(Confirmation {
            dtls_fingerprint: mine,
        }),
        ..claims()
    });
    for shown in [None, Some(other)] {
        let refusal = check
            .reserve(&bound, NOW, Endpoint::Whip, shown)
            .unwrap_err();

        assert_eq!(refusal.why, RefusedWhy::OtherCertificate);
    }
    let admission = check
        .reserve(&bound, NOW, Endpoint::Whip, Some(mine))
        .unwrap();
    assert_eq!(admission.fingerprint(), Some(mine));
}

#[test]
fn a_role_must_fit_endpoint_and_permissions() {
    assert_eq!(
        refused_claims(|c| c.rol = MediaRole::Helper),
        RefusedWhy::WrongRole
    );
    assert_eq!(
        refused_claims(|c| c.can = vec![Can::Chat]),
        RefusedWhy::WrongRole
    );
    assert_eq!(
        refused_claims(|c| c.can.push(Can::ViewScreen)),
        RefusedWhy::WrongRole
    );
    let (mut check, signer) = check();
    let sharer = check
        .reserve(&signer.sign(&claims()), NOW, Endpoint::Whep, None)
        .unwrap_err();
    assert_eq!(sharer.why, RefusedWhy::WrongRole);
    let helper = MediaClaims {
        rol: MediaRole::Helper,
        can: vec![Can::ViewScreen],
        ..claims()
    };
    assert!(
        check
            .reserve(&signer.sign(&helper), NOW, Endpoint::Whep, None)
            .is_ok()
    );
}

#[test]
fn two_uses_at_once_cannot_both_pass() {
    let (mut check, signer) = check();
    let token = signer.sign(&claims());
    let first = check.reserve(&token, NOW, Endpoint::Whip, None);

    let second = check.reserve(&token, NOW, Endpoint::Whip, None);

    assert!(first.is_ok());
    assert_eq!(second.unwrap_err().why, RefusedWhy::Replayed);
}

#[test]
fn a_released_token_may_be_tried_again_and_a_burnt_one_never() {
    let (mut check, signer) = check();
    let token = signer.sign(&claims());
    let id = check
        .reserve(&token, NOW, Endpoint::Whip, None)
        .unwrap()
        .token();
    check.release(&id);
    check.reserve(&token, NOW, Endpoint::Whip, None).unwrap();
    check.burn(&id);

    check.release(&id);

    let refusal = check
        .reserve(&token, NOW, Endpoint::Whip, None)
        .unwrap_err();
    assert_eq!(refusal.why, RefusedWhy::Replayed);
}

#[test]
fn used_tokens_are_forgotten_only_when_they_have_expired() {
    let (mut check, signer) = check();
    check
        .reserve(&signer.sign(&claims()), NOW, Endpoint::Whip, None)
        .unwrap();
    let later = Timestamp::from_millis(claims().exp * 1_000);
    let next = MediaClaims {
        jti: "two".into(),
        exp: claims().exp + 60,
        ..claims()
    };

    check
        .reserve(&signer.sign(&next), later, Endpoint::Whip, None)
        .unwrap();

    assert_eq!(check.remembered(), 1);
}

#[test]
fn at_the_bound_every_new_token_counts_as_used() {
    let mut used = super::used::UsedTokens::default();
    let expires = Timestamp::from_millis(NOW.as_millis() + 1);
    for n in 0..TOKENS_REMEMBERED_MAX {
        assert!(used.reserve(&TokenId(n.to_string()), expires, NOW));
    }

    assert!(!used.reserve(&TokenId("new".into()), expires, NOW));
    assert!(used.reserve(&TokenId("new".into()), expires, expires));
}

#[test]
fn a_revoked_participant_neither_joins_nor_touches_their_resource() {
    let (mut check, signer) = check();
    let token = signer.sign(&claims());
    check.revoke(claims().sub, NOW);

    let join = check
        .reserve(&token, NOW, Endpoint::Whip, None)
        .unwrap_err();
    let touch = check.check_resource(&token, NOW).unwrap_err();

    assert_eq!(join.why, RefusedWhy::Revoked);
    assert_eq!(touch.why, RefusedWhy::Revoked);
}

#[test]
fn a_token_authorises_its_resource_until_the_hard_end() {
    let (mut check, signer) = check();
    let token = signer.sign(&claims());
    let id = check
        .reserve(&token, NOW, Endpoint::Whip, None)
        .unwrap()
        .token();
    check.burn(&id);
    let late = Timestamp::from_millis(claims().end * 1_000 - 1);
    let over = Timestamp::from_millis(claims().end * 1_000);

    let resource = check.check_resource(&token, late).unwrap();

    assert_eq!(resource.participant, claims().sub);
    let refusal = check.check_resource(&token, over).unwrap_err();
    assert_eq!(refusal.why, RefusedWhy::SessionOver);
}

#[test]
fn a_resource_of_somebody_else_is_refused() {
    let resource = ResourceClaims {
        session: claims().ses,
        participant: claims().sub,
        role: MediaRole::Sharer,
    };
    let stranger = ParticipantId::from_uuid(Uuid::from_u128(99));

    let refusal = resource.must_own(claims().ses, stranger).unwrap_err();

    assert_eq!(refusal.why, RefusedWhy::OtherSession);
    assert!(resource.must_own(claims().ses, claims().sub).is_ok());
}

#[test]
fn new_keys_replace_the_old_ones_and_used_tokens_stay_used() {
    let (mut check, signer) = check();
    let token = signer.sign(&claims());
    check.reserve(&token, NOW, Endpoint::Whip, None).unwrap();
    let next = Signer::new(2);

    check.set_keys(KeySet::parse(&next.jwks("next")).unwrap());

    let old = check.check_resource(&token, NOW).unwrap_err();
    assert_eq!(old.why, RefusedWhy::UnknownKey);
    let again = check.reserve(&next.sign_as("next", &claims()), NOW, Endpoint::Whip, None);
    assert_eq!(again.unwrap_err().why, RefusedWhy::Replayed);
}

#[test]
fn a_key_set_with_an_unfit_key_is_refused_whole() {
    let good = Signer::new(1).jwks("a");
    for (text, fault) in [
        ("{}".to_owned(), KeySetFault::Malformed),
        (good.replace("OKP", "oct"), KeySetFault::UnfitKey),
        (good.replace("Ed25519", "X25519"), KeySetFault::UnfitKey),
        (good.replace("sig", "enc"), KeySetFault::UnfitKey),
        (good.replace("EdDSA", "HS256"), KeySetFault::UnfitKey),
        (good.replace(r#""kid":"a","#, ""), KeySetFault::UnfitKey),
        (
            good.replace("[{", &format!("[{},{{", &good[9..good.len() - 2])),
            KeySetFault::UnfitKey,
        ),
    ] {
        assert_eq!(KeySet::parse(&text).unwrap_err(), fault, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(text in "\\PC{0,200}") {
        prop_assert!(check().0.reserve(&text, NOW, Endpoint::Whip, None).is_err());
    }

    #[test]
    fn a_token_with_any_byte_changed_is_refused(at in 0_usize..300, with in any::<u8>()) {
        let (mut check, signer) = check();
        let token = signer.sign(&claims());
        let mut bytes = token.clone().into_bytes();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != with);
        bytes[at] = with;
        // The last sextet of an Ed25519 signature carries 4 spare bits: a decoder must refuse them too.
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert!(check.reserve(&changed, NOW, Endpoint::Whip, None).is_err());
        }
    }
}
