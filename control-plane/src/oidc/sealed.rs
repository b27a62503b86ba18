//! Seals the ID token that a provider wants back at sign-out with the browser's cookie, so that the database alone tells
//! nobody what is in it. A token that cannot be opened is left out.

use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::auth::CookieSecret;

/// What the key is for.
const WHAT: &str = "id-token-hint";
const NONCE_BYTES: usize = 12;

/// The token for the store; empty when it cannot be sealed.
pub(super) fn seal(token: &str, by: &CookieSecret) -> String {
    try_seal(token, by).unwrap_or_default()
}

fn try_seal(token: &str, by: &CookieSecret) -> Option<String> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, &by.derived(WHAT)).ok()?;
    let mut bytes = token.as_bytes().to_vec();
    let nonce = key
        .seal_in_place_append_tag(Aad::empty(), &mut bytes)
        .ok()?;
    let mut sealed = nonce.as_ref().to_vec();
    sealed.extend(bytes);
    Some(URL_SAFE_NO_PAD.encode(sealed))
}

/// The token again.
pub(super) fn open(sealed: &str, by: &CookieSecret) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
    let nonce = aws_lc_rs::aead::Nonce::try_assume_unique_for_key(nonce).ok()?;
    let key = RandomizedNonceKey::new(&AES_256_GCM, &by.derived(WHAT)).ok()?;
    let mut bytes = sealed.to_vec();
    let token = key.open_in_place(nonce, Aad::empty(), &mut bytes).ok()?;
    String::from_utf8(token.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_browser_whose_token_it_is_opens_it() {
        let (one, other) = (
            CookieSecret::fresh().unwrap(),
            CookieSecret::fresh().unwrap(),
        );
        let sealed = seal("header.claims.signature", &one);

        assert!(!sealed.contains("claims"));
        assert_eq!(
            open(&sealed, &one).as_deref(),
            Some("header.claims.signature")
        );
        assert_eq!(open(&sealed, &other), None);
        assert_eq!(open("", &one), None);
    }
}
