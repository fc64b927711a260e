//! What merging all that is certain would come to, pair by pair; Enter does it.

use super::view::why;
use crate::door::duplicates::{Outcome, Row};
use crate::door::refusal::Candidate;
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply};
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::dialog::Confirm;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Score, the one that stays, the one that joins it, why.
const ROW: [Column; 4] = [Column::fixed(4).right(), Column::flex(16), Column::flex(16), Column::flex(16).share(2)];

/// The layer; leaves [`Reply::Yes`] or nothing.
pub struct PreviewLayer {
    outcome: Outcome,
    confirm: Confirm,
}

impl PreviewLayer {
    /// Of what the store says it would come to.
    pub fn new(outcome: Outcome, context: &Context) -> Self {
        let count = [("count", outcome.matched.into())];
        let confirm = Confirm::new(context.look.words.tf("cli-duplicates-question", &count));
        Self { outcome, confirm }
    }
}

impl Pane for PreviewLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        let Input::Key(key, _) = input else { return Vec::new() };
        match self.confirm.on(key, context.hasty) {
            Some(true) => vec![Effect::Pop(Some(Reply::Yes))],
            Some(false) => vec![Effect::Pop(None)],
            None => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let (look, Self { outcome, confirm }) = (&context.look, self);
        let size = (area.width, outcome.rows.len() as u16 + 4);
        let inner = overlay(look.words.t("duplicates-title"), size, area, buf, look);
        let mut places = inner.rows();
        let head = [
            Line::of(&hints::line(confirm.keys(), inner.width, &look.words), look.style(Role::Dim)),
            Line::of(&confirm.question, look.style(Role::Text)),
        ];
        for (place, line) in places.by_ref().zip(head) {
            line.draw(place, buf);
        }
        for (place, row) in places.zip(&outcome.rows) {
            columns::draw(&ROW, &cells(row, look), place, buf);
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(self.confirm.keys())
    }
}

fn cells(row: &Row, look: &Look) -> [Line; 4] {
    let who = |one: &Candidate| Line::of(&format!("{} {}", one.id, one.name), look.style(Role::Text));
    [
        Line::of(&row.pair.score.to_string(), look.style(Role::Accent)),
        who(&row.one),
        who(&row.other),
        Line::of(&why(&row.pair, look), look.style(Role::Dim)),
    ]
}
