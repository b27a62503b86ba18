//! Everything that must be refused: strangers, other people's sessions, the wrong order.

use lotse_domain::person::Label;
use lotse_domain::role::{BuiltIn, Scope};
use lotse_domain::settings::Surfaces;
use lotse_protocol::api::{SessionState, Surface};
use lotse_protocol::id::DeviceId;
use reqwest::Method;
use serde_json::{Value, json};

use crate::audit::actions;
use crate::browser::problem;
use crate::flow::{Pair, media};
use crate::house::{House, assignment, label};

const IN_SESSION: [(&str, &str); 17] = [
    ("acknowledge", r#"{"warnings":[]}"#),
    ("accept", "{}"),
    ("cancel", "{}"),
    ("allow", "{}"),
    ("decline", "{}"),
    ("capture", r#"{"result":"picked"}"#),
    ("media", ""),
    ("pause", "{}"),
    ("unpause", "{}"),
    ("confirm", "{}"),
    ("report", "{}"),
    ("leave", "{}"),
    ("extend-code", "{}"),
    ("renew-code", "{}"),
    ("force-end", "{}"),
    ("invite", r#"{"username":"ada"}"#),
    ("observe", "{}"),
];

fn body(what: &str, text: &str) -> Value {
    match what {
        "media" => media(),
        _ => serde_json::from_str(text).unwrap(),
    }
}

#[tokio::test]
async fn whoever_is_not_signed_in_gets_nothing() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    let stranger = house.browser();
    let path = format!("/api/v1/sessions/{}", pair.id.text());

    for path in [
        &path,
        "/api/v1/me",
        "/api/v1/devices",
        "/api/v1/audit/verify",
    ] {
        let (status, problem) = problem(stranger.get(path).await).await;
        assert_eq!(
            (status, problem.kind.as_str()),
            (401, "urn:lotse:problem:signed-out")
        );
    }
    for (what, text) in IN_SESSION.iter() {
        let refused = stranger.tries(pair.id, what, body(what, text)).await;
        assert_eq!(refused.status(), 401, "{what}");
    }
    assert_eq!(
        stranger.live_from(pair.id, &stranger.url("")).await.err(),
        Some(401)
    );
    assert_eq!(stranger.redeem("00000000").await.status(), 401);
}

#[tokio::test]
async fn other_peoples_sessions_do_not_exist() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    for username in ["hugo", "stella"] {
        let other = house.signed_in(username).await;
        let path = format!("/api/v1/sessions/{}", pair.id.text());

        assert_eq!(other.get(&path).await.status(), 404);
        assert_eq!(
            other.live_from(pair.id, &other.url("")).await.err(),
            Some(404)
        );
        for (what, text) in IN_SESSION {
            let status = other.tries(pair.id, what, body(what, text)).await.status();
            assert_eq!(status, 404, "{username} {what}");
        }
    }
    assert_eq!(pair.helper.view(pair.id).await.state, SessionState::Trust);
}

#[tokio::test]
async fn nobody_does_the_others_part() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    let id = pair.id;

    for what in ["accept", "cancel", "acknowledge"] {
        let refused = pair
            .sharer
            .tries(id, what, body(what, r#"{"warnings":[]}"#))
            .await;
        assert_eq!(refused.status(), 403, "{what}");
    }
    for what in ["allow", "decline", "report", "pause"] {
        let refused = pair.helper.tries(id, what, json!({})).await;
        assert_eq!(refused.status(), 403, "{what}");
    }
    let refused = pair
        .helper
        .tries(id, "capture", json!({ "result": "picked" }))
        .await;
    assert_eq!(refused.status(), 403);
}

#[tokio::test]
async fn steps_out_of_order_change_nothing() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    let id = pair.id;
    let version = pair.helper.view(id).await.version;

    for (browser, what, said) in [
        (&pair.sharer, "capture", json!({ "result": "picked" })),
        (&pair.sharer, "media", media()),
        (&pair.helper, "media", media()),
        (&pair.sharer, "pause", json!({})),
        (&pair.helper, "extend-code", json!({})),
        (&pair.helper, "renew-code", json!({})),
    ] {
        let (status, _) = problem(browser.tries(id, what, said).await).await;
        assert_eq!(status, 409, "{what}");
    }

    let view = pair.helper.view(id).await;
    assert_eq!(view.state, SessionState::Trust);
    // Pages may have come since, which counts as a change; the consent is as it was.
    assert!(view.version >= version);
    assert!(!view.consent.accepted && !view.consent.allowed);
}

#[tokio::test]
async fn something_else_is_shared_only_after_the_policys_yes() {
    let house = House::start_with(|config| config.settings.surfaces = Surfaces::Monitor).await;
    let pair = Pair::live(&house).await;
    let pick = |surface: &str| json!({ "result": "picked", "surface": surface });

    let refused = pair.sharer.tries(pair.id, "capture", pick("tab")).await;

    let (status, problem) = problem(refused).await;
    let reason = problem.reason.as_deref();
    assert_eq!((status, reason), (403, Some("surface_not_allowed")));
    let before = pair.helper.view(pair.id).await;
    assert_eq!(before.surface, Some(Surface::Monitor));

    pair.sharer.does(pair.id, "capture", pick("monitor")).await;

    let after = pair.helper.view(pair.id).await;
    assert_eq!(after.state, SessionState::Live);
    assert!(after.version > before.version);
    assert_eq!(actions(&house, "session.capture.switched").await, 1);
}

#[tokio::test]
async fn a_sharer_may_not_make_sessions_and_is_told_why() {
    let house = House::start().await;
    let sami = house.signed_in("sami").await;

    let refused = sami
        .post("/api/v1/sessions", json!({ "kind": "code" }))
        .await;

    let (status, problem) = problem(refused).await;
    assert_eq!((status, problem.reason.as_deref()), (403, Some("no_role")));
}

#[tokio::test]
async fn a_helper_whose_scope_does_not_reach_the_sharer_is_refused_and_the_code_is_free_again() {
    let house = House::start_with(|config| {
        config.assignments = vec![assignment(BuiltIn::Helper, "desk")];
        let groups: [Label; 1] = [label("elsewhere")];
        config.assignments[0].scope = Scope::Some {
            user_groups: groups.into(),
            device_groups: [].into(),
            tags: [].into(),
        };
    })
    .await;
    let (hanna, sami) = (
        house.signed_in("hanna").await,
        house.signed_in("sami").await,
    );
    let made = hanna.create().await;

    let (status, refusal) = problem(sami.redeem(&made.code).await).await;

    assert_eq!(
        (status, refusal.reason.as_deref()),
        (403, Some("out_of_scope"))
    );
    let view = hanna.view(made.id).await;
    assert_eq!(view.state, SessionState::Open);
    assert_eq!(view.last_refusal.as_deref(), Some("out_of_scope"));
    assert!(view.others.is_empty());
    let path = format!("/api/v1/sessions/{}", made.id.text());
    assert_eq!(sami.get(&path).await.status(), 404);
}

#[tokio::test]
async fn the_same_sharer_in_another_browser_cannot_answer_for_the_first() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    let other = house.signed_in("sami").await;

    let (status, problem) = problem(other.tries(pair.id, "allow", json!({})).await).await;

    assert_eq!(
        (status, problem.reason.as_deref()),
        (409, Some("sharer_elsewhere"))
    );
    assert!(!pair.helper.view(pair.id).await.consent.allowed);
}

