//! Media tokens at the front door: what a printed one can do, and what a stolen or stale one cannot. Each refusal is told
//! as a problem, counted and written to the audit log.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_loadtest::client::{Fault, Identity, Player, PlayerOptions, Publisher, PublisherOptions};
use reqwest::StatusCode;

use crate::audit::rows;
use crate::flow::{Session, frames_arrive};
use crate::running::{Running, lotse, lotse_with_data};

const HANNA: (&str, &str) = ("hanna", "demo");
const SAMI: (&str, &str) = ("sami", "demo");

async fn publish(service: &Running, token: &str) -> Result<Publisher, Fault> {
    let whip = format!("{}/whip", service.web);
    // Of its own, since a shared one keeps connections to a service that has ended.
    let http = Some(reqwest::Client::new());
    Publisher::connect(PublisherOptions {
        http,
        ..PublisherOptions::new(whip, token)
    })
    .await
}

/// What the refusal was, with `why` counted once and audited.
async fn refused(service: &Running, fault: Fault, status: u16, why: &str) {
    let counted = service
        .metric(&format!("lotse_sfu_tokens_refused_total{{why=\"{why}\"}}"))
        .await;
    let Fault::Refused(refused) = fault else {
        panic!("{fault}");
    };
    assert_eq!(refused.status, status);
    let problem = refused.problem.unwrap();
    assert!(
        problem["type"]
            .as_str()
            .unwrap()
            .starts_with("urn:lotse:problem:"),
        "{problem}"
    );
    assert_eq!(counted, Some(1.0), "{why}");
    audited(service, why).await;
}

