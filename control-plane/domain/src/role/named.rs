//! Which role an assignment names: one that comes with Lotse, or the organisation's own by its id. Never says what it permits.

use std::str::FromStr;

use lotse_protocol::id::RoleId;
use serde::{Deserialize, Serialize};

use super::BuiltIn;

/// The name of a role in the API and in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RoleName {
    /// One that comes with Lotse.
    BuiltIn(BuiltIn),
    /// One of the organisation's own.
    Custom(RoleId),
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a role that comes with Lotse nor the id of one")]
pub struct NoSuchRole;

impl RoleName {
    /// Its text.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::BuiltIn(built_in) => built_in.text().to_owned(),
            Self::Custom(id) => id.text(),
        }
    }
}

impl FromStr for RoleName {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        let built_in = BuiltIn::ALL.iter().find(|role| role.text() == text);
        match built_in {
            Some(built_in) => Ok(Self::BuiltIn(*built_in)),
            None => text.parse().map(Self::Custom).map_err(|_| NoSuchRole),
        }
    }
}

impl TryFrom<String> for RoleName {
    type Error = NoSuchRole;
    fn try_from(text: String) -> Result<Self, NoSuchRole> {
        text.parse()
    }
}

impl From<RoleName> for String {
    fn from(name: RoleName) -> Self {
        name.text()
    }
}
