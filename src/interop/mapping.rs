//! What the columns of a file are: as a person says it, as it was saved, or as other programs write them.
//!
//! A mapping is a text. A line `HEADER = FIELD` says what a column brings, `HEADER =` that it is left out; a `*` in the
//! header stands for any number. `phones.LABEL` labels the numbers of a column, `custom.NAME` keeps it as a field of
//! one's own. `#` begins a comment. What is not of a column stands behind an `@`:
//!
//! ```text
//! @as orders                          what the rows are
//! @known-by HEADER | HEADER           a file with all of these is read by this mapping
//! @set FIELD = VALUE                  what a row says that does not say otherwise
//! @value FIELD WRITTEN = MEANT        what a word of that field means here; nothing to pass over it
//! @make-customers                     customers that orders name are made
//! @system NAME                        whose ids they are, so that two files of one name are told apart
//! ```

use super::columns::{Columns, ColumnsError, Part};
use crate::domain::import::Target;
use crate::domain::text::fold;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

macro_rules! preset {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../assets/mappings/", $file, ".map")))),*]
    };
}

/// What other programs write, by the name of the mapping.
const PRESETS: [(&str, &str); 28] = preset![
    "cdnow",
    "fxiaoke-contacts",
    "fxiaoke-customers",
    "fxiaoke-opportunities",
    "google-contacts",
    "google-contacts-2023",
    "hubspot-companies",
    "hubspot-companies-zh",
    "hubspot-contacts",
    "hubspot-contacts-zh",
    "hubspot-deals",
    "hubspot-deals-zh",
    "icalendar",
    "mail",
    "outlook",
    "outlook-zh",
    "salesforce-accounts",
    "salesforce-accounts-zh",
    "salesforce-contacts",
    "salesforce-contacts-zh",
    "salesforce-opportunities",
    "salesforce-opportunities-zh",
    "vcard",
    "zoho-accounts",
    "zoho-contacts",
    "zoho-contacts-zh",
    "zoho-deals",
    "zoho-deals-zh",
];

/// What the columns of a file are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// What it is called.
    pub name: String,
    /// What the rows are, if it says so.
    pub target: Option<Target>,
    /// Customers that orders name are made.
    pub makes_customers: bool,
    /// The other system whose ids the rows bring, if it says so.
    #[serde(default)]
    pub system: String,
    /// Fields with the text of a row that says nothing of them.
    pub constants: Vec<(String, String)>,
    known_by: Vec<String>,
    values: Vec<Meaning>,
    pairs: Vec<Pair>,
}

/// A column and its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Pair {
    header: String,
    field: String,
    /// The file must have the column.
    must: bool,
}

/// A word that means another one in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Meaning {
    field: String,
    written: String,
    meant: String,
}

impl Mapping {
    /// Reads the text of a mapping; every column it names must be in the file.
    pub fn parse(text: &str) -> Result<Self, ColumnsError> {
        let mut mapping = Self::default();
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
        for (text, line) in lines.map(|(text, line)| (text.trim(), line)) {
            if !text.is_empty() && !text.starts_with('#') {
                mapping.line(text).ok_or(ColumnsError::BadMapping { line })?;
            }
        }
        Ok(mapping)
    }

    /// The text of a mapping that reads files with these columns as these of this file are read.
    pub fn written(columns: &Columns, file: &Path) -> String {
        let mapping = columns.mapping();
        let headers: Vec<&str> = columns.all().iter().map(|column| column.header.as_str()).collect();
        let mut lines = vec![format!("@as {}", columns.target()), format!("@known-by {}", headers.join(" | "))];
        lines.extend(mapping.makes_customers.then(|| "@make-customers".to_owned()));
        lines.extend(columns.brings_ids().then(|| format!("@system {}", columns.system(file))));
        lines.extend(mapping.constants.iter().map(|(field, text)| format!("@set {field} = {text}")));
        lines.extend(
            mapping
                .values
                .iter()
                .map(|Meaning { field, written, meant }| format!("@value {field} {written} = {meant}")),
        );
        let columns = columns.all().iter().filter(|column| column.part != Part::Label);
        lines.extend(columns.map(|column| format!("{} = {}", column.header, column.meaning().unwrap_or_default())));
        lines.join("\n") + "\n"
    }

