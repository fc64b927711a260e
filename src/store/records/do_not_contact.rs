//! Do-not-contact entries: found by their number or address.

use super::{Index, Stored};
use crate::domain::do_not_contact::DoNotContact;
use crate::store::key::{Hasher, Key, Table};

impl Stored for DoNotContact {
    fn index(&self, keys: &mut Index) {
        keys.add(suppressed(&self.address, keys.hasher).id(self.id));
    }
}

/// Entries for a number or address, given in the form `domain::do_not_contact::address_key` makes.
pub fn suppressed(address: &str, hasher: &Hasher) -> Key {
    Key::of(Table::Suppressed).hash(hasher.hash(address))
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::id::DoNotContactId;

    #[test]
    fn a_suppression_is_kept_in_these_bytes() {
        let entry = DoNotContact {
            id: DoNotContactId(6),
            address: "+49301".into(),
            why: "asked".into(),
            ..DoNotContact::default()
        };
        golden(&entry, "0801ca5a462506062b3439333031000561736b65640000");
    }
}
