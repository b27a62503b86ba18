//! The control plane of the world: one session at a time, changed only by the domain's machine, with its facts in an audit
//! chain and its commands on their way to the node. Never forwards anything.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use lotse_domain::audit::{Head, Row, seal, verify};
use lotse_domain::media;
use lotse_domain::person::BrowserKey;
use lotse_domain::policy::Part;
use lotse_domain::session::{CodeStanding, Create, Effect, Event, Fault, Newcomer, Session};
use lotse_domain::view;
use lotse_protocol::api::{Person, SessionKind, SessionState, SessionView, WarningKind};
use lotse_protocol::bus::{Command, Seen as Fact, ThreadKey};
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::DtlsFingerprint;
use uuid::Uuid;

use crate::oracle::{Oracle, Seen};
use crate::rules::{Name, Organisation, tenant};
use crate::shared::tokens::{self, ISSUER, Signer};

/// A command on its way, with everybody who might receive a picture when it was given.
pub(crate) struct Order {
    pub(crate) at: Instant,
    pub(crate) command: Command,
    pub(crate) receivers: BTreeSet<ParticipantId>,
}

pub(crate) struct Plane {
    pub(crate) organisation: Organisation,
    pub(crate) session: Option<Session>,
    pub(crate) oracle: Oracle,
    pub(crate) orders: VecDeque<Order>,
    /// How long a command takes now.
    pub(crate) delay: Duration,
    pub(crate) sessions_made: u64,
    pub(crate) ends: BTreeMap<&'static str, u64>,
    pub(crate) states: BTreeSet<SessionState>,
    /// Tokens that were signed and never shown to a node.
    pub(crate) unused: Vec<(SessionId, MediaRole, DtlsFingerprint, String)>,
    signer: Signer,
    ids: u128,
    /// Who might receive when the node was last told who does.
    told: BTreeSet<ParticipantId>,
    /// Several helpers are being reviewed: the node has been told of all of them only after the last.
    reviewing: bool,
    rows: Vec<Row>,
    head: Head,
    session_facts: u64,
}

