use lotse_protocol::id::TenantId;
use lotse_protocol::time::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::audit::{Action, Actor};

const ROWS: u64 = 12;

fn log() -> (Vec<Row>, Head) {
    let tenant = TenantId::from_uuid(Uuid::from_u128(1));
    let mut head = Head::default();
    let rows = (1..=ROWS)
        .map(|seq| {
            let personal = Personal {
                name: Some(format!("Person {seq}")),
                ..Personal::default()
            };
            let salt = Salt::from_bytes([7; 32]);
            let at = Timestamp::from_millis(1_000 * i64::try_from(seq).unwrap());
            let mut entry = Entry::new(at, tenant, seq, Actor::System, Action::Live);
            entry.personal = Some(Commitment::to(&personal, &salt));
            let hash = seal(&head.hash, &entry).unwrap();
            let row = Row {
                entry,
                prev_hash: head.hash,
                hash,
                personal: Some((personal, salt)),
            };
            head = Head { seq, hash };
            row
        })
        .collect();
    (rows, head)
}

fn flaw(rows: Vec<Row>, known: Option<Head>) -> (u64, Flaw) {
    let broken = verify(Head::default(), rows, known).unwrap_err();
    (broken.seq, broken.flaw)
}

#[test]
fn an_untouched_log_holds() {
    let (rows, head) = log();

    assert_eq!(verify(Head::default(), rows, Some(head)), Ok(head));
}

#[test]
fn a_log_can_be_verified_from_a_checkpoint_on() {
    let (mut rows, head) = log();
    let late = rows.split_off(5);
    let checkpoint = Head {
        seq: 5,
        hash: rows[4].hash,
    };

    assert_eq!(verify(checkpoint, late, Some(head)), Ok(head));
}

#[test]
fn erasing_what_names_people_keeps_the_log_whole() {
    let (mut rows, head) = log();
    rows[3].personal = None;

    assert_eq!(verify(Head::default(), rows, Some(head)), Ok(head));
}

#[test]
fn a_changed_name_is_found() {
    let (mut rows, _) = log();
    rows[3].personal.as_mut().unwrap().0.name = Some("Somebody else".to_owned());

    assert_eq!(flaw(rows, None), (4, Flaw::PersonalChanged));
}

#[test]
fn a_row_that_names_another_row_before_it_is_found() {
    let (mut rows, head) = log();
    rows[5].prev_hash[0] ^= 1;

    assert_eq!(flaw(rows, Some(head)), (6, Flaw::Detached));
}

#[test]
fn a_cut_off_end_is_found_by_who_knows_the_head() {
    let (mut rows, head) = log();
    rows.truncate(9);

    assert_eq!(flaw(rows, Some(head)), (10, Flaw::Truncated));
}

#[test]
fn a_rewritten_end_is_found_by_who_knows_the_head() {
    let (mut rows, head) = log();
    let last = rows.last_mut().unwrap();
    last.entry.action = Action::Paused;
    last.hash = seal(&last.prev_hash, &last.entry).unwrap();

    assert_eq!(flaw(rows, Some(head)), (ROWS, Flaw::Changed));
}

#[test]
fn an_absent_field_and_an_empty_one_are_told_apart() {
    let salt = Salt::from_bytes([1; 32]);
    let empty = Personal {
        name: Some(String::new()),
        ..Personal::default()
    };

    assert_ne!(
        Commitment::to(&empty, &salt),
        Commitment::to(&Personal::default(), &salt)
    );
}

proptest! {
    #[test]
    fn the_exact_row_is_named(at in 0..usize::try_from(ROWS).unwrap(), how in 0..4) {
        let (mut rows, head) = log();
        let seq = rows[at].entry.seq;
        match how {
            0 => rows[at].entry.action = Action::Paused,
            1 => rows[at].entry.ts = Timestamp::from_millis(0),
            2 => rows[at].hash[31] ^= 1,
            _ => { rows.remove(at); }
        }
        let (named, _) = flaw(rows, Some(head));
        prop_assert_eq!(named, seq);
    }

    #[test]
    fn two_rows_that_changed_places_are_found(at in 0..usize::try_from(ROWS - 1).unwrap()) {
        let (mut rows, head) = log();
        rows.swap(at, at + 1);
        let (named, found) = flaw(rows, Some(head));
        prop_assert_eq!((named, found), (u64::try_from(at).unwrap() + 1, Flaw::Missing));
    }
}
