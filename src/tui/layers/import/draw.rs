//! What is known of a file before it comes in, and its columns.

use super::file_name;
use super::mapping::MappingStage;
use super::plan::{counted, first_fault, stopped_before};
use crate::domain::import::{Only, RefusedRow};
use crate::i18n::I18n;
use crate::interop::columns::Column as FileColumn;
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::hints;
use crate::tui::widgets::line::Line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const COLUMNS: [Column; 3] = [Column::flex(16), Column::flex(14), Column::flex(16).share(2)];

impl MappingStage {
    /// Draws what the file is, how its first rows fare, and its columns.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let words = &look.words;
        let (dim, text) = (look.style(Role::Dim), look.style(Role::Text));
        let refused = self.refused();
        let head =
            Line::of(&file_name(&self.path), look.style(Role::Title)).add("  ", dim).add(&self.what(words), text);
        let keys = hints::rows(&self.keys(), inner.width, words);
        let mut lines: Vec<Line> = keys.iter().map(|row| Line::of(row, dim)).collect();
        lines.extend([head, Line::of(&self.how(words), text)]);
        lines.extend(self.whose_ids(words).map(|whose| Line::of(&whose, text)));
        lines.push(counted(self.first.len(), refused.len(), look));
        lines.extend(first_fault(&refused, |row| self.blamed(row, words), look));
        lines.extend(stopped_before(self.stopped.as_ref(), look));
        let top = lines.len() as u16;
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
        let rest = Rect { y: inner.y.saturating_add(top), height: inner.height.saturating_sub(top), ..inner };
        self.list.draw(rest, buf, look, true, Some, |index, area, buf| {
            if let Some(column) = self.columns.all().get(index) {
                self.draw_column(index, column, &refused, area, buf, look);
            }
        });
    }

    /// A column, what it brings, and what stands in it; the one to blame where rows are refused is seen.
    fn draw_column(
        &self,
        index: usize,
        column: &FileColumn,
        refused: &[&RefusedRow],
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
    ) {
        let meaning = column.meaning().map(|own| meaning(column, &own, &look.words));
        let of_meaning = if meaning.is_some() { Role::Accent } else { Role::Dim };
        let blamed = refused.iter().find(|row| column.field.is_some_and(|field| field.name == row.field));
        let (sample, of_sample) = match blamed {
            Some(row) => (self.cell(row.line, index), Role::Danger),
            None => (self.sample(index), Role::Dim),
        };
        let shown = [
            Line::of(&column.header, look.style(Role::Text)),
            Line::of(meaning.as_deref().unwrap_or("-"), look.style(of_meaning)),
            Line::of(sample, look.style(of_sample)),
        ];
        columns::draw(&COLUMNS, &shown, area, buf);
    }

    /// What the rows are, how the text is encoded, which mapping knows the columns, which sheet it is.
    fn what(&self, words: &I18n) -> String {
        let target = words.t(self.columns.target().slug());
        let sheet = self.sheets.first().map_or("", String::as_str);
        let all = [target, self.written.as_str(), sheet, self.columns.mapping().name.as_str()];
        all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Which rows are taken, and what a customer is known again by.
    fn how(&self, words: &I18n) -> String {
        let only = match self.manner.only {
            None => "import-only-none",
            Some(Only::Create) => "import-only-create",
            Some(Only::Update) => "import-only-update",
        };
        let by = self.manner.by.map_or("import-by-none".to_owned(), |by| format!("import-by-{}", by.slug()));
        format!("{} · {}", words.t(only), words.t(&by))
    }

    /// Whose ids the rows bring, where they bring any.
    fn whose_ids(&self, words: &I18n) -> Option<String> {
        let system = || self.columns.system(&self.path);
        self.columns.brings_ids().then(|| words.tf("import-ids-of", &[("system", system().into())]))
    }

    /// The first text there is in a column.
    fn sample(&self, index: usize) -> &str {
        let cells = self.first.iter().filter_map(|line| line.cells.get(index));
        cells.map(|cell| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    /// What stands in a column of the row on this line.
    fn cell(&self, line: u64, index: usize) -> &str {
        let row = self.first.iter().find(|row| row.number() == line);
        row.and_then(|row| row.cells.get(index)).map_or("", |cell| cell.trim())
    }

    /// The column to blame for a refused row, or nothing.
    fn blamed(&self, row: &RefusedRow, words: &I18n) -> String {
        match row.field.as_str() {
            "" => String::new(),
            field => self.columns.header_of(field).map_or_else(|| words.field(field), str::to_owned),
        }
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
