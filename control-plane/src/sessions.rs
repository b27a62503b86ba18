//! Changes sessions: reads one, lets the domain's machine answer an event, stores what came of it in one transaction and only
//! then tells pages and node. Never decides whether an event fits.

mod broken;
mod codes;
mod create;
mod further;
mod media;
mod nodes;
mod presence;

pub(crate) use broken::give_up;
pub(crate) use codes::{Redeemer, extend, redeem, renew};
pub(crate) use create::{Wish, create};
pub(crate) use further::{accept, invite, observe};
pub(crate) use media::media;
pub(crate) use nodes::{place, send, tell_again};
pub(crate) use presence::presence;

use std::sync::Arc;

use lotse_domain::audit::Fact;
use lotse_domain::code::CodeHash;
use lotse_domain::person::BrowserKey;
use lotse_domain::policy::Refusal;
use lotse_domain::session::{CodeStanding, Effect, Event, Fault, Session};
use lotse_protocol::bus::Command;
use lotse_protocol::id::{ParticipantId, SessionId};
use lotse_protocol::token::NodePlace;

use crate::app::App;
use crate::auth::Who;
use crate::chance::NoChance;
use crate::clock::now;
use crate::hub::Newest;
use crate::keys::NotSigned;
use crate::limits::{COMMIT_TRIES_MAX, TICKS_MAX};
use crate::store::{Basis, Committed, Origin, SessionCommit, StoreFault};

/// Why a session was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionFault {
    /// There is no such session, or not for this person.
    #[error("no such session for this person")]
    NotFound,
    /// The machine says that it does not fit.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The policy says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The code opens nothing.
    #[error("the code opens nothing")]
    BadCode,
    /// Too many wrong codes.
    #[error("too many wrong codes")]
    TooMany(std::time::Duration),
    /// Something in the wish cannot be.
    #[error("the wish cannot be read")]
    Malformed,
    /// Nobody signs in by that name.
    #[error("nobody signs in by that name")]
    NoColleague,
    /// They are part of it already.
    #[error("they are part of it already")]
    Seated,
    /// No node takes sessions.
    #[error("no node takes sessions")]
    NoNode,
    /// Other writers were first again and again.
    #[error("too many writers")]
    Crowded,
    /// The task that made the change is gone.
    #[error("the change was not finished")]
    Lost,
    /// A token could not be signed.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl SessionFault {
    /// Whether it is neither the caller's doing nor something that may pass: trying again would not help.
    pub(crate) fn is_ours(&self) -> bool {
        match self {
            Self::Store(fault) => !fault.may_pass(),
            Self::Lost | Self::NotSigned(_) => true,
            Self::NotFound
            | Self::Fault(_)
            | Self::Refused(_)
            | Self::BadCode
            | Self::TooMany(_)
            | Self::Malformed
            | Self::NoColleague
            | Self::Seated
            | Self::NoNode
            | Self::Crowded
            | Self::NoChance(_) => false,
        }
    }
}

/// Where a change comes from, and what goes with it into the same transaction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cause {
    pub(crate) origin: Origin,
    /// The node's fact that is stored with it.
    pub(crate) seen: Option<(NodePlace, u64)>,
    /// A new code, in place of the one before.
    pub(crate) code: Option<CodeHash>,
}

impl Cause {
    /// A request.
    pub(crate) fn request(origin: Origin) -> Self {
        Self {
            origin,
            ..Self::default()
        }
    }
}

/// Changes a session by the event that `make` makes of it; `None` changes nothing. Runs to its end even when whoever asked
/// is gone, so that nothing is stored without being told.
pub(crate) async fn change(
    app: &Arc<App>,
    id: SessionId,
    cause: Cause,
    make: impl FnMut(&Session) -> Result<Option<Event>, SessionFault> + Send + 'static,
) -> Result<Session, SessionFault> {
    let shared = Arc::clone(app);
    let task = app
        .tasks
        .spawn(async move { change_now(&shared, id, cause, make).await });
    task.await.map_err(|_| SessionFault::Lost)?
}

async fn change_now(
    app: &App,
    id: SessionId,
    cause: Cause,
    mut make: impl FnMut(&Session) -> Result<Option<Event>, SessionFault> + Send,
) -> Result<Session, SessionFault> {
    let _turn = app.turns.enter(id).await;
    for _ in 0..COMMIT_TRIES_MAX {
        let before = app.store.session(id).await?.ok_or(SessionFault::NotFound)?;
        let mut session = before.clone();
        let (effects, outcome) = step(&mut session, &mut make);
        if session == before && !effects.iter().any(is_fact) {
            if let Some((place, number)) = cause.seen {
                app.store.mark_seen(place, number).await?;
            }
            perform(app, &session, effects).await;
            return outcome.map(|()| session);
        }
        match commit(
            app,
            Basis::Version(before.version()),
            &session,
            effects,
            &cause,
        )
        .await?
        {
            Committed::Yes => return outcome.map(|()| session),
            Committed::Overtaken => app.metrics.commit_repeated(),
            Committed::CodeTaken => return Err(SessionFault::Crowded),
        }
    }
    Err(SessionFault::Crowded)
}

