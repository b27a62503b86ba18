//! Where a request comes from: the socket's address, or what proxies of ours say they speak for. Never believes a word of
//! anybody else.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use lotse_protocol::client::ClientAddress as Found;

use super::AppState;
use super::problem::Refused;
use crate::app::App;
use crate::config::ProxyHeader;
use crate::limits::PROXY_HOPS_MAX;

/// Where a request comes from, for limits alone; never logged or stored in the clear.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Refused> {
        if let Some(Found(address)) = parts.extensions.get() {
            return Ok(Self(*address));
        }
        let socket = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self(whose(app, &parts.headers, socket)))
    }
}

/// Where a request comes from that `socket` brought.
pub(crate) fn whose(app: &App, headers: &HeaderMap, socket: IpAddr) -> IpAddr {
    let trusted = |address: IpAddr| {
        let mut proxies = app.config.trusted_proxies.iter();
        proxies.any(|network| network.contains(address))
    };
    client_address(headers, app.config.proxy_header, socket, trusted)
}

/// The last address that no trusted proxy of ours has, from the socket backwards. A hop that is no address, such as
/// `unknown`, ends the way: what stands before it may be anybody's invention.
fn client_address(
    headers: &HeaderMap,
    header: ProxyHeader,
    socket: IpAddr,
    trusted: impl Fn(IpAddr) -> bool,
) -> IpAddr {
    let mut nearest = socket.to_canonical();
    if !trusted(nearest) {
        return nearest;
    }
    for hop in hops(headers, header).take(PROXY_HOPS_MAX) {
        let Some(address) = hop else {
            return nearest;
        };
        nearest = address.to_canonical();
        if !trusted(nearest) {
            return nearest;
        }
    }
    nearest
}

/// Whom each proxy says it spoke for, the nearest first.
fn hops(headers: &HeaderMap, header: ProxyHeader) -> impl Iterator<Item = Option<IpAddr>> + '_ {
    let name = match header {
        ProxyHeader::XForwardedFor => "x-forwarded-for",
        ProxyHeader::Forwarded => "forwarded",
    };
    let lines: Vec<_> = headers.get_all(name).iter().collect();
    lines.into_iter().rev().flat_map(move |line| {
        // A line that is no text is one hop that nobody can read.
        let line = line.to_str().unwrap_or("?");
        line.rsplit(',').map(move |hop| match header {
            ProxyHeader::XForwardedFor => address(hop.trim()),
            ProxyHeader::Forwarded => forwarded_for(hop),
        })
    })
}

/// RFC 7239 section 4: `for` among pairs that semicolons part. A comma within quotes parts hops here too, and what is then
/// torn is no address.
fn forwarded_for(hop: &str) -> Option<IpAddr> {
    let mut pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(value.trim().trim_matches('"'))
}

/// An address, perhaps with a port; one of version 6 in brackets (RFC 7239 section 6).
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || Some(text.parse::<SocketAddr>().ok()?.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    text.parse().ok().or_else(with_port).or_else(in_brackets)
}

#[cfg(test)]
mod tests {
    use super::*;

    use ProxyHeader::{Forwarded, XForwardedFor};

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    fn ours(address: IpAddr) -> bool {
        address.to_string().starts_with("10.")
    }

    fn seen(lines: &[(&'static str, &str)], header: ProxyHeader, socket: &str) -> String {
        client_address(&headers(lines), header, socket.parse().unwrap(), ours).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_the_address_they_are_counted_by() {
        for (name, header) in [("x-forwarded-for", XForwardedFor), ("forwarded", Forwarded)] {
            let forged = [(name, "for=192.0.2.1"), (name, "192.0.2.1")];

            assert_eq!(seen(&forged, header, "198.51.100.7"), "198.51.100.7");
        }
    }

    #[test]
    fn only_the_hop_before_the_trusted_proxies_counts() {
        let chain = [("x-forwarded-for", "192.0.2.1, 203.0.113.9, 10.0.0.2")];
        assert_eq!(seen(&chain, XForwardedFor, "10.0.0.1"), "203.0.113.9");

        let lines = [
            ("x-forwarded-for", "192.0.2.1"),
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-for", "10.0.0.2"),
        ];
        assert_eq!(seen(&lines, XForwardedFor, "10.0.0.1"), "203.0.113.9");
        assert_eq!(
            seen(&lines, XForwardedFor, "::ffff:10.0.0.1"),
            "203.0.113.9"
        );
    }

    #[test]
    fn the_header_that_the_proxies_do_not_write_is_not_read() {
        let both = [
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=203.0.113.9"),
        ];

        assert_eq!(seen(&both, Forwarded, "10.0.0.1"), "203.0.113.9");
        assert_eq!(seen(&both, XForwardedFor, "10.0.0.1"), "192.0.2.1");
        assert_eq!(seen(&both[..1], Forwarded, "10.0.0.1"), "10.0.0.1");
    }

    #[test]
    fn a_forwarded_header_is_read_as_its_rfc_says() {
        for (line, client) in [
            ("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"),
            ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
            ("for=192.0.2.43, For=198.51.100.17", "198.51.100.17"),
            ("for=192.0.2.43;host=x, for=10.0.0.9", "192.0.2.43"),
            ("proto=https;for=\"192.0.2.47:9999\"", "192.0.2.47"),
        ] {
            assert_eq!(seen(&[("forwarded", line)], Forwarded, "10.0.0.1"), client);
        }
    }

    #[test]
    fn what_stands_before_an_unreadable_hop_is_not_believed() {
        for line in [
            "192.0.2.1, unknown",
            "192.0.2.1, _hidden, 10.0.0.2",
            "192.0.2.1,",
        ] {
            let seen = seen(&[("x-forwarded-for", line)], XForwardedFor, "10.0.0.1");

            assert!(seen.starts_with("10."), "{line}: {seen}");
        }
    }

    #[test]
    fn a_chain_without_end_is_followed_only_so_far() {
        let long = ["10.0.0.2"; PROXY_HOPS_MAX + 5].join(",");
        let line = format!("192.0.2.1,{long}");

        let seen = seen(&[("x-forwarded-for", &line)], XForwardedFor, "10.0.0.1");

        assert_eq!(seen, "10.0.0.2");
    }
}
