//! The due clock: what falls due announces itself, once.

use crate::support::{NOW, Store, ask, session, store};
use callsheet::crm::Session;
use callsheet::domain::follow_up::Announcement;
use callsheet::domain::id::FollowUpId;
use callsheet::door::{Delivery, Door, Event, follow_ups};
use serde_json::json;
use std::time::Duration;

/// The next announcement.
fn next_call(session: &Session) -> (FollowUpId, Announcement) {
    loop {
        let delivery = session.inbox().recv_timeout(Duration::from_mins(3)).unwrap();
        if let Delivery::Event(Event::Due { follow_up, announced, .. }) = delivery {
            return (follow_up, announced);
        }
    }
}

/// The next announcement of what is due: which, and whether it is late.
fn next(session: &Session) -> (FollowUpId, bool) {
    let (id, announced) = next_call(session);
    assert_ne!(announced, Announcement::Soon, "no callback");
    (id, announced == Announcement::Late)
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
        store.ask(follow_ups::Request::Done { ids: vec![done], outcome: String::new(), next: None }).unwrap();
    let _: follow_ups::Response =
        store.ask(follow_ups::Request::Snooze { ids: vec![put_off], until: NOW.plus(180) }).unwrap();
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

#[test]
fn a_callback_announces_itself_five_minutes_ahead_and_again_at_its_time() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let bo = session(&store.keeper, "root");
    let kind = |kind: &str| [("kind", json!(kind))];
    let callback = store.follow_up(anna, NOW.plus(3_600), &kind("callback"));
    let task = store.follow_up(anna, NOW.plus(3_601), &kind("task"));
    let at_once = store.follow_up(anna, NOW.plus(60), &kind("callback"));
    pass(&store, &store.admin, 60);
    assert_eq!(next_call(&bo), (at_once, Announcement::Now), "planned too late for more");
    pass(&store, &store.admin, 3_240);
    assert_eq!(next_call(&bo), (callback, Announcement::Soon));
    pass(&store, &store.admin, 301);
    assert_eq!([next_call(&bo), next_call(&bo)], [(callback, Announcement::Now), (task, Announcement::Now)]);
}
