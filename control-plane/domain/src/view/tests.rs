//! The rules of the parent module, one test each.
