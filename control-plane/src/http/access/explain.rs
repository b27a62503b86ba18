//! `/authz/explain`.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use lotse_protocol::api::Explained;
use serde::Deserialize;

use super::super::problem::Refused;
use crate::access::{self, Why};
use crate::app::AppState;
use crate::auth::Who;

/// The question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    user: Option<String>,
    sharer: Option<String>,
    device: Option<String>,
    permission: String,
}

/// `GET /authz/explain`.
pub(super) async fn explain(
    State(app): State<AppState>,
    who: Who,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Explained>, Refused> {
    let Query(asked) = asked.map_err(|_| Refused::Malformed)?;
    let why = Why {
        user: asked.user,
        sharer: asked.sharer,
        device: asked.device,
        permission: asked.permission,
    };
    Ok(Json(access::explain(&app, who, why).await?))
}
