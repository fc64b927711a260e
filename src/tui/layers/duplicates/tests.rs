use super::*;
use crate::domain::customer::{Customer, Position};
use crate::domain::duplicate::{Evidence, Sign};
use crate::domain::id::{TeamId, UserId};
use crate::domain::phone::Phone;
use crate::domain::user::{Team, User};
use crate::door::Request as Question;
use crate::door::Saved;
use crate::door::duplicates::{Compared, Outcome};
use crate::door::refusal::Candidate;
use crate::i18n::Lang;
use crate::tui::fixtures::{HOSTILE, answer, asked, context, draw_at, english, now, press, pushed, screen};
use proptest::prelude::*;
use serde_json::{Value, json};

fn pair() -> Pair {
    let evidence = [(Sign::SamePhone, 45), (Sign::SimilarName, 25), (Sign::OtherCity, -7)];
    let evidence = evidence.map(|(sign, points)| Evidence { sign, points }).to_vec();
    Pair { one: CustomerId(10_432), other: CustomerId(10_977), score: 63, evidence }
}

fn anna(name: &str) -> Customer {
    Customer {
        id: CustomerId(10_432),
        name: name.to_owned(),
        phones: vec![Phone::read("030 1234567", "DE")],
        city: "Berlin".into(),
        tags: vec!["vip".into()],
        country: "DE".into(),
        ..Customer::default()
    }
}

fn compared(name: &str) -> Compared {
    let other = Customer {
        id: CustomerId(10_977),
        name: "Anna Meier".into(),
        phones: vec![Phone::read("+49 30 1234567", "DE"), Phone::read("0171 2345678", "DE")],
        city: "Potsdam".into(),
        street: "Am Markt 1".into(),
        tags: Vec::new(),
        ..anna("")
    };
    Compared { pair: pair(), one: anna(name), other }
}

fn found(both: Compared) -> Response {
    Response::Compared { both: Box::new(both), organisations: vec![(CustomerId(7), "Alfreds Futterkiste".into())] }
}

fn row() -> Row {
    let named = |id, name: &str| Candidate { id: CustomerId(id), name: name.to_owned(), hint: "Berlin".into() };
    Row { pair: pair(), one: named(10_432, "Anna Meyer"), other: named(10_977, "Anna Meier") }
}

fn listed(rows: usize) -> Response {
    Response::Listed(Listed { at: Some(now()), open: rows, rows: vec![row(); rows], next: None })
}

/// The layer with so many pairs, both records of the first in view.
fn filled(rows: usize, context: &Context) -> DuplicatesLayer {
    let mut layer = DuplicatesLayer::default();
    assert!(matches!(asked(&layer.on(Input::Refresh, context)), Some((LIST, _))));
    answer(&mut layer, LIST, listed(rows), context);
    if rows > 0 {
        answer(&mut layer, COMPARE, found(compared("Anna Meyer")), context);
    }
    layer
}

