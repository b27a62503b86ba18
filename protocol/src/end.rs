//! Why sessions end: one closed list for machine, media, pages and audit. Never says who may end one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! end_reasons {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Why a session ended.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum EndReason {
            $($(#[$doc])* $name,)*
        }

        impl EndReason {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in messages, reports and audit.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

end_reasons! {
    /// The sharer left.
    SharerLeft = "sharer_left";
    /// The last helper left.
    HelperLeft = "helper_left";
    /// The sharer said no on the trust screen.
    SharerDeclined = "sharer_declined";
    /// The helper cancelled before the session began.
    HelperCancelled = "helper_cancelled";
    /// Nobody used the code in time.
    CodeExpired = "code_expired";
    /// Too many refused joins on one code.
    CodeLocked = "code_locked";
    /// Checking the sharer took too long.
    JoinTimeout = "join_timeout";
    /// One of the two did not answer on the trust screen.
    ConsentTimeout = "consent_timeout";
    /// The sharer picked no screen in time.
    CaptureTimeout = "capture_timeout";
    /// Media could not be connected.
    ConnectFailed = "connect_failed";
    /// A rule turned to block after the trust screen.
    PolicyBlocked = "policy_blocked";
    /// Somebody lost the right to take part.
    AccessRevoked = "access_revoked";
    /// The sharer went away before the session was ever live.
    SharerAbsent = "sharer_absent";
    /// The sharer's connection was lost and did not return.
    SharerLost = "sharer_lost";
    /// The helper's page went away while the code was open.
    HelperAbsent = "helper_absent";
    /// Every helper's connection was lost and none returned.
    HelperLost = "helper_lost";
    /// The pause lasted too long.
    PauseTimeout = "pause_timeout";
    /// Nothing happened for too long.
    IdleTimeout = "idle_timeout";
    /// The longest session the tenant allows.
    MaxDuration = "max_duration";
    /// An administrator ended it.
    AdminEnded = "admin_ended";
    /// The sharer reported it as suspicious.
    ReportedSuspicious = "reported_suspicious";
    /// A fault of the service.
    ServiceError = "service_error";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_serde_writes() {
        for reason in EndReason::ALL {
            let json = serde_json::to_string(reason).unwrap();

            assert_eq!(json, format!("\"{}\"", reason.text()));
        }
    }
}
