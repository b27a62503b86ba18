//! What each command does. Answers go to the standard output, everything else to the standard error stream.

use std::io::{self, Read};

use lotse_control_plane::config::PublicUrl;
use lotse_control_plane::password;
use tracing::Level;

use crate::arguments::{
    AuditCommand, CheckArguments, Command, ConfigCommand, DemoArguments, LogLevel, ServeArguments,
};
use crate::beside;
use crate::config::{self, Config};
use crate::demo::{self, DemoChoices};
use crate::exit::{Failure, say};
use crate::limits::PASSWORD_INPUT_MAX;
use crate::log;
use crate::serve::{self, Ports, Reached, Signals};

/// Does what was asked for.
pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(arguments) => run_demo(arguments).await,
        Command::Serve(arguments) => run_serve(arguments).await,
        Command::Config(ConfigCommand::Check(arguments)) => check(&arguments),
        Command::HashPassword => hash_password(),
        Command::Token(arguments) => beside::token(arguments).await,
        Command::Audit(AuditCommand::Verify(arguments)) => beside::verify_audit(arguments).await,
    }
}

async fn run_demo(arguments: DemoArguments) -> Result<(), Failure> {
    let choices = DemoChoices {
        port: arguments.port,
        media_port: arguments.media_port,
        admin_port: arguments.admin_port,
        data_dir: arguments.data_dir,
    };
    let mut config = demo::config(choices, demo::own_address())?;
    start_logging(&config, arguments.log)?;
    let signals = Signals::listen()?;
    let ports = Ports::open(&config)?;
    if let Some(port) = ports.web_port() {
        // The pages' address is known only once the port is open, since 0 picks a free one.
        let address: Result<PublicUrl, _> = format!("http://localhost:{port}").parse();
        config.control_plane.public_url = address.map_err(|fault| Failure::because(&fault))?;
    }
    let greeting = config.clone();
    let service = serve::start(config, ports).await?;
    say(&welcome(&greeting, &service.at))?;
    service.until_told(signals).await
}

async fn run_serve(arguments: ServeArguments) -> Result<(), Failure> {
    let config = config::load(&arguments.config, config::environment())?;
    start_logging(&config, arguments.log)?;
    let signals = Signals::listen()?;
    let ports = Ports::open(&config)?;
    serve::start(config, ports).await?.until_told(signals).await
}

fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let outcome = config::load(&arguments.config, config::environment());
    let file = arguments.config.display().to_string();
    let faults = outcome.as_ref().err().cloned().unwrap_or_default();
    if arguments.json {
        let report = serde_json::json!({ "file": file, "ok": outcome.is_ok(), "faults": faults });
        say(&format!("{report}\n"))?;
    } else if outcome.is_ok() {
        say(&format!("{file} is right\n"))?;
    }
    Ok(outcome.map(drop)?)
}

fn hash_password() -> Result<(), Failure> {
    let mut text = String::new();
    io::stdin()
        .lock()
        .take(PASSWORD_INPUT_MAX)
        .read_to_string(&mut text)
        .map_err(|error| Failure::because(&error))?;
    let typed = text.trim_end_matches(['\r', '\n']);
    if typed.is_empty() {
        return Err(Failure::Failed(
            "there is no password on the standard input".to_owned(),
        ));
    }
    let hash = password::hash(typed).map_err(|fault| Failure::because(&fault))?;
    say(&format!("{}\n", hash.text()))
}

fn start_logging(config: &Config, asked: Option<LogLevel>) -> Result<(), Failure> {
    let level = asked.map_or(config.log_level, |level| match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    });
    log::start(level).map_err(|fault| Failure::because(&fault))
}

/// What the demo says when it is ready.
fn welcome(config: &Config, at: &Reached) -> String {
    let url = config.control_plane.public_url.text();
    let people: String = config
        .control_plane
        .people
        .iter()
        .map(|person| {
            let part = person.part.as_deref().unwrap_or_default();
            format!("    {:<8} {:<14} {part}\n", person.username, person.name)
        })
        .collect();
    let media = list(&at.media);
    let admin = list(&at.admin);
    let data = config.control_plane.data_dir.display();
    format!(
        "
  Lotse's demo runs at {url}

  Three people can sign in, each with the password demo:
{people}
  Try it with two browser windows, the second one private so that two people can be signed in:
    1. {url}/help   sign in as hanna and press \"Get a code\".
    2. {url}/       sign in as sami, type the code, press Continue.
    3. Both see who the other is. Hanna ticks the warning about Sami's laptop and accepts; Sami allows.
    4. Sami chooses what to share. Hanna sees it. Both can chat, and either can end it.

  Pages and API listen on loopback only. Media also listen on {media}, since some browsers
  form no connection over loopback. Metrics: http://{admin}/metrics   Data: {data}
  Ctrl+C ends it.

"
    )
}

fn list(addresses: &[std::net::SocketAddr]) -> String {
    let texts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    texts.join(" and ")
}
