//! What a caller is asked before the details of a customer are shown.

use super::{Purpose, Sheet, Wrong};
use crate::domain::customer::Customer;
use crate::domain::id::CustomerId;
use crate::door::customers::{Answered, Request};
use crate::door::{self, Response};
use crate::tui::pane::{Context, Effect, Pane, Tone};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;

/// The field, as the door names it, for what made sure of a caller of whom nothing is known that could be asked.
const OTHERWISE: &str = "reason";

/// Asks the questions of the store, to be answered as the caller does.
pub fn verify(context: &Context, customer: &Customer) -> Box<dyn Pane> {
    let words = &context.look.words;
    let question = |slug: &str| FieldSpec::text(slug, words::label(words, "verify", slug), "");
    let questions = context.settings.verification.iter().map(|asked| question(asked.slug()));
    let otherwise = FieldSpec::text(OTHERWISE, words.t("verify-otherwise"), "");
    let fields = questions.chain([otherwise]).collect();
    let title = words.tf("form-verify", &[("name", customer.name.as_str().into())]);
    Sheet::boxed(&title, fields, Verify { customer: customer.id }, context)
}

struct Verify {
    customer: CustomerId,
}

impl Purpose for Verify {
    fn read(&self, key: &str, _text: &str, context: &Context) -> Result<String, String> {
        let hint = if key == OTHERWISE { "verify-otherwise-hint" } else { "verify-hint" };
        Ok(context.look.words.t(hint).to_owned())
    }

    fn request(&self, form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        let answer = |(question, said): (&str, &str)| {
            Some(Answered { question: question.parse().ok()?, said: said.trim().to_owned() })
        };
        let answers = form.values().filter_map(answer).collect();
        let otherwise = form.value(OTHERWISE).trim().to_owned();
        Ok(Some(Request::Verify { id: self.customer, answers, otherwise }.into()))
    }

    fn stored(&self, _response: &Response, context: &Context) -> Vec<Effect> {
        vec![Effect::Toast(Tone::Good, context.look.words.t("verified").to_owned()), Effect::Refresh]
    }
}
