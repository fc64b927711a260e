//! Who is on the line: said before the call, on the way, or before it is stored; and a call that was none.

use super::*;
use crate::domain::party::Party;
use crate::door::calls;

#[test]
fn an_unknown_caller_can_be_said_to_be_the_selected_customer() {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.event(Event::Ring(ring("c1", Vec::new())));
    bench.press(KeyCode::F(2));
    assert!(bench.status().contains("F2 is the caller"));
    bench.press(KeyCode::F(2));
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    assert!(bench.screen(80, 24).join("\n").contains("Is Anna Meyer on the line?"));
    bench.press(KeyCode::Enter);
    assert_eq!(bench.cockpit.desk.call().unwrap().customer, Some(ANNA));
    assert!(!bench.status().contains("caller"));
}

#[test]
fn a_call_taken_for_somebody_else_goes_to_whoever_is_opened_and_named() {
    let mut bench = Bench::new();
    bench.event(Event::Ring(ring("c1", vec![caller(CustomerId(7), "Bob Meyer", true)])));
    bench.press(KeyCode::F(2));
    bench.press(KeyCode::Esc);
    bench.select_anna();
    assert!(bench.status().contains("F2 is on the line"));
    bench.press(KeyCode::F(2));
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    assert!(bench.screen(80, 24).join("\n").contains("Is Anna Meyer on the line, and not Bob Meyer?"));
    bench.press(KeyCode::Enter);
    assert!(bench.strip().contains("Anna Meyer"));
    bench.press(KeyCode::F(2));
    assert!(bench.status().contains("A call is open"));
    bench.press(KeyCode::F(4));
    bench.press(KeyCode::F(2));
    assert!(bench.status().contains("Finish the wrap-up"));
    bench.type_text("1");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.sent_wrap_up().interaction.party, Party::Customer(ANNA));
}

#[test]
fn a_customer_made_while_nobody_knows_who_calls_is_the_caller() {
    let mut bench = Bench::new();
    bench.event(Event::Ring(ring("c1", Vec::new())));
    bench.press(KeyCode::F(2));
    assert!(bench.status().contains("F3 who is it?"));
    assert_eq!(bench.cockpit.context.caller.as_deref(), Some("+49 30 1234567"), "a new customer's form has it");
    bench.press(KeyCode::Esc);
    bench.next(Slot::Customers, vec![Effect::Made(ANNA)]);
    bench.type_text("j");
    assert!(bench.status().contains("taken to be on the line"));
    assert_eq!(bench.cockpit.desk.call().unwrap().customer, Some(ANNA));
    bench.next(Slot::Customers, vec![Effect::Made(CustomerId(7))]);
    bench.type_text("j");
    assert_eq!(bench.cockpit.desk.call().unwrap().customer, Some(ANNA), "whoever is known stays");
}

#[test]
fn the_number_of_a_caller_can_be_typed_and_finds_whose_it_is() {
    let known = vec![caller(ANNA, "Anna Meyer", true)];
    let similar = vec![caller(ANNA, "Anna Meyer", false)];
    for (callers, customer, asks) in [(known, Some(ANNA), false), (similar, None, true), (Vec::new(), None, false)] {
        let mut bench = Bench::new();
        bench.press(KeyCode::F(2));
        bench.type_text("030 1234567");
        assert!(bench.screen(80, 24).join("\n").contains("+49 30 1234567 is calling us"));
        bench.press(KeyCode::Enter);
        bench.answer("calls-caller-id", calls::Response::Callers(callers));
        let call = bench.cockpit.desk.call().unwrap();
        assert_eq!((call.number.as_str(), call.customer), ("+49301234567", customer));
        assert_eq!(bench.screen(80, 24).join("\n").contains("Who is calling?"), asks);
        assert!(bench.orders.is_empty());
    }
}

#[test]
fn the_key_that_answers_dials_nobody_and_the_one_that_calls_does() {
    for (begin, key, dialled) in [("", "", 0), ("", "9", 0), ("", "1", 1), ("c", "", 1), ("c", "0", 0)] {
        let mut bench = Bench::new();
        bench.select_anna();
        if begin.is_empty() {
            bench.press(KeyCode::F(2));
        } else {
            bench.type_text(begin);
        }
        bench.answer("customers-card", customers::Response::Card(Box::new(card())));
        bench.type_text(key);
        assert!(!bench.asked().contains(&"calls-dial") && !bench.cockpit.desk.is_open(), "a digit does nothing yet");
        bench.press(KeyCode::Enter);
        let asked = bench.asked().iter().filter(|name| **name == "calls-dial").count();
        assert_eq!((asked, bench.cockpit.desk.is_open()), (dialled, dialled == 0), "{begin} {key}");
        let is_other = bench.cockpit.desk.call().is_some_and(|call| call.customer.is_none());
        assert_eq!(is_other, key == "9");
    }
}

#[test]
fn a_call_with_nobody_known_says_so_before_it_is_stored() {
    let mut bench = Bench::new();
    bench.event(Event::Ring(ring("c1", Vec::new())));
    bench.press(KeyCode::F(2));
    bench.press(KeyCode::F(4));
    bench.type_text("1 wants the quote");
    bench.press(KeyCode::Enter);
    let screen = bench.screen(80, 24).join("\n");
    assert!(bench.changes().is_empty());
    assert!(screen.contains("nobody known +49 30 1234567"), "{screen}");
    assert!(screen.contains("Only the number +49 30 1234567 is known: open their card, then F2"), "{screen}");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.sent_wrap_up().interaction.party, Party::Number("+49301234567".to_owned()));
}

/// A call with Anna that nobody's telephone system told of.
fn begun_by_hand() -> Bench {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.press(KeyCode::F(2));
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.press(KeyCode::Enter);
    bench
}

#[test]
fn a_call_begun_by_mistake_is_thrown_away_once_that_is_written_down() {
    let mut bench = begun_by_hand();
    bench.press(KeyCode::F(4));
    assert!(bench.screen(80, 24).join("\n").contains("Enter stores: Inbound · Reached · Ctrl-d throw this call away"));
    bench.type_text("what was typed");
    bench.key(control('d'));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("Throw away the call (Anna Meyer, 00:00)"), "{screen}");
    bench.press(KeyCode::Enter);
    assert!(bench.cockpit.desk.is_open(), "the audit log hears of it first");
    bench.answer("floor-discard", crate::door::floor::Response::Done);
    assert!(!bench.cockpit.desk.is_open() && bench.changes().is_empty());
    assert!(bench.status().contains("nothing was stored"));
}

#[test]
fn what_cannot_be_written_down_is_not_thrown_away_and_a_real_call_never_is() {
    let mut bench = begun_by_hand();
    bench.key(control('d'));
    bench.press(KeyCode::Enter);
    let why = crate::domain::reason::reason("connection-lost");
    bench.settle("floor-discard", Err(Refusal::Unavailable { why }));
    assert!(bench.cockpit.desk.is_open());

    let mut bench = Bench::new();
    bench.take_annas_call();
    assert!(!bench.cockpit.desk.may_discard());
    bench.key(control('d'));
    assert!(bench.status().contains("begun here by hand"));
}
