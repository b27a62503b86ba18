//! A person of the tenant as the rules see them, and the cleaning of texts about people. Names come from the identity
//! provider or the local accounts, never from the other person's browser. Never decides what a person may do.

use std::collections::BTreeSet;
use std::fmt;

use lotse_protocol::id::{TenantId, UserId};
use serde::{Deserialize, Serialize};

use crate::limits::{LABEL_BYTES_MAX, PERSON_TEXT_CODE_POINTS_MAX};

/// A person of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Of which organisation.
    pub tenant: TenantId,
    /// Whether they may sign in at all.
    pub enabled: bool,
    /// The groups they belong to.
    pub groups: BTreeSet<Label>,
}

/// The name of a group or a tag: not empty, not longer than [`LABEL_BYTES_MAX`], without control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

/// The text is not the name of a group or a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a name of 1 to {LABEL_BYTES_MAX} bytes without control characters")]
pub struct NotALabel;

impl Label {
    /// The name.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Label {
    type Error = NotALabel;
    fn try_from(text: String) -> Result<Self, NotALabel> {
        let fits = !text.trim().is_empty() && text.len() <= LABEL_BYTES_MAX;
        if fits && !text.chars().any(char::is_control) {
            return Ok(Self(text));
        }
        Err(NotALabel)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

/// Which browser somebody uses: a hash of its session cookie, so that another browser of the same person is told apart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BrowserKey(String);

impl BrowserKey {
    /// The browser with this hash of its session cookie.
    #[must_use]
    pub fn new(hash: String) -> Self {
        Self(hash)
    }

    /// Whether it is the browser with this hash.
    #[must_use]
    pub fn is(&self, hash: &str) -> bool {
        self.0 == hash
    }
}

impl fmt::Debug for BrowserKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserKey(…)")
    }
}

/// A text about a person, fit to be shown beside others: one line, no control characters, no characters that turn the
/// direction of what follows or hide, and not too long. Empty becomes `None`, which pages show as "not provided".
#[must_use]
pub fn shown_text(raw: &str) -> Option<String> {
    let kept: String = raw
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !misleads(*c))
        .take(PERSON_TEXT_CODE_POINTS_MAX)
        .collect();
    let trimmed = kept.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// UAX 9 section 2 (explicit directional formatting) and invisible characters that make two names look the same. The
/// joiners U+200C and U+200D stay: Persian and Hindi names need them.
fn misleads(c: char) -> bool {
    matches!(c,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{00ad}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_cannot_turn_or_hide_what_stands_beside_it() {
        assert_eq!(
            shown_text("  Hanna\u{202e}\u{200b} Helper\r\n(IT) "),
            Some("Hanna Helper  (IT)".to_owned())
        );
        assert_eq!(shown_text("\u{feff}\u{202e} "), None);
        assert_eq!(shown_text("محمد"), Some("محمد".to_owned()));
    }

    #[test]
    fn a_label_is_bounded() {
        assert!(Label::try_from("helpdesk".to_owned()).is_ok());
        for bad in [
            String::new(),
            " ".to_owned(),
            "a\nb".to_owned(),
            "x".repeat(129),
        ] {
            assert_eq!(Label::try_from(bad), Err(NotALabel));
        }
    }

    proptest! {
        #[test]
        fn a_shown_text_is_one_bounded_line(raw in "\\PC*|.*") {
            if let Some(text) = shown_text(&raw) {
                prop_assert!(text.chars().count() <= PERSON_TEXT_CODE_POINTS_MAX);
                prop_assert!(!text.contains('\n'));
                prop_assert_eq!(shown_text(&text), Some(text));
            }
        }
    }
}
