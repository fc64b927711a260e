//! `deal`: add, edit, list, move, rank, win, lose.

use super::error::{Failure, Outcome};
use super::fields::{assignment, between};
use super::json::DealView;
use super::session::{Session, unexpected};
use crate::domain::deal::DealState;
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::id::DealId;
use crate::domain::money::{Currency, Money};
use crate::domain::reason::misfit;
use crate::door::{Edit, Refusal, deals};
use clap::{Args, Subcommand, ValueEnum};

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
        /// The stage, by its slug or its name; the first one of another pipeline when left out
        #[arg(default_value = "", required_unless_present = "pipeline")]
        stage: String,
        /// Of this pipeline, where it is another one than the deal's
        #[arg(long, default_value = "")]
        pipeline: String,
    },
    /// Up or down in its column of the board
    #[command(after_help = "Example: callsheet deal rank D88 up")]
    Rank {
        /// Which
        id: DealId,
        /// Which way
        way: Way,
        /// How many cards
        #[arg(long, default_value_t = 1, value_parser = between::<i8>(1..=i8::MAX.into()))]
        by: i8,
    },
    /// One below the other, also those that are won or lost
    #[command(after_help = "Example: callsheet deal list 'owner:me value>10k' --state lost")]
    List(List),
    /// It is won
    #[command(after_help = "Example: callsheet deal win D88")]
    Win {
        /// Which
        id: DealId,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
        /// Who offered too; more than once for several
        #[arg(long, value_name = "NAME")]
        competitor: Vec<String>,
    },
    /// It is lost
    #[command(after_help = "Example: callsheet deal lose D88 --reason competitor --competitor Initech")]
    Lose {
        /// Which
        id: DealId,
        /// Why
        #[arg(long)]
        reason: String,
        /// Who offered too; more than once for several
        #[arg(long, value_name = "NAME")]
        competitor: Vec<String>,
    },
}

/// Which way a card goes.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// Towards the top
    Up,
    /// Towards the bottom
    Down,
}

#[derive(Debug, Args)]
struct List {
    /// Only deals this query finds
    #[arg(default_value = "")]
    query: String,
    /// Of this pipeline only
    #[arg(long, default_value = "")]
    pipeline: String,
    /// Only those that stand so: open, won or lost
    #[arg(long)]
    state: Option<DealState>,
    /// Deals at most
    #[arg(long, default_value_t = 50)]
    limit: usize,
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
            Verb::Move { id, stage, pipeline } => (deals::Request::Move { id, pipeline, stage }, "cli-deal-moved"),
            Verb::Rank { id, way, by } => {
                let steps = if matches!(way, Way::Up) { -by } else { by };
                (deals::Request::Rank { id, steps }, "cli-deal-moved")
            }
            Verb::List(list) => return list.run(session),
            Verb::Win { id, reason, competitor: competitors } => {
                (deals::Request::Win { id, reason, competitors }, "cli-deal-won")
            }
            Verb::Lose { id, reason, competitor: competitors } => {
                (deals::Request::Lose { id, reason, competitors }, "cli-deal-lost")
            }
        };
        match session.ask(request)? {
            deals::Response::Saved(saved) => session.saved(key, &saved),
            deals::Response::Moved { saved, stage, .. } if session.out.is_json() => {
                session.out.json(&serde_json::json!({ "id": saved.id, "revision": saved.revision, "stage": stage }))
            }
            deals::Response::Moved { saved, pipeline, stage } => {
                let stage = session.stage(&pipeline, &stage);
                let args = [("id", saved.id.to_string().into()), ("stage", stage.into())];
                session.out.line(&session.words.tf("cli-deal-stage", &args))
            }
            _ => Err(unexpected()),
        }
    }
}

impl List {
    fn run(self, session: &Session) -> Outcome {
        let Self { query, pipeline, state, limit } = self;
        let deals::Response::List(list) = session.ask(deals::Request::List { pipeline, query, state, limit })? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            let deals: Vec<_> = list.rows.iter().map(|row| DealView::of(row, session.now)).collect();
            return session.out.json(&serde_json::json!({ "count": list.count, "deals": deals }));
        }
        let words = session.words;
        let heads = ["cli-id", "deal", "customer", "cli-value", "field-stage", "cli-days", "field-reason"]
            .map(|key| words.t(key));
        let rows = list.rows.iter().map(|row| {
            let deal = &row.deal;
            let stands = if deal.is_open() {
                session.stage(&deal.pipeline, &deal.stage)
            } else {
                session.word("deal-state", deal.state.slug())
            };
            let (value, days) = (words.money(deal.value), deal.days_in_stage(session.now).to_string());
            let reason = session.word("lost-reason", &deal.reason);
            vec![deal.id.to_string(), deal.title.clone(), row.customer_name.clone(), value, stands, days, reason]
        });
        session.out.table(&heads, rows)
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
