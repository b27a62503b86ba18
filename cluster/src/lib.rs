//! The bus and the node table: one interface, an in-process engine.
