//! Bringing in what `export` took out: every noun, each record to the id it had.

use super::{Import, source, stopped};
use crate::cli::error::{Failure, Outcome};
use crate::cli::job::Job;
use crate::cli::session::Session;
use crate::domain::import::{KeptRow, Manner, RefusedRow, Target};
use crate::door::jobs::{Request, Rows, Start, Summary};
use crate::interop::beside::Beside;
use crate::interop::file::Options;
use crate::interop::json_lines::{File, Line, OpenError, Rejects};
use crate::interop::stopped::Stopped;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of lines a batch holds, about.
const HEAVY: usize = 1024 * 1024;
/// Refused records that are shown; all of them are in the file beside.
const SHOWN: usize = 10;

/// Whether a file is one of these, by its name.
pub fn is_one(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
}

/// Brings it in.
pub fn run(import: &Import, session: &Session) -> Outcome {
    if import.target.is_some() || import.map.is_some() {
        return Err(Failure::usage("json-lines-columns"));
    }
    let mut file = File::open(&import.file).map_err(|error| not_read(&import.file, error))?;
    let stopped = if import.resume {
        stopped(&import.file)?
    } else {
        Stopped::before(&import.file, &Options::default(), Manner::default())
    };
    // The rows say for themselves what they are.
    let about = Start::new(&source(&import.file), Target::Customers);
    let start = Start { dry_run: import.dry_run, continues: stopped.undo, ..about };
    let job = Job::start(session, start, file.size())?;
    let mut intake = Intake::new(&import.file, &file, import.dry_run, stopped);
    if let Err(failure) = intake.take_all(session, &mut file, &job) {
        return Err(job.abandon(failure));
    }
    let report = intake.end(job)?;
    report.tell(session, import.dry_run, file.is_cut_short())?;
    match report {
        Report { stopped: true, .. } => Err(Failure::failed("import-stopped")),
        Report { refused: 1.., .. } if import.strict => {
            Err(Failure::failed("rows-refused").with("count", report.refused))
        }
        _ => Ok(()),
    }
}

fn not_read(path: &Path, error: OpenError) -> Failure {
    let failed = |code| Failure::failed(code).with("file", path.display());
    match error {
        OpenError::Io(error) => failed("file").with("why", error),
        OpenError::NotAFile => failed("not-a-file"),
        OpenError::TooNew { found } => failed("json-lines-too-new").with("found", found),
    }
}

/// What came of it.
#[derive(Default)]
struct Report {
    read: u64,
    refused: u64,
    first_refused: Vec<RefusedRow>,
    reject_file: Option<PathBuf>,
    stopped: bool,
    summary: Summary,
}

/// Records on their way, each with its line in case it is refused.
struct Intake {
    beside: Beside<Rejects>,
    waiting: Vec<(KeptRow, String)>,
    /// Bytes of the lines that wait.
    weight: usize,
    report: Report,
    /// The line of the last row that was read.
    at: u64,
}

impl Intake {
    fn new(path: &Path, file: &File<fs::File>, dry_run: bool, stopped: Stopped) -> Self {
        let at = stopped.after_line;
        let beside = Beside::new(path, Rejects(file.header().cloned()), dry_run, stopped);
        Self { beside, waiting: Vec::new(), weight: 0, report: Report::default(), at }
    }

    fn take_all(&mut self, session: &Session, file: &mut File<fs::File>, job: &Job) -> Outcome {
        let store = file.header().map(|header| header.store.clone()).unwrap_or_default();
        while !job.is_stopped()
            && let Some(Line { number, text, row }) = file.next_line()?
        {
            if number <= self.beside.came_before() {
                continue;
            }
            self.at = number;
            self.report.read += 1;
            match row {
                Ok(row) => {
                    self.weight += text.len();
                    self.waiting.push((row, text));
                }
                Err(refused) => self.refuse(session, refused, &text)?,
            }
            if self.waiting.len() >= Request::BATCH || self.weight >= HEAVY {
                self.send(session, job, &store)?;
                job.at(file.bytes_read(), self.report.read);
            }
        }
        self.send(session, job, &store)
    }

    fn send(&mut self, session: &Session, job: &Job, store: &str) -> Outcome {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.weight = 0;
        let waiting = self.waiting.drain(..);
        let (texts, rows): (Vec<_>, Vec<_>) = waiting.map(|(row, text)| ((row.line, text), row)).unzip();
        let taken = job.batch(Rows::Kept { store: store.to_owned(), rows })?;
        for refused in taken.refused {
            let as_it_stood = texts.iter().find(|(line, _)| *line == refused.line);
            self.refuse(session, refused, as_it_stood.map_or("", |(_, text)| text))?;
        }
        Ok(self.beside.took(self.at, taken.undo)?)
    }

    fn refuse(&mut self, session: &Session, refused: RefusedRow, text: &str) -> Outcome {
        self.beside.refuse(text, &refused, &session.words.reason(&refused.why))?;
        self.report.refused += 1;
        if self.report.first_refused.len() < SHOWN {
            self.report.first_refused.push(refused);
        }
        Ok(())
    }

    fn end(mut self, job: Job) -> Result<Report, Failure> {
        self.report.stopped = job.is_stopped();
        self.report.summary = job.end(self.report.stopped)?;
        self.report.reject_file = self.beside.end(!self.report.stopped)?;
        Ok(self.report)
    }
}

impl Report {
    fn tell(&self, session: &Session, dry_run: bool, cut_short: bool) -> Outcome {
        let Summary { created, updated, unchanged, undo, .. } = self.summary;
        if session.out.is_json() {
            return session.out.json(&json!({
                "read": self.read,
                "created": created,
                "updated": updated,
                "unchanged": unchanged,
                "refused": self.refused,
                "reject_file": self.reject_file,
                "undo": undo,
                "dry_run": dry_run,
                "stopped": self.stopped,
                "cut_short": cut_short,
            }));
        }
        if dry_run {
            session.out.line(session.words.t("cli-import-dry"))?;
        }
        let rejects = self.reject_file.as_ref().map(|path| path.display().to_string());
        let rows = [
            ("cli-import-read", self.read.to_string()),
            ("cli-import-created", created.to_string()),
            ("cli-import-updated", updated.to_string()),
            ("cli-import-unchanged", unchanged.to_string()),
            ("cli-import-refused", self.refused.to_string()),
            ("cli-import-rejects", rejects.unwrap_or_default()),
            ("cli-import-undo", undo.map(|id| format!("callsheet undo {id}")).unwrap_or_default()),
        ];
        session.out.card(&rows.map(|(key, value)| (session.words.t(key), value)))?;
        if cut_short {
            session.out.line(session.words.t("cli-import-cut-short"))?;
        }
        self.refusals(session)
    }

    fn refusals(&self, session: &Session) -> Outcome {
        if self.first_refused.is_empty() {
            return Ok(());
        }
        let heads = ["cli-import-line", "cli-why"].map(|key| session.words.t(key));
        let row = |row: &RefusedRow| vec![row.line.to_string(), session.words.reason(&row.why)];
        session.out.line("")?;
        session.out.table(&heads, self.first_refused.iter().map(row))
    }
}
