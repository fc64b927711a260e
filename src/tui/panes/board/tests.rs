use super::*;
use crate::domain::deal::Pipeline;
use crate::domain::id::DealId;
use crate::domain::reason::reason;
use crate::door::deals::{self, DealList};
use crate::door::{Request as AnyRequest, Saved};
use crate::i18n::Lang;
use crate::tui::fixtures::{
    HOSTILE, answer, asked, board, command, context, deal, deal_row, deals, draw_at, english, press, pushed, screen,
    submit, type_text,
};
use crossterm::event::KeyCode;
use proptest::prelude::*;
use std::rc::Rc;

fn filled(context: &Context) -> Board {
    let mut pane = Board::new();
    assert_eq!(asked(&pane.on(Input::Refresh, context)).map(|(tag, _)| tag), Some(BOARD));
    answer(&mut pane, BOARD, Answered::Board(board()), context);
    pane
}

fn selected(pane: &Board) -> Option<u64> {
    pane.selected().map(|row| row.deal.id.0)
}

fn request(effects: &[Effect]) -> Request {
    match asked(effects) {
        Some((_, AnyRequest::Deals(request))) => request.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn arrows_and_letters_move_over_the_board_and_the_card_follows() {
    let context = english();
    let mut pane = filled(&context);
    let effects = press(&mut pane, KeyCode::Char('j'), &context);
    assert!(matches!(effects[..], [Effect::Select(Subject::Deal(DealId(89), _))]));
    press(&mut pane, KeyCode::Char('l'), &context);
    assert_eq!(selected(&pane), None, "an empty column");
    press(&mut pane, KeyCode::Right, &context);
    press(&mut pane, KeyCode::Right, &context);
    press(&mut pane, KeyCode::Right, &context);
    assert_eq!(selected(&pane), Some(91));
}

/// What is asked when these keys are pressed, and then Enter.
fn moved(pane: &mut Board, keys: &str, context: &Context) -> Request {
    for key in keys.chars() {
        assert!(press(pane, KeyCode::Char(key), context).is_empty());
        let shown = screen(pane, 80, 24, context);
        assert!(shown.contains('?') && shown.contains("Enter yes · Esc no"), "{key}: {shown}");
    }
    request(&press(pane, KeyCode::Enter, context))
}

#[test]
fn a_card_on_its_way_stays_where_it_is_after_any_key_but_enter() {
    let context = english();
    for key in [KeyCode::Char('j'), KeyCode::Esc, KeyCode::Char('?'), KeyCode::Char('ü')] {
        let mut pane = filled(&context);
        press(&mut pane, KeyCode::Char('>'), &context);
        press(&mut pane, key, &context);
        assert!(asked(&press(&mut pane, KeyCode::Enter, &context)).is_none(), "{key:?}");
    }
}

#[test]
fn an_enter_right_behind_the_key_that_moves_a_card_leaves_it_where_it_is() {
    for lang in Lang::ALL {
        for key in ['>', '<', ']', '['] {
            let mut context = context(lang);
            let mut pane = filled(&context);
            press(&mut pane, KeyCode::Char(key), &context);
            context.hasty = true;
            assert!(press(&mut pane, KeyCode::Enter, &context).is_empty(), "{key}");
            assert!(screen(&pane, 80, 24, &context).contains(context.look.words.t("enter-again")), "{key}");
            context.hasty = false;
            request(&press(&mut pane, KeyCode::Enter, &context));
        }
    }
}

#[test]
fn a_deal_is_stepped_and_the_cursor_goes_with_it() {
    let context = english();
    let mut pane = filled(&context);
    assert_eq!(moved(&mut pane, ">", &context), Request::Step { id: DealId(88), steps: 1 });
    assert_eq!(moved(&mut pane, "<", &context), Request::Step { id: DealId(88), steps: -1 });
    assert_eq!(moved(&mut pane, ">><>", &context), Request::Step { id: DealId(88), steps: 2 });
    let mut after = board();
    let moved = after.stages[0].deals.remove(0);
    after.stages[1].deals.push(moved);
    answer(&mut pane, BOARD, Answered::Board(after), &context);
    assert_eq!((pane.columns.at, selected(&pane)), (1, Some(88)));
}

#[test]
fn a_deal_is_won_with_a_reason_or_without() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('W'), &context));
    press(&mut *form, KeyCode::Enter, &context);
    let effects = submit(&mut *form, &context);
    assert_eq!(request(&effects), Request::Win { id: DealId(88), reason: String::new(), competitors: Vec::new() });
}

