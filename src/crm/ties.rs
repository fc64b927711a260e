//! What rests on what: a deal on its stage, records and users on the team they name. No stage is retired and no team
//! goes while something comes to rest on it, and nothing comes to rest on what is going. Each decision is made on a
//! snapshot; it holds only if the other kind of change did not get between.

use super::change::Change;
use crate::domain::audit::{Fate, Touched};
use crate::domain::noun::Noun;
use crate::store::engine::Rev;
use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::sync::atomic::{AtomicU64, Ordering};

/// What keeps commits apart of which one takes away what the other rests on.
#[derive(Default)]
pub struct Ties {
    stages: Tie,
    teams: Tie,
}

/// The same for one kind of thing that is rested on.
#[derive(Default)]
struct Tie {
    /// Read while something that rests is stored, written while what it rests on goes.
    turn: RwLock<()>,
    /// The last revision something that rests was stored at.
    last: AtomicU64,
}

/// Held from before a commit until it is followed.
pub struct Held<'a> {
    stages: Hold<'a>,
    teams: Hold<'a>,
}

/// How a commit holds one tie.
enum Hold<'a> {
    /// It has nothing to do with it.
    Free,
    /// It stores what rests, on what stands.
    Resting { tie: &'a Tie, _turn: RwLockReadGuard<'a, ()> },
    /// It takes away what nothing rests on.
    Taking { _turn: RwLockWriteGuard<'a, ()> },
}

impl Ties {
    /// Keeps the other kind of change out until this one is stored; nothing where it has to be decided anew.
    pub fn hold(&self, change: &Change, touched: &[Touched]) -> Option<Held<'_>> {
        let holds = |noun: Noun| touched.iter().any(|touched| touched.record.noun == noun);
        let stages = match () {
            () if holds(Noun::Settings) => self.stages.take(change.snapshot().rev())?,
            () if holds(Noun::Deal) => {
                let held = self.stages.rest();
                change.has_present_settings().then_some(held)?
            }
            () => Hold::Free,
        };
        let is_team_gone = |touched: &Touched| touched.record.noun == Noun::Team && touched.fate == Fate::Removed;
        let teams = match () {
            () if touched.iter().any(is_team_gone) => self.teams.take(change.snapshot().rev())?,
            // That the team stands is a precondition of the commit itself.
            () if !change.teams_named().is_empty() => self.teams.rest(),
            () => Hold::Free,
        };
        Some(Held { stages, teams })
    }

    /// Another store is there, whose revisions are its own.
    pub fn forget(&self) {
        for tie in [&self.stages, &self.teams] {
            tie.last.store(0, Ordering::Release);
        }
    }
}

impl Tie {
    fn rest(&self) -> Hold<'_> {
        Hold::Resting { tie: self, _turn: self.turn.read() }
    }

    /// Nothing where something may have come to rest since this revision.
    fn take(&self, seen: Rev) -> Option<Hold<'_>> {
        let turn = self.turn.write();
        (self.last.load(Ordering::Acquire) <= seen.0).then_some(Hold::Taking { _turn: turn })
    }
}

impl Held<'_> {
    /// The commit is done.
    pub fn done(&self, rev: Rev) {
        for hold in [&self.stages, &self.teams] {
            if let Hold::Resting { tie, .. } = hold {
                tie.last.fetch_max(rev.0, Ordering::AcqRel);
            }
        }
    }
}
