//! Which column brings which field, and what a file is about.

use super::mapping::Mapping;
use crate::domain::field::{self, Field, Kind};
use crate::domain::import::{Target, system_of};
use crate::domain::reason::{Reason, reason};
use crate::domain::text::fold;
use std::path::Path;

/// More columns than this are a wrong delimiter or not a table.
pub const MAX_COLUMNS: usize = 1_000;

/// Columns that the file of refused rows adds; they are passed over when it comes back.
pub const REJECT_HEADERS: [&str; 3] = ["line", "column", "reason"];

/// A file's columns.
#[derive(Debug, Clone)]
pub struct Columns {
    target: Target,
    all: Vec<Column>,
    original_width: usize,
    constants: Vec<Constant>,
    mapping: Mapping,
}

/// One column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its header as written.
    pub header: String,
    /// The field it brings; nothing when it is ignored.
    pub field: Option<&'static Field>,
    /// What of the field.
    pub part: Part,
}

/// What of its field a column brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Numbers with this label.
    Labelled(String),
    /// Numbers with the label that stands in this column.
    LabelledBy(usize),
    /// The label of another column's numbers.
    Label,
    /// The field of one's own with this name.
    Custom(String),
}

impl Column {
    /// What it brings in the words of a mapping: `name`, `phones.work`, `custom.Shoe size`.
    pub fn meaning(&self) -> Option<String> {
        let name = self.field?.name;
        Some(match &self.part {
            Part::Whole | Part::LabelledBy(_) => name.to_owned(),
            Part::Labelled(label) => format!("{name}.{label}"),
            Part::Label => format!("{name}.label"),
            Part::Custom(own) => format!("{name}.{own}"),
        })
    }
}

/// What every row says that does not say otherwise.
#[derive(Debug, Clone)]
pub struct Constant {
    /// Of this field.
    pub field: &'static Field,
    /// Its text.
    pub text: String,
}

/// Why a file's columns cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// No column is known.
    #[error("none of the columns is known: {}; name them with --map, or say with --as what the rows are", list(.found))]
    Unknown {
        /// The headers.
        found: Vec<String>,
    },
    /// Fields are missing.
    #[error("the file has no column for {missing} of {target}; its columns are {}", list(.found))]
    Missing {
        /// What the rows are.
        target: Target,
        /// The fields, in words.
        missing: String,
        /// The headers.
        found: Vec<String>,
    },
    /// Too many columns.
    #[error("the header has {count} columns, which is no table of customers; is the delimiter right?")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// The mapping names a column that is not there.
    #[error("the mapping names a column `{header}`; the columns are {}", list(.found))]
    NoSuchColumn {
        /// The header in the mapping.
        header: String,
        /// The headers in the file.
        found: Vec<String>,
    },
    /// The mapping names a field that is not there.
    #[error("the mapping names a field `{field}`; the fields of {target} are {}", names(*.target))]
    NoSuchField {
        /// The field in the mapping.
        field: String,
        /// What the rows are.
        target: Target,
    },
    /// A line of the mapping cannot be read.
    #[error("line {line} of the mapping is not of the form HEADER = FIELD")]
    BadMapping {
        /// The line, from 1.
        line: usize,
    },
}

impl From<ColumnsError> for Reason {
    fn from(error: ColumnsError) -> Self {
        match error {
            ColumnsError::Unknown { found } => reason("columns-unknown").with("found", list(&found)),
            ColumnsError::Missing { target, missing, found } => {
                reason("columns-missing").with("target", target).with("named", missing).with("found", list(&found))
            }
            ColumnsError::TooMany { count } => reason("columns-too-many").with("count", count),
            ColumnsError::NoSuchColumn { header, found } => {
                reason("mapping-column").with("header", header).with("found", list(&found))
            }
            ColumnsError::NoSuchField { field, target } => {
                reason("mapping-field").with("field", field).with("target", target).with("named", names(target))
            }
            ColumnsError::BadMapping { line } => reason("mapping-line").with("line", line),
        }
    }
}

impl Columns {
    /// Recognises the columns by their headers, in English and Chinese, after what the mapping says.
    ///
    /// Without a target the file is about what its first column is the id of (`OrderID`), else about
    /// that of which it brings the most fields; the mandatory ones count first.
    pub fn recognise(headers: &[String], target: Option<Target>, mapping: &Mapping) -> Result<Self, ColumnsError> {
        let columns = Self::as_they_are(headers, target, mapping)?;
        columns.suffice().map(|()| columns)
    }

