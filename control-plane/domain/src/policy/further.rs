//! Who may bring somebody else into a session. Never says whether that somebody may see anything: [`super::may_help`] does.

use super::{Refusal, Rules, takes_part};
use crate::device::Device;
use crate::person::Person;
use crate::role::{Permission, Target, permits};

/// Decides whether a helper may ask a colleague into a session with this sharer.
pub fn may_invite(
    rules: Rules<'_>,
    helper: &Person,
    sharer: &Person,
    device: Option<&Device>,
) -> Result<(), Refusal> {
    takes_part(rules, helper)?;
    let target = Target::Sharer {
        person: sharer,
        device,
    };
    permits(
        rules.assignments,
        helper,
        Permission::SessionInviteHelper,
        target,
    )?;
    Ok(())
}
