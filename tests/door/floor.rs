//! Who is on, who has whom open, and calls that outlive their screens: with sessions of one keeper.

use crate::support::{NOW, Store, ask, edit, session, store};
use callsheet::crm::Session;
use callsheet::domain::call::Call as Contact;
use callsheet::domain::follow_up::FollowUpKind;
use callsheet::domain::id::{CustomerId, InteractionId, UserId};
use callsheet::domain::interaction::Direction;
use callsheet::domain::noun::Noun;
use callsheet::domain::party::{Owner, Party};
use callsheet::domain::phone::Phone;
use callsheet::domain::presence::{Presence, State};
use callsheet::domain::report::{DayReport, Loose, LooseEnd, Unclosed};
use callsheet::domain::role::Role;
use callsheet::door::calls::{self, WrapUp};
use callsheet::door::event::{Ring, RingPhase};
use callsheet::door::floor::{Content, Draft, News, OpenCall, OpenForm, Request, Response, Typing};
use callsheet::door::follow_ups::QueueFilter;
use callsheet::door::{
    Call, CallId, Cause, Delivery, Door, Event, Refusal, ask_in_parts, customers, follow_ups, reports, seat, users,
};
use serde_json::json;
use std::time::Duration;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(3);

pub fn draft(id: u8, customer: CustomerId, note: &str) -> Draft {
    let call = Contact::begin(Direction::In, "030 1234567", "DE", NOW).with(customer, "Anna");
    let note = Typing { text: note.to_owned(), cursor: 3 };
    let open = OpenCall { call, note, line: Typing::default(), closing: false, script: None };
    Draft { id: CallId([id; 16]), content: Content::Call(Box::new(open)) }
}

/// What is written of a call.
pub fn written(draft: &mut Draft) -> &mut OpenCall {
    let Content::Call(open) = &mut draft.content else { panic!("a form") };
    open
}

pub fn keep(session: &Session, draft: &Draft) -> Response {
    ask(session, Request::Keep(Box::new(draft.clone()))).unwrap()
}

pub fn mine(session: &Session) -> (State, Vec<CallId>) {
    let Response::Mine { state, left } = ask(session, Request::Mine).unwrap() else { panic!() };
    (state, left.into_iter().map(|left| left.id).collect())
}

/// Waits until the session hears something this is made of.
pub fn hears<T>(session: &Session, wanted: impl Fn(Event) -> Option<T>) -> T {
    loop {
        let heard = session.inbox().recv_timeout(PATIENCE).expect("nothing was heard");
        if let Delivery::Event(event) = heard
            && let Some(found) = wanted(event)
        {
            return found;
        }
    }
}

/// The record of a call, stored under the name of its draft.
pub fn wrap_up(session: &Session, draft: &Draft) -> Result<InteractionId, Refusal> {
    let interaction = draft.call().unwrap().record(NOW.plus(60));
    let request = calls::Request::WrapUp(Box::new(WrapUp { interaction, next_step: None, deal: None, list: None }));
    let call = Call { id: draft.id, cause: Cause::PERSON, request: request.into() };
    match ask_in_parts(session, call, &mut |_| {})?.try_into()? {
        calls::Response::WrappedUp { saved, .. } => Ok(saved.id),
        other => panic!("{other:?}"),
    }
}

pub fn anna(store: &Store) -> CustomerId {
    store.add(&[("name", json!("Anna"))])
}

#[test]
fn a_change_of_one_is_told_to_the_others_by_record_and_field() {
    let store = store();
    let anna = anna(&store);
    let ben = store.colleague("ben", Role::Agent);
    let change = customers::Request::Edit(edit(anna, "city", json!(""), json!("Bonn")));
    let _: customers::Response = store.ask(change).unwrap();
    let fields = hears(&ben, |event| match event {
        Event::Changed { touched, .. } => touched.into_iter().find(|t| t.record.id == anna.0).map(|t| t.fields),
        _ => None,
    });
    assert_eq!(fields, ["city"]);
}

