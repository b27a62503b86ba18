//! `[[media.ice_servers]]` as parsed values: STUN and TURN servers of one's own that clients are told of. Never asks one.

use lotse_protocol::api::IceServer;

use crate::config::raw::RawIceServer;
use crate::config::section::Found;

const URL_RIGHT: &str =
    "an address such as \"turn:turn.example.org:3478?transport=udp\" or \"stun:stun.example.org\"";

/// Every server; `None` when something is wrong with one of them.
pub(crate) fn ice_servers(raw: Vec<RawIceServer>) -> Option<Vec<IceServer>> {
    let judged: Vec<Option<IceServer>> = raw.into_iter().map(ice_server).collect();
    judged.into_iter().collect()
}

fn ice_server(raw: RawIceServer) -> Option<IceServer> {
    let urls = raw.urls.unwrap_or_default();
    let (mut sound, mut relays) = (true, false);
    for url in &urls {
        let scheme = url.value.split_once(':').map(|(scheme, _)| scheme);
        relays |= matches!(scheme, Some("turn" | "turns"));
        if !is_url(&url.value) {
            url.refuse("no address of a STUN or TURN server", URL_RIGHT);
            sound = false;
        }
    }
    if urls.is_empty() {
        raw.section.missing("urls", URL_RIGHT);
        sound = false;
    }
    let text = |found: &Option<Found<String>>| found.as_ref().map(|found| found.value.clone());
    let (username, credential) = (text(&raw.username), text(&raw.credential));
    if relays && username.is_none() {
        let right = "the name and the secret that the TURN server wants";
        raw.section.missing("username", right);
        sound = false;
    }
    if relays && credential.is_none() {
        let right = "the secret that the TURN server wants, in credential or credential_file";
        raw.section.missing("credential", right);
        sound = false;
    }
    sound.then(|| IceServer {
        urls: urls.into_iter().map(|url| url.value).collect(),
        username,
        credential,
    })
}

/// RFC 7064 section 3.1 and RFC 7065 section 3.1, as far as a header can hold it.
fn is_url(text: &str) -> bool {
    let host = ["stun:", "stuns:", "turn:", "turns:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let sound = |c: char| c.is_ascii_graphic() && !['<', '>', '"'].contains(&c);
    host.is_some_and(|host| !host.is_empty() && host.chars().all(sound))
}
