//! Records as rows of a table, under the columns by which an import knows their fields.

use super::legend::Legend;
use crate::domain::customer::{Customer, Position};
use crate::domain::deal::DealState;
use crate::domain::edit;
use crate::domain::field::{Kind, written};
use crate::domain::import::Target;
use crate::domain::item::Item;
use crate::domain::money::Money;
use crate::domain::noun::Noun;
use crate::domain::order::{Order, OrderLine};
use crate::domain::party::{Owner, Party};
use crate::domain::time::Timestamp;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, also one of digits, as numbers to call and ids are.
    Text(String),
    /// A number to count with.
    Number(Decimal),
    /// An amount.
    Money(Money),
    /// A day.
    Day(NaiveDate),
    /// A moment.
    Moment(Timestamp),
}

impl Cell {
    /// It as a text that an import reads as the same.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Money(money) => written(Kind::Money, &json!(money)),
            Self::Day(day) => day.to_string(),
            Self::Moment(at) => at.to_string(),
        }
    }

    fn of(kind: Kind, value: &Value) -> Self {
        let empty = value.is_null() || value.as_str() == Some("");
        let read = match kind {
            _ if empty => None,
            Kind::Number | Kind::Percent | Kind::Seconds => edit::plain(value).parse().ok().map(Self::Number),
            Kind::Money => from(value).map(Self::Money),
            Kind::Date => from(value).map(Self::Day),
            Kind::Moment => from(value).map(Self::Moment),
            _ => None,
        };
        read.unwrap_or_else(|| Self::Text(written(kind, value)))
    }
}

fn from<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// A column: its header and how its values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The field's name.
    pub name: &'static str,
    /// How its values are written.
    pub kind: Kind,
}

/// The columns of a table: the fields an import takes, then what it passes over.
pub fn columns(target: Target) -> Vec<Column> {
    let fields = target.fields().iter().filter(|field| !is_for_files(target, field.name));
    let fields = fields.map(|field| Column { name: field.name, kind: field.kind });
    fields.chain(to_read(target).iter().map(|(name, kind)| Column { name, kind: *kind })).collect()
}

/// The headers of a table.
pub fn headers(target: Target) -> impl Iterator<Item = &'static str> {
    columns(target).into_iter().map(|column| column.name)
}

/// The noun whose records make the rows of a table.
pub fn noun(target: Target) -> Noun {
    match target {
        Target::Customers | Target::Contacts => Noun::Customer,
        Target::Interactions => Noun::Interaction,
        Target::Deals => Noun::Deal,
        Target::Orders | Target::OrderLines => Noun::Order,
        Target::Products => Noun::Product,
        Target::FollowUps => Noun::FollowUp,
        Target::Users => Noun::User,
        Target::Tickets => Noun::Ticket,
    }
}

/// Whether a field only says in another way what stands in another column.
fn is_for_files(target: Target, field: &str) -> bool {
    match target {
        Target::Customers => ["mobile", "fax", "contact", "contact_title", "first_name", "last_name"].contains(&field),
        Target::Contacts | Target::Users => ["mobile", "first_name", "last_name"].contains(&field),
        Target::Orders => ["product", "quantity", "amount"].contains(&field),
        _ => false,
    }
}

/// What a person wants to read, and no import brings: how things ended.
fn to_read(target: Target) -> &'static [(&'static str, Kind)] {
    match target {
        Target::Customers => &[("archived", Kind::Flag), ("created", Kind::Moment)],
        Target::Interactions => &[("by", Kind::Text), ("hold_s", Kind::Seconds), ("wrap_s", Kind::Seconds)],
        Target::Deals => {
            &[("state", Kind::Text), ("why_closed", Kind::Text), ("created", Kind::Moment), ("closed", Kind::Moment)]
        }
        Target::Tickets => &[("state", Kind::Text), ("resolution", Kind::Text), ("closed", Kind::Moment)],
        Target::FollowUps => &[("state", Kind::Text), ("outcome", Kind::Text), ("done_at", Kind::Moment)],
        _ => &[],
    }
}