#[test]
fn two_who_have_the_same_customer_open_know_of_each_other() {
    let store = store();
    let anna = anna(&store);
    let (ben, cy) = (store.colleague("ben", Role::Agent), store.colleague("cy", Role::Agent));
    let open = |who: &Session| match ask(who, Request::Open(Some(anna))) {
        Ok(Response::AlsoOpen(by)) => by.into_iter().map(|colleague| colleague.name).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(open(&ben), Vec::<String>::new());
    assert_eq!(open(&cy).len(), 1);
    let others = |event| match event {
        Event::Floor(News::AlsoOpen { customer, by }) if customer == anna => Some(by.len()),
        _ => None,
    };
    while hears(&ben, others) != 1 {}
    drop(cy);
    while hears(&ben, others) != 0 {}
}

#[test]
fn a_call_says_to_all_what_its_agent_does_until_it_is_stored() {
    let store = store();
    let anna = anna(&store);
    let ben = store.colleague("ben", Role::Agent);
    let mut open = draft(1, anna, "wants");
    keep(&ben, &open);
    let Content::Call(call) = &mut open.content else { panic!() };
    call.call.hang_up(NOW);
    keep(&ben, &open);
    wrap_up(&ben, &open).unwrap();
    let mut seen = Vec::new();
    while seen.last() != Some(&Presence::Ready) || seen.len() < 3 {
        let state = hears(&store.admin, |event| match event {
            Event::Floor(News::State { state, .. }) => state,
            _ => None,
        });
        seen.push(state.presence);
    }
    assert!(seen.ends_with(&[Presence::OnCall, Presence::AfterCall, Presence::Ready]), "{seen:?}");
    assert_eq!(mine(&store.admin).1, [], "it is done with");
}

#[test]
fn the_next_session_of_the_same_user_and_of_no_other_goes_on_with_a_call() {
    let store = store();
    let anna = anna(&store);
    let ben = store.colleague("ben", Role::Agent);
    let open = draft(1, anna, "wants the qu");
    keep(&ben, &open);
    drop(ben);
    assert_eq!(mine(&store.admin).1, []);
    let ben = session(&store.keeper, "ben");
    assert_eq!(mine(&ben).1, [open.id]);
    let Response::TakenOver(Some(taken)) = ask(&ben, Request::TakeOver(open.id)).unwrap() else { panic!() };
    assert_eq!(*taken, open);
    assert_eq!(mine(&ben).0.presence, Presence::OnCall);
    wrap_up(&ben, &open).unwrap();
    assert!(matches!(wrap_up(&ben, &open), Err(Refusal::AlreadyDone { .. })), "it is stored once");
    assert_eq!(ask(&ben, Request::TakeOver(open.id)), Ok(Response::TakenOver(None)));
}

#[test]
fn a_screen_whose_call_was_taken_over_is_told_and_writes_no_more() {
    let store = store();
    let anna = anna(&store);
    let stopped = store.colleague("ben", Role::Agent);
    let open = draft(1, anna, "wants");
    keep(&stopped, &open);
    let ben = session(&store.keeper, "ben");
    let _: Response = ask(&ben, Request::TakeOver(open.id)).unwrap();
    let taken = hears(&stopped, |event| match event {
        Event::Floor(News::TakenOver { draft, .. }) => Some(draft),
        _ => None,
    });
    assert_eq!(taken, open.id);
    assert!(matches!(keep(&stopped, &draft(1, anna, "late")), Response::Elsewhere { .. }));
}

#[test]
fn a_form_left_unsaved_is_offered_once_its_screen_is_gone_and_outlives_the_host() {
    let store = store();
    let ben = store.colleague("ben", Role::Agent);
    let fields = vec![("name".to_owned(), "Zoe".to_owned())];
    let (given, title) = ("{}".to_owned(), "New customer".to_owned());
    let form = OpenForm { noun: Some(Noun::Customer), is_new: true, given, title, fields };
    let open = Draft { id: CallId([5; 16]), content: Content::Form(form) };
    keep(&ben, &open);
    let beside = session(&store.keeper, "ben");
    assert_eq!(mine(&beside).1, [], "it is being typed");
    assert_eq!(mine(&ben).0.presence, Presence::Ready);
    drop(ben);
    assert_eq!(mine(&beside).1, [open.id]);
    assert_eq!(mine(&store.admin).1, [], "nobody else's");
    drop(beside);
    let store = store.reopened_after(60);
    let ben = session(&store.keeper, "ben");
    let Response::TakenOver(Some(taken)) = ask(&ben, Request::TakeOver(open.id)).unwrap() else { panic!() };
    assert_eq!(*taken, open);
    let _: Response = ask(&ben, Request::Drop(open.id)).unwrap();
    drop(ben);
    assert_eq!(mine(&session(&store.keeper, "ben")).1, [], "it is done with");
}

fn ring(phase: RingPhase) -> Ring {
    Ring { number: "030 1234567".into(), call_id: "c1".into(), line: "sales".into(), phase, callers: Vec::new() }
}

/// Announces a call; says how many screens were told.
fn announce(store: &Store, phase: RingPhase, to: &str) -> usize {
    match store.ask(calls::Request::Ring { ring: ring(phase), to: to.to_owned() }) {
        Ok(calls::Response::Told { sessions }) => sessions,
        other => panic!("{other:?}"),
    }
}

/// With whom and whose the callbacks in somebody's queue are.
fn callbacks(store: &Store, owner: &str) -> Vec<(Party, Owner)> {
    let of = QueueFilter { owner: Some(owner.to_owned()), ..QueueFilter::default() };
    let Ok(follow_ups::Response::Queue(queue)) = store.ask(follow_ups::Request::Queue(of)) else { panic!() };
    let calls = queue.items.into_iter().filter(|item| item.follow_up.kind == FollowUpKind::Callback);
    calls.map(|item| (item.follow_up.party, item.follow_up.owner)).collect()
}

#[test]
fn of_two_who_take_a_call_the_first_one_has_it() {
    let store = store();
    let (ben, cy) = (store.colleague("ben", Role::Agent), store.colleague("cy", Role::Agent));
    announce(&store, RingPhase::Ringing, "");
    let take = |who: &Session| ask::<Response>(who, Request::Take(ring(RingPhase::Ringing).name())).unwrap();
    assert_eq!(take(&ben), Response::Done);
    assert_eq!(take(&ben), Response::Done, "asked again it is still theirs");
    assert_eq!(take(&cy), Response::Elsewhere { at: "ben".to_owned() });
    hears(&store.admin, |event| matches!(event, Event::Floor(News::RingTaken(_))).then_some(()));
    announce(&store, RingPhase::Ended, "");
    assert_eq!(callbacks(&store, "anyone"), []);
}

#[test]
fn a_call_nobody_took_is_to_be_called_back_by_whoever_it_rang_at() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), ("phones", json!([Phone::read("030 1234567", "DE")]))]);
    let _ben = store.colleague("ben", Role::Agent);
    announce(&store, RingPhase::Ringing, "ben");
    announce(&store, RingPhase::Ended, "");
    announce(&store, RingPhase::Ended, "");
    let [(party, owner)]: [_; 1] = callbacks(&store, "ben").try_into().unwrap();
    assert_eq!(party, Party::Customer(anna));
    assert!(matches!(owner, Owner::User(_)));
}

