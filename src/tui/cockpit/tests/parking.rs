//! A second call is answered while the first waits.

use super::*;
use crate::domain::call::Phase;
use crate::domain::id::InteractionId;
use crate::domain::party::Party;
use crate::door::floor::{Content, Draft, Request as Floor, Response as Answer};
use crate::door::{Saved, calls};

const BOB: CustomerId = CustomerId(7);

/// Anna waits, with a note begun, while Bob is on the line.
fn bob_while_anna_waits() -> Bench {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("anna wants");
    bench.event(Event::Ring(ring("c2", vec![caller(BOB, "Bob Meyer", true)])));
    bench.press(KeyCode::F(2));
    bench
}

fn phase(bench: &Bench) -> Phase {
    bench.cockpit.desk.call().unwrap().phase()
}

/// The drafts kept so far, each as it was kept last, answering every one as it comes.
fn kept(bench: &mut Bench) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::new();
    let mut at = 0;
    loop {
        let next = bench.door.sent.lock().get(at).cloned();
        at += 1;
        match next {
            Some(Request::Floor(Floor::Keep(draft))) => {
                kept.retain(|known| known.id != draft.id);
                kept.push(*draft);
                bench.deliver(Delivery::Done(Ticket(at as u64 - 1), Ok(Answer::Done.into())));
            }
            Some(_) => {}
            None => return kept,
        }
    }
}

#[test]
fn answering_a_second_call_parks_the_first_on_hold_and_the_strip_says_so() {
    let mut bench = bob_while_anna_waits();
    assert!(bench.strip().contains("Bob Meyer") && bench.strip().contains("parked: Anna Meyer"), "{}", bench.strip());
    bench.type_text("bob asks");
    assert_eq!(bench.cockpit.desk.note(), "bob asks");
    assert_eq!(phase(&bench), Phase::Talking);
}

#[test]
fn a_key_swaps_the_calls_and_each_keeps_its_note() {
    let mut bench = bob_while_anna_waits();
    bench.type_text("bob asks");
    bench.press(KeyCode::F(11));
    assert_eq!((bench.cockpit.desk.note(), phase(&bench)), ("anna wants", Phase::Talking));
    assert_eq!(bench.cockpit.context.subject, Some(Subject::Customer(ANNA)));
    bench.type_text(" the quote");
    bench.key(control('v'));
    assert_eq!(bench.cockpit.desk.note(), "bob asks");
    assert!(bench.strip().contains("parked: Anna Meyer"));
}

#[test]
fn the_wrap_up_of_one_leaves_the_other() {
    let mut bench = bob_while_anna_waits();
    bench.press(KeyCode::F(4));
    bench.type_text("1 done");
    bench.press(KeyCode::Enter);
    let saved = Saved { id: InteractionId(90), revision: 3 };
    let stored = calls::Response::WrappedUp { saved, follow_up: None, stage: None, party: Party::Customer(BOB) };
    bench.answer("calls-wrap-up", stored);
    assert_eq!((bench.cockpit.desk.note(), phase(&bench)), ("anna wants", Phase::Holding));
    assert_eq!(bench.cockpit.context.subject, Some(Subject::Customer(ANNA)));
    assert!(!bench.strip().contains("parked"));
    bench.type_text("!");
    assert_eq!(bench.cockpit.desk.note(), "anna wants!", "the keys go on into her note");
}

#[test]
fn a_parked_caller_who_hangs_up_is_to_be_wrapped_up() {
    let mut bench = bob_while_anna_waits();
    bench.event(Event::Ring(Ring { phase: RingPhase::Ended, ..ring("c1", Vec::new()) }));
    bench.press(KeyCode::F(11));
    assert_eq!(phase(&bench), Phase::WrappingUp);
}

#[test]
fn both_calls_are_kept_for_another_screen_to_go_on_with() {
    let mut bench = bob_while_anna_waits();
    let mut kept = kept(&mut bench);
    kept.sort_by_key(|draft| draft.call().and_then(|call| call.customer));
    let [Content::Call(bob), Content::Call(anna)] = [&kept[0].content, &kept[1].content] else { panic!("{kept:?}") };
    assert_eq!((anna.note.text.as_str(), anna.call.phase()), ("anna wants", Phase::Holding));
    assert_eq!(bob.call.customer, Some(BOB));
    assert!(!bench.asked().contains(&"floor-drop"));
}

#[test]
fn a_call_somebody_else_took_first_gives_the_parked_one_back() {
    let mut bench = bob_while_anna_waits();
    bench.answer("floor-take", Answer::Elsewhere { at: "Ben".to_owned() });
    assert_eq!(bench.cockpit.desk.note(), "anna wants");
}

#[test]
fn without_a_parked_call_there_is_nothing_to_swap_with() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(11));
    assert!(bench.status().contains("No call is parked"));
}
