//! What a store is busy with when it cannot answer yet, and how far it is.

use super::choice::choice;
use serde::{Deserialize, Serialize};

choice! {
    /// A long piece of work on the whole store.
    Task {
        /// It is opened, after an unclean end in a process of its own first; bytes of the store.
        Opening = "opening",
        /// What the journal holds and the store lacks is brought into it; bytes of the journal.
        Replaying = "replaying",
        /// Every entry is read and compared with what must be there; entries.
        Checking = "checking",
        /// It is made anew from image and journal; bytes of both.
        Rebuilding = "rebuilding",
        /// Everything is written to an image, the verified backup, and read back; bytes.
        Imaging = "imaging",
        /// It is made from a backup; bytes.
        Restoring = "restoring",
        /// It is copied without what it has given up; bytes.
        Compacting = "compacting",
        /// It is copied under another key, or none; bytes.
        Encrypting = "encrypting",
        /// It is copied as this program writes it; bytes.
        Upgrading = "upgrading",
    }
}

/// How far a task is, in its own measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The task.
    pub task: Task,
    /// Units done.
    pub done: u64,
    /// Units in all; 0 while that is not known.
    pub total: u64,
}

impl Progress {
    /// A task of which nothing is known yet but that it has begun.
    pub const fn begun(task: Task) -> Self {
        Self { task, done: 0, total: 0 }
    }

    /// How much is done, 0 to 100; nothing while the whole is not known.
    pub fn percent(self) -> Option<u8> {
        let share = u128::from(self.done) * 100;
        share.checked_div(self.total.into()).map(|percent| percent.min(100) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_more_than_all_and_unknown_while_the_whole_is() {
        let at = |done, total| Progress { task: Task::Opening, done, total }.percent();
        assert_eq!((at(0, 0), at(1, 3), at(3, 3)), (None, Some(33), Some(100)));
        assert_eq!(at(5, 3), Some(100));
        assert_eq!(at(u64::MAX, u64::MAX), Some(100));
    }
}
