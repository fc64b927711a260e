use super::*;
use crate::domain::id::InteractionId;
use crate::domain::reason::reason;
use crate::domain::typed::Word;
use crate::door::bulk;
use crate::door::completion::Offer;
use crate::door::search::{NoteLine, Request};
use crate::i18n::Lang;
use crate::tui::fixtures::{
    HOSTILE, answer, asked, command, context, draw_at, english, found, highlighted, in_command_mode, press, pushed,
    rows, screen, submit, type_text,
};
use crossterm::event::KeyCode;
use proptest::prelude::*;

fn answered(pane: &mut Customers, found: Found, context: &Context) -> Vec<Effect> {
    answer(pane, FIND, search::Response::Found(found), context)
}

fn filled(context: &Context) -> Customers {
    let mut pane = Customers::new();
    pane.on(Input::Refresh, context);
    answered(&mut pane, found(3, rows()), context);
    pane
}

fn query_of(effects: &[Effect]) -> (String, usize) {
    match asked(effects) {
        Some((FIND, door::Request::Search(Request::Find { query, offset, .. }))) => (query.clone(), *offset),
        other => panic!("{other:?}"),
    }
}

fn selected(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::Select(subject) => subject.customer().map(|id| id.0),
        _ => None,
    })
}

#[test]
fn every_key_typed_into_the_box_asks_and_paints_the_first_rows() {
    let context = english();
    let mut pane = filled(&context);
    command(&mut pane, Command::Search, &context);
    assert!(!in_command_mode(&pane));
    assert_eq!(query_of(&type_text(&mut pane, "ann", &context)), ("ann".into(), 0));
    pane.on(Input::Part(FIND, Part::Found(found(1, vec![highlighted()]))), &context);
    insta::assert_snapshot!(screen(&pane, 60, 6, &context));
}

#[test]
fn a_count_that_is_not_whole_yet_says_so() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = filled(&context);
        pane.on(Input::Search("value>10k".into()), &context);
        pane.on(Input::Part(FIND, Part::Found(Found { counting: true, ..found(2, rows()) })), &context);
        let said = context.look.words.tf("customers-counting", &[("count", 2.into())]);
        assert!(screen(&pane, 60, 6, &context).contains(&said));
        answered(&mut pane, found(3, rows()), &context);
        assert!(!screen(&pane, 60, 6, &context).contains(&said));
    }
}

#[test]
fn everybodys_rows_stand_still_until_all_are_counted() {
    let context = english();
    let row = |id| CustomerRow { id: CustomerId(id), name: format!("Nr {id}"), ..highlighted() };
    let counted =
        |first: u64, matched| Found { counting: true, ..found(matched, (first..first + 200).map(row).collect()) };
    let mut pane = Customers::new();
    pane.on(Input::Refresh, &context);
    pane.on(Input::Part(FIND, Part::Found(Found { counting: true, ..found(0, Vec::new()) })), &context);
    assert!(screen(&pane, 60, 6, &context).starts_with("┌> Customers ─"));
    pane.on(Input::Part(FIND, Part::Found(counted(1, 16_384))), &context);
    pane.on(Input::Part(FIND, Part::Found(counted(500, 32_768))), &context);
    let shown = screen(&pane, 60, 6, &context);
    assert!(shown.contains("32768") && shown.contains("Nr 1 "), "{shown}");
    answered(&mut pane, found(40_000, (900..1_100).map(row).collect()), &context);
    let shown = screen(&pane, 60, 6, &context);
    assert!(shown.contains("40000") && shown.contains("Nr 900"), "{shown}");
}

#[test]
fn what_was_said_is_shown_in_the_row_that_was_found_by_it() {
    let context = english();
    let mut pane = filled(&context);
    let note =
        NoteLine { interaction: InteractionId(9), at: context.now, text: "wants a refund".into(), chars: vec![8] };
    answered(&mut pane, found(1, vec![CustomerRow { note: Some(Box::new(note)), ..highlighted() }]), &context);
    for width in [40, 120] {
        assert!(screen(&pane, width, 6, &context).contains("wants a refund"));
    }
}

