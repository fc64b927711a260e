//! The script in its box: what to say now, and the keys that lead on.

use super::desk::{Desk, Open, Writing};
use crate::domain::disposition;
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
    /// Whether the open call has a script, or what it comes to has one.
    pub fn has_script(&self, context: &Context) -> bool {
        let is_given = |open: &Open| open.script.is_some() || open.script_of_set(context).is_some();
        self.open.as_ref().is_some_and(is_given)
    }

    /// Whether the keys go into it.
    pub fn is_reading(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.writing == Writing::Script)
    }

    /// Gives the script the keys, or whatever was written before has them back.
    pub fn toggle_script(&mut self, context: &Context) {
        let Some(open) = &mut self.open else { return };
        if open.writing == Writing::Script {
            open.writing = open.before;
            return;
        }
        open.begin_script_of_set(context);
        if open.script.is_some() {
            (open.before, open.writing) = (open.writing, Writing::Script);
        }
    }
}

impl Open {
    /// What is said where the wrap-up line, or what it would be, comes to one of a set of dispositions.
    fn script_of_set<'a>(&self, context: &'a Context) -> Option<&'a str> {
        if self.writing != Writing::Line {
            return None;
        }
        let typed = self.line.text().split_whitespace().next();
        let text = context.settings.script_of_set(typed.unwrap_or_else(|| self.drafted(context)));
        Some(text).filter(|text| !text.is_empty())
    }

    /// Takes it in the place of the call's own, which is over by now; the code it was found by is written out.
    fn begin_script_of_set(&mut self, context: &Context) {
        let Some(text) = self.script_of_set(context) else { return };
        if self.line.is_empty() {
            let drafted = self.drafted(context).to_owned();
            self.line.set(&format!("{drafted} "));
        }
        if self.script.as_ref().is_none_or(|reading| reading.text != text) {
            self.script = Reading::begin(text);
        }
    }

    /// Has the wrap-up line begin with what its script comes to.
    fn take_outcome(&mut self, context: &Context) {
        let outcome = self.script.as_ref().map(Reading::outcome).unwrap_or_default();
        let Some(found) = disposition::find(&context.settings.dispositions, &outcome) else { return };
        if self.before == Writing::Line {
            let line = self.line.text();
            let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let note = if disposition::find(&context.settings.dispositions, first).is_some() { rest } else { line };
            let line = format!("{} {note}", found.code);
            self.line.set(&line);
        }
    }

    /// A digit leads on and Backspace back; Esc and Enter give the keys back. All else is no key of the script.
    pub(super) fn read_on(&mut self, key: KeyEvent, context: &Context) -> bool {
        let Some(reading) = &mut self.script else { return false };
        match key.code {
            KeyCode::Char(digit) if key.modifiers.is_empty() => {
                let leads_on = reading.go(digit);
                if leads_on {
                    self.take_outcome(context);
                }
                leads_on
            }
            KeyCode::Backspace | KeyCode::Left => {
                reading.back();
                true
            }
            KeyCode::Esc | KeyCode::Enter => {
                self.writing = self.before;
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
