//! What leaves a store: records to files of every format there is.
//!
//! A table (CSV, XLSX) holds records of one kind, under the columns by which `import` knows them; a calendar what is
//! to be done; cards hold customers; JSON Lines every noun as it is.

mod legend;
mod table;

#[cfg(test)]
mod tests;

pub use legend::Legend;
pub use table::Cell;

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
    /// What the rows of a table are.
    pub target: Target,
    /// A CSV file is for looking at in a spreadsheet program.
    pub safe: bool,
}

impl Plan {
    /// A file of a format; a table of customers.
    pub fn new(format: Format) -> Self {
        Self { format, target: Target::Customers, safe: false }
    }

    /// The nouns it is made of, in the order they are written: what is named by others comes first.
    pub fn nouns(self, of_all: bool) -> &'static [Noun] {
        match self.format {
            Format::JsonLines if of_all => &ALL,
            Format::JsonLines => &Noun::OF_CUSTOMERS,
            Format::VCard => &[Noun::Customer],
            Format::Calendar => &[Noun::FollowUp],
            Format::Csv | Format::Xlsx => match self.target {
                Target::Customers | Target::Contacts => &[Noun::Customer],
                Target::Interactions => &[Noun::Interaction],
                Target::Deals => &[Noun::Deal],
                Target::Orders | Target::OrderLines => &[Noun::Order],
                Target::Products => &[Noun::Product],
                Target::FollowUps => &[Noun::FollowUp],
                Target::Users => &[Noun::User],
                Target::Tickets => &[Noun::Ticket],
            },
        }
    }

    /// Whether what it holds hangs on customers, so that a query can choose of it.
    pub fn can_be_chosen(self) -> bool {
        self.nouns(false).iter().all(|noun| Noun::OF_CUSTOMERS.contains(noun))
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
    sheet: Sheet<W>,
    target: Target,
    legend: Legend,
    written: Written,
}

enum Sheet<W: Write> {
    JsonLines(json_lines::Writer<W>),
    Csv(Box<CsvWriter<W>>),
    Xlsx(Box<BookWriter<W>>),
    Cards(CardWriter<W>),
    Calendar(CalendarWriter<W>),
}

impl<W: Write> Outgoing<W> {
    /// Begins a file.
    pub fn begin(plan: Plan, to: W, legend: Legend) -> io::Result<Self> {
        let target = plan.target;
        let headers = table::columns(target).into_iter().map(|column| column.name);
        let sheet = match plan.format {
            Format::JsonLines => Sheet::JsonLines(json_lines::Writer::begin(to, legend.store(), legend.now)?),
            Format::Csv => Sheet::Csv(Box::new(CsvWriter::begin(to, headers, plan.safe)?)),
            Format::Xlsx => {
                let (zone, currency) = (legend.settings.calendar.zone, legend.settings.currency);
                Sheet::Xlsx(Box::new(BookWriter::begin(to, target.slug(), headers, zone, currency)?))
            }
            Format::VCard => Sheet::Cards(CardWriter::begin(to)),
            Format::Calendar => Sheet::Calendar(CalendarWriter::begin(to)?),
        };
        Ok(Self { sheet, target, legend, written: Written::default() })
    }

    /// What the records are read by.
    pub fn legend(&mut self) -> &mut Legend {
        &mut self.legend
    }

    /// Adds a record, as far as the file is about such ones.
    pub fn item(&mut self, item: &Item) -> Result<(), OutgoingError> {
        let Self { sheet, target, legend, written } = self;
        written.records += match (sheet, item) {
            (Sheet::JsonLines(file), item) => file.item(item).map(|()| 1)?,
            (Sheet::Csv(file), item) => {
                let rows = table::rows(*target, item, legend);
                rows.iter().try_for_each(|row| file.row(row)).map(|()| rows.len() as u64)?
            }
            (Sheet::Xlsx(file), item) => {
                let rows = table::rows(*target, item, legend);
                for row in &rows {
                    if file.is_full() {
                        return Err(OutgoingError::SheetFull { most: MOST_ROWS - 1 });
                    }
                    file.row(row)?;
                }
                rows.len() as u64
            }
            (Sheet::Cards(file), Item::Customer(customer)) => u64::from(file.customer(customer, legend)?),
            (Sheet::Calendar(file), Item::FollowUp(follow_up)) => u64::from(file.follow_up(follow_up, legend)?),
            (Sheet::Cards(_) | Sheet::Calendar(_), _) => 0,
        };
        Ok(())
    }

    /// Ends the file; where it went, and what is in it.
    pub fn end(self) -> io::Result<(W, Written)> {
        let (to, cut) = match self.sheet {
            Sheet::JsonLines(file) => (file.end()?, 0),
            Sheet::Csv(file) => (file.end()?, 0),
            Sheet::Xlsx(file) => file.end()?,
            Sheet::Cards(file) => (file.end()?, 0),
            Sheet::Calendar(file) => (file.end()?, 0),
        };
        Ok((to, Written { cut, ..self.written }))
    }
}
