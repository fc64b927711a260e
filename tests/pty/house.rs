//! A home and a store of one's own: the screen and the command line on the same data, one after the other.

use super::terminal::{OPENING, PATIENCE, Terminal};
use portable_pty::CommandBuilder;
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where drafts are kept in a store.
const DRAFTS: &str = "beside/drafts";
const PROGRAM: &str = env!("CARGO_BIN_EXE_callsheet");

pub struct House {
    dir: TempDir,
    lang: &'static str,
}

impl House {
    /// A house whose people speak English.
    pub fn new() -> Self {
        Self::speaking("C.UTF-8")
    }

    pub fn speaking(lang: &'static str) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), lang }
    }

    /// A house in a place of the test's own.
    pub fn within(place: &Path, lang: &'static str) -> Self {
        Self { dir: tempfile::tempdir_in(place).unwrap(), lang }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// All the program may know of the machine it runs on.
    fn environment(&self) -> [(&'static str, String); 9] {
        let place = |name: &str| self.path(name).to_str().unwrap().to_owned();
        [
            ("HOME", place("home")),
            ("XDG_DATA_HOME", place("data")),
            ("XDG_CONFIG_HOME", place("config")),
            ("XDG_STATE_HOME", place("state")),
            ("LANG", self.lang.to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("TZ", "UTC".to_owned()),
            ("USER", "tester".to_owned()),
            ("CALLSHEET_TEST_PANICS", "on Ctrl-]".to_owned()),
        ]
    }

    /// Opens the screen in a terminal of 80×24.
    pub fn open(&self) -> Terminal {
        self.open_sized(80, 24)
    }

    pub fn open_sized(&self, cols: u16, rows: u16) -> Terminal {
        Terminal::start(self.screen(), cols, rows)
    }

    /// Opens the screen where the environment says something else.
    pub fn open_where(&self, environment: &[(&str, &str)]) -> Terminal {
        let mut command = self.screen();
        for (name, value) in environment {
            command.env(name, value);
        }
        Terminal::start(command, 80, 24)
    }

    /// Opens the screen as a shell that minds its jobs does; the script has it as `$PROGRAM`.
    pub fn open_by(&self, script: &str) -> Terminal {
        let mut command = self.inside("/bin/sh");
        command.args(["-mc", script]);
        command.env("PROGRAM", PROGRAM);
        Terminal::start(command, 80, 24)
    }

    fn screen(&self) -> CommandBuilder {
        self.inside(PROGRAM)
    }

    fn inside(&self, program: &str) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.cwd(self.dir.path());
        command
    }

    /// Runs the program without a terminal.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).env_clear().envs(self.environment()).current_dir(self.dir.path()).stdin(Stdio::null());
        command
    }

    /// What a command answers with `--json`.
    pub fn ask(&self, args: &[&str]) -> Value {
        let output = output(self.command(args).arg("--json"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}"))
    }

    /// Nobody has the store open from here on.
    pub fn stop(&self) {
        assert!(output(&mut self.command(&["stop"])).status.success());
    }

    /// The id of what a command made.
    pub fn make(&self, args: &[&str]) -> String {
        self.ask(args)["id"].as_str().unwrap().to_owned()
    }

    /// Waits until what is typed is kept on disk.
    pub fn wait_for_draft(&self, text: &str) {
        let (data, deadline) = (self.path("data/callsheet"), Instant::now() + PATIENCE);
        // The store lies in a directory by its number.
        let drafts = || fs::read_dir(&data).unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join(DRAFTS)).ok());
        while !drafts().any(|bytes| String::from_utf8_lossy(&bytes).contains(text)) {
            assert!(Instant::now() < deadline, "`{text}` is kept nowhere in {}", data.display());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Runs the program with no input and its output in a file.
    pub fn run_into_file(&self, name: &str) -> Output {
        let file = File::create(self.path(name)).unwrap();
        begun(self.command(&[]).stdout(file).stderr(Stdio::piped())).wait_with_output().unwrap()
    }
}

impl Drop for House {
    /// Leaves no host behind.
    fn drop(&mut self) {
        output(&mut self.command(&["stop"]));
    }
}

/// Runs a command to its end.
pub fn output(command: &mut Command) -> Output {
    begun(command.stdout(Stdio::piped()).stderr(Stdio::piped())).wait_with_output().unwrap()
}

/// Starts a command while no terminal is being opened.
fn begun(command: &mut Command) -> Child {
    let _turn = OPENING.read();
    command.spawn().unwrap()
}
