//! From what an administrator wrote to a policy that makes sense. Never corrects silently: it refuses and says what would be
//! right.

use std::collections::BTreeSet;
use std::time::Duration;

use lotse_protocol::api::{
    PolicyBody, PolicyConditions, PolicyEvidence, PolicyGrant, PolicyPeople, PolicySession,
};
use lotse_protocol::id::PolicyId;

use super::{Conditions, Controls, Grants, Hours, Network, People, Policy};
use crate::evidence::Level;
use crate::limits::{POLICY_LIST_MAX, POLICY_MINUTES_MAX};
use crate::person::Label;
use crate::role::RoleName;

/// What an administrator wrote makes no policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPolicy {
    /// A name of it, of a group or a tag.
    #[error("a name has 1 to 128 bytes and no control characters")]
    Name,
    /// A role.
    #[error("a role is one that comes with Lotse, or the id of another")]
    Role,
    /// Nobody is included.
    #[error("say whom it is about: everybody, users, groups or roles")]
    Nobody,
    /// A network.
    #[error("a network is an address with its prefix, such as 10.0.0.0/8 or 2001:db8::/32")]
    Network,
    /// Hours.
    #[error(
        "hours are two different times of day such as 08:00 and 18:00, at most 14 hours from UTC"
    )]
    Hours,
    /// A number of minutes.
    #[error(
        "the longest session has 15 to 720 minutes, a question comes every 5 to 60, a sign-in is 5 minutes to 30 days old"
    )]
    Minutes,
    /// An authentication context.
    #[error("an authentication context has 1 to 128 bytes")]
    Acr,
    /// A list is too long.
    #[error("a list holds at most 100 entries")]
    TooLong,
    /// It asks for nothing.
    #[error("it asks for nothing: choose a grant control or a session control")]
    Nothing,
}

impl Policy {
    /// The policy that `body` describes.
    pub fn parse(id: PolicyId, body: &PolicyBody) -> Result<Self, BadPolicy> {
        let policy = Self {
            id,
            name: label(&body.name)?,
            mode: body.mode,
            include: people(&body.who.include)?,
            exclude: people(&body.who.exclude)?,
            parts: set(&body.parts)?,
            actions: set(&body.actions)?,
            conditions: conditions(&body.conditions)?,
            grant: grants(&body.grant)?,
            session: controls(&body.session)?,
            sign_in_every: minutes(body.session.sign_in_every_min, 5, POLICY_MINUTES_MAX)?,
        };
        if policy.include == People::default() {
            return Err(BadPolicy::Nobody);
        }
        let asks = policy.grant != Grants::default()
            || policy.session != Controls::default()
            || policy.sign_in_every.is_some();
        if !asks {
            return Err(BadPolicy::Nothing);
        }
        Ok(policy)
    }

    /// The roles that it names.
    pub fn roles(&self) -> impl Iterator<Item = RoleName> {
        let both = [&self.include.roles, &self.exclude.roles];
        both.into_iter().flatten().copied()
    }
}

fn people(raw: &PolicyPeople) -> Result<People, BadPolicy> {
    let role = |text: &String| text.parse::<RoleName>().map_err(|_| BadPolicy::Role);
    bounded(&raw.roles)?;
    Ok(People {
        everybody: raw.everybody,
        users: set(&raw.users)?,
        groups: labels(&raw.groups)?,
        roles: raw.roles.iter().map(role).collect::<Result<_, _>>()?,
    })
}

fn conditions(raw: &PolicyConditions) -> Result<Conditions, BadPolicy> {
    let hours = raw.hours.as_ref().map(Hours::try_from);
    let evidence = raw.evidence.iter().map(|level| level_of(*level));
    Ok(Conditions {
        platforms: set(&raw.platforms)?,
        browsers: set(&raw.browsers)?,
        evidence: evidence.collect(),
        compliance: set(&raw.compliance)?,
        networks: networks(&raw.networks)?,
        outside_networks: networks(&raw.outside_networks)?,
        without_acr: contexts(&raw.without_acr)?,
        signed_in_before: minutes(raw.signed_in_before_min, 1, POLICY_MINUTES_MAX)?,
        hours: hours.transpose().map_err(|_| BadPolicy::Hours)?,
        kinds: set(&raw.kinds)?,
        tags: labels(&raw.tags)?,
    })
}

fn grants(raw: &PolicyGrant) -> Result<Grants, BadPolicy> {
    Ok(Grants {
        block: raw.block,
        acr: contexts(&raw.acr)?,
        compliant_device: raw.compliant_device,
        evidence: raw.evidence.map(level_of),
        ticket: raw.ticket,
        reason: raw.reason,
    })
}

fn controls(raw: &PolicySession) -> Result<Controls, BadPolicy> {
    let surfaces = set(&raw.surfaces)?;
    Ok(Controls {
        longest: minutes(raw.max_duration_min.map(u32::from), 15, 720)?,
        reconfirm: minutes(raw.reconfirm_min.map(u32::from), 5, 60)?,
        surfaces: (!surfaces.is_empty()).then_some(surfaces),
    })
}

/// The level as the evidence has it.
pub(super) const fn level_of(level: PolicyEvidence) -> Level {
    match level {
        PolicyEvidence::NotEnrolled => Level::NotEnrolled,
        PolicyEvidence::Unknown => Level::Unknown,
        PolicyEvidence::Inferred => Level::Inferred,
        PolicyEvidence::IdpClaim => Level::IdpClaim,
        PolicyEvidence::Attested => Level::Attested,
    }
}

fn minutes(given: Option<u32>, least: u32, most: u32) -> Result<Option<Duration>, BadPolicy> {
    match given {
        None => Ok(None),
        Some(number) if (least..=most).contains(&number) => Ok(Some(Duration::from_secs(
            u64::from(number).saturating_mul(60),
        ))),
        Some(_) => Err(BadPolicy::Minutes),
    }
}

fn bounded<T>(list: &[T]) -> Result<(), BadPolicy> {
    match list.len() <= POLICY_LIST_MAX {
        true => Ok(()),
        false => Err(BadPolicy::TooLong),
    }
}

fn set<T: Ord + Copy>(list: &[T]) -> Result<BTreeSet<T>, BadPolicy> {
    bounded(list)?;
    Ok(list.iter().copied().collect())
}

fn label(text: &str) -> Result<Label, BadPolicy> {
    Label::try_from(text.trim().to_owned()).map_err(|_| BadPolicy::Name)
}

fn labels(list: &[String]) -> Result<BTreeSet<Label>, BadPolicy> {
    bounded(list)?;
    list.iter().map(|text| label(text)).collect()
}

fn networks(list: &[String]) -> Result<Vec<Network>, BadPolicy> {
    bounded(list)?;
    let network = |text: &String| text.parse().map_err(|_| BadPolicy::Network);
    list.iter().map(network).collect()
}

fn contexts(list: &[String]) -> Result<BTreeSet<String>, BadPolicy> {
    bounded(list)?;
    let fits = |text: &&String| (1..=128).contains(&text.len());
    if !list.iter().all(|text| fits(&text)) {
        return Err(BadPolicy::Acr);
    }
    Ok(list.iter().cloned().collect())
}
