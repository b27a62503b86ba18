//! Who may do what to whom (PRODUCT section 4): permissions, built-in roles, assignments with a scope. Never grants what is
//! reserved: full control, elevation and unattended access have no value in [`Permission`] at all.

use std::collections::BTreeSet;

use lotse_protocol::id::RoleId;
use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::person::{Label, Person};

pub use builtin::BuiltIn;
pub use guard::{SelfGrant, may_assign, may_change_account, may_change_member, may_change_role};
pub use intune::{Imported, import, import_all};
pub use named::{NoSuchRole, RoleName};
pub use permission::{Permission, RESERVED, UnknownPermission};
pub use tried::{Tried, tried};

mod permission;
mod builtin;
mod intune;
mod named;
mod guard;
mod tried;

/// What an assignment gives: a built-in role, or a tenant's own set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One that comes with Lotse.
    BuiltIn(BuiltIn),
    /// A tenant's own.
    Custom {
        /// Which.
        id: RoleId,
        /// What it is called.
        name: Label,
        /// What it permits.
        permissions: BTreeSet<Permission>,
    },
}

impl Role {
    /// Whether it permits `permission`.
    #[must_use]
    pub fn permits(&self, permission: Permission) -> bool {
        match self {
            Self::BuiltIn(built_in) => built_in.permits(permission),
            Self::Custom { permissions, .. } => permissions.contains(&permission),
        }
    }

    /// What it is named by.
    #[must_use]
    pub const fn named(&self) -> RoleName {
        match self {
            Self::BuiltIn(built_in) => RoleName::BuiltIn(*built_in),
            Self::Custom { id, .. } => RoleName::Custom(*id),
        }
    }
}

/// A role for some people over some others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// What.
    pub role: Role,
    /// For whom: the members of these groups.
    pub members: BTreeSet<Label>,
    /// Over whom.
    pub scope: Scope,
}

/// Over which sharers and devices an assignment reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole tenant.
    Everybody,
    /// People in one of the groups, or devices in one of the groups or with one of the tags.
    Some {
        /// Groups of people.
        #[serde(default)]
        user_groups: BTreeSet<Label>,
        /// Groups of devices.
        #[serde(default)]
        device_groups: BTreeSet<Label>,
        /// Tags of devices.
        #[serde(default)]
        tags: BTreeSet<Label>,
    },
}

/// On whom something would be done.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// On nobody in particular: it is enough that some assignment has the permission.
    Nobody,
    /// On a sharer, and on their device where it is known. An unenrolled or unknown device is judged by its user.
    Sharer {
        /// The sharer.
        person: &'a Person,
        /// Their device.
        device: Option<&'a Device>,
    },
    /// Whoever it may turn out to be: only a role for everybody reaches that far.
    Anybody,
    /// On a device.
    Device(&'a Device),
}

/// Why a permission is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// No assignment of theirs has it.
    #[error("no role of theirs has {}", .0.text())]
    NoRole(Permission),
    /// An assignment has it, but none reaches this sharer or device.
    #[error("no role of theirs with {} reaches this sharer or device", .0.text())]
    OutOfScope(Permission),
}

/// Says whether some assignment lets `who` use `permission` on `target`.
pub fn permits(
    assignments: &[Assignment],
    who: &Person,
    permission: Permission,
    target: Target<'_>,
) -> Result<(), Missing> {
    let mut theirs = assignments
        .iter()
        .filter(|a| !a.members.is_disjoint(&who.groups) && a.role.permits(permission))
        .peekable();
    if theirs.peek().is_none() {
        return Err(Missing::NoRole(permission));
    }
    if theirs.any(|assignment| assignment.scope.reaches(target)) {
        return Ok(());
    }
    Err(Missing::OutOfScope(permission))
}

/// The roles that somebody holds.
#[must_use]
pub fn held(assignments: &[Assignment], who: &Person) -> BTreeSet<RoleName> {
    let theirs = assignments
        .iter()
        .filter(|one| !one.members.is_disjoint(&who.groups));
    theirs.map(|one| one.role.named()).collect()
}

/// Everything that some assignment lets `who` do to somebody.
#[must_use]
pub fn permissions_of(assignments: &[Assignment], who: &Person) -> BTreeSet<Permission> {
    Permission::ALL
        .iter()
        .copied()
        .filter(|permission| permits(assignments, who, *permission, Target::Nobody).is_ok())
        .collect()
}

impl Scope {
    fn reaches(&self, target: Target<'_>) -> bool {
        match (self, target) {
            (Self::Everybody, _) | (Self::Some { .. }, Target::Nobody) => true,
            (Self::Some { .. }, Target::Anybody) => false,
            (Self::Some { user_groups, .. }, Target::Sharer { person, device }) => {
                !user_groups.is_disjoint(&person.groups)
                    || device.is_some_and(|device| self.holds(device))
            }
            (Self::Some { .. }, Target::Device(device)) => self.holds(device),
        }
    }

    /// Only an enrolled device can bring its user into scope: what is not enrolled says nothing about itself.
    fn holds(&self, device: &Device) -> bool {
        match self {
            Self::Everybody => true,
            Self::Some {
                device_groups,
                tags,
                ..
            } => {
                device.enrolled
                    && (!device_groups.is_disjoint(&device.groups)
                        || !tags.is_disjoint(&device.tags))
            }
        }
    }
}

#[cfg(test)]
mod tests;
