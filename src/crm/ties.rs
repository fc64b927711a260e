//! Deals and the stages they stand in: a stage is not retired while a deal comes into it, and none comes into one that
//! is being retired. Each decision is made on a snapshot; it holds only if the other kind of change did not get between.

use super::change::Change;
use crate::domain::audit::Touched;
use crate::domain::noun::Noun;
use crate::store::engine::Rev;
use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::sync::atomic::{AtomicU64, Ordering};

/// What keeps commits of deals and of settings apart.
#[derive(Default)]
pub struct Stages {
    /// Read while a deal is stored, written while settings are.
    turn: RwLock<()>,
    /// The last revision a deal was stored at.
    deals: AtomicU64,
}

/// Held from before a commit until it is followed.
pub enum Held<'a> {
    /// It stores neither deals nor settings.
    Free,
    /// It stores deals, in stages that stand.
    Deals { stages: &'a Stages, _turn: RwLockReadGuard<'a, ()> },
    /// It stores settings, which leave no deal behind.
    Settings { _turn: RwLockWriteGuard<'a, ()> },
}

impl Stages {
    /// Keeps the other kind of change out until this one is stored; nothing where it has to be decided anew.
    pub fn hold(&self, change: &Change, touched: &[Touched]) -> Option<Held<'_>> {
        let holds = |noun: Noun| touched.iter().any(|touched| touched.record.noun == noun);
        if holds(Noun::Settings) {
            let turn = self.turn.write();
            let is_fresh = self.deals.load(Ordering::Acquire) <= change.snapshot().rev().0;
            return is_fresh.then_some(Held::Settings { _turn: turn });
        }
        if holds(Noun::Deal) {
            let turn = self.turn.read();
            return change.has_present_settings().then_some(Held::Deals { stages: self, _turn: turn });
        }
        Some(Held::Free)
    }

    /// Another store is there, whose revisions are its own.
    pub fn forget(&self) {
        self.deals.store(0, Ordering::Release);
    }
}

impl Held<'_> {
    /// The commit is done.
    pub fn done(&self, rev: Rev) {
        if let Self::Deals { stages, .. } = self {
            stages.deals.fetch_max(rev.0, Ordering::AcqRel);
        }
    }
}
