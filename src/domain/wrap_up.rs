//! The wrap-up line: `CODE =4:12 NOTE > WHEN NEXT STEP > D88 STAGE`, what closes a call.
//!
//! A word that begins with `=` before the note says how long one talked, where the clock is wrong: `=4:12`, `=12m`,
//! `=1h5m`. Everything but the note may be left out, and the last two parts may change places. Dates count
//! only behind a ` > `, so that a note may speak of tomorrow. A `>` separates when white space stands
//! on both sides of it; a full-width `＞` or `》` (what an input method makes of the key) always does,
//! unless the `》` closes a title: 《合同》.

use super::calendar::Calendar;
use super::id::DealId;
use super::reason::{self, reason};
use super::text::{fold, half_width};
use super::time::Timestamp;
use super::typed::{Span, Word};
use super::when::{self, When};

/// What one line says about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapUp {
    /// The disposition: one of the codes the line was read with.
    pub code: Option<String>,
    /// How long one talked, in seconds, where it is not what the clock says.
    pub talk_s: Option<u32>,
    /// The note, as typed.
    pub note: String,
    /// What was agreed to do next.
    pub next_step: Option<NextStep>,
    /// Where a deal goes.
    pub deal: Option<DealMove>,
}

/// A dated next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// The moment.
    pub when: When,
    /// What to do, as typed; may be empty.
    pub text: String,
}

/// A deal and the stage it moves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealMove {
    /// The deal.
    pub deal: DealId,
    /// The stage as typed, folded for comparing; whether there is one is not known here.
    pub stage: String,
}

/// Why a line is no wrap-up, and the word it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word}{why}")]
pub struct WrapUpError {
    /// The word to point at.
    pub word: Word,
    /// What is the matter with it.
    pub why: Reason,
}

impl WrapUpError {
    /// Where the word stands in the typed line.
    pub fn span(&self) -> Span {
        self.word.span.clone()
    }
}

/// What can be the matter with a wrap-up line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing was typed.
    #[error("the line is empty; type a code and a note, like 1 wants the quote")]
    Empty,
    /// A number leads the line that is no disposition.
    #[error("no such disposition code")]
    UnknownCode,
    /// What stands behind a `=` is no span of time.
    #[error("not a duration like =4:12 or =12m")]
    NoDuration,
    /// Nothing stands behind a ` > `.
    #[error("a date and a next step, or a deal and its stage, must follow")]
    NothingFollows,
    /// The next step has no date that can be read.
    #[error("{0}")]
    When(when::Reason),
    /// A second next step.
    #[error("a line plans one next step; this is the second")]
    SecondNextStep,
    /// A number too large for a deal.
    #[error("not a deal like D88")]
    NoDeal,
    /// A deal without the stage it goes to.
    #[error("the stage the deal goes to is missing, like D88 proposal")]
    StageMissing,
    /// A second deal.
    #[error("a line moves one deal; this is the second")]
    SecondDeal,
}

impl From<WrapUpError> for reason::Reason {
    fn from(error: WrapUpError) -> Self {
        Self::from(error.why).about(error.word)
    }
}

impl From<Reason> for reason::Reason {
    fn from(why: Reason) -> Self {
        match why {
            Reason::Empty => reason("wrap-up-empty"),
            Reason::UnknownCode => reason("no-such-code"),
            Reason::NoDuration => reason("not-a-span"),
            Reason::NothingFollows => reason("nothing-follows"),
            Reason::When(why) => why.into(),
            Reason::SecondNextStep => reason("second-next-step"),
            Reason::NoDeal => reason("not-a-deal"),
            Reason::StageMissing => reason("stage-missing"),
            Reason::SecondDeal => reason("second-deal"),
        }
    }
}

/// Reads a wrap-up line. `codes` are the dispositions there are, by number and by slug; a leading
/// number of up to three digits must be one of them.
pub fn parse(line: &str, now: Timestamp, calendar: &Calendar, codes: &[&str]) -> Result<WrapUp, WrapUpError> {
    let reader = Reader { line, now, calendar };
    if line.trim().is_empty() {
        return Err(reader.wrong(0..0, Reason::Empty));
    }
    let mut parts = parts(line).into_iter();
    let (code, rest) = reader.code(parts.next().unwrap_or(0..0), codes)?;
    let (talk_s, note) = reader.duration_and_note(rest)?;
    let mut wrap_up = WrapUp { code, talk_s, note, next_step: None, deal: None };
    for part in parts {
        reader.read_part(part, &mut wrap_up)?;
    }
    Ok(wrap_up)
}

/// The parts of a line between its separators, white space and all.
fn parts(line: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    let mut open_titles = 0_usize;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let separates = match c {
            '>' => before.is_whitespace() && chars.peek().is_none_or(|(_, next)| next.is_whitespace()),
            '＞' => true,
            '》' | '〉' => open_titles == 0,
            _ => false,
        };
        match c {
            '《' | '〈' => open_titles += 1,
            '》' | '〉' => open_titles = open_titles.saturating_sub(1),
            _ => {}
        }
        if separates {
            parts.push(start..at);
            start = at + c.len_utf8();
            open_titles = 0;
        }
        before = c;
    }
    parts.push(start..line.len());
    parts
}

