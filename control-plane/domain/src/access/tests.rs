//! Each condition, each control, and who wins.

use lotse_protocol::api::PolicyBody;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::device::Compliance;
use crate::evidence::{Inventory, Observed, judge};
use crate::fixture::{HANNA, NOW, SAMI, device, evidence, id, label, person};
use crate::role::BuiltIn;

const MINUTE: Duration = Duration::from_secs(60);

/// A policy that blocks everybody, but for what `change` says.
fn policy(number: u128, change: &Value) -> Policy {
    let mut body = json!({
        "name": "p", "mode": "on", "who": { "include": { "everybody": true } },
        "grant": { "block": true },
    });
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
    }
    let body: PolicyBody = serde_json::from_value(body).unwrap();
    Policy::parse(PolicyId::from_uuid(id(number)), &body).unwrap()
}

fn here() -> Situation {
    Situation {
        platform: PolicyPlatform::Windows,
        browser: PolicyBrowser::Firefox,
        address: Some("10.1.2.3".parse().unwrap()),
        acr: Some("two-factors".to_owned()),
        signed_in_at: Some(NOW.saturating_sub(30 * MINUTE)),
    }
}

struct Asked {
    situation: Situation,
    evidence: Option<Evidence>,
    part: PolicyPart,
    action: PolicyAction,
    kind: SessionKind,
    explained: Explained,
    now: Timestamp,
}

impl Asked {
    fn usual() -> Self {
        Self {
            situation: here(),
            evidence: Some(evidence(SAMI, Compliance::Compliant)),
            part: PolicyPart::Helper,
            action: PolicyAction::Join,
            kind: SessionKind::Code,
            explained: Explained::Before,
            now: NOW,
        }
    }

    fn of(&self, policies: &[Policy]) -> Verdict {
        let hanna = person(HANNA, &["helpers"]);
        let roles = [RoleName::BuiltIn(BuiltIn::Helper)].into();
        let posture = match &self.evidence {
            Some(evidence) => Posture::Judged(evidence),
            None => Posture::Nobody,
        };
        let question = Question {
            now: self.now,
            who: &hanna,
            roles: &roles,
            part: self.part,
            action: self.action,
            situation: &self.situation,
            posture,
            kind: Some(self.kind),
            explained: self.explained,
        };
        evaluate(policies, &question)
    }
}

fn blocks(change: &Value) -> bool {
    Asked::usual().of(&[policy(1, change)]).refused.is_some()
}

#[test]
fn a_policy_is_about_whom_it_includes_and_does_not_spare() {
    let hanna = HANNA.text();
    let sami = SAMI.text();
    for (who, is) in [
        (json!({ "include": { "everybody": true } }), true),
        (json!({ "include": { "users": [hanna] } }), true),
        (json!({ "include": { "users": [sami] } }), false),
        (json!({ "include": { "groups": ["helpers"] } }), true),
        (json!({ "include": { "groups": ["others"] } }), false),
        (json!({ "include": { "roles": ["helper"] } }), true),
        (json!({ "include": { "roles": ["auditor"] } }), false),
        (
            json!({ "include": { "everybody": true }, "exclude": { "users": [hanna] } }),
            false,
        ),
        (
            json!({ "include": { "users": [hanna] }, "exclude": { "groups": ["helpers"] } }),
            false,
        ),
        (
            json!({ "include": { "users": [hanna] }, "exclude": { "roles": ["helper"] } }),
            false,
        ),
        (
            json!({ "include": { "everybody": true }, "exclude": { "roles": ["auditor"] } }),
            true,
        ),
    ] {
        assert_eq!(blocks(&json!({ "who": who })), is, "{who}");
    }
}

