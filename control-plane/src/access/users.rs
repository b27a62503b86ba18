//! Accounts: listed for administrators, made, changed, disabled, taken away. What names a person never enters the audit's
//! chain; only whether they may sign in does.

use lotse_domain::audit::{Action, Target as AuditTarget};
use lotse_domain::person::shown_text;
use lotse_domain::role::may_change_account;
use lotse_protocol::api::{CreateUser, EditUser, RowSource, UserPage, UserView};
use lotse_protocol::id::UserId;

use super::{AccessFault, Deed, Desk, FULL, next_of};
use crate::app::App;
use crate::chance;
use crate::clock::now;
use crate::limits::{
    ACCESS_PAGE_MAX, PASSWORD_BYTES_MAX, PASSWORD_CHARACTERS_MIN, PEOPLE_MAX, USERNAME_BYTES_MAX,
};
use crate::seed::username_key;
use crate::store::{self, PersonRow};

/// The next people by username.
pub(crate) async fn list(app: &App, after: &str) -> Result<UserPage, AccessFault> {
    let rows = app.store.people(app.tenant, after, ACCESS_PAGE_MAX).await?;
    let next_cursor = next_of(&rows, |row| row.username.clone());
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(shown(app, row).await?);
    }
    Ok(UserPage { items, next_cursor })
}

/// One person with their version.
pub(crate) async fn read(app: &App, id: UserId) -> Result<(UserView, u64), AccessFault> {
    let row = there(app, id).await?;
    let version = row.version;
    Ok((shown(app, row).await?, version))
}

/// Makes an account with a password.
pub(crate) async fn add(
    app: &App,
    desk: &Desk,
    asked: CreateUser,
) -> Result<UserView, AccessFault> {
    if !app.config.local_accounts {
        return Err(AccessFault::Conflict(
            "no_local_accounts",
            "People sign in by an identity provider here; make the account there.",
        ));
    }
    let row = PersonRow {
        id: UserId::from_uuid(chance::uuid(now())?),
        username: username(&asked.username)?,
        name: name(&asked.name)?,
        email: shown_of(asked.email),
        job_title: shown_of(asked.job_title),
        company: shown_of(asked.company),
        enabled: true,
        has_picture: false,
        source: RowSource::Api,
        version: 1,
    };
    let hash = hashed(app, asked.password).await?;
    let mut change = app.store.begin().await?;
    if store::people_count(&mut change, app.tenant).await? >= PEOPLE_MAX {
        return Err(FULL);
    }
    let taken = store::person_id(&mut change, app.tenant, &row.username).await?;
    if taken.is_some() {
        return Err(AccessFault::Conflict(
            "name_taken",
            "Somebody signs in with this name; choose another one.",
        ));
    }
    store::put_person(&mut change, app.tenant, &row).await?;
    store::put_password(&mut change, row.id, &hash).await?;
    let deed = deed(row.id, None, Some(&row));
    desk.commit(app, change, deed).await?;
    shown(app, row).await
}

/// Changes somebody else's account.
pub(crate) async fn edit(
    app: &App,
    desk: &Desk,
    id: UserId,
    version: u64,
    asked: EditUser,
) -> Result<(UserView, u64), AccessFault> {
    others(app, desk, id).await?;
    let mut change = app.store.begin().await?;
    let before = there(app, id).await?;
    let row = PersonRow {
        name: name(&asked.name)?,
        email: shown_of(asked.email),
        job_title: shown_of(asked.job_title),
        company: shown_of(asked.company),
        enabled: asked.enabled,
        version,
        ..before.clone()
    };
    if before.source != RowSource::Api && profile(&row) != profile(&before) {
        return Err(AccessFault::Conflict(
            "from_elsewhere",
            "Name and profile come from the config file or the identity provider; change them there.",
        ));
    }
    if !store::set_account(&mut change, &row).await? {
        return Err(AccessFault::Stale);
    }
    let deed = deed(id, Some(&before), Some(&row));
    desk.commit(app, change, deed).await?;
    Ok((shown(app, row).await?, version.saturating_add(1)))
}

/// Takes an account away that an administrator has made and that has left no trace.
pub(crate) async fn drop(
    app: &App,
    desk: &Desk,
    id: UserId,
    version: u64,
) -> Result<(), AccessFault> {
    others(app, desk, id).await?;
    let mut change = app.store.begin().await?;
    let before = there(app, id).await?;
    if before.source != RowSource::Api {
        return Err(AccessFault::Conflict(
            "from_elsewhere",
            "The account comes from the config file or the identity provider; take it away there.",
        ));
    }
    if store::has_history(&mut change, id).await? {
        return Err(AccessFault::Conflict(
            "has_history",
            "They took part in sessions or own a device; disable the account instead.",
        ));
    }
    if !store::drop_account(&mut change, id, version).await? {
        return Err(AccessFault::Stale);
    }
    let deed = deed(id, Some(&before), None);
    desk.commit(app, change, deed).await
}

async fn others(app: &App, desk: &Desk, id: UserId) -> Result<(), AccessFault> {
    let allowed = may_change_account(desk.person.id, id);
    desk.not_for_oneself(app, allowed, "account").await
}

async fn there(app: &App, id: UserId) -> Result<PersonRow, AccessFault> {
    let row = app.store.person(id).await?;
    row.ok_or(AccessFault::NotFound)
}

/// Hashing is slow on purpose, and no task of the runtime waits for it.
async fn hashed(app: &App, plain: String) -> Result<crate::config::PasswordHashText, AccessFault> {
    let long_enough = plain.chars().count() >= PASSWORD_CHARACTERS_MIN;
    if !long_enough || plain.len() > PASSWORD_BYTES_MAX {
        return Err(AccessFault::Invalid(
            "password",
            "A password has at least 12 characters and at most 1024 bytes.",
        ));
    }
    Ok(app.passwords.hashed(plain).await?)
}

fn username(text: &str) -> Result<String, AccessFault> {
    let key = username_key(text);
    // A colon belongs to the names of people whom a provider vouches for.
    let fits = !key.is_empty() && key.len() <= USERNAME_BYTES_MAX;
    if !fits || key.contains(':') || key.chars().any(char::is_control) {
        return Err(AccessFault::Invalid(
            "username",
            "A username has 1 to 256 bytes, no colon and no control characters.",
        ));
    }
    Ok(key)
}

fn name(text: &str) -> Result<String, AccessFault> {
    shown_text(text).ok_or(AccessFault::Invalid(
        "name",
        "Give the person's full name: it is what others see of them.",
    ))
}

fn shown_of(text: Option<String>) -> Option<String> {
    text.as_deref().and_then(shown_text)
}

fn profile(row: &PersonRow) -> [Option<&str>; 4] {
    [
        Some(&row.name),
        row.email.as_deref(),
        row.job_title.as_deref(),
        row.company.as_deref(),
    ]
}

async fn shown(app: &App, row: PersonRow) -> Result<UserView, AccessFault> {
    let groups = app.store.groups(row.id).await?;
    Ok(UserView {
        id: row.id,
        username: row.username,
        name: row.name,
        email: row.email,
        job_title: row.job_title,
        company: row.company,
        enabled: row.enabled,
        source: row.source,
        groups: groups.into_iter().map(String::from).collect(),
    })
}

fn deed(id: UserId, before: Option<&PersonRow>, after: Option<&PersonRow>) -> Deed {
    let state = |row: &PersonRow| format!("{{\"enabled\":{}}}", row.enabled);
    Deed {
        action: Action::UserChanged,
        target: AuditTarget::User { user: id },
        before: before.map(state),
        after: after.map(state),
    }
}
