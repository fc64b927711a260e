//! The thread that writes a file, so that neither a long page, nor packing a workbook, nor the disk holds a key up.

use crate::domain::item::Item;
use crate::domain::mention::Mention;
use crate::interop::outgoing::{Legend, Outgoing, OutgoingError, Plan, Wanted, Written};
use crate::interop::whole::WholeFile;
use crate::tui::pane::{Bell, Work};
use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, unbounded};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long whoever leaves waits for the thread to remove what it has written of a file nobody wants.
const LEAVING: Duration = Duration::from_secs(1);

/// Bytes between two times that the thread says how many there are.
const STEP: u64 = 1024 * 1024;

/// What the thread is given.
pub enum Given {
    /// Records of a page, and whom they mention.
    Page(Vec<Item>, Vec<Mention>),
    /// There are no more pages: the file is to be put in its place.
    End,
}

/// What the thread says.
pub enum Said {
    /// A page is written.
    Page,
    /// So many bytes went to the file so far.
    Bytes(u64),
    /// The file is in its place, or nothing is left of it.
    Ended(Result<Written, OutgoingError>),
}

/// The thread, from the screen's side. Let go, it writes no more, and nothing is left of the file.
pub struct Writer {
    to: Sender<Given>,
    said: Receiver<Said>,
    stopped: Arc<AtomicBool>,
}

impl Writer {
    /// A writer, and its work, which is still to be begun.
    pub fn new(plan: Plan, place: WholeFile, legend: Legend) -> (Self, Work) {
        let (to, given) = bounded(1);
        let (tell, said) = unbounded();
        let stopped = Arc::new(AtomicBool::new(false));
        let is_stopped = Arc::clone(&stopped);
        let work = move |bell: Bell| {
            let say = |what| {
                // Nobody listens once the layer is gone.
                let _ = tell.send(what);
                bell.ring();
            };
            let mut told = 0;
            let wants = |bytes| {
                if bytes >= told + STEP {
                    told = bytes;
                    say(Said::Bytes(bytes));
                }
                !is_stopped.load(Ordering::Acquire)
            };
            let written = write(plan, Wanted::new(place, wants), legend, &given, || say(Said::Page));
            say(Said::Ended(written));
        };
        (Self { to, said, stopped }, Box::new(work))
    }

    /// Hands over what comes next; what came before is written by then.
    pub fn give(&self, given: Given) {
        // A thread that has failed says so itself.
        let _ = self.to.try_send(given);
    }

    /// The file is not wanted any more.
    pub fn stop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        self.to = bounded(0).0;
    }

    /// What the thread says next, if it said anything; one that is gone without a word has failed.
    pub fn said(&self) -> Option<Said> {
        match self.said.try_recv() {
            Ok(said) => Some(said),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Said::Ended(Err(not_written()))),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.stop();
        while let Ok(Said::Page | Said::Bytes(_)) = self.said.recv_timeout(LEAVING) {}
    }
}

/// Writes page by page and puts the file in its place, if it is wanted to the end.
fn write(
    plan: Plan,
    place: Wanted<WholeFile, impl FnMut(u64) -> bool>,
    legend: Legend,
    given: &Receiver<Given>,
    say: impl Fn(),
) -> Result<Written, OutgoingError> {
    let mut file = Outgoing::begin(plan, place, legend)?;
    for given in given {
        match given {
            Given::Page(items, mentioned) => {
                file.legend().mention(mentioned);
                items.iter().try_for_each(|item| file.item(item))?;
                say();
            }
            Given::End => {
                let (place, written) = file.end()?;
                place.into_inner().put_in_place()?;
                return Ok(written);
            }
        }
    }
    Err(not_written())
}

fn not_written() -> OutgoingError {
    io::Error::from(io::ErrorKind::BrokenPipe).into()
}
