//! One TCP port, many protocols, told apart by their first bytes.
//!
//! [`Listener`] accepts TCP connections and reads until it knows what speaks: a TLS handshake and plain HTTP lead to an
//! axum router, ICE over TCP (RFC 6544) leaves through an [`IceTcpSink`], everything else is closed. It knows no route,
//! no session and no media; it never waits for a stranger without a deadline and never holds more of them than
//! [`limits`] says.

#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

pub mod limits;
pub mod first_bytes;
pub mod tls;
mod places;
mod stream;
mod counts;
mod http;
mod door;
mod listener;

pub use counts::{Counts, ListenerCounts};
pub use door::{IceTcp, IceTcpSink};
pub use listener::{BindFault, Listener, ListenerConfig};
pub use tls::{PemFiles, TlsFault, TlsFiles};
