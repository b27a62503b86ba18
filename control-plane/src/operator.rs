//! `lotse token`: an operator's grant, signed with the key of the running instance and written into its database and audit.
//! Never works where the config does not switch it on, and never for a session of people.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_domain::audit::{Action, Actor};
use lotse_domain::hash::sha256;
use lotse_domain::limits::OPERATOR_SESSION_MAX;
use lotse_domain::media::operator_permit;
use lotse_domain::policy::{OperatorRequest as Asked, Refusal, may_operate};
use lotse_protocol::id::{ParticipantId, SessionId, TenantId};
use lotse_protocol::role::{Can, MediaRole};
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use uuid::{Uuid, Variant, Version};

use crate::chance::{self, NoChance};
use crate::clock::now;
use crate::config::PublicUrl;
use crate::keys::{KeyFault, Keys, NotSigned};
use crate::limits::OPERATOR_TOKENS_AT_ONCE;
use crate::store::{Chain, Changed, OperatorSession, Store, StoreFault, Told};

/// What an operator asks for.
#[derive(Debug, Clone)]
pub struct OperatorRequest {
    /// Whether the config lets operators print tokens.
    pub switched_on: bool,
    /// The instance's public address, which signs.
    pub public_url: PublicUrl,
    /// For whom, a token each.
    pub seats: Vec<Seat>,
    /// To do what; everything the role may when empty.
    pub can: Vec<Can>,
    /// How long the token may be used to connect.
    pub ttl: Duration,
    /// How long the session may last, at most [`OPERATOR_SESSION_MAX`].
    pub life: Duration,
    /// The running node and its life; a token without it works once in each life of the node.
    pub place: Option<NodePlace>,
}

