//! What is wrong with a config, told to an operator at night: where, which key, what it says, what would be right.

use std::fmt;

use serde::Serialize;

use crate::limits::FAULTS_SHOWN_MAX;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Origin {
    /// A line of a file.
    Line {
        /// The file as the operator named it.
        file: String,
        /// Counted from one.
        line: usize,
    },
    /// A whole file, where no line is to blame.
    File {
        /// The file as the operator named it.
        file: String,
    },
    /// An environment variable.
    Variable {
        /// Its name.
        variable: String,
    },
}

impl Origin {
    const fn line(&self) -> usize {
        match self {
            Self::Line { line, .. } => *line,
            Self::File { .. } | Self::Variable { .. } => 0,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { file, line } => write!(f, "{file}:{line}"),
            Self::File { file } => f.write_str(file),
            Self::Variable { variable } => write!(f, "environment variable {variable}"),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    /// Where.
    #[serde(flatten)]
    pub(crate) at: Origin,
    /// Which key, with its sections: `media.listen`.
    pub(crate) key: String,
    /// What it says, unless that is a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
    /// What is wrong with that.
    pub(crate) wrong: String,
    /// What would be right.
    pub(crate) right: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.key)?;
        if let Some(value) = &self.value {
            write!(f, " = {value}")?;
        }
        write!(f, "\n  wrong: {}\n  right: {}", self.wrong, self.right)
    }
}

/// Everything that is wrong with a config.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(transparent)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// The same in the order of their lines; what has no line comes first.
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort_by_key(|fault| fault.at.line());
        self
    }

    /// Notes one.
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Whether something is wrong with this key.
    pub(crate) fn names(&self, key: &str) -> bool {
        self.0.iter().any(|fault| fault.key == key)
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().take(FAULTS_SHOWN_MAX).enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            write!(f, "{gap}{fault}")?;
        }
        match self.0.len().saturating_sub(FAULTS_SHOWN_MAX) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}