    fn line(&mut self, text: &str) -> Option<()> {
        let Some(said) = text.strip_prefix('@') else {
            let (header, field) = pair(text)?;
            self.pairs.push(Pair { header, field, must: true });
            return Some(());
        };
        match said.split_once(' ').unwrap_or((said, "")) {
            ("make-customers", _) => self.makes_customers = true,
            ("system", name) => name.trim().clone_into(&mut self.system),
            ("as", target) => self.target = Some(target.parse().ok()?),
            ("known-by", headers) => self.known_by.extend(headers.split('|').map(|header| header.trim().to_owned())),
            ("set", constant) => self.constants.push(pair(constant)?),
            ("value", rest) => {
                let (field, rest) = rest.trim().split_once(' ')?;
                let (written, meant) = pair(rest)?;
                self.values.push(Meaning { field: field.to_owned(), written, meant });
            }
            _ => return None,
        }
        Some(())
    }

    /// The same by a name, for files that have the columns it is known by, or else all it names.
    pub fn saved(self, name: &str) -> Self {
        let known_by = if self.known_by.is_empty() {
            self.pairs.iter().map(|pair| pair.header.clone()).collect()
        } else {
            self.known_by
        };
        let pairs = self.pairs.into_iter().map(|pair| Pair { must: false, ..pair }).collect();
        Self { name: name.to_owned(), known_by, pairs, ..self }
    }

    /// What is said here, and where nothing is said what the mapping says that knows the file by its headers: one of
    /// those that were saved, else one of another program.
    pub fn for_headers(&self, headers: &[String], saved: &[Self]) -> Self {
        let presets: Vec<Self> = presets().collect();
        let knowing = |among: &[Self]| {
            let known = among.iter().filter(|mapping| mapping.knows(headers) && mapping.fits(self.target));
            known.max_by_key(|mapping| mapping.known_by.len()).cloned()
        };
        match knowing(saved).or_else(|| knowing(&presets)) {
            Some(known) => self.clone().over(known),
            None => self.clone(),
        }
    }

    fn knows(&self, headers: &[String]) -> bool {
        let there = |wanted: &String| headers.iter().any(|header| matches(wanted, header));
        !self.known_by.is_empty() && self.known_by.iter().all(there)
    }

    fn fits(&self, target: Option<Target>) -> bool {
        target.is_none() || self.target.is_none() || target == self.target
    }

    fn over(mut self, below: Self) -> Self {
        self.pairs.extend(below.pairs);
        self.constants.extend(below.constants);
        self.values.extend(below.values);
        Self {
            name: below.name,
            target: self.target.or(below.target),
            makes_customers: self.makes_customers || below.makes_customers,
            system: if self.system.is_empty() { below.system } else { self.system },
            ..self
        }
    }

    /// Says what a column brings, by the field's name; whatever else was said of it no longer counts.
    pub fn set(&mut self, header: &str, field: &str) {
        self.pairs.retain(|pair| fold(&pair.header) != fold(header));
        self.pairs.insert(0, Pair { header: header.to_owned(), field: field.to_owned(), must: true });
    }

    /// Says what a word of a field means, nothing to pass over it; whatever else was said of it no longer counts.
    pub fn mean(&mut self, field: &str, written: &str, meant: &str) {
        self.values.retain(|meaning| meaning.field != field || fold(&meaning.written) != fold(written));
        let [field, written, meant] = [field, written, meant].map(str::to_owned);
        self.values.insert(0, Meaning { field, written, meant });
    }

    /// What is said of a column: the name of its field, empty to leave it out.
    pub fn of(&self, header: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| matches(&pair.header, header)).map(|pair| pair.field.as_str())
    }

    /// What a word of a field means; nothing if it means itself.
    pub fn meant(&self, field: &str, written: &str) -> Option<&str> {
        let says = |meaning: &&Meaning| meaning.field == field && fold(&meaning.written) == fold(written);
        self.values.iter().find(says).map(|meaning| meaning.meant.as_str())
    }

    /// The first column that must be in the file and is not.
    pub fn absent(&self, headers: &[String]) -> Option<&str> {
        let there = |wanted: &str| headers.iter().any(|header| matches(wanted, header));
        self.pairs.iter().find(|pair| pair.must && !there(&pair.header)).map(|pair| pair.header.as_str())
    }
}

