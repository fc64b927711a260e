//! Call lists, the places on them, and attempts.

use super::{Index, Stored};
use crate::domain::call_list::{Attempt, CallList, ListMember};
use crate::domain::id::ListId;
use crate::store::key::{Key, Table};

impl Stored for CallList {
    fn index(&self, _keys: &mut Index) {}
}

impl Stored for ListMember {
    fn index(&self, keys: &mut Index) {
        keys.add(members_of(self.list).time(self.next_at).id(self.id));
    }
}

impl Stored for Attempt {
    fn index(&self, keys: &mut Index) {
        keys.add(attempts_of(self.list).id(self.id));
    }
}

/// Places on a list, the one due first.
pub fn members_of(list: ListId) -> Key {
    Key::of(Table::MembersOf).id(list)
}

/// Attempts made from a list.
pub fn attempts_of(list: ListId) -> Key {
    Key::of(Table::AttemptsOf).id(list)
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::id::{AttemptId, CustomerId, MemberId};

    #[test]
    fn call_lists_are_kept_in_these_bytes() {
        golden(
            &CallList { id: ListId(2), name: "Autumn".into(), ..CallList::default() },
            "09018ce50b240206417574756d6e00000001360000",
        );
        let member = ListMember { id: MemberId(9), list: ListId(2), customer: CustomerId(7), ..ListMember::default() };
        golden(&member, "0a01fe0dcb4d090207000000000000");
        golden(&Attempt { id: AttemptId(15), list: ListId(2), ..Attempt::default() }, "0b0164a97e240f000200000000");
    }
}
