//! The tokens that are in use or were used: each counts once. Never forgets one that could still connect.

use std::collections::{BTreeMap, BTreeSet};

use lotse_protocol::time::Timestamp;

use super::TokenId;
use crate::limits::TOKENS_REMEMBERED_MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Reserved,
    Burnt,
}

#[derive(Debug, Default)]
pub(super) struct UsedTokens {
    uses: BTreeMap<TokenId, (Use, Timestamp)>,
    by_expiry: BTreeSet<(Timestamp, TokenId)>,
}

impl UsedTokens {
    /// Takes the token for one join; false when it is taken already, or when no more can be remembered.
    pub(super) fn reserve(&mut self, token: &TokenId, expires: Timestamp, now: Timestamp) -> bool {
        self.forget_expired(now);
        if self.uses.contains_key(token) || self.uses.len() >= TOKENS_REMEMBERED_MAX {
            return false;
        }
        self.uses.insert(token.clone(), (Use::Reserved, expires));
        self.by_expiry.insert((expires, token.clone()));
        true
    }

    pub(super) fn burn(&mut self, token: &TokenId) {
        if let Some((used, _)) = self.uses.get_mut(token) {
            *used = Use::Burnt;
        }
    }

    pub(super) fn release(&mut self, token: &TokenId) {
        if let Some((Use::Reserved, expires)) = self.uses.get(token).copied() {
            self.uses.remove(token);
            self.by_expiry.remove(&(expires, token.clone()));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.uses.len()
    }

    fn forget_expired(&mut self, now: Timestamp) {
        while let Some((expires, _)) = self.by_expiry.first() {
            if *expires > now {
                return;
            }
            if let Some((_, token)) = self.by_expiry.pop_first() {
                self.uses.remove(&token);
            }
        }
    }
}
