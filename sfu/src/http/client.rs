//! Who asks: the address that the front door found out, or the socket's where there is no front door. Never reads a header
//! that anybody can write.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use lotse_protocol::client::ClientAddress;

/// Where a request comes from, for bounds alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller(pub(super) IpAddr);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let found = parts.extensions.get::<ClientAddress>();
        let socket = || {
            let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
            info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip())
        };
        Ok(Self(found.map_or_else(socket, |found| found.0)))
    }
}
