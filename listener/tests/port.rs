//! The port against real sockets: what each kind of stranger gets.
#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking what went wrong"
)]

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use axum::Router;
use axum::extract::{ConnectInfo, WebSocketUpgrade};
use axum::routing::{any, get};
use lotse_listener::{
    BindFault, Counts, IceTcp, Listener, ListenerConfig, ListenerCounts, PemFiles, TlsFault,
    TlsFiles,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

struct Port {
    addr: SocketAddr,
    counts: ListenerCounts,
    tls: Option<TlsFiles>,
    ice: mpsc::Receiver<IceTcp>,
    shutdown: CancellationToken,
    serving: JoinHandle<()>,
}

impl Port {
    fn open(config: ListenerConfig, router: Router) -> Self {
        let listener = Listener::bind(config).unwrap();
        let (addr, counts, tls) = (listener.local_addr(), listener.counts(), listener.tls());
        let (sink, ice) = mpsc::channel(1);
        let shutdown = CancellationToken::new();
        let serving = tokio::spawn(listener.serve(router, Some(sink), shutdown.clone()));
        Self {
            addr,
            counts,
            tls,
            ice,
            shutdown,
            serving,
        }
    }

    fn plain() -> Self {
        Self::open(ListenerConfig::plain(LOOPBACK), hello())
    }

    fn secure(files: &PemFiles) -> Self {
        let tls = Some(files.clone());
        let plain = ListenerConfig::plain(LOOPBACK);
        Self::open(ListenerConfig { tls, ..plain }, hello())
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.addr).await.unwrap()
    }
}

fn hello() -> Router {
    let who = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
    let echo = |upgrade: WebSocketUpgrade| async { upgrade.on_upgrade(|_socket| async {}) };
    Router::new()
        .route("/who", get(who))
        .route("/socket", any(echo))
}

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    fn certify_into(&self, folder: &Path) -> PemFiles {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let files = PemFiles {
            certificate: folder.join("certificate.pem"),
            key: folder.join("key.pem"),
        };
        std::fs::write(&files.certificate, certificate.pem()).unwrap();
        std::fs::write(&files.key, key.serialize_pem()).unwrap();
        files
    }

    fn client(&self) -> reqwest::ClientBuilder {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let root = reqwest::Certificate::from_pem(self.0.pem().as_bytes()).unwrap();
        reqwest::Client::builder()
            .tls_certs_only([root])
            .redirect(reqwest::redirect::Policy::none())
    }
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    reqwest::Client::new()
}

/// Reads until the other side closes; an abrupt close is a close too.
async fn read_all(mut stream: TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    let _ = stream.read_to_end(&mut read).await;
    read
}

async fn settled(counts: &ListenerCounts, done: impl Fn(Counts) -> bool) -> Counts {
    while !done(counts.read()) {
        tokio::task::yield_now().await;
    }
    counts.read()
}

#[tokio::test]
async fn plain_http_reaches_the_router_with_the_peers_address() {
    let port = Port::plain();

    let answer = client()
        .get(format!("http://{}/who", port.addr))
        .send()
        .await
        .unwrap();

    let peer: SocketAddr = answer.text().await.unwrap().parse().unwrap();
    assert_eq!(peer.ip(), Ipv4Addr::LOCALHOST);
}

#[tokio::test]
async fn http_2_in_the_clear_is_served_too() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let port = Port::plain();
    let client = reqwest::Client::builder().http2_prior_knowledge();

    let url = format!("http://{}/who", port.addr);
    let answer = client.build().unwrap().get(url).send().await.unwrap();

    assert_eq!(answer.version(), reqwest::Version::HTTP_2);
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn https_is_served_by_both_versions_and_plain_http_is_sent_there() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let port = Port::secure(&authority.certify_into(folder.path()));
    let (one, two) = (authority.client().http1_only(), authority.client());
    let secure = format!("https://localhost:{}/who", port.addr.port());
    let plain = format!("http://localhost:{}/who?a=b", port.addr.port());

    let one = one.build().unwrap().get(&secure).send().await.unwrap();
    let two = two.build().unwrap();
    let moved = two.get(&plain).send().await.unwrap();
    let two = two.get(&secure).send().await.unwrap();

    assert_eq!(one.version(), reqwest::Version::HTTP_11);
    assert_eq!(two.version(), reqwest::Version::HTTP_2);
    assert_eq!((one.status().as_u16(), two.status().as_u16()), (200, 200));
    assert_eq!(moved.status(), 308);
    let location = moved.headers()["location"].to_str().unwrap();
    assert_eq!(location, format!("{secure}?a=b"));
}

#[tokio::test]
async fn a_new_certificate_is_used_after_a_reload_and_a_bad_one_never() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Authority::new(), Authority::new());
    let port = Port::secure(&old.certify_into(folder.path()));
    let url = format!("https://localhost:{}/who", port.addr.port());
    let get = |authority: &Authority| authority.client().build().unwrap().get(&url).send();
    assert!(get(&new).await.is_err());

    new.certify_into(folder.path());
    let tls = port.tls.as_ref().unwrap();
    tls.reload().unwrap();
    std::fs::write(folder.path().join("certificate.pem"), "nonsense").unwrap();
    let refused = tls.reload();

    assert!(matches!(refused, Err(TlsFault::NoCertificate { .. })));
    assert!(get(&new).await.is_ok());
    assert!(get(&old).await.is_err());
}

