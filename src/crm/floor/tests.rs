use super::*;
use crate::crm::hub::Inbox;
use crate::door::Delivery;
use crossbeam_channel::Receiver;

const NOW: Timestamp = Timestamp(1_795_302_000_000);
const ANNA: UserId = UserId(1);
const BEN: UserId = UserId(2);

/// A floor, and what everybody on it hears.
fn floor() -> (Floor, Receiver<Delivery>) {
    let hub = Arc::<Hub>::default();
    let (inbox, heard) = Inbox::open();
    hub.join(99, "listener", inbox);
    (Floor::new(hub), heard)
}

fn screen(floor: &Floor, session: u64, user: UserId) {
    floor.enter(session, &Identity::in_process("anna", "pts/3"), NOW);
    floor.listen(session, NOW);
    floor.hear(session, user, NOW);
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
    floor.leave(1);
    assert_eq!(news(&heard), []);
    floor.leave(2);
    assert_eq!(news(&heard), [(ANNA, None)]);
    assert_eq!(floor.present(), []);
}

#[test]
fn a_command_is_nobody_at_a_screen() {
    let (floor, heard) = floor();
    floor.enter(1, &Identity::in_process("anna", ""), NOW);
    floor.hear(1, ANNA, NOW);
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
