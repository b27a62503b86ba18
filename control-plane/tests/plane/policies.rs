//! Conditional access through the API: written, tried out, in force at create, at join and while a session runs.

use std::time::Duration;

use lotse_protocol::api::{PolicyPage, PolicySimulated, PolicyView, SessionState};
use lotse_protocol::bus::Command;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sqlx::{AnyPool, Row};

use crate::browser::{Browser, problem, whole};
use crate::flow::Pair;
use crate::house::House;

const IN_FORCE_WITHIN: Duration = Duration::from_secs(5);
/// By then the first upkeep is over, and what comes after it is seen because it was looked for.
const WATCHED: Duration = Duration::from_secs(4);

/// A policy for the desk's helpers, but for what `change` says.
fn body(change: &Value) -> Value {
    let mut body = json!({
        "name": "Helpers", "mode": "on",
        "who": { "include": { "groups": ["desk"] } },
        "grant": { "block": true },
    });
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

async fn made(ada: &Browser, change: &Value) -> PolicyView {
    whole(ada.post("/api/v1/policies", body(change)).await).await
}

async fn edits(
    who: &Browser,
    method: Method,
    policy: &PolicyView,
    tag: &str,
    body: Value,
) -> Response {
    let path = format!("/api/v1/policies/{}", policy.id.text());
    let request = who.request(method, &path).header("if-match", tag);
    request.json(&body).send().await.unwrap()
}

async fn refused(response: Response) -> (u16, Option<String>, Option<String>) {
    let (status, problem) = problem(response).await;
    (status, problem.reason, problem.policy)
}

async fn creates(who: &Browser) -> Response {
    who.post("/api/v1/sessions", json!({ "kind": "code" }))
        .await
}

async fn audited(house: &House, action: &str) -> Vec<Value> {
    let url = format!("sqlite://{}", house.database().display());
    let rows = sqlx::query("SELECT entry FROM audit WHERE action = $1 ORDER BY seq")
        .bind(action)
        .fetch_all(&AnyPool::connect(&url).await.unwrap())
        .await
        .unwrap();
    rows.iter()
        .map(|row| serde_json::from_str(&row.get::<String, _>("entry")).unwrap())
        .collect()
}

#[tokio::test]
async fn a_policy_is_written_changed_and_taken_away_by_who_may() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let hanna = house.signed_in("hanna").await;

    let denied = hanna.post("/api/v1/policies", body(&json!({}))).await;
    let policy = made(&ada, &json!({ "mode": "off" })).await;
    let page: PolicyPage = whole(ada.get("/api/v1/policies").await).await;
    let path = format!("/api/v1/policies/{}", policy.id.text());
    let tag = ada.get(&path).await.headers()["etag"]
        .to_str()
        .unwrap()
        .to_owned();
    let on = edits(&ada, Method::PUT, &policy, &tag, body(&json!({}))).await;
    let stale = edits(&ada, Method::PUT, &policy, &tag, body(&json!({}))).await;
    let gone = edits(&ada, Method::DELETE, &policy, "\"2\"", json!({})).await;

    assert_eq!(refused(denied).await.0, 403);
    assert_eq!(page.items, [policy]);
    assert_eq!(
        (on.status(), refused(stale).await.0),
        (200.try_into().unwrap(), 412)
    );
    assert_eq!(gone.status(), 204);
    assert_eq!(audited(&house, "policy.changed").await.len(), 3);
}

#[tokio::test]
async fn what_is_no_policy_is_refused_with_what_would_be_right() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let everybody = json!({ "include": { "everybody": true } });

    for (change, status, reason) in [
        (json!({ "name": "" }), 422, "name"),
        (json!({ "grant": {} }), 422, "asks_for_nothing"),
        (json!({ "who": { "include": {} } }), 422, "nobody"),
        (
            json!({ "who": { "include": { "roles": ["rol_0199f6a1-7c3e-7d42-9a6b-0123456789ab"] } } }),
            422,
            "unknown_role",
        ),
        (
            json!({ "conditions": { "networks": ["10.0.0.0/64"] } }),
            422,
            "network",
        ),
        (
            json!({ "session": { "maxDurationMin": 1 } }),
            422,
            "minutes",
        ),
        (
            json!({ "who": everybody, "actions": ["admin"] }),
            409,
            "locks_out",
        ),
    ] {
        let answer = ada.post("/api/v1/policies", body(&change)).await;
        let (found, why, _) = refused(answer).await;
        assert_eq!((found, why.as_deref()), (status, Some(reason)), "{change}");
    }
    let unread = ada
        .post("/api/v1/policies", body(&json!({ "modes": "on" })))
        .await;
    assert_eq!(refused(unread).await.0, 400);
}

