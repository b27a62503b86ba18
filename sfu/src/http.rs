//! WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-04): the routes. Requests are read here, tokens are judged at the desk,
//! resources live in the shards. Never logs a token, an SDP or an address.

mod names;
mod problem;
mod headers;
mod client;
mod cors;
mod join;
mod resource;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, options};
use lotse_sfu_core::admission::Endpoint;

use crate::metrics::{HttpMetrics, Route};
use crate::node::Node;

/// What a handler needs.
#[derive(Debug, Clone)]
struct Place {
    node: Arc<Node>,
    metrics: HttpMetrics,
    endpoint: Endpoint,
    route: Route,
}

/// The routes `/whip`, `/whip/{id}`, `/whep` and `/whep/{id}`.
pub(crate) fn router(node: &Arc<Node>, metrics: &HttpMetrics) -> Router {
    let place = |endpoint, route| Place {
        node: Arc::clone(node),
        metrics: metrics.clone(),
        endpoint,
        route,
    };
    Router::new()
        .route("/whip", endpoint(place(Endpoint::Whip, Route::Whip)))
        .route("/whep", endpoint(place(Endpoint::Whep, Route::Whep)))
        .route(
            "/whip/{id}",
            resource(place(Endpoint::Whip, Route::WhipResource)),
        )
        .route(
            "/whep/{id}",
            resource(place(Endpoint::Whep, Route::WhepResource)),
        )
}

fn endpoint(place: Place) -> MethodRouter {
    options(|| async { cors::endpoint_options() })
        .post(join::join)
        .fallback(|| async { problem::Fault::EndpointMethod })
        .layer(from_fn_with_state(place.clone(), finish))
        .with_state(place)
}

fn resource(place: Place) -> MethodRouter {
    options(|| async { cors::resource_options() })
        .patch(resource::patch)
        .delete(resource::delete)
        .fallback(|| async { problem::Fault::ResourceMethod })
        .layer(from_fn_with_state(place.clone(), finish))
        .with_state(place)
}

/// Lets players of any origin read the answer, keeps it out of caches, and counts it.
async fn finish(State(place): State<Place>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    cors::expose(response.headers_mut());
    place
        .metrics
        .answered(place.route, response.status().as_u16());
    response
}
