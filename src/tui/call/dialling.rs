//! Before a call: which number, and does the door allow it.

use super::desk::{Desk, asked};
use super::menu::{CallMenu, Wish};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::domain::role::Action;
use crate::door::{Refusal, calls};
use crate::i18n::{I18n, Value};
use crate::tui::layers::ReasonLayer;
use crate::tui::pane::{Context, Effect};
use crate::tui::widgets::pick::Item;
use crate::tui::words::{self, label};

/// Somebody about to be called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Callee {
    /// The customer, if known.
    pub customer: Option<CustomerId>,
    /// The name, or empty.
    pub name: String,
    /// The number of somebody unknown, or empty.
    pub number: String,
}

/// Asks which number to dial, or who is on the line: `0` is for a call that came in without being announced, `9` for one
/// of somebody else's. What is likelier stands first, where Enter takes it: whoever was asked to call dials, and whoever
/// pressed the key that answers never does so by accident.
pub fn question(callee: &Callee, phones: &[Phone], answers: bool, context: &Context) -> CallMenu {
    let words = &context.look.words;
    let dials = phones.iter().zip('1'..='8').map(|(phone, digit)| {
        let number = numbered(phone, &label(words, "phone", &phone.label), words);
        let said = words.tf("dial-number", &[("number", Value::from(number))]);
        Item::new(Wish::Dial(phone.key()), said).digit(digit)
    });
    let name = || Value::from(callee.name.as_str());
    let (title, takes) = if callee.name.is_empty() {
        let takes = vec![Item::new(Wish::TakeCall, words.t("dial-incoming")).digit('0')];
        (words.t("dial-title").to_owned(), takes)
    } else {
        let theirs = Item::new(Wish::TakeCall, words.tf("dial-incoming-name", &[("name", name())])).digit('0');
        let unknown = Item::new(Wish::TakeUnknown, words.t("dial-incoming-other")).digit('9');
        (words.tf("dial-title-name", &[("name", name())]), vec![theirs, unknown])
    };
    let rows = if answers { takes.into_iter().chain(dials).collect() } else { dials.chain(takes).collect() };
    CallMenu::new(title, rows)
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
    let layer = ReasonLayer::new(words.t("dial-why"), words.t("dial-why-reason"), words.refusal(refusal));
    vec![Effect::Push(asked::WHY_NEVERTHELESS, Box::new(layer.sending("does-dial")))]
}

impl Desk {
    /// Dials what was refused.
    pub(super) fn dial_nevertheless(&mut self, why: String) -> Vec<Effect> {
        let Some(to_dial) = self.refused.take() else { return Vec::new() };
        vec![Effect::AskFirst(asked::MAY_DIAL, calls::Request::DialNevertheless { to_dial, why }.into())]
    }
}

/// `+49 30 1234 (mobile)`.
fn numbered(phone: &Phone, label: &str, words: &I18n) -> String {
    if phone.label.is_empty() { phone.to_string() } else { words::aside(words, &phone.to_string(), label) }
}
