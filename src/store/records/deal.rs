//! Deals: on the board while open, with their customer always.

use super::{Index, Stored};
use crate::domain::deal::Deal;
use crate::domain::id::CustomerId;
use crate::store::key::{Hasher, Key, Table};

impl Stored for Deal {
    fn index(&self, keys: &mut Index) {
        keys.add(deals_of(self.customer).id(self.id));
        for contact in &self.contacts {
            keys.add(deals_of(contact.customer).id(self.id));
        }
        if self.is_open() {
            keys.add(column(&self.pipeline, &self.stage, keys.hasher).signed(self.rank).id(self.customer).id(self.id));
        }
    }
}

/// A customer's deals, also those it is only a contact in.
pub fn deals_of(customer: CustomerId) -> Key {
    Key::of(Table::DealsOf).id(customer)
}

/// Open deals of a pipeline.
pub fn board(pipeline: &str, hasher: &Hasher) -> Key {
    Key::of(Table::Board).hash(hasher.hash(pipeline))
}

/// Open deals in a stage, by rank.
pub fn column(pipeline: &str, stage: &str, hasher: &Hasher) -> Key {
    board(pipeline, hasher).hash(hasher.hash(stage))
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::deal::{DealContact, StageChange};
    use crate::domain::id::DealId;
    use crate::domain::money::{Currency, Money};
    use crate::domain::time::Timestamp;

    #[test]
    fn a_deal_is_kept_in_these_bytes() {
        let deal = Deal {
            id: DealId(88),
            title: "Website".into(),
            customer: CustomerId(7),
            contacts: vec![DealContact { customer: CustomerId(9), role: None }],
            value: Money { minor: 1_200_000, currency: Currency::EUR },
            probability: Some(60),
            competitors: vec!["Acme".into()],
            history: vec![StageChange { stage: "new".into(), at: Timestamp(5), by: None }],
            ..Deal::default()
        };
        golden(
            &deal,
            "04016b5f8b3a580757656273697465070109000573616c6573036e65770000fc009f2400455552013c00010441636d65000000000001036e65770a00",
        );
    }
}
