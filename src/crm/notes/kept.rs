//! The words of notes kept beside the store between two starts.

use crate::crm::Crm;
use crate::crm::kept::{self, Stamp};
use crate::domain::id::{CustomerId, InteractionId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::search::notes::Notes;
use crate::store::key::{Key, Table, last_number, number_at};
use crate::store::read;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The file they are kept in.
const FILE: &str = "notes";
/// Customers and interactions that may have changed since; where there are more, reading all is faster.
const FEW: usize = 50_000;

/// Words that were read, and what they lack.
pub struct Kept {
    pub notes: Notes,
    /// Customers whose notes may have changed since.
    pub changed: BTreeSet<CustomerId>,
}

/// Keeps words. Those that are too many are read anew at the next start.
pub fn keep(crm: &Crm, stamp: &Stamp, notes: &Notes) {
    kept::keep(crm, FILE, stamp, &(), |bytes| notes.pack(bytes));
}

/// Lets go of the words that are kept.
pub fn forget(crm: &Crm) {
    kept::forget(crm, FILE);
}

/// The words that are kept, if they are of this store and what changed since is little and known.
pub fn read(crm: &Crm) -> Option<Kept> {
    let (stamp, (), notes) = kept::read(crm, FILE, Notes::unpack)?;
    let (mut changed, mut edited) = (BTreeSet::new(), BTreeSet::new());
    let (timelines, records) = (Key::of(Table::Timeline).byte(1).bytes(), Key::records(Noun::Interaction).bytes());
    stamp.each_key_since(crm, |key| {
        if key.starts_with(&timelines) {
            changed.extend(number_at(key, timelines.len()).map(CustomerId));
        } else if key.starts_with(&records) {
            edited.extend(last_number(key).map(InteractionId));
        }
        if changed.len() + edited.len() > FEW { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if notes.changed() + changed.len() > FEW {
        return None;
    }
    // Of one that is gone, or is another's now, a key of a timeline went too.
    let snapshot = crm.snapshot().ok()?;
    for id in edited {
        let found = read::get::<Interaction>(&*snapshot, id).ok()?;
        changed.extend(found.and_then(|(interaction, _)| interaction.party.customer()));
    }
    Some(Kept { notes, changed })
}
