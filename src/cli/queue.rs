//! `queue`: what is to be done.

use super::error::Outcome;
use super::json::QueueView;
use super::session::{Clock, Session, unexpected};
use crate::door::follow_ups::{self, QueueFilter, QueueItem};
use clap::Args;

/// Show what is to be done.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet queue --owner anna --overdue")]
pub struct Queue {
    /// Whose: a login, me, team or anyone
    #[arg(long)]
    owner: Option<String>,
    /// Only what is overdue
    #[arg(long)]
    overdue: bool,
    /// Rows at most
    #[arg(long, default_value_t = QueueFilter::LIMIT)]
    limit: usize,
}

impl Queue {
    /// Shows it: callbacks by the clock, then overdue, today, later, then deals without a next step.
    pub fn run(self, session: &Session) -> Outcome {
        let filter = QueueFilter { owner: self.owner, overdue: self.overdue, limit: self.limit };
        let follow_ups::Response::Queue(queue) = session.ask(follow_ups::Request::Queue(filter))? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            return session.out.json(&QueueView::of(&queue, session.now));
        }
        let words = session.words;
        if queue.items.is_empty() && queue.no_next_step.is_empty() {
            return session.out.line(words.t("cli-queue-empty"));
        }
        if !queue.items.is_empty() {
            let heads = ["cli-id", "cli-due", "cli-kind", "customer", "cli-what", "cli-owner"].map(|key| words.t(key));
            let clock = session.clock()?;
            session.out.table(&heads, queue.items.iter().map(|item| row(session, clock, item)))?;
        }
        if queue.no_next_step.is_empty() {
            return Ok(());
        }
        if !queue.items.is_empty() {
            session.out.line("")?;
        }
        let heads = [words.t("cli-id"), words.t("customer"), words.t("cli-no-next-step"), words.t("cli-value")];
        let deals = queue.no_next_step.iter().map(|row| {
            let deal = &row.deal;
            vec![deal.id.to_string(), row.customer_name.clone(), deal.title.clone(), words.money(deal.value)]
        });
        session.out.table(&heads, deals)
    }
}

fn row(session: &Session, clock: Clock, item: &QueueItem) -> Vec<String> {
    let follow_up = &item.follow_up;
    let due = if follow_up.all_day { clock.day(follow_up.due) } else { clock.moment(follow_up.due) };
    vec![
        follow_up.id.to_string(),
        due,
        session.word("follow-up", follow_up.kind.slug()),
        item.customer_name.clone(),
        follow_up.text.clone(),
        item.leased_to.as_ref().map_or_else(|| item.owner_name.clone(), |to| format!("{} > {to}", item.owner_name)),
    ]
}
