//! Throttles picture requests: however many helpers ask, the sharer's encoder hears at most one per interval.

use std::time::Instant;

use crate::limits::KEYFRAME_INTERVAL_MIN;

/// Where one video stream stands with its next picture request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Keyframe {
    /// Nobody is waiting and a request may leave at once.
    #[default]
    Idle,
    /// A request left at `sent`; nobody has asked since.
    Sent {
        /// When it left.
        sent: Instant,
    },
    /// A request left at `sent` and somebody has asked again.
    Wanted {
        /// When the last one left.
        sent: Instant,
    },
}

/// What the caller must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Command {
    /// Send a picture request (RFC 4585 section 6.3.1, PLI) to the sharer.
    RequestPicture,
}

impl Keyframe {
    /// A helper asks for a fresh picture.
    pub(crate) fn handle_request(&mut self, now: Instant) -> Option<Command> {
        match *self {
            Self::Idle => self.send(now),
            Self::Sent { sent } | Self::Wanted { sent } => {
                *self = Self::Wanted { sent };
                self.handle_timeout(now)
            }
        }
    }

    /// Time has passed.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Option<Command> {
        match *self {
            Self::Wanted { sent } if due(sent) <= now => self.send(now),
            Self::Idle | Self::Sent { .. } | Self::Wanted { .. } => None,
        }
    }

    /// When [`Keyframe::handle_timeout`] wants to be called next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        match *self {
            Self::Wanted { sent } => Some(due(sent)),
            Self::Idle | Self::Sent { .. } => None,
        }
    }

    fn send(&mut self, now: Instant) -> Option<Command> {
        *self = Self::Sent { sent: now };
        Some(Command::RequestPicture)
    }
}

fn due(sent: Instant) -> Instant {
    sent.checked_add(KEYFRAME_INTERVAL_MIN).unwrap_or(sent)
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "a test fixes the epoch"
)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_second_request_waits_for_the_interval() {
        let start = Instant::now();
        let mut keyframe = Keyframe::default();
        assert_eq!(
            keyframe.handle_request(start),
            Some(Command::RequestPicture)
        );

        let early = keyframe.handle_request(start + Duration::from_millis(10));

        assert_eq!(early, None);
        assert_eq!(keyframe.poll_timeout(), Some(start + KEYFRAME_INTERVAL_MIN));
    }

    proptest! {
        #[test]
        fn the_encoder_is_never_asked_twice_within_the_interval(gaps in prop::collection::vec(0_u64..900, 1..200)) {
            let mut now = Instant::now();
            let mut keyframe = Keyframe::default();
            let mut sent = Vec::new();
            for gap in gaps {
                now += Duration::from_millis(gap);
                if keyframe.handle_request(now).is_some() {
                    sent.push(now);
                }
            }
            for pair in sent.windows(2) {
                prop_assert!(pair[1] - pair[0] >= KEYFRAME_INTERVAL_MIN);
            }
        }
    }
}
