//! A world's whole life: anything happens, then calm returns and the helper sees the sharer's screen, then the sharer leaves
//! and everybody knows, and the node keeps nothing. Never looks inside the machine.

use std::collections::BTreeSet;
use std::time::Duration;

use lotse_domain::session::Event;
use lotse_protocol::api::SessionState;
use lotse_protocol::end::EndReason;

use crate::people::PageOf;
use crate::rules::Name;
use crate::shared::link::Weather;
use crate::world::World;

/// How long anything may happen.
const STORM: Duration = Duration::from_secs(40);
/// Within what a helper sees a picture when nothing is wrong any more, new consent and all.
const CALM: Duration = Duration::from_secs(20);

/// What a world came to, so that a sweep can show that it tried what it claims.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub(crate) pictures: u64,
    pub(crate) reached_kim: u64,
    pub(crate) recovered: u64,
    pub(crate) states: BTreeSet<SessionState>,
}

/// Lives through the world of a seed.
pub(crate) fn live(seed: u64) -> Summary {
    let mut world = World::new(seed);
    let end = world.now + STORM;
    while world.now < end {
        let pause = Duration::from_millis(world.dice.millis(50, 900));
        world.run_for(pause);
        world.trouble();
    }
    let recovered = world.calm_down();
    world.close();
    let checked = world.plane.verify_log();
    world.must(checked);
    Summary {
        pictures: world.pictures,
        reached_kim: world.pictures_to_kim,
        recovered,
        states: world.plane.states.clone(),
    }
}

impl World {
    /// Everything works again, and people go on: a helper sees Sami's screen.
    fn calm_down(&mut self) -> u64 {
        self.note("calm");
        self.plane.delay = Duration::from_millis(20);
        self.plane.organisation.set_role(Name::Hanna, true);
        self.plane.organisation.set_role(Name::Kim, true);
        let (now, wall) = (self.now, self.wall());
        let reviewed = self.plane.review(now, wall);
        self.must(reviewed);
        for name in Name::ALL {
            let human = self.human(name);
            human.weather = Weather::FAIR;
            human.clears = None;
            if human.page != PageOf::Open {
                self.set_page(name, PageOf::Open);
            }
            if let Some(connection) = self.connection(name) {
                connection.frozen_until = None;
            }
        }
        let end = self.now + CALM;
        let mut before = self.seen_by_helpers();
        while self.now < end {
            self.run_for(Duration::from_secs(1));
            let seen = self.seen_by_helpers();
            if seen > before + 5 && self.plane.state() == Some(SessionState::Live) {
                return 1;
            }
            before = before.min(seen);
        }
        let state = self.plane.state();
        // A session may have ended in the storm's wake; then the next one must have come that far.
        self.fail(&format!("calm, and no helper sees anything: {state:?}"));
    }

    fn seen_by_helpers(&self) -> u64 {
        self.connections
            .iter()
            .map(|connection| connection.seen)
            .sum()
    }

    /// The sharer leaves: both sides know within a second, and the node keeps nothing.
    fn close(&mut self) {
        // Whoever was cut off has got over it by then: SCTP waits longer after each lost try.
        self.run_for(Duration::from_secs(5));
        let open: Vec<usize> = (0..self.connections.len())
            .filter(|at| {
                let connection = &self.connections[*at];
                connection.acts(self.now)
                    && connection.client.channel_open
                    && connection.leg.is_some()
            })
            .collect();
        for human in &mut self.people {
            // Nobody looks at their page any more, so that the session stays over.
            human.looks = self.now + Duration::from_secs(3_600);
        }
        let Some(by) = self.plane.participant(Name::Sami) else {
            return;
        };
        if !self.handle(Event::Leave { by }) {
            return;
        }
        self.run_for(Duration::from_secs(1));
        for at in open {
            let connection = &self.connections[at];
            let knows = connection.ended == Some(EndReason::SharerLeft) || connection.client.closed;
            if !knows {
                let (name, ended) = (connection.name, connection.ended);
                self.fail(&format!(
                    "the session is over and {name:?}'s page #{at} hears {ended:?}"
                ));
            }
        }
        self.run_for(Duration::from_secs(5));
        self.try_old_tokens();
        self.run_for(Duration::from_secs(20));
        if self.node_keeps() != (0, 0) {
            self.fail(&format!("the node keeps {:?}", self.node_keeps()));
        }
    }
}
