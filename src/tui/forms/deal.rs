//! Forms about deals: new, edit, won, lost.

use super::record::{Entry, Record, Stored, title};
use super::{Purpose, Sheet, Wrong};
use crate::domain::deal::Deal;
use crate::domain::edit::{Draft, object};
use crate::domain::field;
use crate::domain::id::{CustomerId, DealId};
use crate::domain::noun::Noun;
use crate::door::deals::Request;
use crate::door::{self, Edit};
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;

/// A deal with a customer, in a stage of a pipeline; of the first one where none is named.
pub fn add(context: &Context, customer: CustomerId, name: &str, pipeline: &str) -> Box<Sheet> {
    let mut fixed = Draft::default();
    fixed.set("customer", customer.to_string());
    if !pipeline.is_empty() {
        fixed.set("pipeline", pipeline);
    }
    let stored = Stored::New(fixed, |draft| Request::Add(draft).into());
    let mut entries = entries(context, &context.me.login);
    entries.insert(2, stage(context, pipeline));
    Record::sheet(Noun::Deal, &title(context, "form-deal", name), entries, stored, |_| Vec::new(), context)
}

/// A known deal; its stage has keys of its own.
pub fn edit(context: &Context, deal: &Deal) -> Box<Sheet> {
    let id = deal.id;
    let ask = move |changes| Request::Edit(Edit { id, changes }).into();
    let stored = Stored::Changed(object(deal), Box::new(ask));
    let title = title(context, "form-edit", &format!("{id} {}", deal.title));
    Record::sheet(Noun::Deal, &title, entries(context, ""), stored, |_| Vec::new(), context)
}

fn entries(context: &Context, owner: &str) -> Vec<Option<Entry>> {
    let of = |name| Entry::of(field::DEAL, name, "", context);
    vec![
        of("title").map(Entry::needed),
        of("value"),
        of("expected_close"),
        of("probability"),
        of("competitors"),
        of("owner").map(|e| e.preset(owner)),
        of("remarks"),
    ]
}

fn stage(context: &Context, pipeline: &str) -> Option<Entry> {
    let (words, settings) = (&context.look.words, &context.settings);
    let pipeline = settings.pipeline(pipeline)?;
    let option = |stage: &crate::domain::deal::Stage| {
        (stage.slug.clone(), words::label_or(words, &stage.label, "stage", &stage.slug))
    };
    let options: Vec<_> = pipeline.stages.iter().map(option).collect();
    let first = options.first().map_or_else(String::new, |(slug, _)| slug.clone());
    Entry::of(field::DEAL, "stage", "", context).map(|e| e.among(options).preset(&first))
}

/// Closes a deal as won, perhaps with a reason.
pub fn win(context: &Context, id: DealId, deal: &str) -> Box<dyn Pane> {
    let fields = vec![FieldSpec::text("reason", context.look.words.t("field-reason"), ""), competitors(context)];
    Sheet::boxed(&title(context, "form-win", deal), fields, Win { id }, context)
}

fn competitors(context: &Context) -> FieldSpec {
    FieldSpec::text("competitors", context.look.words.t("field-competitors"), "")
}

/// Names parted by commas.
fn names(text: &str) -> Vec<String> {
    text.split([',', ';', '，', '；', '、']).map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

struct Win {
    id: DealId,
}

impl Purpose for Win {
    fn read(&self, key: &str, _text: &str, context: &Context) -> Result<String, String> {
        Ok(context.look.words.t(if key == "reason" { "win-hint" } else { "competitors-hint" }).to_owned())
    }

    fn request(&self, form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        let reason = form.value("reason").trim().to_owned();
        let competitors = names(form.value("competitors"));
        Ok(Some(Request::Win { id: self.id, reason, competitors }.into()))
    }
}

/// Closes a deal as lost: one of the store's reasons, or one in the agent's own words.
pub fn lose(context: &Context, id: DealId, deal: &str) -> Box<dyn Pane> {
    let words = &context.look.words;
    let reasons = &context.settings.lost_reasons;
    let reasons = reasons.iter().map(|reason| (reason.clone(), words::label(words, "lost-reason", reason)));
    let fields = vec![
        FieldSpec::choice("reason", words.t("field-reason"), reasons.collect(), ""),
        FieldSpec::text("words", words.t("field-own-words"), ""),
        competitors(context),
    ];
    Sheet::boxed(&title(context, "form-lose", deal), fields, Lose { id }, context)
}

struct Lose {
    id: DealId,
}

impl Purpose for Lose {
    fn read(&self, key: &str, _text: &str, context: &Context) -> Result<String, String> {
        let hint = match key {
            "reason" => "lose-hint",
            "words" => "lose-words-hint",
            _ => "competitors-hint",
        };
        Ok(context.look.words.t(hint).to_owned())
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<door::Request>, Wrong> {
        let own = form.value("words").trim();
        let reason = if own.is_empty() { form.value("reason") } else { own };
        if reason.is_empty() {
            return Err(Wrong { field: "words".to_owned(), why: context.look.words.t("why-needed").to_owned() });
        }
        let (reason, competitors) = (reason.to_owned(), names(form.value("competitors")));
        Ok(Some(Request::Lose { id: self.id, reason, competitors }.into()))
    }
}
