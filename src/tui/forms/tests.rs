use super::*;
use crate::domain::duplicate::{Evidence, Pair, Sign};
use crate::domain::field;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::id::{CustomerId, TeamId, TicketId, UserId};
use crate::domain::party::Owner;
use crate::domain::reason::none_of;
use crate::domain::settings::Settings;
use crate::domain::ticket::Ticket;
use crate::domain::user::{Team, User};
use crate::domain::verification::Question;
use crate::door::completion::Named;
use crate::door::refusal::Candidate;
use crate::door::{Saved, bulk, customers, deals, follow_ups, tickets};
use crate::i18n::Lang;
use crate::tui::fixtures::{
    HOSTILE, anna, answer, asked, context, deal, draw_at, english, follow_up, interaction, press, press_key, pushed,
    screen, type_text, zhang,
};
use crate::tui::widgets::testing::{any_key, ctrl};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;

fn save(form: &mut dyn Pane, context: &Context) -> Option<Request> {
    asked(&press_key(form, ctrl('s'), context)).map(|(_, request)| request.clone())
}

fn next_field(form: &mut dyn Pane, times: usize, context: &Context) {
    for _ in 0..times {
        press(form, KeyCode::Tab, context);
    }
}

fn changed(request: Option<Request>) -> Vec<(String, Value, Value)> {
    let changes = match request {
        Some(Request::Customers(customers::Request::Edit(edit))) => edit.changes,
        Some(Request::FollowUps(follow_ups::Request::Edit(edit))) => edit.changes,
        other => panic!("{other:?}"),
    };
    changes.into_iter().map(|change| (change.field, change.from, change.to)).collect()
}

#[test]
fn a_new_customer_is_added_with_what_was_typed() {
    let context = english();
    let mut form = customer::add(&context, "Zoe Quill");
    press(&mut *form, KeyCode::Tab, &context);
    type_text(&mut *form, "mobile: 0171 2345678", &context);
    assert!(screen(&*form, 80, 30, &context).contains("+49 171 2345678"), "the number as it will be dialled");
    let Some(Request::Customers(customers::Request::Add(draft))) = save(&mut *form, &context) else { panic!() };
    let fields: Vec<_> = draft.fields().map(|(name, _)| name).collect();
    assert_eq!(fields, ["name", "phones", "kind"]);
    assert_eq!(draft.get("phones").and_then(|phones| phones[0]["label"].as_str()), Some("mobile"));
}

#[test]
fn a_number_that_was_searched_for_in_vain_becomes_the_phone() {
    let context = english();
    let mut form = customer::add(&context, "030 1234 567");
    assert!(save(&mut *form, &context).is_none(), "a name is needed");
    type_text(&mut *form, "Zoe", &context);
    let Some(Request::Customers(customers::Request::Add(draft))) = save(&mut *form, &context) else { panic!() };
    assert_eq!(draft.get("phones").and_then(|phones| phones[0]["typed"].as_str()), Some("030 1234 567"));
}

#[test]
fn what_only_says_whom_to_find_is_nobodys_name() {
    let context = english();
    let mut form = customer::add(&context, "phone:none city:bonn");
    assert!(save(&mut *form, &context).is_none(), "a name is needed");
}

#[test]
fn once_stored_the_form_goes_and_the_new_customer_is_the_subject() {
    let context = english();
    let mut form = customer::add(&context, "Zoe");
    save(&mut *form, &context);
    let saved = customers::Response::Saved(Saved { id: CustomerId(9), revision: 4 });
    let effects = answer(&mut *form, SAVE, saved, &context);
    assert!(matches!(
        effects[..],
        [Effect::Pop(None), Effect::Toast(Tone::Good, _), Effect::Made(_), Effect::Focus(_)]
    ));
}

