//! One session's people: who they are, and in which order they join. Never decides when.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::join::{Ground, Newcomer, Seat, join};
use crate::sender::Marks;
use crate::tokens::Holder;

/// Everybody of one session: a seat, or why there is none.
pub(crate) type Joined = Vec<Result<Seat, String>>;

/// For whom tokens are needed: each session's sharer, then its helpers.
pub(crate) fn holders(sessions: &[String], each: usize) -> Vec<Holder> {
    let of = |session: &String| {
        let session = session.clone();
        (0..each).map(move |nth| Holder {
            session: session.clone(),
            sharer: nth == 0,
        })
    };
    sessions.iter().flat_map(of).collect()
}

/// They with their tokens, the sharer first.
pub(crate) fn newcomers(session: &str, tokens: Vec<String>, marks: &Arc<Marks>) -> Vec<Newcomer> {
    let newcomer = |(nth, token)| Newcomer {
        session: session.to_owned(),
        sharer: nth == 0,
        token,
        marks: Arc::clone(marks),
    };
    tokens.into_iter().enumerate().map(newcomer).collect()
}

/// The sharer first, then all helpers at once, as it is with people.
pub(crate) async fn one_session(
    ground: Arc<Ground>,
    session: String,
    tokens: Vec<String>,
    marks: Arc<Marks>,
) -> Joined {
    let mut joined = Vec::new();
    let mut helpers = JoinSet::new();
    for newcomer in newcomers(&session, tokens, &marks) {
        if newcomer.sharer {
            joined.push(
                join(&ground, newcomer)
                    .await
                    .map_err(|e| format!("sharer: {e}")),
            );
            continue;
        }
        let ground = Arc::clone(&ground);
        helpers.spawn(async move {
            join(&ground, newcomer)
                .await
                .map_err(|e| format!("helper: {e}"))
        });
    }
    while let Some(helper) = helpers.join_next().await {
        joined.push(helper.unwrap_or_else(|e| Err(e.to_string())));
    }
    joined
}
