//! The media core in a simulated world: real str0m browsers and one hostile client on links that lose, repeat and reorder,
//! in virtual time, from a seed. After every step: nothing is forwarded without admission, an open gate and an acknowledged
//! roster, and nothing after the end, a revocation or a pause. `LOTSE_SIM_SEED` picks a seed, `LOTSE_SIM_RUNS` how many.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
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
mod scenes;
mod sweep;
mod token;
mod world;