#[test]
fn who_is_there_already_is_said_while_a_new_customer_is_typed() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut form = customer::add(&context, "");
        let effects = type_text(&mut *form, "Anna Meyer", &context);
        let Some((tag, Request::Duplicates(duplicates::Request::Like(draft)))) = asked(&effects) else { panic!() };
        assert_eq!(draft.get("name"), Some(&json!("Anna Meyer")));
        let candidate = |id, name: &str| Candidate { id: CustomerId(id), name: name.into(), hint: String::new() };
        let evidence = vec![Evidence { sign: Sign::SamePhone, points: 45 }];
        let pair = Pair { one: CustomerId(0), other: CustomerId(12), score: 87, evidence };
        let row = duplicates::Row { pair, one: candidate(0, "Anna Meyer"), other: candidate(12, "Anna Meyer") };
        answer(&mut *form, tag, duplicates::Response::Found(vec![row]), &context);
        let shown = screen(&*form, 80, 24, &context);
        assert!(shown.contains("12 Anna Meyer") && shown.contains("Ctrl-o"), "{shown}");
        let effects = press_key(&mut *form, ctrl('o'), &context);
        let stays = matches!(
            effects[..],
            [Effect::Select(Subject::Customer(CustomerId(12))), Effect::Focus(Slot::Timeline), Effect::Toast(..)]
        );
        assert!(stays && form.draft().is_some(), "what was typed stays");
        answer(&mut *form, tag, duplicates::Response::Found(Vec::new()), &context);
        assert!(!screen(&*form, 80, 24, &context).contains("12 Anna Meyer"), "nobody looks like it any more");
    }
}

#[test]
fn an_edit_names_only_what_was_changed_and_what_was_seen() {
    let context = english();
    let mut form = customer::edit(&context, &anna());
    type_text(&mut *form, "-Berg", &context);
    let expected = ("name".to_owned(), json!("Anna Meyer"), json!("Anna Meyer-Berg"));
    assert_eq!(changed(save(&mut *form, &context)), [expected]);
}

#[test]
fn colleagues_read_as_they_are_typed_and_what_was_typed_meanwhile_stays() {
    let context = english();
    let answers = || {
        let user = |id, login: &str| User { id: UserId(id), login: login.into(), ..User::default() };
        let team = Team { id: TeamId(1), name: "North".into() };
        users::Response::List { users: vec![user(2, "lena"), user(3, "otto")], teams: vec![team] }
    };
    for (owner, typed, expected) in [
        (Owner::Team(TeamId(1)), "", "North"),
        (Owner::User(UserId(2)), "", "lena"),
        (Owner::User(UserId(9)), "", "U9"),
        (Owner::User(UserId(2)), "x", "U2x"),
    ] {
        let mut form = ticket::edit(&context, &Ticket { owner, ..Ticket::default() });
        let effects = form.on(Input::Refresh, &context);
        assert_eq!(asked(&effects), Some((COLLEAGUES, &users::Request::List.into())));
        next_field(&mut *form, 4, &context);
        type_text(&mut *form, typed, &context);
        answer(&mut *form, COLLEAGUES, answers(), &context);
        assert_eq!((form.form.value("owner"), form.form.is_edited()), (expected, !typed.is_empty()));
    }
    let mut form = ticket::add(&context, CustomerId(1), "Anna");
    assert!(asked(&form.on(Input::Refresh, &context)).is_none(), "a new record holds no ids");
}

#[test]
fn tab_takes_what_is_offered_and_goes_on_after_it() {
    let context = english();
    let mut form = customer::tags(&context, vec![CustomerId(3)], &[]);
    type_text(&mut *form, "vip -co", &context);
    let effects = press(&mut *form, KeyCode::Char('l'), &context);
    let known = completion::Request::Known { of: Named::Tag, beginning: "col".into() };
    assert_eq!(asked(&effects), Some((COMPLETE, &known.into())));
    answer(&mut *form, COMPLETE, completion::Response::Known(vec!["cold".into(), "cold call".into()]), &context);
    assert!(screen(&*form, 60, 8, &context).contains("Tab takes cold"), "what falls apart into two is not offered");
    next_field(&mut *form, 2, &context);
    let Some(Request::Bulk(bulk::Request::Make(edit))) = save(&mut *form, &context) else { panic!() };
    assert_eq!((edit.tags.added, edit.tags.removed), (vec!["vip".to_owned()], vec!["cold".to_owned()]));
}

