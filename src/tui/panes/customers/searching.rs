//! The search box: what is typed finds at every key, and Enter opens the row with the cursor.

use super::completing::Completing;
use super::{Customers, Then};
use crate::domain::phone::digits;
use crate::domain::query;
use crate::tui::pane::{Context, Effect, Slot};
use crate::tui::widgets::Edited;
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::list::Step;
use crossterm::event::{KeyCode, KeyEvent};

/// What the keys do in the search box: the same whatever it holds, for the last row would be sent anew with a letter.
pub(super) const SEARCHING: &[Hint<&str>] = &[
    ("Enter", "does-open"),
    ("Esc", "does-leave"),
    ("Tab", "does-complete"),
    ("↑ ↓", "does-move"),
    ("↑", "does-search-again"),
];
/// Digits that could be all of a number.
const NUMBER: usize = 5;

impl Customers {
    pub(super) fn open_box(&mut self, text: &str, context: &Context) -> Vec<Effect> {
        self.typing = true;
        if text.is_empty() {
            self.emptied = !self.search.is_empty();
            return self.clear();
        }
        self.keep_words();
        self.search.set(text);
        self.find(context)
    }

    /// Finds everybody again.
    pub(super) fn clear(&mut self) -> Vec<Effect> {
        if self.search.is_empty() {
            return Vec::new();
        }
        self.keep_words();
        self.find_around()
    }

    /// Empties the box; what it held can be searched for again.
    fn keep_words(&mut self) {
        let words = self.search.take();
        if !words.is_empty() {
            self.previous = words;
        }
    }

    pub(super) fn type_key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match key.code {
            KeyCode::Tab if self.completing.complete(&mut self.search) => self.find(context),
            KeyCode::Enter => self.open_found(context),
            KeyCode::Esc => self.close_box(),
            KeyCode::Up if self.recalls() => {
                self.search.set(&self.previous);
                self.find(context)
            }
            KeyCode::Up => self.step(Step::Up),
            KeyCode::Down => self.step(Step::Down),
            KeyCode::PageUp => self.step(Step::PageUp),
            KeyCode::PageDown => self.step(Step::PageDown),
            _ if self.search.on(key) == Edited::Text => self.find(context),
            _ => Vec::new(),
        }
    }

    /// Whether the words of the last search can be put into the box.
    fn recalls(&self) -> bool {
        self.search.is_empty() && !self.previous.is_empty()
    }

    fn leave_box(&mut self) {
        (self.typing, self.emptied) = (false, false);
        self.completing = Completing::default();
    }

    /// Leaves the box; one that was emptied for a new search holds what it did before.
    fn close_box(&mut self) -> Vec<Effect> {
        let is_still_empty = self.emptied && self.search.is_empty();
        self.leave_box();
        if !is_still_empty {
            return Vec::new();
        }
        self.search.set(&self.previous);
        self.find_around()
    }

    /// Opens the row with the cursor; where the rows are still on their way, the first of them once they are there. What
    /// cannot be found by is left as it is.
    fn open_found(&mut self, context: &Context) -> Vec<Effect> {
        if self.error.is_some() {
            return Vec::new();
        }
        self.leave_box();
        if self.fresh {
            self.then = Some(Then::Open);
            return Vec::new();
        }
        self.open(Effect::Show(Slot::Timeline), context)
    }
}

/// Whether a text could be somebody's name, or a number with nobody behind it yet: words and nothing that filters.
pub(super) fn names_somebody(text: &str, context: &Context) -> bool {
    let query = query::parse(text, context.settings.currency).unwrap_or_default();
    let only_words = query.filters.is_empty() && !query.terms.iter().any(|term| term.exact || term.negated);
    let could_be = text.chars().any(char::is_alphabetic) || digits(text).len() >= NUMBER;
    only_words && could_be
}
