//! How a tenant's tickets look: a pattern where `#` is a digit, `*` is any run of characters, and everything else stands
//! for itself. Never backtracks beyond one star, so a hostile ticket costs no more than its length squared.

use serde::{Deserialize, Serialize};

use super::TICKET_PATTERN_MAX;

/// How a ticket looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketPattern(String);

/// The pattern is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ticket pattern has 1 to {TICKET_PATTERN_MAX} characters, such as INC#######")]
pub struct BadPattern;

impl Default for TicketPattern {
    fn default() -> Self {
        Self("*".to_owned())
    }
}

impl TicketPattern {
    /// Whether `ticket` looks like this.
    #[must_use]
    pub fn matches(&self, ticket: &str) -> bool {
        let pattern: Vec<char> = self.0.chars().collect();
        let ticket: Vec<char> = ticket.chars().collect();
        !ticket.is_empty() && wildcard(&pattern, &ticket)
    }
}

/// The greedy walk: on a mismatch, the last star takes one more character.
fn wildcard(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&found) = text.get(t) {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p + 1, t));
                p += 1;
            }
            Some(&wanted) if fits(wanted, found) => {
                p += 1;
                t += 1;
            }
            Some(_) | None => {
                let Some((after_star, taken)) = star else {
                    return false;
                };
                star = Some((after_star, taken + 1));
                p = after_star;
                t = taken + 1;
            }
        }
    }
    pattern.iter().skip(p).all(|left| *left == '*')
}

fn fits(wanted: char, found: char) -> bool {
    match wanted {
        '#' => found.is_ascii_digit(),
        literal => literal == found,
    }
}

impl TryFrom<String> for TicketPattern {
    type Error = BadPattern;
    fn try_from(text: String) -> Result<Self, BadPattern> {
        if text.is_empty() || text.chars().count() > TICKET_PATTERN_MAX {
            return Err(BadPattern);
        }
        Ok(Self(text))
    }
}

impl From<TicketPattern> for String {
    fn from(pattern: TicketPattern) -> Self {
        pattern.0
    }
}