#[test]
fn a_caller_is_asked_what_the_store_asks() {
    let mut context = english();
    let verification = vec![Question::Birthday, Question::PostalCode];
    context.settings = Rc::new(Settings { verification, ..(*context.settings).clone() });
    let mut form = verify::verify(&context, &anna());
    assert!(screen(&*form, 80, 12, &context).contains("Postal code"));
    type_text(&mut *form, "24.12.1980", &context);
    next_field(&mut *form, 1, &context);
    type_text(&mut *form, "10115", &context);
    let Some(Request::Customers(customers::Request::Verify { id, answers, otherwise })) = save(&mut *form, &context)
    else {
        panic!()
    };
    assert_eq!(otherwise, "");
    let said: Vec<_> = answers.iter().map(|answer| (answer.question, answer.said.as_str())).collect();
    assert_eq!((id, said), (anna().id, vec![(Question::Birthday, "24.12.1980"), (Question::PostalCode, "10115")]));
    let effects = answer(&mut *form, SAVE, customers::Response::Verified, &context);
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Refresh)),
        "the card is fetched as it may be seen now"
    );
}

#[test]
fn a_form_left_as_it_was_asks_nothing() {
    let context = english();
    for mut form in [customer::edit(&context, &anna()), customer::edit(&context, &zhang())] {
        assert!(matches!(press_key(&mut *form, ctrl('s'), &context)[..], [Effect::Pop(None)]));
    }
}

#[test]
fn every_field_reads_back_from_what_a_form_shows() {
    let context = english();
    let records = [
        (field::CUSTOMER, crate::domain::edit::object(&anna())),
        (field::INTERACTION, crate::domain::edit::object(&interaction(90, 3, "phone", "a\nb"))),
        (field::DEAL, crate::domain::edit::object(&deal(88, "Relaunch", "12000", "new"))),
        (field::FOLLOW_UP, crate::domain::edit::object(&follow_up(7, FollowUpKind::Callback, 0, "call"))),
    ];
    let settings = &context.settings;
    let reading = field::Reading {
        region: &settings.region,
        currency: settings.currency,
        calendar: &settings.calendar,
        now: context.now,
    };
    for (table, record) in records {
        for field in table.iter().filter(|field| !matches!(field.kind, field::Kind::Owner | field::Kind::Reference)) {
            let Some(value) = record.get(field.name) else { continue };
            let text = written::written(field.kind, value, settings.calendar.zone);
            let Ok(back) = field::read(field, &text, &reading) else { continue };
            let again = written::written(field.kind, &back, settings.calendar.zone);
            assert_eq!(again, text, "{}", field.name);
        }
    }
}

#[test]
fn what_does_not_fit_is_said_at_its_field_in_the_persons_language() {
    for (lang, said) in [(Lang::En, "! `soon`: cannot be read as a date"), (Lang::Zh, "! “soon”：无法识别的时间")]
    {
        let context = context(lang);
        let mut form = super::follow_up::add(&context, CustomerId(1), "Anna");
        type_text(&mut *form, "soon", &context);
        press(&mut *form, KeyCode::Tab, &context);
        assert!(screen(&*form, 80, 24, &context).contains(said), "already when one leaves it");
        type_text(&mut *form, "x", &context);
        assert!(save(&mut *form, &context).is_none());
    }
}

#[test]
fn a_date_in_words_says_which_day_it_is_while_it_is_typed() {
    let context = english();
    let mut form = super::follow_up::add(&context, CustomerId(1), "Anna");
    type_text(&mut *form, "next fri", &context);
    assert!(screen(&*form, 90, 24, &context).contains("Fri 27 Nov 2026, in 9 days"));
    let Some(Request::FollowUps(follow_ups::Request::Add(draft))) = save(&mut *form, &context) else { panic!() };
    assert_eq!(draft.get("all_day"), Some(&json!(true)));
    assert_eq!(draft.get("customer"), Some(&json!("1")));
}

#[test]
fn a_refused_value_is_shown_at_the_field_it_names_and_the_text_stays() {
    let context = english();
    let mut form = customer::add(&context, "Zoe");
    save(&mut *form, &context);
    let refusal = Refusal::invalid("owner", none_of("zoe", &["anna"]));
    form.on(Input::Answer(SAVE, Box::new(Err(refusal))), &context);
    let shown = screen(&*form, 80, 40, &context);
    assert!(shown.contains("! `zoe` is none of anna") && shown.contains("Zoe"), "{shown}");
}