struct Reader<'a> {
    line: &'a str,
    now: Timestamp,
    calendar: &'a Calendar,
}

impl<'a> Reader<'a> {
    fn text(&self, span: Span) -> &'a str {
        self.line.get(span).unwrap_or_default()
    }

    fn wrong(&self, span: Span, why: Reason) -> WrapUpError {
        WrapUpError { word: Word::new(self.line, span), why }
    }

    /// The span without the white space around it.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text(span.clone());
        let start = span.start + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    }

    /// The first word of a span, and what follows it.
    fn first_word(&self, span: Span) -> (Span, Span) {
        let span = self.trimmed(span);
        let length = self.text(span.clone()).find(char::is_whitespace).unwrap_or(span.len());
        let end = span.start + length;
        (span.start..end, self.trimmed(end..span.end))
    }

    /// The disposition, and what follows it.
    fn code(&self, part: Span, codes: &[&str]) -> Result<(Option<String>, Span), WrapUpError> {
        let (word, rest) = self.first_word(part.clone());
        let folded = fold(&half_width(self.text(word.clone())));
        if let Some(code) = codes.iter().find(|code| fold(code) == folded) {
            return Ok((Some((*code).to_owned()), rest));
        }
        let numeral = (1..=3).contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_digit());
        if numeral {
            return Err(self.wrong(word, Reason::UnknownCode));
        }
        Ok((None, self.trimmed(part)))
    }

    fn duration_and_note(&self, part: Span) -> Result<(Option<u32>, String), WrapUpError> {
        let (word, rest) = self.first_word(part.clone());
        let typed = half_width(self.text(word.clone()));
        match typed.strip_prefix('=').filter(|span| !span.is_empty()) {
            None => Ok((None, self.text(part).to_owned())),
            Some(span) => {
                let seconds = seconds(span).ok_or_else(|| self.wrong(word, Reason::NoDuration))?;
                Ok((Some(seconds), self.text(rest).to_owned()))
            }
        }
    }

    /// A part behind a separator is a deal's when it begins with one, else a next step.
    fn read_part(&self, part: Span, wrap_up: &mut WrapUp) -> Result<(), WrapUpError> {
        let (word, rest) = self.first_word(part.clone());
        if word.is_empty() {
            return Err(self.wrong(self.separator_before(part.start), Reason::NothingFollows));
        }
        if is_deal(self.text(word.clone())) {
            let moved = self.deal_move(word.clone(), rest)?;
            return once(&mut wrap_up.deal, moved).ok_or_else(|| self.wrong(word, Reason::SecondDeal));
        }
        if wrap_up.next_step.is_some() {
            return Err(self.wrong(word, Reason::SecondNextStep));
        }
        wrap_up.next_step = Some(self.next_step(part)?);
        Ok(())
    }

    fn separator_before(&self, end: usize) -> Span {
        let width = self.text(0..end).chars().next_back().map_or(0, char::len_utf8);
        end - width..end
    }

    fn deal_move(&self, word: Span, rest: Span) -> Result<DealMove, WrapUpError> {
        let deal = self.text(word.clone()).parse().map_err(|_| self.wrong(word.clone(), Reason::NoDeal))?;
        if rest.is_empty() {
            return Err(self.wrong(word, Reason::StageMissing));
        }
        Ok(DealMove { deal, stage: fold(&half_width(self.text(rest))) })
    }

    fn next_step(&self, part: Span) -> Result<NextStep, WrapUpError> {
        let text = self.text(part.clone());
        let (when, end) = when::read_prefix(text, self.now, self.calendar)
            .map_err(|error| WrapUpError { word: error.word.shifted(part.start), why: Reason::When(error.why) })?;
        let step = text.get(end..).unwrap_or_default();
        Ok(NextStep { when, text: step.trim().to_owned() })
    }
}

/// `4:12`, `12m`, `1h5m`, `90s`, `12分钟`; a bare number is minutes. At most a day.
fn seconds(span: &str) -> Option<u32> {
    const DAY: u32 = 24 * 60 * 60;
    let span =
        fold(span).replace("小时", "h").replace("分钟", "m").replace('分', "m").replace('秒', "s").replace("min", "m");
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number <= DAY);
    let total = if let Some((minutes, seconds)) = span.split_once(':') {
        number(minutes)? * 60 + number(seconds).filter(|seconds| *seconds < 60)?
    } else if let Some(minutes) = number(&span) {
        minutes * 60
    } else {
        let mut total = 0;
        let mut rest = span.as_str();
        for (unit, worth) in [('h', 3600), ('m', 60), ('s', 1)] {
            if let Some((count, after)) = rest.split_once(unit) {
                total += number(count).and_then(|count| count.checked_mul(worth))?;
                rest = after;
            }
        }
        Some(total).filter(|_| rest.is_empty())?
    };
    Some(total).filter(|total| *total <= DAY)
}

/// `D88` in any writing: the letter, then nothing but digits.
fn is_deal(word: &str) -> bool {
    let word = half_width(word);
    let digits = word.strip_prefix(['d', 'D']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Fills what is still empty; nothing when it is taken.
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

#[cfg(test)]
mod tests;
