//! Codes: extend, renew, redeem. A code is told once and never stored; what it opens is found by its keyed hash. Every wrong
//! code gets the same answer after the same time.

use std::net::IpAddr;
use std::sync::Arc;

use lotse_domain::access::Situation;
use lotse_domain::audit::{Action, Actor, Decision, Entry};
use lotse_domain::code::Code;
use lotse_domain::device::Os;
use lotse_domain::policy::Part;
use lotse_domain::session::{CodeStanding, Event, Fault, Newcomer, Session};
use lotse_protocol::api::SessionCreated;
use lotse_protocol::id::{ParticipantId, SessionId, UserId};

use super::{Cause, SessionFault, browser_key, change, seat_of};
use crate::app::App;
use crate::auth::Who;
use crate::chance;
use crate::clock::now;
use crate::judge::{self, Case, Parties};
use crate::limits::COMMIT_TRIES_MAX;
use crate::store::Origin;

/// A code and what it is good for, to be told to the helper.
pub(super) fn told(
    app: &App,
    session: &Session,
    code: &Code,
) -> Result<SessionCreated, SessionFault> {
    let CodeStanding::Live { until, .. } = session.code() else {
        return Err(SessionFault::Fault(Fault::NotNow));
    };
    app.told.keep(session.id(), *code);
    let text = code.text();
    Ok(SessionCreated {
        id: session.id(),
        link: format!("{}/#{text}", app.config.public_url.text()),
        code: text,
        expires_at: until,
    })
}

/// Lets the code live longer, once.
pub(crate) async fn extend(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    origin: Origin,
) -> Result<SessionCreated, SessionFault> {
    let code = app.told.of(id);
    let session = change(app, id, Cause::request(origin), move |session| {
        let by = seat_of(session, who)?;
        // After a restart nobody remembers the code; a new one helps as much.
        match code.is_some() {
            true => Ok(Some(Event::ExtendCode { by })),
            false => Err(SessionFault::Fault(Fault::ExtendedBefore)),
        }
    })
    .await?;
    let code = code.ok_or(SessionFault::Fault(Fault::ExtendedBefore))?;
    told(app, &session, &code)
}

/// Puts a new code in place of the old one.
pub(crate) async fn renew(
    app: &Arc<App>,
    id: SessionId,
    who: Who,
    origin: Origin,
) -> Result<SessionCreated, SessionFault> {
    for _ in 0..COMMIT_TRIES_MAX {
        let code = Code::from_random(chance::bytes()?);
        let hash = app.keys.code_hash().hash(&code);
        let cause = Cause {
            code: Some(hash),
            ..Cause::request(origin.clone())
        };
        let changed = change(app, id, cause, move |session| {
            seat_of(session, who).map(|by| Some(Event::RenewCode { by }))
        })
        .await;
        match changed {
            Ok(session) => return told(app, &session, &code),
            // Another live session has this code, one chance in many million millions.
            Err(SessionFault::Crowded) => {}
            Err(other) => return Err(other),
        }
    }
    Err(SessionFault::Crowded)
}

/// Somebody who gives a code.
#[derive(Debug, Clone)]
pub(crate) struct Redeemer {
    pub(crate) from: IpAddr,
    pub(crate) os: Option<Os>,
    pub(crate) situation: Situation,
    pub(crate) origin: Origin,
}

/// Lets somebody in by a code. [`SessionFault::BadCode`] says nothing of why. Whoever hangs up is checked and written down all
/// the same.
pub(crate) async fn redeem(
    app: &Arc<App>,
    who: Who,
    typed: &str,
    with: Redeemer,
) -> Result<SessionId, SessionFault> {
    let (shared, typed) = (Arc::clone(app), typed.to_owned());
    let task = app
        .tasks
        .spawn(async move { redeem_now(&shared, who, &typed, with).await });
    task.await.map_err(|_| SessionFault::Lost)?
}

