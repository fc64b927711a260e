//! The audit log: who did what, filtered by person, customer and time, page by page, and proof that nobody rewrote it.

use crate::domain::audit::AuditEntry;
use crate::domain::reason::{Reason, reason};
use crate::domain::when;
use crate::door::audit::{Filter, Line as Entry, Look as Query, Request, Response as Answered};
use crate::door::{Refusal, Response};
use crate::interop::audit::{self, AuditFile};
use crate::tui::keymap;
use crate::tui::layers::ConfirmLayer;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::frame::{empty, overlay};
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::{Edited, row};
use crate::tui::words;
use chrono::NaiveTime;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::{Path, PathBuf};

const PAGE: Tag = 1;
const VERIFY: Tag = 2;
const EXPORT: Tag = 3;
/// The question whether the file is to be written.
const SURE: Tag = 4;
/// What the keys do on the entries, and while a filter is typed.
const KEYS: &[Hint<&str>] = &[
    ("/", "does-filter-rows"),
    ("v", "does-verify"),
    ("e", "does-export"),
    ("j k", "does-move"),
    ("PgUp PgDn", "does-page"),
    ("Esc", "does-back"),
];
const TYPING: &[Hint<&str>] = &[("Enter", "does-filter-rows"), ("Esc", "does-leave")];
/// Entries asked for at a time.
const ENTRIES: usize = 100;
/// Number, moment, who, what, records.
const ROW: [Column; 5] =
    [Column::fixed(7).right(), Column::fixed(16), Column::fixed(14), Column::flex(16), Column::flex(12).share(2)];

/// The entries that fit on their way into a file.
struct Export {
    path: PathBuf,
    file: AuditFile,
    count: usize,
}

/// The layer.
#[derive(Default)]
pub struct AuditLayer {
    /// Where files are written: where the program was started, unless another place is named.
    folder: PathBuf,
    export: Option<Export>,
    /// The file that would be written, while that is asked.
    asked: PathBuf,
    entries: Vec<Entry>,
    list: List<u64>,
    /// Where the next page goes on; nothing once the beginning of the log was seen.
    past: Option<u64>,
    known: bool,
    search: Field,
    typing: bool,
    filter: Filter,
    wrong: String,
}

impl AuditLayer {
    /// The newest entries first.
    pub fn new() -> Self {
        Self::default()
    }

