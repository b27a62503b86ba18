//! Reads the repository for the tests that keep the walls, the words, the config and the metrics true. Never builds or
//! changes anything.

use std::fs;
use std::path::{Path, PathBuf};

/// The examples of STYLE.md, compiled as doctests.
#[cfg(doctest)]
#[doc = include_str!("../../STYLE.md")]
pub struct Style;

/// Folders that hold what machines made.
const MADE: [&str; 5] = [".git", "target", "node_modules", "dist", ".run"];

/// Every crate's folder.
pub const CRATES: [&str; 11] = [
    "protocol",
    "cluster",
    "listener",
    "sfu/core",
    "sfu",
    "control-plane/domain",
    "control-plane",
    "cli",
    "loadtest",
    "benches",
    "tidy",
];

/// The repository's folder.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of ours, with its path below [`root`] and what it says.
#[derive(Debug, Clone)]
pub struct Text {
    /// Its path, with slashes.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Every text file below a folder whose name ends with one of `endings`, in the order of their paths.
#[must_use]
pub fn texts(folder: &str, endings: &[&str]) -> Vec<Text> {
    let root = root();
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && !MADE.contains(&name.as_str()) {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.extend(text_of(&root, &path));
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn text_of(root: &Path, path: &Path) -> Option<Text> {
    let below = path.strip_prefix(root).ok()?;
    Some(Text {
        path: below.to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(path).ok()?,
    })
}

/// Every Rust source file of the product and its tools, tests of a crate apart.
#[must_use]
pub fn sources() -> Vec<Text> {
    let all = CRATES
        .iter()
        .flat_map(|name| texts(&format!("{name}/src"), &[".rs"]));
    all.collect()
}

/// The file without its tests: what stands before the first test module in it.
#[must_use]
pub fn without_tests(text: &str) -> &str {
    let tests = ["\n#[cfg(test)]\nmod tests", "\n#[cfg(test)]\n#[expect"];
    let ends = tests.iter().filter_map(|mark| text.find(mark));
    text.get(..ends.min().unwrap_or(text.len())).unwrap_or(text)
}

/// Whether a file holds nothing but tests.
#[must_use]
pub fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}
