//! Which key does what: the command table, a person's own keymap file over it, and key sequences.

mod chord;
mod table;
#[cfg(test)]
mod tests;

pub use chord::{BadChord, Chord, Keys};
pub use table::{Command, Pane, Row, TABLE, Where};

use crate::i18n::I18n;
use crossterm::event::KeyEvent;
use std::collections::BTreeMap;

/// What the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// A text is being typed: printable keys are its letters.
    Text,
    /// A layer has keys of its own, letters among them: of the commands only those act that act everywhere.
    Own,
    /// Command mode in this pane.
    Command(Pane),
}

/// What a key press came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// Do this.
    Command(Command),
    /// The beginning of a sequence, shown as typed: `g`.
    Pending(String),
    /// A character no command claims. In command mode it is folded to half width.
    Text(char),
    /// Nothing. In a text, the field may still know the key (`Backspace`, `ctrl-u`).
    None,
}

/// The keys of a sequence pressed so far.
#[derive(Debug, Clone, Default)]
pub struct Pending(Vec<Chord>);

/// Two commands that one way of typing would mean at the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What is typed.
    pub keys: Keys,
    /// The command that keeps the keys: the one the person's file names.
    pub kept: Command,
    /// The command that loses them.
    pub lost: Command,
}

impl Conflict {
    /// Conflicts in words, for the person whose file made them: a line a command that took keys from others.
    pub fn say(conflicts: &[Self], words: &I18n) -> Vec<String> {
        let name = |command: Command| words.t(command.row().label);
        let lost = |of: &[Self]| of.iter().map(|one| format!("`{}` {}", one.keys, name(one.lost))).collect::<Vec<_>>();
        let line = |of: &[Self]| {
            let kept = of.first().map_or("", |one| name(one.kept));
            words.tf("key-conflict", &[("kept", kept.into()), ("lost", lost(of).join(" · ").into())])
        };
        let mut conflicts = conflicts.to_vec();
        conflicts.sort_by_key(|conflict| conflict.kept);
        conflicts.chunk_by(|one, other| one.kept == other.kept).map(line).collect()
    }
}

/// Why a keymap file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// Not the shape of a keymap file.
    #[error("the keymap file cannot be read: {0}; write lines like `search = \"/\"` under [keys]")]
    Toml(#[from] toml::de::Error),
    /// A command that does not exist.
    #[error("the keymap file names the command `{0}`, which does not exist; assets/keymaps/default.toml has them all")]
    Command(String),
    /// A key that does not exist.
    #[error("the keymap file gives `{command}` a key that does not exist: {why}")]
    Key {
        /// The command's slug.
        command: String,
        /// Which key.
        why: BadChord,
    },
    /// A key that is a letter in the middle of a sentence, where the command is to act too.
    #[error(
        "the keymap file gives `{command}` only the key `{keys}`, but it acts while typing too; add a function or ctrl key"
    )]
    Printable {
        /// The command's slug.
        command: String,
        /// The keys.
        keys: String,
    },
}

/// Keys and the commands they mean.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<(Keys, &'static Row)>,
}

/// One alternative or several.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Several(Vec<String>),
}

impl Written {
    fn alternatives(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    keys: BTreeMap<String, Written>,
}

impl Default for Keymap {
    fn default() -> Self {
        let of_row = |row: &'static Row| row.default_keys().map(move |keys| (keys, row));
        Self { bindings: TABLE.iter().flat_map(of_row).collect() }
    }
}

impl Keymap {
    /// The default keys with those of a person's file in their place. A command the file names has
    /// only the keys it gives there; a default that clashes with them is dropped and reported.
    pub fn with_overrides(file: &str) -> Result<(Self, Vec<Conflict>), KeymapError> {
        let File { keys: written } = toml::from_str(file)?;
        let defaults = Self::default().bindings.into_iter().filter(|(_, row)| !written.contains_key(row.slug));
        let own = read(&written)?;
        let mut conflicts = Vec::new();
        let mut bindings = Vec::new();
        for (keys, row) in own.into_iter().chain(defaults) {
            keep(&mut bindings, keys, row, &mut conflicts);
        }
        Ok((Self { bindings }, conflicts))
    }

