//! Saved views: a query under a name, with a live count.

use crate::support::{Store, blamed, store};
use callsheet::domain::id::ViewId;
use callsheet::door::views::{Request, Response};
use callsheet::door::{Refusal, search};
use serde_json::json;

fn save(store: &Store, name: &str, query: &str) -> Result<Response, Refusal> {
    store.ask(Request::Save { name: name.into(), query: query.into() })
}

fn listed(store: &Store) -> Vec<(String, String, usize)> {
    let Response::List(views) = store.ask(Request::List).unwrap() else { panic!() };
    views.into_iter().map(|(view, count)| (view.name, view.query, count)).collect()
}

fn row(name: &str, query: &str, count: usize) -> (String, String, usize) {
    (name.into(), query.into(), count)
}

#[test]
fn a_view_counts_who_fits_now() {
    let store = store();
    save(&store, " VIPs ", "tag:vip").unwrap();
    assert_eq!(listed(&store), [row("VIPs", "tag:vip", 0)]);
    store.add(&[("name", json!("Anna")), ("tags", json!(["vip"]))]);
    assert_eq!(listed(&store), [row("VIPs", "tag:vip", 1)]);
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
        blamed(store.ask::<search::Response>(search::Request::Find { query: "view:none".into(), offset: 0, limit: 1 })),
        "query"
    );
    assert_eq!(blamed(save(&store, "Circle", "view:vips")), "query");
}

#[test]
fn an_equal_name_is_replaced_and_the_replacement_undone() {
    let store = store();
    save(&store, "Bonn", "city:bonn").unwrap();
    save(&store, "bonn", "city:bonn tag:vip").unwrap();
    assert_eq!(listed(&store), [row("Bonn", "city:bonn tag:vip", 0)]);
    store.undo().unwrap();
    assert_eq!(listed(&store), [row("Bonn", "city:bonn", 0)]);
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
