use super::*;
use crate::domain::time::Timestamp;
use crate::door::{Request as AnyRequest, Saved};
use crate::i18n::Lang;
use crate::tui::fixtures::{
    HOSTILE, answer, asked, command, context, draw_at, english, now, press, pushed, queue, screen, submit, type_text,
};
use crate::tui::layers::HelpLayer;
use crossterm::event::KeyCode;
use proptest::prelude::*;

fn filled(context: &Context) -> Queue {
    let mut pane = Queue::new();
    assert_eq!(asked(&pane.on(Input::Refresh, context)).map(|(tag, _)| tag), Some(QUEUE));
    answer(&mut pane, QUEUE, Answered::Queue(queue()), context);
    pane
}

fn request(effects: &[Effect]) -> Request {
    match asked(effects) {
        Some((_, AnyRequest::FollowUps(request))) => request.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_cursor_walks_over_the_headings_of_the_lanes() {
    let context = english();
    let mut pane = filled(&context);
    let mut keys = vec![pane.list.selected()];
    for _ in 0..6 {
        press(&mut pane, KeyCode::Char('j'), &context);
        keys.push(pane.list.selected());
    }
    let follow_up = |id| Some(Key::FollowUp(FollowUpId(id)));
    let deal = Some(Key::Deal(DealId(89)));
    assert_eq!(keys, [follow_up(7), follow_up(8), follow_up(9), follow_up(10), deal, deal, deal]);
    for _ in 0..6 {
        press(&mut pane, KeyCode::Char('k'), &context);
    }
    assert_eq!(pane.list.selected(), follow_up(7));
    press(&mut pane, KeyCode::PageUp, &context);
    assert_eq!(pane.list.selected(), follow_up(7));
}

#[test]
fn done_asks_the_outcome_and_then_the_next_step_in_words() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('x'), &context));
    type_text(&mut *form, "she agreed", &context);
    press(&mut *form, KeyCode::Enter, &context);
    type_text(&mut *form, "tomorrow 15:00 send the contract", &context);
    let echo = screen(&*form, 80, 24, &context);
    assert!(echo.contains("Thu 19 Nov 2026 15:00, tomorrow: send the contract"), "{echo}");
    let Request::Done { ids, outcome, next } = request(&submit(&mut *form, &context)) else { panic!() };
    assert_eq!((ids, outcome.as_str()), (vec![FollowUpId(7)], "she agreed"));
    let next = next.unwrap();
    assert_eq!(next.get("due").and_then(|due| due.as_str()), Some("2026-11-19T14:00:00Z"));
    assert_eq!(next.get("text").and_then(|text| text.as_str()), Some("send the contract"));
}

#[test]
fn a_next_step_without_a_date_is_shown_at_its_field_and_nothing_is_sent() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('x'), &context));
    press(&mut *form, KeyCode::Enter, &context);
    type_text(&mut *form, "someday", &context);
    assert!(asked(&submit(&mut *form, &context)).is_none());
    assert!(screen(&*form, 80, 24, &context).contains("! `someday`: cannot be read as a date"));
}

#[test]
fn the_cursor_stays_where_it_is_when_its_follow_up_is_put_off_and_with_it_when_it_moves_otherwise() {
    let context = english();
    let later = || {
        let mut queue = queue();
        let mut first = queue.items.remove(0);
        first.follow_up.due = first.follow_up.due.plus(Timestamp::DAY);
        first.lane = Lane::Later;
        queue.items.push(first);
        queue
    };
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('s'), &context);
    let effects = answer(&mut pane, QUEUE, Answered::Queue(later()), &context);
    assert_eq!(pane.list.selected(), Some(Key::FollowUp(FollowUpId(8))));
    assert!(matches!(effects[..], [Effect::Select(Subject::FollowUp(FollowUpId(8), _))]));
    let mut pane = filled(&context);
    assert!(answer(&mut pane, QUEUE, Answered::Queue(later()), &context).is_empty());
    assert_eq!(pane.list.selected(), Some(Key::FollowUp(FollowUpId(7))), "a colleague put it off");
}

#[test]
fn putting_off_is_for_an_hour_unless_said_otherwise() {
    let context = english();
    let mut pane = filled(&context);
    let mut form = pushed(press(&mut pane, KeyCode::Char('s'), &context));
    let until = now().plus(Timestamp::HOUR);
    assert_eq!(request(&submit(&mut *form, &context)), Request::Snooze { ids: vec![FollowUpId(7)], until });
    let mut form = pushed(press(&mut pane, KeyCode::Char('s'), &context));
    type_text(&mut *form, "明天下午三点", &context);
    let Request::Snooze { until, .. } = request(&submit(&mut *form, &context)) else { panic!() };
    assert_eq!(until.to_string(), "2026-11-19T14:00:00Z");
}

#[test]
fn a_callback_to_a_bare_number_is_dialled_as_such() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    let effects = press(&mut pane, KeyCode::Char('c'), &context);
    assert!(matches!(&effects[..], [Effect::Dial { customer: None, number, .. }] if number == "+493012345678"));
}

#[test]
fn of_a_follow_up_with_nobody_known_enter_asks_who_it_was() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    let party = serde_json::to_value(&pane.item().unwrap().follow_up.party).unwrap();
    let mut form = pushed(press(&mut pane, KeyCode::Enter, &context));
    assert!(screen(&*form, 80, 24, &context).contains("Customer"));
    type_text(&mut *form, "10432", &context);
    let Request::Edit(edit) = request(&submit(&mut *form, &context)) else { panic!() };
    let [change] = edit.changes.as_slice() else { panic!("{:?}", edit.changes) };
    assert_eq!((change.field.as_str(), &change.from, &change.to), ("customer", &party, &"10432".into()));
}

