//! `PATCH` and `DELETE` on a resource: trickle, ICE restart, the end.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Place;
use super::headers;
use super::names::FRAGMENT;
use super::problem::Fault;
use crate::limits::FRAGMENT_BYTES_MAX;
use crate::order::{Order, PatchRefused, Patched, Target};
use crate::resource::{EntityTag, NoResource};

/// Trickles candidates or restarts ICE.
pub(super) async fn patch(
    State(place): State<Place>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let target = target(&place, peer, &id, &headers)?;
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
        Err(refused) => Err(refusal(&place, peer, refused)),
    }
}

/// Ends a leg.
pub(super) async fn delete(
    State(place): State<Place>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let target = target(&place, peer, &id, &headers)?;
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
        Err(refused) => Err(refusal(&place, peer, refused)),
    }
}

fn target(place: &Place, peer: SocketAddr, id: &str, headers: &HeaderMap) -> Result<Target, Fault> {
    let token = headers::bearer(headers)?;
    let asker = place.node.desk.check_resource(peer.ip(), token)?;
    let id = id.parse().map_err(|_| Fault::NoResource)?;
    let endpoint = place.endpoint;
    Ok(Target {
        id,
        endpoint,
        asker,
    })
}

/// Somebody else's resource is answered like none at all, and noted.
fn refusal(place: &Place, peer: SocketAddr, refused: PatchRefused) -> Fault {
    if let PatchRefused::NoResource(NoResource::Foreign(refusal)) = refused {
        place.node.desk.note_refusal(peer.ip(), refusal);
    }
    refused.into()
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
