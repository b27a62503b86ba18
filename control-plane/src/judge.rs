//! Gathers what the domain's policy wants to know before it says yes or no. Never says either.

use lotse_domain::access::Situation;
use lotse_domain::audit::{Action, Actor, Decision, Entry};
use lotse_domain::device::{Device, Os};
use lotse_domain::evidence::{Evidence, Inventory, Observed, judge};
use lotse_domain::person::Person;
use lotse_domain::policy::{
    Grant, Heard, HelpQuestion, Part, Reason, Refusal, may_help, may_invite, may_keep_offering,
    reported_at_help,
};
use lotse_domain::session::Session;
use lotse_domain::warning::Circumstances;
use lotse_protocol::api::SessionKind;
use lotse_protocol::id::{ParticipantId, SessionId, UserId};
use lotse_protocol::role::MediaRole;
use lotse_protocol::time::Timestamp;

use crate::app::App;
use crate::clock::now;
use crate::people::{self, RuleBook};
use crate::store::{Origin, StoreFault};

/// Everything the policy asks about one helper and one sharer.
pub(crate) struct Case {
    book: RuleBook,
    helper: Person,
    part: Part,
    sharer: Person,
    evidence: Evidence,
    circumstances: Circumstances,
    kind: SessionKind,
    helper_at: Option<Situation>,
    sharer_at: Option<Situation>,
}

/// Which case it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parties {
    pub(crate) helper: UserId,
    pub(crate) part: Part,
    pub(crate) sharer: UserId,
    /// The system that the sharer's browser runs on, where it tells.
    pub(crate) os: Option<Os>,
}

impl Case {
    /// Reads it from the store; `None` when one of the people is not there any more.
    pub(crate) async fn read(
        app: &App,
        session: &Session,
        parties: Parties,
    ) -> Result<Option<Self>, StoreFault> {
        let (Some(book), Some(helper), Some(sharer)) = (
            RuleBook::read(app).await?,
            people::judged(app, parties.helper).await?,
            people::judged(app, parties.sharer).await?,
        ) else {
            return Ok(None);
        };
        let met = app
            .store
            .have_met(parties.helper, parties.sharer, Some(session.id()))
            .await?;
        let seen = Observed {
            os: parties.os,
            made_for: session.device(),
            ..Observed::default()
        };
        let inventory = inventory(app, session, parties.sharer).await?;
        Ok(Some(Self {
            book,
            helper,
            part: parties.part,
            evidence: judge(sharer.id, &seen, &inventory),
            sharer,
            circumstances: Circumstances {
                first_contact: !met,
                ..Circumstances::default()
            },
            kind: session.kind(),
            helper_at: app.store.situation(session.id(), parties.helper).await?,
            sharer_at: app.store.situation(session.id(), parties.sharer).await?,
        }))
    }

    /// The case of a running session's helper and its sharer; `None` where there is no sharer yet.
    pub(crate) async fn of_session(
        app: &App,
        session: &Session,
        helper: UserId,
        role: MediaRole,
    ) -> Result<Option<Self>, StoreFault> {
        let Some(sharer) = session.sharer().map(|seat| seat.user()) else {
            return Ok(None);
        };
        let part = match role {
            MediaRole::Observer => Part::Observer,
            MediaRole::Helper | MediaRole::Sharer => Part::Helper,
        };
        let os = sharer_os(app, session.id(), sharer).await?;
        let parties = Parties {
            helper,
            part,
            sharer,
            os,
        };
        Self::read(app, session, parties).await
    }

    /// Whether this helper may ask a colleague in.
    pub(crate) fn may_invite(&self) -> Result<(), Refusal> {
        may_invite(
            self.book.rules(),
            &self.helper,
            &self.sharer,
            self.evidence.device(),
        )
    }

    /// The policy's word at this moment.
    pub(crate) fn verdict(&self, now: Timestamp) -> Result<Grant, Refusal> {
        may_help(self.book.rules(), self.question(now))
    }

    /// What policies that only report would have said.
    pub(crate) fn reported(&self, now: Timestamp) -> Vec<Heard> {
        reported_at_help(self.book.rules(), &self.question(now))
    }

    /// The same case for a helper who does something now, and stands before us in this way.
    pub(crate) fn with_helper_at(self, situation: Situation) -> Self {
        Self {
            helper_at: Some(situation),
            ..self
        }
    }

