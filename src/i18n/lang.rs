//! The languages, and the files their words stand in.

use std::fmt;
use std::str::FromStr;
use unic_langid::LanguageIdentifier;

/// A language of the screen and the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// A language Callsheet does not speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of Callsheet; use `en` or `zh`")]
pub struct BadLang(pub String);

macro_rules! files {
    ($lang:literal) => {
        &[
            files!($lang, "common"),
            files!($lang, "domain"),
            files!($lang, "duplicates"),
            files!($lang, "screen"),
            files!($lang, "commands"),
            files!($lang, "keys"),
            files!($lang, "cli"),
            files!($lang, "errors"),
            files!($lang, "findings"),
            files!($lang, "export"),
        ]
    };
    ($lang:literal, $room:literal) => {
        ($room, include_str!(concat!("../../assets/locales/", $lang, "/", $room, ".ftl")))
    };
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The language of a locale as `LANG` holds it; English for every other and for none.
    pub fn of_locale(locale: &str) -> Self {
        locale.parse().unwrap_or_default()
    }

    /// `en` or `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The name of each locale file and its text.
    pub(super) fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::En => files!("en"),
            Self::Zh => files!("zh"),
        }
    }

    /// What the plural rules go by.
    pub(super) fn identifier(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

impl FromStr for Lang {
    type Err = BadLang;

    /// Reads `en`, `zh`, `zh-Hans`, `zh_CN.UTF-8`, `C`, `POSIX`.
    fn from_str(text: &str) -> Result<Self, BadLang> {
        let language = text.trim().split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" | "c" | "posix" => Ok(Self::En),
            "zh" => Ok(Self::Zh),
            _ => Err(BadLang(text.to_owned())),
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
