//! A device of the tenant's inventory, as the rules see it. Never asks an inventory: the edge does.

use std::collections::BTreeSet;

use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::person::Label;

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// Of which organisation.
    pub tenant: TenantId,
    /// Its system, where the inventory tells.
    pub os: Option<Os>,
    /// Whose it is.
    pub primary_user: Option<UserId>,
    /// Whether it is enrolled.
    pub enrolled: bool,
    /// Whether it follows the rules.
    pub compliance: Compliance,
    /// The rules it breaks, in the inventory's words.
    pub failed_rules: Vec<String>,
    /// When it was last heard of.
    pub last_check_in: Option<Timestamp>,
    /// The groups it belongs to.
    pub groups: BTreeSet<Label>,
    /// Its tags.
    pub tags: BTreeSet<Label>,
}

/// An operating system, as far as a browser tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Os {
    /// Windows.
    Windows,
    /// macOS.
    Macos,
    /// Linux.
    Linux,
    /// ChromeOS.
    Chromeos,
    /// Android.
    Android,
    /// iOS or iPadOS.
    Ios,
}

/// Whether a device follows the tenant's rules, as its inventory says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compliance {
    /// It does.
    Compliant,
    /// It does not.
    Noncompliant,
    /// It does not, and still has time.
    InGracePeriod,
    /// The inventory does not know.
    Unknown,
    /// The inventory failed to find out.
    Error,
    /// Two rules contradict each other.
    Conflict,
}

impl Compliance {
    /// Whether the inventory says that a rule is broken; not knowing is not breaking.
    #[must_use]
    pub const fn is_broken(self) -> bool {
        match self {
            Self::Noncompliant | Self::Conflict => true,
            Self::Compliant | Self::InGracePeriod | Self::Unknown | Self::Error => false,
        }
    }
}
