//! The 8-character code that the helper reads out: 40 bits in Crockford's base32, lower case. Never draws the random bytes
//! itself, never shows a code in `Debug`, and stores only a keyed hash.

use std::fmt;
use std::str::FromStr;

use subtle::ConstantTimeEq;

use crate::hash::{Digest32, hex, hmac_sha256};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 8;
/// Longest input that is looked at, in bytes: a code with a space after each character and a few to spare.
const INPUT_BYTES_MAX: usize = 32;

/// A code, in its canonical lower-case characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code([u8; LENGTH]);

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code of 8 letters and digits")]
pub struct NotACode;

impl Code {
    /// The code for these random bytes; the caller draws them from the system.
    #[must_use]
    pub fn from_random(bytes: [u8; 5]) -> Self {
        let bits = bytes
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let mut characters = [b'0'; LENGTH];
        for (at, slot) in characters.iter_mut().rev().enumerate() {
            let value = usize::try_from(bits >> (5 * at) & 31).unwrap_or(0);
            *slot = ALPHABET.get(value).copied().unwrap_or(b'0');
        }
        Self(characters)
    }

    /// Its 8 characters, for the helper's page alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }
}

impl FromStr for Code {
    type Err = NotACode;

    /// Reads a code as people type it: upper case, spaces and hyphens are fine, o is 0, i and l are 1.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        if text.len() > INPUT_BYTES_MAX {
            return Err(NotACode);
        }
        let mut characters = [0; LENGTH];
        let mut slots = characters.iter_mut();
        for typed in text.chars().filter(|c| !c.is_whitespace() && !is_dash(*c)) {
            *slots.next().ok_or(NotACode)? = canonical(typed).ok_or(NotACode)?;
        }
        match slots.next() {
            None => Ok(Self(characters)),
            Some(_) => Err(NotACode),
        }
    }
}

/// Hyphens that keyboards and chat programs make of the typed one.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn canonical(typed: char) -> Option<u8> {
    let lower = u8::try_from(typed.to_ascii_lowercase()).ok()?;
    let read = match lower {
        b'o' => b'0',
        b'i' | b'l' => b'1',
        other => other,
    };
    ALPHABET.contains(&read).then_some(read)
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The server's key for hashing codes.
#[derive(Clone)]
pub struct CodeKey(Digest32);

impl CodeKey {
    /// The key with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: Digest32) -> Self {
        Self(bytes)
    }

    /// The hash under which `code` is stored.
    #[must_use]
    pub fn hash(&self, code: &Code) -> CodeHash {
        CodeHash(hmac_sha256(&self.0, &code.0))
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey(…)")
    }
}

/// A code's keyed hash; compared in constant time.
#[derive(Clone, Copy)]
pub struct CodeHash(Digest32);

impl CodeHash {
    /// Hexadecimal, for the store.
    #[must_use]
    pub fn text(&self) -> String {
        hex(&self.0)
    }
}

impl PartialEq for CodeHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for CodeHash {}

impl fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forty_bits_become_eight_characters() {
        assert_eq!(Code::from_random([0; 5]).text(), "00000000");
        assert_eq!(Code::from_random([255; 5]).text(), "zzzzzzzz");
        assert_eq!(Code::from_random([0, 0, 0, 0, 33]).text(), "00000011");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code: Code = "4060-r0gx".parse().unwrap();

        for typed in [
            "4060R0GX",
            " 4060 r0gx ",
            "4o6O-ROgx",
            "4060–r0gx",
            "4 0 6 0 r 0 g x",
        ] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        assert_eq!("il1L0000".parse::<Code>().unwrap().text(), "11110000");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in [
            "",
            "4060r0g",
            "4060r0gxx",
            "4060r0gu",
            "4060r0g✓",
            "４０６０r0gx",
        ] {
            assert_eq!(typed.parse::<Code>(), Err(NotACode), "{typed}");
        }
    }

    #[test]
    fn debug_shows_neither_code_nor_hash() {
        let code: Code = "4060r0gx".parse().unwrap();
        let hash = CodeKey::from_bytes([7; 32]).hash(&code);

        assert_eq!(format!("{code:?} {hash:?}"), "Code(…) CodeHash(…)");
    }

    #[test]
    fn another_key_gives_another_hash() {
        let code: Code = "4060r0gx".parse().unwrap();
        let hash = CodeKey::from_bytes([7; 32]).hash(&code);

        assert_ne!(CodeKey::from_bytes([8; 32]).hash(&code), hash);
    }

    proptest! {
        #[test]
        fn every_code_survives_being_read_out(bytes: [u8; 5]) {
            let code = Code::from_random(bytes);
            prop_assert_eq!(code.text().to_uppercase().parse(), Ok(code));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = text.parse::<Code>();
        }
    }
}
