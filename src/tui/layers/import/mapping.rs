//! How a file's columns are read, with its first rows as they would be taken: changed by keys, judged at once.

use crate::config::mappings_dir;
use crate::domain::import::{Manner, RefusedRow, Target};
use crate::domain::text::fold;
use crate::i18n::I18n;
use crate::interop::columns::{Column as FileColumn, Columns};
use crate::interop::file::{ImportFile, Line as FileLine, Options};
use crate::interop::mapping::{Mapping, saved_in};
use crate::tui::layers::PickLayer;
use crate::tui::pane::{Context, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::pick::Item;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// Rows that are read to judge a mapping by.
const PREVIEWED: usize = 50;

const COLUMNS: [Column; 3] = [Column::flex(16), Column::flex(14), Column::flex(16).share(2)];

/// What a key asks of the layer.
pub enum Asked {
    /// Nothing: it was taken care of.
    Nothing,
    /// To leave.
    Leave,
    /// To let a field be chosen for the column.
    Fields(PickLayer),
    /// To say something.
    Say(Tone, String),
    /// To bring the file in.
    Begin {
        /// Only to see what would happen.
        dry_run: bool,
    },
}

/// A file whose columns are looked at.
pub struct MappingStage {
    path: PathBuf,
    options: Options,
    columns: Columns,
    encoding: &'static str,
    first: Vec<FileLine>,
    list: List<usize>,
}

impl MappingStage {
    /// Opens a file and reads its first rows; else what is wrong with it, in words.
    pub fn open(path: PathBuf, context: &Context) -> Result<Self, String> {
        let saved = mappings_dir().map(|folder| saved_in(&folder)).unwrap_or_default();
        let options = Options { saved, lenient: true, ..Options::default() };
        Self::read(path, options, context)
    }

    fn read(path: PathBuf, options: Options, context: &Context) -> Result<Self, String> {
        let mut file = ImportFile::open(&path, &options).map_err(|error| error.to_string())?;
        let reading = context.settings.reading(context.now);
        let mut first = Vec::new();
        while first.len() < PREVIEWED
            && let Some(line) = file.next(&reading).map_err(|error| error.to_string())?
        {
            first.push(line);
        }
        let (columns, encoding) = (file.table().columns().clone(), file.table().encoding());
        let mut stage = Self { path, options, columns, encoding, first, list: List::default() };
        stage.list.refresh(stage.columns.all().len(), Some);
        Ok(stage)
    }

    /// Reads it anew with what is said now. What cannot be meant stays unsaid.
    fn again(&mut self, options: Options, context: &Context) {
        if let Ok(mut read) = Self::read(self.path.clone(), options, context) {
            read.list.select(self.list.index(), Some);
            *self = read;
        }
    }

    /// Takes a key.
    pub fn on(&mut self, key: KeyEvent, context: &Context) -> Asked {
        match key.code {
            KeyCode::Esc => return Asked::Leave,
            KeyCode::Up | KeyCode::Char('k') => self.list.go(Step::Up, Some),
            KeyCode::Down | KeyCode::Char('j') => self.list.go(Step::Down, Some),
            KeyCode::PageUp => self.list.go(Step::PageUp, Some),
            KeyCode::PageDown => self.list.go(Step::PageDown, Some),
            KeyCode::Enter => return Asked::Fields(self.fields(&context.look.words)),
            KeyCode::Char('x') => self.set("", context),
            KeyCode::Char('t') => self.next_target(context),
            KeyCode::Char('s') => return self.save(&context.look.words),
            KeyCode::Char('d') => return Asked::Begin { dry_run: true },
            KeyCode::Char('i') => return Asked::Begin { dry_run: false },
            _ => {}
        }
        Asked::Nothing
    }

    /// The fields a column may bring.
    fn fields(&self, words: &I18n) -> PickLayer {
        let fields = self.columns.target().fields().iter();
        let named = fields.map(|field| Item::new(field.name.to_owned(), words.field(field.name)).aside(field.name));
        let left_out = Item::new(String::new(), words.t("import-leave-out"));
        PickLayer::new(self.selected().map_or("", |column| &column.header), named.chain([left_out]).collect())
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

    /// Saves how the columns are read under the file's name, for files that have them.
    fn save(&self, words: &I18n) -> Asked {
        let name = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(folder) = mappings_dir() else { return Asked::Nothing };
        let written = std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(folder.join(format!("{name}.map")), Mapping::written(&self.columns)));
        match written {
            Ok(()) => Asked::Say(Tone::Good, words.tf("import-saved", &[("name", name.into())])),
            Err(error) => Asked::Say(Tone::Danger, error.to_string()),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file from its beginning, to be read whole as its columns are read here.
    pub fn file(&self) -> Result<ImportFile, String> {
        ImportFile::open(&self.path, &self.options).map_err(|error| error.to_string())
    }

    /// How its rows are taken.
    pub fn manner(&self) -> Manner {
        Manner { makes_customers: self.columns.mapping().makes_customers, ..Manner::default() }
    }

    fn refused(&self) -> impl Iterator<Item = &RefusedRow> {
        self.first.iter().filter_map(|line| line.row.as_ref().err())
    }

    /// Draws what the file is, how its first rows fare, and its columns.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let words = &look.words;
        let (dim, text) = (look.style(Role::Dim), look.style(Role::Text));
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let known = self.columns.mapping().name.as_str();
        let what =
            [words.t(self.columns.target().slug()), self.encoding, known].into_iter().filter(|part| !part.is_empty());
        let head =
            Line::of(&name, look.style(Role::Title)).add("  ", dim).add(&what.collect::<Vec<_>>().join(" · "), text);
        let refused = self.refused().count();
        let counts = [("taken", (self.first.len() - refused).into()), ("all", self.first.len().into())];
        let fares = look.style(if refused == 0 { Role::Text } else { Role::Warning });
        let fares = Line::of(&words.tf("import-first-rows", &counts), fares);
        let why = self.refused().next().map(|row| self.why(row, words)).unwrap_or_default();
        let lines = [Line::of(words.t("import-keys"), dim), head, fares, Line::of(&why, look.style(Role::Danger))];
        let top = lines.len() as u16;
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
        let rest = Rect { y: inner.y.saturating_add(top), height: inner.height.saturating_sub(top), ..inner };
        self.list.draw(rest, buf, look, true, Some, |index, area, buf| {
            let Some(column) = self.columns.all().get(index) else { return };
            let meaning = column.meaning().map(|own| meaning(column, &own, words));
            let shown = [
                Line::of(&column.header, text),
                Line::of(
                    meaning.as_deref().unwrap_or("-"),
                    look.style(if meaning.is_some() { Role::Accent } else { Role::Dim }),
                ),
                Line::of(self.sample(index), dim),
            ];
            columns::draw(&COLUMNS, &shown, area, buf);
        });
    }

    /// The first text there is in a column.
    fn sample(&self, index: usize) -> &str {
        let cells = self.first.iter().filter_map(|line| line.cells.get(index));
        cells.map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    fn why(&self, row: &RefusedRow, words: &I18n) -> String {
        let column = self.columns.header_of(&row.field).map_or_else(|| words.field(&row.field), str::to_owned);
        let column = if fold(&column).is_empty() { String::new() } else { format!("{column}: ") };
        words.tf(
            "import-line",
            &[("line", row.line.to_string().into()), ("why", format!("{column}{}", words.reason(&row.why)).into())],
        )
    }
}

/// What a column brings, in words.
fn meaning(column: &FileColumn, own: &str, words: &I18n) -> String {
    match (column.field, own.split_once('.')) {
        (Some(field), Some((_, part))) => format!("{}: {part}", words.field(field.name)),
        (Some(field), None) => words.field(field.name),
        (None, _) => own.to_owned(),
    }
}
