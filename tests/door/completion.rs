//! What a query may go on with, as it is typed.

use crate::support::{Store, store};
use callsheet::door::completion::{Named, Request, Response};
use callsheet::door::{customers, users, views};
use serde_json::json;

/// The offers at the end of a query, as the query would be with each.
fn offered(store: &Store, query: &str) -> Vec<String> {
    let request = Request::Offer { query: query.into(), cursor: query.len() };
    let Response::Offers(offers) = store.ask(request).unwrap() else { panic!() };
    let with = offers.iter().map(|offer| {
        let mut text = query.to_owned();
        text.replace_range(offer.replaces.clone(), &offer.with);
        offer.count.map_or_else(|| text.clone(), |count| format!("{text}({count})"))
    });
    with.collect()
}

fn town() -> Store {
    let store = store();
    for (name, city, company, tags) in [
        ("Anna", "Köln", "Otto Versand", json!(["VIP", "key account"])),
        ("Bea", "Köln", "Otto Versand", json!(["VIP"])),
        ("Cem", "Kiel", "Ott", json!(["vip", "cold"])),
        ("张伟", "上海", "", json!([])),
    ] {
        store.add(&[("name", json!(name)), ("city", json!(city)), ("company", json!(company)), ("tags", tags)]);
    }
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let save = views::Request::Save { name: "Am Rhein".into(), query: "city:köln".into() };
    let _: views::Response = store.ask(save).unwrap();
    store.find("the index is there");
    store
}

#[test]
fn names_and_values_are_offered_the_commonest_first_in_the_language_typed() {
    let store = town();
    for (query, offers) in [
        ("ta", vec!["tag:"]),
        ("anna -co", vec!["anna -country:", "anna -company:", "anna -consent:"]),
        ("城", vec!["城市:"]),
        ("tag:", vec!["tag:VIP (3)", "tag:cold (1)", "tag:\"key account\" (1)"]),
        ("tag:VI", vec!["tag:VIP (3)"]),
        ("tag:vip,k", vec!["tag:vip,\"key account\" (1)"]),
        ("tag:acc", vec!["tag:\"key account\" (1)"]),
        ("city:k", vec!["city:Köln (2)", "city:Kiel (1)"]),
        ("city:kol", vec!["city:Köln (2)"]),
        ("城市：上", vec!["城市：上海 (1)"]),
        ("company:\"otto v", vec!["company:\"Otto Versand\" (2)"]),
        ("stage:ne", vec!["stage:new ", "stage:negotiation "]),
        ("阶段:方", vec!["阶段:方案报价 "]),
        ("pipeline:", vec!["pipeline:sales "]),
        ("owner:", vec!["owner:me ", "owner:root ", "owner:North ", "owner:anyone "]),
        ("owner:n", vec!["owner:North "]),
        ("kind:o", vec!["kind:organisation "]),
        ("到期:今", vec!["到期:今天 "]),
        ("view:am", vec!["view:\"Am Rhein\" "]),
        ("value>1", vec![]),
        ("name:an", vec![]),
        ("anna ", vec![]),
    ] {
        assert_eq!(offered(&store, query), offers, "{query}");
    }
}

#[test]
fn what_is_offered_is_what_there_is_now() {
    let store = town();
    let anna = store.found("anna")[0];
    store.edit(anna, "city", json!("Köln"), json!("Kassel")).unwrap();
    assert_eq!(offered(&store, "city:k"), ["city:Kassel (1)", "city:Kiel (1)", "city:Köln (1)"]);
    let _: customers::Response = store.ask(customers::Request::Archive(anna, true)).unwrap();
    assert_eq!(offered(&store, "city:ka"), Vec::<String>::new());
}

#[test]
fn a_line_of_a_form_is_offered_whole_values_as_they_are_written() {
    let store = town();
    let _: users::Response = store.ask(users::Request::AddTeam("Rooftop".into())).unwrap();
    for (of, beginning, known) in [
        (Named::Tag, "k", vec!["key account"]),
        (Named::Tag, "VI", vec!["VIP"]),
        (Named::Company, "ott", vec!["Otto Versand", "Ott"]),
        (Named::City, "上", vec!["上海"]),
        (Named::User, "ro", vec!["root"]),
        (Named::Team, "ro", vec!["Rooftop"]),
        (Named::Owner, "ro", vec!["root", "Rooftop"]),
        (Named::Owner, "any", vec!["anyone"]),
        (Named::Source, "x", vec![]),
    ] {
        let request = Request::Known { of, beginning: beginning.into() };
        let Response::Known(found) = store.ask(request).unwrap() else { panic!() };
        assert_eq!(found, known, "{of} {beginning}");
    }
}
