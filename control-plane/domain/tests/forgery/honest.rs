//! The honest twin: each forged case differs from this by the one thing that must not compile.
use lotse_domain::media::{self, MediaPermit};
use lotse_domain::policy::{Grant, HelpQuestion, Offer, Refusal, Rules, may_help};
use lotse_domain::session::{Create, Fault, Session};
use lotse_domain::settings::Settings;
use lotse_protocol::id::ParticipantId;
use lotse_protocol::time::Timestamp;

fn judged(rules: Rules<'_>, asked: HelpQuestion<'_>) -> Result<Grant, Refusal> {
    may_help(rules, asked)
}

fn permitted(now: Timestamp, session: &Session, grant: &Grant, who: ParticipantId) -> Result<MediaPermit, Fault> {
    media::permit(now, session, grant, who)
}

fn made(now: Timestamp, offer: &Offer, settings: &Settings, with: Create) -> Session {
    Session::create(now, offer, settings, with).0
}

fn stored(session: &str) -> Option<Session> {
    serde_json::from_str(session).ok()
}

fn main() {
    let _ = (judged, permitted, made, stored);
}
