//! The real binary, started on free ports with folders of its own, seen from outside: by HTTP, by WHIP and WHEP, by its exit
//! codes, its logs and its files. Every process is ended by the test that started it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on says so by failing"
)]

#[path = "service/running.rs"]
mod running;
#[path = "service/flow.rs"]
mod flow;
#[path = "service/starting.rs"]
mod starting;
#[path = "service/tokens.rs"]
mod tokens;
#[path = "service/secrets.rs"]
mod secrets;
#[path = "service/audit.rs"]
mod audit;
#[path = "service/deployment.rs"]
mod deployment;
#[path = "service/signals.rs"]
mod signals;
#[path = "service/load.rs"]
mod load;
