//! Changes, audit and undo.

use crate::support::{NOW, ask, draft, session, store};
use callsheet::domain::disposition;
use callsheet::domain::edit::Change;
use callsheet::domain::id::DealId;
use callsheet::domain::interaction::{Direction, Interaction};
use callsheet::domain::party::Party;
use callsheet::domain::role::Role;
use callsheet::door::calls::{NextStep, WrapUp};
use callsheet::door::refusal::Clash;
use callsheet::door::search::Found;
use callsheet::door::{Edit, Refusal, audit, calls, customers, deals, follow_ups, search, undo, users};
use serde_json::json;

fn find(store: &crate::support::Store, query: &str) -> Found {
    let request = search::Request::Find { query: query.into(), offset: 0, limit: 10, around: None };
    let search::Response::Found(found) = store.ask(request).unwrap();
    found
}

#[test]
fn what_is_answered_is_found() {
    let store = store();
    find(&store, "nobody yet");
    let anna = store.add(&[("name", json!("Anna Meyer")), ("city", json!("Berlin")), ("tags", json!(["vip"]))]);
    let zhang = store.add(&[("name", json!("张伟"))]);
    assert_eq!(find(&store, "meyer").rows[0].id, anna);
    assert_eq!(find(&store, "zw").rows[0].id, zhang);
    assert_eq!(find(&store, "tag:vip city:berlin").rows[0].id, anna);
    assert_eq!(find(&store, "tag:vip -city:berlin").matched, 0);
    let edit = Edit {
        id: anna,
        changes: vec![Change { field: "name".into(), from: json!("Anna Meyer"), to: json!("Anna Schulz") }],
    };
    let _: customers::Response = store.ask(customers::Request::Edit(edit)).unwrap();
    assert_eq!(find(&store, "schulz").rows[0].id, anna);
    assert_eq!(find(&store, "\"meyer\"").matched, 0);
}

#[test]
fn a_wrap_up_is_one_change_and_one_undo() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna Meyer"))]);
    let deal = draft(&[("customer", json!(anna.to_string())), ("title", json!("Website"))]);
    let _: deals::Response = store.ask(deals::Request::Add(deal)).unwrap();
    let interaction = Interaction {
        party: Party::Customer(anna),
        direction: Direction::In,
        at: NOW,
        text: "wants the quote".into(),
        disposition: "1".into(),
        ..Interaction::default()
    };
    let next_step =
        Some(NextStep { due: NOW.plus(86_400), all_day: false, text: "call with quote".into(), owner: None });
    let wrap_up = WrapUp { interaction, next_step, deal: Some((DealId(1), "prop".into())), list: None };
    let done: calls::Response = store.ask(calls::Request::WrapUp(Box::new(wrap_up))).unwrap();
    assert!(matches!(done, calls::Response::WrappedUp { stage: Some(stage), .. } if stage == "proposal"));

    let card = store.card(anna);
    assert_eq!(card.timeline[0].disposition, disposition::defaults()[0].slug);
    assert_eq!(card.deals[0].stage, "proposal");
    assert_eq!(card.follow_ups[0].text, "call with quote");

    let undone: undo::Response = store.ask(undo::Request::Undo(None)).unwrap();
    let undo::Response::Undone { reopened, .. } = undone else { panic!("{undone:?}") };
    assert_eq!(reopened.unwrap().text, "wants the quote");
    let card = store.card(anna);
    assert_eq!((card.timeline.len(), card.follow_ups.len(), card.deals[0].stage.as_str()), (0, 0, "new"));

    let _: undo::Response = store.ask(undo::Request::Redo).unwrap();
    let card = store.card(anna);
    assert_eq!((card.timeline.len(), card.follow_ups.len(), card.deals[0].stage.as_str()), (1, 1, "proposal"));
    let nothing: Result<undo::Response, _> = store.ask(undo::Request::Redo);
    assert_eq!(nothing, Err(Refusal::NothingToUndo));
}