#[test]
fn a_call_rings_at_a_shared_seat_for_whoever_signed_on_there() {
    let store = store();
    let _: users::Response = store.ask(users::Request::SetSeat { os_user: "desk7".into(), shared: true }).unwrap();
    let ben = store.colleague("ben", Role::Agent);
    mine(&ben);
    let _: users::Response =
        store.ask(users::Request::SetPin { login: "ben".into(), pin: "4711".to_owned().into() }).unwrap();
    let seat = session(&store.keeper, "desk7");
    let pin = "4711".to_owned().into();
    let _: seat::Response = ask(&seat, seat::Request::SignOn { login: "ben".into(), pin }).unwrap();
    assert_eq!(announce(&store, RingPhase::Ringing, "ben"), 2, "at the seat, and at a terminal of ben's own");
    hears(&seat, |event| matches!(event, Event::Ring(_)).then_some(()));
    let _: seat::Response = ask(&seat, seat::Request::SignOff).unwrap();
    assert_eq!(announce(&store, RingPhase::Ringing, "ben"), 1);
}

fn day(store: &Store, team: Option<&str>) -> DayReport {
    let request = reports::Request::Day { date: None, team: team.map(str::to_owned) };
    let reports::Response::Day(report) = store.ask(request).unwrap() else { panic!() };
    *report
}

