//! The card follows the cursor once it rests: whoever runs down a list is not to wait, on a thin line, for the card of
//! everybody on the way. Whatever is done with the one under the cursor waits for nothing.

use super::Cockpit;
use super::errands::Asker;
use super::floor::ORDER;
use super::keys::Target;
use crate::domain::time::Timestamp;
use crate::tui::keymap::{Command, Resolved};
use crate::tui::pane::{Input, Slot, Subject};
use crate::tui::widgets::list::Step;

/// Milliseconds without a step after which a cursor rests: more than between two repeats of a key that is held.
const REST: i64 = 120;

/// Whose cursor is running.
#[derive(Default)]
pub struct Resting {
    /// The pane whose cursor the present key moves.
    stepping: Option<Slot>,
    /// The pane whose cursor has run to a subject the others have not heard of, and until when it may.
    running: Option<(Slot, Timestamp)>,
}

impl Resting {
    /// When the others are to hear of it.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.running.map(|(_, until)| until)
    }
}

impl Cockpit {
    /// Notes what the present key moves. Any other than a further step of the running cursor finds everything where
    /// the cursor is.
    pub(super) fn mind_the_cursor(&mut self, resolved: &Resolved, target: Target) {
        self.resting.stepping = stepped(resolved, target);
        if self.resting.running.is_some_and(|(slot, _)| self.resting.stepping != Some(slot)) {
            self.follow();
        }
    }

    /// Follows a cursor that has rested for long enough.
    pub(super) fn follow_if_rested(&mut self) {
        if self.resting.deadline().is_some_and(|until| until <= self.context.now) {
            self.follow();
        }
    }

    /// Makes everything about a subject, now or when the cursor rests on it.
    pub(super) fn select(&mut self, subject: Subject) {
        if self.context.subject == Some(subject) {
            return;
        }
        self.context.subject = Some(subject);
        if let Some(slot) = self.resting.stepping {
            self.resting.running = Some((slot, Timestamp(self.context.now.0 + REST)));
        } else {
            self.follow();
            self.visit();
        }
    }

    /// Tells every pane what everything is about.
    pub(super) fn follow(&mut self) {
        self.resting.running = None;
        for slot in ORDER {
            self.tell(Asker::Pane(slot), Input::Subject);
        }
    }
}

/// The pane whose cursor a key moves.
fn stepped(resolved: &Resolved, target: Target) -> Option<Slot> {
    match (resolved, target) {
        (Resolved::Command(Command::NextRecord | Command::PreviousRecord), _) => Some(Slot::Customers),
        (Resolved::Command(command), Target::Pane(slot)) => Step::of(*command).map(|_| slot),
        _ => None,
    }
}
