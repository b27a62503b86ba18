//! Imports point one way: between crates by a list, between modules by the order in which they are declared.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, MetadataCommand};
use lotse_tidy::{CRATES, root, without_tests};

/// What each crate of ours may import of ours, tests apart.
const MAY_IMPORT: [(&str, &[&str]); 11] = [
    ("lotse-protocol", &[]),
    ("lotse-cluster", &["lotse-protocol"]),
    ("lotse-listener", &["lotse-protocol"]),
    ("lotse-sfu-core", &["lotse-protocol"]),
    ("lotse-domain", &["lotse-protocol"]),
    (
        "lotse-sfu",
        &[
            "lotse-protocol",
            "lotse-cluster",
            "lotse-listener",
            "lotse-sfu-core",
        ],
    ),
    (
        "lotse-control-plane",
        &[
            "lotse-protocol",
            "lotse-cluster",
            "lotse-listener",
            "lotse-domain",
        ],
    ),
    (
        "lotse-cli",
        &[
            "lotse-protocol",
            "lotse-cluster",
            "lotse-listener",
            "lotse-sfu-core",
            "lotse-domain",
            "lotse-sfu",
            "lotse-control-plane",
        ],
    ),
    ("lotse-loadtest", &[]), // shares nothing with the server, so that both cannot be wrong together
    ("lotse-benches", &["lotse-protocol", "lotse-sfu-core"]),
    ("lotse-tidy", &[]),
];

/// What a core may never import, whoever's it is: whatever does IO, waits or draws random numbers.
const NOT_PURE: [&str; 14] = [
    "axum",
    "getrandom",
    "hyper",
    "mio",
    "quinn-udp",
    "rand",
    "reqwest",
    "rustls",
    "socket2",
    "sqlx",
    "tokio",
    "tokio-util",
    "tower",
    "tracing-subscriber",
];
const CORES: [&str; 3] = ["lotse-protocol", "lotse-sfu-core", "lotse-domain"];

#[test]
fn crates_import_only_what_lies_below_them() {
    let imports = imports_of_crates();
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut faults = Vec::new();

    assert_eq!(
        imports.len(),
        allowed.len(),
        "a crate without a rule: {imports:?}"
    );
    for (name, imports) in &imports {
        let allowed = allowed[name.as_str()];
        let ours = imports.iter().filter(|import| import.starts_with("lotse-"));
        for import in ours.filter(|import| !allowed.contains(&import.as_str())) {
            faults.push(format!("{name} -> {import}"));
        }
    }

    assert!(faults.is_empty(), "imports against the flow: {faults:?}");
}

#[test]
fn cores_import_nothing_that_does_io() {
    let imports = imports_of_crates();
    let mut faults = Vec::new();

    for core in CORES {
        let impure = imports[core]
            .iter()
            .filter(|import| NOT_PURE.contains(&import.as_str()));
        faults.extend(impure.map(|import| format!("{core} -> {import}")));
    }

    assert!(faults.is_empty(), "a core does IO: {faults:?}");
}

fn imports_of_crates() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .unwrap();
    let crates = metadata.packages.iter().map(|package| {
        let normal = package.dependencies.iter().filter(|import| {
            import.kind == DependencyKind::Normal || import.kind == DependencyKind::Build
        });
        let names = normal.map(|import| import.name.clone()).collect();
        (package.name.to_string(), names)
    });
    crates.collect()
}

#[test]
fn modules_import_only_modules_declared_earlier() {
    let mut seen = 0;
    let mut faults = Vec::new();
    for name in CRATES {
        let src = root().join(name).join("src");
        for top in ["lib.rs", "main.rs"] {
            seen += check(&src.join(top), &src, "crate::", &mut faults);
        }
    }

    assert!(seen > 60, "only {seen} modules were looked at");
    assert!(
        faults.is_empty(),
        "imports against the flow:\n{}",
        faults.join("\n")
    );
}

/// Checks the modules that `file` declares, which live in `folder` and are named `path`, and theirs.
fn check(file: &Path, folder: &Path, path: &str, faults: &mut Vec<String>) -> usize {
    let Ok(text) = fs::read_to_string(file) else {
        return 0;
    };
    let order = declared(&text);
    let mut seen = order.len();
    for (rank, module) in order.iter().enumerate() {
        let own = folder.join(format!("{module}.rs"));
        let own = if own.exists() {
            own
        } else {
            folder.join(module).join("mod.rs")
        };
        for file in files_of(folder, module) {
            let text = fs::read_to_string(&file).unwrap();
            let depth = depth_below(&own, &file);
            for target in imports(without_tests(&text), path, depth) {
                let target_rank = order.iter().position(|name| *name == target);
                if target_rank.is_some_and(|target_rank| target_rank > rank) {
                    faults.push(format!(
                        "  {}: {path}{module} -> {path}{target}",
                        file.display()
                    ));
                }
            }
        }
        seen += check(
            &own,
            &folder.join(module),
            &format!("{path}{module}::"),
            faults,
        );
    }
    seen
}

/// How many `super::` lead from `file` to the parent of the module whose own file is `own`.
fn depth_below(own: &Path, file: &Path) -> usize {
    if own == file {
        return 1;
    }
    let below = file
        .strip_prefix(own.with_extension(""))
        .unwrap_or(Path::new("x"));
    below.components().count() + 1
}

fn declared(text: &str) -> Vec<String> {
    let modules = text.lines().filter_map(|line| {
        let rest = line
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub ");
        Some(rest.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
    });
    modules.filter(|name| name != "tests").collect()
}

fn files_of(folder: &Path, module: &str) -> Vec<PathBuf> {
    let mut files = vec![folder.join(format!("{module}.rs"))];
    let mut folders = vec![folder.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && path.ends_with("tests") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.retain(|file| {
        let name = file.file_name().and_then(|name| name.to_str());
        file.exists() && name.is_some_and(|name| name.ends_with(".rs") && name != "tests.rs")
    });
    files
}

/// The modules of `path` that a text names, by the whole path or by `super::`.
fn imports(code: &str, path: &str, depth: usize) -> Vec<String> {
    let upward = "super::".repeat(depth);
    let longer = format!("{upward}super::");
    let absolute = code.match_indices(path).map(|(at, found)| at + found.len());
    let relative = code
        .match_indices(&upward)
        .filter(|(at, _)| !code[*at..].starts_with(&longer) && !code[..*at].ends_with("super::"))
        .map(|(at, found)| at + found.len());
    absolute
        .chain(relative)
        .flat_map(|at| names(&code[at..]))
        .collect()
}

fn names(rest: &str) -> Vec<String> {
    let name = |text: &str| {
        let letters = text
            .trim()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_');
        letters.collect::<String>()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    // Only what stands at the group's own depth is a module of `path`.
    let mut depth = 0;
    let mut own = String::new();
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ if depth == 0 => own.push(letter),
            _ => {}
        }
    }
    own.split(',')
        .map(name)
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn a_planted_import_against_the_flow_is_found() {
    let group = "use crate::{one::A, three::{B, C}, two};";
    let relative = "use super::three::D; use super::super::up::E;";

    assert_eq!(imports(group, "crate::", 1), ["one", "three", "two"]);
    assert_eq!(imports(relative, "crate::x::", 1), ["three"]);
    assert_eq!(imports(relative, "crate::", 2), ["up"]);
}
