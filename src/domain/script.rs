//! What to say on a call: steps of text, and keys that lead from one to another.
//!
//! A script is a plain text file. A step begins with its name in brackets, and what it comes to may follow: the
//! disposition that the wrap-up then proposes. What stands before the first name is the first step, so that a text
//! without any is a script of one step. A line of a digit, words and an arrow is a branch; `#` begins a comment;
//! `{customer}` and `{agent}` are their names.
//!
//! ```text
//! # Spring fair
//! Good morning {customer}, this is {agent}. May I tell you about the fair?
//! 1 Yes -> offer
//! 2 Not now -> bye
//!
//! [offer]
//! You will find us in hall 4.
//! 1 Will come -> bye
//!
//! [bye] = reached
//! Thank you, and good-bye.
//! ```

use super::reason::{Reason, reason};
use super::text::{fold, half_width, half_width_char};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A script that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    steps: Vec<Step>,
}

/// Something to say, and what may be answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// Its name; empty for one that has none.
    pub name: String,
    /// The lines to say.
    pub lines: Vec<String>,
    /// Where it goes on, by key.
    pub branches: Vec<Branch>,
    /// The disposition, by code or slug, that a call comes to which ends here; or empty.
    pub outcome: String,
    /// Where it begins, from 1.
    line: usize,
}

/// Where a step goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// `1` to `9`.
    pub key: char,
    /// What was answered.
    pub label: String,
    to: String,
    line: usize,
}

impl Script {
    /// Where reading begins.
    fn first(&self) -> Option<&Step> {
        self.steps.first()
    }

    fn named(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| fold(&step.name) == fold(name))
    }

    /// Refuses a script that comes to something else than one of these dispositions, by code or slug.
    pub fn comes_to(&self, known: &[&str]) -> Result<(), Reason> {
        let unknown =
            |step: &&Step| !step.outcome.is_empty() && !known.iter().any(|word| fold(word) == fold(&step.outcome));
        match self.steps.iter().find(unknown) {
            Some(step) => Err(reason("script-outcome").with("line", step.line).with("given", &step.outcome)),
            None => Ok(()),
        }
    }
}

impl FromStr for Script {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        let mut steps = vec![Step { line: 1, ..Step::default() }];
        for (number, line) in (1..).zip(text.lines().map(str::trim)) {
            if line.starts_with('#') {
                continue;
            }
            if let Some(begun) = heading(line, number)? {
                if steps.iter().any(|step| fold(&step.name) == fold(&begun.name)) {
                    return Err(reason("script-twice").with("line", number).with("given", &begun.name));
                }
                steps.push(begun);
            } else if let Some(step) = steps.last_mut() {
                take(step, line, number)?;
            }
        }
        steps.retain(|step| !step.name.is_empty() || !step.lines.is_empty() || !step.branches.is_empty());
        let script = Self { steps };
        let lost = |branch: &&Branch| script.named(&branch.to).is_none();
        match script.steps.iter().flat_map(|step| &step.branches).find(lost) {
            Some(branch) => Err(reason("script-no-step").with("line", branch.line).with("given", &branch.to)),
            None => Ok(script),
        }
    }
}

/// `[bye] = 7`.
fn heading(line: &str, number: usize) -> Result<Option<Step>, Reason> {
    let Some(rest) = line.strip_prefix(['[', '【']) else { return Ok(None) };
    let bad = || reason("script-heading").with("line", number).with("given", line);
    let (name, outcome) = rest.split_once([']', '】']).ok_or_else(bad)?;
    let outcome = match outcome.trim() {
        "" => "",
        outcome => outcome.strip_prefix(['=', '＝']).map(str::trim).filter(|to| !to.is_empty()).ok_or_else(bad)?,
    };
    let name = Some(name.trim()).filter(|name| !name.is_empty()).ok_or_else(bad)?;
    let outcome = half_width(outcome).into_owned();
    Ok(Some(Step { name: name.to_owned(), outcome, line: number, ..Step::default() }))
}

/// One more line of a step; blank ones stay between others only.
fn take(step: &mut Step, line: &str, number: usize) -> Result<(), Reason> {
    match branch(line, number) {
        Some(branch) if step.branches.iter().any(|known| known.key == branch.key) => {
            return Err(reason("script-key-twice").with("line", number).with("given", branch.key));
        }
        Some(branch) => step.branches.push(branch),
        None if line.is_empty() && step.lines.is_empty() => {}
        None if line.is_empty() && !step.branches.is_empty() => {}
        None => step.lines.push(line.to_owned()),
    }
    while step.lines.last().is_some_and(|last| last.is_empty() && !step.branches.is_empty()) {
        step.lines.pop();
    }
    Ok(())
}

/// `1 Not now -> bye`.
fn branch(line: &str, number: usize) -> Option<Branch> {
    let key = line.chars().next().map(half_width_char).filter(|key| ('1'..='9').contains(key))?;
    let rest = line.get(line.chars().next()?.len_utf8()..)?.trim_start_matches(['.', ')', ':', '、', '：']);
    let (label, to) = rest.split_once("->").or_else(|| rest.split_once('→'))?;
    Some(Branch { key, label: label.trim().to_owned(), to: to.trim().to_owned(), line: number })
}

/// A script being read, and where one is in it. It is text and names, so that it travels with the call and survives a
/// program that reads scripts otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The script's text.
    pub text: String,
    /// The steps one went through to here, by name, but for the first.
    pub path: Vec<String>,
}

impl Reading {
    /// At its beginning; nothing where there is nothing to say.
    pub fn begin(text: &str) -> Option<Self> {
        let script = text.parse::<Script>().ok()?;
        script.first()?;
        Some(Self { text: text.to_owned(), path: Vec::new() })
    }

    /// The step one is at.
    pub fn step(&self) -> Option<Step> {
        let script = self.text.parse::<Script>().ok()?;
        let here = self.path.last().map_or_else(|| script.first(), |name| script.named(name));
        here.cloned()
    }

    /// Goes on with the branch of this key; whether there is one.
    pub fn go(&mut self, key: char) -> bool {
        let step = self.step().unwrap_or_default();
        let branch = step.branches.into_iter().find(|branch| branch.key == half_width_char(key));
        match branch {
            Some(branch) => {
                self.path.push(branch.to);
                true
            }
            None => false,
        }
    }

    /// Goes back a step; whether there was one.
    pub fn back(&mut self) -> bool {
        self.path.pop().is_some()
    }

    /// What the call comes to where it ends now, by code or slug; or empty.
    pub fn outcome(&self) -> String {
        self.step().map(|step| step.outcome).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