/// The mappings of what other programs write.
fn presets() -> impl Iterator<Item = Mapping> {
    // A preset that cannot be read would fail its test.
    PRESETS.into_iter().filter_map(|(name, text)| Some(Mapping::parse(text).ok()?.saved(name)))
}

/// The mappings that were saved in a folder; one that can no longer be read is as if it were not there.
pub fn saved_in(folder: &Path) -> Vec<Mapping> {
    let read = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?.to_owned();
        Some(Mapping::parse(&fs::read_to_string(&path).ok()?).ok()?.saved(&name))
    };
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| read(entry.ok()?.path())).collect()
}

fn pair(text: &str) -> Option<(String, String)> {
    text.rsplit_once('=').map(|(left, right)| (left.trim().to_owned(), right.trim().to_owned()))
}

/// Whether a header is the one meant; a `*` stands for any number, also none.
fn matches(wanted: &str, header: &str) -> bool {
    let (wanted, header) = (fold(wanted.trim()), fold(header.trim()));
    match wanted.split_once('*') {
        None => wanted == header,
        Some((before, after)) => {
            let between = header.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            between.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::columns::Columns;

    fn headers(text: &str) -> Vec<String> {
        text.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn every_preset_can_be_read_and_names_fields_there_are() {
        for (name, text) in PRESETS {
            let mapping = Mapping::parse(text).unwrap_or_else(|error| panic!("{name}: {error}")).saved(name);
            let named = mapping.pairs.iter().map(|pair| pair.header.replace('*', "1"));
            let named: Vec<String> = named.chain(mapping.known_by.iter().cloned()).collect();
            assert!(mapping.knows(&named), "{name}");
            let columns = Columns::recognise(&named, None, &mapping).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(Some(columns.target()), mapping.target, "{name}");
            for Meaning { field, .. } in &mapping.values {
                assert!(columns.header_of(field).is_some(), "{name}: {field}");
            }
        }
        assert_eq!(presets().count(), PRESETS.len());
    }

    #[test]
    fn a_file_is_read_as_the_program_writes_it_that_it_is_from() {
        for (text, name) in [
            (
                "First Name|Last Name|File As|Organization Name|Labels|Phone 1 - Label|Phone 1 - Value",
                "google-contacts",
            ),
            ("Title|First Name|Last Name|Job Title|Business Street|E-mail Address|E-mail 2 Address", "outlook"),
            ("名|姓|职务|商务电话|电子邮件地址", "outlook-zh"),
            ("Record ID|First Name|Last Name|Email|Contact owner", "hubspot-contacts"),
            ("客户名称|客户编号|客户级别|电话", "fxiaoke-customers"),
            ("Name|City", ""),
        ] {
            assert_eq!(Mapping::default().for_headers(&headers(text), &[]).name, name, "{text}");
        }
    }

    #[test]
    fn what_a_person_says_goes_before_what_was_saved_and_that_before_any_preset() {
        let headers = headers("名|姓|职务|商务电话|电子邮件地址|鞋码");
        let saved = Mapping::parse("鞋码 = custom.鞋码\n名 = name\n").unwrap().saved("ours");
        let said = Mapping::parse("鞋码 =\n").unwrap();
        let both = said.for_headers(&headers, std::slice::from_ref(&saved));
        assert_eq!((both.name.as_str(), both.of("鞋码"), both.of("名")), ("ours", Some(""), Some("name")));
    }

    #[test]
    fn a_line_that_is_no_line_of_a_mapping_is_named() {
        for text in ["a = b\nnonsense", "\n@as planets", "# x\n@value stage", "\n@set x", "\n@what is this"] {
            assert_eq!(Mapping::parse(text), Err(ColumnsError::BadMapping { line: 2 }), "{text}");
        }
    }
}
