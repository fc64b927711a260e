//! Pipelines: the ways deals go, and the text file they are configured with.
//!
//! ```text
//! [sales]
//! new          10 14/30
//! proposal     50 7/14 : Our offer
//!
//! [renewals] Renewals
//! due          30
//! ```
//!
//! A pipeline begins with its slug in brackets, what people call it behind them. Its open stages follow in order, a line
//! each: slug, percent of deals there that are won in the end, days after which one is ageing and then stale, and behind
//! a colon what people read. `#` begins a comment. Whatever keeps its slug stays what it was under another name or at
//! another place; what is left out is retired, and its words stay readable in old deals.

use super::{CannotMove, SALES};
use crate::domain::reason::{Reason, reason};
use crate::domain::text::{fold, half_width_char};
use serde::{Deserialize, Serialize};

/// A way deals go, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    /// Its slug.
    pub slug: String,
    /// What people read; empty for the built-in one, whose words are in the locale files.
    pub label: String,
    /// Its open stages in order.
    pub stages: Vec<Stage>,
    /// Stages deals went through once.
    pub retired: Vec<Stage>,
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
    /// Days here after which a deal wants a look.
    pub ageing: u16,
    /// Days here after which a deal has come to a stand.
    pub stale: u16,
}

/// Days after which a deal wants a look, and after which it stands, where nobody says otherwise.
const AGEING_DAYS: u16 = 14;
const STALE_DAYS: u16 = 30;

impl Pipeline {
    /// The pipeline *Sales*: new 10 %, qualified 25 %, proposal 50 %, negotiation 75 %.
    pub fn sales() -> Self {
        let stages = [("new", 10), ("qualified", 25), ("proposal", 50), ("negotiation", 75)];
        let stages = stages.map(|(slug, probability)| Stage::new(slug.to_owned(), String::new(), probability));
        Self { slug: SALES.to_owned(), label: String::new(), stages: stages.to_vec(), retired: Vec::new() }
    }

    /// A pipeline as typed: its name, and its stages as `Name:percent` in order.
    pub fn read(name: &str, stages: &[String]) -> Result<Self, Reason> {
        let stages = stages.iter().map(|stage| Stage::read(stage)).collect::<Result<Vec<_>, Reason>>()?;
        let read = Self { slug: slug_of(name)?, label: name.trim().to_owned(), stages, retired: Vec::new() };
        read.check().map(|()| read)
    }

    /// That it has stages, and each but once.
    fn check(&self) -> Result<(), Reason> {
        let mut seen: Vec<&str> = Vec::new();
        for stage in &self.stages {
            if seen.contains(&stage.slug.as_str()) {
                let said = if stage.label.is_empty() { &stage.slug } else { &stage.label };
                return Err(reason("stage-twice").with("given", said));
            }
            seen.push(&stage.slug);
        }
        if seen.is_empty() { Err(reason("pipeline-without-stages")) } else { Ok(()) }
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
        let unknown = || self.unknown(given);
        if wanted.is_empty() {
            return Err(unknown());
        }
        by(&|name| name == wanted).or_else(|| by(&|name| name.starts_with(&wanted))).ok_or_else(unknown)
    }

    /// A stage by its slug, unless it is retired.
    pub fn open_stage(&self, slug: &str) -> Result<&Stage, CannotMove> {
        self.stages.iter().find(|stage| stage.slug == slug).ok_or_else(|| self.unknown(slug))
    }

    fn unknown(&self, given: &str) -> CannotMove {
        CannotMove::UnknownStage {
            given: given.to_owned(),
            pipeline: self.slug.clone(),
            stages: self.stages.iter().map(|stage| stage.slug.clone()).collect(),
        }
    }

    /// The stage `steps` further on (back when negative), stopping at the first and the last.
    pub fn step(&self, stage: &str, steps: isize) -> Option<&Stage> {
        let at = self.stages.iter().position(|s| s.slug == stage)?;
        let to = at.saturating_add_signed(steps).min(self.stages.len() - 1);
        self.stages.get(to)
    }

