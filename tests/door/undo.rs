//! Undo and redo: every change, in any order, back and forth.

use crate::support::{Deed, NOW, Store, answer, ask, draft, edit, new_list, store};
use callsheet::domain::customer::Customer;
use callsheet::domain::edit::{Change, Side};
use callsheet::domain::id::{CustomerId, DealId, DoNotContactId, FollowUpId, InteractionId, TicketId, UndoId, ViewId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::Party;
use callsheet::domain::role::{Action, Role};
use callsheet::domain::tags::Retag;
use callsheet::door::bulk::{self, BulkEdit, Whom};
use callsheet::door::calls::{self, NextStep, WrapUp};
use callsheet::door::follow_ups::QueueFilter;
use callsheet::door::refusal::Clash;
use callsheet::door::undo::{Request, Response, Settled, Settling};
use callsheet::door::{
    self, Refusal, customers, deals, do_not_contact, follow_ups, interactions, lists, search, system, tickets, users,
    views,
};
use proptest::prelude::{ProptestConfig, any};
use proptest::proptest;
use serde_json::{Value, json};

fn undo(store: &Store, id: Option<UndoId>) -> Result<Response, Refusal> {
    store.ask(Request::Undo(id))
}

fn redo(store: &Store) -> Result<Response, Refusal> {
    store.ask(Request::Redo)
}

/// The same, where whatever was changed since becomes this.
fn settle(store: &Store, id: UndoId, others: Side) -> Result<Response, Refusal> {
    store.ask(Request::Settled { id, settling: Settling { seen: Vec::new(), others: Some(others) } })
}

/// What stands in the way.
fn conflicts(refused: Result<Response, Refusal>) -> Vec<Clash> {
    match refused {
        Err(Refusal::ChangedSince { clashes, .. }) => clashes,
        other => panic!("no conflict: {other:?}"),
    }
}

/// What there is to undo, newest first.
fn list(store: &Store) -> Vec<UndoId> {
    let Response::List(entries) = store.ask(Request::List { limit: 1_000 }).unwrap() else { panic!() };
    entries.into_iter().map(|entry| entry.id).collect()
}

/// Everything anybody can see.
fn picture(store: &Store) -> Value {
    let looks: Vec<door::Request> = [
        deals::Request::Board { pipeline: String::new(), query: String::new(), limit: 99 }.into(),
        follow_ups::Request::Queue(QueueFilter::default()).into(),
        do_not_contact::Request::List { limit: 99 }.into(),
        tickets::Request::List { customer: None, limit: 99 }.into(),
        lists::Request::All.into(),
        users::Request::List.into(),
        views::Request::List.into(),
        system::Request::Settings.into(),
    ]
    .into_iter()
    .chain((1..12).map(|id| customers::Request::Card(CustomerId(id)).into()))
    .chain((1..12).map(|id| deals::Request::Show(DealId(id)).into()))
    .chain((1..12).map(|id| interactions::Request::Show(InteractionId(id)).into()))
    .collect();
    let seen = looks.into_iter().map(|look| match answer(&store.admin, look) {
        Ok(answer) => json!(answer),
        Err(refusal) => json!(refusal),
    });
    let found = store.ask(search::Request::Find { query: String::new(), offset: 0, limit: 99, around: None });
    let Ok(search::Response::Found(mut found)) = found else { panic!() };
    found.rows.sort_by_key(|row| row.id);
    json!({ "seen": seen.collect::<Vec<_>>(), "found": found.rows })
}

/// Some change, made from three numbers; a good part of them is refused, as in life.
fn change(store: &Store, (kind, a, b): (u8, u8, u8)) -> door::Request {
    let customer = CustomerId(u64::from(a % 5) + 1);
    let other = CustomerId(u64::from(b % 5) + 1);
    let (deal, step, ticket) =
        (DealId(u64::from(a % 4) + 1), FollowUpId(u64::from(a % 4) + 1), TicketId(u64::from(a % 3) + 1));
    let word = || json!(format!("word {b}"));
    let of = |fields: &[(&str, Value)]| {
        let mut draft = draft(fields);
        draft.set("customer", customer.to_string());
        draft
    };
    let seen = || match store.ask(customers::Request::Card(customer)) {
        Ok(customers::Response::Card(card)) => card.customer,
        _ => Customer::default(),
    };
    let tagged = || BulkEdit {
        tags: Retag { added: vec![format!("t{}", b % 3), "all".into()], removed: vec![format!("t{}", b % 2)] },
        ..BulkEdit::of(Whom::These(vec![customer, other]))
    };
    let due = NOW.plus(i64::from(b) * 3600);
    match kind % 24 {
        0 => customers::Request::Add(draft(&[("name", word())])).into(),
        1 => customers::Request::Edit(edit(customer, "city", json!(seen().city), word())).into(),
        2 => bulk::Request::Make(tagged()).into(),
        3 => customers::Request::Archive(customer, b % 2 == 0).into(),
        4 => customers::Request::Merge { keep: customer, other, take: vec!["tags".to_owned()] }.into(),
        5 => customers::Request::Unmerge { keep: seen().id, other }.into(),
        6 => deals::Request::Add(of(&[("title", word())])).into(),
        7 => deals::Request::Step { id: deal, steps: (b % 5) as i8 - 2 }.into(),
        8 => deals::Request::Move {
            id: deal,
            pipeline: String::new(),
            stage: ["new", "qualified", "proposal"][usize::from(b % 3)].into(),
        }
        .into(),
        9 => deals::Request::Win { id: deal, reason: String::new(), competitors: Vec::new() }.into(),
        10 => deals::Request::Lose { id: deal, reason: "price".into(), competitors: Vec::new() }.into(),
        11 => follow_ups::Request::Add(of(&[("due", json!(due.to_string())), ("text", word())])).into(),
        12 => follow_ups::Request::Done {
            ids: vec![step],
            outcome: "done".into(),
            next: Some(draft(&[("due", json!(due.to_string()))])),
        }
        .into(),
        13 => follow_ups::Request::Snooze { ids: vec![step], until: due }.into(),
        14 => interactions::Request::Log(of(&[
            ("text", word()),
            ("disposition", json!("9")),
            ("number", json!(format!("030 12345{b:02}"))),
        ]))
        .into(),
        15 => interactions::Request::Move { id: InteractionId(u64::from(b % 4) + 1), to: customer }.into(),
        16 => tickets::Request::Add(of(&[("text", word()), ("kind", json!("complaint"))])).into(),
        17 => tickets::Request::Close { id: ticket, resolution: "mended".into() }.into(),
        18 => do_not_contact::Request::Add {
            address: format!("030 12345{b:02}"),
            channel: String::new(),
            why: String::new(),
        }
        .into(),
        19 => do_not_contact::Request::Remove(DoNotContactId(u64::from(b % 3) + 1)).into(),
        20 => views::Request::Save { name: format!("view {}", b % 2), query: format!("tag:t{}", b % 3) }.into(),
        21 => views::Request::Remove(ViewId(u64::from(b % 2) + 1)).into(),
        22 => lists::Request::Create(Box::new(new_list(&format!("list {b}"), ""))).into(),
        _ => {
            let interaction = Interaction {
                party: Party::Customer(customer),
                at: NOW,
                text: "talked".into(),
                ..Interaction::default()
            };
            let next_step = Some(NextStep { due, all_day: false, text: "next".into(), owner: None });
            calls::Request::WrapUp(Box::new(WrapUp {
                interaction,
                next_step,
                deal: (b % 2 == 0).then(|| (deal, "proposal".into())),
                list: None,
            }))
            .into()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_is_taken_back_and_done_again(changes in proptest::collection::vec(any::<(u8, u8, u8)>(), 1..30)) {
        let store = store();
        for name in ["Anna", "Bea", "Cid"] {
            store.add(&[("name", json!(name))]);
        }
        store.deal(CustomerId(1), &[("title", json!("Website"))]);
        let (before, entries) = (picture(&store), list(&store).len());
        for numbers in changes {
            let _ = answer(&store.admin, change(&store, numbers));
        }
        let (after, made) = (picture(&store), list(&store).len() - entries);
        for _ in 0..2 {
            for _ in 0..made {
                assert!(undo(&store, None).is_ok());
            }
            assert_eq!(picture(&store), before);
            for _ in 0..made {
                assert!(redo(&store).is_ok());
            }
            assert_eq!(picture(&store), after);
            assert_eq!(redo(&store), Err(Refusal::NothingToUndo));
        }
    }
}

#[test]
fn settings_users_and_teams_are_taken_back_too() {
    let store = store();
    let before = picture(&store);
    let region = Change { field: "region".into(), from: json!("DE"), to: json!("AT") };
    let _: system::Response = store.ask(system::Request::Configure(vec![region])).unwrap();
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    drop(store.colleague("bo", Role::Agent));
    let role = users::Request::SetRole { login: "bo".into(), role: Role::Supervisor };
    let _: users::Response = store.ask(role).unwrap();
    let after = picture(&store);
    (0..4).for_each(|_| drop(undo(&store, None).unwrap()));
    assert_eq!(picture(&store), before);
    (0..4).for_each(|_| drop(redo(&store).unwrap()));
    assert_eq!(picture(&store), after);
}

#[test]
fn one_undoes_ones_own_and_a_supervisor_may_undo_others() {
    let store = store();
    let (bo, sue) = (store.colleague("bo", Role::Agent), store.colleague("sue", Role::Supervisor));
    let mine = list(&store)[0];
    let add = customers::Request::Add(draft(&[("name", json!("Anna"))]));
    let _: customers::Response = ask(&bo, add).unwrap();
    assert_eq!(ask::<Response>(&sue, Request::Undo(None)), Err(Refusal::NothingToUndo));
    assert_eq!(ask::<Response>(&bo, Request::Undo(Some(mine))), Err(Refusal::NotAllowed(Action::UndoOthers)));
    let Response::List(theirs) = ask(&bo, Request::List { limit: 9 }).unwrap() else { panic!() };
    let Response::Undone { entry, .. } = ask(&sue, Request::Undo(Some(theirs[0].id))).unwrap() else { panic!() };
    assert_eq!((entry.request.as_str(), entry.what.as_str()), ("customers-add", "1 Anna"));
    assert_eq!(store.status().customers, 0);
    assert_eq!(ask::<Response>(&bo, Request::Undo(Some(theirs[0].id))), Err(Refusal::NothingToUndo), "once");
    assert!(matches!(undo(&store, Some(UndoId(999))), Err(Refusal::NotFound { .. })));
    let last = store.audit().pop().unwrap();
    assert_eq!((last.request.as_str(), last.os_user.as_str()), ("undo", "sue"));
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let made = list(&store)[0];
    store.edit(anna, "city", json!(""), json!("Bonn")).unwrap();
    let to_bonn = list(&store)[0];
    store.edit(anna, "street", json!(""), json!("Am Markt")).unwrap();
    let since = conflicts(undo(&store, Some(made)));
    assert_eq!(
        (since.len(), since[0].record.as_str(), &*since[0].field),
        (1, "1 Anna", ""),
        "edited since it was made"
    );
    assert_eq!(since[0].theirs, r#"{"name":"Anna","street":"Am Markt","city":"Bonn"}"#, "that stands there now");
    undo(&store, Some(to_bonn)).unwrap();
    let customer = store.card(anna).customer;
    assert_eq!((customer.city.as_str(), customer.street.as_str()), ("", "Am Markt"), "another field is no obstacle");
    store.edit(anna, "city", json!(""), json!("Ulm")).unwrap();
    assert_eq!(redo(&store), Err(Refusal::NothingToUndo), "something else was done since");
}

#[test]
fn a_customer_others_have_hung_something_on_is_not_undone() {
    let hang: [fn(&Store, CustomerId); 5] = [
        |store, id| {
            store.log(id, &[("text", json!("hello"))]);
        },
        |store, id| {
            store.deal(id, &[("title", json!("Website"))]);
        },
        |store, id| {
            store.follow_up(id, NOW, &[]);
        },
        |store, id| {
            store.ticket(id, &[("text", json!("late"))]);
        },
        |store, id| {
            let position =
                json!([{ "organisation": id.to_string(), "title": "", "role": null, "from": null, "to": null }]);
            store.add(&[("name", json!("Bea")), ("positions", position)]);
        },
    ];
    for hang in hang {
        let store = store();
        let anna = store.add(&[("name", json!("Anna"))]);
        let made = list(&store)[0];
        hang(&store, anna);
        let hangs = conflicts(undo(&store, Some(made)));
        assert!(hangs[0].barred.is_some(), "{hangs:?}");
        assert!(!conflicts(settle(&store, made, Side::Mine)).is_empty(), "nothing is left behind without its customer");
        assert_eq!(store.card(anna).customer.name, "Anna");
        undo(&store, None).unwrap();
        undo(&store, None).unwrap();
        assert_eq!(store.status().customers, 0, "in order it goes");
    }
}

#[test]
fn peeking_names_what_would_be_taken_back() {
    let store = store();
    let peek = |request| match store.ask(request).unwrap() {
        Response::Peek(entry) => entry.map(|entry| entry.what),
        other => panic!("{other:?}"),
    };
    assert_eq!((peek(Request::Peek), peek(Request::PeekRedo)), (None, None));
    let anna = store.add(&[("name", json!("Anna"))]);
    store.deal(anna, &[("title", json!("Website"))]);
    assert_eq!(peek(Request::Peek).as_deref(), Some("D1 Website"));
    undo(&store, None).unwrap();
    assert_eq!(
        (peek(Request::Peek).as_deref(), peek(Request::PeekRedo).as_deref()),
        (Some("1 Anna"), Some("D1 Website"))
    );
    assert_eq!(undo(&store, None).map(drop), Ok(()));
    assert_eq!(undo(&store, None), Err(Refusal::NothingToUndo));
}

/// A customer whose city the owner set to Berlin and a colleague then to Hamburg, and whose name the owner changed alike.
fn moved_twice(store: &Store) -> (CustomerId, UndoId) {
    let anna = store.add(&[("name", json!("Anna")), ("city", json!("Kiel"))]);
    let changes = vec![
        Change { field: "name".into(), from: json!("Anna"), to: json!("Anna Meyer") },
        Change { field: "city".into(), from: json!("Kiel"), to: json!("Berlin") },
    ];
    let _: customers::Response = store.ask(customers::Request::Edit(door::Edit { id: anna, changes })).unwrap();
    let made = list(store)[0];
    let bo = store.colleague("bo", Role::Agent);
    let moved = customers::Request::Edit(edit(anna, "city", json!("Berlin"), json!("Hamburg")));
    let _: customers::Response = ask(&bo, moved).unwrap();
    (anna, made)
}

fn name_and_city(store: &Store, id: CustomerId) -> (String, String) {
    let customer = store.card(id).customer;
    (customer.name, customer.city)
}

#[test]
fn an_undo_in_the_way_of_a_later_change_shows_both_values_and_is_settled_by_field() {
    for (side, city) in [(Side::Theirs, "Hamburg"), (Side::Mine, "Kiel")] {
        let store = store();
        let (anna, made) = moved_twice(&store);
        let clashes = conflicts(undo(&store, Some(made)));
        let [clash] = &clashes[..] else { panic!("{clashes:?}") };
        assert_eq!((clash.field.as_str(), clash.mine.as_str(), clash.theirs.as_str()), ("city", "Kiel", "Hamburg"));
        assert_eq!(name_and_city(&store, anna), ("Anna Meyer".into(), "Hamburg".into()), "all or nothing");

        let seen = vec![Settled { clash: clash.clone(), side }];
        let settled = Request::Settled { id: made, settling: Settling { seen, others: None } };
        let _: Response = store.ask(settled).unwrap();
        assert_eq!(name_and_city(&store, anna), ("Anna".into(), city.into()), "{side:?}");
        redo(&store).unwrap();
        assert_eq!(name_and_city(&store, anna), ("Anna Meyer".into(), "Hamburg".into()), "as it was before: {side:?}");
    }
}

#[test]
fn what_was_settled_holds_only_for_the_value_that_was_seen() {
    let store = store();
    let (anna, made) = moved_twice(&store);
    let clashes = conflicts(undo(&store, Some(made)));
    let seen = clashes.into_iter().map(|clash| Settled { clash, side: Side::Mine }).collect();
    store.edit(anna, "city", json!("Hamburg"), json!("Bremen")).unwrap();
    let settled = Request::Settled { id: made, settling: Settling { seen, others: None } };
    assert_eq!(conflicts(store.ask(settled))[0].theirs, "Bremen");
    for (others, city) in [(Side::Theirs, "Bremen"), (Side::Mine, "Kiel")] {
        settle(&store, made, others).unwrap();
        assert_eq!(name_and_city(&store, anna).1, city);
        redo(&store).unwrap();
        assert_eq!(name_and_city(&store, anna).1, "Bremen");
    }
}

#[test]
fn an_undo_of_which_all_is_left_as_it_is_counts_as_made() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), ("city", json!("Kiel"))]);
    store.edit(anna, "city", json!("Kiel"), json!("Berlin")).unwrap();
    let made = list(&store)[0];
    let bo = store.colleague("bo", Role::Agent);
    let moved = customers::Request::Edit(edit(anna, "city", json!("Berlin"), json!("Hamburg")));
    let _: customers::Response = ask(&bo, moved).unwrap();
    settle(&store, made, Side::Theirs).unwrap();
    assert_eq!(store.card(anna).customer.city, "Hamburg");
    assert!(!list(&store).contains(&made));
}

