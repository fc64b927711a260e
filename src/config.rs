//! Configuration: default < file < environment < flag.
//!
//! The file is `$XDG_CONFIG_HOME/callsheet/config.toml`; it need not be there. A file named by
//! `--config` must be.

pub mod dial;
pub mod zone;

use crate::domain::secret::{Key, Secret};
use crate::i18n::{BadLang, Lang};
use clap::Args;
use etcetera::{AppStrategy, AppStrategyArgs, HomeDirError, choose_app_strategy};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a host one started stays after the last session, unless something else is said.
const LINGER: Duration = Duration::from_secs(5);
/// The user a service runs as, unless something else is said.
const SERVICE_USER: &str = "callsheet";

/// What one layer says; what it leaves out is decided below it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Where the store is
    #[arg(long, global = true, value_name = "DIR", help_heading = "Global options")]
    pub data: Option<PathBuf>,
    /// Language: en or zh
    #[arg(long, global = true, value_name = "LANG", help_heading = "Global options")]
    #[serde(default, deserialize_with = "lang")]
    pub lang: Option<Lang>,
    /// Colours of the screen: a built-in theme or a theme file
    #[arg(long, global = true, value_name = "THEME", help_heading = "Global options")]
    pub theme: Option<String>,
    /// Depth of colour: mono, 16, 256 or true
    #[arg(long, global = true, value_name = "DEPTH", help_heading = "Global options")]
    pub depth: Option<String>,
    /// Lines around panes: unicode, ascii, none, or linear for screen readers
    #[arg(long, global = true, value_name = "BORDERS", help_heading = "Global options")]
    pub borders: Option<String>,
    /// A file with keys that differ from the built-in ones.
    #[arg(skip)]
    pub keymap: Option<PathBuf>,
    /// Whether the mouse selects and scrolls.
    #[arg(skip)]
    pub mouse: Option<bool>,
    /// The command that dials a number.
    #[arg(skip)]
    pub dial: Option<String>,
    /// The socket of the service that has the store; without it everybody has a store of their own.
    #[arg(skip)]
    pub socket: Option<PathBuf>,
    /// The user that service runs as.
    #[arg(skip)]
    pub service_user: Option<String>,
    /// How long a host one started stays after the last session, seconds.
    #[arg(skip)]
    pub linger: Option<u64>,
    /// The key file that opens an encrypted store.
    #[arg(skip)]
    pub key_file: Option<PathBuf>,
    /// A file with the passphrase that opens an encrypted store, for scripts.
    #[arg(skip)]
    pub passphrase_file: Option<PathBuf>,
}

impl Layer {
    /// What the environment says. An empty variable is one that is not set.
    fn of_environment(env: &impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let set = |name: &str| variable(env, name);
        Ok(Self {
            data: set("CALLSHEET_DATA").map(PathBuf::from),
            lang: set("CALLSHEET_LANG").map(|text| text.parse()).transpose()?,
            theme: set("CALLSHEET_THEME"),
            depth: set("CALLSHEET_DEPTH"),
            borders: set("CALLSHEET_BORDERS"),
            keymap: set("CALLSHEET_KEYMAP").map(PathBuf::from),
            mouse: set("CALLSHEET_MOUSE").map(|text| truth(&text)).transpose()?,
            dial: set("CALLSHEET_DIAL"),
            socket: set("CALLSHEET_SOCKET").map(PathBuf::from),
            service_user: set("CALLSHEET_SERVICE_USER"),
            linger: set("CALLSHEET_LINGER").map(|text| seconds(&text)).transpose()?,
            key_file: set("CALLSHEET_KEY_FILE").map(PathBuf::from),
            passphrase_file: set("CALLSHEET_PASSPHRASE_FILE").map(PathBuf::from),
        })
    }