#[tokio::test]
async fn a_block_at_create_names_its_policy_and_one_that_reports_lets_pass() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let hanna = house.signed_in("hanna").await;
    let create = json!({ "actions": ["create"], "conditions": { "networks": ["127.0.0.0/8"] } });
    let elsewhere =
        json!({ "actions": ["create"], "conditions": { "networks": ["192.0.2.0/24"] } });
    let mut reporting = create.clone();
    reporting["mode"] = json!("report_only");
    made(&ada, &elsewhere).await;
    let report = made(&ada, &reporting).await;

    assert_eq!(creates(&hanna).await.status(), 201);
    let policy = made(&ada, &create).await;
    let answer = creates(&hanna).await;

    let id = policy.id.text();
    let wanted = (403, Some("policy_blocked".to_owned()), Some(id.clone()));
    assert_eq!(refused(answer).await, wanted);
    let denied = audited(&house, "session.denied").await;
    assert_eq!(denied[0]["policy_ids"], json!([id]));
    let reported = audited(&house, "policy.reported").await;
    assert_eq!(reported.len(), 2);
    assert_eq!(reported[0]["policy_ids"], json!([report.id.text()]));
    assert_eq!(reported[0]["reason"], "policy_blocked");
}

#[tokio::test]
async fn a_sharer_whom_a_policy_stops_learns_why_and_the_helper_keeps_the_code() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let hanna = house.signed_in("hanna").await;
    let wants = json!({ "who": { "include": { "everybody": true } }, "parts": ["sharer"],
        "grant": { "compliantDevice": true } });
    let policy = made(&ada, &wants).await;
    let session = hanna.create().await;

    // Sami's laptop breaks a rule, Stella's does not.
    let sami = house.signed_in("sami").await.redeem(&session.code).await;
    let stella = house.signed_in("stella").await.redeem(&session.code).await;

    let reason = Some("compliant_device_required".to_owned());
    assert_eq!(refused(sami).await, (403, reason, Some(policy.id.text())));
    assert_eq!(stella.status(), 200);
    assert_eq!(hanna.view(session.id).await.state, SessionState::Trust);
    let denied = audited(&house, "session.join.denied").await;
    assert_eq!(denied[0]["notes"]["policy"], policy.id.text());
}

#[tokio::test]
async fn a_policy_that_turns_on_ends_the_live_session_it_blocks_and_no_other() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let pair = Pair::live(&house).await;
    let mut live = pair.sharer.live(pair.id).await;
    let hugo = house.signed_in("hugo").await;
    let open = hugo.create().await;
    let policy = made(&ada, &json!({ "mode": "report_only", "actions": ["join"] })).await;
    tokio::time::sleep(WATCHED).await;
    assert_eq!(pair.helper.view(pair.id).await.state, SessionState::Live);

    let on = body(&json!({ "actions": ["join"] }));
    assert_eq!(
        edits(&ada, Method::PUT, &policy, "\"1\"", on)
            .await
            .status(),
        200
    );

    let ended = tokio::time::timeout(IN_FORCE_WITHIN, live.until(SessionState::Ended)).await;
    assert_eq!(ended.unwrap()["reason"], "policy_blocked");
    house
        .node
        .hears(|command| matches!(command, Command::End { .. }))
        .await;
    assert_eq!(hugo.view(open.id).await.state, SessionState::Open);
}