#[test]
fn a_deal_is_lost_for_one_of_the_reasons_or_in_own_words() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('L'), &context));
    press(&mut *form, KeyCode::Char('2'), &context);
    press(&mut *form, KeyCode::Enter, &context);
    press(&mut *form, KeyCode::Enter, &context);
    type_text(&mut *form, "Initech，Acme", &context);
    let effects = submit(&mut *form, &context);
    let competitors = vec!["Initech".into(), "Acme".into()];
    assert_eq!(request(&effects), Request::Lose { id: DealId(88), reason: "competitor".into(), competitors });

    let mut form = pushed(press(&mut pane, KeyCode::Char('L'), &context));
    press(&mut *form, KeyCode::Tab, &context);
    type_text(&mut *form, "预算取消", &context);
    press(&mut *form, KeyCode::Enter, &context);
    let effects = submit(&mut *form, &context);
    assert_eq!(request(&effects), Request::Lose { id: DealId(88), reason: "预算取消".into(), competitors: Vec::new() });
}

#[test]
fn a_card_goes_up_and_down_in_its_column() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    assert_eq!(moved(&mut pane, "[", &context), Request::Rank { id: DealId(89), steps: -1 });
    assert_eq!(moved(&mut pane, "】】", &context), Request::Rank { id: DealId(89), steps: 2 });
}

#[test]
fn a_query_says_which_deals_are_shown_and_stays_when_it_is_left() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('F'), &context);
    let effects = type_text(&mut pane, "value>10k", &context);
    let wanted = Request::Board { pipeline: String::new(), query: "value>10k".into(), limit: CARDS };
    assert_eq!(request(&effects), wanted);
    press(&mut pane, KeyCode::Esc, &context);
    assert!(screen(&pane, 80, 16, &context).contains("Filter: value>10k"));
    assert_eq!(request(&pane.on(Input::Refresh, &context)), wanted);
    press(&mut pane, KeyCode::Char('F'), &context);
    assert!(asked(&type_text(&mut pane, " vallue:3", &context)).is_none(), "no query");
    assert!(screen(&pane, 80, 16, &context).contains("no such filter"));
}

#[test]
fn the_list_shows_how_deals_ended_and_the_cursor_stays_on_its_deal() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = filled(&context);
        press(&mut pane, KeyCode::Char('j'), &context);
        let effects = press(&mut pane, KeyCode::Char('b'), &context);
        assert!(matches!(request(&effects), Request::List { state: None, .. }));
        answer(&mut pane, BOARD, Answered::List(deals()), &context);
        assert_eq!(selected(&pane), Some(89));
        insta::assert_snapshot!(format!("board_{lang}_list_48"), screen(&pane, 48, 9, &context));
        insta::assert_snapshot!(format!("board_{lang}_list_100"), screen(&pane, 100, 9, &context));
        press(&mut pane, KeyCode::Char('k'), &context);
        press(&mut pane, KeyCode::Char('b'), &context);
        answer(&mut pane, BOARD, Answered::Board(board()), &context);
        assert_eq!(selected(&pane), Some(88));
    }
}

#[test]
fn a_key_steps_through_the_pipelines() {
    let mut context = english();
    let mut pane = filled(&context);
    let effects = press(&mut pane, KeyCode::Char('p'), &context);
    assert!(matches!(&effects[..], [Effect::Toast(Tone::Warning, _)]));
    let mut settings = (*context.settings).clone();
    settings.pipelines.push(Pipeline::read("Renewals", &["Due:30".into()]).unwrap());
    context.settings = Rc::new(settings);
    let shown = |effects: &[Effect]| match request(effects) {
        Request::Board { pipeline, .. } => pipeline,
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(&press(&mut pane, KeyCode::Char('p'), &context)), "renewals");
    assert!(screen(&pane, 60, 12, &context).contains("Pipeline: Renewals"));
    assert_eq!(shown(&press(&mut pane, KeyCode::Char('p'), &context)), "sales");
}

