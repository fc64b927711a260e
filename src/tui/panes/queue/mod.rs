//! The queue: callbacks by the clock, then what is overdue, today's, later, and deals without a next step.

#[cfg(test)]
mod tests;
mod view;

use super::{on_customer, on_subject, push, touches};
use crate::domain::deal::Deal;
use crate::domain::follow_up::{FollowUp, Lane};
use crate::domain::id::{CustomerId, DealId, FollowUpId};
use crate::domain::noun::Noun;
use crate::domain::party::Party;
use crate::domain::record::reference;
use crate::domain::time::Timestamp;
use crate::door::assignment::Work;
use crate::door::follow_ups::{DealRow, Queue as Answer, QueueFilter, QueueItem, Request, Response as Answered};
use crate::door::{Refusal, Response};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::layers::MessageLayer;
use crate::tui::pane::{Context, Effect, Input, Pane, Slot, Subject, Tag, Tone};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::list::{List, Step};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::ops::Range;

/// What is done most with a follow-up, with all that are marked, and with a deal that has no next step.
const WITH_ONE: [Hint<&[Command]>; 3] =
    [(&[Command::Done], "does-finish"), (&[Command::Snooze], "does-snooze"), (&[Command::Edit], "does-edit")];
const WITH_MARKED: [Hint<&[Command]>; 4] = [
    (&[Command::Done], "does-finish"),
    (&[Command::Snooze], "does-snooze"),
    (&[Command::HandOver], "does-hand-over"),
    (&[Command::Back], "does-unmark"),
];
const WITH_A_DEAL: [Hint<&[Command]>; 3] =
    [(&[Command::FollowUp], "does-plan"), (&[Command::Edit], "does-edit"), (&[Command::Open], "does-open")];

const QUEUE: Tag = 1;
const TAKE: Tag = 2;
const GIVE_BACK: Tag = 3;

/// A row of the pane; a heading takes no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Heading(Option<Lane>),
    FollowUp(usize, FollowUpId),
    Deal(usize, DealId),
}

/// What the cursor stays on while rows come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Heading(Option<Lane>),
    FollowUp(FollowUpId),
    Deal(DealId),
}

impl Row {
    fn key(self) -> Key {
        match self {
            Self::Heading(lane) => Key::Heading(lane),
            Self::FollowUp(_, id) => Key::FollowUp(id),
            Self::Deal(_, id) => Key::Deal(id),
        }
    }
}

/// The pane.
#[derive(Default)]
pub struct Queue {
    answer: Answer,
    rows: Vec<Row>,
    list: List<Key>,
    /// The one being put off: the cursor does not go with it to later.
    leaving: Option<(FollowUpId, Timestamp)>,
    known: bool,
}

/// The rows of a queue, each lane under its heading.
fn rows(queue: &Answer) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut lane = None;
    for (index, item) in queue.items.iter().enumerate() {
        if lane != Some(item.lane) {
            lane = Some(item.lane);
            rows.push(Row::Heading(lane));
        }
        rows.push(Row::FollowUp(index, item.follow_up.id));
    }
    if !queue.no_next_step.is_empty() {
        rows.push(Row::Heading(None));
    }
    rows.extend(queue.no_next_step.iter().enumerate().map(|(index, row)| Row::Deal(index, row.deal.id)));
    rows
}

impl Queue {
    /// An empty pane; [`Input::Refresh`] fills it.
    pub fn new() -> Self {
        Self::default()
    }

    fn ask() -> Effect {
        Effect::Ask(QUEUE, Request::Queue(QueueFilter::default()).into())
    }

    fn key_at(rows: &[Row]) -> impl Fn(usize) -> Option<Key> {
        |index| rows.get(index).map(|row| row.key())
    }

    fn take(&mut self, queue: Answer) -> Vec<Effect> {
        let place = self.list.index();
        self.rows = rows(&queue);
        self.answer = queue;
        self.known = true;
        self.list.refresh(self.rows.len(), Self::key_at(&self.rows));
        let has_left = self.has_left();
        if has_left {
            self.leaving = None;
            self.list.select(place, Self::key_at(&self.rows));
        }
        let rows = &self.rows;
        self.list.keep_marks(|mark| rows.iter().any(|row| row.key() == mark));
        self.skip_heading(Step::Down);
        if has_left { self.select() } else { Vec::new() }
    }

    /// Whether the selected one was put off here, and is due later now than it was.
    fn has_left(&self) -> bool {
        let selected = self.item().zip(self.leaving);
        selected.is_some_and(|(item, (id, due))| item.follow_up.id == id && item.follow_up.due > due)
    }

    /// Moves on from a heading; the first row is one, so the way up ends below it.
    fn skip_heading(&mut self, step: Step) {
        let steps = if matches!(step, Step::Up | Step::PageUp) { [Step::Up, Step::Down] } else { [Step::Down; 2] };
        for step in steps {
            if matches!(self.list.selected(), Some(Key::Heading(_))) {
                self.list.go(step, Self::key_at(&self.rows));
            }
        }
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        self.list.go(step, Self::key_at(&self.rows));
        self.skip_heading(step);
        self.select()
    }

