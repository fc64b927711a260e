//! The form that logs or mends an interaction.

use super::record::{Entry, Record, Stored, nothing, title};
use crate::domain::edit::{Draft, object};
use crate::domain::field;
use crate::domain::id::CustomerId;
use crate::domain::interaction::Interaction;
use crate::door::Edit;
use crate::door::interactions::Request;
use crate::tui::pane::{Context, Pane};
use crate::tui::words;

/// A contact with a customer that took place now.
pub fn log(context: &Context, customer: CustomerId, name: &str) -> Box<dyn Pane> {
    let mut fixed = Draft::default();
    fixed.set("customer", customer.to_string());
    fixed.set("at", context.now.to_string());
    let stored = Stored::New(fixed, |draft| Request::Log(draft).into());
    Record::sheet(&title(context, "form-log", name), entries(context), stored, |_| Vec::new(), context)
}

/// A known interaction.
pub fn edit(context: &Context, interaction: &Interaction) -> Box<dyn Pane> {
    let id = interaction.id;
    let ask = move |changes| Request::Edit(Edit { id, changes }).into();
    let stored = Stored::Changed(object(interaction), Box::new(ask));
    let title = title(context, "form-edit", &id.to_string());
    Record::sheet(&title, entries(context), stored, |_| Vec::new(), context)
}

fn entries(context: &Context) -> Vec<Option<Entry>> {
    let (words, settings) = (&context.look.words, &context.settings);
    let of = |name, family| Entry::of(field::INTERACTION, name, family, context);
    let channels = settings.channels.iter().map(|slug| (slug.clone(), words::label(words, "channel", slug)));
    let outcomes = settings.dispositions.iter().map(|d| (d.slug.clone(), words::disposition(words, settings, &d.slug)));
    vec![
        of("text", ""),
        of("channel", "").map(|e| e.among(channels.collect()).preset("phone")),
        of("direction", "direction").map(|e| e.preset("out")),
        of("disposition", "").map(|e| e.among([nothing()].into_iter().chain(outcomes).collect())),
    ]
}
