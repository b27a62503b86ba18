//! A real control plane on a loopback port with a folder of its own, real HTTP and WebSockets, and a node that speaks the bus.
//! Each test starts its own and ends it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says where"
)]

mod house;
mod browser;

mod sign_in;
mod oidc;
mod flow;
mod audit;
mod refusals;
mod roles;
mod policies;
mod codes;
mod access;
mod lost;
mod broken;
mod further;
mod restart;
mod operator;
mod pages;
mod secrets;
