//! The programs, each with a list to go up and down in.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Entries of the small lists; fzf has as many as Callsheet.
const ENTRIES: usize = 300;
const LINES: usize = 100_000;

pub struct Peer {
    pub name: &'static str,
    /// For a shell.
    pub command: String,
    pub down: &'static str,
    pub up: &'static str,
    pub quit: &'static str,
}

/// Callsheet and all that are installed, with what they show.
pub fn all(dir: &Path, program: &Path, data: &Path) -> Vec<Peer> {
    fs::write(dir.join("addressbook"), addresses()).unwrap();
    fs::write(dir.join("mail"), mail()).unwrap();
    fs::write(dir.join("names"), names()).unwrap();
    make_history(dir);
    let peer = |name, command: String, quit| Peer { name, command, down: "j", up: "k", quit };
    let here = dir.display();
    let callsheet = format!("exec {} --data {} --lang en", program.display(), data.display());
    let peers = [
        peer("abook", format!("exec abook --datafile {here}/addressbook"), "qn"),
        peer(
            "mutt",
            format!("exec mutt -n -F /dev/null -e 'set folder={here}' -e 'push <first-entry>' -R -f {here}/mail"),
            "x",
        ),
        peer("tig", format!("cd {here}/history && exec tig"), "Q"),
        Peer { down: "\x0e", up: "\x10", ..peer("fzf", format!("exec fzf --layout=reverse < {here}/names"), "\x1b") },
    ];
    let (there, missing): (Vec<_>, Vec<_>) = peers.into_iter().partition(|peer| is_installed(peer.name));
    for peer in missing {
        println!("{}: left out, not installed", peer.name);
    }
    [peer("callsheet", callsheet, "q")].into_iter().chain(there).collect()
}

fn is_installed(program: &str) -> bool {
    Command::new("which").arg(program).output().is_ok_and(|output| output.status.success())
}

fn addresses() -> String {
    let mut text = "[format]\nprogram=abook\nversion=0.6.1\n".to_owned();
    for n in 0..ENTRIES {
        write!(text, "\n[{n}]\nname=Person {n:03}\nemail=person{n}@example.com\nphone=+49 30 {n:06}\n").unwrap();
    }
    text
}

fn mail() -> String {
    let mut text = String::new();
    for n in 0..ENTRIES {
        write!(
            text,
            "From p{n}@example.com Mon Nov  2 10:00:00 2026\nFrom: Person {n:03} <p{n}@example.com>\n\
             To: me@example.com\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nSubject: Quote number {n}\nStatus: RO\n\nHello.\n\n"
        )
        .unwrap();
    }
    text
}

fn names() -> String {
    let mut text = String::new();
    for n in 0..LINES {
        writeln!(text, "{n} Person {n:06} +49 30 {n:06} Berlin").unwrap();
    }
    text
}

/// A repository of git, with a commit an entry.
fn make_history(dir: &Path) {
    let mut script = String::new();
    for n in 0..ENTRIES {
        let (message, time) = (format!("Change number {n}"), 1_700_000_000 + n * 60);
        write!(
            script,
            "commit refs/heads/main\ncommitter Person {n:03} <p{n}@example.com> {time} +0000\ndata {}\n{message}\n\
             M 100644 inline file\ndata 4\n{n:03}\n\n",
            message.len()
        )
        .unwrap();
    }
    fs::write(dir.join("script"), script).unwrap();
    let make =
        "git init -q -b main history && cd history && git fast-import --quiet < ../script && git reset -q --hard";
    let status = Command::new("sh").args(["-c", make]).current_dir(dir).status().unwrap();
    assert!(status.success(), "the history for tig could not be made");
}
