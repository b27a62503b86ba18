//! Commands typed beside a running service: a token for tests and load, and the verification of its audit log. They work on
//! the service's data folder alone.

use std::path::PathBuf;
use std::time::Duration;

use lotse_control_plane::audit::{Report, VerifyFault, verify};
use lotse_control_plane::operator::{self, OperatorFault, OperatorRequest, longest_session};
use lotse_protocol::role::{Can, MediaRole};

use crate::arguments::{self, DataPlace, TokenArguments, VerifyArguments};
use crate::config;
use crate::demo;
use crate::exit::{Failure, say};
use crate::instance::{Instance, InstanceFault};

/// `lotse token`: prints one token and nothing else.
pub(crate) async fn token(arguments: TokenArguments) -> Result<(), Failure> {
    let data_dir = data_dir(arguments.place)?;
    let instance = Instance::read(&data_dir).map_err(|fault| match fault {
        InstanceFault::NeverRan(_) => Failure::NotReady(fault.to_string()),
        InstanceFault::Broken { .. } | InstanceFault::Unusable { .. } => Failure::because(&fault),
    })?;
    let request = OperatorRequest {
        switched_on: instance.operator_tokens,
        public_url: instance.public_url,
        session: arguments.session,
        role: role(arguments.role),
        can: arguments.can.into_iter().map(can).collect(),
        ttl: Duration::from_secs(arguments.ttl),
        life: longest_session(),
    };
    let issued = operator::issue(&data_dir, request).await;
    let token = issued.map_err(|fault| match fault {
        OperatorFault::Refused(_) | OperatorFault::SessionTaken => {
            Failure::Refused(fault.to_string())
        }
        OperatorFault::NoData(_) => Failure::NotReady(fault.to_string()),
        OperatorFault::Keys(_)
        | OperatorFault::Store(_)
        | OperatorFault::NoChance(_)
        | OperatorFault::NotSigned(_) => Failure::because(&fault),
    })?;
    say(&format!("{token}\n"))
}

/// `lotse audit verify`: says how many events there are, or which is the first that does not fit.
pub(crate) async fn verify_audit(arguments: VerifyArguments) -> Result<(), Failure> {
    let data_dir = data_dir(arguments.place)?;
    let report = verify(&data_dir).await.map_err(|fault| match fault {
        VerifyFault::NoData(_) => Failure::NotReady(fault.to_string()),
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

fn data_dir(place: DataPlace) -> Result<PathBuf, Failure> {
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
