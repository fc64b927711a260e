//! How a file's columns are read, with its first rows as they would be taken: changed by keys, judged at once.

use super::plan::{Plan, sure};
use super::{Asked, DELIMITER, ENCODING, FIELD, SAVE, SHEET, SYSTEM, WORD, dialect, file_name, meanings};
use crate::config::mappings_dir;
use crate::domain::field::Field;
use crate::domain::import::{Manner, MatchBy, Only, RefusedRow, Rows, Target};
use crate::door::jobs::{Request, Start};
use crate::i18n::I18n;
use crate::interop::beside::Unwritable;
use crate::interop::columns::{Column as FileColumn, Columns};
use crate::interop::csv::Dialect;
use crate::interop::file::{FileError, ImportFile, Line as FileLine, Options};
use crate::interop::mapping::{Mapping, saved_in};
use crate::interop::stopped::Stopped;
use crate::tui::layers::{ConfirmLayer, PickLayer, ReasonLayer};
use crate::tui::pane::{Context, Effect, Pane, Tone};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::pick::Item;
use crossterm::event::{KeyCode, KeyEvent};
use std::path::PathBuf;

/// What the keys do; some only where the file has what they are about.
const KEYS: &[Hint<&str>] = &[
    ("Enter", "does-choose-field"),
    ("x", "does-leave-out"),
    ("v", "does-mean-words"),
    ("t", "does-say-what-rows-are"),
    ("p", "does-choose-sheet"),
    ("e", "does-choose-encoding"),
    ("m", "does-choose-delimiter"),
    ("o", "does-take-new-or-known"),
    ("b", "does-say-known-by"),
    ("n", "does-name-system"),
    ("s", "does-save"),
    ("d", "does-try"),
    ("i", "does-import"),
    ("r", "does-go-on"),
    ("Esc", "does-leave"),
];

/// Rows that are read to judge a mapping by.
const PREVIEWED: usize = 50;

/// A file whose columns are looked at.
pub struct MappingStage {
    pub(super) path: PathBuf,
    pub(super) options: Options,
    pub(super) manner: Manner,
    pub(super) columns: Columns,
    /// How its text is written.
    pub(super) written: String,
    /// Of a workbook, the one that is read first.
    pub(super) sheets: Vec<String>,
    pub(super) first: Vec<FileLine>,
    /// What the store says against the first rows as they are read now; nothing before it was asked.
    pub(super) tried: Option<Vec<RefusedRow>>,
    /// Where an earlier import of the file was stopped.
    pub(super) stopped: Option<Stopped>,
    /// The word of the column whose meaning is asked for.
    word: String,
    pub(super) list: List<usize>,
}

impl MappingStage {
    /// Opens a file and reads its first rows.
    pub fn open(path: PathBuf, context: &Context) -> Result<Self, FileError> {
        let saved = mappings_dir().map(|folder| saved_in(&folder)).unwrap_or_default();
        let mine = Some(context.me.email.clone()).filter(|address| !address.is_empty());
        let own_addresses = mine.into_iter().collect();
        let options = Options { saved, lenient: true, own_addresses, ..Options::default() };
        let mut stage = Self::read(path, options, Manner::default(), context)?;
        stage.stopped = Stopped::read(&stage.path).filter(|stopped| stopped.is_of(&stage.path));
        Ok(stage)
    }

    fn read(path: PathBuf, options: Options, manner: Manner, context: &Context) -> Result<Self, FileError> {
        let mut file = ImportFile::open(&path, &options)?;
        let reading = context.settings.reading(context.now);
        let mut first = Vec::new();
        while first.len() < PREVIEWED
            && let Some(line) = file.next(&reading)?
        {
            first.push(line);
        }
        let table = file.table();
        let (columns, written, sheets) = (table.columns().clone(), table.written(), table.sheets().to_vec());
        let mut list = List::default();
        list.refresh(columns.all().len(), Some);
        let (tried, stopped, word) = (None, None, String::new());
        Ok(Self { path, options, manner, columns, written, sheets, first, tried, stopped, word, list })
    }

    /// Reads it anew with what is said now. What cannot be meant stays unsaid.
    fn again(&mut self, options: Options, context: &Context) {
        if let Ok(mut read) = Self::read(self.path.clone(), options, self.manner, context) {
            read.list.select(self.list.index(), Some);
            read.stopped = self.stopped.take();
            *self = read;
        }
    }