#[test]
fn a_deal_is_moved_to_any_stage_of_any_pipeline() {
    let mut context = english();
    let mut pane = filled(&context);
    let mut settings = (*context.settings).clone();
    settings.pipelines.push(Pipeline::read("Renewals", &["Due:30".into()]).unwrap());
    context.settings = Rc::new(settings);
    let effects = press(&mut pane, KeyCode::Char('P'), &context);
    let [Effect::Push(tag, layer)] = &effects[..] else { panic!() };
    assert!(screen(&**layer, 60, 14, &context).contains("Renewals"));
    let effects = pane.on(Input::Reply(*tag, Reply::Chosen("4".into())), &context);
    let Request::Move { id, pipeline, stage } = request(&effects) else { panic!() };
    assert_eq!((id, pipeline.as_str(), stage.as_str()), (DealId(88), "renewals", "due"));
    let saved = Saved { id, revision: 2 };
    let effects = answer(&mut pane, STEP, Answered::Moved { saved, pipeline, stage }, &context);
    assert!(matches!(&effects[..], [Effect::Toast(Tone::Good, said), _] if said.contains("is now in Due")));
}

#[test]
fn a_refused_step_says_why_and_changes_nothing() {
    let context = english();
    let mut pane = filled(&context);
    let refusal = Refusal::ReadOnly { why: reason("disk-full").with("said", "error 28") };
    let effects = pane.on(Input::Answer(STEP, Box::new(Err(refusal))), &context);
    assert!(matches!(&effects[..], [Effect::Toast(Tone::Danger, said)] if said.contains("the disk is full")));
    assert_eq!(selected(&pane), Some(88));
}

#[test]
fn on_an_empty_board_a_deal_is_for_the_subject() {
    let mut context = english();
    let mut pane = Board::new();
    assert!(matches!(press(&mut pane, KeyCode::Char('d'), &context)[..], [Effect::Toast(Tone::Warning, _)]));
    context.subject = Some(Subject::Customer(crate::domain::id::CustomerId(10_432)));
    let form = pushed(press(&mut pane, KeyCode::Char('d'), &context));
    assert!(screen(&*form, 80, 24, &context).contains("New deal: 10432"));
}

#[test]
fn at_the_edge_of_a_narrow_board_the_columns_scroll() {
    let context = english();
    let mut pane = filled(&context);
    assert!(!screen(&pane, 40, 12, &context).contains("Negotiation"));
    for _ in 0..3 {
        command(&mut pane, Command::Right, &context);
    }
    let scrolled = screen(&pane, 40, 12, &context);
    assert!(scrolled.contains("Negotiation") && scrolled.contains("< 3-4/4 >"), "{scrolled}");
}

#[test]
fn the_pane_in_both_languages_narrow_and_wide() {
    for lang in Lang::ALL {
        let context = context(lang);
        let pane = filled(&context);
        insta::assert_snapshot!(format!("board_{lang}_48"), screen(&pane, 48, 22, &context));
        insta::assert_snapshot!(format!("board_{lang}_80"), screen(&pane, 80, 16, &context));
        insta::assert_snapshot!(format!("board_{lang}_120"), screen(&pane, 120, 20, &context));
        let mut empty = Board::new();
        answer(&mut empty, BOARD, Answered::Board(deals::Board { stages: Vec::new(), ..board() }), &context);
        insta::assert_snapshot!(format!("board_{lang}_empty"), screen(&empty, 60, 8, &context));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_pane(width in 0_u16..120, height in 0_u16..60, hostile in 0..HOSTILE.len(), any in any::<String>(), rights in 0..5) {
        let context = english();
        let mut hostile_board = board();
        let text = HOSTILE[hostile];
        hostile_board.stages[3].deals = (0..9).map(|id| deal_row(deal(id, text, "1", &any), text, false)).collect();
        let mut pane = filled(&context);
        let rows = hostile_board.stages[3].deals.clone();
        answer(&mut pane, BOARD, Answered::Board(hostile_board), &context);
        for _ in 0..rights {
            command(&mut pane, Command::Right, &context);
            command(&mut pane, Command::Bottom, &context);
        }
        draw_at(&pane, width, height, &context);
        press(&mut pane, KeyCode::Char('F'), &context);
        type_text(&mut pane, &any, &context);
        draw_at(&pane, width, height, &context);
        press(&mut pane, KeyCode::Esc, &context);
        press(&mut pane, KeyCode::Char('b'), &context);
        answer(&mut pane, BOARD, Answered::List(DealList { count: rows.len(), rows }), &context);
        draw_at(&pane, width, height, &context);
    }
}
