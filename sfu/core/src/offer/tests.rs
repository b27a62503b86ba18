//! What an offer may and may not hold.

use proptest::prelude::*;

use super::*;

const PRINT: &str = "a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

fn offer() -> String {
    [
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1",
        "m=video 9 UDP/TLS/RTP/SAVPF 98 96 97",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:0123456789012345678901",
        PRINT,
        "a=setup:actpass",
        "a=sendonly",
        "a=rtcp-mux",
        "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 nack pli",
        "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=96",
        "a=rtpmap:98 VP9/90000",
        "a=rtcp-fb:121 nack",
        "a=fmtp:99 profile-id=2",
        "a=simulcast:send h;l",
        "a=rid:h send",
        "a=candidate:1 1 UDP 1 f00.local 9 typ host",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=mid:1",
        "a=sctp-port:5000",
    ]
    .join("\r\n")
        + "\r\n"
}

#[test]
fn a_whip_offer_fits_and_its_codecs_keep_their_order() {
    let parsed = Offer::parse(&offer(), Way::Sends).unwrap();

    assert_eq!(parsed.video, [VideoCodec::Vp9, VideoCodec::Vp8]);
    assert_eq!(parsed.remote_ice.ufrag, "abcd");
    assert!(parsed.has_channel);
}

#[test]
fn orphans_candidates_and_simulcast_are_taken_out() {
    let parsed = Offer::parse(&offer(), Way::Sends).unwrap();

    for gone in ["rtcp-fb:121", "fmtp:99", "simulcast", "a=rid", "candidate"] {
        assert!(!parsed.text.contains(gone), "{gone}");
    }
    assert!(parsed.text.contains("a=rtcp-fb:96 nack pli\r\n"));
    assert!(parsed.text.contains("a=fmtp:97 apt=96\r\n"));
}

#[test]
fn media_must_go_the_right_way() {
    assert_eq!(
        Offer::parse(&offer(), Way::Receives).unwrap_err(),
        AdmitFault::UnfitMedia
    );
    for bad in ["a=recvonly", "a=inactive", "a=sendonly\r\na=sendonly"] {
        let text = offer().replace("a=sendonly", bad);

        assert_eq!(
            Offer::parse(&text, Way::Sends).unwrap_err(),
            AdmitFault::UnfitMedia
        );
    }
}

#[test]
fn an_offer_that_goes_both_ways_is_read_as_one_way() {
    for both in ["a=sendrecv\r\n", ""] {
        let text = offer().replace("a=sendonly\r\n", both);

        assert!(
            Offer::parse(&text, Way::Sends)
                .unwrap()
                .text
                .contains("a=sendonly\r\n")
        );
        assert!(
            Offer::parse(&text, Way::Receives)
                .unwrap()
                .text
                .contains("a=recvonly\r\n")
        );
    }
}

#[test]
fn more_or_other_media_do_not_fit() {
    let video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:2\r\n";
    for text in [
        offer() + video,
        offer() + "m=text 9 UDP/TLS/RTP/SAVPF 96\r\n",
        offer() + "m=audio 9 RTP/AVP 0\r\n",
        offer().replace("UDP/DTLS/SCTP", "DTLS/SCTP"),
    ] {
        assert_eq!(
            Offer::parse(&text, Way::Sends).unwrap_err(),
            AdmitFault::UnfitMedia
        );
    }
}

#[test]
fn an_offer_without_a_codec_of_ours_has_none_in_common() {
    let text = offer().replace("VP8", "VP7").replace("VP9", "H266");

    assert_eq!(
        Offer::parse(&text, Way::Sends).unwrap_err(),
        AdmitFault::NoCommonCodec
    );
}

#[test]
fn what_is_no_offer_is_unreadable_or_too_long() {
    for text in [
        String::new(),
        "v=1\r\n".into(),
        offer().replace(PRINT, ""),
        offer().replace("sha-256", "sha-1"),
        offer().replace("a=ice-pwd:0123456789012345678901", "a=ice-pwd:short"),
        offer().replace("a=mid:0", "a=mid:\u{0}"),
        offer() + &"a=x\r\n".repeat(OFFER_LINES_MAX),
        offer() + &"x".repeat(OFFER_LINE_BYTES_MAX + 1),
    ] {
        assert_eq!(
            Offer::parse(&text, Way::Sends).unwrap_err(),
            AdmitFault::Unreadable
        );
    }
    let long = offer() + &"a=x\r\n".repeat(10_000);
    assert_eq!(
        Offer::parse(&long, Way::Sends).unwrap_err(),
        AdmitFault::TooLong
    );
}

#[test]
fn two_certificates_are_none() {
    let other = PRINT.replace("00:11:22", "FF:11:22");

    assert_eq!(
        fingerprint(&offer().replace(PRINT, &format!("{PRINT}\r\n{other}"))),
        None
    );
    assert_eq!(
        fingerprint(&format!("{PRINT}\r\n{PRINT}\r\n")),
        fingerprint(PRINT)
    );
}

#[test]
fn a_certificate_shown_by_other_hashes_too_is_one_and_only_its_sha_256_is_kept() {
    let longer = "a=fingerprint:sha-384 00:11\r\na=fingerprint:SHA-512 00:22";
    let before = offer().replace(PRINT, &format!("{longer}\r\n{PRINT}"));
    let after = offer().replace(PRINT, &format!("{PRINT}\r\n{longer}"));

    for text in [before, after] {
        assert_eq!(fingerprint(&text), fingerprint(PRINT));
        let parsed = Offer::parse(&text, Way::Sends).unwrap();
        assert_eq!(
            parsed.text,
            Offer::parse(&offer(), Way::Sends).unwrap().text
        );
    }
    assert_eq!(fingerprint(longer), None);
}

#[test]
fn a_data_channel_of_the_old_form_is_read_as_one_of_the_new() {
    let old = offer()
        .replace("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5001")
        .replace(
            "a=sctp-port:5000",
            "a=sctpmap:5001 webrtc-datachannel 65535",
        );

    let parsed = Offer::parse(&old, Way::Sends).unwrap();

    assert!(parsed.has_channel);
    let new = offer().replace("a=sctp-port:5000", "a=sctp-port:5001");
    assert_eq!(parsed.text, Offer::parse(&new, Way::Sends).unwrap().text);
    assert!(!parsed.text.contains("sctpmap"));
}

#[test]
fn an_ice_restart_changes_the_credentials_and_nothing_else() {
    let parsed = Offer::parse(&offer(), Way::Sends).unwrap();
    let ice = RemoteIce {
        ufrag: "wxyz".into(),
        password: "9876543210987654321098".into(),
    };

    let renewed = parsed.with_ice(&ice);

    let back = renewed
        .text
        .replace("wxyz", "abcd")
        .replace(&ice.password, "0123456789012345678901");
    assert_eq!(back, parsed.text);
    assert_eq!(renewed.remote_ice, ice);
}

proptest! {
    #[test]
    fn any_lines_are_read_or_refused(lines in prop::collection::vec("(a=|m=|v=|)[ -~]{0,40}", 0..60)) {
        let _ = Offer::parse(&lines.join("\r\n"), Way::Sends);
    }

    #[test]
    fn an_offer_with_any_line_changed_is_read_or_refused(at in 0_usize..28, with in "[ -~]{0,60}") {
        let text = offer();
        let mut lines: Vec<&str> = text.lines().collect();
        lines[at] = &with;
        let _ = Offer::parse(&lines.join("\r\n"), Way::Sends);
    }
}
