//! Makes sessions.

use std::sync::Arc;

use lotse_domain::access::Situation;
use lotse_domain::audit::{Action, Actor, Decision, Entry};
use lotse_domain::code::Code;
use lotse_domain::limits::REASON_CODE_POINTS_MAX;
use lotse_domain::policy::{Offer, OfferQuestion, Refusal, may_offer, reported_at_offer};
use lotse_domain::session::{Create, Session};
use lotse_protocol::api::{SessionCreated, SessionKind};
use lotse_protocol::bus::ThreadKey;
use lotse_protocol::id::{DeviceId, ParticipantId, SessionId};

use super::codes::told;
use super::{Cause, SessionFault, commit};
use crate::app::App;
use crate::auth::Who;
use crate::chance;
use crate::clock::now;
use crate::judge;
use crate::limits::COMMIT_TRIES_MAX;
use crate::people::{self, RuleBook};
use crate::store::{Basis, Begun, Committed, Origin};

/// What a helper wants.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) kind: SessionKind,
    pub(crate) device: Option<DeviceId>,
    pub(crate) reason: Option<String>,
    pub(crate) ticket: Option<String>,
}

impl Wish {
    /// A device belongs to the device flow and to no other; an operator's session is made elsewhere.
    fn fits(&self) -> bool {
        let short = |text: &Option<String>| {
            text.as_deref()
                .is_none_or(|text| text.chars().count() <= REASON_CODE_POINTS_MAX)
        };
        let kind = match self.kind {
            SessionKind::Code => self.device.is_none(),
            SessionKind::Device => self.device.is_some(),
            SessionKind::Operator => false,
        };
        kind && short(&self.reason) && short(&self.ticket)
    }
}

/// Makes a session and tells its code, the only time it is told. Runs to its end even when whoever asked is gone.
pub(crate) async fn create(
    app: &Arc<App>,
    who: Who,
    wish: Wish,
    (situation, origin): (Situation, Origin),
) -> Result<SessionCreated, SessionFault> {
    if !wish.fits() {
        return Err(SessionFault::Malformed);
    }
    let shared = Arc::clone(app);
    let task = app
        .tasks
        .spawn(async move { create_now(&shared, who, &wish, (&situation, &origin)).await });
    task.await.map_err(|_| SessionFault::Lost)?
}

async fn create_now(
    app: &App,
    who: Who,
    wish: &Wish,
    (situation, origin): (&Situation, &Origin),
) -> Result<SessionCreated, SessionFault> {
    for _ in 0..COMMIT_TRIES_MAX {
        // Asked anew each time: whoever was first may have taken the last session that this helper may have.
        let allowed = match offer(app, who, wish, situation, origin).await {
            Err(SessionFault::Refused(refusal)) => {
                denied(app, who, refusal, origin).await?;
                return Err(SessionFault::Refused(refusal));
            }
            other => other?,
        };
        let now = now();
        let code = Code::from_random(chance::bytes()?);
        let with = Create {
            id: SessionId::from_uuid(chance::uuid(now)?),
            kind: wish.kind,
            helper: ParticipantId::from_uuid(chance::uuid(now)?),
            thread_key: ThreadKey(chance::bytes()?),
        };
        let (session, effects) = Session::create(now, &allowed.offer, &allowed.book.settings, with);
        let cause = Cause {
            code: Some(app.keys.code_hash().hash(&code)),
            ..Cause::request(origin.clone())
        };
        let basis = Basis::New(&allowed.begun);
        match commit(app, basis, &session, effects, &cause).await? {
            Committed::Yes => {
                app.store
                    .put_situation(session.id(), who.person, situation)
                    .await?;
                app.metrics.session_created();
                tracing::info!(session = %session.id(), "session created");
                return told(app, &session, &code);
            }
            Committed::Overtaken | Committed::CodeTaken => app.metrics.commit_repeated(),
        }
    }
    Err(SessionFault::Crowded)
}

/// The policy's yes, and what it was said to.
struct Allowed {
    offer: Offer,
    book: RuleBook,
    begun: Begun,
}

/// The policy's word on the wish.
async fn offer(
    app: &App,
    who: Who,
    wish: &Wish,
    situation: &Situation,
    origin: &Origin,
) -> Result<Allowed, SessionFault> {
    let helper = people::judged(app, who.person).await?;
    let helper = helper.ok_or(SessionFault::NotFound)?;
    let book = RuleBook::read(app).await?.ok_or(SessionFault::NotFound)?;
    let device = match wish.device {
        Some(id) => {
            let row = app.store.device(app.tenant, id).await?;
            Some(row.ok_or(SessionFault::NotFound)?)
        }
        None => None,
    };
    let primary_user = match device.as_ref().and_then(|row| row.primary_user) {
        Some(id) => people::judged(app, id).await?,
        None => None,
    };
    let device = device.map(|row| row.judged(app.tenant));
    let begun = Begun {
        helper: who.person,
        running: app.store.running_sessions(who.person).await?,
        reason: wish.reason.clone(),
        ticket: wish.ticket.clone(),
    };
    let question = OfferQuestion {
        helper: &helper,
        device: device
            .as_ref()
            .map(|device| (device, primary_user.as_ref())),
        open_sessions: begun.running,
        reason: wish.reason.as_deref(),
        ticket: wish.ticket.as_deref(),
        now: now(),
        situation,
    };
    let heard = reported_at_offer(book.rules(), &question);
    judge::report(app, heard, None, origin).await?;
    let offer = may_offer(book.rules(), question)?;
    Ok(Allowed { offer, book, begun })
}

async fn denied(
    app: &App,
    who: Who,
    refusal: Refusal,
    origin: &Origin,
) -> Result<(), SessionFault> {
    let what = (Actor::Person { user: who.person }, Action::SessionDenied);
    let fill = |entry: &mut Entry| {
        entry.decision = Some(Decision::Deny);
        entry.reason = Some(refusal.reason().text().to_owned());
        entry.policy_ids = refusal.policy().map(|id| id.text()).into_iter().collect();
    };
    app.store
        .audit(app.chain(), now(), what, origin, fill)
        .await?;
    Ok(())
}
