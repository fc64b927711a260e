//! Tickets: the most pressing first, closed once.

use crate::support::{NOW, blamed, store};
use callsheet::domain::id::TicketId;
use callsheet::domain::ticket::TicketState;
use callsheet::door::Refusal;
use callsheet::door::tickets::{Request, Response, TicketRow};
use serde_json::json;

fn listed(store: &crate::support::Store) -> Vec<TicketRow> {
    let Response::List(rows) = store.ask(Request::List { customer: None, limit: 9 }).unwrap() else { panic!() };
    rows
}

#[test]
fn complaints_come_first_then_urgency_then_what_is_due() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let add = |text: &str, kind: &str, urgency: &str, due: Option<i64>| {
        let due = due.map(|hours| NOW.plus(hours * 3600).to_string());
        store.ticket(
            anna,
            &[("text", json!(text)), ("kind", json!(kind)), ("urgency", json!(urgency)), ("due", json!(due))],
        );
    };
    add("whenever", "request", "normal", None);
    add("soon", "request", "normal", Some(1));
    add("later", "fault", "normal", Some(9));
    add("now", "fault", "critical", None);
    add("unhappy", "complaint", "low", None);
    let texts: Vec<_> = listed(&store).into_iter().map(|row| row.ticket.text).collect();
    assert_eq!(texts, ["unhappy", "now", "soon", "later", "whenever"]);
    assert_eq!(store.card(anna).tickets[0].text, "unhappy");
    assert_eq!(listed(&store)[0].customer_name, "Anna");
}

#[test]
fn a_ticket_is_closed_once_and_leaves_the_list() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let id = store.ticket(anna, &[("text", json!("broken"))]);
    let close = || store.ask::<Response>(Request::Close { id, resolution: "mended".into() });
    close().unwrap();
    assert_eq!(blamed(close()), "state");
    assert_eq!(listed(&store), []);
    let Response::Ticket(row) = store.ask(Request::Show(id)).unwrap() else { panic!() };
    assert_eq!((row.ticket.state, row.ticket.resolution.as_str()), (TicketState::Closed, "mended"));
    assert_eq!(row.ticket.closed, Some(NOW));
    store.undo().unwrap();
    assert_eq!(listed(&store).len(), 1);
}

#[test]
fn a_ticket_says_whose_and_what() {
    let store = store();
    store.add(&[("name", json!("Anna"))]);
    let add = |customer: &str, text: &str| {
        let draft = crate::support::draft(&[("customer", json!(customer)), ("text", json!(text))]);
        store.ask::<Response>(Request::Add(draft))
    };
    assert_eq!(blamed(add("1", " ")), "text");
    assert!(matches!(add("99", "x"), Err(Refusal::NotFound { .. })));
    assert!(matches!(store.ask::<Response>(Request::Show(TicketId(9))), Err(Refusal::NotFound { .. })));
}
