//! Deals and the pipelines they move through.

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

/// A way deals go, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    /// Its slug.
    pub slug: String,
    /// What people read; empty for the built-in one, whose words are in the locale files.
    pub label: String,
    /// Its open stages in order.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its slug.
    pub slug: String,
    /// What people read; empty for the built-in ones.
    pub label: String,
    /// Percent of deals here that are won in the end.
    pub probability: u8,
}

impl Pipeline {
    /// The pipeline *Sales*: new 10 %, qualified 25 %, proposal 50 %, negotiation 75 %.
    pub fn sales() -> Self {
        let stage =
            |(slug, probability): (&str, u8)| Stage { slug: slug.to_owned(), label: String::new(), probability };
        let stages = [("new", 10), ("qualified", 25), ("proposal", 50), ("negotiation", 75)].map(stage).to_vec();
        Self { slug: SALES.to_owned(), label: String::new(), stages }
    }

    /// The stage a person means: its slug, its label, or one of `names` (slug, name in some language),
    /// compared folded; a unique prefix is enough.
    pub fn find_stage(&self, given: &str, names: &[(&str, &str)]) -> Result<&Stage, CannotMove> {
        let wanted = fold(given.trim());
        let called = |stage: &Stage| {
            let known = names.iter().filter(|(slug, _)| *slug == stage.slug).map(|(_, name)| fold(name));
            [stage.slug.clone(), fold(&stage.label)].into_iter().chain(known).collect::<Vec<_>>()
        };
        let by = |matches: &dyn Fn(&str) -> bool| {
            let mut hits = self.stages.iter().filter(|stage| called(stage).iter().any(|name| matches(name)));
            hits.next().filter(|_| hits.next().is_none())
        };
        let unknown = || CannotMove::UnknownStage {
            given: given.to_owned(),
            pipeline: self.slug.clone(),
            stages: self.stages.iter().map(|stage| stage.slug.clone()).collect(),
        };
        if wanted.is_empty() {
            return Err(unknown());
        }
        by(&|name| name == wanted).or_else(|| by(&|name| name.starts_with(&wanted))).ok_or_else(unknown)
    }

    /// The stage `steps` further on (back when negative), stopping at the first and the last.
    pub fn step(&self, stage: &str, steps: isize) -> Option<&Stage> {
        let at = self.stages.iter().position(|s| s.slug == stage)?;
        let to = at.saturating_add_signed(steps).min(self.stages.len() - 1);
        self.stages.get(to)
    }
}

/// Names of the built-in stages a person may type in either language, whatever the screen's.
pub const STAGE_NAMES: &[(&str, &str)] =
    &[("new", "初步接触"), ("qualified", "需求确认"), ("proposal", "方案报价"), ("negotiation", "商务谈判")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_found_by_slug_prefix_or_chinese_name() {
        let sales = Pipeline::sales();
        for given in ["proposal", "Prop", "方案报价", "方案", "ｐｒｏｐｏｓａｌ"] {
            assert_eq!(sales.find_stage(given, STAGE_NAMES).unwrap().slug, "proposal", "{given}");
        }
        for given in ["", "won", "z"] {
            assert!(sales.find_stage(given, STAGE_NAMES).is_err(), "{given}");
        }
    }

    #[test]
    fn a_closed_deal_does_not_move() {
        let sales = Pipeline::sales();
        let mut deal = Deal::default();
        deal.close(DealState::Lost, "price", Timestamp(0), None).unwrap();
        assert_eq!(deal.move_to(&sales.stages[1], Timestamp(1), None), Err(CannotMove::Closed(DealState::Lost)));
        assert!(deal.close(DealState::Won, "", Timestamp(1), None).is_err());
    }

    #[test]
    fn stepping_stops_at_the_last_open_stage() {
        let sales = Pipeline::sales();
        assert_eq!(sales.step("negotiation", 1).unwrap().slug, "negotiation");
        assert_eq!(sales.step("new", -1).unwrap().slug, "new");
        assert_eq!(sales.step("new", 2).unwrap().slug, "proposal");
    }
}
