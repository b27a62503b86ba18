//! What crosses a boundary: ids, times, token claims, data-channel, bus and API messages, problem bodies.
//!
//! Every type here is plain data with a fixed text form. The crate never does IO, never reads a clock and never draws a
//! random number; whoever needs a new id or the time passes it in.

pub mod limits;
pub mod time;
pub mod id;
pub mod role;
pub mod end;
pub mod problem;
pub mod client;
pub mod token;
pub mod channel;
pub mod bus;
pub mod api;
