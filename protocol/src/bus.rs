//! The bus between control planes and nodes: commands down, each answered; facts up, spooled until acknowledged;
//! announcements every two seconds. Never carries media, chat text or a media token.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::end::EndReason;
use crate::id::{ParticipantId, SessionId};
use crate::role::MediaRole;
use crate::time::Timestamp;
use crate::token::NodePlace;

/// What a control plane tells a node. Every command may be repeated without harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Expect this session.
    Open {
        /// Which.
        session: SessionId,
        /// Serve it until then without another word.
        lease: Timestamp,
        /// Seals its thread.
        thread_key: ThreadKey,
        /// How the sharer learns who is there before a frame goes to them.
        notice: RosterNotice,
    },
    /// Who may receive frames from now on; all others receive none.
    Gate {
        /// Which session.
        session: SessionId,
        /// Nobody receives any while true.
        paused: bool,
        /// These receive frames when not paused.
        allowed: Vec<ParticipantId>,
    },
    /// Drop this participant at once and refuse their tokens.
    Revoke {
        /// Of which session.
        session: SessionId,
        /// Whom.
        participant: ParticipantId,
    },
    /// This participant's page seems gone: report the interruption at the first moment of silence.
    Suspect {
        /// Of which session.
        session: SessionId,
        /// Whom.
        participant: ParticipantId,
    },
    /// The session is over.
    End {
        /// Which.
        session: SessionId,
        /// Why.
        reason: EndReason,
    },
    /// Serve the session longer.
    Lease {
        /// Which.
        session: SessionId,
        /// Until when.
        until: Timestamp,
    },
    /// Take no new session, and ask for the running ones to be moved.
    Drain,
}

/// How the sharer learns who is there before the first frame goes to them (invariant I7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterNotice {
    /// Their page must acknowledge the list with that helper in it.
    Acknowledged,
    /// An operator vouches for everybody: the token came from `lotse token`, and there may be no page at all.
    Operator,
}

/// The key that authenticates a session's thread.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadKey(pub [u8; 32]);

impl fmt::Debug for ThreadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ThreadKey(…)")
    }
}

/// A node's answer to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Done.
    Done,
    /// The node does not know that session.
    UnknownSession,
    /// The node is at its bound, or draining.
    Full,
}

/// Something a node saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Where.
    pub place: NodePlace,
    /// Rises by one with each fact of that place; what the acknowledgement names.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// In which session, where there is one.
    pub session: Option<SessionId>,
    /// What.
    pub what: Seen,
}

/// What a node saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Seen {
    /// A token was admitted and an answer given.
    Admitted {
        /// Who.
        participant: ParticipantId,
        /// As what.
        role: MediaRole,
    },
    /// The participant's ICE and DTLS are up.
    Joined {
        /// Who.
        participant: ParticipantId,
        /// As what.
        role: MediaRole,
    },
    /// The participant is gone.
    Left {
        /// Who.
        participant: ParticipantId,
        /// As what.
        role: MediaRole,
        /// Why.
        why: LeftWhy,
    },
    /// The first frame went to this helper.
    FirstFrame {
        /// To whom.
        participant: ParticipantId,
    },
    /// The sharer paused; nothing is forwarded any more.
    Paused,
    /// The sharer asks for the picture to go on; answer with a gate.
    UnpauseRequested,
    /// Nothing has come from this participant for a moment.
    Quiet {
        /// From whom.
        participant: ParticipantId,
        /// As what.
        role: MediaRole,
    },
    /// This participant's connection is lost.
    Interrupted {
        /// Whose.
        participant: ParticipantId,
        /// As what.
        role: MediaRole,
    },
    /// This participant is heard again.
    Back {
        /// Who.
        participant: ParticipantId,
        /// As what.
        role: MediaRole,
    },
    /// The thread has grown.
    ChatHead {
        /// The last line's place.
        seq: u64,
        /// Its authentication code in base64url.
        mac: String,
    },
    /// Somebody came with a token that was refused.
    Refused {
        /// Who the token names, where its signature is good.
        participant: Option<ParticipantId>,
        /// Why.
        why: RefusedWhy,
    },
    /// The session's lease ran out and it is paused.
    LeaseExpired,
    /// How the session went, when it closes.
    Quality {
        /// Media packets forwarded.
        packets: u64,
        /// Payload bytes forwarded.
        bytes: u64,
        /// Chat messages taken.
        chats: u64,
    },
}

/// Why a participant is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftWhy {
    /// They said goodbye.
    Bye,
    /// They reported the other person.
    ReportedSuspicious,
    /// They deleted their WHIP or WHEP resource.
    Deleted,
    /// Their DTLS was closed.
    Closed,
    /// Nothing came from them for too long.
    Lost,
    /// Their ICE or DTLS never came up.
    NeverConnected,
    /// A newer connection of theirs took over.
    Replaced,
    /// They were revoked.
    Revoked,
    /// The session ended.
    Ended,
    /// They broke the protocol or a bound.
    Fault,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Why a token was refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RefusedWhy {
            $($(#[$doc])* $name,)*
        }

        impl RefusedWhy {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in metrics, problem bodies and audit.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

refusals! {
    /// Not a token at all, or too long.
    Malformed = "malformed";
    /// Signed with another algorithm than Ed25519.
    Algorithm = "algorithm";
    /// Signed with a key nobody knows.
    UnknownKey = "unknown_key";
    /// The signature does not fit.
    Signature = "signature";
    /// Another issuer or audience.
    Audience = "audience";
    /// Past its connect time.
    Expired = "expired";
    /// Before its time.
    NotYetValid = "not_yet_valid";
    /// Its session is past its hard end.
    SessionOver = "session_over";
    /// For another node, or another life of this one.
    ForeignNode = "foreign_node";
    /// Used before.
    Replayed = "replayed";
    /// Bound to another certificate.
    OtherCertificate = "other_certificate";
    /// Its participant was revoked.
    Revoked = "revoked";
    /// Its role does not fit what it permits or the endpoint.
    WrongRole = "wrong_role";
    /// A resource of another session or participant.
    OtherSession = "other_session";
}

/// What a node says of itself every two seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Announcement {
    /// Which node, which life.
    pub place: NodePlace,
    /// Where it stands.
    pub region: String,
    /// Where WHIP and WHEP are, without the path; empty where the front door is the node itself.
    pub url: String,
    /// Its load in per mille of what it can carry.
    pub load_per_mille: u16,
    /// Whether it takes new sessions.
    pub state: NodeState,
    /// The version of this protocol.
    pub protocol_version: u16,
}

/// The version of the bus messages.
pub const BUS_PROTOCOL_VERSION: u16 = 1;

/// Whether a node takes new sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeState {
    /// It does.
    Ready,
    /// It does not, and its sessions are being moved.
    Draining,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_refusal_is_what_serde_writes() {
        for why in RefusedWhy::ALL {
            let json = serde_json::to_string(why).unwrap();

            assert_eq!(json, format!("\"{}\"", why.text()));
        }
    }
}
