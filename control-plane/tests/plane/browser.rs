//! A browser, as far as the server can tell: cookies, origin, live sockets that beat.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use lotse_protocol::api::{Me, SessionCreated, SessionState, SessionView};
use lotse_protocol::id::SessionId;
use lotse_protocol::problem::Problem;
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// One browser.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client,
    pub(crate) address: SocketAddr,
    pub(crate) cookie: Option<String>,
}

/// A live socket that beats until dropped.
pub(crate) struct Live {
    told: tokio::sync::mpsc::UnboundedReceiver<Value>,
    task: JoinHandle<()>,
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        Self {
            client: Client::builder().build().unwrap(),
            address,
            cookie: None,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, self.url(path));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        let request = self.request(Method::POST, path).json(&body);
        request.send().await.unwrap()
    }

    pub(crate) async fn sign_in(&mut self, username: &str, password: &str) -> Me {
        let body = json!({ "username": username, "password": password });
        let response = self.post("/api/v1/auth/local", body).await;
        assert_eq!(response.status(), 200);
        let set = response
            .headers()
            .get(SET_COOKIE)
            .unwrap()
            .to_str()
            .unwrap();
        self.cookie = set.split(';').next().map(str::to_owned);
        response.json().await.unwrap()
    }

    pub(crate) async fn create(&self) -> SessionCreated {
        let response = self
            .post("/api/v1/sessions", json!({ "kind": "code" }))
            .await;
        assert_eq!(response.status(), 201);
        response.json().await.unwrap()
    }

    pub(crate) async fn redeem(&self, code: &str) -> Response {
        self.post("/api/v1/codes/redeem", json!({ "code": code }))
            .await
    }

    pub(crate) async fn view(&self, id: SessionId) -> SessionView {
        let response = self.get(&format!("/api/v1/sessions/{}", id.text())).await;
        whole(response).await
    }

    /// Does something in a session that must work.
    pub(crate) async fn does(&self, id: SessionId, what: &str, body: Value) {
        let response = self.tries(id, what, body).await;
        let status = response.status();
        let said = response.text().await.unwrap();
        assert!(status.is_success(), "{what}: {status} {said}");
    }

    /// Does something in a session that may be refused.
    pub(crate) async fn tries(&self, id: SessionId, what: &str, body: Value) -> Response {
        self.post(&format!("/api/v1/sessions/{}/{what}", id.text()), body)
            .await
    }

    /// Opens the live socket of a session.
    pub(crate) async fn live(&self, id: SessionId) -> Live {
        self.live_from(id, &self.url("")).await.unwrap()
    }

    /// Opens the live socket as a page of `origin` would.
    pub(crate) async fn live_from(&self, id: SessionId, origin: &str) -> Result<Live, u16> {
        self.live_with(id, &[("origin", origin)]).await
    }

    /// Opens the live socket with these headers beside its own.
    pub(crate) async fn live_with(
        &self,
        id: SessionId,
        more: &[(&'static str, &str)],
    ) -> Result<Live, u16> {
        let url = format!("ws://{}/api/v1/sessions/{}/live", self.address, id.text());
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        for (name, value) in more {
            headers.insert(*name, value.parse().unwrap());
        }
        if let Some(cookie) = &self.cookie {
            headers.insert("cookie", cookie.parse().unwrap());
        }
        let socket = match tokio_tungstenite::connect_async(request).await {
            Ok((socket, _)) => socket,
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => {
                return Err(response.status().as_u16());
            }
            Err(other) => panic!("{other}"),
        };
        let (tell, told) = tokio::sync::mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            let (mut up, mut down) = socket.split();
            let mut beat = tokio::time::interval(Duration::from_millis(500));
            loop {
                tokio::select! {
                    _ = beat.tick() => {
                        if up.send(Message::text(r#"{"type":"beat"}"#)).await.is_err() { return }
                    }
                    said = down.next() => match said {
                        Some(Ok(Message::Text(text))) => {
                            let _ = tell.send(serde_json::from_str(&text).unwrap());
                        }
                        Some(Ok(_)) => {}
                        Some(Err(_)) | None => return,
                    }
                }
            }
        });
        Ok(Live { told, task })
    }
}

impl Live {
    /// Waits until the session is in this state and gives the message.
    pub(crate) async fn until(&mut self, state: SessionState) -> Value {
        let wanted = serde_json::to_value(state).unwrap();
        let mut last = Value::Null;
        let found = async {
            while let Some(told) = self.told.recv().await {
                if told["state"] == wanted {
                    return Some(told);
                }
                last = told;
            }
            None
        };
        let found = tokio::time::timeout(Duration::from_secs(10), found).await;
        match found {
            Ok(Some(told)) => told,
            Ok(None) => panic!("closed before {wanted}; last {last}"),
            Err(_) => panic!("not {wanted} in time; last {last}"),
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The body of an answer that must be good.
pub(crate) async fn whole<T: DeserializeOwned>(response: Response) -> T {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert!(status.is_success(), "{status} {text}");
    serde_json::from_str(&text).unwrap()
}

/// The status and the problem body of an answer that must be refused.
pub(crate) async fn problem(response: Response) -> (u16, Problem) {
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").unwrap().clone();
    assert_eq!(kind, "application/problem+json");
    let problem: Problem = response.json().await.unwrap();
    assert_eq!(problem.status, status);
    assert_eq!(problem.trace_id.len(), 32);
    assert!(!problem.detail.is_empty());
    (status, problem)
}
