//! What holds for a session: of several policies the strictest. Never loosens anything.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Surfaces;

/// What holds for a session; what is absent is as the organisation's settings have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controls {
    /// The longest session, from its first live moment.
    pub longest: Option<Duration>,
    /// How often the sharer is asked whether they still share.
    pub reconfirm: Option<Duration>,
    /// What may be shared.
    pub surfaces: Surfaces,
}

impl Controls {
    /// Both at once: the shorter time, and only what both let be shared.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        Self {
            longest: shorter(self.longest, other.longest),
            reconfirm: shorter(self.reconfirm, other.reconfirm),
            surfaces: match (self.surfaces, &other.surfaces) {
                (Some(ours), Some(theirs)) => Some(ours.intersection(theirs).copied().collect()),
                (Some(only), None) => Some(only),
                (None, theirs) => theirs.clone(),
            },
        }
    }
}

fn shorter(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
