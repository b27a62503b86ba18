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

mod handshake;
mod identity;
mod signal;

mod framing;
mod link;

mod setup;

mod worker;

mod leg;

pub mod client;

mod cores;
mod usage;

mod calibrate;

mod pattern;
mod srtp;
pub mod loss;
pub mod scenario;

mod receipt;
mod socket;
mod line;

mod sender;

mod listener;
mod participant;

mod lane;

mod join;
mod tokens;

mod account;

mod party;
mod churn;
mod verdict;

pub mod run;

pub mod climb;

mod people;
pub mod api;

mod table;

pub mod compare;
pub mod html;
pub mod target_file;
