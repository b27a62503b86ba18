//! Roles, assignments, groups and people over HTTP. Reading wants `role.read`, changing `role.manage` or
//! `assignment.manage`.

mod assignments;
mod explain;
mod groups;
mod policies;
mod roles;
mod users;

use axum::Router;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::routing::{get, post, put};
use lotse_domain::role::Permission;
use serde::Deserialize;

use super::extract::Came;
use super::here::Here;
use super::problem::Refused;
use crate::access::{AccessFault, Desk};
use crate::app::AppState;
use crate::auth::Who;

/// Every route of this module.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/authz/explain", get(explain::explain))
        .route("/roles", get(roles::list).post(roles::add))
        .route("/roles/import", post(roles::import))
        .route(
            "/roles/{id}",
            get(roles::read).put(roles::edit).delete(roles::drop),
        )
        .route(
            "/assignments",
            get(assignments::list).post(assignments::add),
        )
        .route(
            "/assignments/{id}",
            get(assignments::read)
                .put(assignments::edit)
                .delete(assignments::drop),
        )
        .route("/groups", get(groups::list).post(groups::add))
        .route("/groups/{id}", get(groups::read).delete(groups::drop))
        .route("/groups/{id}/members", get(groups::members))
        .route(
            "/groups/{id}/members/{user}",
            put(groups::admit).delete(groups::dismiss),
        )
        .route("/policies", get(policies::list).post(policies::add))
        .route("/policies/simulate", post(policies::simulate))
        .route(
            "/policies/{id}",
            get(policies::read)
                .put(policies::edit)
                .delete(policies::drop),
        )
        .route("/users", get(users::list).post(users::add))
        .route(
            "/users/{id}",
            get(users::read).put(users::edit).delete(users::drop),
        )
}

/// Where a list goes on.
#[derive(Deserialize)]
struct Cursor {
    #[serde(default)]
    cursor: String,
}

/// Where a list goes on, and that whoever asks may read it.
struct Reading(String);

/// Somebody who may change roles.
struct RoleDesk(Desk);

/// Somebody who may change assignments, groups and accounts.
struct AssignmentDesk(Desk);

/// The same for policies.
struct PolicyReading(String);

/// Somebody who may change policies.
struct PolicyDesk(Desk);

/// Somebody who may try policies out.
struct Trying;

impl FromRequestParts<AppState> for Reading {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        desk(parts, app, Permission::RoleRead).await?;
        cursor(parts, app).await.map(Self)
    }
}

impl FromRequestParts<AppState> for PolicyReading {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        desk(parts, app, Permission::PolicyRead).await?;
        cursor(parts, app).await.map(Self)
    }
}

impl FromRequestParts<AppState> for PolicyDesk {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        desk(parts, app, Permission::PolicyUpdate).await.map(Self)
    }
}

impl FromRequestParts<AppState> for Trying {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        desk(parts, app, Permission::PolicySimulate).await?;
        Ok(Self)
    }
}

async fn cursor(parts: &mut Parts, app: &AppState) -> Result<String, Refused> {
    let cursor = Query::<Cursor>::from_request_parts(parts, app).await;
    let Query(page) = cursor.map_err(|_| Refused::Malformed)?;
    Ok(page.cursor)
}

impl FromRequestParts<AppState> for RoleDesk {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        desk(parts, app, Permission::RoleManage).await.map(Self)
    }
}

impl FromRequestParts<AppState> for AssignmentDesk {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        desk(parts, app, Permission::AssignmentManage)
            .await
            .map(Self)
    }
}

async fn desk(parts: &mut Parts, app: &AppState, permission: Permission) -> Result<Desk, Refused> {
    let who = <Who as FromRequestParts<AppState>>::from_request_parts(parts, app).await?;
    let Here(situation) = Here::from_request_parts(parts, app).await?;
    let Came(origin) = Came::from_request_parts(parts, app).await?;
    Ok(Desk::enter(app, who, (situation, origin), permission).await?)
}

impl From<AccessFault> for Refused {
    fn from(fault: AccessFault) -> Self {
        match fault {
            AccessFault::Gone => Self::SignedOut,
            AccessFault::NotFound => Self::NotFound,
            AccessFault::Refused(refusal) => refusal.into(),
            AccessFault::SelfGrant(_) => Self::Forbidden {
                reason: "self_grant",
                words: "Nobody may grant themselves anything; ask another administrator.",
            },
            AccessFault::Invalid(reason, words) => Self::Invalid { reason, words },
            AccessFault::Conflict(reason, words) => Self::Conflict { reason, words },
            AccessFault::Stale => Self::Stale,
            AccessFault::Store(fault) => fault.into(),
            AccessFault::Password(_) | AccessFault::NoChance(_) => {
                tracing::error!(%fault, "something could not be changed by our fault");
                Self::Fault
            }
        }
    }
}
