//! Whoever is killed while a store is encrypted, decrypted or given another key still has the store there was, or the
//! new one whole; and once it is opened, nothing of what is encrypted can be read in any file, nor by a key that was
//! replaced.

use crate::campaign::{Dice, campaign};
use crate::child::{BEGINS, child as run, killed};
use crate::place::{Written, copy_dir, files, key, options, scratch, try_open};
use crate::workload::{Contents, commit, filled, whole};
use callsheet::domain::secret::Key;
use callsheet::store::engine::{Engine, EngineError};
use callsheet::store::sled::{Options, SledEngine, reseal, restore, try_backup, unwatched};
use std::fs;
use std::path::Path;
use std::time::Duration;

const CHILD_DIR: &str = "CALLSHEET_TRUST_RESEALED_DIR";
const CHILD_DEED: &str = "CALLSHEET_TRUST_RESEALED_DEED";

const IMAGE: &str = "before.image";

/// What is being done when the kill comes.
const DEEDS: [(&str, Written); 3] =
    [("encrypt", Written::Plain), ("decrypt", Written::Sealed), ("change key", Written::Sealed)];

/// Another key than the campaign's own.
fn other_key() -> Key {
    Key::File(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/trust/child.rs").into())
}

fn with(key: Key) -> Options {
    Options { key: Some(key), ..options() }
}

/// Not a test of its own: the process that does the deed, and is killed.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let to = match &*std::env::var(CHILD_DEED).unwrap() {
        "encrypt" => Some(key()),
        "decrypt" => None,
        _ => Some(other_key()),
    };
    println!("\n{BEGINS}");
    reseal(Path::new(&dir), to.as_ref(), &with(key()), &mut unwatched).unwrap();
}

#[test]
fn killed_while_resealing_the_store_is_whole_and_what_is_sealed_tells_nothing() {
    let bases = [Written::Plain, Written::Sealed].map(|written| {
        let dir = scratch();
        let (contents, engine) = filled(dir.path(), 0..150, written);
        engine.write_beside("drafts", contents.longest().to_vec()).unwrap();
        engine.back_up_beside(IMAGE, &mut unwatched).unwrap();
        engine.close().unwrap();
        (dir, contents)
    });
    campaign("reseals", 150, |seed, tally| {
        let mut dice = Dice::new(seed);
        let (deed, written) = DEEDS[dice.below(3) as usize];
        let (base, before) = &bases[usize::from(written == Written::Sealed)];
        let dir = scratch();
        copy_dir(base.path(), dir.path());
        let command = run("reseals::child", &[(CHILD_DIR, dir.path().as_os_str()), (CHILD_DEED, deed.as_ref())]);
        killed(command, Duration::from_micros(dice.below(500_000)));
        let (engine, opens, opens_not) = opened(dir.path());
        assert!(whole(&engine).unwrap() == *before, "it is another store");
        assert_eq!(engine.read_beside("drafts").unwrap().as_deref(), Some(before.longest()));
        commit(&engine, u64::MAX).unwrap();
        engine.close().unwrap();
        drop(engine);
        let is_sealed = is_sealed(dir.path());
        assert_eq!(tells(dir.path(), before.longest()), !is_sealed);
        assert_image_is_as(before, &dir.path().join(IMAGE), &opens);
        if is_sealed {
            let refused = try_backup(&dir.path().join(IMAGE), &with(opens_not.clone()));
            assert!(matches!(refused, Err(EngineError::WrongKey { .. })), "{refused:?}");
        }
        let is_done =
            if deed == "change key" { opens == other_key() } else { is_sealed != (written == Written::Sealed) };
        tally.one(&format!("{deed} {}", if is_done { "by then" } else { "not yet" }));
    });
}

/// The store, what opens it, and what does not if it is encrypted.
fn opened(dir: &Path) -> (SledEngine, Key, Key) {
    match try_open(dir, &with(key())) {
        Err(EngineError::WrongKey { .. }) => (try_open(dir, &with(other_key())).unwrap().0, other_key(), key()),
        opened => (opened.unwrap().0, key(), other_key()),
    }
}

/// A backup beside the store goes with it.
fn assert_image_is_as(contents: &Contents, image: &Path, key: &Key) {
    let elsewhere = scratch();
    restore(elsewhere.path(), image, &with(key.clone()), &mut unwatched).unwrap();
    let (engine, _) = try_open(elsewhere.path(), &with(key.clone())).unwrap();
    assert!(whole(&engine).unwrap() == *contents, "the backup holds something else");
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
