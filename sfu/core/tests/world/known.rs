//! What the worlds found, each in its smallest form. The rules themselves are checked by the watch, after every step.

use std::time::Duration;

use lotse_protocol::bus::{Command, Reply};
use lotse_protocol::channel::FromClient;
use lotse_protocol::end::EndReason;

use crate::link::Weather;
use crate::link::is_rtp;
use crate::world::World;

impl World {
    /// Both people are there, and the picture flows.
    fn live() -> Self {
        let mut world = Self::quiet();
        world.join(0);
        world.join(1);
        world.set_weather(Weather::FAIR);
        assert_eq!(world.open_for(0, Duration::from_secs(600)), Reply::Done);
        world.allow_all();
        world.pass(2_000);
        assert!(world.peers[1].pictures_seen.len() > 10, "it flows");
        world
    }

    fn allow_all(&mut self) {
        let (session, allowed) = (self.sessions[0].id, self.viewers(0));
        self.command(Command::Gate {
            session,
            paused: false,
            allowed,
        });
    }

    fn pass(&mut self, millis: u64) {
        self.run_until(self.now + Duration::from_millis(millis));
    }

    fn sharer_writes(&mut self, id: &str) {
        let peer = self.people[0].peer.unwrap();
        let (id, text) = (id.to_owned(), "a line".to_owned());
        assert!(self.say(peer, &FromClient::Chat { id, text }));
        self.pass(100);
    }
}

#[test]
fn what_was_lost_before_the_end_is_not_sent_again_after_it() {
    let mut world = World::live();
    world.peers[1].weather = Weather::CUT;
    world.pass(150);
    world.peers[1].weather = Weather::FAIR;
    let seen = world.peers[1].pictures_seen.len();
    while world.peers[1].pictures_seen.len() == seen {
        world.pass(1);
    }

    world.end(0, EndReason::AdminEnded);

    world.pass(1_000);
}

#[test]
fn a_picture_that_comes_with_the_end_of_the_lease_goes_nowhere() {
    let mut world = World::live();
    let left = loop {
        let mut flights = world.flights.iter();
        if let Some(((at, _), _)) = flights.find(|(_, flight)| flight.mark.picture.is_some()) {
            break at.duration_since(world.now);
        }
        world.pass(1);
    };

    world.open_for(0, left);

    world.pass(1_000);
}

#[test]
fn a_sharer_who_reloads_while_the_lease_has_run_out_keeps_the_thread() {
    let mut world = World::live();
    world.sharer_writes("one");
    world.peers[1].client.hang_up(world.now);
    world.after_client(1, None, None);
    world.open_for(0, Duration::from_millis(500));
    world.pass(1_000);

    world.join(0);

    world.set_weather(Weather::FAIR);
    world.open_for(0, Duration::from_secs(600));
    world.pass(1_000);
    world.sharer_writes("two");
    assert_eq!(world.ledger.chat_head(world.sessions[0].id), 2);
}

#[test]
fn a_handshake_that_is_cut_off_is_never_called_a_breach_of_the_protocol() {
    for cut_after in 20..120 {
        let mut world = World::quiet();
        world.join(0);
        world.set_weather(Weather::FAIR);
        world.pass(cut_after);

        world.set_weather(Weather::CUT);

        world.pass(35_000);
    }
}

/// str0m learns an SSRC from a header before it has proved who wrote it; the true stream was then taken for resends, and two
/// bytes were cut off every packet.
#[test]
fn a_forged_stream_name_does_not_spoil_the_picture() {
    let mut world = World::live();
    let mut heard = world.overheard.iter().rev();
    let (from, bytes) = heard.find(|(_, bytes)| is_rtp(bytes)).unwrap().clone();
    let (mut other_stream, mut as_resend) = (bytes.clone(), bytes);
    other_stream[9] ^= 0x10;
    as_resend[1] ^= 1;
    let seen = world.peers[1].pictures_seen.len();

    world.strange(from, &other_stream);
    world.strange(from, &as_resend);

    world.pass(1_000);
    let seen_since = world.peers[1].pictures_seen.len() - seen;
    assert!(seen_since > 5, "it still flows");
}
