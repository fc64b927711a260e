//! Words that begin with a dash and are no options: `-tag:lost`, `-cold`, `-x`.
//!
//! clap takes every such word for options. So one that the command has no option for is given a mark
//! in place of its dash, and reads as it was typed again once clap has put it where it belongs.

use clap::builder::{PathBufValueParser, StringValueParser, TypedValueParser, ValueParser};
use clap::{Arg, Command};
use std::any::TypeId;
use std::ffi::OsString;
use std::path::PathBuf;

/// Stands for a dash: a noncharacter, which Unicode leaves to be used within a program.
const MARK: char = '\u{fdd0}';

/// Marks the words of a command line that are no options of the command they stand behind.
pub fn marked(args: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let (mut command, mut only_words) = (command, false);
    let mark = |arg: OsString| {
        only_words |= arg == "--";
        if let Some(verb) = arg.to_str().and_then(|word| command.find_subcommand(word)) {
            command = verb;
        }
        let word =
            arg.to_str().and_then(|text| text.strip_prefix('-')).filter(|word| !only_words && is_word(word, command));
        word.map_or_else(|| arg.clone(), |word| format!("{MARK}{word}").into())
    };
    args.into_iter().map(mark).collect()
}

/// Whether what follows a dash is no option: neither `-`, as in `--json`, nor a letter that stands for one.
fn is_word(word: &str, command: &Command) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (None | Some('-'), _) => false,
        (Some(only), None) => {
            !matches!(only, 'h' | 'V') && !command.get_arguments().any(|arg| arg.get_short() == Some(only))
        }
        _ => true,
    }
}

/// The command with every text and path among its arguments read without marks.
pub fn unmarking(command: Command) -> Command {
    command.mut_args(unmarking_arg).mut_subcommands(unmarking)
}

fn unmarking_arg(arg: Arg) -> Arg {
    let kind = arg.get_value_parser().type_id();
    if kind == TypeId::of::<String>() {
        arg.value_parser(ValueParser::new(StringValueParser::new().map(|word| unmarked(&word))))
    } else if kind == TypeId::of::<PathBuf>() {
        let path = |path: PathBuf| path.to_str().map(unmarked).map_or(path.clone(), PathBuf::from);
        arg.value_parser(ValueParser::new(PathBufValueParser::new().map(path)))
    } else {
        arg
    }
}

/// A text as it was typed.
pub fn unmarked(text: &str) -> String {
    text.replace(MARK, "-")
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn a_word_with_a_dash_is_told_from_an_option() {
        for (line, words) in [
            ("tag 1 +vip -cold --json", "-cold"),
            ("tag 1 -x -é", "-x -é"),
            ("find -tag:lost -2024 -h --limit 3", "-tag:lost -2024"),
            ("undo X1 -y -V", ""),
            ("tag 1 -y", "-y"),
            ("deal add 1 x --value -5", "-5"),
            ("ring - --line x", ""),
            ("find -- -tag:lost", ""),
        ] {
            let args = line.split(' ').map(OsString::from).collect();
            let marked: Vec<_> =
                marked(args, &Cli::command()).into_iter().filter_map(|arg| arg.into_string().ok()).collect();
            let found: Vec<_> = marked.iter().filter(|arg| arg.contains(MARK)).map(|arg| unmarked(arg)).collect();
            assert_eq!(found.join(" "), words, "{line}");
        }
    }

    #[test]
    fn texts_and_paths_read_as_they_were_typed() {
        let command = unmarking(Cli::command());
        let args = ["callsheet", "import", "-x.csv", "--map", "-m"].map(OsString::from).to_vec();
        let matches = command.clone().try_get_matches_from(marked(args, &command)).unwrap();
        let import = matches.subcommand_matches("import").unwrap();
        assert_eq!(import.get_one::<PathBuf>("file"), Some(&PathBuf::from("-x.csv")));
        assert_eq!(import.get_one::<PathBuf>("map"), Some(&PathBuf::from("-m")));
    }
}
