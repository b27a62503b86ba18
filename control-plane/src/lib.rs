//! The edge of the control plane: HTTP API, sign-in, store, token signing, live updates.
//!
//! It performs and never decides: what may happen is the domain's word. A request passes `http` (who asks), a service
//! (what they want), the domain (may they, does it fit), the store (commit) and only then the token signer and the bus.

pub mod limits;
pub mod identity;
pub mod config;
mod clock;
mod chance;
mod locked;
mod limiter;
mod tries;
pub mod password;
mod metrics;
pub mod keys;
pub mod store;
pub mod seed;
pub mod idp;
mod hub;
mod turns;
mod repeats;
mod told;
mod app;
mod auth;
mod people;
mod access;
mod judge;
mod sessions;
mod browsers;
mod oidc;
mod operators;
mod force_end;
mod facts;
mod timers;
mod review;
mod upkeep;
mod owed;
mod nodes;
pub mod audit;
pub mod operator;
mod http;
mod plane;

pub use config::ControlPlaneConfig;
pub use plane::{ControlPlane, StartFault};
