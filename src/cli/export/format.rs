//! The formats there are, and what each holds.

use super::place::Place;
use crate::cli::error::Failure;
use crate::domain::choice::choice;
use crate::domain::item::Item;
use crate::domain::noun::Noun;
use crate::domain::time::Timestamp;
use crate::door::export::Request;
use crate::interop::json_lines;
use std::io;
use std::path::Path;

choice! {
    /// A format of files.
    Format {
        /// Every noun, a record a line.
        JsonLines = "jsonl",
    }
}

impl Format {
    /// The format asked for, else the one the file's name tells, else the one that holds everything.
    pub fn of(given: Option<Self>, path: Option<&Path>) -> Result<Self, Failure> {
        let extension = path.and_then(Path::extension).map(|extension| extension.to_string_lossy().into_owned());
        match (given, extension) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Self::JsonLines),
            (None, Some(extension)) => extension.parse().map_err(|_| {
                Failure::usage("export-format").with("given", extension).with("known", Self::SLUGS.join(", "))
            }),
        }
    }

    /// The nouns it holds, in the order they are written: what is named by others comes first.
    pub fn nouns(self, of_all: bool) -> &'static [Noun] {
        match self {
            Self::JsonLines if of_all => &ALL,
            Self::JsonLines => &Request::OF_CUSTOMERS,
        }
    }
}

/// Every noun: settings and people first, then customers, then what hangs on them.
const ALL: [Noun; 15] = [
    Noun::Settings,
    Noun::Team,
    Noun::User,
    Noun::View,
    Noun::Customer,
    Noun::Product,
    Noun::Deal,
    Noun::Ticket,
    Noun::Order,
    Noun::List,
    Noun::Interaction,
    Noun::FollowUp,
    Noun::Member,
    Noun::Attempt,
    Noun::DoNotContact,
];

/// A file being written in one of the formats.
pub enum Sheet<'a> {
    JsonLines(json_lines::Writer<Place<'a>>),
}

impl<'a> Sheet<'a> {
    /// Begins one of this store's records.
    pub fn begin(format: Format, place: Place<'a>, store: &str, at: Timestamp) -> io::Result<Self> {
        match format {
            Format::JsonLines => json_lines::Writer::begin(place, store, at).map(Self::JsonLines),
        }
    }

    /// Adds a record.
    pub fn item(&mut self, item: &Item) -> io::Result<()> {
        match self {
            Self::JsonLines(writer) => writer.item(item),
        }
    }

    /// Ends it, and hands back where it went.
    pub fn end(self) -> io::Result<Place<'a>> {
        match self {
            Self::JsonLines(writer) => writer.end(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_is_in_a_file_of_everything_once() {
        let mut nouns = ALL;
        nouns.sort_unstable();
        assert_eq!(nouns, *Noun::ALL);
    }
}
