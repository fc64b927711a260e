//! One term over the columns of one part: for each value, and so for each row, its tier.

use super::bag;
use super::fit::{MOST_INITIALS, Tier, words};
use super::letters::Letters;
use super::part::Part;
use super::phones;
use super::row::Column;
use super::rows::Rows;
use super::spelling::Spelling;
use super::term::Term;
use super::texts::Texts;
use super::values::{Values, packed};
use super::work::Work;
use super::written::Text;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::ops::Range;

/// No tier: does not fit.
pub(super) const NONE: u8 = u8::MAX;

/// The tier of each of many things, by number; empty where nothing fits.
#[derive(Debug, Default, Clone)]
pub(super) struct Tiers(Vec<u8>);

impl Tiers {
    /// Notes a tier, unless a better one is known.
    pub(super) fn note(&mut self, of: usize, at: usize, tier: Tier) {
        if self.0.is_empty() {
            self.0 = vec![NONE; of];
        }
        if let Some(known) = self.0.get_mut(at) {
            *known = (*known).min(tier as u8);
        }
    }

    pub(super) fn get(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(NONE)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The things that have a tier.
    fn fitting(&self) -> impl Iterator<Item = usize> {
        let stretches = self.0.chunks(64).zip((0..).step_by(64));
        let fitting = stretches.filter(|(tiers, _)| tiers.iter().fold(NONE, |all, tier| all & tier) != NONE);
        fitting.flat_map(|(tiers, first)| {
            tiers.iter().zip(first..).filter(|(tier, _)| **tier != NONE).map(|(_, thing)| thing)
        })
    }

    /// The best of several for each thing.
    fn join(all: Vec<Self>) -> Self {
        let mut all = all.into_iter().filter(|tiers| !tiers.is_empty());
        let mut joined = all.next().unwrap_or_default();
        for tiers in all {
            joined.0.iter_mut().zip(tiers.0).for_each(|(ours, theirs)| *ours = (*ours).min(theirs));
        }
        joined
    }
}

/// How a term fits the rows of a part, as far as its columns were searched.
#[derive(Debug, Default)]
pub(super) struct Fits {
    /// By value: names, companies, cities, tags.
    pub shared: [Tiers; 4],
    /// By row: its addresses and numbers, the customer whose id it is, numbers that end with it.
    own: Tiers,
    /// Whether the addresses and numbers of every row were searched.
    own_searched: bool,
}

impl Fits {
    /// Searches what customers are called.
    pub(super) fn look_at_names(&mut self, part: &Part, term: &Term, work: &Work<'_>) {
        self.look_up(part, term);
        let [names, ..] = &mut self.shared;
        *names = look_through(&part.names, Column::Name, term, work);
    }

    /// Searches the other columns of shared values.
    pub(super) fn look_at_shared(&mut self, part: &Part, term: &Term, work: &Work<'_>) {
        let rest = self.shared.iter_mut().zip(part.shared()).skip(1);
        rest.for_each(|(tiers, (column, values))| *tiers = look_through(values, column, term, work));
    }

    /// Searches addresses and numbers, of some rows or of all.
    pub(super) fn look_at_own(&mut self, part: &Part, term: &Term, among: Option<&Rows>, work: &Work<'_>) {
        if self.own_searched {
            return;
        }
        self.own_searched = among.is_none();
        let emails = match term.letter {
            Some(letter) => by_letter(&part.email_letters, letter, work),
            None => literally(&part.emails, Column::Email, term, among, work),
        };
        let phones = numbers(&part.phones, term, among, work);
        self.own = Tiers::join(vec![std::mem::take(&mut self.own), emails, phones]);
    }

    /// Searches for what is only nearly there.
    pub(super) fn look_nearly(&mut self, part: &Part, term: &Term, work: &Work<'_>) {
        let spoken = self.shared.iter_mut().zip(part.shared()).filter(|(_, (column, _))| column.is_spoken());
        for (tiers, (_, values)) in spoken {
            *tiers = Tiers::join(vec![std::mem::take(tiers), homophones(values, term, work)]);
            in_order(values, term, tiers, work);
        }
    }

