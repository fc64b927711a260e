//! Reports: what a day came to, through the door.

use crate::support::{NOW, Store, ask, draft, edit, store};
use callsheet::domain::id::{FollowUpId, UserId};
use callsheet::domain::noun::{Noun, RecordRef};
use callsheet::domain::presence::Presence;
use callsheet::domain::report::{DayReport, FloorReport, Loose, Unclosed};
use callsheet::domain::role::{Action, Role};
use callsheet::domain::time::Timestamp;
use callsheet::door::{Refusal, follow_ups, interactions, reports, system, users};
use chrono::NaiveDate;
use serde_json::json;

fn day(store: &Store, date: Option<NaiveDate>, team: Option<&str>) -> DayReport {
    let team = team.map(str::to_owned);
    match store.ask(reports::Request::Day { date, team }).unwrap() {
        reports::Response::Day(report) => *report,
        other => panic!("a day was asked for: {other:?}"),
    }
}

/// A floor with Bo, who is in the team North, and root, who is in none.
fn floor() -> Store {
    let store = store();
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    store.colleague("bo", Role::Agent);
    let _: users::Response =
        store.ask(users::Request::Edit(edit(UserId(2), "team", json!(null), json!("G1")))).unwrap();
    store
}

fn log(store: &Store, by: &str, at: Timestamp, outcome: &str, talk_s: u32) {
    let fields = [
        ("number", json!("030 1234567")),
        ("direction", json!("in")),
        ("at", json!(at.to_string())),
        ("by", json!(by)),
        ("disposition", json!(outcome)),
        ("talk_s", json!(talk_s)),
    ];
    let _: interactions::Response = store.ask(interactions::Request::Log(draft(&fields))).unwrap();
}

#[test]
fn a_day_is_counted_agent_by_agent_and_a_team_for_itself() {
    let store = floor();
    log(&store, "U1", NOW, "resolved", 100);
    log(&store, "U2", NOW, "resolved", 60);
    log(&store, "U2", NOW.plus(-60), "no-answer", 0);
    log(&store, "U2", NOW.plus(-Timestamp::DAY), "resolved", 9);
    let report = day(&store, None, None);
    assert_eq!(report.date.to_string(), "2026-11-18");
    let logins: Vec<_> = report.agents.iter().map(|agent| agent.login.as_str()).collect();
    assert_eq!(logins, ["bo", "root"]);
    assert_eq!((report.all.calls.offered, report.all.calls.missed, report.all.calls.talk_s), (3, 1, 160));
    assert_eq!(report.all.calls.average_handling_s(), Some(80));
    let north = day(&store, None, Some("north"));
    assert_eq!((north.agents.len(), north.all.calls.offered, north.all.dispositions["no-answer"]), (1, 2, 1));
    let yesterday = day(&store, report.date.pred_opt(), None);
    assert_eq!((yesterday.all.calls.offered, yesterday.all.calls.talk_s), (1, 9));
    let unknown = reports::Request::Day { date: None, team: Some("South".into()) };
    assert!(matches!(store.ask::<reports::Response>(unknown), Err(Refusal::NotFound { .. })));
}

#[test]
fn a_day_begins_when_the_settings_say_so() {
    let store = floor();
    // Half past midnight in Berlin.
    log(&store, "U1", Timestamp(1_794_956_400_000 + 1_800_000), "resolved", 1);
    assert_eq!(day(&store, None, None).all.calls.offered, 1);
    let later =
        callsheet::domain::edit::Change { field: "day_starts".into(), from: json!("00:00:00"), to: json!("06:00:00") };
    let _: system::Response = store.ask(system::Request::Configure(vec![later])).unwrap();
    let report = day(&store, None, None);
    assert_eq!((report.all.calls.offered, report.until.seconds_since(report.from)), (0, Timestamp::DAY));
    assert_eq!(day(&store, report.date.pred_opt(), None).all.calls.offered, 1);
}

#[test]
fn a_callback_is_counted_on_the_day_it_was_due_for_whoever_made_it() {
    let store = floor();
    let anna = store.add(&[("name", json!("Anna"))]);
    let callback = [("kind", json!("callback")), ("owner", json!("bo"))];
    let kept = store.follow_up(anna, NOW, &callback);
    store.follow_up(anna, NOW.plus(60), &callback);
    store.follow_up(anna, NOW.plus(2 * Timestamp::DAY), &callback);
    let moved = store.follow_up(anna, NOW.plus(120), &callback);
    let _: follow_ups::Response =
        store.ask(follow_ups::Request::Done { ids: vec![kept], outcome: String::new(), next: None }).unwrap();
    let until = NOW.plus(2 * Timestamp::DAY);
    let _: follow_ups::Response = store.ask(follow_ups::Request::Snooze { ids: vec![moved], until }).unwrap();
    assert_ne!(moved, FollowUpId(0));
    let report = day(&store, None, None);
    let of = |login: &str| report.agents.iter().find(|agent| agent.login == login).unwrap().tally.callbacks;
    assert_eq!((of("root").due, of("root").kept), (1, 1));
    assert_eq!((of("bo").due, of("bo").open), (1, 1));
}

#[test]
fn only_the_day_asked_for_is_read_however_long_the_history() {
    let store = floor();
    for days in 1..400 {
        log(&store, "U1", NOW.plus(-days * Timestamp::DAY), "resolved", 5);
    }
    log(&store, "U1", NOW, "resolved", 5);
    let read = store.keys_read(|| assert_eq!(day(&store, None, None).all.calls.offered, 1));
    assert!(read < 20, "{read} keys");
}

