//! What a store is busy with when it cannot answer yet, and how far it is.

use super::choice::choice;
use serde::{Deserialize, Serialize};

choice! {
    /// A long piece of work on the whole store.
    Task {
        /// Taking up what was closed cleanly.
        Opening = "opening",
        /// Bringing in commits of the journal that the last run did not get to.
        Replaying = "replaying",
        /// Comparing what is there with what should be.
        Checking = "checking",
        /// Making the store anew from the last image and the journal.
        Rebuilding = "rebuilding",
        /// Writing an image, the verified backup.
        Imaging = "imaging",
        /// Filling the store from a backup.
        Restoring = "restoring",
        /// Copying the store to take up less of the disk.
        Compacting = "compacting",
        /// Sealing, unsealing or resealing the store.
        Encrypting = "encrypting",
    }
}

/// How far a task is, in whatever units it counts in.
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
