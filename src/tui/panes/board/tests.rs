use super::*;
use crate::domain::reason::reason;
use crate::door::Request as AnyRequest;
use crate::i18n::Lang;
use crate::tui::fixtures::{
    HOSTILE, answer, asked, board, command, context, deal, deal_row, draw_at, english, press, pushed, screen, type_text,
};
use crossterm::event::KeyCode;
use proptest::prelude::*;

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

#[test]
fn a_deal_is_stepped_and_the_cursor_goes_with_it() {
    let context = english();
    let mut pane = filled(&context);
    let effects = press(&mut pane, KeyCode::Char('>'), &context);
    assert_eq!(request(&effects), Request::Step { id: DealId(88), steps: 1 });
    assert_eq!(request(&press(&mut pane, KeyCode::Char('<'), &context)), Request::Step { id: DealId(88), steps: -1 });
    let mut after = board();
    let moved = after.stages[0].deals.remove(0);
    after.stages[1].deals.push(moved);
    answer(&mut pane, BOARD, Answered::Board(after), &context);
    assert_eq!((pane.at, selected(&pane)), (1, Some(88)));
}

#[test]
fn a_deal_is_won_with_a_reason_or_without() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('W'), &context));
    let effects = press(&mut *form, KeyCode::Enter, &context);
    assert_eq!(request(&effects), Request::Win { id: DealId(88), reason: String::new() });
}

#[test]
fn a_deal_is_lost_for_one_of_the_reasons_or_in_own_words() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('L'), &context));
    press(&mut *form, KeyCode::Char('2'), &context);
    press(&mut *form, KeyCode::Enter, &context);
    let effects = press(&mut *form, KeyCode::Enter, &context);
    assert_eq!(request(&effects), Request::Lose { id: DealId(88), reason: "competitor".into() });

    let mut form = pushed(press(&mut pane, KeyCode::Char('L'), &context));
    press(&mut *form, KeyCode::Tab, &context);
    type_text(&mut *form, "预算取消", &context);
    let effects = press(&mut *form, KeyCode::Enter, &context);
    assert_eq!(request(&effects), Request::Lose { id: DealId(88), reason: "预算取消".into() });
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
        answer(&mut empty, BOARD, Answered::Board(Answer { stages: Vec::new(), ..board() }), &context);
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
        answer(&mut pane, BOARD, Answered::Board(hostile_board), &context);
        for _ in 0..rights {
            command(&mut pane, Command::Right, &context);
            command(&mut pane, Command::Bottom, &context);
        }
        draw_at(&pane, width, height, &context);
    }
}
