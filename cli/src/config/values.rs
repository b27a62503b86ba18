//! The config as parsed values, ready to start with. Every rule between two keys is judged here, once.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use lotse_control_plane::config::{
    ControlPlaneConfig, Network, ProxyHeader, PublicUrl, TenantConfig,
};
use lotse_domain::settings::Settings;
use lotse_listener::PemFiles;
use tracing::Level;

use crate::config::fault::Faults;
use crate::config::ice::ice_servers;
use crate::config::people::{self, Kind, Pictures};
use crate::config::providers;
use crate::config::raw::{RawConfig, RawMedia, RawTenant, RawWeb};
use crate::config::section::{Found, Section};
use crate::config::source::{Node, Table};
use crate::config::suggestion::suggestion;

const LISTEN_RIGHT: &str = "an address with a port, such as \"0.0.0.0:443\" or \"[::]:443\"";

/// Everything that `lotse serve` must be told.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Pages and API.
    pub(crate) web: WebConfig,
    /// Media.
    pub(crate) media: MediaConfig,
    /// Where the operator's own listener is.
    pub(crate) admin_listen: SocketAddr,
    /// Least grave level that is logged.
    pub(crate) log_level: Level,
    /// What the control plane must be told.
    pub(crate) control_plane: ControlPlaneConfig,
}

/// Pages and API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WebConfig {
    /// Where they are served.
    pub(crate) listen: Vec<SocketAddr>,
    /// Certificate and key; without them it is plain HTTP.
    pub(crate) tls: Option<PemFiles>,
}

/// Media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MediaConfig {
    /// Where they arrive, over UDP and TCP.
    pub(crate) listen: Vec<SocketAddr>,
    /// The addresses that browsers are told instead of the listening ones, one for each family.
    pub(crate) advertise: Vec<IpAddr>,
    /// Whether they also arrive over TCP.
    pub(crate) tcp: bool,
    /// Threads that carry them.
    pub(crate) threads: u16,
    /// Where this machine stands.
    pub(crate) region: String,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self {
            listen: vec![SocketAddr::from((Ipv4Addr::UNSPECIFIED, 443))],
            tls: None,
        }
    }
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            listen: vec![SocketAddr::from((Ipv4Addr::UNSPECIFIED, 443))],
            advertise: Vec::new(),
            tcp: true,
            threads: 1,
            region: "default".to_owned(),
        }
    }
}

/// Where data live unless the config says otherwise.
const DATA_DIR: &str = "/var/lib/lotse";
/// Where the operator's own listener is unless the config says otherwise.
const ADMIN_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9464);
/// What is logged unless the config says otherwise.
const LOG_LEVEL: Level = Level::INFO;

impl Config {
    /// Judges a config's tree; `file` is its name in faults, pictures are looked for beside it in `folder`.
    pub(crate) fn from_table(
        file: &str,
        table: Table,
        folder: &Pictures<'_>,
        kind: Kind,
    ) -> Result<Self, Faults> {
        let root = Section::root(file, table);
        let here = root.pointer();
        let config = Self::judge(RawConfig::read(root), folder, kind, &here);
        let faults = here.faults();
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            Some(_) | None => Err(faults.sorted()),
        }
    }

    fn judge(raw: RawConfig, folder: &Pictures<'_>, kind: Kind, here: &Section) -> Option<Self> {
        let devices = people::devices(raw.devices, &people::usernames(&raw.people));
        let others = !raw.providers.is_empty();
        let people = people::people(raw.people, others, (folder, kind), here);
        let providers = providers::providers(raw.providers);
        let assignments = people::assignments(raw.assignments);
        let settings = settings(raw.settings);
        let tenant = tenant(raw.tenant);
        let trusted_proxies = networks(raw.web.trusted_proxies.as_deref());
        let proxy_header = raw
            .web
            .proxy_header
            .as_ref()
            .map_or(Some(ProxyHeader::default()), |name| {
                name.parse("\"x-forwarded-for\" or \"forwarded\", whichever the proxies write")
            });
        let public_url = public_url(&raw.web);
        let web = web(&raw.web, here);
        let media = media(&raw.media);
        let ice_servers = ice_servers(raw.media.ice_servers);
        let level = raw.log_level.map_or(Some(LOG_LEVEL), |level| {
            level.parse("error, warn, info, debug or trace")
        });
        let admin = raw
            .admin_listen
            .map_or(Some(ADMIN_LISTEN), |listen| listen.parse(LISTEN_RIGHT));
        let data_dir = raw.data_dir.map_or(DATA_DIR.to_owned(), |dir| dir.value);
        Some(Self {
            web: web?,
            media: media?,
            admin_listen: admin?,
            log_level: level?,
            control_plane: ControlPlaneConfig {
                data_dir: PathBuf::from(data_dir),
                public_url: public_url?,
                tenant: tenant?,
                people,
                providers: providers?,
                assignments,
                settings: settings?,
                devices,
                demo: kind == Kind::Demo,
                operator_tokens: raw.operator_tokens.is_some_and(|on| on.value),
                trusted_proxies,
                proxy_header: proxy_header?,
                ice_servers: ice_servers?,
            },
        })
    }
}

fn public_url(raw: &RawWeb) -> Option<PublicUrl> {
    let right = "the address that people type, such as \"https://help.example.org\"";
    raw.public_url.as_ref()?.parse(right)
}

