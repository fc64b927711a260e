//! Calls: who rings, and the wrap-up that closes a call in one commit.

use crate::support::{NOW, Store, ask, blamed, session, store};
use callsheet::domain::follow_up::FollowUpKind;
use callsheet::domain::id::{CustomerId, DealId, InteractionId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::{Owner, Party};
use callsheet::domain::phone::Phone;
use callsheet::domain::role::Role;
use callsheet::door::calls::{NextStep, Request, Response, WrapUp};
use callsheet::door::event::{Caller, Ring, RingPhase};
use callsheet::door::{Call, Delivery, Door, Event, Refusal, ask_in_parts, follow_ups, interactions, system};
use serde_json::{Value, json};

fn phone(number: &str) -> (&'static str, Value) {
    ("phones", json!([Phone::read(number, "DE")]))
}

fn with(party: Party) -> WrapUp {
    let interaction =
        Interaction { party, at: NOW, text: "talked".into(), disposition: "1".into(), ..Interaction::default() };
    WrapUp { interaction, next_step: None, deal: None, list: None }
}

fn wrap_up(store: &Store, wrap_up: WrapUp) -> Result<Response, Refusal> {
    store.ask(Request::WrapUp(Box::new(wrap_up)))
}

fn callers(store: &Store, number: &str) -> Vec<Caller> {
    let Response::Callers(callers) = store.ask(Request::CallerId(number.into())).unwrap() else { panic!() };
    callers
}

fn ring(number: &str, to: &str) -> Request {
    let ring = Ring {
        number: number.into(),
        call_id: "x".into(),
        line: "sales".into(),
        phase: RingPhase::Ringing,
        callers: Vec::new(),
    };
    Request::Ring { ring, to: to.into() }
}

fn timeline(store: &Store, party: Party) -> Vec<Interaction> {
    let request = interactions::Request::Timeline { party, before: None, limit: 9 };
    let interactions::Response::Timeline { interactions, .. } = store.ask(request).unwrap() else { panic!() };
    interactions
}

#[test]
fn a_wrap_up_that_is_wrong_anywhere_changes_nothing() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    store.deal(anna, &[("title", json!("Website"))]);
    let before = (store.status().revision, store.card(anna));
    let sound = || {
        let step = NextStep { due: NOW.plus(60), all_day: false, text: "call".into(), owner: None };
        WrapUp { next_step: Some(step), deal: Some((DealId(1), "proposal".into())), ..with(Party::Customer(anna)) }
    };
    let refused = |change: &dyn Fn(&mut WrapUp)| {
        let mut wrong = sound();
        change(&mut wrong);
        wrap_up(&store, wrong).unwrap_err().code()
    };
    assert_eq!(refused(&|w| w.deal = Some((DealId(1), "nowhere".into()))), "invalid");
    assert_eq!(refused(&|w| w.deal = Some((DealId(9), "new".into()))), "not-found");
    assert_eq!(refused(&|w| w.interaction.disposition = "77".into()), "invalid");
    assert_eq!(refused(&|w| w.interaction.channel = "drum".into()), "invalid");
    assert_eq!(refused(&|w| w.interaction.party = Party::Customer(CustomerId(9))), "not-found");
    assert_eq!((store.status().revision, store.card(anna)), before);
    wrap_up(&store, sound()).unwrap();
}

#[test]
fn what_a_call_leads_to_points_back_to_it() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let deal = store.deal(anna, &[("title", json!("Website"))]);
    let step = NextStep { due: NOW.plus(60), all_day: true, text: "send it".into(), owner: Some(Owner::Anyone) };
    let done = WrapUp { next_step: Some(step), deal: Some((deal, "prop".into())), ..with(Party::Customer(anna)) };
    wrap_up(&store, done).unwrap();
    let card = store.card(anna);
    let (call, step) = (&card.timeline[0], &card.follow_ups[0]);
    assert_eq!((call.deal, call.follow_up), (Some(deal), Some(step.id)));
    assert_eq!((step.deal, step.agreed_in), (Some(deal), Some(call.id)));
    assert_eq!((step.kind, step.owner), (FollowUpKind::Task, Owner::Anyone), "a day, no hour: no callback");
}

