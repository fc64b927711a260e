use super::*;
use crate::crm::hub::Inbox;
use crate::domain::interaction::Direction;
use crate::door::Delivery;
use crate::door::floor::{Content, OpenCall, Typing};
use crossbeam_channel::Receiver;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_795_302_000_000);
const ANNA: UserId = UserId(1);
const BEN: UserId = UserId(2);

/// A floor, and what everybody on it hears.
fn floor() -> (Floor, Receiver<Delivery>) {
    let hub = Arc::<Hub>::default();
    let (inbox, heard) = Inbox::open();
    hub.join(99, inbox);
    (Floor::new(hub), heard)
}

fn named(id: UserId) -> User {
    User { id, name: format!("user {}", id.0), ..User::default() }
}

fn screen(floor: &Floor, session: u64, user: UserId) {
    floor.enter(session, &Identity::in_process("anna", "pts/3"), NOW);
    floor.listen(session, NOW);
    floor.hear(session, &named(user), NOW);
}

fn news(heard: &Receiver<Delivery>) -> Vec<(UserId, Option<Presence>)> {
    let said = heard.try_iter().map(|delivery| match delivery {
        Delivery::Event(Event::Floor(News::State { user, state })) => (user, state.map(|state| state.presence)),
        other => panic!("{other:?}"),
    });
    said.collect()
}

#[test]
fn somebody_is_there_from_their_first_screen_to_their_last() {
    let (floor, heard) = floor();
    screen(&floor, 1, ANNA);
    screen(&floor, 2, ANNA);
    assert_eq!(news(&heard), [(ANNA, Some(Presence::Ready))]);
    assert_eq!(floor.present().iter().map(|present| present.session).collect::<Vec<_>>(), [1, 2]);
    floor.leave(1, NOW);
    assert_eq!(news(&heard), []);
    floor.leave(2, NOW);
    assert_eq!(news(&heard), [(ANNA, None)]);
    assert_eq!(floor.present(), []);
}

#[test]
fn a_command_is_nobody_at_a_screen() {
    let (floor, heard) = floor();
    floor.enter(1, &Identity::in_process("anna", ""), NOW);
    floor.hear(1, &named(ANNA), NOW);
    assert_eq!((floor.present(), news(&heard)), (vec![], vec![]));
    assert_eq!(floor.user_of(1), Some(ANNA));
}

#[test]
fn a_state_is_a_persons_whichever_screen_or_command_it_was_chosen_at() {
    let (floor, heard) = floor();
    screen(&floor, 1, ANNA);
    floor.choose(ANNA, Presence::Break, "lunch", NOW).unwrap();
    screen(&floor, 2, ANNA);
    let states = floor.present().into_iter().map(|present| present.state.unwrap().presence);
    assert_eq!(states.collect::<Vec<_>>(), [Presence::Break, Presence::Break]);
    assert_eq!(news(&heard), [(ANNA, Some(Presence::Ready)), (ANNA, Some(Presence::Break))]);
}

#[test]
fn at_a_shared_screen_one_person_follows_another() {
    let (floor, heard) = floor();
    screen(&floor, 1, ANNA);
    floor.lock(1);
    assert!(floor.is_locked(1));
    floor.sign_on(1, BEN, NOW);
    assert!(!floor.is_locked(1));
    assert_eq!(floor.user_of(1), Some(BEN));
    floor.sign_off(1);
    assert_eq!(floor.user_of(1), None);
    let ready = Some(Presence::Ready);
    assert_eq!(news(&heard), [(ANNA, ready), (ANNA, None), (BEN, ready), (BEN, None)]);
}

fn call_of(draft: &mut Draft) -> &mut Call {
    match &mut draft.content {
        Content::Call(open) => &mut open.call,
        Content::Form(_) => panic!("a form"),
    }
}

fn draft(id: u8, note: &str) -> Draft {
    let note = Typing { text: note.to_owned(), cursor: note.len() };
    let call = Call::begin(Direction::In, "+49301234567", "DE", NOW).with(CustomerId(7), "Anna Meyer");
    let open = OpenCall { call, note, line: Typing::default(), closing: false, script: None };
    Draft { id: CallId([id; 16]), content: Content::Call(Box::new(open)) }
}

#[test]
fn a_call_is_gone_on_with_where_its_screen_is_gone() {
    let (floor, _) = floor();
    screen(&floor, 1, ANNA);
    floor.keep(1, ANNA, draft(1, "wants the qu"), NOW).unwrap();
    floor.leave(1, NOW.plus(9));
    screen(&floor, 2, ANNA);
    let (_, left) = floor.mine(2, ANNA, NOW.plus(60));
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].with.as_str(), left[0].origin.as_str(), left[0].heard), ("Anna Meyer", "pts/3", NOW));
    assert_eq!(floor.take_over(2, BEN, left[0].id, NOW), None, "nobody else's");
    assert_eq!(floor.take_over(2, ANNA, left[0].id, NOW), Some(draft(1, "wants the qu")));
    assert_eq!(floor.mine(2, ANNA, NOW).1, []);
    assert_eq!(floor.present()[0].call.as_ref().map(|call| call.name.as_str()), Some("Anna Meyer"));
}

