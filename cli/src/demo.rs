//! The demo: the same program as `lotse serve`, with a config that is part of it, so that nothing but the program is
//! needed. Pages stay on loopback; media also listen on the machine's own address.

use std::env;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::config::{self, Config, Faults, Kind, Pictures};

const TEXT: &str = include_str!("../../config/demo.toml");

/// The pictures of the demo's people.
pub(crate) const PICTURES: Pictures<'static> = Pictures::Embedded(&[
    ("hanna.svg", include_bytes!("../../config/demo/hanna.svg")),
    ("sami.svg", include_bytes!("../../config/demo/sami.svg")),
    ("ada.svg", include_bytes!("../../config/demo/ada.svg")),
]);

/// What the command line may change.
#[derive(Debug, Clone, Default)]
pub(crate) struct DemoChoices {
    /// Port of the pages; 0 picks a free one.
    pub(crate) port: Option<u16>,
    /// Port of media; 0 picks a free one.
    pub(crate) media_port: Option<u16>,
    /// Port of the operator's listener; 0 picks a free one.
    pub(crate) admin_port: Option<u16>,
    /// Where data live.
    pub(crate) data_dir: Option<PathBuf>,
}

/// The demo's config.
pub(crate) fn config(choices: DemoChoices, own_address: Option<IpAddr>) -> Result<Config, Faults> {
    let mut config = config::read(
        "demo.toml",
        TEXT,
        config::environment(),
        &PICTURES,
        Kind::Demo,
    )?;
    let move_to = |at: &mut SocketAddr, port: Option<u16>| {
        if let Some(port) = port {
            at.set_port(port);
        }
    };
    config
        .web
        .listen
        .iter_mut()
        .for_each(|at| move_to(at, choices.port));
    config
        .media
        .listen
        .iter_mut()
        .for_each(|at| move_to(at, choices.media_port));
    move_to(&mut config.admin_listen, choices.admin_port);
    let loopback_only = config.media.listen.iter().all(|at| at.ip().is_loopback());
    let media_port = config.media.listen.first().map(SocketAddr::port);
    if let (true, Some(own), Some(port)) = (loopback_only, own_address, media_port) {
        config.media.listen.push(SocketAddr::new(own, port));
    }
    config.control_plane.data_dir = choices.data_dir.unwrap_or_else(data_dir);
    Ok(config)
}

/// Where the demo keeps its data: the XDG data folder (XDG Base Directory Specification), else one below the current.
pub(crate) fn data_dir() -> PathBuf {
    let absolute = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute())
    };
    let data = absolute("XDG_DATA_HOME").or_else(|| Some(absolute("HOME")?.join(".local/share")));
    data.unwrap_or_else(|| PathBuf::from(".run"))
        .join("lotse")
        .join("demo")
}

/// The address that this machine uses towards others, if it has one: asks the system for a route, and sends nothing.
pub(crate) fn own_address() -> Option<IpAddr> {
    let socket = std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // RFC 5737: addresses for documentation, which belong to nobody.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_unspecified() && !own.is_loopback()).then_some(own)
}
