//! Signing out ends more than a page: whoever is gone shares and sees nothing any more. A provider that can is told too.

use std::sync::Arc;

use lotse_domain::session::{Event, Session};
use lotse_protocol::id::UserId;

use super::sealed::open;
use crate::app::App;
use crate::auth::{self, CookieSecret, Who};
use crate::clock::now;
use crate::sessions::{self, Cause, SessionFault};
use crate::store::{BrowserSession, Origin, StoreFault};

/// Where a browser goes so that the provider's own session ends too; `None` when there is no such place.
pub(crate) async fn farewell(
    app: &App,
    secret: &CookieSecret,
) -> Result<Option<String>, StoreFault> {
    let Some(vouched) = app.store.vouched(secret.stored()).await? else {
        return Ok(None);
    };
    let provider = vouched.provider.parse().ok();
    let Some(provider) = provider.and_then(|id| app.providers.at(&id)) else {
        return Ok(None);
    };
    let back_to = format!("{}/", app.config.public_url.text());
    let hint = open(&vouched.hint, secret);
    let place = provider.farewell(hint.as_deref(), &back_to).await;
    Ok(place.map(String::from))
}

/// Signs somebody out of this browser, and out of what they do in it.
pub(crate) async fn sign_out(
    app: &Arc<App>,
    who: Who,
    origin: &Origin,
) -> Result<(), SessionFault> {
    auth::sign_out(app, who, origin).await?;
    end_media(app, who.person, &[who.browser], origin).await
}

/// Ends what a person does in sessions after these browsers of theirs were signed out.
pub(super) async fn end_media(
    app: &Arc<App>,
    person: UserId,
    browsers: &[BrowserSession],
    origin: &Origin,
) -> Result<(), SessionFault> {
    let here = app.store.is_signed_in(person, now()).await?;
    let gone: Vec<String> = browsers.iter().map(BrowserSession::text).collect();
    for id in app.store.running_of(person).await? {
        let gone = gone.clone();
        let cause = Cause::request(origin.clone());
        let ended = sessions::change(app, id, cause, move |session| {
            Ok(signed_out(session, person, &gone, here))
        })
        .await;
        match ended {
            // It was over already.
            Ok(_) | Err(SessionFault::Fault(_) | SessionFault::NotFound) => {}
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
