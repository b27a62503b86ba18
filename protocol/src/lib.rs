//! What crosses a boundary: ids, token claims, data-channel, bus and API messages, problem bodies. Never does IO.
