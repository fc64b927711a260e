//! Findings of a check in words.

use super::{I18n, size};
use crate::domain::finding::{Finding, Place};
use crate::domain::noun::RecordRef;

impl I18n {
    /// What was found.
    pub fn finding(&self, finding: &Finding) -> String {
        let table = |index: &str| self.t(&format!("table-{index}")).to_owned();
        let args: Vec<(&str, String)> = match finding {
            Finding::Looked { area, count } => {
                return self.tf(&format!("looked-{area}"), &[("count", (*count).into())]);
            }
            Finding::Quarantined { count } => {
                return self.tf("finding-quarantined", &[("count", (*count).into())]);
            }
            Finding::StoreDiffers { file, written, found } => {
                vec![("file", file.clone()), ("written", written.to_string()), ("found", found.to_string())]
            }
            Finding::JournalDamaged { file, offset } => vec![("file", file.clone()), ("offset", offset.to_string())],
            Finding::JournalGap { image, first } => vec![("image", image.to_string()), ("first", first.to_string())],
            Finding::ImageDamaged { file } => vec![("file", file.clone())],
            Finding::ImageNotTaken { why } => vec![("why", self.reason(why))],
            Finding::OpenToOthers { file, mode } => vec![("file", file.clone()), ("mode", mode.clone())],
            Finding::ForeignOwner { file, owner } => vec![("file", file.clone()), ("owner", owner.to_string())],
            Finding::LittleSpace { free, needed } => vec![("free", size(*free)), ("needed", size(*needed))],
            Finding::Leftover { file, bytes } => vec![("file", file.clone()), ("bytes", size(*bytes))],
            Finding::ValueDamaged { place, why } => vec![("what", self.place(place)), ("why", self.reason(why))],
            Finding::ValueTooNew { place, found, known } => {
                vec![("what", self.place(place)), ("found", found.to_string()), ("known", known.to_string())]
            }
            Finding::IndexLacks { index, place } => vec![("index", table(index)), ("what", self.place(place))],
            Finding::IndexStray { index, key } => vec![("index", table(index)), ("key", key.clone())],
            Finding::SequenceBehind { of, next, highest } => {
                vec![("of", self.t(of).to_owned()), ("next", next.to_string()), ("highest", highest.to_string())]
            }
            Finding::AuditBroken { at, why } => vec![("at", at.to_string()), ("why", self.reason(why))],
            Finding::StepsLacking { undo } | Finding::StepsStray { undo } => vec![("undo", undo.to_string())],
            Finding::Dangling { record, to } => vec![("what", self.record(*record)), ("to", self.record(*to))],
            Finding::More { like, count, .. } => vec![("like", like.clone()), ("count", count.to_string())],
        };
        let args = args.iter().map(|(name, value)| (*name, value.as_str()));
        self.said(&format!("finding-{}", finding.code()), args)
    }

    /// What the person can do about it, or nothing.
    pub fn finding_hint(&self, finding: &Finding) -> &str {
        self.labels.get(&format!("finding-{}-hint", finding.code())).map_or("", String::as_str)
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Record(record) => self.record(*record),
            Place::Undo(id) => self.said("place-undo", [("id", id.to_string().as_str())]),
            Place::Audit(number) => self.said("place-audit", [("id", number.to_string().as_str())]),
            Place::Key(key) => self.said("place-key", [("id", key.as_str())]),
        }
    }

    fn record(&self, record: RecordRef) -> String {
        self.said("place-record", [("noun", self.t(record.noun.slug())), ("id", record.to_string().as_str())])
    }
}
