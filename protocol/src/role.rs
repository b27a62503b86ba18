//! Who somebody is in a session, and what their media token lets them do. Never decides either.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A participant's part in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum MediaRole {
    /// Shows their screen.
    Sharer,
    /// Sees it.
    Helper,
    /// A visible supervisor who sees it too.
    Observer,
}

/// What a media token permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Can {
    /// To send a screen.
    SendScreen,
    /// To receive the screen.
    ViewScreen,
    /// To write and read the chat.
    Chat,
}

impl MediaRole {
    /// The name in tokens and messages.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Sharer => "sharer",
            Self::Helper => "helper",
            Self::Observer => "observer",
        }
    }

    /// Whether this role may ever hold `can`: nobody but the sharer sends, and the sharer does not view.
    #[must_use]
    pub const fn may_hold(self, can: Can) -> bool {
        match (self, can) {
            (Self::Sharer | Self::Helper | Self::Observer, Can::Chat)
            | (Self::Sharer, Can::SendScreen)
            | (Self::Helper | Self::Observer, Can::ViewScreen) => true,
            (Self::Sharer, Can::ViewScreen) | (Self::Helper | Self::Observer, Can::SendScreen) => {
                false
            }
        }
    }
}
