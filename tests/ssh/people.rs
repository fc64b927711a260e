//! Users of the operating system, made for a test and taken away with it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// What there has to be besides the superuser.
const NEEDED: [&str; 5] = ["sshd", "ssh", "ssh-keygen", "useradd", "userdel"];
/// Where programs of the system lie.
const PLACES: [&str; 4] = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
/// How long the lists of users may be busy.
const PATIENCE: Duration = Duration::from_mins(3);

/// A user of the operating system.
pub struct Person {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

/// What a floor lacks, in words.
pub fn lacking() -> Option<String> {
    if let Some(program) = NEEDED.iter().find(|name| found(name).is_none()) {
        return Some(format!("{program} not installed"));
    }
    (!rustix::process::geteuid().is_root()).then(|| "only the superuser can make users".to_owned())
}

/// Where a program of the system lies.
pub fn found(program: &str) -> Option<PathBuf> {
    PLACES.iter().map(|place| Path::new(place).join(program)).find(|path| path.exists())
}

/// A program of the system, ready to be run.
pub fn program(name: &str) -> Command {
    Command::new(found(name).unwrap())
}

impl Person {
    /// Makes a user who may sign on with a key, and has a home in `homes`.
    pub fn new(role: &str, homes: &Path) -> Self {
        let name = format!("cs-{role}-{}", std::process::id());
        let home = homes.join(&name);
        let mut add = program("useradd");
        // Without a password, but not locked: that would shut the key out too.
        add.args(["--password", "*", "--shell", "/bin/sh", "--create-home", "--skel"]).arg(homes.join("none"));
        add.arg("--home-dir").arg(home).arg(&name);
        insist(&mut add);
        let user = uzers::get_user_by_name(&name).unwrap();
        Self { name, uid: user.uid(), gid: user.primary_group_id() }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // Also while something of theirs is still on its way out.
        let _ = program("userdel").args(["--force", &self.name]).output();
    }
}

/// Runs it until it works: somebody else may be changing the lists of users.
fn insist(command: &mut Command) {
    let late = Instant::now() + PATIENCE;
    loop {
        let output = command.output().unwrap();
        if output.status.success() {
            return;
        }
        assert!(Instant::now() < late, "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        thread::sleep(Duration::from_millis(200));
    }
}
