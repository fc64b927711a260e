//! The timeline: who the customer is, and everything we had to do with each other, newest first.

mod briefing;
mod card;
mod entry;
#[cfg(test)]
mod tests;
mod view;

use super::{copy_phone, on_customer, on_subject, push, touches};
use crate::domain::audit::Touched;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::party::{Owner, Party};
use crate::domain::phone::Phone;
use crate::domain::role::Action;
use crate::domain::ticket::TicketState;
use crate::domain::user::{Team, User};
use crate::door::customers::{Card, Masked, Request as CustomerRequest, Response as CustomerAnswer, Revealed};
use crate::door::interactions::{Request as TimelineRequest, Response as TimelineAnswer};
use crate::door::users::{Request as UserRequest, Response as UserAnswer};
use crate::door::{Refusal, Response};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Subject, Tag, Tone};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::list::{List, Step};
use entry::{Entry, entries};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What is done most with a customer, and where there is a next step to be done.
const WITH_ANYBODY: [Hint<&[Command]>; 4] = [
    (&[Command::LogInteraction], "does-log"),
    (&[Command::FollowUp], "does-plan"),
    (&[Command::Deal], "does-new-deal"),
    (&[Command::Edit], "does-edit"),
];
const WITH_A_NEXT_STEP: [Hint<&[Command]>; 4] = [
    (&[Command::LogInteraction], "does-log"),
    (&[Command::FollowUp], "does-plan"),
    (&[Command::Done], "does-finish"),
    (&[Command::Edit], "does-edit"),
];

const CARD: Tag = 1;
const MORE: Tag = 2;
const USERS: Tag = 3;
const REVEALED: Tag = 4;
const REVEALED_TOO: Tag = 5;
const THEN: Tag = 6;

/// Interactions fetched at a time.
const PAGE: usize = 50;
/// More are fetched when the cursor is this close to the last one.
const MARGIN: usize = 10;

/// The pane.
#[derive(Default)]
pub struct Timeline {
    customer: Option<CustomerId>,
    card: Option<Box<Card>>,
    /// Interactions older than those on the card.
    older: Vec<Interaction>,
    /// Whether there are still older ones.
    more: bool,
    entries: Vec<Entry>,
    list: List<RecordRef>,
    /// The selected entry is shown to its end.
    open: bool,
    users: Vec<User>,
    /// What the person had shown of the masked part of the card.
    revealed: Vec<Revealed>,
    teams: Vec<Team>,
    error: String,
    /// What is to be done with the card as soon as it is there.
    then: Option<Command>,
}

fn key_at(entries: &[Entry]) -> impl Fn(usize) -> Option<RecordRef> {
    |index| entries.get(index).map(|entry| entry.record)
}

impl Timeline {
    /// An empty pane; a subject fills it.
    pub fn new() -> Self {
        Self::default()
    }

    fn subject(&mut self, context: &Context) -> Vec<Effect> {
        let customer = context.subject.and_then(Subject::customer);
        if customer == self.customer {
            return Vec::new();
        }
        // Never somebody else's data under this name, not even until the answer is there.
        let (users, teams) = (std::mem::take(&mut self.users), std::mem::take(&mut self.teams));
        *self = Self { customer, users, teams, ..Self::default() };
        self.ask()
    }

    fn ask(&self) -> Vec<Effect> {
        let card = self.customer.map(|id| Effect::Ask(CARD, CustomerRequest::Card(id).into()));
        card.into_iter().collect()
    }

    /// Takes a card. Older interactions fetched before stay, as far as they still follow on it.
    fn take(&mut self, mut card: Box<Card>) {
        let known = self.card.take().map_or_else(Vec::new, |old| old.timeline);
        let last = card.timeline.last().map(|last| (last.at, last.id));
        let follows = |interaction: &Interaction| last.is_some_and(|last| (interaction.at, interaction.id) < last);
        let had_older = !self.older.is_empty();
        let older = known.into_iter().chain(std::mem::take(&mut self.older));
        self.older = if had_older { older.filter(follows).collect() } else { Vec::new() };
        self.more = if had_older { self.more } else { card.more };
        for revealed in &self.revealed {
            revealed.clone().show_in(&mut card.customer);
        }
        self.card = Some(card);
        self.error.clear();
        self.refresh();
    }

    fn take_more(&mut self, interactions: Vec<Interaction>, more: bool) {
        self.older.extend(interactions);
        self.more = more;
        self.refresh();
    }

    fn refresh(&mut self) {
        let Some(card) = &self.card else { return };
        self.entries = entries(card, &self.older, self.more);
        self.list.refresh(self.entries.len(), key_at(&self.entries));
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        let before = self.list.selected();
        self.list.go(step, key_at(&self.entries));
        self.open &= self.list.selected() == before;
        self.ask_more()
    }

