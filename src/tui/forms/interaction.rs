//! The form that mends an interaction; the wrap-up line logs it.

use super::Sheet;
use super::record::{Entry, Record, Stored, nothing, title};
use crate::domain::edit::object;
use crate::domain::field;
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::door::Edit;
use crate::door::interactions::Request;
use crate::tui::pane::Context;
use crate::tui::words;

/// A known interaction.
pub fn edit(context: &Context, interaction: &Interaction) -> Box<Sheet> {
    let id = interaction.id;
    let ask = move |changes| Request::Edit(Edit { id, changes }).into();
    let stored = Stored::Changed(object(interaction), Box::new(ask));
    let title = title(context, "form-edit", &id.to_string());
    Record::sheet(Noun::Interaction, &title, entries(context), stored, |_| Vec::new(), context)
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
