//! The form a break begins with.

use super::{Purpose, Sheet, Wrong};
use crate::domain::presence::Presence;
use crate::door;
use crate::door::floor::Request;
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};

/// Asks why; a break needs no reason.
pub fn have_a_break(context: &Context) -> Box<dyn Pane> {
    let words = &context.look.words;
    let field = FieldSpec::text("reason", words.t("field-reason"), "");
    Sheet::boxed(words.t("presence-break"), vec![field], Break, context)
}

struct Break;

impl Purpose for Break {
    fn read(&self, _key: &str, _text: &str, _context: &Context) -> Result<String, String> {
        Ok(String::new())
    }

    fn request(&self, form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        let reason = form.value("reason").to_owned();
        Ok(Some(Request::SetState { presence: Presence::Break, reason }.into()))
    }
}
