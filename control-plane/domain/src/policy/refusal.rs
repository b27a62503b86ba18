//! Why something was refused: a closed list of stable reasons. Never names another person.

use lotse_protocol::api::WarningKind;
use lotse_protocol::id::PolicyId;
use serde::{Deserialize, Serialize};

use super::{Missing, Permission};
use crate::access::Refused;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $words:literal;)*) => {
        /// A stable reason of a refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Reason {
            $($(#[$doc])* $name,)*
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable name in problem bodies, pages and audit.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The reason in a sentence.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

reasons! {
    /// Remote help is off.
    TenantDisabled = "tenant_disabled", "Remote help is switched off for this organisation.";
    /// Somebody of another organisation.
    OtherTenant = "other_tenant", "The person or the device belongs to another organisation.";
    /// The account is disabled.
    PersonDisabled = "person_disabled", "The account is disabled.";
    /// Helper and sharer are one person.
    SamePerson = "same_person", "Nobody can help themselves.";
    /// No role has the permission.
    NoRole = "no_role", "No role assignment gives this permission.";
    /// A role has it, but does not reach that far.
    OutOfScope = "out_of_scope", "A role gives this permission, but not for this person or device.";
    /// The tenant blocks devices that break a rule.
    DeviceNoncompliant = "device_noncompliant", "The device does not follow the organisation's rules, which blocks it.";
    /// The tenant does not allow devices that are not enrolled.
    DeviceUnenrolled = "device_unenrolled", "The device is not enrolled, and unenrolled devices are not allowed.";
    /// The tenant blocks devices of which nothing is known.
    DeviceUnknown = "device_unknown", "Nothing is known of the device, which blocks it.";
    /// The tenant blocks another device than the session was made for.
    DeviceMismatch = "device_mismatch", "It is another device than the session was made for.";
    /// The tenant blocks another person than the device's primary user.
    UserMismatch = "user_mismatch", "It is another person than the device's primary user.";
    /// A policy of the tenant blocks it.
    PolicyBlocked = "policy_blocked", "A policy of the organisation blocks it.";
    /// A policy wants a better sign-in.
    StepUpRequired = "step_up_required", "A policy wants a stronger sign-in; sign in again with a second factor.";
    /// A policy wants a newer sign-in.
    SignInAgain = "sign_in_again", "A policy wants a newer sign-in; sign out and sign in again.";
    /// A policy wants a compliant device.
    CompliantDeviceRequired = "compliant_device_required", "A policy wants the sharer's device to follow the organisation's rules.";
    /// A policy wants better evidence of the device.
    EvidenceRequired = "evidence_required", "A policy wants to know for certain which device the sharer uses.";
    /// The helper has as many sessions as they may.
    TooManySessions = "too_many_sessions", "As many sessions are open as one helper may have.";
    /// The tenant wants to know why.
    ReasonRequired = "reason_required", "The organisation wants a reason for each session.";
    /// The tenant wants a ticket.
    TicketRequired = "ticket_required", "The organisation wants a ticket for each session.";
    /// The ticket does not look like one.
    TicketMalformed = "ticket_malformed", "The ticket does not look like the organisation's tickets.";
    /// Operator's tokens are off.
    OperatorDisabled = "operator_disabled", "Operator's tokens are switched off in the configuration.";
    /// An operator asked for more than a token may hold.
    OperatorAsksTooMuch = "operator_asks_too_much", "The role cannot hold what was asked for, or not for so long.";
}

impl Reason {
    pub(super) const fn of_warning(kind: WarningKind) -> Self {
        match kind {
            WarningKind::DeviceNoncompliant => Self::DeviceNoncompliant,
            WarningKind::DeviceUnenrolled => Self::DeviceUnenrolled,
            WarningKind::DeviceUnknown => Self::DeviceUnknown,
            WarningKind::DeviceMismatch => Self::DeviceMismatch,
            WarningKind::UserMismatch => Self::UserMismatch,
            WarningKind::PostureStale
            | WarningKind::FirstContact
            | WarningKind::BrowserUnlisted
            | WarningKind::OutsideHours => Self::PolicyBlocked,
        }
    }

    /// Why a policy refuses.
    #[must_use]
    pub const fn of_policy(why: Refused) -> Self {
        match why {
            Refused::Block => Self::PolicyBlocked,
            Refused::StepUp => Self::StepUpRequired,
            Refused::SignInAgain => Self::SignInAgain,
            Refused::CompliantDevice => Self::CompliantDeviceRequired,
            Refused::Evidence => Self::EvidenceRequired,
            Refused::Reason => Self::ReasonRequired,
            Refused::Ticket => Self::TicketRequired,
        }
    }

    /// Whether a rule about devices or a policy says so, rather than somebody's account or role.
    #[must_use]
    pub const fn is_a_block(self) -> bool {
        match self {
            Self::DeviceNoncompliant
            | Self::DeviceUnenrolled
            | Self::DeviceUnknown
            | Self::DeviceMismatch
            | Self::UserMismatch
            | Self::PolicyBlocked
            | Self::StepUpRequired
            | Self::SignInAgain
            | Self::CompliantDeviceRequired
            | Self::EvidenceRequired => true,
            Self::TenantDisabled
            | Self::OtherTenant
            | Self::PersonDisabled
            | Self::SamePerson
            | Self::NoRole
            | Self::OutOfScope
            | Self::TooManySessions
            | Self::ReasonRequired
            | Self::TicketRequired
            | Self::TicketMalformed
            | Self::OperatorDisabled
            | Self::OperatorAsksTooMuch => false,
        }
    }
}

/// A refusal that can be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("refused: {}", .reason.text())]
pub struct Refusal {
    reason: Reason,
    permission: Option<Permission>,
    policy: Option<PolicyId>,
}

impl Refusal {
    pub(super) const fn new(reason: Reason) -> Self {
        Self {
            reason,
            permission: None,
            policy: None,
        }
    }

    /// Nobody is asked about who is not there any more: whoever is gone may nothing.
    #[must_use]
    pub const fn of_somebody_gone() -> Self {
        Self::new(Reason::PersonDisabled)
    }

    pub(super) const fn by_policy(why: Refused, policy: PolicyId) -> Self {
        Self {
            reason: Reason::of_policy(why),
            permission: None,
            policy: Some(policy),
        }
    }

    /// Which policy refuses, where one does: the one with the gravest reason.
    #[must_use]
    pub const fn policy(&self) -> Option<PolicyId> {
        self.policy
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// Which permission is missing, where one is.
    #[must_use]
    pub const fn permission(&self) -> Option<Permission> {
        self.permission
    }
}

impl From<Missing> for Refusal {
    fn from(missing: Missing) -> Self {
        let (reason, permission) = match missing {
            Missing::NoRole(permission) => (Reason::NoRole, permission),
            Missing::OutOfScope(permission) => (Reason::OutOfScope, permission),
        };
        Self {
            reason,
            permission: Some(permission),
            policy: None,
        }
    }
}
