//! Why somebody may or may not do something, part by part, in the order in which [`super::may_help`] asks; policies of
//! conditional access are asked elsewhere. Never makes a grant: an explanation opens nothing.

use lotse_protocol::api::Severity;
use lotse_protocol::time::Timestamp;

use super::{Part, Reason, Refusal, Rules, may_join, needed, takes_part};
use crate::device::Device;
use crate::evidence::Evidence;
use crate::person::Person;
use crate::role::{Permission, Target, permits};
use crate::warning::{Circumstances, warnings};

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct WhyQuestion<'a> {
    /// When.
    pub now: Timestamp,
    /// Who would do it.
    pub who: &'a Person,
    /// What they would need.
    pub permission: Permission,
    /// With whom, and what is known of the device of theirs.
    pub sharer: Option<(&'a Person, &'a Evidence)>,
    /// On which device, where there is no sharer.
    pub device: Option<&'a Device>,
}

/// One part of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyPart {
    /// Whether they may take part at all.
    Account,
    /// Whether the other person may.
    Sharer,
    /// Whether a role of theirs has the permission and reaches that far.
    Permission(Permission),
    /// What the organisation says to the device.
    Device,
}

/// What a part says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Which part.
    pub part: WhyPart,
    /// What it says.
    pub result: Result<(), Refusal>,
}

/// Every part of the question with its answer; roles and devices allow it when all of them pass.
#[must_use]
pub fn explain(rules: Rules<'_>, asked: WhyQuestion<'_>) -> Vec<Said> {
    let mut parts = Vec::new();
    let mut say = |part, result| parts.push(Said { part, result });
    say(WhyPart::Account, takes_part(rules, asked.who));
    if let Some((sharer, _)) = asked.sharer {
        say(WhyPart::Sharer, sharer_passes(rules, asked.who, sharer));
    }
    let target = target(&asked);
    let evidence = asked.sharer.map(|(_, evidence)| evidence);
    for permission in wanted(asked.permission, evidence) {
        let result = permits(rules.assignments, asked.who, permission, target);
        say(
            WhyPart::Permission(permission),
            result.map_err(Refusal::from),
        );
    }
    if let Some(evidence) = evidence.filter(|_| sees(asked.permission)) {
        say(WhyPart::Device, device_passes(rules, asked.now, evidence));
    }
    parts
}

/// Whom or what the permission would be used on.
#[must_use]
pub fn target<'a>(asked: &WhyQuestion<'a>) -> Target<'a> {
    match (asked.sharer, asked.device) {
        (Some((person, evidence)), _) => Target::Sharer {
            person,
            device: evidence.device(),
        },
        (None, Some(device)) => Target::Device(device),
        (None, None) => Target::Nobody,
    }
}

const fn sees(permission: Permission) -> bool {
    matches!(permission, Permission::SessionViewScreen)
}

fn wanted(permission: Permission, evidence: Option<&Evidence>) -> Vec<Permission> {
    match evidence.filter(|_| sees(permission)) {
        Some(evidence) => needed(Part::Helper, evidence.level()).to_vec(),
        None => vec![permission],
    }
}

fn sharer_passes(rules: Rules<'_>, who: &Person, sharer: &Person) -> Result<(), Refusal> {
    may_join(rules, sharer)?;
    if who.id == sharer.id {
        return Err(Refusal::new(Reason::SamePerson));
    }
    Ok(())
}

