//! What documents say is so: metrics exist, files are there, commands can be typed.

use std::collections::BTreeSet;
use std::fs;

use lotse_tidy::{root, sources, texts, without_tests};

const METRICS_PAGE: &str = "docs/metrics.md";

#[test]
fn metrics_have_their_names_in_metrics_rs_alone() {
    let elsewhere: Vec<String> = sources()
        .iter()
        .filter(|file| !file.path.ends_with("/metrics.rs") && !file.path.contains("/metrics/"))
        .filter(|file| !file.path.starts_with("tidy/"))
        .flat_map(|file| {
            let names = metric_names(without_tests(&file.text));
            names
                .into_iter()
                .map(|name| format!("{}: {name}", file.path))
        })
        .collect();

    assert!(
        elsewhere.is_empty(),
        "metric names outside metrics.rs: {elsewhere:#?}"
    );
}

#[test]
fn every_metric_is_documented_and_no_other() {
    let files = sources();
    let metrics: Vec<&str> = files
        .iter()
        .filter(|file| file.path.ends_with("/metrics.rs") || file.path.contains("/metrics/"))
        .map(|file| file.text.as_str())
        .collect();
    let named: BTreeSet<String> = metrics.iter().flat_map(|text| metric_names(text)).collect();
    let page = fs::read_to_string(root().join(METRICS_PAGE)).unwrap();
    let documented: BTreeSet<String> = page
        .lines()
        .filter_map(|line| Some(line.strip_prefix("| `")?.split('`').next()?.to_owned()))
        .collect();
    // Some names are put together from a prefix and the rest.
    let is_gone = |name: &&String| {
        let rest = name.trim_start_matches("lotse_control_");
        let written = [format!("\"{name}\""), format!("\"{rest}\"")];
        let found = |mark: &String| metrics.iter().any(|text| text.contains(mark.as_str()));
        !written.iter().any(found)
    };

    let missing: Vec<_> = named.difference(&documented).collect();
    let gone: Vec<_> = documented.iter().filter(is_gone).collect();

    assert!(named.len() > 10, "only {named:?}");
    assert!(
        missing.is_empty() && gone.is_empty(),
        "{METRICS_PAGE}: missing {missing:#?}, gone {gone:#?}"
    );
}

/// Texts in quotes that are names of metrics: `"lotse_..."`, but not those of our crates.
fn metric_names(text: &str) -> Vec<String> {
    let crates = [
        "cli",
        "cluster",
        "control_plane",
        "domain",
        "listener",
        "loadtest",
        "protocol",
        "sfu",
        "sfu_core",
    ];
    text.split("\"lotse_")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| {
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
        .filter(|name| !crates.contains(name))
        .map(|name| format!("lotse_{name}"))
        .collect()
}

#[test]
fn documents_point_at_files_that_exist() {
    let mut faults = Vec::new();
    for page in texts(".", &[".md"]) {
        let folder = root().join(&page.path).parent().unwrap().to_path_buf();
        for target in page
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or_default();
            let outside = file.contains("://") || file.starts_with("mailto:");
            if !outside && !file.is_empty() && !folder.join(file).exists() {
                faults.push(format!("{}: {target}", page.path));
            }
        }
    }

    assert!(faults.is_empty(), "links to nowhere: {faults:#?}");
}

#[test]
fn documents_name_make_targets_and_commands_that_exist() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let arguments = fs::read_to_string(root().join("cli/src/arguments.rs")).unwrap();
    let targets: BTreeSet<&str> = makefile
        .lines()
        .filter_map(|line| line.split_once(": ")?.0.split(':').next())
        .collect();
    let commands = ["demo", "serve", "token", "audit", "config", "hash-password"];
    let mut faults = Vec::new();
    for page in texts(".", &[".md"]) {
        for word in words_after(&page.text, "make ") {
            if !targets.contains(word.as_str()) && makefile_like(&word) {
                faults.push(format!("{}: make {word}", page.path));
            }
        }
        for word in words_after(&page.text, "lotse ") {
            if !commands.contains(&word.as_str()) && !word.is_empty() && !word.starts_with('-') {
                faults.push(format!("{}: lotse {word}", page.path));
            }
        }
    }

    for command in commands {
        let variant: String = command
            .split('-')
            .map(|part| part[..1].to_uppercase() + &part[1..])
            .collect();
        assert!(
            arguments.contains(&format!("    {variant}")),
            "lotse {command}"
        );
    }
    assert!(
        targets.contains("test") && faults.is_empty(),
        "cannot be typed: {faults:#?}"
    );
}

fn makefile_like(word: &str) -> bool {
    !word.is_empty() && !word.starts_with('-')
}

/// The words that follow `command` at the beginning of code: after a backtick or in an indented block.
fn words_after(text: &str, command: &str) -> Vec<String> {
    let marks = [
        format!("`{command}"),
        format!("\n    {command}"),
        format!("\n{command}"),
    ];
    let found = marks
        .iter()
        .flat_map(|mark| text.split(mark.as_str()).skip(1));
    found
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect()
        })
        .collect()
}
