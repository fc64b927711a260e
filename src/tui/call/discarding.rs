//! Throwing away a call that was begun by mistake. Nothing is stored of it; the audit log says that it was.

use super::desk::{Desk, asked};
use crate::door::floor;
use crate::i18n::timer;
use crate::tui::layers::ConfirmLayer;
use crate::tui::pane::{Context, Effect, Tone};

impl Desk {
    /// Whether the open call may be thrown away: a person began it here.
    pub fn may_discard(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.by_hand && !open.sending)
    }

    /// Asks before the open call is thrown away with all that is written of it, or says why it cannot be.
    pub fn ask_to_discard(&self, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        let Some(call) = self.call().filter(|_| self.may_discard()) else {
            let why = if self.is_open() { "discard-not-by-hand" } else { "no-call" };
            return vec![Effect::Toast(Tone::Warning, words.t(why).to_owned())];
        };
        let with = match call.other_side() {
            "" => words.t("call-nobody").to_owned(),
            name => name.to_owned(),
        };
        let talked = timer(call.talk_s(context.now));
        let question = words.tf("discard-question", &[("with", with.into()), ("time", talked.into())]);
        vec![Effect::Push(asked::MAY_DISCARD, Box::new(ConfirmLayer::new(question)))]
    }

    /// The audit log hears of it first.
    pub(super) fn discard(&self) -> Vec<Effect> {
        let Some(open) = self.open.as_ref().filter(|_| self.may_discard()) else { return Vec::new() };
        let request = floor::Request::Discard { call: open.id, customer: open.call.customer };
        vec![Effect::Ask(asked::DISCARD, request.into())]
    }

    pub(super) fn discarded(&mut self, context: &Context) -> Vec<Effect> {
        self.close();
        let said = context.look.words.t("discard-done").to_owned();
        std::iter::once(Effect::Toast(Tone::Good, said)).chain(self.show_the_call()).collect()
    }
}
