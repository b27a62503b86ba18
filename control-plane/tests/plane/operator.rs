//! `lotse token`: an operator's sessions, in the same database, without a machine.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use lotse_control_plane::audit::{Report, verify};
use lotse_control_plane::operator::{OperatorFault, OperatorRequest, Seat, issue, session_id};
use lotse_protocol::bus::{Command, LeftWhy, RosterNotice, Seen};
use lotse_protocol::end::EndReason;
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::token::{MEDIA_AUDIENCE, MediaClaims};
use serde_json::json;

use crate::audit::nodes_up;
use crate::house::House;

fn request(house: &House, role: MediaRole) -> OperatorRequest {
    OperatorRequest {
        switched_on: true,
        public_url: format!("http://{}", house.address).parse().unwrap(),
        seats: vec![Seat {
            session: "probe".into(),
            role,
        }],
        can: Vec::new(),
        ttl: Duration::from_secs(60),
        life: Duration::from_secs(3_600),
        place: None,
    }
}

fn claims(house: &House, token: &str) -> MediaClaims {
    let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_str(&house.plane.media_keys()).unwrap();
    let kid = decode_header(token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_audience(&[MEDIA_AUDIENCE]);
    decode::<MediaClaims>(token, &key, &rules).unwrap().claims
}

#[tokio::test]
async fn an_operators_helper_sees_without_a_page_until_an_administrator_ends_it() {
    let house = House::start().await;
    let sharer = issue(house.path(), request(&house, MediaRole::Sharer))
        .await
        .unwrap();
    let helper = issue(house.path(), request(&house, MediaRole::Helper))
        .await
        .unwrap();
    let (sharer, helper) = (claims(&house, &sharer[0]), claims(&house, &helper[0]));
    assert_eq!(sharer.ses, helper.ses);
    assert_eq!(sharer.can, [Can::SendScreen, Can::Chat]);
    assert_eq!(helper.can, [Can::ViewScreen, Can::Chat]);

    for claims in [&sharer, &helper] {
        let (participant, role) = (claims.sub, claims.rol);
        house
            .node
            .saw(claims.ses, Seen::Admitted { participant, role });
    }

    house
        .node
        .hears(|command| {
            matches!(command, Command::Open { session, notice: RosterNotice::Operator, .. } if *session == sharer.ses)
        })
        .await;
    house
        .node
        .hears(|command| {
            matches!(command, Command::Gate { paused: false, allowed, .. } if *allowed == [helper.sub])
        })
        .await;
    let ada = house.signed_in("ada").await;
    ada.does(sharer.ses, "force-end", json!({})).await;
    house
        .node
        .hears(|command| {
            matches!(command, Command::End { session, reason: EndReason::AdminEnded } if *session == sharer.ses)
        })
        .await;
    let over = issue(house.path(), request(&house, MediaRole::Helper)).await;
    assert!(matches!(over, Err(OperatorFault::SessionTaken)));
    assert!(matches!(
        verify(house.path()).await.unwrap(),
        Report::Whole { .. }
    ));
}

#[tokio::test]
async fn an_operator_gets_no_token_where_it_is_off_or_for_more_than_the_role() {
    let house = House::start().await;
    let mut off = request(&house, MediaRole::Helper);
    off.switched_on = false;
    let mut greedy = request(&house, MediaRole::Helper);
    greedy.can = vec![Can::SendScreen];
    let mut of_people = request(&house, MediaRole::Helper);
    let made = house.signed_in("hanna").await.create().await;
    of_people.seats[0].session = made.id.text();

    for refused in [off, greedy] {
        let fault = issue(house.path(), refused).await.unwrap_err();
        assert!(matches!(fault, OperatorFault::Refused(_)), "{fault}");
    }
    let fault = issue(house.path(), of_people).await.unwrap_err();
    assert!(matches!(fault, OperatorFault::SessionTaken), "{fault}");
    assert_eq!(session_id("probe"), session_id("probe"));
}

#[tokio::test]
async fn many_tokens_come_in_one_call_each_audited_and_none_when_one_may_not_be() {
    let house = House::start().await;
    let seat = |nth: usize| Seat {
        session: format!("probe-{}", nth / 2),
        role: [MediaRole::Sharer, MediaRole::Helper][nth % 2],
    };
    let mut many = request(&house, MediaRole::Helper);
    many.seats = (0..600).map(seat).collect();
    let events = || async {
        match verify(house.path()).await.unwrap() {
            Report::Whole { rows } => rows,
            Report::Broken { .. } => panic!("the log is broken"),
        }
    };
    nodes_up(&house, 1).await;
    let before = events().await;

    let tokens = issue(house.path(), many.clone()).await.unwrap();
    let given = events().await;
    let made = house.signed_in("hanna").await.create().await;
    let signed_in = events().await;
    many.seats.truncate(10);
    many.seats[9].session = made.id.text();
    let refused = issue(house.path(), many).await;

    assert_eq!((tokens.len(), given - before), (600, 600));
    let claims: Vec<MediaClaims> = tokens.iter().map(|it| claims(&house, it)).collect();
    assert!(claims.chunks(2).all(|pair| pair[0].ses == pair[1].ses));
    assert_ne!(claims[1].ses, claims[2].ses);
    assert_eq!(claims[599].rol, MediaRole::Helper);
    assert!(matches!(refused, Err(OperatorFault::SessionTaken)));
    assert_eq!(events().await, signed_in);
}

#[tokio::test]
async fn an_operators_session_holds_those_who_are_in_it_and_no_token_that_nobody_used() {
    let house = House::start().await;
    let mut seated = Vec::new();
    for _ in 0..3 {
        let issued = issue(house.path(), request(&house, MediaRole::Helper)).await;
        seated.push(claims(&house, &issued.unwrap()[0]));
    }
    let session = seated[0].ses;
    let (first, second) = (seated[0].sub, seated[1].sub);
    let role = MediaRole::Helper;
    for participant in [first, second] {
        house
            .node
            .saw(session, Seen::Admitted { participant, role });
    }
    let both = |command: &Command| matches!(command, Command::Gate { allowed, .. } if *allowed == [first, second]);
    house.node.hears(both).await;

    let why = LeftWhy::Bye;
    let participant = first;
    house.node.saw(
        session,
        Seen::Left {
            participant,
            role,
            why,
        },
    );
    house.node.saw(session, Seen::LeaseExpired);

    house
        .node
        .hears(|command| matches!(command, Command::Gate { allowed, .. } if *allowed == [second]))
        .await;
}
