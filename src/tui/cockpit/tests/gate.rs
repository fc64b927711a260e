//! Who is let in: shared seats, the lock, and what is masked.

use super::*;
use crate::door::customers::{Masked, Revealed};
use crate::door::seat;
use crate::tui::cockpit::errands::Asker;

const LANGS: [(Lang, &str); 2] = [(Lang::En, "Locked"), (Lang::Zh, "已锁屏")];

impl Bench {
    /// Signed on in a store whose screens lock after ten minutes.
    fn that_locks(lang: Lang) -> Self {
        let mut bench = Self::in_language(lang);
        bench.refreshed(Settings { lock_after_min: 10, ..Settings::default() });
        bench.press(KeyCode::Down);
        bench.forget();
        bench
    }

    /// The settings are these from now on.
    fn refreshed(&mut self, settings: Settings) {
        self.deliver(Delivery::Missed);
        self.answer("system-settings", system::Response::Settings(Box::new(settings)));
    }

    /// Nobody has signed on at this screen, which several share.
    fn at_a_seat() -> Self {
        let mut bench = Self::fresh(Lang::En);
        bench.settle("system-status", Err(Refusal::SignOn));
        bench
    }

    fn shown(&mut self) -> String {
        self.screen(80, 24).join("\n")
    }

    fn count_asked(&self, name: &str) -> usize {
        self.asked().iter().filter(|asked| **asked == name).count()
    }

    fn last_asked(&self) -> Request {
        self.door.sent.lock().last().cloned().expect("nothing was asked")
    }
}

#[test]
fn a_screen_nobody_touches_locks_itself_and_shows_nothing_until_the_pin_is_typed() {
    for (lang, title) in LANGS {
        let mut bench = Bench::that_locks(lang);
        bench.later(9 * 60);
        bench.press(KeyCode::Down);
        bench.later(9 * 60);
        assert_eq!(bench.count_asked("seat-lock"), 0, "a key was pressed in between");
        bench.later(61);
        assert_eq!(bench.count_asked("seat-lock"), 1);
        bench.answer("seat-lock", seat::Response::Locked);
        let locked = bench.shown();
        assert!(locked.contains(title) && !locked.contains("Nancy"), "{locked}");
        bench.forget();
        bench.type_text("4711");
        assert!(!bench.shown().contains("4711"));
        bench.press(KeyCode::Enter);
        assert_eq!(bench.last_asked(), seat::Request::Unlock("4711".to_owned().into()).into());
        bench.settle("seat-unlock", Err(Refusal::WrongPin));
        assert!(bench.shown().contains(title), "a wrong PIN opens nothing");
        bench.type_text("4712");
        bench.press(KeyCode::Enter);
        assert!(SLOTS.iter().all(|slot| bench.heard(*slot).is_empty()), "no key reached a pane");
        bench.answer("seat-unlock", seat::Response::Unlocked);
        assert!(!bench.shown().contains(title));
        assert!(bench.shown().contains("Nancy"));
    }
}

#[test]
fn no_screen_locks_itself_during_a_call() {
    let mut bench = Bench::that_locks(Lang::En);
    bench.take_annas_call();
    bench.later(3600);
    assert_eq!(bench.count_asked("seat-lock"), 0, "people listen");
}

#[test]
fn at_a_shared_seat_one_signs_on_by_login_and_pin_and_nothing_is_shown_before() {
    let mut bench = Bench::at_a_seat();
    assert!(bench.shown().contains("Sign on"));
    assert!(!bench.shown().contains("Customers"));
    bench.type_text("ben");
    bench.press(KeyCode::Tab);
    bench.type_text("4711");
    let shown = bench.shown();
    assert!(shown.contains("ben") && !shown.contains("4711"), "{shown}");
    bench.press(KeyCode::Enter);
    let pin = "4711".to_owned().into();
    assert_eq!(bench.last_asked(), seat::Request::SignOn { login: "ben".into(), pin }.into());
    bench.settle("seat-sign-on", Err(Refusal::TooSoon { seconds: 30 }));
    assert!(bench.shown().contains("30 s"), "why it is not taken is said");
    bench.type_text("4711");
    bench.press(KeyCode::Enter);
    bench.answer("seat-sign-on", seat::Response::SignedOn);
    bench.answer("system-status", status(12));
    assert!(!bench.shown().contains("Sign on"));
    assert!(bench.shown().contains("Nancy"), "whoever it is sees what they may");
}

#[test]
fn a_seat_that_was_left_asks_the_next_one() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.cockpit.sign_off();
    assert_eq!(bench.count_asked("seat-sign-off"), 0, "not in a call");
    let mut bench = Bench::new();
    bench.cockpit.sign_off();
    bench.answer("seat-sign-off", seat::Response::SignedOff);
    assert!(bench.shown().contains("Sign on"));
}

#[test]
fn a_right_that_is_taken_away_ends_with_the_next_key() {
    let mut bench = Bench::new();
    bench.next(Slot::Customers, vec![Effect::Ask(1, system::Request::Settings.into())]);
    bench.press(KeyCode::Enter);
    bench.settle("system-settings", Err(Refusal::Inactive { login: "ben".into(), ask: "Root".into() }));
    let shown = bench.shown();
    assert!(shown.contains("No way in") && shown.contains("Root"), "{shown}");
}

/// Anna's card as it is told to whoever may not see her numbers.
fn masked_card() -> Card {
    let mut card = card();
    card.customer.phones = vec![Phone { typed: "+49 30 ****67".to_owned(), ..Phone::default() }];
    card
}

#[test]
fn a_masked_number_is_told_at_a_key_and_to_nobody_who_sits_there_next() {
    let mut bench = Bench::with_real_panes();
    bench.answer("system-status", status(12));
    bench.cockpit.perform(Asker::Pane(Slot::Customers), vec![Effect::Select(Subject::Customer(ANNA))]);
    bench.answer("customers-card", customers::Response::Card(Box::new(masked_card())));
    assert!(bench.shown().contains("+49 30 ****67"));
    bench.type_text("gt");
    bench.type_text("r");
    assert_eq!(bench.last_asked(), customers::Request::Reveal(ANNA, Masked::Phones).into());
    let phones = vec![Phone::read("030 1234567", "DE")];
    bench.answer("customers-reveal", customers::Response::Revealed(Revealed::Phones(phones)));
    let shown = bench.shown();
    assert!(!shown.contains("****") && shown.contains("1234567"), "{shown}");

    bench.cockpit.sign_off();
    bench.answer("seat-sign-off", seat::Response::SignedOff);
    bench.type_text("cy");
    bench.press(KeyCode::Tab);
    bench.type_text("4711");
    bench.press(KeyCode::Enter);
    bench.answer("seat-sign-on", seat::Response::SignedOn);
    bench.answer("system-status", status(12));
    bench.answer("customers-card", customers::Response::Card(Box::new(masked_card())));
    assert!(bench.shown().contains("+49 30 ****67"), "asked for anew, and audited anew");
}
