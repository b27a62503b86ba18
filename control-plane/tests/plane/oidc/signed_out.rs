//! Signing out, by the person or by their provider, ends what they do.

use lotse_protocol::api::{SessionState, SessionView};
use lotse_protocol::end::EndReason;
use serde_json::{Value, json};

use super::answers::{Jar, audited, query};
use super::provider::{CLIENT, Hostile};
use super::trick::{HONEST, Trick};
use crate::broken;
use crate::browser::Browser;
use crate::flow::Pair;
use crate::house::House;

/// A provider whose people are helpers at one place and sharers at the other.
async fn house(at: &Hostile) -> House {
    let other: Trick = Trick {
        claims: |c, _| {
            c.insert("name".into(), "Otto Other".into());
            c.insert("sid".into(), "session-2".into());
            c.insert("groups".into(), json!(["quay"]));
        },
        ..HONEST
    };
    let configs = vec![at.with("honest", HONEST), at.with("other", other)];
    House::start_with(|config| {
        config.providers = configs;
        config.settings.allow_unenrolled = true;
    })
    .await
}

/// Olga helps Otto, both from a provider.
async fn live(house: &House, at: &Hostile) -> (Pair, Jar, Jar) {
    let (mut helper, mut sharer) = (Jar::new(house), Jar::new(house));
    assert_eq!(helper.signs_in(at, "honest").await, "/help");
    assert_eq!(sharer.signs_in(at, "other").await, "/help");
    let pair = Pair::live_of(house, helper.signed_in(house), sharer.signed_in(house)).await;
    (pair, helper, sharer)
}

async fn announce(house: &House, token: &str) -> u16 {
    let response = reqwest::Client::new()
        .post(format!(
            "http://{}/api/v1/auth/backchannel-logout",
            house.address
        ))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("logout_token={token}"))
        .send()
        .await
        .unwrap();
    response.status().as_u16()
}

async fn end_reason(browser: &Browser, pair: &Pair) -> Option<EndReason> {
    let view: SessionView = browser.view(pair.id).await;
    view.end_reason
}

#[tokio::test]
async fn a_logout_that_the_provider_announces_ends_the_browser_session_and_the_running_media() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let (mut pair, _, sharer) = live(&house, &at).await;
    let token = at.logout_token("other", |_, claims| claims["sid"] = "session-2".into());

    let began = std::time::Instant::now();
    assert_eq!(announce(&house, &token).await, 200);

    pair.helper_live.until(SessionState::Ended).await;
    assert!(began.elapsed().as_secs() < 5);
    assert_eq!(
        end_reason(&pair.helper, &pair).await,
        Some(EndReason::AccessRevoked)
    );
    assert_eq!(
        sharer.signed_in(&house).get("/api/v1/me").await.status(),
        401
    );
    // The other person is still there.
    assert_eq!(pair.helper.get("/api/v1/me").await.status(), 200);
    house
        .node
        .hears(|command| {
            matches!(command, lotse_protocol::bus::Command::End { reason, .. }
                if *reason == EndReason::AccessRevoked)
        })
        .await;
    let audited = audited(&house, "auth.signout").await;
    assert_eq!(audited[0]["reason"], "provider_logout");
}

#[tokio::test]
async fn a_helper_whom_the_provider_signs_out_everywhere_sees_nothing_more() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let (mut pair, ..) = live(&house, &at).await;

    assert_eq!(
        announce(&house, &at.logout_token("honest", |_, _| {})).await,
        200
    );

    pair.sharer_live.until(SessionState::Ended).await;
    assert_eq!(
        end_reason(&pair.sharer, &pair).await,
        Some(EndReason::AccessRevoked)
    );
}

#[tokio::test]
async fn a_helper_who_is_signed_in_elsewhere_too_stays() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let (pair, ..) = live(&house, &at).await;
    let mut second = Jar::new(&house);
    second.signs_in(&at, "honest").await;

    let out = second
        .signed_in(&house)
        .post("/api/v1/auth/logout", json!({}))
        .await;

    assert_eq!(out.status(), 200);
    assert_eq!(pair.helper.view(pair.id).await.state, SessionState::Live);
}

