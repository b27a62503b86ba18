//! Starting, being ready, ending; ports and exit codes.

use reqwest::StatusCode;

use crate::running::{Running, command, lotse};

#[tokio::test]
async fn the_demo_serves_pages_api_and_keys_and_is_ready() {
    let service = Running::demo();
    let get = async |path: &str| {
        reqwest::get(format!("{}{path}", service.web))
            .await
            .unwrap()
    };

    let page = get("/help").await;
    let about = get("/api/v1/about")
        .await
        .json::<serde_json::Value>()
        .await
        .unwrap();
    let keys = get("/.well-known/jwks.json")
        .await
        .json::<serde_json::Value>()
        .await
        .unwrap();
    let ready = reqwest::get(format!("{}/readyz", service.admin))
        .await
        .unwrap();
    let alive = reqwest::get(format!("{}/livez", service.admin))
        .await
        .unwrap();

    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.headers().contains_key("content-security-policy"));
    assert_eq!(about["organisation"], "Hafenwerk");
    assert_eq!(about["demoPeople"].as_array().unwrap().len(), 3);
    let media = &about["mediaPorts"][0];
    assert_eq!((&media["udp"], &media["tcp"]), (&true.into(), &true.into()));
    assert!(service.logs().contains(&format!(":{}", media["port"])));
    assert_eq!(keys["keys"][0]["crv"], "Ed25519");
    assert_eq!(
        (ready.status(), alive.status()),
        (StatusCode::OK, StatusCode::OK)
    );
}

#[tokio::test]
async fn the_data_folder_may_be_named_by_the_environment_and_what_is_typed_goes_before_it() {
    let service = Running::demo();
    let token = ["token", "--session", "probe", "--role", "helper"];
    let nowhere = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str], data_dir: &std::path::Path, config: Option<&str>| {
        let mut command = command();
        command.args(arguments).env("LOTSE_DATA_DIR", data_dir);
        if let Some(config) = config {
            command.env("LOTSE_CONFIG", config);
        }
        command.output().unwrap().status.code()
    };
    let typed = service.data_dir.display().to_string();
    let typed: Vec<&str> = token
        .iter()
        .copied()
        .chain(["--data-dir", &typed])
        .collect();

    assert_eq!(said(&token, &service.data_dir, None), Some(0));
    assert_eq!(
        said(&token, &service.data_dir, Some("/nowhere.toml")),
        Some(0)
    );
    assert_eq!(said(&token, nowhere.path(), None), Some(4));
    assert_eq!(said(&typed, nowhere.path(), Some("/nowhere.toml")), Some(0));
    let both: Vec<&str> = typed.iter().copied().chain(["--config", "/x"]).collect();
    assert_eq!(said(&both, nowhere.path(), None), Some(2));
}

#[tokio::test]
async fn a_refused_request_is_found_in_the_logs_by_its_trace_id() {
    let service = Running::demo();
    let http = reqwest::Client::new();
    let page = http.get(format!("{}/api/v1/me", service.web));
    let media = http.post(format!("{}/whip", service.web));
    let mut ids = Vec::new();
    for request in [page, media] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let problem: serde_json::Value = answer.json().await.unwrap();
        ids.push(problem["traceId"].as_str().unwrap().to_owned());
    }

    let logs = service.end().logs;

    for id in ids {
        let line = logs.lines().find(|line| line.contains(&id)).unwrap();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["trace_id"], id.as_str());
        assert_eq!(line["level"], "INFO");
    }
}

#[tokio::test]
async fn pages_and_api_listen_on_loopback_only() {
    let service = Running::demo();
    let logs = service.end().logs;

    let line = logs
        .lines()
        .find(|line| line.contains("lotse serves"))
        .unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    for address in line["web"]
        .as_str()
        .unwrap()
        .trim_matches(['[', ']'])
        .split(", ")
    {
        let address: std::net::SocketAddr = address.parse().unwrap();
        assert!(address.ip().is_loopback(), "{address}");
    }
}

#[tokio::test]
async fn told_to_end_it_ends_in_good_order() {
    let service = Running::demo();

    let ended = service.end();

    assert_eq!(ended.status.code(), Some(0), "{}", ended.logs);
}

#[tokio::test]
async fn a_port_in_use_is_named_with_what_to_do() {
    let service = Running::demo();
    let port = service.web.rsplit(':').next().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();

    let output = command()
        .args(["demo", "--port", &port, "--data-dir"])
        .arg(folder.path())
        .output()
        .unwrap();

    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains(&format!("127.0.0.1:{port} is taken")),
        "{told}"
    );
}

#[tokio::test]
async fn every_metric_is_documented_and_no_other() {
    let service = Running::demo();
    let page = include_str!("../../../docs/metrics.md");

    let text = service.metrics().await;

    let cell = |line: &str| {
        Some(
            line.strip_prefix("| `lotse_")?
                .split('`')
                .next()?
                .to_owned(),
        )
    };
    let documented: Vec<String> = page.lines().filter_map(cell).collect();
    for name in text
        .lines()
        .filter_map(|line| line.strip_prefix("# HELP lotse_"))
    {
        let name = name.split(' ').next().unwrap().to_owned();
        assert!(
            documented.contains(&name),
            "lotse_{name} is not in docs/metrics.md"
        );
    }
    // A counter with labels shows only once it has counted, so what is documented need not show here; `tidy` looks for it.
    assert!(documented.len() > 30);
}

#[test]
fn usage_is_2_and_a_file_that_is_not_there_is_3() {
    let usage = lotse(&["serve", "--colour"], "");
    let config = lotse(&["config", "check", "--config", "nowhere.toml"], "");

    assert_eq!(usage.status.code(), Some(2));
    assert_eq!(config.status.code(), Some(3));
    let told = String::from_utf8(config.stderr).unwrap();
    assert!(told.contains("nowhere.toml: --config"), "{told}");
}

#[test]
fn a_hash_comes_from_the_standard_input_and_differs_each_time() {
    let one = lotse(&["hash-password"], "open sesame\n");
    let two = lotse(&["hash-password"], "open sesame\n");
    let none = lotse(&["hash-password"], "\n");

    assert!(one.status.success() && one.stdout.starts_with(b"$argon2id$"));
    assert_ne!(one.stdout, two.stdout);
    assert_eq!(none.status.code(), Some(1));
}
