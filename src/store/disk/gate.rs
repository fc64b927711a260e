//! What stands between the store and the disk, so that a test can let any call of ours fail, or learn what a power cut
//! would leave.

use std::fmt::Debug;
use std::io;
use std::path::Path;

/// What is done to a file or directory of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// A directory is made.
    CreateDir,
    /// A file is opened, or made.
    Open,
    /// Bytes are read.
    Read,
    /// The names in a directory are read.
    List,
    /// It is asked whether something is there, how long it is, or how much room there is.
    Look,
    /// It is made its owner's alone.
    Protect,
    /// It is locked for this process.
    Lock,
    /// Bytes are written.
    Write,
    /// The length is set.
    Cut,
    /// What was written is made durable: `fdatasync`.
    SyncData,
    /// A file, or the names in a directory, are made durable: `fsync`.
    SyncAll,
    /// A file takes the name given.
    Rename,
    /// A file, or a directory and all in it, is removed.
    Remove,
}

impl Call {
    /// Whether it changes what the disk holds.
    pub const fn changes(self) -> bool {
        !matches!(self, Self::Read | Self::List | Self::Look | Self::Lock)
    }

    /// As in "writing DIR/lock: no space left".
    pub(super) const fn doing(self) -> &'static str {
        match self {
            Self::CreateDir => "creating",
            Self::Open => "opening",
            Self::Read | Self::List => "reading",
            Self::Look => "looking at",
            Self::Protect => "protecting",
            Self::Lock => "locking",
            Self::Write => "writing",
            Self::Cut => "cutting",
            Self::SyncData | Self::SyncAll => "syncing",
            Self::Rename => "naming",
            Self::Remove => "removing",
        }
    }
}

/// Sees each call of ours, and may refuse it.
pub trait Gate: Debug + Send + Sync {
    /// Before a call; with an error it is not made, and the caller gets the error.
    fn before(&self, call: Call, path: &Path) -> io::Result<()>;

    /// After a call that succeeded.
    fn after(&self, call: Call, path: &Path);
}
