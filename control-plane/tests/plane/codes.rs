//! Codes: one identical answer for all that are wrong, limits, one use.

use std::time::{Duration, Instant};

use lotse_protocol::api::{SessionCreated, SessionState};
use serde_json::{Value, json};

use crate::browser::{Browser, problem, whole};
use crate::house::{House, person};

#[tokio::test]
async fn wrong_used_and_dead_codes_get_one_answer_after_the_same_time() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let (sami, stella) = (
        house.signed_in("sami").await,
        house.signed_in("stella").await,
    );
    let used = hanna.create().await;
    let _: Value = whole(sami.redeem(&used.code).await).await;
    let dead = hanna.create().await;
    hanna.does(dead.id, "cancel", json!({})).await;
    let own = hanna.create().await;

    let mut answers = Vec::new();
    for (browser, code) in [
        (&stella, "zzzzzzzz"),
        (&stella, "not a code at all"),
        (&stella, used.code.as_str()),
        (&stella, dead.code.as_str()),
        (&hanna, own.code.as_str()),
    ] {
        let began = Instant::now();
        let answer = browser.redeem(code).await;
        assert!(began.elapsed() >= Duration::from_millis(150));
        let (status, mut problem) = problem(answer).await;
        problem.trace_id.clear();
        answers.push((status, problem));
    }

    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert_eq!(answers[0].0, 422);
}

#[tokio::test]
async fn the_sixth_try_of_one_person_waits_even_with_the_right_code() {
    let house = House::start().await;
    let (hanna, sami) = (
        house.signed_in("hanna").await,
        house.signed_in("sami").await,
    );
    let made = hanna.create().await;
    for _ in 0..5 {
        assert_eq!(sami.redeem("zzzzzzzz").await.status(), 422);
    }

    let refused = sami.redeem(&made.code).await;

    let wait: u64 = refused.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=600).contains(&wait));
    assert_eq!(problem(refused).await.0, 429);
    assert_eq!(hanna.view(made.id).await.state, SessionState::Open);
    // Somebody else is not held up by that.
    let stella = house.signed_in("stella").await;
    assert_eq!(stella.redeem(&made.code).await.status(), 200);
}

#[tokio::test]
async fn twenty_wrong_codes_from_one_address_are_the_most_whoever_types_them() {
    let house = House::start_with(|config| {
        for number in 0..5 {
            let username = format!("tester{number}");
            config.people.push(person(&username, "Tester", "quay"));
        }
    })
    .await;
    for number in 0..4 {
        let browser = house.signed_in(&format!("tester{number}")).await;
        for _ in 0..5 {
            assert_eq!(browser.redeem("zzzzzzzz").await.status(), 422);
        }
    }

    let fresh = house.signed_in("tester4").await;

    assert_eq!(fresh.redeem("zzzzzzzz").await.status(), 429);
}

#[tokio::test]
async fn a_code_is_read_as_typed_and_opens_once() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let made = hanna.create().await;
    assert_eq!(made.code.len(), 8);
    assert_eq!(made.link, format!("{}#{}", hanna.url("/"), made.code));
    let (left, right) = made.code.split_at(4);
    let typed = format!(" {}-{} ", left.to_uppercase(), right.to_uppercase());

    let sami = house.signed_in("sami").await;
    assert_eq!(sami.redeem(&typed).await.status(), 200);

    let stella = house.signed_in("stella").await;
    assert_eq!(stella.redeem(&made.code).await.status(), 422);
}

#[tokio::test]
async fn a_code_is_extended_once_and_a_renewed_one_replaces_it() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let made = hanna.create().await;

    let longer: SessionCreated = whole(hanna.tries(made.id, "extend-code", json!({})).await).await;
    assert_eq!(longer.code, made.code);
    assert!(longer.expires_at > made.expires_at);
    let (status, again) = problem(hanna.tries(made.id, "extend-code", json!({})).await).await;
    assert_eq!(
        (status, again.reason.as_deref()),
        (409, Some("extended_before"))
    );
    let renewed: SessionCreated = whole(hanna.tries(made.id, "renew-code", json!({})).await).await;

    assert_ne!(renewed.code, made.code);
    let sami = house.signed_in("sami").await;
    assert_eq!(sami.redeem(&made.code).await.status(), 422);
    assert_eq!(sami.redeem(&renewed.code).await.status(), 200);
}

