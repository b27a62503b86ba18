//! The control plane's signing hand.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lotse_protocol::id::{NodeId, ParticipantId, SessionId, TenantId};
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::token::{
    Confirmation, DtlsFingerprint, MEDIA_AUDIENCE, MediaClaims, NodePlace,
};
use lotse_sfu_core::admission::{KeySet, NodeClaim, TokenCheck, TokenRules};
use uuid::Uuid;

pub(crate) const WALL_START_MS: i64 = 1_800_000_000_000;
const ISSUER: &str = "https://help.example";

pub(crate) struct Signer {
    key: EncodingKey,
    public: Vec<u8>,
    signed: u64,
}

/// What a token shall say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) session: SessionId,
    pub(crate) participant: ParticipantId,
    pub(crate) role: MediaRole,
    pub(crate) print: Option<DtlsFingerprint>,
    pub(crate) now_secs: i64,
    pub(crate) life_secs: i64,
}

pub(crate) fn place() -> NodePlace {
    NodePlace {
        node: NodeId::from_uuid(Uuid::from_u128(7)),
        epoch: 1,
    }
}

impl Signer {
    pub(crate) fn new(seed: u8) -> Self {
        let head = [
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22,
            0x04, 0x20,
        ];
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        Self {
            key: EncodingKey::from_ed_der(&[&head[..], &[seed; 32]].concat()),
            public: pair.public_key().as_ref().to_vec(),
            signed: 0,
        }
    }

    pub(crate) fn check(&self) -> TokenCheck {
        let x = URL_SAFE_NO_PAD.encode(&self.public);
        let jwks = format!(r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","kid":"k","x":"{x}"}}]}}"#);
        let rules = TokenRules {
            issuer: ISSUER.into(),
            place: place(),
            node_claim: NodeClaim::Required,
        };
        TokenCheck::new(rules, KeySet::parse(&jwks).unwrap())
    }

    pub(crate) fn sign(&mut self, wish: Wish) -> String {
        self.signed += 1;
        let can = match wish.role {
            MediaRole::Sharer => vec![Can::SendScreen, Can::Chat],
            MediaRole::Helper | MediaRole::Observer => vec![Can::ViewScreen, Can::Chat],
        };
        let claims = MediaClaims {
            iss: ISSUER.into(),
            aud: MEDIA_AUDIENCE.into(),
            sub: wish.participant,
            ses: wish.session,
            ten: TenantId::from_uuid(Uuid::from_u128(1)),
            rol: wish.role,
            can,
            nod: Some(place()),
            cnf: wish
                .print
                .map(|dtls_fingerprint| Confirmation { dtls_fingerprint }),
            jti: format!("jti-{}", self.signed),
            iat: wish.now_secs,
            nbf: wish.now_secs,
            exp: wish.now_secs + wish.life_secs,
            end: wish.now_secs + 3_600,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("k".into());
        encode(&header, &claims, &self.key).unwrap()
    }
}
