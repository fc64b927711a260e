//! Roles instead of colours: a widget asks for "danger", the theme and the terminal's depth say how that looks.

use super::term::{Borders, Depth};
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;

/// What a piece of text means on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important text: hints, labels.
    Dim,
    /// The title of a pane.
    Title,
    /// The row the cursor is on.
    Selected,
    /// A marked row.
    Marked,
    /// Something to mind.
    Warning,
    /// Something wrong, overdue or forbidden.
    Danger,
    /// Something that went well.
    Good,
    /// The call strip.
    Strip,
    /// What draws the eye: the focused pane, the key to press.
    Accent,
    /// The letters a search matched.
    MatchHighlight,
    /// Lines around panes.
    Border,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Dim,
        Self::Title,
        Self::Selected,
        Self::Marked,
        Self::Warning,
        Self::Danger,
        Self::Good,
        Self::Strip,
        Self::Accent,
        Self::MatchHighlight,
        Self::Border,
    ];
}

/// The themes that come with Callsheet, by name.
pub const BUILT_IN: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

/// How each role looks on this terminal, and what lines are made of.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    styles: BTreeMap<Role, Style>,
    borders: Borders,
}

/// Why a theme file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// Not the shape of a theme file.
    #[error("the theme file cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A colour that cannot be read.
    #[error("the theme file's `{0}` is not a colour; write `#d0d0d0`, or `light-red` for the sixteen")]
    Colour(String),
    /// A modifier that does not exist.
    #[error("the theme file's `{0}` is none of bold, dim, italic, underline, reverse")]
    Modifier(String),
}

/// One role in a theme file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fg: Option<String>,
    bg: Option<String>,
    fg16: Option<String>,
    bg16: Option<String>,
    #[serde(default)]
    modifiers: Vec<String>,
    /// Instead of `modifiers` where there is no colour.
    mono: Option<Vec<String>>,
}

impl Theme {
    /// Reads a theme file for a terminal of this depth. A role the file does not name looks like plain text.
    pub fn read(file: &str, depth: Depth, borders: Borders) -> Result<Self, ThemeError> {
        let entries: BTreeMap<Role, Entry> = toml::from_str(file)?;
        let styles = entries.into_iter().map(|(role, entry)| Ok((role, entry.style(depth)?)));
        Ok(Self { styles: styles.collect::<Result<_, ThemeError>>()?, borders })
    }

    /// The built-in theme of this name, else `dark`.
    pub fn named(name: &str, depth: Depth, borders: Borders) -> Self {
        let [dark, ..] = BUILT_IN;
        let (_, file) = BUILT_IN.into_iter().find(|(known, _)| *known == name).unwrap_or(dark);
        Self::read(file, depth, borders).unwrap_or_else(|_| Self { borders, ..Self::default() })
    }

    /// How this role looks.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }

    /// What lines are made of.
    pub fn borders(&self) -> Borders {
        self.borders
    }
}

impl Entry {
    fn style(&self, depth: Depth) -> Result<Style, ThemeError> {
        let (fg, bg, modifiers) = match depth {
            Depth::Mono => (None, None, self.mono.as_ref().unwrap_or(&self.modifiers)),
            Depth::Ansi => (named(self.fg16.as_deref())?, named(self.bg16.as_deref())?, &self.modifiers),
            Depth::Indexed | Depth::True => {
                (hex(self.fg.as_deref(), depth)?, hex(self.bg.as_deref(), depth)?, &self.modifiers)
            }
        };
        let mut style = Style { fg, bg, ..Style::default() };
        for name in modifiers {
            style = style.add_modifier(modifier(name)?);
        }
        Ok(style)
    }
}

fn modifier(name: &str) -> Result<Modifier, ThemeError> {
    match name {
        "bold" => Ok(Modifier::BOLD),
        "dim" => Ok(Modifier::DIM),
        "italic" => Ok(Modifier::ITALIC),
        "underline" => Ok(Modifier::UNDERLINED),
        "reverse" => Ok(Modifier::REVERSED),
        _ => Err(ThemeError::Modifier(name.to_owned())),
    }
}

