//! Where a store is kept, seen from who keeps it.

use crate::domain::reason::{Reason, reason};
use crate::domain::secret::Key;
use crate::domain::time::Timestamp;
use crate::door::system::Notice;
use crate::store::engine::{Engine, EngineError};
use crate::store::sled::{self, Doubt, Options, SledEngine, Watch};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes written to see whether there is room: what a store needs to be opened again.
const ROOM: usize = 256 * 1024;

/// A place a store is kept in: opens it, and works on it while it is closed.
pub trait Vault: Send + Sync {
    /// Where it is, for people.
    fn place(&self) -> &Path;

    /// Opens the store, or makes an empty one if there is none. Only one may be open at a time.
    fn open(&self, key: Option<&Key>, watch: &mut Watch) -> Result<Opened, EngineError>;

    /// Whether something can be written and kept there at the moment.
    fn try_writing(&self) -> io::Result<()>;
}

/// An open store.
pub struct Opened {
    /// The store.
    pub engine: Arc<dyn Engine>,
    /// What a person should know of its opening.
    pub notices: Vec<Notice>,
}

/// A data directory.
pub struct Directory {
    dir: PathBuf,
    options: Options,
}

impl Directory {
    /// The directory at this path, which need not be there yet.
    pub fn new(dir: &Path, options: Options) -> Self {
        Self { dir: dir.to_owned(), options }
    }
}

impl Vault for Directory {
    fn place(&self) -> &Path {
        &self.dir
    }

    fn open(&self, key: Option<&Key>, watch: &mut Watch) -> Result<Opened, EngineError> {
        let options = Options { key: key.cloned(), ..self.options.clone() };
        let (engine, opened) = SledEngine::open(&self.dir, options, watch)?;
        let notices = notices(&opened);
        Ok(Opened { engine: Arc::new(engine), notices })
    }

    fn try_writing(&self) -> io::Result<()> {
        let path = self.dir.join("room");
        let written = std::fs::File::create(&path).and_then(|mut file| {
            file.write_all(&vec![0; ROOM])?;
            file.sync_all()
        });
        std::fs::remove_file(&path).and(written)
    }
}

/// What opening came to, where a person should know.
fn notices(opened: &sled::Opened) -> Vec<Notice> {
    let rebuilt = opened.rebuilt.as_ref().map(|rebuilt| Notice::Rebuilt {
        why: doubt(&rebuilt.why),
        revision: rebuilt.to.0,
        at: rebuilt.at_unix_ms.map(|ms| Timestamp(ms as i64)),
        aside: rebuilt.aside.clone(),
    });
    let replayed = (opened.replayed > 0 && rebuilt.is_none()).then_some(Notice::Replayed { commits: opened.replayed });
    let torn = opened.torn.as_ref().map(|torn| Notice::Torn { bytes: torn.bytes });
    rebuilt.into_iter().chain(replayed).chain(torn).collect()
}

fn doubt(doubt: &Doubt) -> Reason {
    match doubt {
        Doubt::Missing => reason("store-missing"),
        Doubt::Unreadable { why } => reason("store-unreadable").with("why", why),
        Doubt::Fatal { why } => reason("store-fatal").with("why", why),
        Doubt::Differs => reason("store-differs"),
        Doubt::Outdated => reason("store-outdated"),
    }
}
