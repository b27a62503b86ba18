//! Scenes in a simulated world: real str0m browsers on links that lose, repeat and reorder, in virtual time, from a seed.
//! Each is one rule of the house seen from outside; the model beside them judges every packet that leaves the node. Worlds
//! that chance drives are in `tests/world`.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fixes the epoch, and fails by panicking"
)]

mod browser;
mod chance;
mod hostile;
mod link;
mod model;
mod offers;
mod roads;
mod scenes;
mod token;
mod world;
