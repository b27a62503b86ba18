//! The sans-IO media core: bytes and time in, bytes and facts out.
