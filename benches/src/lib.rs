//! What the benchmarks stand on: whole sessions in memory, a yardstick of the machine's speed, and the comparison with the
//! figures that were written down. Never part of the product.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark says by panicking what went wrong"
)]

mod page;

pub mod office;
pub mod world;
pub mod yardstick;
pub mod moved;

pub use page::BURST;
