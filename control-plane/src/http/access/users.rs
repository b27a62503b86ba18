//! `/users`.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use lotse_protocol::api::{CreateUser, EditUser, UserPage};
use lotse_protocol::id::UserId;

use super::super::extract::{Body, IfMatch, Named};
use super::super::problem::{Refused, created_at, done, versioned};
use super::{AssignmentDesk, Reading};
use crate::access;
use crate::app::AppState;

/// `GET /users`.
pub(super) async fn list(
    State(app): State<AppState>,
    Reading(cursor): Reading,
) -> Result<Json<UserPage>, Refused> {
    Ok(Json(access::list_users(&app, &cursor).await?))
}

/// `GET /users/{id}`.
pub(super) async fn read(
    State(app): State<AppState>,
    _: Reading,
    Named(id): Named<UserId>,
) -> Result<Response, Refused> {
    let (user, version) = access::read_user(&app, id).await?;
    Ok(versioned(version, &user))
}

/// `POST /users`.
pub(super) async fn add(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Body(asked): Body<CreateUser>,
) -> Result<Response, Refused> {
    let user = access::add_user(&app, &desk, asked).await?;
    let place = format!("/api/v1/users/{}", user.id.text());
    Ok(created_at(&place, 1, &user))
}

/// `PUT /users/{id}`.
pub(super) async fn edit(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Named(id): Named<UserId>,
    IfMatch(version): IfMatch,
    Body(asked): Body<EditUser>,
) -> Result<Response, Refused> {
    let (user, version) = access::edit_user(&app, &desk, id, version, asked).await?;
    Ok(versioned(version, &user))
}

/// `DELETE /users/{id}`.
pub(super) async fn drop(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Named(id): Named<UserId>,
    IfMatch(version): IfMatch,
) -> Result<Response, Refused> {
    access::drop_user(&app, &desk, id, version).await?;
    Ok(done())
}
