//! Signing in and out by an identity provider: what is remembered between the question and the answer, who comes in, and what
//! ends when a provider says that somebody is gone. Never decides what a person may do.

mod flow;
mod failure;
mod begin;
mod sealed;
mod finish;
mod ending;
mod announced;

pub(crate) use announced::{Announced, announced};
pub(crate) use begin::{Wish, begin};
pub(crate) use ending::farewell;
pub(crate) use failure::Failed;
pub(crate) use finish::{Came, finish};
pub(crate) use flow::Place;
