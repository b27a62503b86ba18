//! Operators' sessions while they run: they have no machine. Whoever shows a token of theirs is let in, every helper among
//! them sees, and they are over at their end or by force.

use std::sync::Arc;

use lotse_domain::audit::{Action, Actor};
use lotse_protocol::bus::{Command, LeftWhy, RosterNotice, Seen, ThreadKey};
use lotse_protocol::end::EndReason;
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use lotse_protocol::limits::LEASE_LIFE;
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;

use crate::app::App;
use crate::clock::now;
use crate::sessions;
use crate::store::{OperatorSession, StoreFault, Told};

/// What its node must know, told again at every occasion.
pub(crate) fn commands(session: &OperatorSession, now: Timestamp) -> Vec<Command> {
    if let Some(reason) = session.over {
        return vec![Command::End {
            session: session.id,
            reason,
        }];
    }
    let helps = |(participant, role): &(ParticipantId, MediaRole)| match role {
        MediaRole::Helper | MediaRole::Observer => Some(*participant),
        MediaRole::Sharer => None,
    };
    vec![
        Command::Open {
            session: session.id,
            lease: now.saturating_add(LEASE_LIFE),
            thread_key: ThreadKey(session.thread_key),
            notice: RosterNotice::Operator,
        },
        Command::Gate {
            session: session.id,
            paused: false,
            allowed: session.participants.iter().filter_map(helps).collect(),
        },
    ]
}

/// A node saw something in an operator's session.
pub(crate) async fn saw(
    app: &Arc<App>,
    id: SessionId,
    place: NodePlace,
    seen: &Seen,
) -> Result<(), StoreFault> {
    let (participant, role) = match meaning(seen) {
        Meaning::Arrived(participant, role) => (participant, role),
        Meaning::Left(participant) => return left(app, id, participant).await,
        Meaning::TellAgain => return tell(app, id).await,
        Meaning::Nothing => return Ok(()),
    };
    let changed = app
        .store
        .change_operator_session(app.chain(), id, now(), |session| {
            let mut session = session.filter(|session| session.over.is_none())?;
            if !session
                .participants
                .iter()
                .any(|(known, _)| *known == participant)
            {
                session.participants.push((participant, role));
            }
            session.place = Some(place);
            Some((session, None))
        })
        .await?;
    if changed.is_some() {
        tell(app, id).await?;
    }
    Ok(())
}

/// Who has left is forgotten: they come back only with another token, and a session stays as large as those who are in it.
async fn left(app: &Arc<App>, id: SessionId, participant: ParticipantId) -> Result<(), StoreFault> {
    app.store
        .change_operator_session(app.chain(), id, now(), |session| {
            let mut session = session.filter(|session| session.over.is_none())?;
            let before = session.participants.len();
            session
                .participants
                .retain(|(known, _)| *known != participant);
            (session.participants.len() != before).then_some((session, None))
        })
        .await?;
    Ok(())
}

/// What a report means for a session without a machine.
enum Meaning {
    /// Somebody came with a token.
    Arrived(ParticipantId, MediaRole),
    /// Somebody is gone for good.
    Left(ParticipantId),
    /// The node stopped the picture by itself.
    TellAgain,
    /// Nothing that must be answered.
    Nothing,
}

const fn meaning(seen: &Seen) -> Meaning {
    match seen {
        Seen::Admitted { participant, role } | Seen::Joined { participant, role } => {
            Meaning::Arrived(*participant, *role)
        }
        Seen::UnpauseRequested | Seen::LeaseExpired => Meaning::TellAgain,
        // A newer connection of theirs took over.
        Seen::Left {
            why: LeftWhy::Replaced,
            ..
        } => Meaning::Nothing,
        Seen::Left { participant, .. } => Meaning::Left(*participant),
        Seen::FirstFrame { .. }
        | Seen::Paused
        | Seen::Quiet { .. }
        | Seen::Interrupted { .. }
        | Seen::Back { .. }
        | Seen::ChatHead { .. }
        | Seen::Refused { .. }
        | Seen::Quality { .. } => Meaning::Nothing,
    }
}

/// Tells its node what it must know.
pub(crate) async fn tell(app: &Arc<App>, id: SessionId) -> Result<(), StoreFault> {
    let Some(session) = app.store.operator_session(id).await? else {
        return Ok(());
    };
    if let Some(place) = session.place {
        sessions::send(app, place, commands(&session, now())).await;
    }
    Ok(())
}

/// Its end has come.
pub(crate) async fn expire(app: &Arc<App>, id: SessionId) -> Result<(), StoreFault> {
    end(app, id, Actor::System, EndReason::MaxDuration).await
}

/// An administrator ends it; whoever calls has checked `session.force_end`.
pub(crate) async fn force_end(app: &Arc<App>, id: SessionId, by: UserId) -> Result<(), StoreFault> {
    end(app, id, Actor::Person { user: by }, EndReason::AdminEnded).await
}

async fn end(
    app: &Arc<App>,
    id: SessionId,
    actor: Actor,
    reason: EndReason,
) -> Result<(), StoreFault> {
    let told = Told {
        actor,
        action: Action::Ended,
        reason: Some(reason.text()),
    };
    let ended = app
        .store
        .change_operator_session(app.chain(), id, now(), |session| {
            let mut session = session.filter(|session| session.over.is_none())?;
            session.over = Some(reason);
            Some((session, Some(told)))
        })
        .await?;
    if ended.is_some() {
        app.metrics.session_ended(reason);
        tell(app, id).await?;
    }
    Ok(())
}
