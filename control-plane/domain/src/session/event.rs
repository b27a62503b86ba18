//! What can happen to a session, what it answers, and why it may refuse. Never interprets any of it.

use lotse_protocol::api::{CaptureResult, SessionKind, Surface, WarningKind};
use lotse_protocol::bus::{self, ThreadKey};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use lotse_protocol::token::{DtlsFingerprint, NodePlace};

use crate::audit;
use crate::person::BrowserKey;
use crate::policy::{Grant, Refusal};

/// What a session is made with; ids, key and time come from the caller.
#[derive(Debug, Clone)]
pub struct Create {
    /// Its id.
    pub id: SessionId,
    /// How the sharer gets in.
    pub kind: SessionKind,
    /// The helper's participant.
    pub helper: ParticipantId,
    /// 32 random bytes that seal its thread.
    pub thread_key: ThreadKey,
}

/// Somebody who comes in as the sharer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The participant they will be.
    pub participant: ParticipantId,
    /// Who they are.
    pub user: UserId,
    /// Which browser they use.
    pub browser: BrowserKey,
}

/// Something that happens to a session. `by` is whoever did it; the machine checks that it is theirs to do.
#[derive(Debug)]
pub enum Event {
    /// Time has passed: every timer that is due fires.
    Tick,

    /// Somebody's page is there: their first live WebSocket opened.
    PageOpened {
        /// Whose.
        by: ParticipantId,
    },
    /// Somebody's page is gone: their last live WebSocket closed.
    PageClosed {
        /// Whose.
        by: ParticipantId,
    },

    /// The helper wants the code to live longer; once.
    ExtendCode {
        /// The helper.
        by: ParticipantId,
    },
    /// The helper wants a new code; the edge has made it and forgets the old one.
    RenewCode {
        /// The helper.
        by: ParticipantId,
    },
    /// Somebody signed in gave the right code.
    Redeem {
        /// Who.
        sharer: Newcomer,
    },
    /// The sharer passed every check.
    JoinPassed {
        /// The policy's yes for the helper and this sharer.
        grant: Grant,
    },
    /// The sharer did not pass.
    JoinRefused {
        /// The policy's no.
        refusal: Refusal,
    },

    /// A helper has read warnings.
    Acknowledge {
        /// The helper.
        by: ParticipantId,
        /// Which.
        warnings: Vec<WarningKind>,
    },
    /// A helper accepts.
    Accept {
        /// The helper.
        by: ParticipantId,
    },
    /// A helper cancels before the session began.
    Cancel {
        /// The helper.
        by: ParticipantId,
    },
    /// The sharer allows: on the trust screen everybody on it, later one further helper.
    Allow {
        /// The sharer.
        by: ParticipantId,
        /// Which further helper; `None` on the trust screen, or when exactly one waits.
        helper: Option<ParticipantId>,
    },
    /// The sharer declines: on the trust screen the session, later one further helper.
    Decline {
        /// The sharer.
        by: ParticipantId,
        /// Which further helper; `None` on the trust screen, or when exactly one waits.
        helper: Option<ParticipantId>,
    },

    /// A node was chosen, or another one must take over.
    Placed {
        /// Which, in which of its lives.
        place: NodePlace,
    },
    /// What came of the browser's picker, or a running capture ended. A page that was reloaded says `ended` first.
    Capture {
        /// The sharer.
        by: ParticipantId,
        /// What came of it.
        result: CaptureResult,
        /// What was picked, where the browser tells.
        surface: Option<Surface>,
    },
    /// Somebody's page asks for a media token with this certificate.
    MediaRequested {
        /// Whose.
        by: ParticipantId,
        /// The certificate.
        fingerprint: DtlsFingerprint,
    },
    /// Somebody's media are connected, or heard again.
    MediaUp {
        /// Whose.
        by: ParticipantId,
    },
    /// Somebody's media are gone without a word.
    MediaLost {
        /// Whose.
        by: ParticipantId,
    },
    /// The first frame went to a helper.
    FirstFrame {
        /// To whom.
        helper: ParticipantId,
    },
    /// The node served the session longer than it was told to, and paused it.
    LeaseLost,

    /// The sharer stops the picture.
    Pause {
        /// The sharer.
        by: ParticipantId,
    },
    /// The sharer lets the picture go on.
    Unpause {
        /// The sharer.
        by: ParticipantId,
    },
    /// Somebody answers that they are still there; from the sharer, that they still want to share.
    Confirm {
        /// Who.
        by: ParticipantId,
    },
    /// Somebody did something that shows they are there, such as writing in the chat.
    Active,

    /// A further helper or an observer comes in.
    Invite {
        /// The helper who asked them in; themselves for an observer.
        by: ParticipantId,
        /// The participant they will be.
        participant: ParticipantId,
        /// The policy's yes for them.
        grant: Grant,
    },
    /// The sharer, signed in with another browser, wants to go on; everybody is asked again.
    SharerMoved {
        /// Who and where; the participant is a new one.
        sharer: Newcomer,
        /// The policy's yes for each helper; who has none goes.
        grants: Vec<(ParticipantId, Grant)>,
    },
    /// The rules were asked again for one helper: every minute, and when something changed.
    AccessReviewed {
        /// For whom.
        helper: ParticipantId,
        /// What they say.
        verdict: Result<Grant, Refusal>,
    },

    /// Somebody leaves.
    Leave {
        /// Who.
        by: ParticipantId,
    },
    /// Somebody was signed out while in it: by themselves, or by the identity provider.
    SignedOut {
        /// Who.
        by: ParticipantId,
    },
    /// The sharer reports the helper as suspicious, which ends it.
    Report {
        /// The sharer.
        by: ParticipantId,
    },
    /// An administrator ends it; the edge has checked `session.force_end`.
    ForceEnd {
        /// The administrator.
        by: UserId,
    },
    /// Lotse cannot go on with it.
    Fail,
}

/// What a session wants done, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write this into the audit log, in the same transaction as the session.
    Audit(audit::Fact),
    /// Tell the session's node, after the commit.
    Command(bus::Command),
    /// Tell every page of the session to read it again, after the commit.
    Changed {
        /// The new version.
        version: u64,
    },
}

/// Why an event does not fit. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A timer is due: tick first.
    #[error("a timer is due")]
    TimerDue,
    /// The session is over.
    #[error("the session is over: {}", .0.text())]
    Over(EndReason),
    /// Not where the session stands.
    #[error("does not fit where the session stands")]
    NotNow,
    /// Nobody of this session.
    #[error("nobody of this session")]
    Nobody,
    /// Somebody of this session, but not theirs to do.
    #[error("not theirs to do")]
    NotTheirs,
    /// The code was extended before.
    #[error("the code was extended before")]
    ExtendedBefore,
    /// Warnings wait to be acknowledged.
    #[error("warnings wait to be acknowledged")]
    WarningsWait,
    /// The tenant does not let this be shared.
    #[error("this kind of surface may not be shared")]
    SurfaceNotAllowed,
    /// No node was chosen yet.
    #[error("no node to go to")]
    NoNode,
    /// The session has as many helpers as it may.
    #[error("as many helpers as there may be")]
    Full,
    /// The sharer is still there in the browser they came with.
    #[error("the sharer is there in another browser")]
    SharerElsewhere,
    /// The yes is for somebody else.
    #[error("the grant is for others")]
    GrantForOthers,
}
