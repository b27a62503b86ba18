//! The one binary: the only place that knows both the SFU and the control plane.

fn main() {}
