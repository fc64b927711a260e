//! A store of one's own, and sessions with its host, which is a process of the real program.

use callsheet::domain::edit::{Change, Draft};
use callsheet::domain::id::CustomerId;
use callsheet::door::{Delivery, Door, Edit, Refusal, ask, customers, system};
use callsheet::link::{self, Client, Place, Starter, Way};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_callsheet");
/// Nothing takes this long: whoever waits longer waits for something that will not come.
pub const PATIENCE: Duration = Duration::from_mins(3);

pub struct House {
    dir: TempDir,
    linger: Duration,
}

impl House {
    pub fn new() -> Self {
        Self::lingering(Duration::from_secs(5))
    }

    /// A house whose host stays for so long after the last session.
    pub fn lingering(linger: Duration) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), linger }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn place(&self) -> Place {
        Place::personal(&self.data())
    }

    pub fn open(&self) -> Result<Client, Refusal> {
        let starter = Starter::new(PROGRAM.into(), &self.data(), self.linger, None);
        Client::open(Way::new(self.place(), Some(starter), None))
    }

    /// A session with an open store.
    pub fn session(&self) -> Client {
        let client = self.open().unwrap();
        let _: system::Response = ask(&client, system::Request::Settled).unwrap();
        client
    }

    /// The process that has the store, by its signature; one that is just begun has yet to sign.
    pub fn host(&self) -> Pid {
        let signed = || std::fs::read_to_string(self.data().join("lock")).ok()?.trim().parse().ok();
        let mut host = None;
        wait_until("the host has signed", || {
            host = signed().and_then(Pid::from_raw);
            host.is_some()
        });
        host.unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        let _ = kill_process(self.host(), signal);
    }

    /// Runs the real program on this store.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", self.dir.path()).env("LANG", "C.UTF-8").args(args);
        command.arg("--data").arg(self.data());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

impl Drop for House {
    /// Leaves no host behind.
    fn drop(&mut self) {
        let _ = link::stop(self.place());
    }
}

/// Waits until something holds.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let late = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < late, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The next delivery that is one of these.
pub fn wait_for<T>(door: &dyn Door, what: &str, mut wanted: impl FnMut(Delivery) -> Option<T>) -> T {
    let late = Instant::now() + PATIENCE;
    loop {
        let delivery = door.inbox().recv_deadline(late).unwrap_or_else(|_| panic!("waited in vain for {what}"));
        if let Some(found) = wanted(delivery) {
            return found;
        }
    }
}

pub fn add(door: &dyn Door, name: &str) -> Result<CustomerId, Refusal> {
    let mut draft = Draft::default();
    draft.set("name", name);
    match ask(door, customers::Request::Add(draft))? {
        customers::Response::Saved(saved) => Ok(saved.id),
        other => panic!("{other:?}"),
    }
}

/// Changes one field; the revision of the change.
pub fn edit(door: &dyn Door, id: CustomerId, field: &str, from: &Value, to: &Value) -> Result<u64, Refusal> {
    let change = Change { field: field.to_owned(), from: from.clone(), to: to.clone() };
    match ask(door, customers::Request::Edit(Edit { id, changes: vec![change] }))? {
        customers::Response::Saved(saved) => Ok(saved.revision),
        other => panic!("{other:?}"),
    }
}

/// What a field of a customer holds.
pub fn field(door: &dyn Door, id: CustomerId, field: &str) -> Value {
    let customers::Response::Card(card) = ask(door, customers::Request::Card(id)).unwrap() else { panic!() };
    serde_json::to_value(&card.customer).unwrap()[field].clone()
}

/// The memory a process really takes for itself, KiB; what is mapped of files comes and goes with the machine's.
pub fn memory(pid: Pid) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

pub fn is_full() -> bool {
    std::env::var("CALLSHEET_CAMPAIGN").is_ok_and(|size| size == "full")
}

pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    std::fs::symlink_metadata(path).unwrap().mode() & 0o777
}

/// Chance that can be had again (splitmix64, Steele et al. 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