    /// What this key press means here, after those in `pending`.
    ///
    /// A key that does not continue a sequence ends it and is swallowed: half a sequence typed by
    /// mistake does nothing.
    pub fn resolve(&self, pending: &mut Pending, event: KeyEvent, context: Context) -> Resolved {
        let chord = Chord::of(event);
        let chord = if context == Context::Text { chord } else { chord.half_width() };
        let within = !pending.0.is_empty();
        pending.0.push(chord);
        let mut candidates =
            self.bindings.iter().filter(|(keys, row)| acts(keys, row, context) && keys.begin_with(&pending.0));
        let Some((keys, row)) = candidates.next() else {
            pending.0.clear();
            return chord.printed().filter(|_| !within).map_or(Resolved::None, Resolved::Text);
        };
        if keys.chords().len() > pending.0.len() {
            return Resolved::Pending(pending.to_string());
        }
        pending.0.clear();
        Resolved::Command(row.command.with_digit(chord.digit()))
    }

    /// The keys of a command, for help and the palette: `["f2", "ctrl-r"]`.
    pub fn keys_for(&self, command: Command) -> Vec<String> {
        let row = command.row();
        self.bindings.iter().filter(|(_, of)| of.command == row.command).map(|(keys, _)| keys.to_string()).collect()
    }

    /// Those keys of a command that act in a context.
    pub fn keys_in(&self, command: Command, context: Context) -> Vec<String> {
        let here = |(keys, of): &&(Keys, &Row)| of.command == command.row().command && acts(keys, of, context);
        self.bindings.iter().filter(here).map(|(keys, _)| keys.to_string()).collect()
    }

    /// The commands that work in a context, in the order of the table.
    pub fn works_in(context: Context) -> impl Iterator<Item = &'static Row> {
        TABLE.iter().filter(move |row| row.place.acts_in(context))
    }
}

impl Pending {
    /// Forgets the keys pressed so far.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl std::fmt::Display for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys: Vec<_> = self.0.iter().map(Chord::to_string).collect();
        f.write_str(&keys.join(" "))
    }
}

impl Row {
    fn default_keys(&self) -> impl Iterator<Item = Keys> {
        self.keys.split(" | ").filter_map(|keys| keys.parse().ok())
    }

    /// Whether people press it in the middle of a sentence. Help has a letter of its own besides, and may have no more.
    fn is_for_texts(&self) -> bool {
        self.place == Where::Anywhere && !self.default_keys().any(|keys| keys.are_text())
    }
}

impl Where {
    fn acts_in(self, context: Context) -> bool {
        match (self, context) {
            (Self::Anywhere, _) | (Self::Command, Context::Command(_)) => true,
            (Self::In(panes), Context::Command(pane)) => panes.contains(&pane),
            (_, Context::Text | Context::Own) => false,
        }
    }
}

/// Whether these keys of a command act in a context: in a text only those that print nothing.
fn acts(keys: &Keys, row: &Row, context: Context) -> bool {
    row.place.acts_in(context) && !(context == Context::Text && keys.are_text())
}

/// The bindings a keymap file gives.
fn read(written: &BTreeMap<String, Written>) -> Result<Vec<(Keys, &'static Row)>, KeymapError> {
    let mut bindings = Vec::new();
    for (slug, written) in written {
        let row = Command::of_slug(slug).ok_or_else(|| KeymapError::Command(slug.clone()))?.row();
        let read = |text: &String| text.parse().map_err(|why| KeymapError::Key { command: slug.clone(), why });
        let alternatives = written.alternatives().iter().map(read).collect::<Result<Vec<Keys>, _>>()?;
        if let Some(keys) = alternatives.first()
            && row.is_for_texts()
            && alternatives.iter().all(Keys::are_text)
        {
            return Err(KeymapError::Printable { command: slug.clone(), keys: keys.to_string() });
        }
        bindings.extend(alternatives.into_iter().map(|keys| (keys, row)));
    }
    Ok(bindings)
}

/// Adds a binding, unless one that is there already means something else by the same keys.
fn keep(bindings: &mut Vec<(Keys, &'static Row)>, keys: Keys, row: &'static Row, conflicts: &mut Vec<Conflict>) {
    let clash = bindings.iter().find(|(other, of)| other.clash(&keys) && of.place.overlaps(row.place));
    match clash {
        Some((_, kept)) => conflicts.push(Conflict { keys, kept: kept.command, lost: row.command }),
        None => bindings.push((keys, row)),
    }
}