    fn table(&self) -> &'static [Hint<&'static str>] {
        if self.typing { TYPING } else { KEYS }
    }

    fn ask(&self, past: Option<u64>) -> Effect {
        let look = Query { filter: self.filter.clone(), newest_first: true, past, limit: ENTRIES };
        Effect::Ask(PAGE, Request::Find(look).into())
    }

    /// Asks anew from the newest entry on.
    fn begin(&mut self) -> Vec<Effect> {
        (self.entries, self.past, self.known) = (Vec::new(), None, false);
        self.refresh();
        vec![self.ask(None)]
    }

    fn refresh(&mut self) {
        self.list.refresh(self.entries.len(), |index| self.entries.get(index).map(|entry| entry.number));
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        if self.typing {
            return self.type_key(key, context);
        }
        let step = match key.code {
            KeyCode::Esc | KeyCode::Char('q') => return vec![Effect::Pop(None)],
            KeyCode::Char('/' | '／') => {
                self.typing = true;
                return Vec::new();
            }
            KeyCode::Char('e') if self.export.is_none() => return vec![self.ask_whether_to_export(context)],
            KeyCode::Char('v') => return vec![Effect::Ask(VERIFY, Request::Verify { head: None }.into())],
            KeyCode::Char('j') | KeyCode::Down => Step::Down,
            KeyCode::Char('k') | KeyCode::Up => Step::Up,
            KeyCode::PageDown => Step::PageDown,
            KeyCode::PageUp => Step::PageUp,
            KeyCode::Home => Step::Top,
            KeyCode::End | KeyCode::Char('G') => Step::Bottom,
            _ => return Vec::new(),
        };
        self.list.go(step, |index| self.entries.get(index).map(|entry| entry.number));
        self.ask_more()
    }

    /// The next page once the cursor comes near the end of what is known.
    fn ask_more(&self) -> Vec<Effect> {
        let near = self.list.index() + ENTRIES / 4 >= self.entries.len();
        self.past.filter(|_| near && self.known).map(|past| self.ask(Some(past))).into_iter().collect()
    }

    fn type_key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match key.code {
            KeyCode::Esc => {
                self.typing = false;
                self.wrong.clear();
            }
            KeyCode::Enter => match filter(self.search.text(), context) {
                Ok(filter) => {
                    (self.filter, self.typing) = (filter, false);
                    self.wrong.clear();
                    return self.begin();
                }
                Err(why) => self.wrong = context.look.words.reason(&why),
            },
            _ if self.search.on(key) == Edited::Text => self.wrong.clear(),
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match answer {
            Ok(Response::Audit(Answered::Found { lines, past })) => {
                self.entries.extend(lines);
                (self.past, self.known) = (past, true);
                self.refresh();
                // A filter that fits little is looked for on, a bounded look at a time.
                self.ask_more()
            }
            Ok(Response::Audit(Answered::Verified { entries, head })) => {
                let head: String = head.chars().take(16).collect();
                let said = words.tf("audit-whole", &[("entries", entries.into()), ("head", head.into())]);
                vec![Effect::Toast(Tone::Good, said)]
            }
            Ok(Response::Audit(Answered::Broken { at, why })) => {
                let args = [("at", at.into()), ("why", words.reason(&why).into())];
                vec![Effect::Toast(Tone::Danger, words.tf("failure-audit-broken", &args))]
            }
            Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
            Err(refusal @ Refusal::NotAllowed(_)) => {
                vec![Effect::Pop(None), Effect::Toast(Tone::Danger, words.refusal(&refusal))]
            }
            Err(refusal) => {
                (self.wrong, self.typing) = (words.refusal(&refusal), true);
                Vec::new()
            }
        }
    }

    /// Says which file would be written: one of this moment's name.
    fn ask_whether_to_export(&mut self, context: &Context) -> Effect {
        let now = context.now.local(context.settings.calendar.zone);
        self.asked = self.folder.join(now.format("callsheet-audit-%Y%m%d-%H%M%S.csv").to_string());
        let path = [("path", self.asked.display().to_string().into())];
        Effect::Push(SURE, Box::new(ConfirmLayer::new(context.look.words.tf("audit-export-question", &path))))
    }

    /// Opens the file; the entries follow, the oldest first.
    fn begin_export(&mut self, context: &Context) -> Vec<Effect> {
        let path = std::mem::take(&mut self.asked);
        match AuditFile::create(&path) {
            Ok(file) => {
                self.export = Some(Export { path, file, count: 0 });
                vec![self.ask_to_export(None)]
            }
            Err(error) => vec![not_written(&path, &error, context)],
        }
    }

    fn ask_to_export(&self, past: Option<u64>) -> Effect {
        let look = Query { filter: self.filter.clone(), newest_first: false, past, limit: ENTRIES };
        Effect::Ask(EXPORT, Request::Find(look).into())
    }

    fn exported(&mut self, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        let Some(export) = self.export.take() else { return Vec::new() };
        let words = &context.look.words;
        match answer {
            Ok(Response::Audit(Answered::Found { lines, past })) => self.write(export, &lines, past, context),
            Ok(_) => Vec::new(),
            Err(refusal) => vec![Effect::Toast(Tone::Danger, words.refusal(&refusal))],
        }
    }

    /// A page more in the file; the last one ends it.
    fn write(&mut self, mut export: Export, lines: &[Entry], past: Option<u64>, context: &Context) -> Vec<Effect> {
        let mut rows = lines.iter().map(|line| audit::row(line.number, &line.login, &line.entry));
        let path = export.path.clone();
        if let Err(error) = rows.try_for_each(|row| export.file.write(row)) {
            return vec![not_written(&path, &error, context)];
        }
        export.count += lines.len();
        if past.is_some() {
            self.export = Some(export);
            return vec![self.ask_to_export(past)];
        }
        let said = [("count", export.count.into()), ("path", path.display().to_string().into())];
        match export.file.finish() {
            Ok(()) => vec![Effect::Toast(Tone::Good, context.look.words.tf("audit-exported", &said))],
            Err(error) => vec![not_written(&path, &error, context)],
        }
    }

    fn draw_row(&self, index: usize, area: Rect, buf: &mut Buffer, context: &Context) {
        let Some(Entry { number, login, entry }) = self.entries.get(index) else { return };
        let look = &context.look;
        let at = entry.at.local(context.settings.calendar.zone).format("%Y-%m-%d %H:%M").to_string();
        let who = if login.is_empty() { words::label(&look.words, "actor", entry.actor.slug()) } else { login.clone() };
        let cells = [
            Line::of(&number.to_string(), look.style(Role::Dim)),
            Line::of(&at, look.style(Role::Dim)),
            Line::of(&who, look.style(Role::Accent)),
            Line::of(&words::label(&look.words, "audited", &entry.request), look.style(Role::Text)),
            Line::of(&records(entry, context), look.style(Role::Text)),
        ];
        columns::draw(&ROW, &cells, area, buf);
    }
}