#[test]
fn an_agent_does_not_see_what_colleagues_did() {
    let store = floor();
    let cid = store.colleague("cid", Role::Agent);
    let asked: Result<reports::Response, _> = ask(&cid, reports::Request::Day { date: None, team: None });
    assert_eq!(asked, Err(Refusal::NotAllowed(Action::Supervise)));
    let dora = store.colleague("dora", Role::Supervisor);
    assert!(ask::<reports::Response>(&dora, reports::Request::Day { date: None, team: None }).is_ok());
}

fn now(store: &Store) -> FloorReport {
    match store.ask(reports::Request::Floor).unwrap() {
        reports::Response::Floor(report) => *report,
        other => panic!("the floor was asked for: {other:?}"),
    }
}

#[test]
fn the_floor_shows_who_does_what_and_what_is_not_closed() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let bo = store.colleague("bo", Role::Agent);
    store.colleague("cy", Role::Agent);
    let mine = |owner: &str, due| store.follow_up(anna, due, &[("owner", json!(owner)), ("kind", json!("callback"))]);
    let missed = mine("bo", NOW.plus(-600));
    mine("bo", NOW.plus(600));
    let of_cy = mine("cy", NOW.plus(600));
    mine("cy", NOW.plus(2 * Timestamp::DAY));
    log(&store, "U2", NOW.plus(-60), "", 30);
    log(&store, "U2", NOW.plus(-90), "resolved", 30);
    let pause = callsheet::door::floor::Request::SetState { presence: Presence::Break, reason: "lunch".into() };
    let _: callsheet::door::floor::Response = ask(&bo, pause).unwrap();

    let report = now(&store);
    let agents: Vec<_> = report.agents.iter().map(|agent| (agent.name.as_str(), agent.queue.open)).collect();
    assert_eq!(agents, [("bo", 2), ("cy", 2), ("root", 0)]);
    let state = report.agents[0].state.as_ref().unwrap();
    assert_eq!((state.presence, state.reason.as_str()), (Presence::Break, "lunch"));
    assert_eq!((report.agents[0].calls.answered, report.agents[0].queue.overdue), (2, 1));
    assert_eq!(report.agents[1].state, None, "cy has left");
    let ends: Vec<_> = report.not_closed.iter().map(|end| (end.why, end.owner.as_str(), end.what)).collect();
    let record = |noun, id| Unclosed::Record(RecordRef { noun, id });
    let [missed_one, call, of_cys] =
        [record(Noun::FollowUp, missed.0), record(Noun::Interaction, 1), record(Noun::FollowUp, of_cy.0)];
    assert_eq!(
        ends,
        [(Loose::Callback, "bo", missed_one), (Loose::WrapUp, "bo", call), (Loose::OffDuty, "cy", of_cys)]
    );
    let _: follow_ups::Response =
        store.ask(follow_ups::Request::Done { ids: vec![missed], outcome: String::new(), next: None }).unwrap();
    assert_eq!(now(&store).not_closed.len(), 2);
}

fn dashboard(door: &dyn callsheet::door::Door, days: u16) -> callsheet::domain::dashboard::Dashboard {
    match ask(door, reports::Request::Dashboard { days }).unwrap() {
        reports::Response::Dashboard(dashboard) => *dashboard,
        other => panic!("the dashboard was asked for: {other:?}"),
    }
}

#[test]
fn the_dashboard_tells_a_leader_of_everybody_and_an_agent_of_their_own_work() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let bo = store.colleague("bo", Role::Agent);
    let log = |door: &dyn callsheet::door::Door, days_ago: i64, channel: &str, direction: &str| {
        let at = NOW.plus(-days_ago * 86_400).to_string();
        let fields =
            [("channel", json!(channel)), ("direction", json!(direction)), ("at", json!(at)), ("text", json!("x"))];
        let request = interactions::Request::Log(crate::support::about(anna, &fields));
        let _: interactions::Response = ask(door, request).unwrap();
    };
    log(&store.admin, 0, "phone", "out");
    log(&bo, 2, "phone", "in");
    log(&bo, 3, "email", "in");
    log(&bo, 1, "email", "out");
    log(&bo, 40, "phone", "in");
    store.deal(anna, &[("title", json!("Website"))]);
    store.follow_up(anna, NOW.plus(-3_600), &[("kind", json!("promise"))]);
    store.follow_up(anna, NOW.plus(3_600), &[("kind", json!("promise"))]);

    let all = dashboard(&store.admin, 14);
    assert_eq!((all.everybody, all.calls.len()), (true, 14));
    let calls = all.all_calls();
    assert_eq!((calls.offered, calls.dialled), (1, 1), "none of forty days ago");
    assert_eq!((all.calls[13].dialled, all.calls[11].offered), (1, 1));
    assert_eq!(all.channels["email"].response_s, Some(2 * 86_400));
    assert_eq!(all.pipeline[0].count, 1);
    assert_eq!(all.kept.iter().map(|kept| (kept.count.due, kept.count.open)).collect::<Vec<_>>(), [(1, 1)]);

    for (days, offered) in [(1, 0), (7, 1), (30, 1), (90, 2)] {
        let over = dashboard(&store.admin, days);
        assert_eq!((over.calls.len(), over.all_calls().offered), (days.into(), offered), "{days}");
    }

    let mine = dashboard(&bo, 14);
    let calls = mine.all_calls();
    assert_eq!((mine.everybody, calls.offered, calls.dialled), (false, 1, 0));
    assert_eq!((mine.pipeline[0].count, mine.kept.len()), (0, 0));
}
