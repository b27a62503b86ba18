//! `/roles`.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use lotse_domain::role::RoleName;
use lotse_protocol::api::{IntuneRole, RoleBody, RolePage};

use super::super::extract::{Body, IfMatch, Named};
use super::super::problem::{Refused, created_at, done, versioned};
use super::{Reading, RoleDesk};
use crate::access;
use crate::app::AppState;

/// `GET /roles`.
pub(super) async fn list(
    State(app): State<AppState>,
    Reading(cursor): Reading,
) -> Result<Json<RolePage>, Refused> {
    Ok(Json(access::list_roles(&app, &cursor).await?))
}

/// `GET /roles/{id}`.
pub(super) async fn read(
    State(app): State<AppState>,
    _: Reading,
    Named(id): Named<RoleName>,
) -> Result<Response, Refused> {
    let (role, version) = access::read_role(&app, id).await?;
    Ok(versioned(version, &role))
}

/// `POST /roles`.
pub(super) async fn add(
    State(app): State<AppState>,
    RoleDesk(desk): RoleDesk,
    Body(body): Body<RoleBody>,
) -> Result<Response, Refused> {
    let role = access::add_role(&app, &desk, body).await?;
    Ok(created_at(&format!("/api/v1/roles/{}", role.id), 1, &role))
}

/// `POST /roles/import`.
pub(super) async fn import(
    State(app): State<AppState>,
    RoleDesk(desk): RoleDesk,
    Body(asked): Body<IntuneRole>,
) -> Result<Response, Refused> {
    let made = access::import_role(&app, &desk, asked).await?;
    let place = format!("/api/v1/roles/{}", made.role.id);
    Ok(created_at(&place, 1, &made))
}

/// `PUT /roles/{id}`.
pub(super) async fn edit(
    State(app): State<AppState>,
    RoleDesk(desk): RoleDesk,
    Named(id): Named<RoleName>,
    IfMatch(version): IfMatch,
    Body(body): Body<RoleBody>,
) -> Result<Response, Refused> {
    let (role, version) = access::edit_role(&app, &desk, id, version, body).await?;
    Ok(versioned(version, &role))
}

/// `DELETE /roles/{id}`.
pub(super) async fn drop(
    State(app): State<AppState>,
    RoleDesk(desk): RoleDesk,
    Named(id): Named<RoleName>,
    IfMatch(version): IfMatch,
) -> Result<Response, Refused> {
    access::drop_role(&app, &desk, id, version).await?;
    Ok(done())
}
