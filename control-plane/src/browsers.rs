//! Browser sessions come and go, and with them what their person does in sessions: whoever is signed out shares and sees
//! nothing any more. Media end first, so that a failure half way leaves somebody signed in and never the other way round.

use std::sync::Arc;

use lotse_domain::session::{Event, Session};
use lotse_protocol::id::UserId;

use crate::app::App;
use crate::auth::{CookieSecret, Who};
use crate::clock::now;
use crate::sessions::{self, Cause, SessionFault};
use crate::store::{BrowserSession, LogoutOf, Origin, Seen, Vouched};

/// Opens a browser session in place of the one that the browser had. The same person goes on as the same browser; of another
/// person everything ends that they did there.
pub(crate) async fn open(
    app: &Arc<App>,
    (secret, before): (&CookieSecret, Option<&CookieSecret>),
    person: UserId,
    vouched: Option<Vouched>,
    origin: &Origin,
) -> Result<(), SessionFault> {
    let (fresh, before) = (secret.stored(), before.map(CookieSecret::stored));
    let (shared, origin) = (Arc::clone(app), origin.clone());
    let task = app.tasks.spawn(async move {
        if let Some(before) = before
            && let Some(who) = shared
                .store
                .browser_session(before, Seen::Used, now())
                .await?
            && who.person != person
        {
            sign_out_now(&shared, who, &origin).await?;
        }
        let store = &shared.store;
        store
            .open_browser_session((fresh, before), person, vouched.as_ref(), now())
            .await?;
        Ok(())
    });
    task.await.map_err(|_| SessionFault::Lost)?
}

/// Signs somebody out of this browser, and out of what they do in it.
pub(crate) async fn sign_out(
    app: &Arc<App>,
    who: Who,
    origin: &Origin,
) -> Result<(), SessionFault> {
    let (shared, origin) = (Arc::clone(app), origin.clone());
    let task = app
        .tasks
        .spawn(async move { sign_out_now(&shared, who, &origin).await });
    task.await.map_err(|_| SessionFault::Lost)?
}

async fn sign_out_now(app: &Arc<App>, who: Who, origin: &Origin) -> Result<(), SessionFault> {
    end_media(app, who.person, &[who], origin).await?;
    app.store
        .close_browser_session(app.chain(), who, origin, now())
        .await?;
    // Whatever they began in between.
    end_media(app, who.person, &[who], origin).await
}

/// Does what a provider announces: ends the media of everybody concerned, and only then closes their browser sessions and
/// remembers that it was told. How many were closed; `None` when it was told before.
pub(crate) async fn hear_logout(
    app: &Arc<App>,
    logout: LogoutOf,
    origin: &Origin,
) -> Result<Option<usize>, SessionFault> {
    let (shared, origin) = (Arc::clone(app), origin.clone());
    let task = app
        .tasks
        .spawn(async move { hear_logout_now(&shared, &logout, &origin).await });
    task.await.map_err(|_| SessionFault::Lost)?
}

async fn hear_logout_now(
    app: &Arc<App>,
    logout: &LogoutOf,
    origin: &Origin,
) -> Result<Option<usize>, SessionFault> {
    if app.store.has_heard(logout).await? {
        return Ok(None);
    }
    let concerned = app.store.concerned(logout).await?;
    end_all(app, &concerned, origin).await?;
    let heard = app
        .store
        .hear_logout(app.chain(), logout, origin, now())
        .await?;
    let Some(closed) = heard else {
        return Ok(None);
    };
    // Whatever they began in between.
    end_all(app, &closed, origin).await?;
    Ok(Some(closed.len()))
}

async fn end_all(app: &Arc<App>, closed: &[Who], origin: &Origin) -> Result<(), SessionFault> {
    let mut people: Vec<UserId> = closed.iter().map(|who| who.person).collect();
    people.sort_unstable();
    people.dedup();
    for person in people {
        let theirs: Vec<Who> = closed
            .iter()
            .filter(|who| who.person == person)
            .copied()
            .collect();
        end_media(app, person, &theirs, origin).await?;
    }
    Ok(())
}

/// Ends what a person does in sessions, since these browsers of theirs are being signed out.
async fn end_media(
    app: &Arc<App>,
    person: UserId,
    gone: &[Who],
    origin: &Origin,
) -> Result<(), SessionFault> {
    let browsers: Vec<BrowserSession> = gone.iter().map(|who| who.browser).collect();
    let here = app
        .store
        .is_signed_in_beside(person, &browsers, now())
        .await?;
    let known_as: Vec<String> = gone.iter().map(|who| who.known_as.text()).collect();
    for id in app.store.running_of(person).await? {
        let gone = known_as.clone();
        let cause = Cause::request(origin.clone());
        let ended = sessions::change(app, id, cause, move |session| {
            Ok(signed_out(session, person, &gone, here))
        })
        .await;
        match ended {
            // It was over already.
            Ok(_) | Err(SessionFault::Fault(_) | SessionFault::NotFound) => {}
            // One that cannot be changed ends, and keeps nobody else's from ending.
            Err(fault) if fault.is_ours() => sessions::give_up(app, id, None).await?,
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// A sharer shares from one browser, so that one counts. A helper may watch from any, so the last one counts.
fn signed_out(session: &Session, person: UserId, gone: &[String], here: bool) -> Option<Event> {
    let by = session.participant_of(person)?;
    let shares_here = session
        .sharer()
        .filter(|seat| seat.participant() == by)
        .map(|seat| gone.iter().any(|browser| seat.browser().is(browser)));
    match shares_here {
        Some(true) => Some(Event::SignedOut { by }),
        Some(false) => None,
        None => (!here).then_some(Event::SignedOut { by }),
    }
}
