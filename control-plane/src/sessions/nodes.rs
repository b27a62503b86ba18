//! Sessions and their nodes: which one lives, which one takes a session, and what it is told. Never decides what a node must
//! know: the machine does.

use std::sync::Arc;

use lotse_domain::session::{Event, Session};
use lotse_protocol::bus::{Announcement, Command, Reply};
use lotse_protocol::id::SessionId;
use lotse_protocol::token::NodePlace;

use super::{Cause, SessionFault, change};
use crate::app::App;
use crate::clock::now;
use crate::limits::UNTOLD_MAX;
use crate::metrics::CommandResult;
use crate::store::StoreFault;

/// Tells a node, in this order. What it does not answer it is told again: an end or whom to drop from the store, which kept
/// it, everything else from the session as it is then.
pub(crate) async fn send(app: &App, place: NodePlace, commands: Vec<Command>) {
    for command in commands {
        let result = match app.bus.command(place.node, command.clone()).await {
            Ok(Reply::Done) => CommandResult::Done,
            Ok(Reply::UnknownSession) => CommandResult::Unknown,
            Ok(Reply::Full) => CommandResult::Full,
            Err(_) => CommandResult::NoAnswer,
        };
        app.metrics.command(result);
        match result {
            CommandResult::Done | CommandResult::Unknown => {
                if let Err(fault) = app.store.paid(place, &command).await {
                    tracing::warn!(%fault, "a command will be told once more than needed");
                }
            }
            CommandResult::Full => {
                tracing::warn!(node = %place.node, "a node has no room for a session");
            }
            CommandResult::NoAnswer => {
                tracing::warn!(node = %place.node, "a node did not answer a command");
                tell_later(app, &command);
            }
        }
    }
}

/// At the bound the upkeep tells them.
fn tell_later(app: &App, command: &Command) {
    let session = match command {
        Command::Open { session, .. }
        | Command::Gate { session, .. }
        | Command::Lease { session, .. }
        | Command::Suspect { session, .. } => *session,
        // The store keeps these.
        Command::Revoke { .. } | Command::End { .. } | Command::Drain => return,
    };
    let mut untold = app.untold.lock();
    if untold.len() < UNTOLD_MAX {
        untold.insert(session);
    }
}

/// Tells the node of a session of people, when it lives, what it must know. `false` when there is no such session.
pub(crate) async fn tell_again(app: &App, id: SessionId) -> Result<bool, StoreFault> {
    let _turn = app.turns.enter(id).await;
    let Some(session) = app.store.session(id).await? else {
        return Ok(false);
    };
    if let Some(place) = session.place().filter(|place| alive(app, *place).is_some()) {
        send(app, place, session.media_commands(now())).await;
    }
    Ok(true)
}

/// The node of a session, when that life of it still announces itself.
fn alive(app: &App, place: NodePlace) -> Option<Announcement> {
    app.bus.nodes().into_iter().find(|node| node.place == place)
}

/// Sees to it that the session has a node that lives.
pub(crate) async fn place(
    app: &Arc<App>,
    session: &Session,
    cause: Cause,
) -> Result<(), SessionFault> {
    if session
        .place()
        .is_some_and(|place| alive(app, place).is_some())
    {
        return Ok(());
    }
    let chosen = app.bus.choose().ok_or(SessionFault::NoNode)?.place;
    let stale = session.place();
    change(app, session.id(), cause, move |session| {
        // Somebody else may have placed it meanwhile.
        Ok((session.place() == stale).then_some(Event::Placed { place: chosen }))
    })
    .await?;
    Ok(())
}
