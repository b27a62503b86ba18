//! How long nothing has come from a peer, and what that is called. Never an ICE timer: those notice after 15 seconds.

use std::time::{Duration, Instant};

use lotse_protocol::limits::{INTERRUPTED_AFTER, INTERRUPTED_AFTER_PLAIN, QUIET_AFTER};

use crate::limits::{HELPER_INTERRUPTED_AFTER, LOST_AFTER, SUSPECT_AFTER, SUSPICION_LIFE};

/// Who is being listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listening {
    /// A client that never beat: it may be silent for long and well.
    Plain,
    /// A sharer's page, which beats every 250 ms.
    SharerPage,
    /// A helper's page, which beats every second.
    HelperPage,
}

impl Listening {
    /// A page that beats every second is not quiet after 700 ms, so only a sharer's is ever called so.
    const fn quiet_after(self) -> Option<Duration> {
        match self {
            Self::SharerPage => Some(QUIET_AFTER),
            Self::HelperPage | Self::Plain => None,
        }
    }

    const fn interrupted_after(self) -> Duration {
        match self {
            Self::SharerPage => INTERRUPTED_AFTER,
            Self::HelperPage => HELPER_INTERRUPTED_AFTER,
            Self::Plain => INTERRUPTED_AFTER_PLAIN,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Heard,
    Quiet,
    Interrupted,
}

/// What the caller must tell others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(crate) enum Change {
    /// Nothing for a moment.
    Quiet,
    /// Nothing for too long.
    Interrupted,
    /// Something again.
    Back,
    /// Nothing for so long that the leg must be closed.
    Lost,
}

/// What is known of one peer's silence.
#[derive(Debug)]
pub(crate) struct Silence {
    listening: Listening,
    state: State,
    heard: Instant,
    suspected: Option<Instant>,
}

impl Silence {
    pub(crate) const fn new(now: Instant) -> Self {
        Self {
            listening: Listening::Plain,
            state: State::Heard,
            heard: now,
            suspected: None,
        }
    }

    /// Something came from the peer.
    pub(crate) fn handle_heard(&mut self, now: Instant) -> Option<Change> {
        self.heard = now;
        if self.suspicion_is_over(now) {
            self.suspected = None;
        }
        match self.state {
            State::Heard => None,
            State::Quiet | State::Interrupted => {
                self.state = State::Heard;
                Some(Change::Back)
            }
        }
    }

    /// The peer beats, so its silence means more from now on.
    pub(crate) const fn handle_beat(&mut self, listening: Listening) {
        self.listening = listening;
    }

    /// Somebody else thinks that the peer is gone.
    pub(crate) fn handle_suspicion(&mut self, now: Instant) -> Option<Change> {
        self.suspected = Some(now);
        self.handle_timeout(now)
    }

    /// Time has passed.
    pub(crate) fn handle_timeout(&mut self, now: Instant) -> Option<Change> {
        let silent = now.saturating_duration_since(self.heard);
        if silent >= LOST_AFTER {
            return Some(Change::Lost);
        }
        if silent >= self.interrupted_after() {
            return self.become_silent(State::Interrupted, Change::Interrupted);
        }
        match self.listening.quiet_after() {
            Some(after) if silent >= after => self.become_silent(State::Quiet, Change::Quiet),
            Some(_) | None => None,
        }
    }

    /// When [`Silence::handle_timeout`] may have something to say.
    pub(crate) fn poll_timeout(&self) -> Instant {
        let after = match self.state {
            State::Heard => self
                .listening
                .quiet_after()
                .map_or(self.interrupted_after(), |q| {
                    q.min(self.interrupted_after())
                }),
            State::Quiet => self.interrupted_after(),
            State::Interrupted => LOST_AFTER,
        };
        self.heard.checked_add(after).unwrap_or(self.heard)
    }

    /// Since when nothing has come, if the peer is called quiet or interrupted.
    pub(crate) fn quiet_since(&self) -> Option<Instant> {
        match self.state {
            State::Heard => None,
            State::Quiet | State::Interrupted => Some(self.heard),
        }
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        self.state == State::Interrupted
    }

    /// From [`State::Interrupted`] only [`Silence::handle_heard`] leads back.
    fn become_silent(&mut self, state: State, change: Change) -> Option<Change> {
        let news = match self.state {
            State::Heard => true,
            State::Quiet => state == State::Interrupted,
            State::Interrupted => false,
        };
        if news {
            self.state = state;
        }
        news.then_some(change)
    }

    fn interrupted_after(&self) -> Duration {
        match self.suspected {
            Some(_) => SUSPECT_AFTER,
            None => self.listening.interrupted_after(),
        }
    }

    fn suspicion_is_over(&self, now: Instant) -> bool {
        self.suspected
            .is_some_and(|since| now.saturating_duration_since(since) >= SUSPICION_LIFE)
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    clippy::arithmetic_side_effects,
    reason = "a test fixes the epoch"
)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn after(start: Instant, ms: u64) -> Instant {
        start + Duration::from_millis(ms)
    }

