//! Groups of people, and who is in them.

use lotse_domain::audit::{Action, Target as AuditTarget};
use lotse_domain::role::{Scope, may_change_member};
use lotse_protocol::api::{GroupBody, GroupMember, GroupMemberPage, GroupPage, GroupView};
use lotse_protocol::id::{GroupId, UserId};

use super::{AccessFault, Deed, Desk, FULL, json, label, named, next_of};
use crate::app::App;
use crate::chance;
use crate::clock::now;
use crate::limits::{ACCESS_PAGE_MAX, GROUPS_MAX};
use crate::store::{self, GroupRow};
use lotse_protocol::api::RowSource;

const IN_USE: AccessFault = AccessFault::Conflict(
    "in_use",
    "People are in this group or assignments name it; take those away first.",
);

/// The next groups by name.
pub(crate) async fn list(app: &App, after: &str) -> Result<GroupPage, AccessFault> {
    let rows = app
        .store
        .group_rows(app.tenant, after, ACCESS_PAGE_MAX)
        .await?;
    Ok(GroupPage {
        next_cursor: next_of(&rows, |row| row.name.text().to_owned()),
        items: rows.iter().map(shown).collect(),
    })
}

/// One group.
pub(crate) async fn read(app: &App, id: GroupId) -> Result<GroupView, AccessFault> {
    Ok(shown(&there(app, id).await?))
}

/// The next people of a group.
pub(crate) async fn members(
    app: &App,
    id: GroupId,
    after: &str,
) -> Result<GroupMemberPage, AccessFault> {
    let group = there(app, id).await?;
    let rows = app
        .store
        .members(app.tenant, &group.name, after, ACCESS_PAGE_MAX)
        .await?;
    let next_cursor = next_of(&rows, store::MemberRow::cursor);
    let items = rows.into_iter().map(|row| GroupMember {
        id: row.person,
        username: row.username,
        name: row.name,
        source: row.source,
    });
    Ok(GroupMemberPage {
        items: items.collect(),
        next_cursor,
    })
}

/// Makes a group.
pub(crate) async fn add(app: &App, desk: &Desk, body: GroupBody) -> Result<GroupView, AccessFault> {
    let row = GroupRow {
        id: GroupId::from_uuid(chance::uuid(now())?),
        name: label(body.name)?,
        members: 0,
    };
    let mut change = app.store.begin().await?;
    if store::group_count(&mut change, app.tenant).await? >= GROUPS_MAX {
        return Err(FULL);
    }
    if !store::add_group(&mut change, app.tenant, row.id, &row.name).await? {
        return Err(AccessFault::Conflict(
            "name_taken",
            "There is a group with this name.",
        ));
    }
    let view = shown(&row);
    let deed = Deed {
        after: Some(json(&view)?),
        ..deed(&row)
    };
    desk.commit(app, change, deed).await?;
    Ok(view)
}

/// Takes a group away that is of no use to anybody.
pub(crate) async fn drop(app: &App, desk: &Desk, id: GroupId) -> Result<(), AccessFault> {
    let mut change = app.store.begin().await?;
    let row = there(app, id).await?;
    let assignments = store::assignments_in(&mut change, app.tenant).await?;
    let named = |scope: &Scope| match scope {
        Scope::Everybody => false,
        Scope::Some { user_groups, .. } => user_groups.contains(&row.name),
    };
    if assignments
        .iter()
        .any(|one| one.body.members.contains(&row.name) || named(&one.body.scope))
    {
        return Err(IN_USE);
    }
    if !store::drop_group(&mut change, app.tenant, &row).await? {
        return Err(IN_USE);
    }
    let deed = Deed {
        before: Some(json(&shown(&row))?),
        ..deed(&row)
    };
    desk.commit(app, change, deed).await
}

/// Puts somebody else into a group.
pub(crate) async fn admit(
    app: &App,
    desk: &Desk,
    id: GroupId,
    person: UserId,
) -> Result<(), AccessFault> {
    others(app, desk, person).await?;
    let mut change = app.store.begin().await?;
    let group = there(app, id).await?;
    if !store::add_member(&mut change, person, &group.name, RowSource::Api).await? {
        return Ok(());
    }
    let deed = Deed {
        target: AuditTarget::User { user: person },
        after: Some(json(&[group.name.text()])?),
        ..deed(&group)
    };
    desk.commit(app, change, deed).await
}

/// Takes somebody else out of a group.
pub(crate) async fn dismiss(
    app: &App,
    desk: &Desk,
    id: GroupId,
    person: UserId,
) -> Result<(), AccessFault> {
    others(app, desk, person).await?;
    let mut change = app.store.begin().await?;
    let group = there(app, id).await?;
    let dropped = store::drop_member(&mut change, person, &group.name).await?;
    if store::is_member(&mut change, person, &group.name).await? {
        return Err(AccessFault::Conflict(
            "from_elsewhere",
            "The config file or the identity provider puts them into this group; change it there.",
        ));
    }
    if !dropped {
        return Err(AccessFault::NotFound);
    }
    let deed = Deed {
        target: AuditTarget::User { user: person },
        before: Some(json(&[group.name.text()])?),
        ..deed(&group)
    };
    desk.commit(app, change, deed).await
}

async fn others(app: &App, desk: &Desk, person: UserId) -> Result<(), AccessFault> {
    let allowed = may_change_member(desk.person.id, person);
    desk.not_for_oneself(app, allowed, "group").await?;
    let known = app.store.person(person).await?;
    known.map(|_| ()).ok_or(AccessFault::NotFound)
}

async fn there(app: &App, id: GroupId) -> Result<GroupRow, AccessFault> {
    let row = app.store.group(app.tenant, id).await?;
    row.ok_or(AccessFault::NotFound)
}

fn shown(row: &GroupRow) -> GroupView {
    GroupView {
        id: row.id,
        name: row.name.text().to_owned(),
        members: row.members,
    }
}

fn deed(group: &GroupRow) -> Deed {
    Deed {
        action: Action::GroupChanged,
        target: named(&group.id.text()),
        before: None,
        after: None,
    }
}
