//! The script in its box: what to say now, and the keys that lead on.

use super::desk::{Desk, Open, Writing};
use crate::domain::script::{Reading, Step};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::row;
use crate::tui::widgets::text::wrap;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

impl Desk {
    /// Whether the open call has a script.
    pub fn has_script(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.script.is_some())
    }

    /// Whether the keys go into it.
    pub fn is_reading(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.writing == Writing::Script)
    }

    /// Gives the script the keys, or the note has them back.
    pub fn toggle_script(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|open| open.script.is_some()) {
            open.writing = if open.writing == Writing::Script { Writing::Note } else { Writing::Script };
        }
    }
}

impl Open {
    /// A digit leads on and Backspace back; Esc and Enter give the keys back to the note. All else is the note's.
    pub(super) fn read_on(&mut self, key: KeyEvent) -> bool {
        let Some(reading) = &mut self.script else { return false };
        match key.code {
            KeyCode::Char(digit) if key.modifiers.is_empty() => reading.go(digit),
            KeyCode::Backspace | KeyCode::Left => {
                reading.back();
                true
            }
            KeyCode::Esc | KeyCode::Enter => {
                self.writing = Writing::Note;
                true
            }
            _ => false,
        }
    }

    /// What to say, cut where the rows end; the keys that lead on stand in the last row, and a rule below them.
    pub(super) fn draw_script(&self, area: Rect, buf: &mut Buffer, context: &Context) {
        let look = &context.look;
        let Some(step) = self.script.as_ref().and_then(Reading::step) else { return };
        let keys = branches(&step);
        let below = 1 + u16::from(!keys.is_empty());
        let room = usize::from(area.height.saturating_sub(below));
        let said = step.lines.join("\n").replace("{customer}", &self.call.name).replace("{agent}", &context.me.name);
        let mut rows = wrap(&said, usize::from(area.width).max(1));
        if rows.len() > room {
            rows.truncate(room);
            if let Some(last) = rows.last_mut() {
                last.push('…');
            }
        }
        for (y, text) in (0..).zip(&rows) {
            Line::of(text, look.style(Role::Title)).draw(row(area, y), buf);
        }
        if !keys.is_empty() {
            Line::of(&keys, look.style(Role::Accent)).draw(row(area, area.height.saturating_sub(2)), buf);
        }
        let rule = "-".repeat(usize::from(area.width));
        Line::of(&rule, look.style(Role::Border)).draw(row(area, area.height.saturating_sub(1)), buf);
    }
}

/// `1 Yes   2 Not now`.
fn branches(step: &Step) -> String {
    let branches = step.branches.iter().map(|branch| format!("{} {}", branch.key, branch.label));
    branches.collect::<Vec<_>>().join("   ")
}
