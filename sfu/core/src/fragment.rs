//! SDP fragments (RFC 8840 section 9) as WHIP and WHEP clients `PATCH` them. Candidates in them are not read: an ICE-lite
//! node learns addresses from checks.

use crate::ice_text::RemoteIce;
use crate::limits::FRAGMENT_BYTES_MAX;

/// The media type of a fragment.
pub const FRAGMENT_MEDIA_TYPE: &str = "application/trickle-ice-sdpfrag";

/// The text is no fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAFragment;

/// The credentials that a fragment names: those of the session it belongs to, or new ones for an ICE restart.
pub(crate) fn parse(text: &str) -> Result<RemoteIce, NotAFragment> {
    let is_line = |line: &str| {
        line.is_empty()
            || (["a=", "m=", "c=", "s=", "v=", "o=", "t="]
                .iter()
                .any(|start| line.starts_with(start))
                && !line.chars().any(char::is_control))
    };
    if text.len() > FRAGMENT_BYTES_MAX || !text.lines().all(is_line) {
        return Err(NotAFragment);
    }
    RemoteIce::find(text.lines()).ok_or(NotAFragment)
}

/// What answers an ICE restart.
pub(crate) fn answer(ufrag: &str, password: &str, candidates: &[String]) -> String {
    let mut text = format!(
        "a=ice-lite\r\na=ice-options:ice2\r\na=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\n"
    );
    for candidate in candidates {
        text.push_str(&format!("a={candidate}\r\n"));
    }
    text.push_str("a=end-of-candidates\r\n");
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_fragment_names_its_credentials_wherever_they_stand() {
        for text in [
            "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=candidate:1 1 UDP 1 x.local 9 typ host\r\n",
            "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:0\na=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\na=end-of-candidates\n",
        ] {
            assert_eq!(parse(text).unwrap().ufrag, "abcd");
        }
    }

    #[test]
    fn what_is_no_fragment_is_refused() {
        for text in [
            "",
            "{}",
            "a=ice-ufrag:abcd",
            "a=ice-ufrag:abcd\r\na=ice-ufrag:efgh\r\na=ice-pwd:0123456789012345678901",
        ] {
            assert_eq!(parse(text), Err(NotAFragment), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,300}") {
            let _ = parse(&text);
        }

        #[test]
        fn credentials_survive_a_fragment(ufrag in "[A-Za-z0-9+/]{4,40}", password in "[A-Za-z0-9+/]{22,60}") {
            let parsed = parse(&answer(&ufrag, &password, &["candidate:1".into()])).unwrap();
            prop_assert_eq!(parsed, RemoteIce { ufrag, password });
        }
    }
}