fn offers(pane: &mut Customers, offers: &[(Span, &str, Option<usize>)], context: &Context) {
    let offer = |(replaces, with, count): &(Span, &str, Option<usize>)| Offer {
        replaces: replaces.clone(),
        with: (*with).to_owned(),
        count: *count,
    };
    answer(pane, COMPLETE, completion::Response::Offers(offers.iter().map(offer).collect()), context);
}

#[test]
fn tab_goes_on_with_what_is_offered_and_no_row_moves() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = filled(&context);
        command(&mut pane, Command::Search, &context);
        let before: Vec<String> = screen(&pane, 60, 8, &context).lines().skip(2).map(str::to_owned).collect();
        let effects = type_text(&mut pane, "tag:", &context);
        let Some((COMPLETE, door::Request::Completion(completion::Request::Offer { query, cursor: 4 }))) =
            asked(&effects)
        else {
            panic!("nothing is asked")
        };
        assert_eq!(query, "tag:");
        offers(&mut pane, &[(4..4, "vip ", Some(12)), (4..4, "\"key account\" ", Some(3))], &context);
        let shown = screen(&pane, 60, 8, &context);
        assert!(shown.lines().nth(1).unwrap().contains("tag:  vip 12  \"key account\" 3"), "{shown}");
        assert_eq!(shown.lines().skip(2).map(str::to_owned).collect::<Vec<_>>(), before);
        assert_eq!(query_of(&press(&mut pane, KeyCode::Tab, &context)).0, "tag:vip ");
        assert_eq!(query_of(&press(&mut pane, KeyCode::Tab, &context)).0, "tag:\"key account\" ");
        assert_eq!(query_of(&press(&mut pane, KeyCode::Tab, &context)).0, "tag:vip ");
        assert_eq!(query_of(&type_text(&mut pane, "an", &context)).0, "tag:vip an");
        assert!(!in_command_mode(&pane));
        offers(&mut pane, &[], &context);
        type_text(&mut pane, " ", &context);
        offers(&mut pane, &[(0..0, "an answer that comes too late", None)], &context);
        press(&mut pane, KeyCode::Tab, &context);
        assert!(!in_command_mode(&pane), "nothing is offered, and no letter behind it is a command");
    }
}

#[test]
fn a_word_the_store_refuses_is_pointed_at() {
    let context = english();
    let mut pane = filled(&context);
    pane.on(Input::Search("anna owner:nobody".into()), &context);
    let why = reason("filter-none-of").with("known", "root").about(Word::new("nobody", 0..6));
    pane.on(Input::Answer(FIND, Box::new(Err(Refusal::invalid("query", why)))), &context);
    offers(&mut pane, &[], &context);
    let shown = screen(&pane, 90, 8, &context);
    let (typed, pointer) = (shown.lines().nth(1).unwrap(), shown.lines().nth(2).unwrap());
    assert_eq!(typed.find("nobody"), pointer.find("^^^^^^ "), "{shown}");
    assert!(pointer.contains("root"));
}

#[test]
fn a_typed_digit_opens_the_box_with_it() {
    let context = english();
    let mut pane = filled(&context);
    let effects = pane.on(Input::Search("7".into()), &context);
    assert_eq!((query_of(&effects), in_command_mode(&pane)), (("7".into(), 0), false));
}

#[test]
fn enter_shows_the_customer_and_a_second_one_goes_to_the_card() {
    let context = english();
    let mut pane = filled(&context);
    pane.on(Input::Search("an".into()), &context);
    answered(&mut pane, found(3, rows()), &context);
    let effects = press(&mut pane, KeyCode::Enter, &context);
    assert!(matches!(effects[..], [Effect::Select(_), Effect::Show(Slot::Timeline)]));
    assert_eq!(selected(&effects), Some(10_432));
    assert_eq!(selected(&press(&mut pane, KeyCode::Char('j'), &context)), Some(10_433));
    let effects = press(&mut pane, KeyCode::Enter, &context);
    assert!(matches!(effects[..], [Effect::Select(_), Effect::Focus(Slot::Timeline)]));
}

