//! How the program ends: one number for each kind of ending, for scripts.

use std::io::{self, Write};
use std::process::ExitCode;

/// Why the program ended. Usage errors (2) are clap's.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Something failed.
    #[error("{0}")]
    Failed(String),
    /// The config is wrong.
    #[error(transparent)]
    Config(#[from] crate::config::Faults),
    /// Something is not ready.
    #[error("{0}")]
    NotReady(String),
    /// The rules say no.
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    /// A failure with its whole chain of causes, in one line.
    pub(crate) fn because(error: &dyn std::error::Error) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            if !text.contains(&cause_text) {
                text = format!("{text}: {cause_text}");
            }
            source = cause.source();
        }
        Self::Failed(text)
    }

    /// Its number.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Failed(_) => 1,
            Self::Config(_) => 3,
            Self::NotReady(_) => 4,
            Self::Refused(_) => 5,
        })
    }
}

/// Answers on the standard output.
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let said = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    said.map_err(|error| Failure::because(&error))
}
