//! The supervisor's call lists: how far each is, and what came of every customer on one.

use super::{STEPS, hints_of};
use crate::door::lists::{Outcome, Request, Response as Answered, Status};
use crate::door::{Refusal, Response};
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Slot, Subject, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::{empty, overlay};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::row;
use crate::tui::words::{disposition, label, stamp};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const ALL: Tag = 1;
const RESULTS: Tag = 2;
/// Name, done, to be called now, reached, given up, left out, attempts.
const LIST: [Column; 7] = [
    Column::flex(12),
    Column::fixed(9).right(),
    Column::fixed(9).right(),
    Column::fixed(9).right(),
    Column::fixed(9).right(),
    Column::fixed(9).right(),
    Column::fixed(9).right(),
];
const LIST_HEADS: [&str; 7] =
    ["lists-name", "lists-done", "lists-due", "lists-reached", "lists-exhausted", "lists-skipped", "lists-attempts"];
/// Name, where they stand, attempts, outcome, by whom, next.
const RESULT: [Column; 6] = [
    Column::flex(14),
    Column::fixed(18),
    Column::fixed(4).right(),
    Column::fixed(14),
    Column::fixed(8),
    Column::fixed(11),
];

/// The layer.
#[derive(Default)]
pub struct ListsLayer {
    lists: Vec<Status>,
    list: List<usize>,
    /// The list whose customers are shown, and what came of them.
    open: Option<(Status, Vec<Outcome>)>,
    results: List<usize>,
    known: bool,
}

impl ListsLayer {
    fn answered(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        match (tag, answer) {
            (ALL, Ok(Response::Lists(Answered::All(lists)))) => {
                self.list.refresh(lists.len(), Some);
                (self.lists, self.known) = (lists, true);
            }
            (RESULTS, Ok(Response::Lists(Answered::Results(outcomes)))) => {
                self.results.refresh(outcomes.len(), Some);
                let of = self.lists.get(self.list.index()).cloned().unwrap_or_default();
                self.open = Some((of, outcomes));
            }
            (_, Err(refusal)) => return vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
            _ => {}
        }
        Vec::new()
    }

    fn command(&mut self, command: Command) -> Vec<Effect> {
        if let Some(step) = Step::of(command) {
            let list = if self.open.is_some() { &mut self.results } else { &mut self.list };
            list.go(step, Some);
            return Vec::new();
        }
        match (command, &self.open) {
            (Command::Back, Some(_)) => {
                self.open = None;
                Vec::new()
            }
            (Command::Back | Command::Quit, _) => vec![Effect::Pop(None)],
            (Command::Open, None) => {
                let chosen = self.lists.get(self.list.index());
                chosen.map(ask_results).into_iter().collect()
            }
            (Command::Open, Some((_, outcomes))) => {
                let chosen = outcomes.get(self.results.index()).map(|outcome| outcome.customer);
                let show = |customer| {
                    vec![Effect::Pop(None), Effect::Select(Subject::Customer(customer)), Effect::Focus(Slot::Timeline)]
                };
                chosen.map_or_else(Vec::new, show)
            }
            _ => Vec::new(),
        }
    }

    fn draw_lists(&self, area: Rect, buf: &mut Buffer, context: &Context) {
        let look = &context.look;
        if self.known && self.lists.is_empty() {
            return empty(look.words.t("list-none"), area, buf, look);
        }
        let heads = LIST_HEADS.map(|key| Line::of(look.words.t(key), look.style(Role::Dim)));
        columns::draw(&LIST, &heads, row(area, 0), buf);
        for (y, index) in (1..).zip(self.list.window(usize::from(area.height.saturating_sub(1)))) {
            let Some(list) = self.lists.get(index) else { continue };
            let text = look.style(Role::Text);
            let counts = [list.due, list.reached, list.exhausted, list.skipped, list.attempts];
            let mut cells = vec![
                Line::of(&list.name, look.style(Role::Title)),
                Line::of(&format!("{}/{}", list.done(), list.total), text),
            ];
            cells.extend(counts.map(|count| Line::of(&count.to_string(), text)));
            columns::draw(&LIST, &cells, row(area, y), buf);
            if index == self.list.index() {
                buf.set_style(row(area, y).intersection(buf.area), look.style(Role::Selected));
            }
        }
    }

    fn draw_results(&self, of: &Status, outcomes: &[Outcome], area: Rect, buf: &mut Buffer, context: &Context) {
        let look = &context.look;
        let told = of
            .outcomes
            .iter()
            .map(|(slug, count)| format!("{} {count}", disposition(&look.words, &context.settings, slug)));
        let head = format!("{}  {}", of.query, told.collect::<Vec<_>>().join(" · "));
        Line::of(head.trim(), look.style(Role::Dim)).draw(row(area, 0), buf);
        for (y, index) in (1..).zip(self.results.window(usize::from(area.height.saturating_sub(1)))) {
            let Some(outcome) = outcomes.get(index) else { continue };
            columns::draw(&RESULT, &cells(outcome, context), row(area, y), buf);
            if index == self.results.index() {
                buf.set_style(row(area, y).intersection(buf.area), look.style(Role::Selected));
            }
        }
    }
}

fn ask_results(list: &Status) -> Effect {
    Effect::Ask(RESULTS, Request::Results(list.id.to_string()).into())
}

fn cells(outcome: &Outcome, context: &Context) -> [Line; 6] {
    let look = &context.look;
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let state = match outcome.skipped {
        Some(why) => Line::of(&label(&look.words, "skip", why.slug()), look.style(Role::Warning)),
        None => Line::of(&label(&look.words, "list-state", outcome.state.slug()), text),
    };
    let told = match outcome.disposition.as_str() {
        "" => String::new(),
        slug => disposition(&look.words, &context.settings, slug),
    };
    let zone = context.settings.calendar.zone;
    let next = outcome.next_at.filter(|next| *next > context.now);
    let next = next.map_or_else(String::new, |next| stamp(next, context.now, zone));
    [
        Line::of(&outcome.name, text),
        state,
        Line::of(&outcome.attempts.to_string(), dim),
        Line::of(&told, text),
        Line::of(&outcome.by, dim),
        Line::of(&next, dim),
    ]
}

impl Pane for ListsLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh | Input::Changed(_) => {
                let results = self.open.as_ref().map(|(of, _)| ask_results(of));
                std::iter::once(Effect::Ask(ALL, Request::All.into())).chain(results).collect()
            }
            Input::Answer(tag, answer) => self.answered(tag, *answer, context),
            Input::Key(_, Resolved::Command(command)) => self.command(command),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let title = self.open.as_ref().map_or(context.look.words.t("lists-title"), |(of, _)| &of.name);
        let inner = overlay(title, (area.width, area.height), area, buf, &context.look);
        match &self.open {
            Some((of, outcomes)) => self.draw_results(of, outcomes, inner, buf, context),
            None => self.draw_lists(inner, buf, context),
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::List)
    }

    fn hints(&self, context: &Context) -> Vec<Hint> {
        let open = if self.open.is_some() { "does-show-customer" } else { "does-show-results" };
        let keys: [Hint<&[Command]>; 2] = [(&[Command::Open], open), (&[Command::Back], "does-back")];
        hints_of(&[&keys[..], &STEPS].concat(), &context.keymap)
    }
}
