use super::*;
use crate::domain::call::Call;
use crate::domain::id::CustomerId;
use crate::domain::interaction::Direction;
use crate::domain::role::Action;
use crate::door::consult::{Consult, Said};
use crate::door::floor::{OpenCall, Typing};
use crate::i18n::Lang;
use crate::tui::fixtures::{HOSTILE, answer, asked, card, context, draw_at, english, now, press, screen, type_text};
use proptest::prelude::*;

const CALL: CallId = CallId([7; 16]);

fn shown(note: &str, said: &[&str]) -> Shown {
    let customer = card().customer.id;
    let call = Call::begin(Direction::In, "+49301234567", "DE", now().plus(-252)).with(customer, "Anna Meyer");
    let said = said.iter().map(|text| Said { by: "Root".to_owned(), text: (*text).to_owned() }).collect();
    let consult = Consult {
        call: CALL,
        is_mine: false,
        by: "Lena Vogt".to_owned(),
        with: "Anna Meyer".to_owned(),
        customer: Some(customer),
        asked: vec!["Root".to_owned()],
        said,
    };
    let typing = |text: &str| Typing { text: text.to_owned(), cursor: 0 };
    Shown { consult, open: OpenCall { call, note: typing(note), line: typing("1 wants"), closing: true, script: None } }
}

fn filled(shown: Shown, context: &Context) -> ConsultLayer {
    let mut layer = ConsultLayer::new(CALL);
    assert!(asked(&layer.on(Input::Refresh, context)).is_some());
    let effects = answer(&mut layer, LOOK, Answered::Call(Some(Box::new(shown))), context);
    assert!(matches!(asked(&effects), Some((CARD, _))), "the card is asked for once the customer is known");
    answer(&mut layer, CARD, customers::Response::Card(Box::new(card())), context);
    layer
}

#[test]
fn the_call_in_both_languages() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut layer =
            filled(shown("asks for five per cent\nhas an offer from Südkurier", &["three at most"]), &context);
        type_text(&mut layer, "and only for a year", &context);
        insta::assert_snapshot!(format!("consult_{lang}_80"), screen(&layer, 80, 22, &context));
        insta::assert_snapshot!(format!("consult_{lang}_120"), screen(&layer, 120, 22, &context));
    }
}

#[test]
fn the_end_of_a_long_note_is_seen() {
    let context = english();
    let note = (0..40).map(|line| format!("line {line}")).collect::<Vec<_>>().join("\n");
    let layer = filled(shown(&note, &[]), &context);
    let screen = screen(&layer, 80, 22, &context);
    assert!(screen.contains("line 39") && screen.contains("> 1 wants") && !screen.contains("line 1\n"), "{screen}");
}

#[test]
fn what_did_not_arrive_comes_back_into_the_line() {
    let context = english();
    let mut layer = filled(shown("asks", &[]), &context);
    assert!(press(&mut layer, KeyCode::Enter, &context).is_empty(), "nothing is said");
    type_text(&mut layer, "no", &context);
    let effects = press(&mut layer, KeyCode::Enter, &context);
    let wanted: crate::door::Request = Request::Reply { call: CALL, text: "no".to_owned() }.into();
    assert_eq!(asked(&effects), Some((REPLY, &wanted)));
    assert!(layer.reply.is_empty());
    layer.on(Input::Answer(REPLY, Box::new(Err(Refusal::NotAllowed(Action::Advise)))), &context);
    assert_eq!(layer.reply.text(), "no");
}

#[test]
fn the_card_of_another_customer_is_asked_for_when_the_call_turns_out_to_be_theirs() {
    let context = english();
    let mut layer = filled(shown("asks", &[]), &context);
    let mut other = shown("asks", &[]);
    other.open.call = other.open.call.with(CustomerId(77), "Bob");
    let effects = answer(&mut layer, LOOK, Answered::Call(Some(Box::new(other))), &context);
    assert!(matches!(asked(&effects), Some((CARD, _))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_layer(width in 0_u16..140, height in 0_u16..40, hostile in 0..HOSTILE.len(), any in any::<String>()) {
        let context = english();
        let layer = filled(shown(HOSTILE[hostile], &[&any]), &context);
        draw_at(&layer, width, height, &context);
    }
}
