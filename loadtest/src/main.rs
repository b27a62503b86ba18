//! `lotse-loadtest`: loads a Lotse, or any WHIP and WHEP server, and says what arrived. Never starts a server.

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use lotse_loadtest::client::{Codec, Pace, Transport};
use lotse_loadtest::load::{Load, run};

#[derive(Parser)]
#[command(name = "lotse-loadtest", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Publishes and plays many sessions at once, then prints what was delivered.
    Run(Run),
}

#[derive(clap::Args)]
struct Run {
    /// The WHIP endpoint.
    #[arg(long, value_name = "URL")]
    whip: String,
    /// The WHEP endpoint.
    #[arg(long, value_name = "URL")]
    whep: String,
    /// A shell command that prints a media token for $LOTSE_SESSION and $LOTSE_ROLE (sharer or helper).
    #[arg(long, value_name = "CMD")]
    token_command: String,
    /// Sessions at once.
    #[arg(long, default_value_t = 1)]
    sessions: u32,
    /// Helpers in each session.
    #[arg(long, default_value_t = 1)]
    helpers: u32,
    /// How long to publish.
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// Frames a second.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    rate: u32,
    /// Bytes of a frame.
    #[arg(long, default_value_t = 4_000)]
    frame_bytes: usize,
    /// The codec.
    #[arg(long, value_enum, default_value_t = CodecName::Vp8)]
    codec: CodecName,
    /// Media over ICE-TCP instead of UDP.
    #[arg(long)]
    tcp: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum CodecName {
    Vp8,
    Vp9,
    Av1,
    H264,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Run(arguments) = Arguments::parse().command;
    match load(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            say_fault(&fault);
            ExitCode::FAILURE
        }
    }
}

/// Whether every leg came up and every frame arrived in order.
#[expect(clippy::print_stdout, reason = "the account is this program's output")]
async fn load(arguments: &Run) -> anyhow::Result<bool> {
    let account = run(&Load {
        whip_url: arguments.whip.clone(),
        whep_url: arguments.whep.clone(),
        token_command: arguments.token_command.clone(),
        sessions: arguments.sessions,
        helpers: arguments.helpers,
        seconds: arguments.seconds,
        pace: Pace {
            interval: Duration::from_secs(1)
                .checked_div(arguments.rate)
                .unwrap_or(Duration::from_secs(1)),
            bytes: arguments.frame_bytes,
        },
        codec: match arguments.codec {
            CodecName::Vp8 => Codec::Vp8,
            CodecName::Vp9 => Codec::Vp9,
            CodecName::Av1 => Codec::Av1,
            CodecName::H264 => Codec::H264,
        },
        transport: if arguments.tcp {
            Transport::Tcp
        } else {
            Transport::Udp
        },
    })
    .await?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&account)?);
    } else {
        println!("{account}");
    }
    let whole = account.frames_delivered == account.frames_expected;
    let seen = arguments.helpers == 0 || account.frames_delivered > 0;
    Ok(account.failed == 0 && account.frames_out_of_order == 0 && whole && seen)
}

#[expect(clippy::print_stderr, reason = "the user reads it on the terminal")]
fn say_fault(fault: &anyhow::Error) {
    eprintln!("lotse-loadtest: {fault:#}");
}
