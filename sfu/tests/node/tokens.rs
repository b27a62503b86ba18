//! Tokens that must not work, and the one time that one does.

use lotse_loadtest::client::{Identity, Player, PlayerOptions};
use lotse_protocol::bus::{Command, RefusedWhy, Reply, Seen};
use lotse_protocol::id::NodeId;
use lotse_protocol::token::NodePlace;
use serde_json::{Value, json};

use crate::offer;
use crate::world::{Signer, World, claims, helper, session, sharer};

/// Posts an offer with a token that is refused, and sees that everybody who must know does.
async fn refused(world: &World, path: &str, token: &str, why: RefusedWhy) -> Value {
    let line = format!("lotse_sfu_tokens_refused_total{{why={}}} ", json!(why));
    let before = world.metric(&line).unwrap();
    let offer = match path {
        "/whip" => offer::to_send(),
        _ => offer::to_receive(),
    };

    let answer = world.post(path, token, offer).await;

    let status = answer.status().as_u16();
    let challenge = answer.headers().get("www-authenticate").cloned();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    assert!(status == 401 || status == 403, "{problem}");
    assert_eq!(status == 401, challenge.is_some());
    assert_eq!(problem["status"], status);
    assert!(!problem.to_string().contains(token));
    assert_eq!(world.metric(&line), Some(before + 1.0), "{line}");
    world
        .fact(|fact| matches!(&fact.what, Seen::Refused { why: told, .. } if *told == why))
        .await;
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_once() {
    let world = World::start().await;
    let guest = helper(session());
    let token = world.token(guest);

    let first = world.post("/whep", &token, offer::to_receive()).await;
    let problem = refused(&world, "/whep", &token, RefusedWhy::Replayed).await;

    assert_eq!(first.status(), 201);
    assert_eq!(problem["reason"], "replayed");
    let fact = world
        .fact_of(Seen::Refused {
            participant: Some(guest.participant),
            why: RefusedWhy::Replayed,
        })
        .await;
    assert_eq!(fact.session, Some(guest.session));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_requests_at_once_with_one_token_one_is_granted() {
    let world = World::start().await;
    for _ in 0..10 {
        let token = world.token(helper(session()));

        let (one, other) = tokio::join!(
            world.post("/whep", &token, offer::to_receive()),
            world.post("/whep", &token, offer::to_receive()),
        );

        let mut statuses = [one.status().as_u16(), other.status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 403]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_survives_an_offer_that_is_refused() {
    let world = World::start().await;
    let token = world.token(helper(session()));

    let bad = world.post("/whep", &token, "v=nonsense".to_owned()).await;
    let good = world.post("/whep", &token, offer::to_receive()).await;

    assert_eq!((bad.status().as_u16(), good.status().as_u16()), (400, 201));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_bound_to_a_certificate_is_useless_with_another() {
    let world = World::start().await;
    let hanna = helper(session());
    let identity = Identity::generate().unwrap();
    let token = world.bound_token(hanna, &identity);

    let stolen = Player::connect(PlayerOptions {
        token: token.clone(),
        ..world.to_play(hanna)
    })
    .await;
    let own = Player::connect(PlayerOptions {
        token,
        identity: Some(identity),
        ..world.to_play(hanna)
    })
    .await;

    assert_eq!(stolen.err().and_then(|fault| fault.status()), Some(403));
    assert!(own.is_ok());
    world
        .fact_of(Seen::Refused {
            participant: Some(hanna.participant),
            why: RefusedWhy::OtherCertificate,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_with_a_false_claim_are_refused_for_it() {
    let world = World::start().await;
    let hanna = || helper(session());
    let elsewhere = NodePlace {
        node: NodeId::from_uuid(uuid::Uuid::now_v7()),
        epoch: 1,
    };
    let mut earlier = world.sfu.place();
    earlier.epoch = 0;

    let now = claims(hanna())["iat"].as_i64().unwrap();
    let false_claims = [
        ("iss", json!("https://evil.example"), RefusedWhy::Audience),
        ("aud", json!("else"), RefusedWhy::Audience),
        ("exp", json!(now - 1), RefusedWhy::Expired),
        ("nbf", json!(now + 300), RefusedWhy::NotYetValid),
        ("end", json!(now - 1), RefusedWhy::SessionOver),
        ("nod", json!(elsewhere), RefusedWhy::ForeignNode),
        ("nod", json!(earlier), RefusedWhy::ForeignNode),
        ("can", json!(["send_screen"]), RefusedWhy::WrongRole),
    ];
    for (name, value, why) in false_claims {
        let mut claims = claims(hanna());
        claims[name] = value;
        refused(&world, "/whep", &world.signer.sign(&claims), why).await;
    }
    let sharers = world.token(sharer(session()));
    refused(&world, "/whep", &sharers, RefusedWhy::WrongRole).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_without_a_good_signature_are_refused_and_learn_nothing() {
    let world = World::start().await;
    let stranger = Signer::new("stranger");
    let namesake = Signer::new("first");
    let none = "eyJhbGciOiJub25lIn0.e30.";
    let claims = claims(helper(session()));

    let unknown = refused(
        &world,
        "/whep",
        &stranger.sign(&claims),
        RefusedWhy::UnknownKey,
    )
    .await;
    let forged = refused(
        &world,
        "/whep",
        &namesake.sign(&claims),
        RefusedWhy::Signature,
    )
    .await;
    let unsigned = refused(&world, "/whep", none, RefusedWhy::Algorithm).await;
    refused(&world, "/whep", "nonsense", RefusedWhy::Malformed).await;

    for problem in [unknown, forged, unsigned] {
        assert_eq!(problem["reason"], Value::Null);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_can_be_replaced_while_running() {
    let world = World::start().await;
    let next = Signer::new("next");
    let guest = helper(session());

    world.sfu.set_keys(&next.jwks()).unwrap();
    let answer = world
        .post("/whep", &next.sign(&claims(guest)), offer::to_receive())
        .await;

    assert_eq!(answer.status(), 201);
    let old = world.token(guest);
    refused(&world, "/whep", &old, RefusedWhy::UnknownKey).await;
    assert!(world.sfu.set_keys("nonsense").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_participant_is_dropped_and_can_do_nothing_more() {
    let world = World::start().await;
    let hanna = helper(session());
    world.open(hanna.session).await;
    let token = world.token(hanna);
    let mut player = Player::connect(PlayerOptions {
        token: token.clone(),
        ..world.to_play(hanna)
    })
    .await
    .unwrap();

    let revoke = Command::Revoke {
        session: hanna.session,
        participant: hanna.participant,
    };
    assert_eq!(world.command(revoke).await, Reply::Done);

    tokio::time::timeout(crate::world::PATIENCE, player.over())
        .await
        .unwrap();
    let fresh = world.token(hanna);
    refused(&world, "/whep", &fresh, RefusedWhy::Revoked).await;
    let resource = world.http.delete(player.resource_url()).bearer_auth(&token);
    assert_eq!(resource.send().await.unwrap().status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_shows_many_bad_tokens_must_wait_and_good_ones_from_there_work_all_the_same() {
    let world = World::start().await;
    for _ in 0..30 {
        let answer = world.post("/whep", "guess", offer::to_receive()).await;
        assert_eq!(answer.status(), 401);
    }

    let answer = world.post("/whep", "guess", offer::to_receive()).await;

    let token = world.token(helper(session()));
    let good = world.post("/whep", &token, offer::to_receive()).await;
    assert_eq!(good.status(), 201);
    let own = world.url(good.headers()["location"].to_str().unwrap());
    let gone = world.http.delete(own).bearer_auth(&token).send().await;
    assert_eq!(gone.unwrap().status(), 200);
    assert_eq!(answer.status(), 429);
    let wait: u64 = answer.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait));
}
