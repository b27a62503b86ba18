//! Where conditional access is asked: when a session is made, when somebody takes part and again while they do, and at an
//! administrator's door. Never gives what no role gives: it comes after the roles, and only refuses or tightens.

use lotse_protocol::api::{PolicyAction, PolicyPart, SessionKind};
use lotse_protocol::id::UserId;
use lotse_protocol::time::Timestamp;

use super::{HelpQuestion, OfferQuestion, Part, Refusal, Rules};
use crate::access::{
    Controls, Explained, Posture, Question, Reported, Situation, Verdict, evaluate,
};
use crate::device::Device;
use crate::person::Person;
use crate::role::held;

/// What a policy that only reports would have said, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// To whom.
    pub who: UserId,
    /// What.
    pub said: Reported,
}

/// Decides whether somebody may come to an administrator's door at all; what they may do there a role says.
pub fn may_administer(
    rules: Rules<'_>,
    who: &Person,
    situation: &Situation,
    now: Timestamp,
) -> Result<(), Refusal> {
    let roles = held(rules.assignments, who);
    let verdict = evaluate(
        rules.policies,
        &Question {
            now,
            who,
            roles: &roles,
            part: PolicyPart::Admin,
            action: PolicyAction::Admin,
            situation,
            posture: Posture::Nobody,
            kind: None,
            explained: Explained::Before,
        },
    );
    settled(verdict).map(|_| ())
}

/// What policies that only report would have said to a wish.
#[must_use]
pub fn reported_at_offer(rules: Rules<'_>, asked: &OfferQuestion<'_>) -> Vec<Heard> {
    heard(asked.helper, offered(rules, asked))
}

/// What policies that only report would have said to the two of a session.
#[must_use]
pub fn reported_at_help(rules: Rules<'_>, asked: &HelpQuestion<'_>) -> Vec<Heard> {
    let both = both(rules, asked);
    both.into_iter()
        .flat_map(|(who, verdict)| heard(who, verdict))
        .collect()
}

fn heard(who: &Person, verdict: Verdict) -> Vec<Heard> {
    let said = verdict.reported.into_iter();
    said.map(|said| Heard { who: who.id, said }).collect()
}

pub(super) fn at_offer(rules: Rules<'_>, asked: &OfferQuestion<'_>) -> Result<Controls, Refusal> {
    settled(offered(rules, asked))
}

pub(super) fn at_open(
    rules: Rules<'_>,
    helper: &Person,
    device: Option<(&Device, Option<&Person>)>,
    (now, situation): (Timestamp, &Situation),
) -> Result<(), Refusal> {
    let verdict = making(rules, helper, device, (now, situation), Explained::Before);
    settled(verdict).map(|_| ())
}

pub(super) fn at_help(rules: Rules<'_>, asked: &HelpQuestion<'_>) -> Result<Controls, Refusal> {
    let mut controls = Controls::default();
    for (_, verdict) in both(rules, asked) {
        controls = controls.and(&settled(verdict)?);
    }
    Ok(controls)
}

fn offered(rules: Rules<'_>, asked: &OfferQuestion<'_>) -> Verdict {
    let given = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    let explained = Explained::Now {
        reason: given(asked.reason),
        ticket: given(asked.ticket),
    };
    making(
        rules,
        asked.helper,
        asked.device,
        (asked.now, asked.situation),
        explained,
    )
}

fn making(
    rules: Rules<'_>,
    helper: &Person,
    device: Option<(&Device, Option<&Person>)>,
    (now, situation): (Timestamp, &Situation),
    explained: Explained,
) -> Verdict {
    let roles = held(rules.assignments, helper);
    let kind = match device {
        Some(_) => SessionKind::Device,
        None => SessionKind::Code,
    };
    evaluate(
        rules.policies,
        &Question {
            now,
            who: helper,
            roles: &roles,
            part: PolicyPart::Helper,
            action: PolicyAction::Create,
            situation,
            posture: device.map_or(Posture::Nobody, |(device, _)| Posture::Of(device)),
            kind: Some(kind),
            explained,
        },
    )
}

/// What they say to the helper, and what to the sharer.
fn both<'a>(rules: Rules<'_>, asked: &HelpQuestion<'a>) -> Vec<(&'a Person, Verdict)> {
    let part = match asked.part {
        Part::Helper => PolicyPart::Helper,
        Part::Observer => PolicyPart::Observer,
    };
    let ask = |who: &'a Person, part, situation: Option<&Situation>| {
        let situation = situation?;
        let roles = held(rules.assignments, who);
        let question = Question {
            now: asked.now,
            who,
            roles: &roles,
            part,
            action: PolicyAction::Join,
            situation,
            posture: Posture::Judged(asked.evidence),
            kind: Some(asked.kind),
            explained: Explained::Before,
        };
        Some((who, evaluate(rules.policies, &question)))
    };
    let helper = ask(asked.helper, part, asked.helper_at);
    let sharer = ask(asked.sharer, PolicyPart::Sharer, asked.sharer_at);
    helper.into_iter().chain(sharer).collect()
}

fn settled(verdict: Verdict) -> Result<Controls, Refusal> {
    match verdict.refused {
        Some((why, policy)) => Err(Refusal::by_policy(why, policy)),
        None => Ok(verdict.controls),
    }
}