    /// Reads a file; nothing when it is not there and `must_exist` does not say otherwise.
    fn of_file(path: &Path, must_exist: bool) -> Result<Self, ConfigError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::of_text(path, &text),
            Err(error) if error.kind() == ErrorKind::NotFound && !must_exist => Ok(Self::default()),
            Err(error) => Err(ConfigError::Unreadable { path: path.to_owned(), why: error.to_string() }),
        }
    }

    fn of_text(path: &Path, text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count();
            let key = text.lines().nth(line).and_then(|line| line.split_once('='));
            ConfigError::File {
                path: path.to_owned(),
                line: line + 1,
                key: key.map_or_else(String::new, |(key, _)| key.trim().to_owned()),
                why: error.message().to_owned(),
            }
        })
    }

    /// This layer on top of a lower one.
    fn over(self, lower: Self) -> Self {
        Self {
            data: self.data.or(lower.data),
            lang: self.lang.or(lower.lang),
            theme: self.theme.or(lower.theme),
            depth: self.depth.or(lower.depth),
            borders: self.borders.or(lower.borders),
            keymap: self.keymap.or(lower.keymap),
            mouse: self.mouse.or(lower.mouse),
            dial: self.dial.or(lower.dial),
            socket: self.socket.or(lower.socket),
            service_user: self.service_user.or(lower.service_user),
            linger: self.linger.or(lower.linger),
            key_file: self.key_file.or(lower.key_file),
            passphrase_file: self.passphrase_file.or(lower.passphrase_file),
        }
    }
}

/// A variable that is set; an empty one is not.
fn variable(env: &impl Fn(&str) -> Option<String>, name: &str) -> Option<String> {
    env(name).filter(|value| !value.is_empty())
}

fn truth(text: &str) -> Result<bool, ConfigError> {
    text.parse().map_err(|_| ConfigError::Mouse(text.to_owned()))
}

fn seconds(text: &str) -> Result<u64, ConfigError> {
    text.parse().map_err(|_| ConfigError::Linger(text.to_owned()))
}

fn lang<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Lang>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// How Callsheet runs here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where this person's configuration is, or would be; nowhere without a home directory.
    pub file: Option<PathBuf>,
    /// The directory of the store.
    pub data: PathBuf,
    /// The language spoken.
    pub lang: Lang,
    /// A built-in theme or a theme file; the screen chooses when there is none.
    pub theme: Option<String>,
    /// Depth of colour as written; the screen asks the terminal when there is none.
    pub depth: Option<String>,
    /// Lines around panes as written; the screen chooses when there is none.
    pub borders: Option<String>,
    /// A file with keys that differ from the built-in ones.
    pub keymap: Option<PathBuf>,
    /// Whether the mouse selects and scrolls.
    pub mouse: bool,
    /// The command that dials a number.
    pub dial: Option<String>,
    /// The socket of the service that has the store; without it everybody has a store of their own.
    pub socket: Option<PathBuf>,
    /// The user that service runs as.
    pub service_user: String,
    /// How long a host one started stays after the last session.
    pub linger: Duration,
    /// What opens an encrypted store without anybody typing.
    pub key: Option<Key>,
}

/// Why the configuration cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A file that was named is not there, or cannot be read.
    #[error("{path}: {why}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The file holds what it should not.
    #[error("{path}, line {line}{}: {why}", Named(key), path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// The key on that line, or empty.
        key: String,
        /// What is wrong with it, in English.
        why: String,
    },
    /// `CALLSHEET_LANG` names no language of Callsheet.
    #[error("CALLSHEET_LANG: {0}")]
    Lang(#[from] BadLang),
    /// `CALLSHEET_LINGER` is no number of seconds.
    #[error("CALLSHEET_LINGER: `{0}` is not a number of seconds")]
    Linger(String),
    /// `CALLSHEET_MOUSE` is neither of the two.
    #[error("CALLSHEET_MOUSE: `{0}` is neither `true` nor `false`")]
    Mouse(String),
    /// There is no home directory to keep the store in.
    #[error("there is no home directory; say where the store is with --data DIR")]
    Homeless,
}

impl From<HomeDirError> for ConfigError {
    fn from(_: HomeDirError) -> Self {
        Self::Homeless
    }
}

/// `, key` where there is one.
struct Named<'a>(&'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, ", {}", self.0) }
    }
}

