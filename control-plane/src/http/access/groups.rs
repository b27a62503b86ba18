//! `/groups`.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use lotse_protocol::api::{GroupBody, GroupMemberPage, GroupPage, GroupView};
use lotse_protocol::id::{GroupId, UserId};

use super::super::extract::{Body, Named};
use super::super::problem::{Refused, created, done};
use super::{AssignmentDesk, Reading};
use crate::access;
use crate::app::AppState;

/// `GET /groups`.
pub(super) async fn list(
    State(app): State<AppState>,
    Reading(cursor): Reading,
) -> Result<Json<GroupPage>, Refused> {
    Ok(Json(access::list_groups(&app, &cursor).await?))
}

/// `GET /groups/{id}`.
pub(super) async fn read(
    State(app): State<AppState>,
    _: Reading,
    Named(id): Named<GroupId>,
) -> Result<Json<GroupView>, Refused> {
    Ok(Json(access::read_group(&app, id).await?))
}

/// `GET /groups/{id}/members`.
pub(super) async fn members(
    State(app): State<AppState>,
    Reading(cursor): Reading,
    Named(id): Named<GroupId>,
) -> Result<Json<GroupMemberPage>, Refused> {
    Ok(Json(access::members(&app, id, &cursor).await?))
}

/// `POST /groups`.
pub(super) async fn add(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Body(body): Body<GroupBody>,
) -> Result<Response, Refused> {
    let group = access::add_group(&app, &desk, body).await?;
    let place = format!("/api/v1/groups/{}", group.id.text());
    Ok(created(&place, &group))
}

/// `DELETE /groups/{id}`.
pub(super) async fn drop(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Named(id): Named<GroupId>,
) -> Result<Response, Refused> {
    access::drop_group(&app, &desk, id).await?;
    Ok(done())
}

/// `PUT /groups/{id}/members/{user}`.
pub(super) async fn admit(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Path(place): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (group, user) = member(&place)?;
    access::admit(&app, &desk, group, user).await?;
    Ok(done())
}

/// `DELETE /groups/{id}/members/{user}`.
pub(super) async fn dismiss(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Path(place): Path<(String, String)>,
) -> Result<Response, Refused> {
    let (group, user) = member(&place)?;
    access::dismiss(&app, &desk, group, user).await?;
    Ok(done())
}

fn member((group, user): &(String, String)) -> Result<(GroupId, UserId), Refused> {
    let group = group.parse().map_err(|_| Refused::NotFound)?;
    let user = user.parse().map_err(|_| Refused::NotFound)?;
    Ok((group, user))
}
