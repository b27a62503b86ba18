//! The pure rules: session machine, roles, policy, warnings, evidence, consent, audit facts. Never does IO.
//!
//! The crate reads no clock and draws no random number: time, ids, keys and random bytes come from the caller.

pub mod limits;
pub mod hash;
pub mod settings;
pub mod code;
pub mod person;
pub mod device;
pub mod evidence;
pub mod warning;
pub mod role;
pub mod access;
pub mod policy;
pub mod audit;
pub mod session;
pub mod media;
pub mod view;

#[cfg(test)]
mod fixture;