    fn page(listening: Listening) -> (Silence, Instant) {
        let start = Instant::now();
        let mut silence = Silence::new(start);
        silence.handle_beat(listening);
        (silence, start)
    }

    #[test]
    fn a_sharers_page_is_quiet_at_700_ms_interrupted_at_2500_and_back_when_heard() {
        let (mut silence, start) = page(Listening::SharerPage);

        assert_eq!(silence.handle_timeout(after(start, 699)), None);
        assert_eq!(
            silence.handle_timeout(after(start, 700)),
            Some(Change::Quiet)
        );
        assert_eq!(silence.handle_timeout(after(start, 2_499)), None);
        assert_eq!(
            silence.handle_timeout(after(start, 2_500)),
            Some(Change::Interrupted)
        );
        assert_eq!(silence.quiet_since(), Some(start));
        assert_eq!(
            silence.handle_heard(after(start, 2_600)),
            Some(Change::Back)
        );
        assert_eq!(silence.handle_heard(after(start, 2_601)), None);
    }

    #[test]
    fn a_plain_client_is_interrupted_at_10_s_and_never_quiet() {
        let start = Instant::now();
        let mut silence = Silence::new(start);

        assert_eq!(silence.handle_timeout(after(start, 9_999)), None);
        assert_eq!(
            silence.handle_timeout(after(start, 10_000)),
            Some(Change::Interrupted)
        );
    }

    #[test]
    fn a_helpers_page_is_interrupted_at_3_s() {
        let (mut silence, start) = page(Listening::HelperPage);

        assert_eq!(silence.handle_timeout(after(start, 2_999)), None);
        assert_eq!(
            silence.handle_timeout(after(start, 3_000)),
            Some(Change::Interrupted)
        );
    }

    #[test]
    fn a_silent_suspect_is_interrupted_at_once() {
        let (mut silence, start) = page(Listening::SharerPage);

        let change = silence.handle_suspicion(after(start, 300));

        assert_eq!(change, Some(Change::Interrupted));
    }

    #[test]
    fn a_suspect_who_was_just_heard_is_interrupted_as_soon_as_they_are_silent() {
        let (mut silence, start) = page(Listening::SharerPage);

        assert_eq!(silence.handle_suspicion(after(start, 100)), None);

        assert_eq!(silence.poll_timeout(), after(start, 300));
        assert_eq!(
            silence.handle_timeout(after(start, 300)),
            Some(Change::Interrupted)
        );
    }

    #[test]
    fn a_suspicion_ends_when_the_peer_goes_on_being_heard() {
        let (mut silence, start) = page(Listening::SharerPage);
        let _ = silence.handle_suspicion(after(start, 10));
        assert_eq!(silence.handle_heard(after(start, 200)), None);

        assert_eq!(silence.handle_heard(after(start, 310)), None);

        // A still picture and a beat that is 50 ms late.
        assert_eq!(silence.handle_timeout(after(start, 310 + 300)), None);
        assert_eq!(
            silence.handle_timeout(after(start, 310 + 700)),
            Some(Change::Quiet)
        );
    }

    #[test]
    fn what_was_on_its_way_clears_no_suspicion() {
        let (mut silence, start) = page(Listening::SharerPage);
        let _ = silence.handle_suspicion(after(start, 10));

        assert_eq!(silence.handle_heard(after(start, 60)), None);

        assert_eq!(
            silence.handle_timeout(after(start, 360)),
            Some(Change::Interrupted)
        );
    }

    #[test]
    fn endless_silence_closes_the_leg() {
        let (mut silence, start) = page(Listening::SharerPage);
        let _ = silence.handle_timeout(after(start, 3_000));

        assert_eq!(silence.poll_timeout(), start + LOST_AFTER);
        assert_eq!(
            silence.handle_timeout(start + LOST_AFTER),
            Some(Change::Lost)
        );
    }

    proptest! {
        #[test]
        fn back_comes_only_after_quiet_or_interrupted(steps in prop::collection::vec((0_u64..4_000, any::<bool>()), 1..100)) {
            let (mut silence, mut now) = page(Listening::SharerPage);
            let mut called_silent = false;
            for (gap, heard) in steps {
                now = after(now, gap);
                let change = if heard { silence.handle_heard(now) } else { silence.handle_timeout(now) };
                match change {
                    Some(Change::Back) => {
                        prop_assert!(called_silent);
                        called_silent = false;
                    }
                    Some(Change::Quiet | Change::Interrupted) => called_silent = true,
                    Some(Change::Lost) => return Ok(()),
                    None => {}
                }
            }
        }

        #[test]
        fn the_timeout_is_never_late(gap in 0_u64..9_000) {
            let (mut silence, start) = page(Listening::SharerPage);
            let _ = silence.handle_timeout(after(start, gap));
            let next = silence.poll_timeout();
            prop_assert_eq!(silence.handle_timeout(next - Duration::from_millis(1)), None);
            prop_assert!(silence.handle_timeout(next).is_some());
        }
    }
}
