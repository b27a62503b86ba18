//! `lotse serve` with another organisation, other people and other ports; and with a config that is wrong.

use std::net::TcpListener;

use lotse_loadtest::client::Identity;
use reqwest::{Method, StatusCode};

use crate::flow::{Person, Session, frames_arrive};
use crate::running::{Running, lotse, lotse_with_data};

fn hash(password: &str) -> String {
    let output = lotse(&["hash-password"], password);
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

/// A port that was free a moment ago; the public address must name it before the service starts.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

pub(crate) fn config(port: u16) -> String {
    format!(
        "data_dir = \"DATA\"\n\
         [web]\nlisten = [\"127.0.0.1:{port}\"]\npublic_url = \"http://127.0.0.1:{port}\"\n\
         [media]\nlisten = [\"127.0.0.1:0\"]\n\
         [admin]\nlisten = \"127.0.0.1:0\"\n\
         [tenant]\nname = \"Leuchtturm\"\ndomain = \"leuchtturm.example\"\n\
         [settings]\nenabled = true\n\
         [[people]]\nusername = \"petra\"\nname = \"Petra Pilot\"\ngroups = [\"Bridge\"]\npassword_hash = \"{}\"\n\
         [[people]]\nusername = \"karl\"\nname = \"Karl Kapitän\"\npassword_hash = \"{}\"\n\
         [[assignments]]\nrole = \"helper\"\ngroups = [\"Bridge\"]\n\
         [[devices]]\nname = \"BRIDGE-1\"\nos = \"linux\"\nprimary_user = \"karl\"\n",
        hash("petra's own"),
        hash("karl's own")
    )
}

#[tokio::test]
async fn another_organisation_goes_the_whole_way() {
    let service = Running::serve(&config(free_port()));
    let petra = ("petra", "petra's own");
    let karl = ("karl", "karl's own");

    let session = Session::agreed(&service.web, petra, karl).await;
    let (mut publisher, mut player) = session.connect().await;
    frames_arrive(&mut publisher, &mut player, 60).await;
    session.helper.post(&session.path("/leave"), None).await;
    let after = session.sharer.read(&session.path("")).await;

    assert_eq!(after["state"], "ENDED");
    assert_eq!(after["endReason"], "helper_left");
    let about: serde_json::Value = reqwest::get(format!("{}/api/v1/about", service.web))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(about["organisation"], "Leuchtturm");
    assert_eq!(about["demoPeople"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn media_requests_are_counted_by_the_address_that_a_trusted_proxy_names() {
    let trusting = config(free_port()).replace(
        "public_url",
        "trusted_proxies = [\"127.0.0.0/8\"]\npublic_url",
    );
    let service = Running::serve(&trusting);
    let http = reqwest::Client::new();
    let try_from = async |client: &str| {
        let request = http.post(format!("{}/whip", service.web));
        let request = request.header("x-forwarded-for", client);
        let request = request.header("content-type", "application/sdp");
        let answer = request.bearer_auth("guess").body("v=0").send();
        answer.await.unwrap().status().as_u16()
    };
    for _ in 0..30 {
        assert_eq!(try_from("192.0.2.1").await, 401);
    }

    assert_eq!(try_from("192.0.2.1").await, 429);
    assert_eq!(try_from("192.0.2.2").await, 401);
}

#[tokio::test]
async fn ice_servers_of_the_config_are_told_to_pages() {
    let turn = "[[media.ice_servers]]\nurls = [\"turn:turn.example\"]\nusername = \"u\"\ncredential = \"c\"\n";
    let service = Running::serve(&(config(free_port()) + turn));
    let session = Session::agreed(
        &service.web,
        ("petra", "petra's own"),
        ("karl", "karl's own"),
    )
    .await;
    let print = Identity::generate().unwrap().fingerprint().to_owned();
    let asked = Some(serde_json::json!({ "dtlsFingerprint": print }));

    let told = session.sharer.post(&session.path("/media"), asked).await;

    assert_eq!(told["iceServers"][0]["urls"][0], "turn:turn.example");
    assert_eq!(told["iceServers"][0]["username"], "u");
    assert_eq!(told["iceServers"][0]["credential"], "c");
}

#[tokio::test]
async fn somebody_without_a_role_gets_no_code() {
    let service = Running::serve(&config(free_port()));
    let karl = Person::sign_in(&service.web, "karl", "karl's own").await;

    let asked = Some(serde_json::json!({ "kind": "code" }));
    let (status, problem) = karl.ask(Method::POST, "/sessions", asked).await;

    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(problem["reason"].is_string(), "{problem}");
}

#[tokio::test]
async fn operators_print_no_tokens_unless_the_config_says_so() {
    let service = Running::serve(&config(free_port()));

    let off = service.lotse(&["token", "--session", "probe", "--role", "sharer"]);
    let ended = service.end();
    let on = Running::serve(&format!(
        "{}[operator]\ntokens = true\n",
        config(free_port())
    ));
    let token = on.token("probe", "sharer");

    assert_eq!(off.status.code(), Some(5));
    assert!(off.stdout.is_empty());
    assert!(token.starts_with("ey"));
    let verified = lotse_with_data(&ended.data_dir, &["audit", "verify"]);
    assert!(verified.status.success());
}

#[test]
fn a_wrong_key_and_a_wrong_value_are_refused_with_file_line_key_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lotse.toml");
    let text = config(free_port()).replace("[media]\nlisten", "[media]\nlissten");
    let text = text.replace("enabled = true", "enabled = \"yes\"");
    std::fs::write(&file, text).unwrap();
    let name = file.display().to_string();

    let serve = lotse(&["serve", "--config", &name], "");
    let check = lotse(&["config", "check", "--json", "--config", &name], "");

    let told = String::from_utf8(serve.stderr).unwrap();
    assert_eq!(
        (serve.status.code(), check.status.code()),
        (Some(3), Some(3))
    );
    let wanted = format!(
        "{name}:6: media.lissten\n  wrong: there is no such key\n  right: did you mean listen?"
    );
    assert!(told.contains(&wanted), "{told}");
    assert!(
        told.contains(&format!("{name}:13: settings.enabled = \"yes\"")),
        "{told}"
    );
    let report: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(report["faults"].as_array().unwrap().len(), 2, "{report}");
    assert_eq!(report["faults"][0]["line"], 6);
    assert_eq!(report["faults"][0]["key"], "media.lissten");
}