    fn item(&self) -> Option<&QueueItem> {
        match self.rows.get(self.list.index())? {
            Row::FollowUp(index, _) => self.answer.items.get(*index),
            _ => None,
        }
    }

    fn deal(&self) -> Option<&DealRow> {
        match self.rows.get(self.list.index())? {
            Row::Deal(index, _) => self.answer.no_next_step.get(*index),
            _ => None,
        }
    }

    fn customer(&self) -> Option<(CustomerId, &str)> {
        let of_item =
            self.item().and_then(|item| Some((item.follow_up.party.customer()?, item.customer_name.as_str())));
        of_item.or_else(|| self.deal().map(|row| (row.deal.customer, row.customer_name.as_str())))
    }

    fn select(&self) -> Vec<Effect> {
        let of_item = self.item().map(|item| Subject::FollowUp(item.follow_up.id, item.follow_up.party.customer()));
        let of_deal = || self.deal().map(|row| Subject::Deal(row.deal.id, row.deal.customer));
        of_item.or_else(of_deal).map(Effect::Select).into_iter().collect()
    }

    fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        if let Some(step) = Step::of(command) {
            return self.go(step);
        }
        let leaving = self.item().filter(|_| command == Command::Snooze);
        self.leaving = leaving.map(|item| (item.follow_up.id, item.follow_up.due));
        match command {
            Command::Mark => return self.mark(),
            Command::Back => {
                self.list.unmark_all();
                return Vec::new();
            }
            Command::GoOverdue => return self.go_overdue(context),
            _ => {}
        }
        if let Some(effects) = self.on_marked(command, context) {
            return effects;
        }
        let taken = self.take_shared(command, context);
        taken.into_iter().chain(self.on_row(command, context)).collect()
    }

    fn mark(&mut self) -> Vec<Effect> {
        if self.item().is_some() {
            self.list.toggle_mark();
        }
        self.go(Step::Down)
    }

    /// To the next follow-up whose time has passed; after the last one, to the first again.
    fn go_overdue(&mut self, context: &Context) -> Vec<Effect> {
        let is_late = |row: &Row| match row {
            Row::FollowUp(index, _) => self.answer.items.get(*index).is_some_and(|item| is_late(item, context.now)),
            _ => false,
        };
        let from = self.list.index() + 1;
        let late = |range: Range<usize>| range.into_iter().find(|at| self.rows.get(*at).is_some_and(is_late));
        match late(from..self.rows.len()).or_else(|| late(0..from)) {
            Some(index) => {
                self.list.select(index, Self::key_at(&self.rows));
                self.select()
            }
            None => vec![Effect::Toast(Tone::Good, context.look.words.t("nothing-overdue").to_owned())],
        }
    }

    /// What can be done with all marked ones at once.
    fn on_marked(&self, command: Command, context: &Context) -> Option<Vec<Effect>> {
        let id = |key: &Key| if let Key::FollowUp(id) = key { Some(*id) } else { None };
        let ids: Vec<FollowUpId> = self.list.marks().iter().filter_map(id).collect();
        let layer = match command {
            _ if ids.is_empty() => return None,
            Command::Done => forms::follow_up::done_all(context, ids),
            Command::Snooze => forms::follow_up::snooze_all(context, ids),
            Command::HandOver => {
                let name = context.look.words.tf("hand-over-marked", &[("count", ids.len().into())]);
                let work = Work::Records(ids.into_iter().map(reference::<FollowUp>).collect());
                forms::hand_over::sheet(context, vec![(work, name)])
            }
            _ => return None,
        };
        Some(push(layer))
    }

    /// Keeps shared work for oneself once it is opened, called, put off or done.
    fn take_shared(&self, command: Command, context: &Context) -> Option<Effect> {
        let works = matches!(command, Command::Open | Command::Call | Command::Snooze | Command::Done);
        let item = self.item().filter(|item| works && item.follow_up.is_shared())?;
        let is_mine = item.leased_to.as_deref() == Some(&context.me.login);
        (!is_mine).then(|| Effect::Ask(TAKE, Request::Take(item.follow_up.id).into()))
    }

    fn on_row(&self, command: Command, context: &Context) -> Vec<Effect> {
        match (command, self.item()) {
            (Command::Open, _) if self.customer().is_some() => {
                self.select().into_iter().chain([Effect::Focus(Slot::Timeline)]).collect()
            }
            // It is with nobody we know: who was it?
            (Command::Open | Command::Edit, Some(item)) => push(forms::follow_up::edit(context, &item.follow_up)),
            (Command::Done, Some(item)) => push(forms::follow_up::done(context, item.follow_up.id, called(item))),
            (Command::Snooze, Some(item)) => push(forms::follow_up::snooze(context, item.follow_up.id, called(item))),
            (Command::HandOver, Some(item)) => {
                let record = reference::<FollowUp>(item.follow_up.id);
                push(forms::hand_over::record(context, record, called(item)))
            }
            (Command::GiveBack, Some(item)) => vec![give_back(item, context)],
            (Command::Why, Some(item)) => {
                let title = context.look.words.t("score-title");
                push(Box::new(MessageLayer::new(title, why(item, context).join("\n"))))
            }
            (Command::Call, Some(item)) => dial(item),
            (Command::HandOver, None) => self.deal().map_or_else(Vec::new, |row| {
                push(forms::hand_over::record(context, reference::<Deal>(row.deal.id), &row.deal.title))
            }),
            (Command::Edit, None) => {
                self.deal().map_or_else(Vec::new, |row| push(forms::deal::edit(context, &row.deal)))
            }
            // What is planned here is a next step.
            (Command::New, _) => self.on_customer(Command::FollowUp, context),
            _ => self.on_customer(command, context),
        }
    }

    fn on_customer(&self, command: Command, context: &Context) -> Vec<Effect> {
        match self.customer() {
            Some((id, name)) => on_customer(command, id, name, context),
            None => on_subject(command, context),
        }
    }

    fn answer(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        match answer {
            Ok(Response::FollowUps(Answered::Queue(queue))) => self.take(queue),
            Ok(Response::FollowUps(Answered::Saved(saved))) if tag == GIVE_BACK => {
                let said = context.look.words.tf("cli-given-back", &[("id", saved.id.to_string().into())]);
                vec![Effect::Toast(Tone::Good, said)]
            }
            Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
            Err(refusal) => vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
        }
    }
}

