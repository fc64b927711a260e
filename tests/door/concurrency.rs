//! Many hands at once: what was acknowledged is there, each change audited once.

use crate::support::{ask, edit, session, store};
use callsheet::domain::edit;
use callsheet::door::{Refusal, audit, customers};
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