#[test]
fn enter_before_the_rows_are_there_selects_the_first_once_they_are() {
    let context = english();
    let mut pane = Customers::new();
    pane.on(Input::Search("an".into()), &context);
    assert_eq!(selected(&press(&mut pane, KeyCode::Enter, &context)), None);
    assert_eq!(selected(&answered(&mut pane, found(3, rows()), &context)), Some(10_432));
}

#[test]
fn the_last_row_makes_a_customer_of_what_was_typed() {
    let context = english();
    let mut pane = filled(&context);
    pane.on(Input::Search("Zoe Quill".into()), &context);
    answered(&mut pane, found(0, Vec::new()), &context);
    let form = pushed(press(&mut pane, KeyCode::Enter, &context));
    assert!(screen(&*form, 80, 24, &context).contains("Zoe Quill"));
}

#[test]
fn a_query_that_cannot_be_read_says_why_under_its_word_and_asks_nothing() {
    let context = english();
    let mut pane = filled(&context);
    let effects = pane.on(Input::Search("anna tga:vip".into()), &context);
    assert!(asked(&effects).is_none());
    insta::assert_snapshot!(screen(&pane, 70, 7, &context));
    type_text(&mut pane, "x", &context);
    assert!(screen(&pane, 20, 7, &context).contains("! there is no"));
    assert_eq!(query_of(&pane.on(Input::Search("tag:vip".into()), &context)).0, "tag:vip");
}

#[test]
fn a_refused_search_says_why_under_the_box() {
    let context = english();
    let mut pane = filled(&context);
    let why = Refusal::Unavailable { why: reason("store-closed") };
    pane.on(Input::Answer(FIND, Box::new(Err(why))), &context);
    assert!(screen(&pane, 60, 8, &context).contains("! The store cannot answer: it is closed"));
}

#[test]
fn a_long_list_is_a_window_moved_along() {
    let context = english();
    let mut pane = Customers::new();
    pane.on(Input::Refresh, &context);
    let many = |from: u64| (from..from + 200).map(|id| CustomerRow { id: CustomerId(id), ..highlighted() }).collect();
    answered(&mut pane, found(100_000, many(0)), &context);
    let effects = command(&mut pane, Command::Bottom, &context);
    let (_, offset) = query_of(&effects);
    assert_eq!(offset, 99_899);
    answered(&mut pane, Found { offset: 99_800, ..found(100_000, many(99_800)) }, &context);
    assert_eq!(pane.found.rows.len(), WINDOW);
    assert!(asked(&command(&mut pane, Command::Top, &context)).is_some());
}

#[test]
fn the_cursor_stays_on_its_row_when_that_row_leaves_the_window() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    let touched = Touched {
        record: crate::domain::noun::RecordRef { noun: Noun::Customer, id: 1 },
        fate: crate::domain::audit::Fate::Created,
        fields: Vec::new(),
    };
    let effects = pane.on(Input::Changed(vec![touched.clone()]), &context);
    let Some((_, door::Request::Search(Request::Find { around: Some(CustomerId(10_433)), .. }))) = asked(&effects)
    else {
        panic!("the row is not asked for");
    };
    // A change while the rows are on their way waits, and is asked for once.
    assert!(asked(&pane.on(Input::Changed(vec![touched]), &context)).is_none());
    let further = CustomerRow { id: CustomerId(10_433), ..highlighted() };
    let effects = answered(&mut pane, Found { offset: 400, ..found(900, vec![further]) }, &context);
    assert_eq!((pane.selected().map(|row| row.id.0), pane.list.index()), (Some(10_433), 400));
    assert_eq!(query_of(&effects).1, 400);
    assert!(asked(&answered(&mut pane, Found { offset: 400, ..found(900, rows()) }, &context)).is_none());
}

