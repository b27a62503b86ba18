//! The organisation: its people, its rules and what its inventory knows, all of which may change while a session runs. Never
//! decides anything itself: it asks the domain's policy.

use std::collections::BTreeSet;

use lotse_domain::access::Situation;
use lotse_domain::device::{Compliance, Device};
use lotse_domain::evidence::{Inventory, Observed, judge};
use lotse_domain::person::{Label, Person};
use lotse_domain::policy::{
    Grant, HelpQuestion, Offer, OfferQuestion, Part, Refusal, Rules, may_help, may_offer,
};
use lotse_domain::role::{Assignment, BuiltIn, Role, Scope};
use lotse_domain::settings::{Settings, Whole};
use lotse_domain::warning::Circumstances;
use lotse_protocol::api::SessionKind;
use lotse_protocol::id::{DeviceId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use uuid::Uuid;

/// Who is who in every world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    Hanna,
    Sami,
    Kim,
}

impl Name {
    pub(crate) const ALL: [Self; 3] = [Self::Hanna, Self::Sami, Self::Kim];

    pub(crate) fn user(self) -> UserId {
        UserId::from_uuid(Uuid::from_u128(100 + self as u128))
    }
}

pub(crate) struct Organisation {
    pub(crate) settings: Settings,
    assignments: Vec<Assignment>,
    groups: [BTreeSet<Label>; 3],
    device: Device,
}

pub(crate) fn tenant() -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(1))
}

fn label(text: &str) -> Label {
    Label::try_from(text.to_owned()).unwrap()
}

impl Organisation {
    pub(crate) fn new() -> Self {
        let settings = Settings {
            enabled: true,
            pause_max_min: Whole::fixed::<1>(),
            resume_window_s: Whole::fixed::<10>(),
            consent_timeout_min: Whole::fixed::<1>(),
            ..Settings::default()
        };
        let assignment = |role, group| Assignment {
            role: Role::BuiltIn(role),
            members: BTreeSet::from([label(group)]),
            scope: Scope::Everybody,
        };
        let helpers = BTreeSet::from([label("helpers")]);
        Self {
            settings,
            assignments: vec![
                assignment(BuiltIn::Helper, "helpers"),
                assignment(BuiltIn::Supervisor, "supervisors"),
            ],
            groups: [
                helpers,
                BTreeSet::new(),
                BTreeSet::from([label("supervisors")]),
            ],
            device: Device {
                id: DeviceId::from_uuid(Uuid::from_u128(200)),
                tenant: tenant(),
                os: None,
                primary_user: Some(Name::Sami.user()),
                enrolled: true,
                compliance: Compliance::Compliant,
                failed_rules: vec!["disk encryption".to_owned()],
                last_check_in: None,
                groups: BTreeSet::new(),
                tags: BTreeSet::new(),
            },
        }
    }

    /// The device breaks a rule, or keeps them again.
    pub(crate) fn set_compliant(&mut self, compliant: bool) {
        self.device.compliance = if compliant {
            Compliance::Compliant
        } else {
            Compliance::Noncompliant
        };
    }

    /// A helper loses their role, or has it again.
    pub(crate) fn set_role(&mut self, name: Name, has: bool) {
        let group = if name == Name::Kim {
            "supervisors"
        } else {
            "helpers"
        };
        self.groups[name as usize] = if has {
            BTreeSet::from([label(group)])
        } else {
            BTreeSet::new()
        };
    }

    fn person(&self, name: Name) -> Person {
        Person {
            id: name.user(),
            tenant: tenant(),
            enabled: true,
            groups: self.groups[name as usize].clone(),
        }
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            tenant: tenant(),
            settings: &self.settings,
            assignments: &self.assignments,
            policies: &[],
        }
    }

    pub(crate) fn offer(&self) -> Result<Offer, Refusal> {
        let helper = self.person(Name::Hanna);
        let asked = OfferQuestion {
            helper: &helper,
            device: None,
            open_sessions: 0,
            reason: None,
            ticket: None,
            now: Timestamp::from_millis(1_800_000_000_000),
            situation: &Situation::UNKNOWN,
        };
        may_offer(self.rules(), asked)
    }

    pub(crate) fn verdict(
        &self,
        now: Timestamp,
        helper: Name,
        part: Part,
    ) -> Result<Grant, Refusal> {
        let inventory = Inventory::Knows(vec![self.device.clone()]);
        let evidence = judge(Name::Sami.user(), &Observed::default(), &inventory);
        let (helper, sharer) = (self.person(helper), self.person(Name::Sami));
        let asked = HelpQuestion {
            now,
            helper: &helper,
            part,
            sharer: &sharer,
            evidence: &evidence,
            circumstances: Circumstances::default(),
            kind: SessionKind::Code,
            helper_at: Some(&Situation::UNKNOWN),
            sharer_at: Some(&Situation::UNKNOWN),
        };
        may_help(self.rules(), asked)
    }
}
