//! What leaves a store: records to files of every format there is.
//!
//! A table holds records of one kind, under the columns by which `import` knows them: a CSV file is one, a workbook has
//! as many as are wanted, each on a sheet of its own. A calendar holds what is to be done; cards hold customers; JSON
//! Lines every noun as it is.

mod legend;
mod table;
mod wanted;

#[cfg(test)]
mod tests;

pub use legend::Legend;
pub use table::Cell;
pub use wanted::Wanted;

use super::csv::CsvWriter;
use super::icalendar::CalendarWriter;
use super::json_lines;
use super::vcard::CardWriter;
use super::xlsx::{BookWriter, MOST_ROWS};
use crate::domain::choice::{NotAChoice, choice};
use crate::domain::import::Target;
use crate::domain::item::Item;
use crate::domain::noun::Noun;
use std::io::{self, Write};
use std::path::Path;

choice! {
    /// A format of files.
    Format {
        /// Every noun, a record a line.
        JsonLines = "jsonl",
        /// A table as text.
        Csv = "csv",
        /// A table as a workbook.
        Xlsx = "xlsx",
        /// Cards of customers.
        VCard = "vcard",
        /// A calendar of what is to be done.
        Calendar = "ics",
    }
}

impl Format {
    /// The format the name of a file tells, else the one that holds everything.
    pub fn of(path: Option<&Path>) -> Result<Self, NotAChoice> {
        match path.and_then(Path::extension).map(|extension| extension.to_string_lossy().to_lowercase()).as_deref() {
            None => Ok(Self::JsonLines),
            Some("vcf") => Ok(Self::VCard),
            Some(extension) => extension.parse(),
        }
    }

    /// Whether it holds records of one kind, under columns.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }
}

/// What a file shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Its format.
    pub format: Format,
    /// What the rows of a table are; nothing for customers in a CSV file, and for all there is in a workbook.
    pub target: Option<Target>,
    /// A CSV file is for looking at in a spreadsheet program.
    pub safe: bool,
    /// It is about the whole store, not only about some customers and what hangs on them.
    pub of_all: bool,
}

impl Plan {
    /// A file of a format, of the whole store.
    pub fn new(format: Format) -> Self {
        Self { format, target: None, safe: false, of_all: true }
    }

    /// The nouns it is made of, in the order they are written: what is named by others comes first.
    pub fn nouns(self) -> Vec<Noun> {
        match self.format {
            Format::JsonLines if self.of_all => ALL.to_vec(),
            Format::JsonLines => Noun::OF_CUSTOMERS.to_vec(),
            Format::VCard => vec![Noun::Customer],
            Format::Calendar => vec![Noun::FollowUp],
            Format::Csv | Format::Xlsx => {
                let mut nouns: Vec<Noun> = self.tables().into_iter().map(table::noun).collect();
                nouns.dedup();
                nouns
            }
        }
    }

    /// What the rows of its tables are, table by table.
    fn tables(self) -> Vec<Target> {
        match (self.format, self.target) {
            (Format::JsonLines | Format::VCard | Format::Calendar, _) => Vec::new(),
            (Format::Csv | Format::Xlsx, Some(target)) => vec![target],
            (Format::Csv, None) => vec![Target::Customers],
            (Format::Xlsx, None) => {
                let wanted = |target: &Target| self.of_all || Noun::OF_CUSTOMERS.contains(&table::noun(*target));
                TABLES.into_iter().filter(wanted).collect()
            }
        }
    }

    /// Whether what it holds hangs on customers, so that a query can choose of it.
    pub fn can_be_chosen(self) -> bool {
        self.nouns().iter().all(|noun| Noun::OF_CUSTOMERS.contains(noun))
    }
}

/// The sheets of a workbook with all there is; those of one noun stand together.
const TABLES: [Target; 10] = [
    Target::Customers,
    Target::Contacts,
    Target::Deals,
    Target::Tickets,
    Target::Orders,
    Target::OrderLines,
    Target::Interactions,
    Target::FollowUps,
    Target::Products,
    Target::Users,
];

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

