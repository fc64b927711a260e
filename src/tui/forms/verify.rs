//! What a caller is asked before the details of a customer are shown.

use super::{Purpose, Sheet, Wrong};
use crate::domain::customer::Customer;
use crate::domain::id::CustomerId;
use crate::door::customers::{Answered, Request};
use crate::door::{self, Response};
use crate::tui::pane::{Context, Effect, Pane, Tone};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;

/// Asks the questions of the store, to be answered as the caller does.
pub fn verify(context: &Context, customer: &Customer) -> Box<dyn Pane> {
    let words = &context.look.words;
    let question = |slug: &str| FieldSpec::text(slug, words::label(words, "verify", slug), "");
    let fields = context.settings.verification.iter().map(|question_of| question(question_of.slug())).collect();
    let title = words.tf("form-verify", &[("name", customer.name.as_str().into())]);
    Sheet::boxed(&title, fields, Verify { customer: customer.id }, context)
}

struct Verify {
    customer: CustomerId,
}

impl Purpose for Verify {
    fn read(&self, _key: &str, _text: &str, context: &Context) -> Result<String, String> {
        Ok(context.look.words.t("verify-hint").to_owned())
    }

    fn request(&self, form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        let answer = |(question, said): (&str, &str)| {
            Some(Answered { question: question.parse().ok()?, said: said.trim().to_owned() })
        };
        let answers = form.values().filter_map(answer).collect();
        Ok(Some(Request::Verify { id: self.customer, answers }.into()))
    }

    fn stored(&self, _response: &Response, context: &Context) -> Vec<Effect> {
        vec![Effect::Toast(Tone::Good, context.look.words.t("verified").to_owned()), Effect::Refresh]
    }
}
