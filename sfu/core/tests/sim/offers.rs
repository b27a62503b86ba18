//! Offers as real browsers made them, and the answers they get.

use lotse_protocol::role::MediaRole;

use crate::link::Weather;
use crate::token::Wish;
use crate::world::World;

const OFFERS: [(&str, MediaRole, &str); 4] = [
    (
        "Chromium WHIP",
        MediaRole::Sharer,
        include_str!("offers/chromium-whip.sdp"),
    ),
    (
        "Chromium WHEP",
        MediaRole::Helper,
        include_str!("offers/chromium-whep.sdp"),
    ),
    (
        "Firefox WHIP",
        MediaRole::Sharer,
        include_str!("offers/firefox-whip.sdp"),
    ),
    (
        "Firefox WHEP",
        MediaRole::Helper,
        include_str!("offers/firefox-whep.sdp"),
    ),
];

fn answer(role: MediaRole, offer: &str) -> String {
    let mut world = World::new(1, Weather::FAIR);
    let wish = Wish {
        session: World::session(1),
        participant: World::person(1),
        role,
        print: lotse_sfu_core::offer::fingerprint(offer),
        now_secs: world.wall().as_secs(),
        life_secs: 60,
    };
    let token = world.signer.sign(wish);
    world.post(&token, role, offer).unwrap().1
}

#[test]
fn real_browsers_offers_are_answered_with_every_codec_and_media_section() {
    for (name, role, offer) in OFFERS {
        let answer = answer(role, offer);

        let sections = |sdp: &str| sdp.lines().filter(|line| line.starts_with("m=")).count();
        assert_eq!(sections(&answer), sections(offer), "{name}");
        assert!(!answer.contains("m=video 0 "), "{name}");
        for codec in ["VP8/", "VP9/", "AV1/", "H264/"] {
            assert_eq!(
                answer.contains(codec),
                offer.contains(codec),
                "{name}: {codec}"
            );
        }
        let way = if role == MediaRole::Sharer {
            "a=recvonly"
        } else {
            "a=sendonly"
        };
        assert!(answer.contains(way), "{name}");
        assert_eq!(
            answer.contains("42e01f"),
            offer.contains("42e01f"),
            "{name}"
        );
        assert!(answer.contains("webrtc-datachannel"), "{name}");
        let has_twcc = answer.contains("transport-wide-cc");
        assert_eq!(has_twcc, role == MediaRole::Sharer, "{name}");
    }
}

#[test]
fn aiortcs_offers_are_answered_with_their_channel_whichever_way_it_is_written() {
    for offer in [
        include_str!("offers/aiortc-whep.sdp"),
        include_str!("offers/aiortc-old-channel-whep.sdp"),
    ] {
        let answer = answer(MediaRole::Helper, offer);

        assert!(answer.contains("m=application 9 UDP/DTLS/SCTP webrtc-datachannel"));
        assert!(answer.contains("a=sctp-port:5000"));
        assert!(answer.contains("VP8/") && answer.contains("H264/"));
        let prints = answer
            .lines()
            .filter(|line| line.starts_with("a=fingerprint:"));
        assert!(prints.clone().count() > 0);
        assert!(prints.clone().all(|line| line.contains("sha-256")));
    }
}

#[test]
fn an_answer_keeps_the_peers_order_of_codecs() {
    let answer = answer(MediaRole::Sharer, include_str!("offers/chromium-whip.sdp"));

    let first = answer
        .lines()
        .find(|line| line.starts_with("a=rtpmap:"))
        .unwrap();
    assert!(first.contains("VP8"), "{first}");
}

#[test]
fn orphan_lines_of_codecs_that_firefox_dropped_do_no_harm() {
    let offer = include_str!("offers/firefox-whip.sdp");
    let orphans: String = offer
        .lines()
        .filter(|line| !line.starts_with("a=rtpmap:121 ") && !line.starts_with("a=rtpmap:125 "))
        .map(|line| line.replace(" 121 125 ", " "))
        .fold(String::new(), |all, line| all + &line + "\r\n");
    assert!(orphans.contains("a=rtcp-fb:121 nack") && !orphans.contains("a=rtpmap:121"));

    let answer = answer(MediaRole::Sharer, &orphans);

    assert!(answer.contains("VP8"));
}
