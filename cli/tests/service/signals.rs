//! What the system says to a running service: new certificates on SIGHUP, and a word to load balancers before the end.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::StatusCode;

use crate::deployment::{config, free_port};
use crate::running::{Running, signal};

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    fn certify_into(&self, folder: &Path) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        std::fs::write(folder.join("certificate.pem"), certificate.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    }

    /// Whether a page is served with a certificate of this authority.
    async fn vouches_for(&self, url: &str) -> bool {
        let root = reqwest::Certificate::from_pem(self.0.pem().as_bytes()).unwrap();
        let client = reqwest::Client::builder().tls_certs_only([root]);
        let page = client.build().unwrap().get(url).send().await;
        page.is_ok_and(|page| page.status() == StatusCode::OK)
    }
}

async fn soon(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..200 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

#[test]
fn a_supervisor_is_told_when_it_is_ready_loads_anew_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let supervisor = UnixDatagram::bind(&path).unwrap();
    supervisor
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let heard = || {
        let mut buffer = [0; 64];
        let length = supervisor.recv(&mut buffer).unwrap();
        String::from_utf8(buffer[..length].to_vec()).unwrap()
    };

    let service = Running::demo_told_of(&path);

    assert_eq!(heard(), "READY=1\n");
    signal(service.pid(), "HUP");
    assert_eq!(
        (heard(), heard()),
        ("RELOADING=1\n".into(), "READY=1\n".into())
    );
    assert!(service.end().status.success());
    assert_eq!(heard(), "STOPPING=1\n");
}

#[test]
fn a_port_that_the_service_manager_has_opened_is_served_and_never_closed_between() {
    let ours = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = ours.local_addr().unwrap();
    let kept = ours.try_clone().unwrap();
    let mut early = TcpStream::connect(address).unwrap();
    let request = "GET /help HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    early.write_all(request.as_bytes()).unwrap();

    let service = Running::activated(&config(address.port()), ours);

    let mut answer = String::new();
    early.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(service.end().status.success());
    assert!(TcpStream::connect(address).is_ok(), "nobody is turned away");
    drop(kept);
}

#[tokio::test]
async fn sighup_loads_new_certificates_and_bad_ones_leave_the_old_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Authority::new(), Authority::new());
    old.certify_into(folder.path());
    let port = free_port();
    let tls = format!(
        "public_url = \"https://localhost:{port}\"\ntls_certificate = \"{path}/certificate.pem\"\ntls_key = \"{path}/key.pem\"",
        path = folder.path().display()
    );
    let service = Running::serve(
        &config(port).replace(&format!("public_url = \"http://127.0.0.1:{port}\""), &tls),
    );
    let page = format!("https://localhost:{port}/help");
    assert!(old.vouches_for(&page).await && !new.vouches_for(&page).await);

    new.certify_into(folder.path());
    signal(service.pid(), "HUP");
    soon("the new certificate", async || new.vouches_for(&page).await).await;
    assert!(!old.vouches_for(&page).await);

    std::fs::write(folder.path().join("certificate.pem"), "nonsense").unwrap();
    signal(service.pid(), "HUP");
    soon("a word in the log", async || {
        service
            .logs()
            .contains("certificate not loaded; the old one stays")
    })
    .await;
    assert!(new.vouches_for(&page).await);
    assert_eq!(service.end().status.code(), Some(0));
}

#[tokio::test]
async fn while_draining_it_is_alive_and_not_ready() {
    let service = Running::demo();
    let (ready, alive) = (
        format!("{}/readyz", service.admin),
        format!("{}/livez", service.admin),
    );
    let status = async |url: &str| reqwest::get(url).await.map(|answer| answer.status());
    assert_eq!(status(&ready).await.unwrap(), StatusCode::OK);

    signal(service.pid(), "TERM");

    soon("not ready", async || {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        status(&ready)
            .await
            .is_ok_and(|status| status == unavailable)
    })
    .await;
    assert_eq!(status(&alive).await.unwrap(), StatusCode::OK);
}
