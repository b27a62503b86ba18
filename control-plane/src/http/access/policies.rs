//! `/policies`.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use lotse_protocol::api::{PolicyBody, PolicyPage, PolicySimulated, PolicyWhatIf};
use lotse_protocol::id::PolicyId;

use super::super::extract::{Body, IfMatch, Named};
use super::super::problem::{Refused, created_at, done, versioned};
use super::{PolicyDesk, PolicyReading, Trying};
use crate::access;
use crate::app::AppState;

/// `GET /policies`.
pub(super) async fn list(
    State(app): State<AppState>,
    PolicyReading(cursor): PolicyReading,
) -> Result<Json<PolicyPage>, Refused> {
    Ok(Json(access::list_policies(&app, &cursor).await?))
}

/// `GET /policies/{id}`.
pub(super) async fn read(
    State(app): State<AppState>,
    _: PolicyReading,
    Named(id): Named<PolicyId>,
) -> Result<Response, Refused> {
    let (policy, version) = access::read_policy(&app, id).await?;
    Ok(versioned(version, &policy))
}

/// `POST /policies`.
pub(super) async fn add(
    State(app): State<AppState>,
    PolicyDesk(desk): PolicyDesk,
    Body(body): Body<PolicyBody>,
) -> Result<Response, Refused> {
    let policy = access::add_policy(&app, &desk, body).await?;
    let place = format!("/api/v1/policies/{}", policy.id.text());
    Ok(created_at(&place, 1, &policy))
}

/// `PUT /policies/{id}`.
pub(super) async fn edit(
    State(app): State<AppState>,
    PolicyDesk(desk): PolicyDesk,
    Named(id): Named<PolicyId>,
    IfMatch(version): IfMatch,
    Body(body): Body<PolicyBody>,
) -> Result<Response, Refused> {
    let (policy, version) = access::edit_policy(&app, &desk, id, version, body).await?;
    Ok(versioned(version, &policy))
}

/// `DELETE /policies/{id}`.
pub(super) async fn drop(
    State(app): State<AppState>,
    PolicyDesk(desk): PolicyDesk,
    Named(id): Named<PolicyId>,
    IfMatch(version): IfMatch,
) -> Result<Response, Refused> {
    access::drop_policy(&app, &desk, id, version).await?;
    Ok(done())
}

/// `POST /policies/simulate`.
pub(super) async fn simulate(
    State(app): State<AppState>,
    _: Trying,
    Body(asked): Body<PolicyWhatIf>,
) -> Result<Json<PolicySimulated>, Refused> {
    Ok(Json(access::simulate(&app, asked).await?))
}
