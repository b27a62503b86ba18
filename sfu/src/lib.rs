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
mod start;

pub use config::{IceTcpMode, MediaAddress, SfuConfig};
pub use start::{KeysFault, Sfu, StartFault};
