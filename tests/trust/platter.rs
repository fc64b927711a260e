//! What a disk would hold after a power cut: what was synced stays, of the rest any sector may have been written or not.

use crate::campaign::Dice;
use crate::workload::Acknowledged;
use callsheet::store::sled::{Call, Gate};
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const SECTOR: usize = 512;

/// A file or directory, whatever it is called.
type Inode = u64;
type Names = BTreeMap<OsString, Inode>;

#[derive(Debug, Clone)]
enum Thing {
    File(Arc<Vec<u8>>),
    Dir(Arc<Names>),
}

/// Files and directories, by what they are and not by what they are called: a name may be lost while its file is kept.
#[derive(Debug, Clone, Default)]
pub struct Platter(HashMap<Inode, Thing>);

impl Platter {
    /// Everything under a directory, as the programs on this machine see it.
    pub fn of(root: &Path) -> Self {
        let mut platter = Self::default();
        platter.take_in(root);
        platter
    }

    fn take_in(&mut self, path: &Path) {
        // What goes while one looks was not there.
        let Ok((inode, thing)) = look(path) else { return };
        if let Thing::Dir(names) = &thing {
            names.keys().for_each(|name| self.take_in(&path.join(name)));
        }
        self.0.insert(inode, thing);
    }

    fn names(&self, dir: Inode) -> Names {
        match self.0.get(&dir) {
            Some(Thing::Dir(names)) => (**names).clone(),
            _ => Names::new(),
        }
    }

    fn bytes(&self, file: Inode) -> Option<&[u8]> {
        match self.0.get(&file) {
            Some(Thing::File(bytes)) => Some(bytes),
            _ => None,
        }
    }

    fn is_dir(&self, inode: Inode) -> bool {
        matches!(self.0.get(&inode), Some(Thing::Dir(_)))
    }
}

fn look(path: &Path) -> io::Result<(Inode, Thing)> {
    let meta = fs::metadata(path)?;
    let thing = if meta.is_dir() {
        let entries =
            fs::read_dir(path)?.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.metadata()?.ino()))));
        Thing::Dir(Arc::new(entries.filter_map(Result::ok).collect()))
    } else {
        Thing::File(Arc::new(fs::read(path)?))
    };
    Ok((meta.ino(), thing))
}

/// The moment of a cut: what was synced by then, and what was written.
pub struct Moment {
    root: Inode,
    synced: Platter,
    written: Platter,
}

impl Moment {
    pub fn now(root: &Path, synced: Platter) -> Self {
        Self { root: fs::metadata(root).unwrap().ino(), synced, written: Platter::of(root) }
    }

    /// One of the many things the power cut may leave, laid out at `to`.
    pub fn lay_out(&self, to: &Path, dice: &mut Dice) {
        let lean = [0, 1, 4, 7, 8][dice.below(5) as usize];
        self.lay_dir(self.root, to, &mut Coin { dice, lean });
    }

    fn lay_dir(&self, dir: Inode, to: &Path, coin: &mut Coin) {
        fs::create_dir_all(to).unwrap();
        let (synced, written) = (self.synced.names(dir), self.written.names(dir));
        for name in synced.keys().chain(written.keys()).collect::<BTreeSet<_>>() {
            let Some(inode) = coin.pick(synced.get(name), written.get(name)) else { continue };
            let to = to.join(name);
            if self.synced.is_dir(*inode) || self.written.is_dir(*inode) {
                self.lay_dir(*inode, &to, coin);
            } else {
                fs::write(to, mix(self.synced.bytes(*inode), self.written.bytes(*inode), coin)).unwrap();
            }
        }
    }
}

/// What says of each name, length and sector whether it had reached the disk: the more often the greater `lean` of 8.
struct Coin<'d> {
    dice: &'d mut Dice,
    lean: u64,
}

impl Coin<'_> {
    fn pick<T>(&mut self, synced: T, written: T) -> T {
        if self.dice.below(8) < self.lean { written } else { synced }
    }
}

fn mix(synced: Option<&[u8]>, written: Option<&[u8]>, coin: &mut Coin) -> Vec<u8> {
    let (old, new) = match (synced, written) {
        (Some(old), Some(new)) if old == new => return new.to_vec(),
        // Its last name is gone, and so is what was written to it since.
        (Some(old), None) => return old.to_vec(),
        (old, new) => (old.unwrap_or_default(), new.unwrap_or_default()),
    };
    let mut mixed = vec![0; coin.pick(old.len(), new.len())];
    for (at, sector) in mixed.chunks_mut(SECTOR).enumerate() {
        let from = coin.pick(old, new).get(at * SECTOR..).unwrap_or_default();
        let len = sector.len().min(from.len());
        sector[..len].copy_from_slice(&from[..len]);
    }
    mixed
}

/// A power cut: when it came, and what had been acknowledged.
pub struct Cut {
    pub acknowledged: Vec<Acknowledged>,
    pub moment: Moment,
}

/// Keeps what each sync of the store made durable, and notes a moment now and then, in the middle of whatever the store
/// is doing.
pub struct Camera {
    root: PathBuf,
    acknowledged: Mutex<Vec<Acknowledged>>,
    film: Mutex<Film>,
}

struct Film {
    dice: Dice,
    /// Most calls between one moment and the next.
    pace: u64,
    /// Calls until the next moment.
    wait: u64,
    wanted: usize,
    synced: Platter,
    /// As it was when its sync began: what is written meanwhile may miss it.
    syncing: HashMap<PathBuf, (Inode, Thing)>,
    cuts: Vec<Cut>,
}

impl Camera {
    /// Films the store in `root`, for so many moments.
    pub fn new(root: &Path, wanted: usize, mut dice: Dice) -> Self {
        let pace = 10 << dice.below(6);
        let (wait, synced) = (dice.below(pace), Platter::default());
        let film = Film { dice, pace, wait, wanted, synced, syncing: HashMap::new(), cuts: Vec::new() };
        Self { root: root.to_owned(), acknowledged: Mutex::default(), film: Mutex::new(film) }
    }

    pub fn acknowledge(&self, commit: Acknowledged) {
        self.acknowledged.lock().push(commit);
    }

    /// The moments noted, and as many more of the end as were wanted.
    pub fn develop(&self) -> Vec<Cut> {
        let film = &mut *self.film.lock();
        while film.cuts.len() < film.wanted {
            self.note(film);
        }
        std::mem::take(&mut film.cuts)
    }

    fn note(&self, film: &mut Film) {
        let acknowledged = self.acknowledged.lock().clone();
        film.cuts.push(Cut { acknowledged, moment: Moment::now(&self.root, film.synced.clone()) });
    }
}

impl fmt::Debug for Camera {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a camera")
    }
}

impl Gate for Camera {
    fn before(&self, call: Call, path: &Path) -> io::Result<()> {
        let film = &mut *self.film.lock();
        if matches!(call, Call::SyncData | Call::SyncAll) {
            film.syncing.insert(path.to_owned(), look(path)?);
        }
        if !call.changes() {
            return Ok(());
        }
        if film.wait > 0 {
            film.wait -= 1;
        } else if film.cuts.len() < film.wanted {
            film.wait = film.dice.below(film.pace);
            self.note(film);
        }
        Ok(())
    }

    fn after(&self, call: Call, path: &Path) {
        let film = &mut *self.film.lock();
        if matches!(call, Call::SyncData | Call::SyncAll)
            && let Some((inode, thing)) = film.syncing.remove(path)
        {
            film.synced.0.insert(inode, thing);
        }
    }
}
