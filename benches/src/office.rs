//! Admissions for a benchmark: tokens are signed and checked as everywhere, since nothing else makes an admission. Never
//! reads a clock.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_protocol::id::{NodeId, ParticipantId, SessionId, TenantId};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use lotse_sfu_core::admission::{Admission, Endpoint, KeySet, NodeClaim, TokenCheck, TokenRules};
use serde_json::json;
use uuid::Uuid;

/// What clocks on walls show in the benchmark.
pub const WALL: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// Signs and checks.
pub struct Office {
    pair: Ed25519KeyPair,
    check: TokenCheck,
    signed: u128,
}

impl Default for Office {
    fn default() -> Self {
        Self::new()
    }
}

impl Office {
    /// With keys of its own.
    #[must_use]
    pub fn new() -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        let x = URL_SAFE_NO_PAD.encode(pair.public_key());
        let jwks = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": x}]});
        let rules = TokenRules {
            issuer: "bench".to_owned(),
            place: NodePlace {
                node: NodeId::from_uuid(Uuid::from_u128(1)),
                epoch: 1,
            },
            node_claim: NodeClaim::Optional,
        };
        let keys = KeySet::parse(&jwks.to_string()).unwrap();
        Self {
            pair,
            check: TokenCheck::new(rules, keys),
            signed: 0,
        }
    }

    /// Signs a token and checks it.
    pub fn admit(
        &mut self,
        session: SessionId,
        participant: ParticipantId,
        endpoint: Endpoint,
    ) -> Admission {
        let token = self.sign(session, participant, endpoint);
        self.check(&token, endpoint)
    }

    /// Checks a token as a join does.
    pub fn check(&mut self, token: &str, endpoint: Endpoint) -> Admission {
        self.check.reserve(token, WALL, endpoint, None).unwrap()
    }

    /// Lets a token be checked again.
    pub fn release(&mut self, admission: &Admission) {
        self.check.release(&admission.token());
    }

    /// A token for one participant.
    pub fn sign(
        &mut self,
        session: SessionId,
        participant: ParticipantId,
        endpoint: Endpoint,
    ) -> String {
        self.signed += 1;
        let (role, can) = match endpoint {
            Endpoint::Whip => ("sharer", "send_screen"),
            Endpoint::Whep => ("helper", "view_screen"),
        };
        let now = WALL.as_secs();
        let claims = json!({
            "iss": "bench", "aud": "lotse-sfu", "sub": participant, "ses": session,
            "ten": TenantId::from_uuid(Uuid::from_u128(1)), "rol": role, "can": [can, "chat"],
            "jti": self.signed.to_string(), "iat": now, "nbf": now, "exp": now + 60,
            "end": now + 1_000_000,
        });
        let header = json!({"alg": "EdDSA", "kid": "k"});
        let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
        let signed = format!(
            "{}.{}",
            encode(header.to_string()),
            encode(claims.to_string())
        );
        let signature = URL_SAFE_NO_PAD.encode(self.pair.sign(signed.as_bytes()).as_ref());
        format!("{signed}.{signature}")
    }
}
