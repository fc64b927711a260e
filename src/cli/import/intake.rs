//! Rows on their way from the file to the job, and those that are refused to their file.

use super::super::error::{Failure, Outcome};
use super::super::job::Job;
use super::super::session::Session;
use super::report::Report;
use crate::domain::import::RefusedRow;
use crate::door::jobs::Taken;
use crate::interop::ahead::{Ahead, Next};
use crate::interop::beside::Beside;
use crate::interop::incoming::{Batch, Incoming, Stood};
use crate::interop::stopped::Stopped;
use std::path::{Path, PathBuf};

/// Rows on their way.
pub struct Intake {
    path: PathBuf,
    beside: Beside,
    report: Report,
}

impl Intake {
    /// For the rows of a file behind those that came in before it was stopped.
    pub fn new(path: &Path, file: &Incoming, dry_run: bool, stopped: Stopped) -> Self {
        let report = Report::new(dry_run, stopped.after_line);
        Self { path: path.to_owned(), beside: Beside::new(path, file.rejects(), dry_run, stopped), report }
    }

    /// Takes rows until the file ends or the person stops it; the file, as far as it is read.
    pub fn take_all(&mut self, session: &Session, file: Incoming, job: &Job) -> Result<Incoming, Failure> {
        let settings = session.settings()?.clone();
        let behind = self.beside.came_before();
        let coming = Ahead::read(file, &self.path, behind, settings, session.now, job.stopped());
        loop {
            match coming.next()? {
                Next::Rows(batch) if !job.is_stopped() => self.take(session, batch, job)?,
                Next::Rows(_) => {}
                Next::End(file) => return Ok(*file),
            }
        }
    }

    fn take(&mut self, session: &Session, batch: Batch, job: &Job) -> Outcome {
        let Batch { rows, refused, stood, read } = batch;
        self.report.read += stood.len() as u64;
        self.refuse(session, refused, &stood)?;
        let taken = if rows.is_empty() { Taken::default() } else { job.batch(rows)? };
        self.refuse(session, taken.refused, &stood)?;
        self.beside.took(stood.last_line(), taken.undo)?;
        job.at(read, self.report.read);
        Ok(())
    }

    fn refuse(&mut self, session: &Session, refused: Vec<RefusedRow>, stood: &Stood) -> Outcome {
        for row in refused {
            self.beside.refuse(stood.cells(row.line), &row, &session.words.reason(&row.why))?;
            self.report.refuse(row);
        }
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
