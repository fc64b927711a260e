//! What is known of a file before it comes in, whatever it holds.

use super::{Asked, GO_ON, IMPORT, file_name};
use crate::domain::import::RefusedRow;
use crate::i18n::I18n;
use crate::interop::file::Options;
use crate::interop::stopped::Stopped;
use crate::tui::layers::ConfirmLayer;
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::line::Line;
use std::path::{Path, PathBuf};

/// A file as it shall be brought in.
pub struct Plan {
    /// Where it lies.
    pub path: PathBuf,
    /// How it is read.
    pub options: Options,
    /// Where it stands, and how its rows are taken.
    pub stopped: Stopped,
}

/// Asks before a file comes in, from its beginning or from where it was stopped.
pub fn sure(path: &Path, stopped: Option<&Stopped>, words: &I18n) -> Asked {
    let file = file_name(path);
    let (tag, question) = match stopped {
        Some(stopped) => {
            let after = [("file", file.into()), ("line", stopped.after_line.to_string().into())];
            (GO_ON, words.tf("import-go-on-question", &after))
        }
        None => (IMPORT, words.tf("import-question", &[("file", file.into())])),
    };
    Asked::Reply(tag, Box::new(ConfirmLayer::new(question)))
}

/// How many of the first rows can be taken.
pub fn counted(all: usize, refused: usize, look: &Look) -> Line {
    let counts = [("taken", all.saturating_sub(refused).into()), ("all", all.into())];
    let style = look.style(if refused == 0 { Role::Text } else { Role::Warning });
    Line::of(&look.words.tf("import-first-rows", &counts), style)
}

/// The first of the first rows that cannot be taken, `blamed` saying what of it is to blame.
pub fn first_fault(refused: &[&RefusedRow], blamed: impl Fn(&RefusedRow) -> String, look: &Look) -> Option<Line> {
    let row = refused.first()?;
    let (blamed, why) = (blamed(row), look.words.reason(&row.why));
    let why = if blamed.is_empty() { why } else { format!("{blamed}: {why}") };
    let line = [("line", row.line.to_string().into()), ("why", why.into())];
    Some(Line::of(&look.words.tf("import-line", &line), look.style(Role::Danger)))
}

/// Where an earlier import of the file was stopped.
pub fn stopped_before(stopped: Option<&Stopped>, look: &Look) -> Option<Line> {
    let line = [("line", stopped?.after_line.to_string().into())];
    Some(Line::of(&look.words.tf("import-was-stopped", &line), look.style(Role::Warning)))
}