#[test]
fn a_first_paint_moves_no_cursor() {
    let context = Context { subject: Some(Subject::Customer(CustomerId(10_433))), ..english() };
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    pane.on(Input::Refresh, &context);
    pane.on(Input::Part(FIND, Part::Found(found(1, vec![highlighted()]))), &context);
    assert_eq!(pane.selected().map(|row| row.id.0), Some(10_433));
}

#[test]
fn the_next_record_can_be_taken_from_any_pane() {
    let context = english();
    let mut pane = filled(&context);
    assert_eq!(selected(&command(&mut pane, Command::NextRecord, &context)), Some(10_433));
    assert_eq!(selected(&command(&mut pane, Command::PreviousRecord, &context)), Some(10_432));
}

#[test]
fn a_saved_view_puts_its_query_into_the_box() {
    let context = english();
    let mut pane = filled(&context);
    assert_eq!(asked(&command(&mut pane, Command::SavedView(2), &context)).map(|(tag, _)| tag), Some(VIEWS));
    let view = |name: &str, query: &str| View { name: name.into(), query: query.into(), ..View::default() };
    let views = vec![view("mine", "owner:me"), view("vip", "tag:vip")];
    assert_eq!(query_of(&answer(&mut pane, VIEWS, views::Response::List(views), &context)).0, "tag:vip");
}

#[test]
fn merging_compares_the_marked_one_and_the_selected() {
    let context = english();
    let mut pane = filled(&context);
    assert!(matches!(command(&mut pane, Command::Merge, &context)[..], [Effect::Toast(Tone::Warning, _)]));
    command(&mut pane, Command::Mark, &context);
    let mut layer = pushed(command(&mut pane, Command::Merge, &context));
    let effects = layer.on(Input::Refresh, &context);
    let compare = door::duplicates::Request::Compare(CustomerId(10_433), CustomerId(10_432));
    assert_eq!(asked(&effects).map(|(_, request)| request.clone()), Some(compare.into()));
}

#[test]
fn tags_are_changed_on_all_marked_at_once() {
    let context = english();
    let mut pane = filled(&context);
    command(&mut pane, Command::Mark, &context);
    command(&mut pane, Command::Mark, &context);
    let mut form = pushed(command(&mut pane, Command::Tags, &context));
    type_text(&mut *form, "fair -vip", &context);
    let effects = submit(&mut *form, &context);
    let Some((_, door::Request::Bulk(bulk::Request::Make(edit)))) = asked(&effects) else { panic!("no edit") };
    assert_eq!(edit.whom, Whom::These(vec![CustomerId(10_432), CustomerId(10_433)]));
    assert_eq!((edit.tags.added.concat(), edit.tags.removed.concat()), ("fair".into(), "vip".into()));
}

#[test]
fn a_bulk_edit_is_for_whom_is_marked_else_for_whom_the_query_finds() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = filled(&context);
        pane.on(Input::Search("tag:vip".into()), &context);
        answered(&mut pane, found(3, rows()), &context);
        press(&mut pane, KeyCode::Enter, &context);
        let mut form = pushed(command(&mut pane, Command::BulkEdit, &context));
        assert!(screen(&*form, 80, 24, &context).contains("tag:vip"));
        type_text(&mut *form, "ben", &context);
        for text in ["+key -cold", "city=Bonn; nmae=x"] {
            press(&mut *form, KeyCode::Tab, &context);
            type_text(&mut *form, text, &context);
        }
        assert!(submit(&mut *form, &context).is_empty(), "there is no such field");
        assert!(screen(&*form, 80, 24, &context).contains("nmae"));
        for _ in "; nmae=x".chars() {
            press(&mut *form, KeyCode::Backspace, &context);
        }
        let mut layer = pushed(submit(&mut *form, &context));
        let effects = layer.on(Input::Refresh, &context);
        let Some((_, door::Request::Bulk(bulk::Request::Preview(edit)))) = asked(&effects) else {
            panic!("no preview")
        };
        assert_eq!(edit.whom, Whom::Query("tag:vip".into()));
        assert_eq!(
            edit.set.fields().map(|(field, value)| format!("{field}={value}")).collect::<Vec<_>>(),
            [r#"city="Bonn""#, r#"owner="ben""#]
        );
        command(&mut pane, Command::Mark, &context);
        assert_eq!(pane.chosen(), Whom::These(vec![CustomerId(10_432)]));
    }
}

