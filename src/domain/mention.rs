//! Customers as the records of others name them: what a file that leaves needs to know of whom it does not hold.

use super::id::CustomerId;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// A customer some record names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Its id.
    pub id: CustomerId,
    /// The customer it is merged into, else itself.
    pub stands_for: CustomerId,
    /// Its name.
    pub name: String,
    /// The zone of its clock, where it is known to be one.
    pub zone: Option<Tz>,
}

/// Letters of a store's name that stand in its ids abroad.
const OF_THE_STORE: usize = 8;

/// What a record is called in the tables of a store: `5e1f8a2b-10432`. A bare number could be another store's.
pub fn abroad(store: &str, id: impl Display) -> String {
    format!("{}-{id}", beginning(store))
}

/// The id of this store's record that goes by such a name; nothing if it is none of its names.
pub fn at_home<'n>(store: &str, name: &'n str) -> Option<&'n str> {
    name.strip_prefix(beginning(store))?.strip_prefix('-')
}

fn beginning(store: &str) -> &str {
    store.get(..OF_THE_STORE).unwrap_or(store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_again_only_in_the_store_it_is_from() {
        let name = abroad("5e1f8a2b99", CustomerId(10_432));
        assert_eq!(name, "5e1f8a2b-10432");
        assert_eq!((at_home("5e1f8a2b99", &name), at_home("0badcafe99", &name)), (Some("10432"), None));
        assert_eq!(at_home("5e1f8a2b99", "10432"), None);
    }
}
