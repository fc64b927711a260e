//! A search that is slow and obviously right: every row is asked, one after the other.

use crate::domain::nickname;
use crate::domain::phone::digits;
use crate::domain::text::is_han;
use crate::search::spelling::searched;
use crate::search::{Row, Tier, Word};
use pinyin::{Pinyin, ToPinyinMulti};
use std::collections::{BTreeMap, BTreeSet};

/// The ids of all rows that fit, each with its tier, in ascending order.
pub(super) fn find(rows: &[Row], words: &[Word]) -> Vec<(u64, Tier)> {
    let (unwanted, wanted): (Vec<&Word>, Vec<&Word>) = words.iter().partition(|word| word.negated);
    let letters =
        |words: Vec<&Word>| words.into_iter().map(|word| (searched(&word.text), word.exact)).collect::<Vec<_>>();
    let (wanted, unwanted) = (letters(wanted), letters(unwanted));
    let search = |reach: &dyn Fn(&Row, &str, bool) -> Option<Tier>| {
        let fitting = rows.iter().filter(|row| unwanted.iter().all(|(word, _)| literally(row, word, true).is_none()));
        let mut found: Vec<(u64, Tier)> = fitting
            .filter_map(|row| {
                let tiers: Option<Vec<Tier>> = wanted.iter().map(|(word, exact)| reach(row, word, *exact)).collect();
                let worst = tiers?.into_iter().max().unwrap_or(Tier::Id);
                Some((row.id.0, whole_name(row, &wanted).map_or(worst, |whole| whole.min(worst))))
            })
            .collect();
        found.sort_unstable();
        found
    };
    let exactly = |row: &Row, word: &str, exact: bool| {
        let others = if exact { [None; 2] } else { [initials(row, word), nickname(row, word)] };
        others.into_iter().chain([literally(row, word, exact)]).flatten().min()
    };
    let found = search(&exactly);
    if found.len() >= 50 || wanted.is_empty() {
        return found;
    }
    let meant: BTreeMap<&str, Vec<String>> =
        wanted.iter().map(|(word, _)| (word.as_str(), meant(rows, word))).collect();
    search(&|row: &Row, word: &str, exact: bool| {
        exactly(row, word, exact).or_else(|| if exact { None } else { nearly(row, word, &meant[word]) })
    })
}

/// All spellings of a text; of numbers the digits alone, too.
fn spellings(text: &str) -> Vec<String> {
    let folded = searched(text);
    let mut all = vec![folded.clone()];
    if text.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        let pairs = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "ae"), ("Ö", "oe"), ("Ü", "ue")];
        all.push(searched(&pairs.iter().fold(text.to_owned(), |text, (umlaut, pair)| text.replace(umlaut, pair))));
    } else if ["ae", "oe", "ue"].iter().any(|pair| folded.contains(pair)) {
        all.push(["ae", "oe", "ue"].iter().fold(folded.clone(), |text, pair| text.replace(pair, &pair[..1])));
    }
    if folded.contains('\'') {
        all.push(folded.replace('\'', ""));
    }
    all
}

fn names(row: &Row) -> Vec<String> {
    [&row.name].into_iter().chain(&row.aliases).flat_map(|name| spellings(name)).collect()
}

/// What is searched as letters, and whether it is a name.
fn texts(row: &Row) -> Vec<(String, bool)> {
    let spoken = [&row.company, &row.city].into_iter().flat_map(|text| spellings(text));
    let others = row.tags.iter().chain(&row.emails).map(|text| searched(text));
    let others = spoken.chain(others).map(|text| (text, false));
    names(row).into_iter().map(|name| (name, true)).chain(others).collect()
}

/// Exactly these letters, or a number as it is read out.
fn literally(row: &Row, word: &str, exact: bool) -> Option<Tier> {
    let mut tiers: Vec<Tier> = Vec::new();
    let few_digits = word.len() < 4 && digits(word) == word;
    let numbers = row.phones.iter().filter(|_| exact && !few_digits).map(|phone| (phone.key(), false));
    for (text, is_name) in texts(row).into_iter().chain(numbers) {
        for (at, _) in text.match_indices(word) {
            let before = text[..at].chars().next_back();
            let tier = match before {
                None if text == word => Tier::Name,
                None => Tier::NamePrefix,
                Some(c) if !c.is_alphanumeric() || word.starts_with(is_han) => Tier::WordPrefix,
                Some(_) => Tier::Substring,
            };
            tiers.push(if is_name { tier } else { tier.max(Tier::Prefix) });
        }
    }
    if !exact {
        tiers.extend(row.phones.iter().filter_map(|phone| number(&phone.key(), word)));
        tiers.extend((word == row.id.0.to_string() && word != "0").then_some(Tier::Id));
    }
    tiers.into_iter().min()
}

/// Four digits and more are looked for in numbers, without the zeros that are dialled before them.
fn number(number: &str, word: &str) -> Option<Tier> {
    if digits(word) != word {
        return number.contains(word).then_some(Tier::Substring);
    }
    let bare = match word.trim_start_matches('0') {
        bare if bare.len() < 3 => word,
        bare => bare,
    };
    if word.len() < 4 {
        return None;
    }
    if number.ends_with(word) {
        return Some(Tier::Prefix);
    }
    let at = number.find(bare)?;
    let country = number.len() - number.trim_start_matches('+').len();
    let begins = at <= country + 3 || at + word.len() == number.len();
    Some(if begins { Tier::Prefix } else { Tier::Substring })
}

