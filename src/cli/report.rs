//! `report`: what a day came to.

mod dashboard;

use super::error::Outcome;
use super::fields::between;
use super::session::{Session, unexpected};
use crate::domain::dashboard::{DAYS, MOST_DAYS};
use crate::domain::report::{AgentDay, DayReport, Tally};
use crate::door::reports;
use crate::i18n::timer;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

/// Reports.
#[derive(Debug, Args)]
pub struct Report {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The last days: calls, outcomes, channels with response times, pipeline value, promises kept
    ///
    /// Everybody's for whoever leads, else one's own. A response is counted from the first thing a customer said to the
    /// next answer on the same channel; the median is shown.
    #[command(after_help = "Example: callsheet report dashboard --days 30 --json")]
    Dashboard {
        /// Over how many days, today included
        #[arg(long, value_name = "N", default_value_t = DAYS, value_parser = between::<u16>(1..=MOST_DAYS.into()))]
        days: u16,
    },
    /// A day's calls and callbacks, agent by agent
    ///
    /// AHT, the average handling time, is talk, hold and after-call work of the calls in which somebody was
    /// spoken to, by their number. A callback is kept when it was made within 15 minutes of its time. A call that was
    /// missed counts for whom it rang at; one that rang at everybody counts once, for all together and for no team.
    #[command(after_help = "Example: callsheet report day --team North --date yesterday --csv")]
    Day {
        /// Of this team's people only
        #[arg(long)]
        team: Option<String>,
        /// Which day, in words; today when left out
        #[arg(long, value_name = "WHEN")]
        date: Option<String>,
        /// As CSV
        #[arg(long)]
        csv: bool,
    },
}

impl Report {
    /// Makes it.
    pub fn run(self, session: &Session) -> Outcome {
        let (team, date, csv) = match self.verb {
            Verb::Dashboard { days } => return dashboard::run(session, days),
            Verb::Day { team, date, csv } => (team, date, csv),
        };
        let date = date.map(|date| session.when(&date)).transpose()?.map(|when| when.date);
        let reports::Response::Day(report) = session.ask(reports::Request::Day { date, team })? else {
            return Err(unexpected());
        };
        match (session.out.is_json(), csv) {
            (true, _) => session.out.json(&document(&report)),
            (_, true) => as_csv(session, &report),
            (false, false) => tables(session, &report),
        }
    }
}

/// The columns of the first table.
const HEADS: [&str; 11] = [
    "report-agent",
    "report-offered",
    "report-answered",
    "report-missed",
    "report-dialled",
    "report-reached",
    "report-talk",
    "report-hold",
    "report-wrap",
    "report-aht",
    "report-callbacks",
];

/// The figures of a tally under the names scripts know.
fn figures(tally: &Tally) -> [(&'static str, Option<u64>); 13] {
    let (calls, callbacks) = (&tally.calls, &tally.callbacks);
    [
        ("offered", Some(calls.offered)),
        ("answered", Some(calls.answered)),
        ("missed", Some(calls.missed)),
        ("dialled", Some(calls.dialled)),
        ("reached", Some(calls.reached)),
        ("talk_s", Some(calls.talk_s)),
        ("hold_s", Some(calls.hold_s)),
        ("wrap_s", Some(calls.wrap_s)),
        ("aht_s", calls.average_handling_s()),
        ("callbacks_due", Some(callbacks.due)),
        ("callbacks_kept", Some(callbacks.kept)),
        ("callbacks_late", Some(callbacks.late)),
        ("callbacks_open", Some(callbacks.open)),
    ]
}

fn document(report: &DayReport) -> Value {
    let agent = |agent: &AgentDay| {
        let mut fields = Map::from_iter([
            ("user".to_owned(), agent.user.to_string().into()),
            ("login".to_owned(), agent.login.clone().into()),
        ]);
        fields.extend(numbers(&agent.tally));
        fields
    };
    json!({
        "date": report.date,
        "from": report.from,
        "until": report.until,
        "all": numbers(&report.all),
        "agents": report.agents.iter().map(agent).collect::<Vec<_>>(),
    })
}

fn numbers(tally: &Tally) -> Map<String, Value> {
    let mut fields: Map<String, Value> =
        figures(tally).into_iter().map(|(name, figure)| (name.to_owned(), json!(figure))).collect();
    fields.insert("dispositions".to_owned(), json!(tally.dispositions));
    fields
}

/// A line an agent and one for all, whose login is empty; a column a disposition that occurred.
fn as_csv(session: &Session, report: &DayReport) -> Outcome {
    let slugs: Vec<&String> = report.all.dispositions.keys().collect();
    let outcomes: Vec<String> = slugs.iter().map(|slug| format!("disposition:{slug}")).collect();
    let names = figures(&report.all).map(|(name, _)| name);
    let heads: Vec<&str> =
        ["date", "login"].into_iter().chain(names).chain(outcomes.iter().map(String::as_str)).collect();
    let row = |(login, tally): (&str, &Tally)| {
        let number = |figure: Option<u64>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        let figures = figures(tally).into_iter().map(|(_, figure)| number(figure));
        let counts = slugs.iter().map(|slug| count(tally, slug));
        [report.date.to_string(), login.to_owned()].into_iter().chain(figures).chain(counts).collect()
    };
    session.out.csv(&heads, lines(report, "").map(row))
}

/// Each agent's tally under the login, and at last everybody's under `all`.
fn lines<'a>(report: &'a DayReport, all: &'a str) -> impl Iterator<Item = (&'a str, &'a Tally)> {
    report.agents.iter().map(|agent| (agent.login.as_str(), &agent.tally)).chain([(all, &report.all)])
}

