//! Offers as a browser writes them, for requests that need no connection.

const FINGERPRINT: &str = "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99";

/// What a sharer offers.
pub(crate) fn to_send() -> String {
    video("sendonly", "VP8/90000")
}

/// What a helper offers.
pub(crate) fn to_receive() -> String {
    video("recvonly", "VP8/90000")
}

/// One video of a direction and a codec.
pub(crate) fn video(direction: &str, codec: &str) -> String {
    let lines = [
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:wxyz",
        "a=ice-pwd:0123456789abcdefghijklmn",
        "a=ice-options:trickle",
        &format!("a=fingerprint:sha-256 {FINGERPRINT}"),
        "a=setup:actpass",
        "a=mid:0",
        &format!("a={direction}"),
        "a=rtcp-mux",
        "a=rtcp-rsize",
        &format!("a=rtpmap:96 {codec}"),
        "a=rtcp-fb:96 nack",
        "a=rtcp-fb:96 nack pli",
        "a=msid:- 0b5a9d9c-0000-4000-8000-000000000001",
        "a=ssrc:1234567 cname:x",
        "",
    ];
    lines.join("\r\n")
}

/// A fragment (RFC 8840) that trickles a candidate of the offer's ICE session.
pub(crate) fn trickle() -> String {
    fragment("wxyz", "0123456789abcdefghijklmn")
}

/// A fragment that restarts ICE.
pub(crate) fn restart() -> String {
    fragment("abcd", "nmlkjihgfedcba9876543210")
}

fn fragment(ufrag: &str, pwd: &str) -> String {
    let lines = [
        &format!("a=ice-ufrag:{ufrag}"),
        &format!("a=ice-pwd:{pwd}"),
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "a=mid:0",
        "a=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host",
        "a=end-of-candidates",
        "",
    ];
    lines.join("\r\n")
}