#[test]
fn shared_work_that_was_taken_is_given_back() {
    let context = english();
    let mut pane = filled(&context);
    let nothing = command(&mut pane, Command::GiveBack, &context);
    assert!(matches!(&nothing[..], [Effect::Toast(Tone::Warning, _)]), "nobody has taken it");
    let mut taken = queue();
    taken.items[0].leased_to = Some(context.me.login.clone());
    answer(&mut pane, QUEUE, Answered::Queue(taken), &context);
    let effects = command(&mut pane, Command::GiveBack, &context);
    assert_eq!(request(&effects), Request::GiveBack(FollowUpId(7)));
    let saved = Answered::Saved(Saved { id: FollowUpId(7), revision: 4 });
    let said = answer(&mut pane, GIVE_BACK, saved, &context);
    assert!(matches!(&said[..], [Effect::Toast(Tone::Good, said)] if said.contains("F7")));
}

#[test]
fn marked_ones_are_done_put_off_and_handed_over_together() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char(' '), &context);
    press(&mut pane, KeyCode::Char('　'), &context);
    let ids = vec![FollowUpId(7), FollowUpId(8)];
    let mut form = pushed(press(&mut pane, KeyCode::Char('s'), &context));
    assert!(screen(&*form, 80, 24, &context).contains("2 follow-ups"));
    let until = now().plus(Timestamp::HOUR);
    assert_eq!(request(&submit(&mut *form, &context)), Request::Snooze { ids: ids.clone(), until });
    let mut form = pushed(press(&mut pane, KeyCode::Char('x'), &context));
    type_text(&mut *form, "all reached", &context);
    let done = Request::Done { ids, outcome: "all reached".into(), next: None };
    assert_eq!(request(&submit(&mut *form, &context)), done);
    assert!(screen(&*pushed(press(&mut pane, KeyCode::Char('o'), &context)), 80, 24, &context).contains("2 marked"));

    let mut fewer = queue();
    fewer.items.remove(0);
    answer(&mut pane, QUEUE, Answered::Queue(fewer), &context);
    assert_eq!(pane.list.marks(), [Key::FollowUp(FollowUpId(8))], "no mark stays on what is gone");
    press(&mut pane, KeyCode::Esc, &context);
    assert!(pane.list.marks().is_empty());
}

#[test]
fn a_key_goes_from_one_overdue_follow_up_to_the_next() {
    let context = english();
    let mut pane = filled(&context);
    let mut at = || {
        command(&mut pane, Command::GoOverdue, &context);
        pane.list.selected()
    };
    assert_eq!([at(), at(), at()], [9, 7, 9].map(|id| Some(Key::FollowUp(FollowUpId(id)))));
}

#[test]
fn the_arithmetic_of_a_place_is_shown() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = filled(&context);
        command(&mut pane, Command::GoOverdue, &context);
        let shown = screen(&*pushed(press(&mut pane, KeyCode::Char('w'), &context)), 64, 12, &context);
        insta::assert_snapshot!(format!("queue_{lang}_why"), shown);
        let why = pane.explained(&context);
        let shown = screen(&HelpLayer::new(why.clone(), pane.hints(&context)), 80, 22, &context);
        assert!(shown.contains(why[0].trim()), "help begins with it: {shown}");
    }
}

#[test]
fn enter_opens_the_customer() {
    let context = english();
    let mut pane = filled(&context);
    let effects = press(&mut pane, KeyCode::Enter, &context);
    assert!(matches!(effects[..], [Effect::Select(Subject::FollowUp(..)), Effect::Focus(Slot::Timeline)]));
}

#[test]
fn what_is_done_elsewhere_leaves_the_cursor_on_its_row() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    press(&mut pane, KeyCode::Char('j'), &context);
    let mut fewer = queue();
    fewer.items.remove(0);
    answer(&mut pane, QUEUE, Answered::Queue(fewer), &context);
    assert_eq!(pane.list.selected(), Some(Key::FollowUp(FollowUpId(9))));
    answer(&mut pane, QUEUE, Answered::Queue(Answer::default()), &context);
    assert!(screen(&pane, 60, 8, &context).contains("Nothing to do"));
}

#[test]
fn the_pane_in_both_languages_narrow_and_wide() {
    for lang in Lang::ALL {
        let context = context(lang);
        let pane = filled(&context);
        insta::assert_snapshot!(format!("queue_{lang}_48"), screen(&pane, 48, 12, &context));
        insta::assert_snapshot!(format!("queue_{lang}_80"), screen(&pane, 80, 12, &context));
        insta::assert_snapshot!(format!("queue_{lang}_120"), screen(&pane, 120, 12, &context));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_pane(width in 0_u16..120, height in 0_u16..60, hostile in 0..HOSTILE.len(), any in any::<String>(), due in any::<i64>()) {
        let context = english();
        let mut hostile_queue = queue();
        for item in &mut hostile_queue.items {
            item.customer_name = HOSTILE[hostile].to_owned();
            item.follow_up.text.clone_from(&any);
            item.follow_up.due = Timestamp(due);
        }
        let mut pane = Queue::new();
        answer(&mut pane, QUEUE, Answered::Queue(hostile_queue), &context);
        command(&mut pane, Command::Bottom, &context);
        draw_at(&pane, width, height, &context);
    }
}