#[test]
fn a_bare_number_has_a_timeline_and_a_queue_place_of_its_own() {
    let store = store();
    let step = NextStep { due: NOW.plus(60), all_day: false, text: "call back".into(), owner: None };
    wrap_up(&store, WrapUp { next_step: Some(step), ..with(Party::Number("030 1234567".into())) }).unwrap();
    let number = Party::Number("+49301234567".into());
    assert_eq!(timeline(&store, number.clone())[0].text, "talked", "in the one form numbers have");
    let queue = follow_ups::Request::Queue(follow_ups::QueueFilter::default());
    let follow_ups::Response::Queue(queue) = store.ask(queue).unwrap() else { panic!() };
    assert_eq!((queue.items[0].customer_name.as_str(), &queue.items[0].follow_up.party), ("+49 30 1234567", &number));
    wrap_up(&store, with(Party::Withheld)).unwrap();
    assert_eq!(timeline(&store, Party::Withheld).len(), 1);
}

#[test]
fn a_call_sent_twice_is_made_once() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let call = Call::by_person(Request::WrapUp(Box::new(with(Party::Customer(anna)))));
    let send = |door: &dyn Door| ask_in_parts(door, call.clone(), &mut |_| {});
    send(&store.admin).unwrap();
    let revision = store.status().revision;
    assert_eq!(send(&store.admin), Err(Refusal::AlreadyDone { revision }));
    let other = session(&store.keeper, "root");
    assert_eq!(send(&other), Err(Refusal::AlreadyDone { revision }), "also from elsewhere");
    assert_eq!(store.card(anna).timeline.len(), 1);
    let outcome: system::Response = store.ask(system::Request::Outcome(call.id)).unwrap();
    assert_eq!(outcome, system::Response::Outcome(Some(revision)));
    let never: system::Response =
        store.ask(system::Request::Outcome(Call::by_person(system::Request::Status).id)).unwrap();
    assert_eq!(never, system::Response::Outcome(None));
}

#[test]
fn a_call_sent_from_two_places_at_once_is_made_once() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let sessions: Vec<_> = (0..4).map(|_| session(&store.keeper, "root")).collect();
    for _ in 0..10 {
        let call = Call::by_person(Request::WrapUp(Box::new(with(Party::Customer(anna)))));
        let send = |door| ask_in_parts(door, call.clone(), &mut |_| {}).is_ok();
        let made = std::thread::scope(|scope| {
            let threads: Vec<_> = sessions.iter().map(|door| scope.spawn(move || send(door))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).filter(|made| *made).count()
        });
        assert_eq!(made, 1);
    }
    assert_eq!(store.card(anna).timeline.len(), 10);
}

#[test]
fn whose_number_it_is_exactly_comes_before_whose_it_is_like() {
    let store = store();
    let like = store.add(&[("name", json!("Like")), phone("0221 1234567")]);
    let exact = store.add(&[("name", json!("Exact")), phone("030 1234567"), ("company", json!("Acme"))]);
    store.add(&[("name", json!("Other")), phone("030 7654321")]);
    store.ticket(exact, &[("text", json!("late")), ("kind", json!("complaint"))]);
    store.log(exact, &[("text", json!("hello"))]);
    store.find("the index is there");
    let named = |number: &str| callers(&store, number).iter().map(|c| (c.id, c.exact)).collect::<Vec<_>>();
    assert_eq!(named("+49 30 1234567"), [(exact, true), (like, false)]);
    let first = callers(&store, "0301234567").remove(0);
    assert_eq!((first.company.as_str(), first.open_complaint, first.last_contact), ("Acme", true, Some(NOW)));
    assert_eq!(named("0711 1234567").iter().filter(|(_, exact)| *exact).count(), 0);
    assert_eq!(named("0711 1234567").len(), 2);
    for number in ["4567", "234567", "", "Anna", "030 9999999"] {
        assert_eq!(named(number), [], "{number}");
    }
}

