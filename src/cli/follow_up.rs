//! `follow-up`: plan a next step.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::follow_up::{self, FollowUpKind};
use crate::domain::party::Party;
use crate::domain::when::When;
use crate::door::follow_ups;
use clap::Args;

/// Plan a next step.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet follow-up 10432 'tomorrow 15:00' call with quote --kind callback")]
pub struct FollowUp {
    /// With whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// A date in words
    when: String,
    /// What to do
    #[arg(required = true, num_args = 1..)]
    text: Vec<String>,
    /// callback, promise, task or care-call
    #[arg(long, default_value = "task")]
    kind: FollowUpKind,
    /// Whose: a login, team or anyone; mine when left out
    #[arg(long)]
    owner: Option<String>,
    /// How it repeats: every 2 weeks
    #[arg(long, value_name = "EVERY")]
    repeat: Option<String>,
}

impl FollowUp {
    /// Plans it, and says in words when it is due.
    pub fn run(self, session: &Session) -> Outcome {
        let when = session.when(&self.when)?;
        let draft = self.draft(session, &when)?;
        let follow_ups::Response::Saved(saved) = session.ask(follow_ups::Request::Add(draft))? else {
            return Err(unexpected());
        };
        session.saved("cli-follow-up-added", &saved)?;
        if session.out.is_json() { Ok(()) } else { session.out.line(&due(session, &when)?) }
    }

    fn draft(&self, session: &Session, when: &When) -> Result<Draft, Failure> {
        let record = follow_up::FollowUp {
            party: Party::Customer(session.customer(&self.customer)?),
            kind: self.kind,
            due: when.at,
            all_day: when.time.is_none(),
            text: self.text.join(" "),
            ..follow_up::FollowUp::default()
        };
        let mut draft = Draft::of(&record);
        for (name, given) in [("owner", &self.owner), ("recurrence", &self.repeat)] {
            if let Some(text) = given {
                draft.set(name, session.read(field::FOLLOW_UP, name, text)?);
            }
        }
        Ok(draft)
    }
}

/// The echo: the day and the hour that were understood.
pub fn due(session: &Session, when: &When) -> Result<String, Failure> {
    let day = session.words.date_full(when.date);
    let away = session.words.relative_days((when.date - session.clock()?.today).num_days());
    let clock = when.time.map(|time| format!(" {}", crate::i18n::clock(time))).unwrap_or_default();
    Ok(format!("{day}{clock} ({away})"))
}
