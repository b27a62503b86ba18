//! What a node must be told to start. Never reads a file.

use std::net::{IpAddr, SocketAddr};

use lotse_protocol::api::IceServer;
use lotse_protocol::token::NodePlace;

/// What a node must be told to start.
#[derive(Clone)]
pub struct SfuConfig {
    /// Which node this is, and which of its lives.
    pub place: NodePlace,
    /// Where it stands.
    pub region: String,
    /// Where its WHIP and WHEP are, without the path; empty where the front door is the node itself.
    pub url: String,
    /// Who must have signed media tokens (`iss`): the control plane's public address.
    pub issuer: String,
    /// The keys that sign media tokens, as a JWK set (RFC 7517 section 5).
    pub jwks: String,
    /// Where media arrive.
    pub media: Vec<MediaAddress>,
    /// Whether and where ICE over TCP arrives.
    pub ice_tcp: IceTcpMode,
    /// ICE servers that are told to clients; none for most.
    pub ice_servers: Vec<IceServer>,
    /// How many threads carry media, all on the ports of [`SfuConfig::media`].
    pub shards: u16,
}

/// Where media arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaAddress {
    /// What to bind; port 0 picks a free one.
    pub listen: SocketAddr,
    /// The address that clients are told, where it differs (behind NAT) or where `listen` is a wildcard.
    pub advertise: Option<IpAddr>,
}

/// Whether and where ICE over TCP (RFC 6544) arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IceTcpMode {
    /// Not at all.
    Off,
    /// On TCP ports of its own, with the same numbers as UDP.
    OwnPorts,
    /// On the port of a listener that hands connections to [`crate::Sfu::ice_tcp_sink`].
    Listener {
        /// The listener's port, at the addresses of [`SfuConfig::media`].
        port: u16,
    },
}