fn not_written(path: &Path, error: &std::io::Error, context: &Context) -> Effect {
    let said = [("path", path.display().to_string().into()), ("why", error.to_string().into())];
    Effect::Toast(Tone::Danger, context.look.words.tf("audit-not-exported", &said))
}

/// The records of an entry with the names of their fields, and how many of which noun it took out.
fn records(entry: &AuditEntry, context: &Context) -> String {
    let words = &context.look.words;
    let taken_out = entry.exported.iter().map(|exported| words.taken_out(exported));
    entry
        .touched
        .iter()
        .map(|touched| words.touched(touched))
        .chain(taken_out)
        .collect::<Vec<_>>()
        .join(words.t("semicolon"))
}

/// `by:lena customer:10432 since:yesterday until:today`; a time of several words joined by `_`.
fn filter(text: &str, context: &Context) -> Result<Filter, Reason> {
    let mut filter = Filter::default();
    for word in text.split_whitespace() {
        let (name, value) = word.split_once([':', '：']).unwrap_or((word, ""));
        match name {
            "by" | "人" => filter.by = Some(value.to_owned()),
            "customer" | "客户" => {
                let id = value.parse().map_err(|_| reason("audit-filter").with("given", word))?;
                filter.customer = Some(id);
            }
            "since" | "从" => filter.since = Some(moment(value, false, context)?),
            "until" | "到" => filter.until = Some(moment(value, true, context)?),
            _ => return Err(reason("audit-filter").with("given", word)),
        }
    }
    Ok(filter)
}

/// A moment in words; of a day without an hour its first moment, or the one behind its last.
fn moment(text: &str, ends: bool, context: &Context) -> Result<crate::domain::time::Timestamp, Reason> {
    let calendar = &context.settings.calendar;
    let when = when::read(&text.replace('_', " "), context.now, calendar)?;
    let day = if ends { when.date.succ_opt().unwrap_or(when.date) } else { when.date };
    Ok(if when.time.is_some() { when.at } else { calendar.moment(day, NaiveTime::MIN) })
}

