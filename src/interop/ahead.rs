//! A file that is read ahead on a thread of its own: the next rows are there when the store has taken those before.

use super::file::FileError;
use super::incoming::{Batch, Incoming};
use crate::domain::caught::caught;
use crate::domain::field::Reading;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Batches that wait to be taken, at most.
const AHEAD: usize = 2;

/// A file that is read ahead.
pub struct Ahead {
    name: String,
    coming: Receiver<Result<Next, FileError>>,
}

/// What comes next of a file.
pub enum Next {
    /// Rows.
    Rows(Batch),
    /// The file itself, which is read to its end or was stopped.
    End(Box<Incoming>),
}

impl Ahead {
    /// Reads a file behind a line until its end, until `stopped`, or until nobody wants more.
    pub fn read(
        file: Incoming,
        path: &Path,
        behind: u64,
        settings: Settings,
        now: Timestamp,
        stopped: Arc<AtomicBool>,
    ) -> Self {
        let (to, coming) = bounded(AHEAD);
        let name = path.display().to_string();
        let of_thread = name.clone();
        thread::spawn(move || {
            let reading = settings.reading(now);
            if let Err(said) = caught(|| hand_over(file, behind, &reading, &stopped, &to)) {
                let error = io::Error::other(said);
                let _ = to.send(Err(FileError::Io { file: of_thread, error }));
            }
        });
        Self { name, coming }
    }

    /// What comes next; behind the end, that there is no more.
    pub fn next(&self) -> Result<Next, FileError> {
        let ended = |_| FileError::Io { file: self.name.clone(), error: io::ErrorKind::UnexpectedEof.into() };
        self.coming.recv().map_err(ended)?
    }
}

/// Hands a file over, batch by batch, and then the file itself. Nobody may be listening any more.
fn hand_over(
    mut file: Incoming,
    behind: u64,
    reading: &Reading,
    stopped: &AtomicBool,
    to: &Sender<Result<Next, FileError>>,
) {
    while !stopped.load(Ordering::Relaxed) {
        let Some(read) = file.batch(reading, behind).transpose() else { break };
        let failed = read.is_err();
        if to.send(read.map(Next::Rows)).is_err() || failed {
            return;
        }
    }
    let _ = to.send(Ok(Next::End(Box::new(file))));
}
