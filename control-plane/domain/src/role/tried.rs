//! What a single assignment says to a question, for those who ask why. Never decides: [`super::permits`] does.

use super::{Assignment, Permission, Target};
use crate::person::Person;

/// What one assignment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// The person is in none of its groups.
    NotAMember,
    /// Its role does not have the permission.
    LacksPermission,
    /// It has it, and does not reach that far.
    OutOfScope,
    /// It allows.
    Matches,
}

impl Tried {
    /// The stable name.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotAMember => "not_a_member",
            Self::LacksPermission => "lacks_permission",
            Self::OutOfScope => "out_of_scope",
            Self::Matches => "matches",
        }
    }
}

/// Asks one assignment.
#[must_use]
pub fn tried(
    assignment: &Assignment,
    who: &Person,
    permission: Permission,
    target: Target<'_>,
) -> Tried {
    if assignment.members.is_disjoint(&who.groups) {
        return Tried::NotAMember;
    }
    if !assignment.role.permits(permission) {
        return Tried::LacksPermission;
    }
    if !assignment.scope.reaches(target) {
        return Tried::OutOfScope;
    }
    Tried::Matches
}
