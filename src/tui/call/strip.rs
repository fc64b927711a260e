//! Row 1 while a call is open or something rings.

use super::closing::zone_of;
use super::desk::Desk;
use super::listing::Listed;
use super::ringing::certain;
use crate::domain::call::{Call, Phase};
use crate::domain::interaction::Direction;
use crate::domain::phone::Phone;
use crate::door::customers::Card;
use crate::door::event::Ring;
use crate::i18n::{clock, timer};
use crate::tui::pane::Context;
use crate::tui::words::{self, label};

impl Desk {
    /// What row 1 says of the call, parts from left to right; nothing when there is no call and
    /// nothing rings: `IN 04:12 +49 30 1234 Anna Meyer 10432 !T88 DNC-mail 14:05 there  1 ringing`.
    pub fn strip(&self, context: &Context) -> Option<String> {
        let words = &context.look.words;
        let Some(open) = &self.open else { return self.ringing.first().map(|ring| self.ring_strip(ring, context)) };
        let listed = self.listed.as_ref().filter(|listed| open.call.list == Some(listed.list));
        let mut parts = vec![call_line(&open.call, listed.map(Listed::place), open.card.as_deref(), context)];
        if !self.parked.is_empty() {
            parts.push(format!(
                " {}",
                words.tf("strip-parked", &[("who", words::listed(words, self.who_waits()).into())])
            ));
        }
        if self.ringing.count() > 0 {
            parts.push(format!(" {}", words.tf("strip-ringing", &[("count", self.ringing.count().into())])));
        }
        parts.retain(|part| !part.is_empty());
        Some(parts.join(" "))
    }

    /// `RINGING +49 30 1234 Anna Meyer (similar)  F2`.
    fn ring_strip(&self, ring: &Ring, context: &Context) -> String {
        let words = &context.look.words;
        let number = match ring.number.as_str() {
            "" => words.t("withheld").to_owned(),
            number => Phone::read(number, &context.settings.region).to_string(),
        };
        let who = match (certain(&ring.callers), ring.callers.first()) {
            (Some(caller), _) => format!("{}{}", if caller.open_complaint { "! " } else { "" }, caller.name),
            (None, Some(caller)) if caller.exact => words.tf("strip-callers", &[("count", ring.callers.len().into())]),
            (None, Some(caller)) => format!("{} {}", caller.name, words.t("caller-similar")),
            (None, None) => String::new(),
        };
        let more = self.ringing.count().saturating_sub(1);
        let more = if more > 0 {
            format!("  {}", words.tf("strip-ringing", &[("count", more.into())]))
        } else {
            String::new()
        };
        [words.t("strip-rings").to_owned(), number, who, words.t("strip-answer").to_owned() + &more]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// `IN 04:12 31/80 +49 30 1234 Anna Meyer 10432 !T88 DNC-mail 14:05 there`, with its place in a call list.
pub fn call_line(call: &Call, place: Option<String>, card: Option<&Card>, context: &Context) -> String {
    let id = call.customer.map_or_else(String::new, |id| id.to_string());
    let mut parts =
        vec![clocks(call, context), place.unwrap_or_default(), call.shown_number.clone(), call.name.clone(), id];
    parts.extend(card.map(|card| to_mind(card, context)));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// `IN 04:12`, with the hold or the after-call work behind it.
fn clocks(call: &Call, context: &Context) -> String {
    let (words, now) = (&context.look.words, context.now);
    let way = match (call.channel.as_str(), call.direction) {
        ("phone", Direction::In) => words.t("strip-in"),
        ("phone", Direction::Out) => words.t("strip-out"),
        _ => return words.t("strip-log").to_owned(),
    };
    let talked = format!("{way} {}", timer(call.talk_s(now)));
    match call.phase() {
        Phase::Talking => talked,
        Phase::Holding => format!("{talked} {} {}", words.t("strip-hold"), timer(call.hold_s(now))),
        Phase::WrappingUp => format!("{talked} {}", words.t("strip-after")),
    }
}

/// Open complaints, suppressions, and the time where the customer is.
fn to_mind(card: &Card, context: &Context) -> String {
    let words = &context.look.words;
    let complaints = card.tickets.iter().filter(|ticket| ticket.is_open_complaint());
    let mut parts: Vec<String> = complaints.map(|ticket| format!("!{}", ticket.id)).collect();
    for entry in &card.do_not_contact {
        let mark = match entry.channel.as_str() {
            "" => words.t("strip-dnc").to_owned(),
            channel => format!("{}-{}", words.t("strip-dnc"), label(words, "channel", channel)),
        };
        if !parts.contains(&mark) {
            parts.push(mark);
        }
    }
    let zone = zone_of(Some(card), context);
    if zone != context.settings.calendar.zone {
        let time = clock(context.now.local(zone));
        parts.push(words.tf("strip-there", &[("time", time.into())]));
    }
    parts.join(" ")
}
