//! Every command by its name in every language that can be read here; Enter runs it, and the keys beside it teach themselves.

use super::{PickLayer, keys_of};
use crate::i18n::{I18n, Lang};
use crate::tui::keymap::{Command, Row, TABLE};
use crate::tui::pane::Context;
use crate::tui::term::Charset;
use crate::tui::widgets::pick::Item;

/// The palette; leaves the slug of the chosen command.
pub fn palette(context: &Context, charset: Charset) -> PickLayer {
    let own = &context.look.words;
    let others = Lang::ALL.into_iter().filter(|lang| *lang != own.lang() && charset.shows(*lang));
    let others: Vec<I18n> = others.map(I18n::new).collect();
    let item = |row: &Row| {
        let names = others.iter().map(|words| words.t(row.label)).collect::<Vec<_>>().join(" · ");
        Item::new(row.slug.to_owned(), own.t(row.label)).also(names).aside(keys_of(row.command, &context.keymap))
    };
    PickLayer::new(own.t("palette-title"), TABLE.iter().filter(|row| is_offered(row.command)).map(item).collect())
}

/// Commands that make sense without a key: not those that are one, nor the palette itself.
fn is_offered(command: Command) -> bool {
    let by_key_only = matches!(command, Command::SavedView(_) | Command::Palette);
    !by_key_only
}
