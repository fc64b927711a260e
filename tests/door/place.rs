//! A store on disk behind the door, opened, closed and killed as often as a test likes.

use crate::support::{answer, ask, draft};
use callsheet::crm::{Founding, Identity, Keeper, Session};
use callsheet::domain::id::CustomerId;
use callsheet::domain::secret::Key;
use callsheet::domain::settings::Settings;
use callsheet::door::system::{self, Standing, State};
use callsheet::door::{Refusal, Request, Response, audit, customers, undo};
use callsheet::store::engine::{Batch, BatchId, Engine};
use callsheet::store::sled::{Options, SledEngine, unwatched};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// Where a child process finds the store it is to be killed over.
const CHILD_DIR: &str = "CALLSHEET_DOOR_CHILD";
const READY: &str = "the child is ready";

/// A place for a store.
pub struct Place {
    pub dir: TempDir,
    pub key: Option<Key>,
}

/// An open door to a store.
pub struct House {
    keeper: Arc<Keeper>,
    pub admin: Session,
}

pub fn passphrase(text: &str) -> Key {
    Key::Passphrase(text.to_owned().into())
}

/// Small, so that a test is quick, and without regard for what else is on the disk.
pub fn options(key: Option<Key>) -> Options {
    Options { cache_bytes: 4 << 20, segment_bytes: 1 << 20, reserve_bytes: 0, key, ..Options::default() }
}

fn open_at(data: &Path, key: Option<Key>) -> House {
    let founding = Founding { settings: Settings::default(), os_user: "root".into() };
    let keeper = Arc::new(Keeper::open_in(data, options(key), founding));
    let admin = Session::open(&keeper, Identity::in_process("root", "test")).unwrap();
    let house = House { keeper, admin };
    house.standing();
    house
}

impl Place {
    pub fn new() -> Self {
        Self::under(None)
    }

    pub fn sealed(key: Key) -> Self {
        Self::under(Some(key))
    }

    pub fn under(key: Option<Key>) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), key }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A file outside of the store.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn open(&self) -> House {
        open_at(&self.data(), self.key.clone())
    }

    /// Writes to the closed store behind the door's back.
    pub fn raw(&self, change: impl FnOnce(&SledEngine, Batch) -> Batch) {
        let (engine, _) = SledEngine::open(&self.data(), options(self.key.clone()), &mut unwatched).unwrap();
        let batch = change(&engine, Batch::new(BatchId([9; 16])));
        engine.commit(batch).unwrap();
        engine.close().unwrap();
    }

    /// Takes the view away: what is left is image and journal.
    pub fn lose_the_view(&self) {
        let places = fs::read_dir(self.data()).unwrap().map(|entry| entry.unwrap().path().join("store"));
        let views: Vec<PathBuf> = places.filter(|path| path.is_dir()).collect();
        assert_eq!(views.len(), 1, "one generation is in use");
        fs::remove_dir_all(&views[0]).unwrap();
    }

    /// The test of this name, run as a child over this store up to where it waits to be killed.
    pub fn child(&self, test: &str) -> Doomed {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--nocapture"]).env(CHILD_DIR, self.data()).stdout(Stdio::piped());
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(said.any(|line| line.contains(READY)), "the child ended before it was ready");
        Doomed(child)
    }
}

/// A child with the store open.
pub struct Doomed(Child);

impl Doomed {
    /// SIGKILL: it has no chance to do anything more.
    pub fn kill(mut self) {
        kill_process(Pid::from_raw(self.0.id() as i32).unwrap(), Signal::KILL).unwrap();
        self.0.wait().unwrap();
    }
}

/// Not a test of its own: does this over the store of whoever started this process, and waits to be killed.
pub fn as_child(key: Option<Key>, live: impl FnOnce(&House, &Path)) {
    let Some(data) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let house = open_at(&data, key);
    live(&house, &data);
    println!("{READY}");
    // Nobody writes to it: it ends when whoever started this process is gone.
    let _ = std::io::stdin().lines().count();
}

impl House {
    pub fn standing(&self) -> Standing {
        match ask(&self.admin, system::Request::Settled) {
            Ok(system::Response::State(standing)) => standing,
            other => panic!("{other:?}"),
        }
    }

    pub fn state(&self) -> State {
        self.standing().state
    }

    pub fn ask<T: TryFrom<Response, Error = Refusal>>(&self, request: impl Into<Request>) -> Result<T, Refusal> {
        ask(&self.admin, request)
    }

    /// What somebody else is answered, whose files the store is not.
    pub fn stranger(&self, request: impl Into<Request>) -> Result<Response, Refusal> {
        let who = Identity { is_owner: false, ..Identity::in_process("mallory", "test") };
        answer(&Session::open(&self.keeper, who).unwrap(), request.into())
    }

    pub fn add(&self, name: &str) -> CustomerId {
        match self.ask(customers::Request::Add(draft(&[("name", json!(name))]))) {
            Ok(customers::Response::Saved(saved)) => saved.id,
            other => panic!("{other:?}"),
        }
    }

    pub fn name_of(&self, id: CustomerId) -> Option<String> {
        match self.ask(customers::Request::Card(id)) {
            Ok(customers::Response::Card(card)) => Some(card.customer.name),
            _ => None,
        }
    }

    pub fn undo(&self) {
        let _: undo::Response = self.ask(undo::Request::Undo(None)).unwrap();
    }

    /// Checks the audit log, against a head kept elsewhere; answers with its present head, or that it is broken.
    pub fn verify(&self, head: Option<&str>) -> Result<String, audit::Response> {
        match self.ask(audit::Request::Verify { head: head.map(str::to_owned) }).unwrap() {
            audit::Response::Verified { head, .. } => Ok(head),
            broken => Err(broken),
        }
    }
}
