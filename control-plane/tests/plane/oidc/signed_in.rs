//! People who sign in at a provider that does everything right.

use std::collections::BTreeMap;
use std::time::Duration;

use lotse_control_plane::identity::Strength;
use lotse_domain::role::BuiltIn;
use lotse_protocol::api::SessionState;
use serde_json::{Value, json};
use sqlx::AnyPool;

use super::answers::{Jar, audited, right_answer};
use super::provider::Hostile;
use super::trick::{ENTRA, HONEST, TENANT, Trick};
use crate::browser::{problem, whole};
use crate::flow::Pair;
use crate::house::{House, assignment, label};

const BEGIN: &str = "/api/v1/auth/oidc/honest/login?page=/help";

async fn house_with(at: &Hostile, trick: Trick) -> House {
    let provider = at.with("honest", trick);
    House::start_with(|config| config.providers = vec![provider]).await
}

async fn me(house: &House, jar: &Jar) -> Value {
    whole(jar.signed_in(house).get("/api/v1/me").await).await
}

#[tokio::test]
async fn a_person_comes_in_as_who_they_are_with_their_groups_and_back_where_they_were() {
    let at = Hostile::start().await;
    let house = house_with(&at, HONEST).await;
    let mut jar = Jar::new(&house);

    let place = jar.signs_in(&at, "honest").await;

    assert_eq!(place, "/help");
    let me = me(&house, &jar).await;
    assert_eq!(me["person"]["name"], "Olga Own");
    assert_eq!(me["person"]["domain"], "kaispeicher.example");
    let permissions = me["permissions"].as_array().unwrap();
    assert!(permissions.contains(&"session.offer".into()));
    let audited = audited(&house, "auth.signin.ok").await;
    assert_eq!(audited[0]["notes"]["provider"], "honest");
    assert_eq!(audited[0]["decision"], "allow");
}

#[tokio::test]
async fn the_question_is_bound_to_the_browser_and_nothing_of_it_is_stored_in_the_clear() {
    let at = Hostile::start().await;
    let house = house_with(&at, HONEST).await;
    let mut jar = Jar::new(&house);

    let asked = jar.goes_to(BEGIN).await.unwrap();

    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["scope"], "openid profile");
    assert_eq!(asked["code_challenge_method"], "S256");
    let callback = format!("http://{}/api/v1/auth/oidc/honest/callback", house.address);
    assert_eq!(asked["redirect_uri"], callback);
    assert!(asked["state"].len() >= 43 && asked["nonce"].len() >= 43);
    let stored = std::fs::read(house.database()).unwrap();
    let wal = std::fs::read(house.path().join("lotse.db-wal")).unwrap_or_default();
    for secret in [
        &asked["state"],
        &asked["nonce"],
        &jar.cookies["lotse-signin"],
    ] {
        let found = |bytes: &[u8]| {
            bytes
                .windows(secret.len())
                .any(|at| at == secret.as_bytes())
        };
        assert!(!found(&stored) && !found(&wal));
    }
}

#[tokio::test]
async fn the_same_subject_is_the_same_person_whatever_name_and_address_they_have_then() {
    let at = Hostile::start().await;
    let house = house_with(&at, HONEST).await;
    let mut jar = Jar::new(&house);
    jar.signs_in(&at, "honest").await;
    let before = me(&house, &jar).await;

    let married: Trick = Trick {
        claims: |c, _| {
            c.insert("name".into(), "Olga Other".into());
            c.insert("email".into(), "other@kaispeicher.example".into());
            c.insert("groups".into(), serde_json::json!(["quay"]));
        },
        ..HONEST
    };
    at.with("honest", married);
    let old = jar.signed_in(&house);
    jar.signs_in(&at, "honest").await;
    let after = me(&house, &jar).await;

    assert_eq!(before["id"], after["id"]);
    assert_eq!(after["person"]["name"], "Olga Other");
    assert_eq!(after["permissions"].as_array().unwrap().len(), 0);
    // The cookie of the first sign-in is worth nothing any more.
    assert_eq!(old.get("/api/v1/me").await.status(), 401);
}

#[tokio::test]
async fn an_address_that_somebody_else_has_makes_nobody_that_person() {
    let at = Hostile::start().await;
    let one = at.with("honest", HONEST);
    let other = at.with("other", HONEST);
    let house = House::start_with(|config| config.providers = vec![one, other]).await;
    let (mut first, mut second) = (Jar::new(&house), Jar::new(&house));

    first.signs_in(&at, "honest").await;
    second.signs_in(&at, "other").await;

    // Same subject, same address, another issuer.
    assert_ne!(
        me(&house, &first).await["id"],
        me(&house, &second).await["id"]
    );
}

