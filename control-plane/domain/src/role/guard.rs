//! Nobody grants themselves anything: not by an assignment, not by a group, not by adding to a role they hold. Never asks
//! whether somebody may change roles at all: a permission says that.

use std::collections::BTreeSet;

use lotse_protocol::id::UserId;

use super::{Assignment, Permission, RoleName};
use crate::person::{Label, Person};

/// Somebody tried to give themselves something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody may grant themselves anything")]
pub struct SelfGrant;

/// Refuses an assignment that would reach the person who makes it.
pub fn may_assign(granter: &Person, assignment: &Assignment) -> Result<(), SelfGrant> {
    if assignment.members.is_disjoint(&granter.groups) {
        return Ok(());
    }
    Err(SelfGrant)
}

/// Refuses changing one's own groups, since groups carry roles, and policies are for groups.
pub fn may_change_member(granter: UserId, member: UserId) -> Result<(), SelfGrant> {
    if granter == member {
        return Err(SelfGrant);
    }
    Ok(())
}

/// Refuses changing one's own account: who one is comes from elsewhere.
pub fn may_change_account(granter: UserId, account: UserId) -> Result<(), SelfGrant> {
    may_change_member(granter, account)
}

/// Refuses adding to a role that the person who does it holds by one of the assignments (role, member groups). Taking away is
/// free.
pub fn may_change_role<'a>(
    granter: &Person,
    role: RoleName,
    assignments: impl IntoIterator<Item = (RoleName, &'a BTreeSet<Label>)>,
    before: &BTreeSet<Permission>,
    after: &BTreeSet<Permission>,
) -> Result<(), SelfGrant> {
    let held = assignments
        .into_iter()
        .any(|(name, members)| name == role && !members.is_disjoint(&granter.groups));
    if held && !after.is_subset(before) {
        return Err(SelfGrant);
    }
    Ok(())
}
