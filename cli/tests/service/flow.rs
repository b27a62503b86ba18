//! Two people going through a session by the API, as their pages do.

use std::time::Duration;

use lotse_loadtest::client::{Identity, Player, PlayerOptions, Publisher, PublisherOptions};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

/// Somebody who is signed in.
pub(crate) struct Person {
    web: String,
    cookie: String,
    http: Client,
}

/// Where a session stands after both agreed and a screen was picked.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) helper: Person,
    pub(crate) sharer: Person,
}

impl Person {
    /// Signs in.
    pub(crate) async fn sign_in(web: &str, username: &str, password: &str) -> Self {
        let http = Client::new();
        let answer = http
            .post(format!("{web}/api/v1/auth/local"))
            .json(&json!({ "username": username, "password": password }))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{username}");
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self {
            web: web.to_owned(),
            cookie,
            http,
        }
    }

    /// The cookie's value.
    pub(crate) fn cookie(&self) -> &str {
        self.cookie.split_once('=').unwrap().1
    }

    /// Asks the API for something; the status and the body.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let url = format!("{}/api/v1{path}", self.web);
        let request = self
            .http
            .request(method, url)
            .header("cookie", &self.cookie);
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body = answer.text().await.unwrap();
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// Posts, and expects a yes.
    pub(crate) async fn post(&self, path: &str, body: Option<Value>) -> Value {
        let (status, body) = self.ask(Method::POST, path, body).await;
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    /// Reads, and expects a yes.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }
}

impl Session {
    /// From the code to the picked screen: sign in, redeem, acknowledge, accept, allow, pick.
    pub(crate) async fn agreed(web: &str, helper: (&str, &str), sharer: (&str, &str)) -> Self {
        let helper = Person::sign_in(web, helper.0, helper.1).await;
        let sharer = Person::sign_in(web, sharer.0, sharer.1).await;
        let made = helper
            .post("/sessions", Some(json!({ "kind": "code" })))
            .await;
        let code = made["code"].as_str().unwrap().to_owned();
        let redeemed = sharer
            .post("/codes/redeem", Some(json!({ "code": code })))
            .await;
        let id = redeemed["sessionId"].as_str().unwrap().to_owned();
        let session = Self {
            id,
            code,
            helper,
            sharer,
        };
        let seen = session.helper.read(&session.path("")).await;
        let warnings: Vec<Value> = seen["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|warning| warning["kind"].clone())
            .collect();
        let acknowledged = Some(json!({ "warnings": warnings }));
        session
            .helper
            .post(&session.path("/acknowledge"), acknowledged)
            .await;
        session.helper.post(&session.path("/accept"), None).await;
        session.sharer.post(&session.path("/allow"), None).await;
        let picked = Some(json!({ "result": "picked", "surface": "monitor" }));
        session.sharer.post(&session.path("/capture"), picked).await;
        session
    }

    /// A path below the session's.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/sessions/{}{rest}", self.id)
    }

    /// Where `person` connects with the certificate of `identity`: endpoint and token.
    pub(crate) async fn media(&self, person: &Person, identity: &Identity) -> (String, String) {
        let asked = json!({ "dtlsFingerprint": identity.fingerprint() });
        let place = person.post(&self.path("/media"), Some(asked)).await;
        let endpoint = place["whip"].as_str().or(place["whep"].as_str()).unwrap();
        let endpoint = match endpoint.strip_prefix('/') {
            Some(path) => format!("{}/{path}", person.web),
            None => endpoint.to_owned(),
        };
        (endpoint, place["token"].as_str().unwrap().to_owned())
    }

    /// Both connect as pages do: with a data channel that beats and acknowledges the roster.
    pub(crate) async fn connect(&self) -> (Publisher, Player) {
        let beat = Duration::from_millis(250);
        let identity = Identity::generate().unwrap();
        let (whip, token) = self.media(&self.sharer, &identity).await;
        let publisher = Publisher::connect(PublisherOptions {
            identity: Some(identity),
            channel: lotse_loadtest::client::Channel::Page { beat },
            ..PublisherOptions::new(whip, token)
        })
        .await
        .unwrap();
        let identity = Identity::generate().unwrap();
        let (whep, token) = self.media(&self.helper, &identity).await;
        let player = Player::connect(PlayerOptions {
            identity: Some(identity),
            channel: lotse_loadtest::client::Channel::Page { beat },
            ..PlayerOptions::new(whep, token)
        })
        .await
        .unwrap();
        (publisher, player)
    }
}

/// Sends frames until `count` have arrived.
pub(crate) async fn frames_arrive(publisher: &mut Publisher, player: &mut Player, count: usize) {
    use lotse_loadtest::client::Pace;
    let pace = Pace {
        interval: Duration::from_millis(33),
        bytes: 3_000,
    };
    let sending = async {
        loop {
            publisher.send_frames(30, pace).await.unwrap();
        }
    };
    let watching = async {
        for _ in 0..count {
            let frame = player.next_frame().await.unwrap();
            assert!(frame.in_order, "frame {} out of order", frame.number);
        }
    };
    tokio::select! {
        () = sending => {}
        () = watching => {}
        () = tokio::time::sleep(Duration::from_secs(30)) => panic!("no {count} frames in half a minute"),
    }
}