#[tokio::test]
async fn somebody_whose_name_is_kept_out_of_the_token_is_asked_for_it_beside() {
    let at = Hostile::start().await;
    let thin = Trick {
        claims: |c, _| {
            c.remove("name");
            c.remove("at_hash");
        },
        ..HONEST
    };
    let house = house_with(&at, thin).await;
    let mut jar = Jar::new(&house);

    jar.signs_in(&at, "honest").await;

    assert_eq!(me(&house, &jar).await["person"]["name"], "Olga Owen");
}

#[tokio::test]
async fn whoever_has_too_many_groups_for_the_token_has_none_and_the_audit_says_why() {
    let at = Hostile::start().await;
    let many = Trick {
        claims: |c, _| {
            c.remove("groups");
            c.insert(
                "_claim_names".into(),
                serde_json::json!({ "groups": "src1" }),
            );
        },
        ..HONEST
    };
    let house = house_with(&at, many).await;
    let mut jar = Jar::new(&house);

    jar.signs_in(&at, "honest").await;

    assert_eq!(me(&house, &jar).await["permissions"], serde_json::json!([]));
    let audited = audited(&house, "auth.signin.ok").await;
    assert_eq!(audited[0]["notes"]["groups"], "too_many_for_the_token");
}

#[tokio::test]
async fn a_key_that_came_after_us_is_fetched_once_and_not_again_for_every_unknown_name() {
    let at = Hostile::start().await;
    let house = house_with(&at, HONEST).await;
    let mut jar = Jar::new(&house);
    jar.signs_in(&at, "honest").await;
    assert_eq!(at.fetched("honest"), 1);

    at.rotate("honest");
    assert_eq!(jar.signs_in(&at, "honest").await, "/help");
    assert_eq!(at.fetched("honest"), 2);

    let invented = Trick {
        header: |h| h["kid"] = "invented".into(),
        ..HONEST
    };
    at.with("honest", invented);
    for _ in 0..5 {
        let location = jar.signs_in(&at, "honest").await;
        assert!(location.contains("signin=untrusted"), "{location}");
    }
    assert_eq!(at.fetched("honest"), 2);
}

#[tokio::test]
async fn a_provider_for_all_tenants_brings_people_of_ours_by_their_object() {
    let at = Hostile::start().await;
    let mut provider = at.with("entra", ENTRA);
    provider.allowed_tenants = vec![TENANT.to_owned()];
    provider.group_names = BTreeMap::from([("desk".to_owned(), label("admins"))]);
    let house = House::start_with(|config| {
        config.providers = vec![provider];
        config.assignments = vec![assignment(BuiltIn::TenantAdministrator, "admins")];
    })
    .await;
    let mut jar = Jar::new(&house);
    let asked = jar.goes_to("/api/v1/auth/oidc/entra/login").await.unwrap();
    let mut answer = right_answer(&at, "entra", &asked);
    answer[2].1 = format!("http://{}/{TENANT}/v2.0", at.address);

    assert_eq!(jar.comes_back("entra", &answer).await, "/");

    let permissions = me(&house, &jar).await["permissions"].clone();
    assert!(
        permissions
            .as_array()
            .unwrap()
            .contains(&"session.force_end".into())
    );
    let url = format!("sqlite://{}", house.database().display());
    let pool = AnyPool::connect(&url).await.unwrap();
    let (issuer, subject): (String, String) =
        sqlx::query_as("SELECT issuer, subject FROM identities")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert!(issuer.ends_with(&format!("{TENANT}/v2.0")));
    assert_eq!(subject, "object-1");
}

#[tokio::test]
async fn whoever_is_disabled_here_stays_out_whatever_the_provider_says() {
    let at = Hostile::start().await;
    let house = house_with(&at, HONEST).await;
    let mut jar = Jar::new(&house);
    jar.signs_in(&at, "honest").await;
    let url = format!("sqlite://{}", house.database().display());
    let pool = AnyPool::connect(&url).await.unwrap();
    sqlx::query("UPDATE people SET enabled = 0 WHERE name = 'Olga Own'")
        .execute(&pool)
        .await
        .unwrap();

    let location = jar.signs_in(&at, "honest").await;

    assert!(
        location.starts_with("/help?signin=not-allowed"),
        "{location}"
    );
    let failed = audited(&house, "auth.signin.fail").await;
    assert_eq!(failed[0]["reason"], "person_disabled");
}

