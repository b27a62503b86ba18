//! Roles of the organisation's own: made, changed, imported by Intune's names, taken away.

use std::collections::BTreeSet;

use lotse_domain::audit::Action;
use lotse_domain::person::Label;
use lotse_domain::role::{
    BuiltIn, Imported, Permission, RoleName, UnknownPermission, import_all, may_change_role,
};
use lotse_protocol::api::{IntuneNotice, IntuneRole, RoleBody, RoleImported, RolePage, RoleView};
use lotse_protocol::id::RoleId;

use super::{AccessFault, Deed, Desk, FULL, json, label, named, next_of};
use crate::app::App;
use crate::chance;
use crate::clock::now;
use crate::limits::{ACCESS_PAGE_MAX, NAMES_IN_ONE_MAX, ROLES_MAX};
use crate::store::{self, RoleRow};

const TAKEN: AccessFault = AccessFault::Conflict(
    "name_taken",
    "Another role has this name; choose another one.",
);

/// The next roles: on the first page those that come with Lotse stand before all others.
pub(crate) async fn list(app: &App, after: &str) -> Result<RolePage, AccessFault> {
    let rows = app.store.roles(app.tenant, after, ACCESS_PAGE_MAX).await?;
    let built_in: &[BuiltIn] = match after.is_empty() {
        true => BuiltIn::ALL,
        false => &[],
    };
    let next_cursor = next_of(&rows, |row| row.id.text());
    let own = rows.iter().map(shown);
    Ok(RolePage {
        items: built_in.iter().copied().map(built).chain(own).collect(),
        next_cursor,
    })
}

/// One role with its version; one that comes with Lotse never has another than 0.
pub(crate) async fn read(app: &App, name: RoleName) -> Result<(RoleView, u64), AccessFault> {
    match name {
        RoleName::BuiltIn(role) => Ok((built(role), 0)),
        RoleName::Custom(id) => {
            let row = app.store.role(app.tenant, id).await?;
            let row = row.ok_or(AccessFault::NotFound)?;
            Ok((shown(&row), row.version))
        }
    }
}

/// Makes a role.
pub(crate) async fn add(app: &App, desk: &Desk, body: RoleBody) -> Result<RoleView, AccessFault> {
    let row = RoleRow {
        id: RoleId::from_uuid(chance::uuid(now())?),
        name: role_name(body.name)?,
        permissions: permissions(&body.permissions)?,
        version: 1,
    };
    let mut change = app.store.begin().await?;
    if store::role_count(&mut change, app.tenant).await? >= ROLES_MAX {
        return Err(FULL);
    }
    if !store::add_role(&mut change, app.tenant, &row).await? {
        return Err(TAKEN);
    }
    let view = shown(&row);
    desk.commit(app, change, deed(&view, None, Some(&view))?)
        .await?;
    Ok(view)
}

/// Changes a role, for everybody who holds it.
pub(crate) async fn edit(
    app: &App,
    desk: &Desk,
    id: RoleName,
    version: u64,
    body: RoleBody,
) -> Result<(RoleView, u64), AccessFault> {
    let id = own(id)?;
    let mut change = app.store.begin().await?;
    let before = app.store.role(app.tenant, id).await?;
    let before = before.ok_or(AccessFault::NotFound)?;
    let row = RoleRow {
        id,
        name: role_name(body.name)?,
        permissions: permissions(&body.permissions)?,
        version,
    };
    let held = store::assignments_in(&mut change, app.tenant).await?;
    let held = held.iter().map(|row| (row.body.role, &row.body.members));
    let allowed = may_change_role(
        &desk.person,
        RoleName::Custom(id),
        held,
        &before.permissions,
        &row.permissions,
    );
    if allowed.is_err() {
        change.rollback().await.map_err(store::StoreFault::from)?;
        desk.not_for_oneself(app, allowed, &id.text()).await?;
        return Err(AccessFault::Gone);
    }
    if store::role_named(&mut change, app.tenant, &row.name, id).await? {
        return Err(TAKEN);
    }
    if !store::set_role(&mut change, &row).await? {
        return Err(AccessFault::Stale);
    }
    let view = shown(&row);
    let deed = deed(&view, Some(&shown(&before)), Some(&view))?;
    desk.commit(app, change, deed).await?;
    Ok((view, version.saturating_add(1)))
}

