//! The person's own editor for a long text.

use crate::i18n::I18n;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, id};

/// What is started where `VISUAL` and `EDITOR` name nothing.
const FALLBACK: &str = "vi";

/// Why nothing was written; the text is as it was.
#[derive(Debug)]
pub struct EditorError {
    /// The key of its words.
    key: &'static str,
    /// The editor, or the file.
    of: String,
    why: String,
}

impl EditorError {
    fn new(key: &'static str, of: impl ToString, why: impl ToString) -> Self {
        Self { key, of: of.to_string(), why: why.to_string() }
    }

    /// What failed, and why, in the person's language.
    pub fn say(&self, words: &I18n) -> String {
        words.tf(self.key, &[("of", self.of.as_str().into()), ("why", self.why.as_str().into())])
    }
}

/// Has the person write on at a text, and hands out what it is then. The terminal must be theirs meanwhile.
pub fn write(text: &str, env: impl Fn(&str) -> Option<String>) -> Result<String, EditorError> {
    let set = |name| env(name).filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| FALLBACK.to_owned());
    let place = place(set("XDG_RUNTIME_DIR"));
    keep(&place, text).map_err(|error| EditorError::new("editor-no-file", place.display(), error))?;
    let written = edit(&editor, &place);
    // Customers' data: nothing of it stays behind.
    let _ = fs::remove_file(&place);
    written.map(|text| text.trim_end().to_owned())
}

/// A file of this process, where only the user can look if the system has such a place.
fn place(runtime: Option<String>) -> PathBuf {
    let dir = runtime.map_or_else(std::env::temp_dir, PathBuf::from);
    dir.join(format!("callsheet-{}.txt", id()))
}

fn keep(place: &Path, text: &str) -> std::io::Result<()> {
    // A file that is there already may be somebody's trap.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(place)?.write_all(text.as_bytes())
}

fn edit(editor: &str, place: &Path) -> Result<String, EditorError> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(FALLBACK);
    let ended = Command::new(program).args(words).arg(place).status();
    let ended = ended.map_err(|error| EditorError::new("editor-not-started", editor, error))?;
    if !ended.success() {
        return Err(EditorError::new("editor-ended", editor, ended));
    }
    fs::read_to_string(place).map_err(|error| EditorError::new("editor-no-file", place.display(), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    fn written_by(editor: &'static str) -> Result<String, EditorError> {
        let dir = tempfile::tempdir().unwrap();
        let runtime = dir.path().to_string_lossy().into_owned();
        let env = |name: &str| match name {
            "EDITOR" => Some(editor.to_owned()),
            "XDG_RUNTIME_DIR" => Some(runtime.clone()),
            _ => None,
        };
        let written = write("asks for the quote\n", env);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "something stayed behind");
        written
    }

    #[test]
    fn a_text_comes_back_as_the_editor_left_it() {
        assert_eq!(written_by("true").unwrap(), "asks for the quote");
        assert_eq!(written_by("sed -i s/quote/offer/").unwrap(), "asks for the offer");
    }

    #[test]
    fn an_editor_that_fails_says_so() {
        let (failed, missing) = (written_by("false").unwrap_err(), written_by("no-such-editor -x").unwrap_err());
        for lang in [Lang::En, Lang::Zh] {
            let words = I18n::new(lang);
            assert!(failed.say(&words).contains("false"), "{}", failed.say(&words));
            assert!(missing.say(&words).contains("no-such-editor -x"), "{}", missing.say(&words));
        }
    }
}
