use super::*;
use crate::domain::id::CustomerId;
use crate::domain::interaction::Interaction;
use crate::domain::presence::{Presence, State};
use crate::domain::report::Loose;
use crate::door;
use crate::door::floor::{Content, Draft, OpenForm};
use crate::i18n::Lang;
use crate::tui::fixtures::{HOSTILE, answer, asked, command, context, draw_at, english, now, pushed, screen};
use proptest::prelude::*;

fn report() -> FloorReport {
    let calls = CallCount {
        offered: 9,
        answered: 8,
        missed: 1,
        dialled: 4,
        reached: 2,
        handling_s: 1800,
        ..CallCount::default()
    };
    let agent = |id, name: &str, state| AgentNow {
        user: UserId(id),
        name: name.into(),
        state,
        calls,
        queue: QueueCount { open: 12, overdue: id },
    };
    let on = |presence, minutes: i64, reason: &str| {
        Some(State { presence, reason: reason.into(), since: now().plus(-minutes * 60) })
    };
    let record = |noun, id| Unclosed::Record(RecordRef { noun, id });
    let end = |why, what, name: &str, hours: i64| LooseEnd {
        why,
        what,
        customer: Some(CustomerId(1)),
        name: name.into(),
        owner: "lena".into(),
        at: now().plus(-hours * Timestamp::HOUR),
        text: "call with the quote".into(),
    };
    FloorReport {
        agents: vec![
            agent(3, "Lena Vogt", on(Presence::OnCall, 4, "")),
            agent(4, "王芳", on(Presence::Break, 12, "lunch")),
            agent(5, "Bo", None),
        ],
        queues: vec![("North".into(), QueueCount { open: 3, overdue: 1 }), ("anyone".into(), QueueCount::default())],
        calls,
        not_closed: vec![
            end(Loose::OffDuty, record(Noun::FollowUp, 8), "张伟", 30),
            end(Loose::WrapUp, record(Noun::Interaction, 90), "Anna Meyer", 2),
            end(Loose::WrapUp, Unclosed::LeftCall([7; 16]), "Anna Meyer", 1),
            end(Loose::Callback, record(Noun::FollowUp, 7), "Anna Meyer", 1),
        ],
    }
}

fn filled(context: &Context) -> FloorLayer {
    let mut layer = FloorLayer::new();
    assert!(asked(&layer.on(Input::Refresh, context)).is_some());
    answer(&mut layer, REPORT, Answered::Floor(Box::new(report())), context);
    layer
}

#[test]
fn what_is_not_closed_is_finished_or_handed_over_by_key() {
    let context = english();
    let mut layer = filled(&context);
    for asks in [Command::Done, Command::HandOver] {
        let form = pushed(command(&mut layer, asks, &context));
        assert!(screen(&*form, 80, 24, &context).contains("call with the quote"), "{asks:?}");
    }
    let effects = command(&mut layer, Command::Open, &context);
    assert!(matches!(effects[..], [Effect::Pop(None), Effect::Select(Subject::FollowUp(FollowUpId(8), Some(_))), _]));
}

#[test]
fn a_missed_call_nobody_wrote_anything_about_is_named_by_who_called() {
    let context = english();
    let mut report = report();
    report.not_closed[0].text.clear();
    let name = report.not_closed[0].name.clone();
    let mut layer = FloorLayer::new();
    answer(&mut layer, REPORT, Answered::Floor(Box::new(report)), &context);
    for asks in [Command::Done, Command::HandOver] {
        let form = pushed(command(&mut layer, asks, &context));
        assert!(screen(&*form, 80, 24, &context).contains(&name), "{asks:?}");
    }
}

#[test]
fn a_call_without_an_outcome_gets_one_or_is_handed_over() {
    let context = english();
    let mut layer = filled(&context);
    command(&mut layer, Command::Down, &context);
    let effects = command(&mut layer, Command::Done, &context);
    let shown = interactions::Request::Show(InteractionId(90));
    assert_eq!(asked(&effects).map(|(_, request)| request.clone()), Some(shown.into()));
    let call = Interaction { id: InteractionId(90), text: "wants the quote".into(), ..Interaction::default() };
    let effects = answer(&mut layer, CALL, interactions::Response::Interaction(Box::new(call)), &context);
    assert!(screen(&*pushed(effects), 80, 24, &context).contains("Outcome"), "what became of it is asked");
    let form = pushed(command(&mut layer, Command::HandOver, &context));
    assert!(screen(&*form, 80, 24, &context).contains("call with the quote"));
}

#[test]
fn a_call_left_open_is_gone_on_with_or_given_to_a_colleague() {
    let context = english();
    let mut layer = filled(&context);
    command(&mut layer, Command::Down, &context);
    command(&mut layer, Command::Down, &context);
    let given = |to| door::Request::from(floor::Request::Give { call: CallId([7; 16]), to });
    let effects = command(&mut layer, Command::Done, &context);
    assert_eq!(asked(&effects).map(|(_, request)| request.clone()), Some(given(context.me.id)));
    let open = OpenForm {
        noun: Some(Noun::Customer),
        is_new: true,
        given: String::new(),
        title: String::new(),
        fields: vec![],
    };
    let draft = Draft { id: CallId([7; 16]), content: Content::Form(open) };
    let effects = answer(&mut layer, GIVE, floor::Response::TakenOver(Some(Box::new(draft))), &context);
    assert!(matches!(&effects[..], [Effect::Pop(None), Effect::GoOn(draft)] if draft.id == CallId([7; 16])));

    command(&mut layer, Command::HandOver, &context);
    let state = State { presence: Presence::Ready, reason: String::new(), since: now() };
    let on_duty = vec![transferring::OnDuty { user: UserId(4), name: "王芳".into(), state }];
    let effects = answer(&mut layer, COLLEAGUES, transferring::Response::Colleagues(on_duty), &context);
    assert!(screen(&*pushed(effects), 80, 24, &context).contains("王芳"));
    let effects = layer.on(Input::Reply(TO_WHOM, Reply::Chosen("4".into())), &context);
    assert_eq!(asked(&effects).map(|(_, request)| request.clone()), Some(given(UserId(4))));
    let effects = answer(&mut layer, GIVE, floor::Response::TakenOver(None), &context);
    assert!(
        matches!(effects[..], [Effect::Ask(REPORT, _), Effect::Toast(Tone::Warning, _)]),
        "it was closed meanwhile"
    );
}

#[test]
fn the_floor_in_both_languages_narrow_and_wide() {
    for lang in Lang::ALL {
        let context = context(lang);
        let layer = filled(&context);
        insta::assert_snapshot!(format!("floor_{lang}_80"), screen(&layer, 80, 16, &context));
        insta::assert_snapshot!(format!("floor_{lang}_120"), screen(&layer, 120, 16, &context));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_data_breaks_the_pane(width in 0_u16..140, height in 0_u16..40, hostile in 0..HOSTILE.len(), at in any::<i64>()) {
        let context = english();
        let mut hostile_report = report();
        for end in &mut hostile_report.not_closed {
            end.text = HOSTILE[hostile].to_owned();
            end.name = HOSTILE[hostile].to_owned();
            end.at = Timestamp(at);
        }
        let mut layer = FloorLayer::new();
        answer(&mut layer, REPORT, Answered::Floor(Box::new(hostile_report)), &context);
        command(&mut layer, Command::Bottom, &context);
        draw_at(&layer, width, height, &context);
    }
}
