//! The hostile client: everything that a stranger, a thief or a helper without leave can send. It never holds a session's
//! password unless it was let in.

use std::net::SocketAddr;

use lotse_protocol::channel::FromClient;
use lotse_protocol::id::SessionId;
use lotse_protocol::role::MediaRole;
use lotse_protocol::token::DtlsFingerprint;
use lotse_sfu_core::counters::Counters;
use str0m::ice::{StunMessage, TransId};

use crate::chance::Chance;
use crate::link::{Packet, Weather};
use crate::token::{Signer, Wish};
use crate::world::{NoEntry, World};

/// Where the stranger sends from.
pub(crate) const STRANGER: &str = "203.0.113.66:6666";

/// A DTLS 1.2 ClientHello's first bytes (RFC 6347 section 4.1), the rest chance.
fn client_hello(chance: &mut Chance) -> Vec<u8> {
    let mut bytes = vec![22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 120, 1, 0, 0, 108];
    bytes.extend(chance.bytes(116));
    bytes
}

/// An ICE check with a good user name, as far as the stranger knows one, and a password of its own.
pub(crate) fn check(user: &str, password: &str) -> Vec<u8> {
    let message = StunMessage::binding_request(user, TransId::new(), true, 1, 100, true);
    let mut bytes = vec![0; 512];
    let length = message
        .to_bytes(Some(password.as_bytes()), &mut bytes, hmac)
        .unwrap();
    bytes.truncate(length);
    bytes
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 20] {
    use aws_lc_rs::hmac::{Context, HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key};
    let mut context = Context::with_key(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, key));
    for part in parts {
        context.update(part);
    }
    context.sign().as_ref().try_into().unwrap()
}

/// One hostile act from outside.
pub(crate) fn act(world: &mut World, chance: &mut Chance, captured: &[Packet]) {
    let stranger: SocketAddr = STRANGER.parse().unwrap();
    match chance.below(8) {
        0 => {
            let length = chance.below(1_400) as usize;
            let bytes = chance.bytes(length);
            world.inject(stranger, bytes);
        }
        1 => {
            let hello = client_hello(chance);
            world.inject(stranger, hello);
        }
        2 => world.inject(stranger, check("nobody:here", "0123456789012345678901")),
        3 => {
            if let Some((user, _)) = somebody(world, chance) {
                world.inject(stranger, check(&user, "0123456789012345678901"));
            }
        }
        4 => {
            // From the very address of somebody inside: garbage that claims to be media, DTLS or STUN.
            let Some((_, address)) = somebody(world, chance) else {
                return;
            };
            let mut bytes = chance.bytes(200);
            bytes[0] = [0x80, 22, 0, 0xff][chance.below(4) as usize];
            world.inject(address, bytes);
        }
        5 | 6 => {
            let Some(packet) = captured.get(chance.below(captured.len() as u64) as usize) else {
                return;
            };
            // A check that is repeated from elsewhere proves its password; that is ICE's own weakness, not tried here.
            let is_check = packet.bytes.first().is_some_and(|byte| *byte < 2);
            let from = if is_check || chance.percent(50) {
                packet.from
            } else {
                stranger
            };
            world.inject(from, packet.bytes.clone());
        }
        _ => bad_token(world, chance),
    }
}