    /// A stage by its slug, also one that is retired.
    pub fn stage(&self, slug: &str) -> Option<&Stage> {
        self.stages.iter().chain(&self.retired).find(|stage| stage.slug == slug)
    }

    /// Keeps the stages of an earlier version that it has no more.
    fn retire(&mut self, before: &Self) {
        let gone = before.stages.iter().chain(&before.retired);
        let gone = gone.filter(|stage| self.stages.iter().all(|kept| kept.slug != stage.slug));
        self.retired = gone.cloned().collect();
    }
}

impl Stage {
    fn new(slug: String, label: String, probability: u8) -> Self {
        Self { slug, label, probability, ageing: AGEING_DAYS, stale: STALE_DAYS }
    }

    fn read(text: &str) -> Result<Self, Reason> {
        let text: String = text.chars().map(half_width_char).collect();
        let (name, percent) = text.split_once(':').unwrap_or((&text, "50"));
        Ok(Self::new(slug_of(name)?, name.trim().to_owned(), percentage(percent)?))
    }
}

fn percentage(text: &str) -> Result<u8, Reason> {
    let number = text.trim().trim_end_matches('%').parse().ok().filter(|number| *number <= 100);
    number.ok_or_else(|| reason("not-a-percentage").with("given", text))
}

/// A name as a slug: folded, in one word.
fn slug_of(name: &str) -> Result<String, Reason> {
    let slug = fold(name.trim()).split_whitespace().collect::<Vec<_>>().join("-");
    if slug.is_empty() { Err(reason("needed")) } else { Ok(slug) }
}

/// That there is a pipeline, each but once, and each with stages.
pub fn check(all: &[Pipeline]) -> Result<(), Reason> {
    for (at, pipeline) in all.iter().enumerate() {
        if all.iter().take(at).any(|other| other.slug == pipeline.slug) {
            return Err(reason("pipeline-twice").with("given", &pipeline.slug));
        }
        pipeline.check()?;
    }
    if all.is_empty() { Err(reason("no-pipelines")) } else { Ok(()) }
}

/// Those of an earlier version, each with its retired stages, that are none of `all` any more; `all` get the stages they
/// have no more.
pub fn retire(all: &mut [Pipeline], before: Vec<Pipeline>) -> Vec<Pipeline> {
    let mut gone = Vec::new();
    for earlier in before {
        match all.iter_mut().find(|kept| kept.slug == earlier.slug) {
            Some(kept) => kept.retire(&earlier),
            None => gone.push(earlier),
        }
    }
    gone
}

/// Reads a file of pipelines; what is wrong names the line.
pub fn read(text: &str) -> Result<Vec<Pipeline>, Reason> {
    let mut all: Vec<Pipeline> = Vec::new();
    let meant = |line: &&str| !line.is_empty() && !line.starts_with('#');
    for (number, line) in (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| meant(line)) {
        let wrong = || reason("pipeline-line").with("line", number).with("given", line);
        match (heading(line), all.last_mut()) {
            (Some(pipeline), _) => all.push(pipeline),
            (None, Some(pipeline)) => pipeline.stages.push(stage(line).ok_or_else(wrong)?),
            (None, None) => return Err(wrong()),
        }
    }
    check(&all).map(|()| all)
}

/// `[renewals] Renewals`.
fn heading(line: &str) -> Option<Pipeline> {
    let (slug, label) = line.strip_prefix(['[', '【'])?.split_once([']', '】'])?;
    let label = label.trim().to_owned();
    Some(Pipeline { slug: slug_of(slug).ok()?, label, stages: Vec::new(), retired: Vec::new() })
}

/// `proposal 50 7/14 : Our offer`.
fn stage(line: &str) -> Option<Stage> {
    let (meant, label) = line.split_once([':', '：']).unwrap_or((line, ""));
    let meant: String = meant.chars().map(half_width_char).collect();
    let words: Vec<&str> = meant.split_whitespace().collect();
    let (slug, percent, days) = match words[..] {
        [slug, percent] => (slug, percent, None),
        [slug, percent, days] => (slug, percent, Some(days)),
        _ => return None,
    };
    let read = Stage::new(slug_of(slug).ok()?, label.trim().to_owned(), percentage(percent).ok()?);
    let Some(days) = days else { return Some(read) };
    let (ageing, stale) = days.split_once('/')?;
    let (ageing, stale) = (ageing.parse().ok()?, stale.parse().ok()?);
    (ageing <= stale).then_some(Stage { ageing, stale, ..read })
}

