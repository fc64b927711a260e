//! From a key to its last byte, beside other programs for the terminal, in one run: `cargo bench --bench keys`.
//!
//! abook, mutt, tig and fzf (packages of Debian) each show a list of their own, Callsheet one of 100,000 customers, all
//! at 80×24. Each in turn gets the key that goes a row down or up, so that whatever else the machine does meets all
//! alike: over a terminal of this machine, then through ssh from it to itself. A key is done when nothing more has come
//! for 60 ms; its time is that of the last byte. Nothing is judged; a program that is not installed is left out and named.
//!
//! `cargo bench --bench keys -- PROGRAM` measures another build of Callsheet.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "keys/line.rs"]
mod line;
#[path = "keys/peer.rs"]
mod peer;
#[path = "keys/ssh.rs"]
mod ssh;
mod store;

use line::{Answer, Line};
use peer::Peer;
use ssh::Sshd;
use std::path::PathBuf;
use std::time::Duration;

/// Keys of each program on each line, half of them down and half up.
const KEYS: usize = 120;

fn main() {
    let named = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).map(PathBuf::from);
    let program = named.unwrap_or_else(|| env!("CARGO_BIN_EXE_callsheet").into());
    let data = store::made(&program, store::size());
    let dir = tempfile::tempdir().unwrap();
    let peers = peer::all(dir.path(), &program, &data);
    println!("{:<10} {:<10} {:>10} {:>10} {:>8} {:>5}", "", "line", "p50", "p95", "bytes", "keys");
    run("local", &peers, |command| Line::open("sh", &["-c", command], dir.path()));
    match Sshd::start(dir.path()) {
        Ok(sshd) => run("ssh", &peers, |command| {
            let args = sshd.args(command);
            Line::open("ssh", &args.iter().map(String::as_str).collect::<Vec<_>>(), dir.path())
        }),
        Err(why) => println!("ssh: left out, {why}"),
    }
    store::stop(&program, &data);
}

/// Opens every program, and gives each a key in turn.
fn run(name: &str, peers: &[Peer], open: impl Fn(&str) -> Line) {
    let mut lines: Vec<(&Peer, Line, Vec<Answer>)> =
        peers.iter().map(|peer| (peer, open(&peer.command), Vec::new())).collect();
    for (_, line, _) in &lines {
        line.settle();
    }
    for round in 0..KEYS {
        for (peer, line, answers) in &mut lines {
            answers.extend(line.press(if round < KEYS / 2 { peer.down } else { peer.up }));
        }
    }
    for (peer, line, answers) in lines {
        tell(peer.name, name, answers);
        line.leave(peer.quit);
    }
}

fn tell(program: &str, line: &str, mut answers: Vec<Answer>) {
    let count = answers.len();
    assert!(count > KEYS / 2, "{program} answered {count} of {KEYS} keys over {line}");
    answers.sort_unstable_by_key(|answer| answer.span);
    let at = |percent: usize| answers[(count * percent).div_ceil(100) - 1].span;
    let (p50, p95) = (shown(at(50)), shown(at(95)));
    answers.sort_unstable_by_key(|answer| answer.bytes);
    println!("{program:<10} {line:<10} {p50:>10} {p95:>10} {:>8} {count:>5}", answers[count / 2].bytes);
}

fn shown(span: Duration) -> String {
    format!("{:.2} ms", span.as_secs_f64() * 1_000.0)
}
