use super::*;
use crate::door::Request;
use crate::door::interactions;
use crate::i18n::Lang;
use crate::tui::fixtures::{
    HOSTILE, answer, asked, card, command, context, draw_at, english, interaction, now, press, pushed, screen,
    short_card, submit,
};
use crossterm::event::KeyCode;
use proptest::prelude::*;

fn about(context: &mut Context, id: u64) -> Timeline {
    context.subject = Some(Subject::Customer(CustomerId(id)));
    let mut pane = Timeline::new();
    pane.on(Input::Refresh, context);
    let user = User { id: UserId(4), name: "Tom Berg".into(), ..User::default() };
    answer(&mut pane, USERS, UserAnswer::List { users: vec![user], teams: Vec::new() }, context);
    pane
}

fn filled(context: &mut Context, card: Card) -> Timeline {
    let mut pane = about(context, card.customer.id.0);
    answer(&mut pane, CARD, CustomerAnswer::Card(Box::new(card)), context);
    pane
}

#[test]
fn a_new_subject_shows_nobody_elses_data_while_its_card_is_on_the_way() {
    let mut context = english();
    let mut pane = filled(&mut context, card());
    assert!(screen(&pane, 60, 20, &context).contains("Anna Meyer"));
    context.subject = Some(Subject::Customer(CustomerId(10_433)));
    let effects = pane.on(Input::Subject, &context);
    assert_eq!(asked(&effects).map(|(tag, _)| tag), Some(CARD));
    assert!(!screen(&pane, 60, 20, &context).contains("Anna"));
    assert!(pane.on(Input::Subject, &context).is_empty());
}

#[test]
fn a_command_for_a_card_that_is_on_its_way_waits_for_it() {
    let mut context = english();
    let mut pane = about(&mut context, card().customer.id.0);
    let effects = command(&mut pane, Command::Edit, &context);
    assert!(matches!(effects[..], [Effect::AskFirst(THEN, _)]), "the next keys are meant for the form");
    let effects = answer(&mut pane, THEN, CustomerAnswer::Card(Box::new(card())), &context);
    let mut form = pushed(effects);
    press(&mut *form, KeyCode::Char('x'), &context);
    assert!(form.draft().is_some(), "it is typed in");
}

#[test]
fn an_open_complaint_heads_the_card() {
    let mut context = english();
    let pane = filled(&mut context, card());
    let screen = screen(&pane, 80, 20, &context);
    assert!(screen.lines().nth(1).is_some_and(|line| line.contains("! T512 complaint: delivery came damaged")));
}

#[test]
fn the_selected_entry_shows_its_text_and_enter_all_of_it() {
    let mut context = english();
    let mut pane = filled(&mut context, card());
    assert!(!screen(&pane, 40, 30, &context).contains("if she is out"));
    press(&mut pane, KeyCode::Enter, &context);
    let opened = screen(&pane, 40, 30, &context);
    assert!(opened.contains("if she is") || opened.contains("is out"), "{opened}");
    press(&mut pane, KeyCode::Char('j'), &context);
    assert!(!pane.open);
}

#[test]
fn older_interactions_are_fetched_near_the_end_and_events_wait_for_their_place() {
    let mut context = english();
    let mut pane = filled(&mut context, Card { more: true, ..card() });
    let orders = |pane: &Timeline| pane.entries.iter().filter(|entry| entry.record.noun == Noun::Order).count();
    assert_eq!(orders(&pane), 0, "the order is older than all that is known");
    let effects = press(&mut pane, KeyCode::Char('j'), &context);
    let Some((MORE, Request::Interactions(interactions::Request::Timeline { before, .. }))) = asked(&effects) else {
        panic!("nothing asked");
    };
    assert_eq!(before.map(|(_, id)| id.0), Some(88));
    let older =
        interactions::Response::Timeline { interactions: vec![interaction(3, 900, "phone", "hello")], more: false };
    answer(&mut pane, MORE, older, &context);
    assert_eq!(orders(&pane), 1);
    assert_eq!(pane.entries.last().map(|entry| entry.text.as_str()), Some("hello"));
    assert!(asked(&press(&mut pane, KeyCode::Char('G'), &context)).is_none());
}

