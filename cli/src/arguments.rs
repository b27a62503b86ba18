//! The command line: what may be typed. Knows nothing of what is done then.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use lotse_domain::limits::OPERATOR_SESSION_MAX;

/// Remote help in the browser: a helper sees a colleague's screen, view only, with a chat beside it.
#[derive(Debug, Parser)]
#[command(name = "lotse", version, about, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Longest time in seconds that a printed token may be used to connect.
const TTL_MAX: u64 = OPERATOR_SESSION_MAX.as_secs();
/// Most tokens that one call prints.
const MANY_MAX: i64 = 10_000;
const EXIT_CODES: &str = "Exit codes: 0 ok, 1 failed, 2 usage, 3 config, 4 not ready, 5 refused";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Starts everything with a demo organisation, on http://localhost:8080
    Demo(DemoArguments),
    /// Starts everything as the config says
    Serve(ServeArguments),
    /// Prints a media token for tests, load and scripts: an operator's grant, written to the audit log
    Token(TokenArguments),
    /// Looks after the audit log
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Looks after the config
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Reads a password from the standard input and prints its hash for the config
    HashPassword,
}

/// `lotse demo`
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Port of the pages and the API, on loopback [default: 8080; 0 picks a free one]
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Port of media, UDP and TCP [default: 8443; 0 picks a free one]
    #[arg(long)]
    pub(crate) media_port: Option<u16>,
    /// Port of /livez, /readyz and /metrics, on loopback [default: 8081; 0 picks a free one]
    #[arg(long)]
    pub(crate) admin_port: Option<u16>,
    /// Where data live [default: lotse/demo in the XDG data folder]
    #[arg(long, env = "LOTSE_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// What is logged
    #[arg(long, value_enum)]
    pub(crate) log: Option<LogLevel>,
}

/// `lotse serve`
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The config file
    #[arg(long, env = "LOTSE_CONFIG", default_value = "/etc/lotse/lotse.toml")]
    pub(crate) config: PathBuf,
    /// What is logged, before what the config says
    #[arg(long, value_enum)]
    pub(crate) log: Option<LogLevel>,
}

/// `lotse token`
#[derive(Debug, Args)]
pub(crate) struct TokenArguments {
    /// Which session: any short name, the same name is the same session, or a ses_ id of a session made so
    #[arg(long, required_unless_present = "many")]
    pub(crate) session: Option<String>,
    /// As what
    #[arg(long, value_enum, required_unless_present = "many")]
    pub(crate) role: Option<Role>,
    /// Reads a line `SESSION ROLE` for each token from the standard input, at most N, and prints the tokens in their order
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "10000", conflicts_with_all = ["session", "role"], value_parser = clap::value_parser!(u32).range(1..=MANY_MAX))]
    pub(crate) many: Option<u32>,
    /// To do what [default: everything that the role may]
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) can: Vec<Can>,
    /// For how many seconds the token may be used to connect
    #[arg(long, default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=TTL_MAX))]
    pub(crate) ttl: u64,
    /// Whose running service it is for
    #[command(flatten)]
    pub(crate) place: DataPlace,
}

/// Whose data folder. The environment is asked only where nothing was typed, which the parser could not tell apart.
#[derive(Debug, Args)]
pub(crate) struct DataPlace {
    /// The data folder of the service [env: LOTSE_DATA_DIR] [default: the demo's]
    #[arg(long, conflicts_with = "config")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The config file of the service, which names its data folder [env: LOTSE_CONFIG]
    #[arg(long)]
    pub(crate) config: Option<PathBuf>,
}

/// `lotse audit`
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Follows the chain of hashes from the first event to the last, and names the first that does not fit
    Verify(VerifyArguments),
}

/// `lotse audit verify`
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Whose log
    #[command(flatten)]
    pub(crate) place: DataPlace,
}

/// `lotse config`
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Reads the config and names everything that is wrong with it
    Check(CheckArguments),
}

/// `lotse config check`
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The config file
    #[arg(long, env = "LOTSE_CONFIG", default_value = "/etc/lotse/lotse.toml")]
    pub(crate) config: PathBuf,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The least grave level that is logged.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LogLevel {
    /// We broke a promise.
    Error,
    /// Somebody should look.
    Warn,
    /// Per session.
    Info,
    /// Per decision.
    Debug,
    /// Per packet.
    Trace,
}

/// A part in a session.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Role {
    /// Sends a screen.
    Sharer,
    /// Receives it.
    Helper,
    /// Receives it, as a visible supervisor.
    Observer,
}

/// What a token permits.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Can {
    /// To send a screen.
    SendScreen,
    /// To receive it.
    ViewScreen,
    /// To write and read the chat.
    Chat,
}
