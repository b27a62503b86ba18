//! Assignments: which role for whom over whom.

use lotse_domain::audit::Action;
use lotse_domain::role::{Assignment, Role, RoleName, Scope, may_assign};
use lotse_protocol::api::{AssignmentBody, AssignmentPage, AssignmentView, RowSource, ScopeBody};
use lotse_protocol::id::AssignmentId;

use super::{AccessFault, Deed, Desk, FULL, json, labels, named, next_of, texts};
use crate::app::App;
use crate::chance;
use crate::clock::now;
use crate::limits::{ACCESS_PAGE_MAX, ASSIGNMENTS_MAX};
use crate::store::{self, AssignmentRow, StoredAssignment};

/// The next assignments, oldest first.
pub(crate) async fn list(app: &App, after: &str) -> Result<AssignmentPage, AccessFault> {
    let rows = app
        .store
        .assignment_rows(app.tenant, after, ACCESS_PAGE_MAX)
        .await?;
    let next_cursor = next_of(&rows, |row| row.id.text());
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(shown(app, row).await?);
    }
    Ok(AssignmentPage { items, next_cursor })
}

/// One assignment with its version.
pub(crate) async fn read(
    app: &App,
    id: AssignmentId,
) -> Result<(AssignmentView, u64), AccessFault> {
    let row = app.store.assignment(app.tenant, id).await?;
    let row = row.ok_or(AccessFault::NotFound)?;
    let version = row.version;
    Ok((shown(app, row).await?, version))
}

/// Makes an assignment, unless it would reach whoever makes it.
pub(crate) async fn add(
    app: &App,
    desk: &Desk,
    body: AssignmentBody,
) -> Result<AssignmentView, AccessFault> {
    let row = AssignmentRow {
        id: AssignmentId::from_uuid(chance::uuid(now())?),
        source: RowSource::Api,
        body: parsed(app, body).await?,
        version: 1,
    };
    for_others(app, desk, &row.body).await?;
    let mut change = app.store.begin().await?;
    let known = store::assignments_in(&mut change, app.tenant).await?;
    if known.len() >= ASSIGNMENTS_MAX {
        return Err(FULL);
    }
    role_is_there(app, row.body.role).await?;
    store::add_assignment(&mut change, app.tenant, &row, now()).await?;
    let deed = deed(row.id, None, Some(&row.body))?;
    desk.commit(app, change, deed).await?;
    shown(app, row).await
}

/// Changes an assignment, unless it would reach whoever changes it.
pub(crate) async fn edit(
    app: &App,
    desk: &Desk,
    id: AssignmentId,
    version: u64,
    body: AssignmentBody,
) -> Result<(AssignmentView, u64), AccessFault> {
    let body = parsed(app, body).await?;
    for_others(app, desk, &body).await?;
    let mut change = app.store.begin().await?;
    let before = ours(app, id).await?;
    role_is_there(app, body.role).await?;
    let row = AssignmentRow {
        body,
        version,
        ..before.clone()
    };
    if !store::set_assignment(&mut change, app.tenant, &row, now()).await? {
        return Err(AccessFault::Stale);
    }
    let deed = deed(id, Some(&before.body), Some(&row.body))?;
    desk.commit(app, change, deed).await?;
    Ok((shown(app, row).await?, version.saturating_add(1)))
}

/// Takes an assignment away; one's own too.
pub(crate) async fn drop(
    app: &App,
    desk: &Desk,
    id: AssignmentId,
    version: u64,
) -> Result<(), AccessFault> {
    let mut change = app.store.begin().await?;
    let before = ours(app, id).await?;
    if !store::drop_assignment(&mut change, id, version).await? {
        return Err(AccessFault::Stale);
    }
    let deed = deed(id, Some(&before.body), None)?;
    desk.commit(app, change, deed).await
}

/// An assignment that the API has made; what the config says is changed there.
async fn ours(app: &App, id: AssignmentId) -> Result<AssignmentRow, AccessFault> {
    let row = app.store.assignment(app.tenant, id).await?;
    let row = row.ok_or(AccessFault::NotFound)?;
    match row.source {
        RowSource::Api => Ok(row),
        RowSource::Config | RowSource::Provider => Err(AccessFault::Conflict(
            "from_config",
            "This assignment stands in the config file; change it there and start again.",
        )),
    }
}

async fn for_others(app: &App, desk: &Desk, body: &StoredAssignment) -> Result<(), AccessFault> {
    let role = match body.role {
        RoleName::BuiltIn(built_in) => Role::BuiltIn(built_in),
        RoleName::Custom(id) => app
            .store
            .role(app.tenant, id)
            .await?
            .ok_or(NO_ROLE)?
            .judged(),
    };
    let assignment = Assignment {
        role,
        members: body.members.clone(),
        scope: body.scope.clone(),
    };
    let allowed = may_assign(&desk.person, &assignment);
    desk.not_for_oneself(app, allowed, &body.role.text()).await
}

const NO_ROLE: AccessFault = AccessFault::Invalid(
    "unknown_role",
    "There is no such role; GET /api/v1/roles shows which there are.",
);

/// Nobody else changes anything now, so that a role that is there stays there.
async fn role_is_there(app: &App, role: RoleName) -> Result<(), AccessFault> {
    match role {
        RoleName::BuiltIn(_) => Ok(()),
        RoleName::Custom(id) => {
            let row = app.store.role(app.tenant, id).await?;
            row.map(|_| ()).ok_or(NO_ROLE)
        }
    }
}

async fn parsed(app: &App, body: AssignmentBody) -> Result<StoredAssignment, AccessFault> {
    let role = body.role.parse().map_err(|_| NO_ROLE)?;
    role_is_there(app, role).await?;
    let members = labels(body.members)?;
    if members.is_empty() {
        return Err(AccessFault::Invalid(
            "no_members",
            "Name at least one group whose members have the role.",
        ));
    }
    Ok(StoredAssignment {
        role,
        members,
        scope: scope(body.scope)?,
    })
}

fn scope(body: ScopeBody) -> Result<Scope, AccessFault> {
    Ok(match body {
        ScopeBody::Everybody => Scope::Everybody,
        ScopeBody::Some {
            user_groups,
            device_groups,
            tags,
        } => Scope::Some {
            user_groups: labels(user_groups)?,
            device_groups: labels(device_groups)?,
            tags: labels(tags)?,
        },
    })
}

async fn shown(app: &App, row: AssignmentRow) -> Result<AssignmentView, AccessFault> {
    let role_name = match row.body.role {
        RoleName::BuiltIn(built_in) => built_in.text().to_owned(),
        RoleName::Custom(id) => {
            let role = app.store.role(app.tenant, id).await?;
            role.map(|role| role.name.text().to_owned())
                .unwrap_or_default()
        }
    };
    Ok(AssignmentView {
        id: row.id,
        role: row.body.role.text(),
        role_name,
        members: texts(&row.body.members),
        scope: match &row.body.scope {
            Scope::Everybody => ScopeBody::Everybody,
            Scope::Some {
                user_groups,
                device_groups,
                tags,
            } => ScopeBody::Some {
                user_groups: texts(user_groups),
                device_groups: texts(device_groups),
                tags: texts(tags),
            },
        },
        source: row.source,
    })
}

fn deed(
    id: AssignmentId,
    before: Option<&StoredAssignment>,
    after: Option<&StoredAssignment>,
) -> Result<Deed, AccessFault> {
    Ok(Deed {
        action: Action::AssignmentChanged,
        target: named(&id.text()),
        before: before.map(json).transpose()?,
        after: after.map(json).transpose()?,
    })
}
