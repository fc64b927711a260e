//! The query language: what is typed into the search box.
//!
//! Plain words and digits find; `tag:vip stage:negotiation value>10k last<30d owner:me 城市:上海
//! due:today -tag:lost "exact words"` filter. All of them must hold; a comma inside a value means
//! *or*, a leading `-` means *not*. Full-width signs are their ASCII twins. `http://x` and `12:30`
//! are plain words.

mod field;
mod parse;
mod unfinished;

#[cfg(test)]
mod tests;

pub use field::{BAD, Field, NONE, Shape};
pub use parse::parse;
pub use unfinished::{Unfinished, unfinished};

use super::money::{Currency, Money};
use super::reason::{self, reason};
use super::typed::{Span, Word};
use std::fmt;

/// The most terms; what is beyond any of these bounds is cut, and the query says so.
pub const MAX_TERMS: usize = 8;
/// The most filters, and the most values of one filter.
pub const MAX_FILTERS: usize = 16;
/// The most characters of one word.
pub const MAX_WORD: usize = 64;
/// The most bytes of a text that are read at all.
pub const MAX_TEXT: usize = 4_096;

/// What was asked for: every term and every filter must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words to find.
    pub terms: Vec<Term>,
    /// Conditions to meet.
    pub filters: Vec<Filter>,
    /// There was more than a query can hold, and some of it was left out.
    pub cut: bool,
}

/// A word to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, or the quoted words, folded.
    pub text: String,
    /// It was quoted: these very words in this order.
    pub exact: bool,
    /// It must not be there.
    pub negated: bool,
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// What it looks at.
    pub field: Field,
    /// What it asks of it; which variants a field can have is its [`Shape`].
    pub op: Compare,
    /// It must not hold.
    pub negated: bool,
}

/// What a filter asks of its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compare {
    /// One of these, folded; of a closed choice the canonical words.
    AnyOf(Vec<String>),
    /// An amount on this side of a bound.
    Amount(Bound, Money),
    /// An amount from the first to the second, both of one currency and both included.
    Between(Money, Money),
    /// At most so many days from today: ago for the past, ahead for what is due.
    Within(u32),
    /// More than so many days from today; for the past also never.
    Beyond(u32),
    /// On this day.
    On(Day),
    /// Yes or no.
    Is(bool),
}

/// A side of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Exactly,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

/// A day relative to now, so that a saved query means the same tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// Before now.
    Overdue,
    /// The day before today.
    Yesterday,
    /// Today.
    Today,
    /// The day after today.
    Tomorrow,
}

/// Why a text is no query, and the word it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word}{why}")]
pub struct QueryError {
    /// The word to point at.
    pub word: Word,
    /// What is the matter with it.
    pub why: Reason,
}

impl QueryError {
    /// Where the word stands in the typed text.
    pub fn span(&self) -> Span {
        self.word.span.clone()
    }
}

/// What can be the matter with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// No such field; perhaps this one was meant.
    #[error("no such field{}; quote it to find it as text", .0.map(|field| format!(", did you mean {field}")).unwrap_or_default())]
    UnknownField(Option<Field>),
    /// Nothing stands behind the field.
    #[error("a value is missing, like {}", example(*.0))]
    MissingValue(Field),
    /// The field has only a few values, and this is none of them.
    #[error("not a value of {0}; try {example}", example = example(*.0))]
    NoSuchValue(Field),
    /// Only amounts and spans of time can be compared.
    #[error("{0} has no more and less; try {example}", example = example(*.0))]
    NoComparison(Field),
}

impl From<QueryError> for reason::Reason {
    fn from(error: QueryError) -> Self {
        Self::from(error.why).about(error.word)
    }
}

impl From<Reason> for reason::Reason {
    fn from(why: Reason) -> Self {
        match why {
            Reason::UnknownField(None) => reason("no-such-filter"),
            Reason::UnknownField(Some(nearest)) => reason("no-such-filter-but").with("nearest", nearest),
            Reason::MissingValue(field) => reason("filter-empty").with("example", example(field)),
            Reason::NoSuchValue(field) => reason("filter-value").with("field", field).with("example", example(field)),
            Reason::NoComparison(field) => {
                reason("filter-not-compared").with("field", field).with("example", example(field))
            }
        }
    }
}

/// How a filter on this field looks.
fn example(field: Field) -> String {
    let value = match (field, field.shape()) {
        (Field::Owner, _) => ":me",
        (_, Shape::Open(_)) => ":… / :\"… …\"",
        (_, Shape::Closed(choices)) => {
            let mut words: Vec<_> = choices.iter().map(|(_, word)| *word).collect();
            words.dedup();
            return format!("{field}:{}", words.join(" / :"));
        }
        (_, Shape::Money) => ">10k / :5k..10k",
        (_, Shape::Days(_)) => ":today / <30d",
        (_, Shape::YesNo) => ":yes / :no",
    };
    format!("{field}{value}")
}

impl fmt::Display for Query {
    /// The canonical text, that reads back as the same query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.terms.iter().map(|term| term as &dyn fmt::Display);
        let filters = self.filters.iter().map(|filter| filter as &dyn fmt::Display);
        for (i, part) in terms.chain(filters).enumerate() {
            write!(f, "{}{part}", if i > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let not = if self.negated { "-" } else { "" };
        let quote = if self.exact { "\"" } else { "" };
        write!(f, "{not}{quote}{}{quote}", self.text)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", if self.negated { "-" } else { "" }, self.field, self.op)
    }
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnyOf(words) => {
                let words: Vec<_> = words.iter().map(|word| quoted_if_needed(word)).collect();
                write!(f, ":{}", words.join(","))
            }
            Self::Amount(bound, amount) => write!(f, "{}{}", bound.sign(), bare(*amount)),
            Self::Between(low, high) => write!(f, ":{}..{}", bare(*low), bare(*high)),
            Self::Within(days) => write!(f, "<{days}d"),
            Self::Beyond(days) => write!(f, ">{days}d"),
            Self::On(day) => write!(f, ":{}", day.word()),
            Self::Is(yes) => f.write_str(if *yes { ":yes" } else { ":no" }),
        }
    }
}

impl Bound {
    fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Exactly => "=",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }
}

impl Day {
    fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Yesterday => "yesterday",
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
        }
    }
}

/// An amount as one word that needs no default currency: `10000.00EUR`.
fn bare(money: Money) -> String {
    let currency: Currency = money.currency;
    format!("{}{currency}", money.amount())
}

/// A value as one word of a query.
pub fn quoted_if_needed(word: &str) -> String {
    let splits = |c: char| c.is_whitespace() || c == ',';
    if word.contains(splits) { format!("\"{word}\"") } else { word.to_owned() }
}
