use proptest::prelude::*;

use super::*;

fn read(json: &str) -> Result<Settings, String> {
    serde_json::from_str(json).map_err(|fault| fault.to_string())
}

#[test]
fn an_empty_file_is_the_defaults() {
    assert_eq!(read("{}"), Ok(Settings::default()));
}

#[test]
fn remote_help_and_unenrolled_devices_are_off_by_default() {
    let settings = Settings::default();

    assert!(!settings.enabled);
    assert!(!settings.allow_unenrolled);
}

#[test]
fn settings_survive_being_stored() {
    let settings = Settings {
        enabled: true,
        max_duration_min: Whole::fixed::<15>(),
        reconfirm_min: Reconfirm::Off,
        ..Settings::default()
    };

    let json = serde_json::to_string(&settings).unwrap();

    assert_eq!(read(&json), Ok(settings));
}

#[test]
fn values_out_of_bounds_are_refused_and_named() {
    for (json, named) in [
        (r#"{"code_ttl_min":0}"#, "0 is not between 1 and 60"),
        (r#"{"code_ttl_min":61}"#, "61 is not between 1 and 60"),
        (r#"{"max_duration_h":0.2}"#, "12 is not between 15 and 720"),
        (r#"{"max_duration_h":13}"#, "780 is not between 15 and 720"),
        (r#"{"max_duration_h":-1}"#, "not a number of hours"),
        (
            r#"{"reconfirm_min":20}"#,
            "20 is not one of 0 (off), 15, 30 or 60",
        ),
        (r#"{"max_helpers":0}"#, "0 is not between 1 and 20"),
        (r#"{"ticket_pattern":""}"#, "a ticket pattern has"),
        (r#"{"surfaces":"printer"}"#, "unknown variant `printer`"),
        (r#"{"colour":"blue"}"#, "unknown field `colour`"),
    ] {
        let fault = read(json).unwrap_err();

        assert!(fault.contains(named), "{json}: {fault}");
    }
}

#[test]
fn a_ticket_pattern_tells_tickets_from_others() {
    let pattern = TicketPattern::try_from("INC####*-x".to_owned()).unwrap();

    for good in ["INC1234-x", "INC12345-x", "INC1234-x-x"] {
        assert!(pattern.matches(good), "{good}");
    }
    for bad in ["", "INC123-x", "inc1234-x", "INC1234-y", "xINC1234-x"] {
        assert!(!pattern.matches(bad), "{bad}");
    }
    assert!(!TicketPattern::default().matches(""));
}

proptest! {
    #[test]
    fn every_text_fits_the_pattern_that_spells_it(text in "[a-z0-9 -]{1,60}") {
        let pattern = TicketPattern::try_from(text.clone()).unwrap();
        prop_assert!(pattern.matches(&text));
    }

    #[test]
    fn any_json_is_read_or_refused(minutes: u16, hours in -1e6..1e6_f64) {
        let _ = read(&format!(r#"{{"code_ttl_min":{minutes},"max_duration_h":{hours}}}"#));
    }
}
