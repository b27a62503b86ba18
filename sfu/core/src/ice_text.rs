//! A peer's ICE credentials as text (RFC 8839 section 5.4). Never our own: those are made in `ufrag`.

use crate::limits::ICE_TEXT_CHARS_MAX;

/// A peer's ICE user fragment and password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RemoteIce {
    pub(crate) ufrag: String,
    pub(crate) password: String,
}

impl std::fmt::Debug for RemoteIce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RemoteIce(…)")
    }
}

impl RemoteIce {
    /// Finds the one pair that the lines of an offer or a fragment name; none, or two that differ, are no pair.
    pub(crate) fn find<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let ufrag = one_value(lines.clone(), "a=ice-ufrag:")?;
        let password = one_value(lines, "a=ice-pwd:")?;
        let fits = |text: &str, least: usize| {
            (least..=ICE_TEXT_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_ice_char)
        };
        (fits(ufrag, 4) && fits(password, 22)).then(|| Self {
            ufrag: ufrag.to_owned(),
            password: password.to_owned(),
        })
    }
}

fn one_value<'a>(lines: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    let mut values = lines.filter_map(|line| line.strip_prefix(name));
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}

/// RFC 8839 section 5.4 wants letters, digits, `+` and `/`; some clients add `-` and `_`, which harm nobody.
fn is_ice_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
}
