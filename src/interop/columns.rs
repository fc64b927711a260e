//! Which column brings which field, and what a file is about.

use crate::domain::field::{self, Field, Kind};
use crate::domain::import::Target;
use crate::domain::reason::{Reason, reason};
use crate::domain::text::fold;

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
}

/// One column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its header as written.
    pub header: String,
    /// The field it brings; nothing when it is ignored.
    pub field: Option<&'static Field>,
}

/// What a person says of the columns: header, and field name or nothing to ignore it.
///
/// As a file: a line `HEADER = FIELD` for each, `#` begins a comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping(Vec<(String, String)>);

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
                reason("columns-missing").with("target", target).with("missing", missing).with("found", list(&found))
            }
            ColumnsError::TooMany { count } => reason("columns-too-many").with("count", count),
            ColumnsError::NoSuchColumn { header, found } => {
                reason("mapping-column").with("header", header).with("found", list(&found))
            }
            ColumnsError::NoSuchField { field, target } => {
                reason("mapping-field").with("field", field).with("target", target).with("known", names(target))
            }
            ColumnsError::BadMapping { line } => reason("mapping-line").with("line", line),
        }
    }
}

impl Mapping {
    /// Reads the text of a mapping file.
    pub fn parse(text: &str) -> Result<Self, ColumnsError> {
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
        let told = lines.filter(|(line, _)| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        let pairs = told.map(|(text, line)| {
            let (header, field) = text.rsplit_once('=').ok_or(ColumnsError::BadMapping { line })?;
            Ok((header.trim().to_owned(), field.trim().to_owned()))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, header: &str) -> Option<&str> {
        let wanted = fold(header.trim());
        self.0.iter().find(|(named, _)| fold(named) == wanted).map(|(_, field)| field.as_str())
    }

    /// The first column named here that the file has not.
    fn absent(&self, headers: &[String]) -> Option<&str> {
        let there = |wanted: &str| headers.iter().any(|header| fold(header.trim()) == fold(wanted));
        self.0.iter().map(|(named, _)| named.as_str()).find(|named| !there(named))
    }
}

impl Columns {
    /// Recognises the columns by their headers, in English and Chinese, after what the mapping says.
    ///
    /// Without a target the file is about what its first column is the id of (`OrderID`), else about
    /// that of which it brings the most fields; the mandatory ones count first.
    pub fn recognise(headers: &[String], target: Option<Target>, mapping: &Mapping) -> Result<Self, ColumnsError> {
        if headers.len() > MAX_COLUMNS {
            return Err(ColumnsError::TooMany { count: headers.len() });
        }
        if let Some(header) = mapping.absent(headers) {
            return Err(ColumnsError::NoSuchColumn { header: header.to_owned(), found: headers.to_vec() });
        }
        let columns = match target {
            Some(target) => Self::of(target, headers, mapping)?,
            None => Self::guess(headers, mapping)?,
        };
        let found = || headers.to_vec();
        if columns.recognised() == 0 {
            return Err(ColumnsError::Unknown { found: found() });
        }
        match columns.missing() {
            Some(missing) => Err(ColumnsError::Missing { target: columns.target, missing, found: found() }),
            None => Ok(columns),
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
            let claim = claims.get(at).copied().flatten();
            let field = claim.and_then(|claim| claim.settled(target, &claims));
            columns.push(Column { header: header.trim().to_owned(), field });
        }
        Ok(Self { target, all: columns, original_width: original_width(headers) })
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
        let brings = |column: &&Column| column.field.is_some_and(|brought| brought.name == field);
        self.all.iter().find(brings).map(|column| column.header.as_str())
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
        let absent = |group: &&&[&str]| group.iter().all(|field| self.header_of(field).is_none());
        let groups: Vec<String> =
            self.target.mandatory().iter().filter(absent).map(|group| group.join(" / ")).collect();
        (!groups.is_empty()).then(|| groups.join(", "))
    }
}

/// A column's claim to a field.
#[derive(Clone, Copy)]
struct Claim {
    column: usize,
    field: &'static Field,
    /// By the mapping or by the field's own name, which goes before any other header.
    by_name: bool,
}

impl Claim {
    /// The field the column gets. Lists take from several columns, any other field from the column
    /// with the best claim. Beside a name, another name of a customer is that of the company.
    fn settled(self, target: Target, claims: &[Option<Self>]) -> Option<&'static Field> {
        let rank = |claim: &Self| (!claim.by_name, claim.column);
        let best = |field: &str| claims.iter().flatten().filter(|claim| claim.field.name == field).map(rank).min();
        if is_list(self.field.kind) || best(self.field.name) == Some(rank(&self)) {
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
        let (field, by_name) = match mapping.of(header) {
            Some("") => return Ok(None),
            Some(named) => {
                let unknown = || ColumnsError::NoSuchField { field: named.to_owned(), target };
                (Some(field::find(target.fields(), named).ok_or_else(unknown)?), true)
            }
            None => {
                let field = field::find(target.fields(), header);
                (field, field.is_some_and(|field| fold(header.trim()).replace([' ', '-'], "_") == field.name))
            }
        };
        Ok(field.map(|field| Claim { column, field, by_name }))
    };
    headers.iter().enumerate().map(claim_of).collect()
}

/// Whether a field gathers what several columns bring.
pub fn is_list(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Words | Kind::Phones | Kind::PhonesLabelled(_) | Kind::Emails | Kind::ExternalIds | Kind::Custom
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
