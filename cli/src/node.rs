//! Which node this process is, and which of its lives: an id and a count of starts in the data folder. A token for an
//! earlier life is void, so the count must rise with each start, even after a crash.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lotse_protocol::id::NodeId;
use lotse_protocol::token::NodePlace;
use uuid::Uuid;

const FILE: &str = "node";

/// Why a node does not know who it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NodeFault {
    /// The file says something else.
    #[error(
        "{path} does not hold a node's id and its count of starts; if it is broken, remove it and this becomes a new node",
        path = path.display()
    )]
    Broken {
        /// Which file.
        path: PathBuf,
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

/// Begins another life: counts this start in `data_dir`. `fresh` names the node when there is none yet.
pub(crate) fn begin(data_dir: &Path, fresh: Uuid) -> Result<NodePlace, NodeFault> {
    let path = data_dir.join(FILE);
    let unusable = |source| NodeFault::Unusable {
        path: path.clone(),
        source,
    };
    let place = match fs::read_to_string(&path) {
        Ok(text) => {
            let earlier: NodePlace = text
                .trim()
                .parse()
                .map_err(|_| NodeFault::Broken { path: path.clone() })?;
            NodePlace {
                epoch: earlier.epoch.saturating_add(1),
                ..earlier
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => NodePlace {
            node: NodeId::from_uuid(fresh),
            epoch: 1,
        },
        Err(error) => return Err(unusable(error)),
    };
    write(data_dir, &path, place).map_err(unusable)?;
    Ok(place)
}

/// Written beside and moved over, so that a crash leaves the old file or the new one.
fn write(data_dir: &Path, path: &Path, place: NodePlace) -> io::Result<()> {
    fs::create_dir_all(data_dir)?;
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(place.text().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_start_is_another_life_of_the_same_node() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");

        let first = begin(&data_dir, Uuid::from_u128(1)).unwrap();
        let second = begin(&data_dir, Uuid::from_u128(2)).unwrap();

        assert_eq!((first.epoch, second.epoch), (1, 2));
        assert_eq!(first.node, second.node);
    }

    #[test]
    fn a_broken_file_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, "node one").unwrap();

        let told = begin(folder.path(), Uuid::from_u128(1))
            .unwrap_err()
            .to_string();

        assert!(told.contains(&path.display().to_string()) && told.contains("remove it"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "node one");
    }
}
