//! Who is attached, how many they may be, and how they are seen off.

use super::Word;
use crate::crm::Keeper;
use crate::link::wire::Farewell;
use crossbeam_channel::Sender;
use parking_lot::{Condvar, Mutex};
use std::collections::BTreeMap;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Sessions one user may have at once: no screens of one person fill the house.
const EACH: usize = 512;
/// How long the lines that were cut may take to notice.
const CUT: Duration = Duration::from_secs(1);

/// Who is attached.
pub struct Roster {
    room: Mutex<Room>,
    left: Condvar,
    /// How long it stays without anybody; a service always does.
    linger: Option<Duration>,
    keeper: Arc<Keeper>,
    words: Sender<Word>,
}

#[derive(Default)]
struct Room {
    lines: BTreeMap<u64, Attached>,
    last: u64,
    ending: Option<Farewell>,
    /// Who waits for the host to be gone: their lines end with it.
    waiting: Vec<UnixStream>,
}

struct Attached {
    uid: u32,
    stream: Arc<UnixStream>,
}

/// Whether somebody may come in.
pub enum Entry {
    /// Under this number.
    In(u64),
    /// The host is on its way out.
    Leaving,
    /// They have as many sessions as they may.
    Full,
}

impl Roster {
    /// An empty house, left after `linger` without anybody, if ever.
    pub fn new(linger: Option<Duration>, keeper: Arc<Keeper>, words: Sender<Word>) -> Self {
        Self { room: Mutex::default(), left: Condvar::new(), linger, keeper, words }
    }

    /// Somebody comes.
    pub fn enter(&self, uid: u32, stream: &Arc<UnixStream>) -> Entry {
        let mut room = self.room.lock();
        if room.ending.is_some() {
            return Entry::Leaving;
        }
        if room.lines.values().filter(|attached| attached.uid == uid).count() >= EACH {
            return Entry::Full;
        }
        room.last += 1;
        let number = room.last;
        room.lines.insert(number, Attached { uid, stream: Arc::clone(stream) });
        self.tell(Word::Moved);
        Entry::In(number)
    }

    /// Somebody is gone. Work on the store goes on without them; else one that shall wait for nobody is left at once, so
    /// that whoever comes next does not come in any more.
    pub fn leave(&self, number: u64) {
        let mut room = self.room.lock();
        room.lines.remove(&number);
        self.left.notify_all();
        let is_alone = room.lines.is_empty();
        if is_alone && self.linger.is_some() {
            self.keeper.left_alone();
        }
        if is_alone && !self.keeper.is_at_work() && self.patience() == Some(Duration::ZERO) {
            room.ending.get_or_insert(Farewell::Stopped);
            self.tell(Word::End(Farewell::Stopped));
        } else {
            self.tell(Word::Moved);
        }
    }

    /// How long it stays without anybody, if it does not stay for ever. A store that cannot be used, or was opened with
    /// a key, does not wait for whoever comes next.
    pub fn patience(&self) -> Option<Duration> {
        self.linger.map(|linger| if self.keeper.may_stay_open() { linger } else { Duration::ZERO })
    }

    /// Whether nobody is attached.
    pub fn is_empty(&self) -> bool {
        self.room.lock().lines.is_empty()
    }

    /// Nobody is let in any more, if nobody is there.
    pub fn end_if_empty(&self) -> bool {
        let mut room = self.room.lock();
        if room.lines.is_empty() {
            room.ending.get_or_insert(Farewell::Stopped);
        }
        room.ending.is_some()
    }

    /// Nobody is let in any more.
    pub fn end(&self, farewell: Farewell) {
        self.room.lock().ending.get_or_insert(farewell);
    }

    /// Somebody waits for the host to be gone.
    pub fn wait_for_end(&self, stream: UnixStream) {
        self.room.lock().waiting.push(stream);
    }

    /// Why nobody is let in any more.
    pub fn ending(&self) -> Option<Farewell> {
        self.room.lock().ending
    }

    /// Has every session finish what it changes and say farewell; those that take longer than `patience` are cut off.
    pub fn see_off(&self, patience: Duration) {
        self.wait_for_all(Shutdown::Read, patience);
        self.wait_for_all(Shutdown::Both, CUT);
    }

    fn wait_for_all(&self, how: Shutdown, patience: Duration) {
        let mut room = self.room.lock();
        for attached in room.lines.values() {
            let _ = attached.stream.shutdown(how);
        }
        let late = Instant::now() + patience;
        self.left.wait_while_until(&mut room, |room| !room.lines.is_empty(), late);
    }

    fn tell(&self, word: Word) {
        // The host hears as long as it lives.
        let _ = self.words.send(word);
    }
}
