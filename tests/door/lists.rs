//! Call lists: every customer with one agent at a time, tried as often as the rule says.

use crate::support::{NOW, Store, ask, blamed, store};
use callsheet::domain::call_list::RetryRule;
use callsheet::domain::id::{CustomerId, ListId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::Party;
use callsheet::domain::phone::Phone;
use callsheet::domain::role::Role;
use callsheet::door::calls::{self, WrapUp};
use callsheet::door::lists::{Next, Request, Response, Status};
use callsheet::door::{Door, Refusal, customers, do_not_contact};
use serde_json::json;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

fn autumn(store: &Store, names: &[&str]) -> Vec<CustomerId> {
    let add = |name: &&str| store.add(&[("name", json!(name)), ("tags", json!(["autumn"]))]);
    let ids = names.iter().map(add).collect();
    let Response::Created { customers, .. } = create(store, "Autumn", "tag:autumn").unwrap() else { panic!() };
    assert_eq!(customers, names.len());
    ids
}

fn create(store: &Store, name: &str, query: &str) -> Result<Response, Refusal> {
    let retry = RetryRule { attempts: 2, hours: 4 };
    store.ask(Request::Create { name: name.into(), query: query.into(), script: "Hello".into(), retry })
}

fn next(door: &dyn Door) -> Option<Next> {
    match ask(door, Request::Next("autumn".into())).unwrap() {
        Response::Next(next) => next,
        other => panic!("{other:?}"),
    }
}

fn customer(door: &dyn Door) -> Option<CustomerId> {
    next(door).map(|next| next.customer.id)
}

fn tried(door: &dyn Door, disposition: &str) {
    let member = next(door).unwrap().member;
    let _: Response = ask(door, Request::Attempt { member, disposition: disposition.into() }).unwrap();
}

fn status(store: &Store) -> Status {
    let Response::Status(status) = store.ask(Request::Status("L1".into())).unwrap() else { panic!() };
    status
}

#[test]
fn a_customer_is_with_one_agent_at_a_time() {
    let store = store();
    let ids = autumn(&store, &["Anna", "Bea"]);
    let (bo, cy) = (store.colleague("bo", Role::Agent), store.colleague("cy", Role::Agent));
    assert_eq!((customer(&bo), customer(&cy)), (Some(ids[0]), Some(ids[1])));
    assert_eq!((customer(&bo), customer(&cy)), (Some(ids[0]), Some(ids[1])), "what one has comes back first");
    assert_eq!(customer(&store.admin), None);
    let status = status(&store);
    assert_eq!((status.total, status.leased, status.waiting), (2, 2, 0));
    store.pass(15 * MINUTE);
    assert_eq!(customer(&store.admin), Some(ids[0]), "a lease runs out");
    assert_eq!(customer(&bo), Some(ids[1]));
    assert_eq!(next(&bo).unwrap().script, "Hello");
}

#[test]
fn four_agents_at_once_get_four_customers() {
    let store = store();
    let ids = autumn(&store, &["A", "B", "C", "D"]);
    let agents: Vec<_> = ["bo", "cy", "di", "ed"].map(|login| store.colleague(login, Role::Agent)).into();
    let mut leased: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = agents.iter().map(|agent| scope.spawn(move || customer(agent).unwrap())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    leased.sort_unstable();
    assert_eq!(leased, ids);
}

#[test]
fn who_was_not_reached_is_tried_again_later_and_not_for_ever() {
    let store = store();
    let ids = autumn(&store, &["Anna"]);
    tried(&store.admin, "no-answer");
    assert_eq!((customer(&store.admin), status(&store).waiting), (None, 1));
    store.pass(4 * HOUR - 1);
    assert_eq!(customer(&store.admin), None);
    store.pass(1);
    assert_eq!(customer(&store.admin), Some(ids[0]));
    tried(&store.admin, "4");
    store.pass(24 * HOUR);
    assert_eq!(customer(&store.admin), None);
    let status = status(&store);
    assert_eq!((status.exhausted, status.attempts, status.waiting), (1, 2, 0));
}

#[test]
fn an_attempt_names_a_disposition_and_can_be_undone() {
    let store = store();
    autumn(&store, &["Anna"]);
    let member = next(&store.admin).unwrap().member;
    let attempt = |given: &str| store.ask::<Response>(Request::Attempt { member, disposition: given.into() });
    assert_eq!(blamed(attempt("77")), "disposition");
    attempt("1").unwrap();
    assert_eq!((status(&store).reached, status(&store).attempts), (1, 1));
    store.undo().unwrap();
    assert_eq!((status(&store).reached, status(&store).leased, status(&store).attempts), (0, 1, 0));
}

#[test]
fn who_complains_or_must_not_be_called_is_skipped() {
    let store = store();
    let ids = autumn(&store, &["Complains", "Suppressed", "By mail only", "Archived", "Merged", "Fine", "Keeper"]);
    store.ticket(ids[0], &[("text", json!("late")), ("kind", json!("complaint"))]);
    for (id, number, channel) in [(ids[1], "030 1111111", ""), (ids[2], "030 2222222", "sms")] {
        store.edit(id, "phones", json!([]), json!([Phone::read(number, "DE")])).unwrap();
        let add = do_not_contact::Request::Add { address: number.into(), channel: channel.into(), why: String::new() };
        let _: do_not_contact::Response = store.ask(add).unwrap();
    }
    let _: customers::Response = store.ask(customers::Request::Archive(ids[3], true)).unwrap();
    let _: customers::Response = store.ask(customers::Request::Merge { keep: ids[6], other: ids[4] }).unwrap();
    for expected in [ids[2], ids[5], ids[6]] {
        assert_eq!(customer(&store.admin), Some(expected));
        tried(&store.admin, "1");
    }
    assert_eq!(customer(&store.admin), None);
    let status = status(&store);
    assert_eq!((status.total, status.skipped, status.reached), (7, 4, 3));
}

#[test]
fn a_wrap_up_of_a_call_from_a_list_is_an_attempt() {
    let store = store();
    let ids = autumn(&store, &["Anna", "Bea"]);
    let wrap_up = |id, disposition: &str| {
        let interaction = Interaction {
            party: Party::Customer(id),
            at: NOW,
            disposition: disposition.into(),
            ..Interaction::default()
        };
        let wrap_up = WrapUp { interaction, next_step: None, deal: None, list: Some(ListId(1)) };
        let _: calls::Response = store.ask(calls::Request::WrapUp(Box::new(wrap_up))).unwrap();
    };
    wrap_up(next(&store.admin).unwrap().customer.id, "1");
    wrap_up(next(&store.admin).unwrap().customer.id, "2");
    let counts = status(&store);
    assert_eq!((counts.reached, counts.waiting, counts.attempts), (1, 1, 2));
    assert_eq!(store.card(ids[0]).timeline[0].list, Some(ListId(1)));
    store.undo().unwrap();
    assert_eq!((status(&store).leased, status(&store).attempts), (1, 1));
}

#[test]
fn a_list_has_a_name_of_its_own_and_a_readable_query() {
    let store = store();
    autumn(&store, &["Anna"]);
    assert_eq!(blamed(create(&store, "AUTUMN", "anna")), "name");
    assert_eq!(blamed(create(&store, " ", "anna")), "name");
    assert_eq!(blamed(create(&store, "x", "nonsense:1")), "query");
    assert!(matches!(store.ask::<Response>(Request::Next("winter".into())), Err(Refusal::NotFound { .. })));
    let Response::All(lists) = store.ask(Request::All).unwrap() else { panic!() };
    assert_eq!(lists.len(), 1);
}