impl Config {
    /// Lays flags over the environment over the file (`file`, or the one in its usual place) over
    /// the defaults. The language chosen on the screen comes before the file's; the locale speaks where nobody chose.
    pub fn load(
        flags: Layer,
        file: Option<PathBuf>,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let places = places();
        let named = file.is_some();
        let file = match file {
            Some(file) => Some(file),
            None => places.as_ref().ok().map(|places| places.in_config_dir("config.toml")),
        };
        let below = file.as_ref().map_or_else(|| Ok(Layer::default()), |file| Layer::of_file(file, named))?;
        let above = flags.over(Layer::of_environment(&env)?);
        let lang = above.lang.or_else(|| chosen_lang(&env)).or(below.lang).or_else(|| lang_of_locale(&env));
        let layer = above.over(below);
        Ok(Self {
            file,
            data: layer.data.map_or_else(|| places.map(|places| places.data_dir()), Ok)?,
            lang: lang.unwrap_or_default(),
            theme: layer.theme,
            depth: layer.depth,
            borders: layer.borders,
            keymap: layer.keymap,
            mouse: layer.mouse.unwrap_or_default(),
            dial: layer.dial,
            socket: layer.socket,
            service_user: layer.service_user.unwrap_or_else(|| SERVICE_USER.to_owned()),
            linger: layer.linger.map_or(LINGER, Duration::from_secs),
            key: key(layer.key_file, layer.passphrase_file)?,
        })
    }
}

fn lang_of_locale(env: &impl Fn(&str) -> Option<String>) -> Option<Lang> {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| variable(env, name));
    locale.map(|locale| Lang::of_locale(&locale))
}

/// Where the language chosen on the screen is kept.
fn lang_file(env: &impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let home = || variable(env, "HOME").map(|home| Path::new(&home).join(".local/state"));
    let state = variable(env, "XDG_STATE_HOME").map(PathBuf::from).or_else(home)?;
    Some(state.join("callsheet/lang"))
}

fn chosen_lang(env: &impl Fn(&str) -> Option<String>) -> Option<Lang> {
    std::fs::read_to_string(lang_file(env)?).ok()?.parse().ok()
}

/// Keeps a language chosen on the screen, so that the next start speaks it.
///
/// Fails where there is no home directory, or nothing can be written there.
pub fn keep_lang(lang: Lang, env: impl Fn(&str) -> Option<String>) -> io::Result<()> {
    let file = lang_file(&env).ok_or(ErrorKind::NotFound)?;
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(file, format!("{lang}\n"))
}

/// What opens an encrypted store: a key file, or the first line of a passphrase file.
fn key(key_file: Option<PathBuf>, passphrase_file: Option<PathBuf>) -> Result<Option<Key>, ConfigError> {
    if let Some(path) = key_file {
        // Whoever opens the store may stand elsewhere.
        return Ok(Some(Key::File(std::path::absolute(&path).unwrap_or(path))));
    }
    passphrase_file.map(|path| read_passphrase(&path).map(Key::Passphrase)).transpose()
}

/// The first line of a file that holds a passphrase.
pub fn read_passphrase(path: &Path) -> Result<Secret, ConfigError> {
    let unreadable = |why: String| ConfigError::Unreadable { path: path.to_owned(), why };
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| unreadable(error.to_string()))?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(unreadable("its first line, the passphrase, is empty".to_owned()));
    }
    Ok(Secret::from(line.to_owned()))
}

/// Where this user's saved mappings of imports are; nowhere without a home directory.
pub fn mappings_dir() -> Option<PathBuf> {
    places().ok().map(|places| places.in_config_dir("mappings"))
}

