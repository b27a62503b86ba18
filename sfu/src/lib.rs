//! The edge of the SFU: sockets, shards, WHIP and WHEP, the bus.
//!
//! [`Sfu`] is what a program starts. Every decision about media is `lotse_sfu_core`'s; this crate brings bytes and time
//! to it and carries its answers away. It never looks into a packet beyond what tells protocols apart.

#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

pub mod limits;
pub mod config;
mod clock;
mod address;
mod frame;
mod pin;
mod train;
mod queue;
mod failures;
mod counts;
mod metrics;
mod udp;
mod stream;
mod streams;
mod resource;
mod order;
mod steer;
mod engine;
mod shard;
mod desk;
mod node;
mod bus;
mod http;
mod sockets;
mod link;
mod start;

pub use config::{IceTcpMode, MediaAddress, SfuConfig};
pub use link::UnfitIceServer;
pub use sockets::AddressFault;
pub use start::{Health, KeysFault, Sfu, StartFault};