#[test]
fn a_fresh_card_keeps_the_cursor_and_what_was_fetched_below_it() {
    let mut context = english();
    let mut pane = filled(&mut context, Card { more: true, ..card() });
    let older =
        interactions::Response::Timeline { interactions: vec![interaction(3, 900, "phone", "hello")], more: false };
    answer(&mut pane, MORE, older, &context);
    press(&mut pane, KeyCode::Char('G'), &context);
    let at = pane.list.selected();
    let newer = interaction(92, 0, "phone", "again");
    let mut timeline = card().timeline;
    timeline.insert(0, newer);
    answer(&mut pane, CARD, CustomerAnswer::Card(Box::new(Card { timeline, ..card() })), &context);
    assert_eq!(pane.list.selected(), at);
    assert!(pane.entries.iter().any(|entry| entry.text == "hello"));
}

#[test]
fn e_edits_what_is_selected_and_x_closes_the_next_step() {
    let mut context = english();
    let mut pane = filled(&mut context, card());
    let form = pushed(press(&mut pane, KeyCode::Char('e'), &context));
    assert!(screen(&*form, 80, 24, &context).contains("Edit I90"));
    let mut form = pushed(press(&mut pane, KeyCode::Char('x'), &context));
    press(&mut *form, KeyCode::Enter, &context);
    let effects = submit(&mut *form, &context);
    let Some((_, Request::FollowUps(crate::door::follow_ups::Request::Done { ids, .. }))) = asked(&effects) else {
        panic!("not done");
    };
    assert_eq!(ids[..], [crate::domain::id::FollowUpId(7)]);
    assert!(matches!(press(&mut pane, KeyCode::Char('c'), &context)[..], [Effect::Dial { .. }]));
    assert!(matches!(press(&mut pane, KeyCode::Char('y'), &context)[..], [Effect::Copy(_), Effect::Toast(..)]));
}

#[test]
fn an_empty_pane_says_what_to_press() {
    let context = english();
    let pane = Timeline::new();
    assert!(screen(&pane, 60, 8, &context).contains("Nobody is selected"));
    let mut context = english();
    let mut bare = card();
    (bare.timeline, bare.orders, bare.tickets) = Default::default();
    (bare.deals, bare.follow_ups) = Default::default();
    let pane = filled(&mut context, bare);
    assert!(screen(&pane, 70, 20, &context).contains("Nothing happened yet"));
}

#[test]
fn a_refused_card_says_why() {
    let mut context = english();
    let mut pane = about(&mut context, 5);
    let refusal = Refusal::NotFound { noun: "customer".into(), given: "5".into() };
    pane.on(Input::Answer(CARD, Box::new(Err(refusal))), &context);
    assert!(screen(&pane, 60, 8, &context).contains("There is no customer `5`"));
}

#[test]
fn the_pane_in_both_languages_narrow_and_wide() {
    for lang in Lang::ALL {
        for (name, card) in [("full", card()), ("short", short_card())] {
            let mut context = context(lang);
            let pane = filled(&mut context, card);
            insta::assert_snapshot!(format!("timeline_{name}_{lang}_48"), screen(&pane, 48, 22, &context));
            insta::assert_snapshot!(format!("timeline_{name}_{lang}_120"), screen(&pane, 120, 30, &context));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_pane(width in 0_u16..120, height in 0_u16..60, hostile in 0..HOSTILE.len(), downs in 0_usize..8, any in any::<String>()) {
        let text = HOSTILE[hostile].to_owned();
        let mut hostile = card();
        hostile.customer.name.clone_from(&text);
        hostile.customer.tags.push(any.clone());
        hostile.customer.emails.push(text.clone());
        hostile.tickets[0].text.clone_from(&any);
        for interaction in &mut hostile.timeline {
            interaction.text = format!("{text}{any}");
            interaction.channel.clone_from(&text);
            interaction.at = now();
        }
        let mut context = english();
        let mut pane = filled(&mut context, hostile);
        for _ in 0..downs {
            command(&mut pane, Command::Down, &context);
        }
        command(&mut pane, Command::Open, &context);
        draw_at(&pane, width, height, &context);
    }
}
