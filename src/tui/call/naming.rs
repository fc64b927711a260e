//! With whom the open call is: said when it begins, or as soon as somebody knows.

use super::desk::{Desk, ask_card, asked};
use crate::domain::id::CustomerId;
use crate::door::customers::{self, Card};
use crate::tui::layers::ConfirmLayer;
use crate::tui::pane::{Context, Effect, Subject, Tone};

impl Desk {
    /// The open call is with this customer.
    pub(super) fn identify(&mut self, customer: CustomerId, name: &str) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        open.call = open.call.clone().with(customer, name);
        open.card = None;
        vec![Effect::Select(Subject::Customer(customer)), ask_card(customer)]
    }

    /// Asks whether the customer everything is about is on the line, and not whoever the call was taken for; says what to
    /// do where it is with them already, or nobody is selected.
    pub fn ask_whether_it_is_them(&self, context: &Context) -> Vec<Effect> {
        match self.whom_else(context) {
            Some(customer) => vec![Effect::AskFirst(asked::WHOSE_CARD, customers::Request::Card(customer).into())],
            None if self.is_for_nobody() => {
                vec![Effect::Toast(Tone::Warning, context.look.words.t("caller-find").to_owned())]
            }
            None => vec![self.is_busy(context)],
        }
    }

    /// The customer everything is about, where the open call is not known to be with them. A call of a list is an attempt
    /// at whoever stands there.
    pub fn whom_else(&self, context: &Context) -> Option<CustomerId> {
        let call = self.call().filter(|call| call.list.is_none() && !self.is_sending())?;
        context.subject.and_then(Subject::customer).filter(|customer| call.customer != Some(*customer))
    }

    /// Whether nobody knows with whom the open call is.
    pub fn is_for_nobody(&self) -> bool {
        self.call().is_some_and(|call| call.customer.is_none())
    }

    /// The number of whoever is on the line and nobody knows, if it was told.
    pub fn unknown_number(&self) -> Option<&str> {
        let call = self.call().filter(|call| call.customer.is_none())?;
        Some(call.shown_number.as_str()).filter(|number| !number.is_empty())
    }

    pub(super) fn ask_about(&mut self, card: &Card, context: &Context) -> Vec<Effect> {
        let Some(call) = self.call() else { return Vec::new() };
        let (words, name) = (&context.look.words, card.customer.name.as_str());
        let question = match call.name.as_str() {
            "" => words.tf("caller-is-it", &[("name", name.into())]),
            other => words.tf("caller-is-it-instead", &[("name", name.into()), ("other", other.into())]),
        };
        self.suspect = Some((card.customer.id, name.to_owned()));
        vec![Effect::Push(asked::IS_IT_THEM, Box::new(ConfirmLayer::new(question)))]
    }

    /// A customer was just made: whoever is on the line, and nobody knows, is them.
    pub fn was_made(&mut self, customer: CustomerId, context: &Context) -> Vec<Effect> {
        if !self.is_for_nobody() || self.is_sending() {
            return Vec::new();
        }
        let said = context.look.words.t("caller-is-new").to_owned();
        self.identify(customer, "").into_iter().chain([Effect::Toast(Tone::Good, said)]).collect()
    }

    /// Says that another call has to be closed first, and how.
    pub fn is_busy(&self, context: &Context) -> Effect {
        let key = if self.is_running() { "call-is-open" } else { "wrap-up-is-open" };
        Effect::Toast(Tone::Warning, context.look.words.t(key).to_owned())
    }
}
