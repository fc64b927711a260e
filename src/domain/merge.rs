//! What one customer takes over from another when they are merged, field by field, and gives back when they are taken
//! apart.

use super::customer::{Customer, Taken};
use super::edit::{self, Change};
use super::email;
use super::phone::Phone;
use super::reason::{Reason, reason};
use serde_json::Value;

/// Fields that merging, taking apart and archiving change, and nothing else.
pub const RESHAPED: [&str; 6] = ["members", "merged_into", "archived", "created", "taken", "apart"];

/// A field of both records.
#[derive(Debug, Clone, PartialEq)]
pub struct Both {
    /// Its JSON name.
    pub field: String,
    /// What the one that stays has.
    pub kept: Value,
    /// What the other one has.
    pub other: Value,
    /// What the one that stays has once this is taken over.
    pub taken: Value,
}

impl Both {
    /// Whether taking it over would change anything.
    pub fn differs(&self) -> bool {
        self.kept != self.taken
    }

    /// Whether taking it over only adds to what is there.
    pub fn only_adds(&self) -> bool {
        self.differs() && (self.kept.is_array() || is_empty(&self.kept))
    }
}

/// Whether a field is a part of what is known of a customer, and not of how records are joined.
fn is_known(field: &str) -> bool {
    field != "id" && !RESHAPED.contains(&field)
}

/// Every field that can be taken over and is not empty in both, in the order they are declared.
pub fn fields(keep: &Customer, other: &Customer) -> Vec<Both> {
    let theirs = edit::object(other);
    let both = |(field, kept): (String, Value)| {
        let other = theirs.get(&field).cloned().unwrap_or(Value::Null);
        let taken = if is_empty(&other) { kept.clone() } else { taken(&field, &kept, &other) };
        Both { field, kept, other, taken }
    };
    let own = edit::object(keep).into_iter().filter(|(field, _)| is_known(field));
    own.map(both).filter(|both| !is_empty(&both.kept) || !is_empty(&both.other)).collect()
}

/// The fields to take over so that nothing is lost and nothing replaced; whose it is only where it is nobody's.
pub fn completing(keep: &Customer, other: &Customer) -> Vec<String> {
    let adds = fields(keep, other).into_iter().filter(Both::only_adds).map(|both| both.field);
    adds.filter(|field| !keep.is_looked_after() || !Customer::OWNERS.contains(&field.as_str())).collect()
}

/// What becomes of the fields of `keep` when these are taken over.
pub fn changes(keep: &Customer, other: &Customer, take: &[String]) -> Result<Vec<Change>, Reason> {
    let known = edit::object(keep);
    if let Some(field) = take.iter().find(|field| !known.contains_key(*field) || !is_known(field)) {
        return Err(reason("not-taken-over").with("field", field));
    }
    let wanted = fields(keep, other).into_iter().filter(|both| take.contains(&both.field) && both.differs());
    Ok(wanted.map(|both| Change { field: both.field, from: both.kept, to: both.taken }).collect())
}

/// The customer without what it took over from a member: whatever still stands as it was taken. What another member
/// replaced since is what that one gives back.
pub fn given_back(customer: &Customer, taken: &Taken) -> Customer {
    let mut rest: Vec<Taken> = customer.taken.iter().filter(|other| other.from != taken.from).cloned().collect();
    let mut bare = Customer { taken: Vec::new(), ..customer.clone() };
    for change in &taken.changes {
        match edit::apply(&bare, &[change.inverse()]) {
            Ok(without) => bare = without,
            Err(_) => hand_down(&mut rest, change),
        }
    }
    Customer { taken: rest, ..bare }
}

/// Whoever replaced what a change had set gives back what was there before it.
fn hand_down(rest: &mut [Taken], change: &Change) {
    let mut later = rest.iter_mut().flat_map(|taken| &mut taken.changes);
    if let Some(later) = later.find(|later| later.field == change.field && later.from == change.to) {
        later.from = change.from.clone();
    }
}

