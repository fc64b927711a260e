//! Rows on their way from the file to the job, and those that are refused to their file.

use super::super::error::{Failure, Outcome};
use super::super::job::Job;
use super::super::session::Session;
use super::report::Report;
use crate::domain::import::{RefusedRow, Row};
use crate::door::jobs::{Request, Rows};
use crate::interop::beside::Beside;
use crate::interop::columns::Columns;
use crate::interop::csv::Rejects;
use crate::interop::file::{ImportFile, Line};
use crate::interop::stopped::Stopped;
use std::path::Path;

/// Bytes of cells a batch holds, about: a file of huge rows needs no more memory than one of small ones.
const HEAVY: usize = 1024 * 1024;

/// Rows on their way, each with its cells in case it is refused.
pub struct Intake {
    beside: Beside<Rejects>,
    report: Report,
    waiting: Vec<(Row, Vec<String>)>,
    /// Bytes of the cells that wait.
    weight: usize,
    /// The line of the last row that was read.
    at: u64,
}

impl Intake {
    /// For the rows of a file with these columns, behind those that came in before it was stopped.
    pub fn new(file: &Path, columns: &Columns, dry_run: bool, stopped: Stopped) -> Self {
        let (at, report) = (stopped.after_line, Report::new(dry_run, stopped.after_line));
        let beside = Beside::new(file, Rejects(columns.clone()), dry_run, stopped);
        Self { beside, report, waiting: Vec::new(), weight: 0, at }
    }

    /// Takes rows until the file ends or the person stops it; what was read by then is still taken.
    pub fn take_all(&mut self, session: &Session, file: &mut ImportFile, job: &Job) -> Outcome {
        let settings = session.settings()?;
        let reading = settings.reading(session.now);
        while !job.is_stopped()
            && let Some(line) = file.next(&reading)?
        {
            if line.number() <= self.beside.came_before() {
                continue;
            }
            self.at = line.number();
            self.report.read += 1;
            self.take(session, line)?;
            if self.waiting.len() >= Request::BATCH || self.weight >= HEAVY {
                self.send(session, job)?;
                job.at(file.table().read(), self.report.read);
            }
        }
        self.send(session, job)
    }

    fn take(&mut self, session: &Session, line: Line) -> Outcome {
        match line.row {
            Ok(row) => {
                self.weight += line.cells.iter().map(String::len).sum::<usize>();
                self.waiting.push((row, line.cells));
                Ok(())
            }
            Err(refused) => self.refuse(session, refused, &line.cells),
        }
    }

    fn send(&mut self, session: &Session, job: &Job) -> Outcome {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.weight = 0;
        let waiting = self.waiting.drain(..);
        let (cells, rows): (Vec<_>, Vec<_>) = waiting.map(|(row, cells)| ((row.line, cells), row)).unzip();
        let taken = job.batch(Rows::Drafts(rows))?;
        for refused in taken.refused {
            let as_it_stood = cells.iter().find(|(line, _)| *line == refused.line);
            self.refuse(session, refused, as_it_stood.map_or(&[], |(_, cells)| cells))?;
        }
        Ok(self.beside.took(self.at, taken.undo)?)
    }

    fn refuse(&mut self, session: &Session, refused: RefusedRow, cells: &[String]) -> Outcome {
        self.beside.refuse(cells, &refused, &session.words.reason(&refused.why))?;
        self.report.refuse(refused);
        Ok(())
    }

    /// Ends the job. Of one that was stopped the note stays.
    pub fn end(mut self, job: Job) -> Result<Report, Failure> {
        self.report.stopped = job.is_stopped();
        self.report.summary = job.end(self.report.stopped)?;
        self.report.reject_file = self.beside.end(!self.report.stopped)?;
        Ok(self.report)
    }
}
