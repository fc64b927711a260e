//! What was typed, made ready for looking.

use super::bag;
use super::pinyin::Spoken;
use super::spelling::searched;
use crate::domain::id::CustomerId;
use crate::domain::nickname;
use crate::domain::phone::digits;
use crate::domain::text::is_han;
use memchr::memmem::Finder;

/// One word of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// What to look for, folded.
    pub text: String,
    /// Quoted: these very characters, no pinyin, no typos.
    pub exact: bool,
    /// Rows that hold it are left out; read as exact.
    pub negated: bool,
}

/// The most characters of a term that are followed.
pub(super) const MOST_TYPED: usize = 64;

/// The most terms that are looked for; later ones are ignored.
const MOST_TERMS: usize = 8;

/// The most words that are read at all: a number may come in many groups.
const MOST_WORDS: usize = 32;

/// So many digits make a word a phone number, or a part of one.
const SHORTEST_NUMBER: usize = 4;

/// Fewer digits than this are too few to look for when the zeros before them are gone.
const SHORTEST_BARE: usize = 3;

/// Shorter words turn into each other by one typo.
const SHORTEST_TYPO: usize = 4;

/// All that a row must hold, and all that it must not.
pub(super) struct Terms {
    pub wanted: Vec<Term>,
    pub unwanted: Vec<Term>,
    /// The wanted texts as one, for comparing with a whole name.
    pub joined: String,
    /// The wanted texts in alphabetical order, for a name in another order.
    pub sorted: Vec<String>,
    /// What the wanted texts stand for as sounds if they are spoken in one.
    pub spoken: Option<Spoken>,
}

/// One thing to look for.
pub(super) struct Term {
    pub text: String,
    pub chars: Vec<char>,
    pub finder: Finder<'static>,
    /// The characters of its text.
    pub bag: u64,
    /// The bag again if it is a single plain letter or digit, which has a bit of its own.
    pub letter: Option<u64>,
    /// Only these very characters.
    pub exact: bool,
    /// What its letters stand for as sounds or initials, if it holds any.
    pub spoken: Option<Spoken>,
    /// The other forms of the name it may be.
    pub nicknames: Vec<&'static str>,
    /// Whether it begins with a character that is a word of its own.
    pub begins_han: bool,
    /// Whether it is too short for a number, and nothing else.
    pub few_digits: bool,
    /// Whether it is a word long enough for a typo.
    pub misspelt: bool,
    /// Whether it is Chinese, and not one character, which sounds like hundreds.
    pub has_homophones: bool,
    /// The customer id it may be.
    pub id: Option<CustomerId>,
    pub number: Option<Number>,
}

/// A phone number as read out.
pub(super) struct Number {
    /// All its digits.
    pub digits: String,
    /// Without the zeros of a trunk or international prefix, which no E.164 number begins with.
    pub bare: String,
    pub finder: Finder<'static>,
}

impl Terms {
    pub(super) fn new(words: &[Word]) -> Self {
        let words: Vec<Word> =
            words.iter().take(MOST_WORDS).map(bounded).filter(|word| !word.text.is_empty()).collect();
        let groups = words.chunk_by(|a, b| is_of_number(a) && is_of_number(b));
        let (unwanted, wanted): (Vec<_>, Vec<_>) =
            groups.flat_map(terms_of).take(MOST_TERMS).partition(|(negated, _)| *negated);
        let [wanted, unwanted] =
            [wanted, unwanted].map(|terms| terms.into_iter().map(|(_, term)| term).collect::<Vec<_>>());
        let mut sorted: Vec<String> = wanted.iter().map(|term| term.text.clone()).collect();
        let joined = sorted.join(" ");
        sorted.sort_unstable();
        let letters: Vec<char> = wanted.iter().flat_map(|term| &term.chars).copied().collect();
        let in_one = wanted.len() > 1 && letters.len() <= MOST_TYPED && wanted.iter().all(|term| term.spoken.is_some());
        Self { wanted, unwanted, joined, sorted, spoken: in_one.then(|| Spoken::new(&letters)) }
    }
}

