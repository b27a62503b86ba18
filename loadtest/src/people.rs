//! People who use the control plane by its API, as their pages do: sign in, make a session, end it, hold its live WebSocket.
//! Never looks into an answer further than it must.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, header};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

/// How often a page beats on its live WebSocket.
const BEAT: Duration = Duration::from_millis(500);

/// Who signs in how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    username: String,
    password: String,
}

/// Reads a line `USERNAME PASSWORD` for each.
pub(crate) fn accounts(text: &str) -> anyhow::Result<Vec<Account>> {
    let lines = (1_usize..).zip(text.lines());
    let told = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let account = |(number, line): (usize, &str)| {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some(username), Some(password), None) => Ok(Account {
                username: username.to_owned(),
                password: password.to_owned(),
            }),
            (_, _, _) => bail!("line {number} is not `USERNAME PASSWORD`"),
        }
    };
    told.map(account).collect()
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    web: String,
    cookie: String,
    http: Client,
}

impl Person {
    pub(crate) async fn sign_in(
        web: &str,
        account: &Account,
        http: Client,
    ) -> anyhow::Result<Self> {
        let answer = http
            .post(format!("{web}/api/v1/auth/local"))
            .json(&json!({"username": account.username, "password": account.password}))
            .send()
            .await?
            .error_for_status()?;
        let cookie = answer.headers().get(header::SET_COOKIE);
        let cookie = cookie.and_then(|cookie| cookie.to_str().ok()?.split(';').next());
        let cookie = cookie.context("signing in gave no cookie")?.to_owned();
        Ok(Self {
            web: web.to_owned(),
            cookie,
            http,
        })
    }

    /// Makes a session; its id.
    pub(crate) async fn make_session(&self) -> anyhow::Result<String> {
        let body = self.post("/sessions", json!({"kind": "code"})).await?;
        let id = body.get("id").and_then(Value::as_str);
        Ok(id.context("a session without an id")?.to_owned())
    }

    /// Gives it up before anybody came.
    pub(crate) async fn cancel(&self, session: &str) -> anyhow::Result<()> {
        self.post(&format!("/sessions/{session}/cancel"), json!({}))
            .await
            .map(drop)
    }

    async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        let answer = self
            .http
            .post(format!("{}/api/v1{path}", self.web))
            .header(header::COOKIE, &self.cookie)
            .json(&body)
            .send()
            .await?
            .error_for_status()?;
        let text = answer.text().await?;
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Opens the live WebSocket of a session; how long it took until the session's state came.
    pub(crate) async fn watch(&self, session: &str) -> anyhow::Result<(Watching, Duration)> {
        let began = Instant::now();
        let address = format!("{}/api/v1/sessions/{session}/live", self.web);
        let mut request = address.replacen("http", "ws", 1).into_client_request()?;
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, self.cookie.parse()?);
        headers.insert(header::ORIGIN, self.web.parse()?);
        let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
        socket.next().await.context("closed at once")??;
        Ok((Watching { socket }, began.elapsed()))
    }
}

/// A live WebSocket.
pub(crate) struct Watching {
    socket: tokio_tungstenite::WebSocketStream<
        tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>,
    >,
}

impl Watching {
    /// Beats until the server closes it.
    pub(crate) async fn hold(mut self) {
        let mut beats = tokio::time::interval(BEAT);
        loop {
            tokio::select! {
                _ = beats.tick() => {
                    let beat = Message::text(r#"{"type":"beat"}"#);
                    if self.socket.send(beat).await.is_err() {
                        return;
                    }
                }
                said = self.socket.next() => match said {
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => {}
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_person_and_anything_else_is_refused_by_its_number() {
        let two = accounts("# people\nhanna demo\n\nsami demo\n").unwrap();

        assert_eq!((two.len(), two[1].username.as_str()), (2, "sami"));
        let said = accounts("hanna demo\nsami\n").unwrap_err().to_string();
        assert!(said.starts_with("line 2 "), "{said}");
    }
}
