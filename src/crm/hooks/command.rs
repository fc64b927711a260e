//! A hook's command: a process of its own, told one event on stdin, that may take so long and no longer.

use crate::crm::Crm;
use crate::crm::context::Clock;
use crate::domain::hook::{Hook, HookOutcome, HookRun};
use crossbeam_channel::{Receiver, bounded};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{self, Child, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a process is looked after.
const LOOK: Duration = Duration::from_millis(20);
/// How long its last words may take.
const WORDS: Duration = Duration::from_secs(10);
/// Bytes of what it says that are kept.
const SAID: usize = 400;

/// A command with what it is told.
pub struct Command {
    shell: String,
    told: String,
    limit: Duration,
    data: PathBuf,
    event: &'static str,
    /// Causes before whatever it does.
    depth: u8,
}

impl Command {
    /// The command of a hook, to be told this of an event after so many causes.
    pub fn of(crm: &Crm, hook: &Hook, told: &Value, depth: u8) -> Self {
        Self {
            shell: hook.command.clone(),
            told: format!("{told}\n"),
            limit: Duration::from_secs(hook.limit_s.into()),
            data: crm.data.clone(),
            event: hook.event.slug(),
            depth: depth.saturating_add(1),
        }
    }

    /// Runs it as long as it may, and `goes_on` says so.
    pub fn run(&self, clock: &dyn Clock, goes_on: &dyn Fn() -> bool) -> HookRun {
        let ended = |outcome, code, said| HookRun { at: clock.now(), outcome, code, said };
        let mut child = match self.spawned() {
            Ok(child) => child,
            Err(error) => return ended(HookOutcome::NotStarted, None, error.to_string()),
        };
        let said = self.talk(&mut child);
        let over = Instant::now() + self.limit;
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if Instant::now() < over && goes_on() => thread::sleep(LOOK),
                Ok(None) | Err(_) => break end_all(&mut child),
            }
        };
        // Whoever inherited the pipe and lives on is not waited for.
        let said = said.recv_timeout(WORDS).unwrap_or_default();
        match status {
            Some(status) if status.success() => ended(HookOutcome::Done, Some(0), said),
            Some(status) => ended(HookOutcome::Failed, ExitStatus::code(&status), said),
            None => ended(HookOutcome::TooLong, None, said),
        }
    }

    fn spawned(&self) -> io::Result<Child> {
        let mut command = process::Command::new("/bin/sh");
        command.arg("-c").arg(&self.shell).current_dir("/").process_group(0);
        command.env("CALLSHEET_CAUSE", format!("hook:{}", self.depth)).env("CALLSHEET_EVENT", self.event);
        if !self.data.as_os_str().is_empty() {
            command.env("CALLSHEET_DATA", &self.data);
        }
        if let Ok(program) = std::env::current_exe() {
            command.env("CALLSHEET", program);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()
    }

    /// Tells it, and hears what it says. Each on a thread of its own: a command that does not read, or says too much,
    /// holds nobody up.
    fn talk(&self, child: &mut Child) -> Receiver<String> {
        if let Some(mut stdin) = child.stdin.take() {
            let told = self.told.clone();
            // One that ends without reading it all has read enough.
            let _ = thread::Builder::new().spawn(move || stdin.write_all(told.as_bytes()));
        }
        let (sender, said) = bounded(1);
        if let Some(mut stderr) = child.stderr.take() {
            let _ = thread::Builder::new().spawn(move || {
                let mut beginning = Vec::new();
                let _ = (&mut stderr).take(SAID as u64).read_to_end(&mut beginning);
                let _ = io::copy(&mut stderr, &mut io::sink());
                let _ = sender.send(String::from_utf8_lossy(&beginning).trim_end().to_owned());
            });
        }
        said
    }
}

/// Ends a command with everything it started that stayed with it.
fn end_all(child: &mut Child) -> Option<ExitStatus> {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
    None
}
