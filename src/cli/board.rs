//! `board`: the pipeline, stage by stage.

use super::error::Outcome;
use super::json::BoardView;
use super::session::{Session, unexpected};
use crate::door::deals;
use clap::Args;

/// Show the pipeline.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet board --query 'value>10k owner:me'")]
pub struct Board {
    /// Another pipeline than the first
    #[arg(default_value = "")]
    pipeline: String,
    /// Only deals this query finds
    #[arg(long, value_name = "QUERY", default_value = "")]
    query: String,
    /// Deals a stage at most
    #[arg(long, default_value_t = 20)]
    limit: usize,
}

impl Board {
    /// Shows it.
    pub fn run(self, session: &Session) -> Outcome {
        let request = deals::Request::Board { pipeline: self.pipeline, query: self.query, limit: self.limit };
        let deals::Response::Board(board) = session.ask(request)? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            return session.out.json(&BoardView::of(&board, session.now));
        }
        board.stages.iter().try_for_each(|column| stage(session, column))
    }
}

fn stage(session: &Session, column: &deals::Column) -> Outcome {
    let words = session.words;
    let label = if column.label.is_empty() { session.word("stage", &column.stage) } else { column.label.clone() };
    let sums: Vec<_> = column.values.iter().map(|sum| words.money(*sum)).collect();
    session.out.line(&format!("{label}  {} %  {}  {}", column.probability, column.count, sums.join(" + ")))?;
    let heads = ["cli-id", "deal", "customer", "cli-value", "cli-days"].map(|key| words.t(key));
    let rows = column.deals.iter().map(|row| {
        let deal = &row.deal;
        let days = deal.days_in_stage(session.now).to_string();
        vec![deal.id.to_string(), deal.title.clone(), row.customer_name.clone(), words.money(deal.value), days]
    });
    if !column.deals.is_empty() {
        session.out.table(&heads, rows)?;
    }
    session.out.line("")
}
