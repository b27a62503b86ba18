//! `lotse-loadtest`: loads a Lotse, or any WHIP and WHEP server, and says what arrived and what it cost. Never starts a server.

mod progress;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use lotse_loadtest::api::{ApiLoad, load};
use lotse_loadtest::climb::climb;
use lotse_loadtest::compare::Comparison;
use lotse_loadtest::html::page;
use lotse_loadtest::run::{Account, Target, TokenSource, Watch, pin, run};
use lotse_loadtest::scenario::{Ramp, Scenario};
use lotse_loadtest::target_file::Named;
use progress::Bars;

#[derive(Parser)]
#[command(name = "lotse-loadtest", version, about, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 ok, 1 failed, 2 usage, 5 refused: the client was the limit, so there are no figures";

#[derive(Subcommand)]
enum Command {
    /// Runs a scenario against a WHIP and WHEP server, and says what arrived and what it cost.
    Run(Run),
    /// Runs a scenario against two servers in turn, and prints the ratios.
    Compare(Compare),
    /// Loads a Lotse's control plane: sign-ins, sessions a second, live WebSockets held.
    Api(Api),
}

#[derive(clap::Args)]
struct Run {
    /// A name in config/loadtest, or the path of a scenario file.
    scenario: String,
    #[command(flatten)]
    target: TargetArguments,
    #[command(flatten)]
    client: ClientArguments,
    #[command(flatten)]
    out: OutArguments,
}

#[derive(clap::Args)]
struct Compare {
    /// A name in config/loadtest, or the path of a scenario file.
    scenario: String,
    /// The file that describes the first target.
    #[arg(long, value_name = "FILE")]
    a: PathBuf,
    /// The file that describes the second target.
    #[arg(long, value_name = "FILE")]
    b: PathBuf,
    /// How often each has its turn.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    #[command(flatten)]
    client: ClientArguments,
    #[command(flatten)]
    out: OutArguments,
}

#[derive(clap::Args)]
struct Api {
    /// Where pages and API are, such as http://localhost:8080.
    #[arg(long, value_name = "URL")]
    web: String,
    /// A file with a line `USERNAME PASSWORD` for each person.
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    /// How long sessions are made, and then how long sockets are held.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    seconds: u32,
    /// Live WebSockets that each person keeps open; a Lotse allows sixteen.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    sockets_each: u32,
    /// The server's process, whose cost is measured.
    #[arg(long, value_name = "PID")]
    server_pid: Option<u32>,
    #[command(flatten)]
    out: OutArguments,
}

#[derive(clap::Args)]
struct TargetArguments {
    /// The WHIP endpoint; {session} in it stands for the session's name.
    #[arg(long, value_name = "URL")]
    whip: String,
    /// The WHEP endpoint, likewise.
    #[arg(long, value_name = "URL")]
    whep: String,
    /// A shell command that prints a token for $LOTSE_SESSION and $LOTSE_ROLE (sharer or helper).
    #[arg(long, value_name = "CMD", group = "token_source")]
    token_command: Option<String>,
    /// A shell command that reads a line `SESSION ROLE` for each participant and prints a token for each.
    #[arg(long, value_name = "CMD", group = "token_source")]
    tokens_command: Option<String>,
    /// The same token for everybody, for servers that want none or one.
    #[arg(long, value_name = "TOKEN", group = "token_source")]
    token: Option<String>,
    /// The server's process, whose cost is measured.
    #[arg(long, value_name = "PID")]
    server_pid: Option<u32>,
    /// The core that the server runs on, where F is measured.
    #[arg(long, value_name = "CORE")]
    server_core: Option<usize>,
}

#[derive(clap::Args)]
struct ClientArguments {
    /// The cores of the client, one lane each.
    #[arg(long, value_name = "CORES", value_delimiter = ',')]
    client_cores: Vec<usize>,
    /// How many milliseconds late one packet in a hundred may leave before the run is void.
    #[arg(long, value_name = "MS", default_value_t = 10)]
    late_ms: u64,
}

#[derive(clap::Args)]
struct OutArguments {
    /// Writes the account as JSON; `-` prints it instead of the table.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Writes the account as a page with charts.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Run {
    fn target(&self) -> Target {
        let place = &self.target;
        let tokens = match (&place.token_command, &place.tokens_command) {
            (Some(each), _) => TokenSource::Each(each.clone()),
            (None, Some(many)) => TokenSource::Many(many.clone()),
            (None, None) => TokenSource::Fixed(place.token.clone().unwrap_or("none".to_owned())),
        };
        Target {
            whip_url: place.whip.clone(),
            whep_url: place.whep.clone(),
            tokens,
            server_pid: place.server_pid,
            server_core: place.server_core,
            client_cores: self.client.client_cores.clone(),
            late_max: Duration::from_millis(self.client.late_ms),
        }
    }
}

const REFUSED: u8 = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(arguments) => one(&arguments).await,
        Command::Compare(arguments) => both(&arguments).await,
        Command::Api(arguments) => control_plane(&arguments).await,
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(REFUSED),
        Err(fault) => {
            say_fault(&fault);
            ExitCode::FAILURE
        }
    }
}

