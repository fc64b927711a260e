//! When a frame is drawn: at once for a person, at most thirty times a second for everything else.

use std::time::{Duration, Instant};

/// The least time between two frames nobody typed for.
const BACKGROUND: Duration = Duration::from_millis(33);
/// What changes by itself waits so long for what comes with it, as the answer to what it makes the panes ask.
const COMPANY: Duration = Duration::from_millis(8);

/// What is owed to the screen.
#[derive(Debug, Default)]
pub struct Pace {
    owed: Owed,
    last: Option<Instant>,
    /// A person did something, and no answer has come since.
    awaits: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Nothing,
    /// Since then.
    Soon(Instant),
    /// The first frame comes before the first answer.
    #[default]
    Now,
}

impl Pace {
    /// A person did something.
    pub fn ask_now(&mut self) {
        (self.owed, self.awaits) = (Owed::Now, true);
    }

    /// An answer came. The first one after a key is what the person waits for.
    pub fn answered(&mut self, now: Instant) {
        if std::mem::take(&mut self.awaits) {
            self.owed = Owed::Now;
        } else {
            self.ask_soon(now);
        }
    }

    /// Something changed in the background.
    pub fn ask_soon(&mut self, now: Instant) {
        if self.owed == Owed::Nothing {
            self.owed = Owed::Soon(now);
        }
    }

    /// Whether a frame is due at this moment.
    pub fn may_draw(&self, now: Instant) -> bool {
        match self.owed {
            Owed::Nothing => false,
            Owed::Soon(_) => self.deadline().is_none_or(|deadline| deadline <= now),
            Owed::Now => true,
        }
    }

    /// A frame was drawn.
    pub fn drawn(&mut self, now: Instant) {
        (self.owed, self.last) = (Owed::Nothing, Some(now));
    }

    /// When a frame that is owed is due; nothing when none is.
    pub fn deadline(&self) -> Option<Instant> {
        let Owed::Soon(asked) = self.owed else { return None };
        let alone = asked + COMPANY;
        Some(self.last.map_or(alone, |last| alone.max(last + BACKGROUND)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_frame_waits_for_nothing() {
        assert!(Pace::default().may_draw(Instant::now()));
    }

    #[test]
    fn a_person_never_waits_and_the_background_does() {
        let start = Instant::now();
        let mut pace = Pace::default();
        pace.drawn(start);
        assert!(!pace.may_draw(start) && pace.deadline().is_none());
        pace.ask_soon(start);
        assert!(!pace.may_draw(start + Duration::from_millis(32)));
        assert!(pace.may_draw(start + Duration::from_millis(33)));
        assert_eq!(pace.deadline(), Some(start + BACKGROUND));
        pace.ask_now();
        pace.ask_soon(start);
        assert!(pace.may_draw(start));
    }

    #[test]
    fn the_first_answer_to_a_key_is_shown_at_once_and_the_others_together() {
        let start = Instant::now();
        let mut pace = Pace::default();
        pace.ask_now();
        pace.drawn(start);
        pace.answered(start);
        assert!(pace.may_draw(start));
        pace.drawn(start);
        pace.answered(start);
        assert_eq!(pace.deadline(), Some(start + BACKGROUND));
    }

    #[test]
    fn what_changes_by_itself_waits_for_company() {
        let start = Instant::now();
        let mut pace = Pace::default();
        pace.drawn(start);
        let later = start + Duration::from_secs(1);
        pace.ask_soon(later);
        assert_eq!(pace.deadline(), Some(later + COMPANY));
    }
}
