//! Intune's names for permissions, and what they become here. Never maps control or elevation to anything.

use std::collections::BTreeSet;

use super::Permission;

/// What became of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// It is this here.
    Permission(Permission),
    /// Lotse never has it: it shows a screen and never touches it.
    NeverHere,
    /// Lotse does not know the name.
    Unknown,
}

/// Translates one of Intune's names.
#[must_use]
pub fn import(name: &str) -> Imported {
    match name.trim() {
        "Remote Help app - View screen" => Imported::Permission(Permission::SessionViewScreen),
        "Remote Tasks - Offer remote assistance" => Imported::Permission(Permission::SessionOffer),
        "Remote Assistance Connector - Read" => Imported::Permission(Permission::SettingsRead),
        "Remote Help app - Take full control"
        | "Remote Help app - Elevation"
        | "Remote Help app - Unattended control" => Imported::NeverHere,
        _ => Imported::Unknown,
    }
}

/// Every permission in `names`, and the names that became none.
#[must_use]
pub fn import_all<'a>(
    names: impl IntoIterator<Item = &'a str>,
) -> (BTreeSet<Permission>, Vec<(&'a str, Imported)>) {
    let mut permissions = BTreeSet::new();
    let mut notices = Vec::new();
    for name in names {
        match import(name) {
            Imported::Permission(permission) => {
                permissions.insert(permission);
            }
            notice @ (Imported::NeverHere | Imported::Unknown) => notices.push((name, notice)),
        }
    }
    (permissions, notices)
}
