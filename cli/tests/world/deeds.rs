//! What people do when nothing is wrong: they look at their pages now and then and do what these ask of them. Never does
//! anything that a page would not let them do.

use lotse_domain::policy::Part;
use lotse_domain::session::Event;
use lotse_protocol::api::{CaptureResult, SessionState, SessionView, Surface, WarningKind};
use lotse_protocol::id::ParticipantId;
use lotse_protocol::role::MediaRole;

use crate::people::PageOf;
use crate::rules::Name;
use crate::world::World;

impl World {
    /// Somebody looks at their page.
    pub(crate) fn look(&mut self, name: Name) {
        let now = self.now;
        let human = self.human(name);
        if human.clears.is_some_and(|at| at <= now) {
            human.clears = None;
            human.weather = crate::shared::link::Weather::FAIR;
        }
        match human.page {
            PageOf::Open => {}
            PageOf::Shut(again) if again <= now => self.set_page(name, PageOf::Open),
            PageOf::Shut(_) => return,
        }
        match self.plane.view(name) {
            Some(view) if view.state == SessionState::Ended => self.leave_the_page(name),
            Some(view) => self.follow_page(name, &view),
            None => self.without_a_session(name),
        }
    }

    /// The session is over: whoever is on the page goes back to its beginning.
    fn leave_the_page(&mut self, name: Name) {
        self.human(name).captures = false;
        self.drop_connection(name);
        if name == Name::Hanna && self.dice.percent(20) {
            self.begin();
        }
    }

    fn without_a_session(&mut self, name: Name) {
        match name {
            Name::Hanna if self.may_begin() => self.begin(),
            Name::Sami
                if self.plane.state() == Some(SessionState::Open) && self.dice.percent(40) =>
            {
                let browser = self.human(name).browser;
                let (now, wall) = (self.now, self.wall());
                let redeemed = self.plane.redeem(now, wall, browser);
                self.must(redeemed);
                self.note("Sami gives the code");
            }
            Name::Hanna | Name::Sami | Name::Kim => {}
        }
    }

    /// There is none yet, or it is over and she lost her seat in it.
    fn may_begin(&self) -> bool {
        self.plane
            .state()
            .is_none_or(|state| state == SessionState::Ended)
    }

    fn begin(&mut self) {
        let (now, wall) = (self.now, self.wall());
        let created = self.plane.create(now, wall);
        self.must(created);
        self.note("Hanna asks for a code");
        for name in Name::ALL {
            self.drop_connection(name);
        }
        self.tell_page(Name::Hanna);
    }

    fn follow_page(&mut self, name: Name, view: &SessionView) {
        match view.you.role {
            MediaRole::Sharer => self.follow_as_sharer(view),
            MediaRole::Helper | MediaRole::Observer => self.follow_as_helper(name, view),
        }
        if !view.you.may_connect {
            return;
        }
        let needs_capture = view.you.role == MediaRole::Sharer && !self.human(name).captures;
        let stale = self
            .connection(name)
            .is_none_or(|connection| connection.client.closed);
        if stale && !needs_capture {
            self.connect(name, view.you.participant, view.you.role);
        }
    }

    fn follow_as_helper(&mut self, name: Name, view: &SessionView) {
        let by = view.you.participant;
        let waiting: Vec<WarningKind> = view
            .warnings
            .iter()
            .filter(|warning| !warning.acknowledged)
            .map(|warning| warning.kind)
            .collect();
        if !waiting.is_empty() && self.dice.percent(50) {
            self.acknowledge(by, waiting);
        }
        let facing = view.state != SessionState::Open && view.state != SessionState::Joining;
        if facing && !view.consent.accepted && self.dice.percent(40) {
            self.accept(by);
        }
        let running = view.state == SessionState::Live || view.state == SessionState::Paused;
        if name == Name::Hanna && running && self.dice.percent(2) {
            let part = if self.dice.percent(50) {
                Part::Helper
            } else {
                Part::Observer
            };
            let (now, wall) = (self.now, self.wall());
            let invited = self.plane.invite(now, wall, part);
            self.must(invited);
        }
        if view.confirm_wanted {
            self.handle(Event::Confirm { by });
        }
    }

    pub(crate) fn acknowledge(&mut self, by: ParticipantId, warnings: Vec<WarningKind>) {
        let before = self.plane.oracle.clone();
        self.plane.acknowledged(by, &warnings);
        if !self.handle(Event::Acknowledge { by, warnings }) {
            self.plane.oracle = before;
        }
    }

    pub(crate) fn accept(&mut self, by: ParticipantId) {
        let wall = self.wall();
        let waits = self.plane.oracle.waits(by, &self.plane.organisation, wall);
        let before = self.plane.oracle.clone();
        if let Some(seat) = self.plane.oracle.seats.get_mut(&by) {
            seat.accepted = true;
        }
        if !self.handle(Event::Accept { by }) {
            self.plane.oracle = before;
        } else if waits {
            self.fail("I4: accepted over a warning");
        }
    }

    fn follow_as_sharer(&mut self, view: &SessionView) {
        let by = view.you.participant;
        match view.state {
            SessionState::Trust if !view.consent.allowed && self.dice.percent(50) => {
                self.allow(by, None, view);
            }
            SessionState::Capture if self.dice.percent(60) => self.pick(by),
            SessionState::Paused if self.dice.percent(15) => {
                self.handle(Event::Unpause { by });
            }
            SessionState::Connecting
            | SessionState::Live
            | SessionState::Interrupted
            | SessionState::HelperLost
                if !self.human(Name::Sami).captures =>
            {
                self.report_capture(by, CaptureResult::Ended);
            }
            SessionState::Open
            | SessionState::Joining
            | SessionState::Trust
            | SessionState::Capture
            | SessionState::Connecting
            | SessionState::Live
            | SessionState::Paused
            | SessionState::Interrupted
            | SessionState::HelperLost
            | SessionState::Ended => {}
        }
        if view.state == SessionState::Live && !view.consent.allowed && self.dice.percent(30) {
            self.allow(by, None, view);
        }
        if view.confirm_wanted {
            self.handle(Event::Confirm { by });
        }
    }

    fn pick(&mut self, by: ParticipantId) {
        self.human(Name::Sami).captures = true;
        self.report_capture(by, CaptureResult::Picked);
    }

    pub(crate) fn report_capture(&mut self, by: ParticipantId, result: CaptureResult) {
        self.note(&format!("Sami's picker: {result:?}"));
        let surface = Some(Surface::Monitor);
        self.handle(Event::Capture {
            by,
            result,
            surface,
        });
    }

    /// The sharer allows whom they see, and nobody else.
    pub(crate) fn allow(
        &mut self,
        by: ParticipantId,
        helper: Option<ParticipantId>,
        view: &SessionView,
    ) {
        let before = self.plane.oracle.clone();
        let on_screen: Vec<_> = view.others.iter().map(|other| other.participant).collect();
        for (participant, seat) in &mut self.plane.oracle.seats {
            let meant = helper.is_none_or(|helper| helper == *participant);
            seat.allowed |= meant && on_screen.contains(participant);
        }
        if !self.handle(Event::Allow { by, helper }) {
            self.plane.oracle = before;
        }
    }
}
