//! The briefing on the card, and where each of it comes from.

use super::Timeline;
use crate::domain::briefing::{Fact, Known, What, briefing};
use crate::domain::clocks::Clocks;
use crate::domain::customer::{Birthday, Customer};
use crate::domain::follow_up::FollowUp;
use crate::door::customers::Card;
use crate::i18n::clock;
use crate::tui::layers::MessageLayer;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::width;
use crate::tui::words::{self, label};
use chrono::NaiveDateTime;
use std::borrow::Cow;

/// Between facts in a row; one cell less than it has bytes.
const BETWEEN: &str = " · ";
/// Days before a birthday from which it is counted.
const SOON: i64 = 14;

fn facts(card: &Card, context: &Context) -> Vec<Fact> {
    let known = Known {
        customer: &card.customer,
        tickets: &card.tickets,
        follow_ups: &card.follow_ups,
        deals: &card.deals,
        contacts: &card.timeline,
        do_not_contact: &card.do_not_contact,
    };
    briefing(known, context.now, context.settings.calendar.zone)
}

/// What stands on lines of its own, and below them all that is told in a few words.
pub(super) struct Briefing {
    /// Complaints, which head the card.
    pub complaints: Vec<Line>,
    /// Everything else.
    pub lines: Vec<Line>,
}

pub(super) fn lines(card: &Card, context: &Context, cells: usize) -> Briefing {
    let look = &context.look;
    let mut told = Briefing { complaints: Vec::new(), lines: Vec::new() };
    let mut aside = Vec::new();
    for fact in facts(card, context) {
        let text = said(&fact, &card.customer, context);
        match role(&fact.what, context) {
            Some(role) if matches!(fact.what, What::Complaint(_)) => {
                told.complaints.push(Line::of(&text, look.style(role)));
            }
            Some(role) => told.lines.push(Line::of(&text, look.style(role))),
            None => aside.push(text),
        }
    }
    let ago = |at| look.words.ago(context.now.seconds_since(at));
    aside.extend(card.last_contact.map(|at| look.words.tf("last-contact", &[("ago", ago(at).into())])));
    told.lines.extend(side_by_side(&aside, cells).iter().map(|row| Line::of(row, look.style(Role::Dim))));
    told
}

/// Whole facts in as few rows as they fit.
fn side_by_side(facts: &[String], cells: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for fact in facts {
        match rows.last_mut() {
            Some(row) if width(row) + BETWEEN.len() + width(fact) <= cells + 1 => row.extend([BETWEEN, fact]),
            _ => rows.push(fact.clone()),
        }
    }
    rows
}

/// How a fact looks that has a line of its own.
fn role(what: &What, context: &Context) -> Option<Role> {
    match what {
        What::Complaint(_) | What::DoNotContact(_) => Some(Role::Danger),
        What::NextStep(step) if step.due < context.now => Some(Role::Danger),
        What::NextStep(_) => Some(Role::Good),
        What::Promise(promise) if promise.is_open() && promise.due < context.now => Some(Role::Danger),
        What::NoNextStep => Some(Role::Warning),
        What::Promise(_) => Some(Role::Text),
        What::Clock(..) | What::Money(..) | What::Calls(..) | What::Birthday(..) => None,
    }
}

