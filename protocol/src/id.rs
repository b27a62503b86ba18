//! Ids: UUIDs of version 7 (RFC 9562 section 5.7) with a prefix that says of what. `Display` and `Debug` show only the
//! last characters, fit for a log; [`SessionId::text`] and its siblings give the whole. Never makes a new id from its own
//! clock: the caller passes the UUID.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ts_rs::TS;
use uuid::Uuid;

/// The text is not an id of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_<UUID>")]
pub struct NotAnId {
    /// What the id should have begun with.
    pub prefix: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
        #[ts(type = "string")]
        pub struct $name(Uuid);

        impl $name {
            /// What its text begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The id with this UUID.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID alone.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// The whole id, for storing and for the wire; logs use `Display`.
            #[must_use]
            pub fn text(self) -> String {
                format!("{}_{}", $prefix, self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                redacted(f, $prefix, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                redacted(f, $prefix, self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text, $prefix).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One remote-help session.
    SessionId = "ses";
    /// One person's connection within a session.
    ParticipantId = "par";
    /// A device in the tenant's inventory.
    DeviceId = "dev";
    /// One SFU process.
    NodeId = "nod";
    /// The organisation.
    TenantId = "ten";
    /// A person who can sign in.
    UserId = "usr";
    /// A role of the organisation's own.
    RoleId = "rol";
    /// A role for some people over some others.
    AssignmentId = "asg";
    /// A group of people.
    GroupId = "grp";
    /// A policy of conditional access.
    PolicyId = "pol";
}

fn redacted(f: &mut fmt::Formatter<'_>, prefix: &str, uuid: Uuid) -> fmt::Result {
    // The last 24 bits are random, so they tell ids of one log apart and do not give the id away.
    write!(f, "{prefix}_…{:06x}", uuid.as_u128() & 0x00ff_ffff)
}

fn parse(text: &str, prefix: &'static str) -> Result<Uuid, NotAnId> {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .and_then(|uuid| Uuid::try_parse(uuid).ok())
        .ok_or(NotAnId { prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "ses_0199f6a1-7c3e-7d42-9a6b-0123456789ab";

    #[test]
    fn text_and_back_is_the_same_id() {
        let id: SessionId = TEXT.parse().unwrap();

        assert_eq!(id.text(), TEXT);
    }

    #[test]
    fn another_kind_of_id_is_refused() {
        assert_eq!(TEXT.parse::<UserId>(), Err(NotAnId { prefix: "usr" }));
    }

    #[test]
    fn what_a_log_would_show_does_not_hold_the_id() {
        let id: SessionId = TEXT.parse().unwrap();

        assert_eq!(format!("{id} {id:?}"), "ses_…6789ab ses_…6789ab");
    }
}
