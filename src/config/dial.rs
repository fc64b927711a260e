//! The person's command that makes the telephone dial: kept in their file, and run for a number the door allowed.

use crate::i18n::I18n;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How much of what a command complains is read, bytes.
const COMPLAINT: u64 = 4096;

/// Why nothing was dialled, or why the command could not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialError {
    /// The program cannot be started.
    NotStarted {
        /// Which.
        program: String,
        /// What the system says.
        why: String,
    },
    /// It ended with a failure.
    Ended {
        /// Which.
        program: String,
        /// What it said last, else its exit status.
        why: String,
    },
    /// The file cannot be written.
    NotKept {
        /// Which.
        file: PathBuf,
        /// What the system says.
        why: String,
    },
}

impl DialError {
    /// What failed, and why, in the person's language.
    pub fn say(&self, words: &I18n) -> String {
        let file;
        let (key, of, why) = match self {
            Self::NotStarted { program, why } => ("dial-not-started", program, why),
            Self::Ended { program, why } => ("dial-ended", program, why),
            Self::NotKept { file: path, why } => {
                file = path.display().to_string();
                ("dial-not-kept", &file, why)
            }
        };
        words.tf(key, &[("of", of.as_str().into()), ("why", why.as_str().into())])
    }
}

/// Runs a dial command for a number, to its end. Without a command people dial by hand.
pub fn dial(command: &str, number: &str) -> Result<(), DialError> {
    // The number goes in as one argument and no shell reads it.
    let mut words = command.split_whitespace().map(|word| word.replace("{number}", number));
    let Some(program) = words.next() else { return Ok(()) };
    let started =
        Command::new(&program).args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child =
        started.map_err(|error| DialError::NotStarted { program: program.clone(), why: error.to_string() })?;
    let complaint = child.stderr.take().map(complaint).unwrap_or_default();
    let failed = |why: String| DialError::Ended { program: program.clone(), why };
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(if complaint.is_empty() { status.to_string() } else { complaint })),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// The last line of what a program complains; it may go on complaining to nobody.
fn complaint(mut stderr: impl Read) -> String {
    let mut said = Vec::new();
    // What cannot be read was not said.
    let _ = stderr.by_ref().take(COMPLAINT).read_to_end(&mut said);
    let _ = io::copy(&mut stderr, &mut io::sink());
    let said = String::from_utf8_lossy(&said);
    said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

/// Keeps another dial command in a configuration file, all else in it as it is; an empty one takes it out.
pub fn keep(file: &Path, command: &str) -> Result<(), DialError> {
    rewrite(file, command).map_err(|error| DialError::NotKept { file: file.to_owned(), why: error.to_string() })
}

fn rewrite(file: &Path, command: &str) -> io::Result<()> {
    // Many people have a link there, to where they keep all their settings; it stays one.
    let file = &file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let before = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        read => read?,
    };
    let is_dial = |line: &&str| line.split_once('=').is_some_and(|(key, _)| key.trim() == "dial");
    let others = before.lines().filter(|line| !is_dial(line)).map(str::to_owned);
    let dial = (!command.trim().is_empty()).then(|| format!("dial = {}", toml::Value::from(command.trim())));
    let after: String = dial.into_iter().chain(others).map(|line| line + "\n").collect();
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let beside = file.with_extension("toml.new");
    let mut to = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    // Whoever could read it before can read it still, and nobody else.
    if let Ok(about) = std::fs::metadata(file) {
        to.set_permissions(about.permissions())?;
    }
    to.write_all(after.as_bytes())?;
    std::fs::rename(beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_goes_wrong_is_said_with_its_reason_in_both_languages() {
        assert_eq!(dial("true {number}", "+4930"), Ok(()));
        assert_eq!(dial("  ", "+4930"), Ok(()));
        let missing = dial("no-such-dialler {number}", "+4930").unwrap_err();
        let failed = dial("ls /no/such/place/{number}", "+4930").unwrap_err();
        for words in [I18n::new(Lang::En), I18n::new(Lang::Zh)] {
            assert!(missing.say(&words).contains("no-such-dialler"));
            assert!(failed.say(&words).contains("/no/such/place/+4930"), "what it complained of");
        }
        assert!(matches!(dial("false", ""), Err(DialError::Ended { why, .. }) if why.contains('1')));
    }

    #[test]
    fn another_command_takes_the_place_of_the_one_that_was_kept() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("new").join("config.toml");
        let kept = || std::fs::read_to_string(&file).unwrap();
        keep(&file, "dialer \"{number}\"").unwrap();
        assert_eq!(kept(), "dial = 'dialer \"{number}\"'\n");
        std::fs::write(&file, "# mine\nlang = \"zh\"\n dial='x'\n").unwrap();
        keep(&file, "modem {number}").unwrap();
        assert_eq!(kept(), "dial = \"modem {number}\"\n# mine\nlang = \"zh\"\n");
        std::fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        let link = dir.path().join("link.toml");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        keep(&link, "").unwrap();
        assert_eq!((kept().as_str(), link.is_symlink()), ("# mine\nlang = \"zh\"\n", true));
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640, "as it was");
        assert!(matches!(keep(dir.path(), "x"), Err(DialError::NotKept { .. })));
    }
}