    /// What is known without looking through anything: the id, and the ends of numbers.
    fn look_up(&mut self, part: &Part, term: &Term) {
        if let Some(place) = term.id.and_then(|id| part.place(id)) {
            self.own.note(part.len(), place, Tier::Id);
        }
        if let Some(number) = term.number.as_ref().filter(|_| !term.exact) {
            let key = phones::key(&number.digits);
            for (_, row) in part.book.ending(key, phones::digits(key)) {
                self.own.note(part.len(), row, Tier::Prefix);
            }
        }
    }

    /// The rows that fit.
    pub(super) fn rows(&self, part: &Part) -> Rows {
        let mut rows = Rows::none(part.len());
        for (tiers, (_, values)) in self.shared.iter().zip(part.shared()) {
            tiers.fitting().flat_map(|value| values.holders(value)).for_each(|row| rows.add(row));
        }
        self.own.fitting().for_each(|row| rows.add(row));
        rows
    }

    /// The best tier of a row.
    pub(super) fn tier(&self, part: &Part, row: usize) -> u8 {
        let fitting = self.shared.iter().zip(part.shared()).filter(|(tiers, _)| !tiers.is_empty());
        fitting.fold(self.own.get(row), |best, (tiers, (_, values))| best.min(tiers.get(values.code(row))))
    }

    /// Whether no row fits.
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty() && self.shared.iter().all(Tiers::is_empty)
    }
}

/// A term in a column of shared values: literally, by its initials and sounds, by other forms.
fn look_through(values: &Values, column: Column, term: &Term, work: &Work<'_>) -> Tiers {
    let mut found = vec![literally(&values.lines, column, term, None, work), by_sound(values, column, term, work)];
    if column.is_name() {
        found.push(by_initials(values, term, work));
        found.extend(term.nicknames.iter().map(|nickname| alone(&values.lines, nickname, work)));
    }
    Tiers::join(found)
}

/// Where the letters themselves stand, in some lines or in all.
fn literally(texts: &Texts, column: Column, term: &Term, among: Option<&Rows>, work: &Work<'_>) -> Tiers {
    if !texts.may_hold(term.bag) {
        return Tiers::default();
    }
    let best = Tier::Name.within(column);
    search(texts, &term.finder, among, work, |tiers, line, at| {
        let tier = term.place(texts.before(at), texts.after(at + term.text.len()).is_none()).within(column);
        tiers.note(texts.len(), line, tier);
        tier == best
    })
}

/// Searches some lines, or all, for letters; `hit` notes what a place is worth, and says whether the line can be worth
/// no more.
fn search(
    texts: &Texts,
    letters: &Finder<'_>,
    among: Option<&Rows>,
    work: &Work<'_>,
    hit: impl Fn(&mut Tiers, usize, usize) -> bool + Sync,
) -> Tiers {
    Tiers::join(work.spread(texts.len(), |tiers: &mut Tiers, lines| {
        let mut look = |lines: Range<usize>| {
            let bytes = texts.size(&lines);
            texts.search(letters, lines, |line, at| hit(tiers, line, at));
            bytes
        };
        work.count(match among {
            Some(among) => among.within(lines).map(|line| look(line..line + 1)).sum(),
            None => look(lines),
        });
    }))
}

/// The lines that hold a letter, and better those a word of which begins with it.
fn by_letter(letters: &Letters, letter: u64, work: &Work<'_>) -> Tiers {
    work.count(letters.bytes());
    let tier = |(anywhere, begins): (&u64, &u64)| match (begins & letter > 0, anywhere & letter > 0) {
        (true, _) => Tier::Prefix as u8,
        (_, true) => Tier::Substring as u8,
        _ => NONE,
    };
    Tiers(letters.anywhere.iter().zip(&letters.begins).map(tier).collect())
}

/// Chinese, and names whose initials have to be read.
fn by_sound(values: &Values, column: Column, term: &Term, work: &Work<'_>) -> Tiers {
    if term.spoken.is_none() {
        return Tiers::default();
    }
    read(values, work, |line, letters| {
        let text = Text { column, index: 0, spelling: Spelling::Folded, letters: Cow::Borrowed(letters) };
        term.by_sound(&text, values.is_firm(line)).map(|(tier, _)| tier)
    })
}

