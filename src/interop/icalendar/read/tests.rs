use super::*;
use encoding_rs::UTF_8;
use proptest::prelude::*;

fn read(text: &str) -> Vec<Record> {
    let options = Options { own_addresses: vec!["us@firm.de".into()], ..Options::default() };
    let mut file = CalendarFile::new("x.ics", text.as_bytes(), UTF_8, text.len() as u64, &options).unwrap();
    std::iter::from_fn(|| file.next_record().unwrap()).collect()
}

fn one(lines: &str) -> Record {
    read(&format!("BEGIN:VCALENDAR\nBEGIN:VTODO\n{lines}\nEND:VTODO\nEND:VCALENDAR\n")).remove(0)
}

#[test]
fn a_task_is_a_follow_up_with_whoever_attends_it() {
    let record = one(
        "UID:1\nATTENDEE;CN=Us:mailto:us@firm.de\nATTENDEE:MAILTO:anna@x.de\nDUE;TZID=Europe/Berlin:20261130T150000\n\
        SUMMARY:call\\, with quote\nDESCRIPTION:the second one\nRRULE:FREQ=WEEKLY;INTERVAL=2\nBEGIN:VALARM\nSUMMARY:no\nEND:VALARM",
    );
    assert_eq!(
        record.cells,
        ["anna@x.de", "2026-11-30T15:00:00+01:00", "call, with quote\nthe second one", "every 2 weeks"]
    );
    assert_eq!((record.line, record.fault), (2, None));
}

#[test]
fn moments_are_of_their_own_zone_and_days_are_days() {
    for (due, read) in [
        ("DUE:20261130T150000Z", "2026-11-30T15:00:00+00:00"),
        ("DTSTART:20261130T150000", "20261130T150000"),
        ("DUE;VALUE=DATE:20261130", "20261130"),
        ("DUE:00000000T000000", "00000000T000000"),
    ] {
        assert_eq!(one(due).cells[1], read, "{due}");
    }
}

#[test]
fn what_is_done_is_refused_and_what_is_not_whole_too() {
    for lines in ["STATUS:COMPLETED", "STATUS:cancelled", "COMPLETED:20260101T000000Z"] {
        assert_eq!(one(lines).fault.unwrap().1.key(), "task-ended", "{lines}");
    }
    assert_eq!(one("SUMMARY:x\nno property").fault.unwrap().1.to_string(), "not-a-property, given `no property`");
    assert_eq!(read("BEGIN:VEVENT\nSUMMARY:x\n")[0].fault.as_ref().unwrap().1.key(), "card-unended");
}

proptest! {
    #[test]
    fn any_calendar_comes_to_an_end(
        lines in prop::collection::vec("(BEGIN:VTODO|END:VTODO|BEGIN:VEVENT|END:VEVENT|DUE|RRULE:FREQ|DTSTART;TZID=Europe/Berlin| )[:;=0-9TZ\\PC]{0,18}", 0..30)
    ) {
        let begun = lines.iter().filter(|line| line.to_uppercase().starts_with("BEGIN:")).count();
        prop_assert!(read(&lines.join("\n")).len() <= begun);
    }
}