/// The rows a record makes: none where it is of another noun, or a customer that is merged into another.
pub fn rows(target: Target, item: &Item, legend: &Legend) -> Vec<Vec<Cell>> {
    match (target, item) {
        (target, item) if item.reference().noun != noun(target) => Vec::new(),
        (_, Item::Customer(customer)) if customer.merged_into.is_some() => Vec::new(),
        (Target::Contacts, Item::Customer(customer)) => {
            let present = customer.positions.iter().filter(|position| position.to.is_none());
            present
                .map(|position| row(target, item, legend, |name| of_contact(customer, position, name, legend)))
                .collect()
        }
        (Target::OrderLines, Item::Order(order)) => order
            .lines
            .iter()
            .map(|line| row(target, item, legend, |name| of_line(order, line, name, legend)))
            .collect(),
        (target, item) => vec![row(target, item, legend, |name| of_record(item, name, legend))],
    }
}

/// A row: what `own` says of a column, else the record's field of its name.
fn row(target: Target, item: &Item, legend: &Legend, own: impl Fn(&str) -> Option<Value>) -> Vec<Cell> {
    let fields = fields(item);
    let value = |name: &str| own(name).or_else(|| of_record(item, name, legend)).or_else(|| fields.get(name).cloned());
    let cell = |column: Column| Cell::of(column.kind, &value(column.name).unwrap_or_default());
    columns(target).into_iter().map(cell).collect()
}

/// The fields of whatever record it is.
fn fields(item: &Item) -> Map<String, Value> {
    match edit::object(item).into_iter().next() {
        Some((_, Value::Object(fields))) => fields,
        _ => Map::new(),
    }
}

fn of_contact(customer: &Customer, position: &Position, column: &str, legend: &Legend) -> Option<Value> {
    match column {
        "organisation" => Some(legend.customer(position.organisation).into()),
        "contact_title" => Some(position.title.clone().into()),
        "external_id" => Some(legend.id(customer.id).into()),
        _ => None,
    }
}

fn of_line(order: &Order, line: &OrderLine, column: &str, legend: &Legend) -> Option<Value> {
    match column {
        "order" => Some(number(order, legend).into()),
        "product" => Some(line.name.clone().into()),
        "unit_price" => Some(json!(line.unit_price)),
        "quantity" => Some(json!(line.quantity)),
        "discount" => Some(json!(line.discount)),
        _ => None,
    }
}

/// Its number in the system it came from, else its id.
fn number(order: &Order, legend: &Legend) -> String {
    if order.external_id.is_empty() { legend.id(order.id) } else { order.external_id.clone() }
}

/// What stands in a column instead of the record's own field, which holds ids.
fn of_record(item: &Item, column: &str, legend: &Legend) -> Option<Value> {
    let text = match (item, column) {
        (Item::Customer(customer), "external_id") => legend.id(customer.id),
        (Item::Customer(customer), "owner") => legend.user(customer.owner),
        (Item::Customer(customer), "service_agent") => legend.user(customer.service_agent),
        (Item::Customer(customer), "team") => {
            customer.team.map_or_else(String::new, |team| legend.owner(Owner::Team(team)))
        }
        (Item::Interaction(interaction), "customer") => known(&interaction.party, legend),
        (Item::Interaction(interaction), "number") => match &interaction.party {
            Party::Number(number) if interaction.number.is_empty() => number.clone(),
            _ => interaction.number.clone(),
        },
        (Item::Interaction(interaction), "by") => legend.user(interaction.by),
        (Item::FollowUp(follow_up), "customer") => match &follow_up.party {
            Party::Number(number) => number.clone(),
            party => known(party, legend),
        },
        (Item::FollowUp(follow_up), "owner") => legend.owner(follow_up.owner),
        (Item::Deal(deal), "customer") => legend.customer(deal.customer),
        (Item::Deal(deal), "owner") => legend.owner(deal.owner),
        (Item::Deal(deal), "why_closed") => deal.reason.clone(),
        (Item::Deal(deal), "stage") => match deal.state {
            DealState::Open => deal.stage.clone(),
            closed => closed.slug().to_owned(),
        },
        (Item::Ticket(ticket), "customer") => legend.customer(ticket.customer),
        (Item::Ticket(ticket), "owner") => legend.owner(ticket.owner),
        (Item::Order(order), "customer") => legend.customer(order.customer),
        (Item::Order(order), "external_id") => number(order, legend),
        (Item::User(user), "team") => user.team.map_or_else(String::new, |team| legend.owner(Owner::Team(team))),
        _ => return None,
    };
    Some(text.into())
}

/// The customer, where it is one.
fn known(party: &Party, legend: &Legend) -> String {
    party.customer().map_or_else(String::new, |customer| legend.customer(customer))
}
