//! `duplicates`: customers that are there twice.

use super::bulk::{End, finish};
use super::error::{Failure, Outcome};
use super::fields::between;
use super::session::{Session, unexpected};
use crate::domain::duplicate::{Evidence, Pair};
use crate::domain::time::Timestamp;
use crate::door::duplicates::{self, Listed, Request, Response, Row};
use crate::door::refusal::Candidate;
use clap::Args;
use serde::Serialize;

/// Show customers that are there twice, merge them, or say that they are not the same.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet duplicates --limit 50
         callsheet duplicates --of 10432
         callsheet duplicates --not-same 10432 10977
         callsheet duplicates --merge-certain --dry-run")]
pub struct Duplicates {
    /// Only those of one customer
    #[arg(long, value_name = "CUSTOMER", group = "what")]
    of: Option<String>,
    /// Merge every pair that is certain; one undo for all
    #[arg(long, group = "what")]
    merge_certain: bool,
    /// Two customers that are not the same; they are not shown again
    #[arg(long, num_args = 2, value_names = ["A", "B"], group = "what")]
    not_same: Option<Vec<String>>,
    /// Only show what would be merged
    #[arg(long, requires = "merge_certain")]
    dry_run: bool,
    /// Merge without asking
    #[arg(long, requires = "merge_certain", conflicts_with = "dry_run")]
    yes: bool,
    /// The least score, 0 to 100; 60 to show a pair and 85 to merge it when left out
    #[arg(long, value_parser = between::<u8>(1..=100))]
    least: Option<u8>,
    /// Pairs at most
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Look through all customers again, not only at what was found last
    #[arg(long)]
    again: bool,
}

impl Duplicates {
    /// Does what was asked for.
    pub fn run(self, session: &Session) -> Outcome {
        if let Some([one, other]) = self.not_same.as_deref() {
            return keep_apart(one, other, session);
        }
        if let Some(customer) = &self.of {
            let Response::Found(rows) = session.ask(Request::Of(session.customer(customer)?))? else {
                return Err(unexpected());
            };
            let listed = Listed { open: rows.len(), rows, ..Listed::default() };
            return show(session, &listed);
        }
        self.look(session)?;
        if self.merge_certain { self.merge_all(session) } else { self.list(session) }
    }

    /// Looks through all customers, where nobody did yet.
    fn look(&self, session: &Session) -> Outcome {
        let Response::Listed(known) = session.ask(Request::List { from: 0, limit: 0, least: Pair::LIKELY })? else {
            return Err(unexpected());
        };
        if self.again || known.at.is_none() {
            session.ask_stoppable::<Response>(Request::Find)?;
        }
        Ok(())
    }

    fn list(&self, session: &Session) -> Outcome {
        let least = self.least.unwrap_or(Pair::LIKELY);
        match session.ask(Request::List { from: 0, limit: self.limit, least })? {
            Response::Listed(listed) => show(session, &listed),
            _ => Err(unexpected()),
        }
    }

    /// A person sees what would be merged and is asked; a script has decided.
    fn merge_all(&self, session: &Session) -> Outcome {
        let least = self.least.unwrap_or(Pair::CERTAIN);
        if self.dry_run {
            return preview(session, &asked(session, Request::PreviewMerge(least))?);
        }
        if !self.yes && session.has_a_person() {
            let outcome = asked(session, Request::PreviewMerge(least))?;
            preview(session, &outcome)?;
            let question = session.words.tf("cli-duplicates-question", &[("count", outcome.matched.into())]);
            if outcome.matched == 0 || !session.confirmed(&question)? {
                return Ok(());
            }
        }
        merged(session, asked(session, Request::MergeAll(least))?)
    }
}

fn keep_apart(one: &str, other: &str, session: &Session) -> Outcome {
    let (one, other) = (session.customer(one)?, session.customer(other)?);
    if one == other {
        return Err(Failure::failed("same-customer").with("id", one));
    }
    match session.ask(Request::KeepApart(one, other))? {
        Response::Saved(saved) => session.saved("cli-kept-apart", &saved),
        _ => Err(unexpected()),
    }
}

fn asked(session: &Session, request: Request) -> Result<duplicates::Outcome, Failure> {
    match session.ask_stoppable(request)? {
        Response::Outcome(outcome) => Ok(*outcome),
        _ => Err(unexpected()),
    }
}

/// What `--json` prints of a list.
#[derive(Serialize)]
struct ListView<'a> {
    at: Option<Timestamp>,
    open: usize,
    rows: Vec<PairView<'a>>,
}

#[derive(Serialize)]
struct PairView<'a> {
    one: &'a Candidate,
    other: &'a Candidate,
    score: u8,
    evidence: &'a [Evidence],
}

impl<'a> PairView<'a> {
    fn of(row: &'a Row) -> Self {
        Self { one: &row.one, other: &row.other, score: row.pair.score, evidence: &row.pair.evidence }
    }
}

fn show(session: &Session, listed: &Listed) -> Outcome {
    if session.out.is_json() {
        let rows = listed.rows.iter().map(PairView::of).collect();
        return session.out.json(&ListView { at: listed.at, open: listed.open, rows });
    }
    if listed.rows.is_empty() {
        return session.out.line(session.words.t("cli-no-duplicates"));
    }
    table(session, &listed.rows)?;
    let count = [("shown", listed.rows.len().into()), ("matched", listed.open.into())];
    session.out.line(&session.words.tf("cli-found", &count))
}

fn table(session: &Session, rows: &[Row]) -> Outcome {
    let words = session.words;
    let who = |candidate: &Candidate| format!("{} {}", candidate.id, candidate.name);
    let said = |evidence: &Evidence| format!("{} {:+}", words.t(&format!("sign-{}", evidence.sign)), evidence.points);
    let cells = |row: &Row| {
        let why: Vec<String> = row.pair.evidence.iter().map(said).collect();
        vec![row.pair.score.to_string(), who(&row.one), who(&row.other), why.join(", ")]
    };
    let heads = ["cli-score", "cli-customer", "cli-and", "cli-why"].map(|key| words.t(key));
    session.out.table(&heads, rows.iter().map(cells))
}

fn preview(session: &Session, outcome: &duplicates::Outcome) -> Outcome {
    if session.out.is_json() {
        return session.out.json(outcome);
    }
    if !outcome.rows.is_empty() {
        table(session, &outcome.rows)?;
    }
    session.out.line(&session.words.tf("cli-duplicates-preview", &[("count", outcome.matched.into())]))
}

fn merged(session: &Session, outcome: duplicates::Outcome) -> Outcome {
    let end = End { ended: outcome.ended.clone(), taken: outcome.merged, undo: outcome.undo };
    let counts =
        [("changed", outcome.merged.into()), ("matched", outcome.matched.into()), ("refused", outcome.refused.into())];
    finish(session, &outcome, end, || session.out.line(&session.words.tf("cli-duplicates-merged", &counts)))
}
