use super::*;
use crate::domain::call_list::{MemberState, Skip};
use crate::domain::id::{CustomerId, ListId, MemberId};
use crate::i18n::Lang;
use crate::tui::fixtures::{HOSTILE, answer, asked, context, draw_at, english, now, press, screen};
use crossterm::event::KeyCode;
use proptest::prelude::*;

fn autumn(name: &str) -> Status {
    Status {
        id: ListId(1),
        name: name.to_owned(),
        query: "tag:vip".into(),
        hours: "mon-fri 09:00-20:00".into(),
        retry: "6".into(),
        total: 80,
        waiting: 50,
        due: 12,
        leased: 0,
        reached: 27,
        exhausted: 2,
        skipped: 1,
        attempts: 61,
        outcomes: vec![("no-answer".into(), 34), ("reached".into(), 27)],
    }
}

fn outcome(name: &str, skipped: Option<Skip>) -> Outcome {
    let tried = skipped.is_none();
    Outcome {
        member: MemberId(1),
        customer: CustomerId(7),
        name: name.to_owned(),
        state: MemberState::Waiting,
        skipped,
        attempts: tried.into(),
        disposition: if tried { "no-answer".to_owned() } else { String::new() },
        by: if tried { "nancy".to_owned() } else { String::new() },
        at: None,
        next_at: Some(now().plus(7_200)),
    }
}

/// The layer with one list, whose results are shown.
fn opened(name: &str, context: &Context) -> ListsLayer {
    let mut layer = ListsLayer::default();
    layer.on(Input::Refresh, context);
    answer(&mut layer, ALL, Answered::All(vec![autumn(name), Status::default()]), context);
    assert!(matches!(asked(&press(&mut layer, KeyCode::Enter, context)), Some((RESULTS, _))));
    let outcomes = vec![outcome(name, None), outcome("张伟", Some(Skip::Complaint))];
    answer(&mut layer, RESULTS, Answered::Results(outcomes), context);
    layer
}

#[test]
fn the_lists_and_what_came_of_one_in_both_languages_narrow_and_wide() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut layer = opened("Autumn", &context);
        insta::assert_snapshot!(format!("results_{lang}_80"), screen(&layer, 80, 10, &context));
        insta::assert_snapshot!(format!("results_{lang}_200"), screen(&layer, 200, 10, &context));
        press(&mut layer, KeyCode::Esc, &context);
        insta::assert_snapshot!(format!("lists_{lang}_80"), screen(&layer, 80, 10, &context));
    }
}

#[test]
fn a_result_shows_its_customer() {
    let context = english();
    let mut layer = opened("Autumn", &context);
    let effects = press(&mut layer, KeyCode::Enter, &context);
    assert!(matches!(&effects[..], [Effect::Pop(None), Effect::Select(Subject::Customer(CustomerId(7))), ..]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_it(width in 0_u16..160, height in 0_u16..40, hostile in 0..HOSTILE.len()) {
        let context = english();
        draw_at(&opened(HOSTILE[hostile], &context), width, height, &context);
    }
}