fn merge_of(effects: &[Effect]) -> (CustomerId, CustomerId, Vec<String>) {
    match asked(effects) {
        Some((CHANGE, Question::Customers(customers::Request::Merge { keep, other, take }))) => {
            (*keep, *other, take.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_the_older_one_lacks_is_taken_unless_somebody_chooses_otherwise() {
    let context = english();
    let mut layer = filled(2, &context);
    let (keep, other, take) = merge_of(&press(&mut layer, KeyCode::Enter, &context));
    assert_eq!((keep, other), (CustomerId(10_432), CustomerId(10_977)));
    assert_eq!(take, ["phones", "street"]);

    let mut layer = filled(2, &context);
    press(&mut layer, KeyCode::Right, &context); // the name
    press(&mut layer, KeyCode::Left, &context); // not the numbers
    assert_eq!(merge_of(&press(&mut layer, KeyCode::Enter, &context)).2, ["name", "street"]);
}

#[test]
fn swapped_the_other_one_stays() {
    let context = english();
    let mut layer = filled(1, &context);
    press(&mut layer, KeyCode::Char('s'), &context);
    let (keep, other, take) = merge_of(&press(&mut layer, KeyCode::Enter, &context));
    assert_eq!((keep, other), (CustomerId(10_977), CustomerId(10_432)));
    assert_eq!(take, ["tags"]);
}

#[test]
fn a_settled_pair_gives_way_to_the_next_and_can_be_taken_back() {
    let context = english();
    let mut layer = filled(2, &context);
    assert!(asked(&press(&mut layer, KeyCode::Char('u'), &context)).is_none(), "nothing was done here yet");
    assert!(asked(&press(&mut layer, KeyCode::Char('x'), &context)).is_none(), "Enter does it");
    let effects = press(&mut layer, KeyCode::Enter, &context);
    let apart = Request::KeepApart(CustomerId(10_432), CustomerId(10_977));
    assert_eq!(asked(&effects), Some((CHANGE, &apart.into())));
    let saved = Saved { id: CustomerId(10_432), revision: 7 };
    let effects = answer(&mut layer, CHANGE, Response::Saved(saved), &context);
    assert!(matches!(asked(&effects), Some((COMPARE, _))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Toast(Tone::Good, _))));
    press(&mut layer, KeyCode::Char('u'), &context);
    assert!(matches!(asked(&press(&mut layer, KeyCode::Enter, &context)), Some((UNDO, _))));
    assert!(asked(&press(&mut layer, KeyCode::Char('u'), &context)).is_none(), "what was done before is not undone");
}

#[test]
fn a_page_typed_blindly_settles_nothing() {
    let context = english();
    let mut layer = filled(2, &context);
    for c in "Next: an axe\r\rfix\r".chars().filter(|c| *c != 'a') {
        let code = if c == '\r' { KeyCode::Enter } else { KeyCode::Char(c) };
        let effects = press(&mut layer, code, &context);
        assert!(matches!(asked(&effects), None | Some((COMPARE, _))), "{c}");
        answer(&mut layer, COMPARE, found(compared("Anna Meyer")), &context);
    }
    press(&mut layer, KeyCode::Down, &context);
    press(&mut layer, KeyCode::Char('?'), &context);
    merge_of(&press(&mut layer, KeyCode::Enter, &context));
}

#[test]
fn a_pair_that_comes_late_does_not_hide_that_all_are_looked_through() {
    let context = english();
    let mut layer = filled(1, &context);
    press(&mut layer, KeyCode::Char('r'), &context);
    answer(&mut layer, COMPARE, found(compared("Anna Meyer")), &context);
    assert!(!screen(&layer, 80, 24, &context).contains("Anna Meyer"));
}

#[test]
fn where_nobody_looked_yet_all_customers_are_looked_through() {
    let context = english();
    let mut layer = DuplicatesLayer::default();
    layer.on(Input::Refresh, &context);
    let effects = answer(&mut layer, LIST, Response::Listed(Listed::default()), &context);
    assert!(matches!(asked(&effects), Some((FIND, Question::Duplicates(Request::Find)))));
    layer.on(Input::Part(FIND, Part::Progress(Progress { done: 50, total: Some(100) })), &context);
    assert!(screen(&layer, 80, 24, &context).contains(&"#".repeat(38)));
    let effects = answer(&mut layer, FIND, listed(0), &context);
    assert!(matches!(asked(&effects), Some((LIST, _))));
}

#[test]
fn all_that_are_certain_are_seen_pair_by_pair_before_they_are_merged() {
    let context = english();
    let mut layer = filled(1, &context);
    assert!(matches!(asked(&press(&mut layer, KeyCode::Char('a'), &context)), Some((PREVIEW, _))));
    let outcome =
        |merged| Response::Outcome(Box::new(Outcome { matched: 12, merged, rows: vec![row()], ..Outcome::default() }));
    let effects = answer(&mut layer, PREVIEW, outcome(0), &context);
    let mut preview = pushed(effects);
    let shown = screen(&*preview, 100, 24, &context);
    assert!(
        ["12", "63", "10432 Anna Meyer", "10977 Anna Meier", "same phone"].iter().all(|t| shown.contains(t)),
        "{shown}"
    );
    assert!(matches!(press(&mut *preview, KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
    assert!(matches!(press(&mut *preview, KeyCode::Enter, &context)[..], [Effect::Pop(Some(Reply::Yes))]));
    assert!(matches!(asked(&layer.on(Input::Reply(SURE, Reply::Yes), &context)), Some((MERGE_ALL, _))));
    let effects = answer(&mut layer, MERGE_ALL, outcome(12), &context);
    assert!(effects.iter().any(|e| matches!(e, Effect::Toast(Tone::Good, said) if said.contains("12"))));
}

#[test]
fn two_chosen_customers_are_a_review_of_one() {
    let context = english();
    let mut layer = DuplicatesLayer::of(CustomerId(10_977), CustomerId(10_432));
    let effects = layer.on(Input::Refresh, &context);
    assert!(matches!(asked(&effects), Some((COMPARE, Question::Duplicates(Request::Compare(..))))));
    answer(&mut layer, COMPARE, found(compared("Anna Meyer")), &context);
    merge_of(&press(&mut layer, KeyCode::Enter, &context));
    let saved = customers::Response::Saved(Saved { id: CustomerId(10_432), revision: 7 });
    assert!(matches!(answer(&mut layer, CHANGE, saved, &context)[..], [Effect::Pop(None), ..]));
}

#[test]
fn the_review_in_both_languages_and_sizes() {
    for lang in Lang::ALL {
        let context = context(lang);
        let layer = filled(3, &context);
        insta::assert_snapshot!(format!("review_{lang}"), screen(&layer, 80, 24, &context));
        insta::assert_snapshot!(format!("review_wide_{lang}"), screen(&layer, 140, 30, &context));
        insta::assert_snapshot!(format!("review_empty_{lang}"), screen(&filled(0, &context), 80, 24, &context));
    }
}

#[test]
fn a_lunar_birthday_is_told_from_the_same_day_of_ours() {
    let context = english();
    let day = |lunar| json!({ "year": 1980, "month": 8, "day": 15, "lunar": lunar });
    let sides = Sides::new(compared("Anna Meyer"), Vec::new());
    let shown = |value: &Value| sides.shown("birthday", value, &Colleagues::default(), &context.look.words);
    assert_eq!([true, false].map(|lunar| shown(&day(lunar))), ["lunar 1980-08-15", "1980-08-15"]);
}

#[test]
fn colleagues_and_organisations_are_shown_by_their_names() {
    let context = english();
    let mut layer = filled(1, &context);
    let user = User { id: UserId(2), login: "ben".into(), ..User::default() };
    let team = Team { id: TeamId(1), name: "Sales".into() };
    answer(&mut layer, COLLEAGUES, users::Response::List { users: vec![user], teams: vec![team] }, &context);
    let works_at = Position { organisation: CustomerId(7), title: "Buyer".into(), role: None, from: None, to: None };
    let mut both = compared("Anna Meyer");
    (both.one.owner, both.other.team, both.other.positions) = (Some(UserId(2)), Some(TeamId(1)), vec![works_at]);
    answer(&mut layer, COMPARE, found(both), &context);
    let shown = screen(&layer, 100, 30, &context);
    assert!(["ben", "Sales", "Buyer Alfreds Futterkiste"].iter().all(|name| shown.contains(name)), "{shown}");
    assert!(!shown.contains("U2"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_review(width in 0_u16..120, height in 0_u16..40, hostile in 0..HOSTILE.len()) {
        let context = english();
        let mut layer = filled(1, &context);
        answer(&mut layer, COMPARE, found(compared(HOSTILE[hostile])), &context);
        draw_at(&layer, width, height, &context);
    }
}
