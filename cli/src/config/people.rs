//! People, their roles and their devices, as a config names them. Never hashes a password and never keeps a picture that is
//! too large.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use lotse_control_plane::config::{
    DeviceConfig, PasswordConfig, PersonConfig, Picture, PictureKind,
};
use lotse_control_plane::limits::PICTURE_BYTES_MAX;
use lotse_domain::device::Compliance;
use lotse_domain::person::Label;
use lotse_domain::role::{Assignment, BuiltIn, Role, Scope};
use serde::de::DeserializeOwned;

use crate::config::raw::{RawAssignment, RawDevice, RawPerson};
use crate::config::section::{Found, Section};

const HASH_RIGHT: &str = "what `lotse hash-password` prints";
const LABEL_RIGHT: &str = "a name such as \"Help desk\"";

/// What kind of config it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A deployment's own.
    Deployment,
    /// The demo's: passwords may stand in it.
    Demo,
}

/// Where pictures come from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pictures<'a> {
    /// From files beside the config.
    Folder(&'a Path),
    /// From the program itself: name and bytes.
    Embedded(&'a [(&'a str, &'a [u8])]),
}

/// Everybody who can sign in with a local account; without one there must be others who can sign in.
pub(crate) fn people(
    raw: Vec<RawPerson>,
    others_sign_in: bool,
    (pictures, kind): (&Pictures<'_>, Kind),
    here: &Section,
) -> Vec<PersonConfig> {
    if raw.is_empty() && !others_sign_in {
        here.missing(
            "people",
            "at least one [[people]] or [[providers]] section, or nobody can sign in",
        );
    }
    let mut usernames = BTreeSet::new();
    let mut people = Vec::new();
    for raw in raw {
        let taken = |name: &&Found<String>| !usernames.insert(name.value.to_lowercase());
        if let Some(username) = raw.username.as_ref().filter(taken) {
            username.refuse(
                "somebody else has it",
                "a name of their own for each person",
            );
        }
        people.extend(person(raw, pictures, kind));
    }
    people
}

fn person(raw: RawPerson, pictures: &Pictures<'_>, kind: Kind) -> Option<PersonConfig> {
    let password = password(&raw, kind);
    let picture = raw.picture.map(|name| picture(&name, pictures));
    let picture = match picture {
        None => Some(None),
        Some(found) => found.map(Some),
    };
    let groups = labels(raw.groups);
    let text = |found: Option<Found<String>>| found.map(|found| found.value);
    Some(PersonConfig {
        username: not_empty(raw.username?, "what they sign in with")?,
        password: password?,
        name: not_empty(raw.name?, "their full name")?,
        email: text(raw.email),
        job_title: text(raw.job_title),
        company: text(raw.company),
        picture: picture?,
        groups: groups?.into_iter().collect(),
        part: text(raw.part),
    })
}

fn password(raw: &RawPerson, kind: Kind) -> Option<PasswordConfig> {
    match (&raw.password_hash, &raw.password, kind) {
        (Some(hash), None, Kind::Demo | Kind::Deployment) => {
            Some(PasswordConfig::Hash(hash.parse(HASH_RIGHT)?))
        }
        (None, Some(password), Kind::Demo) => Some(PasswordConfig::Plain(password.value.clone())),
        (None | Some(_), Some(password), Kind::Deployment) => {
            let right = "password_hash with what `lotse hash-password` prints";
            password.refuse("a password in the clear", right);
            None
        }
        (Some(_), Some(password), Kind::Demo) => {
            password.refuse(
                "the password is given twice",
                "one of password and password_hash",
            );
            None
        }
        (None, None, Kind::Demo | Kind::Deployment) => {
            if !raw.section.has_fault("password_hash")
                && !raw.section.has_fault("password_hash_file")
            {
                raw.section.missing("password_hash", HASH_RIGHT);
            }
            None
        }
    }
}

fn picture(name: &Found<String>, pictures: &Pictures<'_>) -> Option<Picture> {
    let right = "an .svg, .png, .jpg or .webp file, small, beside the config file";
    let extension = Path::new(&name.value)
        .extension()
        .and_then(|end| end.to_str());
    let Some(kind) = extension.and_then(PictureKind::from_extension) else {
        name.refuse("no kind of picture that browsers show", right);
        return None;
    };
    let bytes = match pictures {
        Pictures::Folder(folder) => read(&folder.join(&name.value)),
        Pictures::Embedded(files) => files
            .iter()
            .find(|(file, _)| *file == name.value)
            .map(|(_, bytes)| bytes.to_vec())
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound)),
    };
    match bytes {
        Ok(bytes) => Some(Picture { kind, bytes }),
        Err(error) => {
            name.refuse(format!("the picture cannot be read: {error}"), right);
            None
        }
    }
}

fn read(path: &PathBuf) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let one_more = u64::try_from(PICTURE_BYTES_MAX.saturating_add(1)).unwrap_or(u64::MAX);
    File::open(path)?.take(one_more).read_to_end(&mut bytes)?;
    match bytes.len() <= PICTURE_BYTES_MAX {
        true => Ok(bytes),
        false => Err(io::Error::other(format!(
            "larger than {PICTURE_BYTES_MAX} bytes"
        ))),
    }
}

