//! Bulk edit: everyone a query finds is changed alike, seen before, stopped at any time, taken back as one.

use crate::support::{NOW, Store, ask, blamed, draft, store};
use callsheet::domain::edit::Side;
use callsheet::domain::id::CustomerId;
use callsheet::domain::role::Role;
use callsheet::domain::tags::Retag;
use callsheet::door::bulk::{BulkEdit, Outcome, Request, Response, Whom};
use callsheet::door::undo::{self, Settling};
use callsheet::door::{Call, Delivery, Door, Part, Refusal, customers};
use callsheet::interop::demo::Demo;
use serde_json::{Value, json};

fn edit(query: &str, set: &[(&str, Value)], tags: &[&str]) -> BulkEdit {
    let tags = Retag::read(tags.iter().copied()).unwrap();
    BulkEdit { set: draft(set), tags, ..BulkEdit::of(Whom::Query(query.into())) }
}

fn outcome(store: &Store, request: Request) -> Result<Outcome, Refusal> {
    let Response::Outcome(outcome) = store.ask(request)?;
    Ok(*outcome)
}

/// Three VIPs, one of them with Ben already, and one who is none.
fn town() -> (Store, Vec<CustomerId>) {
    let store = store();
    store.colleague("ben", Role::Agent);
    let rows = [("Anna", json!(["vip"])), ("Bea", json!(["VIP", "cold"])), ("Cem", json!(["vip"])), ("Dan", json!([]))];
    let ids = rows.map(|(name, tags)| store.add(&[("name", json!(name)), ("tags", tags)])).to_vec();
    store.edit(ids[2], "owner", json!(null), json!("ben")).unwrap();
    (store, ids)
}

