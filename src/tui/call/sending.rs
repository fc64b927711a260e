//! Sending the wrap-up line: once, and not before what may have been forgotten was asked.

use super::closing::Closing;
use super::desk::{Open, asked};
use crate::domain::time::Timestamp;
use crate::door::CallId;
use crate::tui::pane::{Context, Effect};

impl Open {
    /// Sends the line if it can be read; what cannot be read is shown all the time.
    pub(super) fn send(&mut self, context: &Context) -> Vec<Effect> {
        match self.closing(context) {
            Ok(closing) if self.asks_once(&closing, context) => Vec::new(),
            Ok(closing) => {
                self.sending = true;
                let sent_at = self.sent_at(context.now);
                let request = closing.request(&self.call, self.note.text(), sent_at);
                vec![Effect::Store(self.id, asked::SAVE, request.into())]
            }
            Err(wrong) => {
                self.refused = wrong.why;
                Vec::new()
            }
        }
    }

    /// Says what may have been forgotten, unless that was said of what is written already.
    fn asks_once(&mut self, closing: &Closing, context: &Context) -> bool {
        let (words, written) = (&context.look.words, self.written());
        let doubts = closing.doubts(&self.call, context);
        if doubts.is_empty() || self.warned.as_ref() == Some(&written) {
            return false;
        }
        self.refused = words.tf("wrap-up-doubts", &[("doubts", doubts.join(words.t("wrap-up-doubts-between")).into())]);
        self.warned = Some(written);
        true
    }

    /// When it was sent as it stands: sent once more it is the very same request, which is never done twice. What may
    /// have been stored as it stood before must not pass for it, so that it goes under another name.
    fn sent_at(&mut self, now: Timestamp) -> Timestamp {
        let written = self.written();
        let at = match self.sent.take() {
            Some((before, at)) if before == written => at,
            Some(_) => {
                self.id = CallId::fresh();
                now
            }
            None => now,
        };
        self.sent.insert((written, at)).1
    }
}