impl Plane {
    pub(crate) fn new(seed: u64, signer: Signer) -> Self {
        Self {
            organisation: Organisation::new(),
            session: None,
            oracle: Oracle::default(),
            orders: VecDeque::new(),
            delay: Duration::from_millis(20),
            sessions_made: 0,
            ends: BTreeMap::new(),
            states: BTreeSet::new(),
            unused: Vec::new(),
            signer,
            ids: u128::from(seed) << 32,
            told: BTreeSet::new(),
            reviewing: false,
            rows: Vec::new(),
            head: Head::default(),
            session_facts: 0,
        }
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 | self.ids)
    }

    pub(crate) fn state(&self) -> Option<SessionState> {
        self.session.as_ref().map(Session::state)
    }

    pub(crate) fn participant(&self, name: Name) -> Option<ParticipantId> {
        self.session.as_ref()?.participant_of(name.user())
    }

    /// `POST /sessions`.
    pub(crate) fn create(&mut self, now: Instant, wall: Timestamp) -> Result<(), String> {
        let Ok(offer) = self.organisation.offer() else {
            return Ok(());
        };
        let helper = ParticipantId::from_uuid(self.id());
        let with = Create {
            id: SessionId::from_uuid(self.id()),
            kind: SessionKind::Code,
            helper,
            thread_key: ThreadKey([3; 32]),
        };
        let (session, effects) = Session::create(wall, &offer, &self.organisation.settings, with);
        self.session_facts = 0;
        self.sessions_made += 1;
        self.session = Some(session);
        self.oracle = Oracle::default();
        let seen = Seen::new(Name::Hanna, Part::Helper);
        self.oracle.seats.insert(helper, seen);
        self.perform(now, wall, effects)?;
        let place = tokens::place();
        self.handle(now, wall, Event::Placed { place }).map(|_| ())
    }

    /// What the edge does with every event: overdue timers first, then the event, then its effects. The answer is the
    /// machine's.
    pub(crate) fn handle(
        &mut self,
        now: Instant,
        wall: Timestamp,
        event: Event,
    ) -> Result<Result<(), Fault>, String> {
        self.tick(now, wall)?;
        let Some(session) = &mut self.session else {
            return Ok(Err(Fault::Nobody));
        };
        match session.handle(wall, event) {
            Ok(effects) => self.perform(now, wall, effects).map(Ok),
            Err(fault) => Ok(Err(fault)),
        }
    }

    pub(crate) fn tick(&mut self, now: Instant, wall: Timestamp) -> Result<(), String> {
        if let Some(session) = self.session.as_mut().filter(|session| session.is_due(wall)) {
            let effects = session
                .handle(wall, Event::Tick)
                .map_err(|f| f.to_string())?;
            self.perform(now, wall, effects)?;
        }
        Ok(())
    }

    fn perform(
        &mut self,
        now: Instant,
        wall: Timestamp,
        effects: Vec<Effect>,
    ) -> Result<(), String> {
        let session = self.session.as_ref().ok_or("no session")?;
        let (id, state, end) = (session.id(), session.state(), session.end_reason());
        self.states.insert(state);
        if let Some(reason) = end {
            *self.ends.entry(reason.text()).or_default() += 1;
        }
        self.follow();
        let receivers = self.oracle.receivers(state, &self.organisation, wall);
        for effect in effects {
            match effect {
                Effect::Audit(fact) => {
                    self.session_facts += 1;
                    if fact.session_seq != self.session_facts {
                        return Err("a fact of the session is missing".to_owned());
                    }
                    let entry = fact.entry(tenant(), self.head.seq + 1, id);
                    let hash = seal(&self.head.hash, &entry).map_err(|f| f.to_string())?;
                    let prev_hash = self.head.hash;
                    self.head = Head {
                        seq: entry.seq,
                        hash,
                    };
                    self.rows.push(Row {
                        entry,
                        prev_hash,
                        hash,
                        personal: None,
                    });
                }
                Effect::Command(command) => {
                    if matches!(command, Command::Gate { .. } | Command::End { .. }) {
                        self.told.clone_from(&receivers);
                    }
                    self.order(now, command, receivers.clone());
                }
                Effect::Changed { .. } => {}
            }
        }
        self.node_is_told(wall)?;
        self.check(wall)
    }

    /// Whenever it changes who may receive, the node is told in the same step.
    fn node_is_told(&self, wall: Timestamp) -> Result<(), String> {
        let state = self.state().ok_or("no session")?;
        let receivers = self.oracle.receivers(state, &self.organisation, wall);
        if self.reviewing || receivers == self.told {
            return Ok(());
        }
        Err(format!(
            "the node is not told that {receivers:?} may receive"
        ))
    }

    /// Commands keep their order, whatever the delay of the moment.
    fn order(&mut self, now: Instant, command: Command, receivers: BTreeSet<ParticipantId>) {
        let last = self.orders.back().map_or(now, |order| order.at);
        let at = (now + self.delay).max(last);
        self.orders.push_back(Order {
            at,
            command,
            receivers,
        });
    }

    /// Once a minute, after a restart, or when a node asks: everything is told again.
    pub(crate) fn upkeep(&mut self, now: Instant, wall: Timestamp) {
        let Some(session) = &self.session else { return };
        for command in session.media_commands(wall) {
            self.order(now, command, self.told.clone());
        }
    }

    /// The oracle forgets the answers of those who are no longer seated.
    fn follow(&mut self) {
        let Some(session) = &self.session else { return };
        let seated: BTreeSet<_> = session
            .helpers()
            .iter()
            .map(|seat| seat.participant())
            .collect();
        self.oracle
            .seats
            .retain(|participant, _| seated.contains(participant));
    }

    /// What must hold of the session after every step: I2 to I6.
    fn check(&self, wall: Timestamp) -> Result<(), String> {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let rule = |holds: bool, broken: &str| holds.then_some(()).ok_or(broken.to_owned());
        if session.end_reason().is_some() {
            rule(
                session.code() == CodeStanding::Dead,
                "I3: ended, and the code lives",
            )?;
            return rule(session.deadline().is_none(), "I3: ended, and a timer runs");
        }
        rule(session.deadline().is_some(), "I6: no timer runs")?;
        for seat in session.helpers() {
            let accepted = seat.stance() == lotse_domain::session::Stance::Accepted;
            let seen = self.oracle.seats.get(&seat.participant());
            let clicked = seen.is_some_and(|seen| seen.accepted);
            rule(!accepted || clicked, "I4: accepted, and nobody clicked")?;
            let allowed = seen.is_some_and(|seen| seen.allowed);
            rule(
                !seat.allowed() || allowed,
                "I7: allowed, and the sharer has not",
            )?;
        }
        if let Some(sharer) = session.sharer() {
            let by = sharer.participant();
            let mut left = session.clone();
            if left.is_due(wall) {
                return Ok(());
            }
            left.handle(wall, Event::Leave { by })
                .map_err(|fault| fault.to_string())?;
            rule(left.end_reason().is_some(), "I5: the sharer cannot end it")?;
        }
        Ok(())
    }

    pub(crate) fn view(&self, name: Name) -> Option<SessionView> {
        let faces: view::Faces = Name::ALL
            .iter()
            .map(|n| (n.user(), face(n.user())))
            .collect();
        let participant = self.participant(name)?;
        view::session(self.session.as_ref()?, participant, &faces)
    }

    /// Somebody gives the code and is checked.
    pub(crate) fn redeem(
        &mut self,
        now: Instant,
        wall: Timestamp,
        browser: u64,
    ) -> Result<(), String> {
        let sharer = Newcomer {
            participant: ParticipantId::from_uuid(self.id()),
            user: Name::Sami.user(),
            browser: BrowserKey::new(browser.to_string()),
        };
        if self.handle(now, wall, Event::Redeem { sharer })?.is_err() {
            return Ok(());
        }
        let verdict = self.organisation.verdict(wall, Name::Hanna, Part::Helper);
        let event = match verdict {
            Ok(grant) => Event::JoinPassed { grant },
            Err(refusal) => Event::JoinRefused { refusal },
        };
        self.handle(now, wall, event).map(|_| ())
    }

    /// Rules changed, or a minute is over: everybody's right is asked again.
    pub(crate) fn review(&mut self, now: Instant, wall: Timestamp) -> Result<(), String> {
        if self.state().is_none_or(|s| s == SessionState::Open) {
            return Ok(());
        }
        let seats: Vec<_> = self
            .oracle
            .seats
            .iter()
            .map(|(p, s)| (*p, s.name, s.part))
            .collect();
        self.reviewing = true;
        for (helper, name, part) in seats {
            let verdict = self.organisation.verdict(wall, name, part);
            let _ = self.handle(now, wall, Event::AccessReviewed { helper, verdict })?;
        }
        self.reviewing = false;
        self.node_is_told(wall)
    }

    pub(crate) fn invite(
        &mut self,
        now: Instant,
        wall: Timestamp,
        part: Part,
    ) -> Result<(), String> {
        let Ok(grant) = self.organisation.verdict(wall, Name::Kim, part) else {
            return Ok(());
        };
        let (Some(by), None) = (self.participant(Name::Hanna), self.participant(Name::Kim)) else {
            return Ok(());
        };
        let participant = ParticipantId::from_uuid(self.id());
        self.oracle
            .seats
            .insert(participant, Seen::new(Name::Kim, part));
        let event = Event::Invite {
            by,
            participant,
            grant,
        };
        if self.handle(now, wall, event)?.is_err() {
            self.oracle.seats.remove(&participant);
        }
        Ok(())
    }

    pub(crate) fn move_sharer(
        &mut self,
        now: Instant,
        wall: Timestamp,
        browser: u64,
    ) -> Result<(), String> {
        let seats: Vec<_> = self
            .oracle
            .seats
            .iter()
            .map(|(p, s)| (*p, s.name, s.part))
            .collect();
        let granted = |(helper, name, part)| {
            let verdict = self.organisation.verdict(wall, name, part);
            verdict.ok().map(|grant| (helper, grant))
        };
        let grants = seats.into_iter().filter_map(granted).collect();
        let sharer = Newcomer {
            participant: ParticipantId::from_uuid(self.id()),
            user: Name::Sami.user(),
            browser: BrowserKey::new(browser.to_string()),
        };
        let before = self.oracle.clone();
        for seat in self.oracle.seats.values_mut() {
            seat.allowed = false;
            seat.reconsider();
        }
        if self
            .handle(now, wall, Event::SharerMoved { sharer, grants })?
            .is_err()
        {
            self.oracle = before;
        }
        Ok(())
    }

    /// `POST /sessions/{id}/media`: the policy afresh, the machine, and only then the pen.
    pub(crate) fn media(
        &mut self,
        now: Instant,
        wall: Timestamp,
        by: ParticipantId,
        fingerprint: DtlsFingerprint,
    ) -> Result<Option<String>, String> {
        let event = Event::MediaRequested { by, fingerprint };
        if self.handle(now, wall, event)?.is_err() {
            return Ok(None);
        }
        let Some(session) = &self.session else {
            return Ok(None);
        };
        let is_sharer = session
            .sharer()
            .is_some_and(|seat| seat.participant() == by);
        let agreed = session
            .helpers()
            .iter()
            .find(|seat| seat.agreed() && (is_sharer || seat.participant() == by));
        let seat = agreed.and_then(|seat| self.oracle.seats.get(&seat.participant()));
        let Some(Ok(grant)) = seat.map(|s| self.organisation.verdict(wall, s.name, s.part)) else {
            return Ok(None);
        };
        let Ok(permit) = media::permit(wall, session, &grant, by) else {
            return Ok(None);
        };
        self.ids += 1;
        let claims = permit.claims(wall, ISSUER, format!("jti-{}", self.ids));
        let token = self.signer.sign(&claims);
        self.unused
            .push((session.id(), permit.role(), fingerprint, token.clone()));
        Ok(Some(token))
    }

    /// A node's report.
    pub(crate) fn fact(
        &mut self,
        now: Instant,
        wall: Timestamp,
        of: SessionId,
        what: &Fact,
    ) -> Result<(), String> {
        let Some(session) = self.session.as_ref().filter(|session| session.id() == of) else {
            return Ok(());
        };
        if let Some(event) = media::event(session, what) {
            // A fault is a report that came late.
            let _ = self.handle(now, wall, event)?;
        }
        Ok(())
    }

    /// The whole log holds, from the first row to the last.
    pub(crate) fn verify_log(&self) -> Result<(), String> {
        let head = verify(Head::default(), self.rows.iter().cloned(), Some(self.head));
        head.map(|_| ()).map_err(|broken| broken.to_string())
    }

    pub(crate) fn acknowledged(&mut self, by: ParticipantId, warnings: &[WarningKind]) {
        if let Some(seat) = self.oracle.seats.get_mut(&by) {
            seat.acknowledged.extend(warnings);
        }
    }
}

fn face(user: UserId) -> Person {
    Person {
        name: format!("{user}"),
        job_title: None,
        company: None,
        picture: None,
        domain: "hafenwerk.example".to_owned(),
        domain_verified: true,
    }
}
