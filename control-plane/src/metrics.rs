//! Every metric of the control plane: name, unit, labels. Labels come from closed lists, never from people.

use std::time::Duration;

use lotse_protocol::end::EndReason;
use lotse_protocol::role::MediaRole;
use prometheus::{Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry};

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)* }

        impl $name {
            const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    )*};
}

labels! {
    /// How a sign-in went.
    SignInResult {
        Ok = "ok",
        Wrong = "wrong",
        TooMany = "too_many",
        Fault = "fault",
    }
    /// How the redeeming of a code went.
    RedeemResult {
        Ok = "ok",
        Bad = "bad",
        Refused = "refused",
        TooMany = "too_many",
        Fault = "fault",
    }
    /// What a node answered to a command.
    CommandResult {
        Done = "done",
        Unknown = "unknown_session",
        Full = "full",
        NoAnswer = "no_answer",
    }
}

/// The metrics.
#[derive(Clone)]
pub(crate) struct Metrics {
    requests: IntCounterVec,
    request_seconds: Histogram,
    sign_ins: IntCounterVec,
    redeems: IntCounterVec,
    sessions_ended: IntCounterVec,
    sessions_created: IntCounter,
    tokens_signed: IntCounterVec,
    tokens_refused: IntCounterVec,
    commands: IntCounterVec,
    commits_repeated: IntCounter,
    facts: IntCounter,
    live_sockets: IntGauge,
}

const REQUESTS: &str = "Requests by their answer.";
const SIGN_INS: &str = "Tries to sign in.";
const REDEEMS: &str = "Tries to redeem a code.";
const ENDED: &str = "Sessions that ended.";
const CREATED: &str = "Sessions that were made.";
const SIGNED: &str = "Media tokens signed.";
const REFUSED: &str = "Media tokens that nodes refused.";
const COMMANDS: &str = "Commands to nodes by their answer.";
const REPEATED: &str = "Changes that another writer overtook.";
const FACTS: &str = "Facts of nodes that are stored.";

fn counters(
    registry: &Registry,
    name: &str,
    help: &str,
    label: &str,
) -> Result<IntCounterVec, prometheus::Error> {
    let made = IntCounterVec::new(Opts::new(name, help), &[label])?;
    registry.register(Box::new(made.clone()))?;
    Ok(made)
}

fn counter(registry: &Registry, name: &str, help: &str) -> Result<IntCounter, prometheus::Error> {
    let made = IntCounter::new(name, help)?;
    registry.register(Box::new(made.clone()))?;
    Ok(made)
}

fn seconds(registry: &Registry) -> Result<Histogram, prometheus::Error> {
    let help = "Time from a request to its answer, in seconds.";
    let made = Histogram::with_opts(HistogramOpts::new("lotse_control_request_seconds", help))?;
    registry.register(Box::new(made.clone()))?;
    Ok(made)
}

fn live_sockets(registry: &Registry) -> Result<IntGauge, prometheus::Error> {
    let made = IntGauge::new("lotse_control_live_sockets", "Open live WebSockets.")?;
    registry.register(Box::new(made.clone()))?;
    Ok(made)
}

impl Metrics {
    pub(crate) fn register(registry: &Registry) -> Result<Self, prometheus::Error> {
        let many = |name, help, label| counters(registry, name, help, label);
        let one = |name, help| counter(registry, name, help);
        Ok(Self {
            requests: many("lotse_control_requests_total", REQUESTS, "answer")?,
            request_seconds: seconds(registry)?,
            sign_ins: many("lotse_control_sign_ins_total", SIGN_INS, "result")?,
            redeems: many("lotse_control_redeems_total", REDEEMS, "result")?,
            sessions_ended: many("lotse_control_sessions_ended_total", ENDED, "reason")?,
            sessions_created: one("lotse_control_sessions_created_total", CREATED)?,
            tokens_signed: many("lotse_control_tokens_signed_total", SIGNED, "role")?,
            tokens_refused: many("lotse_control_tokens_refused_total", REFUSED, "why")?,
            commands: many("lotse_control_commands_total", COMMANDS, "answer")?,
            commits_repeated: one("lotse_control_commits_repeated_total", REPEATED)?,
            facts: one("lotse_control_facts_total", FACTS)?,
            live_sockets: live_sockets(registry)?,
        })
    }

    /// A request was answered; `answer` is the slug of a problem or `ok`.
    pub(crate) fn request(&self, answer: &'static str, took: Duration) {
        self.requests.with_label_values(&[answer]).inc();
        self.request_seconds.observe(took.as_secs_f64());
    }

    pub(crate) fn sign_in(&self, result: SignInResult) {
        self.sign_ins.with_label_values(&[result.text()]).inc();
    }

    pub(crate) fn redeem(&self, result: RedeemResult) {
        self.redeems.with_label_values(&[result.text()]).inc();
    }

    pub(crate) fn session_created(&self) {
        self.sessions_created.inc();
    }

    pub(crate) fn session_ended(&self, reason: EndReason) {
        self.sessions_ended
            .with_label_values(&[reason.text()])
            .inc();
    }

    pub(crate) fn token_signed(&self, role: MediaRole) {
        self.tokens_signed.with_label_values(&[role.text()]).inc();
    }

    pub(crate) fn token_refused(&self, why: &'static str) {
        self.tokens_refused.with_label_values(&[why]).inc();
    }

    pub(crate) fn command(&self, result: CommandResult) {
        self.commands.with_label_values(&[result.text()]).inc();
    }

    pub(crate) fn commit_repeated(&self) {
        self.commits_repeated.inc();
    }

    pub(crate) fn fact(&self) {
        self.facts.inc();
    }

    pub(crate) fn live_socket_opened(&self) {
        self.live_sockets.inc();
    }

    pub(crate) fn live_socket_closed(&self) {
        self.live_sockets.dec();
    }
}
