//! An admission made by hand.

use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_sfu_core::admission::{Admission, TokenId};

fn forge(session: SessionId, tenant: TenantId, participant: ParticipantId, token: TokenId) -> Admission {
    Admission {
        session,
        tenant,
        participant,
        role: MediaRole::Helper,
        can: Vec::new(),
        end: Timestamp::from_millis(0),
        fingerprint: None,
        token,
    }
}

fn main() {
    let _ = forge;
}
