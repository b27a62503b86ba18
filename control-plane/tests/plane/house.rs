//! The house under test: control plane, HTTP server and a node.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use lotse_cluster::{NodeBus, in_process};
use lotse_control_plane::config::{
    ControlPlaneConfig, DeviceConfig, PasswordConfig, PasswordHashText, PersonConfig, Picture,
    PictureKind, ProxyHeader, TenantConfig,
};
use lotse_control_plane::{ControlPlane, password};
use lotse_domain::device::Compliance;
use lotse_domain::person::Label;
use lotse_domain::role::{Assignment, BuiltIn, Role, Scope};
use lotse_domain::settings::Settings;
use lotse_protocol::bus::{
    Announcement, BUS_PROTOCOL_VERSION, Command, Fact, NodeState, Reply, Seen,
};
use lotse_protocol::id::{NodeId, ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::browser::Browser;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A running house.
pub(crate) struct House {
    pub(crate) plane: Arc<ControlPlane>,
    pub(crate) node: Node,
    pub(crate) address: SocketAddr,
    pub(crate) data: Arc<tempfile::TempDir>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

/// The node of a house.
#[derive(Clone)]
pub(crate) struct Node {
    commands: Arc<Mutex<Vec<Command>>>,
    deaf: Arc<AtomicBool>,
    published: Arc<AtomicU64>,
    facts: mpsc::UnboundedSender<(Option<SessionId>, Seen)>,
}

impl House {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut ControlPlaneConfig)) -> Self {
        let data = Arc::new(tempfile::tempdir().unwrap());
        Self::start_in(data, 1, change).await
    }

    /// Starts in a folder that another house may have left; `epoch` counts the node's lives.
    pub(crate) async fn start_in(
        data: Arc<tempfile::TempDir>,
        epoch: u64,
        change: impl FnOnce(&mut ControlPlaneConfig),
    ) -> Self {
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut config = config(data.path(), address);
        change(&mut config);
        let (control, node) = in_process();
        let node = Node::start(node, epoch);
        let registry = prometheus::Registry::new();
        let plane = ControlPlane::start(config, control, &registry)
            .await
            .unwrap();
        let app = plane
            .router()
            .into_make_service_with_connect_info::<SocketAddr>();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            axum::serve(listener, app)
                .with_graceful_shutdown(async { drop(stopped.await) })
                .await
                .unwrap();
        });
        Self {
            plane: Arc::new(plane),
            node,
            address,
            data,
            stop: Some(stop),
            server: Some(server),
        }
    }

    /// Ends it and leaves the folder.
    pub(crate) async fn stop(mut self) -> Arc<tempfile::TempDir> {
        self.plane.shutdown().await;
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            server.abort();
        }
        Arc::clone(&self.data)
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser in which somebody is signed in.
    pub(crate) async fn signed_in(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(username, PASSWORD).await;
        browser
    }

    pub(crate) fn path(&self) -> &Path {
        self.data.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path().join("lotse.db")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}

