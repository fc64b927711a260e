//! When a frame is drawn: at once for a person, at most thirty times a second for everything else.

use std::time::{Duration, Instant};

/// The least time between two frames nobody typed for.
const BACKGROUND: Duration = Duration::from_millis(33);

/// What is owed to the screen.
#[derive(Debug, Default)]
pub struct Pace {
    owed: Owed,
    last: Option<Instant>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Nothing,
    Soon,
    /// The first frame comes before the first answer.
    #[default]
    Now,
}

impl Pace {
    /// A person did something.
    pub fn ask_now(&mut self) {
        self.owed = Owed::Now;
    }

    /// Something changed in the background.
    pub fn ask_soon(&mut self) {
        if self.owed == Owed::Nothing {
            self.owed = Owed::Soon;
        }
    }

    /// Whether a frame is due at this moment.
    pub fn may_draw(&self, now: Instant) -> bool {
        match self.owed {
            Owed::Nothing => false,
            Owed::Soon => self.deadline().is_none_or(|deadline| deadline <= now),
            Owed::Now => true,
        }
    }

    /// A frame was drawn.
    pub fn drawn(&mut self, now: Instant) {
        (self.owed, self.last) = (Owed::Nothing, Some(now));
    }

    /// When a frame that is owed is due; nothing when none is.
    pub fn deadline(&self) -> Option<Instant> {
        let last = self.last.filter(|_| self.owed == Owed::Soon)?;
        Some(last + BACKGROUND)
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
        pace.ask_soon();
        assert!(!pace.may_draw(start + Duration::from_millis(32)));
        assert!(pace.may_draw(start + Duration::from_millis(33)));
        assert_eq!(pace.deadline(), Some(start + BACKGROUND));
        pace.ask_now();
        pace.ask_soon();
        assert!(pace.may_draw(start));
    }
}
