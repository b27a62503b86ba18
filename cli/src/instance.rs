//! What a running service leaves in its data folder for commands typed beside it: under which address it signs, and
//! whether it lets operators print tokens. Never holds a secret.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use lotse_control_plane::config::{NotAPublicUrl, PublicUrl};
use lotse_protocol::token::NodePlace;
use serde::{Deserialize, Serialize};

use crate::limits::INSTANCE_BYTES_MAX;

const FILE: &str = "instance.json";

/// How the service that uses a data folder was started last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instance {
    /// Its public address, which signs media tokens.
    pub(crate) public_url: PublicUrl,
    /// Whether it lets operators print tokens.
    pub(crate) operator_tokens: bool,
    /// Which node it is and which of its lives; a token for an earlier life is void.
    pub(crate) place: Option<NodePlace>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawInstance {
    public_url: String,
    operator_tokens: bool,
    place: Option<NodePlace>,
}

/// Why nothing is known about a data folder's service.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstanceFault {
    /// No service has run there.
    #[error("no Lotse has run with {0}; start one first, or name its folder or config")]
    NeverRan(PathBuf),
    /// The file is not what a service wrote.
    #[error("{path} is not what a running Lotse writes: {why}; start it again", path = path.display())]
    Broken {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The file cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

impl Instance {
    /// Leaves it in `data_dir`.
    pub(crate) fn write(&self, data_dir: &Path) -> Result<(), InstanceFault> {
        let path = data_dir.join(FILE);
        let raw = RawInstance {
            public_url: self.public_url.text().to_owned(),
            operator_tokens: self.operator_tokens,
            place: self.place,
        };
        let written = serde_json::to_vec(&raw)
            .map_err(io::Error::from)
            .and_then(|text| fs::write(&path, text));
        written.map_err(|source| InstanceFault::Unusable { path, source })
    }

    /// Finds it in `data_dir`.
    pub(crate) fn read(data_dir: &Path) -> Result<Self, InstanceFault> {
        let path = data_dir.join(FILE);
        let text = match crate::config::read_bounded(&path, INSTANCE_BYTES_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(InstanceFault::NeverRan(data_dir.to_owned()));
            }
            Err(source) => return Err(InstanceFault::Unusable { path, source }),
        };
        let broken = |why: String| InstanceFault::Broken {
            path: path.clone(),
            why,
        };
        let raw: RawInstance =
            serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
        let public_url = raw.public_url.parse();
        Ok(Self {
            public_url: public_url.map_err(|fault: NotAPublicUrl| broken(fault.to_string()))?,
            operator_tokens: raw.operator_tokens,
            place: raw.place,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_leaves_is_what_a_command_finds() {
        let folder = tempfile::tempdir().unwrap();
        let instance = Instance {
            public_url: "http://localhost:8090".parse().unwrap(),
            operator_tokens: true,
            place: "nod_00000000-0000-7000-8000-000000000001.3".parse().ok(),
        };
        assert!(instance.place.is_some());

        instance.write(folder.path()).unwrap();

        assert_eq!(Instance::read(folder.path()).unwrap(), instance);
    }

    #[test]
    fn a_folder_without_a_service_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();

        let told = Instance::read(folder.path()).unwrap_err().to_string();

        assert!(told.contains("start one first"), "{told}");
    }
}
