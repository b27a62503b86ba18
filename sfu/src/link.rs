//! ICE servers as `Link` headers (RFC 9725 section 4.6).

use axum::http::HeaderValue;
use lotse_protocol::api::IceServer;

/// The server cannot be told in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an ICE server's address, name or secret has characters that no header can hold")]
pub struct UnfitIceServer;

/// One header value for each address of each server.
pub(crate) fn links(servers: &[IceServer]) -> Result<Vec<HeaderValue>, UnfitIceServer> {
    servers
        .iter()
        .flat_map(|server| server.urls.iter().map(move |url| link(server, url)))
        .collect()
}

fn link(server: &IceServer, url: &str) -> Result<HeaderValue, UnfitIceServer> {
    if url.contains(['<', '>', '"']) {
        return Err(UnfitIceServer);
    }
    let mut text = format!("<{url}>; rel=\"ice-server\"");
    if let (Some(username), Some(credential)) = (&server.username, &server.credential) {
        let (username, credential) = (quoted(username), quoted(credential));
        text.push_str("; username=");
        text.push_str(&username);
        text.push_str("; credential=");
        text.push_str(&credential);
        text.push_str("; credential-type=\"password\"");
    }
    let mut value = HeaderValue::try_from(text).map_err(|_| UnfitIceServer)?;
    value.set_sensitive(true);
    Ok(value)
}

/// RFC 9110 section 5.6.4.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_server_is_told_with_its_name_and_secret() {
        let server = IceServer {
            urls: vec!["turn:turn.example:3478?transport=udp".to_owned()],
            username: Some("us\"er".to_owned()),
            credential: Some("secret".to_owned()),
        };

        let links = links(&[server]).unwrap();

        assert_eq!(
            links[0],
            "<turn:turn.example:3478?transport=udp>; rel=\"ice-server\"; \
             username=\"us\\\"er\"; credential=\"secret\"; credential-type=\"password\""
        );
        assert!(links[0].is_sensitive());
    }

    #[test]
    fn an_address_that_would_break_the_header_is_refused() {
        let server = IceServer {
            urls: vec!["turn:x>; rel=evil".to_owned()],
            username: None,
            credential: None,
        };

        assert_eq!(links(&[server]), Err(UnfitIceServer));
    }
}
