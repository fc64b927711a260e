//! The form a call list is made with, of the present query or of who is marked.

use super::bulk::said;
use super::record::title;
use super::{Purpose, Sheet, Wrong};
use crate::domain::call_list::RetryRule;
use crate::domain::calling_hours::CallingHours;
use crate::domain::script::Script;
use crate::door;
use crate::door::bulk::Whom;
use crate::door::lists::{NewList, Request};
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;

/// Asks what the list is called, what is said, and when.
pub fn make(context: &Context, whom: Whom) -> Box<dyn Pane> {
    let words = &context.look.words;
    let fields = vec![
        FieldSpec::text("name", words.field("name"), ""),
        FieldSpec::text("hours", words.field("calling_hours"), &context.settings.calling_hours.to_string()),
        FieldSpec::text("retry", words.field("retry"), &RetryRule::default().to_string()),
        FieldSpec::lines("script", words.field("script"), ""),
    ];
    Sheet::boxed(&title(context, "form-list", &said(&whom, context)), fields, Make { whom }, context)
}

struct Make {
    whom: Whom,
}

impl Purpose for Make {
    fn read(&self, key: &str, text: &str, context: &Context) -> Result<String, String> {
        let words = &context.look.words;
        let refused = |why| words.reason(&why);
        match key {
            "name" if text.trim().is_empty() => Err(words.t("why-needed").to_owned()),
            "hours" => text.parse::<CallingHours>().map(|hours| hours.to_string()).map_err(refused),
            "retry" => text.parse::<RetryRule>().map(|rule| words::retry(&context.look.words, rule)).map_err(refused),
            "script" => text.parse::<Script>().map(|_| words.t("list-script-hint").to_owned()).map_err(refused),
            _ => Ok(String::new()),
        }
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<door::Request>, Wrong> {
        let wrong =
            |field: &'static str| move |why| Wrong { field: field.to_owned(), why: context.look.words.reason(&why) };
        let list = NewList {
            name: form.value("name").trim().to_owned(),
            whom: self.whom.clone(),
            script: form.value("script").to_owned(),
            hours: Some(form.value("hours").parse().map_err(wrong("hours"))?),
            retry: form.value("retry").parse().map_err(wrong("retry"))?,
        };
        Ok(Some(Request::Create(Box::new(list)).into()))
    }
}
