//! Who is in a world: sessions, people, and the connections that people make. Never decides what happens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use lotse_protocol::bus::{RosterNotice, ThreadKey};
use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::limits::{HELPER_BEAT_INTERVAL, SHARER_BEAT_INTERVAL};
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::token::{Confirmation, MEDIA_AUDIENCE, MediaClaims};
use lotse_sfu_core::output::LegId;
use uuid::Uuid;

use crate::client::{Client, Identity};
use crate::dice::Dice;
use crate::link::Weather;
use crate::page::Page;
use crate::reference::PeerNo;
use crate::tokens::{ISSUER, place};

/// When a page says that it shows the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    Promptly,
    Late,
    Never,
}

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) notice: RosterNotice,
    /// How often the node has closed it.
    pub(crate) closed: u32,
}

impl Session {
    pub(crate) fn thread_key(&self) -> ThreadKey {
        ThreadKey([self.id.uuid().as_bytes()[15]; 32])
    }
}

/// One person of one session.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) session: usize,
    pub(crate) id: ParticipantId,
    pub(crate) role: MediaRole,
    pub(crate) has_channel: bool,
    pub(crate) may_chat: bool,
    /// Breaks the protocol at times, so their legs may be closed for it.
    pub(crate) rogue: bool,
    pub(crate) shows: Shows,
    pub(crate) page: Page,
    pub(crate) peer: Option<PeerNo>,
    pub(crate) chats: u64,
    pub(crate) pauses_said: u64,
    pub(crate) unpauses_said: u64,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) client: Client,
    pub(crate) identity: Identity,
    pub(crate) person: usize,
    pub(crate) leg: Option<LegId>,
    /// When the core let its resource go.
    pub(crate) gone_at: Option<Instant>,
    pub(crate) token: String,
    /// The address that the node sees.
    pub(crate) outer: SocketAddr,
    pub(crate) weather: Weather,
    /// What the weather does to datagrams from here, and to here.
    pub(crate) roads: [Dice; 2],
    /// The process stands still or is dead.
    pub(crate) frozen: bool,
    /// It is meant to be connected: nobody has hung up, and it was not replaced.
    pub(crate) wanted: bool,
    /// In which step the node admitted it.
    pub(crate) admitted_at: u64,
    /// In which step the node handed out the roster that came last.
    pub(crate) roster_step: u64,
    pub(crate) next_beat: Instant,
    pub(crate) next_picture: Instant,
    pub(crate) show_at: Option<Instant>,
    pub(crate) resumed: bool,
    pub(crate) pictures_sent: u64,
    pub(crate) pictures_seen: std::collections::BTreeSet<(PeerNo, u64)>,
    /// When this viewer was last allowed to receive, without a break since.
    pub(crate) since: Option<Instant>,
}

impl Peer {
    pub(crate) fn runs(&self) -> bool {
        !self.frozen && !self.client.closed
    }
}

/// Sessions with a sharer and one to three viewers each.
pub(crate) fn people(dice: &mut Dice) -> (Vec<Session>, Vec<Person>) {
    let (mut sessions, mut people) = (Vec::new(), Vec::new());
    for number in 0..1 + dice.below(3) {
        let operator = dice.percent(20);
        sessions.push(Session {
            id: SessionId::from_uuid(Uuid::from_u128(0x100 + number as u128)),
            notice: match operator {
                true => RosterNotice::Operator,
                false => RosterNotice::Acknowledged,
            },
            closed: 0,
        });
        for seat in 0..2 + dice.below(3) {
            let id = 0x1000 + (number * 16 + seat) as u128;
            people.push(person(number, id, seat, operator, dice));
        }
    }
    (sessions, people)
}

fn person(session: usize, id: u128, seat: usize, operator: bool, dice: &mut Dice) -> Person {
    let plain = (operator && dice.percent(50)) || (seat > 0 && dice.percent(10));
    let (role, rogue) = match seat {
        0 => (MediaRole::Sharer, false),
        1 => (MediaRole::Helper, false),
        2 => (MediaRole::Helper, dice.percent(50)),
        _ => (MediaRole::Observer, dice.percent(50)),
    };
    Person {
        session,
        id: ParticipantId::from_uuid(Uuid::from_u128(id)),
        role,
        has_channel: !plain,
        may_chat: dice.percent(90),
        rogue,
        shows: *dice.pick(&[Shows::Promptly, Shows::Promptly, Shows::Late, Shows::Never]),
        page: Page::default(),
        peer: None,
        chats: 0,
        pauses_said: 0,
        unpauses_said: 0,
    }
}

/// One session with an honest sharer and an honest helper.
pub(crate) fn two_people() -> (Vec<Session>, Vec<Person>) {
    let mut dice = Dice::new(0, 0);
    let session = Session {
        id: SessionId::from_uuid(Uuid::from_u128(0x100)),
        notice: RosterNotice::Acknowledged,
        closed: 0,
    };
    let people = [0, 1].map(|seat| Person {
        has_channel: true,
        may_chat: true,
        shows: Shows::Promptly,
        ..person(0, 0x1000 + seat as u128, seat, false, &mut dice)
    });
    (vec![session], people.into())
}

impl Person {
    pub(crate) fn is_sharer(&self) -> bool {
        self.role == MediaRole::Sharer
    }

    pub(crate) const fn beat(&self) -> std::time::Duration {
        match self.role {
            MediaRole::Sharer => SHARER_BEAT_INTERVAL,
            MediaRole::Helper | MediaRole::Observer => HELPER_BEAT_INTERVAL,
        }
    }

    /// What the control plane would sign for them; undated.
    pub(crate) fn claims(
        &self,
        session: SessionId,
        jti: String,
        identity: &Identity,
    ) -> MediaClaims {
        let mut can = vec![match self.is_sharer() {
            true => Can::SendScreen,
            false => Can::ViewScreen,
        }];
        can.extend(self.may_chat.then_some(Can::Chat));
        MediaClaims {
            iss: ISSUER.into(),
            aud: MEDIA_AUDIENCE.into(),
            sub: self.id,
            ses: session,
            ten: TenantId::from_uuid(Uuid::from_u128(3)),
            rol: self.role,
            can,
            nod: Some(place()),
            cnf: Some(Confirmation {
                dtls_fingerprint: identity.fingerprint,
            }),
            jti,
            iat: 0,
            nbf: 0,
            exp: 0,
            end: 0,
        }
    }
}

/// An address that nobody else of a world has.
pub(crate) fn address(number: usize) -> SocketAddr {
    let [_, high, middle, low] = u32::try_from(number).unwrap_or(0).to_be_bytes();
    SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, high, middle, low)), 4_000)
}
