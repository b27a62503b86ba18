//! A provider on loopback, or many in one: each path is an issuer of its own with its own trick.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use lotse_control_plane::identity::{ClaimNames, ClientProof, ProviderConfig, Strength};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::trick::{HONEST, How, Part, Sign, Trick};

pub(crate) const CLIENT: &str = "lotse";
pub(crate) const SECRET: &str = "a secret: with & signs + and %";
pub(crate) const ACCESS_TOKEN: &str = "an access token";

/// A running provider.
#[derive(Clone)]
pub(crate) struct Hostile {
    pub(crate) address: SocketAddr,
    inside: Arc<Inside>,
}

struct Inside {
    address: SocketAddr,
    tricks: Mutex<BTreeMap<String, Trick>>,
    /// Which key each issuer signs with.
    keys: Mutex<BTreeMap<String, usize>>,
    /// What was asked, by code.
    asked: Mutex<BTreeMap<String, Map<String, Value>>>,
    /// How often keys were fetched.
    fetched: Mutex<BTreeMap<String, u32>>,
    /// How many codes were given.
    codes: AtomicUsize,
}

/// A key pair that is made once for all tests.
pub(crate) struct Pair {
    signing: EncodingKey,
    n: String,
}

pub(crate) fn pair(number: usize) -> &'static Pair {
    static PAIRS: OnceLock<[Pair; 2]> = OnceLock::new();
    &PAIRS.get_or_init(|| [fresh(), fresh()])[number]
}

fn fresh() -> Pair {
    let made = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = made.as_der().unwrap();
    let text = STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    let modulus = made
        .public_key()
        .modulus()
        .big_endian_without_leading_zero();
    Pair {
        signing: EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(),
        n: URL_SAFE_NO_PAD.encode(modulus),
    }
}

pub(crate) fn seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

impl Hostile {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Arc::new(Inside {
            address,
            tricks: Mutex::default(),
            keys: Mutex::default(),
            asked: Mutex::default(),
            fetched: Mutex::default(),
            codes: AtomicUsize::new(0),
        });
        let app = Router::new()
            .route("/{issuer}/.well-known/openid-configuration", get(discovery))
            .route("/{issuer}/jwks", get(jwks))
            .route("/{issuer}/token", post(token))
            .route("/{issuer}/userinfo", get(userinfo))
            .with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, inside }
    }

    /// A provider with this trick, as the control plane is told of it.
    pub(crate) fn with(&self, id: &str, trick: Trick) -> ProviderConfig {
        self.inside
            .tricks
            .lock()
            .unwrap()
            .insert(id.to_owned(), trick);
        ProviderConfig {
            id: id.parse().unwrap(),
            name: format!("Provider {id}"),
            issuer: self.issuer(id).parse().unwrap(),
            client_id: CLIENT.to_owned(),
            proof: ClientProof::Secret(SECRET.to_owned()),
            scopes: vec!["profile".to_owned()],
            claims: ClaimNames::default(),
            group_names: BTreeMap::new(),
            allowed_tenants: Vec::new(),
            authorities: None,
            sign_in: Strength::default(),
            step_up: Strength::default(),
        }
    }

    pub(crate) fn issuer(&self, id: &str) -> String {
        self.inside.issuer(id)
    }

    /// The provider signs with its other key from here on, and names it otherwise.
    pub(crate) fn rotate(&self, id: &str) {
        self.inside.keys.lock().unwrap().insert(id.to_owned(), 1);
    }

    /// How often its keys were fetched.
    pub(crate) fn fetched(&self, id: &str) -> u32 {
        self.inside
            .fetched
            .lock()
            .unwrap()
            .get(id)
            .copied()
            .unwrap_or(0)
    }

    /// A code for who asked this.
    pub(crate) fn code_for(&self, asked: &BTreeMap<String, String>) -> String {
        let mut all = self.inside.asked.lock().unwrap();
        let code = format!("code-{}", self.inside.codes.fetch_add(1, Ordering::Relaxed));
        let asked = asked
            .iter()
            .map(|(name, value)| (name.clone(), value.clone().into()))
            .collect();
        all.insert(code.clone(), asked);
        code
    }

    /// A signed announcement of a logout.
    pub(crate) fn logout_token(
        &self,
        id: &str,
        change: impl FnOnce(&mut Value, &mut Value),
    ) -> String {
        let now = seconds();
        let mut header = json!({ "alg": "RS256", "kid": self.inside.kid(id), "typ": "logout+jwt" });
        let mut claims = json!({
            "iss": self.issuer(id), "aud": CLIENT, "iat": now, "exp": now + 120,
            "jti": format!("{:?}", std::time::Instant::now()),
            "sub": "subject-1",
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        change(&mut header, &mut claims);
        self.inside.signed(id, &header, &claims, Sign::Right)
    }
}

impl Inside {
    fn issuer(&self, id: &str) -> String {
        format!("http://{}/{id}", self.address)
    }

    fn trick(&self, id: &str) -> Trick {
        self.tricks
            .lock()
            .unwrap()
            .get(id)
            .copied()
            .unwrap_or(HONEST)
    }

    fn number(&self, id: &str) -> usize {
        self.keys.lock().unwrap().get(id).copied().unwrap_or(0)
    }

    fn kid(&self, id: &str) -> String {
        format!("key-{}", self.number(id))
    }

    fn signed(&self, id: &str, header: &Value, claims: &Value, sign: Sign) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let own = self.number(id);
        let rs256 = |number: usize| {
            let bytes = message.as_bytes();
            let by = &pair(number).signing;
            jsonwebtoken::crypto::sign(bytes, by, jsonwebtoken::Algorithm::RS256).unwrap()
        };
        match sign {
            Sign::Right => format!("{message}.{}", rs256(own)),
            Sign::OtherKey => format!("{message}.{}", rs256(1 - own)),
            Sign::ThenChange => {
                let mut changed = claims.clone();
                changed["sub"] = "somebody else".into();
                format!("{}.{}.{}", part(header), part(&changed), rs256(own))
            }
            Sign::Nothing => format!("{message}."),
            Sign::PublicKeyAsSecret => {
                let secret = EncodingKey::from_secret(pair(own).n.as_bytes());
                let by = jsonwebtoken::Algorithm::HS256;
                let mac = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, by).unwrap();
                format!("{message}.{mac}")
            }
            Sign::TwoParts => message,
        }
    }
}

