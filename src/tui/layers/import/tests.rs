use super::*;
use crate::domain::import::Row;
use crate::door::Request as Question;
use crate::door::jobs::{JobId, Request, Response, Rows, Start, Summary, Taken};
use crate::i18n::Lang;
use crate::tui::fixtures::{answer, asked, context, press, pushed, screen, type_text};
use std::path::Path;

const LIST: &str = "Wer;E-Mail;Ort\nAnna;anna@x.de;Ulm\nBen;nobody;Kiel\n";

/// The layer over a file that was named.
fn over(path: &Path, context: &Context) -> ImportLayer {
    let mut layer = ImportLayer::default();
    type_text(&mut layer, path.to_str().unwrap(), context);
    press(&mut layer, KeyCode::Enter, context);
    layer
}

fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    (dir, path)
}

fn choose(layer: &mut ImportLayer, field: &str, context: &Context) {
    let _ = pushed(press(layer, KeyCode::Enter, context));
    layer.on(Input::Reply(FIELD, Reply::Chosen(field.to_owned())), context);
}

fn rows(effects: &[Effect]) -> Vec<Row> {
    match asked(effects) {
        Some((JOB, Question::Jobs(Request::Batch { rows: Rows::Drafts(rows), .. }))) => rows.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn columns_are_named_by_keys_and_the_first_rows_judged_at_once() {
    for lang in Lang::ALL {
        let context = context(lang);
        let (_dir, path) = file("list.csv", LIST);
        let mut layer = over(&path, &context);
        let shown = screen(&layer, 80, 24, &context);
        assert!(["Wer", "Ort", "Anna", "list.csv", "0", "2"].iter().all(|text| shown.contains(text)), "{shown}");
        choose(&mut layer, "name", &context);
        press(&mut layer, KeyCode::Down, &context);
        press(&mut layer, KeyCode::Down, &context);
        choose(&mut layer, "city", &context);
        let shown = screen(&layer, 80, 24, &context);
        assert!(shown.contains(&context.look.words.field("city")) && shown.contains("nobody"), "{shown}");
    }
}

#[test]
fn rows_go_to_the_store_as_their_columns_are_named_and_the_refused_into_their_file() {
    let context = context(Lang::En);
    let (_dir, path) = file("list.csv", LIST);
    let mut layer = over(&path, &context);
    choose(&mut layer, "name", &context);
    let effects = press(&mut layer, KeyCode::Char('i'), &context);
    let Some((JOB, Question::Jobs(Request::Start(Start { source, dry_run: false, .. })))) = asked(&effects) else {
        panic!()
    };
    assert_eq!(source, "list.csv");
    let sent = rows(&answer(&mut layer, JOB, Response::Started(JobId(7)), &context));
    assert_eq!((sent.len(), sent[0].draft.get("name").unwrap().as_str()), (1, Some("Anna")));
    let effects = answer(&mut layer, JOB, Response::Taken(Taken { created: 1, ..Taken::default() }), &context);
    assert!(matches!(asked(&effects), Some((JOB, Question::Jobs(Request::Finish(JobId(7)))))));
    let effects = answer(&mut layer, JOB, Response::Finished(Summary { created: 1, ..Summary::default() }), &context);
    assert!(matches!(&effects[..], [Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Good, _)]));
    let refused = std::fs::read_to_string(path.with_extension("rejected.csv")).unwrap();
    assert!(refused.lines().nth(1).unwrap().starts_with("Ben,nobody,Kiel,3,E-Mail,"), "{refused}");
}

#[test]
fn a_dry_run_writes_no_file_and_esc_stops_between_two_batches() {
    let context = context(Lang::En);
    let (_dir, path) = file("list.csv", "Name,Email\nAnna,nobody\nBen,ben@x.de\n");
    let mut layer = over(&path, &context);
    press(&mut layer, KeyCode::Char('d'), &context);
    answer(&mut layer, JOB, Response::Started(JobId(7)), &context);
    press(&mut layer, KeyCode::Esc, &context);
    let effects = answer(&mut layer, JOB, Response::Taken(Taken::default()), &context);
    assert!(matches!(asked(&effects), Some((JOB, Question::Jobs(Request::Cancel(JobId(7)))))));
    assert!(!path.with_extension("rejected.csv").exists());
}

#[test]
fn a_wrong_path_says_what_is_wrong_and_stays_to_be_mended() {
    let context = context(Lang::En);
    let layer = over(Path::new("/nowhere/list.csv"), &context);
    let shown = screen(&layer, 80, 24, &context);
    assert!(shown.contains("/nowhere/list.csv") && shown.contains("No such file"), "{shown}");
}