fn count(tally: &Tally, slug: &str) -> String {
    tally.dispositions.get(slug).copied().unwrap_or(0).to_string()
}

fn tables(session: &Session, report: &DayReport) -> Outcome {
    let words = session.words;
    session.out.line(&words.date_full(report.date))?;
    let heads = HEADS.map(|key| words.t(key));
    let all = words.t("report-all");
    session.out.table(&heads, lines(report, all).map(row))?;
    if report.all.dispositions.is_empty() {
        return Ok(());
    }
    session.out.line("")?;
    let slugs: Vec<&String> = report.all.dispositions.keys().collect();
    let labels: Vec<String> = slugs.iter().map(|slug| session.disposition(slug)).collect();
    let heads: Vec<&str> = [words.t("report-agent")].into_iter().chain(labels.iter().map(String::as_str)).collect();
    let counts = lines(report, all).map(|(login, tally)| {
        [login.to_owned()].into_iter().chain(slugs.iter().map(|slug| count(tally, slug))).collect()
    });
    session.out.table(&heads, counts)
}

fn row((login, tally): (&str, &Tally)) -> Vec<String> {
    let calls = &tally.calls;
    let span = |seconds: u64| timer(seconds.cast_signed());
    let counts = [calls.offered, calls.answered, calls.missed, calls.dialled, calls.reached].map(|n| n.to_string());
    let spans = [calls.talk_s, calls.hold_s, calls.wrap_s].map(span);
    let average = calls.average_handling_s().map_or_else(|| "-".to_owned(), span);
    let callbacks = format!("{}/{}", tally.callbacks.kept, tally.callbacks.due);
    [login.to_owned()].into_iter().chain(counts).chain(spans).chain([average, callbacks]).collect()
}

#[cfg(test)]
mod tests {
    use crate::cli::testing::{FakeDoor, run};
    use crate::domain::id::UserId;
    use crate::domain::report::{AgentDay, CallCount, CallbackCount, DayReport, Tally};
    use crate::domain::time::Timestamp;
    use crate::door::{Refusal, Request, reports, system};
    use chrono::NaiveDate;
    use std::sync::Arc;

    fn door() -> Arc<FakeDoor> {
        let calls =
            CallCount { offered: 3, answered: 2, missed: 1, talk_s: 200, handling_s: 260, ..CallCount::default() };
        let callbacks = CallbackCount { due: 2, kept: 1, late: 0, open: 1 };
        let tally = Tally { calls, dispositions: [("resolved".to_owned(), 2)].into(), callbacks };
        let report = DayReport {
            date: NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
            from: Timestamp(0),
            until: Timestamp(86_400_000),
            all: tally.clone(),
            agents: vec![AgentDay { user: UserId(3), login: "bo".into(), tally }],
        };
        FakeDoor::new(move |request| match request {
            Request::Reports(_) => Ok(reports::Response::Day(Box::new(report.clone())).into()),
            Request::System(_) => Ok(system::Response::Settings(Box::default()).into()),
            other => Err(Refusal::NotFound { noun: "customer".into(), given: format!("{other:?}") }),
        })
    }

    #[test]
    fn a_day_is_a_table_for_people() {
        let (code, out, complaint) = run(&["report", "day"], &door());
        assert_eq!(code, 0, "{complaint}");
        insta::assert_snapshot!(out, @r"
        Wed 18 Nov 2026
         Agent  In  Answered  Missed  Out  Reached  Talk   Hold   Wrap   AHT    Kept
         bo     3   2         1       0    0        03:20  00:00  00:00  02:10  1/2
         All    3   2         1       0    0        03:20  00:00  00:00  02:10  1/2

         Agent  Resolved
         bo     2
         All    2
        ");
    }

    #[test]
    fn a_day_is_csv_for_a_spreadsheet_and_json_for_a_script() {
        let (_, out, _) = run(&["report", "day", "--csv"], &door());
        insta::assert_snapshot!(out, @r"
        date,login,offered,answered,missed,dialled,reached,talk_s,hold_s,wrap_s,aht_s,callbacks_due,callbacks_kept,callbacks_late,callbacks_open,disposition:resolved
        2026-11-18,bo,3,2,1,0,0,200,0,0,130,2,1,0,1,2
        2026-11-18,,3,2,1,0,0,200,0,0,130,2,1,0,1,2
        ");
        let (_, out, _) = run(&["report", "day", "--json"], &door());
        let report: serde_json::Value = serde_json::from_str(&out).unwrap();
        let bo = &report["agents"][0];
        assert_eq!(
            (bo["login"].as_str(), bo["aht_s"].as_u64(), bo["callbacks_kept"].as_u64()),
            (Some("bo"), Some(130), Some(1))
        );
        assert_eq!(
            (report["date"].as_str(), report["all"]["dispositions"]["resolved"].as_u64()),
            (Some("2026-11-18"), Some(2))
        );
    }
}
