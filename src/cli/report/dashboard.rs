//! `report dashboard`: the last days in figures.

use crate::cli::error::Outcome;
use crate::cli::session::{Session, unexpected};
use crate::domain::dashboard::Dashboard;
use crate::door::reports;

/// Shows it.
pub(super) fn run(session: &Session, days: u16) -> Outcome {
    let reports::Response::Dashboard(report) = session.ask(reports::Request::Dashboard { days })? else {
        return Err(unexpected());
    };
    if session.out.is_json() { session.out.json(&*report) } else { tables(session, &report) }
}

fn tables(session: &Session, report: &Dashboard) -> Outcome {
    let words = session.words;
    session.out.line(&words.calls(&report.all_calls()))?;
    let outcomes = report.dispositions.iter().map(|(slug, count)| vec![session.disposition(slug), count.to_string()]);
    table(session, ["dashboard-outcomes", "report-count"], outcomes.collect())?;
    let channels = report.channels.iter().map(|(slug, channel)| {
        let answered = channel.response_s.map_or_else(|| "-".to_owned(), |seconds| words.span(seconds));
        vec![session.word("channel", slug), channel.received.to_string(), channel.sent.to_string(), answered]
    });
    table(session, ["report-channel", "report-received", "report-sent", "report-response"], channels.collect())?;
    let stages = report.pipeline.iter().map(|stage| {
        let sums: Vec<_> = stage.values.iter().map(|sum| words.money(*sum)).collect();
        vec![session.word("stage", &stage.stage), stage.count.to_string(), sums.join(" + ")]
    });
    table(session, ["dashboard-pipeline", "report-count", "cli-value"], stages.collect())?;
    let kept = report.kept.iter().map(|kept| {
        let count = &kept.count;
        let kind = session.word("follow-up", kept.kind.slug());
        vec![kind, count.due.to_string(), count.kept.to_string(), count.late.to_string(), count.open.to_string()]
    });
    table(session, ["dashboard-kept", "report-due", "report-kept", "report-late", "report-open"], kept.collect())
}

/// A table behind a free line, where there is anything to show.
fn table<const N: usize>(session: &Session, heads: [&str; N], rows: Vec<Vec<String>>) -> Outcome {
    if rows.is_empty() {
        return Ok(());
    }
    session.out.line("")?;
    session.out.table(&heads.map(|key| session.words.t(key)), rows)
}