/// A pasted book is cut to what is followed anyway.
fn bounded(word: &Word) -> Word {
    let text: String = word.text.chars().take(MOST_TYPED).collect();
    let text: String = searched(text.trim()).chars().take(MOST_TYPED).collect();
    // `Meyer, Anna`
    let text = if word.exact { text } else { text.trim_end_matches([',', ';']).to_owned() };
    Word { text, ..*word }
}

/// Neighbouring groups of digits are one number: `030 007 4321`.
fn terms_of(group: &[Word]) -> Vec<(bool, Term)> {
    let spoken: String = group.iter().map(|word| word.text.as_str()).collect();
    match group {
        [_, _, ..] if digits(&spoken).len() >= SHORTEST_NUMBER => vec![(false, Term::number(&spoken))],
        words => words.iter().map(|word| (word.negated, Term::new(word))).collect(),
    }
}

/// `+49`, `(030)`, `007-4321`: digits and what people write between them.
fn is_digit_group(word: &Word) -> bool {
    let spoken = |c: char| c.is_ascii_digit() || "+-()/.".contains(c);
    !word.exact && !word.negated && word.text.chars().all(spoken) && word.text.contains(|c: char| c.is_ascii_digit())
}

/// A group of digits, `ext.` or `x5467`.
fn is_of_number(word: &Word) -> bool {
    let extension = EXTENSIONS.iter().find_map(|mark| word.text.strip_prefix(mark)).unwrap_or("-");
    is_digit_group(word) || !word.exact && !word.negated && extension.bytes().all(|b| b.is_ascii_digit())
}

/// What stands before an extension, folded; the longer ones first.
const EXTENSIONS: [&str; 7] = ["extension", "ext.", "ext", "x", "分机", "转", "durchwahl"];

impl Term {
    fn new(word: &Word) -> Self {
        let mut term = if is_digit_group(word) { Self::number(&word.text) } else { Self::text(&word.text) };
        if word.exact || word.negated {
            term.exact = true;
            return term;
        }
        if term.text.contains(|c: char| c.is_ascii_lowercase()) {
            term.spoken = Some(Spoken::new(&term.chars));
        }
        // One character of a Chinese name changed makes another name.
        term.misspelt =
            term.chars.len() >= SHORTEST_TYPO && term.chars.iter().all(|c| c.is_alphabetic() && !is_han(*c));
        term.has_homophones = term.chars.len() > 1 && term.chars.iter().all(|c| is_han(*c));
        term.nicknames = nickname::of(&term.text);
        term
    }

    fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            chars: text.chars().collect(),
            finder: Finder::new(text).into_owned(),
            bag: bag::of(text),
            letter: matches!(text.as_bytes(), [b'a'..=b'z' | b'0'..=b'9']).then(|| bag::of(text)),
            exact: false,
            spoken: None,
            nicknames: Vec::new(),
            begins_han: text.starts_with(is_han),
            misspelt: false,
            has_homophones: false,
            few_digits: text.len() < SHORTEST_NUMBER && text.bytes().all(|b| b.is_ascii_digit()),
            id: None,
            number: None,
        }
    }

    fn number(spoken: &str) -> Self {
        let number = Number::new(spoken);
        // 0018 is the end of a number, not customer 18.
        let id = if spoken.starts_with('0') { None } else { spoken.parse().ok() };
        Self { id, number, ..Self::text(spoken) }
    }
}

impl Number {
    fn new(spoken: &str) -> Option<Self> {
        // In +49 (0)30 the zero is only dialled inside the country.
        let digits = digits(&spoken.replace("(0)", ""));
        if digits.len() < SHORTEST_NUMBER {
            return None;
        }
        let bare = match digits.trim_start_matches('0') {
            stripped if stripped.len() < SHORTEST_BARE => digits.clone(),
            stripped => stripped.to_owned(),
        };
        Some(Self { digits, finder: Finder::new(&bare).into_owned(), bare })
    }
}
