//! Chinese by its sounds: `zhangwei`, `zw`, `zhangw` for 张伟.
//!
//! Nothing is spelled out beforehand. Each character takes one or more letters off what was typed,
//! from the front of any of its readings, so full pinyin, initials and every mixture are one rule.

use crate::domain::surname::{SURNAMES, surname};
use crate::domain::text::is_han;
use pinyin::ToPinyinMulti;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Where typed letters were found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sounds {
    /// The characters they stand for.
    pub chars: Range<usize>,
    /// Whether no family name at the front was read in another way than families read it: 单 as `shan`.
    pub proper: bool,
}

/// Text beyond this many characters is not searched by sound.
const LONGEST: usize = 256;

/// Letters typed for sounds, fewer than 128.
pub(super) struct Spoken {
    typed: Vec<char>,
    syllables: &'static Syllables,
    /// For each syllable and each place in what was typed, how many letters the syllable takes off there.
    taken: Vec<u8>,
}

impl Spoken {
    pub(super) fn new(typed: &[char]) -> Self {
        let syllables = Syllables::all();
        let places = |syllable: &'static str| {
            (0..typed.len()).map(move |place| in_common(syllable, typed.get(place..).unwrap_or_default()) as u8)
        };
        let taken = syllables.known.iter().flat_map(|syllable| places(syllable)).collect();
        Self { typed: typed.to_vec(), syllables, taken }
    }

    /// Finds the characters that were spelled, at the front of `text` if possible. `family` says that
    /// the text may begin with a family name.
    pub(super) fn find(&self, text: &str, family: bool) -> Option<Sounds> {
        let may_have_surname = family && self.syllables.begin_surname(text);
        let surname = if may_have_surname { surname(text) } else { &[] };
        if !surname.is_empty()
            && let Some(length) = self.follow(text, surname)
        {
            return Some(Sounds { chars: 0..length, proper: true });
        }
        text.char_indices().take(LONGEST).enumerate().find_map(|(start, (at, c))| {
            if self.taken(c, 0) == 0 {
                return None;
            }
            let rest = text.get(at..)?;
            let length = self.follow(rest, &[])?;
            let spoken = rest.chars().take(length).any(is_han);
            spoken.then(|| Sounds { chars: start..start + length, proper: surname.is_empty() })
        })
    }

    /// How many characters of a text it takes to use up what was typed. The first of them may have
    /// given readings.
    fn follow(&self, text: &str, given: &[&str]) -> Option<usize> {
        let used_up = 1_u128 << self.typed.len();
        let mut places = 1_u128; // bit n: the first n typed characters are used up
        for (at, c) in text.chars().enumerate() {
            if at > 0 && !c.is_alphanumeric() {
                continue;
            }
            let mut next = 0;
            for place in (0..self.typed.len()).filter(|place| places >> place & 1 == 1) {
                let taken = match given.get(at) {
                    Some(reading) => in_common(reading, self.typed.get(place..).unwrap_or_default()),
                    None => self.taken(c, place),
                };
                // From 1 to n letters: the bits behind this place.
                next |= ((1 << taken) - 1) << (place + 1);
            }
            if next & used_up != 0 {
                return Some(at + 1);
            }
            if next == 0 {
                return None;
            }
            places = next;
        }
        None
    }

    /// How many typed letters a character may take off from a place on: those of a reading, or itself.
    pub(super) fn taken(&self, c: char, place: usize) -> usize {
        let itself = usize::from(self.typed.get(place) == Some(&c));
        let by = |syllable: u16| self.taken.get(usize::from(syllable) * self.typed.len() + place).copied().unwrap_or(0);
        let spoken = match self.syllables.of(c) {
            Some(syllables) => syllables.iter().map(|syllable| usize::from(by(*syllable))).max(),
            None => readings(c).map(|reading| in_common(reading, self.typed.get(place..).unwrap_or_default())).max(),
        };
        itself.max(spoken.unwrap_or(0))
    }
}

/// The first characters of a text that each may be read like one of these.
pub(super) fn sounding_like(typed: &[char], text: &str) -> Option<Range<usize>> {
    let syllables = Syllables::all();
    let starts = text.char_indices().take(LONGEST).enumerate();
    let mut found = starts.filter(|(_, (at, _))| {
        let mut heard = text.get(*at..).unwrap_or_default().chars();
        typed.iter().all(|c| heard.next().is_some_and(|heard| syllables.sound_alike(*c, heard)))
    });
    found.next().map(|(start, _)| start..start + typed.len())
}

/// How many letters of a reading were typed; `ü` is typed as `v` or `u`.
fn in_common(reading: &str, typed: &[char]) -> usize {
    reading.chars().zip(typed).take_while(|(letter, typed)| is_typed(*letter, **typed)).count()
}

fn is_typed(letter: char, typed: char) -> bool {
    letter == typed || letter == 'ü' && matches!(typed, 'v' | 'u')
}