    /// Whether rows can be read by them: one at least is known, and none is missing.
    pub fn suffice(&self) -> Result<(), ColumnsError> {
        let found = || self.all.iter().map(|column| column.header.clone()).collect();
        if self.recognised() == 0 {
            return Err(ColumnsError::Unknown { found: found() });
        }
        match self.missing() {
            Some(missing) => Err(ColumnsError::Missing { target: self.target, missing, found: found() }),
            None => Ok(()),
        }
    }

    /// The same, also where no column is known or one is missing.
    pub fn as_they_are(headers: &[String], target: Option<Target>, mapping: &Mapping) -> Result<Self, ColumnsError> {
        if headers.len() > MAX_COLUMNS {
            return Err(ColumnsError::TooMany { count: headers.len() });
        }
        if let Some(header) = mapping.absent(headers) {
            return Err(ColumnsError::NoSuchColumn { header: header.to_owned(), found: headers.to_vec() });
        }
        match target.or(mapping.target) {
            Some(target) => Self::of(target, headers, mapping),
            None => Self::guess(headers, mapping),
        }
    }

    fn guess(headers: &[String], mapping: &Mapping) -> Result<Self, ColumnsError> {
        let by_claim =
            |columns: &Self| (columns.missing().is_none(), columns.begins_with_own_id(), columns.recognised());
        // Backwards, as the last of equals wins: customers before all others.
        let readings: Vec<_> = Target::ALL.iter().rev().map(|target| Self::of(*target, headers, mapping)).collect();
        let customers = readings.last().cloned();
        let best = readings.into_iter().flatten().max_by_key(by_claim);
        best.map_or_else(|| customers.unwrap_or(Err(ColumnsError::Unknown { found: headers.to_vec() })), Ok)
    }

    fn of(target: Target, headers: &[String], mapping: &Mapping) -> Result<Self, ColumnsError> {
        let claims: Vec<Option<Claim>> = claims(target, headers, mapping)?;
        let mut columns: Vec<Column> = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            let claim = claims.get(at).and_then(Option::as_ref);
            let field = claim.and_then(|claim| claim.settled(target, &claims));
            let part = claim.map_or(Part::Whole, |claim| claim.part.clone());
            columns.push(Column { header: header.trim().to_owned(), field, part });
        }
        join_labels(&mut columns);
        let constants = mapping.constants.iter().map(|(name, text)| {
            let field = field::find(target.fields(), name);
            let unknown = || ColumnsError::NoSuchField { field: name.clone(), target };
            Ok(Constant { field: field.ok_or_else(unknown)?, text: text.clone() })
        });
        let constants = constants.collect::<Result<_, _>>()?;
        let original_width = original_width(headers);
        Ok(Self { target, all: columns, original_width, constants, mapping: mapping.clone() })
    }

    /// What every row says that does not say otherwise.
    pub fn constants(&self) -> &[Constant] {
        &self.constants
    }

    /// What was said of the columns, by a person, a saved mapping or one of another program.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// What the rows are.
    pub fn target(&self) -> Target {
        self.target
    }

    /// The columns in the order of the file.
    pub fn all(&self) -> &[Column] {
        &self.all
    }

    /// The header under which the file brings a field, or nothing.
    pub fn header_of(&self, field: &str) -> Option<&str> {
        let brings =
            |column: &&Column| column.part != Part::Label && column.field.is_some_and(|brought| brought.name == field);
        self.all.iter().find(brings).map(|column| column.header.as_str())
    }

    /// Whether the rows bring ids that customers have elsewhere.
    pub fn brings_ids(&self) -> bool {
        match self.target {
            Target::Customers | Target::Contacts => self.header_of("external_id").is_some(),
            Target::Orders => self.mapping.makes_customers,
            _ => false,
        }
    }

    /// Where they have them: the system that was said, else the one of the file's name.
    pub fn system(&self, file: &Path) -> String {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let said = Some(self.mapping.system.as_str()).filter(|system| !system.is_empty());
        said.unwrap_or_else(|| system_of(&name)).to_owned()
    }

    /// How many columns the original file has, without those added to refused rows.
    pub fn original_width(&self) -> usize {
        self.original_width
    }

    fn recognised(&self) -> usize {
        self.all.iter().filter(|column| column.field.is_some()).count()
    }

    /// Whether the first column is what only one kind of record is known by.
    fn begins_with_own_id(&self) -> bool {
        let Some(first) = self.all.first() else { return false };
        let is_id = |target: &&Target| {
            field::find(target.fields(), &first.header).is_some_and(|field| field.name == "external_id")
        };
        first.field.is_some_and(|field| field.name == "external_id") && Target::ALL.iter().filter(is_id).count() == 1
    }

    /// The mandatory fields the file does not bring, in words.
    fn missing(&self) -> Option<String> {
        let is_set = |field: &str| self.constants.iter().any(|constant| constant.field.name == field);
        let absent = |group: &&&[&str]| group.iter().all(|field| self.header_of(field).is_none() && !is_set(field));
        let groups: Vec<String> =
            self.target.mandatory().iter().filter(absent).map(|group| group.join(" / ")).collect();
        (!groups.is_empty()).then(|| groups.join(", "))
    }
}

