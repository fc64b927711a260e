use super::*;
use crate::domain::id::UndoId;
use crate::domain::import::{Manner, MatchBy, Only, RefusedRow, Row};
use crate::domain::reason::reason;
use crate::door::Request as Question;
use crate::door::jobs::{JobId, Request, Rows, Start, Summary, Taken};
use crate::i18n::Lang;
use crate::interop::stopped::Stopped;
use crate::tui::fixtures::{answer, asked, context, press, pushed, screen, type_text};
use std::path::PathBuf;

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

/// Presses a letter that asks first, and says yes.
fn surely(layer: &mut ImportLayer, letter: char, context: &Context) -> Vec<Effect> {
    match press(layer, KeyCode::Char(letter), context).pop() {
        Some(Effect::Push(tag, mut question)) => {
            let answer = press(&mut *question, KeyCode::Enter, context);
            assert!(matches!(answer[..], [Effect::Pop(Some(Reply::Yes))]));
            layer.on(Input::Reply(tag, Reply::Yes), context)
        }
        _ => panic!("{letter} asks nothing"),
    }
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
    let effects = surely(&mut layer, 'i', &context);
    let Some((JOB, Question::Jobs(Request::Start(Start { source, dry_run: false, .. })))) = asked(&effects) else {
        panic!()
    };
    assert_eq!(source, "list.csv");
    let sent = rows(&answer(&mut layer, JOB, Response::Started(JobId(7)), &context));
    assert_eq!((sent.len(), sent[0].draft.get("name").unwrap().as_str()), (1, Some("Anna")));
    let effects = answer(&mut layer, JOB, Response::Taken(Taken { created: 1, ..Taken::default() }), &context);
    assert!(matches!(asked(&effects), Some((JOB, Question::Jobs(Request::Finish(JobId(7)))))));
    let ended = Summary { created: 1, undo: Some(UndoId(9)), ..Summary::default() };
    let effects = answer(&mut layer, JOB, Response::Finished(ended), &context);
    assert!(matches!(&effects[..], [Effect::Pop(None), Effect::Refresh, Effect::Push(REPORT, _)]));
    let report = screen(&*pushed(effects), 80, 24, &context);
    for told in ["2 rows 1 are new", "1 refused", "list.rejected.csv", "undo X9", "left out: Ort"] {
        assert!(report.contains(told), "{told}: {report}");
    }
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
    let effects = answer(&mut layer, JOB, Response::Finished(Summary::default()), &context);
    assert!(screen(&*pushed(effects), 80, 24, &context).contains("would be new"));
    assert!(!path.with_extension("rejected.csv").exists());
    let effects = surely(&mut layer, 'i', &context);
    assert!(matches!(asked(&effects), Some((JOB, Question::Jobs(Request::Start(Start { dry_run: false, .. }))))));
}

#[test]
fn records_of_a_store_are_tried_and_come_in_as_they_are() {
    for lang in Lang::ALL {
        let context = context(lang);
        let text = "{\"callsheet\":{\"version\":1,\"store\":\"s\",\"at\":\"2026-11-22T08:00:00Z\"}}\n\
            {\"customer\":{\"id\":\"7\",\"name\":\"Anna\"}}\n{\"planet\":{}}\n{\"end\":{\"records\":3}}\n";
        let (_dir, path) = file("all.jsonl", text);
        let mut layer = ImportLayer::default();
        type_text(&mut layer, path.to_str().unwrap(), &context);
        let effects = press(&mut layer, KeyCode::Enter, &context);
        let Some((TRIAL, Question::Jobs(Request::Try { rows: Rows::Kept { store, rows }, .. }))) = asked(&effects)
        else {
            panic!()
        };
        assert_eq!((store.as_str(), rows.len()), ("s", 1));
        let shown = screen(&layer, 80, 24, &context);
        let customer = context.look.words.t("customer");
        assert!(shown.contains("all.jsonl") && shown.contains("2026-11-22 09:00"), "{shown}");
        assert!(shown.contains(&format!("{customer} 7")) && shown.contains("planet"), "{shown}");
        surely(&mut layer, 'i', &context);
        let effects = answer(&mut layer, JOB, Response::Started(JobId(7)), &context);
        let Some((JOB, Question::Jobs(Request::Batch { rows: Rows::Kept { rows, .. }, .. }))) = asked(&effects) else {
            panic!()
        };
        assert_eq!(rows.len(), 1);
        answer(&mut layer, JOB, Response::Taken(Taken { created: 1, ..Taken::default() }), &context);
        let effects = answer(&mut layer, JOB, Response::Finished(Summary::default()), &context);
        let report = screen(&*pushed(effects), 80, 24, &context);
        let cut_short: String = context.look.words.t("cli-import-cut-short").chars().take(20).collect();
        assert!(report.contains(&cut_short), "two of three records: {report}");
        let refused = std::fs::read_to_string(path.with_extension("rejected.jsonl")).unwrap();
        assert!(refused.ends_with("{\"planet\":{}}\n"), "{refused}");
    }
}