#[tokio::test]
async fn what_a_policy_wants_of_the_session_reaches_the_running_one() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let pair = Pair::live(&house).await;
    let before = pair.helper.view(pair.id).await;
    tokio::time::sleep(WATCHED).await;

    let wants = json!({ "grant": {}, "session": { "surfaces": ["tab"] } });
    made(&ada, &wants).await;

    let picks = async {
        while pair.sharer.view(pair.id).await.state != SessionState::Capture {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(IN_FORCE_WITHIN, picks).await.unwrap();
    assert_eq!(before.state, SessionState::Live);
    let monitor = json!({ "result": "picked", "surface": "monitor" });
    let answer = pair.sharer.tries(pair.id, "capture", monitor).await;
    let (status, reason, _) = refused(answer).await;
    assert_eq!(
        (status, reason.as_deref()),
        (403, Some("surface_not_allowed"))
    );
    let tab = json!({ "result": "picked", "surface": "tab" });
    pair.sharer.does(pair.id, "capture", tab).await;
}

#[tokio::test]
async fn a_step_up_is_asked_of_administrators_too() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let me: Value = whole(ada.get("/api/v1/me").await).await;
    let wants = json!({ "who": { "include": { "groups": ["admins"] }, "exclude": { "users": [me["id"]] } },
        "actions": ["admin"], "grant": { "acr": ["two-factors"] } });
    let olga = json!({ "username": "olga", "name": "Olga", "password": "a long enough one" });
    let olga: Value = whole(ada.post("/api/v1/users", olga).await).await;
    let groups: Value = whole(ada.get("/api/v1/groups").await).await;
    let admins = groups["items"].as_array().unwrap();
    let admins = admins
        .iter()
        .find(|group| group["name"] == "admins")
        .unwrap();
    let place = format!(
        "/api/v1/groups/{}/members/{}",
        admins["id"].as_str().unwrap(),
        olga["id"].as_str().unwrap()
    );
    ada.request(Method::PUT, &place).send().await.unwrap();
    let mut other = house.browser();
    other.sign_in("olga", "a long enough one").await;
    assert_eq!(other.get("/api/v1/roles").await.status(), 200);

    let policy = made(&ada, &wants).await;

    let answer = refused(other.get("/api/v1/roles").await).await;
    assert_eq!(
        answer,
        (
            403,
            Some("step_up_required".to_owned()),
            Some(policy.id.text())
        )
    );
    assert_eq!(ada.get("/api/v1/roles").await.status(), 200);
}

#[tokio::test]
async fn somebody_who_is_asked_in_is_judged_when_they_accept() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let pair = Pair::live(&house).await;
    let hugo = house.signed_in("hugo").await;
    let people: Value = whole(ada.get("/api/v1/users").await).await;
    let people = people["items"].as_array().unwrap();
    let id = people.iter().find(|one| one["username"] == "hugo").unwrap()["id"].clone();
    let wants = json!({ "who": { "include": { "users": [id] } }, "conditions": { "networks": ["127.0.0.0/8"] } });
    let policy = made(&ada, &wants).await;

    pair.helper
        .does(pair.id, "invite", json!({ "username": "hugo" }))
        .await;
    let answer = hugo.tries(pair.id, "accept", json!({})).await;

    let wanted = (
        403,
        Some("policy_blocked".to_owned()),
        Some(policy.id.text()),
    );
    assert_eq!(refused(answer).await, wanted);
}

#[tokio::test]
async fn what_if_says_what_each_policy_would_and_changes_nothing() {
    let house = House::start().await;
    let ada = house.signed_in("ada").await;
    let abroad = json!({ "name": "Abroad", "mode": "report_only",
        "conditions": { "outsideNetworks": ["10.0.0.0/8"] } });
    let phones = json!({ "name": "Phones", "conditions": { "platforms": ["ios", "android"] } });
    made(&ada, &abroad).await;
    made(&ada, &phones).await;
    let ask = |platform: &str, draft: Option<Value>| {
        json!({ "user": "hanna", "part": "helper", "action": "join", "sharer": "sami",
            "platform": platform, "address": "192.0.2.7", "draft": draft })
    };
    let draft = body(
        &json!({ "name": "Draft", "grant": { "compliantDevice": true },
        "session": { "maxDurationMin": 60 } }),
    );

    let path = "/api/v1/policies/simulate";
    let desk: PolicySimulated = whole(ada.post(path, ask("windows", None)).await).await;
    let phone: PolicySimulated = whole(ada.post(path, ask("ios", None)).await).await;
    let with: PolicySimulated = whole(ada.post(path, ask("windows", Some(draft))).await).await;
    let hanna = house.signed_in("hanna").await;
    let curious = hanna.post(path, ask("windows", None)).await;

    assert!(desk.allowed);
    assert_eq!(desk.policies[0].refuses.as_deref(), Some("policy_blocked"));
    assert_eq!(desk.policies[1].missed.as_deref(), Some("platforms"));
    assert_eq!(
        (phone.allowed, phone.reason.as_deref()),
        (false, Some("policy_blocked"))
    );
    assert_eq!(with.reason.as_deref(), Some("compliant_device_required"));
    assert_eq!(with.session.max_duration_min, Some(60));
    assert_eq!(with.policies[2].id, None);
    assert_eq!(refused(curious).await.0, 403);
    assert_eq!(creates(&hanna).await.status(), 201);
}
