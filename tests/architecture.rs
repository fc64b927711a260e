//! The plan of the house holds: who may know whom, and how large a room may grow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms it may know, all downward.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("door", &["domain"]),
    ("store", &["domain"]),
    ("search", &["domain"]),
    ("analytics", &["domain"]),
    ("interop", &["domain"]),
    ("i18n", &["domain", "door"]),
    ("config", &["domain", "i18n"]),
    ("crm", &["analytics", "domain", "door", "search", "store"]),
    ("link", &["crm", "domain", "door"]),
    ("cli", &["config", "domain", "door", "i18n", "interop"]),
    ("tui", &["config", "domain", "door", "i18n", "interop"]),
];

const LONGEST: usize = 800;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(dir: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new("src"), &mut found);
    found
}

/// The room a file is in: the first step below `src`.
fn room(path: &Path) -> String {
    let step = path.strip_prefix("src").unwrap().iter().next().unwrap();
    Path::new(step).file_stem().unwrap().to_string_lossy().into_owned()
}

/// The lines of code, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

/// The rooms a file names: `crate::ROOM` wherever it stands.
fn named_rooms(text: &str) -> BTreeSet<String> {
    let after = |line: &str| {
        let ends = line.split("crate::").skip(1);
        let names = ends.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>());
        names.collect::<Vec<_>>()
    };
    code(text).flat_map(after).filter(|name| MAY_KNOW.iter().any(|(room, _)| room == name)).collect()
}

#[test]
fn every_room_knows_only_what_lies_below_it() {
    for (path, text) in sources() {
        let here = room(&path);
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(room, _)| *room == here) else {
            assert!(["lib", "main"].contains(&here.as_str()), "{} is in no room of the plan", path.display());
            continue;
        };
        for named in named_rooms(&text) {
            let fine = named == here || allowed.contains(&named.as_str());
            assert!(fine, "{} must not know `{named}`", path.display());
        }
    }
}

#[test]
fn sled_is_known_in_its_own_room_only() {
    for (path, text) in sources() {
        if !path.starts_with("src/store/sled") {
            let line = code(&text).find(|line| line.contains("::sled::") && !line.contains("store::sled"));
            assert_eq!(line, None, "{} names a type of sled", path.display());
        }
    }
}

/// Help cannot say what it has not been told.
#[test]
fn every_layer_says_what_its_keys_do() {
    // Help itself, and what stands before a store or a seat and says all it takes in its text.
    let silent = ["help.rs", "gate.rs", "shut.rs"];
    let layers = sources().into_iter().filter(|(path, _)| {
        let is_layer = path.starts_with("src/tui/layers") || path.starts_with("src/tui/forms");
        is_layer && !silent.iter().any(|name| path.ends_with(name))
    });
    for (path, text) in layers {
        let panes = code(&text).filter(|line| line.starts_with("impl Pane for ")).count();
        let told = code(&text).filter(|line| line.starts_with("fn hints(&self, ")).count();
        assert_eq!(panes, told, "{}", path.display());
    }
}

#[test]
fn no_pane_names_a_sibling() {
    let panes: Vec<String> = fs::read_dir("src/tui/panes")
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(panes.len() >= 4, "the four panes are there: {panes:?}");
    for (path, text) in sources() {
        let Ok(rest) = path.strip_prefix("src/tui/panes") else { continue };
        let own = rest.iter().next().unwrap().to_string_lossy().into_owned();
        for sibling in panes.iter().filter(|pane| **pane != own && panes.contains(&own)) {
            let named = code(&text).find(|line| {
                line.contains(&format!("panes::{sibling}")) || line.contains(&format!("super::super::{sibling}"))
            });
            assert_eq!(named, None, "{} names its sibling `{sibling}`", path.display());
        }
    }
}

#[test]
fn imports_are_explicit() {
    for (path, text) in sources() {
        let mut in_tests = path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs");
        for line in text.lines() {
            in_tests |= line.contains("#[cfg(test)]");
            let glob = line.trim_start().starts_with("use ") && line.trim_end().ends_with("::*;");
            assert!(!glob || in_tests, "{}: {line}", path.display());
        }
    }
}

#[test]
fn no_room_is_too_large_to_hold_in_the_head() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_front_door_is_narrow() {
    assert!(fs::read_to_string("src/main.rs").unwrap().lines().count() < 100);
}