#[expect(clippy::too_many_lines, reason = "a table")]
#[test]
fn each_condition_narrows_it() {
    let hours = |from: &str, until: &str, outside: bool| json!({ "hours": { "from": from, "until": until, "outside": outside } });
    for (conditions, fits) in [
        (json!({ "platforms": ["windows", "linux"] }), true),
        (json!({ "platforms": ["ios", "unknown"] }), false),
        (json!({ "browsers": ["firefox"] }), true),
        (json!({ "browsers": ["chrome", "unknown"] }), false),
        (json!({ "evidence": ["inferred"] }), true),
        (json!({ "evidence": ["unknown", "not_enrolled"] }), false),
        (json!({ "compliance": ["compliant"] }), true),
        (json!({ "compliance": ["noncompliant", "unknown"] }), false),
        (json!({ "networks": ["192.0.2.0/24", "10.0.0.0/8"] }), true),
        (json!({ "networks": ["192.0.2.0/24"] }), false),
        (json!({ "outsideNetworks": ["192.0.2.0/24"] }), true),
        (
            json!({ "outsideNetworks": ["192.0.2.0/24", "10.1.0.0/16"] }),
            false,
        ),
        (json!({ "withoutAcr": ["one-factor"] }), true),
        (json!({ "withoutAcr": ["two-factors"] }), false),
        (json!({ "signedInBeforeMin": 29 }), true),
        (json!({ "signedInBeforeMin": 30 }), false),
        // 2027-01-15T08:00:00Z, a Friday.
        (hours("08:00", "09:00", false), true),
        (hours("07:00", "08:00", false), false),
        (hours("07:00", "08:00", true), true),
        (hours("22:00", "08:01", false), true),
        (hours("22:00", "08:00", false), false),
        (
            json!({ "hours": { "days": ["fri"], "from": "00:00", "until": "23:59" } }),
            true,
        ),
        (
            json!({ "hours": { "days": ["sat", "thu"], "from": "00:00", "until": "23:59" } }),
            false,
        ),
        (
            json!({ "hours": { "days": ["thu"], "from": "22:00", "until": "09:00" } }),
            true,
        ),
        (
            json!({ "hours": { "days": ["fri"], "from": "22:00", "until": "09:00" } }),
            false,
        ),
        (
            json!({ "hours": { "from": "09:00", "until": "10:00", "utcOffsetMin": 60 } }),
            true,
        ),
        (json!({ "kinds": ["code"] }), true),
        (json!({ "kinds": ["device"] }), false),
        (json!({ "tags": ["kiosk"] }), false),
        (
            json!({ "platforms": ["windows"], "browsers": ["edge"] }),
            false,
        ),
    ] {
        assert_eq!(
            blocks(&json!({ "conditions": conditions })),
            fits,
            "{conditions}"
        );
    }
    assert!(blocks(&json!({ "parts": ["helper"], "actions": ["join"] })));
    assert!(!blocks(&json!({ "parts": ["sharer"] })));
    assert!(!blocks(&json!({ "actions": ["create", "admin"] })));
}

#[test]
fn what_is_not_known_never_helps() {
    let mut asked = Asked::usual();
    asked.situation = Situation::UNKNOWN;
    asked.evidence = Some(judge(SAMI, &Observed::default(), &Inventory::Silent));
    for conditions in [
        json!({ "platforms": ["unknown"] }),
        json!({ "browsers": ["unknown"] }),
        json!({ "compliance": ["unknown"] }),
        json!({ "evidence": ["unknown"] }),
        json!({ "outsideNetworks": ["0.0.0.0/0", "::/0"] }),
        json!({ "withoutAcr": ["two-factors"] }),
        json!({ "signedInBeforeMin": 1 }),
    ] {
        let blocked = asked.of(&[policy(1, &json!({ "conditions": conditions }))]);
        assert!(blocked.refused.is_some(), "{conditions}");
    }
    let in_network = policy(
        1,
        &json!({ "conditions": { "networks": ["0.0.0.0/0", "::/0"] } }),
    );
    assert!(asked.of(&[in_network]).refused.is_none());
    for (grant, why) in [
        (json!({ "acr": ["two-factors"] }), Refused::StepUp),
        (json!({ "compliantDevice": true }), Refused::CompliantDevice),
        (json!({ "evidence": "inferred" }), Refused::Evidence),
    ] {
        let wants = policy(1, &json!({ "grant": grant }));
        assert_eq!(asked.of(&[wants]).refused.map(|(why, _)| why), Some(why));
    }
}

