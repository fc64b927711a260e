//! Deals and the pipelines they move through.

pub mod pipeline;
pub mod rank;

pub use pipeline::{Pipeline, STAGE_NAMES, Stage};

use super::choice::choice;
use super::customer::DealRole;
use super::id::{CustomerId, DealId, UserId};
use super::money::Money;
use super::party::Owner;
use super::reason::{Reason, reason};
use super::text::fold;
use super::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choice! {
    /// Where a deal stands.
    DealState {
        /// In a stage of its pipeline.
        Open = "open",
        /// Won.
        Won = "won",
        /// Lost, with a reason.
        Lost = "lost",
    }
}

choice! {
    /// How long a deal has stood in its stage.
    Age {
        /// Not long.
        Fresh = "fresh",
        /// [`Stage::ageing`] days or more.
        Ageing = "ageing",
        /// [`Stage::stale`] days or more.
        Stale = "stale",
    }
}

/// A possible sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// 0 until it is stored.
    pub id: DealId,
    /// What it is about.
    pub title: String,
    /// To whom.
    pub customer: CustomerId,
    /// The people in it.
    pub contacts: Vec<DealContact>,
    /// Pipeline slug.
    pub pipeline: String,
    /// Stage slug; the last open one after it closed.
    pub stage: String,
    /// Open, won or lost.
    pub state: DealState,
    /// Place in the stage's column, smaller first.
    pub rank: i64,
    /// What it is worth.
    pub value: Money,
    /// Percent, where it differs from the stage's.
    pub probability: Option<u8>,
    /// The day it should close.
    pub expected_close: Option<NaiveDate>,
    /// Who else offers.
    pub competitors: Vec<String>,
    /// Who is on it.
    pub owner: Owner,
    /// Why it was won or lost.
    pub reason: String,
    /// Free remarks.
    pub remarks: String,
    /// When it came to be.
    pub created: Timestamp,
    /// When it was won or lost.
    pub closed: Option<Timestamp>,
    /// Every stage it entered, oldest first.
    pub history: Vec<StageChange>,
}

/// A person in a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealContact {
    /// The person.
    pub customer: CustomerId,
    /// The part played.
    pub role: Option<DealRole>,
}

/// A stage entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageChange {
    /// Stage slug, or `won` or `lost`.
    pub stage: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<UserId>,
}

impl Default for Deal {
    fn default() -> Self {
        Self {
            id: DealId::default(),
            title: String::new(),
            customer: CustomerId::default(),
            contacts: Vec::new(),
            pipeline: SALES.to_owned(),
            stage: "new".to_owned(),
            state: DealState::Open,
            rank: 0,
            value: Money::default(),
            probability: None,
            expected_close: None,
            competitors: Vec::new(),
            owner: Owner::Anyone,
            reason: String::new(),
            remarks: String::new(),
            created: Timestamp::default(),
            closed: None,
            history: Vec::new(),
        }
    }
}

/// Why a deal cannot move as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotMove {
    /// It is won or lost.
    #[error("the deal is {0}; reopen it first")]
    Closed(DealState),
    /// No such stage.
    #[error("`{given}` is no stage of {pipeline}: {}", .stages.join(", "))]
    UnknownStage {
        /// What was given.
        given: String,
        /// The pipeline's slug.
        pipeline: String,
        /// Its stages.
        stages: Vec<String>,
    },
}

impl From<CannotMove> for Reason {
    fn from(error: CannotMove) -> Self {
        match error {
            CannotMove::Closed(state) => reason("deal-closed").with("state", state),
            CannotMove::UnknownStage { given, pipeline, stages } => reason("no-such-stage")
                .with("given", given)
                .with("pipeline", pipeline)
                .with("stages", stages.join(", ")),
        }
    }
}

impl Deal {
    /// Whether it is neither won nor lost.
    pub fn is_open(&self) -> bool {
        self.state == DealState::Open
    }

    /// When it entered the present stage.
    pub fn entered_stage(&self) -> Timestamp {
        self.history.last().map_or(self.created, |change| change.at)
    }

    /// Whole days in the present stage.
    pub fn days_in_stage(&self, now: Timestamp) -> i64 {
        (now.seconds_since(self.entered_stage()) / Timestamp::DAY).max(0)
    }

