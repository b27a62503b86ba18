//! `/assignments`.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use lotse_protocol::api::{AssignmentBody, AssignmentPage};
use lotse_protocol::id::AssignmentId;

use super::super::extract::{Body, IfMatch, Named};
use super::super::problem::{Refused, created_at, done, versioned};
use super::{AssignmentDesk, Reading};
use crate::access;
use crate::app::AppState;

/// `GET /assignments`.
pub(super) async fn list(
    State(app): State<AppState>,
    Reading(cursor): Reading,
) -> Result<Json<AssignmentPage>, Refused> {
    Ok(Json(access::list_assignments(&app, &cursor).await?))
}

/// `GET /assignments/{id}`.
pub(super) async fn read(
    State(app): State<AppState>,
    _: Reading,
    Named(id): Named<AssignmentId>,
) -> Result<Response, Refused> {
    let (assignment, version) = access::read_assignment(&app, id).await?;
    Ok(versioned(version, &assignment))
}

/// `POST /assignments`.
pub(super) async fn add(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Body(body): Body<AssignmentBody>,
) -> Result<Response, Refused> {
    let made = access::add_assignment(&app, &desk, body).await?;
    let place = format!("/api/v1/assignments/{}", made.id.text());
    Ok(created_at(&place, 1, &made))
}

/// `PUT /assignments/{id}`.
pub(super) async fn edit(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Named(id): Named<AssignmentId>,
    IfMatch(version): IfMatch,
    Body(body): Body<AssignmentBody>,
) -> Result<Response, Refused> {
    let (assignment, version) = access::edit_assignment(&app, &desk, id, version, body).await?;
    Ok(versioned(version, &assignment))
}

/// `DELETE /assignments/{id}`.
pub(super) async fn drop(
    State(app): State<AppState>,
    AssignmentDesk(desk): AssignmentDesk,
    Named(id): Named<AssignmentId>,
    IfMatch(version): IfMatch,
) -> Result<Response, Refused> {
    access::drop_assignment(&app, &desk, id, version).await?;
    Ok(done())
}