#[test]
fn each_grant_control_refuses_with_its_own_reason() {
    let mut bad = Asked::usual();
    bad.situation.acr = Some("one-factor".to_owned());
    bad.evidence = Some(evidence(SAMI, Compliance::Noncompliant));
    bad.explained = Explained::Now {
        reason: false,
        ticket: false,
    };
    let mut good = Asked::usual();
    good.explained = Explained::Now {
        reason: true,
        ticket: true,
    };
    for (grant, session, why) in [
        (
            json!({ "acr": ["two-factors"] }),
            json!({}),
            Refused::StepUp,
        ),
        (
            json!({}),
            json!({ "signInEveryMin": 20 }),
            Refused::SignInAgain,
        ),
        (
            json!({ "compliantDevice": true }),
            json!({}),
            Refused::CompliantDevice,
        ),
        (
            json!({ "evidence": "idp_claim" }),
            json!({}),
            Refused::Evidence,
        ),
        (json!({ "reason": true }), json!({}), Refused::Reason),
        (json!({ "ticket": true }), json!({}), Refused::Ticket),
    ] {
        let wants = policy(1, &json!({ "grant": grant, "session": session }));
        let refused = bad.of(std::slice::from_ref(&wants)).refused;
        assert_eq!(refused, Some((why, wants.id)));
        if !matches!(why, Refused::SignInAgain | Refused::Evidence) {
            assert_eq!(good.of(&[wants]).refused, None, "{why:?}");
        }
    }
    let enough =
        json!({ "grant": { "evidence": "inferred" }, "session": { "signInEveryMin": 30 } });
    assert_eq!(good.of(&[policy(1, &enough)]).refused, None);
}

#[test]
fn nothing_is_asked_of_a_device_before_there_is_one_and_of_a_reason_once_it_was_given() {
    let mut asked = Asked::usual();
    asked.evidence = None;
    let wants =
        json!({ "grant": { "compliantDevice": true, "evidence": "attested", "reason": true } });

    assert_eq!(asked.of(&[policy(1, &wants)]).refused, None);
}

#[test]
fn a_device_that_a_session_would_be_made_for_is_looked_at() {
    let kiosk = {
        let mut kiosk = device(30, SAMI, Compliance::Noncompliant);
        kiosk.tags.insert(label("kiosk"));
        kiosk
    };
    let hanna = person(HANNA, &[]);
    let situation = here();
    let roles = BTreeSet::new();
    let question = Question {
        now: NOW,
        who: &hanna,
        roles: &roles,
        part: PolicyPart::Helper,
        action: PolicyAction::Create,
        situation: &situation,
        posture: Posture::Of(&kiosk),
        kind: Some(SessionKind::Device),
        explained: Explained::Before,
    };

    let tagged = policy(1, &json!({ "conditions": { "tags": ["kiosk"] } }));
    let broken = policy(2, &json!({ "grant": { "compliantDevice": true } }));

    assert_eq!(tagged.says(&question), Outcome::Refuses(Refused::Block));
    assert_eq!(
        broken.says(&question),
        Outcome::Refuses(Refused::CompliantDevice)
    );
}

#[test]
fn a_block_wins_and_the_strictest_session_control_wins() {
    let step_up = json!({ "grant": { "acr": ["x"] },
        "session": { "maxDurationMin": 60, "reconfirmMin": 30, "surfaces": ["window", "tab"] } });
    let short =
        json!({ "grant": {}, "session": { "maxDurationMin": 30, "surfaces": ["monitor", "tab"] } });
    let often = json!({ "grant": {}, "session": { "reconfirmMin": 15 } });
    let policies = [
        policy(1, &step_up),
        policy(2, &short),
        policy(3, &often),
        policy(4, &json!({})),
    ];

    let verdict = Asked::usual().of(&policies);

    assert_eq!(verdict.refused, Some((Refused::Block, policies[3].id)));
    assert_eq!(verdict.controls.longest, Some(30 * MINUTE));
    assert_eq!(verdict.controls.reconfirm, Some(15 * MINUTE));
    assert_eq!(verdict.controls.surfaces, Some([Surface::Tab].into()));
}

#[test]
fn what_only_reports_decides_nothing_and_what_is_off_says_nothing() {
    let report = json!({ "mode": "report_only", "session": { "maxDurationMin": 15 } });
    let passes = json!({ "mode": "report_only", "grant": {}, "session": { "maxDurationMin": 15 } });
    let policies = [
        policy(1, &report),
        policy(2, &passes),
        policy(3, &json!({ "mode": "off" })),
    ];

    let verdict = Asked::usual().of(&policies);

    assert_eq!(verdict.refused, None);
    assert_eq!(verdict.controls, Controls::default());
    let said: Vec<_> = verdict.reported.iter().map(|said| said.refuses).collect();
    assert_eq!(said, [Some(Refused::Block), None]);
}

