//! One TCP port, many protocols, told apart by their first bytes.