    fn ask_more(&self) -> Vec<Effect> {
        let near = self.list.index() + MARGIN >= self.entries.len();
        let last = self.older.last().or_else(|| self.card.as_ref()?.timeline.last());
        match (self.customer, last) {
            (Some(customer), Some(last)) if near && self.more => {
                let before = Some((last.at, last.id));
                let page = TimelineRequest::Timeline { party: Party::Customer(customer), before, limit: PAGE };
                vec![Effect::Ask(MORE, page.into())]
            }
            _ => Vec::new(),
        }
    }

    fn interaction(&self, record: RecordRef) -> Option<&Interaction> {
        let card = self.card.as_ref()?;
        let all = card.timeline.iter().chain(&self.older);
        (record.noun == Noun::Interaction).then(|| all.into_iter().find(|i| i.id.0 == record.id)).flatten()
    }

    /// The first open follow-up.
    fn next_step(&self) -> Option<&FollowUp> {
        self.card.as_ref()?.follow_ups.iter().find(|follow_up| follow_up.is_open())
    }

    /// What colleagues call an owner; nothing where it is anyone's.
    fn owner_name(&self, owner: Owner, context: &Context) -> Option<String> {
        match owner {
            Owner::Anyone => None,
            Owner::User(id) => Some(self.user_name(id, context)),
            Owner::Team(id) => {
                let team = self.teams.iter().find(|team| team.id == id);
                Some(team.map_or_else(|| id.to_string(), |team| team.name.clone()))
            }
        }
    }

    /// What colleagues call a user; `me` for oneself.
    fn user_name(&self, id: UserId, context: &Context) -> String {
        if id == context.me.id {
            return context.look.words.t("me").to_owned();
        }
        let user = self.users.iter().find(|user| user.id == id);
        user.map_or_else(|| id.to_string(), |user| user.name.clone())
    }

    fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        if let Some(step) = Step::of(command) {
            return self.go(step);
        }
        // The next keys are meant for what this one opens.
        if let (Some(customer), None, "") = (self.customer, &self.card, self.error.as_str()) {
            self.then = Some(command);
            return vec![Effect::AskFirst(THEN, CustomerRequest::Card(customer).into())];
        }
        match command {
            Command::Open => {
                self.open = !self.open;
                Vec::new()
            }
            Command::Back => {
                self.open = false;
                Vec::new()
            }
            Command::Edit => self.edit(context),
            Command::Done => self.done(context),
            Command::Snooze => self.snooze(context),
            _ => self.on_card(command, context),
        }
    }

    fn on_card(&self, command: Command, context: &Context) -> Vec<Effect> {
        let Some(card) = &self.card else { return on_subject(command, context) };
        let customer = &card.customer;
        match command {
            Command::New => push(forms::ticket::add(context, customer.id, &customer.name)),
            Command::Tags => push(forms::customer::tags(context, vec![customer.id], &customer.tags)),
            Command::Merge => vec![Effect::Toast(Tone::Warning, context.look.words.t("merge-how").to_owned())],
            Command::Reveal => reveal(card, context),
            Command::Why => briefing::why(self, context).map_or_else(Vec::new, |why| push(Box::new(why))),
            Command::Copy => copy_phone(customer.phones.first().map(Phone::to_string), context),
            _ => on_customer(command, customer.id, &customer.name, context),
        }
    }

    /// The selected entry; without any the customer.
    fn edit(&self, context: &Context) -> Vec<Effect> {
        let Some(card) = &self.card else { return Vec::new() };
        let Some(record) = self.list.selected() else { return push(forms::customer::edit(context, &card.customer)) };
        let layer = match record.noun {
            Noun::Interaction => self.interaction(record).map(|i| forms::interaction::edit(context, i)),
            Noun::FollowUp => {
                let found = card.follow_ups.iter().find(|follow_up| follow_up.id.0 == record.id);
                found.map(|follow_up| forms::follow_up::edit(context, follow_up))
            }
            Noun::Deal => {
                let found = card.deals.iter().find(|deal| deal.id.0 == record.id);
                found.map(|deal| forms::deal::edit(context, deal))
            }
            Noun::Ticket => {
                let found = card.tickets.iter().find(|ticket| ticket.id.0 == record.id);
                found.map(|ticket| forms::ticket::edit(context, ticket))
            }
            _ => None,
        };
        layer.map_or_else(Vec::new, |layer| push(layer))
    }

    /// Closes the selected ticket, else the next step on the card.
    fn done(&self, context: &Context) -> Vec<Effect> {
        let Some(card) = &self.card else { return Vec::new() };
        let selected = self.list.selected().filter(|record| record.noun == Noun::Ticket);
        let open = |id| card.tickets.iter().find(|ticket| ticket.id.0 == id && ticket.state == TicketState::Open);
        if let Some(ticket) = selected.and_then(|record| open(record.id)) {
            return push(forms::ticket::close(context, ticket));
        }
        self.with_next_step(context, |next| forms::follow_up::done(context, next.id, &next.text))
    }

    fn snooze(&self, context: &Context) -> Vec<Effect> {
        self.with_next_step(context, |next| forms::follow_up::snooze(context, next.id, &next.text))
    }

    fn with_next_step(&self, context: &Context, layer: impl Fn(&FollowUp) -> Box<dyn Pane>) -> Vec<Effect> {
        match self.next_step() {
            Some(next) => push(layer(next)),
            None => vec![Effect::Toast(Tone::Warning, context.look.words.t("no-next-step").to_owned())],
        }
    }

    fn answer(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        match (tag, answer) {
            (CARD, Ok(Response::Customers(CustomerAnswer::Card(card)))) => self.take(card),
            (THEN, Ok(Response::Customers(CustomerAnswer::Card(card)))) => {
                self.take(card);
                return self.then.take().map_or_else(Vec::new, |command| self.command(command, context));
            }
            (MORE, Ok(Response::Interactions(TimelineAnswer::Timeline { interactions, more }))) => {
                self.take_more(interactions, more);
            }
            (REVEALED | REVEALED_TOO, Ok(Response::Customers(CustomerAnswer::Revealed(revealed)))) => {
                if let Some(card) = &mut self.card {
                    revealed.clone().show_in(&mut card.customer);
                }
                self.revealed.push(revealed);
            }
            (REVEALED | REVEALED_TOO, Err(refusal)) => {
                return vec![Effect::Toast(Tone::Warning, context.look.words.refusal(&refusal))];
            }
            (USERS, Ok(Response::Users(UserAnswer::List { users, teams }))) => {
                (self.users, self.teams) = (users, teams);
            }
            (CARD | THEN, Err(refusal)) if refusal != Refusal::Cancelled => {
                self.error = context.look.words.refusal(&refusal);
            }
            _ => {}
        }
        Vec::new()
    }

    fn changed(&mut self, touched: &[Touched]) -> Vec<Effect> {
        const SHOWN: [Noun; 7] = [
            Noun::Customer,
            Noun::Interaction,
            Noun::FollowUp,
            Noun::Deal,
            Noun::Ticket,
            Noun::Order,
            Noun::DoNotContact,
        ];
        // What was mended or removed further down is fetched again when one gets there.
        let is_older = |record: RecordRef| self.older.iter().any(|older| older.id.0 == record.id);
        if touched.iter().any(|t| t.record.noun == Noun::Interaction && is_older(t.record)) {
            self.older.clear();
        }
        // What was shown may be another number now.
        if touched
            .iter()
            .any(|t| Some(t.record) == self.customer.map(|id| RecordRef { noun: Noun::Customer, id: id.0 }))
        {
            self.revealed.clear();
        }
        let users = touches(touched, &[Noun::User, Noun::Team]).then(ask_users);
        let card = if touches(touched, &SHOWN) { self.ask() } else { Vec::new() };
        card.into_iter().chain(users).collect()
    }
}

