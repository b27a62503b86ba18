//! Policies of conditional access: written, tried out, taken away.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use lotse_domain::access::{
    BadPolicy, Explained, Outcome, Policy, Posture, Question, Situation, evaluate,
};
use lotse_domain::audit::Action;
use lotse_domain::policy::Reason;
use lotse_domain::role::{RoleName, held};
use lotse_protocol::api::{
    PolicyAction, PolicyBody, PolicyBrowser, PolicyMode, PolicyPage, PolicyPart, PolicyPlatform,
    PolicySays, PolicySession, PolicySimulated, PolicyView, PolicyWhatIf, SessionKind,
};
use lotse_protocol::id::PolicyId;
use lotse_protocol::time::Timestamp;

use super::explain::{evidence, person};
use super::{AccessFault, Deed, Desk, FULL, json, named, next_of};
use crate::app::App;
use crate::chance;
use crate::clock::now;
use crate::limits::{ACCESS_PAGE_MAX, POLICIES_MAX};
use crate::store::{self, PolicyRow};

/// The next policies, oldest first.
pub(crate) async fn list(app: &App, after: &str) -> Result<PolicyPage, AccessFault> {
    let rows = app
        .store
        .policy_rows(app.tenant, after, ACCESS_PAGE_MAX)
        .await?;
    Ok(PolicyPage {
        next_cursor: next_of(&rows, |row| row.id.text()),
        items: rows.into_iter().map(shown).collect(),
    })
}

/// One policy with its version.
pub(crate) async fn read(app: &App, id: PolicyId) -> Result<(PolicyView, u64), AccessFault> {
    let row = there(app, id).await?;
    let version = row.version;
    Ok((shown(row), version))
}

/// Makes a policy.
pub(crate) async fn add(
    app: &App,
    desk: &Desk,
    body: PolicyBody,
) -> Result<PolicyView, AccessFault> {
    let row = PolicyRow {
        id: PolicyId::from_uuid(chance::uuid(now())?),
        body,
        version: 1,
    };
    sensible(app, desk, &row).await?;
    let mut change = app.store.begin().await?;
    if store::policy_count(&mut change, app.tenant).await? >= POLICIES_MAX {
        return Err(FULL);
    }
    store::add_policy(&mut change, app.tenant, &row).await?;
    let deed = deed(row.id, None, Some(&row.body))?;
    desk.commit(app, change, deed).await?;
    Ok(shown(row))
}

/// Changes a policy.
pub(crate) async fn edit(
    app: &App,
    desk: &Desk,
    id: PolicyId,
    version: u64,
    body: PolicyBody,
) -> Result<(PolicyView, u64), AccessFault> {
    let row = PolicyRow { id, body, version };
    sensible(app, desk, &row).await?;
    let mut change = app.store.begin().await?;
    let before = there(app, id).await?;
    if !store::set_policy(&mut change, &row).await? {
        return Err(AccessFault::Stale);
    }
    let deed = deed(id, Some(&before.body), Some(&row.body))?;
    desk.commit(app, change, deed).await?;
    Ok((shown(row), version.saturating_add(1)))
}

/// Takes a policy away.
pub(crate) async fn drop(
    app: &App,
    desk: &Desk,
    id: PolicyId,
    version: u64,
) -> Result<(), AccessFault> {
    let mut change = app.store.begin().await?;
    let before = there(app, id).await?;
    if !store::drop_policy(&mut change, id, version).await? {
        return Err(AccessFault::Stale);
    }
    let deed = deed(id, Some(&before.body), None)?;
    desk.commit(app, change, deed).await
}

/// What the policies would say, and each of them for itself. Changes nothing.
pub(crate) async fn simulate(
    app: &App,
    asked: PolicyWhatIf,
) -> Result<PolicySimulated, AccessFault> {
    let who = person(app, &asked.user).await?;
    let roles = held(&app.store.assignments(app.tenant).await?, &who);
    let sharer = match &asked.sharer {
        Some(name) => {
            let sharer = person(app, name).await?;
            Some(evidence(app, &sharer, None).await?)
        }
        None => None,
    };
    let at = asked.at.unwrap_or_else(now);
    let situation = situation(&asked, at)?;
    let question = Question {
        now: at,
        who: &who,
        roles: &roles,
        part: asked.part,
        action: asked.action,
        situation: &situation,
        posture: sharer.as_ref().map_or(Posture::Nobody, Posture::Judged),
        kind: Some(asked.kind.unwrap_or(SessionKind::Code)),
        explained: Explained::Now {
            reason: asked.reason,
            ticket: asked.ticket,
        },
    };
    let mut policies = app.store.policies(app.tenant).await?;
    let mut says: Vec<PolicySays> = policies
        .iter()
        .map(|policy| said(policy, Some(policy.id), &question))
        .collect();
    if let Some(draft) = &asked.draft {
        let mut draft = parsed(PolicyId::from_uuid(uuid::Uuid::nil()), draft)?;
        draft.mode = PolicyMode::On;
        says.push(said(&draft, None, &question));
        policies.push(draft);
    }
    let verdict = evaluate(&policies, &question);
    let minutes = |time: Duration| u16::try_from(time.as_secs() / 60).unwrap_or(u16::MAX);
    Ok(PolicySimulated {
        allowed: verdict.refused.is_none(),
        reason: verdict
            .refused
            .map(|(why, _)| Reason::of_policy(why).text().to_owned()),
        session: PolicySession {
            sign_in_every_min: None,
            max_duration_min: verdict.controls.longest.map(minutes),
            reconfirm_min: verdict.controls.reconfirm.map(minutes),
            surfaces: verdict
                .controls
                .surfaces
                .map(|surfaces| surfaces.into_iter().collect())
                .unwrap_or_default(),
        },
        policies: says,
    })
}

