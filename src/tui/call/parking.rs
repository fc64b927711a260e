//! Calls that wait: answering another puts the open one on hold and parks it, a key swaps them, and whichever is
//! closed leaves the other.

use super::desk::{Desk, Open, ask_card};
use crate::domain::call::Phase;
use crate::domain::time::Timestamp;
use crate::tui::pane::{Context, Effect, Subject, Tone};

impl Desk {
    /// Puts the open call aside; whoever is on the line waits.
    pub(super) fn park(&mut self, now: Timestamp) {
        if let Some(mut open) = self.open.take() {
            if open.call.phase() == Phase::Talking {
                open.call.toggle_hold(now);
            }
            self.parked.push(open);
        }
    }

    /// Whether a call waits for the open one.
    pub fn has_parked(&self) -> bool {
        !self.parked.is_empty()
    }

    /// Parks the open call and goes on with the one that waits longest.
    pub fn swap(&mut self, context: &Context) -> Vec<Effect> {
        if !self.has_parked() || self.is_sending() {
            return vec![Effect::Toast(Tone::Warning, context.look.words.t("call-none-parked").to_owned())];
        }
        let mut next = self.parked.remove(0);
        if next.call.phase() == Phase::Holding {
            next.call.toggle_hold(context.now);
        }
        self.park(context.now);
        self.open(next);
        self.show_the_call()
    }

    /// Takes the open call away. The one parked last stands in its place, on hold until it is taken back.
    pub(super) fn close(&mut self) -> Option<Open> {
        let closed = self.open.take();
        if let Some(parked) = self.parked.pop() {
            self.open(parked);
        }
        closed
    }

    /// Makes everything about the open call.
    pub fn show_the_call(&self) -> Vec<Effect> {
        let customer = self.call().and_then(|call| call.customer);
        let show = |customer| vec![Effect::Select(Subject::Customer(customer)), ask_card(customer)];
        customer.map_or_else(Vec::new, show)
    }

    /// Who waits, a name or a number each.
    pub(super) fn who_waits(&self) -> Vec<&str> {
        self.parked.iter().map(|open| open.call.other_side()).collect()
    }
}
