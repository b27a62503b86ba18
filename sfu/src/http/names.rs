//! Names on the wire that more than one part of the HTTP edge writes: methods and media types.

/// What an endpoint takes.
pub(super) const ENDPOINT_METHODS: &str = "POST, OPTIONS";
/// What a resource takes.
pub(super) const RESOURCE_METHODS: &str = "PATCH, DELETE, OPTIONS";
/// The type of an SDP (RFC 4566 section 8.2.1).
pub(super) const SDP: &str = "application/sdp";
/// The type of a trickle ICE fragment (RFC 8840 section 9).
pub(super) const FRAGMENT: &str = "application/trickle-ice-sdpfrag";
