//! The one binary `lotse`: the only place that knows both the SFU and the control plane. It reads the command line and the
//! config, starts the parts and ends them. It never decides anything about a session.

mod limits;
mod arguments;
mod config;
mod exit;
mod log;
mod metrics;
mod node;
mod notify;
mod instance;
mod places;
mod doors;
mod admin;
mod demo;
mod serve;
mod beside;
mod commands;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One crypto provider for everything that speaks TLS. It is set once, so an error could only mean that it is set.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match commands::run(arguments.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "lotse: {failure}");
            failure.code()
        }
    }
}