fn not_closed(store: &Store) -> Vec<LooseEnd> {
    let reports::Response::Floor(report) = store.ask(reports::Request::Floor).unwrap() else { panic!() };
    report.not_closed
}

/// Calls of today: offered, answered, missed; and the callbacks that are open.
fn today(store: &Store) -> (u64, u64, u64, u64) {
    let all = day(store, None).all;
    (all.calls.offered, all.calls.answered, all.calls.missed, all.callbacks.open)
}

#[test]
fn the_report_counts_a_missed_call_once_and_one_that_was_taken_as_answered() {
    let store = store();
    let anna = anna(&store);
    let ben = store.colleague("ben", Role::Agent);
    announce(&store, RingPhase::Ringing, "");
    announce(&store, RingPhase::Ended, "");
    assert_eq!(today(&store), (1, 0, 1, 1), "missed, with a callback to be made");
    announce(&store, RingPhase::Ringing, "");
    let _: Response = ask(&ben, Request::Take(ring(RingPhase::Ringing).name())).unwrap();
    let open = draft(1, anna, "wants");
    keep(&ben, &open);
    announce(&store, RingPhase::Ended, "");
    wrap_up(&ben, &open).unwrap();
    assert_eq!(today(&store), (2, 1, 1, 1));
}

#[test]
fn a_call_answered_by_handset_counts_as_answered_and_is_left_to_be_wrapped_up() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), ("phones", json!([Phone::read("030 1234567", "DE")]))]);
    let _ben = store.colleague("ben", Role::Agent);
    announce(&store, RingPhase::Ringing, "");
    announce(&store, RingPhase::Answered, "ben");
    store.pass(65);
    announce(&store, RingPhase::Ended, "");
    assert_eq!(callbacks(&store, "anyone"), []);
    assert_eq!(today(&store), (1, 1, 0, 0));
    let report = day(&store, None);
    let [ben] = &report.agents[..] else { panic!("{report:?}") };
    assert_eq!((ben.login.as_str(), ben.tally.calls.answered, ben.tally.calls.talk_s), ("ben", 1, 65));
    let open: Vec<_> = not_closed(&store).into_iter().map(|end| (end.why, end.customer, end.owner)).collect();
    assert_eq!(open, [(Loose::WrapUp, Some(anna), "ben".to_owned())]);
}

#[test]
fn a_call_answered_by_a_handset_nobody_named_is_not_closed_either() {
    let store = store();
    for phase in [RingPhase::Ringing, RingPhase::Answered, RingPhase::Ended] {
        announce(&store, phase, "");
    }
    assert_eq!((callbacks(&store, "anyone").len(), today(&store)), (0, (1, 1, 0, 0)));
    let open: Vec<_> = not_closed(&store).into_iter().map(|end| (end.why, end.owner)).collect();
    assert_eq!(open, [(Loose::WrapUp, "anyone".to_owned())]);
}

#[test]
fn a_missed_call_counts_for_whom_it_rang_at_or_once_for_the_floor() {
    let store = store();
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let _agents = ["ben", "cy"].map(|login| store.colleague(login, Role::Agent));
    let ben_is_in_the_north = crate::support::edit(UserId(2), "team", json!(null), json!("G1"));
    let _: users::Response = store.ask(users::Request::Edit(ben_is_in_the_north)).unwrap();
    for to in ["ben", ""] {
        announce(&store, RingPhase::Ringing, to);
        announce(&store, RingPhase::Ended, to);
    }
    let (all, north) = (day(&store, None), day(&store, Some("North")));
    assert_eq!((all.all.calls.offered, all.all.calls.missed), (2, 2));
    let agents: Vec<_> = all.agents.iter().map(|agent| (agent.login.as_str(), agent.tally.calls.missed)).collect();
    assert_eq!(agents, [("ben", 1)], "what rang at everybody is nobody's in particular");
    assert_eq!((north.all.calls.offered, north.all.calls.missed), (1, 1));
    let unwritten = not_closed(&store).into_iter().filter(|end| end.why == Loose::WrapUp).count();
    assert_eq!(unwritten, 0, "of a missed call there is nothing to write down");
}

