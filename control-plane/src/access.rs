//! Changes roles, assignments, groups and accounts: asks the domain, stores the change with its row in the audit, and never
//! decides itself. What is changed is in force with the next request, and within seconds in running sessions.

mod roles;
mod assignments;
mod groups;
mod users;
mod explain;
mod policies;

pub(crate) use assignments::{
    add as add_assignment, drop as drop_assignment, edit as edit_assignment,
    list as list_assignments, read as read_assignment,
};
pub(crate) use explain::{Why, explain};
pub(crate) use groups::{
    add as add_group, admit, dismiss, drop as drop_group, list as list_groups, members,
    read as read_group,
};
pub(crate) use policies::{
    add as add_policy, drop as drop_policy, edit as edit_policy, list as list_policies,
    read as read_policy, simulate,
};
pub(crate) use roles::{
    add as add_role, drop as drop_role, edit as edit_role, import as import_role,
    list as list_roles, read as read_role,
};
pub(crate) use users::{
    add as add_user, drop as drop_user, edit as edit_user, list as list_users, read as read_user,
};

use std::collections::BTreeSet;

use lotse_domain::access::Situation;
use lotse_domain::audit::{Action, Actor, Decision, Entry, Target as AuditTarget};
use lotse_domain::person::{Label, Person};
use lotse_domain::policy::{Refusal, may_administer};
use lotse_domain::role::{Permission, RoleName, SelfGrant, Target, held, permits};

use crate::app::App;
use crate::auth::Who;
use crate::chance::NoChance;
use crate::clock::now;
use crate::limits::{ACCESS_PAGE_MAX, NAMES_IN_ONE_MAX};
use crate::password::PasswordFault;
use crate::people::{self, RuleBook};
use crate::store::{Change, Origin, Pen, StoreFault};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccessFault {
    /// Whoever asks is not there any more.
    #[error("whoever asks is not there any more")]
    Gone,
    /// No such thing.
    #[error("no such thing")]
    NotFound,
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// They would give themselves something.
    #[error(transparent)]
    SelfGrant(#[from] SelfGrant),
    /// Something in it cannot be.
    #[error("invalid: {0}")]
    Invalid(&'static str, &'static str),
    /// It does not fit with how things stand.
    #[error("conflict: {0}")]
    Conflict(&'static str, &'static str),
    /// Somebody else was first.
    #[error("somebody else was first")]
    Stale,
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// Somebody who may do what they came for.
pub(crate) struct Desk {
    person: Person,
    roles: BTreeSet<RoleName>,
    situation: Situation,
    origin: Origin,
}

/// What a change says in the audit.
struct Deed {
    action: Action,
    target: AuditTarget,
    before: Option<String>,
    after: Option<String>,
}

impl Desk {
    /// Lets somebody in who has the permission; a refused change is written down.
    pub(crate) async fn enter(
        app: &App,
        who: Who,
        (situation, origin): (Situation, Origin),
        permission: Permission,
    ) -> Result<Self, AccessFault> {
        let person = people::judged(app, who.person).await?;
        let person = person.ok_or(AccessFault::Gone)?;
        let book = RuleBook::read(app).await?.ok_or(AccessFault::Gone)?;
        // What is changed here counts for all of the organisation, so a role for a part of it does not reach that far.
        let target = if changes(permission) {
            Target::Anybody
        } else {
            Target::Nobody
        };
        let allowed = permits(&book.assignments, &person, permission, target)
            .map_err(Refusal::from)
            .and_then(|()| may_administer(book.rules(), &person, &situation, now()));
        let desk = Self {
            roles: held(&book.assignments, &person),
            person,
            situation,
            origin,
        };
        match allowed {
            Ok(()) => Ok(desk),
            Err(refusal) => {
                if changes(permission) {
                    desk.denied(app, refusal.reason().text(), permission.text())
                        .await?;
                }
                Err(refusal.into())
            }
        }
    }

    /// Nobody grants themselves anything; who tried is written down.
    async fn not_for_oneself(
        &self,
        app: &App,
        allowed: Result<(), SelfGrant>,
        what: &str,
    ) -> Result<(), AccessFault> {
        if let Err(refused) = allowed {
            self.denied(app, "self_grant", what).await?;
            return Err(refused.into());
        }
        Ok(())
    }

    async fn denied(&self, app: &App, reason: &str, what: &str) -> Result<(), StoreFault> {
        let fill = |entry: &mut Entry| {
            entry.decision = Some(Decision::Deny);
            entry.reason = Some(reason.to_owned());
            entry.target = Some(named(what));
        };
        let deed = (self.actor(), Action::AccessDenied);
        app.store
            .audit(app.chain(), now(), deed, &self.origin, fill)
            .await
    }

    /// Writes the change down and makes it.
    async fn commit(&self, app: &App, mut change: Change, deed: Deed) -> Result<(), AccessFault> {
        let fill = |entry: &mut Entry| {
            entry.decision = Some(Decision::Allow);
            entry.target = Some(deed.target);
            entry.before = deed.before;
            entry.after = deed.after;
        };
        let mut pen = Pen::take(&mut change, app.chain()).await?;
        pen.event(now(), self.actor(), deed.action, &self.origin, fill)
            .await?;
        pen.put_down().await?;
        change.commit().await.map_err(StoreFault::from)?;
        Ok(())
    }

    const fn actor(&self) -> Actor {
        Actor::Person {
            user: self.person.id,
        }
    }
}

/// Whether having it changes anything; who may not even read is not worth a row.
const fn changes(permission: Permission) -> bool {
    matches!(
        permission,
        Permission::RoleManage | Permission::AssignmentManage | Permission::PolicyUpdate
    )
}

fn named(name: &str) -> AuditTarget {
    AuditTarget::Named {
        name: name.to_owned(),
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, AccessFault> {
    Ok(serde_json::to_string(value).map_err(StoreFault::from)?)
}

/// What to ask the next page with, when this one is full.
fn next_of<T>(rows: &[T], cursor: impl Fn(&T) -> String) -> Option<String> {
    let full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= ACCESS_PAGE_MAX);
    rows.last().filter(|_| full).map(cursor)
}

/// The name of a role, a group or a tag.
fn label(text: String) -> Result<Label, AccessFault> {
    let named = Label::try_from(text.trim().to_owned());
    named.map_err(|_| {
        AccessFault::Invalid(
            "name",
            "A name has 1 to 128 bytes and no control characters.",
        )
    })
}

fn labels(texts: Vec<String>) -> Result<BTreeSet<Label>, AccessFault> {
    if texts.len() > NAMES_IN_ONE_MAX {
        return Err(AccessFault::Invalid(
            "too_many_names",
            "At most 100 names fit into one list.",
        ));
    }
    texts.into_iter().map(label).collect()
}

fn texts(labels: &BTreeSet<Label>) -> Vec<String> {
    labels.iter().map(|label| label.text().to_owned()).collect()
}

const FULL: AccessFault = AccessFault::Conflict(
    "full",
    "There are as many of these as there may be; take some away first.",
);
