//! The supervisor's pane: what each agent does and since when, the queues, today's calls, and what is not closed.

#[cfg(test)]
mod tests;

use super::{STEPS, hints_of, transfer};
use crate::domain::id::{FollowUpId, InteractionId, UserId};
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::report::{AgentNow, CallCount, FloorReport, LooseEnd, QueueCount, Unclosed};
use crate::domain::time::Timestamp;
use crate::door::reports::{Request, Response as Answered};
use crate::door::{CallId, Refusal, Response, floor, interactions, transfer as transferring};
use crate::i18n::{clock, timer};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Slot, Subject, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step, behind_sign};
use crate::tui::widgets::row;
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const REPORT: Tag = 1;
const CALL: Tag = 2;
const COLLEAGUES: Tag = 3;
const GIVE: Tag = 4;
/// Replies of its layers.
const TO_WHOM: Tag = 5;
/// Of layers that send what they ask for themselves and leave no reply.
const LAYER: Tag = 0;
/// What the keys do, besides moving.
const KEYS: [Hint<&[Command]>; 4] = [
    (&[Command::Open], "does-show-customer"),
    (&[Command::Done], "does-finish"),
    (&[Command::HandOver], "does-hand-over"),
    (&[Command::Back], "does-back"),
];
/// Name, state, since, answered of offered, missed, reached of dialled, average handling, queue.
const AGENT: [Column; 8] = [
    Column::flex(10),
    Column::flex(12),
    Column::fixed(5),
    Column::fixed(8).right(),
    Column::fixed(6).right(),
    Column::fixed(7).right(),
    Column::fixed(8).right(),
    Column::fixed(8).right(),
];
/// When, why, who, about whom and what.
const LOOSE: [Column; 4] = [Column::fixed(11), Column::fixed(14), Column::fixed(10), Column::flex(20)];

/// A row of the pane, by its place in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Agent(usize),
    Everybody,
    Queue(usize),
    NotClosed,
    Loose(usize),
}

/// The layer.
#[derive(Default)]
pub struct FloorLayer {
    report: FloorReport,
    rows: Vec<Row>,
    list: List<Row>,
    known: bool,
    /// The call somebody is being chosen for.
    giving: Option<CallId>,
}

impl FloorLayer {
    /// An empty layer; [`Input::Refresh`] fills it.
    pub fn new() -> Self {
        Self::default()
    }

    fn ask() -> Vec<Effect> {
        vec![Effect::Ask(REPORT, Request::Floor.into())]
    }

    fn take(&mut self, report: FloorReport) {
        let agents = (0..report.agents.len()).map(Row::Agent);
        let queues = (0..report.queues.len()).map(Row::Queue);
        let loose = (0..report.not_closed.len()).map(Row::Loose);
        self.rows = agents.chain([Row::Everybody]).chain(queues).collect();
        self.rows.push(Row::NotClosed);
        self.rows.extend(loose);
        self.report = report;
        self.list.refresh(self.rows.len(), |index| self.rows.get(index).copied());
        if !std::mem::replace(&mut self.known, true) {
            self.go_to_loose();
        }
    }

    /// What is to be done stands at the end: the cursor begins there.
    fn go_to_loose(&mut self) {
        if let Some(first) = self.rows.iter().position(|row| matches!(row, Row::Loose(_))) {
            self.list.select(first, |index| self.rows.get(index).copied());
        }
    }

    fn selected(&self) -> Option<&LooseEnd> {
        match self.list.selected()? {
            Row::Loose(index) => self.report.not_closed.get(index),
            _ => None,
        }
    }

    fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        if let Some(step) = Step::of(command) {
            self.list.go(step, |index| self.rows.get(index).copied());
            return Vec::new();
        }
        match (command, self.selected()) {
            (Command::Back | Command::Quit, _) => vec![Effect::Pop(None)],
            (Command::Open, Some(end)) => open(end),
            (Command::Done, Some(end)) => finish(end, context),
            (Command::HandOver, Some(LooseEnd { what: Unclosed::LeftCall(id), .. })) => {
                self.giving = Some(CallId(*id));
                vec![Effect::AskFirst(COLLEAGUES, transferring::Request::Colleagues.into())]
            }
            (Command::HandOver, Some(end @ LooseEnd { what: Unclosed::Record(record), .. })) => {
                push(forms::hand_over::record(context, *record, called(end)))
            }
            _ => Vec::new(),
        }
    }

    fn take_answer(&mut self, answer: Response, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match answer {
            Response::Reports(Answered::Floor(report)) => self.take(*report),
            Response::Interactions(interactions::Response::Interaction(call)) => {
                return push(forms::interaction::edit(context, &call));
            }
            Response::Transfer(transferring::Response::Colleagues(on_duty)) if on_duty.is_empty() => {
                return vec![Effect::Toast(Tone::Warning, words.t("transfer-nobody").to_owned())];
            }
            Response::Transfer(transferring::Response::Colleagues(on_duty)) => {
                return vec![Effect::Push(TO_WHOM, Box::new(transfer::colleagues(&on_duty, context)))];
            }
            Response::Floor(floor::Response::TakenOver(Some(draft))) => {
                return vec![Effect::Pop(None), Effect::GoOn(draft)];
            }
            Response::Floor(floor::Response::Done) => return Self::ask(),
            Response::Floor(floor::Response::TakenOver(None)) => {
                let gone = Effect::Toast(Tone::Warning, words.t("take-over-gone").to_owned());
                return Self::ask().into_iter().chain([gone]).collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw_row(&self, index: usize, area: Rect, buf: &mut Buffer, context: &Context) {
        let look = &context.look;
        let words = &look.words;
        match self.rows.get(index) {
            Some(Row::Agent(at)) => {
                if let Some(agent) = self.report.agents.get(*at) {
                    columns::draw(&AGENT, &agent_cells(agent, context), area, buf);
                }
            }
            Some(Row::Everybody) => {
                let mut cells =
                    vec![Line::of(words.t("report-all"), look.style(Role::Title)), Line::new(), Line::new()];
                cells.extend(call_cells(&self.report.calls, context));
                columns::draw(&AGENT, &cells, area, buf);
            }
            Some(Row::Queue(at)) => {
                if let Some((name, queue)) = self.report.queues.get(*at) {
                    let name = if name == "anyone" { words.t("anyone") } else { name };
                    let mut cells = vec![Line::of(name, look.style(Role::Accent))];
                    cells.resize(AGENT.len() - 1, Line::new());
                    cells.push(queue_cell(*queue, context));
                    columns::draw(&AGENT, &cells, area, buf);
                }
            }
            Some(Row::NotClosed) => {
                let count = self.report.not_closed.len();
                let said = words.tf("floor-not-closed", &[("count", count.into())]);
                let role = if count == 0 { Role::Good } else { Role::Warning };
                Line::of(&said, look.style(role)).draw(area, buf);
            }
            Some(Row::Loose(at)) => {
                if let Some(end) = self.report.not_closed.get(*at) {
                    columns::draw(&LOOSE, &loose_cells(end, context), area, buf);
                }
            }
            None => {}
        }
    }
}

const AGENT_HEADS: [&str; 8] = [
    "report-agent",
    "floor-state",
    "floor-since",
    "report-answered",
    "report-missed",
    "report-reached",
    "report-aht",
    "floor-queue",
];

fn push(layer: Box<dyn Pane>) -> Vec<Effect> {
    vec![Effect::Push(LAYER, layer)]
}

/// What it is about, else with whom: nobody wrote what a missed call was about.
fn called(end: &LooseEnd) -> &str {
    if end.text.is_empty() { &end.name } else { &end.text }
}

/// A follow-up is done, a call that is stored gets its outcome, and one that was left open goes on here.
fn finish(end: &LooseEnd, context: &Context) -> Vec<Effect> {
    match end.what {
        Unclosed::Record(RecordRef { noun: Noun::FollowUp, id }) => {
            push(forms::follow_up::done(context, FollowUpId(id), called(end)))
        }
        Unclosed::Record(RecordRef { id, .. }) => {
            vec![Effect::AskFirst(CALL, interactions::Request::Show(InteractionId(id)).into())]
        }
        Unclosed::LeftCall(id) => vec![give(CallId(id), context.me.id)],
    }
}

fn give(call: CallId, to: UserId) -> Effect {
    Effect::AskFirst(GIVE, floor::Request::Give { call, to }.into())
}

/// Shows the customer of what is not closed.
fn open(end: &LooseEnd) -> Vec<Effect> {
    let Some(customer) = end.customer else { return Vec::new() };
    let subject = match end.what {
        Unclosed::Record(RecordRef { noun: Noun::FollowUp, id }) => Subject::FollowUp(FollowUpId(id), Some(customer)),
        _ => Subject::Customer(customer),
    };
    vec![Effect::Pop(None), Effect::Select(subject), Effect::Focus(Slot::Timeline)]
}

fn agent_cells(agent: &AgentNow, context: &Context) -> Vec<Line> {
    let look = &context.look;
    let (state, since, role) = match &agent.state {
        None => (words::label(&look.words, "presence", "off"), String::new(), Role::Dim),
        Some(state) => {
            let presence = words::label(&look.words, "presence", state.presence.slug());
            let parts = [presence, state.reason.clone()];
            let said = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
            (said, clock(local(state.since, context)), Role::Accent)
        }
    };
    let mut cells = vec![
        Line::of(&agent.name, look.style(Role::Text)),
        Line::of(&state, look.style(role)),
        Line::of(&since, look.style(Role::Dim)),
    ];
    cells.extend(call_cells(&agent.calls, context));
    cells.push(queue_cell(agent.queue, context));
    cells
}

fn call_cells(calls: &CallCount, context: &Context) -> Vec<Line> {
    let average = calls.average_handling_s().map_or_else(|| "-".to_owned(), |s| timer(s.cast_signed()));
    let texts = [
        format!("{}/{}", calls.answered, calls.offered),
        calls.missed.to_string(),
        format!("{}/{}", calls.reached, calls.dialled),
        average,
    ];
    texts.iter().map(|text| Line::of(text, context.look.style(Role::Text))).collect()
}

fn queue_cell(queue: QueueCount, context: &Context) -> Line {
    let late = if queue.overdue > 0 { format!("{}! ", queue.overdue) } else { String::new() };
    Line::of(&late, context.look.style(Role::Danger)).add(&queue.open.to_string(), context.look.style(Role::Text))
}

fn loose_cells(end: &LooseEnd, context: &Context) -> Vec<Line> {
    let look = &context.look;
    let at = local(end.at, context);
    let when =
        if at.date() == local(context.now, context).date() { clock(at) } else { at.format("%m-%d %H:%M").to_string() };
    let text = end.text.lines().next().unwrap_or_default();
    let owner = if end.owner == "anyone" { look.words.t("anyone") } else { &end.owner };
    vec![
        Line::of(&when, look.style(Role::Dim)),
        Line::of(&words::label(&look.words, "loose", end.why.slug()), look.style(Role::Warning)),
        Line::of(owner, look.style(Role::Accent)),
        Line::of(&end.name, look.style(Role::Text)).add("  ", look.style(Role::Text)).add(text, look.style(Role::Dim)),
    ]
}

fn local(at: Timestamp, context: &Context) -> chrono::NaiveDateTime {
    at.local(context.settings.calendar.zone).naive_local()
}

impl Pane for FloorLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh | Input::Changed(_) => Self::ask(),
            Input::Key(_, Resolved::Command(command)) => self.command(command, context),
            Input::Answer(tag, answer) => match *answer {
                Ok(answer) => self.take_answer(answer, context),
                Err(Refusal::Cancelled) => Vec::new(),
                Err(refusal) => {
                    let leave = (tag == REPORT).then_some(Effect::Pop(None));
                    let said = Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal));
                    leave.into_iter().chain([said]).collect()
                }
            },
            Input::Reply(TO_WHOM, Reply::Chosen(chosen)) => match (self.giving.take(), chosen.parse().map(UserId)) {
                (Some(call), Ok(to)) => vec![give(call, to)],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("floor-title"), (area.width, area.height), area, buf, look);
        if inner.height < 3 {
            return None;
        }
        let list = Rect { y: inner.y + 1, height: inner.height - 2, ..inner };
        let heads = AGENT_HEADS.map(|key| Line::of(look.words.t(key), look.style(Role::Dim)));
        columns::draw(&AGENT, &heads, behind_sign(row(inner, 0)), buf);
        let row_at = |index: usize| self.rows.get(index).copied();
        self.list.draw(list, buf, look, focused, row_at, |index, place, buf| self.draw_row(index, place, buf, context));
        let keys = hints::line(&self.hints(context), inner.width, &look.words);
        Line::of(&keys, look.style(Role::Dim)).draw(row(inner, inner.height - 1), buf);
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::Queue)
    }

    fn hints(&self, context: &Context) -> Vec<Hint> {
        hints_of(&[&KEYS[..], &STEPS].concat(), &context.keymap)
    }
}
