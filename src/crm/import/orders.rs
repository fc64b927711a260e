//! Orders, their lines, and products.

use super::{Fate, Intake, customers, text, without};
use crate::crm::change::made;
use crate::crm::customers::everyone;
use crate::crm::resolve;
use crate::domain::customer::Customer;
use crate::domain::edit::Draft;
use crate::domain::id::{CustomerId, OrderId};
use crate::domain::import::Row;
use crate::domain::mention::at_home;
use crate::domain::money::Money;
use crate::domain::noun::Noun;
use crate::domain::order::{Order, OrderLine, Product};
use crate::domain::reason::{misfit, reason};
use crate::domain::text::fold;
use crate::door::Refusal;
use crate::store::records::customer::{by_external_id, by_name};
use crate::store::records::order::orders_of;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::DeserializeOwned;
use serde_json::json;

/// Fields of a row that says itself what was bought.
const OF_THE_PURCHASE: [&str; 3] = ["product", "quantity", "amount"];

/// An order: the one with this number; without a number as many of the same content may be there already as the file
/// has of it.
pub(super) fn order(intake: &mut Intake, row: &Row) -> Result<Fate, Refusal> {
    let draft = whole(intake, &row.draft)?;
    if let Some(present) = by_number(intake, text(&row.draft, "external_id"))? {
        return intake.update(&present, &draft, |_| Ok(()));
    }
    let mut order = made::<Order>(&draft)?;
    let buyer = intake.change.get::<Customer>(order.customer)?;
    if draft.get("currency").is_none() {
        order.currency = intake.change.settings().currency;
    }
    if draft.get("charges").is_none() {
        order.charges = Money { minor: 0, currency: order.currency };
    }
    if order.external_id.is_empty() && alike(intake, &buyer, &order)? >= row.occurrence {
        return Ok(Fate::Unchanged);
    }
    intake.add(order).map(|_| Fate::Created)
}

/// What a row says of the order itself: the buyer looked up, what was bought made its line.
fn whole(intake: &mut Intake, draft: &Draft) -> Result<Draft, Refusal> {
    let mut order = without(draft, &OF_THE_PURCHASE);
    order.set("customer", json!(buyer(intake, text(draft, "customer"))?));
    if at_home(&intake.store, text(draft, "external_id")).is_some() {
        order = without(&order, &["external_id"]);
    }
    if let Some(amount) = value::<Money>(draft, "amount")? {
        let (line, rest) = purchase(intake, draft, amount)?;
        let charges = value::<Money>(draft, "charges")?.map_or(0, |charges| charges.minor);
        order.set("lines", json!([line]));
        order.set("currency", json!(amount.currency));
        order.set("charges", json!(Money { minor: charges.saturating_add(rest), currency: amount.currency }));
    }
    Ok(order)
}

fn buyer(intake: &mut Intake, given: &str) -> Result<CustomerId, Refusal> {
    if intake.start.manner.makes_customers {
        return customers::known_or_made(intake, given);
    }
    match customers::by_id_elsewhere(intake, given)? {
        Some(known) => Ok(known.id),
        None => resolve::customer(intake.change.crm(), intake.change.snapshot(), given),
    }
}

/// The line of a row that says itself what was bought, and what of the amount cannot be divided by the quantity: it
/// goes to the charges, so that the total is what the file says to the cent.
fn purchase(intake: &mut Intake, draft: &Draft, amount: Money) -> Result<(OrderLine, i64), Refusal> {
    let product = match text(draft, "product") {
        "" => None,
        given => product_called(intake, given)?,
    };
    let quantity = value::<Decimal>(draft, "quantity")?.filter(|quantity| !quantity.is_zero()).unwrap_or(Decimal::ONE);
    let each =
        Decimal::from(amount.minor).checked_div(quantity).map(|each| each.floor()).and_then(|each| each.to_i64());
    let unit_price = Money { minor: each.unwrap_or_default(), currency: amount.currency };
    let name = product.as_ref().map_or_else(|| text(draft, "product").to_owned(), |product| product.name.clone());
    let discount = Decimal::ZERO;
    let line = OrderLine { product: product.map(|product| product.id), name, quantity, unit_price, discount };
    let rest = amount.minor.saturating_sub(line.total().minor);
    Ok((line, rest))
}

