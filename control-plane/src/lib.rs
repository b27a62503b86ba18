//! The edge of the control plane: HTTP API, sign-in, store, token signing, live updates.
