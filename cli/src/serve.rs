//! Everything in one process: starts the parts in the order in which they need each other, and ends them the other way
//! round. Decides nothing that a part decides.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use lotse_cluster::in_process;
use lotse_control_plane::ControlPlane;
use lotse_listener::TlsFiles;
use lotse_protocol::client::ClientAddress;
use lotse_sfu::{Sfu, SfuConfig};
use prometheus::Registry;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::admin::{self, Watched};
use crate::config::Config;
use crate::demo;
use crate::doors::{Doors, Inherited};
use crate::exit::Failure;
use crate::instance::Instance;
use crate::limits::{DRAIN_NOTICE, SHUTDOWN_DEADLINE};
use crate::metrics::Metrics;
use crate::node;
use crate::notify::{self, Word};
use crate::places::{ice_tcp, media_addresses, media_ports};

/// A running service.
pub(crate) struct Service {
    control_plane: Arc<ControlPlane>,
    sfu: Sfu,
    certificates: Vec<TlsFiles>,
    draining: CancellationToken,
    close_front: CancellationToken,
    close_admin: CancellationToken,
    front: TaskTracker,
    admin: TaskTracker,
    /// Where it can be reached.
    pub(crate) at: Reached,
}

/// Where a running service can be reached, with the real ports.
#[derive(Debug, Clone)]
pub(crate) struct Reached {
    /// Pages and API.
    pub(crate) web: Vec<SocketAddr>,
    /// Media, as browsers are told.
    pub(crate) media: Vec<SocketAddr>,
    /// The operator's listener.
    pub(crate) admin: Vec<SocketAddr>,
}

/// The ports of a service, open before it starts.
pub(crate) struct Ports {
    front: Doors,
    admin: Doors,
}

impl Ports {
    /// Opens them.
    pub(crate) fn open(config: &Config) -> Result<Self, Failure> {
        let failed = |fault| Failure::because(&fault);
        let (web, tls) = (&config.web.listen, config.web.tls.as_ref());
        let mut inherited = Inherited::take();
        let ports = Self {
            front: Doors::open(web, tls, &mut inherited).map_err(failed)?,
            admin: Doors::open(&[config.admin_listen], None, &mut inherited).map_err(failed)?,
        };
        inherited.warn_of_the_rest();
        Ok(ports)
    }

    /// The port of the pages.
    pub(crate) fn web_port(&self) -> Option<u16> {
        self.front.addresses().first().map(SocketAddr::port)
    }
}

