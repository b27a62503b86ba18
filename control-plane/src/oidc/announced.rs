//! Logouts that a provider announces from server to server (Back-Channel Logout 1.0). Each is believed once, and only when
//! everything about it is right.

use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_domain::audit::{Action, Actor, Decision, Entry};
use serde::Deserialize;

use super::failure::OidcFault;
use crate::app::App;
use crate::browsers;
use crate::clock::now;
use crate::idp::{LoggedOut, SignInFault};
use crate::limits::PROVIDER_TOKEN_BYTES_MAX;
use crate::sessions::SessionFault;
use crate::store::{LogoutOf, Origin};

/// What became of an announced logout.
pub(crate) enum Announced {
    /// It is done: that many browser sessions are closed.
    Done(usize),
    /// It is not believed.
    Refused,
}

/// Hears an announced logout.
pub(crate) async fn announced(
    app: &Arc<App>,
    token: &str,
    from: IpAddr,
    origin: &Origin,
) -> Result<Announced, SessionFault> {
    match hear(app, token, origin).await {
        Ok(count) => Ok(Announced::Done(count)),
        Err(OidcFault::Refused(fault)) => {
            tracing::info!(reason = fault.reason(), "an announced logout is refused");
            app.flows.lock().refused_logout(now(), from);
            refuse(app, fault, from, origin).await?;
            Ok(Announced::Refused)
        }
        Err(OidcFault::Store(fault)) => Err(fault.into()),
        Err(OidcFault::NoChance(fault)) => Err(fault.into()),
        Err(OidcFault::Session(fault)) => Err(fault),
    }
}

async fn hear(app: &Arc<App>, token: &str, origin: &Origin) -> Result<usize, OidcFault> {
    if token.len() > PROVIDER_TOKEN_BYTES_MAX {
        return Err(SignInFault::TokenTooLarge.into());
    }
    let heard = believed(app, token).await?;
    let logout = LogoutOf {
        issuer: heard.issuer,
        sub: heard.sub,
        sid: heard.sid,
        jti: heard.jti,
        until: heard.until,
    };
    let closed = browsers::hear_logout(app, logout, origin).await?;
    Ok(closed.ok_or(SignInFault::ToldBefore)?)
}

/// Asks the provider that the token claims to come from; what it claims opens no door before that provider's key did. Two
/// registrations at one provider are told apart by their audience.
async fn believed(app: &App, token: &str) -> Result<LoggedOut, SignInFault> {
    let claimed = claimed(token).ok_or(SignInFault::TokenMalformed)?;
    let mut refused = SignInFault::ProviderUnknown;
    for provider in app.providers.iter() {
        if !provider.is_of(&claimed) {
            continue;
        }
        match provider.logged_out(token, now()).await {
            Ok(heard) => return Ok(heard),
            Err(fault) => refused = fault,
        }
    }
    Err(refused)
}

/// The issuer that a token claims, before anybody believes it.
fn claimed(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        iss: String,
    }
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Claims = serde_json::from_slice(&claims).ok()?;
    Some(claims.iss)
}

async fn refuse(
    app: &App,
    fault: SignInFault,
    from: IpAddr,
    origin: &Origin,
) -> Result<(), SessionFault> {
    if !app.flows.lock().worth_saying(now(), from) {
        return Ok(());
    }
    let fill = |entry: &mut Entry| {
        entry.decision = Some(Decision::Deny);
        entry.reason = Some(fault.reason().to_owned());
    };
    let what = (Actor::Stranger, Action::AuthSignout);
    app.store
        .audit(app.chain(), now(), what, origin, fill)
        .await?;
    Ok(())
}