#[test]
fn an_owner_nobody_knows_is_shown_at_the_owner() {
    let context = english();
    let mut form = customer::edit(&context, &anna());
    let refusal = Refusal::NotFound { noun: "user".into(), given: "zoe".into() };
    assert!(form.on(Input::Answer(SAVE, Box::new(Err(refusal))), &context).is_empty());
    assert!(screen(&*form, 80, 40, &context).contains("! There is no user `zoe`"));
}

/// Somebody moved to Köln, whom one saw in Berlin.
fn koeln() -> Clash {
    Clash { field: "city".into(), seen: "Berlin".into(), mine: "-".into(), theirs: "Köln".into(), ..Clash::default() }
}

#[test]
fn a_conflict_shows_their_value_and_either_can_be_kept() {
    let context = english();
    let conflict = || Refusal::Conflict(vec![koeln()]);
    let edited = || {
        let mut form = customer::edit(&context, &anna());
        next_field(&mut *form, 5, &context);
        type_text(&mut *form, "-Mitte", &context);
        assert_eq!(changed(save(&mut *form, &context))[0].1, json!("Berlin"));
        let mut layer = pushed(form.on(Input::Answer(SAVE, Box::new(Err(conflict()))), &context));
        let shown = screen(&*layer, 80, 24, &context);
        assert!(shown.contains("Köln") && shown.contains("Berlin-Mitte"), "{shown}");
        assert!(matches!(press(&mut *layer, KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
        form
    };
    let mut mine = edited();
    let shown = screen(&*mine, 100, 40, &context);
    assert!(shown.contains("Köln") && shown.contains("Berlin-Mitte"), "{shown}");
    let expected = ("city".to_owned(), json!("Köln"), json!("Berlin-Mitte"));
    assert_eq!(changed(save(&mut *mine, &context)), [expected]);

    let mut theirs = edited();
    press_key(&mut *theirs, ctrl('o'), &context);
    assert!(!screen(&*theirs, 100, 40, &context).contains("Mitte"));
    assert!(save(&mut *theirs, &context).is_none(), "nothing is left to change");
}

#[test]
fn the_side_chosen_for_a_conflict_is_sent_at_once() {
    let context = english();
    let settled = |side| {
        let mut form = customer::edit(&context, &anna());
        type_text(&mut *form, "-Berg", &context);
        next_field(&mut *form, 5, &context);
        type_text(&mut *form, "-Mitte", &context);
        save(&mut *form, &context);
        form.on(Input::Answer(SAVE, Box::new(Err(Refusal::Conflict(vec![koeln()])))), &context);
        let effects = form.on(Input::Reply(CONFLICT, Reply::Settled(vec![side], None)), &context);
        changed(asked(&effects).map(|(_, request)| request.clone()))
    };
    let name = ("name".to_owned(), json!("Anna Meyer"), json!("Anna Meyer-Berg"));
    let city = ("city".to_owned(), json!("Köln"), json!("Berlin-Mitte"));
    assert_eq!(settled(Side::Mine), [name.clone(), city]);
    assert_eq!(settled(Side::Theirs), [name]);
}

#[test]
fn esc_loses_nothing_typed_however_often_it_is_pressed() {
    let context = english();
    let mut form = customer::add(&context, "");
    type_text(&mut *form, "Zoe", &context);
    for _ in 0..3 {
        assert!(matches!(press(&mut *form, KeyCode::Esc, &context)[..], [Effect::Toast(Tone::Warning, _)]));
    }
    assert!(screen(&*form, 80, 40, &context).contains("Zoe"));
    assert!(matches!(press_key(&mut *form, ctrl('d'), &context)[..], [Effect::Pop(None)]));

    let mut untouched = customer::add(&context, "");
    assert!(matches!(press(&mut *untouched, KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
}

#[test]
fn ctrl_s_twice_saves_once() {
    let context = english();
    let mut form = customer::add(&context, "Zoe");
    assert!(save(&mut *form, &context).is_some());
    assert!(save(&mut *form, &context).is_none());
}

#[test]
fn a_deal_and_a_ticket_are_made_for_a_customer() {
    let context = english();
    let mut form = super::deal::add(&context, CustomerId(1), "Anna", "");
    type_text(&mut *form, "Relaunch", &context);
    press(&mut *form, KeyCode::Tab, &context);
    type_text(&mut *form, "12.5k", &context);
    assert!(screen(&*form, 80, 24, &context).contains("€12,500.00"));
    let Some(Request::Deals(deals::Request::Add(draft))) = save(&mut *form, &context) else { panic!() };
    assert_eq!(draft.get("stage"), Some(&json!("new")));

    let mut form = super::ticket::add(&context, CustomerId(1), "Anna");
    type_text(&mut *form, "broken", &context);
    let Some(Request::Tickets(tickets::Request::Add(draft))) = save(&mut *form, &context) else { panic!() };
    assert_eq!(draft.get("kind"), Some(&json!("request")));
}

#[test]
fn forms_in_both_languages() {
    for lang in Lang::ALL {
        let context = context(lang);
        let customer = customer::edit(&context, &zhang());
        insta::assert_snapshot!(format!("customer_{lang}"), screen(&*customer, 80, 24, &context));
        let mut next = super::follow_up::add(&context, CustomerId(1), "张伟");
        type_text(&mut *next, "tomorrow 15:00", &context);
        insta::assert_snapshot!(format!("follow_up_{lang}"), screen(&*next, 80, 12, &context));
        let lose = super::deal::lose(&context, crate::domain::id::DealId(88), "D88 Relaunch");
        insta::assert_snapshot!(format!("lose_{lang}"), screen(&*lose, 120, 8, &context));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_key_no_size_and_no_data_breaks_a_form(
        keys in proptest::collection::vec(any_key(), 0..12),
        width in 0_u16..120,
        height in 0_u16..60,
        hostile in 0..HOSTILE.len(),
    ) {
        let context = english();
        let mut record = anna();
        record.name = HOSTILE[hostile].to_owned();
        record.remarks = HOSTILE[hostile].to_owned();
        let mut form = customer::edit(&context, &record);
        for key in keys {
            press_key(&mut *form, key, &context);
        }
        draw_at(&*form, width, height, &context);
    }
}

#[test]
fn a_form_left_unsaved_is_opened_again_as_it_was_filled_in() {
    let context = english();
    let (id, customer) = (CustomerId(10432), anna());
    let forms: [Box<Sheet>; 9] = [
        customer::add(&context, ""),
        customer::edit(&context, &customer),
        deal::add(&context, id, "Anna Meyer", ""),
        deal::edit(&context, &deal(88, "Rollout", "1200", "proposal")),
        follow_up::add(&context, id, "Anna Meyer"),
        follow_up::edit(&context, &follow_up(7, FollowUpKind::Callback, 3, "call back")),
        interaction::edit(&context, &interaction(90, 2, "phone", "wants the quote")),
        ticket::add(&context, id, "Anna Meyer"),
        ticket::edit(&context, &Ticket { id: TicketId(512), text: "no light".into(), ..Ticket::default() }),
    ];
    for mut form in forms {
        assert_eq!(form.draft(), None, "nothing was typed");
        type_text(&mut *form, "tomorrow", &context);
        let draft = form.draft().unwrap();
        let Content::Form(left) = &draft.content else { panic!() };
        let mut again = reopened(draft.id, left, &context).unwrap();
        assert_eq!(again.draft().as_ref(), Some(&draft));
        assert_eq!(screen(&*again, 80, 40, &context), screen(&*form, 80, 40, &context));
        assert_eq!(save(&mut *again, &context), save(&mut *form, &context));
    }
}

#[test]
fn of_a_small_form_what_was_typed_is_kept_to_be_read() {
    let context = english();
    let mut form = customer::tags(&context, vec![CustomerId(10432)], &[]);
    assert_eq!(form.draft(), None, "nothing was typed");
    type_text(&mut *form, "vip", &context);
    let Some(Content::Form(left)) = form.draft().map(|draft| draft.content) else { panic!() };
    assert_eq!((left.noun, left.fields), (None, vec![("Tags".to_owned(), "vip".to_owned())]));
}