#[test]
fn who_it_could_be_is_known_before_anybody_searched() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), phone("0221 1234567")]);
    let named = || callers(&store, "030 1234567").iter().map(|caller| (caller.id, caller.exact)).collect::<Vec<_>>();
    // A call waits only so long for whoever looks it up to begin.
    let first = std::iter::repeat_with(named).take(100).find(|named| !named.is_empty());
    assert_eq!(first, Some(vec![(anna, false)]));
}

fn rings(session: &dyn Door) -> Vec<Ring> {
    let events = session.inbox().try_iter();
    events
        .filter_map(|delivery| if let Delivery::Event(Event::Ring(ring)) = delivery { Some(ring) } else { None })
        .collect()
}

#[test]
fn a_ring_reaches_everybody_or_only_who_is_named() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), phone("030 1234567")]);
    let (bo, cy) = (store.colleague("bo", Role::Agent), store.colleague("cy", Role::Agent));
    let _: system::Response = ask(&bo, system::Request::Status).unwrap();
    let switch = store.colleague("switch", Role::Service);
    let told = |to: &str| ask::<Response>(&switch, ring("030 1234567", to));
    assert_eq!(told(""), Ok(Response::Told { sessions: 4 }));
    let heard = [rings(&bo), rings(&cy)];
    assert!(heard.iter().all(|rings| rings.len() == 1 && rings[0].callers[0].id == anna));
    assert_eq!(told("Bo"), Ok(Response::Told { sessions: 1 }));
    assert_eq!((rings(&bo).len(), rings(&cy).len()), (1, 0));
    assert!(matches!(told("nobody"), Err(Refusal::NotFound { .. })));
    drop(bo);
    assert_eq!(told("bo"), Ok(Response::Told { sessions: 0 }));
}

#[test]
fn an_inbox_that_nobody_reads_misses_events_and_says_so() {
    let store = store();
    // Everybody hears once that the admin is there.
    let _: Response = store.ask(ring("", "")).unwrap();
    let idle = session(&store.keeper, "root");
    for _ in 0..1_100 {
        let _: Response = store.ask(ring("", "")).unwrap();
    }
    assert_eq!(rings(&idle).len(), 1_024);
    let _: Response = store.ask(ring("", "")).unwrap();
    assert_eq!(idle.inbox().try_recv(), Ok(Delivery::Missed));
    assert_eq!(rings(&idle).len(), 1);
    let status: Result<system::Response, _> = ask(&idle, system::Request::Status);
    assert!(status.is_ok());
}

#[test]
fn an_interaction_is_mended_and_moved_to_whom_it_was_with() {
    let store = store();
    let [anna, bea] = ["Anna", "Bea"].map(|name| store.add(&[("name", json!(name))]));
    let id = store.log(anna, &[("text", json!("helo")), ("disposition", json!("２"))]);
    let mend = |field: &str, from: &str, to: &str| {
        let edit = crate::support::edit(id, field, json!(from), json!(to));
        store.ask::<interactions::Response>(interactions::Request::Edit(edit))
    };
    mend("text", "helo", "hello").unwrap();
    assert_eq!(blamed(mend("channel", "phone", "drum")), "channel");
    mend("disposition", "no-answer", "4").unwrap();
    let _: interactions::Response = store.ask(interactions::Request::Move { id, to: bea }).unwrap();
    let moved = &store.card(bea).timeline[0];
    assert_eq!((moved.text.as_str(), moved.disposition.as_str()), ("hello", "busy"));
    assert_eq!(store.card(anna).timeline, []);
    let nowhere = interactions::Request::Move { id, to: CustomerId(9) };
    assert!(matches!(store.ask::<interactions::Response>(nowhere), Err(Refusal::NotFound { .. })));
    let show = interactions::Request::Show(InteractionId(9));
    assert!(matches!(store.ask::<interactions::Response>(show), Err(Refusal::NotFound { .. })));
}
