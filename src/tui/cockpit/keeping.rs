//! How the store is, on the screen: what stands before the panes until it answers for the first time, what is said
//! while it takes no changes, and that everything is fetched afresh when it is well again.

use super::Cockpit;
use super::errands::{Asker, LayerId};
use super::house::{NOTHING, STATE};
use crate::domain::time::Timestamp;
use crate::domain::upkeep::{Progress, Task};
use crate::door::system::{self, Notice, Standing, State};
use crate::tui::layers::{MessageLayer, ShutLayer};
use crate::tui::pane::Tone;
use crossterm::event::KeyCode;

/// Milliseconds a store is opened in silence. Most are open before anybody could read what is going on, and on a thin
/// line it is in the way of what they show.
const SILENCE: i64 = 1_000;

/// What the cockpit knows of the store besides its state.
pub struct Keeping {
    /// When it is told what keeps the store from being open.
    told_from: Timestamp,
    /// It has answered before: what the panes show of it stays, whatever becomes of it.
    known: bool,
    /// Stands before the panes while there is nothing to show.
    shut: Option<LayerId>,
    /// What happened to it, as it was told last.
    notices: Vec<Notice>,
}

impl Keeping {
    /// Nothing is known of the store at this moment.
    pub fn new(now: Timestamp) -> Self {
        Self { told_from: Timestamp(now.0 + SILENCE), known: false, shut: None, notices: Vec::new() }
    }
}

impl Cockpit {
    /// Nobody has seen anything of the store yet, and it is being opened: no key can mean anything but what it will
    /// mean then.
    pub(super) fn is_being_opened(&self) -> bool {
        !self.keeping.known && matches!(self.context.store, State::Recovering(_))
    }

    /// Whether a key leaves the store that is being opened, as what stands before the panes says.
    pub(super) fn leaves_what_is_opened(&self, key: KeyCode) -> bool {
        self.is_being_opened() && self.keeping.shut.is_some() && matches!(key, KeyCode::Char('q') | KeyCode::Esc)
    }

    /// When a store that is still being opened is to say so before the panes.
    pub(super) fn silence_ends(&self) -> Option<Timestamp> {
        (self.is_being_opened() && self.keeping.shut.is_none()).then_some(self.keeping.told_from)
    }

    /// Asks how the store is: at the start, and after events were missed.
    pub(super) fn ask_about_the_store(&mut self) {
        self.errands.ask(Asker::House, STATE, system::Request::State.into());
    }

    /// The store is like this now.
    pub(super) fn store_is(&mut self, standing: Standing) {
        let before = std::mem::replace(&mut self.context.store, standing.state);
        let was_running = before.answers();
        let answers = self.context.store.answers();
        let is_well_again = self.context.store == State::Ready || !was_running;
        self.keeping.known |= answers;
        self.stand_before_the_panes();
        if answers && is_well_again && before != self.context.store {
            self.fetch_everything();
        }
        self.tell_what_happened(standing.notices, was_running);
    }

    /// Puts the layer of a store that does not answer where it belongs, or takes it away.
    pub(super) fn stand_before_the_panes(&mut self) {
        let needed = match &self.context.store {
            State::Ready | State::ReadOnly { .. } => false,
            State::Locked { .. } => true,
            State::Failed(_) => !self.keeping.known,
            State::Recovering(_) => {
                self.keeping.shut.is_some() || self.silence_ends().is_some_and(|ends| ends <= self.context.now)
            }
        };
        match self.keeping.shut {
            None if needed => {
                let layer = self.push(Asker::House, NOTHING, Box::new(ShutLayer::default()));
                self.keeping.shut = Some(layer);
            }
            Some(layer) if !needed => {
                self.keeping.shut = None;
                self.pop(Asker::Layer(layer), None);
            }
            _ => {}
        }
    }

    /// Says once what happened to the store: what a person must do something about stays until they have seen it. What
    /// comes up while they work interrupts nobody.
    fn tell_what_happened(&mut self, notices: Vec<Notice>, was_running: bool) {
        if !self.context.store.answers() {
            return;
        }
        let (words, zone) = (&self.context.look.words, self.context.settings.calendar.zone);
        let known = std::mem::take(&mut self.keeping.notices);
        let new: Vec<&Notice> = notices.iter().filter(|notice| !known.contains(notice)).collect();
        let said: Vec<String> = new
            .iter()
            .map(|notice| match notice {
                // In one line there is room for what it is; `status` says what to do.
                Notice::Amiss(finding) if was_running => words.finding(finding),
                notice => words.notice(notice, zone),
            })
            .collect();
        let grave = new.iter().any(|notice| match notice {
            Notice::Torn { .. } | Notice::Rebuilt { .. } => true,
            Notice::Amiss(_) => !was_running,
            Notice::Replayed { .. } | Notice::ImageRenewed => false,
        });
        self.keeping.notices = notices;
        if grave {
            let message = MessageLayer::new(words.t("notice-title"), said.join("\n\n"));
            self.push(Asker::House, NOTHING, Box::new(message));
        } else if !said.is_empty() {
            self.say(Tone::Warning, said.join(" "));
        }
    }

    /// What is to be said of the store as long as it is so.
    pub(super) fn store_notice(&self) -> Option<(Tone, String)> {
        let words = &self.context.look.words;
        match &self.context.store {
            State::Ready => None,
            State::Recovering(_) if self.silence_ends().is_some() => {
                Some((Tone::Warning, words.upkeep(Progress::begun(Task::Opening))))
            }
            // It says so itself.
            State::Recovering(_) if self.keeping.shut.is_some() => None,
            State::Recovering(progress) => Some((Tone::Warning, words.upkeep(*progress))),
            State::ReadOnly { why } => {
                Some((Tone::Danger, words.tf("state-read-only", &[("why", words.reason(why).into())])))
            }
            State::Locked { .. } | State::Failed(_) => {
                self.context.store.refusal().map(|refusal| (Tone::Danger, words.refusal(&refusal)))
            }
        }
    }

    /// The mark that nothing can be changed, which no message may cover.
    pub(super) fn store_badge(&self) -> Option<&str> {
        matches!(self.context.store, State::ReadOnly { .. }).then(|| self.context.look.words.t("badge-read-only"))
    }
}
