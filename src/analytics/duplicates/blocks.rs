//! Which pairs are compared: those that share a key.

use super::profile::{Profile, Value, hash};

/// All members of a block of so many are compared with each other.
const WHOLE: usize = 48;
/// In a larger one each is compared with so many that stand behind it.
const NEAR: usize = 12;
/// Digits at the end of a number by which it is looked for, however it begins.
const TAIL: u64 = 100_000_000;

/// A way to share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The end of a number.
    Phone,
    /// The digits of a number in any order.
    Digits,
    /// An e-mail address.
    Email,
    /// What stands in front of the `@`.
    Mailbox,
    /// The letters of the name in any order, by sound.
    Name,
    /// The beginning of a word of the name, and the postal code or else the town.
    NamePlace,
    /// The beginning of a word of the name, and the firm.
    NameCompany,
    /// The beginning of a word of the name, and the day of birth.
    NameBirthday,
    /// Street and house.
    Address,
    /// The id in another system.
    ExternalId,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Digits,
        Self::Email,
        Self::Mailbox,
        Self::Name,
        Self::NamePlace,
        Self::NameCompany,
        Self::NameBirthday,
        Self::Address,
        Self::ExternalId,
    ];
}

/// A key of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    key: u64,
    /// What brings alike ones together within a block.
    near: u32,
    at: u32,
}

/// The keys of one kind of all profiles, in order.
pub fn entries(profiles: &[Profile], kind: Kind) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut keys = Vec::new();
    for (profile, at) in profiles.iter().zip(0..) {
        keys.clear();
        keys_of(profile, kind, &mut keys);
        keys.sort_unstable();
        keys.dedup();
        let Value(near) = profile.postcode.or(profile.city).unwrap_or(Value(0));
        entries.extend(keys.iter().map(|key| Entry { key: *key, near: near as u32, at }));
    }
    entries.sort_unstable();
    entries
}

fn keys_of(profile: &Profile, kind: Kind, keys: &mut Vec<u64>) {
    match kind {
        Kind::Phone => keys.extend(profile.phones.iter().map(|number| number.digits % TAIL)),
        Kind::Digits => keys.extend(profile.phones.iter().map(|number| in_any_order(number.digits))),
        Kind::Email => keys.extend(profile.emails.iter().map(|mailbox| mailbox.address.0)),
        Kind::Mailbox => keys.extend(profile.emails.iter().filter_map(|mailbox| Some(mailbox.name?.0))),
        Kind::Name => keys.push(profile.name.letters),
        Kind::NamePlace => with_words(profile, profile.postcode.or(profile.city).map(|place| place.0), keys),
        Kind::NameCompany => with_words(profile, profile.company.map(|company| company.0), keys),
        Kind::NameBirthday => {
            with_words(profile, profile.birthday.map(|day| hash((day.year, day.month, day.day))), keys);
        }
        Kind::Address => keys.extend(profile.address.map(|address| address.0)),
        Kind::ExternalId => keys.extend(profile.external.iter().map(hash)),
    }
}

/// How often each digit stands in a number.
fn in_any_order(mut digits: u64) -> u64 {
    let mut counts = 0;
    while digits > 0 {
        counts += 1 << (digits % 10 * 5);
        digits /= 10;
    }
    counts
}

/// A key for the first letters of each word.
fn with_words(profile: &Profile, beside: Option<u64>, keys: &mut Vec<u64>) {
    const LETTERS: usize = 3;
    let Some(beside) = beside else { return };
    let begins = |word: &str| word.char_indices().nth(LETTERS).map_or(word.len(), |(at, _)| at);
    let words = profile.name.words().filter_map(|word| word.get(..begins(word)));
    keys.extend(words.map(|begin| hash((begin, beside))));
}

/// The entries in so many parts, no block of which is cut in two.
pub fn parts(mut entries: &[Entry], count: usize) -> Vec<&[Entry]> {
    let mut parts = Vec::new();
    for left in (1..=count.max(1)).rev() {
        let mut end = entries.len() / left;
        while let Some([last, next]) = end.checked_sub(1).and_then(|at| entries.get(at..=end))
            && last.key == next.key
        {
            end += 1;
        }
        let (part, rest) = entries.split_at_checked(end).unwrap_or((entries, &[]));
        parts.push(part);
        entries = rest;
    }
    parts
}

/// The blocks of more than one.
pub fn blocks(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|a, b| a.key == b.key).filter(|block| block.len() > 1)
}

/// The places of those that are compared in a block.
pub fn pairs(block: &[Entry]) -> impl Iterator<Item = (u32, u32)> {
    let reach = if block.len() <= WHOLE { WHOLE } else { NEAR };
    let behind = move |(at, one): (usize, &Entry)| {
        let one = one.at;
        block.iter().skip(at + 1).take(reach).map(move |other| (one, other.at))
    };
    block.iter().enumerate().flat_map(behind)
}

/// Pairs that are compared for each entry, at most.
#[cfg(test)]
pub const REACH: usize = WHOLE;
