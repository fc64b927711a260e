//! What is exported from the screen, key by key.

use super::*;
use crate::domain::id::CustomerId;
use crate::domain::role::Action;
use crate::door::Request as Question;
use crate::door::export::{ExportId, Response};
use crate::i18n::Lang;
use crate::tui::fixtures::{anna, answer, asked, context, press, screen, type_text};

fn layer() -> ExportLayer {
    ExportLayer::new(What::These(vec![CustomerId(10_432)]), "1 marked".into())
}

fn named(path: &Path, context: &Context) -> ExportLayer {
    let mut layer = layer();
    if let Stage::Naming(field, _) = &mut layer.stage {
        field.set("");
    }
    type_text(&mut layer, path.to_str().unwrap(), context);
    layer
}

fn request(effects: &[Effect]) -> Request {
    match asked(effects) {
        Some((EXPORT, Question::Export(request))) => request.clone(),
        other => panic!("{other:?}"),
    }
}

fn started() -> Response {
    Response::Started { export: ExportId(1), store: "5e1f8a2b".into(), customers: Some(1), owners: Vec::new() }
}

fn toast(effects: &[Effect]) -> (Tone, String) {
    match effects {
        [Effect::Pop(None), Effect::Toast(tone, said)] => (*tone, said.clone()),
        _ => panic!("{} effects", effects.len()),
    }
}

#[test]
fn a_file_is_named_and_there_once_it_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let context = context(lang);
        let path = dir.path().join(format!("{lang}.csv"));
        let mut layer = named(&path, &context);
        assert!(screen(&layer, 100, 12, &context).contains(">csv"));
        let Request::Start(What::These(whom)) = request(&press(&mut layer, KeyCode::Enter, &context)) else { panic!() };
        assert_eq!(whom, [CustomerId(10_432)]);
        let page = request(&answer(&mut layer, EXPORT, started(), &context));
        assert!(matches!(page, Request::Page { export: ExportId(1), .. }));
        let items = vec![anna().into()];
        let last = Response::Page { items, mentioned: Vec::new(), next: None };
        assert_eq!(request(&answer(&mut layer, EXPORT, last, &context)), Request::Finish(ExportId(1)));
        assert!(!path.exists(), "not whole yet");
        let (tone, said) = toast(&answer(&mut layer, EXPORT, Response::Finished(Vec::new()), &context));
        assert!(tone == Tone::Good && said.contains('1'), "{said}");
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
    }
}

#[test]
fn tab_goes_through_the_formats_and_back_to_the_first() {
    let context = context(Lang::En);
    let mut layer = layer();
    let mut seen = Vec::new();
    for _ in 0..ENDS.len() {
        press(&mut layer, KeyCode::Tab, &context);
        let Stage::Naming(field, _) = &layer.stage else { panic!() };
        seen.push(field.text().rsplit('.').next().unwrap().to_owned());
    }
    assert_eq!(seen, ["xlsx", "vcf", "ics", "jsonl", "csv"]);
}

#[test]
fn what_cannot_be_written_is_said_and_can_be_mended() {
    let context = context(Lang::En);
    for path in ["/no/such/place.csv", "/tmp/x.docx"] {
        let mut layer = named(Path::new(path), &context);
        assert!(asked(&press(&mut layer, KeyCode::Enter, &context)).is_none());
        let Stage::Naming(_, wrong) = &layer.stage else { panic!() };
        assert!(wrong.contains("/no/such") || wrong.contains("docx"), "{wrong}");
    }
}

#[test]
fn esc_stops_without_a_file_and_tells_the_store() {
    let context = context(Lang::En);
    let dir = tempfile::tempdir().unwrap();
    let mut layer = named(&dir.path().join("x.csv"), &context);
    press(&mut layer, KeyCode::Enter, &context);
    answer(&mut layer, EXPORT, started(), &context);
    assert_eq!(request(&press(&mut layer, KeyCode::Esc, &context)), Request::Finish(ExportId(1)));
    let (tone, _) = toast(&answer(&mut layer, EXPORT, Response::Finished(Vec::new()), &context));
    assert_eq!(tone, Tone::Warning);
    drop(layer);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn what_the_store_refuses_is_said() {
    let context = context(Lang::En);
    let dir = tempfile::tempdir().unwrap();
    let mut layer = named(&dir.path().join("x.csv"), &context);
    press(&mut layer, KeyCode::Enter, &context);
    let refused = Input::Answer(EXPORT, Box::new(Err(Refusal::NotAllowed(Action::Export))));
    assert_eq!(toast(&layer.on(refused, &context)).0, Tone::Danger);
}
