use super::*;
use crate::domain::id::{FollowUpId, InteractionId};
use crate::domain::interaction::Direction;
use crate::domain::party::Party;
use crate::door::{Saved, calls};

const PROSE: &str = "She rang about the quote of last week and wants it by Friday. Undo nothing; quit? No: \
    12 boxes, 3 > 2, call +49 30 7654321 / or mail. jklh gc gt gp gf G J K v1 v2 z n e i c f d < > W L s x t m y u U : ? q \
    要报价单，明天下午三点回电。 Her boss decides and xylophones unzip quickly while we just vow to keep big jars of fudge \
    on every desk, which pleased her a great deal, she said, and then said again, with feeling, that nobody else had \
    ever listened to her for so long without once asking for her customer number, date of birth or mother's maiden name.";

fn saved() -> calls::Response {
    let saved = Saved { id: InteractionId(90), revision: 3 };
    calls::Response::WrappedUp { saved, follow_up: Some(FollowUpId(7)), stage: None, party: Party::Customer(ANNA) }
}

#[test]
fn prose_typed_into_any_pane_during_a_call_goes_into_the_note_and_nowhere_else() {
    assert!(PROSE.split_whitespace().count() > 100);
    for keys in ["gc", "gt", "gp", "gf", "/"] {
        let mut bench = Bench::new();
        bench.type_text(keys);
        bench.take_annas_call();
        bench.type_text(PROSE);
        assert_eq!(bench.cockpit.desk.note(), PROSE, "{keys}");
        assert!(bench.changes().is_empty() && bench.orders.is_empty());
        assert!(SLOTS.iter().all(|slot| bench.heard(*slot).is_empty()), "{keys}");
    }
}

#[test]
fn prose_typed_over_the_real_panes_changes_nothing_either() {
    for keys in ["gc", "gt", "gp", "gf", "/", "?", ":", "gcn", "gtf"] {
        let mut bench = Bench::with_real_panes();
        bench.select_anna();
        bench.type_text(keys);
        bench.take_annas_call();
        let before = bench.asked().len();
        bench.type_text(PROSE);
        assert_eq!(bench.cockpit.desk.note(), PROSE, "{keys}");
        assert_eq!(bench.asked().len(), before, "{keys}");
        assert!(bench.changes().is_empty() && bench.orders.is_empty());
        bench.screen(80, 24);
    }
}

#[test]
fn a_ring_takes_one_line_and_no_keys() {
    let mut bench = Bench::new();
    bench.event(Event::Ring(ring("c1", vec![caller(ANNA, "Anna Meyer", true)])));
    assert_eq!(bench.strip(), " RINGING +49 30 1234567 Anna Meyer — F2 answers");
    bench.type_text("j");
    assert_eq!(bench.heard(Slot::Customers), ["Down j"]);
    bench.event(Event::Ring(Ring { phase: RingPhase::Ended, ..ring("c1", Vec::new()) }));
    assert!(bench.strip().starts_with(" Nancy"));
}

#[test]
fn a_certain_caller_is_opened_and_an_uncertain_one_chosen_by_digit() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    assert_eq!(bench.cockpit.context.subject, Some(Subject::Customer(ANNA)));

    let mut bench = Bench::new();
    let two = vec![caller(ANNA, "Anna Meyer", true), caller(CustomerId(7), "Bob Meyer", true)];
    bench.event(Event::Ring(ring("c1", two)));
    bench.press(KeyCode::F(2));
    bench.type_text("2");
    assert_eq!(bench.cockpit.desk.call().unwrap().customer, Some(CustomerId(7)));
    bench.type_text("hello");
    assert_eq!(bench.cockpit.desk.note(), "hello");
}

#[test]
fn nobody_of_those_who_could_be_calling_leaves_the_bare_number() {
    let mut bench = Bench::new();
    bench.event(Event::Ring(ring("c1", vec![caller(ANNA, "Anna Meyer", false)])));
    bench.press(KeyCode::F(2));
    assert!(bench.screen(80, 24).iter().any(|row| row.contains("(similar number)")));
    bench.type_text("0");
    assert_eq!(bench.cockpit.desk.call().unwrap().party(), Party::Number("+49301234567".to_owned()));
}

