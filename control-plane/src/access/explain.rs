//! Why somebody may or may not do something, from what is in the store. Anybody may ask about themselves; about others who
//! may read roles.

use lotse_domain::device::Device;
use lotse_domain::evidence::{Evidence, Inventory, Observed, judge};
use lotse_domain::person::Person;
use lotse_domain::policy::{Said, WhyPart, WhyQuestion, explain as explain_parts, target};
use lotse_domain::role::{Permission, RoleName, Target, Tried, permits, tried};
use lotse_protocol::api::{Explained, ExplainedPart, ExplainedTry};
use lotse_protocol::id::{DeviceId, UserId};

use super::AccessFault;
use crate::app::App;
use crate::auth::Who;
use crate::clock::now;
use crate::people::{self, RuleBook};
use crate::seed::username_key;
use crate::store::{Assigned, StoreFault};

/// What somebody wants to know.
pub(crate) struct Why {
    /// About whom; nobody is oneself. An id or what they sign in with.
    pub(crate) user: Option<String>,
    /// With whom.
    pub(crate) sharer: Option<String>,
    /// On which device.
    pub(crate) device: Option<String>,
    /// What they would need.
    pub(crate) permission: String,
}

/// Answers it.
pub(crate) async fn explain(app: &App, who: Who, why: Why) -> Result<Explained, AccessFault> {
    let permission: Permission = why.permission.parse().map_err(|_| {
        AccessFault::Invalid(
            "unknown_permission",
            "There is no such permission; GET /api/v1/roles shows which there are.",
        )
    })?;
    let book = RuleBook::read(app).await?.ok_or(AccessFault::Gone)?;
    let asking = people::judged(app, who.person).await?;
    let asking = asking.ok_or(AccessFault::Gone)?;
    let about = match &why.user {
        Some(name) => person(app, name).await?,
        None => asking.clone(),
    };
    if about.id != asking.id {
        permits(
            &book.assignments,
            &asking,
            Permission::RoleRead,
            Target::Nobody,
        )
        .map_err(|missing| AccessFault::Refused(missing.into()))?;
    }
    let (sharer, device) = whom(app, &why).await?;
    let evidence = match &sharer {
        Some(person) => Some(evidence(app, person, device.as_ref()).await?),
        None => None,
    };
    let question = WhyQuestion {
        now: now(),
        who: &about,
        permission,
        sharer: sharer.as_ref().zip(evidence.as_ref()),
        device: device.as_ref(),
    };
    let assigned = app.store.assigned(app.tenant).await?;
    Ok(answer(
        &explain_parts(book.rules(), question),
        &tries(&assigned, &question),
    ))
}

fn tries(assigned: &[Assigned], question: &WhyQuestion<'_>) -> Vec<ExplainedTry> {
    let said = assigned.iter().map(|one| {
        let said = tried(
            &one.judged,
            question.who,
            question.permission,
            target(question),
        );
        (one, said)
    });
    said.filter(|(_, said)| *said != Tried::NotAMember)
        .map(|(one, said)| ExplainedTry {
            id: one.id,
            role: one.role.text(),
            role_name: role_name(one),
            result: said.text().to_owned(),
        })
        .collect()
}

fn role_name(one: &Assigned) -> String {
    use lotse_domain::role::Role;
    match (&one.judged.role, one.role) {
        (Role::Custom { name, .. }, _) => name.text().to_owned(),
        (Role::BuiltIn(role), RoleName::BuiltIn(_) | RoleName::Custom(_)) => role.text().to_owned(),
    }
}

fn answer(parts: &[Said], tries: &[ExplainedTry]) -> Explained {
    let first = parts.iter().find_map(|said| said.result.err());
    Explained {
        allowed: first.is_none(),
        reason: first.map(|refusal| refusal.reason().text().to_owned()),
        words: first.map(|refusal| refusal.reason().words().to_owned()),
        parts: parts.iter().map(part).collect(),
        assignments: tries.to_vec(),
    }
}

fn part(said: &Said) -> ExplainedPart {
    let (part, about) = match said.part {
        WhyPart::Account => ("account", None),
        WhyPart::Sharer => ("sharer", None),
        WhyPart::Permission(permission) => ("permission", Some(permission.text().to_owned())),
        WhyPart::Device => ("device", None),
    };
    ExplainedPart {
        part: part.to_owned(),
        passes: said.result.is_ok(),
        reason: said
            .result
            .err()
            .map(|refusal| refusal.reason().text().to_owned()),
        about,
    }
}

/// The sharer and the device that are asked about; a device stands for its primary user.
async fn whom(app: &App, why: &Why) -> Result<(Option<Person>, Option<Device>), AccessFault> {
    let device = match &why.device {
        Some(text) => {
            let id: DeviceId = text.parse().map_err(|_| AccessFault::NotFound)?;
            let row = app.store.device(app.tenant, id).await?;
            Some(row.ok_or(AccessFault::NotFound)?.judged(app.tenant))
        }
        None => None,
    };
    let owner = device.as_ref().and_then(|device| device.primary_user);
    let sharer = match (&why.sharer, owner) {
        (Some(name), _) => Some(person(app, name).await?),
        (None, Some(owner)) => people::judged(app, owner).await?,
        (None, None) => None,
    };
    Ok((sharer, device))
}

pub(super) async fn person(app: &App, name: &str) -> Result<Person, AccessFault> {
    let id = match name.parse::<UserId>() {
        Ok(id) => Some(id),
        Err(_) => {
            app.store
                .person_named(app.tenant, &username_key(name))
                .await?
        }
    };
    let id = id.ok_or(AccessFault::NotFound)?;
    people::judged(app, id).await?.ok_or(AccessFault::NotFound)
}

/// What would be known of the sharer's device, were they to join now.
pub(super) async fn evidence(
    app: &App,
    sharer: &Person,
    device: Option<&Device>,
) -> Result<Evidence, StoreFault> {
    let own = app.store.devices_of(sharer.id).await?;
    let mut devices: Vec<Device> = own.iter().map(|row| row.judged(app.tenant)).collect();
    let made_for = device.map(|device| device.id);
    if let Some(device) = device.filter(|device| devices.iter().all(|own| own.id != device.id)) {
        devices.push(device.clone());
    }
    let seen = Observed {
        made_for,
        ..Observed::default()
    };
    Ok(judge(sharer.id, &seen, &Inventory::Knows(devices)))
}
