//! What a decision takes with one assignment of a role and with a thousand, of which the last is the one that fits, and with a
//! tenth as many policies, which apply to nobody here but have to be asked.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark says by panicking what went wrong"
)]

mod measure;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::net::IpAddr;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use lotse_domain::access::{Policy, Situation};
use lotse_domain::device::{Compliance, Device, Os};
use lotse_domain::evidence::{Evidence, Inventory, Observed, judge};
use lotse_domain::person::{Label, Person};
use lotse_domain::policy::{HelpQuestion, OfferQuestion, Part, Rules, may_help, may_offer};
use lotse_domain::role::{Assignment, BuiltIn, Role, Scope};
use lotse_domain::settings::Settings;
use lotse_domain::warning::Circumstances;
use lotse_protocol::api::{
    PolicyBody, PolicyConditions, PolicyGrant, PolicyMode, PolicyPeople, PolicySession, PolicyWho,
    SessionKind,
};
use lotse_protocol::id::{DeviceId, PolicyId, TenantId, UserId};
use lotse_protocol::time::Timestamp;
use uuid::Uuid;

const GROUP: &str = "policy";
const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const TENANT: TenantId = TenantId::from_uuid(Uuid::from_u128(1));

fn decide(criterion: &mut Criterion) {
    measure::yardstick(criterion, GROUP);
    let mut group = criterion.benchmark_group(GROUP);
    let settings = Settings {
        enabled: true,
        ..Settings::default()
    };
    let (helper, sharer) = (person(10, "team 1"), person(11, "branch 1"));
    let evidence = evidence(sharer.id);
    let here = Situation {
        address: Some(IpAddr::from([10, 1, 2, 3])),
        ..Situation::UNKNOWN
    };
    for count in [1, 1_000] {
        let assignments: Vec<Assignment> = (1..=count).rev().map(assignment).collect();
        let policies: Vec<Policy> = (0..count / 10).map(policy).collect();
        let rules = Rules {
            tenant: TENANT,
            settings: &settings,
            assignments: &assignments,
            policies: &policies,
        };
        let offer = OfferQuestion {
            helper: &helper,
            device: None,
            open_sessions: 0,
            reason: None,
            ticket: None,
            now: NOW,
            situation: &here,
        };
        let help = HelpQuestion {
            now: NOW,
            helper: &helper,
            part: Part::Helper,
            sharer: &sharer,
            evidence: &evidence,
            circumstances: Circumstances::default(),
            kind: SessionKind::Code,
            helper_at: Some(&here),
            sharer_at: Some(&here),
        };
        group.bench_function(BenchmarkId::new("may offer", count), |bencher| {
            bencher.iter(|| may_offer(black_box(rules), black_box(offer)).unwrap());
        });
        group.bench_function(BenchmarkId::new("may help", count), |bencher| {
            bencher.iter(|| may_help(black_box(rules), black_box(help)).unwrap());
        });
    }
    group.finish();
}

fn label(text: &str) -> Label {
    Label::try_from(text.to_owned()).unwrap()
}

fn person(id: u128, group: &str) -> Person {
    Person {
        id: UserId::from_uuid(Uuid::from_u128(id)),
        tenant: TENANT,
        enabled: true,
        groups: BTreeSet::from([label("everybody"), label(group)]),
    }
}

/// Each team helps its own branch.
fn assignment(nth: u32) -> Assignment {
    Assignment {
        role: Role::BuiltIn(BuiltIn::Helper),
        members: BTreeSet::from([label(&format!("team {nth}"))]),
        scope: Scope::Some {
            user_groups: BTreeSet::from([label(&format!("branch {nth}"))]),
            device_groups: BTreeSet::new(),
            tags: BTreeSet::new(),
        },
    }
}

/// Whoever is outside the office is blocked.
fn policy(nth: u32) -> Policy {
    let include = PolicyPeople {
        everybody: true,
        ..PolicyPeople::default()
    };
    let body = PolicyBody {
        name: format!("office {nth}"),
        mode: PolicyMode::On,
        who: PolicyWho {
            include,
            ..PolicyWho::default()
        },
        parts: Vec::new(),
        actions: Vec::new(),
        conditions: PolicyConditions {
            outside_networks: vec!["10.0.0.0/8".to_owned()],
            ..PolicyConditions::default()
        },
        grant: PolicyGrant {
            block: true,
            ..PolicyGrant::default()
        },
        session: PolicySession::default(),
    };
    let id = PolicyId::from_uuid(Uuid::from_u128(u128::from(nth)));
    Policy::parse(id, &body).unwrap()
}

fn evidence(owner: UserId) -> Evidence {
    let device = Device {
        id: DeviceId::from_uuid(Uuid::from_u128(30)),
        tenant: TENANT,
        os: Some(Os::Windows),
        primary_user: Some(owner),
        enrolled: true,
        compliance: Compliance::Compliant,
        failed_rules: Vec::new(),
        last_check_in: Some(NOW),
        groups: BTreeSet::new(),
        tags: BTreeSet::new(),
    };
    judge(owner, &Observed::default(), &Inventory::Knows(vec![device]))
}

criterion_group! { name = benches; config = measure::criterion(); targets = decide }
criterion_main!(benches);
