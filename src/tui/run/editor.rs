//! The person's own editor for a long text.

use anyhow::Context as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, id};

/// What is started where `VISUAL` and `EDITOR` name nothing.
const FALLBACK: &str = "vi";

/// Has the person write on at a text, and hands out what it is then. The terminal must be theirs meanwhile.
pub fn write(text: &str, env: impl Fn(&str) -> Option<String>) -> anyhow::Result<String> {
    let set = |name| env(name).filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| FALLBACK.to_owned());
    let place = place(set("XDG_RUNTIME_DIR"));
    keep(&place, text).with_context(|| format!("cannot write the text to {}", place.display()))?;
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

fn edit(editor: &str, place: &Path) -> anyhow::Result<String> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or(FALLBACK);
    let ended = Command::new(program).args(words).arg(place).status();
    let ended = ended.with_context(|| format!("the editor `{editor}` cannot be started; set EDITOR"))?;
    anyhow::ensure!(ended.success(), "the editor `{editor}` did not end well; the text is as it was");
    fs::read_to_string(place).with_context(|| format!("cannot read {}", place.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written_by(editor: &'static str) -> anyhow::Result<String> {
        let dir = tempfile::tempdir()?;
        let runtime = dir.path().to_string_lossy().into_owned();
        let env = |name: &str| match name {
            "EDITOR" => Some(editor.to_owned()),
            "XDG_RUNTIME_DIR" => Some(runtime.clone()),
            _ => None,
        };
        let written = write("asks for the quote\n", env);
        assert_eq!(fs::read_dir(dir.path())?.count(), 0, "something stayed behind");
        written
    }

    #[test]
    fn a_text_comes_back_as_the_editor_left_it() {
        assert_eq!(written_by("true").unwrap(), "asks for the quote");
        assert_eq!(written_by("sed -i s/quote/offer/").unwrap(), "asks for the offer");
    }

    #[test]
    fn an_editor_that_fails_says_so() {
        assert!(written_by("false").unwrap_err().to_string().contains("`false` did not end well"));
        assert!(written_by("no-such-editor -x").unwrap_err().to_string().contains("cannot be started"));
    }
}
