//! A note of several lines: a plain text with a cursor, wrapped to the width it is shown in.

#[cfg(test)]
mod tests;

use super::Edited;
use super::line::Line;
use super::text::{glyphs, rows};
use super::{Look, row};
use crate::domain::telltale::{Telltale, telltale};
use crate::tui::theme::Role;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The most bytes of a note: what fits one stored value with room to spare.
pub const NOTE_CAP: usize = 16 * 1024;

/// A note being typed.
#[derive(Debug, Clone, Default)]
pub struct Note {
    text: String,
    /// In bytes, always between two glyphs.
    cursor: usize,
    /// What `ctrl-w` and `ctrl-u` took last.
    killed: String,
    /// Something did not fit; said until something is taken out.
    full: bool,
    /// The cells last drawn into, so that Up and Down go by the rows a person sees.
    cells: Cell<usize>,
}

impl Note {
    /// A note holding this text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut note = Self::default();
        note.paste(text);
        note
    }

    /// A note holding this text, the cursor at the last place between two glyphs up to this byte.
    pub fn at(text: &str, cursor: usize) -> Self {
        let mut note = Self::new(text);
        let places = note.text.grapheme_indices(true).map(|(start, _)| start).chain([note.text.len()]);
        note.cursor = places.take_while(|place| *place <= cursor).last().unwrap_or(0);
        note
    }

    /// The byte of the text the cursor stands before.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether something typed or pasted did not fit any more.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Adds a text on a line of its own at the end, the cursor behind it.
    pub fn append(&mut self, text: &str) {
        self.cursor = self.text.len();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.insert("\n");
        }
        self.insert(text);
    }

    /// Inserts a pasted text at the cursor.
    pub fn paste(&mut self, text: &str) -> Edited {
        self.insert(text)
    }

    /// Takes a key.
    pub fn on(&mut self, key: KeyEvent) -> Edited {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char(c) if !ctrl && !alt && !c.is_control() => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Enter => self.insert("\n"),
            // What a line feed of a text sent as keys comes as.
            KeyCode::Char('j') if ctrl => self.insert("\n"),
            KeyCode::Char('y') if ctrl => self.insert(&self.killed.clone()),
            KeyCode::Char('w') if ctrl => self.kill(self.word_before()..self.cursor),
            KeyCode::Backspace if ctrl || alt => self.kill(self.word_before()..self.cursor),
            KeyCode::Char('u') if ctrl => self.kill(self.line_start()..self.cursor),
            KeyCode::Backspace => self.remove(self.glyph_before()..self.cursor),
            KeyCode::Char('h') if ctrl => self.remove(self.glyph_before()..self.cursor),
            KeyCode::Delete => self.remove(self.cursor..self.glyph_after()),
            KeyCode::Left if ctrl || alt => self.move_to(self.word_before()),
            KeyCode::Right if ctrl || alt => self.move_to(self.word_after()),
            KeyCode::Left => self.move_to(self.glyph_before()),
            KeyCode::Right => self.move_to(self.glyph_after()),
            KeyCode::Up => self.move_rows(-1),
            KeyCode::Down => self.move_rows(1),
            KeyCode::Home => self.move_to(self.row_here().start),
            KeyCode::Char('a') if ctrl => self.move_to(self.row_here().start),
            KeyCode::End => self.move_to(self.row_end()),
            KeyCode::Char('e') if ctrl => self.move_to(self.row_end()),
            _ => Edited::No,
        }
    }

    fn insert(&mut self, text: &str) -> Edited {
        let fits = text.floor_char_boundary(NOTE_CAP.saturating_sub(self.text.len()));
        self.full = fits < text.len();
        let fitting = text.get(..fits).unwrap_or_default();
        if fitting.is_empty() {
            return Edited::Cursor;
        }
        // A combining mark joins the glyph it follows.
        let from = self.glyph_before();
        let joined: String = self.part(from..self.cursor).chars().chain(fitting.chars()).nfc().collect();
        self.text.replace_range(from..self.cursor, &joined);
        self.cursor = from + joined.len();
        Edited::Text
    }

    fn remove(&mut self, bytes: Range<usize>) -> Edited {
        if bytes.is_empty() {
            return Edited::Cursor;
        }
        self.full = false;
        self.cursor = bytes.start;
        self.text.replace_range(bytes, "");
        Edited::Text
    }

    fn kill(&mut self, bytes: Range<usize>) -> Edited {
        if !bytes.is_empty() {
            self.killed = self.part(bytes.clone()).to_owned();
        }
        self.remove(bytes)
    }

    fn move_to(&mut self, byte: usize) -> Edited {
        self.cursor = byte;
        Edited::Cursor
    }

    fn move_rows(&mut self, by: isize) -> Edited {
        let rows = self.rows();
        let here = row_index(&rows, self.cursor);
        let column = self.column(&rows, here);
        let target = here.checked_add_signed(by).and_then(|index| rows.get(index));
        target.map_or(Edited::Cursor, |row| self.move_to(self.byte_at(row.clone(), column)))
    }

    fn part(&self, bytes: Range<usize>) -> &str {
        self.text.get(bytes).unwrap_or_default()
    }

    fn glyph_before(&self) -> usize {
        let before = self.part(0..self.cursor);
        before.grapheme_indices(true).next_back().map_or(0, |(start, _)| start)
    }

    fn glyph_after(&self) -> usize {
        let next = self.part(self.cursor..self.text.len()).graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let mut words = self.part(0..self.cursor).unicode_word_indices();
        words.next_back().map_or(0, |(start, _)| start)
    }

    fn word_after(&self) -> usize {
        let mut words = self.part(self.cursor..self.text.len()).unicode_word_indices();
        words.next().map_or(self.text.len(), |(start, word)| self.cursor + start + word.len())
    }

    fn line_start(&self) -> usize {
        self.part(0..self.cursor).rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn rows(&self) -> Vec<Range<usize>> {
        rows(&self.text, if self.cells.get() == 0 { usize::MAX } else { self.cells.get() })
    }

    fn row_here(&self) -> Range<usize> {
        let rows = self.rows();
        rows.get(row_index(&rows, self.cursor)).cloned().unwrap_or_default()
    }

    /// The last place in this row: a wrapped row ends before its last glyph's end, which is the next row's start.
    fn row_end(&self) -> usize {
        let row = self.row_here();
        let wrapped = row.end < self.text.len() && !self.part(row.end..self.text.len()).starts_with('\n');
        let last = glyphs(self.part(row.clone())).next_back().map_or(0, |glyph| glyph.bytes.start);
        if wrapped { row.start + last } else { row.end }
    }

    fn column(&self, rows: &[Range<usize>], index: usize) -> usize {
        let start = rows.get(index).map_or(0, |row| row.start);
        glyphs(self.part(start..self.cursor)).map(|glyph| glyph.cells).sum()
    }

    /// The place in a row nearest to a column from the left.
    fn byte_at(&self, row: Range<usize>, column: usize) -> usize {
        let mut used = 0;
        for glyph in glyphs(self.part(row.clone())) {
            used += glyph.cells;
            if used > column {
                return row.start + glyph.bytes.start;
            }
        }
        row.end
    }

    /// What is to be said about the text.
    fn notice(&self) -> Option<&'static str> {
        if self.full {
            return Some("note-full");
        }
        warning(&self.text)
    }

    /// Draws the rows around the cursor. Returns where the hardware cursor belongs.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        // One cell stays free, so that the cursor has a place behind a full row.
        self.cells.set(usize::from(area.width.saturating_sub(1)).max(1));
        let notice = self.notice().filter(|_| area.height > 1);
        let height = area.height - u16::from(notice.is_some());
        let rows = self.rows();
        let here = row_index(&rows, self.cursor);
        let top = (here + 1).saturating_sub(usize::from(height));
        for (y, bytes) in rows.iter().skip(top).take(usize::from(height)).enumerate() {
            let text = self.part(bytes.clone()).trim_end();
            Line::of(text, look.style(Role::Text)).draw(row(area, y as u16), buf);
        }
        if let Some(notice) = notice {
            Line::of(look.words.t(notice), look.style(Role::Warning)).draw(row(area, height), buf);
        }
        let column = self.column(&rows, here).min(usize::from(area.width) - 1);
        Some(Position { x: area.x + column as u16, y: area.y + (here - top) as u16 })
    }
}

/// The warning, by its locale key, of what should not stand in a text that is kept.
pub fn warning(text: &str) -> Option<&'static str> {
    telltale(text).map(|telltale| match telltale {
        Telltale::Card => "note-card",
        Telltale::Identity => "note-identity",
    })
}

/// The row a byte is in; between two rows it is the start of the lower one.
fn row_index(rows: &[Range<usize>], byte: usize) -> usize {
    rows.partition_point(|row| row.start <= byte).saturating_sub(1)
}
