//! Saved views: a query under a name, with a live count.

use crate::support::{NOW, Store, blamed, store};
use callsheet::domain::id::ViewId;
use callsheet::door::views::{Request, Response};
use callsheet::door::{Call, Part, Refusal, ask_in_parts, search};
use serde_json::json;

fn save(store: &Store, name: &str, query: &str) -> Result<Response, Refusal> {
    store.ask(Request::Save { name: name.into(), query: query.into() })
}

fn listed(store: &Store) -> Vec<(String, String)> {
    let Response::List(views) = store.ask(Request::List).unwrap() else { panic!() };
    views.into_iter().map(|view| (view.name, view.query)).collect()
}

fn row(name: &str, query: &str) -> (String, String) {
    (name.into(), query.into())
}

fn counted(store: &Store) -> Vec<Option<usize>> {
    let Response::Counted(counts) = store.ask(Request::Count).unwrap() else { panic!() };
    counts.into_iter().map(|count| count.customers).collect()
}

#[test]
fn a_view_counts_who_fits_now() {
    let store = store();
    save(&store, " VIPs ", "tag:vip").unwrap();
    assert_eq!((listed(&store), counted(&store)), (vec![row("VIPs", "tag:vip")], vec![Some(0)]));
    store.add(&[("name", json!("Anna")), ("tags", json!(["vip"]))]);
    assert_eq!(counted(&store), [Some(1)]);
}

#[test]
fn the_list_waits_for_no_count_and_counts_come_one_by_one() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    store.deal(anna, &[("title", json!("Shop"))]);
    save(&store, "Deals", "pipeline:sales").unwrap();
    save(&store, "Hers", "owner:lena").unwrap();
    save(&store, "All", "").unwrap();
    let read = store.keys_read(|| assert_eq!(listed(&store).len(), 3));
    assert!(read <= 4, "{read} keys were read for three views");
    let mut told = Vec::new();
    let answer = ask_in_parts(&store.admin, Call::by_person(Request::Count), &mut |part| {
        let Part::Counted(count) = part else { panic!("{part:?}") };
        told.push(count);
    });
    // A view that asks for somebody who is not there has no count, and holds up no other.
    assert_eq!(told.iter().map(|count| count.customers).collect::<Vec<_>>(), [Some(1), None, Some(1)]);
    assert_eq!(answer, Ok(Response::Counted(told).into()));
}

#[test]
fn what_a_view_rests_on_is_read_once_until_it_changes() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna Meyer"))]);
    store.add(&[("name", json!("Bea Meyer"))]);
    for number in 0..50 {
        let other = store.add(&[("name", json!(format!("Cem {number}")))]);
        store.follow_up(other, NOW.plus(60), &[("text", json!("call"))]);
    }
    store.follow_up(anna, NOW.plus(3600), &[("text", json!("call"))]);
    save(&store, "Soon", "meyer due:today").unwrap();
    assert_eq!(store.found("view:soon"), [anna]);
    let read = store.keys_read(|| assert_eq!(store.found("view:soon ann"), [anna]));
    assert!(read <= 6, "{read} keys were read for one row and one view");
    let bea = store.found("bea")[0];
    store.edit(bea, "name", json!("Bea Meyer"), json!("Bea Maier")).unwrap();
    store.follow_up(bea, NOW.plus(3600), &[("text", json!("call"))]);
    assert_eq!(store.found("view:soon"), [anna]);
    store.edit(bea, "name", json!("Bea Maier"), json!("Bea Meyer")).unwrap();
    assert_eq!(store.found("view:soon"), [anna, bea]);
    save(&store, "Soon", "name:bea").unwrap();
    assert_eq!(store.found("view:soon"), [bea]);
}

#[test]
fn a_view_is_a_filter_of_other_queries() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna Meyer")), ("tags", json!(["vip"]))]);
    let bea = store.add(&[("name", json!("Bea Meyer")), ("city", json!("Bonn"))]);
    let cem = store.add(&[("name", json!("Cem"))]);
    save(&store, "VIPs", "tag:vip").unwrap();
    save(&store, "Am Rhein", "city:bonn").unwrap();
    for (query, found) in [
        ("view:vips", vec![anna]),
        ("-view:vips", vec![bea, cem]),
        ("视图:vips,\"am rhein\"", vec![anna, bea]),
        ("meyer -view:vips", vec![bea]),
    ] {
        assert_eq!(store.found(query), found, "{query}");
    }
    assert_eq!(
        blamed(store.ask::<search::Response>(search::Request::Find {
            query: "view:none".into(),
            offset: 0,
            limit: 1,
            around: None
        })),
        "query"
    );
    assert_eq!(blamed(save(&store, "Circle", "view:vips")), "query");
}

#[test]
fn an_equal_name_is_replaced_and_the_replacement_undone() {
    let store = store();
    save(&store, "Bonn", "city:bonn").unwrap();
    save(&store, "bonn", "city:bonn tag:vip").unwrap();
    assert_eq!(listed(&store), [row("Bonn", "city:bonn tag:vip")]);
    store.undo().unwrap();
    assert_eq!(listed(&store), [row("Bonn", "city:bonn")]);
}

#[test]
fn a_view_is_removed_once_and_what_is_no_view_is_refused() {
    let store = store();
    save(&store, "Bonn", "city:bonn").unwrap();
    let remove = || store.ask::<Response>(Request::Remove(ViewId(1)));
    remove().unwrap();
    assert!(matches!(remove(), Err(Refusal::NotFound { .. })));
    assert_eq!(blamed(save(&store, " ", "tag:vip")), "name");
    assert_eq!(blamed(save(&store, "x", "nonsense:vip")), "query");
}
