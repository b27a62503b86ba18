//! What a scenario file may say, and how it is refused.

use std::path::Path;
use std::time::Duration;

use super::*;

const GOOD: &str = "about = \"x\"\nsessions = 2\nhelpers = 3\nseconds = 4\n";

fn refusal(text: &str) -> String {
    Scenario::parse(Path::new("folder/x.toml"), text)
        .unwrap_err()
        .to_string()
}

#[test]
fn what_a_file_leaves_out_has_its_default() {
    let scenario = Scenario::parse(Path::new("folder/x.toml"), GOOD).unwrap();

    assert_eq!((scenario.name.as_str(), scenario.participants()), ("x", 8));
    assert_eq!((scenario.joins_per_second, scenario.decode_every), (50, 16));
    assert!(scenario.pattern().is_none() && scenario.stay.is_none() && !scenario.beats);
}

#[test]
fn an_unknown_key_is_refused_with_file_line_and_key() {
    let said = refusal(&format!("{GOOD}sesions = 3\n"));

    assert!(said.starts_with("folder/x.toml:5: "), "{said}");
    assert!(
        said.contains("`sesions`") && said.contains("config/loadtest"),
        "{said}"
    );
}

#[test]
fn a_value_out_of_range_is_refused_with_what_would_do() {
    let said = refusal(&GOOD.replace("helpers = 3", "helpers = -3"));

    assert_eq!(
        said,
        "folder/x.toml:3: helpers = -3 makes no sense; use a number from 0 to 10000"
    );
}

#[test]
fn a_word_that_is_none_is_refused_with_those_that_are() {
    let said = refusal(&format!("{GOOD}codec = \"theora\"\n"));

    assert_eq!(
        said,
        "folder/x.toml:5: codec = theora makes no sense; use one of vp8, vp9, av1, h264"
    );
}

#[test]
fn a_shape_without_its_numbers_or_its_file_is_refused() {
    let bursts = refusal(&format!("{GOOD}[media]\nshape = \"bursts\"\n"));
    let recorded = refusal(&format!(
        "{GOOD}[media]\nshape = \"recorded\"\nfile = \"no.csv\"\n"
    ));

    assert!(
        bursts.contains("needs media.kbit_per_second too"),
        "{bursts}"
    );
    assert!(
        recorded.starts_with("folder/x.toml:7: ") && recorded.contains("no.csv"),
        "{recorded}"
    );
}

const RAMP: &str = "[ramp]\nwhat = \"sessions\"\nfrom = 5\nto = 5000\n";

#[test]
fn a_ramp_grows_by_its_share_and_keeps_what_all_send_together() {
    let media = "[media]\nshape = \"bursts\"\nkbit_per_second = 1\npayload_bytes = 1000\npackets_per_frame = 1\n";
    let text = format!("{GOOD}{media}{RAMP}grow_percent = 900\ntotal_kbit_per_second = 40000\n");
    let scenario = Scenario::parse(Path::new("folder/x.toml"), &text).unwrap();
    let ramp = scenario.ramp.clone().unwrap();

    assert_eq!(ramp.rungs, [5, 50, 500, 5_000]);
    let rung = scenario.at(&ramp, 500);
    assert_eq!(
        (rung.sessions, rung.helpers, rung.ramp.is_none()),
        (500, 3, true)
    );
    // 80 kbit/s each: a packet of 8,000 bits ten times a second.
    assert_eq!(rung.pattern().unwrap().length(), Duration::from_millis(100));
}

#[test]
fn a_ramp_needs_one_way_to_grow_and_few_rungs() {
    for wrong in ["", "step = 1\ngrow_percent = 10\n", "step = 1\n"] {
        let said = refusal(&format!("{GOOD}{RAMP}{wrong}"));
        assert!(said.starts_with("folder/x.toml:8: ramp.to"), "{said}");
    }
}

#[test]
fn a_ramp_cannot_share_out_what_has_no_rate() {
    let said = refusal(&format!(
        "{GOOD}{RAMP}step = 500\ntotal_kbit_per_second = 1\n"
    ));

    assert!(
        said.contains("ramp.total_kbit_per_second = 1 makes no sense"),
        "{said}"
    );
}

#[test]
fn a_way_that_is_none_and_a_loss_of_more_than_everything_are_refused() {
    let way = refusal(&format!("{GOOD}transport = \"pigeon\"\n"));
    let loss = refusal(&format!("{GOOD}[loss]\nper_mille = 1001\nseed = 1\n"));

    assert!(way.contains("use one of udp, tcp"), "{way}");
    assert!(loss.contains("from 1 to 1000"), "{loss}");
}
