//! `man`: the manual page, made from the commands and the keys there are.

use super::error::Outcome;
use super::session::Session;
use clap::{Arg, Args, Command, CommandFactory};
use std::fmt::Write as _;

/// Print the manual page.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet man > ~/.local/share/man/man1/callsheet.1")]
pub struct Man {}

impl Man {
    /// Prints it.
    pub fn run(self, session: &Session) -> Outcome {
        let Self {} = self;
        let keys = session.keys().into_iter().map(|(keys, label)| (keys, session.words.t(label).to_owned()));
        session.out.script(page(&super::Cli::command(), keys).as_bytes())
    }
}

/// The page in roff's man macros.
fn page(cli: &Command, keys: impl Iterator<Item = (String, String)>) -> String {
    let about = cli.get_about().map(ToString::to_string).unwrap_or_default();
    let mut page = Page(".TH CALLSHEET 1\n".to_owned());
    page.section("NAME");
    page.text(&format!("callsheet - {}", about.trim_end_matches('.')));
    page.section("SYNOPSIS");
    page.text("callsheet [OPTIONS] [COMMAND]");
    page.section("DESCRIPTION");
    page.text(&cli.get_long_about().map_or(about, ToString::to_string));
    page.section("OPTIONS");
    for option in cli.get_arguments().filter(|option| !option.is_hide_set()) {
        page.entry(&shown(option), &option.get_help().map(ToString::to_string).unwrap_or_default());
    }
    page.section("COMMANDS");
    for command in cli.get_subcommands().filter(|command| !command.is_hide_set()) {
        page.entry(command.get_name(), &command.get_about().map(ToString::to_string).unwrap_or_default());
    }
    page.section("KEYS");
    page.text("Letters act in COMMAND mode; while a call is open they go into its note, and Esc leaves it.");
    for (keys, label) in keys {
        page.entry(&keys, &label);
    }
    page.section("FILES");
    page.entry("$XDG_CONFIG_HOME/callsheet/config.toml", "What the options say, for every start.");
    page.entry("$XDG_DATA_HOME/callsheet", "The store.");
    page.0
}

/// `--data DIR`
fn shown(option: &Arg) -> String {
    let long = option.get_long().map(|long| format!("--{long}"));
    let short = option.get_short().map(|short| format!("-{short}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let takes_value = option.get_action().takes_values();
    let value = option.get_value_names().and_then(|names| names.first()).filter(|_| takes_value);
    value.map_or_else(|| names.join(", "), |value| format!("{} {value}", names.join(", ")))
}

struct Page(String);

impl Page {
    fn section(&mut self, name: &str) {
        // A string takes whatever is written.
        let _ = writeln!(self.0, ".SH {name}");
    }

    fn entry(&mut self, term: &str, text: &str) {
        let _ = writeln!(self.0, ".TP\n\\fB{}\\fR", plain(term));
        self.text(text);
    }

    fn text(&mut self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(self.0, "{}", plain(line));
        }
    }
}

/// Text that roff takes for nothing else.
fn plain(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_command_option_and_key() {
        let cli = super::super::Cli::command();
        let keys = [("F2 ctrl-r".to_owned(), "Answer or call".to_owned())];
        let page = page(&cli, keys.into_iter());
        for command in cli.get_subcommands().filter(|command| !command.is_hide_set()) {
            assert!(page.contains(&format!("\\fB{}\\fR", plain(command.get_name()))), "{}", command.get_name());
        }
        for text in ["\\fB\\-\\-data DIR\\fR", "\\fBF2 ctrl\\-r\\fR\nAnswer or call", ".SH NAME\ncallsheet \\- "] {
            assert!(page.contains(text), "{text}\n{page}");
        }
    }

    #[test]
    fn no_text_is_taken_for_a_request() {
        assert_eq!(plain(".TH a-b \\fB"), "\\&.TH a\\-b \\efB");
    }
}
