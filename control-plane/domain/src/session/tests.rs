//! The machine, one rule each.