#[test]
fn a_number_nobody_has_is_called_or_taken_as_such() {
    let context = english();
    let mut pane = filled(&context);
    for (typed, number) in [("030 1234567", "+49301234567"), ("Anna", "")] {
        pane.on(Input::Search(typed.into()), &context);
        answered(&mut pane, found(0, Vec::new()), &context);
        press(&mut pane, KeyCode::Esc, &context);
        let effects = press(&mut pane, KeyCode::Char('c'), &context);
        let [Effect::Dial { customer: None, number: dialled, .. }] = &effects[..] else { panic!("{typed}") };
        assert_eq!(dialled, number, "{typed}");
    }
}

#[test]
fn esc_in_an_emptied_box_brings_the_query_back_with_its_rows() {
    let context = english();
    let mut pane = searched("anna", &context);
    assert_eq!(query_of(&command(&mut pane, Command::Search, &context)).0, "", "the rows are those of the box");
    assert_eq!(query_of(&press(&mut pane, KeyCode::Esc, &context)).0, "anna");
    assert_eq!((pane.search.text(), in_command_mode(&pane)), ("anna", true));
}

/// A search that was answered, with the keys in the list.
fn searched(text: &str, context: &Context) -> Customers {
    let mut pane = filled(context);
    pane.on(Input::Search(text.into()), context);
    answered(&mut pane, found(3, rows()), context);
    press(&mut pane, KeyCode::Enter, context);
    pane
}

#[test]
fn esc_in_the_list_clears_a_search_whose_words_can_be_had_again() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = searched("anna", &context);
        let clears = context.look.words.t("does-clear-search").to_owned();
        assert!(screen(&pane, 60, 8, &context).contains(&format!("/ anna  Esc {clears}")));
        press(&mut pane, KeyCode::Char(' '), &context);
        assert!(asked(&press(&mut pane, KeyCode::Esc, &context)).is_none(), "the mark goes first");
        press(&mut pane, KeyCode::Down, &context);
        let effects = press(&mut pane, KeyCode::Esc, &context);
        let Some((FIND, door::Request::Search(Request::Find { query, around: Some(CustomerId(10_434)), .. }))) =
            asked(&effects)
        else {
            panic!("the cursor stays on its own")
        };
        assert_eq!((query.as_str(), pane.search.text()), ("", ""));
        assert!(press(&mut pane, KeyCode::Esc, &context).is_empty());
        assert!(command(&mut pane, Command::Search, &context).is_empty(), "all rows are there");
        press(&mut pane, KeyCode::Esc, &context);
        assert_eq!(pane.search.text(), "", "what was cleared stays so");
        command(&mut pane, Command::Search, &context);
        assert_eq!(query_of(&press(&mut pane, KeyCode::Up, &context)).0, "anna");
    }
}

#[test]
fn the_cursor_moves_while_one_types_and_enter_opens_what_it_is_on() {
    let context = english();
    let mut pane = filled(&context);
    pane.on(Input::Search("an".into()), &context);
    answered(&mut pane, found(3, rows()), &context);
    assert!(press(&mut pane, KeyCode::Down, &context).is_empty(), "no card follows");
    assert!(!in_command_mode(&pane));
    assert_eq!(selected(&press(&mut pane, KeyCode::Enter, &context)), Some(10_433));
}

#[test]
fn nobody_is_made_of_what_is_no_name_and_no_number() {
    let context = english();
    let offers = |text: &str| {
        let mut pane = filled(&context);
        pane.on(Input::Search(text.into()), &context);
        answered(&mut pane, found(3, rows()), &context);
        screen(&pane, 60, 12, &context).contains("+ New")
    };
    for text in ["Zoe Quill", "张伟", "030 1234567", "10086", "O'Neil 3"] {
        assert!(offers(text), "{text}");
    }
    for text in ["", " ", "5678", "tag:vip", "anna tag:vip", "-anna", "\"anna\"", "+", "owner:me value>10k"] {
        assert!(!offers(text), "{text}");
    }
}

