//! The two traps of the product's own list, with real media under them.

use std::time::Duration;

use lotse_domain::session::Event;
use lotse_protocol::api::SessionState;
use lotse_protocol::channel::FromClient;

use crate::rules::Name;
use crate::shared::link::Weather;
use crate::world::World;

fn live() -> World {
    let mut world = World::new(1);
    for _ in 0..20 {
        world.run_for(Duration::from_secs(1));
        if world.plane.state() == Some(SessionState::Live) && world.pictures > 20 {
            return world;
        }
    }
    world.fail("it never went live");
}

fn cut(world: &mut World, name: Name, seconds: u64) {
    let until = world.now + Duration::from_secs(seconds);
    let human = world.human(name);
    human.weather = Weather::CUT;
    human.clears = Some(until);
}

#[test]
fn a_sharer_who_returns_while_the_helper_is_gone_too_does_not_go_live_alone() {
    let mut world = live();
    cut(&mut world, Name::Sami, 5);
    world.run_for(Duration::from_secs(1));
    // Hanna's browser is gone for good.
    world.drop_connection(Name::Hanna);
    let never = world.now + Duration::from_secs(3_600);
    world.human(Name::Hanna).reload(never);
    world.tell_page(Name::Hanna);
    world.run_for(Duration::from_secs(3));
    assert_eq!(world.plane.state(), Some(SessionState::Interrupted));
    let pictures = world.pictures;

    for _ in 0..40 {
        world.run_for(Duration::from_millis(200));
        assert_ne!(world.plane.state(), Some(SessionState::Live));
    }

    assert_eq!(world.plane.state(), Some(SessionState::HelperLost));
    assert_eq!(world.pictures, pictures);
}

#[test]
fn an_interruption_while_paused_comes_back_paused() {
    let mut world = live();
    world.say(Name::Sami, &FromClient::Pause);
    world.run_for(Duration::from_millis(200));
    assert_eq!(world.plane.state(), Some(SessionState::Paused));
    let pictures = world.pictures;
    // Nobody clicks: whatever happens now happens by itself.
    for name in Name::ALL {
        world.human(name).looks = world.now + Duration::from_secs(3_600);
    }

    world.human(Name::Sami).weather = Weather::CUT;
    world.run_for(Duration::from_secs(4));
    assert_eq!(world.plane.state(), Some(SessionState::Interrupted));
    world.human(Name::Sami).weather = Weather::FAIR;
    world.run_for(Duration::from_secs(3));

    assert_eq!(world.plane.state(), Some(SessionState::Paused));
    assert_eq!(world.pictures, pictures);
    let by = world.plane.participant(Name::Sami).unwrap();
    world.handle(Event::Unpause { by });
    world.run_for(Duration::from_secs(2));
    assert!(world.pictures > pictures, "and unpausing shows it again");
}
