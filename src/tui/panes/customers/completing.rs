//! What the query in the box may go on with: `Tab` takes one offer after the other.

use crate::domain::query::unfinished;
use crate::door::completion::{Offer, Request};
use crate::tui::widgets::field::Field;

/// The offers for what is typed.
#[derive(Debug, Default)]
pub struct Completing {
    offers: Vec<Offer>,
    /// Offers are on their way.
    asked: bool,
    /// The offer taken last, and the text with it.
    taken: Option<(usize, String)>,
}

impl Completing {
    /// The box changed: what is to be asked for, unless one of the offers was just taken and the others stand still.
    pub fn follow(&mut self, search: &Field) -> Option<Request> {
        if self.taken.as_ref().is_some_and(|(_, text)| text == search.text()) && self.offers.len() > 1 {
            return None;
        }
        *self = Self::default();
        let (query, cursor) = (search.text().to_owned(), search.cursor_byte());
        self.asked = unfinished(&query, cursor).is_some();
        self.asked.then_some(Request::Offer { query, cursor })
    }

    /// Takes offers, unless they are for what stood there before.
    pub fn take(&mut self, offers: Vec<Offer>) {
        if std::mem::take(&mut self.asked) {
            self.offers = offers;
        }
    }

    /// Puts the next offer into the box; false when there is none.
    pub fn complete(&mut self, search: &mut Field) -> bool {
        let next = self.taken.as_ref().map_or(0, |(taken, _)| (taken + 1) % self.offers.len().max(1));
        let Some(offer) = self.offers.get(next) else { return false };
        let before = self.taken.as_ref().and_then(|(taken, _)| self.offers.get(*taken));
        let end = before.map_or(offer.replaces.end, |before| before.replaces.start + before.with.len());
        search.replace(offer.replaces.start..end, &offer.with);
        self.taken = Some((next, search.text().to_owned()));
        true
    }

    /// The offers to be shown, the one that `Tab` takes first.
    pub fn shown(&self) -> impl Iterator<Item = &Offer> {
        let next = self.taken.as_ref().map_or(0, |(taken, _)| taken + 1);
        let (before, from) = self.offers.split_at_checked(next).unwrap_or((&self.offers, &[]));
        from.iter().chain(before)
    }

    /// Whether there is nothing to go on with, nor on its way.
    pub fn is_idle(&self) -> bool {
        self.offers.is_empty() && !self.asked
    }
}
