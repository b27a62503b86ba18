//! Failed sign-ins: the audit gets the reason, the person a kind of failure that says what to do. Never tells a stranger more.

use std::net::IpAddr;

use lotse_domain::audit::{Action, Actor, Decision, Entry};

use super::flow::Place;
use crate::app::App;
use crate::chance::NoChance;
use crate::clock::now;
use crate::idp::{SeenAs, SignInFault};
use crate::metrics::SignInResult;
use crate::sessions::SessionFault;
use crate::store::{Origin, StoreFault};

/// Why a sign-in at a provider did not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OidcFault {
    /// It is refused.
    #[error("refused: {}", .0.reason())]
    Refused(SignInFault),
    /// No random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// What somebody did in sessions could not be ended.
    #[error(transparent)]
    Session(#[from] SessionFault),
}

impl From<SignInFault> for OidcFault {
    fn from(fault: SignInFault) -> Self {
        Self::Refused(fault)
    }
}

/// A failed sign-in, as the person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failed {
    pub(crate) place: Place,
    pub(crate) seen_as: SeenAs,
}

impl Failed {
    /// Writes the failure down, once it is known at which provider and for which page.
    pub(super) async fn of(
        app: &App,
        fault: OidcFault,
        (provider, place): (&str, Place),
        from: IpAddr,
        origin: &Origin,
    ) -> Self {
        let seen_as = match fault {
            OidcFault::Refused(fault) => {
                let told = tell(app, fault, provider, from, origin).await;
                if let Err(fault) = told {
                    tracing::error!(%fault, "a failed sign-in could not be written down");
                }
                fault.seen_as()
            }
            OidcFault::NoChance(_) | OidcFault::Store(_) | OidcFault::Session(_) => {
                tracing::error!(%fault, provider, "a sign-in failed by our fault");
                app.metrics.sign_in(SignInResult::Fault);
                SeenAs::Unavailable
            }
        };
        Self { place, seen_as }
    }
}

async fn tell(
    app: &App,
    fault: SignInFault,
    provider: &str,
    from: IpAddr,
    origin: &Origin,
) -> Result<(), StoreFault> {
    tracing::info!(reason = fault.reason(), provider, "a sign-in is refused");
    let (action, result) = match fault.seen_as() {
        SeenAs::Busy => (Action::RatelimitTripped, SignInResult::TooMany),
        SeenAs::Cancelled
        | SeenAs::Again
        | SeenAs::Unavailable
        | SeenAs::Untrusted
        | SeenAs::NotAllowed => (Action::AuthSigninFail, SignInResult::Wrong),
    };
    app.metrics.sign_in(result);
    if !app.flows.lock().worth_saying(now(), from) {
        return Ok(());
    }
    let provider = provider.to_owned();
    let fill = move |entry: &mut Entry| {
        entry.decision = Some(Decision::Deny);
        entry.reason = Some(fault.reason().to_owned());
        entry.notes.insert("provider".to_owned(), provider);
    };
    app.store
        .audit(app.chain(), now(), (Actor::Stranger, action), origin, fill)
        .await
}
