//! Orders and products.

use super::{Crm, refuse};
use crate::domain::order::{Order, Product};
use crate::domain::text::fold;
use crate::door::Refusal;
use crate::door::orders::{Request, Response};
use crate::store::engine::Direction;
use crate::store::read;
use crate::store::records::order::orders_of;

pub(super) fn handle(crm: &Crm, request: Request) -> Result<Response, Refusal> {
    let snapshot = crm.snapshot()?;
    match request {
        Request::List { customer, limit } => {
            let found = read::found::<Order>(&*snapshot, orders_of(customer), Direction::Forward).take(limit);
            found.collect::<Result<_, _>>().map(Response::Orders).map_err(refuse)
        }
        Request::Products { limit } => {
            let mut products = read::all::<Product>(&*snapshot).collect::<Result<Vec<_>, _>>().map_err(refuse)?;
            products.sort_by_key(|product| fold(&product.name));
            products.truncate(limit);
            Ok(Response::Products(products))
        }
    }
}
