//! The pipeline: a column a stage, a card a deal.

#[cfg(test)]
mod tests;
mod view;

use super::{on_customer, on_subject, push, touches};
use crate::domain::deal::Deal;
use crate::domain::id::DealId;
use crate::domain::noun::Noun;
use crate::domain::record::reference;
use crate::door::deals::{Board as Answer, Column, Request, Response as Answered};
use crate::door::follow_ups::DealRow;
use crate::door::{Refusal, Response};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Slot, Subject, Tag, Tone};
use crate::tui::widgets::list::{List, Step};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;

const BOARD: Tag = 1;
const STEP: Tag = 2;

/// Cards of a column that are fetched; nobody reads on beyond.
const CARDS: usize = 100;

/// The pane.
#[derive(Default)]
pub struct Board {
    columns: Vec<Column>,
    /// A window over each column.
    lists: Vec<List<DealId>>,
    /// The column with the cursor.
    at: usize,
    /// The first column that was seen.
    first: Cell<usize>,
    known: bool,
}

fn key_at(column: &Column) -> impl Fn(usize) -> Option<DealId> {
    |index| column.deals.get(index).map(|row| row.deal.id)
}

impl Board {
    /// An empty pane; [`Input::Refresh`] fills it.
    pub fn new() -> Self {
        Self::default()
    }

    fn ask() -> Effect {
        Effect::Ask(BOARD, Request::Board { pipeline: String::new(), limit: CARDS }.into())
    }

    /// Takes the columns. The cursor stays on its deal, wherever that went.
    fn take(&mut self, board: Answer) {
        let present = self.selected().map(|row| row.deal.id);
        self.columns = board.stages;
        self.known = true;
        self.lists.resize_with(self.columns.len(), List::default);
        for (list, column) in self.lists.iter_mut().zip(&self.columns) {
            list.refresh(column.deals.len(), key_at(column));
        }
        self.at = self.at.min(self.columns.len().saturating_sub(1));
        if let Some(deal) = present {
            self.go_to(deal);
        }
    }

    fn go_to(&mut self, deal: DealId) {
        for (at, (list, column)) in self.lists.iter_mut().zip(&self.columns).enumerate() {
            if let Some(index) = column.deals.iter().position(|row| row.deal.id == deal) {
                list.select(index, key_at(column));
                self.at = at;
                return;
            }
        }
    }

    fn selected(&self) -> Option<&DealRow> {
        let (list, column) = self.lists.get(self.at).zip(self.columns.get(self.at))?;
        column.deals.get(list.index())
    }

    fn select(&self) -> Vec<Effect> {
        let subject = self.selected().map(|row| Subject::Deal(row.deal.id, row.deal.customer));
        subject.map(Effect::Select).into_iter().collect()
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        if let Some((list, column)) = self.lists.get_mut(self.at).zip(self.columns.get(self.at)) {
            list.go(step, key_at(column));
        }
        self.select()
    }

    fn go_column(&mut self, by: isize) -> Vec<Effect> {
        self.at = self.at.saturating_add_signed(by).min(self.columns.len().saturating_sub(1));
        self.select()
    }

    fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        if let Some(step) = Step::of(command) {
            return self.go(step);
        }
        match command {
            Command::Left => self.go_column(-1),
            Command::Right => self.go_column(1),
            Command::New => self.on_selected(Command::Deal, context),
            _ => self.on_selected(command, context),
        }
    }

    fn on_selected(&self, command: Command, context: &Context) -> Vec<Effect> {
        let Some(row) = self.selected() else { return on_subject(command, context) };
        let id = row.deal.id;
        let named = format!("{id} {}", row.deal.title);
        match command {
            Command::StageForward => vec![Effect::Ask(STEP, Request::Step { id, steps: 1 }.into())],
            Command::StageBack => vec![Effect::Ask(STEP, Request::Step { id, steps: -1 }.into())],
            Command::Win => push(forms::deal::win(context, id, &named)),
            Command::Lose => push(forms::deal::lose(context, id, &named)),
            Command::Edit => push(forms::deal::edit(context, &row.deal)),
            Command::HandOver => push(forms::hand_over::record(context, reference::<Deal>(id), &named)),
            Command::Open => self.select().into_iter().chain([Effect::Focus(Slot::Timeline)]).collect(),
            _ => on_customer(command, row.deal.customer, &row.customer_name, context),
        }
    }

    fn answer(&mut self, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match answer {
            Ok(Response::Deals(Answered::Board(board))) => {
                self.take(board);
                Vec::new()
            }
            Ok(Response::Deals(Answered::Moved { saved, stage })) => {
                let stage = words::stage(words, &context.settings, "", &stage);
                let said = words.tf("deal-moved", &[("deal", saved.id.to_string().into()), ("stage", stage.into())]);
                vec![Effect::Toast(Tone::Good, said), Self::ask()]
            }
            Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
            Err(refusal) => vec![Effect::Toast(Tone::Danger, words.refusal(&refusal))],
        }
    }
}

impl Pane for Board {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(_, Resolved::Command(command)) => self.command(command, context),
            Input::Answer(BOARD | STEP, answer) => self.answer(*answer, context),
            Input::Changed(touched)
                if touches(&touched, &[Noun::Deal, Noun::FollowUp, Noun::Customer, Noun::Settings]) =>
            {
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

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::Board)
    }
}