#[test]
fn a_record_that_is_another_one_as_a_whole_goes_or_stays_as_it_is_chosen() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let made = list(&store)[0];
    store.edit(anna, "city", json!(""), json!("Bonn")).unwrap();
    settle(&store, made, Side::Theirs).unwrap();
    assert_eq!(store.card(anna).customer.city, "Bonn");
    redo(&store).unwrap();
    settle(&store, made, Side::Mine).unwrap();
    assert_eq!(store.status().customers, 0);
    redo(&store).unwrap();
    assert_eq!(store.card(anna).customer.city, "Bonn", "as it was when it went");
}

#[test]
fn a_change_of_what_is_gone_since_says_so_and_can_be_left() {
    let store = store();
    let save =
        |query: &str| store.ask::<views::Response>(views::Request::Save { name: "mine".into(), query: query.into() });
    save("tag:a").unwrap();
    save("tag:b").unwrap();
    let changed = list(&store)[0];
    let _: views::Response = store.ask(views::Request::Remove(ViewId(1))).unwrap();
    let gone = conflicts(settle(&store, changed, Side::Mine));
    assert_eq!((gone[0].mine.as_str(), gone[0].barred.is_some()), (r#"{"query":"tag:a"}"#, true));
    settle(&store, changed, Side::Theirs).unwrap();
}

/// An import of two commits: the first makes Anna, the second says where she lives.
fn brought_in_twice(store: &Store) -> UndoId {
    store.brought_in(&[&[("name", json!("Anna"))], &[("name", json!("Anna")), ("city", json!("Bonn"))]])
}

#[test]
fn what_the_last_commit_of_an_entry_hides_is_found_before_anything_is_taken_back() {
    for side in [Side::Theirs, Side::Mine] {
        let store = store();
        let made = brought_in_twice(&store);
        let anna = store.found("Anna")[0];
        store.edit(anna, "street", json!(""), json!("Am Markt")).unwrap();
        let since = conflicts(undo(&store, Some(made)));
        assert_eq!(since.len(), 1, "{since:?}");
        assert_eq!(since[0].theirs, r#"{"name":"Anna","street":"Am Markt"}"#, "as the last commit leaves it");
        assert_eq!(store.card(anna).customer.city, "Bonn", "nothing was taken back");
        let seen = since.into_iter().map(|clash| Settled { clash, side }).collect();
        let settled = Request::Settled { id: made, settling: Settling { seen, others: None } };
        let _: Response = store.ask(settled).unwrap();
        let stays = (side == Side::Theirs).then_some(anna);
        assert_eq!(store.found("Anna"), Vec::from_iter(stays), "{side:?}");
    }
}

#[test]
fn a_field_that_is_left_as_it_is_is_asked_for_once_and_its_record_stays() {
    for (side, stays) in [(Side::Theirs, true), (Side::Mine, false)] {
        let store = store();
        let made = brought_in_twice(&store);
        let anna = store.found("Anna")[0];
        store.edit(anna, "city", json!("Bonn"), json!("Kiel")).unwrap();
        let since = conflicts(undo(&store, Some(made)));
        assert_eq!(since.iter().map(|clash| &*clash.field).collect::<Vec<_>>(), ["city"]);
        let seen = since.into_iter().map(|clash| Settled { clash, side }).collect();
        let settled = Request::Settled { id: made, settling: Settling { seen, others: None } };
        let _: Response = store.ask(settled).unwrap();
        assert_eq!(store.found("city:Kiel"), Vec::from_iter(stays.then_some(anna)), "{side:?}");
    }
}

#[test]
fn an_undo_that_an_edit_stopped_midway_is_one_entry_to_redo() {
    let store = store();
    let made = store.brought_in(&[&[("name", json!("Anna"))], &[("name", json!("Bea"))], &[("name", json!("Cid"))]]);
    let (anna, bea) = (store.found("Anna")[0], store.found("Bea")[0]);
    let bo = store.colleague("bo", Role::Agent);
    // Cid, of the last commit, is gone by then.
    let moved = customers::Request::Edit(edit(bea, "city", json!(""), json!("Bonn")));
    let deeds: [Deed; 2] = [Box::new(|| {}), Box::new(move || drop(ask::<customers::Response>(&bo, moved).unwrap()))];
    store.engine.ahead.lock().unwrap().extend(deeds);
    let since = conflicts(undo(&store, Some(made)));
    assert_eq!((since.len(), store.found("Cid"), store.found("Anna")), (1, vec![], vec![anna]));
    let settling = Settling { seen: Vec::new(), others: Some(Side::Mine) };
    let _: Response = store.ask(Request::Settled { id: made, settling }).unwrap();
    assert_eq!(store.status().customers, 0);
    redo(&store).unwrap();
    let back = ["Anna", "Bea", "Cid"].map(|name| store.found(name).len());
    assert_eq!((back, redo(&store).map(drop)), ([1, 1, 1], Err(Refusal::NothingToUndo)), "one redo brings all back");
    assert_eq!(store.card(bea).customer.city, "Bonn", "as it was when it went");
}

#[test]
fn a_team_goes_only_when_nobody_and_nothing_belongs_to_it() {
    type Join = fn(&Store, CustomerId);
    let joins: [(&str, Join); 5] = [
        ("U2 mia", |store, _| {
            let mia = [("name", json!("mia")), ("login", json!("mia")), ("team", json!("North"))];
            let _: users::Response = store.ask(users::Request::Add(draft(&mia))).unwrap();
        }),
        ("2 Bea", |store, _| {
            store.add(&[("name", json!("Bea")), ("team", json!("North"))]);
        }),
        ("F1 call", |store, anna| {
            store.follow_up(anna, NOW, &[("text", json!("call")), ("owner", json!("North"))]);
        }),
        ("D1 Website", |store, anna| {
            store.deal(anna, &[("title", json!("Website")), ("owner", json!("North"))]);
        }),
        ("T1 late", |store, anna| {
            store.ticket(anna, &[("text", json!("late")), ("owner", json!("North"))]);
        }),
    ];
    for (who, join) in joins {
        let store = store();
        let anna = store.add(&[("name", json!("Anna"))]);
        let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
        let made = list(&store)[0];
        join(&store, anna);
        let joined = list(&store)[0];
        for refused in [undo(&store, Some(made)), settle(&store, made, Side::Mine)] {
            let barred = conflicts(refused).remove(0).barred.unwrap();
            assert!(format!("{barred:?}").contains(who), "{barred:?}");
        }
        undo(&store, Some(joined)).unwrap();
        undo(&store, Some(made)).unwrap();
        let users::Response::List { teams, .. } = store.ask(users::Request::List).unwrap() else { panic!() };
        assert_eq!(teams, []);
    }
}
