//! What goes wrong, and what people do that no page would suggest: lost networks, reloads, hanging pages, changed rules, wild
//! clicks. Never breaks the rules of physics.

use std::time::Duration;

use lotse_domain::session::Event;
use lotse_protocol::api::CaptureResult;
use lotse_protocol::channel::{ByeReason, FromClient};
use lotse_protocol::id::{ParticipantId, UserId};
use uuid::Uuid;

use crate::people::PageOf;
use crate::rules::Name;
use crate::shared::link::Weather;
use crate::world::World;

impl World {
    /// Something happens.
    pub(crate) fn trouble(&mut self) {
        let name = *self.dice.pick(&Name::ALL);
        match self.dice.below(22) {
            0 => self.reload(name),
            1 => self.vanish(name),
            2 => self.reconnect(name),
            3 => self.freeze(name),
            4 => self.cut(name),
            5 | 6 => self.weather(name),
            7 => self.flap(name),
            8 => self.delete(name),
            9 => self.hang_up(name),
            10 => self.bye(name),
            11..=13 => self.pause(),
            14 => self.change_rules(),
            15 => self.slow_bus(),
            16 => self.upkeep(),
            17 => self.other_browser(),
            18 => self.capture_ends(),
            19 => self.chat(name),
            _ => self.wild_click(name),
        }
    }

    fn reload(&mut self, name: Name) {
        self.note(&format!("{name:?} reloads"));
        let again = self.now + Duration::from_millis(self.dice.millis(100, 2_000));
        if self.dice.percent(50) {
            self.hang_up(name);
        }
        self.drop_connection(name);
        self.human(name).reload(again);
        self.tell_page(name);
    }

    fn vanish(&mut self, name: Name) {
        self.note(&format!("{name:?}'s browser is killed"));
        let again = self.now + Duration::from_millis(self.dice.millis(3_000, 20_000));
        self.drop_connection(name);
        self.human(name).reload(again);
        self.tell_page(name);
    }

    /// The same page with a new connection.
    fn reconnect(&mut self, name: Name) {
        self.note(&format!("{name:?}'s page connects anew"));
        self.drop_connection(name);
    }

    fn freeze(&mut self, name: Name) {
        let until = self.now + Duration::from_millis(self.dice.millis(300, 6_000));
        self.note(&format!("{name:?}'s page hangs"));
        if let Some(connection) = self.connection(name) {
            connection.frozen_until = Some(until);
        }
    }

    /// No network: neither media nor WebSocket.
    fn cut(&mut self, name: Name) {
        let until = self.now + Duration::from_millis(self.dice.millis(500, 14_000));
        self.note(&format!("{name:?}'s network is gone"));
        let human = self.human(name);
        human.weather = Weather::CUT;
        human.clears = Some(until);
        if self.dice.percent(60) {
            self.set_page(name, PageOf::Shut(until));
        }
    }

    fn weather(&mut self, name: Name) {
        let weather = Weather::of(self.dice.roll());
        let until = self.now + Duration::from_millis(self.dice.millis(1_000, 8_000));
        let human = self.human(name);
        human.weather = weather;
        human.clears = Some(until);
    }

    /// The WebSocket alone is gone for a moment.
    fn flap(&mut self, name: Name) {
        let again = self.now + Duration::from_millis(self.dice.millis(50, 4_000));
        self.note(&format!("{name:?}'s socket flaps"));
        self.set_page(name, PageOf::Shut(again));
    }

    fn hang_up(&mut self, name: Name) {
        let now = self.now;
        let Some(at) = self.people[name as usize].connection else {
            return;
        };
        let connection = &mut self.connections[at];
        if connection.acts(now) {
            connection.client.hang_up(now);
            self.collect(at);
        }
    }

    fn bye(&mut self, name: Name) {
        if self.dice.percent(80) {
            return;
        }
        let reason = if self.dice.percent(30) {
            ByeReason::ReportedSuspicious
        } else {
            ByeReason::Left
        };
        self.note(&format!("{name:?} says bye: {reason:?}"));
        self.say(name, &FromClient::Bye { reason });
    }

