//! The sans-IO media core: bytes and time in, bytes and facts out. It decides who may join, what reaches whom and when
//! somebody is gone. It owns no socket, clock, thread, lock or random source; its one source of chance is a seed.
#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

pub mod limits;
pub mod datagram;
pub mod classify;
pub mod candidate;
pub mod certificate;
mod chance;
pub mod ufrag;
pub mod counters;
pub mod admission;
pub mod config;
pub mod fault;
pub mod output;
mod wall;
mod flood;
mod index;
mod seal;
mod header;
mod deadline;
mod ice_text;
pub mod offer;
pub mod fragment;
mod silence;
mod gate;
mod roster;
mod thread;
mod keyframe;
mod picture;
mod rewrite;
mod vp8;
mod ring;
mod remembered;
mod lane;
mod dtls;
mod peer;
mod downstream;
mod line;
mod meter;
mod leg;
mod room;
mod demux;
mod core;

pub use crate::core::Core;
