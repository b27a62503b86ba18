//! Signs media tokens with a key of the test's own. Never checks one.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lotse_protocol::id::NodeId;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::{MediaClaims, NodePlace};
use lotse_sfu_core::admission::{KeySet, NodeClaim, TokenCheck, TokenRules};
use uuid::Uuid;

/// RFC 8410 section 10.3: the PKCS#8 form of a private Ed25519 key, up to the key itself.
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
pub(crate) const ISSUER: &str = "https://help.example";

/// A control plane's pen.
pub(crate) struct Signer {
    key: EncodingKey,
    public: Vec<u8>,
}

impl Signer {
    pub(crate) fn new(seed: u8) -> Self {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let der = [&PKCS8_HEAD[..], &[seed; 32]].concat();
        Self {
            key: EncodingKey::from_ed_der(&der),
            public: pair.public_key().as_ref().to_vec(),
        }
    }

    pub(crate) fn sign(&self, claims: &MediaClaims) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some("now".to_owned());
        encode(&header, claims, &self.key).unwrap()
    }

    /// The node's check, which knows this key.
    pub(crate) fn check(&self) -> TokenCheck {
        let x = URL_SAFE_NO_PAD.encode(&self.public);
        let keys = format!(
            r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"now","x":"{x}"}}]}}"#
        );
        let rules = TokenRules {
            issuer: ISSUER.to_owned(),
            place: place(),
            node_claim: NodeClaim::Required,
        };
        TokenCheck::new(rules, KeySet::parse(&keys).unwrap())
    }
}

pub(crate) fn place() -> NodePlace {
    NodePlace {
        node: NodeId::from_uuid(Uuid::from_u128(7)),
        epoch: 3,
    }
}

/// Good from now for a minute, in a session that ends in an hour.
pub(crate) fn dated(mut claims: MediaClaims, now: Timestamp) -> MediaClaims {
    claims.iat = now.as_secs();
    claims.nbf = now.as_secs();
    claims.exp = now.as_secs() + 60;
    claims.end = now.as_secs() + 3_600;
    claims
}