/// Why a file cannot be written on.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The disk, or whoever reads.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A sheet of a workbook holds no more rows.
    #[error("a sheet holds {most} rows")]
    SheetFull {
        /// So many, without the headers.
        most: u32,
    },
}

/// What is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Rows, cards, lines with a record.
    pub records: u64,
    /// Texts that were too long for a cell and are cut.
    pub cut: u64,
}

/// A file being written.
pub struct Outgoing<W: Write> {
    file: File<W>,
    legend: Legend,
    written: Written,
}

enum File<W: Write> {
    JsonLines(json_lines::Writer<W>),
    /// A table of such rows.
    Csv(Target, Box<CsvWriter<W>>),
    /// Sheets of such rows each.
    Xlsx(Vec<Target>, Box<BookWriter<W>>),
    Cards(CardWriter<W>),
    Calendar(CalendarWriter<W>),
}

impl<W: Write> Outgoing<W> {
    /// Begins a file.
    pub fn begin(plan: Plan, to: W, legend: Legend) -> io::Result<Self> {
        let file = match plan.format {
            Format::JsonLines => File::JsonLines(json_lines::Writer::begin(to, legend.store(), legend.now)?),
            Format::Csv => {
                let target = plan.target.unwrap_or(Target::Customers);
                File::Csv(target, Box::new(CsvWriter::begin(to, table::headers(target), plan.safe)?))
            }
            Format::Xlsx => {
                let tables = plan.tables();
                let sheets = tables.iter().map(|target| (target.slug(), table::headers(*target)));
                let (zone, currency) = (legend.settings.calendar.zone, legend.settings.currency);
                let book = BookWriter::begin(to, sheets, zone, currency)?;
                File::Xlsx(tables, Box::new(book))
            }
            Format::VCard => File::Cards(CardWriter::begin(to)),
            Format::Calendar => File::Calendar(CalendarWriter::begin(to)?),
        };
        Ok(Self { file, legend, written: Written::default() })
    }

    /// What the records are read by.
    pub fn legend(&mut self) -> &mut Legend {
        &mut self.legend
    }

    /// Adds a record, as far as the file is about such ones.
    pub fn item(&mut self, item: &Item) -> Result<(), OutgoingError> {
        let Self { file, legend, written } = self;
        written.records += match (file, item) {
            (File::JsonLines(file), item) => file.item(item).map(|()| 1)?,
            (File::Csv(target, file), item) => {
                let rows = table::rows(*target, item, legend);
                rows.iter().try_for_each(|row| file.row(row)).map(|()| rows.len() as u64)?
            }
            (File::Xlsx(tables, book), item) => {
                let mut count = 0;
                for (sheet, target) in tables.iter().enumerate() {
                    for row in table::rows(*target, item, legend) {
                        if book.is_full(sheet) {
                            return Err(OutgoingError::SheetFull { most: MOST_ROWS - 1 });
                        }
                        book.row(sheet, &row)?;
                        count += 1;
                    }
                }
                count
            }
            (File::Cards(file), Item::Customer(customer)) => u64::from(file.customer(customer, legend)?),
            (File::Calendar(file), Item::FollowUp(follow_up)) => u64::from(file.follow_up(follow_up, legend)?),
            (File::Cards(_) | File::Calendar(_), _) => 0,
        };
        Ok(())
    }

    /// Ends the file; where it went, and what is in it.
    pub fn end(self) -> io::Result<(W, Written)> {
        let (to, cut) = match self.file {
            File::JsonLines(file) => (file.end()?, 0),
            File::Csv(_, file) => (file.end()?, 0),
            File::Xlsx(_, book) => book.end()?,
            File::Cards(file) => (file.end()?, 0),
            File::Calendar(file) => (file.end()?, 0),
        };
        Ok((to, Written { cut, ..self.written }))
    }
}
