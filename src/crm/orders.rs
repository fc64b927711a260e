//! Orders and products.

use super::customers::{everyone, standing};
use super::{Crm, refuse};
use crate::domain::id::CustomerId;
use crate::domain::order::{Order, Product};
use crate::domain::text::fold;
use crate::door::Refusal;
use crate::door::orders::{Request, Response};
use crate::store::engine::Direction;
use crate::store::read;
use crate::store::records::order::orders_of;
use std::cmp::Reverse;

pub(super) fn handle(crm: &Crm, request: Request) -> Result<Response, Refusal> {
    let snapshot = crm.snapshot()?;
    match request {
        Request::List { customer, limit } => {
            let ids = everyone(&standing(&*snapshot, customer)?);
            let of = |id: &CustomerId| read::found::<Order>(&*snapshot, orders_of(*id), Direction::Forward).take(limit);
            let mut orders = ids.iter().flat_map(of).collect::<Result<Vec<_>, _>>().map_err(refuse)?;
            orders.sort_by_key(|order| Reverse(order.at));
            orders.truncate(limit);
            Ok(Response::Orders(orders))
        }
        Request::Products { limit } => {
            let mut products = read::all::<Product>(&*snapshot).collect::<Result<Vec<_>, _>>().map_err(refuse)?;
            products.sort_by_key(|product| fold(&product.name));
            products.truncate(limit);
            Ok(Response::Products(products))
        }
    }
}