/// What people sign in with, of those too whose other values are wrong.
pub(crate) fn usernames(people: &[RawPerson]) -> Vec<String> {
    let usernames = people.iter().filter_map(|person| person.username.as_ref());
    usernames.map(|username| username.value.clone()).collect()
}

/// The built-in inventory.
pub(crate) fn devices(raw: Vec<RawDevice>, usernames: &[String]) -> Vec<DeviceConfig> {
    let mut names = BTreeSet::new();
    let mut devices = Vec::new();
    for raw in raw {
        let taken = |name: &&Found<String>| !names.insert(name.value.clone());
        if let Some(name) = raw.name.as_ref().filter(taken) {
            name.refuse("another device has it", "a name of its own for each device");
        }
        devices.extend(device(raw, usernames));
    }
    devices
}

fn device(raw: RawDevice, usernames: &[String]) -> Option<DeviceConfig> {
    if let Some(user) = raw
        .primary_user
        .as_ref()
        .filter(|user| !usernames.contains(&user.value))
    {
        let right = format!(
            "the username of one of the people: {}",
            usernames.join(", ")
        );
        user.refuse("nobody has that username", &right);
    }
    let last_check_in = match &raw.last_check_in {
        None => Some(None),
        Some(at) => at
            .parse("a time such as \"2026-11-22T19:10:00Z\"")
            .map(Some),
    };
    let os = match &raw.os {
        None => Some(None),
        Some(os) => named(os, "windows, macos, linux, chromeos, android or ios").map(Some),
    };
    let failed_rules = values(raw.failed_rules);
    let compliance = match &raw.compliance {
        None if failed_rules.is_empty() => Some(Compliance::Compliant),
        None => Some(Compliance::Noncompliant),
        Some(compliance) => named(
            compliance,
            "compliant, noncompliant, in_grace_period, unknown, error or conflict",
        ),
    };
    let groups = labels(raw.groups);
    let tags = labels(raw.tags);
    Some(DeviceConfig {
        name: not_empty(raw.name?, "the device's name")?,
        os: os?,
        serial: raw.serial.map(|serial| serial.value),
        primary_user: raw.primary_user.map(|user| user.value),
        enrolled: raw.enrolled.is_none_or(|enrolled| enrolled.value),
        compliance: compliance?,
        failed_rules,
        last_check_in: last_check_in?,
        groups: groups?.into_iter().collect(),
        tags: tags?.into_iter().collect(),
    })
}

/// One of the values that the domain has names for.
fn named<T: DeserializeOwned>(found: &Found<String>, right: &str) -> Option<T> {
    let value = serde_json::from_value(found.value.as_str().into());
    if value.is_err() {
        found.refuse("there is no such value", right);
    }
    value.ok()
}

/// Who may help whom.
pub(crate) fn assignments(raw: Vec<RawAssignment>) -> Vec<Assignment> {
    raw.into_iter().filter_map(assignment).collect()
}

fn assignment(raw: RawAssignment) -> Option<Assignment> {
    let scoped = raw.over_user_groups.is_some()
        || raw.over_device_groups.is_some()
        || raw.over_tags.is_some();
    let members = labels(raw.groups);
    if members.as_ref().is_some_and(BTreeSet::is_empty) && !raw.section.has_fault("groups") {
        raw.section
            .missing("groups", "the groups whose members have the role");
    }
    let user_groups = labels(raw.over_user_groups);
    let device_groups = labels(raw.over_device_groups);
    let tags = labels(raw.over_tags);
    let scope = match scoped {
        false => Scope::Everybody,
        true => Scope::Some {
            user_groups: user_groups?,
            device_groups: device_groups?,
            tags: tags?,
        },
    };
    Some(Assignment {
        role: role(&raw.role?)?,
        members: members?,
        scope,
    })
}

fn role(name: &Found<String>) -> Option<Role> {
    let role = BuiltIn::ALL.iter().find(|role| role.text() == name.value);
    if role.is_none() {
        let known: Vec<&str> = BuiltIn::ALL.iter().map(|role| role.text()).collect();
        name.refuse(
            "there is no such role",
            &format!("one of {}", known.join(", ")),
        );
    }
    role.copied().map(Role::BuiltIn)
}

/// The names, or nothing when one of them is no name.
fn labels(found: Option<Vec<Found<String>>>) -> Option<BTreeSet<Label>> {
    let mut labels = BTreeSet::new();
    let mut sound = true;
    for name in found.into_iter().flatten() {
        match Label::try_from(name.value.clone()) {
            Ok(label) => {
                labels.insert(label);
            }
            Err(error) => {
                name.refuse(error, LABEL_RIGHT);
                sound = false;
            }
        }
    }
    sound.then_some(labels)
}

fn values(found: Option<Vec<Found<String>>>) -> Vec<String> {
    found.into_iter().flatten().map(|text| text.value).collect()
}

fn not_empty(text: Found<String>, right: &str) -> Option<String> {
    if text.value.trim().is_empty() {
        text.refuse("it is empty", right);
        return None;
    }
    Some(text.value)
}
