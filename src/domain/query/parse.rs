//! Typed text to [`Query`], word by word.

use super::{Bound, Compare, Day, Field, Filter, MAX_FILTERS, MAX_TERMS, MAX_TEXT, MAX_WORD};
use super::{Query, QueryError, Reason, Shape, Term};
use crate::domain::money::{Currency, Money};
use crate::domain::text::fold;
use crate::domain::typed::Typed;
use std::ops::Range;

/// Reads a query; amounts without a currency are in `currency`.
pub fn parse(text: &str, currency: Currency) -> Result<Query, QueryError> {
    let head = text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or_default();
    let typed = Typed::new(head);
    let mut reader = Reader { typed: &typed, at: 0, currency, cut: head.len() < text.len() };
    let mut query = Query::default();
    while reader.skip_space() {
        reader.read_one(&mut query)?;
    }
    query.cut = reader.cut;
    Ok(query)
}

/// The longest text that can be the name of a field.
const MAX_NAME: usize = 24;

/// How a value is tied to its field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    Colon,
    Bound(Bound),
}

pub(super) const TIES: [(&str, Tie); 6] = [
    (":", Tie::Colon),
    ("<=", Tie::Bound(Bound::AtMost)),
    (">=", Tie::Bound(Bound::AtLeast)),
    ("<", Tie::Bound(Bound::Below)),
    (">", Tie::Bound(Bound::Above)),
    ("=", Tie::Bound(Bound::Exactly)),
];

