//! How the store is, on the screen.

use super::*;
use crate::domain::finding::Finding;
use crate::domain::reason::{Reason, reason};
use crate::domain::secret::{Key, KeyKind};
use crate::domain::upkeep::{Progress, Task};
use crate::door::system::Notice;
use insta::assert_snapshot;

const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::Zh, "zh")];

fn locked() -> State {
    State::Locked { by: KeyKind::Passphrase }
}

fn rebuilding() -> State {
    State::Recovering(Progress { task: Task::Rebuilding, done: 43, total: 100 })
}

fn full() -> Reason {
    reason("disk-full").with("said", "/data: no space left on device")
}

fn read_only() -> State {
    State::ReadOnly { why: full() }
}

impl Bench {
    /// Nothing is known of the store yet.
    fn before_it_opens(lang: Lang) -> Self {
        let mut bench = Self::fresh(lang);
        bench.cockpit.context.store = State::Recovering(Progress::begun(Task::Opening));
        bench.cockpit.keeping = super::super::keeping::Keeping::new(NOW);
        bench
    }

    fn store_is(&mut self, state: State) {
        self.event(Event::Store(Standing { state, notices: Vec::new() }));
    }

    /// What each call that asked this was named.
    fn names_of(&self, request: &str) -> Vec<CallId> {
        let asked = self.asked().into_iter().zip(self.door.names.lock().clone());
        asked.filter(|(name, _)| *name == request).map(|(_, id)| id).collect()
    }

    fn unlocks_asked(&self) -> Vec<Key> {
        let sent = self.door.sent.lock();
        let keys = sent.iter().filter_map(|request| match request {
            Request::System(system::Request::Unlock(key)) => Some(key.clone()),
            _ => None,
        });
        keys.collect()
    }
}

#[test]
fn a_store_that_does_not_answer_yet_says_what_is_going_on_in_both_languages() {
    let in_use = State::Failed(Box::new(Refusal::InUse { by: Some(42), path: "/data".to_owned() }));
    for (state, name) in [(locked(), "locked"), (rebuilding(), "rebuilding"), (in_use, "failed")] {
        for (lang, tag) in LANGS {
            let mut bench = Bench::before_it_opens(lang);
            bench.store_is(state.clone());
            bench.later(1);
            assert_snapshot!(format!("store_{name}_{tag}"), bench.screen(80, 24).join("\n"));
        }
    }
}

#[test]
fn a_store_that_takes_no_changes_says_so_on_every_screen_and_moves_nothing() {
    for (lang, tag) in LANGS {
        let mut bench = Bench::in_language(lang);
        let before = bench.screen(80, 24);
        bench.store_is(read_only());
        let after = bench.screen(80, 24);
        assert_eq!(before[..23], after[..23]);
        assert_snapshot!(format!("store_read_only_{tag}"), after[23]);
        bench.type_text("?");
        bench.cockpit.say(crate::tui::pane::Tone::Good, "Saved".to_owned());
        let badge = bench.cockpit.context.look.words.t("badge-read-only").to_owned();
        assert!(bench.status().contains(&badge), "no layer and no message covers it");
        bench.store_is(State::Ready);
        assert!(!bench.status().contains(&badge));
    }
}

#[test]
fn nothing_is_asked_of_a_store_that_does_not_answer_and_everything_once_it_does() {
    let mut bench = Bench::before_it_opens(Lang::En);
    bench.forget();
    let before = bench.asked().len();
    bench.store_is(rebuilding());
    bench.later(1);
    assert_eq!(bench.asked().len(), before);
    bench.store_is(State::Ready);
    assert!(bench.asked()[before..].contains(&"system-status"));
    assert!(SLOTS.iter().all(|slot| bench.heard(*slot) == ["Refresh"]));
    assert!(!bench.screen(80, 24).join("\n").contains("One moment"));
}

#[test]
fn a_passphrase_is_shown_nowhere_and_a_wrong_one_is_said() {
    let mut bench = Bench::before_it_opens(Lang::En);
    bench.store_is(locked());
    bench.type_text("quit");
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("Passphrase: ****") && !screen.contains("quit\u{20}"), "{screen}");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.unlocks_asked(), [Key::Passphrase("quit".to_owned().into())]);
    bench.settle("system-unlock", Err(Refusal::WrongKey(KeyKind::Passphrase)));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("That is not the passphrase") && !screen.contains("****"), "{screen}");
    bench.press(KeyCode::Esc);
    assert_eq!(bench.orders, [Order::Quit]);
}

#[test]
fn a_store_that_is_opened_within_a_second_changes_nothing_on_the_screen_until_it_is() {
    let mut bench = Bench::before_it_opens(Lang::En);
    let before = bench.screen(80, 24);
    assert!(before[23].contains("Opening the store"), "{before:?}");
    bench.store_is(rebuilding());
    assert_eq!(bench.screen(80, 24), before);
    assert_eq!(bench.cockpit.deadline(), Timestamp(NOW.0 + 1_000), "then it is told");
    bench.later(1);
    assert!(bench.screen(80, 24).join("\n").contains("One moment"));
    assert!(bench.cockpit.deadline() > bench.now, "it is told once");
}

