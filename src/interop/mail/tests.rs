use super::*;
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Vec<Record> {
    let options = Options { own_addresses: vec!["Us@Firm.de".into()], ..Options::default() };
    let mut file = MailFile::new("x.mbox", bytes, bytes.len() as u64, &options).unwrap();
    std::iter::from_fn(|| file.next_record().unwrap()).collect()
}

const FROM_ANNA: &str = "From: Anna <Anna@X.de>\nTo: us@firm.de\nSubject: =?utf-8?q?K=C3=B6ln?=\n\
    Date: Mon, 30 Nov 2026 15:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\nwants the quote\n";

#[test]
fn a_message_goes_to_whoever_wrote_it_or_to_all_it_was_written_to() {
    let row = &read(FROM_ANNA.as_bytes())[0];
    assert_eq!(row.cells, ["anna@x.de", "2026-11-30T15:00:00+01:00", "in", "Köln\n\nwants the quote"]);
    let sent = "From: us@firm.de\nTo: anna@x.de, Ben <ben@x.de>\nCc: us@firm.de\nSubject: offer\nDate: Mon, 30 Nov 2026 15:00:00 +0100\n\nhere\n";
    let rows = read(sent.as_bytes());
    let to: Vec<_> = rows.iter().map(|row| (row.line, row.cells[0].as_str(), row.cells[2].as_str())).collect();
    assert_eq!(to, [(1, "anna@x.de", "out"), (2, "ben@x.de", "out")]);
}

#[test]
fn a_box_is_its_messages_also_those_that_speak_of_from() {
    let message = format!("From anna Mon Nov 30 15:00:00 2026\n{FROM_ANNA}>From here it goes\n\n");
    let rows = read(message.repeat(3).as_bytes());
    assert_eq!((rows.len(), rows[2].line), (3, 3));
    assert!(rows[0].cells[3].ends_with("quote\nFrom here it goes"), "{:?}", rows[0].cells);
}

#[test]
fn mail_in_gbk_is_read_and_mail_among_us_is_refused() {
    let (body, ..) = encoding_rs::GBK.encode("张伟要报价");
    let head = b"From: z@x.cn\nSubject: =?gbk?B?1cU=?=\nContent-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: 8bit\n\n";
    assert_eq!(read(&[head.as_slice(), &body].concat())[0].cells[3], "张\n\n张伟要报价");
    let among_us = read(b"From: us@firm.de\nTo: us@firm.de\nSubject: x\n\ny\n");
    assert_eq!(among_us[0].fault.as_ref().unwrap().1.key(), "mail-among-us");
}

#[test]
fn mail_that_is_not_in_its_encoding_is_refused_with_what_can_be_read_of_it() {
    let row = &read(b"From: a@x.de\nSubject: s\nContent-Type: text/plain; charset=utf-8\n\nK\xf6ln\n")[0];
    assert_eq!(row.cells[3], "s\n\nK\u{fffd}ln");
    assert_eq!(row.fault.as_ref().map(|(field, why)| (field.as_str(), why.key())), Some(("text", "mail-garbled")));
}

#[test]
fn a_long_text_says_how_much_of_it_is_left_out_and_an_endless_message_is_refused() {
    let long = format!("From: a@x.de\nSubject: s\n\n{}\n", "x".repeat(20_000));
    assert!(read(long.as_bytes())[0].cells[3].ends_with("x… (+4003)"));
    let endless =
        [b"From a\nFrom: a@x.de\n\n".to_vec(), vec![b'x'; 3 << 20], format!("\nFrom b\n{FROM_ANNA}").into_bytes()]
            .concat();
    let rows = read(&endless);
    assert_eq!((rows.len(), rows[0].fault.as_ref().unwrap().1.key()), (2, "mail-too-long"));
}

proptest! {
    #[test]
    fn any_bytes_are_messages_or_refused(bytes in any::<Vec<u8>>(), head in "(From |From: a@x.de\n|Content-Type: multipart/mixed; boundary=x\n\n--x\n)?") {
        let lines = bytes.split(|byte| *byte == b'\n').count() + 4;
        prop_assert!(read(&[head.as_bytes(), &bytes].concat()).len() <= lines);
    }
}