/// What the system or a person says to the process.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Listens from now on. Called before anything starts, so that a word said while starting is heard.
    pub(crate) fn listen() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(|error| Failure::because(&error));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    async fn end(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Starts everything on open ports.
pub(crate) async fn start(config: Config, ports: Ports) -> Result<Service, Failure> {
    let registry = Registry::new();
    let metrics = Metrics::register(&registry, ports.front.counts())
        .map_err(|fault| Failure::because(&fault))?;
    let (control_bus, node_bus) = in_process();
    let data_dir = config.control_plane.data_dir.clone();
    let public_url = config.control_plane.public_url.clone();
    let operator_tokens = config.control_plane.operator_tokens;
    let ice_servers = config.control_plane.ice_servers.clone();
    let control_plane = ControlPlane::start(config.control_plane, control_bus, &registry)
        .await
        .map_err(|fault| Failure::because(&fault))?;
    let place = node::begin(&data_dir, Uuid::now_v7()).map_err(|fault| Failure::because(&fault))?;
    let issuer = public_url.text().to_owned();
    let instance = Instance {
        public_url,
        operator_tokens,
        place: Some(place),
    };
    instance
        .write(&data_dir)
        .map_err(|fault| Failure::because(&fault))?;
    let sfu = SfuConfig {
        place,
        region: config.media.region.clone(),
        url: String::new(),
        issuer,
        jwks: control_plane.media_keys(),
        media: media_addresses(&config.media, demo::own_address())
            .map_err(|fault| Failure::because(&fault))?,
        ice_tcp: ice_tcp(&config.media, &config.web.listen),
        ice_servers,
        shards: config.media.threads,
    };
    let tcp = sfu.ice_tcp;
    let sfu = Sfu::start(sfu, node_bus, &registry).map_err(|fault| Failure::because(&fault))?;
    control_plane.media_go_to(media_ports(&sfu.media_addresses(), tcp));
    let service = serve(control_plane, sfu, metrics, ports);
    notify::tell(Word::Ready);
    Ok(service)
}

fn serve(control_plane: ControlPlane, sfu: Sfu, metrics: Metrics, ports: Ports) -> Service {
    let control_plane = Arc::new(control_plane);
    let (draining, close_front, close_admin) = Default::default();
    let at = Reached {
        web: ports.front.addresses(),
        media: sfu.media_addresses(),
        admin: ports.admin.addresses(),
    };
    let certificates = ports.front.tls();
    let watched = Watched {
        control_plane: Arc::clone(&control_plane),
        media: sfu.health(),
        metrics,
        draining: CancellationToken::clone(&draining),
    };
    let pages_and_media = control_plane
        .router()
        .merge(sfu.router())
        .layer(from_fn_with_state(Arc::clone(&control_plane), say_who_asks));
    let ice_tcp = sfu.ice_tcp_sink();
    let front = ports
        .front
        .serve(&pages_and_media, ice_tcp.as_ref(), &close_front);
    let admin = ports
        .admin
        .serve(&admin::router(watched), None, &close_admin);
    tracing::info!(web = ?at.web, media = ?at.media, admin = ?at.admin, "lotse serves");
    Service {
        control_plane,
        sfu,
        certificates,
        draining,
        close_front,
        close_admin,
        front,
        admin,
        at,
    }
}

/// Finds out once who asks, so that pages and media count the same client.
async fn say_who_asks(
    State(control_plane): State<Arc<ControlPlane>>,
    ConnectInfo(socket): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = control_plane.client_address(request.headers(), socket.ip());
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

impl Service {
    /// Serves until the system or a person asks for the end, and then ends in good order.
    pub(crate) async fn until_told(self, mut signals: Signals) -> Result<(), Failure> {
        loop {
            tokio::select! {
                _ = signals.hang_up.recv() => {
                    notify::tell(Word::Reloading);
                    self.reload();
                    notify::tell(Word::Ready);
                }
                _ = signals.terminate.recv() => break,
                _ = signals.interrupt.recv() => break,
            }
        }
        tracing::info!("lotse ends");
        notify::tell(Word::Stopping);
        let failed = |why: &str| Err(Failure::Failed(why.to_owned()));
        tokio::select! {
            () = self.end() => Ok(()),
            () = sleep(SHUTDOWN_DEADLINE) => failed("stopping took too long; left as it was"),
            () = signals.end() => failed("told twice to end; left as it was"),
        }
    }

    /// Loads the certificates anew; bad files leave the old ones in use.
    fn reload(&self) {
        for certificate in &self.certificates {
            match certificate.reload() {
                Ok(()) => tracing::info!("certificate loaded anew"),
                Err(error) => tracing::error!(%error, "certificate not loaded; the old one stays"),
            }
        }
    }

    /// Says that it is not ready, closes the doors, tells everybody in a session, writes down what is left.
    async fn end(self) {
        self.draining.cancel();
        sleep(DRAIN_NOTICE).await;
        self.control_plane.close_pages();
        self.close_front.cancel();
        self.sfu.shutdown().await;
        self.front.wait().await;
        self.close_admin.cancel();
        self.admin.wait().await;
        match Arc::into_inner(self.control_plane) {
            Some(control_plane) => control_plane.shutdown().await,
            None => tracing::warn!("the control plane is still in use and is left as it is"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::DemoChoices;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_service_whose_media_threads_have_ended_is_not_ready_and_says_why() {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let choices = DemoChoices {
            port: Some(0),
            media_port: Some(0),
            admin_port: Some(0),
            data_dir: Some(folder.path().join("data")),
        };
        let config = demo::config(choices, None).unwrap();
        let ports = Ports::open(&config).unwrap();
        let Service { sfu, at, .. } = start(config, ports).await.unwrap();
        let readiness = async || {
            let url = format!("http://{}/readyz", at.admin[0]);
            let answer = reqwest::get(url).await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        };
        while readiness().await != (200, "ready\n".to_owned()) {
            tokio::task::yield_now().await;
        }

        sfu.shutdown().await;

        let why = "a media thread has ended\n".to_owned();
        assert_eq!(readiness().await, (503, why));
    }
}