/// Takes a role away that no assignment names.
pub(crate) async fn drop(
    app: &App,
    desk: &Desk,
    id: RoleName,
    version: u64,
) -> Result<(), AccessFault> {
    let id = own(id)?;
    let mut change = app.store.begin().await?;
    let before = app.store.role(app.tenant, id).await?;
    let before = before.ok_or(AccessFault::NotFound)?;
    let held = store::assignments_in(&mut change, app.tenant).await?;
    if held.iter().any(|row| row.body.role == RoleName::Custom(id)) {
        return Err(AccessFault::Conflict(
            "in_use",
            "Assignments name this role; take them away first.",
        ));
    }
    if !store::drop_role(&mut change, id, version).await? {
        return Err(AccessFault::Stale);
    }
    let view = shown(&before);
    desk.commit(app, change, deed(&view, Some(&view), None)?)
        .await
}

/// Makes a role of Intune's names for permissions, and tells which of them became none.
pub(crate) async fn import(
    app: &App,
    desk: &Desk,
    asked: IntuneRole,
) -> Result<RoleImported, AccessFault> {
    if asked.names.len() > NAMES_IN_ONE_MAX {
        return Err(AccessFault::Invalid(
            "too_many_names",
            "At most 100 names fit into one list.",
        ));
    }
    let (permissions, notices) = import_all(asked.names.iter().map(String::as_str));
    if permissions.is_empty() {
        return Err(AccessFault::Invalid(
            "nothing_to_import",
            "None of the names is a permission here; Lotse never controls or elevates.",
        ));
    }
    let left_out = notices.into_iter().map(|(name, became)| IntuneNotice {
        name: name.to_owned(),
        reason: match became {
            Imported::NeverHere => "never_here".to_owned(),
            Imported::Permission(_) | Imported::Unknown => "unknown".to_owned(),
        },
    });
    let left_out = left_out.collect();
    let permissions = permissions.iter().map(|p| p.text().to_owned()).collect();
    let name = asked.name;
    let role = add(app, desk, RoleBody { name, permissions }).await?;
    Ok(RoleImported { role, left_out })
}

const fn own(name: RoleName) -> Result<RoleId, AccessFault> {
    match name {
        RoleName::Custom(id) => Ok(id),
        RoleName::BuiltIn(_) => Err(AccessFault::Conflict(
            "built_in",
            "This role comes with Lotse and stays as it is; make one of your own.",
        )),
    }
}

fn role_name(text: String) -> Result<Label, AccessFault> {
    let name = label(text)?;
    if name.text().parse::<RoleName>().is_ok() {
        return Err(TAKEN);
    }
    Ok(name)
}

fn permissions(texts: &[String]) -> Result<BTreeSet<Permission>, AccessFault> {
    let permission = |text: &String| {
        text.parse().map_err(|fault| match fault {
            UnknownPermission::Reserved => AccessFault::Invalid(
                "reserved_permission",
                "Lotse shows a screen and never touches it: no role can hold this permission.",
            ),
            UnknownPermission::Unknown => AccessFault::Invalid(
                "unknown_permission",
                "There is no such permission; GET /api/v1/roles shows which there are.",
            ),
        })
    };
    texts.iter().map(permission).collect()
}

fn built(role: BuiltIn) -> RoleView {
    let held = Permission::ALL.iter().filter(|p| role.permits(**p));
    RoleView {
        id: role.text().to_owned(),
        built_in: true,
        name: role.text().to_owned(),
        permissions: held.map(|p| p.text().to_owned()).collect(),
    }
}

fn shown(row: &RoleRow) -> RoleView {
    let held = row.permissions.iter();
    RoleView {
        id: row.id.text(),
        built_in: false,
        name: row.name.text().to_owned(),
        permissions: held.map(|p| p.text().to_owned()).collect(),
    }
}

fn deed(
    role: &RoleView,
    before: Option<&RoleView>,
    after: Option<&RoleView>,
) -> Result<Deed, AccessFault> {
    Ok(Deed {
        action: Action::RoleChanged,
        target: named(&role.id),
        before: before.map(json).transpose()?,
        after: after.map(json).transpose()?,
    })
}