/// A column's claim to a field.
struct Claim {
    column: usize,
    field: &'static Field,
    part: Part,
    /// By the mapping or by the field's own name, which goes before any other header.
    by_name: bool,
}

impl Claim {
    /// The field the column gets. Lists take from several columns, any other field from the column
    /// with the best claim. Beside a name, another name of a customer is that of the company.
    fn settled(&self, target: Target, claims: &[Option<Self>]) -> Option<&'static Field> {
        let rank = |claim: &Self| (!claim.by_name, claim.column);
        let best = |field: &str| claims.iter().flatten().filter(|claim| claim.field.name == field).map(rank).min();
        if is_list(self.field.kind) || best(self.field.name) == Some(rank(self)) {
            return Some(self.field);
        }
        let company = target == Target::Customers && self.field.name == "name" && best("company").is_none();
        company.then(|| target.fields().iter().find(|field| field.name == "company")).flatten()
    }
}

fn claims(target: Target, headers: &[String], mapping: &Mapping) -> Result<Vec<Option<Claim>>, ColumnsError> {
    let claim_of = |(column, header): (usize, &String)| {
        if column >= original_width(headers) {
            return Ok(None);
        }
        match mapping.of(header) {
            Some("") => Ok(None),
            Some(named) => {
                let (field, part) = named_field(target, named)?;
                Ok(Some(Claim { column, field, part, by_name: true }))
            }
            None => Ok(field::find(target.fields(), header).map(|field| {
                let by_name = fold(header.trim()).replace([' ', '-'], "_") == field.name;
                Claim { column, field, part: Part::Whole, by_name }
            })),
        }
    };
    headers.iter().enumerate().map(claim_of).collect()
}

/// The field a mapping names, and what of it: `name`, `phones.work`, `custom.Shoe size`.
fn named_field(target: Target, named: &str) -> Result<(&'static Field, Part), ColumnsError> {
    let unknown = || ColumnsError::NoSuchField { field: named.to_owned(), target };
    let of_kind =
        |name: &str, kind: Kind| target.fields().iter().find(|field| field.name == name && field.kind == kind);
    if let Some((name, rest)) = named.split_once('.') {
        let rest = rest.trim().to_owned();
        let found = of_kind(name, Kind::Phones).map(|field| (field, Part::Labelled(rest.clone())));
        return found
            .or_else(|| of_kind(name, Kind::Custom).map(|field| (field, Part::Custom(rest))))
            .ok_or_else(unknown);
    }
    field::find(target.fields(), named).map(|field| (field, Part::Whole)).ok_or_else(unknown)
}

/// Finds the labels of numbers where they have a column of their own: `Phone 1 - Label` beside `Phone 1 - Value`.
fn join_labels(columns: &mut [Column]) {
    let numbers: Vec<(usize, Option<&'static Field>, String)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.field.is_some_and(|field| field.kind == Kind::Phones))
        .filter_map(|(at, column)| Some((at, column.field, column.header.strip_suffix("Value")?.to_owned())))
        .collect();
    for (at, field, stem) in numbers {
        let is_label =
            |column: &Column| column.header.strip_prefix(&stem).is_some_and(|rest| matches!(rest, "Label" | "Type"));
        let Some(label) = columns.iter().position(is_label) else { continue };
        if let Some(column) = columns.get_mut(label) {
            (column.field, column.part) = (field, Part::Label);
        }
        if let Some(column) = columns.get_mut(at) {
            column.part = Part::LabelledBy(label);
        }
    }
}

/// Whether a field gathers what several columns bring.
pub fn is_list(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Words
            | Kind::Phones
            | Kind::PhonesLabelled(_)
            | Kind::Emails
            | Kind::ExternalIds
            | Kind::Consents
            | Kind::Custom
    )
}

fn original_width(headers: &[String]) -> usize {
    let added = headers.iter().rev().zip(REJECT_HEADERS.iter().rev()).filter(|(header, added)| header == added).count();
    headers.len() - if added == REJECT_HEADERS.len() { added } else { 0 }
}

/// Headers for an error: the first few.
fn list(headers: &[String]) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<&str> = headers.iter().take(SHOWN).map(String::as_str).collect();
    if headers.len() > SHOWN {
        shown.push("…");
    }
    shown.join(", ")
}

fn names(target: Target) -> String {
    target.fields().iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
