//! Names as they are compared: words in small letters, Chinese by its sounds, without titles and legal forms.

use super::profile::{Value, hash};
use super::slip::is_slip;
use crate::domain::duplicate::Sign;
use crate::domain::nickname;
use crate::domain::surname::surname;
use crate::domain::text::{fold, is_han};
use pinyin::ToPinyin;
use std::collections::HashSet;
use std::sync::OnceLock;

/// A name made ready for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its words, parted by spaces; a syllable is a word.
    pub text: Box<str>,
    /// The characters, where it is written in them: names that sound alike are told apart by it.
    pub han: Option<u64>,
    /// Its letters whatever their order: the same for `Wei Zhang`, `Zhang Wei` and 张伟.
    pub letters: u64,
}

impl Name {
    /// As it is counted.
    pub fn value(&self) -> Value {
        Value(hash(("name", self.letters)))
    }

    /// The words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }
}

/// How people are addressed.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "mlle", "monsieur", "madame", "sr", "sra", "sig",
    "jr", "ing", "dipl", "med",
];
/// The same behind a Chinese name.
const HAN_TITLES: &[&str] = &["先生", "女士", "小姐", "老师", "经理"];
/// What a firm is in law, and words between.
const FORMS: &[&str] = &[
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "gbr",
    "ek",
    "ev",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "pty",
    "sa",
    "sarl",
    "sas",
    "srl",
    "spa",
    "sl",
    "slu",
    "bv",
    "nv",
    "oy",
    "ab",
    "as",
    "the",
    "and",
    "und",
    "et",
    "e",
    "y",
];
/// The same in Chinese, the longest first.
const HAN_FORMS: &[&str] = &["股份有限公司", "有限责任公司", "有限公司", "公司"];

/// Reads a name; of an organisation what it is called without its legal form.
pub fn read(text: &str, is_organisation: bool) -> Name {
    let folded = fold(text);
    let bare = if is_organisation { folded.replace('.', "") } else { folded };
    let bare = without(&bare, if is_organisation { HAN_FORMS } else { HAN_TITLES });
    let idle = if is_organisation { FORMS } else { TITLES };
    let words = || bare.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let some = words().any(|word| !idle.contains(&word));
    let mut spoken = String::with_capacity(bare.len());
    for word in words().filter(|word| !some || !idle.contains(word)) {
        speak(word, !is_organisation, &mut spoken);
    }
    let mut letters: Vec<char> = spoken.chars().filter(|c| *c != ' ').collect();
    letters.sort_unstable();
    let in_han = bare.chars().any(is_han);
    let han = in_han.then(|| hash(bare.chars().filter(|c| c.is_alphanumeric()).collect::<String>()));
    Name { text: spoken.trim_end().into(), han, letters: hash(letters) }
}

/// A text without what it ends in, if something else is left.
fn without<'t>(text: &'t str, endings: &[&str]) -> &'t str {
    let cut = endings.iter().find_map(|ending| text.trim_end().strip_suffix(ending));
    cut.filter(|rest| rest.chars().count() > 1).unwrap_or(text)
}

/// A word by its sounds, each syllable and each run of other letters a word of its own.
fn speak(word: &str, may_begin_with_surname: bool, spoken: &mut String) {
    let mut family = if may_begin_with_surname && spoken.is_empty() { surname(word) } else { &[] }.iter();
    for c in word.chars().filter(|c| *c != '\'') {
        let usual = || c.to_pinyin().map(pinyin::Pinyin::plain);
        match family.next().copied().or_else(usual) {
            Some(syllable) => {
                if !spoken.is_empty() && !spoken.ends_with(' ') {
                    spoken.push(' ');
                }
                spoken.extend(syllable.chars().map(|letter| if letter == 'ü' { 'u' } else { letter }));
                spoken.push(' ');
            }
            None => spoken.push(c),
        }
    }
    if !spoken.ends_with(' ') {
        spoken.push(' ');
    }
}

/// Syllables of a person's name, at most.
const HAN_WORDS: usize = 4;
/// The most words of a name that are looked at.
const WORDS: usize = 8;

/// How two names go together.
pub fn compare(one: &Name, other: &Name) -> Option<Sign> {
    if one.text.is_empty() || other.text.is_empty() {
        return None;
    }
    let scripts_differ = one.han.is_some() != other.han.is_some();
    if one.text == other.text {
        return Some(match (one.han, other.han) {
            (Some(one), Some(other)) if one != other => Sign::SoundsAlike,
            _ if scripts_differ => Sign::SamePinyin,
            _ => Sign::SameName,
        });
    }
    let (a, b) = (Words::of(one), Words::of(other));
    if one.letters == other.letters && a.turned().any(|turned| turned == b.joined()) {
        return Some(if scripts_differ { Sign::SamePinyin } else { Sign::SwappedName });
    }
    let both_in_han = one.han.is_some() && other.han.is_some();
    if both_in_han && a.count.max(b.count) <= HAN_WORDS {
        // Another character is another name: who mistypes one takes one that sounds alike.
        return Some(if a.first() == b.first() { Sign::OtherGivenName } else { Sign::OtherName });
    }
    if a.count != b.count && a.turned().any(|turned| is_slip(&turned, &b.joined())) {
        return Some(Sign::SimilarName);
    }
    let sign = a.beside(&b);
    let is_han = one.han.is_some() || other.han.is_some();
    Some(if sign == Sign::OtherGivenName && !is_han && a.share_given(&b) { Sign::OtherSurname } else { sign })
}

