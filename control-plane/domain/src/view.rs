//! What each person may see of a session. A person who has no seat sees nothing; before the trust screen nobody sees the
//! other. Never shows a code, a token or an e-mail address.

use std::collections::BTreeMap;

use lotse_protocol::api::{CodeLife, Consent, OtherPerson, Person, SessionView, WarningView, You};
use lotse_protocol::id::{ParticipantId, UserId};
use lotse_protocol::role::MediaRole;

use crate::session::{CodeStanding, HelperSeat, Media, Session, SharerSeat, Stance};

/// People as the trust screen shows them.
pub type Faces = BTreeMap<UserId, Person>;

/// What `reader` may see of `session`; `None` if they have no seat in it.
#[must_use]
pub fn session(session: &Session, reader: ParticipantId, faces: &Faces) -> Option<SessionView> {
    let seat = session
        .helpers()
        .iter()
        .find(|seat| seat.participant() == reader);
    let sharer = session.sharer().filter(|seat| seat.participant() == reader);
    let role = match (seat, sharer) {
        (Some(seat), _) => seat.role(),
        (None, Some(_)) => MediaRole::Sharer,
        (None, None) => return None,
    };
    let facing = session.helper_facing(reader);
    Some(SessionView {
        id: session.id(),
        version: session.version(),
        kind: session.kind(),
        state: session.state(),
        since: session.since(),
        deadline: session.state_deadline(),
        ends_at: session.live_end(),
        you: You {
            participant: reader,
            role,
            may_connect: session.may_connect(reader),
        },
        code: code(session, role),
        others: others(session, role, faces),
        warnings: facing.map(warnings).unwrap_or_default(),
        consent: Consent {
            allowed: facing.is_some_and(HelperSeat::allowed),
            accepted: facing.is_some_and(|seat| seat.stance() == Stance::Accepted),
        },
        last_refusal: last_refusal(session, role),
        confirm_wanted: session.confirm_wanted(role),
        chat: facing.is_some_and(HelperSeat::chat),
        surface: session.surface(),
        end_reason: session.end_reason(),
    })
}

/// The code's life is the helper's business alone.
fn code(session: &Session, role: MediaRole) -> Option<CodeLife> {
    match (role, session.code()) {
        (MediaRole::Helper, CodeStanding::Live { until, extendable }) => Some(CodeLife {
            expires_at: until,
            extendable,
        }),
        (MediaRole::Helper, CodeStanding::Reserved | CodeStanding::Bound | CodeStanding::Dead)
        | (MediaRole::Sharer | MediaRole::Observer, _) => None,
    }
}

fn last_refusal(session: &Session, role: MediaRole) -> Option<String> {
    match role {
        MediaRole::Helper => session
            .last_refusal()
            .map(|reason| reason.text().to_owned()),
        MediaRole::Sharer | MediaRole::Observer => None,
    }
}

fn others(session: &Session, role: MediaRole, faces: &Faces) -> Vec<OtherPerson> {
    if !session.faces_shown() {
        return Vec::new();
    }
    match role {
        MediaRole::Sharer => session
            .helpers()
            .iter()
            .filter_map(|seat| helper(seat, faces))
            .collect(),
        MediaRole::Helper | MediaRole::Observer => session
            .sharer()
            .and_then(|seat| sharer(seat, faces))
            .into_iter()
            .collect(),
    }
}

fn helper(seat: &HelperSeat, faces: &Faces) -> Option<OtherPerson> {
    Some(OtherPerson {
        participant: seat.participant(),
        role: seat.role(),
        person: faces.get(&seat.user())?.clone(),
        connected: seat.media() == Media::Connected,
        allowed: seat.allowed(),
    })
}

fn sharer(seat: &SharerSeat, faces: &Faces) -> Option<OtherPerson> {
    Some(OtherPerson {
        participant: seat.participant(),
        role: MediaRole::Sharer,
        person: faces.get(&seat.user())?.clone(),
        connected: seat.media() == Media::Connected,
        allowed: true,
    })
}

fn warnings(seat: &HelperSeat) -> Vec<WarningView> {
    seat.warnings()
        .iter()
        .map(|held| WarningView {
            kind: held.warning.kind,
            severity: held.warning.severity,
            failed_rules: held.warning.failed_rules.clone(),
            acknowledged: held.acknowledged,
        })
        .collect()
}

#[cfg(test)]
mod tests;