/// The first letters of the words of a name.
fn initials(row: &Row, word: &str) -> Option<Tier> {
    let first_letters = |name: &String| -> String {
        name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).collect()
    };
    let fits = (2..=8).contains(&word.chars().count()) && word.contains(|c: char| c.is_ascii_lowercase());
    let are_so = |name: &String| first_letters(name).starts_with(word) && !name.contains(is_han);
    (fits && names(row).iter().any(are_so)).then_some(Tier::Initials)
}

/// Another form of a name, as a word of it.
fn nickname(row: &Row, word: &str) -> Option<Tier> {
    let forms = nickname::of(word);
    let holds = |name: &String| name.split(|c: char| !c.is_alphanumeric()).any(|word| forms.contains(&word));
    names(row).iter().any(holds).then_some(Tier::Pinyin)
}

/// Several words may make up a name, in its own order or in another.
fn whole_name(row: &Row, wanted: &[(String, bool)]) -> Option<Tier> {
    let mut words: Vec<&str> = wanted.iter().map(|(word, _)| word.as_str()).collect();
    if words.len() < 2 {
        return None;
    }
    let (name, typed) = (searched(&row.name), words.join(" "));
    if name.starts_with(&typed) {
        return Some(if name == typed { Tier::Name } else { Tier::NamePrefix });
    }
    let mut named: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    named.sort_unstable();
    words.sort_unstable();
    (named == words).then_some(Tier::NamePrefix)
}

fn nearly(row: &Row, word: &str, meant: &[String]) -> Option<Tier> {
    let spoken = spoken(row);
    if word.chars().count() > 1 && word.chars().all(is_han) && spoken.iter().flatten().any(|text| sounds(text, word)) {
        return Some(Tier::Homophone);
    }
    if word.chars().count() >= 3 && spoken.iter().flatten().any(|text| is_in_order(text, word)) {
        return Some(Tier::Fuzzy);
    }
    let holds = |text: &String| text.split(|c: char| !c.is_alphanumeric()).any(|word| meant.iter().any(|m| m == word));
    spoken.iter().flatten().any(holds).then_some(Tier::Typo)
}

/// The texts in which nearness is looked for, by column.
fn spoken(row: &Row) -> [Vec<String>; 3] {
    [names(row), spellings(&row.company), spellings(&row.city)]
}

/// Whether some characters of a text may be read like those of a word.
fn sounds(text: &str, word: &str) -> bool {
    let (text, word): (Vec<char>, Vec<char>) = (text.chars().collect(), word.chars().collect());
    let readings =
        |c: char| -> BTreeSet<&str> { c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain).collect() };
    let alike = |(a, b): (&char, &char)| a == b || !readings(*a).is_disjoint(&readings(*b));
    text.windows(word.len()).any(|heard| heard.iter().zip(&word).all(alike))
}

/// Whether the letters stand in a text in this order, the first of them beginning a word.
fn is_in_order(text: &str, word: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let begins = |at: usize| at == 0 || !chars[at - 1].is_alphanumeric() || is_han(chars[at]);
    let first = word.chars().next().unwrap();
    let starts = (0..chars.len()).filter(|at| chars[*at] == first && begins(*at));
    starts.into_iter().any(|start| {
        let mut rest = chars[start..].iter();
        word.chars().all(|letter| rest.any(|c| *c == letter))
    })
}

/// The four words one typo away that most rows hold, a row counted once a column.
fn meant(rows: &[Row], word: &str) -> Vec<String> {
    let letters = word.chars().count() >= 4 && word.chars().all(char::is_alphabetic);
    let typos = if letters { typos(word) } else { BTreeSet::new() };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for column in rows.iter().flat_map(spoken) {
        let words: BTreeSet<String> =
            column.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(str::to_owned).collect();
        for held in words.into_iter().filter(|held| typos.contains(held)) {
            *count.entry(held).or_default() += 1;
        }
    }
    let mut words: Vec<(String, usize)> = count.into_iter().collect();
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    words.into_iter().take(4).map(|(word, _)| word).collect()
}

/// Every word with one letter of a few changed, added, left out, or two neighbours exchanged.
fn typos(word: &str) -> BTreeSet<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut all = BTreeSet::new();
    let mut add = |chars: Vec<char>| all.insert(chars.into_iter().collect::<String>());
    for at in 0..=chars.len() {
        for letter in LETTERS.chars() {
            add([&chars[..at], &[letter], &chars[at..]].concat());
            if at < chars.len() {
                add([&chars[..at], &[letter], &chars[at + 1..]].concat());
            }
        }
        if at < chars.len() {
            add([&chars[..at], &chars[at + 1..]].concat());
        }
        if at + 1 < chars.len() {
            add([&chars[..at], &[chars[at + 1], chars[at]], &chars[at + 2..]].concat());
        }
    }
    all.remove(word);
    all
}

/// The letters the tested rows are made of, folded.
pub(super) const LETTERS: &str = "abnoeu伟张章";