#[test]
fn a_later_change_to_the_same_field_is_never_overwritten_by_an_undo() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let rename = |from: &str, to: &str| {
        let changes = vec![Change { field: "name".into(), from: json!(from), to: json!(to) }];
        store.ask::<customers::Response>(customers::Request::Edit(Edit { id: anna, changes }))
    };
    rename("Anna", "Anne").unwrap();
    let undo::Response::Peek(Some(first)) = store.ask(undo::Request::Peek).unwrap() else { panic!() };
    rename("Anne", "Anke").unwrap();
    let clash = |seen: &str, mine: &str| Clash {
        field: "name".into(),
        seen: seen.into(),
        mine: mine.into(),
        theirs: "Anke".into(),
        ..Clash::default()
    };
    let refused: Result<undo::Response, _> = store.ask(undo::Request::Undo(Some(first.id)));
    let clashes = vec![Clash { record: format!("{anna} Anke"), ..clash("Anne", "Anna") }];
    assert_eq!(refused, Err(Refusal::ChangedSince { clashes, count: 1 }));
    assert_eq!(store.card(anna).customer.name, "Anke");
    let conflict = rename("Anne", "Anja");
    assert_eq!(conflict, Err(Refusal::Conflict(vec![clash("Anne", "Anja")])));
}

#[test]
fn an_agent_does_what_an_agent_may() {
    let store = store();
    let user =
        draft(&[("name", json!("Bo")), ("login", json!("bo")), ("os_user", json!("bo")), ("role", json!("agent"))]);
    let _: users::Response = store.ask(users::Request::Add(user)).unwrap();
    let bo = session(&store.keeper, "bo");
    let add = |name: &str| customers::Request::Add(draft(&[("name", json!(name))]));
    assert!(ask::<customers::Response>(&bo, add("Anna")).is_ok());
    assert!(matches!(ask::<audit::Response>(&bo, audit::Request::Verify { head: None }), Err(Refusal::NotAllowed(_))));
    let _: users::Response = store.ask(users::Request::SetRole { login: "bo".into(), role: Role::Auditor }).unwrap();
    assert!(matches!(ask::<customers::Response>(&bo, add("Bea")), Err(Refusal::NotAllowed(_))), "at once");
    let last_admin: Result<users::Response, _> =
        store.ask(users::Request::SetRole { login: "root".into(), role: Role::Agent });
    assert!(matches!(last_admin, Err(Refusal::Invalid { .. })));
}

#[test]
fn every_change_is_in_the_audit_log_without_values() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let changes = vec![Change { field: "city".into(), from: json!(""), to: json!("Köln") }];
    let _: customers::Response = store.ask(customers::Request::Edit(Edit { id: anna, changes })).unwrap();
    let audit::Response::Entries(entries) = store.ask(audit::Request::Read { after: 0, limit: 9 }).unwrap() else {
        panic!()
    };
    let requests: Vec<_> = entries.iter().map(|(_, entry)| entry.request.as_str()).collect();
    assert_eq!(requests, ["system-found", "customers-add", "customers-edit"]);
    assert_eq!(entries[2].1.touched[0].fields, ["city"]);
    assert!(!serde_json::to_string(&entries).unwrap().contains("Köln"));
    let audit::Response::Verified { entries, head } = store.ask(audit::Request::Verify { head: None }).unwrap() else {
        panic!()
    };
    assert_eq!(entries, 3);
    let kept: audit::Response = store.ask(audit::Request::Verify { head: Some(head) }).unwrap();
    assert!(matches!(kept, audit::Response::Verified { .. }));
    let strange: audit::Response = store.ask(audit::Request::Verify { head: Some("11".repeat(32)) }).unwrap();
    assert!(matches!(strange, audit::Response::Broken { .. }));
}

#[test]
fn the_queue_has_callbacks_by_the_clock_first() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let plan = |kind: &str, hours: i64, text: &str| {
        let due = json!(NOW.plus(hours * 3600).to_string());
        let fields =
            [("customer", json!(anna.to_string())), ("due", due), ("kind", json!(kind)), ("text", json!(text))];
        let _: follow_ups::Response = store.ask(follow_ups::Request::Add(draft(&fields))).unwrap();
    };
    plan("task", -30, "overdue");
    plan("callback", 2, "callback at four");
    plan("task", 3, "today");
    plan("callback", -1, "callback at one");
    plan("task", 48, "later");
    let queue: follow_ups::Response =
        store.ask(follow_ups::Request::Queue(follow_ups::QueueFilter::default())).unwrap();
    let follow_ups::Response::Queue(queue) = queue else { panic!("{queue:?}") };
    let texts: Vec<_> = queue.items.iter().map(|item| item.follow_up.text.as_str()).collect();
    assert_eq!(texts, ["callback at one", "callback at four", "overdue", "today", "later"]);
    assert!(queue.items.iter().all(|item| item.owner_name == "root" && item.customer_name == "Anna"));
}
