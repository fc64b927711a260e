//! Orders and products.

use super::customer::{by_external_id, by_name};
use super::{Index, Stored};
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::order::{Order, Product};
use crate::store::key::{Key, Table};

impl Stored for Order {
    fn index(&self, keys: &mut Index) {
        keys.add(orders_of(self.customer).time_descending(self.at).id(self.id));
        keys.add(Key::of(Table::OrderedAt).time(self.at).id(self.customer).id(self.id));
        if !self.external_id.is_empty() {
            keys.add(by_external_id(Noun::Order, &self.external_id, keys.hasher).id(self.id));
        }
    }
}

impl Stored for Product {
    fn index(&self, keys: &mut Index) {
        keys.add(by_name(Noun::Product, &self.name, keys.hasher).id(self.id));
        if !self.external_id.is_empty() {
            keys.add(by_external_id(Noun::Product, &self.external_id, keys.hasher).id(self.id));
        }
    }
}

/// A customer's orders, newest first.
pub fn orders_of(customer: CustomerId) -> Key {
    Key::of(Table::OrdersOf).id(customer)
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::id::{OrderId, ProductId};
    use crate::domain::money::{Currency, Money};
    use crate::domain::order::OrderLine;
    use rust_decimal::Decimal;

    #[test]
    fn an_order_is_kept_in_these_bytes() {
        let price = Money { minor: 1400, currency: Currency::USD };
        let line = OrderLine {
            product: Some(ProductId(11)),
            name: "Queso".into(),
            quantity: Decimal::from(12),
            unit_price: price,
            discount: Decimal::new(15, 2),
        };
        let order = Order {
            id: OrderId(31),
            external_id: "10248".into(),
            customer: CustomerId(7),
            currency: Currency::USD,
            lines: vec![line],
            ..Order::default()
        };
        assert_eq!(order.total().to_string(), "142.80 USD");
        golden(
            &order,
            "0601d5fdde081f05313032343807000055534401010b05517565736f023132fbf00a55534404302e31350045555200",
        );
    }

    #[test]
    fn a_product_is_kept_in_these_bytes() {
        let product =
            Product { id: ProductId(11), external_id: "11".into(), name: "Queso".into(), ..Product::default() };
        golden(&product, "070137b854820b02313105517565736f00000045555200");
    }
}
