//! Several helpers and observers: asked in, allowed one by one, seen by everybody.

use lotse_domain::role::{Assignment, BuiltIn, Scope};
use lotse_protocol::api::{MediaPlace, SessionState};
use lotse_protocol::bus::Command;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::MediaRole;
use serde_json::json;

use crate::audit::actions;
use crate::browser::{problem, whole};
use crate::flow::{Pair, media};
use crate::house::{House, assignment, label, person};

async fn house() -> House {
    House::start_with(|config| {
        let supervisors = assignment(BuiltIn::Supervisor, "bridge");
        config.assignments.push(supervisors);
        config
            .people
            .push(person("susi", "Susi Supervisor", "bridge"));
        let viewers = assignment(BuiltIn::ViewOnlyHelper, "trainees");
        config.assignments.push(viewers);
        config
            .people
            .push(person("vera", "Vera Viewer", "trainees"));
    })
    .await
}

fn last_gate(house: &House) -> Vec<ParticipantId> {
    let heard = house.node.heard().into_iter().rev();
    let mut gates = heard.filter_map(|command| {
        let Command::Gate { allowed, .. } = command else {
            return None;
        };
        Some(allowed)
    });
    gates.next().unwrap()
}

#[tokio::test]
async fn a_colleague_is_asked_in_and_sees_nothing_before_the_sharers_own_allow() {
    let house = house().await;
    let pair = Pair::live(&house).await;
    let (id, none) = (pair.id, json!({}));
    let hugo = house.signed_in("hugo").await;

    pair.helper
        .does(id, "invite", json!({ "username": " Hugo " }))
        .await;

    let view = hugo.view(id).await;
    assert_eq!(
        (view.state, view.you.role),
        (SessionState::Live, MediaRole::Helper)
    );
    assert!(!view.you.may_connect && !view.consent.allowed);
    let newcomer = view.you.participant;
    let asked = pair.sharer.view(id).await;
    let waiting: Vec<_> = asked.others.iter().filter(|other| !other.allowed).collect();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].participant, newcomer);
    assert_eq!(waiting[0].person.name, "Hugo Helper");

    // The warnings are theirs to read, and their Accept alone opens nothing.
    let (status, refused) = problem(hugo.tries(id, "accept", none.clone()).await).await;
    assert_eq!(
        (status, refused.reason.as_deref()),
        (409, Some("warnings_wait"))
    );
    let read = json!({ "warnings": ["device_noncompliant"] });
    hugo.does(id, "acknowledge", read).await;
    hugo.does(id, "accept", none.clone()).await;
    assert_eq!(problem(hugo.tries(id, "media", media()).await).await.0, 409);
    assert!(!last_gate(&house).contains(&newcomer));

    pair.sharer
        .does(id, "allow", json!({ "helper": newcomer }))
        .await;

    let _: MediaPlace = whole(hugo.tries(id, "media", media()).await).await;
    assert!(last_gate(&house).contains(&newcomer));
    assert_eq!(actions(&house, "session.helper.invited").await, 1);
    assert_eq!(actions(&house, "session.helper.joined").await, 1);
}

#[tokio::test]
async fn a_declined_colleague_is_gone_and_the_session_stays() {
    let house = house().await;
    let pair = Pair::live(&house).await;
    let hugo = house.signed_in("hugo").await;
    pair.helper
        .does(pair.id, "invite", json!({ "username": "hugo" }))
        .await;
    let newcomer = hugo.view(pair.id).await.you.participant;

    pair.sharer
        .does(pair.id, "decline", json!({ "helper": newcomer }))
        .await;

    let path = format!("/api/v1/sessions/{}", pair.id.text());
    assert_eq!(hugo.get(&path).await.status(), 404);
    assert_eq!(pair.helper.view(pair.id).await.state, SessionState::Live);
}

#[tokio::test]
async fn who_may_not_is_asked_in_by_nobody_and_asks_nobody_in() {
    let house = house().await;
    let pair = Pair::live(&house).await;
    for (username, status, reason) in [
        ("stella", 403, "no_role"),
        ("nobody", 409, "no_such_colleague"),
        ("hanna", 409, "in_session"),
    ] {
        let asked = json!({ "username": username });
        let refused = pair.helper.tries(pair.id, "invite", asked).await;
        let (found, problem) = problem(refused).await;
        assert_eq!((found, problem.reason.as_deref()), (status, Some(reason)));
    }
    let by_sharer = pair
        .sharer
        .tries(pair.id, "invite", json!({ "username": "hugo" }));
    assert_eq!(problem(by_sharer.await).await.0, 403);

    // Once in, a helper who may only look asks nobody else.
    let vera = house.signed_in("vera").await;
    pair.helper
        .does(pair.id, "invite", json!({ "username": "vera" }))
        .await;
    let by_vera = vera.tries(pair.id, "invite", json!({ "username": "hugo" }));
    let (status, refused) = problem(by_vera.await).await;
    assert_eq!((status, refused.reason.as_deref()), (403, Some("no_role")));
}

#[tokio::test]
async fn a_supervisor_looks_on_where_everybody_sees_them_and_only_after_allow() {
    let house = house().await;
    let pair = Pair::live(&house).await;
    let (susi, hugo) = (house.signed_in("susi").await, house.signed_in("hugo").await);
    let refused = hugo.tries(pair.id, "observe", json!({})).await;
    assert_eq!(refused.status(), 404, "a helper may not observe");

    susi.does(pair.id, "observe", json!({})).await;

    let view = susi.view(pair.id).await;
    assert_eq!(view.you.role, MediaRole::Observer);
    assert!(!view.you.may_connect);
    let seen = pair.sharer.view(pair.id).await;
    let observer = seen
        .others
        .iter()
        .find(|other| other.role == MediaRole::Observer);
    assert!(observer.is_some_and(|other| !other.allowed));
    assert_eq!(actions(&house, "session.observer.invited").await, 1);
}

#[tokio::test]
async fn whoever_may_do_something_to_some_learns_nothing_of_sessions_of_nobody_yet() {
    let house = House::start_with(|config| {
        let quay = [label("quay")].into();
        config.assignments.push(Assignment {
            scope: Scope::Some {
                user_groups: quay,
                device_groups: [].into(),
                tags: [].into(),
            },
            ..assignment(BuiltIn::Supervisor, "bridge")
        });
        config
            .assignments
            .push(assignment(BuiltIn::Supervisor, "tower"));
        config.people.push(person("susi", "Susi Some", "bridge"));
        config.people.push(person("tom", "Tom Tower", "tower"));
    })
    .await;
    let made = house.signed_in("hanna").await.create().await;
    let susi = house.signed_in("susi").await;
    let missing = lotse_protocol::id::SessionId::from_uuid(uuid::Uuid::from_u128(5));

    for what in ["observe", "force-end"] {
        let there = problem(susi.tries(made.id, what, json!({})).await).await;
        let not_there = problem(susi.tries(missing, what, json!({})).await).await;
        assert_eq!((there.0, &there.1.kind), (404, &not_there.1.kind), "{what}");
        assert_eq!(there.1.reason, not_there.1.reason);
    }

    // Whoever may do it to everybody is told what is the matter.
    let tom = house.signed_in("tom").await;
    assert_eq!(tom.tries(made.id, "observe", json!({})).await.status(), 409);
    tom.does(made.id, "force-end", json!({})).await;
}
