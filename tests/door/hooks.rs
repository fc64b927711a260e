//! Hooks are run once at least for every event, and hold nobody up.

use crate::support::{NOW, Store, ask, store};
use callsheet::domain::audit::{Actor, AuditEntry};
use callsheet::domain::hook::{Hook, HookEvent, HookOutcome, HookRun};
use callsheet::domain::id::HookId;
use callsheet::domain::role::{Action, Role};
use callsheet::door::hooks::{Request, Response};
use callsheet::door::{Call, Cause, Door, Refusal, audit, customers, deals};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything may take on a machine with much else to do.
const PATIENCE: Duration = Duration::from_mins(3);
/// A limit that no hook reaches, in seconds.
const AMPLE: u32 = 600;

/// A place for what hooks write.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A command that adds what it is told to a file.
    fn keeps(&self, name: &str) -> String {
        format!("cat >> '{}'", self.path(name).display())
    }

    /// What was told, a document each time.
    fn told(&self, name: &str) -> Vec<Value> {
        let text = std::fs::read_to_string(self.path(name)).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn add(store: &Store, event: HookEvent, command: &str, limit_s: u32) -> HookId {
    match store.ask(Request::Add { event, command: command.to_owned(), limit_s }).unwrap() {
        Response::Added(id) => id,
        other => panic!("{other:?}"),
    }
}

fn hook(store: &Store, id: HookId) -> Hook {
    let Response::List(hooks) = store.ask(Request::List).unwrap() else { panic!() };
    hooks.into_iter().find(|hook| hook.id == id).unwrap()
}

/// Waits until a hook has dealt with so many events.
fn after(store: &Store, id: HookId, events: u64) -> Hook {
    let begun = Instant::now();
    loop {
        let hook = hook(store, id);
        if hook.events >= events {
            return hook;
        }
        assert!(begun.elapsed() < PATIENCE, "{hook:?}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn outcome(hook: &Hook) -> HookOutcome {
    hook.last.as_ref().unwrap().outcome
}

#[test]
fn a_hook_is_told_what_happened_with_the_record_and_its_customer() {
    let (store, desk) = (store(), Desk::new());
    let anna = store.add(&[("name", json!("Anna"))]);
    let deal = store.deal(anna, &[("title", json!("Website"))]);
    let other = store.deal(anna, &[("title", json!("Shop"))]);
    let won = add(&store, HookEvent::DealWon, &desk.keeps("won"), AMPLE);
    let _: deals::Response =
        store.ask(deals::Request::Lose { id: other, reason: "price".into(), competitors: Vec::new() }).unwrap();
    let _: deals::Response =
        store.ask(deals::Request::Win { id: deal, reason: String::new(), competitors: Vec::new() }).unwrap();
    let kept = after(&store, won, 1);
    assert_eq!((kept.events, kept.failures, outcome(&kept)), (1, 0, HookOutcome::Done));
    let told = desk.told("won");
    assert_eq!(told.len(), 1, "what was lost, and what was before it, is none of its business");
    let told = &told[0];
    assert_eq!((&told["hook"], &told["event"], &told["record"]), (&json!("H1"), &json!("deal-won"), &json!("D1")));
    assert_eq!((&told["deal"]["title"], &told["deal"]["state"]), (&json!("Website"), &json!("won")));
    assert_eq!(
        (&told["customer"]["name"], &told["by"], &told["actor"]),
        (&json!("Anna"), &json!("root"), &json!("user"))
    );
}

#[test]
fn every_event_is_told_in_order_and_none_twice() {
    let (store, desk) = (store(), Desk::new());
    let created = add(&store, HookEvent::CustomerCreated, &desk.keeps("all"), AMPLE);
    for number in 0..12 {
        store.add(&[("name", json!(format!("Customer {number}")))]);
    }
    after(&store, created, 12);
    let names: Vec<_> = desk.told("all").iter().map(|told| told["customer"]["name"].clone()).collect();
    assert_eq!(names, (0..12).map(|number| json!(format!("Customer {number}"))).collect::<Vec<_>>());
}

#[test]
fn a_hook_that_hangs_is_ended_and_holds_neither_the_store_nor_another_hook_up() {
    let (store, desk) = (store(), Desk::new());
    let hangs = add(&store, HookEvent::CustomerCreated, "echo still here >&2; sleep 1000 & sleep 1000", 1);
    let works = add(&store, HookEvent::CustomerCreated, &desk.keeps("works"), AMPLE);
    for name in ["Anna", "Bea"] {
        store.add(&[("name", json!(name))]);
    }
    assert_eq!(store.found("bea").len(), 1, "the store answers meanwhile");
    assert_eq!(outcome(&after(&store, works, 2)), HookOutcome::Done);
    let kept = after(&store, hangs, 1);
    assert_eq!((kept.failures, outcome(&kept)), (kept.events, HookOutcome::TooLong), "by now it may hang again");
}

#[test]
fn a_hook_that_fails_is_tried_again_then_counted_and_left_behind() {
    let (store, desk) = (store(), Desk::new());
    let command = format!("echo run >> '{}'; echo no chat today >&2; exit 7", desk.path("runs").display());
    let fails = add(&store, HookEvent::CustomerCreated, &command, AMPLE);
    store.add(&[("name", json!("Anna"))]);
    let kept = after(&store, fails, 1);
    assert_eq!(kept.failures, 1);
    let last = kept.last.unwrap();
    assert_eq!((last.outcome, last.code, last.said.as_str()), (HookOutcome::Failed, Some(7), "no chat today"));
    assert_eq!(std::fs::read_to_string(desk.path("runs")).unwrap(), "run\nrun\nrun\n");
}

#[test]
fn what_happened_while_a_store_was_shut_or_a_hook_at_work_is_told_after() {
    let (store, desk) = (store(), Desk::new());
    let gate = desk.path("gate");
    let command = format!("[ -e '{}' ] || exec sleep 1000; {}", gate.display(), desk.keeps("told"));
    let created = add(&store, HookEvent::CustomerCreated, &command, 600);
    for name in ["Anna", "Bea"] {
        store.add(&[("name", json!(name))]);
    }
    let store = store.reopened_after(60);
    assert_eq!(hook(&store, created).events, 0, "what was not told to its end counts for nothing");
    std::fs::write(gate, "").unwrap();
    let store = store.reopened_after(60);
    after(&store, created, 2);
    let mut names: Vec<_> = desk.told("told").iter().map(|told| told["customer"]["name"].clone()).collect();
    names.dedup();
    assert_eq!(names, ["Anna", "Bea"], "once at least, and in order: what the shutting cut short may be told again");
}

#[test]
fn the_hour_of_a_follow_up_is_an_event() {
    let (store, desk) = (store(), Desk::new());
    let anna = store.add(&[("name", json!("Anna"))]);
    store.follow_up(anna, NOW.plus(3600), &[("text", json!("call back"))]);
    let due = add(&store, HookEvent::FollowUpDue, &desk.keeps("due"), AMPLE);
    let store = store.reopened_after(7200);
    after(&store, due, 1);
    let told = desk.told("due");
    assert_eq!((&told[0]["follow-up"]["text"], &told[0]["customer"]["name"]), (&json!("call back"), &json!("Anna")));
    assert_eq!(told[0]["actor"], "system");
}

#[test]
fn what_a_hook_does_is_marked_and_ends_in_no_circle() {
    let (store, desk) = (store(), Desk::new());
    let created = add(
        &store,
        HookEvent::CustomerCreated,
        &format!("echo \"$CALLSHEET_CAUSE\" >> '{}'", desk.path("causes").display()),
        AMPLE,
    );
    let by = |depth: u8, name: &str| {
        let cause: Cause = format!("hook:{depth}").parse().unwrap();
        let request = customers::Request::Add(crate::support::draft(&[("name", json!(name))]));
        let call = Call { cause, ..Call::by_person(request) };
        callsheet::door::ask_in_parts(&store.admin as &dyn Door, call, &mut |_| {}).unwrap();
    };
    by(1, "Anna");
    by(Hook::DEEPEST, "Bea");
    by(2, "Cid");
    after(&store, created, 2);
    assert_eq!(std::fs::read_to_string(desk.path("causes")).unwrap(), "hook:2\nhook:3\n");
    let added: Vec<AuditEntry> = store.audit().into_iter().filter(|entry| entry.request == "customers-add").collect();
    assert_eq!(
        added.iter().map(|entry| (entry.actor, entry.depth)).collect::<Vec<_>>(),
        [(Actor::Hook, 1), (Actor::Hook, 3), (Actor::Hook, 2)]
    );
}

#[test]
fn a_removed_hook_is_told_nothing_more_and_a_try_says_how_it_ends() {
    let (store, desk) = (store(), Desk::new());
    let one = add(&store, HookEvent::CustomerCreated, &desk.keeps("one"), AMPLE);
    let two = add(&store, HookEvent::CustomerCreated, "exit 3", AMPLE);
    let Response::Tried(run) = store.ask(Request::Try(one)).unwrap() else { panic!() };
    assert_eq!((run.outcome, desk.told("one")[0]["test"].clone()), (HookOutcome::Done, json!(true)));
    let Response::Tried(HookRun { outcome, code, .. }) = store.ask(Request::Try(two)).unwrap() else { panic!() };
    assert_eq!((outcome, code), (HookOutcome::Failed, Some(3)));
    assert_eq!(store.ask(Request::Remove(one)), Ok(Response::Removed));
    store.add(&[("name", json!("Anna"))]);
    after(&store, two, 1);
    assert_eq!(desk.told("one").len(), 1);
    assert!(matches!(store.ask::<Response>(Request::Remove(one)), Err(Refusal::NotFound { .. })));
}

#[test]
fn only_an_administrator_has_hooks() {
    let store = store();
    for role in [Role::Agent, Role::Supervisor, Role::Auditor, Role::Service] {
        let session = store.colleague(role.slug(), role);
        let add = Request::Add { event: HookEvent::DealWon, command: "true".into(), limit_s: 1 };
        assert_eq!(ask::<Response>(&session, add), Err(Refusal::NotAllowed(Action::ManageHooks)), "{role}");
    }
    for (command, limit_s) in [("", 30), ("true", 0), ("true", 601)] {
        let add = Request::Add { event: HookEvent::DealWon, command: command.into(), limit_s };
        assert!(matches!(store.ask::<Response>(add), Err(Refusal::Invalid { .. })), "{command} {limit_s}");
    }
}

#[test]
fn the_feed_is_read_from_any_place_and_names_no_machine() {
    let store = store();
    store.add(&[("name", json!("Anna"))]);
    let agent = store.colleague("bo", Role::Agent);
    let follow = |after| match ask(&agent, audit::Request::Follow { after, limit: 10 }).unwrap() {
        audit::Response::Followed(lines) => lines,
        other => panic!("{other:?}"),
    };
    let all = follow(Some(0));
    assert_eq!(all.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(follow(Some(2)), all[2..]);
    assert_eq!(follow(None), all[2..], "without a place it is the end");
    assert_eq!(follow(Some(3)), []);
    assert!(all.iter().all(|line| line.entry.os_user.is_empty() && line.entry.origin.is_empty()));
    assert_eq!((all[1].login.as_str(), all[1].entry.request.as_str()), ("root", "customers-add"));
}
