//! A running control plane: what it is started from, what it offers to the process around it, and how it stops.

use std::fs::DirBuilder;
use std::io;
use std::net::IpAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::http::HeaderMap;
use lotse_cluster::ControlBus;
use lotse_protocol::api::{DemoPerson, MediaPort};
use prometheus::Registry;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::{App, AppConfig};
use crate::clock::now;
use crate::config::{ControlPlaneConfig, PasswordConfig, PersonConfig};
use crate::facts;
use crate::http;
use crate::hub::Hub;
use crate::idp::{FetchFault, Providers};
use crate::keys::{KeyFault, Keys};
use crate::locked::Locked;
use crate::metrics::Metrics;
use crate::nodes;
use crate::owed;
use crate::password::{PasswordCheck, PasswordFault};
use crate::repeats::Repeats;
use crate::review;
use crate::seed::{self, SeedFault};
use crate::store::{Store, StoreFault};
use crate::timers;
use crate::told::ToldCodes;
use crate::tries::{CodeLimits, FlowLimits, SignIns, stranger_rows};
use crate::turns::Turns;
use crate::upkeep;

/// Why a control plane did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The data folder cannot be made or used.
    #[error("the data folder {path}: {source}")]
    DataDir {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The keys are not there.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// The database is not there.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The config could not be written into the database.
    #[error(transparent)]
    Seed(#[from] SeedFault),
    /// Passwords cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// An identity provider cannot be asked.
    #[error(transparent)]
    Provider(#[from] FetchFault),
    /// A metric has the name of another.
    #[error("metrics: {0}")]
    Metrics(#[from] prometheus::Error),
}

/// A running control plane.
pub struct ControlPlane {
    app: Arc<App>,
}

impl ControlPlane {
    /// Opens the data folder, writes what the config says, and begins to keep time and to hear the nodes.
    ///
    /// # Errors
    /// [`StartFault`] says what is wrong and where.
    pub async fn start(
        config: ControlPlaneConfig,
        bus: ControlBus,
        registry: &Registry,
    ) -> Result<Self, StartFault> {
        make_private(&config)?;
        let keys = Keys::open(&config.data_dir)?;
        let store = Store::open(&config.data_dir).await?;
        let tenant = seed::seed(&store, &config, now()).await?;
        let app = Arc::new(App {
            tenant,
            store,
            keys,
            bus,
            hub: Hub::new(),
            passwords: PasswordCheck::new()?,
            sign_ins: SignIns::new(),
            providers: Providers::new(config.providers.clone())?,
            flows: Locked::new(FlowLimits::new()),
            codes: Locked::new(CodeLimits::new()),
            stranger_rows: Locked::new(stranger_rows()),
            repeats: Repeats::default(),
            told: ToldCodes::default(),
            metrics: Metrics::register(registry)?,
            turns: Turns::default(),
            untold: Locked::default(),
            media_ports: OnceLock::new(),
            deadlines: Notify::new(),
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
            stop: CancellationToken::new(),
            config: AppConfig {
                demo: config.demo,
                local_accounts: !config.people.is_empty(),
                demo_people: demo_people(&config),
                public_url: config.public_url,
                trusted_proxies: config.trusted_proxies,
                proxy_header: config.proxy_header,
                ice_servers: config.ice_servers,
            },
        });
        if let Some(feed) = app.bus.facts() {
            let hearing = facts::run(Arc::clone(&app), feed, app.stop.clone());
            app.tasks.spawn(hearing);
        }
        app.tasks
            .spawn(upkeep::pages_gone(Arc::clone(&app), app.stop.clone()));
        app.tasks
            .spawn(timers::run(Arc::clone(&app), app.stop.clone()));
        app.tasks
            .spawn(upkeep::run(Arc::clone(&app), app.stop.clone()));
        app.tasks
            .spawn(owed::run(Arc::clone(&app), app.stop.clone()));
        app.tasks
            .spawn(nodes::run(Arc::clone(&app), app.stop.clone()));
        app.tasks
            .spawn(review::run(Arc::clone(&app), app.stop.clone()));
        Ok(Self { app })
    }

    /// The API, the pages and the public keys, for the front door. Wants the client's address as
    /// `axum::extract::ConnectInfo<SocketAddr>` in the request's extensions.
    pub fn router(&self) -> Router {
        http::router(Arc::clone(&self.app))
    }

    /// Who asks, where `socket` brought a request with these headers: the socket's address, or what a trusted proxy says. For
    /// whoever opens the front door to put into the request as [`lotse_protocol::client::ClientAddress`].
    #[must_use]
    pub fn client_address(&self, headers: &HeaderMap, socket: IpAddr) -> IpAddr {
        http::whose(&self.app, headers, socket)
    }

    /// Says to which ports media go, for the page that tells what a firewall must let through. Said once.
    pub fn media_go_to(&self, ports: Vec<MediaPort>) {
        let _ = self.app.media_ports.set(ports);
    }

    /// What a node checks media tokens with: the body of `/.well-known/jwks.json`.
    #[must_use]
    pub fn media_keys(&self) -> String {
        serde_json::to_string(&self.app.keys.public()).unwrap_or_default()
    }

    /// Whether it can serve: the database answers and a node is there.
    pub async fn ready(&self) -> bool {
        let stopping = self.app.stop.is_cancelled();
        !stopping && self.app.bus.choose().is_some() && self.app.store.answers().await
    }

    /// Closes every live page. Called before the doors are: a page that we close has not left, and what its person agreed to
    /// stands when they come back.
    pub fn close_pages(&self) {
        self.app.closing.cancel();
    }

    /// Ends every task, lets what is being written be finished, and closes the database.
    pub async fn shutdown(&self) {
        self.close_pages();
        self.app.stop.cancel();
        self.app.tasks.close();
        self.app.tasks.wait().await;
        self.app.store.close().await;
    }
}

/// Makes the data folder, for its owner alone.
fn make_private(config: &ControlPlaneConfig) -> Result<(), StartFault> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .map_err(|source| StartFault::DataDir {
            path: config.data_dir.clone(),
            source,
        })
}

/// Whom the sign-in page of a demo may name: people whose password is in the clear anyway.
fn demo_people(config: &ControlPlaneConfig) -> Vec<DemoPerson> {
    let named = |person: &PersonConfig| match &person.password {
        PasswordConfig::Plain(password) => Some(DemoPerson {
            username: person.username.clone(),
            password: password.clone(),
            name: person.name.clone(),
            part: person.part.clone().unwrap_or_default(),
        }),
        PasswordConfig::Hash(_) => None,
    };
    match config.demo {
        true => config.people.iter().filter_map(named).collect(),
        false => Vec::new(),
    }
}
