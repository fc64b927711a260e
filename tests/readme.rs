//! The README is true, in both languages: its examples are run, and the commands it names are there.
//!
//! A ```` ```console ```` block is an example: `$ callsheet …`, then what comes out, then the exit code as
//! `[exit 1]` where it is not 0. Each `##` section begins with an empty store. `[..]` stands for what
//! differs from day to day; how many spaces stand between columns does not matter.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const README: &str = include_str!("../README.md");
const CHINESE: &str = include_str!("../assets/README.zh.md");
const PROMPT: &str = "$ callsheet ";

/// Runs the program in a home of its own; files are named as they are from the top of the sources.
fn run(home: &TempDir, lang: &str, args: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callsheet"));
    let set = [("LANG", lang), ("TZ", "UTC"), ("COLUMNS", "80"), ("USER", "anna")];
    let at_home = |arg: &String| arg.strip_prefix("~/").map_or(arg.into(), |rest| home.path().join(rest));
    command
        .args(args.iter().map(at_home))
        .env_clear()
        .envs(set)
        .env("HOME", home.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().unwrap()
}

/// What a person sees of it: both streams, then the exit code unless all went well.
fn seen(output: &Output) -> String {
    let code = output.status.code().filter(|code| *code != 0);
    let code = code.map_or_else(String::new, |code| format!("[exit {code}]"));
    [&output.stdout, &output.stderr].map(|stream| String::from_utf8_lossy(stream).into_owned()).concat() + &code
}

/// Words as a shell reads them, with plain and double quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote) = (vec![String::new()], None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// Lines that hold something, their columns one space apart.
fn lines(text: &str) -> Vec<String> {
    let close = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(close).filter(|line| !line.is_empty()).collect()
}

/// Whether a line is as expected, `[..]` being anything.
fn fits(expected: &str, line: &str) -> bool {
    let Some((start, rest)) = expected.split_once("[..]") else { return expected == line };
    let Some(line) = line.strip_prefix(start) else { return false };
    line.char_indices().map(|(at, _)| at).chain([line.len()]).any(|at| fits(rest, &line[at..]))
}

/// The command lines of a text's examples, each with what should come out.
fn examples(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let blocks = text.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let commands = blocks.flat_map(|block| block.split(PROMPT).skip(1));
    commands.map(|example| example.split_once('\n').unwrap())
}

/// Runs the examples of a README; says how many there were.
fn run_examples(readme: &str, lang: &str) -> usize {
    let mut count = 0;
    for section in readme.split("\n## ") {
        let home = tempfile::tempdir().unwrap();
        for (line, expected) in examples(section) {
            let output = seen(&run(&home, lang, &words(line)));
            let (wanted, got) = (lines(expected), lines(&output));
            let same = wanted.len() == got.len() && wanted.iter().zip(&got).all(|(wanted, got)| fits(wanted, got));
            assert!(same, "{PROMPT}{line}\nthe README shows\n{expected}\nand it is\n{output}");
            count += 1;
        }
        // Leaves no host behind.
        run(&home, lang, &["stop".to_owned()]);
    }
    count
}

#[test]
fn every_example_does_what_it_shows() {
    let count = run_examples(README, "C.UTF-8");
    assert!(count > 20, "only {count} examples were found");
}

#[test]
fn every_chinese_example_does_what_it_shows() {
    let count = run_examples(CHINESE, "zh_CN.UTF-8");
    assert!(count > 5, "only {count} examples were found");
}

#[test]
fn the_two_commands_of_the_set_up_are_shown() {
    for command in ["cargo run --release", "cargo test"] {
        assert!(README.lines().any(|line| line == command), "{command}");
    }
}

#[test]
fn the_commands_it_names_are_the_commands_there_are() {
    let help = seen(&run(&tempfile::tempdir().unwrap(), "C.UTF-8", &["--help".to_owned()]));
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let there: BTreeSet<_> = listed.lines().map_while(|line| line.split_whitespace().next()).collect();
    let mentions =
        README.split(&['`', '$'][..]).map(str::trim_start).filter_map(|text| text.strip_prefix("callsheet "));
    let named = mentions.filter_map(|text| text.split_whitespace().next()).filter(|word| !word.starts_with('-'));
    let named: BTreeSet<_> = named.collect();
    assert_eq!(named, there, "left: named in the README, right: there");
}

#[test]
fn every_key_of_the_program_stands_in_the_table_of_keys() {
    let (_, keys) = README.split_once("\n## Keys").unwrap();
    let (keys, _) = keys.split_once("\n## ").unwrap();
    let keymap: toml::Table = include_str!("../assets/keymaps/default.toml").parse().unwrap();
    for (command, chords) in keymap["keys"].as_table().unwrap() {
        let chord = chords.as_str().or_else(|| chords.get(0)?.as_str()).unwrap();
        assert!(keys.contains(&format!("`{chord}`")), "{command}: `{chord}`");
    }
}

#[test]
fn its_pictures_and_files_are_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (readme, beside) in [(README, top.to_owned()), (CHINESE, top.join("assets"))] {
        for link in readme.split("](").skip(1) {
            let to = link.split(')').next().unwrap();
            let here = !to.starts_with("http") && !to.starts_with('#');
            assert!(!here || beside.join(to).exists(), "{to}");
        }
    }
}
