//! What others wrote and we build: under licenses that we may pass on, and with one crypto backend.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use lotse_tidy::root;
use spdx::{Expression, Licensee, ParseMode};

/// A package in the build.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    license: String,
}

#[test]
fn every_license_is_one_that_we_may_pass_on() {
    let allowed: Vec<Licensee> = strings(&deny_toml()["licenses"]["allow"])
        .iter()
        .map(|license| Licensee::parse(license).unwrap())
        .collect();
    let packages = built();
    let refused: Vec<&Package> = packages
        .iter()
        .filter(|package| !passes(&package.license, &allowed))
        .collect();

    assert!(
        packages.len() > 150,
        "only {} packages were looked at",
        packages.len()
    );
    assert!(
        refused.is_empty(),
        "licenses that deny.toml does not allow: {refused:#?}"
    );
}

#[test]
fn nothing_banned_is_built() {
    let banned: Vec<String> = deny_toml()["bans"]["deny"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ban| ban["crate"].as_str().unwrap().to_owned())
        .collect();
    let packages = built();
    let found: Vec<&Package> = packages
        .iter()
        .filter(|package| banned.contains(&package.name))
        .collect();

    assert!(banned.contains(&"ring".to_owned()));
    assert!(found.is_empty(), "banned by deny.toml: {found:#?}");
}

#[test]
fn a_license_that_nobody_may_pass_on_is_refused() {
    let allowed = [Licensee::parse("MIT").unwrap()];

    assert!(passes("MIT OR GPL-3.0-only", &allowed));
    assert!(!passes("MIT AND GPL-3.0-only", &allowed));
    assert!(!passes("", &allowed));
}

#[test]
fn both_licenses_lie_beside_the_code() {
    for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
        assert!(
            fs::read_to_string(root().join(file)).is_ok_and(|text| text.len() > 500),
            "{file}"
        );
    }
}

fn passes(license: &str, allowed: &[Licensee]) -> bool {
    let mode = ParseMode {
        allow_slash_as_or_operator: true,
        ..ParseMode::LAX
    };
    Expression::parse_mode(license, mode).is_ok_and(|expression| {
        expression.evaluate(|wanted| allowed.iter().any(|license| license.satisfies(wanted)))
    })
}

fn deny_toml() -> toml::Table {
    fs::read_to_string(root().join("deny.toml"))
        .unwrap()
        .parse()
        .unwrap()
}

fn strings(value: &toml::Value) -> Vec<String> {
    let items = value.as_array().unwrap().iter();
    items
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

/// Everything that is built for any of our targets, tests included. `cargo tree` follows features exactly, which
/// `cargo metadata` does not.
fn built() -> BTreeSet<Package> {
    let mut packages = BTreeSet::new();
    for target in strings(&deny_toml()["graph"]["targets"]) {
        let output = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--workspace",
                "--locked",
                "--prefix",
                "none",
                "--no-dedupe",
            ])
            .args([
                "--edges",
                "normal,build,dev",
                "--format",
                "{p}|{l}",
                "--target",
                &target,
            ])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        packages.extend(
            String::from_utf8(output.stdout)
                .unwrap()
                .lines()
                .filter_map(package),
        );
    }
    packages
}

/// `name v1.2.3 (somewhere)|MIT`
fn package(line: &str) -> Option<Package> {
    let (package, license) = line.split_once('|')?;
    let name = package.split(' ').next()?.to_owned();
    let license = license.trim_end_matches("(*)").trim().to_owned();
    Some(Package { name, license })
}
