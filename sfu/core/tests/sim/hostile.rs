//! The hostile client: everything that a stranger, a thief or a helper without leave can send. It never holds a session's
//! password unless it was let in.

use std::net::SocketAddr;

use lotse_protocol::id::SessionId;
use lotse_protocol::role::MediaRole;
use lotse_sfu_core::counters::Counters;
use str0m::ice::{StunMessage, TransId};

use crate::chance::Chance;
use crate::link::Weather;
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
