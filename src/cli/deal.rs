//! `deal`: add, edit, move, win, lose.

use super::error::{Failure, Outcome};
use super::fields::assignment;
use super::session::{Session, unexpected};
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::id::DealId;
use crate::domain::money::{Currency, Money};
use crate::domain::reason::misfit;
use crate::door::{Edit, Refusal, deals};
use clap::{Args, Subcommand};

/// Deals.
#[derive(Debug, Args)]
pub struct Deal {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// A new deal
    #[command(after_help = "Example: callsheet deal add 10432 'Website relaunch' --value 12000 --currency EUR")]
    Add(Add),
    /// Change its fields
    #[command(after_help = "Example: callsheet deal edit D88 --set competitors=Initech")]
    Edit {
        /// Which
        id: DealId,
        /// A field and what it shall be
        #[arg(long, value_name = "FIELD=VALUE", required = true, value_parser = assignment)]
        set: Vec<(String, String)>,
    },
    /// To another stage
    #[command(after_help = "Example: callsheet deal move D88 negotiation")]
    Move {
        /// Which
        id: DealId,
        /// The stage, by its slug or its name
        stage: String,
    },
    /// It is won
    #[command(after_help = "Example: callsheet deal win D88")]
    Win {
        /// Which
        id: DealId,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// It is lost
    #[command(after_help = "Example: callsheet deal lose D88 --reason price")]
    Lose {
        /// Which
        id: DealId,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// To whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// What it is about
    title: String,
    /// What it is worth: 12000, 12k, 3万
    #[arg(long, allow_hyphen_values = true)]
    value: Option<String>,
    /// Currency of the value; the store's own when left out
    #[arg(long)]
    currency: Option<Currency>,
    /// Where it begins; the first stage when left out
    #[arg(long)]
    stage: Option<String>,
    /// When it should close
    #[arg(long, value_name = "WHEN")]
    close: Option<String>,
    /// Whose: a login, team or anyone; mine when left out
    #[arg(long)]
    owner: Option<String>,
}

impl Deal {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, key) = match self.verb {
            Verb::Add(add) => (deals::Request::Add(add.draft(session)?), "cli-deal-added"),
            Verb::Edit { id, set } => (edit(session, id, &set)?, "cli-changed"),
            Verb::Move { id, stage } => (deals::Request::Move { id, stage }, "cli-deal-moved"),
            Verb::Win { id, reason } => (deals::Request::Win { id, reason }, "cli-deal-won"),
            Verb::Lose { id, reason } => (deals::Request::Lose { id, reason }, "cli-deal-lost"),
        };
        match session.ask(request)? {
            deals::Response::Saved(saved) => session.saved(key, &saved),
            deals::Response::Moved { saved, stage } if session.out.is_json() => {
                session.out.json(&serde_json::json!({ "id": saved.id, "revision": saved.revision, "stage": stage }))
            }
            deals::Response::Moved { saved, stage } => {
                let args = [("id", saved.id.to_string().into()), ("stage", session.word("stage", &stage).into())];
                session.out.line(&session.words.tf("cli-deal-stage", &args))
            }
            _ => Err(unexpected()),
        }
    }
}

impl Add {
    fn draft(&self, session: &Session) -> Result<Draft, Failure> {
        let mut draft = Draft::default();
        draft.set("customer", session.customer(&self.customer)?.to_string());
        if let Some(text) = &self.value {
            draft.set("value", self.money(session, text)?);
        }
        let fields = [
            ("title", Some(&self.title)),
            ("stage", self.stage.as_ref()),
            ("expected_close", self.close.as_ref()),
            ("owner", self.owner.as_ref()),
        ];
        for (name, given) in fields {
            if let Some(text) = given {
                draft.set(name, session.read(field::DEAL, name, text)?);
            }
        }
        Ok(draft)
    }

    fn money(&self, session: &Session, text: &str) -> Result<serde_json::Value, Failure> {
        let Some(currency) = self.currency else { return session.read(field::DEAL, "value", text) };
        let money = Money::read(text, currency).map_err(|error| Refusal::invalid("value", error))?;
        serde_json::to_value(money).map_err(|error| Refusal::invalid("value", misfit(&error)).into())
    }
}

fn edit(session: &Session, id: DealId, set: &[(String, String)]) -> Result<deals::Request, Failure> {
    let deals::Response::Deal(row) = session.ask(deals::Request::Show(id))? else {
        return Err(unexpected());
    };
    let changes = session.changes(field::DEAL, &row.deal, set)?;
    Ok(deals::Request::Edit(Edit { id, changes }))
}