#[test]
fn what_is_typed_while_the_store_is_opened_is_meant_for_the_panes() {
    let mut bench = Bench::before_it_opens(Lang::En);
    bench.forget();
    bench.type_text("/qu");
    bench.later(1);
    bench.type_text("e");
    assert!(SLOTS.iter().all(|slot| bench.heard(*slot).is_empty()) && bench.orders.is_empty());
    bench.store_is(State::Ready);
    let heard = bench.heard(Slot::Customers);
    assert_eq!(heard.len(), 5, "a refresh, and four keys: {heard:?}");
}

#[test]
fn a_store_that_takes_long_to_open_can_be_left() {
    for leaves in [KeyCode::Char('q'), KeyCode::Esc] {
        let mut bench = Bench::before_it_opens(Lang::En);
        bench.press(leaves);
        assert!(bench.orders.is_empty(), "nothing says so yet");
        bench.later(1);
        bench.press(leaves);
        bench.later(1);
        assert_eq!(bench.orders, [Order::Quit]);
    }
}

#[test]
fn what_is_typed_in_a_call_stays_whatever_becomes_of_the_store() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wants the quote");
    for state in [read_only(), rebuilding(), State::Ready] {
        bench.store_is(state.clone());
        bench.type_text(".");
        assert!(bench.screen(80, 24).join("\n").contains("wants the quote."), "{state:?}");
    }
    assert!(bench.screen(80, 24).join("\n").contains("wants the quote..."));
}

#[test]
fn a_wrap_up_refused_for_want_of_room_keeps_its_line_and_is_saved_by_the_next_enter() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(4));
    bench.type_text("1 wants the quote");
    bench.press(KeyCode::Enter);
    bench.settle("calls-wrap-up", Err(Refusal::ReadOnly { why: full() }));
    bench.store_is(read_only());
    assert!(bench.screen(80, 24).join("\n").contains("1 wants the quote"));
    bench.store_is(State::Ready);
    bench.later(40);
    bench.press(KeyCode::Enter);
    assert_eq!(bench.changes(), ["calls-wrap-up", "calls-wrap-up"]);
    let names = bench.names_of("calls-wrap-up");
    assert_eq!(names[0], names[1], "under the name it was refused under: it is never stored twice");
    bench.settle("calls-wrap-up", Err(Refusal::AlreadyDone { revision: 7 }));
    assert!(bench.status().contains("Saved") && !bench.screen(80, 24).join("\n").contains("wants the quote"));
}

#[test]
fn a_wrap_up_that_was_mended_after_a_refusal_is_another_one() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(4));
    bench.press(KeyCode::F(4));
    bench.type_text("1 wants the quote");
    bench.press(KeyCode::Enter);
    bench.settle("calls-wrap-up", Err(Refusal::ReadOnly { why: full() }));
    bench.type_text(" soon");
    bench.press(KeyCode::Enter);
    let names = bench.names_of("calls-wrap-up");
    assert_ne!(names[0], names[1], "what was stored as it stood before must not pass for it");
}

#[test]
fn what_was_refused_for_another_reason_is_asked_once_more_under_its_drafts_name() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(4));
    bench.press(KeyCode::F(4));
    bench.type_text("1 wants the quote");
    for refusal in [Refusal::Cancelled, Refusal::NotAllowed(crate::domain::role::Action::Write)] {
        bench.press(KeyCode::Enter);
        bench.settle("calls-wrap-up", Err(refusal));
    }
    let names = bench.names_of("calls-wrap-up");
    assert_eq!(names, [names[0]; 2], "nothing was stored under it");
}

#[test]
fn what_comes_to_be_amiss_while_one_works_is_said_once_and_interrupts_nobody() {
    for (lang, tag) in LANGS {
        let mut bench = Bench::in_language(lang);
        let before = bench.screen(80, 24);
        let not_taken = Notice::Amiss(Finding::ImageNotTaken { why: full() });
        let amiss = || Standing { state: State::Ready, notices: vec![not_taken.clone()] };
        bench.event(Event::Store(amiss()));
        let after = bench.screen(80, 24);
        assert_eq!(before[..23], after[..23], "nothing stands in the way");
        assert_snapshot!(format!("store_amiss_{tag}"), after[23]);
        bench.cockpit.say(crate::tui::pane::Tone::Good, "Saved".to_owned());
        bench.event(Event::Store(amiss()));
        assert!(bench.status().contains("Saved"), "it was said before");
    }
}

#[test]
fn what_happened_to_the_store_is_said_once() {
    let mut bench = Bench::before_it_opens(Lang::En);
    let torn = || Standing { state: State::Ready, notices: vec![Notice::Torn { bytes: 9 }] };
    bench.event(Event::Store(torn()));
    assert!(bench.screen(80, 24).join("\n").contains("please enter it again"));
    bench.press(KeyCode::Enter);
    bench.answer("system-state", system::Response::State(torn()));
    assert!(!bench.screen(80, 24).join("\n").contains("please enter it again"));
}