fn device_passes(rules: Rules<'_>, now: Timestamp, evidence: &Evidence) -> Result<(), Refusal> {
    let found = warnings(now, rules.settings, evidence, Circumstances::default());
    match found.iter().find(|w| w.severity == Severity::Block) {
        Some(block) => Err(Refusal::new(Reason::of_warning(block.kind))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::access::Situation;
    use crate::device::Compliance;
    use crate::evidence::{Inventory, Observed, judge};
    use crate::fixture::{HANNA, KIM, NOW, SAMI, TENANT, assignments, evidence, labels, person};
    use crate::policy::{HelpQuestion, may_help};
    use crate::role::{BuiltIn, Role, Scope};
    use crate::settings::{OnRisk, Settings};
    use lotse_protocol::api::SessionKind;

    fn asked<'a>(who: &'a Person, sharer: &'a Person, evidence: &'a Evidence) -> WhyQuestion<'a> {
        WhyQuestion {
            now: NOW,
            who,
            permission: Permission::SessionViewScreen,
            sharer: Some((sharer, evidence)),
            device: None,
        }
    }

    /// Asks both about everybody who helps and everybody who shares, and gives the reasons that were heard.
    fn both_say_the_same(rules: Rules<'_>, evidence: &Evidence) -> BTreeSet<Option<&'static str>> {
        let helpers = [
            person(HANNA, &["helpers"]),
            person(KIM, &[]),
            person(SAMI, &["helpers"]),
        ];
        let sharers = [person(SAMI, &["sales"]), person(SAMI, &[])];
        let pairs = helpers
            .iter()
            .flat_map(|who| sharers.iter().map(move |sharer| (who, sharer)));
        pairs
            .map(|(who, sharer)| {
                let parts = explain(rules, asked(who, sharer, evidence));
                let first = parts.iter().find_map(|said| said.result.err());
                let question = HelpQuestion {
                    now: NOW,
                    helper: who,
                    part: Part::Helper,
                    sharer,
                    evidence,
                    circumstances: Circumstances::default(),
                    kind: SessionKind::Code,
                    helper_at: Some(&Situation::UNKNOWN),
                    sharer_at: Some(&Situation::UNKNOWN),
                };
                assert_eq!(first, may_help(rules, question).err());
                first.map(|refusal| refusal.reason().text())
            })
            .collect()
    }

    /// Every way in which a question can fail, and some in which it does not.
    #[test]
    fn the_first_part_that_fails_is_the_reason_of_the_refusal() {
        let mut narrow = assignments();
        narrow[0].role = Role::BuiltIn(BuiltIn::ViewOnlyHelper);
        narrow[0].scope = Scope::Some {
            user_groups: labels(&["sales"]),
            device_groups: labels(&[]),
            tags: labels(&[]),
        };
        let strict = Settings {
            noncompliant: OnRisk::Block,
            allow_unenrolled: true,
            ..crate::fixture::settings()
        };
        let all_settings = [Settings::default(), crate::fixture::settings(), strict];
        let all_assignments = [assignments(), narrow, Vec::new()];
        let bare = judge(SAMI, &Observed::default(), &Inventory::Knows(Vec::new()));
        let evidence = [
            evidence(SAMI, Compliance::Compliant),
            evidence(SAMI, Compliance::Noncompliant),
            bare,
            judge(SAMI, &Observed::default(), &Inventory::Silent),
        ];
        let mut heard = BTreeSet::new();

        for settings in &all_settings {
            for assignments in &all_assignments {
                let rules = Rules {
                    tenant: TENANT,
                    settings,
                    assignments,
                    policies: &[],
                };
                let all = evidence
                    .iter()
                    .flat_map(|one| both_say_the_same(rules, one));
                heard.extend(all);
            }
        }

        assert_eq!(heard.len(), 7, "{heard:?}");
    }

    #[test]
    fn without_anybody_in_particular_some_assignment_is_enough() {
        let (settings, assignments) = (crate::fixture::settings(), assignments());
        let rules = Rules {
            tenant: TENANT,
            settings: &settings,
            assignments: &assignments,
            policies: &[],
        };
        let hanna = person(HANNA, &["helpers"]);
        let question = |permission| WhyQuestion {
            now: NOW,
            who: &hanna,
            permission,
            sharer: None,
            device: None,
        };

        let offer = explain(rules, question(Permission::SessionOffer));
        let manage = explain(rules, question(Permission::RoleManage));

        assert!(offer.iter().all(|said| said.result.is_ok()));
        let refusal = manage.iter().find_map(|said| said.result.err()).unwrap();
        assert_eq!(refusal.reason(), Reason::NoRole);
        assert_eq!(refusal.permission(), Some(Permission::RoleManage));
    }
}