#[tokio::test]
async fn people_of_a_provider_are_still_there_after_a_restart() {
    let at = Hostile::start().await;
    let provider = at.with("honest", HONEST);
    let first = House::start_with(|config| config.providers = vec![provider.clone()]).await;
    let mut jar = Jar::new(&first);
    jar.signs_in(&at, "honest").await;
    let data = first.stop().await;

    let house = House::start_in(data, 2, |config| config.providers = vec![provider]).await;

    assert_eq!(me(&house, &jar).await["person"]["name"], "Olga Own");
}

#[tokio::test]
async fn who_proves_themselves_once_more_is_asked_more_strongly_and_must_be_the_same() {
    let at = Hostile::start().await;
    let mut provider = at.with("honest", HONEST);
    provider.step_up = Strength {
        acr_values: vec!["strong".to_owned(), "stronger".to_owned()],
        max_age: Some(Duration::from_secs(60)),
    };
    let house = House::start_with(|config| config.providers = vec![provider]).await;
    let mut jar = Jar::new(&house);
    let step_up = format!("{BEGIN}&step_up=true");
    assert_eq!(jar.get(&step_up).await.status(), 401);
    jar.signs_in(&at, "honest").await;

    let asked = jar.goes_to(&step_up).await.unwrap();
    assert_eq!(asked["acr_values"], "strong stronger");
    assert_eq!(asked["max_age"], "60");
    let answer = right_answer(&at, "honest", &asked);
    assert_eq!(jar.comes_back("honest", &answer).await, "/help");
    assert_eq!(audited(&house, "auth.stepup").await.len(), 1);

    let asked = jar.goes_to(&step_up).await.unwrap();
    let somebody: Trick = Trick {
        claims: |c, _| {
            c.insert("sub".into(), "subject-2".into());
        },
        ..HONEST
    };
    at.with("honest", somebody);
    let answer = right_answer(&at, "honest", &asked);
    let location = jar.comes_back("honest", &answer).await;
    assert!(location.contains("signin=not-allowed"), "{location}");
    let failed = audited(&house, "auth.signin.fail").await;
    assert_eq!(failed[0]["reason"], "step_up_other_person");
}

#[tokio::test]
async fn the_sign_in_page_is_told_of_the_providers_and_unknown_ones_are_not_there() {
    let at = Hostile::start().await;
    let house = house_with(&at, HONEST).await;
    let mut jar = Jar::new(&house);

    let about: Value = whole(house.browser().get("/api/v1/about").await).await;

    assert_eq!(about["localAccounts"], true);
    assert_eq!(
        about["providers"],
        serde_json::json!([{ "id": "honest", "name": "Provider honest" }])
    );
    for id in ["nobody", "..%2f", "HONEST"] {
        let path = format!("/api/v1/auth/oidc/{id}/login");
        assert_eq!(jar.get(&path).await.status(), 404, "{id}");
    }
}

#[tokio::test]
async fn a_colleague_of_a_provider_is_asked_in_by_their_name_there_unless_two_have_it() {
    let at = Hostile::start().await;
    let named: Trick = Trick {
        claims: |c, _| {
            c.insert(
                "preferred_username".into(),
                "Olga@Kaispeicher.example".into(),
            );
        },
        ..HONEST
    };
    let (one, two) = (at.with("honest", named), at.with("other", named));
    let house = House::start_with(|config| config.providers = vec![one, two]).await;
    let pair = Pair::live(&house).await;
    let asked = || json!({ "username": "olga@kaispeicher.example" });
    let refused = pair.helper.tries(pair.id, "invite", asked()).await;
    assert_eq!(
        problem(refused).await.1.reason.as_deref(),
        Some("no_such_colleague")
    );
    let (mut olga, mut namesake) = (Jar::new(&house), Jar::new(&house));
    olga.signs_in(&at, "honest").await;
    namesake.signs_in(&at, "other").await;

    let refused = pair.helper.tries(pair.id, "invite", asked()).await;
    assert_eq!(
        problem(refused).await.1.reason.as_deref(),
        Some("no_such_colleague")
    );
    at.with("other", HONEST);
    namesake.signs_in(&at, "other").await;
    pair.helper.does(pair.id, "invite", asked()).await;

    let view = olga.signed_in(&house).view(pair.id).await;
    assert_eq!(view.state, SessionState::Live);
}
