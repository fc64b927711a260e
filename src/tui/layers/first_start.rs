//! The first start: an empty store offers sample data, an import, or to begin with nothing.

use super::PickLayer;
use crate::tui::pane::Context;
use crate::tui::widgets::pick::Item;

/// Chosen: explore with sample data.
pub const SAMPLE: &str = "sample";
/// Chosen: import a file.
pub const IMPORT: &str = "import";

/// Asks how to begin; leaves [`SAMPLE`], [`IMPORT`] or `empty`.
pub fn question(context: &Context) -> PickLayer {
    let words = &context.look.words;
    let rows = [(SAMPLE, "first-start-sample"), (IMPORT, "first-start-import"), ("empty", "first-start-empty")];
    let items = rows
        .into_iter()
        .zip('1'..)
        .map(|((value, label), digit)| Item::new(value.to_owned(), words.t(label)).digit(digit));
    PickLayer::new(words.t("first-start-title"), items.collect())
}