#[test]
fn what_may_have_been_forgotten_is_asked_once() {
    for (line, doubt) in [
        ("call her back tuesday 10", "no outcome: a digit first. Enter again"),
        ("3 wants brochure", "callback agreed, but when? > tue 10:00. Enter again"),
    ] {
        let mut bench = Bench::new();
        bench.take_annas_call();
        bench.press(KeyCode::F(4));
        bench.type_text(line);
        bench.press(KeyCode::Enter);
        let screen = bench.screen(80, 24).join("\n");
        assert!(bench.changes().is_empty() && screen.contains(doubt), "{screen}");
        bench.type_text("!");
        bench.press(KeyCode::Enter);
        assert!(bench.changes().is_empty(), "another line is another question");
        bench.press(KeyCode::Enter);
        assert_eq!(bench.sent_wrap_up().interaction.party, Party::Customer(ANNA));
    }
}

#[test]
fn esc_in_the_note_of_a_call_begun_over_a_search_leads_to_the_commands() {
    let mut bench = Bench::new();
    bench.type_text("/");
    assert!(bench.status().starts_with(" FIND"));
    bench.take_annas_call();
    bench.press(KeyCode::Esc);
    assert!(bench.status().starts_with(" COMMAND"), "{}", bench.status());
}

#[test]
fn the_last_row_says_what_a_key_of_the_call_does_now() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    let status = bench.screen(120, 24).remove(23);
    assert!(status.contains("F4 end and wrap up") && status.contains("F6 hold"), "{status}");
    bench.press(KeyCode::F(6));
    let status = bench.screen(120, 24).remove(23);
    assert!(status.contains("F6 go on"), "{status}");
}

#[test]
fn a_second_ring_waits_and_the_strip_says_everything_to_mind() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.later(252);
    bench.event(Event::Ring(ring("c2", Vec::new())));
    let strip = bench.screen(120, 40).remove(0);
    assert!(
        strip.starts_with(" IN 04:12 +49 30 1234567 Anna Meyer 10432 !T88 DNC-e-mail 21:09 there  1 ringing"),
        "{strip}"
    );
}

#[test]
fn a_call_is_held_hung_up_and_wrapped_up_in_one_request() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wants the quote");
    bench.later(60);
    bench.press(KeyCode::F(6));
    bench.later(30);
    assert!(bench.strip().starts_with(" IN 01:00 HOLD 00:30"));
    bench.key(control('p'));
    bench.press(KeyCode::F(4));
    bench.later(10);
    bench.type_text("1 by mail > tomorrow 15:00 call with quote > D88 proposal");
    let screen = bench.screen(120, 40).join("\n");
    let echo = "Inbound · Reached · callback Sun 22 Nov 15:00 hers (08:00 yours)";
    assert!(screen.contains(echo) && screen.contains("call with quote · D88 → Proposal"), "{screen}");
    assert!(bench.changes().is_empty());
    bench.press(KeyCode::Enter);
    let sent = bench.sent_wrap_up();
    assert_eq!(sent.interaction.text, "wants the quote\nby mail");
    assert_eq!(sent.interaction.party, Party::Customer(ANNA));
    assert_eq!((sent.interaction.disposition.as_str(), sent.interaction.direction), ("reached", Direction::In));
    let seconds = (sent.interaction.talk_s, sent.interaction.hold_s, sent.interaction.wrap_s);
    assert_eq!(seconds, (60, 30, 10));
    assert_eq!(sent.deal, Some((DealId(88), "proposal".to_owned())));
    assert_eq!(sent.next_step.unwrap().text, "call with quote");
    bench.answer("calls-wrap-up", saved());
    assert!(bench.status().contains("Saved · interaction I90 · "));
    assert!(bench.strip().starts_with(" Nancy"));
    bench.type_text("j");
    assert_eq!(bench.heard(Slot::Customers), ["Down j"]);
}

