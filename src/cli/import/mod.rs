//! `import`: rows of a file become records; one undo takes them all back.

mod report;

use super::error::{Failure, Outcome};
use super::job::Job;
use super::session::Session;
use crate::domain::import::{RefusedRow, Row, Target};
use crate::door::jobs::{Request, Rows, Start};
use crate::interop::columns::Mapping;
use crate::interop::csv::{CsvError, CsvFile, Options, Rejects};
use clap::Args;
use report::Report;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Bring a file in.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet import customers.csv --dry-run")]
pub struct Import {
    /// A CSV file: any delimiter, any usual encoding
    file: PathBuf,
    /// What the rows are; told from the headers when left out: customers, contacts, interactions,
    /// deals, orders, order-lines, products, follow-ups, users or tickets
    #[arg(long = "as", value_name = "WHAT")]
    target: Option<Target>,
    /// A file with a line HEADER = FIELD for each column that is not recognised
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Exit with 1 when rows were refused
    #[arg(long)]
    strict: bool,
}

/// Bytes of cells a batch holds, about: a file of huge rows needs no more memory than one of small ones.
const HEAVY: usize = 1024 * 1024;

impl Import {
    /// Opens the file first, so that a wrong one never touches the store.
    pub fn run(self, session: &Session) -> Outcome {
        let mapping = self.map.as_deref().map(read_mapping).transpose()?.unwrap_or_default();
        let mut file = CsvFile::open(&self.file, &Options { target: self.target, mapping })?;
        let report = self.bring_in(session, &mut file)?;
        report.tell(session, &file)?;
        match report {
            Report { stopped: true, .. } => Err(Failure::failed("import-stopped")),
            Report { refused: 1.., .. } if self.strict => {
                Err(Failure::failed("rows-refused").with("count", report.refused))
            }
            _ => Ok(()),
        }
    }

    fn bring_in(&self, session: &Session, file: &mut CsvFile<File>) -> Result<Report, Failure> {
        let source = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let start = Start { source, target: file.columns().target(), dry_run: self.dry_run };
        let reject_path = self.file.with_extension("rejected.csv");
        let rejects = (!self.dry_run).then(|| Rejects::new(&reject_path, file.columns()));
        let report = Report::new(self.dry_run);
        let mut intake = Intake { rejects, reject_path, report, waiting: Vec::new(), weight: 0 };
        let job = Job::start(session, start, file.size())?;
        if let Err(failure) = intake.take_all(session, file, &job) {
            return Err(job.abandon(failure));
        }
        intake.end(job)
    }
}

/// Rows on their way, each with its cells in case it is refused.
struct Intake {
    rejects: Option<Rejects>,
    reject_path: PathBuf,
    report: Report,
    waiting: Vec<(Row, Vec<String>)>,
    /// Bytes of the cells that wait.
    weight: usize,
}

impl Intake {
    fn take_all(&mut self, session: &Session, file: &mut CsvFile<File>, job: &Job) -> Outcome {
        let settings = session.settings()?;
        let reading = settings.reading(session.now);
        while let Some(line) = file.next(&reading)? {
            self.report.read += 1;
            match line.row {
                Ok(row) => {
                    self.weight += line.cells.iter().map(String::len).sum::<usize>();
                    self.waiting.push((row, line.cells));
                }
                Err(refused) => self.refuse(session, refused, &line.cells)?,
            }
            if self.waiting.len() >= Request::BATCH || self.weight >= HEAVY {
                self.send(session, job)?;
                job.at(file.bytes_read());
            }
            if job.is_stopped() {
                return Ok(());
            }
        }
        self.send(session, job)
    }

    fn send(&mut self, session: &Session, job: &Job) -> Outcome {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.weight = 0;
        let waiting = self.waiting.drain(..);
        let (cells, rows): (Vec<_>, Vec<_>) = waiting.map(|(row, cells)| ((row.line, cells), row)).unzip();
        for refused in job.batch(Rows::Drafts(rows))?.refused {
            let as_it_stood = cells.iter().find(|(line, _)| *line == refused.line);
            self.refuse(session, refused, as_it_stood.map_or(&[], |(_, cells)| cells))?;
        }
        Ok(())
    }

    fn refuse(&mut self, session: &Session, refused: RefusedRow, cells: &[String]) -> Outcome {
        if let Some(rejects) = &mut self.rejects {
            rejects
                .write(cells, &refused, &session.words.reason(&refused.why))
                .map_err(|error| unusable(&self.reject_path, error))?;
        }
        self.report.refuse(refused);
        Ok(())
    }

    fn end(mut self, job: Job) -> Result<Report, Failure> {
        self.report.stopped = job.is_stopped();
        self.report.summary = job.end(self.report.stopped)?;
        let ended = self.rejects.map(Rejects::finish).transpose();
        self.report.reject_file = ended.map_err(|error| unusable(&self.reject_path, error))?.flatten();
        Ok(self.report)
    }
}

fn unusable(path: &Path, error: std::io::Error) -> Failure {
    Failure::failed("file").with("file", path.display()).with("why", error)
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| unusable(path, error))?;
    Mapping::parse(&text).map_err(|error| Failure::failed("file").with("file", path.display()).because(error))
}

impl From<CsvError> for Failure {
    fn from(error: CsvError) -> Self {
        let failed = |code, file: String| Self::failed(code).with("file", file);
        match error {
            CsvError::Io { file, error } => failed("file", file).with("why", error),
            CsvError::NotAFile { file, .. } => failed("not-a-file", file),
            CsvError::Empty { file } => failed("empty-file", file),
            CsvError::NotText { file } => failed("not-text", file),
            CsvError::Header { file, fault } => failed("header", file).because(fault),
            CsvError::Columns { file, error } => failed("columns", file).because(error),
        }
    }
}
