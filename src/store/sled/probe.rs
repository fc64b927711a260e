//! Looking at a view nobody closed, before this process rests on it: sled may panic, hang or ask for all memory on a
//! damaged one. So a child opens it first, with limits, and says in lines how far it is and what it found.

use super::super::disk::Disk;
use super::super::engine::{EngineError, library_said};
use super::super::progress::{Progress, Task, Watch, tell};
use super::super::seal::Cipher;
use super::tree::Tree;
use super::{Doubt, Options};
use crate::domain::reason::{Reason, reason};
use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};
use std::time::Duration;
use zeroize::Zeroizing;

/// What makes our program a probe.
const FLAG: &str = "--probe";
/// Patience between two words of the child: this, and so much more for every byte of the view.
const PATIENCE: Duration = Duration::from_mins(1);
const PATIENCE_PER_BYTE: Duration = Duration::from_nanos(200);
/// Memory a child may ask for: this, and so many times the length of the view.
const MEMORY: u64 = 2 << 30;
const MEMORY_PER_BYTE: u64 = 4;

/// How closely a view is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Whether it opens.
    Light,
    /// Whether every entry is there and right.
    Thorough,
}

/// Looks at the view in `store`, in a child if there is a program to run; tells why it is not to be trusted.
pub fn examine(
    store: &Path,
    cipher: &Cipher,
    options: &Options,
    care: Care,
    watch: &mut Watch,
) -> Result<Option<Doubt>, EngineError> {
    let child = options.probe.as_ref().map(|program| spawn(program, store, cipher, options.cache_bytes, care));
    match child.transpose().unwrap_or(None) {
        Some(child) => listen(child, bytes_in(store), watch),
        None => look(store, cipher, options.cache_bytes, care, watch),
    }
}

/// The child's part: looks at a view if the arguments say so, as `PROGRAM --probe STORE CACHE-BYTES light|thorough`.
pub fn probe(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    if arguments.nth(1)? != FLAG {
        return None;
    }
    let store = arguments.next()?;
    let cache_bytes = arguments.next()?.to_str()?.parse().ok()?;
    let care = if arguments.next()? == "thorough" { Care::Thorough } else { Care::Light };
    let cipher = hear_cipher().ok()?;
    let store = Path::new(&store);
    limit_memory(MEMORY + MEMORY_PER_BYTE * bytes_in(store));
    let mut tell = |progress: Progress| match say(&format!("at {} {}", progress.done, progress.total)) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    let words = match look(store, &cipher, cache_bytes, care, &mut tell) {
        Ok(None) => "sound".to_owned(),
        Ok(Some(Doubt::Unreadable { why })) => unreadable(&why),
        Ok(Some(_)) => "differs".to_owned(),
        Err(error) => unreadable(&library_said(error)),
    };
    Some(say(&words).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS))
}

/// Why a view cannot be read, in one line.
fn unreadable(why: &Reason) -> String {
    format!("unreadable {}", serde_json::to_string(why).unwrap_or_default())
}

fn look(
    store: &Path,
    cipher: &Cipher,
    cache_bytes: u64,
    care: Care,
    watch: &mut Watch,
) -> Result<Option<Doubt>, EngineError> {
    let found = Tree::open(store, cache_bytes, cipher.clone()).and_then(|tree| match care {
        Care::Light => tree.applied().map(|_| true),
        Care::Thorough => Ok(tree.recount(Task::Checking, watch)? == tree.applied()?.sum),
    });
    match found {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some(Doubt::Differs)),
        Err(error) => Doubt::of(error).map(Some),
    }
}

impl Doubt {
    /// What failed inside is a doubt about the view; anything else stays an error.
    pub(super) fn of(error: EngineError) -> Result<Self, EngineError> {
        match error {
            EngineError::Broken { why, .. } | EngineError::StoreDamaged { why } => Ok(Self::Unreadable { why }),
            error => Err(error),
        }
    }
}

fn spawn(program: &Path, store: &Path, cipher: &Cipher, cache_bytes: u64, care: Care) -> std::io::Result<Child> {
    let care = if care == Care::Thorough { "thorough" } else { "light" };
    let cipher = cipher.hand_over().map_err(std::io::Error::other)?;
    let mut child = Command::new(program)
        .arg(FLAG)
        .arg(store)
        .args([&cache_bytes.to_string(), care])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // A child that does not hear this out has ended, and that is told by whoever listens to it.
    let _ = child.stdin.take().map(|mut words| words.write_all(&cipher));
    Ok(child)
}

/// What the parent opens the view with: it comes through a pipe, where nobody else can read it.
fn hear_cipher() -> Result<Cipher, EngineError> {
    let mut key = Zeroizing::new(Vec::new());
    let heard = std::io::stdin().lock().read_to_end(&mut key);
    heard.map_err(EngineError::io("reading", Path::new("stdin")))?;
    Cipher::take_over(&key)
}

/// Hears a child out; ends it if it says nothing for too long, or nobody wants to know any more.
fn listen(mut child: Child, bytes: u64, watch: &mut Watch) -> Result<Option<Doubt>, EngineError> {
    let patience = PATIENCE + PATIENCE_PER_BYTE.saturating_mul(bytes.min(u32::MAX.into()) as u32);
    let words = hear(child.stdout.take());
    let verdict = loop {
        match words.recv_timeout(patience) {
            Ok(line) => match read(&line) {
                Word::At(done, total) => {
                    if let Err(stopped) = tell(watch, Task::Checking, done, total) {
                        break Err(stopped);
                    }
                }
                Word::Verdict(verdict) => break Ok(verdict),
            },
            Err(RecvTimeoutError::Timeout) => {
                break Ok(Some(Doubt::Fatal { why: reason("probe-silent").with("seconds", patience.as_secs()) }));
            }
            Err(RecvTimeoutError::Disconnected) => {
                let how = child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
                break Ok(Some(Doubt::Fatal { why: reason("probe-ended").with("said", how) }));
            }
        }
    };
    // One that has ended by itself cannot be killed, and need not be.
    let _ = child.kill();
    let _ = child.wait();
    verdict
}

enum Word {
    At(u64, u64),
    Verdict(Option<Doubt>),
}

fn read(line: &str) -> Word {
    let mut words = line.splitn(2, ' ');
    let (word, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let numbers = || rest.split_once(' ').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    match word {
        "at" => numbers().map_or(Word::At(0, 0), |(done, total)| Word::At(done, total)),
        "sound" => Word::Verdict(None),
        "differs" => Word::Verdict(Some(Doubt::Differs)),
        _ => {
            let why = serde_json::from_str(rest).unwrap_or_else(|_| library_said(rest));
            Word::Verdict(Some(Doubt::Unreadable { why }))
        }
    }
}

/// The lines of a child, as they come; the channel ends with the child.
fn hear(out: Option<ChildStdout>) -> Receiver<String> {
    let (say, heard) = bounded(16);
    std::thread::spawn(move || {
        let lines = out.into_iter().flat_map(|out| BufReader::new(out).lines());
        for line in lines.map_while(Result::ok) {
            if say.send(line).is_err() {
                break;
            }
        }
    });
    heard
}

fn say(words: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}").and_then(|()| out.flush())
}

/// A probe that may not have so much is a sound refusal, so a limit that cannot be set is let be.
fn limit_memory(bytes: u64) {
    let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum: Some(bytes) });
}

fn bytes_in(store: &Path) -> u64 {
    Disk::default().bytes_in(store).unwrap_or_default()
}
