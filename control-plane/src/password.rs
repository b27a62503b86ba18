//! Passwords: argon2id, a few at a time, and as slow for a person who does not exist. Never keeps or logs a password.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::config::PasswordHashText;
use crate::limits::{HASHING_AT_ONCE_MAX, HASHING_WAITING_MAX, PASSWORD_BYTES_MAX};

/// Why a password was not checked or hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too many wait already.
    #[error("too many passwords wait to be checked")]
    Busy,
    /// The hash function failed.
    #[error("the password cannot be hashed")]
    Hash,
}

/// Hashes a password, as `lotse hash-password` prints it.
///
/// # Errors
/// [`PasswordFault::Hash`] when the password is longer than any sign-in would take, or there is no random salt.
pub fn hash(password: &str) -> Result<PasswordHashText, PasswordFault> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(PasswordFault::Hash);
    }
    let hashed = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|_| PasswordFault::Hash)?;
    hashed.to_string().parse().map_err(|_| PasswordFault::Hash)
}

/// Checks passwords without letting a flood of them take every core.
#[derive(Clone)]
pub(crate) struct PasswordCheck {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    nobody: PasswordHashText,
}

impl PasswordCheck {
    pub(crate) fn new() -> Result<Self, PasswordFault> {
        Ok(Self {
            turns: Arc::new(Semaphore::new(HASHING_AT_ONCE_MAX)),
            waiting: Arc::new(AtomicUsize::new(0)),
            nobody: hash("a password that nobody has")?,
        })
    }

    /// Hashes a new password, in turn with those that are checked.
    pub(crate) async fn hashed(&self, password: String) -> Result<PasswordHashText, PasswordFault> {
        let _place = Waiting::enter(&self.waiting)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let hashed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            hash(&password)
        });
        hashed.await.map_err(|_| PasswordFault::Hash)?
    }

    /// Whether `password` fits; `None` for a person who does not exist, which takes as long and is never right.
    pub(crate) async fn fits(
        &self,
        password: String,
        hash: Option<PasswordHashText>,
    ) -> Result<bool, PasswordFault> {
        let _place = Waiting::enter(&self.waiting)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let fits = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            matches(&password, &hash)
        });
        Ok(fits.await.map_err(|_| PasswordFault::Hash)? && known)
    }
}

fn matches(password: &str, hash: &PasswordHashText) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.text()) else {
        return false;
    };
    Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok()
}

struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn enter(count: &Arc<AtomicUsize>) -> Result<Self, PasswordFault> {
        let before = count.fetch_add(1, Ordering::AcqRel);
        let place = Self(Arc::clone(count));
        match before < HASHING_WAITING_MAX {
            true => Ok(place),
            false => Err(PasswordFault::Busy),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_somebody_who_exists_fits() {
        let check = PasswordCheck::new().unwrap();
        let hash = hash("right").unwrap();

        assert_eq!(
            check.fits("right".into(), Some(hash.clone())).await,
            Ok(true)
        );
        assert_eq!(check.fits("wrong".into(), Some(hash)).await, Ok(false));
        let nobody = "a password that nobody has";
        assert_eq!(check.fits(nobody.into(), None).await, Ok(false));
    }
}
