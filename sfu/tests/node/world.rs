//! A node with its own bus, keys and HTTP port, and a control plane that does what a test says.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_cluster::ControlBus;
use lotse_listener::{Listener, ListenerConfig};
use lotse_loadtest::client::{Identity, Player, PlayerOptions, Publisher, PublisherOptions};
use lotse_protocol::bus::{Command, Fact, Reply, RosterNotice, Seen, ThreadKey};
use lotse_protocol::id::{NodeId, ParticipantId, SessionId, TenantId};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use lotse_sfu::{IceTcpMode, MediaAddress, Sfu, SfuConfig};
use prometheus::Registry;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

pub(crate) const ISSUER: &str = "https://lotse.example";
/// Long enough for a busy machine; nothing waits for it when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Ids of our own, so that nothing depends on a clock.
fn uuid() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

pub(crate) fn session() -> SessionId {
    SessionId::from_uuid(uuid())
}

pub(crate) fn participant() -> ParticipantId {
    ParticipantId::from_uuid(uuid())
}

/// A key that signs media tokens.
pub(crate) struct Signer {
    pair: Ed25519KeyPair,
    kid: &'static str,
}

impl Signer {
    pub(crate) fn new(kid: &'static str) -> Self {
        let pair = Ed25519KeyPair::generate().unwrap();
        Self { pair, kid }
    }

    pub(crate) fn jwks(&self) -> String {
        let x = URL_SAFE_NO_PAD.encode(self.pair.public_key());
        let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": self.kid, "x": x, "use": "sig", "alg": "EdDSA"});
        json!({ "keys": [key] }).to_string()
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "EdDSA", "kid": self.kid, "typ": "JWT"});
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let signature = self.pair.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

/// Who a token is for.
#[derive(Clone, Copy)]
pub(crate) struct Guest {
    pub(crate) session: SessionId,
    pub(crate) participant: ParticipantId,
    pub(crate) role: &'static str,
}

pub(crate) fn sharer(session: SessionId) -> Guest {
    let participant = participant();
    Guest {
        session,
        participant,
        role: "sharer",
    }
}

pub(crate) fn helper(session: SessionId) -> Guest {
    let participant = participant();
    Guest {
        session,
        participant,
        role: "helper",
    }
}

fn seconds_now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}

/// Claims as a control plane makes them, good for a minute.
pub(crate) fn claims(guest: Guest) -> Value {
    let now = seconds_now();
    let can = if guest.role == "sharer" {
        "send_screen"
    } else {
        "view_screen"
    };
    json!({
        "iss": ISSUER, "aud": "lotse-sfu", "sub": guest.participant, "ses": guest.session,
        "ten": TenantId::from_uuid(uuid()), "rol": guest.role, "can": [can, "chat"],
        "jti": uuid().to_string(), "iat": now, "nbf": now, "exp": now + 60, "end": now + 3_600,
    })
}

/// A node on a free port of the loopback.
pub(crate) fn config(signer: &Signer) -> SfuConfig {
    SfuConfig {
        place: NodePlace {
            node: NodeId::from_uuid(uuid()),
            epoch: 1,
        },
        region: "test".to_owned(),
        url: String::new(),
        issuer: ISSUER.to_owned(),
        jwks: signer.jwks(),
        media: vec![MediaAddress {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            advertise: None,
        }],
        ice_tcp: IceTcpMode::OwnPorts,
        ice_servers: Vec::new(),
        shards: 1,
    }
}

/// A running node and everything around it.
pub(crate) struct World {
    pub(crate) sfu: Sfu,
    pub(crate) signer: Signer,
    pub(crate) control: ControlBus,
    pub(crate) registry: Registry,
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    facts: Arc<Facts>,
    doors: CancellationToken,
}

