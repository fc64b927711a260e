use super::*;
use crate::domain::deal::Deal;
use crate::domain::id::DealId;
use crate::domain::import::KeptRow;
use crate::domain::item::Item;
use crate::domain::noun::Noun;
use crate::domain::view::View;
use proptest::prelude::*;

fn read_all(bytes: &[u8]) -> (Vec<Line>, bool) {
    let mut file = File::of(bytes, bytes.len() as u64).unwrap();
    let mut lines = Vec::new();
    while let Some(line) = file.next_line().unwrap() {
        lines.push(line);
    }
    assert_eq!(file.bytes_read(), bytes.len() as u64);
    (lines, file.is_cut_short())
}

/// Why each line is refused; empty for a record.
fn reasons(text: &str) -> Vec<String> {
    let (lines, _) = read_all(text.as_bytes());
    lines.into_iter().map(|line| line.row.map_or_else(|refused| refused.why.to_string(), |_| String::new())).collect()
}

fn written(items: &[Item]) -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), "here", Timestamp(1_795_302_000_000)).unwrap();
    for item in items {
        writer.item(item).unwrap();
    }
    writer.end().unwrap()
}

#[test]
fn a_file_says_what_it_is_and_how_many_it_holds() {
    let deal = Deal { id: DealId(88), title: "a \"b\"\n汉".into(), ..Deal::default() };
    let bytes = written(&[deal.clone().into(), View::default().into()]);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], r#"{"callsheet":{"version":1,"store":"here","at":"2026-11-21T23:00:00Z"}}"#);
    assert!(lines[1].starts_with(r#"{"deal":{"id":"D88","title":"a \"b\"\n汉","customer":"0","#), "{text}");
    assert_eq!(lines[3], r#"{"end":{"records":2}}"#);
    let (read, cut) = read_all(&bytes);
    assert!(!cut);
    assert_eq!(read[0].row, Ok(KeptRow { line: 2, item: deal.into() }));
}

#[test]
fn every_noun_comes_back_as_it_went() {
    let items: Vec<Item> = Noun::ALL.iter().map(|noun| Item::empty(*noun)).collect();
    let (lines, _) = read_all(&written(&items));
    assert_eq!(lines.into_iter().map(|line| line.row.unwrap().item).collect::<Vec<_>>(), items);
}

#[test]
fn what_is_not_said_has_its_default_and_what_nobody_knows_is_refused() {
    let (lines, _) = read_all(br#"{"deal":{"id":"D1","title":"x"}}"#);
    let expected = Deal { id: DealId(1), title: "x".into(), ..Deal::default() };
    assert_eq!(lines[0].row.as_ref().unwrap().item, expected.into());
    assert_eq!(
        reasons(concat!(
            "{\"deal\":{\"id\":\"D1\",\"colour\":\"red\"}}\n",
            "{\"customer\":{\"id\":\"1\",\"phones\":[{\"typed\":\"1\",\"e164\":\"\",\"extension\":\"\",\"label\":\"\",\"hours\":1}]}}\n",
        )),
        ["field-unknown, field `colour`", "field-unknown, field `phones.hours`"]
    );
}

#[test]
fn a_line_that_is_no_record_is_refused_by_itself() {
    let long = format!("{{\"view\":{{\"name\":\"{}\"}}}}", "x".repeat(2 * 1024 * 1024));
    let text =
        ["{\"view\":", "[]", "{}", "{\"view\":{},\"deal\":{}}", "{\"view\":3}", &long, "{\"view\":{}}"].join("\n");
    let keys: Vec<String> = reasons(&text).iter().map(|why| why.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(keys, ["misfit", "misfit", "not-one-record", "not-one-record", "not-one-record", "line-too-long", ""]);
    assert_eq!(reasons("{\"ship\":{}}")[0].split(',').next(), Some("not-a-choice"));
    let (lines, _) = read_all(b"\xff\xfe\n{\"view\":{}}");
    assert_eq!(lines[0].row.as_ref().unwrap_err().why.to_string(), "not-utf-8");
    assert!(lines[1].row.is_ok());
}

#[test]
fn a_file_that_was_cut_short_is_known() {
    let whole = written(&[View::default().into(), View::default().into()]);
    let text = String::from_utf8(whole).unwrap();
    let lines: Vec<_> = text.lines().collect();
    for kept in 1..lines.len() {
        assert!(read_all(lines[..kept].join("\n").as_bytes()).1, "{kept} lines");
    }
    let without_one = [lines[0], lines[1], lines[3]].join("\n");
    assert!(read_all(without_one.as_bytes()).1);
    assert!(!read_all(lines[1].as_bytes()).1, "a file without a header is as long as it is");
}

#[test]
fn a_file_of_a_later_version_is_refused_whole() {
    let text = r#"{"callsheet":{"version":2}}"#;
    assert!(matches!(File::of(text.as_bytes(), 0), Err(OpenError::TooNew { found: 2 })));
}

proptest! {
    #[test]
    fn no_bytes_make_it_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn no_line_of_the_right_shape_makes_it_stumble(noun in 0..Noun::ALL.len(), body in "[\\[\\]{}\":,a-z0-9 ]{0,40}") {
        read_all(format!("{{\"{}\":{body}}}", Noun::ALL[noun]).as_bytes());
    }
}
