//! Cards as other programs write them. Those of the table are made here in each program's manner, 26 people in ten
//! dialects; the ones by hand hold what only one program does.

mod people;

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::field::Reading;
use crate::domain::import::RefusedRow;
use crate::domain::money::Currency;
use crate::domain::time::Timestamp;
use encoding_rs::UTF_8;
use people::{DIALECTS, people, shown};
use proptest::prelude::*;
use serde_json::{Value, json};

type Rows = Vec<Result<Value, RefusedRow>>;

fn read(bytes: &[u8]) -> (Rows, Vec<String>) {
    let mut file = CardFile::new("x.vcf", bytes, UTF_8, bytes.len() as u64, &Options::default()).unwrap();
    let calendar = Calendar::default();
    let reading = Reading { region: "DE", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
    let next = || file.next_line(&reading).unwrap();
    let rows = std::iter::from_fn(next).map(|line| {
        line.row.map(|row| row.draft.fields().map(|(name, value)| (name.to_owned(), value.clone())).collect())
    });
    (rows.collect(), file.left_out())
}

fn one(card: &str) -> Value {
    let card = format!("BEGIN:VCARD\nVERSION:3.0\n{card}\nEND:VCARD\n");
    read(card.as_bytes()).0.remove(0).unwrap_or_else(|refused| panic!("{refused:?}"))
}

#[test]
fn two_hundred_cards_of_ten_dialects_come_in_without_loss() {
    let mut count = 0;
    let mut all = Vec::new();
    for (name, dialect) in DIALECTS {
        for (at, person) in people() {
            let Some(card) = dialect(at, &person) else { continue };
            let (rows, _) = read(&card);
            let row = rows
                .into_iter()
                .next()
                .unwrap()
                .unwrap_or_else(|refused| panic!("{name}, {}: {refused:?}", person.name()));
            assert_eq!(shown(&row), person.wanted(at), "{name}\n{}", String::from_utf8_lossy(&card));
            all.extend(card);
            count += 1;
        }
    }
    assert!(count >= 200, "{count} cards of the table");
    assert_eq!(read(&all).0.iter().filter(|row| row.is_ok()).count(), count, "also all in one file");
}

#[test]
fn what_only_one_program_writes_is_read() {
    for (card, field, value) in [
        ("FN:Firma\nX-ABShowAs:COMPANY", "kind", json!("organisation")),
        ("FN:Firma\nKIND:org", "kind", json!("organisation")),
        ("ORG:Firma;Einkauf", "name", json!("Firma")),
        ("FN:A\nORG:Firma;Einkauf;Süd", "custom", json!([{ "name": "Department", "value": "Einkauf, Süd" }])),
        ("FN:A\nGENDER:F", "gender", json!("female")),
        ("FN:A\nN:Meyer;Anna;;Dr.;", "salutation", json!("Dr.")),
        ("FN:Dr. Anna Meyer\nN:Meyer;Anna;;Dr.;", "name", json!("Anna Meyer")),
        ("FN:Doktor Meyer\nN:Meyer;Anna;;Dr.;", "name", json!("Doktor Meyer")),
        ("N:Meyer;Anna;;Dr.;", "name", json!("Anna Meyer")),
        ("N:Meyer;Anna;Maria;;Jr.", "name", json!("Anna Maria Meyer Jr.")),
        ("N;CHARSET=UTF-8:张;伟;;;", "name", json!("张伟")),
        ("FN:A\nCATEGORIES:vip,fair", "tags", json!(["vip", "fair"])),
        ("FN:A\nCATEGORIES:vip\nCATEGORIES:fair", "tags", json!(["vip", "fair"])),
        ("FN:A\nBDAY:--0102", "birthday", json!({ "year": null, "month": 1, "day": 2, "lunar": false })),
        ("FN:A\nBDAY:1980-01-02T00:00:00Z", "birthday", json!({ "year": 1980, "month": 1, "day": 2, "lunar": false })),
        (
            "FN:A\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-01-02",
            "birthday",
            json!({ "year": null, "month": 1, "day": 2, "lunar": false }),
        ),
        ("FN:A\nLANG:zh-CN", "language", json!("zh-CN")),
        ("FN:A\nTZ:Europe/Berlin", "time_zone", json!("Europe/Berlin")),
        ("FN:A\nUID:urn:uuid:1", "external_id", json!("urn:uuid:1")),
        (
            "FN:A\nX-QQ:12345\nIMPP;X-SERVICE-TYPE=x:xmpp:a@b",
            "custom",
            json!([{ "name": "Messenger", "value": "xmpp:a@b | qq 12345" }]),
        ),
        (
            "FN:A\nADR:;;X 1;K;;1;DE\nADR:;;Y 2;B;;2;DE",
            "custom",
            json!([{ "name": "Address 2", "value": "Y 2, B, 2, DE" }]),
        ),
        ("FN:A\nitem1.URL:https\\://x.de", "custom", json!([{ "name": "Website", "value": "https://x.de" }])),
        ("FN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD", "name", json!("A")),
    ] {
        assert_eq!(one(card)[field], value, "{card}");
    }
}

#[test]
fn numbers_keep_their_labels_their_order_and_their_extensions() {
    for (tel, label, typed) in [
        ("TEL;TYPE=FAX,WORK:030 1234567", "fax", "030 1234567"),
        ("TEL;TYPE=iPhone:030 1234567", "mobile", "030 1234567"),
        ("item1.TEL:030 1234567\nitem1.X-ABLabel:_$!<HomeFAX>!$_", "homefax", "030 1234567"),
        ("TEL:030 1234567,,42", "", "030 1234567 ext 42"),
        ("TEL;VALUE=uri:tel:+49-30-1234567;ext=42", "", "+49-30-1234567 ext 42"),
    ] {
        let row = one(&format!("FN:A\n{tel}"));
        let phone = &row["phones"][0];
        assert_eq!((phone["label"].as_str(), phone["typed"].as_str()), (Some(label), Some(typed)), "{tel}");
        assert_eq!(phone["e164"], "+49301234567", "{tel}");
    }
}

#[test]
fn a_card_is_whole_or_refused_and_what_has_no_field_is_told() {
    let (rows, left_out) = read(
        b"BEGIN:VCARD\nFN:Anna\nPHOTO;ENCODING=b:AAAA\nX-SHOE-SIZE:38\nEND:VCARD\n\
          BEGIN:VCARD\nFN:Half\nBEGIN:VCARD\nFN:Ben\nEMAIL:nobody\nEND:VCARD\n\
          BEGIN:VCARD\nKIND:group\nFN:Friends\nEND:VCARD\nBEGIN:VCARD\nFN:Carl\nnonsense\nEND:VCARD\nBEGIN:VCARD\nFN:Cut",
    );
    let why: Vec<_> = rows
        .iter()
        .map(|row| row.as_ref().map_or_else(|refused| refused.why.key().to_owned(), |_| "taken".into()))
        .collect();
    assert_eq!(why, ["taken", "card-unended", "not-an-email", "is-a-group", "not-a-property", "card-unended"]);
    assert_eq!(left_out, ["PHOTO", "X-SHOE-SIZE"]);
    let lines: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err().map(|refused| refused.line)).collect();
    assert_eq!(lines, [6, 8, 12, 16, 20]);
}

