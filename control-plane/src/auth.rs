//! Sign-in with local accounts, and whose browser it is. Never tells whether a username exists, and never stores a cookie: only
//! its hash.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lotse_domain::audit::{Action, Actor, Decision, Entry};
use lotse_domain::hash::hmac_sha256;
use lotse_protocol::id::UserId;

use crate::app::App;
use crate::chance::{self, NoChance};
use crate::clock::now;
use crate::limits::{PASSWORD_BYTES_MAX, USERNAME_BYTES_MAX};
use crate::metrics::SignInResult;
use crate::password::PasswordFault;
pub(crate) use crate::store::Who;
use crate::store::{BrowserSession, Origin, Seen, StoreFault};
use crate::tries::{NotTried, Outcome};

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthFault {
    /// Username or password is wrong.
    #[error("username or password is wrong")]
    Wrong,
    /// Too many wrong passwords.
    #[error("too many wrong passwords")]
    TooMany(Duration),
    /// The password could not be checked.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// No random bytes for a cookie.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// What a cookie holds: 256 random bits.
pub(crate) struct CookieSecret([u8; 32]);

impl CookieSecret {
    /// Reads a cookie's value.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The cookie's value.
    pub(crate) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// A new one.
    pub(crate) fn fresh() -> Result<Self, NoChance> {
        chance::bytes().map(Self)
    }

    /// Something else that only who has this cookie can know.
    pub(crate) fn derived(&self, what: &str) -> [u8; 32] {
        hmac_sha256(&self.0, what.as_bytes())
    }

    /// Its stored half.
    pub(crate) fn stored(&self) -> BrowserSession {
        BrowserSession::of_cookie(&self.0)
    }
}

/// Says who signs in by this username and password.
pub(crate) async fn sign_in(
    app: &Arc<App>,
    (username, password): (&str, String),
    from: IpAddr,
    origin: &Origin,
) -> Result<UserId, AuthFault> {
    let result = try_sign_in(app, username, password, from).await;
    audit(app, &result, from, origin).await?;
    app.metrics.sign_in(match &result {
        Ok(_) => SignInResult::Ok,
        Err(AuthFault::Wrong) => SignInResult::Wrong,
        Err(AuthFault::TooMany(_)) => SignInResult::TooMany,
        Err(AuthFault::Password(_) | AuthFault::NoChance(_) | AuthFault::Store(_)) => {
            SignInResult::Fault
        }
    });
    result
}

async fn audit(
    app: &App,
    result: &Result<UserId, AuthFault>,
    from: IpAddr,
    origin: &Origin,
) -> Result<(), StoreFault> {
    let (actor, action, decision) = match result {
        Ok(person) => (
            Actor::Person { user: *person },
            Action::AuthSigninOk,
            Decision::Allow,
        ),
        Err(AuthFault::Wrong) => (Actor::Stranger, Action::AuthSigninFail, Decision::Deny),
        Err(AuthFault::TooMany(_)) => {
            let worth_saying = app.sign_ins.worth_saying(from);
            if !worth_saying {
                return Ok(());
            }
            (Actor::Stranger, Action::RatelimitTripped, Decision::Deny)
        }
        Err(AuthFault::Password(_) | AuthFault::NoChance(_) | AuthFault::Store(_)) => {
            return Ok(());
        }
    };
    let fill = |entry: &mut Entry| entry.decision = Some(decision);
    app.store
        .audit(app.chain(), now(), (actor, action), origin, fill)
        .await
}

async fn try_sign_in(
    app: &Arc<App>,
    username: &str,
    password: String,
    from: IpAddr,
) -> Result<UserId, AuthFault> {
    let name = username.trim().to_lowercase();
    if name.len() > USERNAME_BYTES_MAX || password.len() > PASSWORD_BYTES_MAX {
        return Err(AuthFault::Wrong);
    }
    let begun = app.sign_ins.begin(&name, from).await;
    let tried = begun.map_err(|refused| match refused {
        NotTried::TooMany(refused) => AuthFault::TooMany(refused.retry_after),
        NotTried::Busy => AuthFault::Password(PasswordFault::Busy),
    })?;
    // A task of its own: a caller who hangs up must not leave the try undecided.
    let app = Arc::clone(app);
    let trying = tokio::spawn(async move {
        let result = check(&app, &name, password).await;
        let outcome = match &result {
            Ok(_) => Outcome::Right,
            Err(AuthFault::Wrong | AuthFault::TooMany(_)) => Outcome::Wrong,
            Err(AuthFault::Password(_) | AuthFault::NoChance(_) | AuthFault::Store(_)) => {
                Outcome::Unknown
            }
        };
        app.sign_ins.decide(&tried, outcome);
        result
    });
    let panicked = |_| AuthFault::Password(PasswordFault::Hash);
    trying.await.map_err(panicked)?
}

async fn check(app: &App, name: &str, password: String) -> Result<UserId, AuthFault> {
    let known = app.store.sign_in(app.tenant, name).await?;
    let (person, hash) = known.unzip();
    let fits = app.passwords.fits(password, hash).await?;
    person.filter(|_| fits).ok_or(AuthFault::Wrong)
}

/// Whose browser this is.
pub(crate) async fn who(
    app: &App,
    secret: &CookieSecret,
    seen: Seen,
) -> Result<Option<Who>, StoreFault> {
    let browser = secret.stored();
    app.store.browser_session(browser, seen, now()).await
}

/// Whether somebody who was signed in still is: not signed out, not too old, not disabled.
pub(crate) async fn still_here(app: &App, who: Who) -> Result<bool, StoreFault> {
    let found = app.store.browser_session(who.browser, Seen::Used, now());
    let found = found.await?;
    Ok(found.is_some_and(|found| found.person == who.person))
}
