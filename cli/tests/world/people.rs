//! The people: each has a browser with a page, and the page perhaps a connection to the node. Never knows the rules.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use lotse_protocol::channel::{FromNode, RosterEntry};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::role::MediaRole;
use lotse_sfu_core::output::LegId;

use crate::rules::Name;
use crate::shared::client::{Client, Identity};
use crate::shared::link::Weather;

/// One person's browser.
pub(crate) struct Human {
    pub(crate) name: Name,
    /// Which browser, by its cookie.
    pub(crate) browser: u64,
    /// The page's certificate; a reload makes another.
    pub(crate) identity: Identity,
    /// Whether a page is open, or when one will be.
    pub(crate) page: PageOf,
    /// Whether this page holds a screen to share.
    pub(crate) captures: bool,
    /// The newest connection among the world's.
    pub(crate) connection: Option<usize>,
    pub(crate) weather: Weather,
    /// The weather clears at this time.
    pub(crate) clears: Option<Instant>,
    /// When they next look at their page.
    pub(crate) looks: Instant,
}

/// A page, seen from the live WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageOf {
    Open,
    /// The control plane does not hear it; the page is there again at that time.
    Shut(Instant),
}

impl Human {
    pub(crate) fn new(name: Name, now: Instant) -> Self {
        Self {
            name,
            browser: name as u64,
            identity: Identity::generate(),
            page: PageOf::Open,
            captures: false,
            connection: None,
            weather: Weather::FAIR,
            clears: None,
            looks: now,
        }
    }

    /// The page is loaded anew, at `again`.
    pub(crate) fn reload(&mut self, again: Instant) {
        self.identity = Identity::generate();
        self.captures = false;
        self.page = PageOf::Shut(again);
    }
}

/// One connection to the node.
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) name: Name,
    pub(crate) role: MediaRole,
    pub(crate) session: SessionId,
    pub(crate) participant: ParticipantId,
    pub(crate) address: SocketAddr,
    pub(crate) leg: Option<LegId>,
    /// Whether its page still runs it; a page that is gone neither sends nor hears.
    pub(crate) runs: bool,
    /// A page that hangs: it hears nothing until then.
    pub(crate) frozen_until: Option<Instant>,
    pub(crate) next_beat: Instant,
    pub(crate) next_picture: Instant,
    pub(crate) pictures_sent: u64,
    pub(crate) read: usize,
    roster: Option<(u64, Vec<RosterEntry>)>,
    /// Everybody whom this page has said it shows.
    pub(crate) shown: BTreeSet<ParticipantId>,
    pub(crate) ended: Option<EndReason>,
    pub(crate) paused: bool,
    pub(crate) seen: u64,
}

impl Connection {
    pub(crate) fn new(
        now: Instant,
        human: &Human,
        client: Client,
        of: (SessionId, ParticipantId, MediaRole),
    ) -> Self {
        let address = client.address;
        Self {
            client,
            name: human.name,
            role: of.2,
            session: of.0,
            participant: of.1,
            address,
            leg: None,
            runs: true,
            frozen_until: None,
            next_beat: now,
            next_picture: now,
            pictures_sent: 0,
            read: 0,
            roster: None,
            shown: BTreeSet::new(),
            ended: None,
            paused: false,
            seen: 0,
        }
    }

    pub(crate) fn acts(&self, now: Instant) -> bool {
        self.runs && !self.client.closed && self.frozen_until.is_none_or(|until| until <= now)
    }

    pub(crate) fn beat_interval(&self) -> Duration {
        match self.role {
            MediaRole::Sharer => Duration::from_millis(250),
            MediaRole::Helper | MediaRole::Observer => Duration::from_secs(1),
        }
    }

    /// Reads what came; a new roster is to be shown, by its version.
    pub(crate) fn read_messages(&mut self) -> Option<u64> {
        let mut show = None;
        while let Some(message) = self.client.messages.get(self.read) {
            self.read += 1;
            match message {
                FromNode::Roster {
                    version,
                    participants,
                } => {
                    self.roster = Some((*version, participants.clone()));
                    show = Some(*version);
                }
                FromNode::Ended { reason } => self.ended = Some(*reason),
                FromNode::Paused => self.paused = true,
                FromNode::Unpaused => self.paused = false,
                FromNode::Chat(_)
                | FromNode::ChatRefused { .. }
                | FromNode::Quiet { .. }
                | FromNode::Interrupted { .. }
                | FromNode::Back
                | FromNode::Move
                | FromNode::Quality { .. }
                | FromNode::Codec { .. } => {}
            }
        }
        show
    }

    /// Notes that the page shows the newest roster.
    pub(crate) fn show_roster(&mut self) {
        let shown = self.roster.iter().flat_map(|(_, everybody)| everybody);
        self.shown.extend(shown.map(|entry| entry.id));
    }
}