#[tokio::test]
async fn pictures_are_for_people_of_a_common_session() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    let stella = house.signed_in("stella").await;
    let picture = pair.helper.view(pair.id).await.others[0]
        .person
        .picture
        .clone()
        .unwrap();

    assert_eq!(stella.get(&picture).await.status(), 404);
    let shown = pair.helper.get(&picture).await;
    assert_eq!(shown.status(), 200);
    assert_eq!(shown.headers()["content-type"], "image/svg+xml");
    let policy = shown.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"));
}

#[tokio::test]
async fn bodies_that_are_too_large_strange_or_not_json_are_refused_in_words() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let send = |kind: &'static str, text: String| {
        hanna
            .request(Method::POST, "/api/v1/sessions")
            .header("content-type", kind)
            .body(text)
            .send()
    };
    let long = format!(r#"{{"kind":"code","reason":"{}"}}"#, "x".repeat(70_000));

    for (kind, text, status) in [
        ("application/json", long, 413),
        ("application/json", "{".to_owned(), 400),
        (
            "application/json",
            r#"{"kind":"code","elevate":true}"#.to_owned(),
            400,
        ),
        ("application/json", r#"{"kind":"operator"}"#.to_owned(), 400),
        ("application/json", r#"{"kind":"device"}"#.to_owned(), 400),
        ("text/plain", r#"{"kind":"code"}"#.to_owned(), 415),
    ] {
        let answer = send(kind, text).await.unwrap();
        assert_eq!(problem(answer).await.0, status);
    }
    assert_eq!(problem(hanna.get("/api/v1/nothing").await).await.0, 404);
    assert_eq!(problem(hanna.get("/api/v1/sessions").await).await.0, 405);
}

#[tokio::test]
async fn devices_are_listed_for_those_who_may_read_them() {
    let house = House::start().await;
    let (hanna, sami) = (
        house.signed_in("hanna").await,
        house.signed_in("sami").await,
    );

    let page: Value = hanna.get("/api/v1/devices").await.json().await.unwrap();

    let items = page["items"].as_array().unwrap();
    let found = items.iter().find(|item| item["name"] == "quay-1").unwrap();
    assert_eq!(found["compliance"], "noncompliant");
    assert_eq!(found["primaryUser"], "Sami Sharer");
    assert_eq!(problem(sami.get("/api/v1/devices").await).await.0, 403);
}

#[tokio::test]
async fn a_list_of_devices_goes_on_without_a_name_out_of_the_readers_reach() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let database = crate::broken::database(&house).await;
    for number in 0..150 {
        let copied = "INSERT INTO devices (id, tenant, name, primary_user, body) \
            SELECT $1, tenant, $2, NULL, body FROM devices WHERE name = 'quay-1'";
        let id = DeviceId::from_uuid(uuid::Uuid::from_u128(
            0x0199_0000_0000_7000_8000 << 48 | number,
        ));
        sqlx::query(copied)
            .bind(id.text())
            .bind(format!("vault-{number}"))
            .execute(&database)
            .await
            .unwrap();
    }

    let first: Value = ada.get("/api/v1/devices").await.json().await.unwrap();
    let cursor = first["nextCursor"].as_str().unwrap();
    let path = format!("/api/v1/devices?cursor={cursor}");
    let second: Value = ada.get(&path).await.json().await.unwrap();

    assert!(cursor.parse::<DeviceId>().is_ok(), "{cursor}");
    let names = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut all = names(&first);
    all.extend(names(&second));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 152);
    assert!(second["nextCursor"].is_null());
}