/// Whether a word may be a Chinese surname in pinyin, which stands in front.
fn is_syllable(word: &str) -> bool {
    static SYLLABLES: OnceLock<HashSet<&str>> = OnceLock::new();
    let syllables = SYLLABLES.get_or_init(|| {
        let han = '\u{4e00}'..='\u{9fff}';
        han.filter_map(|c| c.to_pinyin()).map(pinyin::Pinyin::plain).collect()
    });
    syllables.contains(word)
}

/// The words of a name, as many as are looked at.
struct Words<'n> {
    all: [&'n str; WORDS],
    count: usize,
}

impl<'n> Words<'n> {
    fn of(name: &'n Name) -> Self {
        let mut words = Self { all: [""; WORDS], count: 0 };
        for (slot, word) in words.all.iter_mut().zip(name.words()) {
            *slot = word;
            words.count += 1;
        }
        words
    }

    fn slice(&self) -> &[&'n str] {
        self.all.get(..self.count).unwrap_or_default()
    }

    fn joined(&self) -> String {
        self.slice().concat()
    }

    /// The words begun at each of them: `Wang Xiao Ming`, `Xiao Ming Wang`, `Ming Wang Xiao`.
    fn turned(&self) -> impl Iterator<Item = String> {
        (0..self.count).filter_map(|at| {
            let (front, back) = self.slice().split_at_checked(at)?;
            Some([back, front].concat().concat())
        })
    }

    fn first(&self) -> &'n str {
        self.slice().first().copied().unwrap_or_default()
    }

    /// Whether the first word is the same and a given name.
    fn share_given(&self, other: &Self) -> bool {
        let word = self.first();
        word.chars().count() > 1 && other.first() == word && !is_syllable(word)
    }

    /// Pairs every word of the shorter name with the best one left of the other.
    fn beside(&self, other: &Self) -> Sign {
        let (short, long) = if self.count <= other.count { (self, other) } else { (other, self) };
        let mut left = long.all;
        let mut grades = [0_usize; 4];
        for word in short.slice() {
            let offered = |(at, offer): (usize, &&str)| (Grade::of(word, offer), at);
            let best = left.iter().take(long.count).enumerate().map(offered).min_by_key(|(grade, _)| *grade);
            let (grade, at) = best.unwrap_or((Grade::Other, 0));
            if grade != Grade::Other
                && let Some(taken) = left.get_mut(at)
            {
                *taken = "";
            }
            if let Some(count) = grades.get_mut(grade as usize) {
                *count += 1;
            }
        }
        let [same, slips, shortened, others] = grades;
        match (same + slips, others) {
            (0, _) => Sign::OtherName,
            (_, 1..) => Sign::OtherGivenName,
            (1, 0) if shortened == 0 && long.count > 1 => Sign::PartOfName,
            _ if slips > 1 => Sign::OtherGivenName,
            _ if shortened > 0 || short.count < long.count => Sign::ShortName,
            _ if slips == 1 => Sign::SimilarName,
            _ => Sign::SwappedName,
        }
    }
}

/// How two words go together, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Same,
    Slip,
    Shortened,
    Other,
}

impl Grade {
    fn of(one: &str, other: &str) -> Self {
        if one == other && !one.is_empty() {
            return Self::Same;
        }
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        if short.is_empty() {
            return Self::Other;
        }
        if short.chars().count() == 1 {
            return if long.starts_with(short) { Self::Shortened } else { Self::Other };
        }
        if nickname::are_forms(one, other) || is_shortened(short, long) {
            return Self::Shortened;
        }
        if is_mistyped(short, long) { Self::Slip } else { Self::Other }
    }
}

/// Whether a word is the beginning of another: `Max`, `Hanni`. A syllable is a name of its own.
fn is_shortened(short: &str, long: &str) -> bool {
    let begins = short.len() >= 3 && long.len() >= short.len() + 2 && long.starts_with(short);
    let stem = short.trim_end_matches(['i', 'y']).trim_end_matches("ie");
    let pet_name = stem.len() < short.len() && stem.len() >= 4 && long.starts_with(stem);
    (begins || pet_name) && !is_syllable(short)
}

/// Whether two words are the same but for one key. `Louis` and `Louise` are two people, as are `Ming` and `Ling`.
fn is_mistyped(short: &str, long: &str) -> bool {
    let ending = long.strip_prefix(short);
    let are_two = ending.is_some_and(|ending| matches!(ending, "a" | "e" | "s"));
    short.len() >= 3
        && long.len() >= 4
        && !are_two
        && is_slip(short, long)
        && !(is_syllable(short) && is_syllable(long))
}
