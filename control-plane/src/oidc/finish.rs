//! The answer: checks that it is the answer to this browser's question, has the provider say who it is, and lets them in.
//! Never lets anybody in by an e-mail address.

use std::net::IpAddr;
use std::sync::Arc;

use lotse_domain::audit::{Action, Actor, Decision, Entry};
use lotse_protocol::id::UserId;
use subtle::ConstantTimeEq;

use super::failure::{Failed, OidcFault};
use super::flow::{Body, Place, asked, state_hash};
use super::sealed::seal;
use crate::app::App;
use crate::auth::CookieSecret;
use crate::browsers;
use crate::chance;
use crate::clock::now;
use crate::idp::{Groups, Provider, SignInFault, SignedIn};
use crate::limits::{PROVIDER_CODE_BYTES_MAX, SIGN_IN_FLOW_LIFE};
use crate::metrics::SignInResult;
use crate::store::{Admitted, Flow, Newly, Origin, StoreFault, Vouched};

/// What a browser comes back with.
pub(crate) struct Came {
    /// The query of the address.
    pub(crate) query: String,
    /// The cookie that it got when it began.
    pub(crate) browser: Option<CookieSecret>,
    /// The cookie of whoever was signed in before.
    pub(crate) before: Option<CookieSecret>,
}

/// Somebody is signed in.
pub(crate) struct Finished {
    pub(crate) secret: CookieSecret,
    pub(crate) place: Place,
}

/// Ends a sign-in at a provider, one way or the other.
pub(crate) async fn finish(
    app: &Arc<App>,
    provider: &Provider,
    came: Came,
    (from, origin): (IpAddr, &Origin),
) -> Result<Finished, Failed> {
    let mut place = Place::default();
    match try_finish(app, provider, &came, &mut place, origin).await {
        Ok(secret) => {
            app.metrics.sign_in(SignInResult::Ok);
            Ok(Finished { secret, place })
        }
        Err(fault) => {
            let id = provider.config.id.text();
            Err(Failed::of(app, fault, (id, place), from, origin).await)
        }
    }
}

async fn try_finish(
    app: &Arc<App>,
    provider: &Provider,
    came: &Came,
    place: &mut Place,
    origin: &Origin,
) -> Result<CookieSecret, OidcFault> {
    let answer = Answer::read(&came.query)?;
    let state = answer.state.as_deref().ok_or(SignInFault::StateMissing)?;
    let flow = app.store.take_flow(&state_hash(state)).await?;
    let flow = flow.ok_or(SignInFault::StateUnknown)?;
    let browser = own_browser(&flow, came.browser.as_ref())?;
    let body: Body = serde_json::from_str(&flow.body).map_err(StoreFault::from)?;
    *place = body.place;
    if now().since(flow.created_at) >= SIGN_IN_FLOW_LIFE {
        return Err(SignInFault::StateExpired.into());
    }
    if flow.provider != provider.config.id.text() {
        return Err(SignInFault::MixedUp.into());
    }
    provider.answered(answer.iss.as_deref()).await?;
    let code = answer.code()?;
    let asked = asked(app, provider, browser, state, &body);
    let signed_in = provider.redeem(code, &asked, now()).await?;
    let person = admit(app, provider, &signed_in).await?;
    if body.step_up.is_some_and(|expected| expected != person) {
        return Err(SignInFault::OtherPerson.into());
    }
    let how = (body.step_up.is_some(), origin);
    open(app, provider, came, &signed_in, person, how).await
}

/// The state must come back in the browser that it went out from.
fn own_browser<'a>(
    flow: &Flow,
    browser: Option<&'a CookieSecret>,
) -> Result<&'a CookieSecret, SignInFault> {
    let browser = browser.ok_or(SignInFault::StateForeign)?;
    let same: bool = browser
        .stored()
        .text()
        .as_bytes()
        .ct_eq(flow.browser.as_bytes())
        .into();
    same.then_some(browser).ok_or(SignInFault::StateForeign)
}

