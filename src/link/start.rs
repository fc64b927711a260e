//! Starting a host, as tmux starts its server: on its own, so that it outlives whoever started it.

use super::wire::{self, Ready, Told};
use super::{failed, frame, unreachable};
use crate::domain::reason::reason;
use crate::domain::secret::Key;
use crate::door::Refusal;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// How a host is started.
#[derive(Debug, Clone)]
pub struct Starter {
    program: PathBuf,
    data: PathBuf,
    linger: Duration,
    key: Option<Key>,
}

impl Starter {
    /// Our program, to keep this store, for so long after the last session.
    pub fn new(program: PathBuf, data: &Path, linger: Duration, key: Option<Key>) -> Self {
        // A host stands at the root of all files.
        let data = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
        Self { program, data, linger, key }
    }

    /// Starts a host, and comes back once it listens or says why it cannot.
    pub(super) fn start(&self) -> Result<(), Refusal> {
        let mut child = Command::new(&self.program)
            .args(["serve", "--auto", "--data"])
            .arg(&self.data)
            .env("CALLSHEET_LINGER", self.linger.as_secs().to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed("starting the host", error))?;
        let ready = self.hear(&mut child);
        // It goes on by itself; whoever started it only has to notice its end.
        let _ = thread::Builder::new().name("callsheet-host".to_owned()).spawn(move || child.wait());
        ready
    }

    fn hear(&self, child: &mut Child) -> Ready {
        let (Some(mut told), Some(mut says)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(unreachable(reason("host-mute")));
        };
        let key: &Told = &self.key;
        let key = wire::message(key, wire::GREETING).map_err(|error| failed("telling the host its key", error))?;
        // One that ended says nothing, which is told below.
        let _ = told.write_all(&key);
        drop(told);
        match frame::read(&mut says, wire::TO_SESSION) {
            Ok(Some(frame)) => wire::read::<Ready>(&frame).map_err(|error| failed("starting the host", error))?,
            Ok(None) => Err(unreachable(reason("host-ended-at-once"))),
            Err(error) => Err(failed("starting the host", error)),
        }
    }
}
