//! Devices, pictures and the audit's verification: what one may read.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use lotse_domain::audit::{Action, Actor};
use lotse_domain::device::Device;
use lotse_domain::role::{Permission, Target, permits};
use lotse_protocol::api::{AuditVerdict, DevicePage, DeviceView};
use lotse_protocol::id::UserId;
use serde::Deserialize;

use super::extract::Came;
use super::headers::CSP_PICTURE;
use super::problem::Refused;
use crate::app::AppState;
use crate::audit::{Report, verify_tenant};
use crate::auth::Who;
use crate::clock::now;
use crate::limits::DEVICES_PAGE_MAX;
use crate::people::{self, RuleBook};
use crate::sessions::SessionFault;
use crate::store::DeviceRow;

/// Where a list goes on.
#[derive(Deserialize)]
pub(crate) struct Page {
    #[serde(default)]
    cursor: String,
}

/// `GET /devices`: those that the reader's `device.read` reaches.
pub(crate) async fn devices(
    State(app): State<AppState>,
    who: Who,
    Query(page): Query<Page>,
) -> Result<Json<DevicePage>, Refused> {
    let reader = people::judged(&app, who.person)
        .await?
        .ok_or(Refused::SignedOut)?;
    let book = RuleBook::read(&app).await?.ok_or(Refused::Fault)?;
    let may = |target: Target<'_>| {
        permits(&book.assignments, &reader, Permission::DeviceRead, target)
            .map_err(|missing| Refused::from(SessionFault::Refused(missing.into())))
    };
    may(Target::Nobody)?;
    let rows = app
        .store
        .devices(app.tenant, &page.cursor, DEVICES_PAGE_MAX)
        .await?;
    let full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= DEVICES_PAGE_MAX);
    // An id says nothing of a device that is out of the reader's reach.
    let next_cursor = rows.last().filter(|_| full).map(|(row, _)| row.id.text());
    let reached = rows.into_iter().filter(|(row, _)| {
        let judged: Device = row.judged(app.tenant);
        may(Target::Device(&judged)).is_ok()
    });
    let items = reached.map(|(row, owner)| shown(row, owner)).collect();
    Ok(Json(DevicePage { items, next_cursor }))
}

fn shown(row: DeviceRow, owner: Option<String>) -> DeviceView {
    let body = row.body;
    DeviceView {
        id: row.id,
        name: row.name,
        os: body.os.map(|os| word(&os)),
        serial: body.serial,
        primary_user: owner,
        enrolled: body.enrolled,
        compliance: word(&body.compliance),
        failed_rules: body.failed_rules,
        last_check_in: body.last_check_in,
        tags: body.tags.into_iter().map(String::from).collect(),
    }
}

/// The one word that serde writes for a plain enum.
fn word<T: serde::Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    json.trim_matches('"').to_owned()
}

/// `GET /users/{id}/picture`: one's own, and those of people with whom one has a session.
pub(crate) async fn picture(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let id: UserId = id.parse().map_err(|_| Refused::NotFound)?;
    let theirs = id == who.person || app.store.have_met(who.person, id, None).await?;
    if !theirs {
        return Err(Refused::NotFound);
    }
    let picture = app.store.picture(id).await?.ok_or(Refused::NotFound)?;
    let mut headers = HeaderMap::new();
    let kind = HeaderValue::from_static(picture.kind.media_type());
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CSP_PICTURE),
    );
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=300"),
    );
    Ok((headers, picture.bytes).into_response())
}

/// `GET /audit/verify`.
pub(crate) async fn verify_audit(
    State(app): State<AppState>,
    who: Who,
    Came(origin): Came,
) -> Result<Json<AuditVerdict>, Refused> {
    let reader = people::judged(&app, who.person)
        .await?
        .ok_or(Refused::SignedOut)?;
    let book = RuleBook::read(&app).await?.ok_or(Refused::Fault)?;
    permits(
        &book.assignments,
        &reader,
        Permission::AuditRead,
        Target::Nobody,
    )
    .map_err(|missing| Refused::from(SessionFault::Refused(missing.into())))?;
    let key = app.keys.audit_seal();
    let report = verify_tenant(&app.store, app.tenant, key).await?;
    let action = match report {
        Report::Whole { .. } => Action::IntegrityVerified,
        Report::Broken { .. } => Action::IntegrityBroken,
    };
    let actor = Actor::Person { user: who.person };
    app.store
        .audit(app.chain(), now(), (actor, action), &origin, |_| {})
        .await?;
    Ok(Json(match report {
        Report::Whole { rows } => AuditVerdict {
            whole: true,
            row: rows,
            flaw: None,
        },
        Report::Broken { row, flaw } => AuditVerdict {
            whole: false,
            row,
            flaw: Some(flaw.to_owned()),
        },
    }))
}