/// The text `read` makes these of.
pub fn written(all: &[Pipeline]) -> String {
    let stage = |stage: &Stage| {
        let Stage { slug, label, probability, ageing, stale } = stage;
        let label = if label.is_empty() { String::new() } else { format!(" : {label}") };
        format!("{slug:<14} {probability:>3} {ageing}/{stale}{label}\n")
    };
    let one = |pipeline: &Pipeline| {
        let stages: String = pipeline.stages.iter().map(stage).collect();
        let heading = format!("[{}] {}", pipeline.slug, pipeline.label);
        format!("{}\n{stages}", heading.trim_end())
    };
    all.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Names of the built-in stages a person may type in either language, whatever the screen's.
pub const STAGE_NAMES: &[(&str, &str)] =
    &[("new", "初步接触"), ("qualified", "需求确认"), ("proposal", "方案报价"), ("negotiation", "商务谈判")];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn a_file_names_its_pipelines_in_order_and_says_which_line_is_wrong() {
        let all = read("# ours\n[sales]\nnew 10\n报价 60% 7/9：方案\n\n【renewals】 Renewals\ndue 30 5/5\n").unwrap();
        let slugs: Vec<_> = all.iter().map(|pipeline| pipeline.slug.as_str()).collect();
        assert_eq!(slugs, ["sales", "renewals"]);
        assert_eq!(all[0].stages[1], Stage { ageing: 7, stale: 9, ..Stage::new("报价".into(), "方案".into(), 60) });
        for (bad, line) in [("due 30", "1"), ("[a]\nb", "2"), ("[a]\nb 30 9/7", "2"), ("[a]\n\nb 130", "3")] {
            let why = read(bad).unwrap_err();
            assert_eq!(why.args().find(|(name, _)| *name == "line").map(|(_, line)| line), Some(line), "{bad}");
        }
        for bad in ["", "[a]", "[a]\nb 1\nb 2", "[a]\nb 1\n[a]\nb 1"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_left_out_is_retired_and_may_come_back() {
        let mut after = read("[sales]\nnew 10\n[renewals]\ndue 30").unwrap();
        assert!(retire(&mut after, vec![Pipeline::sales()]).is_empty());
        assert_eq!(after[0].stage("proposal").map(|stage| stage.probability), Some(50));
        assert_eq!(after[0].stages.len(), 1);
        let mut again = read("[sales]\nnew 10\nproposal 60").unwrap();
        let gone = retire(&mut again, after);
        assert_eq!(gone.iter().map(|pipeline| pipeline.slug.as_str()).collect::<Vec<_>>(), ["renewals"]);
        let retired: Vec<_> = again[0].retired.iter().map(|stage| stage.slug.as_str()).collect();
        assert_eq!(retired, ["qualified", "negotiation"]);
    }

    #[test]
    fn stepping_stops_at_the_last_open_stage() {
        let sales = Pipeline::sales();
        assert_eq!(sales.step("negotiation", 1).unwrap().slug, "negotiation");
        assert_eq!(sales.step("new", -1).unwrap().slug, "new");
        assert_eq!(sales.step("new", 2).unwrap().slug, "proposal");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(label in "[A-Zé汉]{0,3}", ageing in 0_u16..99, more in 0_u16..99) {
            let mut all = vec![Pipeline::sales(), Pipeline::read("Renewals", &["Due:30".into()]).unwrap()];
            all[0].stages[2] = Stage { label, ageing, stale: ageing + more, ..all[0].stages[2].clone() };
            prop_assert_eq!(read(&written(&all)).unwrap(), all);
        }

        #[test]
        fn no_text_makes_it_stumble(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
