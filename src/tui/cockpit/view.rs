//! The frame around the panes: row 1 the call strip, the last row the status line.

use super::keys::Target;
use super::{Cockpit, Hands};
use crate::i18n::clock;
use crate::tui::keymap::{Command, Context as Keys};
use crate::tui::layers::{hints_of, keys_in};
use crate::tui::pane::Tone;
use crate::tui::term::{Borders, is_too_small};
use crate::tui::theme::Role;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::width;
use crate::tui::widgets::{row, too_small};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

/// What helps in every pane, behind what helps in this one.
const EVERYWHERE: [Hint<&[Command]>; 4] = [
    (&[Command::CallAnswer], "does-call"),
    (&[Command::Search], "does-search"),
    (&[Command::NextPane], "does-next-pane"),
    (&[Command::Palette], "does-all-commands"),
];

impl Cockpit {
    /// Draws the screen. Returns where the person types.
    pub fn draw(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let cursor = self.draw_all(area, buf);
        lay_ground(self.context.look.style(Role::Text), buf);
        cursor
    }

    fn draw_all(&mut self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.too_small = is_too_small(area);
        if self.too_small {
            too_small(area, buf, &self.context.look);
            return None;
        }
        if let Some(gate) = self.drawn_gate() {
            return gate.draw(area, buf, &self.context, true);
        }
        let body = Rect { y: area.y + 1, height: area.height - 2, ..area };
        let beside: Vec<Line> = self.offered_to().into_iter().chain(self.advice(body.width)).collect();
        let below = self.desk.height().min(body.height);
        let above = body.height - below;
        let panes = Rect { height: above - above.min(beside.len() as u16), ..body };
        let desk = Rect { y: body.y + above, height: below, ..body };
        self.draw_strip(row(area, 0), buf);
        self.draw_status(row(area, area.height - 1), buf);
        let target = self.target();
        let mut cursor = None;
        for (slot, place) in self.floor.arrange(panes) {
            let focused = target == Target::Pane(slot);
            let at = self.floor.slots.get(slot).draw(place, buf, &self.context, focused);
            let at = at.or_else(|| self.reading_place(place, buf));
            cursor = cursor.or(at.filter(|_| focused));
        }
        for (y, line) in (panes.bottom()..desk.y).zip(&beside) {
            line.draw(Rect { y, height: 1, ..body }, buf);
        }
        let at = self.desk.draw(desk, buf, &self.context, target == Target::Note);
        cursor = cursor.or(at);
        for layer in &self.layers {
            let focused = target == Target::Layer(layer.id);
            let place = layer.pane.place(panes);
            let at = layer.pane.draw(place, buf, &self.context, focused);
            let at = at.or_else(|| self.reading_place(place, buf));
            cursor = if focused { at } else { cursor };
        }
        cursor
    }

    /// Where a screen reader reads: the selected row, by its sign, else the title.
    fn reading_place(&self, pane: Rect, buf: &Buffer) -> Option<Position> {
        if self.context.look.theme.borders() != Borders::Linear {
            return None;
        }
        let has_sign = |place: &Position| buf.cell(*place).is_some_and(|cell| cell.symbol() == ">");
        // A layer's rows stand a cell further in; the title has the sign as well.
        let signs = |y| [pane.x, pane.x + 1].map(|x| Position { x, y });
        let selected = (pane.y + 1..pane.bottom()).rev().flat_map(signs).find(has_sign);
        Some(selected.unwrap_or_else(|| pane.as_position()))
    }

    fn draw_strip(&self, area: Rect, buf: &mut Buffer) {
        let style = self.context.look.style(Role::Strip);
        buf.set_style(area, style);
        let (left_text, right_text) = match self.desk.strip(&self.context) {
            Some(call) => (call, self.who_waits().join(" · ")),
            None => (self.idle_strip(), clock(self.context.now.local(self.context.settings.calendar.zone))),
        };
        let right = if right_text.is_empty() { Line::new() } else { Line::of(&format!(" {right_text} "), style) };
        let width = (right.width() as u16).min(area.width);
        let left = Rect { width: area.width - width, ..area };
        Line::of(&format!(" {left_text}"), style).draw(left, buf);
        right.draw(Rect { x: left.right(), width, ..area }, buf);
    }