#[test]
fn no_key_is_named_in_the_box_where_it_is_text() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = Customers::new();
        pane.on(Input::Refresh, &context);
        answered(&mut pane, found(0, Vec::new()), &context);
        let shows = |pane: &Customers, key| screen(pane, 60, 8, &context).contains(context.look.words.t(key));
        assert!(shows(&pane, "customers-nobody"));
        command(&mut pane, Command::Search, &context);
        assert!(shows(&pane, "customers-none") && !shows(&pane, "customers-nobody"));
        pane.on(Input::Search("tag:none".into()), &context);
        answered(&mut pane, found(0, Vec::new()), &context);
        assert!(shows(&pane, "customers-none"));
        press(&mut pane, KeyCode::Esc, &context);
        assert!(shows(&pane, "customers-empty"));
    }
}

#[test]
fn the_cursor_goes_to_whom_everything_is_about_also_once_they_are_made() {
    let about = |id| Context { subject: Some(Subject::Customer(CustomerId(id))), ..english() };
    let mut pane = searched("an", &english());
    pane.on(Input::Subject, &about(10_434));
    assert_eq!(pane.selected().map(|row| row.id.0), Some(10_434));
    let context = english();
    pane.on(Input::Search("Zoe Quill".into()), &context);
    answered(&mut pane, found(0, Vec::new()), &context);
    pushed(press(&mut pane, KeyCode::Enter, &context));
    pane.on(Input::Subject, &about(7));
    pane.on(Input::Refresh, &about(7));
    answered(&mut pane, found(1, vec![CustomerRow { id: CustomerId(7), ..highlighted() }]), &about(7));
    assert_eq!(pane.selected().map(|row| row.id.0), Some(7), "and not the row that makes another");
}

#[test]
fn a_changed_customer_is_fetched_without_moving_the_cursor() {
    let context = english();
    let mut pane = filled(&context);
    press(&mut pane, KeyCode::Char('j'), &context);
    let record = crate::domain::noun::RecordRef { noun: Noun::Customer, id: 1 };
    let touched = Touched { record, fate: crate::domain::audit::Fate::Created, fields: Vec::new() };
    assert!(asked(&pane.on(Input::Changed(vec![touched]), &context)).is_some());
    let mut more = rows();
    more.insert(0, CustomerRow { id: CustomerId(1), ..highlighted() });
    assert_eq!(selected(&answered(&mut pane, found(4, more), &context)), None);
    assert_eq!(pane.selected().map(|row| row.id.0), Some(10_433));
}

#[test]
fn the_pane_in_both_languages_narrow_and_wide() {
    for lang in Lang::ALL {
        let context = context(lang);
        let mut pane = filled(&context);
        press(&mut pane, KeyCode::Char(' '), &context);
        insta::assert_snapshot!(format!("customers_{lang}_32"), screen(&pane, 32, 9, &context));
        insta::assert_snapshot!(format!("customers_{lang}_80"), screen(&pane, 80, 9, &context));
        insta::assert_snapshot!(format!("customers_{lang}_120"), screen(&pane, 120, 9, &context));
        assert!(screen(&Customers::new(), 40, 9, &context).lines().count() == 9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_pane(width in 0_u16..120, height in 0_u16..60, hostile in 0..HOSTILE.len(), typed in any::<String>()) {
        let context = english();
        let mut pane = filled(&context);
        let text = HOSTILE[hostile].to_owned();
        let row = CustomerRow { name: text.clone(), company: text.clone(), city: text.clone(), phones: vec![text.clone()], tags: vec![text], ..highlighted() };
        pane.on(Input::Search(typed), &context);
        answered(&mut pane, found(2, vec![row.clone(), CustomerRow { id: CustomerId(5), ..row }]), &context);
        draw_at(&pane, width, height, &context);
    }
}
