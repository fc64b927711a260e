//! `quality`: what is amiss with what is known of customers, and the query that finds whom it is about.

use super::error::Outcome;
use super::session::Session;
use crate::domain::quality::Flaw;
use crate::door::quality::{Line, Request, Response};
use clap::Args;

/// Show what is amiss with customers: no number, a bad address, no owner, no contact for long.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet quality
         callsheet quality --stale-months 6 --json")]
pub struct Quality {
    /// Months without contact after which a customer is stale
    #[arg(long, value_name = "N", default_value_t = Flaw::STALE_MONTHS)]
    stale_months: u32,
}

impl Quality {
    /// Counts and shows it.
    pub fn run(self, session: &Session) -> Outcome {
        let request = Request::Report { stale_months: self.stale_months };
        let Response::Report { customers, lines } = session.ask_stoppable(request)?;
        if session.out.is_json() {
            return session.out.json(&serde_json::json!({ "customers": customers, "lines": lines }));
        }
        let heads = ["quality-flaw", "quality-customers", "quality-query"].map(|key| session.words.t(key));
        let row = |line: &Line| {
            let flaw = session.words.t(&format!("flaw-{}", line.flaw)).to_owned();
            vec![flaw, line.customers.to_string(), line.query.clone()]
        };
        session.out.table(&heads, lines.iter().map(row))?;
        session.out.line(&session.words.tf("quality-of", &[("count", customers.into())]))
    }
}
