//! The audit log's words and its chain (PRODUCT section 8): a closed list of actions, one entry for each fact, every entry
//! sealed to the one before. Never holds chat, screen content, codes or tokens; what names a person enters the chain as a
//! salted commitment, so that erasing it keeps the chain verifiable.

pub use action::Action;
pub use chain::{Broken, Flaw, GENESIS, Head, Row, seal, verify};
pub use entry::{Actor, Decision, Entry, Fact, Target};
pub use personal::{Commitment, Personal, Salt};

mod action;
mod personal;
mod entry;
mod chain;
