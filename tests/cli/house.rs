//! A hermetic place to run the binary in.

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// A home and a store of one's own, gone at the end of the test.
pub struct House {
    dir: TempDir,
}

impl House {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// Nobody has the store open from here on: the host that the last command started has ended.
    pub fn stop(&self) {
        self.command(&["stop"]).assert().success();
    }

    /// A place for a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    /// The binary, knowing nothing of the machine it runs on.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::cargo_bin("callsheet").unwrap();
        command.env_clear().env("HOME", self.dir.path()).env("LANG", "en_US.UTF-8").env("USER", "tester");
        command.current_dir(self.dir.path()).args(args);
        command
    }

    /// What a command answers under `--json`.
    pub fn json(&self, args: &[&str]) -> Value {
        let args: Vec<_> = args.iter().copied().chain(["--json"]).collect();
        let output = self.command(&args).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && complaint.is_empty(), "{args:?}: {complaint}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What a command tells a person.
    pub fn said(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Every record of the store, as a file of all nouns has it.
    pub fn records(&self) -> Vec<String> {
        let all = self.said(&["export", "--format", "jsonl"]);
        // The first line says when the file was written.
        all.lines().skip(1).map(str::to_owned).collect()
    }

    /// The one line a failing command says, and its exit code.
    pub fn refused(&self, args: &[&str]) -> (i32, String) {
        let output = self.command(args).output().unwrap();
        assert!(output.stdout.is_empty(), "{args:?} printed on stdout");
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap().trim_end().to_owned())
    }

    /// The error object of a failing command under `--json`.
    pub fn error(&self, args: &[&str]) -> Value {
        let args: Vec<_> = args.iter().copied().chain(["--json"]).collect();
        let (_, text) = self.refused(&args);
        serde_json::from_str::<Value>(&text).unwrap()["error"].take()
    }
}

impl Drop for House {
    /// Leaves no host behind.
    fn drop(&mut self) {
        let _ = self.command(&["stop"]).output();
    }
}