/// Whether callers are asked who they are before this person sees what is masked.
fn asks_first(context: &Context) -> bool {
    !context.settings.verification.is_empty() && !context.me.role.may(Action::SeeMasked)
}

/// Has what is masked on the card told.
fn reveal(card: &Card, context: &Context) -> Vec<Effect> {
    let masked = Masked::of(&card.customer);
    if masked.is_empty() {
        return vec![Effect::Toast(Tone::Good, context.look.words.t("nothing-masked").to_owned())];
    }
    if asks_first(context) {
        return push(forms::verify::verify(context, &card.customer));
    }
    let ask = |(masked, tag)| Effect::Ask(tag, CustomerRequest::Reveal(card.customer.id, masked).into());
    masked.into_iter().zip([REVEALED, REVEALED_TOO]).map(ask).collect()
}

fn ask_users() -> Effect {
    Effect::Ask(USERS, UserRequest::List.into())
}

impl Pane for Timeline {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(_, Resolved::Command(command)) => self.command(command, context),
            Input::Click(cell) => self.list.at(cell).map_or_else(Vec::new, |index| self.go(Step::To(index))),
            Input::Answer(tag, answer) => self.answer(tag, *answer, context),
            Input::Subject => self.subject(context),
            Input::Changed(touched) => self.changed(&touched),
            Input::Refresh => {
                // Somebody else may sit here now.
                self.revealed.clear();
                let subject = self.subject(context);
                let card = if subject.is_empty() { self.ask() } else { subject };
                card.into_iter().chain([ask_users()]).collect()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        view::draw(self, area, buf, context, focused);
        None
    }

    fn foremost(&self, _context: &Context) -> Vec<Hint<&'static [Command]>> {
        match &self.card {
            None => Vec::new(),
            Some(_) if self.next_step().is_some() => WITH_A_NEXT_STEP.to_vec(),
            Some(_) => WITH_ANYBODY.to_vec(),
        }
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::Timeline)
    }
}
