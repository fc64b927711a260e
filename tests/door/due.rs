//! The due clock: what falls due announces itself, once.

use crate::support::{NOW, Store, ask, session, store};
use callsheet::crm::Session;
use callsheet::domain::id::FollowUpId;
use callsheet::door::{Delivery, Door, Event, follow_ups};
use serde_json::json;
use std::time::Duration;

/// The next announcement: which, and whether it is late.
fn next(session: &Session) -> (FollowUpId, bool) {
    loop {
        let delivery = session.inbox().recv_timeout(Duration::from_mins(1)).unwrap();
        if let Delivery::Event(Event::Due { follow_up, late, .. }) = delivery {
            return (follow_up, late);
        }
    }
}

fn plan(door: &dyn Door, seconds: i64) -> FollowUpId {
    let fields = [("customer", json!("1")), ("due", json!(NOW.plus(seconds).to_string()))];
    match ask(door, follow_ups::Request::Add(crate::support::draft(&fields))).unwrap() {
        follow_ups::Response::Saved(saved) => saved.id,
        other => panic!("{other:?}"),
    }
}

/// The clock stands still until it is moved: a change of follow-ups makes it look.
fn pass(store: &Store, door: &dyn Door, seconds: i64) {
    store.pass(seconds);
    plan(door, 90 * 86_400);
}

#[test]
fn what_falls_due_is_told_to_everybody_once() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let (bo, cy) = (session(&store.keeper, "root"), session(&store.keeper, "root"));
    let soon = store.follow_up(anna, NOW.plus(60), &[]);
    let later = store.follow_up(anna, NOW.plus(120), &[]);
    let day = store.follow_up(anna, NOW.plus(90), &[("all_day", json!(true))]);
    pass(&store, &store.admin, 60);
    assert_eq!((next(&bo), next(&cy)), ((soon, false), (soon, false)));
    pass(&store, &store.admin, 60);
    assert_eq!(
        (next(&bo), next(&cy)),
        ((later, false), (later, false)),
        "and not {soon} again, nor {day}, whose day counts"
    );
}

#[test]
fn what_was_put_off_or_done_is_not_told() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let bo = session(&store.keeper, "root");
    let [done, put_off, stays] = [60, 61, 62].map(|seconds| store.follow_up(anna, NOW.plus(seconds), &[]));
    let _: follow_ups::Response =
        store.ask(follow_ups::Request::Done { id: done, outcome: String::new(), next: None }).unwrap();
    let _: follow_ups::Response = store.ask(follow_ups::Request::Snooze { id: put_off, until: NOW.plus(180) }).unwrap();
    pass(&store, &store.admin, 120);
    assert_eq!(next(&bo), (stays, false));
    pass(&store, &store.admin, 60);
    assert_eq!(next(&bo), (put_off, false));
}

#[test]
fn what_fell_due_while_nobody_was_there_is_told_late_and_once() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let missed = store.follow_up(anna, NOW.plus(3600), &[]);
    store.follow_up(anna, NOW.plus(-3600), &[("text", json!("overdue when it was planned"))]);

    let store = store.reopened_after(7200);
    let bo = session(&store.keeper, "root");
    assert_eq!(next(&store.admin), (missed, true));
    let soon = plan(&bo, 7260);
    pass(&store, &bo, 60);
    assert_eq!(next(&store.admin), (soon, false), "the one before was told");
    drop(bo);

    let store = store.reopened_after(0);
    let cy = session(&store.keeper, "root");
    let last = plan(&cy, 7320);
    pass(&store, &cy, 60);
    assert_eq!(next(&store.admin), (last, false), "told once, also after another start");
}
