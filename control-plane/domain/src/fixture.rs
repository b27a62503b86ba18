//! People, devices and rules for the crate's own tests. Never compiled into anything else.

use std::collections::BTreeSet;

use lotse_protocol::bus::ThreadKey;
use lotse_protocol::id::{DeviceId, NodeId, ParticipantId, SessionId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use uuid::Uuid;

use crate::access::Situation;
use crate::device::{Compliance, Device, Os};
use crate::evidence::{Evidence, Inventory, Observed, judge};
use crate::person::{BrowserKey, Label, Person};
use crate::policy::{Grant, HelpQuestion, Offer, OfferQuestion, Part, Rules, may_help, may_offer};
use crate::role::{Assignment, BuiltIn, Role, Scope};
use crate::session::{Create, Newcomer};
use crate::settings::Settings;
use crate::warning::Circumstances;
use lotse_protocol::api::SessionKind;

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

pub(crate) const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) const TENANT: TenantId = TenantId::from_uuid(id(1));
pub(crate) const HANNA: UserId = UserId::from_uuid(id(10));
pub(crate) const SAMI: UserId = UserId::from_uuid(id(11));
pub(crate) const KIM: UserId = UserId::from_uuid(id(12));
pub(crate) const ADA: UserId = UserId::from_uuid(id(13));

/// Participants: the helper, the sharer, a further helper, the sharer's second browser.
pub(crate) const H: ParticipantId = ParticipantId::from_uuid(id(20));
pub(crate) const S: ParticipantId = ParticipantId::from_uuid(id(21));
pub(crate) const K: ParticipantId = ParticipantId::from_uuid(id(22));
pub(crate) const S2: ParticipantId = ParticipantId::from_uuid(id(23));

pub(crate) fn label(text: &str) -> Label {
    Label::try_from(text.to_owned()).unwrap()
}

pub(crate) fn labels(texts: &[&str]) -> BTreeSet<Label> {
    texts.iter().map(|text| label(text)).collect()
}

pub(crate) fn person(id: UserId, groups: &[&str]) -> Person {
    Person {
        id,
        tenant: TENANT,
        enabled: true,
        groups: labels(groups),
    }
}

pub(crate) fn device(number: u128, owner: UserId, compliance: Compliance) -> Device {
    Device {
        id: DeviceId::from_uuid(id(number)),
        tenant: TENANT,
        os: Some(Os::Windows),
        primary_user: Some(owner),
        enrolled: true,
        compliance,
        failed_rules: vec!["disk encryption".to_owned()],
        last_check_in: Some(NOW),
        groups: BTreeSet::new(),
        tags: BTreeSet::new(),
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        enabled: true,
        ..Settings::default()
    }
}

pub(crate) fn assignment(role: BuiltIn, members: &str, scope: Scope) -> Assignment {
    Assignment {
        role: Role::BuiltIn(role),
        members: labels(&[members]),
        scope,
    }
}

pub(crate) fn assignments() -> Vec<Assignment> {
    vec![
        assignment(BuiltIn::Helper, "helpers", Scope::Everybody),
        assignment(BuiltIn::Supervisor, "supervisors", Scope::Everybody),
    ]
}

pub(crate) fn evidence(person: UserId, compliance: Compliance) -> Evidence {
    let devices = vec![device(30, person, compliance)];
    judge(person, &Observed::default(), &Inventory::Knows(devices))
}

pub(crate) fn offer(settings: &Settings) -> Offer {
    let assignments = assignments();
    let rules = Rules {
        tenant: TENANT,
        settings,
        assignments: &assignments,
        policies: &[],
    };
    let helper = person(HANNA, &["helpers"]);
    let asked = OfferQuestion {
        helper: &helper,
        device: None,
        open_sessions: 0,
        reason: None,
        ticket: None,
        now: NOW,
        situation: &Situation::UNKNOWN,
    };
    may_offer(rules, asked).unwrap()
}

/// A yes for `helper` and Sami, whose device is compliant or not.
pub(crate) fn grant(helper: UserId, part: Part, compliance: Compliance) -> Grant {
    let (settings, assignments) = (settings(), assignments());
    let rules = Rules {
        tenant: TENANT,
        settings: &settings,
        assignments: &assignments,
        policies: &[],
    };
    let helper = person(helper, &["helpers", "supervisors"]);
    let asked = HelpQuestion {
        now: NOW,
        helper: &helper,
        part,
        sharer: &person(SAMI, &[]),
        evidence: &evidence(SAMI, compliance),
        circumstances: Circumstances::default(),
        kind: SessionKind::Code,
        helper_at: Some(&Situation::UNKNOWN),
        sharer_at: Some(&Situation::UNKNOWN),
    };
    may_help(rules, asked).unwrap()
}

pub(crate) fn create() -> Create {
    Create {
        id: SessionId::from_uuid(id(40)),
        kind: SessionKind::Code,
        helper: H,
        thread_key: ThreadKey([9; 32]),
    }
}

pub(crate) fn newcomer(participant: ParticipantId, browser: &str) -> Newcomer {
    Newcomer {
        participant,
        user: SAMI,
        browser: BrowserKey::new(browser.to_owned()),
    }
}

pub(crate) fn place(number: u128) -> NodePlace {
    NodePlace {
        node: NodeId::from_uuid(id(number)),
        epoch: 1,
    }
}
