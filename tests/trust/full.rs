//! A full disk loses nothing: wherever on the way it fills, what was acknowledged stays, the store says why it takes no
//! more and can be read, and once there is room it goes on.

use crate::campaign::{Dice, campaign};
use crate::place::{Written, open_with, scratch, try_open};
use crate::workload::{Acknowledged, assert_kept, commit, whole};
use callsheet::store::engine::{Engine, EngineError, Health};
use callsheet::store::sled::Options;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const CHILD_DIR: &str = "CALLSHEET_TRUST_FULL_DIR";
const CHILD_SEED: &str = "CALLSHEET_TRUST_FULL_SEED";
/// The small file system, bytes.
const SIZE: u64 = 16 << 20;
/// What a store leaves free of it, bytes.
const RESERVE: u64 = 2 << 20;

#[test]
fn a_full_disk_loses_nothing() {
    if !small_file_systems_permitted() {
        assert!(std::env::var_os("CALLSHEET_REQUIRE_PEERS").is_none(), "a small file system is not permitted here");
        println!("skipped: small file system not permitted");
        return;
    }
    campaign("full", 50, |seed, tally| {
        let dir = scratch();
        let mounted = format!("mount -t tmpfs -o size={SIZE} tmpfs \"$0\" && exec \"$@\"");
        let exe = std::env::current_exe().unwrap();
        let child = in_own_world(&mounted)
            .arg(dir.path())
            .arg(exe)
            .args(["--exact", "full::child", "--nocapture"])
            .env(CHILD_DIR, dir.path())
            .env(CHILD_SEED, seed.to_string())
            .output()
            .unwrap();
        assert!(child.status.success(), "{}", told(&child));
        assert!(told(&child).contains("went on"), "{}", told(&child));
        tally.one("offsets");
        tally.add("of them full to the last byte", u64::from(told(&child).contains("last byte")));
    });
}

/// A shell with mounts of its own, and the right to make them.
fn in_own_world(script: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script]);
    command
}

fn small_file_systems_permitted() -> bool {
    let dir = scratch();
    let tried = in_own_world("mount -t tmpfs -o size=65536 tmpfs \"$0\"").arg(dir.path()).output();
    tried.is_ok_and(|tried| tried.status.success())
}

fn told(child: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr))
}

/// Not a test of its own: what the test above runs on a small file system.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let seed = std::env::var(CHILD_SEED).unwrap().parse().unwrap();
    let (mut dice, written) = (Dice::new(seed), Written::of(seed));
    let (data, ballast) = (Path::new(&dir).join("data"), Path::new(&dir).join("ballast"));
    let reserve_bytes = if dice.once_in(2) { 0 } else { RESERVE };
    let options = Options { reserve_bytes, ..written.options() };
    fs::write(&ballast, vec![0; (SIZE / 2 + dice.below(SIZE / 2)) as usize]).unwrap();
    let acknowledged = fill(&data, &options);
    fs::remove_file(&ballast).unwrap();
    let (engine, _) = open_with(&data, &options);
    let found = assert_kept(&engine, &acknowledged).history().len();
    commit(&engine, u64::MAX).unwrap();
    engine.close().unwrap();
    drop(engine);
    assert_kept(&written.open(&data).0, &acknowledged);
    println!("went on with {found} commits, {} of them acknowledged", acknowledged.len());
}

/// Commits until the disk is full. With a reserve reads go on then; without one they do, or say that the disk is full.
fn fill(data: &Path, options: &Options) -> Vec<Acknowledged> {
    let engine = match try_open(data, options) {
        Ok((engine, _)) => engine,
        Err(error) => {
            assert!(matches!(error, EngineError::Io { .. } | EngineError::ReadOnly { .. }), "{error}");
            return Vec::new();
        }
    };
    let mut acknowledged = Vec::new();
    let refusal = loop {
        match commit(&engine, acknowledged.len() as u64) {
            Ok(done) => acknowledged.push(done),
            Err(error) => break error,
        }
    };
    assert!(matches!(refusal, EngineError::ReadOnly { .. }), "{refusal}");
    assert!(matches!(engine.health(), Health::ReadOnly { .. }), "{:?}", engine.health());
    assert!(matches!(commit(&engine, u64::MAX), Err(EngineError::ReadOnly { .. })));
    match whole(&engine) {
        Ok(contents) => assert_eq!(contents.history(), acknowledged),
        Err(EngineError::ReadOnly { .. }) if options.reserve_bytes == 0 => println!("full to the last byte"),
        Err(error) => panic!("{error}"),
    }
    acknowledged
}
