//! A process that commits and is killed, and what the next one finds.

use super::fixture::{batch, done, get, id, open};
use callsheet::store::engine::Engine;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use tempfile::TempDir;

const CHILD_DIR: &str = "CALLSHEET_TEST_KILLED_DIR";
const WRITERS: u64 = 4;

fn key(n: u64) -> Vec<u8> {
    format!("note {n}").into_bytes()
}

/// Not a test of its own: the process the test below starts and kills.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let (engine, _) = open(Path::new(&dir));
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let engine = &engine;
            scope.spawn(move || {
                for n in 0.. {
                    let n = n * WRITERS + writer;
                    let many = (0..300).fold(batch(n).put(key(n), "kept"), |batch, i| batch.put(format!("{i}"), "x"));
                    let rev = done(engine, many);
                    writeln!(std::io::stdout().lock(), "acknowledged {n} {rev}").unwrap();
                }
            });
        }
    });
}

#[test]
fn an_acknowledged_commit_survives_kill_nine() {
    let dir = TempDir::new().unwrap();
    for round in 1..=3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::child", "--nocapture"])
            .env(CHILD_DIR, dir.path().join(round.to_string()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = Vec::new();
        let mut killed = false;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            let words: Vec<_> = line.split(' ').collect();
            if let ["acknowledged", n, rev] = words[..] {
                acknowledged.push((n.parse::<u64>().unwrap(), rev.parse::<u64>().unwrap()));
            }
            if acknowledged.len() >= 40 * round && !killed {
                child.kill().unwrap();
                killed = true;
            }
        }
        child.wait().unwrap();
        assert!(acknowledged.len() >= 40 * round, "the child ended by itself");

        let (engine, opened) = open(&dir.path().join(round.to_string()));
        assert!(!opened.created && opened.rebuilt.is_none(), "{opened:?}");
        for (n, rev) in acknowledged {
            assert_eq!(get(&engine, &key(n)), Some(b"kept".to_vec()), "note {n} is lost");
            assert_eq!(engine.outcome(id(n)).unwrap().map(|rev| rev.0), Some(rev));
        }
    }
}