impl Node {
    fn start(mut bus: NodeBus, epoch: u64) -> Self {
        let place = NodePlace {
            node: NodeId::from_uuid(Uuid::from_u128(0xA0DE)),
            epoch,
        };
        let announcement = Announcement {
            place,
            region: "test".into(),
            url: String::new(),
            load_per_mille: 0,
            state: NodeState::Ready,
            protocol_version: BUS_PROTOCOL_VERSION,
        };
        bus.announce(announcement.clone());
        let commands = Arc::new(Mutex::new(Vec::new()));
        let (facts, mut wanted) = mpsc::unbounded_channel::<(Option<SessionId>, Seen)>();
        let heard = Arc::clone(&commands);
        let deaf = Arc::new(AtomicBool::new(false));
        let hears_nothing = Arc::clone(&deaf);
        let published = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&published);
        tokio::spawn(async move {
            let mut number = 0;
            let mut again = tokio::time::interval(Duration::from_secs(1));
            loop {
                tokio::select! {
                    order = bus.next_command() => {
                        let Some(order) = order else { return };
                        // The answer is dropped with the order.
                        if hears_nothing.load(Ordering::SeqCst) {
                            continue;
                        }
                        heard.lock().unwrap().push(order.command);
                        let _ = order.answer.send(Reply::Done);
                    }
                    fact = wanted.recv() => {
                        let Some((session, what)) = fact else { return };
                        number += 1;
                        let at = Timestamp::from_millis(1_795_374_600_000);
                        bus.publish(Fact { place, number, at, session, what }).unwrap();
                        counted.store(number, Ordering::SeqCst);
                    }
                    _ = again.tick() => bus.announce(announcement.clone()),
                }
            }
        });
        Self {
            commands,
            deaf,
            published,
            facts,
        }
    }

    /// How many of its reports are on their way.
    pub(crate) fn published(&self) -> u64 {
        self.published.load(Ordering::SeqCst)
    }

    /// Reports something.
    pub(crate) fn saw(&self, session: SessionId, what: Seen) {
        self.facts.send((Some(session), what)).unwrap();
    }

    /// Reports that somebody's media are up.
    pub(crate) fn joined(&self, session: SessionId, participant: ParticipantId, role: MediaRole) {
        self.saw(session, Seen::Joined { participant, role });
    }

    /// Whether it lets every command fall from now on.
    pub(crate) fn is_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::SeqCst);
    }

    /// What it was told so far.
    pub(crate) fn heard(&self) -> Vec<Command> {
        self.commands.lock().unwrap().clone()
    }

    /// Waits for a command.
    pub(crate) async fn hears(&self, fits: impl Fn(&Command) -> bool) -> Command {
        let found = async {
            loop {
                if let Some(command) = self.heard().into_iter().find(|command| fits(command)) {
                    return command;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let found = tokio::time::timeout(Duration::from_secs(10), found).await;
        found.unwrap_or_else(|_| panic!("not among {:?}", self.heard()))
    }
}

/// One hash for everybody: hashing is slow on purpose.
pub(crate) fn hashed() -> PasswordHashText {
    static HASH: OnceLock<PasswordHashText> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
        .clone()
}

pub(crate) fn label(text: &str) -> Label {
    Label::try_from(text.to_owned()).unwrap()
}

pub(crate) fn assignment(role: BuiltIn, group: &str) -> Assignment {
    Assignment {
        role: Role::BuiltIn(role),
        members: [label(group)].into(),
        scope: Scope::Everybody,
    }
}

pub(crate) fn person(username: &str, name: &str, group: &str) -> PersonConfig {
    PersonConfig {
        username: username.into(),
        password: PasswordConfig::Hash(hashed()),
        name: name.into(),
        email: None,
        job_title: Some("Tester".into()),
        company: Some("Kaispeicher".into()),
        picture: Some(Picture {
            kind: PictureKind::Svg,
            bytes: b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        }),
        groups: vec![label(group)],
        part: None,
    }
}

fn device(name: &str, owner: &str, compliance: Compliance) -> DeviceConfig {
    DeviceConfig {
        name: name.into(),
        os: None,
        serial: Some(format!("serial-{name}")),
        primary_user: Some(owner.into()),
        enrolled: true,
        compliance,
        failed_rules: match compliance == Compliance::Noncompliant {
            true => vec!["Disk is not encrypted".into()],
            false => Vec::new(),
        },
        last_check_in: None,
        groups: Vec::new(),
        tags: Vec::new(),
    }
}

fn config(data_dir: &Path, address: SocketAddr) -> ControlPlaneConfig {
    ControlPlaneConfig {
        data_dir: data_dir.to_owned(),
        public_url: format!("http://{address}").parse().unwrap(),
        tenant: TenantConfig {
            name: "Kaispeicher".into(),
            domain: "kaispeicher.example".into(),
            domain_verified: true,
        },
        settings: Settings {
            enabled: true,
            ..Settings::default()
        },
        assignments: vec![
            assignment(BuiltIn::Helper, "desk"),
            assignment(BuiltIn::TenantAdministrator, "admins"),
        ],
        people: vec![
            person("hanna", "Hanna Helper", "desk"),
            person("hugo", "Hugo Helper", "desk"),
            person("sami", "Sami Sharer", "quay"),
            person("stella", "Stella Sharer", "quay"),
            person("ada", "Ada Admin", "admins"),
        ],
        devices: vec![
            device("quay-1", "sami", Compliance::Noncompliant),
            device("quay-2", "stella", Compliance::Compliant),
        ],
        providers: Vec::new(),
        demo: false,
        operator_tokens: true,
        trusted_proxies: Vec::new(),
        proxy_header: ProxyHeader::default(),
        ice_servers: Vec::new(),
    }
}