    const fn question(&self, now: Timestamp) -> HelpQuestion<'_> {
        HelpQuestion {
            now,
            helper: &self.helper,
            part: self.part,
            sharer: &self.sharer,
            evidence: &self.evidence,
            circumstances: self.circumstances,
            kind: self.kind,
            helper_at: self.helper_at.as_ref(),
            sharer_at: self.sharer_at.as_ref(),
        }
    }
}

/// Whether the helper of an open code may still have it; `None` when nobody has it.
pub(crate) async fn offer_stands(
    app: &App,
    session: &Session,
) -> Result<Option<(ParticipantId, Result<(), Refusal>)>, StoreFault> {
    let Some(host) = session.helpers().first() else {
        return Ok(None);
    };
    let (Some(book), Some(helper)) = (
        RuleBook::read(app).await?,
        people::judged(app, host.user()).await?,
    ) else {
        let refusal = Refusal::of_somebody_gone();
        return Ok(Some((host.participant(), Err(refusal))));
    };
    let device = match session.device() {
        Some(id) => app.store.device(app.tenant, id).await?,
        None => None,
    };
    let primary_user = match device.as_ref().and_then(|row| row.primary_user) {
        Some(id) => people::judged(app, id).await?,
        None => None,
    };
    let device = device.map(|row| row.judged(app.tenant));
    let device = device
        .as_ref()
        .map(|device| (device, primary_user.as_ref()));
    let situation = app.store.situation(session.id(), host.user()).await?;
    let at = (now(), situation.as_ref());
    let verdict = may_keep_offering(book.rules(), &helper, device, at);
    Ok(Some((host.participant(), verdict)))
}

async fn sharer_os(
    app: &App,
    session: SessionId,
    sharer: UserId,
) -> Result<Option<Os>, StoreFault> {
    app.store.os(session, sharer).await
}

/// The sharer's own devices and the one that the session was made for.
async fn inventory(app: &App, session: &Session, sharer: UserId) -> Result<Inventory, StoreFault> {
    let own = app.store.devices_of(sharer).await?;
    let mut devices: Vec<Device> = own.iter().map(|row| row.judged(app.tenant)).collect();
    if let Some(id) = session.device()
        && devices.iter().all(|device| device.id != id)
    {
        let made_for = app.store.device(app.tenant, id).await?;
        devices.extend(made_for.map(|row| row.judged(app.tenant)));
    }
    Ok(Inventory::Knows(devices))
}

/// Writes into the audit what policies that only report would have said.
pub(crate) async fn report(
    app: &App,
    heard: Vec<Heard>,
    session: Option<SessionId>,
    origin: &Origin,
) -> Result<(), StoreFault> {
    for Heard { who, said } in heard {
        let fill = |entry: &mut Entry| {
            entry.session = session;
            entry.policy_ids = vec![said.policy.text()];
            entry.decision = Some(match said.refuses {
                Some(_) => Decision::Deny,
                None => Decision::Allow,
            });
            entry.reason = said
                .refuses
                .map(|why| Reason::of_policy(why).text().to_owned());
        };
        let what = (Actor::Person { user: who }, Action::PolicyReported);
        app.store
            .audit(app.chain(), now(), what, origin, fill)
            .await?;
    }
    Ok(())
}

/// The system that a browser runs on, as far as its own words tell; an iPad calls itself a Macintosh.
pub(crate) fn os_of(platform: Option<&str>, user_agent: &str) -> Option<Os> {
    let hinted = platform.and_then(|text| match text.trim_matches('"') {
        "Windows" => Some(Os::Windows),
        "macOS" => Some(Os::Macos),
        "Linux" => Some(Os::Linux),
        "Chrome OS" | "Chromium OS" => Some(Os::Chromeos),
        "Android" => Some(Os::Android),
        "iOS" => Some(Os::Ios),
        _ => None,
    });
    let marks = [
        ("Windows NT", Os::Windows),
        ("Android", Os::Android),
        ("iPhone", Os::Ios),
        ("iPad", Os::Ios),
        ("CrOS", Os::Chromeos),
        ("Macintosh", Os::Macos),
        ("Linux", Os::Linux),
    ];
    let marked = marks.iter().find(|(mark, _)| user_agent.contains(mark));
    hinted.or(marked.map(|(_, os)| *os))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_read_from_what_browsers_say() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari/605.1.15";
        let android = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36";

        assert_eq!(os_of(None, firefox), Some(Os::Linux));
        assert_eq!(os_of(None, safari), Some(Os::Macos));
        assert_eq!(os_of(None, android), Some(Os::Android));
        assert_eq!(os_of(Some("\"Windows\""), ""), Some(Os::Windows));
        assert_eq!(os_of(None, "curl/8.0"), None);
    }
}
