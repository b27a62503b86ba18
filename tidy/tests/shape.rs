//! How files look: they say what they are, stay short, and call things by their names.

use std::fs;

use lotse_tidy::{CRATES, Text, is_test_file, root, sources, texts, without_tests};

/// Longest file, its tests apart (STYLE section 6).
const LINES_MAX: usize = 500;
/// Crates that touch bytes of strangers.
const NETWORK_CRATES: [&str; 4] = ["sfu/core", "sfu", "listener", "loadtest"];
/// Crates that are pure and repeat the root's thresholds in a clippy.toml of their own.
const CORES: [&str; 3] = ["protocol", "sfu/core", "control-plane/domain"];

#[test]
fn every_module_says_what_it_is() {
    let sources = sources();
    let silent: Vec<&str> = sources
        .iter()
        .filter(|file| !is_test_file(&file.path) && !file.text.starts_with("//! "))
        .map(|file| file.path.as_str())
        .collect();

    assert!(
        sources.len() > 60,
        "only {} files were looked at",
        sources.len()
    );
    assert!(silent.is_empty(), "no //! at the top of {silent:#?}");
}

#[test]
fn no_file_is_longer_than_one_idea() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|file| !is_test_file(&file.path))
        .map(|file| (file, without_tests(&file.text).lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(file, lines)| format!("{}: {lines} lines", file.path))
        .collect();

    assert!(long.is_empty(), "longer than {LINES_MAX} lines: {long:#?}");
}

#[test]
fn crates_that_touch_bytes_of_strangers_deny_what_could_panic() {
    let lints = [
        "indexing_slicing",
        "arithmetic_side_effects",
        "cast_possible_truncation",
    ];
    for name in NETWORK_CRATES {
        let text = fs::read_to_string(root().join(name).join("src/lib.rs")).unwrap();
        let denied = text
            .split("#![deny(")
            .nth(1)
            .and_then(|rest| rest.split(")]").next());
        let denied = denied.unwrap_or_default();
        for lint in lints {
            assert!(
                denied.contains(&format!("clippy::{lint}")),
                "{name} does not deny {lint}"
            );
        }
    }
}

#[test]
fn every_crate_takes_the_workspaces_lints() {
    for name in CRATES {
        let text = fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap();

        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{name} has lints of its own"
        );
    }
}

#[test]
fn cores_repeat_the_roots_thresholds() {
    let read = |path: &str| -> toml::Table {
        fs::read_to_string(root().join(path))
            .unwrap()
            .parse()
            .unwrap()
    };
    let thresholds = read("clippy.toml");
    for name in CORES {
        let own = read(&format!("{name}/clippy.toml"));

        for (key, value) in &thresholds {
            assert_eq!(own.get(key), Some(value), "{name}/clippy.toml: {key}");
        }
        assert!(
            own.contains_key("disallowed-methods"),
            "{name}/clippy.toml bans nothing"
        );
    }
}

#[test]
fn nothing_is_called_by_a_word_that_says_nothing() {
    let nothing = [
        "util",
        "utils",
        "manager",
        "misc",
        "common",
        "helpers_fn",
        "helper_fn",
    ];
    let mut faults = Vec::new();
    for file in sources() {
        let stem = file
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        if nothing.contains(&stem) {
            faults.push(file.path.clone());
        }
        if is_test_file(&file.path) {
            continue;
        }
        for (number, line) in numbered(without_tests(&file.text)) {
            let name = declared_name(line).unwrap_or_default().to_lowercase();
            let empty = name.split('_').any(|word| nothing.contains(&word))
                || name.starts_with("get_")
                || name.ends_with("manager");
            if empty {
                faults.push(format!("{}:{number}: {name}", file.path));
            }
        }
    }

    assert!(faults.is_empty(), "words that say nothing: {faults:#?}");
}

#[test]
fn nothing_is_left_for_later() {
    let later = ["TODO", "FIXME", "XXX", "HACK", "todo!(", "unimplemented!("];
    let mut faults = Vec::new();
    for file in everything() {
        // A hash in a lock file may hold any four letters.
        if file.path.starts_with("tidy/tests/") || file.path.ends_with("package-lock.json") {
            continue;
        }
        for (number, line) in numbered(&file.text) {
            if later.iter().any(|mark| line.contains(mark)) {
                faults.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }

    assert!(faults.is_empty(), "left for later: {faults:#?}");
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    // Put together here, so that this file does not find itself.
    let marks = [
        ["/ro", "ot/"].concat(),
        ["/ho", "me/"].concat(),
        ["/wo", "rk/"].concat(),
        ["crates", ".io-"].concat(),
        ["regi", "stry="].concat(),
        ["Co-Auth", "ored-By"].concat(),
    ];
    let mut faults = Vec::new();
    for file in everything() {
        for (number, line) in numbered(&file.text) {
            if let Some(mark) = marks.iter().find(|mark| line.contains(mark.as_str())) {
                faults.push(format!("{}:{number}: {mark}", file.path));
            }
        }
    }

    assert!(faults.is_empty(), "names of one machine: {faults:#?}");
}

#[test]
fn packages_of_the_pages_come_from_nowhere_in_particular() {
    for file in texts("web", &["package-lock.json"]) {
        let place = file.text.lines().find(|line| line.contains("\"resolved\""));

        assert_eq!(place, None, "{}", file.path);
    }
}

fn everything() -> Vec<Text> {
    texts(
        ".",
        &[
            ".rs", ".toml", ".md", ".ts", ".mjs", ".js", ".css", ".html", ".ftl", ".sql", ".json",
            "Makefile", ".npmrc",
        ],
    )
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}

/// The name that a line declares: a function, a type, a module or a constant.
fn declared_name(line: &str) -> Option<&str> {
    let words = [
        "fn ", "struct ", "enum ", "trait ", "mod ", "type ", "const ", "static ",
    ];
    let line = line.trim();
    let line = line
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub ");
    let line = line
        .trim_start_matches("async ")
        .trim_start_matches("const fn ");
    let rest = words
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .unwrap_or_default();
    rest.split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .filter(|name| !name.is_empty())
}
