//! A generic WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep) client and load generator on real sockets. It shares no code
//! with the server: what it knows of Lotse are the words on the wire. Never part of the product.
#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

mod limits;
mod stamp;

mod frames;
mod tally;

mod identity;
mod signal;

mod link;

mod setup;

mod worker;

mod leg;

pub mod client;

pub mod load;