/// Whether the hour of a follow-up has passed, or its day.
/// What it is about, else with whom: nobody wrote what a missed call was about.
fn called(item: &QueueItem) -> &str {
    if item.follow_up.text.is_empty() { &item.customer_name } else { &item.follow_up.text }
}

fn is_late(item: &QueueItem, now: Timestamp) -> bool {
    !item.follow_up.all_day && item.follow_up.due < now || item.lane == Lane::Overdue
}

/// Lets go of shared work; what a colleague keeps the door refuses to give back.
fn give_back(item: &QueueItem, context: &Context) -> Effect {
    if item.leased_to.is_none() {
        return Effect::Toast(Tone::Warning, context.look.words.t("nothing-to-give-back").to_owned());
    }
    Effect::Ask(GIVE_BACK, Request::GiveBack(item.follow_up.id).into())
}

/// The arithmetic behind the place of a follow-up in its lane.
fn why(item: &QueueItem, context: &Context) -> Vec<String> {
    let words = &context.look.words;
    let weights = item.follow_up.weights(context.now);
    let said = weights.iter().map(|weight| {
        let reason = words::label(words, "score", weight.why.slug());
        format!("{:>5}  {reason}", format!("+{}", weight.points))
    });
    let sum = format!("{:>5}  {}", item.score, words.t("score-sum"));
    let order = match item.lane {
        Lane::Callback | Lane::Later => words.t("score-by-clock"),
        Lane::Overdue | Lane::Today => words.t("score-by-sum"),
    };
    said.chain([sum, String::new(), order.to_owned()]).collect()
}

/// Calls the customer, or the bare number the callback is for.
fn dial(item: &QueueItem) -> Vec<Effect> {
    let (customer, number) = match &item.follow_up.party {
        Party::Customer(id) => (Some(*id), String::new()),
        Party::Number(number) => (None, number.clone()),
        Party::Withheld => return Vec::new(),
    };
    vec![Effect::Dial { customer, number, name: item.customer_name.clone() }]
}

impl Pane for Queue {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(_, Resolved::Command(command)) => self.command(command, context),
            Input::Click(cell) => self.list.at(cell).map_or_else(Vec::new, |index| self.go(Step::To(index))),
            Input::Answer(tag, answer) => self.answer(tag, *answer, context),
            Input::Changed(touched) if touches(&touched, &[Noun::FollowUp, Noun::Deal, Noun::Customer]) => {
                vec![Self::ask()]
            }
            Input::Refresh => vec![Self::ask()],
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        view::draw(self, area, buf, context, focused);
        None
    }

    fn foremost(&self, _context: &Context) -> Vec<Hint<&'static [Command]>> {
        match self.list.selected() {
            Some(_) if !self.list.marks().is_empty() => WITH_MARKED.to_vec(),
            Some(Key::FollowUp(_)) => WITH_ONE.to_vec(),
            Some(Key::Deal(_)) => WITH_A_DEAL.to_vec(),
            Some(Key::Heading(_)) | None => Vec::new(),
        }
    }

    fn explained(&self, context: &Context) -> Vec<String> {
        self.item().map_or_else(Vec::new, |item| why(item, context))
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::Queue)
    }
}
