//! What stands above the panes for a moment: questions, messages, lists to pick from, help.

mod audit;
mod bulk;
mod conflict;
mod consult;
mod dashboard;
mod duplicates;
mod export;
pub mod first_start;
mod floor;
mod gate;
mod help;
mod import;
mod lists;
mod loading;
mod named_file;
mod palette;
mod quality;
mod reason;
mod shut;
mod simple;
pub mod takeover;
pub mod transfer;
mod unmerge;
mod views;

pub use audit::AuditLayer;
pub use bulk::BulkLayer;
pub use conflict::{Both, ConflictLayer};
pub use consult::ConsultLayer;
pub use dashboard::DashboardLayer;
pub use duplicates::DuplicatesLayer;
pub use export::ExportLayer;
pub use floor::FloorLayer;
pub use gate::GateLayer;
pub use help::HelpLayer;
pub use import::ImportLayer;
pub use lists::ListsLayer;
pub use loading::LoadingLayer;
pub use palette::palette;
pub use quality::QualityLayer;
pub use reason::ReasonLayer;
pub use shut::ShutLayer;
pub use simple::{ConfirmLayer, MessageLayer, PickLayer};
pub use unmerge::UnmergeLayer;
pub use views::ViewsLayer;

use crate::tui::keymap::{self, Command, Keymap, TABLE};
use crate::tui::pane::{Context, Effect, Tone};
use crate::tui::widgets::hints::Hint;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What the keys that move do in a layer with a list.
pub const STEPS: [Hint<&[Command]>; 3] = [
    (&[Command::Down, Command::Up], "does-move"),
    (&[Command::PageDown, Command::PageUp], "does-page"),
    (&[Command::Top, Command::Bottom], "does-ends"),
];

/// The keys of a command as people write them: `F2 ctrl-r`.
pub fn keys_of(command: Command, keymap: &Keymap) -> String {
    keymap.keys_for(command).iter().map(|keys| shown(keys)).collect::<Vec<_>>().join(" ")
}

/// Those of them that act in a context.
pub fn keys_in(command: Command, keymap: &Keymap, context: keymap::Context) -> Vec<String> {
    keymap.keys_in(command, context).iter().map(|keys| shown(keys)).collect()
}

/// Every command with keys, as a manual names them: its keys unless somebody chose others, and the name of its words.
pub fn default_keys() -> Vec<(String, &'static str)> {
    let keymap = Keymap::default();
    let rows = TABLE.iter().filter(|row| !row.keys.is_empty());
    rows.map(|row| (keys_of(row.command, &keymap), row.label)).collect()
}

/// The first keys of a command: `F2`.
pub fn first_key_of(command: Command, keymap: &Keymap) -> String {
    keymap.keys_for(command).first().map_or_else(String::new, |keys| shown(keys))
}

/// What commands do in a layer that gives them a meaning of its own, by the keys a person has for them.
pub fn hints_of(table: &[Hint<&[Command]>], keymap: &Keymap) -> Vec<Hint> {
    let key = |command: &Command| as_on_the_keyboard(first_key_of(*command, keymap));
    let keys = |of: &[Command]| of.iter().map(key).collect::<Vec<_>>().join(" ");
    table.iter().map(|(commands, does)| (keys(commands), *does)).collect()
}

/// Whether a key lets go of what was typed in a line, which Esc never does.
fn discards(key: KeyEvent) -> bool {
    (key.code, key.modifiers) == (KeyCode::Char('d'), KeyModifiers::CONTROL)
}

/// What Esc comes to where something is typed that would be lost.
fn typed_not_sent(context: &Context) -> Effect {
    Effect::Toast(Tone::Warning, context.look.words.t("typed-not-sent").to_owned())
}

/// Keys with a name as they are written beside those that are no commands.
fn as_on_the_keyboard(keys: String) -> String {
    match keys.as_str() {
        "enter" => "Enter".to_owned(),
        "esc" => "Esc".to_owned(),
        "pgup" => "PgUp".to_owned(),
        "pgdn" => "PgDn".to_owned(),
        "tab" => "Tab".to_owned(),
        "space" => "Space".to_owned(),
        _ => match keys.strip_prefix("shift-") {
            Some(letter) if letter.len() == 1 => letter.to_uppercase(),
            _ => keys,
        },
    }
}

/// Function keys in capitals, as they stand on the keyboard.
fn shown(keys: &str) -> String {
    let is_function_key = keys.strip_prefix('f').is_some_and(|number| number.parse::<u8>().is_ok());
    if is_function_key { keys.to_uppercase() } else { keys.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::CallId;
    use crate::door::export::What;
    use crate::tui::fixtures::{english, press, press_key, type_text};
    use crate::tui::pane::Pane;
    use crate::tui::widgets::testing::ctrl;

    #[test]
    fn what_is_typed_in_a_line_goes_by_a_key_of_its_own_and_not_by_esc() {
        let context = english();
        let layers: [Box<dyn Pane>; 3] = [
            Box::new(ConsultLayer::new(CallId([7; 16]))),
            Box::<ImportLayer>::default(),
            Box::new(ExportLayer::new(What::Everything, String::new())),
        ];
        for mut layer in layers {
            type_text(&mut *layer, "typed", &context);
            assert!(matches!(press(&mut *layer, KeyCode::Esc, &context)[..], [Effect::Toast(Tone::Warning, _)]));
            assert!(matches!(press_key(&mut *layer, ctrl('d'), &context)[..], [Effect::Pop(None)]));
        }
    }
}