#[derive(Default)]
struct Facts {
    seen: Mutex<Vec<Fact>>,
    more: Notify,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut SfuConfig)) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = Listener::bind(ListenerConfig::plain(loopback)).unwrap();
        let base = format!("http://{}", listener.local_addr());
        let signer = Signer::new("first");
        let mut config = config(&signer);
        change(&mut config);
        if let IceTcpMode::Listener { port } = &mut config.ice_tcp {
            *port = listener.local_addr().port();
        }
        let (control, node) = lotse_cluster::in_process();
        let registry = Registry::new();
        let sfu = Sfu::start(config, node, &registry).unwrap();
        let doors = CancellationToken::new();
        let (router, sink) = (sfu.router(), sfu.ice_tcp_sink());
        tokio::spawn(listener.serve(router, sink, doors.clone()));
        let facts = Arc::<Facts>::default();
        tokio::spawn(collect(control.clone(), Arc::clone(&facts)));
        while control.nodes().is_empty() {
            tokio::task::yield_now().await;
        }
        Self {
            sfu,
            signer,
            control,
            registry,
            http: reqwest::Client::new(),
            base,
            facts,
            doors,
        }
    }

    /// Ends the node and keeps the rest.
    pub(crate) async fn end(self) {
        let Self { sfu, doors, .. } = self;
        doors.cancel();
        sfu.shutdown().await;
    }

    pub(crate) async fn command(&self, command: Command) -> Reply {
        let node = self.sfu.place().node;
        self.control.command(node, command).await.unwrap()
    }

    /// Opens a session whose helpers an operator vouches for.
    pub(crate) async fn open(&self, session: SessionId) {
        let lease = Timestamp::from_millis((seconds_now() + 600) * 1_000);
        let thread_key = ThreadKey([7; 32]);
        let notice = RosterNotice::Operator;
        let open = Command::Open {
            session,
            lease,
            thread_key,
            notice,
        };
        assert_eq!(self.command(open).await, Reply::Done);
    }

    pub(crate) async fn allow(&self, session: SessionId, helpers: &[Guest]) {
        let gate = Command::Gate {
            session,
            paused: false,
            allowed: helpers.iter().map(|helper| helper.participant).collect(),
        };
        assert_eq!(self.command(gate).await, Reply::Done);
    }

    pub(crate) fn token(&self, guest: Guest) -> String {
        self.signer.sign(&claims(guest))
    }

    /// A token that is bound to a certificate.
    pub(crate) fn bound_token(&self, guest: Guest, identity: &Identity) -> String {
        let mut claims = claims(guest);
        claims["cnf"] = json!({"dtls_fingerprint": identity.fingerprint()});
        self.signer.sign(&claims)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn to_publish(&self, guest: Guest) -> PublisherOptions {
        PublisherOptions {
            deadline: PATIENCE,
            ..PublisherOptions::new(self.url("/whip"), self.token(guest))
        }
    }

    pub(crate) fn to_play(&self, guest: Guest) -> PlayerOptions {
        PlayerOptions {
            deadline: PATIENCE,
            ..PlayerOptions::new(self.url("/whep"), self.token(guest))
        }
    }

    pub(crate) async fn publish(&self, guest: Guest) -> Publisher {
        Publisher::connect(self.to_publish(guest)).await.unwrap()
    }

    pub(crate) async fn play(&self, guest: Guest) -> Player {
        Player::connect(self.to_play(guest)).await.unwrap()
    }

    /// `POST` of an offer.
    pub(crate) async fn post(&self, path: &str, token: &str, offer: String) -> reqwest::Response {
        self.http
            .post(self.url(path))
            .bearer_auth(token)
            .header("content-type", "application/sdp")
            .body(offer)
            .send()
            .await
            .unwrap()
    }

    /// Waits for a fact.
    pub(crate) async fn fact(&self, wanted: impl Fn(&Fact) -> bool) -> Fact {
        let search = async {
            loop {
                let more = self.facts.more.notified();
                if let Some(found) = self.seen().into_iter().find(&wanted) {
                    return found;
                }
                more.await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, search).await;
        found.unwrap_or_else(|_| panic!("the fact never came; these did: {:?}", self.seen()))
    }

    pub(crate) async fn fact_of(&self, what: Seen) -> Fact {
        self.fact(|fact| fact.what == what).await
    }

    pub(crate) fn seen(&self) -> Vec<Fact> {
        self.facts.seen.lock().unwrap().clone()
    }

    /// A metric's line as Prometheus reads it.
    pub(crate) fn metric(&self, line: &str) -> Option<f64> {
        let text = prometheus::TextEncoder::new();
        let text = text.encode_to_string(&self.registry.gather()).unwrap();
        let mut lines = text.lines();
        lines.find_map(|it| it.strip_prefix(line)?.trim().parse().ok())
    }
}

async fn collect(control: ControlBus, facts: Arc<Facts>) {
    let mut feed = control.facts().unwrap();
    while let Some(fact) = feed.next().await {
        feed.acknowledge(fact.place, fact.number);
        facts.seen.lock().unwrap().push(fact);
        facts.more.notify_waiters();
    }
}