/// All readings of a character, without tones.
fn readings(c: char) -> impl Iterator<Item = &'static str> {
    c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain)
}

/// The readings of every character of the basic block, so that a search reads no word twice.
struct Syllables {
    known: Vec<&'static str>,
    /// Where the readings of each character begin.
    starts: Vec<u32>,
    readings: Vec<u16>,
    /// Whether each character of the block begins a family name with a reading of its own.
    surnames: Vec<bool>,
}

impl Syllables {
    const BLOCK: std::ops::RangeInclusive<char> = '\u{4e00}'..='\u{9fff}';

    fn all() -> &'static Self {
        static ALL: OnceLock<Syllables> = OnceLock::new();
        ALL.get_or_init(|| {
            let surnames = Self::BLOCK.map(|c| SURNAMES.iter().any(|(surname, _)| surname.starts_with(c))).collect();
            let mut all = Self { known: Vec::new(), starts: vec![0], readings: Vec::new(), surnames };
            let mut places = HashMap::new();
            for c in Self::BLOCK {
                for reading in readings(c) {
                    let place = *places.entry(reading).or_insert(all.known.len() as u16);
                    if usize::from(place) == all.known.len() {
                        all.known.push(reading);
                    }
                    all.readings.push(place);
                }
                all.starts.push(all.readings.len() as u32);
            }
            all
        })
    }

    /// Whether a text may begin with a family name that has a reading of its own.
    fn begin_surname(&self, text: &str) -> bool {
        let first = text.chars().next().and_then(|c| (c as usize).checked_sub(*Self::BLOCK.start() as usize));
        first.and_then(|at| self.surnames.get(at)).is_some_and(|begins| *begins)
    }

    /// Whether one character may be read like another.
    fn sound_alike(&self, a: char, b: char) -> bool {
        let readings = |c| self.of(c).unwrap_or_default();
        a == b || readings(a).iter().any(|reading| readings(b).contains(reading))
    }

    /// The readings of a character of the basic block; every other ASCII character has none.
    fn of(&self, c: char) -> Option<&[u16]> {
        if c.is_ascii() {
            return Some(&[]);
        }
        let at = (c as usize).checked_sub(*Self::BLOCK.start() as usize)?;
        let (start, end) = (self.starts.get(at)?, self.starts.get(at + 1)?);
        self.readings.get(*start as usize..*end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(typed: &str, text: &str) -> Option<Range<usize>> {
        sounds(typed, text, true).map(|sounds| sounds.chars)
    }

    fn sounds(typed: &str, text: &str, family: bool) -> Option<Sounds> {
        Spoken::new(&typed.chars().collect::<Vec<_>>()).find(text, family)
    }

    #[test]
    fn full_pinyin_initials_and_mixtures_find_the_same_name() {
        for typed in ["zhangwei", "zw", "zhangw", "zhwei", "zhang", "z"] {
            assert!(chars(typed, "张伟").is_some(), "{typed}");
        }
        assert_eq!(chars("wei", "张伟"), Some(1..2));
        assert_eq!(chars("张w", "张伟"), Some(0..2));
        assert_eq!(chars("zhangweix", "张伟"), None);
        assert_eq!(chars("hang", "张伟"), None);
    }

    #[test]
    fn u_umlaut_is_typed_with_v_or_u() {
        assert!(chars("lvli", "吕丽").is_some());
        assert!(chars("luli", "吕丽").is_some());
    }

    #[test]
    fn every_family_name_is_found_by_its_own_reading() {
        for (name, readings) in SURNAMES {
            let typed = readings.concat();
            let sounds = sounds(&typed, &format!("{name}明"), true).unwrap();
            assert!(sounds.proper && sounds.chars.start == 0, "{name} {typed}");
        }
    }

    #[test]
    fn another_reading_of_a_family_name_finds_it_too_but_is_not_proper() {
        assert!(!sounds("dan", "单雄信", true).unwrap().proper);
        assert!(sounds("shan", "单雄信", true).unwrap().proper);
        assert!(sounds("dan", "单雄信", false).unwrap().proper);
    }

    #[test]
    fn a_place_is_found_by_the_reading_people_use() {
        let places = [
            ("重庆", "chongqing"),
            ("厦门", "xiamen"),
            ("长沙", "changsha"),
            ("六安", "luan"),
            ("蚌埠", "bengbu"),
            ("台州", "taizhou"),
            ("乐清", "yueqing"),
            ("番禺", "panyu"),
            ("朝阳", "chaoyang"),
            ("铅山", "yanshan"),
            ("东阿", "donge"),
            ("大埔", "dabu"),
        ];
        for (place, typed) in places {
            assert!(sounds(typed, place, false).is_some_and(|found| found.chars == (0..2)), "{place} {typed}");
        }
    }
}