#[tokio::test]
async fn signing_out_ends_what_one_shares_and_leads_to_the_providers_own_end() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let (mut pair, ..) = live(&house, &at).await;

    let out = pair.sharer.post("/api/v1/auth/logout", json!({})).await;

    let next: Value = out.json().await.unwrap();
    let next = next["next"].as_str().unwrap();
    assert!(
        next.starts_with(&format!("{}/end?flow=1&", at.issuer("other"))),
        "{next}"
    );
    let said = query(next);
    assert_eq!(said["client_id"], CLIENT);
    assert_eq!(
        said["post_logout_redirect_uri"],
        format!("http://{}/", house.address)
    );
    assert_eq!(said["id_token_hint"].split('.').count(), 3);
    pair.helper_live.until(SessionState::Ended).await;
    assert_eq!(
        end_reason(&pair.helper, &pair).await,
        Some(EndReason::AccessRevoked)
    );
}

type Change = fn(&mut Value, &mut Value);

#[tokio::test]
async fn an_announcement_that_is_not_right_in_every_part_signs_nobody_out() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let mut jar = Jar::new(&house);
    jar.signs_in(&at, "honest").await;
    let wrong: &[(&str, Change)] = &[
        ("provider_unknown", |_, c| {
            c["iss"] = "https://evil.example".into()
        }),
        ("audience_wrong", |_, c| c["aud"] = "another".into()),
        ("expired", |_, c| c["exp"] = 1.into()),
        ("expiry_missing", |_, c| c["exp"] = Value::Null),
        ("logout_event_missing", |_, c| c["events"] = json!({})),
        (
            "logout_event_missing",
            |_, c| {
                c["events"] = json!({ "http://schemas.openid.net/event/backchannel-logout": true })
            },
        ),
        ("logout_nonce_forbidden", |_, c| c["nonce"] = "n".into()),
        ("logout_jti_missing", |_, c| c["jti"] = "".into()),
        ("subject_missing", |_, c| c["sub"] = "".into()),
        ("token_kind_wrong", |h, _| h["typ"] = "at+jwt".into()),
        ("algorithm_none", |h, _| h["alg"] = "none".into()),
        ("algorithm_symmetric", |h, _| h["alg"] = "HS256".into()),
        ("key_unknown", |h, _| h["kid"] = "another".into()),
        ("issued_long_ago", |_, c| c["iat"] = 1.into()),
    ];
    let mut expected = Vec::new();
    for (reason, change) in wrong {
        let token = at.logout_token("honest", |header, claims| {
            change(header, claims);
            if let Value::Object(claims) = claims {
                claims.retain(|_, value| !value.is_null());
            }
        });
        assert_eq!(announce(&house, &token).await, 400, "{reason}");
        expected.push(*reason);
    }
    let forged = format!("{}AA", at.logout_token("honest", |_, _| {}));
    assert_eq!(announce(&house, &forged).await, 400);
    expected.push("signature_wrong");
    assert_eq!(announce(&house, "no-token").await, 400);
    expected.push("token_malformed");

    assert_eq!(jar.signed_in(&house).get("/api/v1/me").await.status(), 200);
    let once = at.logout_token("honest", |_, claims| claims["sid"] = "no such".into());
    assert_eq!(announce(&house, &once).await, 200);
    assert_eq!(announce(&house, &once).await, 400);
    expected.push("logout_replayed");
    let audited = audited(&house, "auth.signout").await;
    let reasons: Vec<&str> = audited
        .iter()
        .map(|row| row["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, expected);
    assert_eq!(jar.signed_in(&house).get("/api/v1/me").await.status(), 200);
}

#[tokio::test]
async fn an_announced_logout_ends_even_a_session_that_cannot_be_read() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let (pair, ..) = live(&house, &at).await;
    broken::breaks(&house, pair.id).await;
    let token = at.logout_token("other", |_, claims| claims["sid"] = "session-2".into());

    assert_eq!(announce(&house, &token).await, 200);

    broken::is_over(&house, pair.id).await;
}

#[tokio::test]
async fn an_announced_logout_that_could_not_be_done_is_heard_when_it_is_told_again() {
    let at = Hostile::start().await;
    let house = house(&at).await;
    let (mut pair, ..) = live(&house, &at).await;
    let token = at.logout_token("other", |_, claims| claims["sid"] = "session-2".into());
    let database = broken::database(&house).await;
    let held = database.begin_with("BEGIN IMMEDIATE").await.unwrap();

    assert_eq!(announce(&house, &token).await, 503);
    held.rollback().await.unwrap();
    assert_eq!(announce(&house, &token).await, 200);

    pair.helper_live.until(SessionState::Ended).await;
}
