//! What a terminal can show: how many colours, which lines.

use super::ascii;
use crate::i18n::Lang;
use ratatui::buffer::Buffer;
use std::str::FromStr;

/// How many colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: bold, underline and reverse only.
    Mono,
    /// The sixteen of the terminal's own palette.
    Ansi,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    True,
}

/// What the lines around panes are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Borders {
    /// Box-drawing characters.
    #[default]
    Unicode,
    /// `+`, `-` and `|`.
    Ascii,
    /// No lines; a title row only.
    None,
    /// For screen readers: no lines, one pane at a time, the cursor on the selected row.
    Linear,
}

/// Which characters can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Charset {
    /// All.
    #[default]
    Unicode,
    /// The 95 of ASCII.
    Ascii,
}

impl Charset {
    /// What the locale says: one that is not UTF-8, or none, knows ASCII only.
    pub fn of_locale(env: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env).find(|value| !value.is_empty());
        let is_utf8 = locale.is_some_and(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"));
        if is_utf8 { Self::Unicode } else { Self::Ascii }
    }

    /// Whether a language can be read here: Chinese would be a row of question marks where there is only ASCII.
    pub fn shows(self, lang: Lang) -> bool {
        self == Self::Unicode || lang == Lang::En
    }

    /// The language spoken here to whoever wants this one.
    pub fn lang(self, wanted: Lang) -> Lang {
        if self.shows(wanted) { wanted } else { Lang::En }
    }

    /// Leaves in a frame only what this terminal can show.
    pub fn limit(self, frame: &mut Buffer) {
        if self == Self::Ascii {
            ascii::flatten(frame);
        }
    }
}

/// A word that names no ability of a terminal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not one of {choices}")]
pub struct UnknownAbility {
    /// What was given.
    pub text: String,
    /// What may be given.
    pub choices: &'static str,
}

impl Depth {
    /// What the person chose (flag before configuration), else what the environment says.
    ///
    /// `NO_COLOR` as no-color.org has it: set and not empty means mono.
    pub fn choose(chosen: Option<Self>, env: impl Fn(&str) -> Option<String>) -> Self {
        let var = |name: &str| env(name).unwrap_or_default();
        if let Some(depth) = chosen {
            return depth;
        }
        if !var("NO_COLOR").is_empty() {
            return Self::Mono;
        }
        if matches!(var("COLORTERM").as_str(), "truecolor" | "24bit") {
            return Self::True;
        }
        Self::of_term(&var("TERM"))
    }

    fn of_term(term: &str) -> Self {
        let colourless = ["dumb", "vt1", "vt2", "vt3", "vt4", "vt5"];
        match term {
            "" => Self::Mono,
            _ if colourless.iter().any(|prefix| term.starts_with(prefix)) || term.ends_with("-m") => Self::Mono,
            _ if term.ends_with("-direct") => Self::True,
            _ if term.contains("256color") => Self::Indexed,
            _ => Self::Ansi,
        }
    }
}

impl FromStr for Depth {
    type Err = UnknownAbility;

    fn from_str(text: &str) -> Result<Self, UnknownAbility> {
        match text {
            "mono" => Ok(Self::Mono),
            "16" => Ok(Self::Ansi),
            "256" => Ok(Self::Indexed),
            "true" => Ok(Self::True),
            _ => Err(UnknownAbility { text: text.to_owned(), choices: "mono, 16, 256, true" }),
        }
    }
}

impl Borders {
    /// What the person chose (flag before configuration), else Unicode where the locale is UTF-8.
    pub fn choose(chosen: Option<Self>, env: impl Fn(&str) -> Option<String>) -> Self {
        let by_locale = match Charset::of_locale(env) {
            Charset::Unicode => Self::Unicode,
            Charset::Ascii => Self::Ascii,
        };
        chosen.unwrap_or(by_locale)
    }
}

impl FromStr for Borders {
    type Err = UnknownAbility;

    fn from_str(text: &str) -> Result<Self, UnknownAbility> {
        match text {
            "unicode" => Ok(Self::Unicode),
            "ascii" => Ok(Self::Ascii),
            "none" => Ok(Self::None),
            "linear" => Ok(Self::Linear),
            _ => Err(UnknownAbility { text: text.to_owned(), choices: "unicode, ascii, none, linear" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(vars: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn depth_follows_the_person_then_no_color_then_the_terminal() {
        for (chosen, vars, depth) in [
            (Some(Depth::True), &[("NO_COLOR", "1"), ("TERM", "vt100")][..], Depth::True),
            (None, &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], Depth::Mono),
            (None, &[("NO_COLOR", ""), ("TERM", "xterm-256color")], Depth::Indexed),
            (None, &[("COLORTERM", "24bit"), ("TERM", "xterm")], Depth::True),
            (None, &[("TERM", "linux")], Depth::Ansi),
            (None, &[("TERM", "screen")], Depth::Ansi),
            (None, &[("TERM", "vt220")], Depth::Mono),
            (None, &[("TERM", "xterm-direct")], Depth::True),
            (None, &[], Depth::Mono),
        ] {
            assert_eq!(Depth::choose(chosen, env(vars)), depth, "{vars:?}");
        }
    }

    #[test]
    fn borders_are_unicode_only_where_the_locale_is() {
        assert_eq!(Borders::choose(None, env(&[("LANG", "zh_CN.UTF-8")])), Borders::Unicode);
        assert_eq!(Borders::choose(None, env(&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")])), Borders::Ascii);
        assert_eq!(Borders::choose(None, env(&[])), Borders::Ascii);
        assert_eq!(Borders::choose(Some(Borders::None), env(&[("LANG", "C.UTF-8")])), Borders::None);
    }

    #[test]
    fn a_terminal_that_has_only_ascii_is_spoken_to_in_english() {
        let spoken = |vars| Charset::of_locale(env(vars)).lang(Lang::Zh);
        assert_eq!((spoken(&[("LANG", "C")]), spoken(&[("LANG", "zh_CN.UTF-8")])), (Lang::En, Lang::Zh));
    }

    #[test]
    fn an_unknown_word_names_the_choices() {
        assert_eq!("8".parse::<Depth>().unwrap_err().to_string(), "`8` is not one of mono, 16, 256, true");
        assert_eq!("none".parse(), Ok(Borders::None));
    }
}
