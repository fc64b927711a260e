//! Handing a call on: the colleagues it can be offered to, and whether to take one that is offered.

use super::PickLayer;
use crate::door::transfer::{Offer, OnDuty};
use crate::i18n::clock;
use crate::tui::pane::Context;
use crate::tui::widgets::pick::Item;
use crate::tui::words::label;

/// What is chosen to take the call.
pub const TAKE: &str = "take";
/// What is chosen to leave it with whoever has it.
pub const DECLINE: &str = "decline";

/// Those on duty with what they do; leaves the id of the chosen one.
pub fn colleagues(on_duty: &[OnDuty], context: &Context) -> PickLayer {
    let words = &context.look.words;
    let row = |colleague: &OnDuty| {
        let state = label(words, "presence", colleague.state.presence.slug());
        let since = clock(colleague.state.since.local(context.settings.calendar.zone));
        let what = words.tf("strip-presence", &[("what", state.into()), ("time", since.into())]);
        Item::new(colleague.user.0.to_string(), colleague.name.clone()).aside(what)
    };
    PickLayer::asking(words.t("transfer-title"), on_duty.iter().map(row).collect())
}

/// Asks whether to take a call; leaves [`TAKE`] or [`DECLINE`], or nothing for later.
pub fn question(offer: &Offer, context: &Context) -> PickLayer {
    let words = &context.look.words;
    let with = if offer.with.is_empty() { words.t("withheld") } else { &offer.with };
    let title = words.tf("transfer-offered", &[("by", offer.by.as_str().into()), ("with", with.into())]);
    let item = |choice: &str, key, digit| Item::new(choice.to_owned(), words.t(key)).digit(digit);
    PickLayer::asking(title, vec![item(TAKE, "transfer-take", '1'), item(DECLINE, "transfer-decline", '2')])
}
