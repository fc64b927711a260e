//! A long text written in the person's own editor.

use super::keys::Target;
use super::{Cockpit, Order};

impl Cockpit {
    /// Has the long text that is being typed written elsewhere.
    pub(super) fn write_elsewhere(&mut self) {
        match self.long_text().map(str::to_owned) {
            Some(text) => self.orders.push(Order::Write(text)),
            None => self.warn("no-long-text"),
        }
    }

    /// The long text that is being typed.
    pub(super) fn long_text(&self) -> Option<&str> {
        match self.target() {
            Target::Note if self.desk.is_wrapping_up() => None,
            Target::Note => Some(self.desk.note()),
            Target::Layer(id) => {
                let layer = self.layers.iter().find(|layer| layer.id == id);
                layer.and_then(|layer| layer.pane.long_text())
            }
            Target::Pane(_) => None,
        }
    }

    /// Takes the text as it was written.
    pub fn take_written(&mut self, text: &str) {
        match self.target() {
            Target::Note => self.desk.rewrite(text),
            Target::Layer(id) => {
                if let Some(layer) = self.layers.iter_mut().find(|layer| layer.id == id) {
                    layer.pane.rewrite(text, &self.context);
                }
            }
            Target::Pane(_) => {}
        }
        self.share();
    }
}