/// One of the sixteen, by name.
fn named(name: Option<&str>) -> Result<Option<Color>, ThemeError> {
    let Some(name) = name else { return Ok(None) };
    let colour: Option<Color> = name.parse().ok();
    let sixteen = colour.filter(|colour| !matches!(colour, Color::Rgb(..) | Color::Indexed(_)));
    sixteen.map(Some).ok_or_else(|| ThemeError::Colour(name.to_owned()))
}

/// `#rrggbb`, as it is or as the nearest of the 256.
fn hex(text: Option<&str>, depth: Depth) -> Result<Option<Color>, ThemeError> {
    let Some(text) = text else { return Ok(None) };
    match text.parse() {
        Ok(Color::Rgb(r, g, b)) if depth == Depth::True => Ok(Some(Color::Rgb(r, g, b))),
        Ok(Color::Rgb(r, g, b)) => Ok(Some(Color::Indexed(nearest([r, g, b])))),
        _ => Err(ThemeError::Colour(text.to_owned())),
    }
}

/// The nearest colour of xterm's 6×6×6 cube and its 24 greys.
fn nearest(rgb: [u8; 3]) -> u8 {
    const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| (0..6_u8).min_by_key(|i| CUBE[usize::from(*i)].abs_diff(value)).unwrap_or(0);
    let [r, g, b] = rgb.map(step);
    let cube = [r, g, b].map(|i| CUBE[usize::from(i)]);
    let mean = (rgb.iter().map(|value| u16::from(*value)).sum::<u16>() / 3) as u8;
    let grey_step = (mean.saturating_sub(3) / 10).min(23);
    let grey = [8 + 10 * grey_step; 3];
    let distance =
        |other: [u8; 3]| -> u32 { rgb.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    if distance(grey) < distance(cube) { 232 + grey_step } else { 16 + 36 * r + 6 * g + b }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTHS: [Depth; 4] = [Depth::Mono, Depth::Ansi, Depth::Indexed, Depth::True];

    #[test]
    fn every_built_in_theme_names_every_role_at_every_depth() {
        for (name, file) in BUILT_IN {
            for depth in DEPTHS {
                let theme = Theme::read(file, depth, Borders::Unicode).unwrap_or_else(|e| panic!("{name}: {e}"));
                assert_eq!(theme.styles.len(), Role::ALL.len(), "{name}");
            }
        }
    }

    #[test]
    fn without_colour_the_selection_and_the_strip_still_stand_out() {
        for (name, _) in BUILT_IN {
            let theme = Theme::named(name, Depth::Mono, Borders::Ascii);
            for role in Role::ALL {
                assert_eq!((theme.style(role).fg, theme.style(role).bg), (None, None), "{name} {role:?}");
            }
            for role in [Role::Selected, Role::Strip] {
                assert!(theme.style(role).add_modifier.contains(Modifier::REVERSED), "{name} {role:?}");
            }
            for role in [Role::Title, Role::Danger, Role::Warning, Role::MatchHighlight, Role::Marked] {
                assert!(!theme.style(role).add_modifier.is_empty(), "{name} {role:?}");
            }
        }
    }

    #[test]
    fn a_colour_becomes_the_nearest_of_the_256() {
        assert_eq!(nearest([255, 0, 0]), 196);
        assert_eq!(nearest([0, 0, 0]), 16);
        assert_eq!(nearest([128, 128, 128]), 244);
        assert_eq!(nearest([255, 255, 255]), 231);
    }

    #[test]
    fn a_bad_theme_says_what_is_wrong() {
        let why = |file| Theme::read(file, Depth::True, Borders::Unicode).unwrap_err().to_string();
        assert!(why("[text]\nfg = 'reddish'").contains("`reddish`"));
        assert!(why("[text]\nmodifiers = ['loud']").contains("`loud`"));
        assert!(why("[headline]\n").contains("cannot be read"));
    }

    #[test]
    fn an_unknown_name_is_the_dark_theme() {
        let style = |name| Theme::named(name, Depth::True, Borders::Unicode).style(Role::Danger);
        assert_eq!(style("none such"), style("dark"));
    }
}
