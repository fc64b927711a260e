//! The lists of names under `assets/sample/names`.

use super::chance::Chance;
use crate::domain::customer::Gender;

/// Names of one language.
pub struct Names {
    given: Vec<Name>,
    surnames: Vec<Name>,
}

/// A name, or half of one.
#[derive(Clone, Copy)]
pub struct Name {
    /// As it is written.
    pub text: &'static str,
    /// In ASCII letters, where that cannot be told from the text: pinyin.
    pub latin: &'static str,
    gender: Option<Gender>,
    weight: u64,
}

/// The languages with lists of their own, in the order of [`Names::all`].
const LANGUAGES: [&str; 7] = ["zh", "en", "de", "fr", "es", "it", "nl"];

macro_rules! lists {
    ($($language:literal),*) => {
        [$((
            include_str!(concat!("../../../assets/sample/names/", $language, "-given.txt")),
            include_str!(concat!("../../../assets/sample/names/", $language, "-surnames.txt")),
        )),*]
    };
}

impl Names {
    /// Every list.
    pub fn all() -> Vec<Self> {
        let lists = lists!("zh", "en", "de", "fr", "es", "it", "nl");
        lists.map(|(given, surnames)| Self { given: read(given), surnames: read(surnames) }).into()
    }

    /// Where the names of a BCP 47 language are in [`Names::all`].
    pub fn place(language: &str) -> usize {
        let first = language.split('-').next().unwrap_or_default();
        LANGUAGES.iter().position(|known| *known == first).unwrap_or(1)
    }

    /// A given name with its gender, and a surname, as often as it is borne.
    pub fn draw(&self, chance: &mut Chance) -> (Name, Name, Option<Gender>) {
        let given = chance.pick(&self.given).copied().unwrap_or(NOBODY);
        (given, self.surname(chance), given.gender)
    }

    /// A surname.
    pub fn surname(&self, chance: &mut Chance) -> Name {
        chance.weighted(&self.surnames, |name| name.weight).copied().unwrap_or(NOBODY)
    }
}

const NOBODY: Name = Name { text: "", latin: "", gender: None, weight: 1 };

/// A name a line: text, then in any order pinyin, `f` or `m`, and a weight; `#` begins a comment.
fn read(list: &'static str) -> Vec<Name> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(name).collect()
}

fn name(line: &'static str) -> Name {
    let mut words = line.split(' ');
    let mut name = Name { text: words.next().unwrap_or_default(), ..NOBODY };
    for word in words {
        match word {
            "f" => name.gender = Some(Gender::Female),
            "m" => name.gender = Some(Gender::Male),
            _ => match word.parse() {
                Ok(weight) => name.weight = weight,
                Err(_) => name.latin = word,
            },
        }
    }
    name
}