/// The answer of a part, or what the trick makes of it.
async fn served(trick: Trick, part: Part, right: impl IntoResponse) -> Response {
    match trick.serve {
        (tricky, how) if tricky == part => match how {
            How::Right => right.into_response(),
            How::Huge => Body::from(vec![b' '; 4 * 1024 * 1024]).into_response(),
            How::Slow => {
                tokio::time::sleep(Duration::from_secs(30)).await;
                right.into_response()
            }
            How::Redirects => Redirect::temporary("http://127.0.0.1:9/elsewhere").into_response(),
            How::Garbage => "<html>not json".into_response(),
            How::Status(status) => (
                axum::http::StatusCode::from_u16(status).unwrap(),
                r#"{"error":"invalid_grant"}"#,
            )
                .into_response(),
        },
        _ => right.into_response(),
    }
}

type Shared = State<Arc<Inside>>;

async fn discovery(State(inside): Shared, Path(id): Path<String>) -> Response {
    let trick = inside.trick(&id);
    let issuer = inside.issuer(&id);
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/end?flow=1"),
        "response_types_supported": ["code", "id_token"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "authorization_response_iss_parameter_supported": true,
    });
    (trick.discovery)(&mut document);
    served(trick, Part::Discovery, document.to_string()).await
}

async fn jwks(State(inside): Shared, Path(id): Path<String>) -> Response {
    *inside
        .fetched
        .lock()
        .unwrap()
        .entry(id.clone())
        .or_default() += 1;
    let trick = inside.trick(&id);
    let mut keys = vec![json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": inside.kid(&id),
        "n": pair(inside.number(&id)).n, "e": "AQAB",
    })];
    (trick.keys)(&mut keys);
    let text = json!({ "keys": keys }).to_string();
    let text = text.replace("HOST", &format!("http://{}", inside.address));
    served(trick, Part::Keys, text).await
}

async fn token(
    State(inside): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let trick = inside.trick(&id);
    let form: BTreeMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();
    let refused = (
        axum::http::StatusCode::BAD_REQUEST,
        r#"{"error":"invalid_grant"}"#,
    );
    // A code is good once, for the client and the browser that it was made for.
    let asked = inside.asked.lock().unwrap().remove(&form["code"]);
    let Some(asked) = asked else {
        return refused.into_response();
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    let encoded: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{encoded}")));
    let fits = asked["code_challenge"] == challenge
        && asked["redirect_uri"] == form["redirect_uri"]
        && headers["authorization"] == basic;
    if !fits {
        return refused.into_response();
    }
    let now = seconds();
    let half = &Sha256::digest(ACCESS_TOKEN.as_bytes())[..16];
    let claims = json!({
        "iss": inside.issuer(&id), "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 300,
        "nonce": asked["nonce"], "at_hash": URL_SAFE_NO_PAD.encode(half), "auth_time": now,
        "acr": "strong", "sid": "session-1",
        "name": "Olga Own", "email": "olga@kaispeicher.example", "groups": ["desk", "quay"],
    });
    let Value::Object(mut claims) = claims else {
        return refused.into_response();
    };
    (trick.claims)(&mut claims, now);
    let mut header = json!({ "alg": "RS256", "kid": inside.kid(&id), "typ": "JWT" });
    (trick.header)(&mut header);
    let id_token = inside.signed(&id, &header, &claims.into(), trick.sign);
    let mut answer = Map::new();
    answer.insert("token_type".into(), "Bearer".into());
    answer.insert("access_token".into(), ACCESS_TOKEN.into());
    answer.insert("id_token".into(), id_token.into());
    (trick.answer)(&mut answer);
    served(trick, Part::Token, Value::from(answer).to_string()).await
}

async fn userinfo(State(inside): Shared, Path(id): Path<String>, headers: HeaderMap) -> String {
    assert_eq!(headers["authorization"], format!("Bearer {ACCESS_TOKEN}"));
    let mut told = json!({ "sub": "subject-1", "name": "Olga Owen" });
    (inside.trick(&id).userinfo)(&mut told);
    told.to_string()
}
