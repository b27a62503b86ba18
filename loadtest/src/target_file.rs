//! A target in a file, for runs that compare two. Never holds a default that points anywhere.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::run::{Target, TokenSource};

/// A target and what it is called.
pub struct Named {
    /// What it is called.
    pub name: String,
    /// Where to.
    pub target: Target,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    whip: String,
    whep: String,
    token_command: Option<String>,
    tokens_command: Option<String>,
    token: Option<String>,
    server_pid: Option<u32>,
    server_core: Option<usize>,
}

impl Named {
    /// Reads the file; what the client has is said elsewhere.
    pub fn read(path: &Path, client_cores: &[usize], late_max: Duration) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path).with_context(|| {
            format!(
                "{}: no such target file; docs/performance.md shows one",
                path.display()
            )
        })?;
        Self::parse(&text, client_cores, late_max).with_context(|| path.display().to_string())
    }

    fn parse(text: &str, client_cores: &[usize], late_max: Duration) -> anyhow::Result<Self> {
        let raw: Raw = toml::from_str(text)?;
        let tokens = match (raw.token_command, raw.tokens_command, raw.token) {
            (Some(each), None, None) => TokenSource::Each(each),
            (None, Some(many), None) => TokenSource::Many(many),
            (None, None, token) => TokenSource::Fixed(token.unwrap_or_else(|| "none".to_owned())),
            (Some(_), Some(_), _) | (Some(_), None, Some(_)) | (None, Some(_), Some(_)) => {
                bail!("more than one of token_command, tokens_command and token; keep one")
            }
        };
        Ok(Self {
            name: raw.name,
            target: Target {
                whip_url: raw.whip,
                whep_url: raw.whep,
                tokens,
                server_pid: raw.server_pid,
                server_core: raw.server_core,
                client_cores: client_cores.to_vec(),
                late_max,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> anyhow::Result<Named> {
        Named::parse(text, &[1], Duration::ZERO)
    }

    #[test]
    fn a_target_has_one_source_of_tokens_and_no_unknown_key() {
        let whole = "name = 'a'\nwhip = 'x'\nwhep = 'y'\n";

        let good = parse(&format!(
            "{whole}token_command = 'echo t'\nserver_pid = 7\n"
        ))
        .unwrap();
        let two = parse(&format!("{whole}token_command = 'echo t'\ntoken = 't'\n"));
        let unknown = parse(&format!("{whole}pid = 7\n"));

        assert_eq!((good.target.server_pid, good.name.as_str()), (Some(7), "a"));
        assert!(two.is_err() && unknown.is_err());
    }
}