impl Pane for AuditLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh => self.begin(),
            Input::Key(key, _) => self.key(key, context),
            Input::Paste(text) if self.typing => {
                self.search.paste(&text);
                Vec::new()
            }
            Input::Reply(SURE, Reply::Yes) => self.begin_export(context),
            Input::Answer(EXPORT, answer) => self.exported(*answer, context),
            Input::Answer(PAGE | VERIFY, answer) => self.answer(*answer, context),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("audit-title"), (area.width, area.height), area, buf, look);
        if inner.height < 3 {
            return None;
        }
        let list = Rect { y: inner.y + 1, height: inner.height - 2, ..inner };
        if self.known && self.entries.is_empty() {
            empty(look.words.t("audit-empty"), list, buf, look);
        }
        let number_at = |index: usize| self.entries.get(index).map(|entry| entry.number);
        self.list.draw(list, buf, look, !self.typing, number_at, |index, place, buf| {
            self.draw_row(index, place, buf, context);
        });
        let (said, role) = match self.wrong.as_str() {
            "" => (hints::line(self.table(), inner.width, &look.words), Role::Dim),
            wrong => (wrong.to_owned(), Role::Danger),
        };
        Line::of(&said, look.style(role)).draw(row(inner, inner.height - 1), buf);
        if self.typing || !self.search.is_empty() {
            return self.search.draw(row(inner, 0), buf, look.style(Role::Text)).filter(|_| self.typing && focused);
        }
        Line::of(look.words.t("audit-filter-hint"), look.style(Role::Dim)).draw(row(inner, 0), buf);
        None
    }

    fn keys(&self) -> keymap::Context {
        if self.typing { keymap::Context::Text } else { keymap::Context::Own }
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(self.table())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::{Actor, Exported, Fate, Touched};
    use crate::domain::id::{CustomerId, UserId};
    use crate::domain::noun::{Noun, RecordRef};
    use crate::door::Request as AnyRequest;
    use crate::i18n::Lang;
    use crate::tui::fixtures::{
        HOSTILE, answer, asked, context, draw_at, english, now, press, pushed, screen, type_text,
    };
    use proptest::prelude::*;

    fn entry(number: u64, request: &str) -> Entry {
        let record = RecordRef { noun: Noun::Deal, id: 88 };
        let entry = AuditEntry {
            at: now(),
            user: Some(UserId(3)),
            os_user: "lena".into(),
            origin: "pts/3".into(),
            actor: Actor::User,
            depth: 0,
            request: request.into(),
            touched: vec![Touched { record, fate: Fate::Edited, fields: vec!["value".into(), "owner".into()] }],
            exported: Vec::new(),
        };
        Entry { number, login: "lena".into(), entry }
    }

    fn filled(context: &Context, past: Option<u64>) -> AuditLayer {
        let mut layer = AuditLayer::new();
        assert!(asked(&layer.on(Input::Refresh, context)).is_some());
        let lines = vec![entry(12, "deals-edit"), entry(11, "deals-move")];
        answer(&mut layer, PAGE, Answered::Found { lines, past }, context);
        layer
    }

    fn look(effects: &[Effect]) -> Query {
        match asked(effects) {
            Some((_, AnyRequest::Audit(Request::Find(look)))) => look.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_filter_names_person_customer_and_time() {
        let context = english();
        let mut layer = filled(&context, None);
        press(&mut layer, KeyCode::Char('/'), &context);
        type_text(&mut layer, "by:lena customer:10432 since:yesterday until:today_12:00", &context);
        let filter = look(&press(&mut layer, KeyCode::Enter, &context)).filter;
        assert_eq!((filter.by.as_deref(), filter.customer), (Some("lena"), Some(CustomerId(10432))));
        assert_eq!(filter.since.unwrap().to_string(), "2026-11-16T23:00:00Z");
        assert_eq!(filter.until.unwrap().to_string(), "2026-11-18T11:00:00Z");
    }

    #[test]
    fn what_is_no_filter_is_said_and_stays_in_the_box() {
        let context = english();
        let mut layer = filled(&context, None);
        press(&mut layer, KeyCode::Char('/'), &context);
        type_text(&mut layer, "lena", &context);
        assert!(press(&mut layer, KeyCode::Enter, &context).is_empty());
        let shown = screen(&layer, 80, 24, &context);
        assert!(shown.contains("lena") && shown.contains("by:"), "{shown}");
    }

    #[test]
    fn a_filter_for_somebody_who_is_not_there_is_mended_where_it_was_typed() {
        let context = english();
        let mut layer = filled(&context, None);
        press(&mut layer, KeyCode::Char('/'), &context);
        type_text(&mut layer, "by:lina", &context);
        press(&mut layer, KeyCode::Enter, &context);
        let nobody = Refusal::NotFound { noun: "user".into(), given: "lina".into() };
        assert!(layer.on(Input::Answer(PAGE, Box::new(Err(nobody))), &context).is_empty(), "it stays open");
        assert!(screen(&layer, 80, 24, &context).contains("lina`"));
        for _ in 0..3 {
            press(&mut layer, KeyCode::Backspace, &context);
        }
        type_text(&mut layer, "ena", &context);
        assert_eq!(look(&press(&mut layer, KeyCode::Enter, &context)).filter.by.as_deref(), Some("lena"));
    }

    #[test]
    fn what_became_of_a_record_is_told_with_the_fields_it_was_about() {
        let fates = [(Fate::Edited, "D88 Value, Owner"), (Fate::NotVerified, "D88 caller not verified: Value, Owner")];
        for (fate, told) in fates {
            let context = english();
            let mut line = entry(13, "customers-verify");
            line.entry.touched[0].fate = fate;
            let mut layer = AuditLayer::new();
            answer(&mut layer, PAGE, Answered::Found { lines: vec![line], past: None }, &context);
            assert!(screen(&layer, 120, 10, &context).contains(told), "{fate:?}");
        }
    }

    #[test]
    fn the_next_page_is_asked_for_near_the_end() {
        let context = english();
        let mut layer = filled(&context, Some(11));
        assert_eq!(look(&press(&mut layer, KeyCode::Char('j'), &context)).past, Some(11));
        let mut whole = filled(&context, None);
        assert!(press(&mut whole, KeyCode::Char('j'), &context).is_empty());
    }

    #[test]
    fn what_was_taken_out_of_the_store_is_told() {
        let context = english();
        let mut layer = AuditLayer::new();
        let mut line = entry(13, "export-begin");
        line.entry.touched.clear();
        line.entry.exported = vec![Exported { noun: Noun::Customer, count: 128 }];
        answer(&mut layer, PAGE, Answered::Found { lines: vec![line], past: None }, &context);
        assert!(screen(&layer, 100, 10, &context).contains("taken out: 128 × customer"));
    }

    #[test]
    fn what_fits_is_written_to_a_file_page_by_page() {
        let (context, dir) = (english(), tempfile::tempdir().unwrap());
        let mut layer = AuditLayer { folder: dir.path().to_owned(), ..filled(&context, None) };
        let question = screen(&*pushed(press(&mut layer, KeyCode::Char('e'), &context)), 200, 10, &context);
        assert!(question.contains("callsheet-audit-20261118-140500.csv"), "{question}");
        let asked = look(&layer.on(Input::Reply(SURE, Reply::Yes), &context));
        assert_eq!((asked.newest_first, asked.past), (false, None), "the oldest first");
        assert!(press(&mut layer, KeyCode::Char('e'), &context).is_empty(), "one file at a time");
        let first = Answered::Found { lines: vec![entry(11, "deals-move")], past: Some(11) };
        assert_eq!(look(&answer(&mut layer, EXPORT, first, &context)).past, Some(11));
        let last = Answered::Found { lines: vec![entry(12, "deals-edit")], past: None };
        let effects = answer(&mut layer, EXPORT, last, &context);
        let [Effect::Toast(Tone::Good, said)] = &effects[..] else { panic!("not written") };
        let path = dir.path().join("callsheet-audit-20261118-140500.csv");
        assert!(said.contains("2 entries") && said.contains(path.to_str().unwrap()), "{said}");
        let written = std::fs::read_to_string(path).unwrap();
        let numbers: Vec<_> = written.lines().map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(numbers, ["number", "11", "12"]);
        let _ = pushed(press(&mut layer, KeyCode::Char('e'), &context));
        let effects = layer.on(Input::Reply(SURE, Reply::Yes), &context);
        assert!(matches!(&effects[..], [Effect::Toast(Tone::Danger, _)]), "the file of this second is there already");
    }

    #[test]
    fn the_log_in_both_languages() {
        for lang in Lang::ALL {
            let context = context(lang);
            insta::assert_snapshot!(format!("audit_{lang}"), screen(&filled(&context, None), 80, 10, &context));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_size_and_no_data_breaks_the_log(width in 0_u16..120, height in 0_u16..40, hostile in 0..HOSTILE.len(), typed in any::<String>()) {
            let context = english();
            let mut layer = AuditLayer::new();
            let lines = vec![entry(1, HOSTILE[hostile])];
            answer(&mut layer, PAGE, Answered::Found { lines, past: None }, &context);
            press(&mut layer, KeyCode::Char('/'), &context);
            layer.on(Input::Paste(typed), &context);
            press(&mut layer, KeyCode::Enter, &context);
            draw_at(&layer, width, height, &context);
        }
    }
}
