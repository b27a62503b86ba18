//! Sessions and their nodes: which one lives, which one takes a session, and what it is told. Never decides what a node must
//! know: the machine does.

use std::sync::Arc;

use lotse_domain::session::{Event, Session};
use lotse_protocol::bus::{Announcement, Command, Reply};
use lotse_protocol::id::NodeId;
use lotse_protocol::token::NodePlace;

use super::{Cause, SessionFault, change};
use crate::app::App;
use crate::metrics::CommandResult;

/// Tells a node, in this order. What it does not hear it is told again by the upkeep.
pub(crate) async fn send(app: &App, node: NodeId, commands: Vec<Command>) {
    for command in commands {
        let result = match app.bus.command(node, command).await {
            Ok(Reply::Done) => CommandResult::Done,
            Ok(Reply::UnknownSession) => CommandResult::Unknown,
            Ok(Reply::Full) => CommandResult::Full,
            Err(_) => CommandResult::NoAnswer,
        };
        app.metrics.command(result);
        match result {
            CommandResult::Done | CommandResult::Unknown => {}
            CommandResult::Full | CommandResult::NoAnswer => {
                tracing::warn!(%node, ?result, "a node did not take a command");
            }
        }
    }
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
