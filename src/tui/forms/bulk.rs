//! The form of a bulk edit: what shall become of everyone who is marked, or whom the query finds.

use super::customer::{TYPED_TAGS, typed_tags};
use super::record::title;
use super::{Completes, Purpose, Sheet, Wrong};
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::tags::Retag;
use crate::door;
use crate::door::bulk::{BulkEdit, Whom};
use crate::door::completion::Named;
use crate::tui::layers::BulkLayer;
use crate::tui::pane::{Context, Pane};
use crate::tui::widgets::form::{FieldSpec, Form};

/// Asks what shall change.
pub fn edit(context: &Context, whom: Whom) -> Box<dyn Pane> {
    let words = &context.look.words;
    let fields = vec![
        FieldSpec::text("owner", words.field("owner"), ""),
        FieldSpec::text("tags", words.field("tags"), ""),
        FieldSpec::text("set", words.t("bulk-set"), ""),
    ];
    Sheet::boxed(&title(context, "form-bulk", &said(&whom, context)), fields, Bulk { whom }, context)
}

/// Whom it is about, as the title says it.
pub fn said(whom: &Whom, context: &Context) -> String {
    let words = &context.look.words;
    match whom {
        Whom::These(customers) => words.tf("bulk-marked", &[("count", customers.len().into())]),
        Whom::Query(query) if query.trim().is_empty() => words.t("bulk-everyone").to_owned(),
        Whom::Query(query) => query.clone(),
    }
}

struct Bulk {
    whom: Whom,
}

impl Purpose for Bulk {
    fn read(&self, key: &str, text: &str, context: &Context) -> Result<String, String> {
        let hint = |key: &str| context.look.words.t(key).to_owned();
        match key {
            "tags" => typed_tags(text, context).map(|_| hint("bulk-tags-hint")),
            "set" => assigned(text, context).map(|_| hint("bulk-set-hint")),
            _ => Ok(String::new()),
        }
    }

    fn completes(&self, key: &str) -> Option<Completes> {
        match key {
            "owner" => Some(Completes::one(Named::User)),
            "tags" => Some(TYPED_TAGS),
            _ => None,
        }
    }

    fn request(&self, _form: &Form, _context: &Context) -> Result<Option<door::Request>, Wrong> {
        Ok(None)
    }

    fn layer(&self, form: &Form, context: &Context) -> Result<Option<Box<dyn Pane>>, Wrong> {
        let wrong = |field: &str| {
            let field = field.to_owned();
            |why| Wrong { field, why }
        };
        let mut set = assigned(form.value("set"), context).map_err(wrong("set"))?;
        let owner = form.value("owner").trim();
        if !owner.is_empty() {
            set.set("owner", owner);
        }
        let tags: Retag = typed_tags(form.value("tags"), context).map_err(wrong("tags"))?;
        if set.is_empty() && tags.is_empty() {
            return Ok(None);
        }
        Ok(Some(Box::new(BulkLayer::new(BulkEdit { set, tags, ..BulkEdit::of(self.whom.clone()) }))))
    }
}

/// `city=Berlin; source=fair` as values of the customer's fields.
fn assigned(text: &str, context: &Context) -> Result<Draft, String> {
    let words = &context.look.words;
    let reading = context.settings.reading(context.now);
    let mut draft = Draft::default();
    for part in text.split([';', '；']).map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once(['=', '＝']).ok_or_else(|| words.t("bulk-set-hint").to_owned())?;
        let unknown = || words.tf("bulk-no-field", &[("field", name.trim().into())]);
        let field = field::find(field::CUSTOMER, name.trim()).ok_or_else(unknown)?;
        let value = field::read(field, value, &reading).map_err(|bad| words.reason(&bad.why))?;
        draft.set(field.name, value);
    }
    Ok(draft)
}
