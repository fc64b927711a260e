//! Duplicates: found in the whole store, shown live, told apart for good, merged field by field and taken apart again.

use crate::support::{NOW, Store, ask, blamed, draft, store};
use callsheet::domain::customer::Customer;
use callsheet::domain::duplicate::{Pair, Sign};
use callsheet::domain::edit::Draft;
use callsheet::domain::id::CustomerId;
use callsheet::domain::phone::Phone;
use callsheet::door::duplicates::{Compared, Listed, Outcome, Request, Response, Row};
use callsheet::door::{Call, Delivery, Door, Part, Refusal, customers};
use callsheet::interop::demo::Demo;
use serde_json::{Value, json};

fn phones(numbers: &[&str]) -> Value {
    json!(numbers.iter().map(|number| Phone::read(number, "DE")).collect::<Vec<_>>())
}

/// Anna twice, and her husband.
fn meyers() -> (Store, [CustomerId; 3]) {
    let store = store();
    let anna = store.add(&[
        ("name", json!("Anna Meyer")),
        ("phones", phones(&["030 1234567"])),
        ("emails", json!(["anna@meyer.de"])),
        ("city", json!("Berlin")),
    ]);
    let again = store.add(&[
        ("name", json!("Meyer, Anna")),
        ("phones", phones(&["+49 (30) 123-45-67", "0171 2345678"])),
        ("emails", json!(["ANNA@meyer.de"])),
        ("street", json!("Am Markt 1")),
    ]);
    let bernd = store.add(&[("name", json!("Bernd Meyer")), ("phones", phones(&["030 1234567"]))]);
    (store, [anna, again, bernd])
}

fn look(store: &Store) -> Listed {
    let _: Response = store.ask(Request::Find).unwrap();
    list(store, 0, 100)
}

fn list(store: &Store, from: usize, limit: usize) -> Listed {
    match store.ask(Request::List { from, limit, least: Pair::LIKELY }).unwrap() {
        Response::Listed(listed) => listed,
        other => panic!("{other:?}"),
    }
}

fn pairs(listed: &Listed) -> Vec<(CustomerId, CustomerId)> {
    listed.rows.iter().map(|row| (row.pair.one, row.pair.other)).collect()
}