#[tokio::test]
async fn a_key_of_another_certificate_is_refused_at_the_start() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let authority = Authority::new();
    let mut files = authority.certify_into(folder.path());
    files.key = authority.certify_into(other.path()).key;

    let loaded = TlsFiles::load(files);

    assert!(matches!(loaded, Err(TlsFault::KeyDoesNotFit { .. })));
}

#[tokio::test]
async fn ice_over_tcp_is_handed_over_with_what_was_read() {
    let mut port = Port::plain();
    let first = [0, 28, 0, 1, 0, 8, 0x21, 0x12, 0xA4, 0x42, 9, 9];
    let mut stream = port.connect().await;

    stream.write_all(&first).await.unwrap();
    let mut handed = port.ice.recv().await.unwrap();
    handed.stream.write_all(b"pong").await.unwrap();

    let mut pong = [0; 4];
    stream.read_exact(&mut pong).await.unwrap();
    assert_eq!(&pong, b"pong");
    assert_eq!(&handed.first_bytes[..], &first);
    assert_eq!(handed.peer, stream.local_addr().unwrap());
}

#[tokio::test]
async fn a_full_sink_closes_the_connection() {
    let port = Port::plain();
    let first = [0, 28, 0, 1, 0, 8, 0x21, 0x12, 0xA4, 0x42];
    let mut waiting = port.connect().await;
    waiting.write_all(&first).await.unwrap();
    settled(&port.counts, |counts| counts.ice_tcp == 1).await;

    let mut refused = port.connect().await;
    refused.write_all(&first).await.unwrap();

    assert!(read_all(refused).await.is_empty());
    assert_eq!(port.counts.read().ice_tcp_refused, 1);
}

#[tokio::test]
async fn garbage_is_closed_at_once() {
    let port = Port::plain();
    let mut stream = port.connect().await;

    stream.write_all(b"\xff\x00\xff\x00garbage").await.unwrap();

    assert!(read_all(stream).await.is_empty());
    let counts = settled(&port.counts, |counts| counts.unknown == 1).await;
    assert_eq!((counts.http, counts.ice_tcp), (0, 0));
}

// Time stands still but for timers: a wait that nothing ends is over at once.
#[tokio::test(start_paused = true)]
async fn a_stranger_who_says_nothing_is_closed() {
    let port = Port::plain();

    let stream = port.connect().await;

    assert!(read_all(stream).await.is_empty());
    settled(&port.counts, |counts| counts.too_slow == 1).await;
}

#[tokio::test(start_paused = true)]
async fn a_head_that_never_ends_is_closed() {
    let port = Port::plain();
    let mut stream = port.connect().await;

    stream
        .write_all(b"GET /who HTTP/1.1\r\nx: y\r\n")
        .await
        .unwrap();

    let answer = read_all(stream).await;
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    settled(&port.counts, |counts| counts.open == 0).await;
}

#[tokio::test]
async fn one_address_holds_no_more_than_its_places_and_frees_them() {
    let config = ListenerConfig {
        connections_per_address_max: 1,
        ..ListenerConfig::plain(LOOPBACK)
    };
    let port = Port::open(config, hello());
    let held = port.connect().await;
    settled(&port.counts, |counts| counts.open == 1).await;

    let refused = read_all(port.connect().await).await;
    drop(held);
    settled(&port.counts, |counts| counts.open == 0).await;
    let mut after = port.connect().await;
    after
        .write_all(b"GET /who HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();

    assert!(refused.is_empty());
    assert!(read_all(after).await.starts_with(b"HTTP/1.1 200"));
    assert_eq!(port.counts.read().full_for_address, 1);
}

#[tokio::test]
async fn an_upgraded_connection_works_and_keeps_its_place() {
    let port = Port::plain();
    let mut stream = port.connect().await;

    stream
        .write_all(
            b"GET /socket HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
              sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        .await
        .unwrap();

    let mut head = [0; 12];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 101");
}

#[tokio::test]
async fn a_request_in_flight_is_finished_before_the_end() {
    let (entered, has_entered) = oneshot::channel();
    let (go_on, may_go_on) = oneshot::channel::<()>();
    let once = std::sync::Mutex::new(Some((entered, may_go_on)));
    let slow = move || {
        let taken = once.lock().unwrap().take();
        async move {
            let (entered, may_go_on) = taken.unwrap();
            entered.send(()).unwrap();
            may_go_on.await.unwrap();
            "done"
        }
    };
    let slow = std::sync::Arc::new(slow);
    let router = Router::new().route("/slow", get(move || slow()));
    let port = Port::open(ListenerConfig::plain(LOOPBACK), router);
    let url = format!("http://{}/slow", port.addr);
    let request = tokio::spawn(client().get(url).send());
    has_entered.await.unwrap();

    port.shutdown.cancel();
    go_on.send(()).unwrap();

    let answer = request.await.unwrap().unwrap();
    assert_eq!(answer.text().await.unwrap(), "done");
    port.serving.await.unwrap();
    assert!(TcpStream::connect(port.addr).await.is_err());
}

#[tokio::test]
async fn a_port_that_cannot_be_opened_says_why() {
    let port = Port::plain();
    let foreign: SocketAddr = "192.0.2.1:0".parse().unwrap();

    let taken = Listener::bind(ListenerConfig::plain(port.addr)).err();
    let not_ours = Listener::bind(ListenerConfig::plain(foreign)).err();

    assert!(matches!(taken, Some(BindFault::Taken(addr)) if addr == port.addr));
    assert!(matches!(not_ours, Some(BindFault::NotOurs(_))));
    assert!(taken.unwrap().to_string().contains("another program"));
}
