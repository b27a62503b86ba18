//! `POST /whip` and `POST /whep`: an offer with a token becomes a leg with a resource.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, LINK, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use lotse_protocol::bus::RefusedWhy;
use lotse_protocol::limits::OFFER_BYTES_MAX;
use lotse_sfu_core::admission::{Admission, Bearer, Endpoint, Refusal};
use lotse_sfu_core::fault::AdmitFault;
use lotse_sfu_core::offer;

use super::Place;
use super::client::Caller;
use super::cors::ACCEPT_PATCH;
use super::headers;
use super::names::{FRAGMENT, SDP};
use super::problem::Fault;
use crate::desk::Denied;
use crate::node::Node;
use crate::order::{Created, Order, Unanswered};

/// Takes an offer.
pub(super) async fn join(
    State(place): State<Place>,
    Caller(from): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    let token = headers::bearer(&headers)?;
    headers::must_be_sdp(&headers)?;
    headers::must_accept_sdp(&headers)?;
    let offer = headers::text(&headers, body, OFFER_BYTES_MAX).await?;
    let fingerprint = offer::fingerprint(&offer);
    let admission = place
        .node
        .desk
        .reserve(from, token, place.endpoint, fingerprint)?;
    // A task of its own: a caller who hangs up must not leave the token between used and free.
    let node = Arc::clone(&place.node);
    let joining = tokio::spawn(enter(node, from, place.endpoint, admission, offer));
    let created = joining.await.map_err(|_| Fault::Unanswered)??;
    created_response(&place, &created)
}

async fn enter(
    node: Arc<Node>,
    from: IpAddr,
    endpoint: Endpoint,
    admission: Admission,
    offer: String,
) -> Result<Created, Fault> {
    let token = admission.token();
    let bearer = Bearer {
        session: admission.session(),
        participant: admission.participant(),
    };
    match ask(&node, endpoint, admission, offer).await {
        Ok(Ok(created)) => {
            node.desk.burn(&token);
            Ok(created)
        }
        Ok(Err(fault)) => {
            node.desk.release(&token);
            let Some(why) = refused(fault) else {
                return Err(Fault::Admit(fault));
            };
            let bearer = Some(bearer);
            Err(node.desk.deny(from, Refusal { why, bearer }).into())
        }
        Err(unanswered) => {
            node.desk.release(&token);
            Err(unanswered.into())
        }
    }
}

async fn ask(
    node: &Node,
    endpoint: Endpoint,
    admission: Admission,
    offer: String,
) -> Result<Result<Created, AdmitFault>, Unanswered> {
    let mailbox = node.of_session(admission.session())?;
    let admission = Box::new(admission);
    let order = |answer| Order::Admit {
        admission,
        endpoint,
        offer,
        answer,
    };
    mailbox.ask(order).await
}

/// The faults that are the token's after all.
const fn refused(fault: AdmitFault) -> Option<RefusedWhy> {
    match fault {
        AdmitFault::OtherCertificate => Some(RefusedWhy::OtherCertificate),
        AdmitFault::SessionOver => Some(RefusedWhy::SessionOver),
        AdmitFault::Revoked => Some(RefusedWhy::Revoked),
        AdmitFault::TooLong
        | AdmitFault::Unreadable
        | AdmitFault::UnfitMedia
        | AdmitFault::NoCommonCodec
        | AdmitFault::SharerPresent
        | AdmitFault::Full
        | AdmitFault::Draining
        | AdmitFault::Failed => None,
    }
}

fn created_response(place: &Place, created: &Created) -> Result<Response, Fault> {
    let folder = match place.endpoint {
        Endpoint::Whip => "/whip/",
        Endpoint::Whep => "/whep/",
    };
    let location = HeaderValue::try_from(format!("{folder}{}", created.id.text()))
        .map_err(|_| Fault::Unanswered)?;
    let tag = HeaderValue::try_from(created.tag.text()).map_err(|_| Fault::Unanswered)?;
    let mut response = (StatusCode::CREATED, created.sdp.clone()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(SDP));
    headers.insert(LOCATION, location);
    headers.insert(ETAG, tag);
    headers.insert(ACCEPT_PATCH, HeaderValue::from_static(FRAGMENT));
    for link in &place.node.links {
        headers.append(LINK, link.clone());
    }
    Ok(response)
}

impl From<Denied> for Fault {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Refused(refusal) => Self::Token(refusal.why),
            Denied::Wait(wait) => Self::Wait(wait),
        }
    }
}
