//! Handing work over: to whom, how it is shared out, and what they have to know.

use super::{Completes, Purpose, Sheet, Wrong};
use crate::domain::assignment::Sharing;
use crate::domain::noun::RecordRef;
use crate::door::assignment::{Heir, Request, Response as Answered, Work};
use crate::door::completion::Named;
use crate::door::{self, Response};
use crate::tui::pane::{Context, Effect, Pane, Tone};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;

/// One piece of work, by what people call it.
pub fn record(context: &Context, record: RecordRef, name: &str) -> Box<dyn Pane> {
    sheet(context, vec![(Work::Records(vec![record]), name.to_owned())])
}

/// One of several: the marked ones, or all a query finds; each with what people call it.
pub fn sheet(context: &Context, choices: Vec<(Work, String)>) -> Box<dyn Pane> {
    let words = &context.look.words;
    let option = |(number, (_, name)): (usize, &(Work, String))| (number.to_string(), name.clone());
    let which = choices.iter().enumerate().map(option).collect();
    let directly = [(String::new(), words.t("hand-over-directly").to_owned())];
    let shared = Sharing::SLUGS.iter().map(|slug| ((*slug).to_owned(), words::label(words, "sharing", slug)));
    let fields = vec![
        FieldSpec::choice("what", words.t("hand-over-what"), which, "0"),
        FieldSpec::text("owner", words.t("hand-over-to"), ""),
        FieldSpec::choice("how", words.t("hand-over-how"), directly.into_iter().chain(shared).collect(), ""),
        FieldSpec::lines("note", words.t("hand-over-note"), ""),
    ];
    let choices = choices.into_iter().map(|(work, _)| work).collect();
    Sheet::boxed(words.t("hand-over-title"), fields, HandOver { choices }, context)
}

struct HandOver {
    choices: Vec<Work>,
}

impl Purpose for HandOver {
    fn completes(&self, key: &str) -> Option<Completes> {
        (key == "owner").then_some(Completes::one(Named::Owner))
    }

    fn read(&self, key: &str, text: &str, context: &Context) -> Result<String, String> {
        let words = &context.look.words;
        Ok(match key {
            "owner" if text.trim().is_empty() => words.t("hand-over-to-hint").to_owned(),
            "how" if !text.is_empty() => words.t("hand-over-how-hint").to_owned(),
            _ => String::new(),
        })
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<door::Request>, Wrong> {
        let to = form.value("owner").trim().to_owned();
        if to.is_empty() {
            return Err(Wrong { field: "owner".to_owned(), why: context.look.words.t("why-needed").to_owned() });
        }
        let work = form.value("what").parse::<usize>().ok().and_then(|at| self.choices.get(at));
        let Some(what) = work.cloned() else { return Ok(None) };
        let to = match form.value("how").parse() {
            Ok(sharing) => Heir::Among { team: to, sharing },
            Err(_) => Heir::Owner(to),
        };
        Ok(Some(Request::HandOver { what, to, note: form.value("note").trim().to_owned() }.into()))
    }

    fn stored(&self, response: &Response, context: &Context) -> Vec<Effect> {
        let Response::Assignment(Answered::HandedOver { shares, .. }) = response else { return Vec::new() };
        let words = &context.look.words;
        let said = shares.iter().map(|share| {
            let name = if share.name == "anyone" { words.t("anyone") } else { &share.name };
            words.tf("handed-over", &[("count", share.count.into()), ("name", name.into())])
        });
        vec![Effect::Toast(Tone::Good, said.collect::<Vec<_>>().join(" "))]
    }
}
