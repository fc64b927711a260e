//! Working through a call list: the next customer is leased, shown and offered to dial; what came of the call leads to
//! the one after.

use super::desk::{Desk, Open, asked};
use super::dialling::Callee;
use crate::domain::call_list::Skip;
use crate::domain::id::{CustomerId, ListId};
use crate::domain::interaction::Direction;
use crate::door::customers;
use crate::door::lists::{Next, Passed, Request, Status, Turn};
use crate::tui::layers::PickLayer;
use crate::tui::pane::{Context, Effect, Subject, Tone};
use crate::tui::widgets::pick::Item;
use crate::tui::words::{aside, label, listed, stamp};

/// Passed-over customers that are named; of more there is a count.
const NAMED: usize = 2;

/// The list one works through.
pub(super) struct Listed {
    pub list: ListId,
    /// Its name.
    pub name: String,
    /// What to say.
    pub script: String,
    /// Whose turn it is.
    customer: Option<CustomerId>,
    /// The how-manieth they are, and of how many.
    turn: usize,
    total: usize,
}

impl Listed {
    /// `31/80`.
    pub fn place(&self) -> String {
        format!("{}/{}", self.turn, self.total)
    }
}

impl Desk {
    /// Goes on in the list: to the wrap-up of a call from it, and from there, or where no call is open, to the next
    /// customer.
    pub fn next_in_list(&mut self, context: &Context) -> Vec<Effect> {
        match &mut self.open {
            Some(open) if open.call.list.is_some() => {
                open.then_next = true;
                self.wrap_up(context.now);
                Vec::new()
            }
            Some(_) => vec![self.is_busy(context)],
            None => match &self.listed {
                Some(listed) => vec![ask_next(listed.list)],
                None => self.another_list(),
            },
        }
    }

    /// Leaves the list, and asks which one to work through.
    pub fn another_list(&mut self) -> Vec<Effect> {
        self.listed = None;
        vec![Effect::AskFirst(asked::LISTS, Request::All.into())]
    }

    /// Where one stands in the list, for row 1: `Autumn 31/80`.
    pub fn list_strip(&self) -> Option<String> {
        self.listed.as_ref().map(|listed| format!("{} {}", listed.name, listed.place()))
    }

    /// Whose turn it is: shown, and to be dialled.
    pub(super) fn take_turn(&mut self, turn: Turn, context: &Context) -> Vec<Effect> {
        let mut said: Vec<String> = passed_over(&turn.passed, context).into_iter().collect();
        if turn.next.is_none() {
            self.listed = None;
            said.push(nobody(&turn, context));
        }
        let mut effects = turn.next.map_or_else(Vec::new, |next| self.offer(next));
        if !said.is_empty() {
            effects.push(Effect::Toast(Tone::Warning, said.join(" ")));
        }
        effects
    }

    fn offer(&mut self, next: Next) -> Vec<Effect> {
        let Next { list, name, script, turn, total, customer, .. } = next;
        self.listed = Some(Listed { list, name, script, customer: Some(customer.id), turn, total });
        self.callee = Some(Callee { customer: Some(customer.id), name: customer.name, number: String::new() });
        self.expect(Direction::Out);
        vec![
            Effect::Select(Subject::Customer(customer.id)),
            Effect::AskFirst(asked::NUMBERS, customers::Request::Card(customer.id).into()),
        ]
    }

    /// The list a call with this customer is made from.
    pub(super) fn listed_for(&self, customer: Option<CustomerId>) -> Option<&Listed> {
        self.listed.as_ref().filter(|listed| listed.customer.is_some() && listed.customer == customer)
    }

    /// A call is closed: whose turn it was has had it. Says whether the next one shall come at once.
    pub(super) fn has_closed(&mut self, closed: Option<&Open>) -> bool {
        let from_list = closed.filter(|open| open.call.list.is_some());
        if let (Some(_), Some(listed)) = (from_list, &mut self.listed) {
            listed.customer = None;
        }
        from_list.is_some_and(|open| open.then_next)
    }
}

/// The only list there is to work through, else the person chooses.
pub(super) fn choose_list(lists: &[Status], context: &Context) -> Vec<Effect> {
    let words = &context.look.words;
    let to_do: Vec<_> = lists.iter().filter(|list| list.done() < list.total).collect();
    match to_do.as_slice() {
        [] => vec![Effect::Toast(Tone::Warning, words.t("list-none").to_owned())],
        [only] => vec![ask_next(only.id)],
        several => {
            let row = |list: &&Status| {
                let due = words.tf("list-due", &[("count", list.due.into())]);
                let aside = format!("{}/{} · {due}", list.done(), list.total);
                Item::new(list.id.to_string(), list.name.clone()).aside(aside)
            };
            let rows = several.iter().map(row).zip('1'..='9').map(|(item, digit)| item.digit(digit));
            let pick = PickLayer::asking(words.t("list-which"), rows.collect());
            vec![Effect::Push(asked::WHICH_LIST, Box::new(pick))]
        }
    }
}

pub(super) fn ask_next(list: ListId) -> Effect {
    Effect::AskFirst(asked::NEXT, Request::Next(list.to_string()).into())
}

/// `Passed over: Anna Meyer (open complaint), Bob (until 16:00) and 3 more`.
fn passed_over(passed: &[Passed], context: &Context) -> Option<String> {
    let words = &context.look.words;
    let why = |passed: &Passed| match (passed.why, passed.again) {
        (Skip::Hours, Some(again)) => {
            let again = stamp(again, context.now, context.settings.calendar.zone);
            words.tf("skip-until", &[("again", again.into())])
        }
        (why, _) => label(words, "skip", why.slug()),
    };
    let names = listed(words, passed.iter().take(NAMED).map(|passed| aside(words, &passed.name, &why(passed))));
    let more = passed.len().saturating_sub(NAMED);
    (!passed.is_empty()).then(|| words.tf("list-passed-over", &[("names", names.into()), ("more", more.into())]))
}

fn nobody(turn: &Turn, context: &Context) -> String {
    let words = &context.look.words;
    match turn.again {
        Some(again) => {
            let again = stamp(again, context.now, context.settings.calendar.zone);
            words.tf("list-nobody-now", &[("again", again.into())])
        }
        None => words.t("list-done").to_owned(),
    }
}
