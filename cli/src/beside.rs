//! Commands typed beside a running service: a token for tests and load, and the verification of its audit log. They work on
//! the service's data folder alone.

use std::env;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use lotse_control_plane::audit::{Report, VerifyFault, verify};
use lotse_control_plane::operator::{self, OperatorFault, OperatorRequest, Seat, longest_session};
use lotse_protocol::role::{Can, MediaRole};

use crate::arguments::{self, DataPlace, TokenArguments, VerifyArguments};
use crate::config;
use crate::demo;
use crate::exit::{Failure, say};
use crate::instance::{Instance, InstanceFault};
use crate::limits::SEATS_INPUT_MAX;

/// `lotse token`: prints tokens, one a line, and nothing else.
pub(crate) async fn token(arguments: TokenArguments) -> Result<(), Failure> {
    let seats = match (arguments.many, arguments.session, arguments.role) {
        (Some(most), _, _) => seats(&typed()?, most)?,
        (None, Some(session), Some(asked)) => vec![Seat {
            session,
            role: role(asked),
        }],
        (None, _, _) => Vec::new(),
    };
    let data_dir = data_dir(arguments.place)?;
    let instance = Instance::read(&data_dir).map_err(|fault| match fault {
        InstanceFault::NeverRan(_) => Failure::NotReady(fault.to_string()),
        InstanceFault::Broken { .. } | InstanceFault::Unusable { .. } => Failure::because(&fault),
    })?;
    let request = OperatorRequest {
        switched_on: instance.operator_tokens,
        public_url: instance.public_url,
        seats,
        can: arguments.can.into_iter().map(can).collect(),
        ttl: Duration::from_secs(arguments.ttl),
        life: longest_session(),
        place: instance.place,
    };
    let issued = operator::issue(&data_dir, request).await;
    let tokens = issued.map_err(|fault| match fault {
        OperatorFault::Refused(_) | OperatorFault::SessionTaken => {
            Failure::Refused(fault.to_string())
        }
        OperatorFault::NoData(_) => Failure::NotReady(fault.to_string()),
        OperatorFault::Keys(_)
        | OperatorFault::Store(_)
        | OperatorFault::NoChance(_)
        | OperatorFault::NotSigned(_) => Failure::because(&fault),
    })?;
    let lines: String = tokens.iter().flat_map(|token| [token, "\n"]).collect();
    say(&lines)
}

fn typed() -> Result<String, Failure> {
    let mut text = String::new();
    let one_more = SEATS_INPUT_MAX.saturating_add(1);
    let read = io::stdin().lock().take(one_more).read_to_string(&mut text);
    let len = read.map_err(|error| Failure::because(&error))?;
    if u64::try_from(len).unwrap_or(u64::MAX) > SEATS_INPUT_MAX {
        return Err(Failure::Failed(format!(
            "the standard input has more than {SEATS_INPUT_MAX} bytes; ask for fewer tokens at once"
        )));
    }
    Ok(text)
}

/// A line `SESSION ROLE` for each token.
fn seats(text: &str, most: u32) -> Result<Vec<Seat>, Failure> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    if lines.clone().count() > usize::try_from(most).unwrap_or(usize::MAX) {
        return Err(Failure::Failed(format!(
            "there are more than {most} lines on the standard input"
        )));
    }
    let seat = |(number, line): (usize, &str)| {
        let mut words = line.split_whitespace();
        let (session, asked, rest) = (words.next(), words.next(), words.next());
        let asked = asked.and_then(|word| arguments::Role::from_str(word, false).ok());
        match (session, asked, rest) {
            (Some(session), Some(asked), None) => Ok(Seat {
                session: session.to_owned(),
                role: role(asked),
            }),
            (_, _, _) => Err(Failure::Failed(format!(
                "line {number} of the standard input is not `SESSION ROLE`, such as `probe helper`"
            ))),
        }
    };
    (1_usize..).zip(lines).map(seat).collect()
}

/// `lotse audit verify`: says how many events there are, or which is the first that does not fit.
pub(crate) async fn verify_audit(arguments: VerifyArguments) -> Result<(), Failure> {
    let data_dir = data_dir(arguments.place)?;
    let report = verify(&data_dir).await.map_err(|fault| match fault {
        VerifyFault::NoData(_) | VerifyFault::NoLog(_) => Failure::NotReady(fault.to_string()),
        VerifyFault::Keys(_) | VerifyFault::Store(_) => Failure::because(&fault),
    })?;
    if arguments.json {
        let json = match report {
            Report::Whole { rows } => serde_json::json!({ "ok": true, "rows": rows }),
            Report::Broken { row, flaw } => {
                serde_json::json!({ "ok": false, "row": row, "flaw": flaw })
            }
        };
        say(&format!("{json}\n"))?;
    }
    match report {
        Report::Whole { .. } if arguments.json => Ok(()),
        Report::Whole { rows } => say(&format!("the audit log is whole: {rows} events\n")),
        Report::Broken { row, flaw } => Err(Failure::Failed(format!(
            "the audit log is broken at event {row}: {flaw}"
        ))),
    }
}

/// What was typed goes before the environment, and a folder before a config that names one.
fn data_dir(typed: DataPlace) -> Result<PathBuf, Failure> {
    if typed.data_dir.is_some() || typed.config.is_some() {
        return folder(typed);
    }
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    folder(DataPlace {
        data_dir: named("LOTSE_DATA_DIR").map(PathBuf::from),
        config: named("LOTSE_CONFIG").map(PathBuf::from),
    })
}

fn folder(place: DataPlace) -> Result<PathBuf, Failure> {
    match (place.data_dir, place.config) {
        (Some(data_dir), _) => Ok(data_dir),
        (None, Some(file)) => {
            let config = config::load(&file, config::environment())?;
            Ok(config.control_plane.data_dir)
        }
        (None, None) => Ok(demo::data_dir()),
    }
}

const fn role(role: arguments::Role) -> MediaRole {
    match role {
        arguments::Role::Sharer => MediaRole::Sharer,
        arguments::Role::Helper => MediaRole::Helper,
        arguments::Role::Observer => MediaRole::Observer,
    }
}

const fn can(can: arguments::Can) -> Can {
    match can {
        arguments::Can::SendScreen => Can::SendScreen,
        arguments::Can::ViewScreen => Can::ViewScreen,
        arguments::Can::Chat => Can::Chat,
    }
}
