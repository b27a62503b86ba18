//! What the policies say to a question. What is not known never helps: it is the value `unknown`, lies in no network, has no
//! authentication context and is too old.

use std::time::Duration;

use lotse_protocol::api::{PolicyCompliance, PolicyMode};
use lotse_protocol::id::PolicyId;
use lotse_protocol::time::Timestamp;

use super::{Conditions, Controls, Explained, People, Policy, Posture, Question};
use crate::device::{Compliance, Device};
use crate::evidence::Level;

/// Why a policy refuses; block is the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// It blocks.
    Block,
    /// It wants a better sign-in.
    StepUp,
    /// It wants a newer sign-in.
    SignInAgain,
    /// It wants a compliant device.
    CompliantDevice,
    /// It wants better evidence of the device.
    Evidence,
    /// It wants a reason.
    Reason,
    /// It wants a ticket.
    Ticket,
}

/// What one policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It does not apply: this part of it does not fit.
    Missed(&'static str),
    /// It applies, and lets pass.
    Passes,
    /// It applies, and refuses.
    Refuses(Refused),
}

/// A policy that only reports, and what it would have said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Which.
    pub policy: PolicyId,
    /// Why it would have refused; nothing where it would have let pass.
    pub refuses: Option<Refused>,
}

/// What all of them say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why not, and which policy says so: a block before everything else.
    pub refused: Option<(Refused, PolicyId)>,
    /// What holds for the session: the strictest of each.
    pub controls: Controls,
    /// Those that only report.
    pub reported: Vec<Reported>,
}

/// Asks every policy.
#[must_use]
pub fn evaluate(policies: &[Policy], asked: &Question<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    for policy in policies {
        let refused = match policy.says(asked) {
            Outcome::Missed(_) => continue,
            Outcome::Passes => None,
            Outcome::Refuses(why) => Some(why),
        };
        match policy.mode {
            PolicyMode::Off => {}
            PolicyMode::ReportOnly => verdict.reported.push(Reported {
                policy: policy.id,
                refuses: refused,
            }),
            PolicyMode::On => {
                verdict.controls = verdict.controls.and(&policy.session);
                let graver = refused.map(|why| (why, policy.id)).into_iter();
                verdict.refused = verdict.refused.into_iter().chain(graver).min();
            }
        }
    }
    verdict
}

impl Policy {
    /// What this policy says, whatever its mode.
    #[must_use]
    pub fn says(&self, asked: &Question<'_>) -> Outcome {
        let whom = self.include.hold(asked) && !self.exclude.hold(asked);
        let parts = self.parts.is_empty() || self.parts.contains(&asked.part);
        let actions = self.actions.is_empty() || self.actions.contains(&asked.action);
        let fits = [("who", whom), ("part", parts), ("action", actions)];
        let missed = fits.into_iter().chain(self.conditions.fit(asked));
        if let Some((part, _)) = missed.into_iter().find(|(_, fits)| !fits) {
            return Outcome::Missed(part);
        }
        match self.refuses(asked) {
            Some(why) => Outcome::Refuses(why),
            None => Outcome::Passes,
        }
    }

    fn refuses(&self, asked: &Question<'_>) -> Option<Refused> {
        let grant = &self.grant;
        let acr = asked.situation.acr.as_ref();
        let with_acr = acr.is_some_and(|acr| grant.acr.contains(acr));
        let old = self.sign_in_every.is_some_and(|every| older(asked, every));
        let (without_reason, without_ticket) = match asked.explained {
            Explained::Before => (false, false),
            Explained::Now { reason, ticket } => (!reason, !ticket),
        };
        let level = asked.posture.level();
        let compliant = asked.posture.compliance() == PolicyCompliance::Compliant;
        // Before there is a sharer nothing can be asked of their device.
        let somebody = !matches!(asked.posture, Posture::Nobody);
        [
            (grant.block, Refused::Block),
            (!grant.acr.is_empty() && !with_acr, Refused::StepUp),
            (old, Refused::SignInAgain),
            (
                somebody && grant.compliant_device && !compliant,
                Refused::CompliantDevice,
            ),
            (
                somebody && grant.evidence.is_some_and(|least| level < Some(least)),
                Refused::Evidence,
            ),
            (grant.reason && without_reason, Refused::Reason),
            (grant.ticket && without_ticket, Refused::Ticket),
        ]
        .into_iter()
        .find_map(|(fails, why)| fails.then_some(why))
    }
}