#[test]
fn a_wrong_path_says_what_is_wrong_and_stays_to_be_mended() {
    let context = context(Lang::En);
    let layer = over(Path::new("/nowhere/list.csv"), &context);
    let shown = screen(&layer, 80, 24, &context);
    assert!(shown.contains("/nowhere/list.csv") && shown.contains("No such file"), "{shown}");
}

/// The effects of opening a file, of which one tries its first rows at the store.
fn tried(effects: &[Effect]) -> (Start, Vec<Row>) {
    match asked(effects) {
        Some((TRIAL, Question::Jobs(Request::Try { start, rows: Rows::Drafts(rows) }))) => {
            (start.clone(), rows.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_rows_are_tried_at_the_store_whenever_they_are_read_otherwise() {
    for lang in Lang::ALL {
        let context = context(lang);
        let (_dir, path) = file("list.csv", "Name,Owner\nAnna,zoe\nBen,\n");
        let mut layer = ImportLayer::default();
        type_text(&mut layer, path.to_str().unwrap(), &context);
        let (start, rows) = tried(&press(&mut layer, KeyCode::Enter, &context));
        assert_eq!((start.manner, rows.len()), (Manner::default(), 2));
        let why = reason("not-found").with("given", "zoe");
        let refused = vec![RefusedRow { line: 2, field: "owner".to_owned(), why: why.clone() }];
        answer(&mut layer, TRIAL, Response::Taken(Taken { refused, ..Taken::default() }), &context);
        let shown = screen(&layer, 80, 24, &context);
        assert!(shown.contains("Owner: ") && shown.contains("zoe"), "{shown}");
        let (start, _) = tried(&press(&mut layer, KeyCode::Char('o'), &context));
        assert_eq!(start.manner.only, Some(Only::Create));
        press(&mut layer, KeyCode::Char('o'), &context);
        let (start, _) = tried(&press(&mut layer, KeyCode::Char('b'), &context));
        assert_eq!((start.manner.only, start.manner.by), (Some(Only::Update), Some(MatchBy::Id)));
        let effects = surely(&mut layer, 'i', &context);
        let Some((JOB, Question::Jobs(Request::Start(begun)))) = asked(&effects) else { panic!() };
        assert_eq!(begun.manner, start.manner, "as it was tried");
    }
}

#[test]
fn whose_ids_a_file_brings_is_shown_and_named_by_a_key() {
    for lang in Lang::ALL {
        let context = context(lang);
        let (_dir, path) = file("list.csv", "id,Name\n7,Anna\n");
        let mut layer = over(&path, &context);
        let told = |system: &str| context.look.words.tf("import-ids-of", &[("system", system.into())]);
        assert!(screen(&layer, 80, 24, &context).contains(&told("list")));
        let _ = pushed(press(&mut layer, KeyCode::Char('n'), &context));
        let (start, _) = tried(&layer.on(Input::Reply(SYSTEM, Reply::Text("shop".to_owned())), &context));
        assert_eq!(start.system, "shop");
        assert!(screen(&layer, 80, 24, &context).contains(&told("shop")));
        let effects = surely(&mut layer, 'i', &context);
        let Some((JOB, Question::Jobs(Request::Start(begun)))) = asked(&effects) else { panic!() };
        assert_eq!(begun.system, "shop");
    }
}

#[test]
fn a_file_that_was_read_wrong_is_read_as_it_is_written() {
    let context = context(Lang::En);
    let (_dir, path) = file("list.csv", "Name:City\nAnna:Ulm\n");
    let mut layer = over(&path, &context);
    let shown = screen(&layer, 80, 24, &context);
    assert!(shown.contains("0 of the first 1") && !shown.contains("UTF-8, "), "{shown}");
    let _ = pushed(press(&mut layer, KeyCode::Char('m'), &context));
    layer.on(Input::Reply(DELIMITER, Reply::Chosen(":".to_owned())), &context);
    assert!(screen(&layer, 80, 24, &context).contains("UTF-8, :"));
    let encodings = screen(&*pushed(press(&mut layer, KeyCode::Char('e'), &context)), 80, 24, &context);
    assert!(encodings.contains("GB18030"), "{encodings}");
    layer.on(Input::Reply(ENCODING, Reply::Chosen("windows-1252".to_owned())), &context);
    let shown = screen(&layer, 80, 24, &context);
    assert!(shown.contains("windows-1252, :") && shown.contains("1 of the first 1"), "{shown}");
}

#[test]
fn a_file_whose_columns_do_not_suffice_is_not_brought_in() {
    for lang in Lang::ALL {
        let context = context(lang);
        let (_dir, path) = file("list.csv", LIST);
        let mut layer = over(&path, &context);
        let effects = press(&mut layer, KeyCode::Char('i'), &context);
        assert!(matches!(&effects[..], [Effect::Toast(Tone::Warning, text)] if text.contains("first_name")));
        choose(&mut layer, "name", &context);
        assert!(matches!(asked(&surely(&mut layer, 'i', &context)), Some((JOB, _))));
    }
}

#[test]
fn a_word_of_the_file_is_given_its_meaning() {
    let context = context(Lang::En);
    let (_dir, path) = file("deals.csv", "customer,title,stage\nA,One,谈判\nA,Two,赢了\nB,Three,谈判\n");
    let mut layer = over(&path, &context);
    press(&mut layer, KeyCode::Down, &context);
    press(&mut layer, KeyCode::Down, &context);
    let words = screen(&*pushed(press(&mut layer, KeyCode::Char('v'), &context)), 80, 24, &context);
    assert!(words.contains("谈判") && words.contains("赢了"), "{words}");
    for (word, meant) in [("谈判", "negotiation"), ("赢了", "won")] {
        let asked = pushed(layer.on(Input::Reply(WORD, Reply::Chosen(word.to_owned())), &context));
        let shown = screen(&*asked, 80, 24, &context);
        assert!(shown.contains(meant), "{shown}");
        layer.on(Input::Reply(MEANT, Reply::Chosen(meant.to_owned())), &context);
    }
    surely(&mut layer, 'i', &context);
    let sent = rows(&answer(&mut layer, JOB, Response::Started(JobId(7)), &context));
    let stages: Vec<_> = sent.iter().map(|row| row.draft.get("stage").unwrap().as_str().unwrap()).collect();
    assert_eq!(stages, ["negotiation", "won", "negotiation"]);
}

#[test]
fn an_import_that_was_stopped_goes_on_as_it_was_begun_and_forgets_that_it_was_stopped_when_it_is_in() {
    let context = context(Lang::En);
    let (_dir, path) = file("list.csv", "Wer,City\nAnna,Ulm\nBen,Kiel\nCleo,Bonn\n");
    let mut layer = over(&path, &context);
    choose(&mut layer, "name", &context);
    press(&mut layer, KeyCode::Char('o'), &context);
    surely(&mut layer, 'i', &context);
    answer(&mut layer, JOB, Response::Started(JobId(7)), &context);
    press(&mut layer, KeyCode::Esc, &context);
    let taken = Taken { created: 3, undo: Some(UndoId(9)), ..Taken::default() };
    answer(&mut layer, JOB, Response::Taken(taken), &context);
    answer(&mut layer, JOB, Response::Finished(Summary::default()), &context);

    // As if only the first row had been in the batch that was taken.
    let mut stopped = Stopped::read(&path).unwrap();
    stopped.after_line = 2;
    stopped.write(&path).unwrap();
    let mut layer = over(&path, &context);
    assert!(screen(&layer, 80, 24, &context).contains("Stopped behind line 2"));
    let effects = surely(&mut layer, 'r', &context);
    let Some((JOB, Question::Jobs(Request::Start(start)))) = asked(&effects) else { panic!() };
    assert_eq!((start.continues, start.manner.only), (Some(UndoId(9)), Some(Only::Create)));
    let sent = rows(&answer(&mut layer, JOB, Response::Started(JobId(8)), &context));
    assert_eq!(sent.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4]);
    answer(&mut layer, JOB, Response::Taken(Taken { created: 2, undo: Some(UndoId(9)), ..Taken::default() }), &context);
    answer(&mut layer, JOB, Response::Finished(Summary::default()), &context);
    assert!(Stopped::read(&path).is_none());
}

#[test]
fn no_key_is_named_that_does_nothing_with_this_file() {
    for lang in Lang::ALL {
        let context = context(lang);
        let named = |layer: &ImportLayer| {
            let keys = layer.hints(&context).into_iter().map(|(key, _)| key);
            keys.filter(|key| ["p", "e", "m", "r"].contains(&key.as_str())).collect::<String>()
        };
        let (_dir, path) = file("list.csv", LIST);
        let layer = over(&path, &context);
        assert_eq!(named(&layer), "em");
        assert!(
            !screen(&layer, 80, 24, &context).contains(&format!("p {}", context.look.words.t("does-choose-sheet")))
        );
    }
}
