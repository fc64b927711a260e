//! Customers: found by every number, address, external id and name, and at the organisations they
//! belong to.

use super::{Index, Stored};
use crate::domain::customer::Customer;
use crate::domain::email;
use crate::domain::noun::Noun;
use crate::domain::text::fold;
use crate::store::key::{Hasher, Key, Table};

impl Stored for Customer {
    fn index(&self, keys: &mut Index) {
        for phone in &self.phones {
            keys.add(by_address(&phone.key(), keys.hasher).id(self.id));
        }
        for address in &self.emails {
            keys.add(by_address(&email::key(address), keys.hasher).id(self.id));
        }
        for external in &self.external_ids {
            keys.add(by_external_id(Noun::Customer, &external.id, keys.hasher).id(self.id));
        }
        keys.add(by_name(Noun::Customer, &self.name, keys.hasher).id(self.id));
        for position in &self.positions {
            keys.add(Key::of(Table::PeopleAt).id(position.organisation).id(self.id));
        }
    }
}

/// Customers with this number or address, given in the form `domain::do_not_contact::address_key` makes.
pub fn by_address(address: &str, hasher: &Hasher) -> Key {
    Key::of(Table::ByAddress).hash(hasher.hash(address))
}

/// Records with this id in another system.
pub fn by_external_id(noun: Noun, id: &str, hasher: &Hasher) -> Key {
    Key::of(Table::ByExternalId).byte(noun as u8).hash(hasher.hash(&fold(id)))
}

/// Records with this very name, compared folded.
pub fn by_name(noun: Noun, name: &str, hasher: &Hasher) -> Key {
    Key::of(Table::ByName).byte(noun as u8).hash(hasher.hash(&fold(name.trim())))
}

#[cfg(test)]
mod tests {
    use super::super::{golden, index_keys};
    use super::*;
    use crate::domain::customer::{
        Birthday, Consent, CustomField, CustomerKind, DealRole, ExternalId, Gender, Position,
    };
    use crate::domain::id::{CustomerId, UserId};
    use crate::domain::phone::Phone;
    use crate::domain::time::Timestamp;
    use chrono::NaiveDate;

    #[test]
    fn a_customer_is_kept_in_these_bytes() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let customer = Customer {
            id: CustomerId(10432),
            kind: CustomerKind::Person,
            name: "Anna Meyer".into(),
            gender: Some(Gender::Female),
            positions: vec![Position {
                organisation: CustomerId(7),
                title: "CTO".into(),
                role: Some(DealRole::Buyer),
                from: Some(day),
                to: None,
            }],
            phones: vec![Phone {
                typed: "030 1".into(),
                e164: "+49301".into(),
                extension: "5".into(),
                label: "work".into(),
            }],
            emails: vec!["a@b.de".into()],
            birthday: Some(Birthday { year: None, month: 8, day: 15, lunar: true }),
            owner: Some(UserId(3)),
            tags: vec!["vip".into()],
            external_ids: vec![ExternalId { system: "n".into(), id: "A".into() }],
            custom: vec![CustomField { name: "k".into(), value: "v".into() }],
            consents: vec![Consent { purpose: "email".into(), source: "form".into(), given: day, withdrawn: None }],
            archived: true,
            members: vec![CustomerId(9)],
            merged_into: Some(CustomerId(8)),
            created: Timestamp(1),
            ..Customer::default()
        };
        golden(
            &customer,
            "0101447282befbc028000a416e6e61204d65796572000100000001070343544f0101010a323032362d31312d30310001053033302031062b3439333031013504776f726b01066140622e64650000000000000000000100080f010001030000010376697001016e014101016b01760105656d61696c04666f726d0a323032362d31312d303100000101090108020000",
        );
    }

    #[test]
    fn a_number_is_found_however_it_was_typed() {
        let hasher = Hasher::new([0; 32]);
        let with = |typed| Customer { phones: vec![Phone::read(typed, "DE")], ..Customer::default() };
        assert_eq!(index_keys(&with("030 1234567"), &hasher), index_keys(&with("+49 (30) 123-4567"), &hasher));
    }
}