/// Fires the timers that are due, then lets the machine answer the event. What the timers did stays, whatever the answer.
fn step(
    session: &mut Session,
    make: &mut impl FnMut(&Session) -> Result<Option<Event>, SessionFault>,
) -> (Vec<Effect>, Result<(), SessionFault>) {
    let now = now();
    let mut effects = Vec::new();
    for _ in 0..TICKS_MAX {
        if !session.is_due(now) {
            break;
        }
        match session.handle(now, Event::Tick) {
            Ok(more) => effects.extend(more),
            Err(fault) => return (effects, Err(fault.into())),
        }
    }
    let outcome = make(session).and_then(|event| {
        if let Some(event) = event {
            effects.extend(session.handle(now, event)?);
        }
        Ok(())
    });
    (effects, outcome)
}

/// Stores a session with its effects; once it is stored, tells pages and node.
async fn commit(
    app: &App,
    from: Basis<'_>,
    session: &Session,
    effects: Vec<Effect>,
    cause: &Cause,
) -> Result<Committed, SessionFault> {
    let (facts, rest): (Vec<_>, Vec<_>) = effects.into_iter().partition(is_fact);
    let commands: Vec<Command> = rest.iter().filter_map(command_of).cloned().collect();
    let committed = app
        .store
        .commit(SessionCommit {
            from,
            session,
            code: cause.code,
            facts: facts.into_iter().filter_map(fact_of).collect(),
            now: now(),
            origin: &cause.origin,
            seen: cause.seen,
            commands: &commands,
            chain: app.chain(),
        })
        .await?;
    if committed != Committed::Yes {
        return Ok(committed);
    }
    app.deadlines.notify_one();
    match session.code() {
        CodeStanding::Live { .. } | CodeStanding::Reserved => {}
        CodeStanding::Bound | CodeStanding::Dead => app.told.forget(session.id()),
    }
    if let Some(reason) = session.end_reason() {
        app.metrics.session_ended(reason);
        tracing::info!(session = %session.id(), reason = reason.text(), "session ended");
    }
    perform(app, session, rest).await;
    Ok(committed)
}

const fn is_fact(effect: &Effect) -> bool {
    match effect {
        Effect::Audit(_) => true,
        Effect::Command(_) | Effect::Changed { .. } => false,
    }
}

fn fact_of(effect: Effect) -> Option<Fact> {
    match effect {
        Effect::Audit(fact) => Some(fact),
        Effect::Command(_) | Effect::Changed { .. } => None,
    }
}

const fn command_of(effect: &Effect) -> Option<&Command> {
    match effect {
        Effect::Command(command) => Some(command),
        Effect::Audit(_) | Effect::Changed { .. } => None,
    }
}

/// Tells pages and node what is stored.
async fn perform(app: &App, session: &Session, effects: Vec<Effect>) {
    let mut commands = Vec::new();
    for effect in effects {
        match effect {
            Effect::Command(command) => commands.push(command),
            Effect::Changed { .. } => app.hub.tell(session.id(), newest(session)),
            Effect::Audit(_) => {}
        }
    }
    if let Some(place) = session.place() {
        send(app, place, commands).await;
    }
}

/// The newest of a session, for its pages.
pub(crate) fn newest(session: &Session) -> Newest {
    Newest {
        version: session.version(),
        state: session.state(),
        reason: session.end_reason(),
    }
}

/// Who somebody is in a session. The sharer is who came with the code *and* the browser they came with.
pub(crate) fn seat_of(session: &Session, who: Who) -> Result<ParticipantId, SessionFault> {
    let seat = session
        .participant_of(who.person)
        .ok_or(SessionFault::NotFound)?;
    let sharer = session
        .sharer()
        .filter(|sharer| sharer.participant() == seat);
    match sharer {
        Some(sharer) if *sharer.browser() != browser_key(who) => {
            Err(SessionFault::Fault(Fault::SharerElsewhere))
        }
        Some(_) | None => Ok(seat),
    }
}

/// The browser as the machine tells it apart from others.
pub(crate) fn browser_key(who: Who) -> BrowserKey {
    BrowserKey::new(who.known_as.text())
}

/// Something that a person of the session does.
pub(crate) async fn act(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    origin: Origin,
    event: impl Fn(ParticipantId) -> Event + Send + 'static,
) -> Result<Session, SessionFault> {
    change(app, id, Cause::request(origin), move |session| {
        seat_of(session, who).map(|by| Some(event(by)))
    })
    .await
}
