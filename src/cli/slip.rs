//! What is wrong with a command line, in the reader's language: clap says it in English.

use super::dashes::unmarked;
use super::error::Failure;
use crate::domain::choice::NotAChoice;
use crate::domain::id::BadId;
use crate::domain::money::BadMoney;
use crate::domain::reason::{Reason, reason};
use crate::i18n::BadLang;
use clap::error::{ContextKind, ErrorKind};
use clap::{Command, Error};
use std::error::Error as StdError;
use std::ffi::OsString;
use std::num::ParseIntError;

/// What is wrong, and where one reads how it is written.
pub fn failure(error: &Error, args: &[OsString], whole: &Command) -> Failure {
    let (command, path) = reached(args, whole);
    let usage = Failure::usage("usage").with("command", &path);
    match why(error, command, &path) {
        Some(why) => usage.because(why),
        None => usage.with("why", in_english(error)),
    }
}

/// The command the words lead to, and how one gets there: `callsheet deal move`.
fn reached<'c>(args: &[OsString], whole: &'c Command) -> (&'c Command, String) {
    let verb = |command: &'c Command, word: &OsString| word.to_str().and_then(|word| command.find_subcommand(word));
    let start = (whole, whole.get_name().to_owned());
    args.iter().skip(1).fold(start, |(command, path), word| match verb(command, word) {
        Some(verb) => (verb, format!("{path} {}", verb.get_name())),
        None => (command, path),
    })
}

fn why(error: &Error, command: &Command, path: &str) -> Option<Reason> {
    let told = |kind| error.get(kind).map(|told| unmarked(&told.to_string())).filter(|told| !told.is_empty());
    let option = || told(ContextKind::InvalidArg);
    let value = || told(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => unknown_option(&option()?, told(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            unknown_command(&told(ContextKind::InvalidSubcommand)?, told(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            reason("command-missing").with("command", path).with("allowed", verbs(command))
        }
        ErrorKind::MissingRequiredArgument => reason("argument-missing").with("what", option()?),
        ErrorKind::InvalidValue => match (value(), told(ContextKind::ValidValue)) {
            (Some(given), Some(allowed)) => unfit(&option()?, not_allowed(&given, &allowed)),
            (Some(_), None) => return None,
            (None, _) => reason("value-missing").with("option", option()?),
        },
        ErrorKind::ValueValidation => unfit(&option()?, said(error.source()?, &value()?)),
        ErrorKind::TooManyValues => reason("value-superfluous").with("option", option()?).with("given", value()?),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            let wanted = told(ContextKind::ExpectedNumValues).or_else(|| told(ContextKind::MinValues))?;
            reason("values-count").with("option", option()?).with("wanted", wanted)
        }
        ErrorKind::ArgumentConflict => match (option()?, told(ContextKind::PriorArg)) {
            (option, Some(other)) if option != other => {
                reason("options-exclude").with("option", option).with("other", other)
            }
            (option, _) => reason("option-twice").with("option", option),
        },
        _ => return None,
    })
}

/// Something that begins as an option does, else a word too many.
fn unknown_option(given: &str, like: Option<String>) -> Reason {
    match like {
        Some(like) => reason("option-unknown-like").with("given", given).with("like", like),
        None if given.starts_with('-') => reason("option-unknown").with("given", given),
        None => reason("word-superfluous").with("given", given),
    }
}

fn unknown_command(given: &str, like: Option<String>) -> Reason {
    match like {
        Some(like) => reason("command-unknown-like").with("given", given).with("like", like),
        None => reason("command-unknown").with("given", given),
    }
}

/// The commands of a command.
fn verbs(command: &Command) -> String {
    command.get_subcommands().map(Command::get_name).collect::<Vec<_>>().join(", ")
}

fn unfit(option: &str, why: Reason) -> Reason {
    reason("value-unfit").with("option", option).because(why)
}

fn not_allowed(given: &str, allowed: &str) -> Reason {
    reason("not-a-choice").with("given", given).with("allowed", allowed)
}

/// What a value's own reader says of it.
fn said(source: &(dyn StdError + 'static), given: &str) -> Reason {
    let ours = of::<Reason>(source)
        .or_else(|| of::<NotAChoice>(source))
        .or_else(|| of::<BadId>(source))
        .or_else(|| of::<BadMoney>(source));
    match ours {
        Some(why) => why,
        None if source.is::<BadLang>() => not_allowed(given, "en, zh"),
        None if source.is::<ParseIntError>() => reason("not-a-number").with("given", given),
        None => reason("said-by-reader").with("error", source),
    }
}

fn of<E: StdError + Clone + Into<Reason> + 'static>(source: &(dyn StdError + 'static)) -> Option<Reason> {
    source.downcast_ref::<E>().cloned().map(E::into)
}

