//! Many hands at once: what was acknowledged is there, each change audited once.

use crate::support::{ask, edit, session, store};
use callsheet::domain::edit;
use callsheet::domain::id::UserId;
use callsheet::domain::role::Role;
use callsheet::door::{Refusal, audit, customers, deals, system, undo, users};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const FIELDS: [&str; 8] =
    ["salutation", "occupation", "street", "region", "postal_code", "source", "remarks", "preferred_hours"];
const EDITS: usize = 100;

#[test]
fn what_eight_people_were_answered_is_what_stands_there() {
    let store = store();
    store.find("the index follows every edit");
    let customers = ["A", "B", "C"].map(|name| store.add(&[("name", json!(name))]));
    let before = store.audit().len();
    let sessions: Vec<_> = FIELDS.iter().map(|_| session(&store.keeper, "root")).collect();
    let acknowledged: Vec<_> = std::thread::scope(|scope| {
        let hands = FIELDS.iter().zip(&sessions).map(|(field, session)| {
            scope.spawn(move || {
                let (mut last, mut answered) = (BTreeMap::new(), 0);
                for number in 0..EDITS {
                    let id = customers[number % customers.len()];
                    let (from, to) = (last.get(&id).cloned().unwrap_or_default(), format!("{field} {number}"));
                    let request = customers::Request::Edit(edit(id, field, json!(from), json!(to)));
                    match ask::<customers::Response>(session, request) {
                        Ok(_) => {
                            last.insert(id, to);
                            answered += 1;
                        }
                        // Too many others came first: nothing was changed.
                        Err(Refusal::Unavailable { .. }) => {}
                        Err(refusal) => panic!("{refusal}"),
                    }
                }
                (*field, last, answered)
            })
        });
        let hands: Vec<_> = hands.collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    for (field, last, _) in &acknowledged {
        for (id, expected) in last {
            let customer = edit::object(&store.card(*id).customer);
            assert_eq!(customer.get(*field), Some(&Value::from(expected.as_str())), "{id} {field}");
        }
    }
    let answered: usize = acknowledged.iter().map(|(_, _, answered)| answered).sum();
    assert!(answered > FIELDS.len() * EDITS / 2, "only {answered} were taken");
    assert_eq!(store.audit().len(), before + answered);
    let verified: audit::Response = store.ask(audit::Request::Verify { head: None }).unwrap();
    assert!(matches!(verified, audit::Response::Verified { entries, .. } if entries == (before + answered) as u64));
}

#[test]
fn new_records_made_at_once_have_ids_of_their_own() {
    let store = store();
    let sessions: Vec<_> = (0..4).map(|_| session(&store.keeper, "root")).collect();
    let mut ids: Vec<_> = std::thread::scope(|scope| {
        let hands: Vec<_> = sessions
            .iter()
            .map(|session| {
                scope.spawn(move || {
                    let add = |n: u64| {
                        let draft = crate::support::draft(&[("name", json!(format!("{n}")))]);
                        match ask(session, customers::Request::Add(draft)).unwrap() {
                            customers::Response::Saved(saved) => saved.id,
                            other => panic!("{other:?}"),
                        }
                    };
                    (0..25).map(add).collect::<Vec<_>>()
                })
            })
            .collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap()).collect()
    });
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), store.status().customers), (100, 100));
}

#[test]
fn no_deal_is_left_in_a_stage_that_is_retired_while_it_comes() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let deal = store.deal(anna, &[("title", json!("Website"))]);
    let mover = session(&store.keeper, "root");
    let stages = || {
        let system::Response::Settings(settings) = store.ask(system::Request::Settings).unwrap() else { panic!() };
        settings
    };
    let whole = stages();
    let mut fewer = (*whole).clone();
    fewer.pipelines[0].stages.retain(|stage| stage.slug != "qualified");
    for _ in 0..40 {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let to = |stage: &str| deals::Request::Move { id: deal, pipeline: String::new(), stage: stage.into() };
                // Either of the two may be refused, and none of them is where the other one was first.
                for stage in ["qualified", "new", "qualified"] {
                    let _ = ask::<deals::Response>(&mover, to(stage));
                }
            });
            let _ = store.ask::<system::Response>(system::Request::Configure(edit::diff(&*whole, &fewer)));
        });
        let present = stages();
        let stage = store.card(anna).deals[0].stage.clone();
        assert!(present.pipelines[0].stages.iter().any(|kept| kept.slug == stage), "{stage} is gone");
        let back = edit::diff(&*present, &*whole);
        if !back.is_empty() {
            let _: system::Response = store.ask(system::Request::Configure(back)).unwrap();
        }
        let first = deals::Request::Move { id: deal, pipeline: String::new(), stage: "new".into() };
        let _: deals::Response = store.ask(first).unwrap();
    }
}

#[test]
fn nobody_is_left_in_a_team_that_is_undone_while_they_join_it() {
    let store = store();
    store.colleague("bo", Role::Agent);
    let screen = session(&store.keeper, "root");
    let teams = || {
        let users::Response::List { teams, users } = store.ask(users::Request::List).unwrap() else { panic!() };
        (teams, users[0].team)
    };
    for _ in 0..40 {
        let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
        let undo::Response::Peek(Some(made)) = store.ask(undo::Request::Peek).unwrap() else { panic!() };
        let (there, _) = teams();
        let join = |from: Value, to: Value| {
            ask::<users::Response>(&screen, users::Request::Edit(edit(UserId(2), "team", from, to)))
        };
        std::thread::scope(|scope| {
            // Either of the two may be refused, and none of them is where the other one was first.
            scope.spawn(|| drop(join(json!(null), json!(there[0].id))));
            let _ = store.ask::<undo::Response>(undo::Request::Undo(Some(made.id)));
        });
        let (there, team) = teams();
        assert!(team.is_none_or(|team| there.iter().any(|kept| kept.id == team)), "{team:?} is gone");
        if let Some(team) = team {
            join(json!(team), json!(null)).unwrap();
            let _: undo::Response = store.ask(undo::Request::Undo(Some(made.id))).unwrap();
        }
    }
}
