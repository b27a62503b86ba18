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

impl Metrics {
    pub(crate) fn register(registry: &Registry) -> Result<Self, prometheus::Error> {
        let counters = |name: &str, help: &str, labels: &[&str]| {
            let made =
                IntCounterVec::new(Opts::new(format!("lotse_control_{name}"), help), labels)?;
            registry.register(Box::new(made.clone()))?;
            Ok::<_, prometheus::Error>(made)
        };
        let counter = |name: &str, help: &str| {
            let made = IntCounter::new(format!("lotse_control_{name}"), help)?;
            registry.register(Box::new(made.clone()))?;
            Ok::<_, prometheus::Error>(made)
        };
        let seconds = HistogramOpts::new(
            "lotse_control_request_seconds",
            "Time from a request to its answer, in seconds.",
        );
        let request_seconds = Histogram::with_opts(seconds)?;
        registry.register(Box::new(request_seconds.clone()))?;
        let live_sockets = IntGauge::new("lotse_control_live_sockets", "Open live WebSockets.")?;
        registry.register(Box::new(live_sockets.clone()))?;
        Ok(Self {
            requests: counters("requests_total", "Requests by their answer.", &["answer"])?,
            request_seconds,
            sign_ins: counters("sign_ins_total", "Tries to sign in.", &["result"])?,
            redeems: counters("redeems_total", "Tries to redeem a code.", &["result"])?,
            sessions_ended: counters("sessions_ended_total", "Sessions that ended.", &["reason"])?,
            sessions_created: counter("sessions_created_total", "Sessions that were made.")?,
            tokens_signed: counters("tokens_signed_total", "Media tokens signed.", &["role"])?,
            tokens_refused: counters("tokens_refused_total", "Tokens nodes refused.", &["why"])?,
            commands: counters("commands_total", "Commands to nodes.", &["answer"])?,
            commits_repeated: counter("commits_repeated_total", "Commits another writer beat.")?,
            facts: counter("facts_total", "Facts stored.")?,
            live_sockets,
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
