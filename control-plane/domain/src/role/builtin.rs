//! The roles that come with Lotse. Never lets a tenant administrator see a screen.

use serde::{Deserialize, Serialize};

use super::Permission;

/// A role that comes with Lotse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuiltIn {
    /// Offers help and sees screens of known devices.
    ViewOnlyHelper,
    /// Also helps on unknown and unenrolled devices, and invites others.
    Helper,
    /// Also watches and ends sessions, and reads reports.
    Supervisor,
    /// Reads everything, changes nothing.
    Auditor,
    /// Runs the tenant; sees no screen.
    TenantAdministrator,
}

impl BuiltIn {
    /// Every role there is.
    pub const ALL: &'static [Self] = &[
        Self::ViewOnlyHelper,
        Self::Helper,
        Self::Supervisor,
        Self::Auditor,
        Self::TenantAdministrator,
    ];

    /// The name in the API and in files.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::ViewOnlyHelper => "view_only_helper",
            Self::Helper => "helper",
            Self::Supervisor => "supervisor",
            Self::Auditor => "auditor",
            Self::TenantAdministrator => "tenant_administrator",
        }
    }

    /// Whether it permits `permission`.
    #[must_use]
    pub const fn permits(self, permission: Permission) -> bool {
        match self {
            Self::ViewOnlyHelper => view_only(permission),
            Self::Helper => helper(permission),
            Self::Supervisor => supervisor(permission),
            Self::Auditor => auditor(permission),
            Self::TenantAdministrator => administrator(permission),
        }
    }
}

const fn view_only(permission: Permission) -> bool {
    use Permission as P;
    matches!(
        permission,
        P::SessionOffer
            | P::SessionViewScreen
            | P::SessionChat
            | P::NoteWrite
            | P::DeviceRead
            | P::UserReadProfile
            | P::SettingsRead
    )
}

const fn helper(permission: Permission) -> bool {
    use Permission as P;
    view_only(permission)
        || matches!(
            permission,
            P::SessionHelpUnenrolled
                | P::SessionHelpUnknownDevice
                | P::SessionInviteHelper
                | P::SessionTransfer
        )
}

const fn supervisor(permission: Permission) -> bool {
    use Permission as P;
    helper(permission)
        || matches!(
            permission,
            P::SessionObserve
                | P::SessionForceEnd
                | P::SessionListActive
                | P::ReportView
                | P::ReportExport
        )
}

const fn auditor(permission: Permission) -> bool {
    use Permission as P;
    matches!(
        permission,
        P::SettingsRead
            | P::PolicyRead
            | P::RoleRead
            | P::ReportView
            | P::ReportExport
            | P::AuditRead
            | P::AuditExport
    )
}

const fn administrator(permission: Permission) -> bool {
    use Permission as P;
    matches!(
        permission,
        P::SettingsRead
            | P::SettingsUpdate
            | P::RoleRead
            | P::RoleManage
            | P::AssignmentManage
            | P::PolicyRead
            | P::PolicyUpdate
            | P::PolicySimulate
            | P::DeviceRead
            | P::DeviceEnrol
            | P::DeviceRevoke
            | P::DeviceImport
            | P::SessionListActive
            | P::SessionForceEnd
            | P::ReportView
            | P::ReportExport
            | P::AuditRead
            | P::MetricsRead
    )
}
