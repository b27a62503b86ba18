//! The closed list of permissions. Never lists what is reserved.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Names that no role may ever hold: Lotse shows a screen and never touches it.
pub const RESERVED: [&str; 3] = [
    "session.full_control",
    "session.elevate",
    "session.unattended",
];

/// The text is not a permission that can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnknownPermission {
    /// It is reserved and can never be granted.
    #[error("reserved: can never be granted")]
    Reserved,
    /// There is no such permission.
    #[error("no such permission")]
    Unknown,
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What a role may permit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// Every permission there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in the API and in roles.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

permissions! {
    /// Offer help: make a session.
    SessionOffer = "session.offer";
    /// See a sharer's screen.
    SessionViewScreen = "session.view_screen";
    /// Chat.
    SessionChat = "session.chat";
    /// Help somebody whose device is not enrolled.
    SessionHelpUnenrolled = "session.help_unenrolled";
    /// Help somebody of whose device nothing is known.
    SessionHelpUnknownDevice = "session.help_unknown_device";
    /// Invite another helper.
    SessionInviteHelper = "session.invite_helper";
    /// Hand a session over.
    SessionTransfer = "session.transfer";
    /// Watch a session, visibly.
    SessionObserve = "session.observe";
    /// End somebody else's session.
    SessionForceEnd = "session.force_end";
    /// See which sessions run.
    SessionListActive = "session.list_active";
    /// See devices.
    DeviceRead = "device.read";
    /// Enrol devices.
    DeviceEnrol = "device.enrol";
    /// Revoke devices.
    DeviceRevoke = "device.revoke";
    /// Import devices.
    DeviceImport = "device.import";
    /// See people's profiles.
    UserReadProfile = "user.read_profile";
    /// See settings.
    SettingsRead = "settings.read";
    /// Change settings.
    SettingsUpdate = "settings.update";
    /// See roles.
    RoleRead = "role.read";
    /// Change roles.
    RoleManage = "role.manage";
    /// Change assignments.
    AssignmentManage = "assignment.manage";
    /// See policies.
    PolicyRead = "policy.read";
    /// Change policies.
    PolicyUpdate = "policy.update";
    /// Try policies out.
    PolicySimulate = "policy.simulate";
    /// See reports.
    ReportView = "report.view";
    /// Export reports.
    ReportExport = "report.export";
    /// See the audit log.
    AuditRead = "audit.read";
    /// Export the audit log.
    AuditExport = "audit.export";
    /// Write notes on a session.
    NoteWrite = "note.write";
    /// See metrics.
    MetricsRead = "metrics.read";
}

impl FromStr for Permission {
    type Err = UnknownPermission;
    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        if RESERVED.contains(&text) {
            return Err(UnknownPermission::Reserved);
        }
        Self::ALL
            .iter()
            .copied()
            .find(|permission| permission.text() == text)
            .ok_or(UnknownPermission::Unknown)
    }
}

impl TryFrom<String> for Permission {
    type Error = UnknownPermission;
    fn try_from(text: String) -> Result<Self, UnknownPermission> {
        text.parse()
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.text().to_owned()
    }
}
