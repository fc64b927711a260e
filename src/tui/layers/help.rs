//! What works here and now: the keys of the place one is at, and the commands that act there.

use super::hints_of;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::row;
use crate::tui::widgets::text::width;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

/// Cells of a key, and of its name at least; there are two columns of both.
const KEYS: u16 = 11;
const NAME: u16 = 24;

/// What the keys do here.
const OWN: [Hint<&[Command]>; 2] = [(&[Command::Down, Command::Up], "does-scroll"), (&[Command::Back], "does-close")];

/// Keys and what they do in two columns, scrolled where they do not fit.
pub struct HelpLayer {
    /// Why what is selected stands where it does; nothing where there is nothing to explain.
    why: Vec<String>,
    rows: Vec<Hint>,
    top: usize,
    /// Rows a page last had.
    page: Cell<usize>,
}

impl HelpLayer {
    /// What there is to explain, and all that works where it is opened.
    pub fn new(why: Vec<String>, rows: Vec<Hint>) -> Self {
        Self { why, rows, top: 0, page: Cell::new(1) }
    }

    /// How many stand below those that a page shows.
    fn below(&self, page: usize) -> usize {
        let half = self.rows.len().div_ceil(2);
        let seen = self.top + page;
        half.saturating_sub(seen) + (self.rows.len() - half).saturating_sub(seen)
    }

    fn scroll(&mut self, command: Command) {
        let page = self.page.get();
        let last = self.rows.len().div_ceil(2).saturating_sub(page);
        let top = match command {
            Command::Down => self.top + 1,
            Command::Up => self.top.saturating_sub(1),
            Command::PageDown => self.top + page,
            Command::PageUp => self.top.saturating_sub(page),
            Command::Top => 0,
            Command::Bottom => last,
            _ => return,
        };
        self.top = top.min(last);
    }
}

impl Pane for HelpLayer {
    fn on(&mut self, input: Input, _context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) if matches!(key.code, KeyCode::Esc | KeyCode::Enter) => vec![Effect::Pop(None)],
            Input::Key(_, Resolved::Command(Command::Help | Command::Quit | Command::Back)) => vec![Effect::Pop(None)],
            Input::Key(_, Resolved::Command(command)) => {
                self.scroll(command);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look = &context.look;
        let half = self.rows.len().div_ceil(2);
        let explained = if self.why.is_empty() { 0 } else { self.why.len() as u16 + 1 };
        let height = explained + half as u16 + 1;
        let names = self.rows.iter().map(|(_, label)| width(look.words.t(label)) as u16);
        let across = 2 * (KEYS + names.fold(NAME, u16::max) + 2);
        let inner = overlay(look.words.t("help-title"), (across, height), area, buf, look);
        for (place, line) in inner.rows().zip(&self.why) {
            Line::of(line, look.style(Role::Title)).draw(place, buf);
        }
        let explained = explained.min(inner.height);
        let inner = Rect { y: inner.y + explained, height: inner.height - explained, ..inner };
        let page = usize::from(inner.height.saturating_sub(1));
        self.page.set(page.max(1));
        let cell = |at: usize| {
            let (keys, label) =
                self.rows.get(at).map_or(("", ""), |(keys, label)| (keys.as_str(), look.words.t(label)));
            [Line::of(keys, look.style(Role::Accent)), Line::of(&capitalised(label), look.style(Role::Text))]
        };
        let columns = [Column::fixed(KEYS), Column::flex(NAME), Column::fixed(KEYS), Column::flex(NAME)];
        for y in 0..page.min(half.saturating_sub(self.top)) {
            let at = self.top + y;
            let [left, right] = [cell(at), cell(at + half)];
            columns::draw(&columns, &left.into_iter().chain(right).collect::<Vec<_>>(), row(inner, y as u16), buf);
        }
        let below = self.below(page);
        let more =
            if below > 0 { look.words.tf("more-below", &[("count", below.into())]) + " · " } else { String::new() };
        let keys = hints::line(&hints_of(&OWN, &context.keymap), inner.width, &look.words);
        let last = Line::of(&more, look.style(Role::Accent)).add(&keys, look.style(Role::Dim));
        last.draw(row(inner, page as u16), buf);
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::List)
    }
}

/// As the first word of a line.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{I18n, Lang};
    use crate::tui::fixtures::{english, press, screen};
    use crate::tui::keymap::TABLE;
    use crate::tui::widgets::text::width;

    #[test]
    fn every_name_of_a_command_fits_its_column() {
        for words in Lang::ALL.map(I18n::new) {
            let too_long = TABLE.iter().map(|row| words.t(row.label)).filter(|name| width(name) > usize::from(NAME));
            assert_eq!(too_long.collect::<Vec<_>>(), Vec::<&str>::new(), "{}", words.lang());
        }
    }

    #[test]
    fn what_stands_below_is_counted_until_it_is_seen() {
        let context = english();
        let rows = (0..61).map(|at| (at.to_string(), "does-move")).collect();
        let mut help = HelpLayer::new(Vec::new(), rows);
        let seen = screen(&help, 80, 24, &context);
        assert!(seen.contains("19 more below"), "{seen}");
        press(&mut help, KeyCode::Down, &context);
        assert!(screen(&help, 80, 24, &context).contains("17 more below"));
        press(&mut help, KeyCode::End, &context);
        let seen = screen(&help, 80, 24, &context);
        assert!(seen.contains("60") && !seen.contains("more below"), "{seen}");
    }
}
