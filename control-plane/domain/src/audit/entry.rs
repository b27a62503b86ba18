//! One row of the audit log: the fact that the domain states, and the whole entry that the edge makes of it.

use std::collections::BTreeMap;

use lotse_protocol::id::{DeviceId, ParticipantId, SessionId, TenantId, UserId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Action, Commitment};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// Lotse itself: a timer, a rule, a node's report.
    System,
    /// A person of the session.
    Participant {
        /// Who.
        user: UserId,
        /// Their part.
        role: MediaRole,
    },
    /// A person outside the session, such as an administrator.
    Person {
        /// Who.
        user: UserId,
    },
    /// Somebody who is not signed in.
    Stranger,
    /// The operator of the machine, on the command line.
    Operator,
}

/// To whom or what it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// A person.
    User {
        /// Who.
        user: UserId,
    },
    /// Somebody's connection.
    Participant {
        /// Whose.
        participant: ParticipantId,
    },
    /// A thing with a name, such as a setting or a role.
    Named {
        /// Its name.
        name: String,
    },
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Yes.
    Allow,
    /// No.
    Deny,
}

/// A fact as the domain states it; the edge adds where it came from and seals it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its place among the facts of its session, from 1.
    pub session_seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// To whom.
    pub target: Option<Target>,
    /// On which device.
    pub device: Option<DeviceId>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Why, as a stable name.
    pub reason: Option<&'static str>,
    /// What else is worth keeping, by stable names; never what names a person.
    pub notes: BTreeMap<&'static str, String>,
}

/// A whole entry: exactly what the chain seals. What names a person is in `personal` as a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub ts: Timestamp,
    /// Its place in the tenant's chain, from 1 without gaps.
    pub seq: u64,
    /// Its place among the facts of its session.
    pub session_seq: Option<u64>,
    /// Whose log.
    pub tenant: TenantId,
    /// Who did it.
    pub actor: Actor,
    /// The commitment to what names the people in it.
    pub personal: Option<Commitment>,
    /// What.
    pub action: Action,
    /// To whom or what.
    pub target: Option<Target>,
    /// In which session.
    pub session: Option<SessionId>,
    /// On which device.
    pub device: Option<DeviceId>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Why, as a stable name.
    pub reason: Option<String>,
    /// Which policies had a say.
    pub policy_ids: Vec<String>,
    /// How it was before, as JSON text.
    pub before: Option<String>,
    /// How it is after, as JSON text.
    pub after: Option<String>,
    /// Finds the request in the logs.
    pub trace_id: Option<String>,
    /// What else is worth keeping.
    pub notes: BTreeMap<String, String>,
}

impl Fact {
    /// The entry for this fact of `session`, at `seq` of its tenant's chain; the edge adds `personal` and `trace_id`.
    #[must_use]
    pub fn entry(self, tenant: TenantId, seq: u64, session: SessionId) -> Entry {
        Entry {
            ts: self.at,
            seq,
            session_seq: Some(self.session_seq),
            tenant,
            actor: self.actor,
            personal: None,
            action: self.action,
            target: self.target,
            session: Some(session),
            device: self.device,
            decision: self.decision,
            reason: self.reason.map(str::to_owned),
            policy_ids: Vec::new(),
            before: None,
            after: None,
            trace_id: None,
            notes: self
                .notes
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }
}

impl Entry {
    /// An entry about no session, without anything optional; the edge fills in what it knows.
    #[must_use]
    pub fn new(ts: Timestamp, tenant: TenantId, seq: u64, actor: Actor, action: Action) -> Self {
        Self {
            ts,
            seq,
            session_seq: None,
            tenant,
            actor,
            personal: None,
            action,
            target: None,
            session: None,
            device: None,
            decision: None,
            reason: None,
            policy_ids: Vec::new(),
            before: None,
            after: None,
            trace_id: None,
            notes: BTreeMap::new(),
        }
    }
}