impl People {
    fn hold(&self, asked: &Question<'_>) -> bool {
        self.everybody
            || self.users.contains(&asked.who.id)
            || !self.groups.is_disjoint(&asked.who.groups)
            || !self.roles.is_disjoint(asked.roles)
    }
}

impl Conditions {
    /// Each condition by its name, and whether it fits.
    fn fit(&self, asked: &Question<'_>) -> [(&'static str, bool); 11] {
        let Question {
            situation, posture, ..
        } = asked;
        let inside = |networks: &[super::Network]| {
            situation
                .address
                .is_some_and(|address| networks.iter().any(|network| network.holds(address)))
        };
        let acr = situation.acr.as_ref();
        let tags = |device: &Device| !self.tags.is_disjoint(&device.tags);
        [
            ("platforms", any(&self.platforms, &situation.platform)),
            ("browsers", any(&self.browsers, &situation.browser)),
            (
                "evidence",
                self.evidence.is_empty()
                    || posture
                        .level()
                        .is_some_and(|level| self.evidence.contains(&level)),
            ),
            (
                "compliance",
                self.compliance.is_empty()
                    || !matches!(posture, Posture::Nobody)
                        && self.compliance.contains(&posture.compliance()),
            ),
            (
                "networks",
                self.networks.is_empty() || inside(&self.networks),
            ),
            (
                "outsideNetworks",
                self.outside_networks.is_empty() || !inside(&self.outside_networks),
            ),
            (
                "withoutAcr",
                self.without_acr.is_empty()
                    || !acr.is_some_and(|acr| self.without_acr.contains(acr)),
            ),
            (
                "signedInBeforeMin",
                self.signed_in_before.is_none_or(|age| older(asked, age)),
            ),
            (
                "hours",
                self.hours.as_ref().is_none_or(|h| h.hold(asked.now)),
            ),
            (
                "kinds",
                self.kinds.is_empty() || asked.kind.is_some_and(|kind| self.kinds.contains(&kind)),
            ),
            (
                "tags",
                self.tags.is_empty() || posture.device().is_some_and(tags),
            ),
        ]
    }
}

fn any<T: Ord>(wanted: &std::collections::BTreeSet<T>, found: &T) -> bool {
    wanted.is_empty() || wanted.contains(found)
}

/// Whether the sign-in is older than that, or of unknown age.
fn older(asked: &Question<'_>, age: Duration) -> bool {
    let since = |at: Timestamp| asked.now.since(at) > age;
    asked.situation.signed_in_at.is_none_or(since)
}

impl Posture<'_> {
    /// How good the evidence is; nothing while there is no sharer.
    fn level(&self) -> Option<Level> {
        match self {
            Self::Nobody => None,
            Self::Of(device) if device.enrolled => Some(Level::Inferred),
            Self::Of(_) => Some(Level::NotEnrolled),
            Self::Judged(evidence) => Some(evidence.level()),
        }
    }

    fn device(&self) -> Option<&Device> {
        match self {
            Self::Nobody => None,
            Self::Of(device) => Some(device),
            Self::Judged(evidence) => evidence.device(),
        }
    }

    fn compliance(&self) -> PolicyCompliance {
        let known = self.device().map(|device| device.compliance);
        match known {
            Some(Compliance::Compliant) => PolicyCompliance::Compliant,
            Some(Compliance::Noncompliant) => PolicyCompliance::Noncompliant,
            Some(Compliance::InGracePeriod) => PolicyCompliance::InGracePeriod,
            Some(Compliance::Error) => PolicyCompliance::Error,
            Some(Compliance::Conflict) => PolicyCompliance::Conflict,
            Some(Compliance::Unknown) | None => PolicyCompliance::Unknown,
        }
    }
}