    /// By the data channel or by the API, by the sharer or by somebody who may not.
    fn pause(&mut self) {
        let (by_channel, pauses) = (self.dice.percent(50), self.dice.percent(50));
        self.note(&format!("Sami: channel {by_channel}, pause {pauses}"));
        let name = if self.dice.percent(90) {
            Name::Sami
        } else {
            Name::Hanna
        };
        match (by_channel, pauses, self.plane.participant(name)) {
            (true, true, _) => self.say(name, &FromClient::Pause),
            (true, false, _) => self.say(name, &FromClient::Unpause),
            (false, true, Some(by)) => {
                self.handle(Event::Pause { by });
            }
            (false, false, Some(by)) => {
                self.handle(Event::Unpause { by });
            }
            (false, _, None) => {}
        }
    }

    fn change_rules(&mut self) {
        let (which, on) = (self.dice.below(6), self.dice.percent(60));
        self.note(&format!("rule {which} becomes {on}"));
        match which {
            0 => self.plane.organisation.set_role(Name::Hanna, on),
            1 | 2 => self.plane.organisation.set_role(Name::Kim, on),
            _ => self.plane.organisation.set_compliant(on),
        }
        let (now, wall) = (self.now, self.wall());
        let reviewed = self.plane.review(now, wall);
        self.must(reviewed);
    }

    fn slow_bus(&mut self) {
        let ms = if self.dice.percent(20) {
            self.dice.millis(500, 4_000)
        } else {
            self.dice.millis(0, 150)
        };
        self.note(&format!("the bus takes {ms} ms"));
        self.plane.delay = Duration::from_millis(ms);
    }

    fn upkeep(&mut self) {
        let (now, wall) = (self.now, self.wall());
        self.note("upkeep");
        self.plane.upkeep(now, wall);
        let reviewed = self.plane.review(now, wall);
        self.must(reviewed);
    }

    fn other_browser(&mut self) {
        if self.plane.participant(Name::Sami).is_none() {
            return;
        }
        self.note("Sami opens another browser");
        let sami = self.human(Name::Sami);
        let browser = sami.browser + 10;
        let (now, wall) = (self.now, self.wall());
        let before = self.plane.participant(Name::Sami);
        let moved = self.plane.move_sharer(now, wall, browser);
        self.must(moved);
        if self.plane.participant(Name::Sami) != before {
            self.drop_connection(Name::Sami);
            let sami = self.human(Name::Sami);
            sami.reload(now);
            sami.browser = browser;
            sami.page = PageOf::Open;
        }
    }

    fn capture_ends(&mut self) {
        if let Some(by) = self.plane.participant(Name::Sami) {
            self.human(Name::Sami).captures = false;
            self.report_capture(by, CaptureResult::Ended);
        }
    }

    fn chat(&mut self, name: Name) {
        let id = format!("{}", self.dice.roll());
        let text = "Hallo 你好".to_owned();
        self.say(name, &FromClient::Chat { id, text });
    }

    /// Anything that anybody signed in may send to the API, whether a page offers it or not.
    fn wild_click(&mut self, name: Name) {
        let everybody: Vec<ParticipantId> = Name::ALL
            .iter()
            .filter_map(|name| self.plane.participant(*name))
            .collect();
        let Some(by) = self.plane.participant(name) else {
            return;
        };
        let other = *self.dice.pick(&everybody);
        let rare = self.dice.percent(12);
        self.note(&format!("{name:?} clicks wildly"));
        match self.dice.below(12) {
            0 => self.accept(by),
            1 | 2 => {
                if let Some(view) = self.plane.view(name) {
                    let helper = self.dice.percent(50).then_some(other);
                    self.allow(by, helper, &view);
                }
            }
            3 if rare => {
                self.handle(Event::Decline { by, helper: None });
            }
            4 => {
                self.handle(Event::Decline {
                    by,
                    helper: Some(other),
                });
            }
            5 if rare => {
                self.handle(Event::Cancel { by });
            }
            6 if rare => {
                self.handle(Event::Leave { by });
            }
            7 if rare => {
                let by = UserId::from_uuid(Uuid::from_u128(999));
                self.handle(Event::ForceEnd { by });
            }
            8 => {
                self.handle(Event::ExtendCode { by });
            }
            9 => {
                self.handle(Event::RenewCode { by });
            }
            10 => self.report_capture(by, CaptureResult::Picked),
            _ => {
                self.handle(Event::Confirm { by });
            }
        }
    }
}
