//! The edge of the SFU: sockets, shards, WHIP and WHEP, the bus.
