//! Tests that keep the walls, the words, the config and the metrics true.
