//! Every bound of this crate, each with what happens at the bound.