#[test]
fn whoever_it_rings_at_is_ringing_until_it_is_taken() {
    let store = store();
    let ben = store.colleague("ben", Role::Agent);
    let _ = mine(&ben);
    announce(&store, RingPhase::Ringing, "ben");
    assert_eq!(mine(&ben).0.presence, Presence::Ringing);
    let _: Response = ask(&ben, Request::Take(ring(RingPhase::Ringing).name())).unwrap();
    assert_eq!(mine(&ben).0.presence, Presence::Ready);
}

#[test]
fn a_call_whose_screen_is_gone_is_not_closed_and_can_be_given_to_somebody() {
    let store = store();
    let anna = anna(&store);
    let (ben, cy) = (store.colleague("ben", Role::Agent), store.colleague("cy", Role::Agent));
    mine(&cy);
    let open = draft(1, anna, "wants the quote");
    keep(&ben, &open);
    assert_eq!(not_closed(&store), [], "ben is at it");
    let give = |who: &dyn Door, to| ask::<Response>(who, Request::Give { call: open.id, to: UserId(to) });
    assert_eq!(give(&store.admin, 3), Ok(Response::TakenOver(None)), "what is not left cannot be taken away");
    drop(ben);
    let [end]: [_; 1] = not_closed(&store).try_into().unwrap();
    assert_eq!((end.why, end.what, end.owner.as_str()), (Loose::WrapUp, Unclosed::LeftCall(open.id.0), "ben"));
    assert_eq!((end.customer, end.text.as_str()), (Some(anna), "wants the quote"));

    assert!(matches!(give(&cy, 3), Err(Refusal::NotAllowed(_))), "an agent cannot take a colleague's work");
    let machine = store.colleague("machine", Role::Service);
    assert!(matches!(give(&store.admin, 4), Err(Refusal::Invalid { .. })), "a machine writes nothing down");
    drop(machine);
    assert_eq!(give(&store.admin, 3), Ok(Response::Done));
    hears(&cy, |event| matches!(event, Event::Floor(News::LeftOpen)).then_some(()));
    let Response::Mine { left, .. } = ask(&cy, Request::Mine).unwrap() else { panic!() };
    let left: Vec<_> = left.iter().map(|left| (left.id, left.by.as_str())).collect();
    assert_eq!(left, [(open.id, "ben")]);
    let Response::TakenOver(Some(taken)) = ask(&cy, Request::TakeOver(open.id)).unwrap() else { panic!() };
    assert_eq!(*taken, open, "as it stood");
    assert_eq!(not_closed(&store), []);
    wrap_up(&cy, &open).unwrap();
    let entry = store.audit().into_iter().find(|entry| entry.request == "floor-give").unwrap();
    assert_eq!(entry.touched.len(), 2, "whose it was, and with whom");
}

#[test]
fn a_call_begun_by_mistake_is_thrown_away_and_the_audit_log_says_so() {
    let store = store();
    let anna = anna(&store);
    let ben = store.colleague("ben", Role::Agent);
    let mistaken = draft(1, anna, "typed into the wrong window");
    keep(&ben, &mistaken);
    assert_eq!(mine(&ben).0.presence, Presence::OnCall);
    let discard = Request::Discard { call: mistaken.id, customer: Some(anna) };
    assert_eq!(ask(&ben, discard), Ok(Response::Done));
    assert_eq!(mine(&ben).0.presence, Presence::Ready);
    let entry = store.audit().into_iter().find(|entry| entry.request == "floor-discard").unwrap();
    assert_eq!(entry.touched.len(), 2, "who did, and with whom it was taken to be");
}
