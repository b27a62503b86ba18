//! The people of a session: one sharer, some helpers and observers. A seat knows what its person has answered and whether
//! page and media are there. Never decides where the session goes.

use lotse_protocol::api::Severity;
use lotse_protocol::id::{DeviceId, ParticipantId, UserId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::DtlsFingerprint;
use serde::{Deserialize, Serialize};

use super::event::Newcomer;
use crate::evidence::Level;
use crate::person::BrowserKey;
use crate::policy::{Grant, Part};
use crate::warning::Warning;

/// Whether somebody's page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "page", rename_all = "snake_case")]
pub enum Page {
    /// It is.
    Here,
    /// It is not.
    Away {
        /// Since when.
        since: Timestamp,
    },
}

/// Whether somebody's media are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// They are.
    Connected,
    /// They are not.
    Away,
}

/// What a helper has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Nothing yet.
    Considering,
    /// Accept.
    Accepted,
}

/// A warning that a helper has before them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldWarning {
    /// Which.
    pub warning: Warning,
    /// Whether they have acknowledged it.
    pub acknowledged: bool,
}

/// A helper or observer of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HelperSeat {
    participant: ParticipantId,
    user: UserId,
    role: MediaRole,
    pub(super) since: Timestamp,
    pub(super) page: Page,
    pub(super) media: Media,
    pub(super) stance: Stance,
    /// The sharer's own word on this helper.
    pub(super) allowed: bool,
    pub(super) chat: bool,
    pub(super) warnings: Vec<HeldWarning>,
    pub(super) fingerprint: Option<DtlsFingerprint>,
    pub(super) framed: bool,
}

/// The helper who makes a session; their page is expected at once.
pub(super) fn new_helper(now: Timestamp, participant: ParticipantId, user: UserId) -> HelperSeat {
    HelperSeat {
        participant,
        user,
        role: MediaRole::Helper,
        since: now,
        page: Page::Away { since: now },
        media: Media::Away,
        stance: Stance::Considering,
        allowed: false,
        chat: false,
        warnings: Vec::new(),
        fingerprint: None,
        framed: false,
    }
}

impl HelperSeat {
    /// A further helper or observer.
    pub(super) fn further(now: Timestamp, participant: ParticipantId, grant: &Grant) -> Self {
        let mut seat = new_helper(now, participant, grant.helper());
        seat.role = match grant.part() {
            Part::Helper => MediaRole::Helper,
            Part::Observer => MediaRole::Observer,
        };
        seat.face(grant);
        seat
    }

    /// Their participant.
    #[must_use]
    pub const fn participant(&self) -> ParticipantId {
        self.participant
    }

    /// Who they are.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// Helper or observer.
    #[must_use]
    pub const fn role(&self) -> MediaRole {
        self.role
    }

    /// Whether their media are connected.
    #[must_use]
    pub const fn media(&self) -> Media {
        self.media
    }

    /// What they have answered.
    #[must_use]
    pub const fn stance(&self) -> Stance {
        self.stance
    }

    /// Whether the sharer has allowed them.
    #[must_use]
    pub const fn allowed(&self) -> bool {
        self.allowed
    }

    /// Whether they may chat.
    #[must_use]
    pub const fn chat(&self) -> bool {
        self.chat
    }

    /// What they must know about the sharer's device.
    #[must_use]
    pub fn warnings(&self) -> &[HeldWarning] {
        &self.warnings
    }

    /// The certificate their page connects with, once it has asked to.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<DtlsFingerprint> {
        self.fingerprint
    }

    /// Whether both have said yes.
    #[must_use]
    pub fn agreed(&self) -> bool {
        self.allowed && self.stance == Stance::Accepted
    }

    /// Whether every warning that must be acknowledged is.
    #[must_use]
    pub fn warned(&self) -> bool {
        self.warnings
            .iter()
            .all(|held| held.acknowledged || held.warning.severity == Severity::Info)
    }

    /// Whether frames may go to them while the session is live: both said yes, and no warning waits.
    #[must_use]
    pub fn may_receive(&self) -> bool {
        self.agreed() && self.warned()
    }

    /// Whether their page or their media are there.
    pub(super) fn reachable(&self) -> bool {
        self.media == Media::Connected || self.page == Page::Here
    }

    /// Puts them before the trust screen: nothing is answered, nothing acknowledged.
    pub(super) fn face(&mut self, grant: &Grant) {
        self.chat = grant.chat();
        self.warnings = grant
            .warnings()
            .iter()
            .cloned()
            .map(HeldWarning::new)
            .collect();
        self.stance = Stance::Considering;
        self.allowed = false;
    }

    /// Takes back what they themselves have answered.
    pub(super) fn reconsider(&mut self) {
        self.stance = Stance::Considering;
        for held in &mut self.warnings {
            held.acknowledged = false;
        }
    }

    /// Takes the warnings of a fresh grant: what was acknowledged stays so unless it has become another warning.
    pub(super) fn refresh(&mut self, grant: &Grant) {
        let known = std::mem::take(&mut self.warnings);
        self.chat = grant.chat();
        self.warnings = grant
            .warnings()
            .iter()
            .map(|warning| HeldWarning {
                acknowledged: known
                    .iter()
                    .any(|held| held.acknowledged && held.warning == *warning),
                warning: warning.clone(),
            })
            .collect();
    }
}

impl HeldWarning {
    const fn new(warning: Warning) -> Self {
        Self {
            warning,
            acknowledged: false,
        }
    }
}

/// The sharer of a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharerSeat {
    participant: ParticipantId,
    user: UserId,
    browser: BrowserKey,
    pub(super) page: Page,
    pub(super) media: Media,
    pub(super) fingerprint: Option<DtlsFingerprint>,
    pub(super) device: Option<DeviceId>,
    pub(super) evidence: Option<Level>,
}

impl SharerSeat {
    /// Somebody who has just come in with the code: they are there, since they asked.
    pub(super) fn new(newcomer: Newcomer) -> Self {
        Self {
            participant: newcomer.participant,
            user: newcomer.user,
            browser: newcomer.browser,
            page: Page::Here,
            media: Media::Away,
            fingerprint: None,
            device: None,
            evidence: None,
        }
    }

    /// Without media, as everybody is once it is over.
    pub(super) const fn gone(mut self) -> Self {
        self.media = Media::Away;
        self
    }

    /// Their participant.
    #[must_use]
    pub const fn participant(&self) -> ParticipantId {
        self.participant
    }

    /// Who they are.
    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// Which browser they came with.
    #[must_use]
    pub const fn browser(&self) -> &BrowserKey {
        &self.browser
    }

    /// Whether their media are connected.
    #[must_use]
    pub const fn media(&self) -> Media {
        self.media
    }

    /// The certificate their page connects with, once it has asked to: the same one means the same page.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<DtlsFingerprint> {
        self.fingerprint
    }

    /// Their device, as far as known.
    #[must_use]
    pub const fn device(&self) -> Option<DeviceId> {
        self.device
    }

    /// How good the evidence of their device is, once judged.
    #[must_use]
    pub const fn evidence(&self) -> Option<Level> {
        self.evidence
    }
}
