//! What every part of the control plane shares: config, store, keys, bus and limits. Never holds a session: those are in the
//! store.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lotse_cluster::ControlBus;
use lotse_protocol::api::{DemoPerson, IceServer, MediaPort};
use lotse_protocol::id::{SessionId, TenantId};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{Network, ProxyHeader, PublicUrl};
use crate::hub::Hub;
use crate::idp::Providers;
use crate::keys::Keys;
use crate::limiter::Limiter;
use crate::locked::Locked;
use crate::metrics::Metrics;
use crate::password::PasswordCheck;
use crate::repeats::Repeats;
use crate::store::{Chain, Store};
use crate::told::ToldCodes;
use crate::tries::{CodeLimits, FlowLimits, SignIns};
use crate::turns::Turns;

/// What every part shares.
pub(crate) struct App {
    pub(crate) config: AppConfig,
    pub(crate) tenant: TenantId,
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    pub(crate) bus: ControlBus,
    pub(crate) hub: Hub,
    pub(crate) passwords: PasswordCheck,
    pub(crate) sign_ins: SignIns,
    pub(crate) providers: Providers,
    pub(crate) flows: Locked<FlowLimits>,
    pub(crate) codes: Locked<CodeLimits>,
    pub(crate) stranger_rows: Locked<Limiter<()>>,
    pub(crate) repeats: Repeats,
    pub(crate) told: ToldCodes,
    pub(crate) metrics: Metrics,
    pub(crate) turns: Turns,
    /// Sessions whose node did not answer what it must know.
    pub(crate) untold: Locked<BTreeSet<SessionId>>,
    /// Where media go, once the node of this process has opened its ports.
    pub(crate) media_ports: OnceLock<Vec<MediaPort>>,
    /// Wakes the timers: some session has another deadline.
    pub(crate) deadlines: Notify,
    /// Pages are about to be closed by us: nothing is said of whether they are there any more.
    pub(crate) closing: CancellationToken,
    /// The process ends.
    pub(crate) stop: CancellationToken,
    /// What must be finished before the process ends.
    pub(crate) tasks: TaskTracker,
}

impl App {
    /// The organisation's audit log.
    pub(crate) const fn chain(&self) -> Chain<'_> {
        Chain {
            tenant: self.tenant,
            key: self.keys.audit_seal(),
        }
    }
}

/// What requests need of the config.
pub(crate) struct AppConfig {
    pub(crate) public_url: PublicUrl,
    pub(crate) demo: bool,
    /// Whether there are accounts with a password of their own.
    pub(crate) local_accounts: bool,
    pub(crate) demo_people: Vec<DemoPerson>,
    pub(crate) trusted_proxies: Vec<Network>,
    pub(crate) proxy_header: ProxyHeader,
    /// What pages are told to find a way by.
    pub(crate) ice_servers: Vec<IceServer>,
}

/// What handlers hold.
pub(crate) type AppState = Arc<App>;
