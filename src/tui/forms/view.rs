//! The form that keeps a query as a view.

use super::{Purpose, Sheet, Wrong};
use crate::door;
use crate::door::views::Request;
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};

/// Keeps a query under a name.
pub fn save(context: &Context, query: &str) -> Box<dyn Pane> {
    let words = &context.look.words;
    let field = FieldSpec::text("name", words.t("field-name"), "");
    Sheet::boxed(words.t("form-view"), vec![field], Save { query: query.to_owned() }, context)
}

struct Save {
    query: String,
}

impl Purpose for Save {
    fn read(&self, _key: &str, text: &str, context: &Context) -> Result<String, String> {
        if text.trim().is_empty() { Err(context.look.words.t("why-needed").to_owned()) } else { Ok(self.query.clone()) }
    }

    fn request(&self, form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        let name = form.value("name").trim().to_owned();
        Ok(Some(Request::Save { name, query: self.query.clone() }.into()))
    }
}
