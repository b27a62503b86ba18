//! The closed list of what the audit log can say. Never says it of whom.

use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Action {
            /// Every action there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the log.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The action with this name.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.text() == text)
            }
        }
    };
}

actions! {
    /// Somebody signed in.
    AuthSigninOk = "auth.signin.ok";
    /// Somebody failed to sign in.
    AuthSigninFail = "auth.signin.fail";
    /// Somebody proved themselves once more.
    AuthStepup = "auth.stepup";
    /// Somebody signed out.
    AuthSignout = "auth.signout";

    /// A session was made; it is open.
    SessionCreated = "session.created";
    /// A helper was refused a session.
    SessionDenied = "session.denied";
    /// A code was issued.
    CodeIssued = "session.code.issued";
    /// A new code took the place of the old one.
    CodeRenewed = "session.code.renewed";
    /// A code lives longer.
    CodeExtended = "session.code.extended";
    /// A code's life is over.
    CodeExpired = "session.code.expired";
    /// A code was locked after too many refused joins.
    CodeLocked = "session.code.locked";
    /// The helper took a code back.
    CodeCancelled = "session.code.cancelled";
    /// A right code was given; the sharer is being checked.
    RedeemOk = "session.redeem.ok";
    /// A wrong code was given.
    RedeemBad = "session.redeem.bad";
    /// Too many wrong codes were given.
    RedeemRatelimited = "session.redeem.ratelimited";
    /// A sharer was refused, or went away while being checked; the code is open again.
    JoinDenied = "session.join.denied";
    /// A warning was shown.
    WarningShown = "session.warning.shown";
    /// A warning was acknowledged.
    WarningAcked = "session.warning.acked";
    /// Both see the trust screen.
    TrustShown = "session.trust.shown";
    /// A helper accepted.
    HelperAccepted = "session.helper.accepted";
    /// A helper cancelled.
    HelperCancelled = "session.helper.cancelled";
    /// The sharer allowed, or confirmed that they still do.
    SharerAllowed = "session.sharer.allowed";
    /// The sharer declined.
    SharerDeclined = "session.sharer.declined";
    /// The sharer is asked to pick a screen.
    CaptureAsked = "session.capture.asked";
    /// The sharer picked a screen.
    CapturePicked = "session.capture.picked";
    /// The sharer picked something else in place of what is shared.
    CaptureSwitched = "session.capture.switched";
    /// The sharer closed the picker.
    CaptureCancelled = "session.capture.cancelled";
    /// The browser or the system refused the capture.
    CaptureDenied = "session.capture.denied";
    /// A running capture ended; the sharer is asked to pick again.
    CaptureEnded = "session.capture.ended";
    /// Media are being connected again.
    MediaConnecting = "session.media.connecting";
    /// Somebody's media connected.
    MediaConnected = "session.media.connected";
    /// The first frame went to a helper.
    MediaFirstFrame = "session.media.first_frame";
    /// A node refused a media token.
    MediaRefused = "session.media.refused";
    /// A media token was signed.
    MediaGranted = "session.media.granted";
    /// Frames go to accepted helpers.
    Live = "session.live";
    /// The picture is stopped.
    Paused = "session.paused";
    /// The picture goes on.
    Resumed = "session.resumed";
    /// The sharer's connection is lost.
    Interrupted = "session.interrupted";
    /// No accepted helper is connected.
    HelperLost = "session.helper.lost";
    /// A further helper was asked in.
    HelperInvited = "session.helper.invited";
    /// A further helper may see the screen from now on.
    HelperJoined = "session.helper.joined";
    /// A helper left while others stay.
    HelperLeft = "session.helper.left";
    /// An observer asked in.
    ObserverInvited = "session.observer.invited";
    /// An observer may see the screen from now on.
    ObserverJoined = "session.observer.joined";
    /// An observer left.
    ObserverLeft = "session.observer.left";
    /// An administrator ended the session.
    ForceEnded = "session.force_ended";
    /// The session is over.
    Ended = "session.ended";
    /// The session moved to another node.
    SessionMigrated = "session.migrated";

    /// Settings were changed.
    SettingsChanged = "settings.changed";
    /// A policy was changed.
    PolicyChanged = "policy.changed";
    /// A role was changed.
    RoleChanged = "role.changed";
    /// An assignment was changed.
    AssignmentChanged = "assignment.changed";
    /// A group or its members were changed.
    GroupChanged = "group.changed";
    /// An account was changed.
    UserChanged = "user.changed";
    /// Somebody was refused a change of roles, assignments, groups, accounts or policies.
    AccessDenied = "access.denied";
    /// A policy that only reports would have had a say.
    PolicyReported = "policy.reported";
    /// A device was enrolled.
    DeviceEnrolled = "device.enrolled";
    /// A device was changed.
    DeviceChanged = "device.changed";
    /// A device was revoked.
    DeviceRevoked = "device.revoked";
    /// Devices were imported.
    DeviceImported = "device.imported";
    /// Somebody read the audit log.
    AuditRead = "audit.read";
    /// Somebody exported the audit log.
    AuditExported = "audit.exported";
    /// Somebody exported reports.
    ReportExported = "report.exported";
    /// A node came up.
    NodeUp = "node.up";
    /// A node drains.
    NodeDrain = "node.drain";
    /// A node went down.
    NodeDown = "node.down";
    /// A limit on strangers was reached.
    RatelimitTripped = "ratelimit.tripped";
    /// An operator printed a media token.
    OperatorToken = "operator.token";
    /// The chain was verified and holds.
    IntegrityVerified = "integrity.verified";
    /// The chain is broken.
    IntegrityBroken = "integrity.broken";
    /// Rows before this one were removed by retention.
    IntegrityCheckpoint = "integrity.checkpoint";
}
