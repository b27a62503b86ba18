//! Numbers and texts that cannot be out of bounds: building one refuses. Never corrects a value silently.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A value is outside what the setting allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutOfBounds {
    /// A number too small or too large.
    #[error("{found} is not between {least} and {most}")]
    Number {
        /// What was given.
        found: u16,
        /// The least allowed.
        least: u16,
        /// The most allowed.
        most: u16,
    },
    /// A number that is none of a few.
    #[error("{found} is not one of {right}")]
    NotOneOf {
        /// What was given.
        found: u16,
        /// What would be right.
        right: &'static str,
    },
    /// A text that is too long.
    #[error("{found} bytes are more than {most}")]
    TooLong {
        /// How long it was.
        found: usize,
        /// The most allowed.
        most: usize,
    },
    /// Not a number of hours that comes to whole minutes.
    #[error("not a number of hours, such as 4 or 0.25")]
    Hours,
}

/// A whole number from `LEAST` to `MOST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Whole<const LEAST: u16, const MOST: u16>(u16);

impl<const LEAST: u16, const MOST: u16> Whole<LEAST, MOST> {
    /// A number known when compiling; one out of bounds does not compile.
    #[must_use]
    pub const fn fixed<const N: u16>() -> Self {
        const { assert!(LEAST <= N && N <= MOST) };
        Self(N)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// So many minutes.
    #[must_use]
    pub const fn minutes(self) -> Duration {
        Duration::from_secs(self.0 as u64 * 60)
    }

    /// So many seconds.
    #[must_use]
    pub const fn seconds(self) -> Duration {
        Duration::from_secs(self.0 as u64)
    }
}

impl<const LEAST: u16, const MOST: u16> TryFrom<u16> for Whole<LEAST, MOST> {
    type Error = OutOfBounds;
    fn try_from(found: u16) -> Result<Self, OutOfBounds> {
        if (LEAST..=MOST).contains(&found) {
            return Ok(Self(found));
        }
        Err(OutOfBounds::Number {
            found,
            least: LEAST,
            most: MOST,
        })
    }
}

impl<const LEAST: u16, const MOST: u16> From<Whole<LEAST, MOST>> for u16 {
    fn from(whole: Whole<LEAST, MOST>) -> Self {
        whole.0
    }
}

/// A text of at most `MOST` bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MOST: usize>(String);

impl<const MOST: usize> Text<MOST> {
    pub(super) fn fixed(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<const MOST: usize> TryFrom<String> for Text<MOST> {
    type Error = OutOfBounds;
    fn try_from(text: String) -> Result<Self, OutOfBounds> {
        if text.len() > MOST {
            return Err(OutOfBounds::TooLong {
                found: text.len(),
                most: MOST,
            });
        }
        Ok(Self(text))
    }
}

impl<const MOST: usize> From<Text<MOST>> for String {
    fn from(text: Text<MOST>) -> Self {
        text.0
    }
}

/// Hours in the file, minutes inside: a session may be as short as a quarter of an hour.
pub(super) mod hours {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::{OutOfBounds, Whole};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer, const L: u16, const M: u16>(
        minutes: &Whole<L, M>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(minutes.number()) / 60.0)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, const L: u16, const M: u16>(
        deserializer: D,
    ) -> Result<Whole<L, M>, D::Error> {
        let minutes = f64::deserialize(deserializer)? * 60.0;
        if minutes.fract() != 0.0 || !(0.0..=f64::from(u16::MAX)).contains(&minutes) {
            return Err(de::Error::custom(OutOfBounds::Hours));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked just above"
        )]
        let whole = minutes as u16;
        Whole::try_from(whole).map_err(de::Error::custom)
    }
}
