//! The supervisor's pane: what each agent does and since when, the queues, today's calls, and what is not closed.

use crate::domain::id::FollowUpId;
use crate::domain::noun::Noun;
use crate::domain::report::{AgentNow, CallCount, FloorReport, LooseEnd, QueueCount};
use crate::domain::time::Timestamp;
use crate::door::reports::{Request, Response as Answered};
use crate::door::{Refusal, Response};
use crate::i18n::{clock, timer};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Slot, Subject, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::row;
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const REPORT: Tag = 1;
/// Of layers that send what they ask for themselves and leave no reply.
const LAYER: Tag = 0;
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
    Agents,
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
        self.rows = [Row::Agents].into_iter().chain(agents).chain([Row::Everybody]).chain(queues).collect();
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
            (Command::Done, Some(end)) if end.record.noun == Noun::FollowUp => {
                push(forms::follow_up::done(context, FollowUpId(end.record.id), &end.text))
            }
            (Command::HandOver, Some(end)) if end.record.noun == Noun::FollowUp => {
                push(forms::hand_over::record(context, end.record, &end.text))
            }
            (Command::Done | Command::HandOver, Some(_)) => {
                vec![Effect::Toast(Tone::Warning, context.look.words.t("floor-wrap-up-there").to_owned())]
            }
            _ => Vec::new(),
        }
    }

    fn draw_row(&self, index: usize, area: Rect, buf: &mut Buffer, context: &Context) {
        let look = &context.look;
        let words = &look.words;
        let heads =
            |keys: &[&str]| keys.iter().map(|key| Line::of(words.t(key), look.style(Role::Dim))).collect::<Vec<_>>();
        match self.rows.get(index) {
            Some(Row::Agents) => columns::draw(&AGENT, &heads(&AGENT_HEADS), area, buf),
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

/// Shows the customer of what is not closed, where a call is wrapped up and everything else is done.
fn open(end: &LooseEnd) -> Vec<Effect> {
    let Some(customer) = end.customer else { return Vec::new() };
    let subject = match end.record.noun {
        Noun::FollowUp => Subject::FollowUp(FollowUpId(end.record.id), Some(customer)),
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
            Input::Answer(REPORT, answer) => match *answer {
                Ok(Response::Reports(Answered::Floor(report))) => {
                    self.take(*report);
                    Vec::new()
                }
                Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
                Err(refusal) => {
                    vec![Effect::Pop(None), Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))]
                }
            },
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("floor-title"), (area.width, area.height), area, buf, look);
        if inner.height < 2 {
            return None;
        }
        let list = Rect { height: inner.height - 1, ..inner };
        let row_at = |index: usize| self.rows.get(index).copied();
        self.list.draw(list, buf, look, focused, row_at, |index, place, buf| self.draw_row(index, place, buf, context));
        Line::of(look.words.t("floor-keys"), look.style(Role::Dim)).draw(row(inner, inner.height - 1), buf);
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::Queue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{CustomerId, UserId};
    use crate::domain::noun::RecordRef;
    use crate::domain::presence::{Presence, State};
    use crate::domain::report::Loose;
    use crate::i18n::Lang;
    use crate::tui::fixtures::{HOSTILE, answer, asked, command, context, draw_at, english, now, pushed, screen};
    use proptest::prelude::*;

    fn report() -> FloorReport {
        let calls = CallCount {
            offered: 9,
            answered: 8,
            missed: 1,
            dialled: 4,
            reached: 2,
            handling_s: 1800,
            ..CallCount::default()
        };
        let agent = |id, name: &str, state| AgentNow {
            user: UserId(id),
            name: name.into(),
            state,
            calls,
            queue: QueueCount { open: 12, overdue: id },
        };
        let on = |presence, minutes: i64, reason: &str| {
            Some(State { presence, reason: reason.into(), since: now().plus(-minutes * 60) })
        };
        let end = |why, noun, id, name: &str, hours: i64| LooseEnd {
            why,
            record: RecordRef { noun, id },
            customer: Some(CustomerId(1)),
            name: name.into(),
            owner: "lena".into(),
            at: now().plus(-hours * Timestamp::HOUR),
            text: "call with the quote".into(),
        };
        FloorReport {
            agents: vec![
                agent(3, "Lena Vogt", on(Presence::OnCall, 4, "")),
                agent(4, "王芳", on(Presence::Break, 12, "lunch")),
                agent(5, "Bo", None),
            ],
            queues: vec![
                ("North".into(), QueueCount { open: 3, overdue: 1 }),
                ("anyone".into(), QueueCount::default()),
            ],
            calls,
            not_closed: vec![
                end(Loose::OffDuty, Noun::FollowUp, 8, "张伟", 30),
                end(Loose::WrapUp, Noun::Interaction, 90, "Anna Meyer", 2),
                end(Loose::Callback, Noun::FollowUp, 7, "Anna Meyer", 1),
            ],
        }
    }

    fn filled(context: &Context) -> FloorLayer {
        let mut layer = FloorLayer::new();
        assert!(asked(&layer.on(Input::Refresh, context)).is_some());
        answer(&mut layer, REPORT, Answered::Floor(Box::new(report())), context);
        layer
    }

    #[test]
    fn what_is_not_closed_is_finished_or_handed_over_by_key() {
        let context = english();
        let mut layer = filled(&context);
        for asks in [Command::Done, Command::HandOver] {
            let form = pushed(command(&mut layer, asks, &context));
            assert!(screen(&*form, 80, 24, &context).contains("call with the quote"), "{asks:?}");
        }
        let effects = command(&mut layer, Command::Open, &context);
        assert!(matches!(
            effects[..],
            [Effect::Pop(None), Effect::Select(Subject::FollowUp(FollowUpId(8), Some(_))), _]
        ));
        command(&mut layer, Command::Down, &context);
        let effects = command(&mut layer, Command::Done, &context);
        assert!(matches!(effects[..], [Effect::Toast(Tone::Warning, _)]), "a call is wrapped up with its customer");
    }

    #[test]
    fn the_floor_in_both_languages_narrow_and_wide() {
        for lang in Lang::ALL {
            let context = context(lang);
            let layer = filled(&context);
            insta::assert_snapshot!(format!("floor_{lang}_80"), screen(&layer, 80, 16, &context));
            insta::assert_snapshot!(format!("floor_{lang}_120"), screen(&layer, 120, 16, &context));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_size_and_no_data_breaks_the_pane(width in 0_u16..140, height in 0_u16..40, hostile in 0..HOSTILE.len(), at in any::<i64>()) {
            let context = english();
            let mut hostile_report = report();
            for end in &mut hostile_report.not_closed {
                end.text = HOSTILE[hostile].to_owned();
                end.name = HOSTILE[hostile].to_owned();
                end.at = Timestamp(at);
            }
            let mut layer = FloorLayer::new();
            answer(&mut layer, REPORT, Answered::Floor(Box::new(hostile_report)), &context);
            command(&mut layer, Command::Bottom, &context);
            draw_at(&layer, width, height, &context);
        }
    }
}
