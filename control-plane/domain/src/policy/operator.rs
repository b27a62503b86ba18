//! What an operator may print with `lotse token`: a grant of its own kind, for tests, load and scripts. Never for a session
//! of people.

use std::time::Duration;

use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::role::{Can, MediaRole};

use super::{Reason, Refusal};
use crate::limits::OPERATOR_SESSION_MAX;

/// What an operator asks for.
#[derive(Debug, Clone)]
pub struct OperatorRequest {
    /// Of which organisation.
    pub tenant: TenantId,
    /// For which session, of kind operator.
    pub session: SessionId,
    /// For whom.
    pub participant: ParticipantId,
    /// As what.
    pub role: MediaRole,
    /// To do what.
    pub can: Vec<Can>,
    /// How long the session may last.
    pub life: Duration,
}

/// Proof that the configuration lets an operator print this token. Only [`may_operate`] makes one.
#[derive(Debug)]
pub struct OperatorGrant {
    request: OperatorRequest,
}

impl OperatorGrant {
    /// What was asked for.
    #[must_use]
    pub const fn request(&self) -> &OperatorRequest {
        &self.request
    }
}

/// Decides whether an operator may have that token; `switched_on` is the configuration's word.
pub fn may_operate(switched_on: bool, request: OperatorRequest) -> Result<OperatorGrant, Refusal> {
    if !switched_on {
        return Err(Refusal::new(Reason::OperatorDisabled));
    }
    let holds_all = request.can.iter().all(|can| request.role.may_hold(*can));
    if request.can.is_empty() || !holds_all || request.life > OPERATOR_SESSION_MAX {
        return Err(Refusal::new(Reason::OperatorAsksTooMuch));
    }
    Ok(OperatorGrant { request })
}