/// A field once it is taken over.
fn taken(field: &str, kept: &Value, other: &Value) -> Value {
    let (Value::Array(kept), Value::Array(other)) = (kept, other) else { return other.clone() };
    let mut all = kept.clone();
    for item in other {
        if !all.iter().any(|known| key(field, known) == key(field, item)) {
            all.push(item.clone());
        }
    }
    Value::Array(all)
}

/// What makes an item of a list the same as another one.
fn key(field: &str, item: &Value) -> Value {
    match (field, item) {
        ("phones", phone) => {
            serde_json::from_value(phone.clone()).map_or_else(|_| phone.clone(), |phone: Phone| phone.key().into())
        }
        ("emails", Value::String(address)) => email::key(address).into(),
        ("custom", Value::Object(custom)) => custom.get("name").cloned().unwrap_or_default(),
        _ => item.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{CustomerId, UserId};
    use proptest::prelude::*;

    fn anna() -> Customer {
        Customer {
            name: "Anna Meyer".into(),
            city: "Berlin".into(),
            phones: vec![Phone::read("030 1234567", "DE")],
            tags: vec!["vip".into()],
            ..Customer::default()
        }
    }

    fn anne() -> Customer {
        Customer {
            id: CustomerId(2),
            name: "Anne Meier".into(),
            street: "Hauptstraße 5".into(),
            phones: vec![Phone::read("+49 30 1234567", "DE"), Phone::read("0171 2345678", "DE")],
            tags: vec!["vip".into(), "fair".into()],
            owner: Some(UserId(3)),
            ..Customer::default()
        }
    }

    /// `keep` with these fields of `other`, as a merge leaves it.
    fn merged(keep: &Customer, other: &Customer, take: &[String]) -> Customer {
        let changes = changes(keep, other, take).unwrap();
        let mut after = edit::apply(keep, &changes).unwrap();
        after.taken.push(Taken { from: other.id, changes });
        after
    }

    #[test]
    fn what_completes_a_customer_replaces_nothing_and_brings_no_number_twice() {
        let take = completing(&anna(), &anne());
        assert_eq!(take, ["phones", "street", "owner", "tags"]);
        let after = merged(&anna(), &anne(), &take);
        assert_eq!(
            (after.name.as_str(), after.city.as_str(), after.street.as_str()),
            ("Anna Meyer", "Berlin", "Hauptstraße 5")
        );
        assert_eq!(after.phones.iter().map(Phone::key).collect::<Vec<_>>(), ["+49301234567", "+491712345678"]);
        let hers = Customer { owner: Some(UserId(1)), ..anna() };
        assert!(!completing(&hers, &anne()).contains(&"owner".to_owned()));
    }

    #[test]
    fn only_a_field_there_is_can_be_taken_over() {
        for field in ["nmae", "id", "members", "apart"] {
            assert!(changes(&anna(), &anne(), &[field.to_owned()]).is_err(), "{field}");
        }
    }

    #[test]
    fn what_was_written_since_stays() {
        let after = merged(&anna(), &anne(), &["name".into(), "street".into()]);
        let since = Customer { street: "Am Markt 1".into(), ..after };
        let back = given_back(&since, &since.taken[0].clone());
        assert_eq!((back.name.as_str(), back.street.as_str()), ("Anna Meyer", "Am Markt 1"));
        assert!(back.taken.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_taken_over_is_given_back_in_any_order(fields in proptest::sample::subsequence(vec!["name", "street", "city", "phones", "tags", "owner"], 0..=6), first_goes_first in any::<bool>()) {
            let take: Vec<String> = fields.into_iter().map(str::to_owned).collect();
            let third = Customer { id: CustomerId(3), name: "A. Meyer".into(), street: "Ring 9".into(), tags: vec!["cold".into()], ..Customer::default() };
            let mut customer = merged(&merged(&anna(), &anne(), &take), &third, &take);
            let order = if first_goes_first { [2, 3] } else { [3, 2] };
            for from in order {
                let taken = customer.taken.iter().find(|taken| taken.from == CustomerId(from)).unwrap().clone();
                customer = given_back(&customer, &taken);
            }
            prop_assert_eq!(customer, anna());
        }
    }
}
