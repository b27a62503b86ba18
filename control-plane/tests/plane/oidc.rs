//! Signing in at identity providers: one that does everything right, and many that each do one thing wrong.

mod provider;
mod trick;
mod answers;
mod refused;
mod signed_in;
mod signed_out;
