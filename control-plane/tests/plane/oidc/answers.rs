//! A browser that goes to a provider and comes back.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response};
use serde_json::Value;
use sqlx::{AnyPool, Row};

use super::provider::Hostile;
use super::trick::{Trick, Whose};
use crate::browser::Browser;
use crate::house::House;

/// A browser with the cookies that it was given, which follows nothing by itself.
#[derive(Clone)]
pub(crate) struct Jar {
    client: Client,
    base: String,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Jar {
    pub(crate) fn new(house: &House) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = Client::builder().redirect(reqwest::redirect::Policy::none());
        Self {
            client: client.build().unwrap(),
            base: format!("http://{}", house.address),
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Response {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self.client.get(format!("{}{path}", self.base));
        let request = request.header(COOKIE, cookies.join("; "));
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    /// Goes to a provider and says what it was asked there; a failure says where the browser was sent instead.
    pub(crate) async fn goes_to(&mut self, path: &str) -> Result<BTreeMap<String, String>, String> {
        let location = location(&self.get(path).await);
        match location.contains("/authorize?") {
            true => Ok(query(&location)),
            false => Err(location),
        }
    }

    /// Comes back with an answer and says where it is sent then.
    pub(crate) async fn comes_back(&mut self, id: &str, answer: &[(String, String)]) -> String {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(answer)
            .finish();
        let path = format!("/api/v1/auth/oidc/{id}/callback?{query}");
        location(&self.get(&path).await)
    }

    /// Signs in at an honest provider.
    pub(crate) async fn signs_in(&mut self, at: &Hostile, id: &str) -> String {
        let begin = format!("/api/v1/auth/oidc/{id}/login?page=/help");
        let asked = self.goes_to(&begin).await.unwrap();
        let answer = right_answer(at, id, &asked);
        self.comes_back(id, &answer).await
    }

    /// The same browser for everything else.
    pub(crate) fn signed_in(&self, house: &House) -> Browser {
        let mut browser = house.browser();
        browser.cookie = Some(format!("lotse={}", self.cookies["lotse"]));
        browser
    }
}

/// What a provider that does everything right sends the browser back with.
pub(crate) fn right_answer(
    at: &Hostile,
    id: &str,
    asked: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    vec![
        pair("code", at.code_for(asked)),
        pair("state", asked["state"].clone()),
        pair("iss", at.issuer(id)),
    ]
}

/// Plays a trick and says where the browser ended.
pub(crate) async fn play(
    house: &House,
    at: &Hostile,
    id: &str,
    trick: Trick,
    begin: &str,
) -> String {
    let mut own = Jar::new(house);
    let asked = match own.goes_to(begin).await {
        Ok(asked) => asked,
        Err(location) => return location,
    };
    let mut answer = right_answer(at, id, &asked);
    (trick.query)(&mut answer);
    match trick.browser {
        Whose::Own => own.comes_back(id, &answer).await,
        Whose::Another => {
            let mut another = Jar::new(house);
            another.goes_to(begin).await.unwrap();
            another.comes_back(id, &answer).await
        }
        Whose::Nobodys => Jar::new(house).comes_back(id, &answer).await,
        Whose::Twice => {
            own.comes_back(id, &answer).await;
            own.comes_back(id, &answer).await
        }
        Whose::AtAnotherProvider => own.comes_back("honest", &answer).await,
    }
}

pub(crate) fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303, "{}", response.url());
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

pub(crate) fn query(url: &str) -> BTreeMap<String, String> {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs().into_owned().collect()
}

/// The audit's entries with this action, oldest first.
pub(crate) async fn audited(house: &House, action: &str) -> Vec<Value> {
    let url = format!("sqlite://{}", house.database().display());
    let pool = AnyPool::connect(&url).await.unwrap();
    let rows = sqlx::query("SELECT entry FROM audit WHERE action = $1 ORDER BY seq")
        .bind(action)
        .fetch_all(&pool)
        .await
        .unwrap();
    rows.iter()
        .map(|row| serde_json::from_str(&row.get::<String, _>("entry")).unwrap())
        .collect()
}