fn said(fact: &Fact, customer: &Customer, context: &Context) -> String {
    let words = &context.look.words;
    match &fact.what {
        What::Complaint(ticket) => {
            let what = format!("! {} {}", ticket.id, label(words, "ticket", ticket.kind.slug()));
            words::about(words, &what, &ticket.text)
        }
        What::DoNotContact(entry) => {
            let channel = match entry.channel.as_str() {
                "" => Cow::from(words.t("all")),
                channel => label(words, "channel", channel).into(),
            };
            let why = if entry.why.is_empty() { String::new() } else { format!(" · {}", entry.why) };
            let what = format!("! {}", words::aside(words, words.t("do-not-contact"), &channel));
            words::about(words, &what, &format!("{}{why}", entry.address))
        }
        What::NextStep(step) => {
            let sign = if step.due < context.now { '!' } else { '>' };
            format!(
                "{sign} {} {} {}",
                due(step, customer, context),
                label(words, "follow-up", step.kind.slug()),
                step.text
            )
        }
        What::NoNextStep => words.t("no-next-step").to_owned(),
        What::Promise(promise) => {
            let state = label(words, "follow-up-state", promise.state.slug());
            let args = [("text", promise.text.as_str().into()), ("due", due(promise, customer, context).into())];
            words::aside(words, &words.tf("briefing-promised", &args), &state)
        }
        What::Clock(from, until) => words.tf("time-there", &[("time", clock_there(*from, *until, context).into())]),
        What::Money(sums, count) => {
            let sums = sums.iter().map(|sum| words.money_short(*sum)).collect::<Vec<_>>().join(" ");
            // The wrap-up line names a deal by its number.
            let first = fact.records.first().map_or_else(String::new, ToString::to_string);
            let more = count.saturating_sub(1).into();
            words.tf("open-deals", &[("first", first.into()), ("more", more), ("sum", sums.into())])
        }
        What::Calls(incoming, outgoing) => {
            words.tf("briefing-calls", &[("in", (*incoming).into()), ("out", (*outgoing).into())])
        }
        What::Birthday(birthday, days) => on_birthday(*birthday, *days, context),
    }
}

/// Their time, with the weekday where it is another day there.
fn clock_there(from: NaiveDateTime, until: NaiveDateTime, context: &Context) -> String {
    let today = context.now.local(context.settings.calendar.zone).date_naive();
    match (from.date() == today && until.date() == today, from == until) {
        (true, true) => clock(from),
        (true, false) => format!("{}-{}", clock(from), clock(until)),
        (false, _) => context.look.words.between(from, until),
    }
}

/// By our clock, and by theirs where that shows another hour.
fn due(step: &FollowUp, customer: &Customer, context: &Context) -> String {
    let (words, house) = (&context.look.words, context.settings.calendar.zone);
    let there = Clocks::meant(customer, house);
    let by = |zone| words::due(words, step, context.now, zone);
    if step.all_day || step.due.local(there).naive_local() == step.due.local(house).naive_local() {
        return by(house);
    }
    words.tf("due-there", &[("ours", by(house).into()), ("theirs", by(there).into())])
}

/// `birthday 20 Nov, in 2 days`.
fn on_birthday(birthday: Birthday, days: Option<i64>, context: &Context) -> String {
    let words = &context.look.words;
    let day = [("day", i64::from(birthday.day).into()), ("month", words.month(birthday.month).into())];
    let key = if birthday.lunar { "briefing-birthday-lunar" } else { "briefing-birthday" };
    let said = words.tf(key, &day);
    match days.filter(|days| *days <= SOON) {
        Some(days) => words::aside(words, &said, &words.relative_days(days)),
        None => said,
    }
}

/// Where each of the briefing comes from.
pub(super) fn why(pane: &Timeline, context: &Context) -> Option<MessageLayer> {
    let words = &context.look.words;
    let from = |fact: &Fact| {
        let records = fact.records.iter().map(ToString::to_string);
        let fields = fact.fields.iter().map(|field| words.field(field));
        records.chain(fields).collect::<Vec<_>>().join(" ")
    };
    let card = pane.card.as_deref()?;
    let told = |fact: &Fact| match from(fact) {
        from if from.is_empty() => said(fact, &card.customer, context),
        from => format!("{} ← {from}", said(fact, &card.customer, context)),
    };
    let facts = facts(card, context);
    let text = facts.iter().map(told).collect::<Vec<_>>().join("\n");
    Some(MessageLayer::new(words.t("briefing-why"), text))
}