/// Whether there are figures.
async fn one(arguments: &Run) -> anyhow::Result<bool> {
    let scenario = Scenario::load(&arguments.scenario)?;
    let target = arguments.target();
    keep_to(&target.client_cores)?;
    if let Some(ramp) = &scenario.ramp {
        return ramped(arguments, &scenario, ramp, &target).await;
    }
    let account = run(&scenario, &target, &mut Bars::new(&scenario.name)).await?;
    arguments.out.write(
        &account,
        &serde_json::to_string_pretty(&account)?,
        &scenario.name,
        &[(&scenario.about, &account)],
    )?;
    Ok(account.void.is_empty())
}

/// Whether any rung held.
async fn ramped(
    arguments: &Run,
    scenario: &Scenario,
    ramp: &Ramp,
    target: &Target,
) -> anyhow::Result<bool> {
    let mut bars = |name: &str| -> Box<dyn Watch> { Box::new(Bars::new(name)) };
    let climb = climb(scenario, ramp, target, &mut bars).await?;
    let names: Vec<String> = climb
        .rungs
        .iter()
        .map(|rung| format!("{} {}", rung.at, climb.grows))
        .collect();
    let accounts = climb.rungs.iter().map(|rung| &rung.account);
    let named: Vec<(&str, &Account)> = names.iter().map(String::as_str).zip(accounts).collect();
    let json = serde_json::to_string_pretty(&climb)?;
    arguments.out.write(&climb, &json, &scenario.name, &named)?;
    Ok(climb.has_figures())
}

async fn both(arguments: &Compare) -> anyhow::Result<bool> {
    let scenario = Scenario::load(&arguments.scenario)?;
    if scenario.ramp.is_some() {
        bail!(
            "{} has a ramp, which `run` climbs; compare takes a scenario without one",
            scenario.name
        );
    }
    let client = &arguments.client;
    let late_max = Duration::from_millis(client.late_ms);
    let a = Named::read(&arguments.a, &client.client_cores, late_max)?;
    let b = Named::read(&arguments.b, &client.client_cores, late_max)?;
    keep_to(&client.client_cores)?;
    let mut rounds: Vec<[Account; 2]> = Vec::new();
    for round in 1..=arguments.rounds {
        let turn = |named: &Named| Bars::new(&format!("{} {} {round}", scenario.name, named.name));
        let first = run(&scenario, &a.target, &mut turn(&a))
            .await
            .context(a.name.clone())?;
        let second = run(&scenario, &b.target, &mut turn(&b))
            .await
            .context(b.name.clone())?;
        rounds.push([first, second]);
    }
    let compared = Comparison::of([a.name.clone(), b.name.clone()], &rounds);
    let json = serde_json::json!({ "comparison": compared, "rounds": rounds });
    let named = rounds
        .iter()
        .flat_map(|[first, second]| [(a.name.as_str(), first), (b.name.as_str(), second)]);
    let title = format!("{}: {} and {}", scenario.name, a.name, b.name);
    let json = serde_json::to_string_pretty(&json)?;
    arguments
        .out
        .write(&compared, &json, &title, &named.collect::<Vec<_>>())?;
    Ok(compared.rounds > 0)
}

/// Whether nothing failed.
async fn control_plane(arguments: &Api) -> anyhow::Result<bool> {
    let people = std::fs::read_to_string(&arguments.people)
        .with_context(|| arguments.people.display().to_string())?;
    let asked = ApiLoad {
        web: arguments.web.trim_end_matches('/').to_owned(),
        people,
        seconds: arguments.seconds,
        sockets_each: arguments.sockets_each,
        server_pid: arguments.server_pid,
    };
    let account = load(&asked).await?;
    let json = serde_json::to_string_pretty(&account)?;
    arguments.out.write(&account, &json, "control plane", &[])?;
    if account.failed > 0 {
        bail!("{} requests failed", account.failed);
    }
    Ok(true)
}

fn keep_to(cores: &[usize]) -> anyhow::Result<()> {
    cores.first().map_or(Ok(()), |core| pin(*core))
}

impl OutArguments {
    #[expect(clippy::print_stdout, reason = "the account is this program's output")]
    fn write(
        &self,
        table: &impl std::fmt::Display,
        json: &str,
        title: &str,
        accounts: &[(&str, &Account)],
    ) -> anyhow::Result<()> {
        let to = |path: &Path, text: &str| {
            std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
        };
        match &self.json {
            Some(path) if path.as_os_str() == "-" => println!("{json}"),
            Some(path) => {
                to(path, json)?;
                print!("{table}");
            }
            None => print!("{table}"),
        }
        self.html
            .as_ref()
            .map_or(Ok(()), |path| to(path, &page(title, accounts)))
    }
}

#[expect(clippy::print_stderr, reason = "the user reads it on the terminal")]
fn say_fault(fault: &anyhow::Error) {
    eprintln!("lotse-loadtest: {fault:#}");
}
