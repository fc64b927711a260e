//! What the screens that are open have leased. It is only for giving back: what holds is stored with the records.

use super::Crm;
use super::change::Change;
use super::context::Context;
use super::undo::UndoPlan;
use crate::door::{CallId, Cause, Refusal};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::Hash;

/// Leases of one kind, each with whoever took it and what else giving it back needs.
pub(super) struct Leases<K, V>(Mutex<HashMap<(u64, K), (Context, V)>>);

impl<K, V> Default for Leases<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Copy + Eq + Hash, V> Leases<K, V> {
    /// Keeps in mind what was leased at a screen. A command that asks one thing and goes keeps its lease until the time
    /// is over: there is no screen it could end with.
    pub fn keep(&self, crm: &Crm, context: &Context, of: K, with: V) {
        if crm.floor.is_screen(context.session) {
            self.hand_on(context.session, of, (context.clone(), with));
        }
    }

    /// Another screen has it from now on.
    pub fn hand_on(&self, session: u64, of: K, lease: (Context, V)) {
        self.0.lock().insert((session, of), lease);
    }

    /// It was given back.
    pub fn forget(&self, session: u64, of: K) {
        self.0.lock().remove(&(session, of));
    }

    /// What was leased at a screen, which is gone.
    pub fn left_at(&self, session: u64) -> Vec<(K, (Context, V))> {
        let mut all = self.0.lock();
        all.extract_if(|(at, _), _| *at == session).map(|((_, of), lease)| (of, lease)).collect()
    }
}

/// Gives something back for whoever took it and is gone. What cannot be given back runs out by itself.
pub(super) fn give_back(
    crm: &Crm,
    who: Context,
    request: &'static str,
    back: impl Fn(&mut Change) -> Result<(), Refusal>,
) {
    let (call, cause) = (CallId::fresh(), Cause::SYSTEM);
    let context = Context { call, cause, request, now: crm.clock.now(), ..who };
    let _ = crm.change_under(&context, UndoPlan::None, back);
}