/// The directories of this user, as the system lays them out.
fn places() -> Result<impl AppStrategy, HomeDirError> {
    choose_app_strategy(AppStrategyArgs { app_name: "callsheet".to_owned(), ..AppStrategyArgs::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(vars: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        (dir, path)
    }

    #[test]
    fn a_flag_beats_the_environment_and_the_environment_beats_the_file() {
        let (_dir, path) = file("data = \"/file\"\nlang = \"zh\"\ntheme = \"light\"\ndial = \"dial %s\"\n");
        let flags = Layer { data: Some("/flag".into()), ..Layer::default() };
        let vars = env(&[("CALLSHEET_DATA", "/env"), ("CALLSHEET_THEME", "mono"), ("CALLSHEET_DEPTH", "")]);
        let config = Config::load(flags, Some(path), vars).unwrap();
        assert_eq!(config.data, Path::new("/flag"));
        assert_eq!(config.theme.as_deref(), Some("mono"));
        assert_eq!((config.lang, config.dial.as_deref()), (Lang::Zh, Some("dial %s")));
        assert_eq!(config.depth, None);
    }

    #[test]
    fn what_opens_the_store_is_a_key_file_or_the_first_line_of_a_passphrase_file() {
        let (_dir, path) = file("open sesame\nnot this\n");
        let given = |name: &'static str, value: PathBuf| {
            let vars = move |asked: &str| (asked == name).then(|| value.to_string_lossy().into_owned());
            Config::load(Layer::default(), None, vars).map(|config| config.key)
        };
        let passphrase = Key::Passphrase(Secret::from("open sesame".to_owned()));
        assert_eq!(given("CALLSHEET_PASSPHRASE_FILE", path.clone()), Ok(Some(passphrase)));
        assert_eq!(given("CALLSHEET_KEY_FILE", path.clone()), Ok(Some(Key::File(path.clone()))));
        for text in ["", "\nsecond line"] {
            std::fs::write(&path, text).unwrap();
            assert!(given("CALLSHEET_PASSPHRASE_FILE", path.clone()).is_err(), "an empty passphrase is a mistake");
        }
    }

    #[test]
    fn the_locale_speaks_when_nobody_chose_a_language() {
        let (_dir, path) = file("");
        for (vars, lang) in [
            (env(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh),
            (env(&[("LC_ALL", "en_GB.UTF-8"), ("LANG", "zh_CN.UTF-8")]), Lang::En),
            (env(&[("CALLSHEET_LANG", "zh"), ("LC_ALL", "C")]), Lang::Zh),
            (env(&[]), Lang::En),
        ] {
            assert_eq!(Config::load(Layer::default(), Some(path.clone()), vars).unwrap().lang, lang);
        }
        let bad = Config::load(Layer::default(), Some(path), env(&[("CALLSHEET_LANG", "fr")]));
        assert!(bad.unwrap_err().to_string().starts_with("CALLSHEET_LANG: `fr`"));
    }

    #[test]
    fn the_language_chosen_on_the_screen_is_spoken_at_the_next_start_unless_told_otherwise() {
        let (dir, path) = file("lang = \"en\"\n");
        let state = dir.path().to_str().unwrap().to_owned();
        let env = |name: &str| match name {
            "XDG_STATE_HOME" => Some(state.clone()),
            "LANG" => Some("en_GB.UTF-8".to_owned()),
            _ => None,
        };
        let spoken = |flags| Config::load(flags, Some(path.clone()), env).unwrap().lang;
        assert_eq!(spoken(Layer::default()), Lang::En);
        keep_lang(Lang::Zh, env).unwrap();
        assert_eq!(spoken(Layer::default()), Lang::Zh);
        assert_eq!(spoken(Layer { lang: Some(Lang::En), ..Layer::default() }), Lang::En);
    }

    #[test]
    fn a_language_in_the_file_beats_the_locale() {
        let (_dir, path) = file("lang = \"zh\"\n");
        assert_eq!(Config::load(Layer::default(), Some(path), env(&[("LANG", "C.UTF-8")])).unwrap().lang, Lang::Zh);
    }

    #[test]
    fn the_mouse_is_off_unless_somebody_turns_it_on() {
        let (_dir, path) = file("mouse = true\n");
        let has = |vars| Config::load(Layer::default(), Some(path.clone()), vars).map(|config| config.mouse);
        assert_eq!((has(env(&[])), has(env(&[("CALLSHEET_MOUSE", "false")]))), (Ok(true), Ok(false)));
        assert!(has(env(&[("CALLSHEET_MOUSE", "perhaps")])).is_err());
        let (_dir, path) = file("");
        assert!(!Config::load(Layer::default(), Some(path), env(&[])).unwrap().mouse);
    }

    #[test]
    fn a_bad_file_is_named_with_its_line_and_key() {
        for (text, wanted) in [
            ("lang = \"en\"\ndeepth = \"16\"\n", "line 2, deepth: unknown field"),
            ("\nlang = \"fr\"\n", "line 2, lang: `fr` is not a language"),
            ("data = 5\n", "line 1, data: invalid type"),
            ("data = \"x\n", "line 1, data: "),
        ] {
            let (_dir, path) = file(text);
            let error = Config::load(Layer::default(), Some(path), env(&[])).unwrap_err().to_string();
            assert!(error.contains("config.toml, ") && error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let missing = Config::load(Layer::default(), Some("/nowhere/config.toml".into()), env(&[]));
        assert!(matches!(missing, Err(ConfigError::Unreadable { .. })));
    }
}
