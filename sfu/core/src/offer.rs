//! Offers, before str0m reads them.

use lotse_protocol::token::DtlsFingerprint;

/// The SHA-256 fingerprint that an offer shows (RFC 8122 section 5); none when it shows no or more than one.
#[must_use]
pub fn fingerprint(sdp: &str) -> Option<DtlsFingerprint> {
    let mut shown = sdp
        .lines()
        .filter_map(|line| line.strip_prefix("a=fingerprint:"))
        .map(|text| text.parse::<DtlsFingerprint>().ok());
    let first = shown.next()??;
    shown.all(|other| other == Some(first)).then_some(first)
}
