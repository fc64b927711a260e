//! What is exported from the screen, key by key.

use super::*;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::role::Action;
use crate::door::Request as Question;
use crate::door::export::{ExportId, Mark, Response};
use crate::i18n::Lang;
use crate::tui::fixtures::{anna, answer, asked, context, press, screen, type_text};
use crate::tui::pane::Bell;
use crossbeam_channel::{Receiver, unbounded};
use std::time::Duration;

/// How long a thread may take on a machine with much else to do.
const PATIENCE: Duration = Duration::from_mins(3);

fn layer() -> ExportLayer {
    ExportLayer::new(What::These(vec![CustomerId(10_432)]), "1 marked".into())
}

fn named(path: &Path, context: &Context) -> ExportLayer {
    let mut layer = layer();
    if let Stage::Naming(file) = &mut layer.stage {
        file.set("");
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
    Response::Started { export: ExportId(1), store: "5e1f8a2b".into(), customers: Some(2), owners: Vec::new() }
}

/// Begins the work there is to do, and hears its bell.
fn begun(effects: Vec<Effect>) -> Receiver<()> {
    let work =
        effects.into_iter().find_map(|effect| if let Effect::Work(WRITE, work) = effect { Some(work) } else { None });
    let (work, (to, bell)) = (work.unwrap(), unbounded());
    let ringing = Bell::new(move || {
        let _ = to.send(());
    });
    std::thread::spawn(move || work(ringing));
    bell
}

/// What the layer wants as soon as its thread makes it want anything.
fn heard(layer: &mut ExportLayer, bell: &Receiver<()>, context: &Context) -> Vec<Effect> {
    loop {
        bell.recv_timeout(PATIENCE).unwrap();
        let effects = layer.on(Input::Worked(WRITE), context);
        if !effects.is_empty() {
            return effects;
        }
    }
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
        let effects = answer(&mut layer, EXPORT, started(), &context);
        assert!(matches!(request(&effects), Request::Page { export: ExportId(1), .. }));
        let bell = begun(effects);
        let page = |next| Response::Page { items: vec![anna().into()], mentioned: Vec::new(), next };
        let behind = Mark { at: 1, taken: 0 };
        assert!(answer(&mut layer, EXPORT, page(Some(behind)), &context).is_empty(), "the page is to be written first");
        let so_far = context.look.words.tf("export-customers-so-far", &[("count", 1.into()), ("meant", 2.into())]);
        assert!(screen(&layer, 100, 12, &context).contains(&so_far));
        let wanted = request(&heard(&mut layer, &bell, &context));
        assert_eq!(wanted, Request::Page { export: ExportId(1), of: Noun::Customer, mark: behind });
        answer(&mut layer, EXPORT, page(None), &context);
        assert!(!path.exists(), "not whole yet");
        assert_eq!(request(&heard(&mut layer, &bell, &context)), Request::Finish(ExportId(1)));
        let (tone, said) = toast(&answer(&mut layer, EXPORT, Response::Finished(Vec::new()), &context));
        assert!(tone == Tone::Good && said.contains('2'), "{said}");
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 3);
    }
}

#[test]
fn tab_goes_through_the_formats_and_back_to_the_first() {
    let context = context(Lang::En);
    let mut layer = layer();
    let mut seen = Vec::new();
    for _ in 0..ENDS.len() {
        press(&mut layer, KeyCode::Tab, &context);
        let Stage::Naming(file) = &layer.stage else { panic!() };
        seen.push(file.text().rsplit('.').next().unwrap().to_owned());
    }
    assert_eq!(seen, ["xlsx", "vcf", "ics", "jsonl", "csv"]);
}

#[test]
fn what_cannot_be_written_is_said_and_can_be_mended() {
    let context = context(Lang::En);
    for path in ["/no/such/place.csv", "/tmp/x.docx"] {
        let mut layer = named(Path::new(path), &context);
        assert!(asked(&press(&mut layer, KeyCode::Enter, &context)).is_none());
        let shown = screen(&layer, 100, 12, &context);
        assert!(shown.contains(&format!("{path}: ")) || shown.contains("docx is no format"), "{shown}");
    }
}

#[test]
fn esc_stops_without_a_file_and_tells_the_store() {
    let context = context(Lang::En);
    let dir = tempfile::tempdir().unwrap();
    let mut layer = named(&dir.path().join("x.csv"), &context);
    press(&mut layer, KeyCode::Enter, &context);
    let bell = begun(answer(&mut layer, EXPORT, started(), &context));
    assert!(press(&mut layer, KeyCode::Esc, &context).is_empty(), "the thread is to hear of it first");
    assert_eq!(request(&heard(&mut layer, &bell, &context)), Request::Finish(ExportId(1)));
    let (tone, _) = toast(&answer(&mut layer, EXPORT, Response::Finished(Vec::new()), &context));
    assert_eq!(tone, Tone::Warning);
    drop(layer);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_thread_that_is_not_to_be_had_is_said_and_leaves_no_file() {
    let context = context(Lang::En);
    let dir = tempfile::tempdir().unwrap();
    let mut layer = named(&dir.path().join("x.csv"), &context);
    press(&mut layer, KeyCode::Enter, &context);
    drop(answer(&mut layer, EXPORT, started(), &context));
    assert_eq!(request(&layer.on(Input::Worked(WRITE), &context)), Request::Finish(ExportId(1)));
    assert_eq!(toast(&answer(&mut layer, EXPORT, Response::Finished(Vec::new()), &context)).0, Tone::Danger);
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
