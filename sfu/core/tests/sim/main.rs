//! The media core in a simulated world: real str0m browsers and one hostile client on links that lose, repeat and reorder,
//! in virtual time, from a seed. After every step: nothing is forwarded without admission, an open gate and an acknowledged
//! roster, and nothing after the end, a revocation or a pause. `LOTSE_SIM_SEED` picks a seed, `LOTSE_SIM_RUNS` how many.
#![expect(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test chooses its numbers and fixes the epoch"
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