fn said(policy: &Policy, id: Option<PolicyId>, question: &Question<'_>) -> PolicySays {
    let outcome = policy.says(question);
    PolicySays {
        id,
        name: policy.name.text().to_owned(),
        mode: policy.mode,
        applies: !matches!(outcome, Outcome::Missed(_)),
        missed: match outcome {
            Outcome::Missed(part) => Some(part.to_owned()),
            Outcome::Passes | Outcome::Refuses(_) => None,
        },
        refuses: match outcome {
            Outcome::Refuses(why) => Some(Reason::of_policy(why).text().to_owned()),
            Outcome::Passes | Outcome::Missed(_) => None,
        },
    }
}

fn situation(asked: &PolicyWhatIf, at: Timestamp) -> Result<Situation, AccessFault> {
    let address = asked.address.as_ref().map(|text| text.parse::<IpAddr>());
    let address = address.transpose().map_err(|_| {
        AccessFault::Invalid(
            "address",
            "An address is one such as 192.0.2.7 or 2001:db8::7.",
        )
    })?;
    let ago = asked
        .signed_in_min_ago
        .map(|min| Duration::from_secs(u64::from(min).saturating_mul(60)));
    Ok(Situation {
        platform: asked.platform.unwrap_or(PolicyPlatform::Unknown),
        browser: asked.browser.unwrap_or(PolicyBrowser::Unknown),
        address,
        acr: asked.acr.clone(),
        signed_in_at: ago.map(|ago| at.saturating_sub(ago)),
    })
}

/// Whether it can be read, the roles that it names are there, and whoever writes it could change it again.
async fn sensible(app: &App, desk: &Desk, row: &PolicyRow) -> Result<(), AccessFault> {
    let policy = parsed(row.id, &row.body)?;
    if policy.mode == PolicyMode::On && shuts_out(&policy, desk) {
        return Err(AccessFault::Conflict(
            "locks_out",
            "It would lock you out of this very door; spare yourself, or let it only report.",
        ));
    }
    let roles: BTreeSet<RoleName> = policy.roles().collect();
    for role in roles {
        let RoleName::Custom(id) = role else { continue };
        if app.store.role(app.tenant, id).await?.is_none() {
            return Err(invalid(BadPolicy::Role));
        }
    }
    Ok(())
}

/// Whether whoever writes it could not take it back.
fn shuts_out(policy: &Policy, desk: &Desk) -> bool {
    let said = policy.says(&Question {
        now: now(),
        who: &desk.person,
        roles: &desk.roles,
        part: PolicyPart::Admin,
        action: PolicyAction::Admin,
        situation: &desk.situation,
        posture: Posture::Nobody,
        kind: None,
        explained: Explained::Before,
    });
    matches!(said, Outcome::Refuses(_))
}

fn parsed(id: PolicyId, body: &PolicyBody) -> Result<Policy, AccessFault> {
    Policy::parse(id, body).map_err(invalid)
}

const fn invalid(fault: BadPolicy) -> AccessFault {
    let (reason, words) = match fault {
        BadPolicy::Name => (
            "name",
            "A name has 1 to 128 bytes and no control characters.",
        ),
        BadPolicy::Role => (
            "unknown_role",
            "There is no such role; GET /api/v1/roles shows which there are.",
        ),
        BadPolicy::Nobody => (
            "nobody",
            "Say whom it is about: everybody, users, groups or roles.",
        ),
        BadPolicy::Network => (
            "network",
            "A network is an address with its prefix, such as 10.0.0.0/8 or 2001:db8::/32.",
        ),
        BadPolicy::Hours => (
            "hours",
            "Hours are two different times of day such as 08:00 and 18:00, at most 14 hours from UTC.",
        ),
        BadPolicy::Minutes => (
            "minutes",
            "A session lasts 15 to 720 minutes, a question comes every 5 to 60, a sign-in is at most 30 days old.",
        ),
        BadPolicy::Acr => ("acr", "An authentication context has 1 to 128 bytes."),
        BadPolicy::TooLong => ("too_many_names", "At most 100 names fit into one list."),
        BadPolicy::Nothing => (
            "asks_for_nothing",
            "Choose at least one grant control or session control.",
        ),
    };
    AccessFault::Invalid(reason, words)
}

async fn there(app: &App, id: PolicyId) -> Result<PolicyRow, AccessFault> {
    let row = app.store.policy(app.tenant, id).await?;
    row.ok_or(AccessFault::NotFound)
}

fn shown(row: PolicyRow) -> PolicyView {
    PolicyView {
        id: row.id,
        policy: row.body,
    }
}

fn deed(
    id: PolicyId,
    before: Option<&PolicyBody>,
    after: Option<&PolicyBody>,
) -> Result<Deed, AccessFault> {
    Ok(Deed {
        action: Action::PolicyChanged,
        target: named(&id.text()),
        before: before.map(json).transpose()?,
        after: after.map(json).transpose()?,
    })
}