#[test]
fn a_preview_says_what_would_change_and_changes_nothing() {
    let (store, ids) = town();
    let revision = store.status().revision;
    let edit = edit("tag:vip", &[("owner", json!("ben"))], &["-cold"]);
    let seen = outcome(&store, Request::Preview(edit)).unwrap();
    assert_eq!((seen.matched, seen.changed, seen.unchanged, seen.refused, seen.undo), (3, 2, 1, 0, None));
    let said = |row: &callsheet::door::bulk::Row| {
        let changes = row.changes.iter().map(|change| format!("{} {}->{}", change.field, change.from, change.to));
        (row.id, changes.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(
        seen.rows.iter().map(said).collect::<Vec<_>>(),
        [
            (ids[0], r#"owner null->"ben""#.to_owned()),
            (ids[1], r#"owner null->"ben" tags ["VIP","cold"]->["VIP"]"#.to_owned()),
        ]
    );
    assert_eq!(store.status().revision, revision);
}

#[test]
fn everyone_found_is_changed_and_one_undo_takes_it_back() {
    let (store, ids) = town();
    let made = outcome(&store, Request::Make(edit("tag:vip", &[("owner", json!("ben"))], &["+key", "-cold"]))).unwrap();
    assert_eq!((made.matched, made.changed, made.ended), (3, 3, None));
    assert_eq!(store.found("owner:ben tag:key"), ids[..3]);
    assert_eq!(store.found("tag:cold"), []);
    store.undo().unwrap();
    assert_eq!(
        (store.found("owner:ben"), store.found("tag:key"), store.found("tag:cold")),
        (vec![ids[2]], vec![], vec![ids[1]])
    );
}

#[test]
fn an_undo_of_many_counts_first_what_was_changed_since_and_one_answer_settles_all() {
    const CHANGED: usize = 60;
    let store = store();
    store.take(Demo::new(7, 450, NOW).collect());
    let made = outcome(&store, Request::Make(edit("", &[("source", json!("expo"))], &[]))).unwrap();
    let later: Vec<CustomerId> = store.found("source:expo").into_iter().take(CHANGED).collect();
    let mail = outcome(
        &store,
        Request::Make(BulkEdit { whom: Whom::These(later.clone()), ..edit("", &[("source", json!("mail"))], &[]) }),
    );
    assert_eq!(mail.unwrap().changed, CHANGED);
    let undo = |others| {
        let settling = Settling { seen: Vec::new(), others };
        store.ask::<undo::Response>(undo::Request::Settled { id: made.undo.unwrap(), settling })
    };
    let Err(Refusal::ChangedSince { clashes, count }) = undo(None) else { panic!("nothing in the way") };
    assert_eq!((count, clashes.len()), (CHANGED as u64, 50));
    assert_eq!(store.find("source:expo").matched, 450 - CHANGED, "nothing was taken back, of however many commits");
    undo(Some(Side::Theirs)).unwrap();
    assert_eq!((store.find("source:expo").matched, store.find("source:mail").matched), (0, CHANGED));
}

#[test]
fn an_undo_that_was_stopped_midway_is_gone_on_with_by_another() {
    let store = store();
    store.take(Demo::new(7, 450, NOW).collect());
    let made = outcome(&store, Request::Make(edit("", &[], &["all"]))).unwrap().undo;
    let ticket = store.admin.send(Call::by_person(undo::Request::Undo(made)));
    let answer = store.admin.inbox().iter().find_map(|delivery| match delivery {
        Delivery::Part(to, Part::Progress(_)) if to == ticket => {
            store.admin.cancel(ticket);
            None
        }
        Delivery::Done(to, answer) if to == ticket => Some(answer),
        _ => None,
    });
    // It may have been done before it could be stopped.
    if let Some(Err(stopped)) = answer {
        assert_eq!(stopped, Refusal::Cancelled);
        let _: undo::Response = store.ask(undo::Request::Undo(made)).unwrap();
    }
    assert_eq!(store.found("tag:all"), []);
}

#[test]
fn the_marked_are_changed_whatever_finds_them() {
    let (store, ids) = town();
    let whom = Whom::These(vec![ids[3], ids[0]]);
    let edit = BulkEdit { whom, ..edit("", &[("city", json!("Bonn"))], &[]) };
    assert_eq!(outcome(&store, Request::Make(edit)).unwrap().changed, 2);
    assert_eq!(store.found("city:bonn"), [ids[0], ids[3]]);
}

#[test]
fn who_is_gone_is_counted_and_holds_up_nobody() {
    let (store, ids) = town();
    let _: customers::Response =
        store.ask(customers::Request::Merge { keep: ids[0], other: ids[1], take: Vec::new() }).unwrap();
    let edit = BulkEdit { whom: Whom::These(ids), ..edit("", &[], &["fair"]) };
    let made = outcome(&store, Request::Make(edit)).unwrap();
    assert_eq!((made.changed, made.refused), (3, 1));
    assert!(matches!(made.why, Some(Refusal::NotFound { .. })));
}

#[test]
fn what_cannot_be_set_is_refused_before_anybody_is_changed() {
    let (store, _) = town();
    for (edit, field) in [
        (edit("", &[], &[]), ""),
        (edit("", &[("archived", json!(true))], &[]), "archived"),
        (edit("", &[("nmae", json!("x"))], &[]), "nmae"),
        (edit("", &[("name", json!(" "))], &[]), "name"),
        (edit("nonsense:x", &[], &["vip"]), "query"),
    ] {
        assert_eq!(blamed(outcome(&store, Request::Preview(edit.clone()))), field);
        assert_eq!(blamed(outcome(&store, Request::Make(edit))), field);
    }
    let nobody = outcome(&store, Request::Make(edit("", &[("owner", json!("nobody"))], &[])));
    assert!(matches!(nobody, Err(Refusal::NotFound { .. })));
}

#[test]
fn a_long_one_tells_how_far_it_is_and_what_was_done_before_it_was_stopped_can_be_taken_back() {
    let store = store();
    store.take(Demo::new(7, 1_000, NOW).collect());
    store.find("the index is there");
    let ticket = store.admin.send(Call::by_person(Request::Make(edit("", &[], &["+all"]))));
    let mut told = Vec::new();
    let answer = store.admin.inbox().iter().find_map(|delivery| match delivery {
        Delivery::Part(to, Part::Progress(progress)) if to == ticket => {
            told.push(progress.done);
            store.admin.cancel(ticket);
            None
        }
        Delivery::Done(to, answer) if to == ticket => Some(answer),
        _ => None,
    });
    let Response::Outcome(made) = answer.unwrap().unwrap().try_into().unwrap();
    assert_eq!(told.first(), Some(&200));
    assert!((200..1_000).contains(&made.changed), "{} were changed", made.changed);
    assert_eq!((made.ended, store.find("tag:all").matched), (Some(Refusal::Cancelled), made.changed));
    store.undo().unwrap();
    assert_eq!(store.find("tag:all").matched, 0);
}

#[test]
fn a_preview_of_many_shows_the_first_and_counts_all() {
    let store = store();
    store.take(Demo::new(7, 300, NOW).collect());
    let seen = outcome(&store, Request::Preview(edit("", &[], &["all"]))).unwrap();
    assert_eq!((seen.changed, seen.rows.len()), (300, Outcome::SHOWN));
}

#[test]
fn nobody_is_changed_by_whom_the_role_allows_to_look_only() {
    let (store, _) = town();
    let auditor = store.colleague("aud", Role::Auditor);
    let refused = ask::<Response>(&auditor, Request::Make(edit("", &[], &["vip"])));
    assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
}
