//! Orders and products. They come in by import; the card shows them.

use super::About;
use crate::domain::id::CustomerId;
use crate::domain::order::{Order, Product};
use serde::{Deserialize, Serialize};

/// What can be asked of orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A customer's orders, newest first.
    List {
        /// Whose.
        customer: CustomerId,
        /// At most so many.
        limit: usize,
    },
    /// What we sell.
    Products {
        /// At most so many.
        limit: usize,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::List { .. } => About::look("orders-list"),
            Self::Products { .. } => About::look("orders-products"),
        }
    }
}

/// What orders answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Newest first.
    Orders(Vec<Order>),
    /// By name.
    Products(Vec<Product>),
}
