//! What the words of a column mean: the words the file has, and what a field can hold.

use crate::domain::field::{Field, Kind, Reading};
use crate::domain::settings::Settings;
use crate::interop::columns::Columns;
use crate::interop::file::{FileError, ImportFile, Options};
use crate::tui::layers::{PickLayer, ReasonLayer};
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::pick::Item;
use crate::tui::words;
use std::collections::BTreeSet;
use std::path::Path;

/// Rows that are looked through for words.
const LOOKED_THROUGH: usize = 2_000;
/// Words that are shown; a column with more is no column of words.
const SHOWN: usize = 200;

/// The words of a column, in the order of their letters.
pub fn of_column(path: &Path, options: &Options, reading: &Reading, column: usize) -> Result<Vec<String>, FileError> {
    let mut file = ImportFile::open(path, options)?;
    let mut found = BTreeSet::new();
    for _ in 0..LOOKED_THROUGH {
        let Some(line) = file.next(reading)? else { break };
        let word = line.cells.get(column).map(|cell| cell.trim()).filter(|word| !word.is_empty());
        found.extend(word.map(str::to_owned));
        if found.len() == SHOWN {
            break;
        }
    }
    Ok(found.into_iter().collect())
}

/// Lets one of these words be picked, each beside what it means.
pub fn pick_word(header: &str, field: &Field, found: Vec<String>, columns: &Columns) -> PickLayer {
    let item = |word: String| {
        let meant = columns.mapping().meant(field.name, &word).map(|meant| format!("= {meant}")).unwrap_or_default();
        Item::new(word.clone(), word).aside(meant)
    };
    PickLayer::new(header, found.into_iter().map(item).collect())
}

/// Asks what a word means: one of what the field can hold, or a text where that is anything.
pub fn ask(field: &Field, word: &str, context: &Context) -> Box<dyn Pane> {
    let said = &context.look.words;
    let title = said.tf("import-word-means", &[("word", word.into())]);
    let known = values(field, context);
    if known.is_empty() {
        return Box::new(ReasonLayer::new(title, said.field(field.name), said.t("import-word-hint")));
    }
    let items = known.into_iter().map(|(value, label)| Item::new(value.clone(), label).aside(value));
    let nothing = Item::new(String::new(), said.t("import-word-nothing"));
    Box::new(PickLayer::new(title, items.chain([nothing]).collect()))
}

/// What a field can hold, each with its word; nothing where that is anything.
fn values(field: &Field, context: &Context) -> Vec<(String, String)> {
    let (said, settings) = (&context.look.words, &*context.settings);
    let slug = |family: &str, slug: &str| (slug.to_owned(), words::label(said, family, slug));
    match (field.kind, field.name) {
        (Kind::Choice(slugs) | Kind::MaybeChoice(slugs), family) => slugs.iter().map(|one| slug(family, one)).collect(),
        (Kind::Flag, _) => ["yes", "no"].map(|one| (one.to_owned(), said.t(one).to_owned())).into(),
        (_, "stage") => stages(settings, context),
        (_, "channel" | "preferred_channel") => settings.channels.iter().map(|one| slug("channel", one)).collect(),
        (_, "disposition") => {
            let named = |slug: &String| (slug.clone(), words::disposition(said, settings, slug));
            settings.dispositions.iter().map(|one| named(&one.slug)).collect()
        }
        _ => Vec::new(),
    }
}

/// The stages of every pipeline, and the two ends of a deal.
fn stages(settings: &Settings, context: &Context) -> Vec<(String, String)> {
    let said = &context.look.words;
    let of_pipelines = settings.pipelines.iter().flat_map(|pipeline| {
        let named = |slug: &String| (slug.clone(), words::stage(said, settings, &pipeline.slug, slug));
        pipeline.stages.iter().map(move |stage| named(&stage.slug)).collect::<Vec<_>>()
    });
    let ends = ["won", "lost"].map(|end| (end.to_owned(), words::label(said, "stage", end)));
    of_pipelines.chain(ends).collect()
}