fn rows(store: &Store, request: Request) -> Vec<Row> {
    match store.ask(request).unwrap() {
        Response::Found(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn like(store: &Store, fields: &[(&str, Value)]) -> Vec<CustomerId> {
    rows(store, Request::Like(draft(fields))).iter().map(|row| row.other.id).collect()
}

fn card(store: &Store, id: CustomerId) -> Customer {
    match store.ask(customers::Request::Card(id)).unwrap() {
        customers::Response::Card(card) => card.customer,
        other => panic!("{other:?}"),
    }
}

fn merge(store: &Store, keep: CustomerId, other: CustomerId, take: &[&str]) -> Result<customers::Response, Refusal> {
    let take = take.iter().map(|field| (*field).to_owned()).collect();
    store.ask(customers::Request::Merge { keep, other, take })
}

fn outcome(store: &Store, request: Request) -> Outcome {
    match store.ask(request).unwrap() {
        Response::Outcome(outcome) => *outcome,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_listed_before_anybody_looked_and_then_it_stays() {
    let (store, [anna, again, _]) = meyers();
    assert_eq!(list(&store, 0, 9), Listed::default());
    let listed = look(&store);
    assert_eq!((listed.at, listed.open), (Some(NOW), 1));
    assert_eq!(pairs(&listed), [(anna, again)], "her husband is somebody else");
    assert_eq!((listed.rows[0].one.name.as_str(), listed.rows[0].other.name.as_str()), ("Anna Meyer", "Meyer, Anna"));
    let signs: Vec<Sign> = listed.rows[0].pair.evidence.iter().map(|evidence| evidence.sign).collect();
    assert_eq!(signs, [Sign::SameEmail, Sign::SamePhone, Sign::SwappedName]);
    let store = store.reopened_after(60);
    assert_eq!(pairs(&list(&store, 0, 9)), [(anna, again)]);
}

#[test]
fn a_look_tells_how_far_it_is_and_can_be_stopped() {
    let store = store();
    store.take(Demo::new(7, 3_000, NOW).collect());
    let ticket = store.admin.send(Call::by_person(Request::Find));
    let mut told = 0;
    let answer = store.admin.inbox().iter().find_map(|delivery| match delivery {
        Delivery::Part(to, Part::Progress(_)) if to == ticket => {
            told += 1;
            store.admin.cancel(ticket);
            None
        }
        Delivery::Done(to, answer) if to == ticket => Some(answer),
        _ => None,
    });
    assert!(told > 0);
    // It may have been through before it heard; then what it found is kept.
    match answer.unwrap() {
        Err(refusal) => {
            assert_eq!(refusal, Refusal::Cancelled);
            assert_eq!(list(&store, 0, 9).at, None);
        }
        Ok(_) => assert_eq!(list(&store, 0, 9).at, Some(NOW)),
    }
    assert!(look(&store).at.is_some(), "and it can be begun again");
}

#[test]
fn pages_hold_every_pair_once() {
    let store = store();
    for number in 0..7 {
        for _ in 0..2 {
            let email = format!("guest{number}@example.com");
            store.add(&[("name", json!(format!("Guest Number{number}"))), ("emails", json!([email]))]);
        }
    }
    look(&store);
    let (mut from, mut seen) = (Some(0), Vec::new());
    while let Some(place) = from {
        let page = list(&store, place, 3);
        assert!(page.rows.len() <= 3);
        seen.extend(pairs(&page));
        from = page.next;
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..7).map(|n| (CustomerId(2 * n + 1), CustomerId(2 * n + 2))).collect::<Vec<_>>());
}

#[test]
fn who_is_being_entered_is_found_by_number_address_and_name_however_they_are_written() {
    let (store, [anna, again, bernd]) = meyers();
    let found = like(&store, &[("name", json!("Meyer")), ("emails", json!(["Anna@Meyer.de"]))]);
    assert_eq!(found, [anna, again]);
    let found = like(&store, &[("name", json!("Meyer Bernd")), ("phones", phones(&["0049 30 1234567"]))]);
    assert_eq!(found, [bernd]);
    assert_eq!(like(&store, &[("name", json!("Anna Meyer"))]), [], "a name alone tells too little");
    assert_eq!(like(&store, &[]), []);
    let refused: Result<Response, _> = store.ask(Request::Like(draft(&[("phones", json!("none"))])));
    assert_eq!(blamed(refused), "phones");
}

#[test]
fn who_is_not_the_same_is_never_shown_as_it_again_unless_that_is_taken_back() {
    let (store, [anna, again, _]) = meyers();
    look(&store);
    let _: Response = store.ask(Request::KeepApart(anna, again)).unwrap();
    assert_eq!(list(&store, 0, 9).rows, []);
    assert_eq!(look(&store).rows, []);
    assert_eq!(rows(&store, Request::Of(again)), []);
    let touched = store.audit().pop().unwrap();
    assert_eq!(touched.request, "duplicates-keep-apart");
    store.undo().unwrap();
    assert_eq!(pairs(&look(&store)), [(anna, again)]);
    assert_eq!(blamed(store.ask::<Response>(Request::KeepApart(anna, anna))), "other");
}

#[test]
fn a_pair_that_is_merged_or_changed_is_not_shown_as_it_was() {
    let (store, [anna, again, _]) = meyers();
    look(&store);
    merge(&store, anna, again, &[]).unwrap();
    assert_eq!(list(&store, 0, 9).rows, []);
    store.undo().unwrap();
    assert_eq!(pairs(&look(&store)), [(anna, again)]);
    store.edit(again, "name", json!("Meyer, Anna"), json!("Otto Schulz")).unwrap();
    assert_eq!(list(&store, 0, 9).rows, [], "weighed as it is now");
}

#[test]
fn a_merge_takes_the_chosen_fields_and_taking_apart_gives_them_back_whenever_it_is() {
    let (store, [anna, again, _]) = meyers();
    let before = [anna, again].map(|id| card(&store, id));
    merge(&store, anna, again, &["name", "phones", "street"]).unwrap();
    let merged = card(&store, anna);
    assert_eq!((merged.name.as_str(), merged.city.as_str()), ("Meyer, Anna", "Berlin"));
    assert_eq!(merged.street, "Am Markt 1");
    let keys: Vec<String> = merged.phones.iter().map(Phone::key).collect();
    assert_eq!(keys, ["+49301234567", "+491712345678"], "the same number in other spelling comes once");
    store.edit(anna, "city", json!("Berlin"), json!("Bonn")).unwrap();
    let store = store.reopened_after(400 * 86_400);
    let _: customers::Response = store.ask(customers::Request::Unmerge { keep: anna, other: again }).unwrap();
    let after = [anna, again].map(|id| card(&store, id));
    assert_eq!(after, [Customer { city: "Bonn".into(), ..before[0].clone() }, before[1].clone()]);
}

#[test]
fn only_a_field_there_is_can_be_taken_over() {
    let (store, [anna, again, _]) = meyers();
    for field in ["nmae", "members", "id"] {
        assert_eq!(blamed(merge(&store, anna, again, &[field])), "take");
    }
    assert_eq!(card(&store, again).id, again, "and nobody is merged");
}

#[test]
fn two_are_compared_as_they_stand() {
    let (store, [anna, again, bernd]) = meyers();
    let Response::Compared { both, .. } = store.ask(Request::Compare(bernd, anna)).unwrap() else { panic!() };
    let Compared { pair, one, other } = *both;
    assert_eq!((one.id, other.id), (anna, bernd));
    assert!(pair.score < Pair::LIKELY && pair.evidence.iter().any(|e| e.sign == Sign::OtherGivenName), "{pair:?}");
    merge(&store, anna, again, &[]).unwrap();
    assert_eq!(blamed(store.ask::<Response>(Request::Compare(anna, again))), "other", "they are one already");
}

#[test]
fn all_that_are_certain_are_seen_merged_and_taken_back_as_one() {
    let store = store();
    let twice = |name: &str, more: &[(&str, Value)]| {
        let mut fields =
            vec![("name", json!(name)), ("emails", json!([format!("{}@example.com", name.replace(' ', "."))]))];
        let one = store.add(&fields);
        fields.extend(more.iter().cloned());
        (one, store.add(&fields))
    };
    let anna = twice("Anna Meyer", &[("city", json!("Berlin"))]);
    let otto = twice("Otto Schulz", &[]);
    let likely = store.add(&[("name", json!("Otto Schulz")), ("city", json!("Bonn"))]);
    look(&store);
    let revision = store.status().revision;
    let seen = outcome(&store, Request::PreviewMerge(Pair::CERTAIN));
    assert_eq!((seen.matched, seen.rows.len(), seen.undo), (2, 2, None));
    assert_eq!(store.status().revision, revision);
    let made = outcome(&store, Request::MergeAll(Pair::CERTAIN));
    assert_eq!((made.matched, made.merged, made.refused, made.ended), (2, 2, 0, None));
    assert_eq!(card(&store, anna.1), card(&store, anna.0));
    assert_eq!(card(&store, anna.0).city, "Berlin", "what the older one lacked is filled in");
    assert_eq!(store.found("schulz"), [otto.0, likely]);
    store.undo().unwrap();
    assert_eq!(store.found("schulz"), [otto.0, otto.1, likely]);
    assert_eq!(card(&store, anna.0).city, "");
}

#[test]
fn who_was_said_to_be_somebody_else_is_not_merged_by_way_of_a_third() {
    let store = store();
    let fields = [("name", json!("Anna Meyer")), ("emails", json!(["anna@example.com"]))];
    let [one, other, third] = [(); 3].map(|()| store.add(&fields));
    let _: Response = store.ask(Request::KeepApart(one, other)).unwrap();
    look(&store);
    let made = outcome(&store, Request::MergeAll(Pair::CERTAIN));
    assert_eq!(made.merged, 1);
    assert_ne!(card(&store, one).id, card(&store, other).id);
    assert!([card(&store, one).id, card(&store, other).id].contains(&card(&store, third).id));
}

#[test]
fn an_empty_draft_and_an_empty_store_have_no_duplicates() {
    let store = store();
    assert_eq!(look(&store).rows, []);
    assert_eq!(ask::<Response>(&store.admin, Request::Like(Draft::default())), Ok(Response::Found(Vec::new())));
    assert_eq!(outcome(&store, Request::MergeAll(Pair::CERTAIN)), Outcome::default());
}