struct Reader<'a> {
    typed: &'a Typed<'a>,
    /// The folded byte read next.
    at: usize,
    currency: Currency,
    cut: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.typed.from(self.at)
    }

    /// Steps to the next word, if there is one.
    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        !self.rest().is_empty()
    }

    fn take(&mut self, length: usize) -> &'a str {
        let taken = self.rest().get(..length).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    fn take_until(&mut self, ends: impl FnMut(char) -> bool) -> &'a str {
        self.take(self.rest().find(ends).unwrap_or(self.rest().len()))
    }

    fn wrong(&self, place: Range<usize>, why: Reason) -> QueryError {
        QueryError { word: self.typed.shown(place), why }
    }

    /// A term or a filter.
    fn read_one(&mut self, query: &mut Query) -> Result<(), QueryError> {
        let negated = self.negation();
        if let Some(words) = self.quoted() {
            self.add_term(query, Term { text: words, exact: true, negated });
        } else if let Some((field, op)) = self.filter()? {
            let fits = query.filters.len() < MAX_FILTERS;
            self.cut |= !fits;
            query.filters.extend(fits.then_some(Filter { field, op, negated }));
        } else {
            let word = self.take_until(char::is_whitespace);
            let text = self.kept(word);
            self.add_term(query, Term { text, exact: false, negated });
        }
        Ok(())
    }

    fn add_term(&mut self, query: &mut Query, term: Term) {
        let fits = query.terms.len() < MAX_TERMS;
        self.cut |= !fits;
        query.terms.extend((fits && !term.text.is_empty()).then_some(term));
    }

    /// A `-` in front of something; alone it is a word.
    fn negation(&mut self) -> bool {
        let negates = self.rest().strip_prefix('-').is_some_and(|rest| !rest.starts_with(char::is_whitespace));
        let negates = negates && self.rest().len() > 1;
        self.take(usize::from(negates));
        negates
    }

    /// Quoted words; a quote that is never closed reaches to the end.
    fn quoted(&mut self) -> Option<String> {
        self.rest().strip_prefix('"')?;
        self.take(1);
        let words = self.take_until(|c| c == '"');
        self.take(1);
        Some(self.kept(words))
    }

    /// As much of a word as is kept, folded once more for letters that only compose together.
    fn kept(&mut self, word: &str) -> String {
        let word = fold(word.trim());
        let kept: String = word.chars().take(MAX_WORD).collect();
        self.cut |= kept.len() < word.len();
        kept.trim().to_owned()
    }

    /// A field, its tie and its value; nothing when the word is a plain one.
    fn filter(&mut self) -> Result<Option<(Field, Compare)>, QueryError> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let name = &fold(name);
        let tie = TIES.iter().find_map(|(sign, tie)| Some((*tie, sign.len(), after.strip_prefix(sign)?)));
        let Some((tie, sign, value)) = tie.filter(|_| (1..=MAX_NAME).contains(&name.chars().count())) else {
            return Ok(None);
        };
        let Some(field) = Field::named(name) else {
            return self.unknown(start..start + length, name, tie, value).map_or(Ok(None), Err);
        };
        self.take(length + sign);
        self.value(field, tie, start).map(|op| Some((field, op)))
    }

    /// Whether an unknown name is a mistake: not in `http://x`, `at:12:30` or `re: offer`, and
    /// before a `>` only if it looks like a slip.
    fn unknown(&self, place: Range<usize>, name: &str, tie: Tie, value: &str) -> Option<QueryError> {
        let plain = value.is_empty() || value.starts_with(|c: char| c.is_whitespace() || c == '/') || is_clock(value);
        let nearest = Field::nearest(name);
        let mistake = !plain && (tie == Tie::Colon || nearest.is_some());
        mistake.then(|| self.wrong(place, Reason::UnknownField(nearest)))
    }

    /// The value behind a tie; `start` is where its filter begins.
    fn value(&mut self, field: Field, tie: Tie, start: usize) -> Result<Compare, QueryError> {
        let filter = start..self.at;
        let tie = if matches!(field.shape(), Shape::Money | Shape::Days(_)) { self.tighter(tie) } else { tie };
        let compares = matches!(tie, Tie::Bound(bound) if bound != Bound::Exactly);
        let known = match field.shape() {
            Shape::Money => return self.amount(field, tie, filter),
            Shape::Days(days) => return self.days(field, days, tie, filter),
            _ if compares => return Err(self.wrong(filter, Reason::NoComparison(field))),
            Shape::YesNo => return self.yes_or_no(field, filter),
            Shape::Open(known) | Shape::Closed(known) => known,
        };
        let mut words = Vec::new();
        while let Some((place, word)) = self.list_item() {
            let meant = known.iter().find(|(name, _)| *name == word).map(|(_, meant)| (*meant).to_owned());
            let closed = matches!(field.shape(), Shape::Closed(_));
            let word = match meant {
                None if closed && !word.is_empty() => return Err(self.wrong(place, Reason::NoSuchValue(field))),
                meant => meant.unwrap_or(word),
            };
            let fits = words.len() < MAX_FILTERS;
            self.cut |= !fits;
            words.extend((fits && !word.is_empty()).then_some(word));
        }
        if words.is_empty() { Err(self.wrong(filter, Reason::MissingValue(field))) } else { Ok(Compare::AnyOf(words)) }
    }

    /// `value:>10k` compares like `value>10k`.
    fn tighter(&mut self, tie: Tie) -> Tie {
        let bounds = TIES.iter().filter(|(_, next)| tie == Tie::Colon && *next != Tie::Colon);
        let Some((sign, next)) = bounds.into_iter().find(|(sign, _)| self.rest().starts_with(sign)) else { return tie };
        self.take(sign.len());
        *next
    }

    /// The next of several values with commas between them, and where it stands.
    fn list_item(&mut self) -> Option<(Range<usize>, String)> {
        if self.rest().is_empty() || self.rest().starts_with(char::is_whitespace) {
            return None;
        }
        let start = self.at;
        let word = if let Some(words) = self.quoted() {
            words
        } else {
            let word = self.take_until(|c| c.is_whitespace() || c == ',');
            self.kept(word)
        };
        let place = start..self.at;
        let more = self.rest().starts_with(',');
        if more {
            self.take(1);
        }
        Some((place, word))
    }

    /// The whole value up to the next white space, quoted or not, and where it stands.
    fn whole_value(&mut self, field: Field, filter: Range<usize>) -> Result<(Range<usize>, String), QueryError> {
        let start = self.at;
        let value = match self.quoted() {
            Some(words) => words,
            None => self.take_until(char::is_whitespace).to_owned(),
        };
        if value.is_empty() {
            Err(self.wrong(filter, Reason::MissingValue(field)))
        } else {
            Ok((start..self.at, value))
        }
    }

    fn amount(&mut self, field: Field, tie: Tie, filter: Range<usize>) -> Result<Compare, QueryError> {
        let (place, value) = self.whole_value(field, filter)?;
        let money = |text: &str| Money::read(text, self.currency).ok();
        let read = match (tie, value.split_once("..")) {
            (Tie::Colon, Some(("", high))) => money(high).map(|high| Compare::Amount(Bound::AtMost, high)),
            (Tie::Colon, Some((low, ""))) => money(low).map(|low| Compare::Amount(Bound::AtLeast, low)),
            (Tie::Colon, Some((low, high))) => money(low).zip(money(high)).and_then(|(low, high)| between(low, high)),
            (Tie::Colon, None) => money(&value).map(|amount| Compare::Amount(Bound::Exactly, amount)),
            (Tie::Bound(bound), _) => money(&value).map(|amount| Compare::Amount(bound, amount)),
        };
        read.ok_or_else(|| self.wrong(place, Reason::NoSuchValue(field)))
    }

    fn days(
        &mut self,
        field: Field,
        words: &[(&str, Day)],
        tie: Tie,
        filter: Range<usize>,
    ) -> Result<Compare, QueryError> {
        let (place, value) = self.whole_value(field, filter)?;
        let word = words.iter().find(|(word, _)| *word == value).map(|(_, day)| Compare::On(*day));
        let read = match tie {
            Tie::Colon | Tie::Bound(Bound::Exactly) => word.or_else(|| span_in_days(&value).map(Compare::Within)),
            Tie::Bound(Bound::Below | Bound::AtMost) => span_in_days(&value).map(Compare::Within),
            Tie::Bound(Bound::Above | Bound::AtLeast) => span_in_days(&value).map(Compare::Beyond),
        };
        read.ok_or_else(|| self.wrong(place, Reason::NoSuchValue(field)))
    }

    fn yes_or_no(&mut self, field: Field, filter: Range<usize>) -> Result<Compare, QueryError> {
        let (place, value) = self.whole_value(field, filter)?;
        match value.as_str() {
            "yes" | "y" | "true" | "1" | "是" | "有" => Ok(Compare::Is(true)),
            "no" | "n" | "false" | "0" | "否" | "无" => Ok(Compare::Is(false)),
            _ => Err(self.wrong(place, Reason::NoSuchValue(field))),
        }
    }
}

fn between(a: Money, b: Money) -> Option<Compare> {
    let (low, high) = if a.minor <= b.minor { (a, b) } else { (b, a) };
    (a.currency == b.currency).then_some(Compare::Between(low, high))
}

/// `30d`, `4w`, `3 months` as `3mo`, 30天; a month counts 30 days, a year 365.
fn span_in_days(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at_checked(digits)?;
    let days = match unit.trim() {
        "" | "d" | "day" | "days" | "天" | "日" => 1,
        "w" | "week" | "weeks" | "周" | "个星期" => 7,
        "m" | "mo" | "month" | "months" | "个月" | "月" => 30,
        "y" | "year" | "years" | "年" => 365,
        _ => return None,
    };
    count.parse::<u32>().ok()?.checked_mul(days)
}

/// `12:30`, as it stands behind a colon of its own.
fn is_clock(value: &str) -> bool {
    let Some((hour, minute)) = value.split_once(':') else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    number(hour) && number(minute.get(..2).unwrap_or_default())
}
