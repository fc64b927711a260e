//! What was bought: orders, their lines, and products.

use super::id::{CustomerId, OrderId, ProductId};
use super::money::{Currency, Money};
use super::time::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Something we sell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Product {
    /// 0 until it is stored.
    pub id: ProductId,
    /// Its id in the system it came from.
    pub external_id: String,
    /// What it is called.
    pub name: String,
    /// What it belongs to.
    pub category: String,
    /// How it is packed.
    pub unit: String,
    /// List price.
    pub price: Money,
    /// No longer sold.
    pub discontinued: bool,
}

/// Something bought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Order {
    /// 0 until it is stored.
    pub id: OrderId,
    /// Its number in the system it came from.
    pub external_id: String,
    /// Who bought.
    pub customer: CustomerId,
    /// When.
    pub at: Timestamp,
    /// Channel slug of the purchase.
    pub channel: String,
    /// Currency of every line.
    pub currency: Currency,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// Freight and other charges.
    pub charges: Money,
    /// Free remarks.
    pub remarks: String,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The product, where it is in our list.
    pub product: Option<ProductId>,
    /// Its name at the time.
    pub name: String,
    /// How many.
    pub quantity: Decimal,
    /// Price of one.
    pub unit_price: Money,
    /// Part of the price let off: 0.15 is fifteen percent.
    pub discount: Decimal,
}

impl OrderLine {
    /// Quantity times price less discount, rounded half to even to the minor unit.
    pub fn total(&self) -> Money {
        let full = self.unit_price.amount().checked_mul(self.quantity);
        let net = full.and_then(|full| full.checked_mul(Decimal::ONE - self.discount));
        let currency = self.unit_price.currency;
        net.and_then(|net| Money::from_decimal(net, currency)).unwrap_or(Money { minor: 0, currency })
    }
}

impl Order {
    /// The lines' totals and the charges.
    pub fn total(&self) -> Money {
        let lines: i64 = self.lines.iter().map(|line| line.total().minor).sum();
        Money { minor: lines + self.charges.minor, currency: self.currency }
    }
}
