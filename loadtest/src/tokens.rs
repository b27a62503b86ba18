//! Media tokens from a command of the operator's: one run a token, or one run for many. Never prints a token.

use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Context, bail};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::sync::Semaphore;

/// Where tokens come from.
#[derive(Debug, Clone)]
pub enum TokenSource {
    /// A shell command that prints one token for `LOTSE_SESSION` and `LOTSE_ROLE` in its environment.
    Each(String),
    /// A shell command that reads a line `SESSION ROLE` for each participant and prints a token a line, in the same order.
    Many(String),
    /// The same words for everybody, for servers that let everybody in.
    Fixed(String),
}

/// For whom a token is.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    pub(crate) session: String,
    pub(crate) sharer: bool,
}

impl Holder {
    pub(crate) fn role(&self) -> &'static str {
        if self.sharer { "sharer" } else { "helper" }
    }
}

/// Commands that run at once.
const COMMANDS_AT_ONCE: usize = 4;

#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    source: TokenSource,
    places: Arc<Semaphore>,
}

impl Tokens {
    pub(crate) fn new(source: TokenSource) -> Self {
        Self {
            source,
            places: Arc::new(Semaphore::new(COMMANDS_AT_ONCE)),
        }
    }

    /// One token for each holder, in order.
    pub(crate) async fn of(&self, holders: &[Holder]) -> anyhow::Result<Vec<String>> {
        match &self.source {
            TokenSource::Fixed(token) => Ok(holders.iter().map(|_| token.clone()).collect()),
            TokenSource::Many(command) => self.many(command, holders).await,
            TokenSource::Each(command) => {
                let mut running = tokio::task::JoinSet::new();
                for (nth, holder) in holders.iter().enumerate() {
                    let (tokens, command, holder) = (self.clone(), command.clone(), holder.clone());
                    running.spawn(async move { (nth, tokens.one(&command, &holder).await) });
                }
                let mut tokens = vec![String::new(); holders.len()];
                while let Some(done) = running.join_next().await {
                    let (nth, token) = done?;
                    if let Some(place) = tokens.get_mut(nth) {
                        *place = token?;
                    }
                }
                Ok(tokens)
            }
        }
    }

    async fn one(&self, command: &str, holder: &Holder) -> anyhow::Result<String> {
        let _place = self.places.acquire().await?;
        let output = shell(command)
            .env("LOTSE_SESSION", &holder.session)
            .env("LOTSE_ROLE", holder.role())
            .stdin(Stdio::null())
            .output()
            .await
            .context("the token command did not start")?;
        let token = String::from_utf8(output.stdout).context("the token is not text")?;
        let token = token.trim();
        if !output.status.success() || token.is_empty() {
            bail!("the token command gave no token ({})", output.status);
        }
        Ok(token.to_owned())
    }

    async fn many(&self, command: &str, holders: &[Holder]) -> anyhow::Result<Vec<String>> {
        let mut child = shell(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the tokens command did not start")?;
        let mut wanted = String::new();
        for holder in holders {
            wanted.push_str(&format!("{} {}\n", holder.session, holder.role()));
        }
        let mut input = child
            .stdin
            .take()
            .context("no way to speak to the tokens command")?;
        let write = async move {
            // A command that ends early says more by its exit status than by the broken pipe.
            let _ = input.write_all(wanted.as_bytes()).await;
        };
        let (output, ()) = tokio::join!(child.wait_with_output(), write);
        let output = output?;
        let text = String::from_utf8(output.stdout).context("the tokens are not text")?;
        let tokens: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if !output.status.success() || tokens.len() != holders.len() {
            bail!(
                "the tokens command gave {} tokens for {} participants ({}); it must print one for each line that it reads",
                tokens.len(),
                holders.len(),
                output.status
            );
        }
        Ok(tokens)
    }
}

fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).stderr(Stdio::inherit());
    shell
}
