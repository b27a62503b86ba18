//! Sign-in, cookies, and requests of other sites.

use lotse_control_plane::config::PasswordConfig;
use lotse_protocol::api::SessionState;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AnyPool, Row};

use crate::audit::actions;
use crate::browser::{problem, whole};
use crate::flow::Pair;
use crate::house::{House, PASSWORD};

fn credentials(username: &str, password: &str) -> Value {
    json!({ "username": username, "password": password })
}

#[tokio::test]
async fn a_person_signs_in_is_known_and_signs_out() {
    let house = House::start().await;
    let mut browser = house.browser();
    let me = browser.sign_in("  Hanna ", PASSWORD).await;
    assert_eq!(me.person.name, "Hanna Helper");
    assert!(me.permissions.contains(&"session.offer".to_owned()));
    assert!(!me.permissions.contains(&"session.force_end".to_owned()));
    assert_eq!(browser.get("/api/v1/me").await.status(), 200);

    let out = browser.post("/api/v1/auth/logout", json!({})).await;

    assert_eq!(out.status(), 204);
    assert!(
        out.headers()["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(browser.get("/api/v1/me").await.status(), 401);
}

#[tokio::test]
async fn a_page_that_only_stands_open_keeps_nobody_signed_in() {
    let house = House::start().await;
    let hanna = house.signed_in("hanna").await;
    let url = format!("sqlite://{}", house.database().display());
    let store = AnyPool::connect(&url).await.unwrap();
    // So long ago that any use is written down, and not so long that the session is over.
    let aged = sqlx::query("UPDATE browser_sessions SET used_at = used_at - 3600000");
    aged.execute(&store).await.unwrap();
    let used_at = async || -> i64 {
        let row = sqlx::query("SELECT used_at FROM browser_sessions");
        row.fetch_one(&store).await.unwrap().get(0)
    };
    let before = used_at().await;

    assert_eq!(hanna.get("/api/v1/me").await.status(), 200);
    let looked = used_at().await;
    assert_eq!(hanna.get("/api/v1/devices").await.status(), 200);

    assert_eq!(looked, before);
    assert!(used_at().await > before);
}

#[tokio::test]
async fn the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites() {
    let house = House::start().await;
    let signed = house
        .browser()
        .post("/api/v1/auth/local", credentials("hanna", PASSWORD))
        .await;
    let plain = signed.headers()["set-cookie"].to_str().unwrap().to_owned();
    let https = House::start_with(|config| {
        config.public_url = "https://help.example".parse().unwrap();
    })
    .await;
    let signed = https
        .browser()
        .post("/api/v1/auth/local", credentials("hanna", PASSWORD))
        .await;
    let secure = signed.headers()["set-cookie"].to_str().unwrap();

    for cookie in [plain.as_str(), secure] {
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
    }
    assert!(plain.starts_with("lotse=") && !plain.contains("Secure"));
    assert!(secure.starts_with("__Host-lotse=") && secure.contains("; Secure"));
    assert!(signed.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn one_person_may_sign_in_in_many_places_at_once() {
    let house = House::start().await;
    let one = async || {
        let browser = house.browser();
        let answer = browser.post("/api/v1/auth/local", credentials("hanna", PASSWORD));
        answer.await.status().as_u16()
    };

    let answers = futures_util::future::join_all((0..15).map(|_| one())).await;

    assert_eq!(answers, [200; 15]);
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_one_answer() {
    let house = House::start().await;
    let browser = house.browser();
    let mut answers = Vec::new();
    for (username, password) in [("hanna", "wrong"), ("nobody", PASSWORD), ("", "")] {
        let answer = browser
            .post("/api/v1/auth/local", credentials(username, password))
            .await;
        let (status, mut problem) = problem(answer).await;
        problem.trace_id.clear();
        answers.push((status, problem));
    }

    assert_eq!(answers[0].0, 401);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn the_right_password_waits_too_after_ten_wrong_ones() {
    let house = House::start().await;
    let browser = house.browser();
    for _ in 0..10 {
        let answer = browser
            .post("/api/v1/auth/local", credentials("hanna", "wrong"))
            .await;
        assert_eq!(answer.status(), 401);
    }

    let refused = browser
        .post("/api/v1/auth/local", credentials("hanna", PASSWORD))
        .await;

    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(problem(refused).await.0, 429);
    house.signed_in("sami").await;
}

#[tokio::test]
async fn a_new_sign_in_ends_the_browsers_old_session() {
    let house = House::start().await;
    let old = house.signed_in("hanna").await;
    let mut new = old.clone();

    new.sign_in("sami", PASSWORD).await;

    assert_eq!(old.get("/api/v1/me").await.status(), 401);
    let me: Value = whole(new.get("/api/v1/me").await).await;
    assert_eq!(me["person"]["name"], "Sami Sharer");
}

#[tokio::test]
async fn another_sites_page_can_neither_post_nor_listen() {
    let house = House::start().await;
    let pair = Pair::at_trust(&house).await;
    let path = format!("/api/v1/sessions/{}/allow", pair.id.text());
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = pair.sharer.request(Method::POST, &path).header(name, value);
        let (status, problem) = problem(request.send().await.unwrap()).await;
        assert_eq!(
            (status, problem.kind.as_str()),
            (403, "urn:lotse:problem:cross-site")
        );
    }

    for headers in [
        vec![("origin", "null")],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
    ] {
        let listened = pair.sharer.live_with(pair.id, &headers).await;
        assert_eq!(listened.err(), Some(403), "{headers:?}");
    }
    let no_browser = pair.sharer.live_with(pair.id, &[]).await;
    assert!(no_browser.is_ok());
    let listened = pair.sharer.live_from(pair.id, "https://evil.example").await;

    assert_eq!(listened.err(), Some(403));
    assert!(!pair.helper.view(pair.id).await.consent.allowed);
    let ours = pair.sharer.request(Method::POST, &path);
    let ours = ours.header("origin", pair.sharer.url("")).send().await;
    assert_eq!(ours.unwrap().status(), 204);
}

#[tokio::test]
async fn only_a_demo_tells_names_and_passwords() {
    let real = House::start().await;
    let about: Value = whole(real.browser().get("/api/v1/about").await).await;
    assert_eq!(about["organisation"], "Kaispeicher");
    assert_eq!(about["demoPeople"], json!([]));

    let demo = House::start_with(|config| {
        config.demo = true;
        config.people[0].password = PasswordConfig::Plain("demo".into());
        config.people[0].part = Some("Helps".into());
    })
    .await;
    let about: Value = whole(demo.browser().get("/api/v1/about").await).await;

    let named = json!([{ "username": "hanna", "password": "demo", "name": "Hanna Helper", "part": "Helps" }]);
    assert_eq!(about["demoPeople"], named);
    let mut browser = demo.browser();
    browser.sign_in("hanna", "demo").await;
}

#[tokio::test]
async fn seeding_again_changes_people_and_never_doubles_them() {
    let first = House::start().await;
    let hanna = first.signed_in("hanna").await;
    let me: Value = whole(hanna.get("/api/v1/me").await).await;
    let data = first.stop().await;

    let second = House::start_in(data, 2, |config| {
        config.people.retain(|person| person.username != "hugo");
        config.people[0].name = "Hanna Hafen".into();
    })
    .await;
    let mut again = second.browser();
    let after = again.sign_in("hanna", PASSWORD).await;

    assert_eq!(me["id"], after.id.text());
    assert_eq!(after.person.name, "Hanna Hafen");
    let gone = again
        .post("/api/v1/auth/local", credentials("hugo", PASSWORD))
        .await;
    assert_eq!(gone.status(), 401);
}

#[tokio::test]
async fn whoever_signs_in_over_somebody_else_ends_what_they_share_there() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;

    pair.sharer.sign_in("stella", PASSWORD).await;

    let told = pair.helper_live.until(SessionState::Ended).await;
    assert_eq!(told["reason"], "access_revoked");
    assert_eq!(actions(&house, "auth.signout").await, 1);
}

#[tokio::test]
async fn whoever_proves_themselves_once_more_is_still_the_same_browser() {
    let house = House::start().await;
    let mut pair = Pair::live(&house).await;

    pair.sharer.sign_in("sami", PASSWORD).await;

    pair.sharer.does(pair.id, "pause", json!({})).await;
    pair.helper_live.until(SessionState::Paused).await;
    // Elsewhere it is another browser, and may not speak for the sharer.
    let elsewhere = house.signed_in("sami").await;
    let refused = elsewhere.tries(pair.id, "unpause", json!({})).await;
    assert_eq!(problem(refused).await.0, 409);
}
