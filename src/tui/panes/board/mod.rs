//! The pipeline: a column a stage and a card a deal, or the same deals as a list.

mod columns;
mod filter;
mod moving;
mod rows;
#[cfg(test)]
mod tests;
mod view;

use super::{on_customer, on_subject, push, touches};
use crate::domain::deal::{Age, Deal};
use crate::domain::id::{CustomerId, DealId};
use crate::domain::noun::Noun;
use crate::domain::record::reference;
use crate::door::deals::{Request, Response as Answered};
use crate::door::follow_ups::DealRow;
use crate::door::{Refusal, Response};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Slot, Subject, Tag, Tone};
use crate::tui::widgets::dialog::Confirm;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::list::Step;
use crate::tui::words;
use columns::Columns;
use crossterm::event::KeyCode;
use filter::Filter;
use moving::Moving;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rows::Rows;

/// What is done most with an open deal, with one that is closed, and where there is none.
const WITH_OPEN: [Hint<&[Command]>; 4] = [
    (&[Command::StageBack, Command::StageForward], "does-move-stage"),
    (&[Command::Win], "does-win"),
    (&[Command::Lose], "does-lose"),
    (&[Command::Edit], "does-edit"),
];
const WITH_CLOSED: [Hint<&[Command]>; 3] =
    [(&[Command::Open], "does-open"), (&[Command::Edit], "does-edit"), (&[Command::AsList], "does-as-list")];
const WITH_NONE: [Hint<&[Command]>; 2] =
    [(&[Command::Filter], "does-filter-rows"), (&[Command::AsList], "does-as-list")];

const BOARD: Tag = 1;
const STEP: Tag = 2;
const WHERE_TO: Tag = 3;

/// Cards of a column that are fetched; nobody reads on beyond.
const CARDS: usize = 100;
/// Rows of the list that are fetched.
const ROWS: usize = 500;

/// The pane.
#[derive(Default)]
pub struct Board {
    /// The slug of the pipeline shown; empty for the first one.
    pipeline: String,
    filter: Filter,
    columns: Columns,
    rows: Rows,
    /// The card Enter would move, and the question whether it shall.
    moving: Option<(Moving, Confirm)>,
    /// The deal whose next stage is being chosen.
    going: Option<DealId>,
    /// The list is shown instead of the columns.
    listed: bool,
    known: bool,
}

impl Board {
    /// An empty pane; [`Input::Refresh`] fills it.
    pub fn new() -> Self {
        Self::default()
    }

    fn ask(&self) -> Effect {
        let (pipeline, query) = (self.pipeline.clone(), self.filter.query().to_owned());
        let request = if self.listed {
            Request::List { pipeline, query, state: None, limit: ROWS }
        } else {
            Request::Board { pipeline, query, limit: CARDS }
        };
        Effect::Ask(BOARD, request.into())
    }

    fn selected(&self) -> Option<&DealRow> {
        if self.listed { self.rows.selected() } else { self.columns.selected() }
    }

    fn select(&self) -> Vec<Effect> {
        let subject = self.selected().map(|row| Subject::Deal(row.deal.id, row.deal.customer));
        subject.map(Effect::Select).into_iter().collect()
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        if self.listed {
            self.rows.go(step);
        } else {
            self.columns.go(step);
        }
        self.select()
    }

    /// To the deal drawn at a cell; a card on its way stays where it is.
    fn point(&mut self, cell: Position) -> Vec<Effect> {
        self.moving = None;
        match self.rows.list.at(cell).filter(|_| self.listed) {
            Some(index) => self.rows.go(Step::To(index)),
            None => self.columns.point(cell),
        }
        self.select()
    }

    fn go_column(&mut self, by: isize) -> Vec<Effect> {
        if !self.listed {
            self.columns.go_column(by);
        }
        self.select()
    }

    fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        if command == Command::Open
            && let Some((moving, question)) = &mut self.moving
        {
            return match question.on(KeyCode::Enter.into(), context.hasty) {
                Some(_) => {
                    let request = moving.request();
                    self.put(request)
                }
                None => Vec::new(),
            };
        }
        let before = self.moving.take().map(|(moving, _)| moving);
        self.moving = self.selected().and_then(|row| {
            let moving = Moving::step(before, row.deal.id, command)?;
            Some((moving, Confirm::new(moving.question(row, context))))
        });
        if self.moving.is_some() {
            return Vec::new();
        }
        if let Some(step) = Step::of(command) {
            return self.go(step);
        }
        match command {
            Command::Left => self.go_column(-1),
            Command::Right => self.go_column(1),
            Command::Filter => {
                self.filter.open();
                Vec::new()
            }
            Command::AsList => {
                self.listed = !self.listed;
                vec![self.ask()]
            }
            Command::NextPipeline => self.next_pipeline(context),
            Command::MoveDeal => self.ask_where_to(context),
            Command::New | Command::Deal => self.add(context),
            _ => self.on_selected(command, context),
        }
    }

    /// Puts the card where it is on its way to.
    fn put(&mut self, request: Request) -> Vec<Effect> {
        self.moving = None;
        vec![Effect::Ask(STEP, request.into())]
    }

    fn next_pipeline(&mut self, context: &Context) -> Vec<Effect> {
        let pipelines = &context.settings.pipelines;
        let at = pipelines.iter().position(|pipeline| pipeline.slug == self.pipeline).unwrap_or(0);
        match pipelines.get((at + 1) % pipelines.len().max(1)) {
            Some(next) if pipelines.len() > 1 => {
                self.pipeline.clone_from(&next.slug);
                vec![self.ask()]
            }
            _ => vec![Effect::Toast(Tone::Warning, context.look.words.t("one-pipeline").to_owned())],
        }
    }

    /// A new deal in the pipeline that is shown.
    fn add(&self, context: &Context) -> Vec<Effect> {
        let of_subject = |id: CustomerId| (id, id.to_string());
        let selected = self.selected().map(|row| (row.deal.customer, row.customer_name.clone()));
        match selected.or_else(|| context.subject.and_then(Subject::customer).map(of_subject)) {
            Some((customer, name)) => push(forms::deal::add(context, customer, &name, &self.pipeline)),
            None => on_subject(Command::Deal, context),
        }
    }

    /// Asks for any stage of any pipeline.
    fn ask_where_to(&mut self, context: &Context) -> Vec<Effect> {
        let Some(row) = self.selected() else { return Vec::new() };
        let title = format!("{} {}", row.deal.id, row.deal.title);
        self.going = Some(row.deal.id);
        vec![Effect::Push(WHERE_TO, Box::new(moving::stages(&title, context)))]
    }

    fn on_selected(&self, command: Command, context: &Context) -> Vec<Effect> {
        let Some(row) = self.selected() else { return on_subject(command, context) };
        let id = row.deal.id;
        let named = format!("{id} {}", row.deal.title);
        match command {
            Command::Win => push(forms::deal::win(context, id, &named)),
            Command::Lose => push(forms::deal::lose(context, id, &named)),
            Command::Edit => push(forms::deal::edit(context, &row.deal)),
            Command::HandOver => push(forms::hand_over::record(context, reference::<Deal>(id), &named)),
            Command::Open => self.select().into_iter().chain([Effect::Focus(Slot::Timeline)]).collect(),
            _ => on_customer(command, row.deal.customer, &row.customer_name, context),
        }
    }

    fn answer(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match answer {
            Ok(Response::Deals(Answered::Board(board))) => {
                let present = self.rows.selected().map(|row| row.deal.id).filter(|_| self.rows.is_left());
                self.columns.take(board.stages);
                self.rows.leave();
                if let Some(deal) = present {
                    self.columns.go_to(deal);
                }
                self.is_known()
            }
            Ok(Response::Deals(Answered::List(list))) => {
                let present = self.columns.selected().map(|row| row.deal.id);
                self.rows.take(list, present);
                self.is_known()
            }
            Ok(Response::Deals(Answered::Moved { saved, pipeline, stage })) => {
                let stage = words::stage(words, &context.settings, &pipeline, &stage);
                let said = words.tf("deal-moved", &[("deal", saved.id.to_string().into()), ("stage", stage.into())]);
                vec![Effect::Toast(Tone::Good, said), self.ask()]
            }
            Ok(Response::Deals(Answered::Saved(_))) => vec![self.ask()],
            Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
            Err(refusal) if tag == BOARD && self.filter.is_shown() => {
                self.filter.refuse(words.refusal(&refusal));
                Vec::new()
            }
            Err(refusal) => vec![Effect::Toast(Tone::Danger, words.refusal(&refusal))],
        }
    }

    fn is_known(&mut self) -> Vec<Effect> {
        self.known = true;
        self.filter.accept();
        Vec::new()
    }
}

impl Pane for Board {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) if self.filter.is_typing() => {
                if self.filter.on(key, context) {
                    vec![self.ask()]
                } else {
                    Vec::new()
                }
            }
            Input::Key(_, Resolved::Command(command)) => self.command(command, context),
            Input::Click(cell) => self.point(cell),
            Input::Key(..) => {
                self.moving = None;
                Vec::new()
            }
            Input::Paste(text) if self.filter.is_typing() => {
                if self.filter.paste(&text, context) {
                    vec![self.ask()]
                } else {
                    Vec::new()
                }
            }
            Input::Answer(tag @ (BOARD | STEP), answer) => self.answer(tag, *answer, context),
            Input::Reply(WHERE_TO, Reply::Chosen(chosen)) => {
                let request = self.going.take().and_then(|deal| moving::chosen(deal, &chosen, context));
                request.map(|request| Effect::Ask(STEP, request.into())).into_iter().collect()
            }
            Input::Changed(touched)
                if touches(&touched, &[Noun::Deal, Noun::FollowUp, Noun::Customer, Noun::Settings]) =>
            {
                vec![self.ask()]
            }
            Input::Refresh => vec![self.ask()],
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        view::draw(self, area, buf, context, focused)
    }

    fn keys(&self) -> keymap::Context {
        if self.filter.is_typing() {
            return keymap::Context::Text;
        }
        keymap::Context::Command(keymap::Pane::Board)
    }

    fn foremost(&self, _context: &Context) -> Vec<Hint<&'static [Command]>> {
        match self.selected() {
            Some(row) if row.deal.is_open() => WITH_OPEN.to_vec(),
            Some(_) => WITH_CLOSED.to_vec(),
            None => WITH_NONE.to_vec(),
        }
    }

    /// What the signs on the card of the selected deal mean.
    fn explained(&self, context: &Context) -> Vec<String> {
        let Some(row) = self.selected().filter(|row| row.deal.is_open()) else { return Vec::new() };
        let lacks = row.next_step.is_none().then_some("board-sign-no-next-step");
        let aged = match words::age(&context.settings, &row.deal, context.now) {
            Age::Fresh => None,
            Age::Ageing => Some("board-sign-ageing"),
            Age::Stale => Some("board-sign-stale"),
        };
        lacks.into_iter().chain(aged).map(|key| context.look.words.t(key).to_owned()).collect()
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        match &self.moving {
            _ if self.filter.is_typing() => hints::of(filter::KEYS),
            Some((_, question)) => hints::of(question.keys()),
            None => Vec::new(),
        }
    }
}
