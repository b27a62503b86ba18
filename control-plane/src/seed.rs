//! Writes what the config says about organisation, people and devices into the store: new rows the first time, changed rows
//! after that, never a second row for the same name. People whom the config no longer names are disabled.

use lotse_domain::role::{Assignment, Role, RoleName};
use lotse_protocol::api::RowSource;
use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;

use crate::chance::{self, NoChance};
use crate::config::{ControlPlaneConfig, DeviceConfig, PasswordConfig, PersonConfig};
use crate::limits::PICTURE_BYTES_MAX;
use crate::password::{self, PasswordFault};
use crate::store::{
    self, Change, DeviceBody, DeviceRow, PersonRow, Store, StoreFault, StoredAssignment, TenantRow,
};

/// Why the config could not be written into the store.
#[derive(Debug, thiserror::Error)]
pub enum SeedFault {
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// No random bytes for a new id.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// Two people or devices have the same name.
    #[error("{what} {name:?} is there twice; give each its own name")]
    Twice {
        /// Of what.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A device belongs to somebody who is not listed.
    #[error("device {device:?} belongs to {username:?}, whom people does not list")]
    NoSuchPerson {
        /// Which device.
        device: String,
        /// Whose it should be.
        username: String,
    },
    /// A picture is too large.
    #[error("the picture of {username:?} is larger than {PICTURE_BYTES_MAX} bytes")]
    PictureTooLarge {
        /// Whose.
        username: String,
    },
}

/// Writes the config into the store and says which organisation it is.
pub(crate) async fn seed(
    store: &Store,
    config: &ControlPlaneConfig,
    now: Timestamp,
) -> Result<TenantId, SeedFault> {
    let mut change = store.begin().await?;
    let known = store::only_tenant(&mut change).await?;
    let id = match known {
        Some(id) => id,
        None => TenantId::from_uuid(chance::uuid(now)?),
    };
    let tenant = TenantRow {
        id,
        name: config.tenant.name.clone(),
        domain: config.tenant.domain.clone(),
        domain_verified: config.tenant.domain_verified,
        settings: config.settings.clone(),
    };
    store::put_tenant(&mut change, &tenant).await?;
    let assignments = config.assignments.iter().filter_map(stored).collect();
    store::put_assignments(&mut change, id, assignments, now).await?;
    let mut people = Vec::with_capacity(config.people.len());
    for person in &config.people {
        let seeded = seed_person(&mut change, id, person, now).await?;
        if people.contains(&seeded) {
            return Err(twice("person", &person.username));
        }
        people.push(seeded);
    }
    store::disable_others(&mut change, id, &people).await?;
    let mut devices = Vec::with_capacity(config.devices.len());
    for device in &config.devices {
        let seeded = seed_device(&mut change, id, device, now).await?;
        if devices.contains(&seeded) {
            return Err(twice("device", &device.name));
        }
        devices.push(seeded);
    }
    store::drop_other_devices(&mut change, id, &devices).await?;
    change.commit().await.map_err(StoreFault::from)?;
    Ok(id)
}

/// The config names roles that come with Lotse, and no other.
fn stored(assignment: &Assignment) -> Option<StoredAssignment> {
    let role = match &assignment.role {
        Role::BuiltIn(built_in) => RoleName::BuiltIn(*built_in),
        Role::Custom { .. } => return None,
    };
    Some(StoredAssignment {
        role,
        members: assignment.members.clone(),
        scope: assignment.scope.clone(),
    })
}

fn twice(what: &'static str, name: &str) -> SeedFault {
    SeedFault::Twice {
        what,
        name: name.to_owned(),
    }
}

/// A username as it is stored and looked up.
pub(crate) fn username_key(username: &str) -> String {
    username.trim().to_lowercase()
}

async fn seed_person(
    change: &mut Change,
    tenant: TenantId,
    person: &PersonConfig,
    now: Timestamp,
) -> Result<UserId, SeedFault> {
    let username = username_key(&person.username);
    let picture = person.picture.as_ref();
    if picture.is_some_and(|picture| picture.bytes.len() > PICTURE_BYTES_MAX) {
        return Err(SeedFault::PictureTooLarge { username });
    }
    let known = store::person_id(change, tenant, &username).await?;
    let id = match known {
        Some(id) => id,
        None => UserId::from_uuid(chance::uuid(now)?),
    };
    let row = PersonRow {
        id,
        username,
        name: person.name.clone(),
        email: person.email.clone(),
        job_title: person.job_title.clone(),
        company: person.company.clone(),
        enabled: true,
        has_picture: picture.is_some(),
        source: RowSource::Config,
        version: 1,
    };
    store::put_person(change, tenant, &row).await?;
    let hash = match &person.password {
        PasswordConfig::Hash(hash) => hash.clone(),
        PasswordConfig::Plain(plain) => password::hash(plain)?,
    };
    store::put_password(change, id, &hash).await?;
    let who = (tenant, id);
    store::put_groups(change, who, &person.groups, RowSource::Config, now).await?;
    store::put_picture(change, id, picture).await?;
    Ok(id)
}

async fn seed_device(
    change: &mut Change,
    tenant: TenantId,
    device: &DeviceConfig,
    now: Timestamp,
) -> Result<DeviceId, SeedFault> {
    let known = store::device_id(change, tenant, &device.name).await?;
    let id = match known {
        Some(id) => id,
        None => DeviceId::from_uuid(chance::uuid(now)?),
    };
    let row = DeviceRow {
        id,
        name: device.name.clone(),
        primary_user: primary_user(change, tenant, device).await?,
        body: DeviceBody {
            os: device.os,
            serial: device.serial.clone(),
            enrolled: device.enrolled,
            compliance: device.compliance,
            failed_rules: device.failed_rules.clone(),
            last_check_in: device.last_check_in.or(Some(now)),
            groups: device.groups.iter().cloned().collect(),
            tags: device.tags.iter().cloned().collect(),
        },
    };
    store::put_device(change, tenant, &row).await?;
    Ok(id)
}

async fn primary_user(
    change: &mut Change,
    tenant: TenantId,
    device: &DeviceConfig,
) -> Result<Option<UserId>, SeedFault> {
    let Some(username) = &device.primary_user else {
        return Ok(None);
    };
    let found = store::person_id(change, tenant, &username_key(username)).await?;
    match found {
        Some(id) => Ok(Some(id)),
        None => Err(SeedFault::NoSuchPerson {
            device: device.name.clone(),
            username: username.clone(),
        }),
    }
}