#[test]
fn a_screen_whose_call_was_taken_over_writes_no_more() {
    let (floor, _) = floor();
    let (inbox, told) = Inbox::open();
    floor.hub.join(1, inbox);
    for session in [1, 2] {
        screen(&floor, session, ANNA);
    }
    floor.keep(1, ANNA, draft(1, "before"), NOW).unwrap();
    floor.take_over(2, ANNA, CallId([1; 16]), NOW).unwrap();
    let taken = News::TakenOver { draft: CallId([1; 16]), at: "pts/3".to_owned() };
    assert!(told.try_iter().any(|delivery| delivery == Delivery::Event(Event::Floor(taken.clone()))));
    assert_eq!(floor.keep(1, ANNA, draft(1, "late"), NOW), Err("pts/3".to_owned()));
    floor.drop_draft(1, ANNA, CallId([1; 16]), NOW);
    floor.keep(2, ANNA, draft(1, "after"), NOW).unwrap();
    floor.leave(2, NOW);
    assert_eq!(floor.take_over(1, ANNA, CallId([1; 16]), NOW), Some(draft(1, "after")));
}

#[test]
fn a_connection_that_comes_back_goes_on_with_its_own_draft() {
    let (floor, _) = floor();
    screen(&floor, 1, ANNA);
    floor.keep(1, ANNA, draft(1, "before"), NOW).unwrap();
    floor.leave(1, NOW);
    screen(&floor, 2, ANNA);
    floor.keep(2, ANNA, draft(1, "before and after"), NOW).unwrap();
    assert_eq!(floor.mine(2, ANNA, NOW).1, []);
}

#[test]
fn what_was_stored_is_offered_to_nobody() {
    let (floor, _) = floor();
    screen(&floor, 1, ANNA);
    floor.keep(1, ANNA, draft(1, "done"), NOW).unwrap();
    floor.stored(CallId([1; 16]), NOW);
    assert_eq!(floor.mine(2, ANNA, NOW).1, []);
    assert_eq!(floor.take_over(2, ANNA, CallId([1; 16]), NOW), None);
}

#[test]
fn a_call_says_what_somebody_does_from_its_first_word_to_its_record() {
    let (floor, heard) = floor();
    screen(&floor, 1, ANNA);
    let mut open = draft(1, "");
    floor.keep(1, ANNA, open.clone(), NOW).unwrap();
    call_of(&mut open).toggle_hold(NOW);
    floor.keep(1, ANNA, open.clone(), NOW).unwrap();
    call_of(&mut open).hang_up(NOW);
    floor.keep(1, ANNA, open, NOW).unwrap();
    floor.stored(CallId([1; 16]), NOW);
    let states = [Presence::Ready, Presence::OnCall, Presence::Hold, Presence::AfterCall, Presence::Ready];
    assert_eq!(news(&heard), states.map(|presence| (ANNA, Some(presence))));
}

#[test]
fn whoever_has_a_customer_open_hears_of_the_others() {
    let (floor, _) = floor();
    let (inbox, told) = Inbox::open();
    floor.hub.join(1, inbox);
    screen(&floor, 1, ANNA);
    screen(&floor, 2, BEN);
    assert_eq!(floor.open(1, Some(CustomerId(7))), []);
    let anna = Colleague { name: "user 1".to_owned(), origin: "pts/3".to_owned() };
    assert_eq!(floor.open(2, Some(CustomerId(7))), [anna]);
    floor.open(2, Some(CustomerId(8)));
    floor.open(2, Some(CustomerId(7)));
    floor.leave(2, NOW);
    let by = told.try_iter().filter_map(|delivery| match delivery {
        Delivery::Event(Event::Floor(News::AlsoOpen { by, .. })) => Some(by.len()),
        _ => None,
    });
    assert_eq!(by.collect::<Vec<_>>(), [0, 1, 0, 1, 0]);
}

#[test]
fn drafts_read_back_from_their_bytes_belong_to_no_session() {
    let (floor, _) = floor();
    screen(&floor, 1, ANNA);
    floor.keep(1, ANNA, draft(1, "张伟 wants"), NOW).unwrap();
    let bytes = floor.room.lock().drafts.bytes().unwrap();
    let mut read = Drafts::read(&bytes).unwrap();
    let kept = read.get_mut(CallId([1; 16])).unwrap();
    assert_eq!((&kept.draft, kept.user, kept.session), (&draft(1, "张伟 wants"), ANNA, None));
}

proptest! {
    #[test]
    fn no_bytes_break_whoever_reads_drafts(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Drafts::read(&bytes);
        let _ = Drafts::read(&[&[1], bytes.as_slice()].concat());
    }
}
