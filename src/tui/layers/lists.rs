//! The supervisor's call lists: how far each is, and what came of every customer on one.

use super::{STEPS, hints_of};
use crate::door::lists::{Outcome, Request, Response as Answered, Status};
use crate::door::{Refusal, Response};
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Slot, Subject, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::{empty, overlay};
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step, behind_sign};
use crate::tui::widgets::{Look, row};
use crate::tui::words::{disposition, label, retry, stamp};
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
    Column::fixed(5).right(),
    Column::fixed(14),
    Column::fixed(8),
    Column::fixed(11),
];
const RESULT_HEADS: [&str; 6] =
    ["lists-customer", "lists-state", "lists-tried", "lists-outcome", "lists-by", "lists-next"];
/// Cells of the widest table; names far from their figures are hard to follow.
const WIDTH: u16 = 120;

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
        draw_table(&self.list, (&LIST, &LIST_HEADS), area, buf, look, |index| {
            self.lists.get(index).map(|list| list_cells(list, look))
        });
    }

    fn draw_results(&self, of: &Status, outcomes: &[Outcome], area: Rect, buf: &mut Buffer, context: &Context) {
        let look = &context.look;
        Line::of(&described(of, context), look.style(Role::Dim)).draw(row(area, 0), buf);
        let below = Rect { y: area.y + area.height.min(1), height: area.height.saturating_sub(1), ..area };
        draw_table(&self.results, (&RESULT, &RESULT_HEADS), below, buf, look, |index| {
            outcomes.get(index).map(|outcome| cells(outcome, context).to_vec())
        });
    }
}

/// Heads, and the rows below them.
fn draw_table(
    list: &List<usize>,
    (columns, heads): (&[Column], &[&str]),
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
    cells: impl Fn(usize) -> Option<Vec<Line>>,
) {
    let heads: Vec<Line> = heads.iter().map(|key| Line::of(look.words.t(key), look.style(Role::Dim))).collect();
    columns::draw(columns, &heads, behind_sign(row(area, 0)), buf);
    let rows = Rect { y: area.y + area.height.min(1), height: area.height.saturating_sub(1), ..area };
    list.draw(rows, buf, look, true, Some, |index, place, buf| {
        if let Some(cells) = cells(index) {
            columns::draw(columns, &cells, place, buf);
        }
    });
}

fn list_cells(list: &Status, look: &Look) -> Vec<Line> {
    let text = look.style(Role::Text);
    let counts = [list.due, list.reached, list.exhausted, list.skipped, list.attempts];
    let named =
        [Line::of(&list.name, look.style(Role::Title)), Line::of(&format!("{}/{}", list.done(), list.total), text)];
    named.into_iter().chain(counts.map(|count| Line::of(&count.to_string(), text))).collect()
}

/// `tag:vip · mon-fri 9-20 · 6 attempts, 4 h apart · Reached 12 · No answer 3`: how the list is made, and what came of
/// it in all.
fn described(of: &Status, context: &Context) -> String {
    let words = &context.look.words;
    let tries = of.retry.parse().map_or_else(|_| of.retry.clone(), |rule| retry(words, rule));
    let made = [of.query.clone(), of.hours.clone(), tries].into_iter().filter(|part| !part.is_empty());
    let told =
        of.outcomes.iter().map(|(slug, count)| format!("{} {count}", disposition(words, &context.settings, slug)));
    made.chain(told).collect::<Vec<_>>().join(" · ")
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
        let look = &context.look;
        let inner = overlay(title, (area.width.min(WIDTH), area.height), area, buf, look);
        let keys = hints::line(&self.hints(context), inner.width, &look.words);
        Line::of(&keys, look.style(Role::Dim)).draw(row(inner, inner.height.saturating_sub(1)), buf);
        let inner = Rect { height: inner.height.saturating_sub(1), ..inner };
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

#[cfg(test)]
mod tests;
