//! A lock that is never poisoned for good and never held across an await: its guard stays within one expression or block.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A value behind a lock.
pub(crate) struct Locked<T>(Mutex<T>);

impl<T: Default> Default for Locked<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Locked<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// The value; whoever panicked with it left it whole, since every change to it is one call.
    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