#[test]
fn a_refused_wrap_up_keeps_its_text_and_can_be_sent_again() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(4));
    bench.type_text("1 quote > D88 won");
    bench.press(KeyCode::Enter);
    bench.press(KeyCode::Enter);
    assert_eq!(bench.changes().len(), 1);
    bench.settle("calls-wrap-up", Err(Refusal::NotFound { noun: "deal".to_owned(), given: "D88".to_owned() }));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("D88") && screen.contains("> 1 quote > D88 won"), "{screen}");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.changes().len(), 2);
    bench.deliver(Delivery::Lost);
    assert!(bench.screen(80, 24).join("\n").contains("> 1 quote > D88 won"));
}

#[test]
fn a_line_that_cannot_be_read_names_the_word_and_is_not_sent() {
    for (line, said) in [
        ("77 x", "77: there is no such code"),
        ("1 x > tomorow call", "tomorow: cannot be read as a date"),
        ("1 x > D88 somewhere", "somewhere: there is no such stage"),
    ] {
        let mut bench = Bench::new();
        bench.take_annas_call();
        bench.press(KeyCode::F(4));
        bench.type_text(line);
        let before = bench.screen(80, 24).join("\n");
        assert!(line.is_empty() || before.contains(said), "{before}");
        bench.press(KeyCode::Enter);
        assert!(bench.changes().is_empty());
    }
}

#[test]
fn esc_in_the_wrap_up_goes_back_to_the_note_and_loses_nothing() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("first");
    bench.press(KeyCode::F(4));
    bench.type_text("1 half");
    bench.press(KeyCode::Esc);
    bench.type_text(", second");
    bench.later(20);
    assert_eq!(bench.cockpit.desk.note(), "first, second");
    bench.press(KeyCode::F(4));
    assert!(bench.screen(80, 24).join("\n").contains("> 1 half"));
    bench.press(KeyCode::Enter);
    assert_eq!(bench.sent_wrap_up().interaction.talk_s, 0);
}

#[test]
fn esc_shows_command_mode_and_i_goes_back_to_the_note() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    assert!(bench.status().starts_with(" NOTE"));
    bench.press(KeyCode::Esc);
    assert!(bench.status().starts_with(" COMMAND  i back to the note"));
    bench.type_text("j");
    assert_eq!(bench.heard(Slot::Customers), ["Down j"]);
    bench.type_text("q");
    assert!(bench.orders.is_empty() && bench.status().contains("F4"));
    bench.type_text("ihello");
    assert_eq!(bench.cockpit.desk.note(), "hello");
}

#[test]
fn a_search_during_a_call_gives_the_keys_back_to_the_note() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(3));
    assert!(bench.status().starts_with(" FIND"));
    bench.type_text("bob");
    bench.press(KeyCode::Enter);
    bench.type_text("x");
    assert_eq!(bench.cockpit.desk.note(), "x");
}

#[test]
fn what_enter_opens_from_a_search_during_a_call_has_the_keys() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(3));
    bench.type_text("zoe");
    let form = MessageLayer::new("", "New customer");
    bench.next(Slot::Customers, vec![Effect::Push(0, Box::new(form))]);
    bench.press(KeyCode::Enter);
    bench.type_text("x");
    assert_eq!(bench.cockpit.desk.note(), "");
    bench.press(KeyCode::Esc);
    bench.type_text("y");
    assert_eq!(bench.cockpit.desk.note(), "y", "then they go into the note again");
}

#[test]
fn a_call_that_comes_while_a_form_is_open_takes_the_keys_and_leaves_the_form() {
    let mut bench = Bench::new();
    bench.next(Slot::Customers, vec![Effect::Push(1, Box::new(MessageLayer::new("t", "half a form")))]);
    bench.type_text("j");
    bench.take_annas_call();
    bench.type_text("note");
    assert_eq!(bench.cockpit.desk.note(), "note");
    assert!(bench.screen(80, 24).join("\n").contains("half a form"));
    bench.press(KeyCode::Esc);
    bench.press(KeyCode::Enter);
    assert!(!bench.screen(80, 24).join("\n").contains("half a form"));
}

