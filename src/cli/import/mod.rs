//! `import`: rows of a file become records; one undo takes them all back.

mod intake;
mod report;

use super::error::{Failure, Outcome};
use super::fields::assignment;
use super::job::Job;
use super::session::{Session, unexpected};
use crate::config::mappings_dir;
use crate::domain::import::{Manner, MatchBy, Only, Target};
use crate::door::jobs::Start;
use crate::door::users;
use crate::interop::beside::Unwritable;
use crate::interop::csv::{Dialect, delimiter_called, encoding_called};
use crate::interop::file::{FileError, Format, Options};
use crate::interop::incoming::{Incoming, holds_records};
use crate::interop::mapping::{Mapping, saved_in};
use crate::interop::stopped::Stopped;
use clap::Args;
use encoding_rs::Encoding;
use intake::Intake;
use report::Report;
use std::fs;
use std::path::{Path, PathBuf};

/// Bring a file in.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet import customers.csv --dry-run")]
pub struct Import {
    /// A file; its format, encoding and columns are told by themselves. A JSON Lines file is one export wrote
    file: PathBuf,
    /// What the rows are; told from the headers when left out: customers, contacts, interactions,
    /// deals, orders, order-lines, products, follow-ups, users or tickets
    #[arg(long = "as", value_name = "WHAT")]
    target: Option<Target>,
    /// A mapping file with a line HEADER = FIELD for each column that is not recognised, or the name of a saved one
    #[arg(long, value_name = "FILE|NAME")]
    map: Option<PathBuf>,
    /// Save how the columns are read under this name, for files that have them
    #[arg(long, value_name = "NAME")]
    save_map: Option<String>,
    /// What every row says that does not say otherwise, e.g. currency=USD
    #[arg(long, value_name = "FIELD=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Take new rows only (create), or known ones only (update)
    #[arg(long, value_name = "create|update")]
    only: Option<Only>,
    /// Match customers by this alone: id, phone, email or name
    #[arg(long, value_name = "WHAT")]
    by: Option<MatchBy>,
    /// Make the customers that orders name and nobody knows
    #[arg(long)]
    make_customers: bool,
    /// The other system whose ids the file brings; by the file's name when left out
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// What stands between two cells, if it is not told by itself: a character, tab or space
    #[arg(long, value_name = "MARK", value_parser = delimiter_called)]
    delimiter: Option<char>,
    /// What stands around a cell, if it is not told by itself
    #[arg(long, value_name = "MARK")]
    quote: Option<char>,
    /// The encoding, if it is not told by itself: utf-8, gb18030, latin1
    #[arg(long, value_name = "NAME", value_parser = encoding_called)]
    encoding: Option<&'static Encoding>,
    /// The sheet of a workbook, by its name or its number; the first one when left out
    #[arg(long, value_name = "NAME|NUMBER")]
    sheet: Option<String>,
    /// Go on with an import of this file that was stopped, as it was begun
    #[arg(long, conflicts_with = "dry_run")]
    resume: bool,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Exit with 1 when rows were refused
    #[arg(long)]
    strict: bool,
}

impl Import {
    /// Opens the file first, so that a wrong one never touches the store.
    pub fn run(self, session: &Session) -> Outcome {
        if holds_records(&self.file) && self.is_about_cells() {
            return Err(Failure::usage("json-lines-columns"));
        }
        let stopped = self.resume.then(|| stopped(&self.file)).transpose()?;
        let options = match &stopped {
            Some(stopped) => self.completed(session, stopped.options.clone())?,
            None => self.options(session)?,
        };
        let file = Incoming::open(&self.file, &options)?;
        if let (Some(name), Incoming::Table(file)) = (&self.save_map, &file) {
            save_mapping(name, &Mapping::written(file.table().columns(), &self.file))?;
        }
        let from = stopped.unwrap_or_else(|| Stopped::before(&self.file, &options, self.manner(&file)));
        let (report, file) = self.bring_in(session, file, from)?;
        report.tell(session, &file, &self.file)?;
        match report {
            Report { stopped: true, .. } => Err(Failure::failed("import-stopped")),
            Report { refused: 1.., .. } if self.strict => {
                Err(Failure::failed("rows-refused").with("count", report.refused))
            }
            _ => Ok(()),
        }
    }

    /// Whether anything is said of rows of cells, which records are not: it would go unheard.
    fn is_about_cells(&self) -> bool {
        let Self { target, map, save_map, set, by, make_customers, system, .. } = self;
        let Self { delimiter, quote, encoding, sheet, .. } = self;
        let rows = target.is_some() || !set.is_empty() || by.is_some() || *make_customers || system.is_some();
        let columns = map.is_some() || save_map.is_some();
        rows || columns || sheet.is_some() || delimiter.is_some() || quote.is_some() || encoding.is_some()
    }

