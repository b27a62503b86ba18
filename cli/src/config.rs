//! The config: a TOML file with environment variables over it, read into values that fit together, or refused with file,
//! line, key, value and remedy. Never starts anything and never changes a file.

use std::env;
use std::path::Path;

pub(crate) use fault::Faults;
pub(crate) use people::{Kind, Pictures};
pub(crate) use source::read_bounded;
pub(crate) use values::{Config, MediaConfig};

mod fault;
mod source;
mod suggestion;
mod section;
mod raw;
mod people;
mod providers;
mod ice;
mod values;

/// The environment's variables that are text.
pub(crate) fn environment() -> impl Iterator<Item = (String, String)> {
    env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Reads a deployment's file, with the environment over it.
pub(crate) fn load(
    path: &Path,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, Faults> {
    let text = source::read_file(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = path.display().to_string();
    read(
        &file,
        &text,
        environment,
        &Pictures::Folder(folder),
        Kind::Deployment,
    )
}

/// Reads a config's text; `file` is its name in faults.
pub(crate) fn read(
    file: &str,
    text: &str,
    environment: impl Iterator<Item = (String, String)>,
    pictures: &Pictures<'_>,
    kind: Kind,
) -> Result<Config, Faults> {
    let mut table = source::parse(file, text)?;
    source::overlay(&mut table, environment, raw::TOP_KEYS);
    Config::from_table(file, table, pictures, kind)
}

#[cfg(test)]
mod tests;
