//! Follow-ups: in the queue of their owner while open, with their party always, and among all that
//! falls due; callbacks also among all by time.

use super::{Index, Stored};
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::id::DealId;
use crate::domain::party::{Owner, Party};
use crate::store::key::{DueKind, Hasher, Key, Table};

impl Stored for FollowUp {
    fn index(&self, keys: &mut Index) {
        keys.add(of_party(&self.party, keys.hasher).time(self.due).id(self.id));
        if self.kind == FollowUpKind::Callback {
            keys.add(callbacks().time(self.due).id(self.id));
        }
        if !self.is_open() {
            return;
        }
        let customer = self.party.customer().unwrap_or_default();
        keys.add(queue(self.owner).time(self.due).id(customer).id(self.id));
        if !self.all_day {
            keys.add(Key::of(Table::Due).time(self.due).byte(DueKind::FollowUp as u8).id(self.id));
        }
        if let Some(deal) = self.deal {
            keys.add(steps_of(deal).time(self.due).id(self.id));
        }
    }
}

/// Follow-ups with a party, by due time.
pub fn of_party(party: &Party, hasher: &Hasher) -> Key {
    Key::of(Table::FollowUpsOf).party(party, hasher)
}

/// Open follow-ups of an owner, by due time.
pub fn queue(owner: Owner) -> Key {
    Key::of(Table::Queue).owner(owner)
}

/// Callbacks, done or not, by due time.
pub fn callbacks() -> Key {
    Key::of(Table::CallbacksAt)
}

/// Open follow-ups that serve a deal, by due time.
pub fn steps_of(deal: DealId) -> Key {
    Key::of(Table::StepsOf).id(deal)
}

#[cfg(test)]
mod tests {
    use super::super::{golden, index_keys};
    use super::*;
    use crate::domain::follow_up::FollowUpState;
    use crate::domain::id::{CustomerId, FollowUpId, UserId};
    use crate::domain::time::Timestamp;
    use crate::domain::when::recurrence::{Recurrence, Unit};

    fn callback() -> FollowUp {
        FollowUp {
            id: FollowUpId(7),
            kind: FollowUpKind::Callback,
            party: Party::Customer(CustomerId(9)),
            due: Timestamp(1_795_302_000_000),
            text: "call".into(),
            owner: Owner::User(UserId(3)),
            recurrence: Some(Recurrence { every: 2, unit: Unit::Week, until: None }),
            deal: Some(DealId(88)),
            ..FollowUp::default()
        }
    }

    #[test]
    fn a_follow_up_is_kept_in_these_bytes() {
        golden(
            &callback(),
            "0301f4b1754e07000009fd000bad0044030000000463616c6c000001020100000103000000000001580000000000",
        );
    }

    #[test]
    fn what_is_done_leaves_the_queue_but_not_its_party_and_its_day() {
        let hasher = Hasher::new([0; 32]);
        let done = FollowUp { state: FollowUpState::Done, ..callback() };
        assert_eq!(index_keys(&callback(), &hasher).len(), 5);
        assert_eq!(index_keys(&done, &hasher).len(), 2);
    }
}
