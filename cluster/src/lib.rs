//! The bus between control planes and nodes, and the table of nodes that each control plane keeps.
//!
//! One interface, and an engine behind it that the caller never names: in one process the messages go through bounded
//! queues. Commands are questions with a deadline; facts wait in a bounded spool until somebody who stored them says so,
//! and come again to whoever reads next. Never carries media, and never looks into a message.

pub mod limits;
pub mod table;
mod spool;
mod in_process;
mod bus;

pub use bus::{ControlBus, FactFeed, NodeBus, in_process};
pub use in_process::{Full, NoAnswer, Order};