/// How many orders without a number are there that say the same.
fn alike(intake: &mut Intake, buyer: &Customer, order: &Order) -> Result<u32, Refusal> {
    let mut count = 0;
    for customer in everyone(buyer) {
        let then = orders_of(customer).time_descending(order.at);
        let there = intake.first_found::<Order>(then, usize::MAX)?;
        let same = |there: &&Order| {
            let said = |order: &Order| (order.external_id.clone(), order.charges, order.lines.clone());
            said(there) == said(order)
        };
        count += there.iter().filter(same).count() as u32;
    }
    Ok(count)
}

/// A line of an order that is there: the file's n-th row with a product is the order's n-th line of it. A product that
/// is not there keeps the name the file has for it.
pub(super) fn line(intake: &mut Intake, row: &Row) -> Result<Fate, Refusal> {
    let draft = &row.draft;
    let given = text(draft, "order");
    let mut order = by_number(intake, given)?
        .ok_or_else(|| Refusal::NotFound { noun: Noun::Order.slug().to_owned(), given: given.to_owned() })?;
    let line = order_line(intake, draft, &order)?;
    let same = |other: &&mut OrderLine| {
        other.product == line.product && (line.product.is_some() || fold(&other.name) == fold(&line.name))
    };
    match order.lines.iter_mut().filter(same).nth(row.before()) {
        Some(other) if *other == line => return Ok(Fate::Unchanged),
        Some(other) => *other = line,
        None => {
            order.lines.push(line);
            intake.put(order)?;
            return Ok(Fate::Created);
        }
    }
    intake.put(order)?;
    Ok(Fate::Updated)
}

fn order_line(intake: &mut Intake, draft: &Draft, order: &Order) -> Result<OrderLine, Refusal> {
    let given = text(draft, "product");
    let product = product_called(intake, given)?;
    let list_price = product.as_ref().map(|product| product.price);
    let discount = value::<Decimal>(draft, "discount")?.unwrap_or_default();
    if discount > Decimal::ONE {
        return Err(Refusal::invalid("discount", reason("more-than-all").with("given", discount)));
    }
    Ok(OrderLine {
        name: product.as_ref().map_or_else(|| given.to_owned(), |product| product.name.clone()),
        product: product.map(|product| product.id),
        quantity: value(draft, "quantity")?.unwrap_or(Decimal::ONE),
        unit_price: value(draft, "unit_price")?.or(list_price).unwrap_or(Money { minor: 0, currency: order.currency }),
        discount,
    })
}

fn value<T: DeserializeOwned>(draft: &Draft, field: &str) -> Result<Option<T>, Refusal> {
    let read = |value: &serde_json::Value| {
        serde_json::from_value(value.clone()).map_err(|error| Refusal::invalid(field, misfit(&error)))
    };
    draft.get(field).map(read).transpose()
}

/// The order with this number in the system it came from, else with this id (`O31`), also as this store's own files
/// have it.
fn by_number(intake: &mut Intake, given: &str) -> Result<Option<Order>, Refusal> {
    let given = at_home(&intake.store, given).unwrap_or(given);
    let found = intake.found::<Order>(by_external_id(Noun::Order, given, intake.change.hasher()))?;
    let id = given.starts_with(['O', 'o']).then(|| given.parse::<OrderId>().ok()).flatten();
    match (found.into_iter().next(), id) {
        (None, Some(id)) => intake.change.find::<Order>(id),
        (found, _) => Ok(found),
    }
}

fn product_called(intake: &mut Intake, given: &str) -> Result<Option<Product>, Refusal> {
    for key in [
        by_external_id(Noun::Product, given, intake.change.hasher()),
        by_name(Noun::Product, given, intake.change.hasher()),
    ] {
        if let Some(product) = intake.found::<Product>(key)?.into_iter().next() {
            return Ok(Some(product));
        }
    }
    Ok(None)
}

/// A product: the one with this number, else, where the row has none, the one of this name.
pub(super) fn product(intake: &mut Intake, draft: &Draft) -> Result<Fate, Refusal> {
    let (number, name) = (text(draft, "external_id"), text(draft, "name"));
    let key = if number.is_empty() {
        by_name(Noun::Product, name, intake.change.hasher())
    } else {
        by_external_id(Noun::Product, number, intake.change.hasher())
    };
    if let Some(present) = intake.found::<Product>(key)?.into_iter().next() {
        return intake.update(&present, draft, |_| Ok(()));
    }
    let product = made::<Product>(draft)?;
    intake.add(product).map(|_| Fate::Created)
}
