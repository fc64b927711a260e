//! What was left open at another screen, a call or a form: whether to go on with it here, and that a call went on elsewhere.

use super::{ConfirmLayer, MessageLayer, PickLayer};
use crate::door::floor::{Left, OpenForm};
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::pick::Item;
use crate::tui::words;

/// Asks whether to go on with what was left open; leaves yes where that is one call, else the number of the chosen one.
pub fn question(left: &[Left], context: &Context) -> Box<dyn Pane> {
    let words = &context.look.words;
    if let [one] = left {
        let holds = words.tf("take-over", &[("held", held(one, context).into())]);
        return Box::new(ConfirmLayer::new(holds));
    }
    let rows = left.iter().map(|one| held(one, context)).enumerate();
    let items = rows.map(|(at, text)| Item::new(at.to_string(), text)).zip('1'..);
    let items = items.map(|(item, digit)| if digit <= '9' { item.digit(digit) } else { item });
    Box::new(PickLayer::asking(words.t("take-over-title"), items.collect()))
}

/// `Your session from pts/3 (silent 3 min) holds a call with Anna Meyer`, or an unsaved form.
fn held(left: &Left, context: &Context) -> String {
    let words = &context.look.words;
    let silent = words.span(context.now.seconds_since(left.heard));
    let with = if left.with.is_empty() { words.t("withheld") } else { &left.with };
    let from = if left.origin.is_empty() { words.t("another-terminal") } else { &left.origin };
    let key = match left {
        Left { is_form: true, .. } => "take-over-form",
        Left { by, .. } if !by.is_empty() => "take-over-given",
        _ => "take-over-held",
    };
    let said =
        [("from", from.into()), ("silent", silent.into()), ("with", with.into()), ("by", left.by.as_str().into())];
    words.tf(key, &said)
}

/// What was typed in a form that cannot be opened here, to be read only.
pub fn typed(form: &OpenForm, context: &Context) -> MessageLayer {
    let field =
        |(name, text): &(String, String)| words::about(&context.look.words, &context.look.words.field(name), text);
    MessageLayer::new(&form.title, form.fields.iter().map(field).collect::<Vec<_>>().join("\n\n"))
}

/// Says that a call went on at another screen, and shows what was written of it here, to be read only.
pub fn taken(at: &str, written: &str, context: &Context) -> MessageLayer {
    let words = &context.look.words;
    let at = if at.is_empty() { words.t("another-terminal") } else { at };
    MessageLayer::new(words.tf("taken-over", &[("at", at.into())]), written)
}