async fn admit(app: &App, provider: &Provider, who: &SignedIn) -> Result<UserId, OidcFault> {
    let profile = &who.profile;
    let admitted = app
        .store
        .admit(&Newly {
            tenant: app.tenant,
            provider: provider.config.id.text(),
            issuer: &who.identity.issuer,
            subject: &who.identity.subject,
            name: profile.name.as_deref(),
            email: profile.email.as_deref(),
            job_title: profile.job_title.as_deref(),
            company: profile.company.as_deref(),
            groups: profile.groups.counted(),
            handles: &profile.handles,
            fresh: UserId::from_uuid(chance::uuid(now())?),
            now: now(),
        })
        .await?;
    match admitted {
        Admitted::As(person) => Ok(person),
        Admitted::Disabled(_) => Err(SignInFault::PersonDisabled.into()),
    }
}

/// Opens a browser session with a new cookie, and writes down who came in.
async fn open(
    app: &Arc<App>,
    provider: &Provider,
    came: &Came,
    who: &SignedIn,
    person: UserId,
    (is_step_up, origin): (bool, &Origin),
) -> Result<CookieSecret, OidcFault> {
    let secret = CookieSecret::fresh()?;
    let vouched = Vouched {
        provider: provider.config.id.text().to_owned(),
        issuer: who.identity.issuer.clone(),
        sub: who.sub.clone(),
        sid: who.sid.clone(),
        acr: who.acr.clone(),
        auth_time: who.auth_time,
        hint: seal(&who.id_token, &secret),
    };
    let notes = notes(&vouched, who);
    let cookies = (&secret, came.before.as_ref());
    browsers::open(app, cookies, person, Some(vouched), origin).await?;
    let action = match is_step_up {
        true => Action::AuthStepup,
        false => Action::AuthSigninOk,
    };
    let fill = move |entry: &mut Entry| {
        entry.decision = Some(Decision::Allow);
        entry.notes.extend(notes);
    };
    let what = (Actor::Person { user: person }, action);
    app.store
        .audit(app.chain(), now(), what, origin, fill)
        .await?;
    Ok(secret)
}

fn notes(vouched: &Vouched, who: &SignedIn) -> Vec<(String, String)> {
    let mut notes = vec![("provider".to_owned(), vouched.provider.clone())];
    if let Some(acr) = &who.acr {
        notes.push(("acr".to_owned(), acr.clone()));
    }
    match who.profile.groups {
        Groups::Known(_) => {}
        // Whoever is missing a role finds out here why.
        Groups::TooMany => notes.push(("groups".to_owned(), "too_many_for_the_token".to_owned())),
    }
    notes
}

/// What stands in the address that a provider sends a browser back to.
#[derive(Default)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

impl Answer {
    /// RFC 6749 section 3.1: a parameter must not be there twice.
    fn read(query: &str) -> Result<Self, SignInFault> {
        let mut answer = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let slot = match name.as_ref() {
                "state" => &mut answer.state,
                "code" => &mut answer.code,
                "iss" => &mut answer.iss,
                "error" => &mut answer.error,
                _ => continue,
            };
            if slot.replace(value.into_owned()).is_some() {
                return Err(SignInFault::ParameterTwice);
            }
        }
        Ok(answer)
    }

    fn code(&self) -> Result<&str, SignInFault> {
        match self.error.as_deref() {
            Some(
                "access_denied" | "consent_required" | "login_required" | "interaction_required",
            ) => Err(SignInFault::Denied),
            Some("unmet_authentication_requirements") => Err(SignInFault::UnmetStrength),
            Some(_) => Err(SignInFault::ProviderError),
            None => self
                .code
                .as_deref()
                .filter(|code| !code.is_empty() && code.len() <= PROVIDER_CODE_BYTES_MAX)
                .ok_or(SignInFault::CodeMissing),
        }
    }
}