/// Whom a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// A session's id, or any name: the same name is the same session.
    pub session: String,
    /// As what.
    pub role: MediaRole,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum OperatorFault {
    /// The rules say no.
    #[error("{}", .0.reason().words())]
    Refused(#[from] Refusal),
    /// Nothing is there: no control plane has ever run with this folder.
    #[error("{0} holds no database; start Lotse with this data folder first")]
    NoData(PathBuf),
    /// The session is one of people, or over.
    #[error("the session is one of people, or over; name another")]
    SessionTaken,
    /// The keys cannot be read.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// The database cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The token could not be signed.
    #[error(transparent)]
    NotSigned(#[from] NotSigned),
}

/// Prints nothing itself: gives the tokens back, one a seat in their order. Each is written down with its audit event before.
///
/// # Errors
/// [`OperatorFault`] says why there are none and what would help.
pub async fn issue(
    data_dir: &Path,
    request: OperatorRequest,
) -> Result<Vec<String>, OperatorFault> {
    if !Store::is_there(data_dir) {
        return Err(OperatorFault::NoData(data_dir.to_owned()));
    }
    let keys = Keys::open(data_dir)?;
    let store = Store::open(data_dir).await?;
    let tenant = store.only_tenant().await?;
    let tenant = tenant.ok_or_else(|| OperatorFault::NoData(data_dir.to_owned()))?;
    let tokens = issue_with(&store, &keys, tenant, &request).await;
    store.close().await;
    tokens
}

async fn issue_with(
    store: &Store,
    keys: &Keys,
    tenant: TenantId,
    request: &OperatorRequest,
) -> Result<Vec<String>, OperatorFault> {
    let chain = Chain {
        tenant,
        key: keys.audit_seal(),
    };
    let mut tokens = Vec::with_capacity(request.seats.len());
    for seats in request.seats.chunks(OPERATOR_TOKENS_AT_ONCE) {
        let now = now();
        let mut changes = Vec::with_capacity(seats.len());
        for seat in seats {
            let session = session_id(&seat.session);
            if store.session(session).await?.is_some() {
                return Err(OperatorFault::SessionTaken);
            }
            let (token, change) = token(keys, tenant, request, (now, session, seat.role))?;
            tokens.push(token);
            changes.push((session, change));
        }
        let written = store.change_operator_sessions(chain, now, changes).await?;
        written.ok_or(OperatorFault::SessionTaken)?;
    }
    Ok(tokens)
}

/// A token, and what is to be written before anybody gets it.
fn token(
    keys: &Keys,
    tenant: TenantId,
    request: &OperatorRequest,
    (now, session, role): (Timestamp, SessionId, MediaRole),
) -> Result<
    (
        String,
        impl FnOnce(Option<OperatorSession>) -> Changed + Send,
    ),
    OperatorFault,
> {
    let participant = match role {
        // One sharer ever: a new token of theirs replaces the leg of the last one, which may have crashed.
        MediaRole::Sharer => ParticipantId::from_uuid(uuid_of(SHARER, &session.text())),
        MediaRole::Helper | MediaRole::Observer => ParticipantId::from_uuid(chance::uuid(now)?),
    };
    let asked = Asked {
        tenant,
        session,
        participant,
        role,
        can: wanted(role, &request.can),
        life: request.life,
    };
    let grant = may_operate(request.switched_on, asked)?;
    let permit = operator_permit(now, &grant, request.place, request.ttl);
    let jti = URL_SAFE_NO_PAD.encode(chance::bytes::<16>()?);
    let claims = permit.claims(now, request.public_url.text(), jti);
    let token = keys.sign(&claims)?;
    let fresh = OperatorSession {
        id: session,
        end: now.saturating_add(request.life),
        thread_key: chance::bytes()?,
        participants: Vec::new(),
        place: None,
        over: None,
    };
    let change = move |before: Option<OperatorSession>| {
        let end = fresh.end;
        let mut session = before.unwrap_or(fresh);
        if session.over.is_some() {
            return None;
        }
        session.end = session.end.max(end);
        let told = Told {
            actor: Actor::Operator,
            action: Action::OperatorToken,
            reason: Some(role.text()),
        };
        Some((session, Some(told)))
    };
    Ok((token, change))
}

fn wanted(role: MediaRole, can: &[Can]) -> Vec<Can> {
    if !can.is_empty() {
        return can.to_vec();
    }
    [Can::SendScreen, Can::ViewScreen, Can::Chat]
        .into_iter()
        .filter(|can| role.may_hold(*can))
        .collect()
}

/// What ids are made of beside a name, so that no two kinds are ever the same.
const SESSION: &[u8] = b"lotse operator session 1\n";
/// See [`SESSION`].
const SHARER: &[u8] = b"lotse operator sharer 1\n";

/// The session with this id, or the one that a name stands for.
#[must_use]
pub fn session_id(name: &str) -> SessionId {
    let named = || SessionId::from_uuid(uuid_of(SESSION, name));
    name.parse().unwrap_or_else(|_| named())
}

/// A UUID made of a name. Of version 7 like every id, though its time says nothing: RFC 9562 section 6.12 wants ids taken as
/// they are.
fn uuid_of(kind: &[u8], name: &str) -> Uuid {
    let digest = sha256(&[kind, name.as_bytes()]);
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(digest) {
        *slot = byte;
    }
    uuid::Builder::from_bytes(bytes)
        .with_variant(Variant::RFC4122)
        .with_version(Version::SortRand)
        .into_uuid()
}

/// How long an operator's session may last.
#[must_use]
pub const fn longest_session() -> Duration {
    OPERATOR_SESSION_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_one_session_and_an_id_is_itself() {
        let id = SessionId::from_uuid(Uuid::from_u128(7));

        assert_eq!(session_id("probe"), session_id("probe"));
        assert_ne!(session_id("probe"), session_id("other"));
        assert_eq!(session_id(&id.text()), id);
        let named = session_id("probe").uuid();
        assert_eq!(named.get_version(), Some(Version::SortRand));
        assert_eq!(named.get_variant(), Variant::RFC4122);
    }
}