/// What clap says of it: the first of its paragraphs, on one line.
fn in_english(error: &Error) -> String {
    let text = unmarked(&error.render().to_string());
    let head = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;
    use crate::i18n::{I18n, Lang};
    use clap::CommandFactory;

    fn told(line: &str, lang: Lang) -> String {
        let args: Vec<OsString> = format!("callsheet {line}").split(' ').map(OsString::from).collect();
        let error = Cli::command().try_get_matches_from(args.clone()).unwrap_err();
        failure(&error, &args, &Cli::command()).text(&I18n::new(lang), false).unwrap()
    }

    #[test]
    fn a_slip_is_said_in_the_readers_language_with_the_way_out() {
        for (line, en, zh) in [
            (
                "find x --limt 3",
                "there is no option `--limt`, perhaps `--limit` is meant; see callsheet find --help",
                "没有选项“--limt”，也许是“--limit”; 参见 callsheet find --help",
            ),
            (
                "stop --force",
                "there is no option `--force` here; see callsheet stop --help",
                "此处没有选项“--force”; 参见 callsheet stop --help",
            ),
            (
                "stop now",
                "`now` is one word too many; see callsheet stop --help",
                "多了一个词“now”; 参见 callsheet stop --help",
            ),
            (
                "finde Anna",
                "there is no command `finde`, perhaps `find` is meant; see callsheet --help",
                "没有命令“finde”，也许是“find”; 参见 callsheet --help",
            ),
            ("xyzzy", "there is no command `xyzzy`; see callsheet --help", "没有命令“xyzzy”; 参见 callsheet --help"),
            (
                "dnc",
                "`callsheet dnc` needs a command behind it: add, remove, list; see callsheet dnc --help",
                "“callsheet dnc”之后还需要一个命令：add, remove, list; 参见 callsheet dnc --help",
            ),
            (
                "deal move D1",
                "this is missing: <STAGE>; see callsheet deal move --help",
                "缺少：<STAGE>; 参见 callsheet deal move --help",
            ),
            (
                "import x --only both",
                "--only <create|update>: `both` is none of create, update; see callsheet import --help",
                "--only <create|update>：“both”不在可选项中：create, update; 参见 callsheet import --help",
            ),
            (
                "completions foo",
                "<SHELL>: `foo` is none of bash, elvish, fish, powershell, zsh; see callsheet completions --help",
                "<SHELL>：“foo”不在可选项中：bash, elvish, fish, powershell, zsh; 参见 callsheet completions --help",
            ),
            (
                "find x --limit y",
                "--limit <LIMIT>: `y` is not a number; see callsheet find --help",
                "--limit <LIMIT>：“y”不是数字; 参见 callsheet find --help",
            ),
            (
                "find x --limit",
                "--limit <LIMIT> needs a value; see callsheet find --help",
                "--limit <LIMIT> 后面需要一个值; 参见 callsheet find --help",
            ),
            (
                "duplicates --least 300",
                "--least <LEAST>: `300` is not between 1 and 100; see callsheet duplicates --help",
                "--least <LEAST>：“300”不在 1 到 100 之间; 参见 callsheet duplicates --help",
            ),
            (
                "--lang fr",
                "--lang <LANG>: `fr` is none of en, zh; see callsheet --help",
                "--lang <LANG>：“fr”不在可选项中：en, zh; 参见 callsheet --help",
            ),
            (
                "import x --resume --dry-run",
                "--resume cannot stand beside --dry-run; see callsheet import --help",
                "--resume 不能与 --dry-run 同时使用; 参见 callsheet import --help",
            ),
            (
                "find x --limit 1 --limit 2",
                "--limit <LIMIT> can be given only once; see callsheet find --help",
                "--limit <LIMIT> 只能出现一次; 参见 callsheet find --help",
            ),
            (
                "add Anna --set city",
                "--set <FIELD=VALUE>: `city` is not of the form field=value; see callsheet add --help",
                "--set <FIELD=VALUE>：“city”不是 field=value 的形式; 参见 callsheet add --help",
            ),
        ] {
            assert_eq!(told(line, Lang::En), format!("callsheet: {en}"));
            assert_eq!(told(line, Lang::Zh), format!("callsheet: {zh}"));
        }
    }

    #[test]
    fn what_nobody_translated_is_said_all_the_same() {
        let error = Error::raw(ErrorKind::Io, "the disk\nis gone\n\nmore of it");
        let said = failure(&error, &[], &Cli::command()).text(&I18n::new(Lang::Zh), false).unwrap();
        assert_eq!(said, "callsheet: the disk is gone; 参见 callsheet --help");
    }
}
