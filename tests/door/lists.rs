//! Call lists: every customer with one agent at a time, tried as often as the rule says.

use crate::support::{NOW, Store, ask, blamed, store};
use callsheet::domain::call_list::{MemberState, Skip};
use callsheet::domain::id::{CustomerId, ListId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::Party;
use callsheet::domain::phone::Phone;
use callsheet::domain::role::Role;
use callsheet::door::bulk::Whom;
use callsheet::door::calls::{self, WrapUp};
use callsheet::door::lists::{NewList, Next, Request, Response, Status, Turn};
use callsheet::door::{Door, Refusal, customers, do_not_contact, tickets};
use serde_json::json;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

fn autumn(store: &Store, names: &[&str]) -> Vec<CustomerId> {
    let add = |(name, at): (&&str, usize)| {
        let phones = json!([Phone::read(&format!("030 90000{at:02}"), "DE")]);
        store.add(&[("name", json!(name)), ("tags", json!(["autumn"])), ("phones", phones)])
    };
    let ids = names.iter().zip(1..).map(add).collect();
    let Response::Created { customers, .. } = create(store, "Autumn", "tag:autumn").unwrap() else { panic!() };
    assert_eq!(customers, names.len());
    ids
}

fn create(store: &Store, name: &str, query: &str) -> Result<Response, Refusal> {
    made(store, NewList { name: name.into(), whom: Whom::Query(query.into()), ..like("Hello", "8-21") })
}

fn made(store: &Store, list: NewList) -> Result<Response, Refusal> {
    store.ask(Request::Create(Box::new(list)))
}

fn like(script: &str, hours: &str) -> NewList {
    NewList {
        name: "Autumn".into(),
        whom: Whom::Query("tag:autumn".into()),
        script: script.into(),
        hours: Some(hours.parse().unwrap()),
        retry: "2x4h".parse().unwrap(),
    }
}

fn turn(door: &dyn Door) -> Turn {
    match ask(door, Request::Next("autumn".into())).unwrap() {
        Response::Next(turn) => *turn,
        other => panic!("{other:?}"),
    }
}

fn next(door: &dyn Door) -> Option<Next> {
    turn(door).next
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
    *status
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
fn the_place_on_the_list_goes_on_though_nobody_answers() {
    let store = store();
    autumn(&store, &["A", "B", "C"]);
    for place in 1..=3 {
        let next = next(&store.admin).unwrap();
        assert_eq!((next.turn, next.total), (place, 3));
        tried(&store.admin, "no-answer");
    }
    store.pass(4 * HOUR);
    assert_eq!(next(&store.admin).unwrap().turn, 1, "the first one comes again");
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
fn who_complains_or_must_not_be_called_is_passed_over_and_it_is_said_why() {
    let store = store();
    let names = ["Complains", "Suppressed", "By mail only", "Archived", "Merged", "Fine", "Keeper", "No number"];
    let ids = autumn(&store, &names);
    let complaint = store.ticket(ids[0], &[("text", json!("late")), ("kind", json!("complaint"))]);
    for (id, number, channel) in [(ids[1], "030 1111111", ""), (ids[2], "030 2222222", "sms")] {
        let before = json!(store.card(id).customer.phones);
        store.edit(id, "phones", before, json!([Phone::read(number, "DE")])).unwrap();
        let add = do_not_contact::Request::Add { address: number.into(), channel: channel.into(), why: String::new() };
        let _: do_not_contact::Response = store.ask(add).unwrap();
    }
    let _: customers::Response = store.ask(customers::Request::Archive(ids[3], true)).unwrap();
    let _: customers::Response =
        store.ask(customers::Request::Merge { keep: ids[6], other: ids[4], take: Vec::new() }).unwrap();
    store.edit(ids[7], "phones", json!(store.card(ids[7]).customer.phones), json!([])).unwrap();

    let first = turn(&store.admin);
    assert_eq!(first.next.unwrap().customer.id, ids[2]);
    let passed: Vec<_> = first.passed.iter().map(|passed| (passed.name.as_str(), passed.why)).collect();
    assert_eq!(passed, [("Complains", Skip::Complaint), ("Suppressed", Skip::DoNotContact)]);
    for expected in [ids[2], ids[5], ids[6]] {
        assert_eq!(customer(&store.admin), Some(expected));
        tried(&store.admin, "1");
    }
    assert_eq!(customer(&store.admin), None);
    let counts = status(&store);
    assert_eq!((counts.total, counts.skipped, counts.reached, counts.waiting), (8, 4, 3, 1));

    let close = tickets::Request::Close { id: complaint, resolution: "sent again".into() };
    let _: tickets::Response = store.ask(close).unwrap();
    store.pass(24 * HOUR);
    assert_eq!(customer(&store.admin), Some(ids[0]), "a complaint that is resolved is no hindrance any more");
}

#[test]
fn nobody_is_called_outside_the_hours_by_their_own_clock() {
    let store = store();
    let ids = autumn(&store, &["In Berlin", "In Seattle", "In Shanghai until five"]);
    for (id, zone) in [(ids[1], "America/Los_Angeles"), (ids[2], "Asia/Shanghai")] {
        store.edit(id, "time_zone", json!(""), json!(zone)).unwrap();
    }
    store.edit(ids[2], "preferred_hours", json!(""), json!("before 17:00")).unwrap();
    assert_eq!(customer(&store.admin), Some(ids[0]), "14:05 in Berlin");
    tried(&store.admin, "1");
    let late = turn(&store.admin);
    let passed: Vec<_> = late.passed.iter().map(|passed| (passed.customer, passed.why)).collect();
    assert_eq!(passed, [(ids[1], Skip::Hours), (ids[2], Skip::Hours)], "05:05 in Seattle, 21:05 in Shanghai");
    assert_eq!((late.next, late.again.unwrap().to_string().as_str()), (None, "2026-11-18T16:00:00Z"));
    store.pass(3 * HOUR);
    assert_eq!(customer(&store.admin), Some(ids[1]), "08:05 in Seattle");
    tried(&store.admin, "1");
    store.pass(8 * HOUR);
    assert_eq!(customer(&store.admin), Some(ids[2]), "09:05 in Shanghai, the next morning");
}

#[test]
fn a_screen_that_is_gone_gives_back_what_it_had() {
    let store = store();
    let ids = autumn(&store, &["Anna"]);
    let bo = store.colleague("bo", Role::Agent);
    let screen = store.colleague("cy", Role::Agent);
    assert_eq!(customer(&screen), Some(ids[0]));
    assert_eq!(customer(&bo), None);
    drop(screen);
    assert_eq!(customer(&bo), Some(ids[0]), "and not only when the lease has run out");
}

#[test]
fn a_list_is_taken_back_although_its_customers_are_leased_but_not_once_they_were_tried() {
    let store = store();
    let bo = store.colleague("bo", Role::Agent);
    autumn(&store, &["Anna", "Bea"]);
    assert!(customer(&bo).is_some());
    store.undo().unwrap();
    assert!(matches!(store.ask::<Response>(Request::Status("L1".into())), Err(Refusal::NotFound { .. })));
    create(&store, "Autumn", "tag:autumn").unwrap();
    tried(&bo, "2");
    assert!(matches!(store.undo(), Err(Refusal::ChangedSince { .. })));
}

#[test]
fn a_supervisor_sees_what_came_of_each_customer_and_how_often() {
    let store = store();
    let ids = autumn(&store, &["Anna", "Bea", "Cem"]);
    tried(&store.admin, "1");
    tried(&store.admin, "2");
    tried(&store.admin, "6");
    let counts = status(&store);
    assert_eq!((counts.done(), counts.due, counts.waiting), (2, 0, 1), "a wrong number is not called again");
    assert_eq!(counts.outcomes.len(), 3);
    let Response::Results(results) = store.ask(Request::Results("Autumn".into())).unwrap() else { panic!() };
    let told: Vec<_> = results.iter().map(|one| (one.customer, one.state, one.disposition.as_str())).collect();
    let expected = [
        (ids[0], MemberState::Reached, "reached"),
        (ids[1], MemberState::Waiting, "no-answer"),
        (ids[2], MemberState::Exhausted, "wrong-number"),
    ];
    assert_eq!(told, expected);
    let Response::All(lists) = store.ask(Request::All).unwrap() else { panic!() };
    assert_eq!(
        (lists[0].name.as_str(), lists[0].hours.as_str(), lists[0].retry.as_str()),
        ("Autumn", "08:00-21:00", "2x4h")
    );
}

#[test]
fn marked_customers_make_a_list_too() {
    let store = store();
    let ids = autumn(&store, &["Anna", "Bea"]);
    let marked = NewList { name: "Marked".into(), whom: Whom::These(vec![ids[1]]), ..like("", "8-21") };
    let Response::Created { customers, .. } = made(&store, marked).unwrap() else { panic!() };
    assert_eq!(customers, 1);
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
    let unreadable = NewList { name: "x".into(), ..like("1 Yes -> nowhere", "8-21") };
    assert_eq!(blamed(made(&store, unreadable)), "script");
    let no_such_outcome = NewList { name: "x".into(), ..like("[bye] = 77\nGood-bye", "8-21") };
    assert_eq!(blamed(made(&store, no_such_outcome)), "script");
    assert!(matches!(store.ask::<Response>(Request::Next("winter".into())), Err(Refusal::NotFound { .. })));
    let Response::All(lists) = store.ask(Request::All).unwrap() else { panic!() };
    assert_eq!(lists.len(), 1);
}
