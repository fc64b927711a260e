//! Follow-ups: put off, done, repeated, and the queue.

use crate::support::{NOW, Store, ask, blamed, draft, edit, session, store};
use callsheet::domain::follow_up::{FollowUp, FollowUpState, Lane};
use callsheet::domain::id::{CustomerId, FollowUpId, UserId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::Party;
use callsheet::domain::role::Role;
use callsheet::domain::time::Timestamp;
use callsheet::door::calls::{self, NextStep, WrapUp};
use callsheet::door::follow_ups::{Queue, QueueFilter, Request, Response};
use callsheet::door::{Door, Refusal, system, users};
use serde_json::{Value, json};

fn anna(store: &Store) -> CustomerId {
    store.add(&[("name", json!("Anna"))])
}

fn at(rfc3339: &str) -> Timestamp {
    serde_json::from_value(json!(rfc3339)).unwrap()
}

fn show(store: &Store, id: FollowUpId) -> FollowUp {
    let Response::FollowUp(follow_up) = store.ask(Request::Show(id)).unwrap() else { panic!() };
    *follow_up
}

fn done(store: &Store, id: FollowUpId, next: Option<&[(&str, Value)]>) -> Result<Response, Refusal> {
    store.ask(Request::Done { ids: vec![id], outcome: "reached her".into(), next: next.map(draft) })
}

fn queue(door: &dyn Door, filter: QueueFilter) -> Result<Queue, Refusal> {
    match ask(door, Request::Queue(filter))? {
        Response::Queue(queue) => Ok(queue),
        other => panic!("{other:?}"),
    }
}

fn texts(queue: &Queue) -> Vec<&str> {
    queue.items.iter().map(|item| item.follow_up.text.as_str()).collect()
}

#[test]
fn done_with_a_next_step_leads_to_it_with_the_same_party_and_deal() {
    let store = store();
    let anna = anna(&store);
    let deal = store.deal(anna, &[("title", json!("Website"))]);
    let id = store.follow_up(anna, NOW, &[("text", json!("call")), ("deal", json!(deal.to_string()))]);
    let next = [("due", json!(NOW.plus(60).to_string())), ("text", json!("send the quote"))];
    done(&store, id, Some(&next)).unwrap();
    let first = show(&store, id);
    assert_eq!((first.state, first.outcome.as_str(), first.done_at), (FollowUpState::Done, "reached her", Some(NOW)));
    let next = store.card(anna).follow_ups.remove(0);
    assert_eq!((next.text.as_str(), next.deal, next.party), ("send the quote", Some(deal), first.party));
    assert_eq!(blamed(done(&store, id, None)), "state", "done once");
    store.undo().unwrap();
    assert_eq!(store.card(anna).follow_ups.len(), 1, "both are taken back at once");
    assert!(show(&store, id).is_open());
    assert_eq!(blamed(done(&store, id, Some(&[("text", json!("no date"))]))), "due");
    assert!(show(&store, id).is_open(), "nothing half done");
}

#[test]
fn a_repeated_one_comes_again_on_the_right_day_and_hour() {
    for (due, every, unit, passed, expected) in [
        ("2027-03-22T15:00:00+01:00", 1, "Week", 0, Some("2027-03-29T15:00:00+02:00")),
        ("2027-10-25T15:00:00+02:00", 1, "Week", 0, Some("2027-11-01T15:00:00+01:00")),
        ("2027-03-27T02:30:00+01:00", 1, "Day", 0, Some("2027-03-28T03:00:00+02:00")),
        ("2027-01-31T09:00:00+01:00", 1, "Month", 0, Some("2027-02-28T09:00:00+01:00")),
        ("2028-02-29T09:00:00+01:00", 1, "Year", 0, Some("2029-02-28T09:00:00+01:00")),
        ("2026-11-18T15:00:00+01:00", 2, "Week", 30, Some("2026-12-30T15:00:00+01:00")),
    ] {
        let store = store();
        let recurrence = json!({ "every": every, "unit": unit, "until": null });
        let id = store.follow_up(anna(&store), at(due), &[("text", json!("care")), ("recurrence", recurrence)]);
        store.pass(passed * 86_400);
        done(&store, id, None).unwrap();
        let next = store.card(CustomerId(1)).follow_ups.into_iter().find(FollowUp::is_open);
        assert_eq!(next.map(|next| next.due), expected.map(at), "{due} every {every} {unit}");
    }
}

#[test]
fn a_monthly_one_from_the_31st_stays_with_the_31st_also_when_it_is_put_off() {
    let store = store();
    let recurrence = json!({ "every": 1, "unit": "Month", "until": null });
    let id = store.follow_up(anna(&store), at("2027-01-31T09:00:00+01:00"), &[("recurrence", recurrence)]);
    let open = || store.card(CustomerId(1)).follow_ups.into_iter().find(FollowUp::is_open).unwrap();
    let until = at("2027-02-02T09:00:00+01:00");
    store.ask::<Response>(Request::Snooze { ids: vec![id], until }).unwrap();
    let mut days = Vec::new();
    for _ in 0..3 {
        done(&store, open().id, None).unwrap();
        days.push(open().due.to_string()[..10].to_owned());
    }
    assert_eq!(days, ["2027-02-28", "2027-03-31", "2027-04-30"]);
}

#[test]
fn several_are_done_or_put_off_at_once_and_taken_back_as_one() {
    let store = store();
    let anna = anna(&store);
    let ids: Vec<FollowUpId> = (1..4).map(|hours| store.follow_up(anna, NOW.plus(hours * 3_600), &[])).collect();
    let until = NOW.plus(86_400);
    store.ask::<Response>(Request::Snooze { ids: ids.clone(), until }).unwrap();
    assert!(ids.iter().all(|id| show(&store, *id).due == until));
    store.undo().unwrap();
    assert!(ids.iter().all(|id| show(&store, *id).due < until));
    store.ask::<Response>(Request::Done { ids: ids.clone(), outcome: "all".into(), next: None }).unwrap();
    assert!(ids.iter().all(|id| !show(&store, *id).is_open()));
    store.undo().unwrap();
    done(&store, ids[2], None).unwrap();
    let all = Request::Done { ids: ids.clone(), outcome: String::new(), next: None };
    assert_eq!(blamed(store.ask::<Response>(all)), "state");
    assert!(show(&store, ids[0]).is_open(), "all or none");
    assert_eq!(blamed(store.ask::<Response>(Request::Snooze { ids: Vec::new(), until })), "");
}

#[test]
fn a_rhythm_that_is_over_leads_to_nothing() {
    let store = store();
    let recurrence = json!({ "every": 1, "unit": "Week", "until": "2026-11-20" });
    let id = store.follow_up(anna(&store), NOW, &[("recurrence", recurrence)]);
    done(&store, id, None).unwrap();
    assert!(!store.card(CustomerId(1)).follow_ups.iter().any(FollowUp::is_open));
}

#[test]
fn what_is_put_off_is_put_off_to_a_time_to_come() {
    let store = store();
    let id = store.follow_up(anna(&store), NOW, &[]);
    let snooze = |until| store.ask::<Response>(Request::Snooze { ids: vec![id], until });
    assert_eq!(blamed(snooze(NOW)), "until");
    assert_eq!(blamed(snooze(NOW.plus(-1))), "until");
    snooze(NOW.plus(60)).unwrap();
    snooze(NOW.plus(120)).unwrap();
    assert_eq!((show(&store, id).due, show(&store, id).snoozed), (NOW.plus(120), 2));
    done(&store, id, None).unwrap();
    assert_eq!(blamed(snooze(NOW.plus(180))), "state");
}

#[test]
fn a_follow_up_has_a_date_and_a_customer_there_is() {
    let store = store();
    anna(&store);
    let add = |fields: &[(&str, Value)]| store.ask::<Response>(Request::Add(draft(fields)));
    assert_eq!(blamed(add(&[("customer", json!("1"))])), "due");
    let due = ("due", json!(NOW.to_string()));
    assert!(matches!(add(&[("customer", json!("9")), due.clone()]), Err(Refusal::NotFound { .. })));
    assert!(matches!(add(&[("customer", json!("1")), ("owner", json!("nobody")), due]), Err(Refusal::NotFound { .. })));
    assert!(matches!(store.ask::<Response>(Request::Show(FollowUpId(1))), Err(Refusal::NotFound { .. })));
}

#[test]
fn lanes_stand_in_order_and_within_one_what_presses_most() {
    let store = store();
    let anna = anna(&store);
    let plan = |text: &str, hours: i64, fields: &[(&str, Value)]| {
        let fields: Vec<_> = fields.iter().cloned().chain([("text", json!(text))]).collect();
        store.follow_up(anna, NOW.plus(hours * 3600), &fields);
    };
    let kind = |kind: &str| [("kind", json!(kind))];
    plan("later", 72, &kind("task"));
    plan("a callback later", 48, &kind("callback"));
    plan("today", 2, &kind("task"));
    plan("promised today", 3, &kind("promise"));
    plan("all day today", -14, &[("all_day", json!(true))]);
    plan("overdue", -30, &kind("task"));
    plan("promise overdue", -10, &kind("promise"));
    plan("callback", 1, &kind("callback"));
    plan("callback missed", -2, &kind("callback"));
    let queue = queue(&store.admin, QueueFilter::default()).unwrap();
    let lanes: Vec<_> = queue.items.iter().map(|item| (item.lane, item.follow_up.text.as_str())).collect();
    assert_eq!(
        lanes,
        [
            (Lane::Callback, "callback missed"),
            (Lane::Callback, "callback"),
            (Lane::Overdue, "promise overdue"),
            (Lane::Overdue, "overdue"),
            (Lane::Today, "promised today"),
            (Lane::Today, "all day today"),
            (Lane::Today, "today"),
            (Lane::Later, "a callback later"),
            (Lane::Later, "later"),
        ]
    );
}

#[test]
fn a_callback_of_today_is_seen_however_much_is_overdue() {
    let store = store();
    let anna = anna(&store);
    for days in 2..7 {
        store.follow_up(anna, NOW.plus(-days * 86_400), &[("text", json!("overdue"))]);
    }
    store.follow_up(anna, NOW.plus(600), &[("text", json!("callback")), ("kind", json!("callback"))]);
    let queue = queue(&store.admin, QueueFilter { limit: 2, ..QueueFilter::default() }).unwrap();
    assert_eq!((texts(&queue), queue.more), (vec!["callback", "overdue"], true));
}

#[test]
fn a_queue_is_ones_own_ones_teams_and_nobodys() {
    let store = store();
    let anna = anna(&store);
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let (bo, cy) = (store.colleague("bo", Role::Agent), store.colleague("cy", Role::Agent));
    let join = crate::support::edit(UserId(2), "team", json!(null), json!("G1"));
    let _: users::Response = store.ask(users::Request::Edit(join)).unwrap();
    for owner in ["bo", "cy", "North", "anyone"] {
        store.follow_up(anna, NOW.plus(3600), &[("text", json!(owner)), ("owner", json!(owner))]);
    }
    let asked = |door: &dyn Door, owner: Option<&str>| {
        let queue = queue(door, QueueFilter { owner: owner.map(str::to_owned), ..QueueFilter::default() }).unwrap();
        texts(&queue).join(" ")
    };
    assert_eq!(asked(&bo, None), "bo North anyone");
    assert_eq!(asked(&cy, None), "cy anyone");
    assert_eq!((asked(&bo, Some("me")), asked(&bo, Some("team"))), ("bo".into(), "North".into()));
    assert_eq!((asked(&bo, Some("cy")), asked(&bo, Some("anyone"))), ("cy".into(), "anyone".into()));
    assert_eq!((asked(&cy, Some("team")), asked(&cy, Some("north"))), (String::new(), "North".into()));
    let unknown = queue(&bo, QueueFilter { owner: Some("nobody".into()), ..QueueFilter::default() });
    assert!(matches!(unknown, Err(Refusal::NotFound { .. })));
    let names = queue(&bo, QueueFilter::default()).unwrap();
    assert_eq!(names.items.iter().map(|item| item.owner_name.as_str()).collect::<Vec<_>>(), ["bo", "North", "anyone"]);
}

#[test]
fn only_what_is_overdue_when_asked_for() {
    let store = store();
    let anna = anna(&store);
    store.deal(anna, &[("title", json!("Website"))]);
    store.follow_up(anna, NOW.plus(-60), &[("text", json!("overdue"))]);
    store.follow_up(anna, NOW.plus(60), &[("text", json!("to come"))]);
    let queue = queue(&store.admin, QueueFilter { overdue: true, ..QueueFilter::default() }).unwrap();
    assert_eq!((texts(&queue), queue.no_next_step.len()), (vec!["overdue"], 0));
}

#[test]
fn an_open_deal_without_a_next_step_has_a_lane_of_its_own() {
    let store = store();
    let anna = anna(&store);
    let [quiet, planned] = ["quiet", "planned"].map(|title| store.deal(anna, &[("title", json!(title))]));
    let bo = store.colleague("bo", Role::Agent);
    let lane = |door: &dyn Door| {
        let queue = queue(door, QueueFilter::default()).unwrap();
        queue.no_next_step.into_iter().map(|row| row.deal.id).collect::<Vec<_>>()
    };
    let step = store.follow_up(anna, NOW.plus(60), &[("deal", json!(planned.to_string()))]);
    assert_eq!(lane(&store.admin), [quiet]);
    assert_eq!(lane(&bo), [], "it is not theirs");
    done(&store, step, None).unwrap();
    assert_eq!(lane(&store.admin), [quiet, planned]);
    store.follow_up(anna, NOW.plus(60), &[]);
    assert_eq!(lane(&store.admin), [], "something is planned with the customer");
}

#[test]
fn shared_work_is_kept_for_whoever_opened_it_for_a_while() {
    let store = store();
    let anna = anna(&store);
    let (bo, cy) = (store.colleague("bo", Role::Agent), store.colleague("cy", Role::Agent));
    let shared = store.follow_up(anna, NOW, &[("owner", json!("anyone"))]);
    let take = |door: &dyn Door| ask::<Response>(door, Request::Take(shared));
    let finish = |door: &dyn Door| {
        ask::<Response>(door, Request::Done { ids: vec![shared], outcome: String::new(), next: None })
    };
    let has_it = || queue(&store.admin, QueueFilter::default()).unwrap().items[0].leased_to.clone();
    take(&bo).unwrap();
    take(&bo).unwrap();
    assert_eq!(has_it().as_deref(), Some("bo"));
    for refused in [take(&cy), finish(&cy)] {
        assert!(matches!(&refused, Err(Refusal::Invalid { why, .. }) if why.key() == "leased"), "{refused:?}");
    }
    store.pass(FollowUp::LEASE);
    assert_eq!(has_it(), None);
    take(&cy).unwrap();
    finish(&cy).unwrap();
    assert_eq!(show(&store, shared).lease, None);

    let own = store.follow_up(anna, NOW, &[("owner", json!("bo"))]);
    ask::<Response>(&cy, Request::Take(own)).unwrap();
    assert_eq!(show(&store, own).lease, None, "what is somebody's is kept for nobody else");
}

#[test]
fn work_that_is_given_back_is_anybodys_again() {
    let store = store();
    let anna = anna(&store);
    let (bo, cy) = (store.colleague("bo", Role::Agent), store.colleague("cy", Role::Agent));
    let shared = store.follow_up(anna, NOW, &[("owner", json!("anyone"))]);
    ask::<Response>(&bo, Request::Take(shared)).unwrap();
    let refused = ask::<Response>(&cy, Request::GiveBack(shared)).unwrap_err();
    assert!(matches!(&refused, Refusal::Invalid { why, .. } if why.key() == "leased"), "{refused:?}");
    for _ in 0..2 {
        ask::<Response>(&bo, Request::GiveBack(shared)).unwrap();
        assert_eq!(show(&store, shared).lease, None);
    }
    ask::<Response>(&cy, Request::Take(shared)).unwrap();
}

#[test]
fn what_was_taken_at_a_screen_comes_back_with_its_end_unless_another_one_is_open() {
    let store = store();
    let anna = anna(&store);
    let shared = store.follow_up(anna, NOW, &[("owner", json!("anyone"))]);
    let first = store.colleague("bo", Role::Agent);
    let second = session(&store.keeper, "bo");
    for screen in [&first, &second] {
        let _: system::Response = ask(screen, system::Request::Status).unwrap();
    }
    ask::<Response>(&first, Request::Take(shared)).unwrap();
    drop(first);
    assert!(show(&store, shared).lease.is_some(), "its user works on at another screen");
    drop(second);
    assert_eq!(show(&store, shared).lease, None);
}

#[test]
fn a_follow_up_with_nobody_known_goes_to_whoever_it_was_and_takes_its_call_along() {
    let store = store();
    let anna = anna(&store);
    let party = Party::Number("+4930999111".to_owned());
    let interaction =
        Interaction { party: party.clone(), channel: "phone".to_owned(), at: NOW, ..Interaction::default() };
    let next_step = Some(NextStep { due: NOW.plus(3600), all_day: false, text: "call".to_owned(), owner: None });
    let wrap_up = calls::Request::WrapUp(Box::new(WrapUp { interaction, next_step, deal: None, list: None }));
    let calls::Response::WrappedUp { follow_up: Some(step), .. } = store.ask(wrap_up).unwrap() else { panic!() };
    assert_eq!(store.card(anna).timeline.len(), 0);

    let _: Response = store.ask(Request::Edit(edit(step, "customer", json!(party), json!("Anna")))).unwrap();
    let card = store.card(anna);
    assert_eq!((card.timeline.len(), card.follow_ups.len()), (1, 1));
    assert_eq!(card.follow_ups[0].agreed_in, Some(card.timeline[0].id));
    store.undo().unwrap();
    assert_eq!(show(&store, step).party, party);
    assert_eq!(store.card(anna).timeline.len(), 0, "both are taken back at once");
}