#[test]
fn a_number_is_chosen_and_allowed_before_anything_is_dialled() {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.press(KeyCode::F(2));
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("Call Anna Meyer") && screen.contains("1 Dial +49 30 1234567 (mobile)"), "{screen}");
    bench.type_text("2");
    bench.press(KeyCode::Enter);
    assert!(bench.orders.is_empty() && !bench.cockpit.desk.is_open());
    bench.answer("calls-dial", calls::Response::Dial { number: "+49307654321".to_owned() });
    assert_eq!(bench.orders, [Order::Dial("+49307654321".to_owned())]);
    bench.later(3);
    assert!(bench.strip().starts_with(" OUT 00:03 +49 30 7654321 Anna Meyer"));
}

#[test]
fn a_number_not_to_be_called_is_refused_plainly_and_not_dialled() {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.type_text("c");
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.press(KeyCode::Enter);
    let refusal = Refusal::DoNotContact { address: "+49301234567".to_owned(), why: "asked us to stop".to_owned() };
    bench.settle("calls-dial", Err(refusal));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("asked us to stop") && screen.contains("Nothing was dialled."), "{screen}");
    assert!(bench.orders.is_empty() && !bench.cockpit.desk.is_open());
}

#[test]
fn a_call_nobody_announced_can_be_taken() {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.press(KeyCode::F(2));
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.press(KeyCode::Enter);
    let call = bench.cockpit.desk.call().unwrap();
    assert_eq!((call.direction, call.customer), (Direction::In, Some(ANNA)));
    assert!(bench.orders.is_empty());
}

#[test]
fn whoever_nobody_knows_can_call_too() {
    let mut bench = Bench::new();
    bench.press(KeyCode::F(2));
    bench.press(KeyCode::Enter);
    let call = bench.cockpit.desk.call().unwrap();
    assert_eq!((call.direction, call.customer, call.number.as_str()), (Direction::In, None, ""));
}

#[test]
fn a_contact_without_a_call_is_written_down_by_the_same_line() {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.type_text("i");
    bench.type_text("wechat");
    bench.press(KeyCode::Enter);
    // By then it is told who is open here.
    bench.later(1);
    assert_eq!(bench.cockpit.deadline(), Timestamp(NOW.0 + 60_000));
    bench.type_text("sent the photos");
    bench.press(KeyCode::F(4));
    let stores = "Enter stores: Inbound · WeChat · no outcome";
    assert!(bench.screen(80, 24).join("\n").contains(stores), "a note is enough");
    bench.type_text("1");
    assert!(bench.screen(80, 24).join("\n").contains("Inbound · WeChat · Reached"));
    bench.press(KeyCode::Enter);
    let sent = bench.sent_wrap_up().interaction;
    assert_eq!((sent.channel.as_str(), sent.text.as_str(), sent.talk_s), ("wechat", "sent the photos", 0));
}

#[test]
fn the_end_of_the_call_stops_its_clock() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.later(5);
    bench.event(Event::Ring(Ring { phase: RingPhase::Ended, ..ring("c1", Vec::new()) }));
    bench.later(50);
    assert!(bench.strip().starts_with(" IN 00:05 AFTER"));
}

#[test]
fn the_clock_wakes_by_the_second_only_while_somebody_is_on_the_line() {
    let mut bench = Bench::new();
    assert_eq!(bench.cockpit.deadline(), Timestamp(NOW.0 + 60_000));
    bench.take_annas_call();
    bench.later(1);
    assert_eq!(bench.cockpit.deadline(), Timestamp(NOW.0 + 2_000));
    bench.press(KeyCode::F(4));
    assert_eq!(bench.cockpit.deadline(), Timestamp(NOW.0 + 60_000));
}

#[test]
fn call_keys_without_a_call_say_what_to_do() {
    for code in [KeyCode::F(4), KeyCode::F(6)] {
        let mut bench = Bench::new();
        bench.press(code);
        assert!(bench.status().contains("There is no call"));
    }
    let mut bench = Bench::new();
    bench.type_text("i");
    assert!(bench.status().contains("Nobody is selected"));
}
