//! Chinese by its sounds: `zhangwei`, `zw`, `zhangw` for 张伟.
//!
//! Nothing is spelled out beforehand. Each character takes one or more letters off what was typed,
//! from the front of any of its readings, so full pinyin, initials and every mixture are one rule.

use super::bag;
use crate::domain::text::is_han;
use pinyin::ToPinyinMulti;
use std::ops::Range;

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

/// Finds the characters that `typed` spells, at the front of `text` if possible. `family` says that
/// the text may begin with a family name. `typed` has fewer than 128 characters.
pub(super) fn find(typed: &[char], text: &str, family: bool) -> Option<Sounds> {
    let surname = if family { surname(text) } else { &[] };
    if !surname.is_empty()
        && let Some(length) = follow(typed, text, surname)
    {
        return Some(Sounds { chars: 0..length, proper: true });
    }
    text.char_indices().take(LONGEST).enumerate().find_map(|(start, (at, _))| {
        let rest = text.get(at..)?;
        let length = follow(typed, rest, &[])?;
        let spoken = rest.chars().take(length).any(is_han);
        spoken.then(|| Sounds { chars: start..start + length, proper: surname.is_empty() })
    })
}

/// How many characters of a text it takes to use up what was typed. The first of them may have
/// given readings.
fn follow(typed: &[char], text: &str, given: &[&str]) -> Option<usize> {
    let used_up = 1_u128 << typed.len();
    let mut places = 1_u128; // bit n: the first n typed characters are used up
    for (at, c) in text.chars().enumerate() {
        if at > 0 && !c.is_alphanumeric() {
            continue;
        }
        let mut next = 0;
        for place in (0..typed.len()).filter(|place| places >> place & 1 == 1) {
            let rest = typed.get(place..).unwrap_or_default();
            let spoken = match given.get(at) {
                Some(reading) => in_common(reading, rest),
                None => readings(c).map(|reading| in_common(reading, rest)).max().unwrap_or(0),
            };
            let itself = usize::from(rest.first() == Some(&c));
            // From 1 to n letters: the bits behind this place.
            next |= ((1 << spoken.max(itself)) - 1) << (place + 1);
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

/// How many letters of a reading were typed; `ü` is typed as `v` or `u`.
fn in_common(reading: &str, typed: &[char]) -> usize {
    reading.chars().zip(typed).take_while(|(letter, typed)| is_typed(*letter, **typed)).count()
}

fn is_typed(letter: char, typed: char) -> bool {
    letter == typed || letter == 'ü' && matches!(typed, 'v' | 'u')
}

/// Whether a character can begin with this letter when spoken.
pub(super) fn begins_with(c: char, letter: char) -> bool {
    readings(c).any(|reading| reading.starts_with(letter))
}

/// Every letter the characters of a text may be typed with.
pub(super) fn bag(text: &str) -> u64 {
    let spoken = text.chars().filter(|c| is_han(*c)).flat_map(readings);
    let letters = spoken.chain(surname(text).iter().copied()).flat_map(str::chars);
    letters.fold(0, |bag, letter| bag | if letter == 'ü' { bag::of("uv") } else { bag::of_char(letter) })
}

/// All readings of a character, without tones.
fn readings(c: char) -> impl Iterator<Item = &'static str> {
    c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain)
}

/// How the family name at the front of a name is read, where that is not its usual reading.
fn surname(name: &str) -> &'static [&'static str] {
    SURNAMES.iter().find(|(surname, _)| name.starts_with(surname)).map_or(&[], |(_, readings)| readings)
}

/// Family names with a reading of their own, compound ones first, as in 现代汉语词典.
const SURNAMES: &[(&str, &[&str])] = &[
    ("尉迟", &["yu", "chi"]),
    ("长孙", &["zhang", "sun"]),
    ("万俟", &["mo", "qi"]),
    ("单于", &["chan", "yu"]),
    ("澹台", &["tan", "tai"]),
    ("令狐", &["ling", "hu"]),
    ("宰父", &["zai", "fu"]),
    ("皇甫", &["huang", "fu"]),
    ("曾", &["zeng"]),
    ("单", &["shan"]),
    ("仇", &["qiu"]),
    ("解", &["xie"]),
    ("查", &["zha"]),
    ("区", &["ou"]),
    ("盖", &["ge"]),
    ("朴", &["piao"]),
    ("覃", &["qin"]),
    ("乐", &["yue"]),
    ("翟", &["zhai"]),
    ("缪", &["miao"]),
    ("召", &["shao"]),
    ("折", &["she"]),
    ("黑", &["he"]),
    ("秘", &["bi"]),
    ("冼", &["xian"]),
    ("员", &["yun"]),
    ("祭", &["zhai"]),
    ("晟", &["cheng"]),
    ("种", &["chong"]),
    ("繁", &["po"]),
    ("逄", &["pang"]),
    ("佴", &["nai"]),
    ("郗", &["xi"]),
    ("呙", &["guo"]),
    ("柏", &["bai"]),
    ("牟", &["mou"]),
    ("沈", &["shen"]),
    ("石", &["shi"]),
    ("车", &["che"]),
    ("洗", &["xian"]),
    ("那", &["na"]),
    ("於", &["yu"]),
    ("贾", &["jia"]),
    ("俞", &["yu"]),
    ("臧", &["zang"]),
    ("褚", &["chu"]),
    ("重", &["chong"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(typed: &str, text: &str) -> Option<Range<usize>> {
        sounds(typed, text, true).map(|sounds| sounds.chars)
    }

    fn sounds(typed: &str, text: &str, family: bool) -> Option<Sounds> {
        find(&typed.chars().collect::<Vec<_>>(), text, family)
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
        assert_eq!(bag("吕") & bag::of("lvu"), bag::of("lvu"));
    }

    #[test]
    fn every_family_name_is_found_by_its_own_reading() {
        for (name, readings) in SURNAMES {
            let typed = readings.concat();
            let sounds = sounds(&typed, &format!("{name}明"), true).unwrap();
            assert!(sounds.proper && sounds.chars.start == 0, "{name} {typed}");
            assert_eq!(bag::missing(bag::of(&typed), bag(name)), 0, "{name} {typed}");
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
