//! Rows on their way from the file to the job, and those that are refused to their file.

use super::super::error::{Failure, Outcome};
use super::super::job::Job;
use super::super::session::Session;
use super::report::Report;
use super::stopped::Stopped;
use super::unusable;
use crate::domain::id::UndoId;
use crate::domain::import::{RefusedRow, Row};
use crate::door::jobs::{Request, Rows};
use crate::interop::columns::Columns;
use crate::interop::csv::Rejects;
use crate::interop::file::{ImportFile, Line};
use std::path::{Path, PathBuf};

/// Bytes of cells a batch holds, about: a file of huge rows needs no more memory than one of small ones.
const HEAVY: usize = 1024 * 1024;

/// Rows on their way, each with its cells in case it is refused.
pub struct Intake {
    rejects: Option<Rejects>,
    reject_path: PathBuf,
    report: Report,
    waiting: Vec<(Row, Vec<String>)>,
    /// Bytes of the cells that wait.
    weight: usize,
    /// Lines up to this one came in before the import was stopped.
    came_before: u64,
    /// The line of the last row that was taken or refused.
    done: u64,
}

impl Intake {
    /// For the rows of a file with these columns, behind those that came in before it was stopped.
    pub fn new(file: &Path, columns: &Columns, dry_run: bool, stopped: Option<Stopped>) -> Self {
        let reject_path = file.with_extension("rejected.csv");
        let came_before = stopped.map_or(0, |stopped| stopped.after_line);
        let rejects = (!dry_run).then(|| match came_before {
            0 => Rejects::new(&reject_path, columns),
            _ => Rejects::more(&reject_path, columns),
        });
        let report = Report::new(dry_run, (came_before > 0).then_some(came_before));
        Self { rejects, reject_path, report, waiting: Vec::new(), weight: 0, came_before, done: came_before }
    }

    /// Takes rows until the file ends or the person stops it; what was read by then is still taken.
    pub fn take_all(&mut self, session: &Session, file: &mut ImportFile, job: &Job) -> Outcome {
        let settings = session.settings()?;
        let reading = settings.reading(session.now);
        while !job.is_stopped()
            && let Some(line) = file.next(&reading)?
        {
            if line.number() <= self.came_before {
                continue;
            }
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
        self.done = cells.last().map_or(self.done, |(line, _)| *line);
        for refused in taken.refused {
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

    /// Ends the job, and notes where it was stopped or that it is done.
    pub fn end(mut self, job: Job, file: &Path) -> Result<Report, Failure> {
        self.report.stopped = job.is_stopped();
        self.report.summary = job.end(self.report.stopped)?;
        if self.report.stopped && self.rejects.is_some() {
            Stopped::write(file, self.done, self.report.summary.undo)?;
        } else if self.rejects.is_some() {
            Stopped::forget(file);
        }
        let ended = self.rejects.map(Rejects::finish).transpose();
        self.report.reject_file = ended.map_err(|error| unusable(&self.reject_path, error))?.flatten();
        Ok(self.report)
    }

    /// Notes where an import that failed can be gone on with.
    pub fn note_where(&self, file: &Path, undo: Option<UndoId>) {
        if self.done > 0 && undo.is_some() {
            // The failure that ended it is the one to tell.
            let _ = Stopped::write(file, self.done, undo);
        }
    }
}
