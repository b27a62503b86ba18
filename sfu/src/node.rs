//! What a node's requests and commands share: the desk and the shards' mailboxes. A session always has the same shard.

use lotse_protocol::bus::{Command, Reply};
use lotse_protocol::id::SessionId;
use lotse_sfu_core::ufrag::{self, Shard};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::counts::SnapshotPlace;
use crate::desk::Desk;
use crate::limits::COMMAND_DEADLINE;
use crate::order::{Mailbox, Order, Unanswered};

/// A node's shared parts.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) desk: Desk,
    pub(crate) mailboxes: Vec<Mailbox>,
    pub(crate) snapshots: Vec<SnapshotPlace>,
    /// The values of `Link` headers that tell clients of ICE servers.
    pub(crate) links: Vec<axum::http::HeaderValue>,
}

impl Node {
    /// The mailbox of the shard that has `session`.
    pub(crate) fn of_session(&self, session: SessionId) -> Result<&Mailbox, Unanswered> {
        let shards = u128::try_from(self.mailboxes.len()).unwrap_or(u128::MAX);
        // The lower half of an id of version 7 is chance, so sessions spread evenly.
        let number = session.uuid().as_u128().checked_rem(shards).unwrap_or(0);
        let number = usize::try_from(number).map_err(|_| Unanswered)?;
        self.mailboxes.get(number).ok_or(Unanswered)
    }

    /// The mailbox of a shard by its number.
    pub(crate) fn of_shard(&self, shard: Shard) -> Result<&Mailbox, Unanswered> {
        self.mailboxes
            .get(usize::from(shard.number()))
            .ok_or(Unanswered)
    }

    /// The mailbox of the shard that an ICE-TCP connection's first frame is for; the first one where it does not tell.
    pub(crate) fn of_first_frame(&self, first_bytes: &[u8]) -> Result<&Mailbox, Unanswered> {
        let stun = first_bytes.get(2..).unwrap_or_default();
        let shard = ufrag::shard_of_stun(stun);
        let found = shard.and_then(|shard| self.mailboxes.get(usize::from(shard.number())));
        found.or_else(|| self.mailboxes.first()).ok_or(Unanswered)
    }

    /// Gives a command to the shard that has its session, or to all of them, within this very call: a shard gets its
    /// commands in the order in which they came. The answer may be awaited whenever; all of them must have answered.
    pub(crate) fn carry(
        &self,
        command: &Command,
    ) -> impl Future<Output = Result<Reply, Unanswered>> + use<> {
        if let Command::Revoke { participant, .. } = command {
            self.desk.revoke(*participant);
        }
        let put: Vec<Put> = match session_of(command) {
            Some(session) => vec![
                self.of_session(session)
                    .and_then(|mailbox| tell(mailbox, command)),
            ],
            None => {
                let mailboxes = self.mailboxes.iter();
                mailboxes.map(|mailbox| tell(mailbox, command)).collect()
            }
        };
        async move {
            let answered = timeout(COMMAND_DEADLINE, all(put)).await;
            answered.unwrap_or(Err(Unanswered))
        }
    }
}

/// A command in a shard's mailbox, or not even there.
type Put = Result<oneshot::Receiver<Reply>, Unanswered>;

fn tell(mailbox: &Mailbox, command: &Command) -> Put {
    let command = Box::new(command.clone());
    mailbox.put(|answer| Order::Command { command, answer })
}

/// The last shard's answer, once every shard has answered.
async fn all(put: Vec<Put>) -> Result<Reply, Unanswered> {
    let mut reply = Ok(Reply::Done);
    for answer in put {
        let answer = answer?.await.map_err(|_| Unanswered)?;
        reply = Ok(answer);
    }
    reply
}

const fn session_of(command: &Command) -> Option<SessionId> {
    match command {
        Command::Open { session, .. }
        | Command::Gate { session, .. }
        | Command::Revoke { session, .. }
        | Command::Suspect { session, .. }
        | Command::End { session, .. }
        | Command::Lease { session, .. } => Some(*session),
        Command::Drain => None,
    }
}