fn web(raw: &RawWeb, here: &Section) -> Option<WebConfig> {
    let default = WebConfig::default();
    let listen = match &raw.listen {
        None => default.listen,
        Some(listen) => addresses(listen, here, "web.listen")?,
    };
    let tls = match (&raw.tls_certificate, &raw.tls_key) {
        (Some(certificate), Some(key)) => Some(PemFiles {
            certificate: PathBuf::from(&certificate.value),
            key: PathBuf::from(&key.value),
        }),
        (None, None) => None,
        (Some(alone), None) | (None, Some(alone)) => {
            let right = "both tls_certificate and tls_key, or none of them";
            alone.refuse(
                "a certificate needs its key, and a key its certificate",
                right,
            );
            return None;
        }
    };
    Some(WebConfig { listen, tls })
}

fn media(raw: &RawMedia) -> Option<MediaConfig> {
    let default = MediaConfig::default();
    let listen = match &raw.listen {
        None => Some(default.listen),
        Some(listen) => each(listen, LISTEN_RIGHT),
    };
    let right = "an address of this machine as browsers reach it, such as \"203.0.113.7\"";
    let advertise = match &raw.advertise {
        None => Some(default.advertise),
        Some(addresses) => each(addresses, right),
    };
    let advertise = advertise.filter(|found: &Vec<IpAddr>| {
        let twice = found.iter().filter(|ip| ip.is_ipv4()).count() > 1
            || found.iter().filter(|ip| ip.is_ipv6()).count() > 1;
        if let (true, Some(last)) = (twice, raw.advertise.iter().flatten().last()) {
            last.refuse(
                "two addresses of one family",
                "one IPv4 and one IPv6 address at most",
            );
        }
        !twice
    });
    let threads = raw.threads.as_ref();
    Some(MediaConfig {
        listen: listen?,
        advertise: advertise?,
        tcp: raw.tcp.as_ref().map_or(default.tcp, |tcp| tcp.value),
        threads: threads.map_or(default.threads, |threads| {
            u16::try_from(threads.value).unwrap_or(u16::MAX)
        }),
        region: raw
            .region
            .as_ref()
            .map_or(default.region, |region| region.value.clone()),
    })
}

fn tenant(raw: RawTenant) -> Option<TenantConfig> {
    let name = raw.name.filter(|name| {
        let empty = name.value.trim().is_empty();
        if empty {
            name.refuse("it is empty", "the organisation's name");
        }
        !empty
    });
    let domain = raw.domain.filter(|domain| {
        let fits = is_domain(&domain.value);
        if !fits {
            domain.refuse("no domain", "a domain such as \"example.org\"");
        }
        fits
    });
    Some(TenantConfig {
        name: name?.value,
        domain: domain?.value.to_ascii_lowercase(),
        domain_verified: raw.domain_verified.is_some_and(|verified| verified.value),
    })
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        let letters = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !label.is_empty() && label.len() <= 63 && letters && !label.starts_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

fn networks(raw: Option<&[Found<String>]>) -> Vec<Network> {
    let right = "addresses or ranges, such as \"10.0.0.0/8\"";
    raw.and_then(|networks| each(networks, right))
        .unwrap_or_default()
}

fn addresses(listen: &[Found<String>], here: &Section, key: &str) -> Option<Vec<SocketAddr>> {
    if listen.is_empty() {
        here.missing(key, LISTEN_RIGHT);
        return None;
    }
    each(listen, LISTEN_RIGHT)
}

/// All of them parsed, or every fault noted.
fn each<T>(found: &[Found<String>], right: &str) -> Option<Vec<T>>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let parsed: Vec<Option<T>> = found.iter().map(|text| text.parse(right)).collect();
    parsed.into_iter().collect()
}

/// The tenant's settings: each key is judged by itself by the domain's own reading, so that all faults show at once.
fn settings(raw: Vec<(String, Found<Node>)>) -> Option<Settings> {
    let defaults = serde_json::to_value(Settings::default()).ok()?;
    let known: Vec<&str> = defaults.as_object()?.keys().map(String::as_str).collect();
    let mut chosen = serde_json::Map::new();
    let mut sound = true;
    for (key, found) in raw {
        if !known.contains(&key.as_str()) {
            found.unknown(&suggestion(&key, &known, "settings"));
            sound = false;
            continue;
        }
        let default = defaults.get(&key).cloned().unwrap_or_default();
        let value = setting(&found, &default);
        let alone = serde_json::json!({ key.as_str(): value.clone() });
        if let Err(error) = serde_json::from_value::<Settings>(alone) {
            found.refuse(error, &format!("a value like the default, {default}"));
            sound = false;
        }
        chosen.insert(key, value);
    }
    match sound {
        true => serde_json::from_value(chosen.into()).ok(),
        false => None,
    }
}

/// The value, where a text from the environment is read as what the default is.
fn setting(found: &Found<Node>, default: &serde_json::Value) -> serde_json::Value {
    let written = json_of(&found.value);
    let read_again = match (found.is_variable(), default, written.as_str()) {
        (false, _, _) | (true, _, None) | (true, serde_json::Value::String(_), _) => None,
        (true, _, Some(text)) => serde_json::from_str(text).ok(),
    };
    read_again.unwrap_or(written)
}

fn json_of(node: &Node) -> serde_json::Value {
    match node {
        Node::Text(text) => text.as_str().into(),
        Node::Number(number) => (*number).into(),
        Node::Decimal(number) => (*number).into(),
        Node::Flag(flag) => (*flag).into(),
        Node::List(items) => items.iter().map(|item| json_of(&item.node)).collect(),
        Node::Table(table) => table
            .iter()
            .map(|(key, entry)| (key.clone(), json_of(&entry.node)))
            .collect(),
        Node::Date => serde_json::Value::Null,
    }
}