/// Tries to get in with a token that must not work.
fn bad_token(world: &mut World, chance: &mut Chance) {
    let session = World::session(u128::from(1 + chance.below(2)));
    let page = world.page(session, World::person(66), MediaRole::Helper);
    let good = world.wish(&page);
    let token = match chance.below(5) {
        0 => Signer::new(13).sign(good),
        1 => world.signer.sign(Wish {
            life_secs: -1,
            ..good
        }),
        2 => world.signer.sign(Wish {
            print: Some(DtlsFingerprint::from_bytes([6; 32])),
            ..good
        }),
        3 => world.signer.sign(Wish {
            role: MediaRole::Sharer,
            ..good
        }),
        _ => {
            let mut token = world.signer.sign(good).into_bytes();
            let at = chance.below(token.len() as u64) as usize;
            token[at] = if token[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(token).unwrap()
        }
    };
    let entry = world.post(&token, MediaRole::Helper, &page.offer);
    assert!(
        matches!(entry, Err(NoEntry::Refused(_))),
        "a bad token got in"
    );
}

/// The user name and the address of somebody inside, which a stranger on the path can see.
fn somebody(world: &World, chance: &mut Chance) -> Option<(String, SocketAddr)> {
    let inside: Vec<usize> = (0..world.browsers.len())
        .filter(|at| world.browsers[*at].leg.is_some())
        .collect();
    let at = *inside.get(chance.below(inside.len() as u64) as usize)?;
    let ufrag = |sdp: &str| {
        let line = sdp
            .lines()
            .find_map(|line| line.strip_prefix("a=ice-ufrag:"));
        line.map(str::to_owned)
    };
    let browser = &world.browsers[at];
    let user = format!("{}:{}", ufrag(&world.answers[&at])?, ufrag(&browser.offer)?);
    Some((user, browser.address))
}

/// What a helper without leave says on its data channel.
pub(crate) fn say(world: &mut World, chance: &mut Chance, at: usize) {
    match chance.below(6) {
        0 => world.say(at, &FromClient::Unpause),
        1 => world.say(at, &FromClient::Pause),
        2 => world.say(
            at,
            &FromClient::RosterSeen {
                version: chance.below(30),
            },
        ),
        3 => {
            let length = chance.below(20_000) as usize;
            let text = "x".repeat(length);
            world.chat(at, &text);
        }
        4 => {
            let bytes = chance.bytes(50);
            let now = world.now;
            world.browsers[at].say_raw(now, &bytes);
            world.collect(at);
        }
        _ => world.say(at, &FromClient::Thread { lines: Vec::new() }),
    }
}

fn quiet_world() -> (World, SessionId, Counters) {
    let mut world = World::new(1, Weather::FAIR);
    let session = World::session(1);
    world.live(session);
    let counters = world.core.counters();
    (world, session, counters)
}

#[test]
fn a_stranger_is_never_answered_and_every_try_is_counted() {
    let (mut world, _, before) = quiet_world();
    let mut chance = Chance::new(1);
    let stranger = STRANGER.parse().unwrap();
    let (user, _) = somebody(&world, &mut chance).unwrap();

    world.inject(stranger, client_hello(&mut chance));
    world.inject(stranger, check("nobody:here", "0123456789012345678901"));
    world.inject(stranger, check(&user, "0123456789012345678901"));
    world.inject(stranger, vec![0x80; 100]);
    world.inject(stranger, vec![0xff; 100]);

    let after = world.core.counters();
    assert_eq!(after.dropped_unvalidated, before.dropped_unvalidated + 2);
    assert_eq!(
        after.dropped_unknown_ufrag,
        before.dropped_unknown_ufrag + 1
    );
    assert_eq!(after.dropped_unauthentic, before.dropped_unauthentic + 1);
    assert_eq!(after.dropped_foreign, before.dropped_foreign + 1);
    assert_eq!(world.stray_bytes, 0);
}

#[test]
fn ten_thousand_hostile_datagrams_disturb_nobody() {
    let (mut world, _, _) = quiet_world();
    let mut chance = Chance::new(2);
    for _ in 0..10_000 {
        let (_, address) = somebody(&world, &mut chance).unwrap();
        let from = if chance.percent(50) {
            address
        } else {
            STRANGER.parse().unwrap()
        };
        let length = 1 + chance.below(300) as usize;
        let mut bytes = chance.bytes(length);
        bytes[0] = [0x80, 0x90, 20, 22, 23, 0, 1, 0xff][chance.below(8) as usize];
        world.inject(from, bytes);
    }
    let before = world.received(1);

    world.run_ms(1_000);

    assert!(world.received(1) > before + 10);
    assert_eq!(world.core.counters().panics, 0);
    assert_eq!(world.stray_bytes, 0);
}

#[test]
fn a_token_works_once() {
    let (mut world, session, _) = quiet_world();
    let page = world.page(session, World::person(3), MediaRole::Helper);
    let wish = world.wish(&page);
    let token = world.signer.sign(wish);
    world.post(&token, MediaRole::Helper, &page.offer).unwrap();

    let again = world.post(&token, MediaRole::Helper, &page.offer);

    assert!(matches!(again, Err(NoEntry::Refused(_))));
}