/// Chinese written with other characters of the same sounds.
fn homophones(values: &Values, term: &Term, work: &Work<'_>) -> Tiers {
    if !term.has_homophones {
        return Tiers::default();
    }
    read(values, work, |_, letters| term.homophone(letters).map(|_| Tier::Homophone))
}

/// Reads the lines whose sounds have to be read, and what each of their texts is worth.
fn read(values: &Values, work: &Work<'_>, worth: impl Fn(usize, &str) -> Option<Tier> + Sync) -> Tiers {
    Tiers::join(work.spread(values.read.len(), |tiers: &mut Tiers, lines| {
        let mut bytes = 0;
        for line in values.read.get(lines).unwrap_or_default().iter().map(|line| *line as usize) {
            bytes += values.lines.line(line).len();
            for tier in values.texts(line).filter_map(|letters| worth(line, letters)) {
                tiers.note(values.lines.len(), line, tier);
            }
        }
        work.count(bytes);
    }))
}

fn by_initials(values: &Values, term: &Term, work: &Work<'_>) -> Tiers {
    let mut tiers = Tiers::default();
    if term.spoken.is_none() || !(2..=MOST_INITIALS).contains(&term.chars.len()) {
        return tiers;
    }
    work.count(size_of_val(&*values.initials));
    let (key, mask) = (packed(&term.chars), u64::MAX << (64 - 8 * term.chars.len()));
    let lines = values.initials.iter().enumerate();
    for (line, _) in lines.filter(|(_, initials)| **initials & mask == key) {
        tiers.note(values.initials.len(), line, Tier::Initials);
    }
    tiers
}

/// Where another form of a name stands, as a word.
fn alone(texts: &Texts, form: &str, work: &Work<'_>) -> Tiers {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    search(texts, &Finder::new(form), None, work, |tiers, line, at| {
        let alone = !is_letter(texts.before(at)) && !is_letter(texts.after(at + form.len()));
        if alone {
            tiers.note(texts.len(), line, Tier::Pinyin);
        }
        alone
    })
}

/// The digits of a number in any format, or letters in what is no number.
fn numbers(texts: &Texts, term: &Term, among: Option<&Rows>, work: &Work<'_>) -> Tiers {
    let Some(number) = &term.number else {
        // A few digits are in almost every number, so they are not looked for.
        return if term.few_digits { Tiers::default() } else { literally(texts, Column::Phone, term, among, work) };
    };
    search(texts, &number.finder, among, work, |tiers, line, at| {
        if let Some((tier, _)) = number.fit(texts.text_at(line, at)) {
            tiers.note(texts.len(), line, tier);
        }
        false
    })
}

/// The values that hold the letters in order, where they do not fit already.
fn in_order(values: &Values, term: &Term, tiers: &mut Tiers, work: &Work<'_>) {
    let pieces = work.spread(values.bags.len(), |found: &mut Vec<usize>, lines| {
        let mut bytes = lines.len() * size_of::<u64>();
        for (line, bag) in lines.clone().zip(values.bags.get(lines).unwrap_or_default()) {
            if bag::missing(term.bag, *bag) > 0 || tiers.get(line) != NONE {
                continue;
            }
            bytes += values.lines.line(line).len();
            if values.texts(line).any(|text| term.is_in_order(text)) {
                found.push(line);
            }
        }
        work.count(bytes);
    });
    pieces.into_iter().flatten().for_each(|line| tiers.note(values.bags.len(), line, Tier::Fuzzy));
}

/// The words of a column one typo away, each with a value it stands in.
pub(super) fn misspelt<'a>(values: &'a Values, term: &Term, work: &Work<'_>) -> Vec<(&'a str, usize)> {
    let pieces = work.spread(values.bags.len(), |found: &mut Vec<(&'a str, usize)>, lines| {
        let mut bytes = lines.len() * size_of::<u64>();
        for (line, bag) in lines.clone().zip(values.bags.get(lines).unwrap_or_default()) {
            if bag::missing(term.bag, *bag) <= 1 {
                bytes += values.lines.line(line).len();
                let mut words: Vec<&str> =
                    values.texts(line).flat_map(words).filter(|word| term.is_misspelt(word)).collect();
                words.sort_unstable();
                words.dedup();
                found.extend(words.into_iter().map(|word| (word, line)));
            }
        }
        work.count(bytes);
    });
    pieces.into_iter().flatten().collect()
}