    /// How long that is for this stage; of a closed deal nothing ages.
    pub fn age(&self, now: Timestamp, stage: &Stage) -> Age {
        match self.days_in_stage(now) {
            _ if !self.is_open() => Age::Fresh,
            days if days >= stage.stale.into() => Age::Stale,
            days if days >= stage.ageing.into() => Age::Ageing,
            _ => Age::Fresh,
        }
    }

    /// Adds who else offers; nobody twice.
    pub fn compete(&mut self, others: &[String]) {
        for name in others.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            if !self.competitors.iter().any(|known| fold(known) == fold(name)) {
                self.competitors.push(name.to_owned());
            }
        }
    }

    /// Moves an open deal to a stage of another pipeline, where it begins anew.
    pub fn move_into(
        &mut self,
        pipeline: &Pipeline,
        stage: &Stage,
        at: Timestamp,
        by: Option<UserId>,
    ) -> Result<(), CannotMove> {
        if self.pipeline != pipeline.slug {
            // Stages of two pipelines may share a slug.
            self.stage.clear();
        }
        self.move_to(stage, at, by)?;
        self.pipeline.clone_from(&pipeline.slug);
        Ok(())
    }

    /// Moves an open deal to another stage of its pipeline.
    pub fn move_to(&mut self, stage: &Stage, at: Timestamp, by: Option<UserId>) -> Result<(), CannotMove> {
        if !self.is_open() {
            return Err(CannotMove::Closed(self.state));
        }
        if self.stage != stage.slug {
            self.stage.clone_from(&stage.slug);
            self.history.push(StageChange { stage: stage.slug.clone(), at, by });
        }
        Ok(())
    }

    /// Wins or loses an open deal.
    pub fn close(
        &mut self,
        state: DealState,
        reason: &str,
        at: Timestamp,
        by: Option<UserId>,
    ) -> Result<(), CannotMove> {
        if !self.is_open() {
            return Err(CannotMove::Closed(self.state));
        }
        self.state = state;
        reason.clone_into(&mut self.reason);
        self.closed = Some(at);
        self.history.push(StageChange { stage: state.slug().to_owned(), at, by });
        Ok(())
    }
}

/// Slug of the pipeline every store begins with.
pub const SALES: &str = "sales";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_deal_does_not_move() {
        let sales = Pipeline::sales();
        let mut deal = Deal::default();
        deal.close(DealState::Lost, "price", Timestamp(0), None).unwrap();
        assert_eq!(deal.move_to(&sales.stages[1], Timestamp(1), None), Err(CannotMove::Closed(DealState::Lost)));
        assert!(deal.close(DealState::Won, "", Timestamp(1), None).is_err());
    }

    #[test]
    fn a_deal_ages_in_its_stage_until_it_moves() {
        let mut deal = Deal::default();
        let after = |days| Timestamp(0).plus(days * Timestamp::DAY);
        let sales = Pipeline::sales();
        let stage = Stage { ageing: 7, stale: 30, ..sales.stages[0].clone() };
        assert_eq!(
            [6, 7, 29, 30].map(|days| deal.age(after(days), &stage)),
            [Age::Fresh, Age::Ageing, Age::Ageing, Age::Stale]
        );
        deal.move_to(&sales.stages[1], after(40), None).unwrap();
        assert_eq!(deal.age(after(41), &stage), Age::Fresh);
        deal.close(DealState::Won, "", after(42), None).unwrap();
        assert_eq!(deal.age(after(400), &stage), Age::Fresh);
    }

    #[test]
    fn in_another_pipeline_it_begins_anew_also_under_the_same_word() {
        let (mut deal, sales) = (Deal::default(), Pipeline::sales());
        let other = Pipeline { slug: "renewals".into(), ..Pipeline::sales() };
        deal.move_into(&other, &other.stages[0], Timestamp(5), None).unwrap();
        assert_eq!((deal.pipeline.as_str(), deal.stage.as_str(), deal.history.len()), ("renewals", "new", 1));
        deal.close(DealState::Won, "", Timestamp(6), None).unwrap();
        let before = deal.clone();
        assert!(deal.clone().move_into(&sales, &sales.stages[0], Timestamp(7), None).is_err());
        assert_eq!(before.pipeline, "renewals");
    }

    #[test]
    fn nobody_competes_twice() {
        let mut deal = Deal { competitors: vec!["Acme".into()], ..Deal::default() };
        deal.compete(&["ACME".into(), " Initech ".into(), String::new()]);
        assert_eq!(deal.competitors, ["Acme", "Initech"]);
    }
}
