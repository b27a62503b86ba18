//! An identity provider as Lotse meets it: what it says of itself, its keys, its answers and its tokens, all of it judged by
//! pure functions, and one client that fetches within bounds. Never knows a person of ours or a session.

mod fault;
mod fetch;
mod metadata;
mod keys;
mod token;
mod claims;
mod proof;
mod provider;

pub(crate) use claims::Groups;
pub(crate) use fault::{SeenAs, SignInFault};
pub use fetch::FetchFault;
pub use proof::{UnusableKey, check as check_private_key};
pub(crate) use provider::{Asked, LoggedOut, Provider, Providers, SignedIn};
