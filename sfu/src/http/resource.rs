//! `PATCH` and `DELETE` on a resource: trickle, ICE restart, the end.

use std::net::IpAddr;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use lotse_sfu_core::limits::FRAGMENT_BYTES_MAX;

use super::Place;
use super::client::Caller;
use super::headers;
use super::names::FRAGMENT;
use super::problem::Fault;
use crate::order::{Order, PatchRefused, Patched, Target};
use crate::resource::{EntityTag, NoResource};

/// Trickles candidates or restarts ICE.
pub(super) async fn patch(
    State(place): State<Place>,
    Caller(from): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let target = target(&place, from, &id, &headers)?;
    headers::must_be_fragment(&headers)?;
    let if_match = headers::if_match(&headers)?.ok_or(Fault::NoIfMatch)?;
    let fragment = headers::text(&headers, body, FRAGMENT_BYTES_MAX).await?;
    let order = |answer| Order::Patch {
        target: target.clone(),
        if_match,
        fragment,
        answer,
    };
    let mailbox = place.node.of_shard(target.id.shard());
    let mailbox = mailbox.map_err(|_| Fault::NoResource)?;
    match mailbox.ask(order).await? {
        Ok(Patched::Trickled) => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(Patched::Restarted { tag, fragment }) => restarted(tag, fragment),
        Err(refused) => Err(refusal(&place, from, refused)),
    }
}

/// Ends a leg.
pub(super) async fn delete(
    State(place): State<Place>,
    Caller(from): Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let target = target(&place, from, &id, &headers)?;
    let if_match = headers::if_match(&headers)?;
    let order = |answer| Order::Remove {
        target: target.clone(),
        if_match,
        answer,
    };
    let mailbox = place.node.of_shard(target.id.shard());
    let mailbox = mailbox.map_err(|_| Fault::NoResource)?;
    match mailbox.ask(order).await? {
        Ok(()) => Ok(StatusCode::OK.into_response()),
        Err(refused) => Err(refusal(&place, from, refused)),
    }
}

fn target(place: &Place, from: IpAddr, id: &str, headers: &HeaderMap) -> Result<Target, Fault> {
    let token = headers::bearer(headers)?;
    let asker = place.node.desk.check_resource(from, token)?;
    let id = id.parse().map_err(|_| Fault::NoResource)?;
    let endpoint = place.endpoint;
    Ok(Target {
        id,
        endpoint,
        asker,
    })
}

/// A good token that is not this resource's is refused for that, and noted. Nobody learns of a resource by it: its name
/// cannot be guessed.
fn refusal(place: &Place, from: IpAddr, refused: PatchRefused) -> Fault {
    match refused {
        PatchRefused::NoResource(NoResource::Foreign(refusal)) => {
            place.node.desk.deny(from, refusal).into()
        }
        PatchRefused::NoResource(NoResource::Unknown)
        | PatchRefused::OtherTag
        | PatchRefused::Fault(_) => refused.into(),
    }
}

/// RFC 9725 section 4.3.3: 200 with the new ICE session's fragment and entity tag.
fn restarted(tag: EntityTag, fragment: String) -> Result<Response, Fault> {
    let tag = HeaderValue::try_from(tag.text()).map_err(|_| Fault::Unanswered)?;
    let mut response = fragment.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(FRAGMENT));
    headers.insert(ETAG, tag);
    Ok(response)
}