    fn options(&self, session: &Session) -> Result<Options, Failure> {
        let mut mapping = self.map.as_deref().map(read_mapping).transpose()?.unwrap_or_default();
        mapping.constants.extend(self.set.iter().cloned());
        mapping.makes_customers |= self.make_customers;
        mapping.system = self.system.clone().unwrap_or(mapping.system);
        let dialect = Dialect { delimiter: self.delimiter, quote: self.quote, encoding: self.encoding };
        let said = Options { target: self.target, mapping, dialect, sheet: self.sheet.clone(), ..Options::default() };
        self.completed(session, said)
    }

    /// What is said of the file, with what is known without being said.
    fn completed(&self, session: &Session, said: Options) -> Result<Options, Failure> {
        let own_addresses = match Format::of(&self.file) {
            Ok(Format::Mail | Format::Calendar) => own_addresses(session)?,
            // A file that is not there is told when it is opened.
            _ => Vec::new(),
        };
        let saved = mappings_dir().map(|folder| saved_in(&folder)).unwrap_or_default();
        Ok(Options { saved, own_addresses, ..said })
    }

    fn manner(&self, file: &Incoming) -> Manner {
        let makes_customers = match file {
            Incoming::Table(file) => file.table().columns().mapping().makes_customers,
            Incoming::Kept(_) => false,
        };
        Manner { only: self.only, by: self.by, makes_customers }
    }

    fn bring_in(&self, session: &Session, file: Incoming, stopped: Stopped) -> Result<(Report, Incoming), Failure> {
        let start = Start {
            system: file.system(&self.file),
            dry_run: self.dry_run,
            manner: stopped.manner,
            continues: stopped.undo,
            ..Start::new(&source(&self.file), file.target())
        };
        let mut intake = Intake::new(&self.file, &file, self.dry_run, stopped);
        let job = Job::start(session, start, file.size())?;
        match intake.take_all(session, file, &job) {
            Ok(file) => Ok((intake.end(job)?, file)),
            Err(failure) => Err(job.abandon(failure)),
        }
    }
}

/// Where rows come from, as the audit log and the undo name it.
fn source(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Where the import of a file was stopped.
fn stopped(file: &Path) -> Result<Stopped, Failure> {
    let failed = |code| Failure::failed(code).with("file", file.display());
    let stopped = Stopped::read(file).ok_or_else(|| failed("nothing-stopped"))?;
    if stopped.is_of(file) { Ok(stopped) } else { Err(failed("file-changed")) }
}

/// The addresses of everybody who works here.
fn own_addresses(session: &Session) -> Result<Vec<String>, Failure> {
    match session.ask(users::Request::List)? {
        users::Response::List { users, .. } => {
            Ok(users.into_iter().map(|user| user.email).filter(|address| !address.is_empty()).collect())
        }
        _ => Err(unexpected()),
    }
}

fn unusable(path: &Path, error: std::io::Error) -> Failure {
    Failure::failed("file").with("file", path.display()).with("why", error)
}

/// A mapping: a file, or one that was saved under this name.
fn read_mapping(given: &Path) -> Result<Mapping, Failure> {
    let saved = given.to_str().and_then(|name| mappings_dir().map(|folder| folder.join(format!("{name}.map"))));
    let path = match saved {
        Some(saved) if !given.exists() && saved.exists() => saved,
        _ => given.to_owned(),
    };
    let text = fs::read_to_string(&path).map_err(|error| unusable(&path, error))?;
    Mapping::parse(&text).map_err(|error| Failure::failed("file").with("file", path.display()).because(error))
}

fn save_mapping(name: &str, text: &str) -> Outcome {
    let bad_name = name.is_empty() || name.starts_with('.') || name.contains('/');
    let folder = mappings_dir().filter(|_| !bad_name);
    let folder = folder.ok_or_else(|| Failure::usage("bad-name").with("given", name))?;
    let path = folder.join(format!("{name}.map"));
    fs::create_dir_all(&folder).and_then(|()| fs::write(&path, text)).map_err(|error| unusable(&path, error))
}

impl From<Unwritable> for Failure {
    fn from(Unwritable { path, error }: Unwritable) -> Self {
        unusable(&path, error)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let failed = |code, file: String| Self::failed(code).with("file", file);
        match error {
            FileError::Io { file, error } => failed("file", file).with("why", error),
            FileError::NotAFile { file } => failed("not-a-file", file),
            FileError::Empty { file } => failed("empty-file", file),
            FileError::NotText { file } => failed("not-text", file),
            FileError::Workbook { file, why } => failed("file", file).because(why),
            FileError::Header { file, fault } => failed("header", file).because(fault),
            FileError::TooNew { file, found } => failed("json-lines-too-new", file).with("found", found),
            FileError::Columns { file, error } => failed("columns", file).because(error),
        }
    }
}
