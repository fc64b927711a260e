//! Whoever is killed while a store is encrypted or decrypted still has the store there was, or the new one whole; and once
//! it is opened, nothing of what is encrypted can be read in any file.

use crate::campaign::{Dice, campaign};
use crate::child::{BEGINS, child as run, killed};
use crate::place::{Written, copy_dir, files, key, options, scratch};
use crate::workload::{commit, filled, whole};
use callsheet::store::engine::Engine;
use callsheet::store::sled::{Options, reseal, unwatched};
use std::fs;
use std::path::Path;
use std::time::Duration;

const CHILD_DIR: &str = "CALLSHEET_TRUST_RESEALED_DIR";

/// Not a test of its own: the process that encrypts a plain store, or decrypts an encrypted one, and is killed.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let dir = Path::new(&dir);
    let to = (!is_sealed(dir)).then(key);
    println!("\n{BEGINS}");
    reseal(dir, to.as_ref(), &Options { key: Some(key()), ..options() }, &mut unwatched).unwrap();
}

#[test]
fn killed_while_resealing_the_store_is_whole_and_what_is_sealed_tells_nothing() {
    let bases = [Written::Plain, Written::Sealed].map(|written| {
        let dir = scratch();
        let (contents, engine) = filled(dir.path(), 0..150, written);
        engine.write_beside("drafts", contents.longest().to_vec()).unwrap();
        engine.close().unwrap();
        (dir, contents)
    });
    campaign("reseals", 100, |seed, tally| {
        let mut dice = Dice::new(seed);
        let (base, before) = &bases[dice.below(2) as usize];
        let dir = scratch();
        copy_dir(base.path(), dir.path());
        let was_sealed = is_sealed(dir.path());
        let command = run("reseals::child", &[(CHILD_DIR, dir.path().as_os_str())]);
        killed(command, Duration::from_micros(dice.below(500_000)));
        let (engine, _) = Written::Sealed.open(dir.path());
        assert!(whole(&engine).unwrap() == *before, "it is another store");
        assert_eq!(engine.read_beside("drafts").unwrap().as_deref(), Some(before.longest()));
        commit(&engine, u64::MAX).unwrap();
        engine.close().unwrap();
        let is_sealed = is_sealed(dir.path());
        assert_eq!(tells(dir.path(), before.longest()), !is_sealed);
        let what = if is_sealed { "encrypted" } else { "plain" };
        tally.one(&format!("{what} {}", if is_sealed == was_sealed { "still" } else { "by then" }));
    });
}

/// Whether the generation in use is encrypted; until it is opened, others may lie beside it.
fn is_sealed(dir: &Path) -> bool {
    let current = fs::read_to_string(dir.join("current")).unwrap();
    let number = current.split_whitespace().rev().nth(1).unwrap();
    dir.join(number).join("key").exists()
}

/// Whether a text stands in any file.
fn tells(dir: &Path, text: &[u8]) -> bool {
    files(dir).iter().any(|(path, _)| memchr::memmem::find(&fs::read(path).unwrap(), text).is_some())
}
