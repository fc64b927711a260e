//! Deals and the pipelines they move through.

pub mod rank;

use super::choice::choice;
use super::customer::DealRole;
use super::id::{CustomerId, DealId, UserId};
use super::money::Money;
use super::party::Owner;
use super::reason::{Reason, reason};
use super::text::{fold, half_width_char};
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
        /// [`Deal::AGEING_DAYS`] or more.
        Ageing = "ageing",
        /// [`Deal::STALE_DAYS`] or more.
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
    /// Days in one stage after which a deal wants a look.
    pub const AGEING_DAYS: i64 = 14;
    /// Days in one stage after which a deal has come to a stand.
    pub const STALE_DAYS: i64 = 30;

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

    /// How long that is; of a closed deal nothing ages.
    pub fn age(&self, now: Timestamp) -> Age {
        match self.days_in_stage(now) {
            _ if !self.is_open() => Age::Fresh,
            Self::STALE_DAYS.. => Age::Stale,
            Self::AGEING_DAYS.. => Age::Ageing,
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

    /// A pipeline as typed: its name, and its stages as `Name:percent` in order.
    pub fn read(name: &str, stages: &[String]) -> Result<Self, Reason> {
        let stages = stages.iter().map(|stage| Stage::read(stage)).collect::<Result<Vec<_>, Reason>>()?;
        let twice = stages.iter().enumerate().find(|(at, stage)| stages.iter().take(*at).any(|s| s.slug == stage.slug));
        match twice {
            Some((_, stage)) => Err(reason("stage-twice").with("given", &stage.label)),
            None if stages.is_empty() => Err(reason("pipeline-without-stages")),
            None => Ok(Self { slug: slug_of(name)?, label: name.trim().to_owned(), stages }),
        }
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

impl Stage {
    fn read(text: &str) -> Result<Self, Reason> {
        let text: String = text.chars().map(half_width_char).collect();
        let (name, percent) = text.split_once(':').unwrap_or((&text, "50"));
        let bad = || reason("not-a-percentage").with("given", percent);
        let probability = percent.trim().trim_end_matches('%').parse().map_err(|_| bad())?;
        if probability > 100 {
            return Err(bad());
        }
        Ok(Self { slug: slug_of(name)?, label: name.trim().to_owned(), probability })
    }
}

/// A name as a slug: folded, in one word.
fn slug_of(name: &str) -> Result<String, Reason> {
    let slug = fold(name.trim()).split_whitespace().collect::<Vec<_>>().join("-");
    if slug.is_empty() { Err(reason("needed")) } else { Ok(slug) }
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
    fn a_pipeline_is_read_as_people_write_it() {
        let stages = |all: &[&str]| all.iter().map(|stage| (*stage).to_owned()).collect::<Vec<_>>();
        let renewals = Pipeline::read("Renewals", &stages(&["Fällig bald:30", "报价：60%", "agreed"])).unwrap();
        let read: Vec<_> = renewals.stages.iter().map(|s| (s.slug.as_str(), s.probability)).collect();
        assert_eq!(renewals.slug, "renewals");
        assert_eq!(read, [("fallig-bald", 30), ("报价", 60), ("agreed", 50)]);
        for (name, bad) in [("", &["a"][..]), ("x", &[]), ("x", &["a:101"]), ("x", &["a:b"]), ("x", &["a", "A:3"])] {
            assert!(Pipeline::read(name, &stages(bad)).is_err(), "{name} {bad:?}");
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
    fn a_deal_ages_in_its_stage_until_it_moves() {
        let mut deal = Deal::default();
        let after = |days| Timestamp(0).plus(days * Timestamp::DAY);
        assert_eq!(
            [13, 14, 29, 30].map(|days| deal.age(after(days))),
            [Age::Fresh, Age::Ageing, Age::Ageing, Age::Stale]
        );
        deal.move_to(&Pipeline::sales().stages[1], after(40), None).unwrap();
        assert_eq!(deal.age(after(41)), Age::Fresh);
        deal.close(DealState::Won, "", after(42), None).unwrap();
        assert_eq!(deal.age(after(400)), Age::Fresh);
    }

    #[test]
    fn nobody_competes_twice() {
        let mut deal = Deal { competitors: vec!["Acme".into()], ..Deal::default() };
        deal.compete(&["ACME".into(), " Initech ".into(), String::new()]);
        assert_eq!(deal.competitors, ["Acme", "Initech"]);
    }

    #[test]
    fn stepping_stops_at_the_last_open_stage() {
        let sales = Pipeline::sales();
        assert_eq!(sales.step("negotiation", 1).unwrap().slug, "negotiation");
        assert_eq!(sales.step("new", -1).unwrap().slug, "new");
        assert_eq!(sales.step("new", 2).unwrap().slug, "proposal");
    }
}
