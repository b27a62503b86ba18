//! What a config may say, and what an operator is told when it says something else.

use std::net::SocketAddr;
use std::path::Path;

use super::*;

const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Zm9yIGEgdGVzdCB0aGlzIGlzIG5vdCBhIHJlYWwgaGFzaA";

fn least() -> String {
    format!(
        "[web]\npublic_url = \"https://help.example.org\"\n[tenant]\nname = \"Example\"\ndomain = \"example.org\"\n\
         [[people]]\nusername = \"kim\"\nname = \"Kim\"\npassword_hash = \"{HASH}\"\n"
    )
}

fn read_with(text: &str, environment: &[(&str, &str)]) -> Result<Config, Faults> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    read(
        "lotse.toml",
        text,
        environment,
        &Pictures::Folder(Path::new(".")),
        Kind::Deployment,
    )
}

fn faults(text: &str) -> Vec<String> {
    let faults = read_with(text, &[]).unwrap_err();
    faults
        .to_string()
        .split("\nlotse.toml")
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn the_least_config_is_enough() {
    let config = read_with(&least(), &[]).unwrap();

    assert_eq!(
        config.control_plane.public_url.text(),
        "https://help.example.org"
    );
    assert!(!config.control_plane.operator_tokens && !config.control_plane.demo);
    assert!(!config.control_plane.settings.enabled);
}

#[test]
fn a_misspelt_key_is_named_with_file_line_and_the_right_one() {
    let text = format!(
        "{}[media]\nlisten = [\"0.0.0.0:443\"]\nadvertice = [\"203.0.113.7\"]\n",
        least()
    );

    let told = faults(&text);

    assert_eq!(
        told,
        [
            "lotse.toml:12: media.advertice\n  wrong: there is no such key\n  right: did you mean advertise?"
        ]
    );
}

#[test]
fn a_wrong_value_is_named_with_what_would_be_right() {
    let text = format!("{}[admin]\nlisten = \"localhost\"\n", least());

    let told = faults(&text).join("\n");

    assert!(
        told.starts_with("lotse.toml:11: admin.listen = \"localhost\"\n  wrong: "),
        "{told}"
    );
    assert!(
        told.contains("right: an address with a port, such as \"0.0.0.0:443\""),
        "{told}"
    );
}

#[test]
fn proxies_are_believed_only_when_they_are_named_and_in_the_header_that_is() {
    use lotse_control_plane::config::ProxyHeader;
    let with = |lines: &str| least().replace("[tenant]", &format!("{lines}\n[tenant]"));
    let none = read_with(&least(), &[]).unwrap().control_plane;
    let some = with("trusted_proxies = [\"10.0.0.0/8\", \"::1\"]\nproxy_header = \"Forwarded\"");
    let some = read_with(&some, &[]).unwrap().control_plane;

    assert!(none.trusted_proxies.is_empty());
    assert_eq!(none.proxy_header, ProxyHeader::XForwardedFor);
    assert!(some.trusted_proxies[0].contains("10.9.8.7".parse().unwrap()));
    assert_eq!(some.proxy_header, ProxyHeader::Forwarded);

    let wrong = with("trusted_proxies = [\"10.0.0.0/33\"]\nproxy_header = \"x-real-ip\"");
    let told = faults(&wrong).join("\n");

    assert!(told.contains("web.trusted_proxies = "), "{told}");
    assert!(
        told.contains("right: addresses or ranges, such as \"10.0.0.0/8\""),
        "{told}"
    );
    assert!(told.contains("web.proxy_header = \"x-real-ip\""), "{told}");
    assert!(
        told.contains("right: \"x-forwarded-for\" or \"forwarded\""),
        "{told}"
    );
}

#[test]
fn ice_servers_are_read_with_their_secret_from_a_file_or_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("turn");
    std::fs::write(&file, "from a file\n").unwrap();
    let with = |lines: &str| least() + "\n[[media.ice_servers]]\n" + lines;
    let none = read_with(&least(), &[]).unwrap().control_plane;
    let text = with(&format!(
        "urls = [\"turn:turn.example:3478?transport=udp\"]\nusername = \"u\"\ncredential_file = \"{}\"\n\
         [[media.ice_servers]]\nurls = [\"stun:stun.example\"]",
        file.display()
    ));

    let some = read_with(&text, &[]).unwrap().control_plane.ice_servers;

    assert!(none.ice_servers.is_empty());
    assert_eq!(some[0].urls, ["turn:turn.example:3478?transport=udp"]);
    assert_eq!(some[0].username.as_deref(), Some("u"));
    assert_eq!(some[0].credential.as_deref(), Some("from a file"));
    assert_eq!((some[1].urls.len(), &some[1].credential), (1, &None));
    for (wrong, part) in [
        (
            "urls = [\"http://turn.example\"]",
            "media.ice_servers[1].urls",
        ),
        (
            "urls = [\"turn:a b\"]",
            "no address of a STUN or TURN server",
        ),
        (
            "urls = [\"turns:turn.example\"]",
            "media.ice_servers[1].username",
        ),
        ("username = \"u\"", "media.ice_servers[1].urls"),
    ] {
        let told = faults(&with(wrong)).join("\n");
        assert!(told.contains(part), "no {part:?} in:\n{told}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let text = "colour = 1\n[web]\nlisten = 8080\n[media]\nthreads = 0\n[tenant]\nname = \"\"\n[settings]\ncode_ttl_min = 90\nchatt = true\n";

    let told = read_with(text, &[]).unwrap_err().to_string();

    for part in [
        "lotse.toml:1: colour\n  wrong: there is no such key",
        "lotse.toml:3: web.listen = 8080\n  wrong: it is a whole number",
        "lotse.toml:2: web.public_url\n  wrong: it is missing",
        "lotse.toml:5: media.threads = 0",
        "lotse.toml:7: tenant.name = \"\"",
        "tenant.domain\n  wrong: it is missing",
        "lotse.toml:9: settings.code_ttl_min = 90\n  wrong: 90 is not between 1 and 60",
        "lotse.toml:10: settings.chatt\n  wrong: there is no such key\n  right: did you mean chat?",
        "lotse.toml: people\n  wrong: it is missing",
    ] {
        assert!(told.contains(part), "no {part:?} in:\n{told}");
    }
}

#[test]
fn what_is_no_toml_is_named_with_its_line() {
    let told = faults("[web]\npublic_url = https://help.example.org\n").join("\n");

    assert!(told.starts_with("lotse.toml:2: TOML"), "{told}");
}

#[test]
fn the_environment_goes_before_the_file() {
    let environment = [
        ("LOTSE_WEB__LISTEN", "127.0.0.1:1,[::1]:2"),
        ("LOTSE_MEDIA__THREADS", "4"),
        ("LOTSE_OPERATOR__TOKENS", "true"),
        ("LOTSE_SETTINGS__CODE_TTL_MIN", "20"),
        ("LOTSE_SETTINGS__NONCOMPLIANT", "block"),
        ("LOTSE_DATA_DIR", "/srv/lotse"),
        ("LOTSE_BIN", "a variable of other programs"),
    ];

    let config = read_with(&least(), &environment).unwrap();

    let listen: Vec<SocketAddr> = vec!["127.0.0.1:1".parse().unwrap(), "[::1]:2".parse().unwrap()];
    assert_eq!(config.web.listen, listen);
    assert_eq!(config.media.threads, 4);
    assert!(config.control_plane.operator_tokens);
    assert_eq!(config.control_plane.settings.code_ttl_min.number(), 20);
    assert_eq!(config.control_plane.data_dir, Path::new("/srv/lotse"));
}

#[test]
fn a_wrong_variable_is_named_as_one() {
    let told = read_with(
        &least(),
        &[
            ("LOTSE_MEDIA__THREDS", "4"),
            ("LOTSE_OPERATOR__TOKENS", "yes"),
        ],
    )
    .unwrap_err()
    .to_string();

    assert!(
        told.contains("environment variable LOTSE_MEDIA__THREDS: media.threds\n"),
        "{told}"
    );
    assert!(told.contains("did you mean threads?"), "{told}");
    assert!(
        told.contains("environment variable LOTSE_OPERATOR__TOKENS: operator.tokens = \"yes\""),
        "{told}"
    );
}

#[test]
fn a_secret_can_come_from_a_file_and_never_shows_in_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hash");
    std::fs::write(&file, format!("{HASH}\n")).unwrap();
    let direct = format!("password_hash = \"{HASH}\"");
    let from_file = least().replace(
        &direct,
        &format!("password_hash_file = {:?}", file.display().to_string()),
    );
    let wrong = least().replace(&direct, "password_hash = \"open sesame\"");
    let plain = least().replace(&direct, "password = \"open sesame\"");

    assert!(read_with(&from_file, &[]).is_ok());
    for text in [wrong, plain] {
        let told = faults(&text).join("\n");
        assert!(
            !told.contains("sesame") && told.contains("(not shown)"),
            "{told}"
        );
        assert!(told.contains("lotse hash-password"), "{told}");
    }
}

#[test]
fn a_secret_under_a_misspelt_key_or_in_the_wrong_place_never_shows_in_a_fault() {
    let hash = format!("password_hash = \"{HASH}\"");
    for (text, environment) in [
        (least().replace(&hash, "pasword = \"open sesame\""), None),
        (
            least().replace(&hash, "password = { is = \"open sesame\" }"),
            None,
        ),
        (
            least().replace(
                "[tenant]",
                "listen = { secret = \"open sesame\" }\n[tenant]",
            ),
            None,
        ),
        (
            least().replace(
                "[tenant]",
                "listen = [{ secret = \"open sesame\" }]\n[tenant]",
            ),
            None,
        ),
        (
            format!(
                "people = \"open sesame\"\n{}",
                least().replace("[[people]]", "[peple]")
            ),
            None,
        ),
        (least(), Some(("LOTSE_WEB__SECRT", "open sesame"))),
    ] {
        let told = read_with(&text, environment.as_slice()).unwrap_err();

        assert!(!told.to_string().contains("sesame"), "{told}");
        let json = serde_json::to_string(&told).unwrap();
        assert!(!json.contains("sesame"), "{json}");
    }
}

#[test]
fn a_certificate_without_its_key_is_refused() {
    let text = least().replace("[tenant]", "tls_certificate = \"cert.pem\"\n[tenant]");

    let told = faults(&text).join("\n");

    assert!(told.contains("lotse.toml:3: web.tls_certificate"), "{told}");
}

#[test]
fn a_role_that_does_not_exist_is_refused_with_those_that_do() {
    let text = format!("{}[[assignments]]\nrole = \"root\"\n", least());

    let told = read_with(&text, &[]).unwrap_err().to_string();

    assert!(
        told.contains("lotse.toml:11: assignments[1].role = \"root\""),
        "{told}"
    );
    assert!(told.contains("tenant_administrator"), "{told}");
    assert!(
        told.contains("assignments[1].groups\n  wrong: it is missing"),
        "{told}"
    );
}

#[test]
fn a_device_of_nobody_and_a_username_twice_are_refused() {
    let person =
        format!("[[people]]\nusername = \"Kim\"\nname = \"Other\"\npassword_hash = \"{HASH}\"\n");
    let device = "[[devices]]\nname = \"L1\"\nos = \"linux\"\nprimary_user = \"pat\"\n";

    let told = faults(&format!("{}{person}{device}", least())).join("\n");

    assert!(told.contains("people[2].username = \"Kim\""), "{told}");
    assert!(told.contains("devices[1].primary_user = \"pat\""), "{told}");
}

#[test]
fn tables_without_end_are_refused() {
    let deep = format!("x = {}1{}", "[".repeat(40), "]".repeat(40));

    assert!(faults(&deep).join("\n").contains("deep"));
}

#[test]
fn the_example_file_says_what_the_defaults_are() {
    let text = include_str!("../../../config/lotse.toml");
    let set = uncommented(text);
    let least = read_with(text, &[]).unwrap();

    let all = read_with(&set, &[]).unwrap();

    assert!(set.lines().count() == text.lines().count() && set != text);
    assert_eq!(all.web.listen, least.web.listen);
    assert_eq!(all.media, least.media);
    assert_eq!(all.admin_listen, least.admin_listen);
    assert_eq!(all.log_level, least.log_level);
    assert_eq!(all.control_plane.data_dir, least.control_plane.data_dir);
    assert_eq!(
        all.control_plane.operator_tokens,
        least.control_plane.operator_tokens
    );
    assert_eq!(all.control_plane.settings, least.control_plane.settings);
    assert!(
        least.control_plane.settings
            == lotse_domain::settings::Settings {
                enabled: true,
                ..Default::default()
            }
    );
}

#[test]
fn the_example_file_names_every_setting() {
    let text = include_str!("../../../config/lotse.toml");
    let defaults = serde_json::to_value(lotse_domain::settings::Settings::default()).unwrap();

    for key in defaults.as_object().unwrap().keys() {
        assert!(
            text.lines().any(|line| line
                .trim_start_matches("#: ")
                .starts_with(&format!("{key} = "))),
            "{key}"
        );
    }
}

/// The example with every default (`#: key = value`) switched on.
fn uncommented(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.strip_prefix("#: ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn the_demo_file_fits() {
    let text = include_str!("../../../config/demo.toml");
    let config = read(
        "demo.toml",
        text,
        std::iter::empty(),
        &crate::demo::PICTURES,
        Kind::Demo,
    )
    .unwrap();

    assert!(config.control_plane.demo && config.control_plane.operator_tokens);
    assert_eq!(config.control_plane.people.len(), 3);
}