#[tokio::test]
async fn a_repeated_request_makes_one_session() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let create = || {
        hanna
            .request(reqwest::Method::POST, "/api/v1/sessions")
            .header("idempotency-key", "one")
            .json(&json!({ "kind": "code" }))
            .send()
    };

    let (first, second) = tokio::join!(create(), create());

    let first: SessionCreated = whole(first.unwrap()).await;
    let second: SessionCreated = whole(second.unwrap()).await;
    assert_eq!((first.id, first.code), (second.id, second.code));
}

#[tokio::test]
async fn every_repeated_request_is_carried_out_once_and_answered_again() {
    let house = House::start().await;
    let (hanna, sami) = (
        house.signed_in("hanna").await,
        house.signed_in("sami").await,
    );
    let made = hanna.create().await;
    let ask = async |browser: &Browser, path: &str, key: &str, body: Value| {
        let request = browser.request(reqwest::Method::POST, path);
        let request = request.header("idempotency-key", key).json(&body);
        request.send().await.unwrap()
    };
    let renew = format!("/api/v1/sessions/{}/renew-code", made.id.text());

    let first: SessionCreated = whole(ask(&hanna, &renew, "a", json!({})).await).await;
    let again: SessionCreated = whole(ask(&hanna, &renew, "a", json!({})).await).await;
    let other: SessionCreated = whole(ask(&hanna, &renew, "b", json!({})).await).await;
    assert_eq!(first.code, again.code);
    assert_ne!(first.code, other.code);

    // The first code is dead: its refusal is the last word on this key, a dead code tried twice counts once.
    let redeem = "/api/v1/codes/redeem";
    for _ in 0..7 {
        let (status, refused) =
            problem(ask(&sami, redeem, "a", json!({ "code": first.code })).await).await;
        assert_eq!(
            (status, refused.kind.as_str()),
            (422, "urn:lotse:problem:bad-code")
        );
    }
    let (status, refused) =
        problem(ask(&sami, redeem, "a", json!({ "code": other.code })).await).await;
    assert_eq!(
        (status, refused.kind.as_str()),
        (422, "urn:lotse:problem:idempotency-key-reused")
    );
    for _ in 0..2 {
        let answer = ask(&sami, redeem, "b", json!({ "code": other.code })).await;
        assert_eq!(answer.status(), 200);
        assert!(answer.text().await.unwrap().contains(&made.id.text()));
    }
}

#[tokio::test]
async fn an_answer_is_kept_for_its_person_alone_and_a_key_must_have_a_text() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let create = async |browser: &Browser, key: &str| {
        let request = browser.request(reqwest::Method::POST, "/api/v1/sessions");
        let request = request.header("idempotency-key", key);
        let request = request.json(&json!({ "kind": "code" }));
        request.send().await.unwrap()
    };
    assert_eq!(create(&hanna, "one").await.status(), 201);

    let stranger = create(&house.browser(), "one").await;

    assert_eq!(stranger.status(), 401);
    for bad in [String::new(), "k".repeat(200)] {
        assert_eq!(create(&hanna, &bad).await.status(), 400);
    }
}

#[tokio::test]
async fn a_helper_has_so_many_sessions_at_a_time_and_no_more() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    for _ in 0..3 {
        hanna.create().await;
    }

    let refused = hanna
        .post("/api/v1/sessions", json!({ "kind": "code" }))
        .await;

    let (status, problem) = problem(refused).await;
    assert_eq!(
        (status, problem.reason.as_deref()),
        (403, Some("too_many_sessions"))
    );
}

#[tokio::test]
async fn nobody_gets_more_sessions_at_once_than_one_after_the_other() {
    let house = House::start_with(|config| {
        config.settings.concurrent_sessions = 1.try_into().unwrap();
    })
    .await;
    let hanna = house.signed_in("hanna").await;
    let ask = || async {
        let asked = json!({ "kind": "code", "reason": "printer", "ticket": "T-1" });
        hanna
            .post("/api/v1/sessions", asked)
            .await
            .status()
            .as_u16()
    };

    let mut answers: Vec<u16> = futures_util::future::join_all((0..12).map(|_| ask())).await;

    answers.sort_unstable();
    assert_eq!(answers[0], 201);
    assert!(
        answers[1..].iter().all(|answer| *answer == 403),
        "{answers:?}"
    );
    let (reason, ticket): (String, String) = sqlx::query_as("SELECT reason, ticket FROM sessions")
        .fetch_one(&crate::broken::database(&house).await)
        .await
        .unwrap();
    assert_eq!((reason.as_str(), ticket.as_str()), ("printer", "T-1"));
}