#[test]
fn folding_that_never_ends_costs_its_own_card() {
    let endless = [
        b"BEGIN:VCARD\nFN:A\nNOTE:x\n".to_vec(),
        b" xxxxxxxxxxxxxxx\n".repeat(100_000),
        b"END:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n".to_vec(),
    ]
    .concat();
    let (rows, _) = read(&endless);
    assert_eq!(rows[0].as_ref().unwrap_err().why.key(), "cell-too-long");
    assert_eq!(rows[1].as_ref().unwrap()["name"], "B");
}

#[test]
fn a_file_that_makes_up_names_is_told_by_the_first_of_them() {
    let made_up: Vec<String> = (0..1_000).map(|number| format!("X-{number}-{}:1\n", "y".repeat(100))).collect();
    let (rows, left_out) = read(format!("BEGIN:VCARD\nFN:A\n{}END:VCARD\n", made_up.concat()).as_bytes());
    assert!(rows[0].is_ok() && left_out.len() == 200 && left_out.iter().all(|name| name.len() == 60));
}

proptest! {
    #[test]
    fn whatever_stands_in_a_card_it_is_read_or_refused(
        lines in prop::collection::vec("(BEGIN:VCARD|END:VCARD|FN|N|TEL;TYPE=CELL|BDAY|ADR|ORG|item1\\.TEL|NOTE;ENCODING=QUOTED-PRINTABLE| )[:;,=\\\\\\PC]{0,12}", 0..30)
    ) {
        let text = format!("BEGIN:VCARD\nFN:Anna\n{}\nEND:VCARD\n", lines.join("\n"));
        let (rows, _) = read(text.as_bytes());
        prop_assert!(!rows.is_empty());
    }

    #[test]
    fn any_card_cut_or_changed_anywhere_is_read_or_refused(at in 0_usize..26, cut in 0.0..1.0_f64, byte in any::<u8>()) {
        for (_, dialect) in DIALECTS {
            let Some((_, person)) = people().nth(at) else { continue };
            let Some(mut card) = dialect(at, &person) else { continue };
            let place = (card.len() as f64 * cut) as usize;
            if let Some(old) = card.get_mut(place) {
                *old = byte;
            }
            read(&card);
            card.truncate(place);
            read(&card);
        }
    }
}
