//! Where media arrive: what the config says about listening and advertising, with the machine's own address where the
//! config leaves it open.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use lotse_protocol::api::MediaPort;
use lotse_sfu::{IceTcpMode, MediaAddress};

use crate::config::MediaConfig;

/// No address can be told to browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "media listen on {0}, which no browser can be told, and this machine shows no address of its own: \
     set media.advertise to the address that browsers reach"
)]
pub(crate) struct NothingToAdvertise(SocketAddr);

/// Each listening address with the one that browsers are told.
pub(crate) fn media_addresses(
    media: &MediaConfig,
    own: Option<IpAddr>,
) -> Result<Vec<MediaAddress>, NothingToAdvertise> {
    media
        .listen
        .iter()
        .map(|listen| {
            let same_family = |ip: &&IpAddr| ip.is_ipv4() == listen.is_ipv4();
            let told = media.advertise.iter().find(same_family).copied();
            let advertise = match (told, listen.ip().is_unspecified()) {
                // A loopback address is never behind NAT: browsers on this machine are told it as it is.
                (Some(_), false) if listen.ip().is_loopback() => None,
                (Some(told), _) => Some(told),
                (None, false) => None,
                (None, true) => Some(
                    own.filter(|ip| same_family(&ip))
                        .ok_or(NothingToAdvertise(*listen))?,
                ),
            };
            Ok(MediaAddress {
                listen: *listen,
                advertise,
            })
        })
        .collect()
}

/// How ICE over TCP arrives: through the front door where both share a port, else on ports of its own.
pub(crate) fn ice_tcp(media: &MediaConfig, web: &[SocketAddr]) -> IceTcpMode {
    let shares = |media: &&SocketAddr| web.iter().any(|web| meet(**media, *web));
    match (media.tcp, media.listen.iter().find(shares)) {
        (false, _) => IceTcpMode::Off,
        (true, None) => IceTcpMode::OwnPorts,
        (true, Some(shared)) => IceTcpMode::Listener {
            port: shared.port(),
        },
    }
}

/// To which ports media go, each once.
pub(crate) fn media_ports(media: &[SocketAddr], tcp: IceTcpMode) -> Vec<MediaPort> {
    let over_udp = media
        .iter()
        .map(|at| (at.port(), true, tcp == IceTcpMode::OwnPorts));
    let over_tcp = match tcp {
        IceTcpMode::Off | IceTcpMode::OwnPorts => None,
        IceTcpMode::Listener { port } => Some((port, false, true)),
    };
    let mut ports = BTreeMap::<u16, MediaPort>::new();
    for (port, udp, tcp) in over_udp.chain(over_tcp) {
        let known = ports.entry(port).or_insert(MediaPort { port, udp, tcp });
        known.udp |= udp;
        known.tcp |= tcp;
    }
    ports.into_values().collect()
}

/// Whether two sockets cannot both have what they want.
fn meet(one: SocketAddr, other: SocketAddr) -> bool {
    let (any, other_any) = (one.ip().is_unspecified(), other.ip().is_unspecified());
    one.port() == other.port() && one.port() != 0 && (one.ip() == other.ip() || any || other_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(listen: &[&str], advertise: &[&str]) -> MediaConfig {
        MediaConfig {
            listen: listen.iter().map(|at| at.parse().unwrap()).collect(),
            advertise: advertise.iter().map(|ip| ip.parse().unwrap()).collect(),
            ..MediaConfig::default()
        }
    }

    fn told(media: &MediaConfig, own: Option<&str>) -> Vec<Option<String>> {
        let own = own.map(|ip| ip.parse().unwrap());
        let addresses = media_addresses(media, own).unwrap();
        let advertised = addresses
            .iter()
            .map(|at| at.advertise.map(|ip| ip.to_string()));
        advertised.collect()
    }

    #[test]
    fn each_family_is_told_its_own_address() {
        let media = media(
            &["0.0.0.0:443", "[::]:443"],
            &["2001:db8::7", "203.0.113.7"],
        );

        assert_eq!(
            told(&media, None),
            [
                Some("203.0.113.7".to_owned()),
                Some("2001:db8::7".to_owned())
            ]
        );
    }

    #[test]
    fn a_wildcard_without_a_word_is_told_as_the_machines_own_address() {
        let media = media(&["0.0.0.0:443"], &[]);

        assert_eq!(
            told(&media, Some("192.0.2.5")),
            [Some("192.0.2.5".to_owned())]
        );
        assert!(media_addresses(&media, None).is_err());
        assert!(media_addresses(&media, Some("2001:db8::7".parse().unwrap())).is_err());
    }

    #[test]
    fn loopback_is_told_as_it_is() {
        let media = media(&["127.0.0.1:8443"], &["203.0.113.7"]);

        assert_eq!(told(&media, None), [None]);
    }

    #[test]
    fn a_firewall_is_told_of_each_port_once_with_what_goes_there() {
        let at: Vec<SocketAddr> = ["192.0.2.5:443", "[2001:db8::7]:443", "192.0.2.5:444"]
            .map(|at| at.parse().unwrap())
            .to_vec();
        let told = |tcp| -> Vec<(u16, bool, bool)> {
            let ports = media_ports(&at, tcp).into_iter();
            ports.map(|it| (it.port, it.udp, it.tcp)).collect()
        };

        assert_eq!(
            told(IceTcpMode::Listener { port: 443 }),
            [(443, true, true), (444, true, false)]
        );
        assert_eq!(
            told(IceTcpMode::OwnPorts),
            [(443, true, true), (444, true, true)]
        );
        assert_eq!(
            told(IceTcpMode::Off),
            [(443, true, false), (444, true, false)]
        );
    }

    #[test]
    fn one_port_for_all_goes_through_the_front_door() {
        let web = ["[::]:443".parse().unwrap()];

        let shared = ice_tcp(&media(&["0.0.0.0:443"], &[]), &web);
        let apart = ice_tcp(&media(&["0.0.0.0:8443"], &[]), &web);
        let free = ice_tcp(
            &media(&["127.0.0.1:0"], &[]),
            &["127.0.0.1:0".parse().unwrap()],
        );
        let off = MediaConfig {
            tcp: false,
            ..media(&["0.0.0.0:443"], &[])
        };

        assert_eq!(shared, IceTcpMode::Listener { port: 443 });
        assert_eq!((apart, free), (IceTcpMode::OwnPorts, IceTcpMode::OwnPorts));
        assert_eq!(ice_tcp(&off, &web), IceTcpMode::Off);
    }
}
