//! A whole node on real sockets of the loopback: media, HTTP, bus. Each test starts its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says by panicking what went wrong"
)]

#[path = "node/world.rs"]
mod world;
#[path = "node/offer.rs"]
mod offer;
#[path = "node/media.rs"]
mod media;
#[path = "node/tokens.rs"]
mod tokens;
#[path = "node/http.rs"]
mod http;
#[path = "node/life.rs"]
mod life;
