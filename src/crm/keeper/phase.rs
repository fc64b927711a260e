//! Where a store stands, and what follows an attempt to open it. Pure.

use crate::crm::{Crm, refuse};
use crate::domain::finding::Finding;
use crate::domain::reason::reason;
use crate::domain::secret::KeyKind;
use crate::domain::time::Timestamp;
use crate::domain::upkeep::{Progress, Task};
use crate::door::Refusal;
use crate::door::system::{Standing, State};
use crate::store::engine::{EngineError, Health};
use std::sync::Arc;
use std::time::Duration;

/// How often a store that fails inside is opened anew within [`SPELL`].
const ATTEMPTS: usize = 3;
/// How long a failure counts against the next one, seconds.
const SPELL: i64 = 3_600;
/// The longest a person waits for the next try after wrong keys.
const LONGEST: Duration = Duration::from_secs(32);

/// Where a store stands.
pub enum Phase {
    /// Somebody works on it while nobody else can.
    Busy(Progress),
    /// A key of this kind is needed.
    Locked(KeyKind),
    /// It answers.
    Open(Arc<Crm>),
    /// It cannot be opened.
    Failed(Failed),
    /// It was left.
    Closed,
}

/// Why a store cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// In words.
    pub refusal: Refusal,
    /// It may be another matter in a moment: room on the disk, another program that ends.
    pub passing: bool,
}

impl Phase {
    /// What everybody is told.
    pub fn state(&self) -> State {
        match self {
            Self::Busy(progress) => State::Recovering(*progress),
            Self::Locked(by) => State::Locked { by: *by },
            Self::Open(crm) => match crm.health() {
                Health::Ready => State::Ready,
                Health::ReadOnly { why } => State::ReadOnly { why },
                // It is about to be opened anew.
                Health::Broken { .. } => State::Recovering(Progress::begun(Task::Opening)),
                Health::Closed => State::Failed(Box::new(closed())),
            },
            Self::Failed(failed) => State::Failed(Box::new(failed.refusal.clone())),
            Self::Closed => State::Failed(Box::new(closed())),
        }
    }

    /// Who answers; else why nobody does.
    pub fn crm(&self) -> Result<Arc<Crm>, Refusal> {
        match self {
            Self::Open(crm) => Ok(Arc::clone(crm)),
            shut => Err(shut.state().refusal().unwrap_or_else(closed)),
        }
    }

    /// What is amiss although it answers.
    pub fn troubles(&self) -> Vec<Finding> {
        match self {
            Self::Open(crm) => crm.troubles(),
            Self::Busy(_) | Self::Locked(_) | Self::Failed(_) | Self::Closed => Vec::new(),
        }
    }

    /// Whether time alone may mend it.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Open(crm) => crm.is_read_only(),
            Self::Failed(failed) => failed.passing,
            Self::Busy(_) | Self::Locked(_) | Self::Closed => false,
        }
    }
}

fn closed() -> Refusal {
    Refusal::Unavailable { why: reason("store-closed") }
}

/// Whether people see the same: a task that has moved by less than a hundredth is where it was.
pub fn looks_alike(one: &Standing, other: &Standing) -> bool {
    let is_alike = match (&one.state, &other.state) {
        (State::Recovering(one), State::Recovering(other)) => {
            one.task == other.task && one.percent() == other.percent()
        }
        (one, other) => one == other,
    };
    is_alike && one.notices == other.notices
}

/// What follows when a store could not be opened.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Try once more: opening it anew looks at it more carefully.
    Again,
    /// A key is needed.
    Lock(KeyKind),
    /// It stays shut.
    Fail(Failed),
}

/// Judges a failure to open a store.
pub fn judge(error: EngineError, failures: &mut Failures, now: Timestamp) -> Next {
    match error {
        EngineError::Broken { .. } if failures.may_try_again(now) => Next::Again,
        EngineError::Sealed { by } | EngineError::WrongKey { by } => Next::Lock(by),
        error => {
            let passing =
                matches!(&error, EngineError::Io { .. } | EngineError::ReadOnly { .. } | EngineError::InUse { .. });
            Next::Fail(Failed { refusal: refuse(error), passing })
        }
    }
}

/// The times a store failed inside.
#[derive(Debug, Default)]
pub struct Failures(Vec<Timestamp>);

impl Failures {
    /// Counts one more; says whether it is worth opening the store again.
    pub fn may_try_again(&mut self, now: Timestamp) -> bool {
        self.0.retain(|at| now.seconds_since(*at) < SPELL);
        self.0.push(now);
        self.0.len() <= ATTEMPTS
    }
}

/// How long to wait before a key is tried after so many wrong ones.
pub fn patience(wrong_keys: u32) -> Duration {
    match wrong_keys {
        0 => Duration::ZERO,
        tries => Duration::from_secs(1 << (tries - 1).min(5)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::upkeep::Task;
    use crate::door::system::Notice;
    use std::path::PathBuf;

    fn broken() -> EngineError {
        EngineError::Broken { doing: "opening", why: reason("library-said").with("said", "a torn page") }
    }

    #[test]
    fn a_store_that_fails_inside_is_opened_again_but_not_for_ever() {
        let (mut failures, now) = (Failures::default(), Timestamp(1_000_000));
        for _ in 0..ATTEMPTS {
            assert_eq!(judge(broken(), &mut failures, now), Next::Again);
        }
        assert!(matches!(judge(broken(), &mut failures, now), Next::Fail(Failed { passing: false, .. })));
        assert_eq!(judge(broken(), &mut failures, now.plus(SPELL)), Next::Again, "an hour later it is another matter");
    }

    #[test]
    fn only_what_time_can_mend_is_tried_again_by_itself() {
        let mut failures = Failures::default();
        let mut passing = |error| match judge(error, &mut failures, Timestamp(0)) {
            Next::Fail(failed) => failed.passing,
            other => panic!("{other:?}"),
        };
        let full = std::io::ErrorKind::StorageFull.into();
        assert!(passing(EngineError::Io { doing: "writing", path: PathBuf::new(), source: full }));
        assert!(passing(EngineError::InUse { pid: Some(7), path: PathBuf::new() }));
        assert!(!passing(EngineError::FromTheFuture { found: 9, known: 1 }));
        assert!(!passing(EngineError::StoreDamaged { why: reason("store-differs") }));
    }

    #[test]
    fn each_wrong_key_makes_the_next_try_slower_up_to_half_a_minute() {
        let waits: Vec<u64> = [0, 1, 2, 3, 6, 7, u32::MAX].map(|tries| patience(tries).as_secs()).into();
        assert_eq!(waits, [0, 1, 2, 4, 32, 32, 32]);
    }

    #[test]
    fn people_are_told_a_hundredth_at_a_time() {
        let standing = |state| Standing { state, notices: Vec::new() };
        let at = |task, done| standing(State::Recovering(Progress { task, done, total: 1_000 }));
        assert!(looks_alike(&at(Task::Rebuilding, 1), &at(Task::Rebuilding, 9)));
        assert!(!looks_alike(&at(Task::Rebuilding, 9), &at(Task::Rebuilding, 10)));
        assert!(!looks_alike(&at(Task::Rebuilding, 1), &at(Task::Checking, 1)));
        let ready = standing(State::Ready);
        assert!(!looks_alike(&at(Task::Rebuilding, 1), &ready));
        let noticed = Standing { notices: vec![Notice::ImageRenewed], ..ready.clone() };
        assert!(looks_alike(&ready, &ready) && !looks_alike(&ready, &noticed));
    }
}