    /// Colleagues who ask about a call, or hand one over.
    fn who_waits(&self) -> Vec<String> {
        self.who_asks().chain(self.who_hands_over()).collect()
    }

    /// Who one is, who waits for one, and what is due; the clock stands at the right.
    fn idle_strip(&self) -> String {
        let (words, me) = (&self.context.look.words, &self.context.me);
        let mut parts = vec![if me.name.is_empty() { me.login.clone() } else { me.name.clone() }];
        parts.extend(self.who_waits());
        parts.extend(self.what_one_does());
        parts.extend(self.desk.list_strip());
        if self.due.callbacks > 0 {
            parts.push(words.tf("strip-callbacks", &[("count", self.due.callbacks.into())]));
        }
        if self.due.overdue > 0 {
            parts.push(words.tf("strip-overdue", &[("count", self.due.overdue.into())]));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// The mode, then what was last said, what is being typed, or which keys help.
    fn draw_status(&self, area: Rect, buf: &mut Buffer) {
        let look = &self.context.look;
        let line = Line::of(&format!(" {} ", look.words.t(self.mode())), look.style(Role::Accent));
        let line = match self.store_badge() {
            Some(badge) => line.add(&format!(" {badge} "), look.style(Role::Danger).add_modifier(Modifier::REVERSED)),
            None => line,
        };
        let line = line.add(" ", look.style(Role::Text));
        let said = self.status.toast.clone().or_else(|| self.status.notice.clone()).or_else(|| self.store_notice());
        let said = said.or_else(|| self.announcement());
        let room_behind = |line: &Line| area.width.saturating_sub(line.width() as u16);
        let line = match said {
            // What went well needs no answer: the keys stand beside it again, where there is room.
            Some((Tone::Good, text)) => {
                let line = line.add(&text, look.style(Role::Good));
                let hints = format!("  {}", self.hint_line(room_behind(&line).saturating_sub(2)));
                let has_room = width(&hints) <= usize::from(room_behind(&line));
                if has_room { line.add(&hints, look.style(Role::Dim)) } else { line }
            }
            Some((tone, text)) => line.add(&text, look.style(role_of(tone))),
            None if !self.pending_shown.is_empty() => {
                line.add(&format!("{} …", self.pending_shown), look.style(Role::Text))
            }
            None => {
                let hints = self.hint_line(room_behind(&line));
                line.add(&hints, look.style(Role::Dim))
            }
        };
        line.draw(area, buf);
    }

    /// What has just fallen due.
    fn announcement(&self) -> Option<(Tone, String)> {
        let said = self.status.announced.as_ref()?.said(&self.context)?;
        Some((Tone::Warning, said))
    }

    /// The word for where keys go.
    fn mode(&self) -> &'static str {
        match (self.target(), self.keys()) {
            (Target::Note, _) if self.desk.is_reading() => "mode-script",
            (Target::Note, _) => "mode-note",
            (Target::Layer(_), Keys::Text) => "mode-text",
            (Target::Pane(_), Keys::Text) => "mode-find",
            _ => "mode-command",
        }
    }

    /// What the keys do where they go, as many as fit; help stands among them wherever it has something to say.
    fn hint_line(&self, cells: u16) -> String {
        let words = &self.context.look.words;
        let has_help = match self.target() {
            Target::Note => !self.desk.is_wrapping_up(),
            Target::Layer(_) => !self.own_hints().is_empty(),
            Target::Pane(_) => true,
        };
        match self.named([Command::Help]).next().filter(|_| has_help) {
            Some(help) => hints::line_before(&self.hints(), &help, cells, words),
            None => hints::line(&self.hints(), cells, words),
        }
    }

    /// The keys it tells of besides help.
    fn hints(&self) -> Vec<Hint> {
        let own = self.own_hints();
        match (self.target(), self.keys()) {
            (Target::Note, _) if self.desk.is_wrapping_up() => {
                let script = self.desk.has_script(&self.context).then_some(Command::Script);
                self.named(script).chain(self.who_is_it()).chain(own).collect()
            }
            (Target::Note, _) => {
                let on_a_call = self.named(self.on_a_call()).map(|hint| self.as_it_is_now(hint));
                let mut own = own.into_iter();
                self.who_is_it().into_iter().chain(own.next()).chain(on_a_call).chain(own).collect()
            }
            // It says in its own last row what its keys do.
            (Target::Layer(_), _) => Vec::new(),
            (Target::Pane(_), Keys::Text) => own,
            _ if self.desk.is_open() && self.hands == Hands::Command => {
                let back = (self.key_here(Command::LogInteraction), "hint-back-to-note");
                let keys = self.named([Command::WrapUp, Command::NextPane]).map(|hint| self.as_it_is_now(hint));
                std::iter::once(back).chain(self.who_is_it()).chain(keys).collect()
            }
            _ => {
                let keymap = &self.context.keymap;
                hints_of(&self.foremost(), keymap).into_iter().chain(hints_of(&EVERYWHERE, keymap)).collect()
            }
        }
    }

    /// How to say with whom the open call is, where that is not known or somebody else is looked at.
    fn who_is_it(&self) -> Option<Hint> {
        let key = self.key_here(Command::CallAnswer);
        match (self.desk.whom_else(&self.context), self.desk.is_for_nobody()) {
            _ if self.desk.rings() => None,
            (Some(_), true) => Some((key, "hint-is-the-caller")),
            (Some(_), false) => Some((key, "hint-is-on-the-line")),
            (None, true) => Some((self.key_here(Command::Find), "hint-find-caller")),
            (None, false) => None,
        }
    }

    /// What a key of the call does to it now: the table names both things it can do.
    fn as_it_is_now(&self, (key, label): Hint) -> Hint {
        let label = match label {
            _ if label == Command::WrapUp.row().label && self.desk.is_running() => "does-end-and-wrap-up",
            _ if label != Command::CallHold.row().label => label,
            _ if self.desk.is_holding() => "does-resume",
            _ => "does-hold",
        };
        (key, label)
    }

    /// What helps while a note is typed; what helps with this call only comes first.
    fn on_a_call(&self) -> Vec<Command> {
        let call = self.desk.call();
        let next = call.and_then(|call| call.list).map(|_| Command::NextInList);
        let script = self.desk.has_script(&self.context).then_some(Command::Script);
        let hold = self.desk.is_running().then_some(Command::CallHold);
        let own = [Some(Command::WrapUp), next, script].into_iter().flatten();
        own.chain(hold).chain([Command::Find]).collect()
    }

    /// `/ Search`, `tab Next pane`.
    fn named(&self, commands: impl IntoIterator<Item = Command>) -> impl Iterator<Item = Hint> {
        commands.into_iter().map(|command| (self.key_here(command), command.row().label))
    }

    /// The first keys of a command that act where the keys go now.
    fn key_here(&self, command: Command) -> String {
        keys_in(command, &self.context.keymap, self.keys()).into_iter().next().unwrap_or_default()
    }
}

/// A theme whose text has a colour behind it has it everywhere, whatever the terminal's own is.
fn lay_ground(text: Style, buf: &mut Buffer) {
    let Some(ground) = text.bg else { return };
    for cell in buf.content.iter_mut().filter(|cell| cell.bg == Color::Reset) {
        cell.bg = ground;
    }
}

fn role_of(tone: Tone) -> Role {
    match tone {
        Tone::Good => Role::Good,
        Tone::Warning => Role::Warning,
        Tone::Danger => Role::Danger,
    }
}
