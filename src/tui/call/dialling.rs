//! Before a call: which number, and does the door allow it.

use super::desk::{Desk, asked};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::domain::role::Action;
use crate::door::{Refusal, calls};
use crate::i18n::Value;
use crate::tui::layers::{PickLayer, ReasonLayer};
use crate::tui::pane::{Context, Effect};
use crate::tui::widgets::pick::Item;
use crate::tui::words::label;

/// Somebody about to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// The customer, if known.
    pub customer: Option<CustomerId>,
    /// The name, or empty.
    pub name: String,
    /// The number of somebody unknown, or empty.
    pub number: String,
}

/// What a row of the question stands for, when it is no number.
const INCOMING: &str = "incoming";

/// What the person wants.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Dial this number.
    Dial(String),
    /// They are on the line already.
    TakeCall,
}

impl Wish {
    /// The wish behind a chosen row.
    pub fn of(chosen: String) -> Self {
        if chosen == INCOMING { Self::TakeCall } else { Self::Dial(chosen) }
    }
}

/// Asks which number to dial; Enter takes the first. `0` is for a call that came in without being announced.
pub fn question(callee: &Callee, phones: &[Phone], context: &Context) -> PickLayer {
    let words = &context.look.words;
    let rows = phones.iter().map(|phone| {
        let number = numbered(phone, &label(words, "phone", &phone.label));
        Item::new(phone.key(), words.tf("dial-number", &[("number", Value::from(number))]))
    });
    let mut items: Vec<Item<String>> = rows.zip('1'..='9').map(|(item, digit)| item.digit(digit)).collect();
    items.push(Item::new(INCOMING.to_owned(), words.t("dial-incoming")).digit('0'));
    let title = if callee.name.is_empty() {
        words.t("dial-title").to_owned()
    } else {
        words.tf("dial-title-name", &[("name", callee.name.as_str().into())])
    };
    PickLayer::asking(title, items)
}

/// Whether a call that was refused may be made all the same by whoever gives a reason.
pub(super) fn may_say_why(refusal: &Refusal, context: &Context) -> bool {
    match refusal {
        Refusal::OutsideHours { .. } => true,
        Refusal::DoNotContact { .. } => context.me.role.may(Action::Unsuppress),
        _ => false,
    }
}

/// Asks for the reason.
pub(super) fn ask_why(refusal: &Refusal, context: &Context) -> Vec<Effect> {
    let words = &context.look.words;
    let layer = ReasonLayer::new(words.t("dial-why"), words.t("field-reason"), words.refusal(refusal));
    vec![Effect::Push(asked::WHY_NEVERTHELESS, Box::new(layer))]
}

impl Desk {
    /// Dials what was refused.
    pub(super) fn dial_nevertheless(&mut self, why: String) -> Vec<Effect> {
        let Some(to_dial) = self.refused.take() else { return Vec::new() };
        vec![Effect::AskFirst(asked::MAY_DIAL, calls::Request::DialNevertheless { to_dial, why }.into())]
    }
}

/// `+49 30 1234 (mobile)`.
fn numbered(phone: &Phone, label: &str) -> String {
    if phone.label.is_empty() { phone.to_string() } else { format!("{phone} ({label})") }
}
