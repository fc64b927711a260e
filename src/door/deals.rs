//! Deals and the board.

use super::follow_ups::DealRow;
use super::{About, Edit, Saved};
use crate::domain::deal::DealState;
use crate::domain::edit::Draft;
use crate::domain::id::DealId;
use crate::domain::money::Money;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of deals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A new one.
    Add(Draft),
    /// A changed one; not its stage or state.
    Edit(Edit<DealId>),
    /// To another stage, by slug or by any of its names.
    Move {
        /// Which.
        id: DealId,
        /// The slug of the pipeline the stage is of; empty for the deal's own.
        pipeline: String,
        /// The stage as typed; empty for the first one.
        stage: String,
    },
    /// One stage on (or back); stops at the first and the last open one.
    Step {
        /// Which.
        id: DealId,
        /// +1 or -1.
        steps: i8,
    },
    /// Down in its column (or up); stops at the ends.
    Rank {
        /// Which.
        id: DealId,
        /// So many cards down; negative for up.
        steps: i8,
    },
    /// Won.
    Win {
        /// Which.
        id: DealId,
        /// Why, perhaps.
        reason: String,
        /// Who offered too, besides those known.
        competitors: Vec<String>,
    },
    /// Lost.
    Lose {
        /// Which.
        id: DealId,
        /// Why.
        reason: String,
        /// Who offered too, besides those known.
        competitors: Vec<String>,
    },
    /// One.
    Show(DealId),
    /// A pipeline's columns; an empty slug is the first pipeline.
    Board {
        /// The pipeline's slug.
        pipeline: String,
        /// Only deals this query finds: their own fields by the deal, all others by its customer. Empty for all.
        query: String,
        /// Cards a column, at most.
        limit: usize,
    },
    /// Deals one below the other: the open ones by stage and rank, then the closed ones, the latest first.
    List {
        /// The pipeline's slug; empty for all pipelines.
        pipeline: String,
        /// As for the board.
        query: String,
        /// Only those that stand so.
        state: Option<DealState>,
        /// At most so many.
        limit: usize,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Add(_) => About::change(Action::Write, "deals-add"),
            Self::Edit(_) => About::change(Action::Write, "deals-edit"),
            Self::Move { .. } | Self::Step { .. } => About::change(Action::Write, "deals-move"),
            Self::Rank { .. } => About::change(Action::Write, "deals-rank"),
            Self::Win { .. } => About::change(Action::Write, "deals-win"),
            Self::Lose { .. } => About::change(Action::Write, "deals-lose"),
            Self::Show(_) => About::look("deals-show"),
            Self::Board { .. } => About::look("deals-board"),
            Self::List { .. } => About::look("deals-list"),
        }
    }
}

/// What deals answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<DealId>),
    /// Stored, now in this stage.
    Moved {
        /// The deal.
        saved: Saved<DealId>,
        /// The pipeline's slug.
        pipeline: String,
        /// The stage's slug.
        stage: String,
    },
    /// The one asked for.
    Deal(Box<DealRow>),
    /// The board.
    Board(Board),
    /// The list.
    List(DealList),
}

/// Deals one below the other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DealList {
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub rows: Vec<DealRow>,
}

/// A pipeline's columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// The pipeline's slug.
    pub pipeline: String,
    /// Its columns.
    pub stages: Vec<Column>,
}

/// One stage with its open deals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The stage's slug.
    pub stage: String,
    /// Its configured label, or empty.
    pub label: String,
    /// Percent.
    pub probability: u8,
    /// How many deals.
    pub count: usize,
    /// What they are worth, a sum a currency.
    pub values: Vec<Money>,
    /// The first of them by rank.
    pub deals: Vec<DealRow>,
}