async fn audited(service: &Running, why: &str) {
    // The fact travels to the control plane by the bus; ask until it is written.
    for _ in 0..100 {
        if rows(&service.data_dir)
            .await
            .iter()
            .any(|row| row.contains(why))
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{why} was never audited");
}

#[tokio::test]
async fn printed_tokens_carry_a_picture_with_no_page_and_no_data_channel() {
    let service = Running::demo();
    let sharer = service.token("probe", "sharer");
    let helper = service.token("probe", "helper");
    let whep = format!("{}/whep", service.web);

    let mut player = Player::connect(PlayerOptions::new(whep, helper))
        .await
        .unwrap();
    let mut publisher = publish(&service, &sharer).await.unwrap();
    frames_arrive(&mut publisher, &mut player, 60).await;
    let deleted = publisher.delete().await.unwrap();

    assert_eq!(deleted, 200);
}

#[tokio::test]
async fn a_token_used_twice_is_refused() {
    let service = Running::demo();
    let token = service.token("probe", "sharer");
    let first = publish(&service, &token).await.unwrap();

    let second = publish(&service, &token).await.err().unwrap();

    refused(&service, second, 403, "replayed").await;
    drop(first);
}

#[tokio::test]
async fn a_token_of_an_earlier_life_of_the_node_is_refused_used_or_not() {
    let service = Running::demo();
    let (used, fresh) = (
        service.token("probe", "sharer"),
        service.token("probe", "sharer"),
    );
    publish(&service, &used).await.unwrap();

    let service = service.end().demo_again();

    for (token, times) in [(used, 1.0), (fresh, 2.0)] {
        let fault = publish(&service, &token).await.err().unwrap();
        assert_eq!(fault.status(), Some(403), "{fault}");
        let counted = "lotse_sfu_tokens_refused_total{why=\"foreign_node\"}";
        assert_eq!(service.metric(counted).await, Some(times));
    }
    let token = service.token("probe", "sharer");
    publish(&service, &token).await.unwrap();
}

#[tokio::test]
async fn a_new_sharers_token_replaces_the_leg_of_the_last_one() {
    let service = Running::demo();
    let (crashed, next) = (
        service.token("probe", "sharer"),
        service.token("probe", "sharer"),
    );
    let mut crashed = publish(&service, &crashed).await.unwrap();

    let mut publisher = publish(&service, &next).await.unwrap();

    let over = tokio::time::timeout(Duration::from_secs(10), crashed.over());
    assert!(over.await.is_ok());
    let helper = service.token("probe", "helper");
    let mut player = Player::connect(PlayerOptions::new(format!("{}/whep", service.web), helper))
        .await
        .unwrap();
    frames_arrive(&mut publisher, &mut player, 30).await;
}

#[tokio::test]
async fn a_token_with_another_certificate_is_refused() {
    let service = Running::demo();
    let session = Session::agreed(&service.web, HANNA, SAMI).await;
    let (own, thief) = (Identity::generate().unwrap(), Identity::generate().unwrap());
    let (whip, token) = session.media(&session.sharer, &own).await;

    let stolen = Publisher::connect(PublisherOptions {
        identity: Some(thief),
        ..PublisherOptions::new(whip, token)
    });

    refused(
        &service,
        stolen.await.err().unwrap(),
        403,
        "other_certificate",
    )
    .await;
}

#[tokio::test]
async fn a_token_for_another_session_ends_nothing() {
    let service = Running::demo();
    let publisher = publish(&service, &service.token("mine", "sharer"))
        .await
        .unwrap();
    let foreign = service.token("yours", "sharer");

    let answer = reqwest::Client::new()
        .delete(publisher.resource_url())
        .bearer_auth(&foreign)
        .send()
        .await
        .unwrap();

    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(publisher.is_over(), None);
    let counted = "lotse_sfu_tokens_refused_total{why=\"other_session\"}";
    assert_eq!(service.metric(counted).await, Some(1.0));
    audited(&service, "other_session").await;
}

#[tokio::test]
async fn a_token_of_a_session_that_was_left_is_refused() {
    let service = Running::demo();
    let session = Session::agreed(&service.web, HANNA, SAMI).await;
    let identity = Identity::generate().unwrap();
    let (whip, token) = session.media(&session.sharer, &identity).await;
    session.sharer.post(&session.path("/leave"), None).await;

    let late = Publisher::connect(PublisherOptions {
        identity: Some(identity),
        ..PublisherOptions::new(whip, token)
    });

    let fault = late.await.err().unwrap();
    assert!(matches!(fault, Fault::Refused(_)), "{fault}");
    let refused = service.metrics().await;
    let counted = refused
        .lines()
        .filter(|line| line.starts_with("lotse_sfu_tokens_refused_total"));
    let sum: f64 = counted
        .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
        .sum();
    assert!(sum >= 1.0);
}

#[tokio::test]
async fn no_role_is_given_what_it_may_not_hold() {
    let service = Running::demo();

    let output = service.lotse(&[
        "token",
        "--session",
        "probe",
        "--role",
        "helper",
        "--can",
        "send_screen",
    ]);

    assert_eq!(output.status.code(), Some(5));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_token_where_nothing_runs_says_so() {
    let folder = tempfile::tempdir().unwrap();

    let output = lotse_with_data(
        folder.path(),
        &["token", "--session", "probe", "--role", "helper"],
    );

    assert_eq!(output.status.code(), Some(4));
}

#[test]
fn many_tokens_are_printed_in_the_order_of_the_lines() {
    let service = Running::demo();
    let data = service.data_dir.display().to_string();
    let many =
        |most: &str, lines: &str| lotse(&["token", "--many", most, "--data-dir", &data], lines);

    let two = many("2", "probe sharer\nprobe helper\n");
    let three = many("2", "probe sharer\nprobe helper\nprobe helper\n");
    let wrong = many("2", "probe sharer\nprobe driver\n");

    let text = String::from_utf8(two.stdout).unwrap();
    let roles: Vec<String> = text.lines().map(role_of).collect();
    assert_eq!(roles, ["sharer", "helper"]);
    for (refused, why) in [(three, "more than 2 lines"), (wrong, "line 2")] {
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(1));
        assert!(said.contains(why) && refused.stdout.is_empty(), "{said}");
    }
}

fn role_of(token: &str) -> String {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap());
    let claims: serde_json::Value = serde_json::from_slice(&claims.unwrap()).unwrap();
    claims["rol"].as_str().unwrap().to_owned()
}