    /// What the keys do with this file.
    pub fn keys(&self) -> Vec<Hint<&'static str>> {
        let does_something = |key: &str| match key {
            "p" => self.sheets.len() > 1,
            "e" | "m" => self.is_text(),
            "r" => self.stopped.is_some(),
            _ => true,
        };
        KEYS.iter().copied().filter(|(key, _)| does_something(key)).collect()
    }

    /// Whether it is a text, which somebody encoded and parted; not a workbook.
    fn is_text(&self) -> bool {
        self.sheets.is_empty()
    }

    /// Takes a key.
    pub fn on(&mut self, key: KeyEvent, context: &Context) -> Asked {
        match key.code {
            KeyCode::Esc => return Asked::Leave,
            KeyCode::Up | KeyCode::Char('k') => self.list.go(Step::Up, Some),
            KeyCode::Down | KeyCode::Char('j') => self.list.go(Step::Down, Some),
            KeyCode::PageUp => self.list.go(Step::PageUp, Some),
            KeyCode::PageDown => self.list.go(Step::PageDown, Some),
            KeyCode::Enter => return Asked::Reply(FIELD, Box::new(self.fields(&context.look.words))),
            KeyCode::Char('x') => self.set("", context),
            KeyCode::Char('v') => return self.words(context),
            KeyCode::Char('t') => self.next_target(context),
            KeyCode::Char('p') if self.sheets.len() > 1 => return Asked::Reply(SHEET, Box::new(self.pick_sheet())),
            KeyCode::Char('e') if self.is_text() => {
                return Asked::Reply(ENCODING, Box::new(dialect::pick_encoding(&file_name(&self.path))));
            }
            KeyCode::Char('m') if self.is_text() => {
                return Asked::Reply(DELIMITER, Box::new(dialect::pick_delimiter(&file_name(&self.path))));
            }
            KeyCode::Char('o') => self.take(Manner { only: next(Only::ALL, self.manner.only), ..self.manner }),
            KeyCode::Char('b') => self.take(Manner { by: next(MatchBy::ALL, self.manner.by), ..self.manner }),
            KeyCode::Char('n') if self.columns.brings_ids() => return ask_system(&context.look.words),
            KeyCode::Char('s') => return self.sure_to_save(&context.look.words),
            KeyCode::Char('d') => return self.if_they_suffice(|| Asked::Try, &context.look.words),
            KeyCode::Char('i') => {
                let words = &context.look.words;
                return self.if_they_suffice(|| sure(&self.path, None, words), words);
            }
            KeyCode::Char('r') => return self.resume(context),
            _ => {}
        }
        Asked::Nothing
    }

    /// This, once it is said what the columns are.
    fn if_they_suffice(&self, asked: impl FnOnce() -> Asked, words: &I18n) -> Asked {
        match self.columns.suffice() {
            Ok(()) => asked(),
            Err(lacking) => Asked::Say(Tone::Warning, words.reason(&lacking.into())),
        }
    }

    /// The request that tries the first rows at the store, where their reading is not tried yet.
    pub fn trial(&mut self) -> Option<Request> {
        if self.tried.is_some() {
            return None;
        }
        self.tried = Some(Vec::new());
        let rows = Rows::Drafts(self.first.iter().filter_map(|line| line.row.clone().ok()).collect());
        let about = Start::new(&file_name(&self.path), self.columns.target());
        let start = Start { system: self.columns.system(&self.path), manner: self.manner(), ..about };
        Some(Request::Try { start, rows })
    }

    /// What the store says against the first rows.
    pub fn tried(&mut self, refused: Vec<RefusedRow>) {
        self.tried = Some(refused);
    }

    fn take(&mut self, manner: Manner) {
        (self.manner, self.tried) = (manner, None);
    }

    /// The fields a column may bring.
    fn fields(&self, words: &I18n) -> PickLayer {
        let fields = self.columns.target().fields().iter();
        let named = fields.map(|field| Item::new(field.name.to_owned(), words.field(field.name)).aside(field.name));
        let left_out = Item::new(String::new(), words.t("import-leave-out"));
        PickLayer::new(self.selected().map_or("", |column| &column.header), named.chain([left_out]).collect())
    }

    /// Lets a word of the selected column be picked, to say what it means.
    fn words(&self, context: &Context) -> Asked {
        let words = &context.look.words;
        let Some((column, field)) = self.selected().and_then(|column| Some((column, column.field?))) else {
            return Asked::Say(Tone::Warning, words.t("import-field-first").to_owned());
        };
        let reading = context.settings.reading(context.now);
        match meanings::of_column(&self.path, &self.options, &reading, self.list.index()) {
            Ok(found) => Asked::Reply(WORD, Box::new(meanings::pick_word(&column.header, field, found, &self.columns))),
            Err(error) => Asked::Say(Tone::Danger, words.reason(&error.into())),
        }
    }

    /// A word was picked: what it means is asked for next.
    pub fn ask_meaning(&mut self, word: String, context: &Context) -> Option<Box<dyn Pane>> {
        let field = self.selected_field()?;
        self.word = word;
        Some(meanings::ask(field, &self.word, context))
    }

    /// Says what the word means that was picked.
    pub fn mean(&mut self, meant: &str, context: &Context) {
        let Some(field) = self.selected_field() else { return };
        let mut options = self.options.clone();
        options.mapping.mean(field.name, &self.word, meant);
        self.again(options, context);
    }

    fn selected_field(&self) -> Option<&'static Field> {
        self.selected()?.field
    }

    /// Says whose ids the rows bring.
    pub fn name_system(&mut self, system: String, context: &Context) {
        let mut options = self.options.clone();
        options.mapping.system = system;
        self.again(options, context);
    }

    fn pick_sheet(&self) -> PickLayer {
        let sheets = self.sheets.iter().map(|sheet| Item::new(sheet.clone(), sheet.clone()));
        PickLayer::new(file_name(&self.path), sheets.collect())
    }

    /// Reads another sheet, of which nothing was said yet.
    pub fn read_sheet(&mut self, sheet: String, context: &Context) {
        let options = Options { sheet: Some(sheet), mapping: Mapping::default(), ..self.options.clone() };
        self.again(options, context);
    }

    /// Reads it as it is written, with other headers, of which nothing was said yet.
    pub fn read_as(&mut self, dialect: Dialect, context: &Context) {
        self.again(Options { dialect, mapping: Mapping::default(), ..self.options.clone() }, context);
    }

    /// Asks whether to go on with the import that was stopped, and shows it as it was begun.
    fn resume(&mut self, context: &Context) -> Asked {
        let Some(stopped) = self.stopped.take() else { return Asked::Nothing };
        let Options { saved, own_addresses, .. } = self.options.clone();
        let said = Options { saved, own_addresses, lenient: true, ..stopped.options.clone() };
        match Self::read(self.path.clone(), said, stopped.manner, context) {
            Ok(read) => {
                *self = Self { stopped: Some(stopped), ..read };
                sure(&self.path, self.stopped.as_ref(), &context.look.words)
            }
            Err(error) => {
                self.stopped = Some(stopped);
                Asked::Say(Tone::Danger, context.look.words.reason(&error.into()))
            }
        }
    }

    fn selected(&self) -> Option<&FileColumn> {
        self.columns.all().get(self.list.index())
    }

    /// Says what the selected column brings.
    pub fn set(&mut self, field: &str, context: &Context) {
        let Some(header) = self.selected().map(|column| column.header.clone()) else { return };
        let mut options = self.options.clone();
        options.mapping.set(&header, field);
        self.again(options, context);
    }

    fn next_target(&mut self, context: &Context) {
        let now = Target::ALL.iter().position(|target| *target == self.columns.target()).unwrap_or_default();
        let next = Target::ALL.get((now + 1) % Target::ALL.len()).copied();
        self.again(Options { target: next, ..self.options.clone() }, context);
    }

    /// Asks before a mapping of the file's name is written.
    fn sure_to_save(&self, words: &I18n) -> Asked {
        let question = words.tf("import-save-question", &[("name", self.name().into())]);
        Asked::Reply(SAVE, Box::new(ConfirmLayer::new(question)))
    }

    /// Saves how the columns are read under the file's name, for files that have them.
    pub fn save(&self, words: &I18n) -> Option<Effect> {
        let folder = mappings_dir()?;
        let path = folder.join(format!("{}.map", self.name()));
        let text = Mapping::written(&self.columns, &self.path);
        let said = match std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, text)) {
            Ok(()) => Effect::Toast(Tone::Good, words.tf("import-saved", &[("name", self.name().into())])),
            Err(error) => Effect::Toast(Tone::Danger, words.reason(&Unwritable { path, error }.into())),
        };
        Some(said)
    }

    /// What its mapping is saved as.
    fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The file as it shall be brought in, from its beginning or from where it was stopped.
    pub fn plan(&self, resume: bool) -> Plan {
        let stopped = self.stopped.clone().filter(|_| resume);
        let stopped = stopped.unwrap_or_else(|| Stopped::before(&self.path, &self.options, self.manner()));
        Plan { path: self.path.clone(), options: self.options.clone(), stopped }
    }

    /// How its rows are taken.
    fn manner(&self) -> Manner {
        Manner { makes_customers: self.columns.mapping().makes_customers, ..self.manner }
    }

    /// The first rows that cannot be taken, in the order of the file.
    pub(super) fn refused(&self) -> Vec<&RefusedRow> {
        let unreadable = self.first.iter().filter_map(|line| line.row.as_ref().err());
        let mut refused: Vec<_> = unreadable.chain(self.tried.iter().flatten()).collect();
        refused.sort_by_key(|row| row.line);
        refused
    }
}

/// Asks whose ids the rows bring.
fn ask_system(words: &I18n) -> Asked {
    let (title, hint) = (words.t("import-whose-ids"), words.t("import-whose-ids-hint"));
    Asked::Reply(SYSTEM, Box::new(ReasonLayer::new(title, words.t("import-system"), hint)))
}

/// The choice behind this one; behind the last one none.
fn next<T: PartialEq + Copy>(all: &[T], now: Option<T>) -> Option<T> {
    let Some(now) = now else { return all.first().copied() };
    all.iter().skip_while(|one| **one != now).nth(1).copied()
}
