//! The states of a session, each with the data that only it needs. Before the trust screen there is no sharer to speak of;
//! from it on, sharer, picture and clock go with the session through all its phases. Never changes anything.

use lotse_protocol::api::{SessionState, Surface};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::seat::{Media, Page, SharerSeat};
use super::terms::Terms;
use crate::limits::BEFORE_LIVE_MAX;
use crate::policy::Reason;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    Open(Open),
    Joining(Joining),
    Paired(Paired),
    Ended(Ended),
}

/// The code is live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Open {
    pub(super) since: Timestamp,
    pub(super) entrance: Entrance,
}

/// The sharer is being checked; the code is theirs meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Joining {
    pub(super) since: Timestamp,
    pub(super) entrance: Entrance,
    pub(super) sharer: SharerSeat,
}

/// The code's life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entrance {
    pub(super) expires_at: Timestamp,
    pub(super) extended: bool,
    pub(super) refused_joins: u8,
    pub(super) last_refusal: Option<Reason>,
}

impl Entrance {
    pub(super) const fn new(expires_at: Timestamp) -> Self {
        Self {
            expires_at,
            extended: false,
            refused_joins: 0,
            last_refusal: None,
        }
    }
}

/// Sharer and helpers face each other, or work together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Paired {
    pub(super) since: Timestamp,
    pub(super) phase: Phase,
    pub(super) sharer: SharerSeat,
    pub(super) picture: Picture,
    pub(super) clock: Clock,
    pub(super) confirm: Question,
    pub(super) idle: Question,
    pub(super) room: Option<Room>,
    /// What is shared, from the picker's yes until the capture ends.
    #[serde(default)]
    pub(super) surface: Option<Surface>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// Both see the trust screen.
    Trust,
    /// The sharer picks a screen.
    Capture,
    /// Media are being connected.
    Connecting,
    /// Sharer and at least one helper are connected: live, or paused as the picture says.
    Connected,
    /// The sharer's connection is lost.
    Interrupted,
    /// No accepted helper is connected.
    HelperLost,
}

/// Whether the sharer wants the picture shown: what they last said outlives every interruption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "picture", rename_all = "snake_case")]
pub(super) enum Picture {
    Shown,
    Paused { since: Timestamp },
}

/// How long the session may still take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "clock", rename_all = "snake_case")]
pub(super) enum Clock {
    /// Both have not yet agreed.
    Asking,
    /// Both have agreed, nothing was ever shown.
    Agreed { at: Timestamp },
    /// It has been live.
    Live { first: Timestamp },
}

impl Clock {
    pub(super) fn hard_end(self, terms: &Terms) -> Option<Timestamp> {
        match self {
            Self::Asking => None,
            Self::Agreed { at } => Some(
                at.saturating_add(BEFORE_LIVE_MAX)
                    .saturating_add(terms.longest),
            ),
            Self::Live { first } => Some(first.saturating_add(terms.longest)),
        }
    }

    pub(super) const fn was_live(self) -> bool {
        match self {
            Self::Live { .. } => true,
            Self::Asking | Self::Agreed { .. } => false,
        }
    }
}

/// Something to ask the people from time to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "snake_case")]
pub(super) enum Question {
    /// Not while it is not live, or not at all.
    Off,
    /// To be asked.
    Due { at: Timestamp },
    /// Asked, not answered.
    Asked { since: Timestamp },
}

impl Question {
    pub(super) const fn is_asked(self) -> bool {
        match self {
            Self::Asked { .. } => true,
            Self::Off | Self::Due { .. } => false,
        }
    }
}

/// What the node was last told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Room {
    pub(super) gate: Gate,
}

/// Who receives frames.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gate {
    pub(super) paused: bool,
    pub(super) allowed: Vec<ParticipantId>,
}

/// It is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ended {
    pub(super) at: Timestamp,
    pub(super) reason: EndReason,
    pub(super) sharer: Option<SharerSeat>,
    /// Whether the people had seen each other.
    pub(super) faced: bool,
}

/// What a session's code can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStanding {
    /// It opens the session.
    Live {
        /// Until when.
        until: Timestamp,
        /// Whether it can still be extended.
        extendable: bool,
    },
    /// It is somebody's who is being checked; if they are refused it is live again.
    Reserved,
    /// It has let the sharer in and opens nothing more.
    Bound,
    /// It opens nothing more.
    Dead,
}

impl State {
    pub(super) const fn name(&self) -> SessionState {
        match self {
            Self::Open(_) => SessionState::Open,
            Self::Joining(_) => SessionState::Joining,
            Self::Paired(paired) => paired.name(),
            Self::Ended(_) => SessionState::Ended,
        }
    }

    pub(super) const fn since(&self) -> Timestamp {
        match self {
            Self::Open(open) => open.since,
            Self::Joining(joining) => joining.since,
            Self::Paired(paired) => paired.since,
            Self::Ended(ended) => ended.at,
        }
    }

    pub(super) const fn code(&self) -> CodeStanding {
        match self {
            Self::Open(open) => CodeStanding::Live {
                until: open.entrance.expires_at,
                extendable: !open.entrance.extended,
            },
            Self::Joining(_) => CodeStanding::Reserved,
            Self::Paired(_) => CodeStanding::Bound,
            Self::Ended(_) => CodeStanding::Dead,
        }
    }
}

impl Paired {
    pub(super) const fn name(&self) -> SessionState {
        match (self.phase, self.picture) {
            (Phase::Trust, _) => SessionState::Trust,
            (Phase::Capture, _) => SessionState::Capture,
            (Phase::Connecting, _) => SessionState::Connecting,
            (Phase::Connected, Picture::Shown) => SessionState::Live,
            (Phase::Connected, Picture::Paused { .. }) => SessionState::Paused,
            (Phase::Interrupted, _) => SessionState::Interrupted,
            (Phase::HelperLost, _) => SessionState::HelperLost,
        }
    }

    /// Whether nothing of the sharer is there, neither page nor media.
    pub(super) fn sharer_gone(&self) -> Option<Timestamp> {
        match (self.sharer.media, self.sharer.page) {
            (Media::Away, Page::Away { since }) => Some(since),
            (Media::Connected, _) | (Media::Away, Page::Here) => None,
        }
    }
}
