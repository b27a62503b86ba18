//! A generic WHIP and WHEP client and load generator; shares nothing with the server.