async fn redeem_now(
    app: &Arc<App>,
    who: Who,
    typed: &str,
    with: Redeemer,
) -> Result<SessionId, SessionFault> {
    let begun = app.codes.lock().begin(now(), who.person, with.from);
    let tried = match begun {
        Ok(tried) => tried,
        Err(refused) => {
            let worth_saying = app.codes.lock().worth_saying(now(), who.person);
            if worth_saying {
                audit(app, who, Action::RedeemRatelimited, &with.origin).await?;
            }
            return Err(SessionFault::TooMany(refused.retry_after));
        }
    };
    let origin = with.origin.clone();
    let redeemed = try_redeem(app, who, typed, with).await;
    match &redeemed {
        Err(SessionFault::BadCode) => audit(app, who, Action::RedeemBad, &origin).await?,
        Ok(_) | Err(_) => app.codes.lock().right(tried),
    }
    redeemed
}

async fn audit(app: &App, who: Who, action: Action, origin: &Origin) -> Result<(), SessionFault> {
    let actor = Actor::Person { user: who.person };
    let deny = |entry: &mut Entry| entry.decision = Some(Decision::Deny);
    app.store
        .audit(app.chain(), now(), (actor, action), origin, deny)
        .await?;
    Ok(())
}

async fn try_redeem(
    app: &Arc<App>,
    who: Who,
    typed: &str,
    with: Redeemer,
) -> Result<SessionId, SessionFault> {
    let code: Code = typed.parse().map_err(|_| SessionFault::BadCode)?;
    let hash = app.keys.code_hash().hash(&code);
    let id = app.store.session_of_code(app.tenant, hash).await?;
    let id = id.ok_or(SessionFault::BadCode)?;
    let participant = ParticipantId::from_uuid(chance::uuid(now())?);
    let newcomer = Newcomer {
        participant,
        user: who.person,
        browser: browser_key(who),
    };
    let cause = Cause::request(with.origin.clone());
    let session = change(app, id, cause, move |_| {
        let sharer = newcomer.clone();
        Ok(Some(Event::Redeem { sharer }))
    })
    .await
    .map_err(bad_code)?;
    app.store.put_os(id, who.person, with.os).await?;
    app.store
        .put_situation(id, who.person, &with.situation)
        .await?;
    check(app, &session, who.person, with).await?;
    Ok(id)
}

/// Whatever the machine says against it, a stranger learns only that the code opens nothing.
fn bad_code(fault: SessionFault) -> SessionFault {
    match fault {
        SessionFault::Fault(_) | SessionFault::NotFound => SessionFault::BadCode,
        other @ (SessionFault::Refused(_)
        | SessionFault::BadCode
        | SessionFault::TooMany(_)
        | SessionFault::Malformed
        | SessionFault::NoColleague
        | SessionFault::Seated
        | SessionFault::NoNode
        | SessionFault::Crowded
        | SessionFault::Lost
        | SessionFault::NotSigned(_)
        | SessionFault::NoChance(_)
        | SessionFault::Store(_)) => other,
    }
}

/// JOINING: the policy is asked, and its word goes to the machine.
async fn check(
    app: &Arc<App>,
    session: &Session,
    sharer: UserId,
    with: Redeemer,
) -> Result<(), SessionFault> {
    let host = session.helpers().first().ok_or(SessionFault::NotFound)?;
    let parties = Parties {
        helper: host.user(),
        part: Part::Helper,
        sharer,
        os: with.os,
    };
    let case = Case::read(app, session, parties).await?;
    let case = case.ok_or(SessionFault::NotFound)?;
    judge::report(app, case.reported(now()), Some(session.id()), &with.origin).await?;
    let refusal = case.verdict(now()).err();
    let cause = Cause::request(with.origin);
    change(app, session.id(), cause, move |_| {
        Ok(Some(match case.verdict(now()) {
            Ok(grant) => Event::JoinPassed { grant },
            Err(refusal) => Event::JoinRefused { refusal },
        }))
    })
    .await?;
    match refusal {
        Some(refusal) => Err(SessionFault::Refused(refusal)),
        None => Ok(()),
    }
}