#[test]
fn what_makes_no_sense_is_no_policy() {
    let read = |change: Value| {
        let mut body = json!({ "name": "p", "mode": "on",
            "who": { "include": { "everybody": true } }, "grant": { "block": true } });
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        let body: PolicyBody = serde_json::from_value(body).unwrap();
        Policy::parse(PolicyId::from_uuid(id(1)), &body).err()
    };
    let hour =
        |from: &str| json!({ "conditions": { "hours": { "from": from, "until": "18:00" } } });
    let many: Vec<String> = (0..101).map(|n| format!("g{n}")).collect();
    for (change, fault) in [
        (json!({ "name": "\n" }), BadPolicy::Name),
        (json!({ "who": { "include": {} } }), BadPolicy::Nobody),
        (
            json!({ "who": { "include": { "roles": ["root"] } } }),
            BadPolicy::Role,
        ),
        (
            json!({ "who": { "include": { "groups": many } } }),
            BadPolicy::TooLong,
        ),
        (json!({ "grant": {} }), BadPolicy::Nothing),
        (json!({ "grant": { "acr": [""] } }), BadPolicy::Acr),
        (
            json!({ "session": { "maxDurationMin": 14 } }),
            BadPolicy::Minutes,
        ),
        (
            json!({ "session": { "maxDurationMin": 721 } }),
            BadPolicy::Minutes,
        ),
        (
            json!({ "session": { "reconfirmMin": 4 } }),
            BadPolicy::Minutes,
        ),
        (
            json!({ "conditions": { "networks": ["10.0.0.0/33"] } }),
            BadPolicy::Network,
        ),
        (
            json!({ "conditions": { "networks": ["example.org"] } }),
            BadPolicy::Network,
        ),
        (hour("24:00"), BadPolicy::Hours),
        (hour("8:00"), BadPolicy::Hours),
        (hour("18:00"), BadPolicy::Hours),
        (hour("+8:00"), BadPolicy::Hours),
    ] {
        assert_eq!(read(change.clone()), Some(fault), "{change}");
    }
    assert_eq!(read(json!({})), None);
    let unknown = json!({ "name": "p", "mode": "on", "who": { "include": { "everyone": true } } });
    assert!(serde_json::from_value::<PolicyBody>(unknown).is_err());
}

#[test]
fn a_network_holds_its_own_addresses_in_either_dress() {
    for (network, address, holds) in [
        ("10.0.0.0/8", "10.255.0.1", true),
        ("10.0.0.0/8", "11.0.0.1", false),
        ("10.0.0.0/8", "::ffff:10.0.0.1", true),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.6", false),
        ("2001:db8::/32", "2001:db8:1::1", true),
        ("2001:db8::/32", "2001:db9::1", false),
        ("::/0", "2001:db8::1", true),
    ] {
        let network: Network = network.parse().unwrap();
        assert_eq!(network.holds(address.parse().unwrap()), holds, "{address}");
    }
}

proptest! {
    /// The order of the policies, and more of them, never turn a no into a yes.
    #[test]
    fn one_more_policy_only_refuses_and_tightens(picks in prop::collection::vec(0..6_usize, 0..6), more in 0..6_usize) {
        let kinds = [
            json!({}),
            json!({ "mode": "report_only" }),
            json!({ "grant": { "acr": ["two-factors"] }, "session": { "maxDurationMin": 90 } }),
            json!({ "grant": { "acr": ["x"] } }),
            json!({ "grant": {}, "session": { "reconfirmMin": 10, "surfaces": ["tab"] } }),
            json!({ "conditions": { "platforms": ["ios"] } }),
        ];
        let all: Vec<Policy> = (1..).zip(&picks).map(|(n, pick)| policy(n, &kinds[*pick])).collect();
        let mut with = all.clone();
        with.insert(all.len() / 2, policy(99, &kinds[more]));
        let mut turned = with.clone();
        turned.reverse();

        let (before, after) = (Asked::usual().of(&all), Asked::usual().of(&with));

        prop_assert!(before.refused.is_none() || after.refused.is_some());
        prop_assert_eq!(&after.controls.clone().and(&before.controls), &after.controls);
        prop_assert_eq!(&Asked::usual().of(&turned).refused, &after.refused);
        prop_assert_eq!(&Asked::usual().of(&turned).controls, &after.controls);
    }
}
