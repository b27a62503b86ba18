//! The question: sends a browser to its provider, bound to a cookie of that browser. Never says who is known.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_protocol::id::UserId;

use super::failure::{Failed, OidcFault};
use super::flow::{Body, Place, asked, state_hash};
use crate::app::App;
use crate::auth::CookieSecret;
use crate::chance;
use crate::clock::now;
use crate::idp::{Provider, SignInFault};
use crate::store::{Flow, Origin};

/// What somebody wants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// Where they come back to.
    pub(crate) place: Place,
    /// Who proves themselves once more.
    pub(crate) step_up: Option<UserId>,
}

/// Where the browser goes, and the cookie that it must come back with.
pub(crate) struct Begun {
    pub(crate) location: String,
    pub(crate) browser: CookieSecret,
}

/// Begins a sign-in; a browser that began another one keeps its cookie, so that two tabs do not disturb each other.
pub(crate) async fn begin(
    app: &App,
    provider: &Provider,
    wish: Wish,
    browser: Option<CookieSecret>,
    (from, origin): (IpAddr, &Origin),
) -> Result<Begun, Failed> {
    match try_begin(app, provider, wish, browser, from).await {
        Ok(begun) => Ok(begun),
        Err(fault) => {
            let id = provider.config.id.text();
            Err(Failed::of(app, fault, (id, wish.place), from, origin).await)
        }
    }
}

async fn try_begin(
    app: &App,
    provider: &Provider,
    wish: Wish,
    browser: Option<CookieSecret>,
    from: IpAddr,
) -> Result<Begun, OidcFault> {
    app.flows
        .lock()
        .begin(now(), from)
        .map_err(|_| SignInFault::TooMany)?;
    let browser = match browser {
        Some(browser) => browser,
        None => CookieSecret::fresh()?,
    };
    let state = URL_SAFE_NO_PAD.encode(chance::bytes::<32>()?);
    let body = Body {
        place: wish.place,
        step_up: wish.step_up,
    };
    let asked = asked(app, provider, &browser, &state, &body);
    let location = provider.question(&asked).await?;
    app.store
        .put_flow(&Flow {
            state: state_hash(&state),
            browser: browser.stored().text(),
            provider: provider.config.id.text().to_owned(),
            body: serde_json::to_string(&body).map_err(crate::store::StoreFault::from)?,
            created_at: now(),
        })
        .await?;
    Ok(Begun {
        location: location.into(),
        browser,
    })
}
