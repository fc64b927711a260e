//! A host that runs as a service, `sshd` before it, and people who come through.

use super::people::{Person, found, program};
use super::terminal::{PATIENCE, Terminal};
use portable_pty::CommandBuilder;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The people of the floor, by login and role; one more is nobody's colleague.
const FLOOR: [(&str, &str); 4] = [("anna", "agent"), ("ben", "agent"), ("lea", "supervisor"), ("rita", "auditor")];
const STRANGER: &str = "mallory";
/// Where `sshd` lets go of its rights.
const PRIVSEP: &str = "/run/sshd";
/// How many ports are tried.
const PORTS: usize = 20;

/// What a command said.
pub struct Said {
    pub success: bool,
    pub out: String,
    pub err: String,
}

pub struct Service {
    port: u16,
    sshd: Child,
    host: Child,
    people: Vec<(&'static str, Person)>,
    owner: Person,
    dir: TempDir,
}

impl Service {
    /// A service with a floor of people, and Maria Anders, who is Anna's customer.
    pub fn open() -> Self {
        // Where everybody may go, wherever the program was built.
        let dir = tempfile::Builder::new().prefix("callsheet-ssh-").tempdir_in("/tmp").unwrap();
        permit(dir.path(), 0o755);
        let homes = dir.path().join("homes");
        fs::create_dir_all(homes.join("none")).unwrap();
        permit(&homes, 0o755);
        let owner = Person::new("host", &homes);
        let logins = FLOOR.iter().map(|(login, _)| *login).chain([STRANGER]);
        let people = logins.map(|login| (login, Person::new(login, &homes))).collect::<Vec<_>>();
        fs::create_dir(dir.path().join("bin")).unwrap();
        permit(&dir.path().join("bin"), 0o755);
        // Another program copies it: what this one has open for writing would be open in whatever another test starts
        // at that moment as well, and nobody may run a file that is ("text file busy").
        let mut install = Command::new("install");
        install.args(["-m", "755", env!("CARGO_BIN_EXE_callsheet")]).arg(program_in(dir.path()));
        assert!(install.status().unwrap().success());
        for (place, mode) in [("run", 0o755), ("var", 0o700)] {
            let place = dir.path().join(place);
            fs::create_dir(&place).unwrap();
            permit(&place, mode);
            chown(place, Some(owner.uid), Some(owner.gid)).unwrap();
        }
        let host = as_owner(dir.path(), &owner).arg("serve").stdin(Stdio::null()).spawn().unwrap();
        let (port, sshd) = listening(dir.path(), &owner.name);
        let service = Self { port, sshd, host, people, owner, dir };
        service.furnish();
        service
    }

    fn furnish(&self) {
        wait_until("the host listens", || self.owned(&["status"]).status.success());
        for (login, role) in FLOOR {
            self.by_owner(&["user", "add", login, "--role", role, "--os-user", self.os_user(login)]);
        }
        self.by_owner(&["config", "set", "mask-phones", "yes"]);
        self.by_owner(&["add", "Maria Anders", "--phone", "+49 30 0074321", "--set", "owner=anna"]);
    }

    /// Where the data lies.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("var/data")
    }

    /// The user of the operating system behind a login.
    pub fn os_user(&self, login: &str) -> &str {
        &self.person(login).name
    }

    fn person(&self, login: &str) -> &Person {
        self.people.iter().find(|(known, _)| *known == login).map(|(_, person)| person).unwrap()
    }

    fn owned(&self, args: &[&str]) -> Output {
        as_owner(self.dir.path(), &self.owner).args(args).output().unwrap()
    }

    /// Whoever runs the service does something.
    pub fn by_owner(&self, args: &[&str]) {
        let output = self.owned(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Somebody runs a command line over ssh.
    pub fn by(&self, login: &str, line: &str) -> Said {
        let mut ssh = program("ssh");
        let output = ssh.args(self.line_of(login)).arg(line).stdin(Stdio::null()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Said { success: output.status.success(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Somebody opens the screen over ssh.
    pub fn screen(&self, login: &str) -> Terminal {
        let mut ssh = CommandBuilder::new(found("ssh").unwrap());
        ssh.args(["-t"]);
        ssh.args(self.line_of(login));
        ssh.arg("callsheet");
        ssh.env("TERM", "xterm-256color");
        Terminal::start(ssh, 80, 24)
    }

    /// How ssh finds its way, whatever is configured for whoever runs this.
    fn line_of(&self, login: &str) -> Vec<String> {
        let key = self.dir.path().join("key");
        let line = format!(
            "-F /dev/null -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR -o StrictHostKeyChecking=no \
             -o UserKnownHostsFile=/dev/null -o ConnectTimeout=60 -o PreferredAuthentications=publickey \
             -i {} -p {} {}@127.0.0.1",
            key.display(),
            self.port,
            self.os_user(login)
        );
        line.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Waits until what is typed is kept on disk.
    pub fn wait_for_draft(&self, text: &str) {
        let holds = |dir: &Path| {
            let kept = fs::read(dir.join("beside/drafts")).unwrap_or_default();
            String::from_utf8_lossy(&kept).contains(text)
        };
        // The store lies in a directory by its number.
        let stores = || fs::read_dir(self.data()).unwrap().filter_map(|entry| Some(entry.ok()?.path()));
        wait_until("it is kept", || stores().any(|dir| holds(&dir)));
    }

    /// Waits until no process of somebody's is left.
    pub fn wait_until_nothing_runs_of(&self, login: &str) {
        let uid = self.person(login).uid;
        let is_theirs = |path: &Path| {
            let is_number = path.file_name().is_some_and(|name| name.to_string_lossy().parse::<u32>().is_ok());
            is_number && fs::metadata(path).is_ok_and(|seen| seen.uid() == uid) && runs(path)
        };
        let processes = || fs::read_dir("/proc").unwrap().filter_map(|entry| Some(entry.ok()?.path()));
        wait_until("nothing of theirs runs", || !processes().any(|path| is_theirs(&path)));
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        for child in [&mut self.sshd, &mut self.host] {
            let _ = child.kill();
            let _ = child.wait();
        }
        if thread::panicking() {
            let log = fs::read_to_string(self.dir.path().join("sshd.log")).unwrap_or_default();
            eprintln!("sshd said:\n{log}");
        }
    }
}

fn program_in(dir: &Path) -> PathBuf {
    dir.join("bin/callsheet")
}

/// What finds the service.
fn environment(dir: &Path, owner: &str) -> [(&'static str, String); 4] {
    let path = format!("{}:/usr/bin:/bin", dir.join("bin").display());
    let socket = dir.join("run/socket").display().to_string();
    [
        ("PATH", path),
        ("CALLSHEET_SOCKET", socket),
        ("CALLSHEET_SERVICE_USER", owner.to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
    ]
}

/// The program, run by whoever runs the service.
fn as_owner(dir: &Path, owner: &Person) -> Command {
    let mut command = Command::new(program_in(dir));
    command.env_clear().envs(environment(dir, &owner.name)).env("HOME", dir.join("var")).current_dir("/");
    command.arg("--data").arg(dir.join("var/data")).uid(owner.uid).gid(owner.gid);
    command
}

/// An `sshd` of our own, and the port it listens at.
fn listening(dir: &Path, owner: &str) -> (u16, Child) {
    for key in ["host_key", "key"] {
        let made = program("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(dir.join(key)).status();
        assert!(made.unwrap().success());
    }
    fs::copy(dir.join("key.pub"), dir.join("authorized")).unwrap();
    permit(&dir.join("authorized"), 0o644);
    fs::create_dir_all(PRIVSEP).unwrap();
    // Somebody else may take the port before it does.
    for _ in 0..PORTS {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut sshd = start_sshd(dir, owner, port);
        if greets(port, &mut sshd) {
            return (port, sshd);
        }
    }
    panic!("sshd ends at once: {}", fs::read_to_string(dir.join("sshd.log")).unwrap_or_default());
}

fn start_sshd(dir: &Path, owner: &str, port: u16) -> Child {
    let set = environment(dir, owner).map(|(name, value)| format!("{name}={value}")).join(" ");
    let here = dir.display();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {here}/host_key\nAuthorizedKeysFile {here}/authorized\n\
         PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
         PrintMotd no\nPrintLastLog no\nUseDNS no\nMaxStartups 100\nSetEnv {set}\n"
    );
    fs::write(dir.join("sshd_config"), config).unwrap();
    let log = fs::File::create(dir.join("sshd.log")).unwrap();
    let mut sshd = program("sshd");
    sshd.args(["-D", "-e", "-f"]).arg(dir.join("sshd_config"));
    sshd.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap()
}

/// Waits until it greets; false when it ended instead.
fn greets(port: u16, sshd: &mut Child) -> bool {
    let late = Instant::now() + PATIENCE;
    loop {
        let mut greeting = String::new();
        if let Ok(stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let _ = BufReader::new(stream).read_line(&mut greeting);
        }
        let ended = sshd.try_wait().unwrap().is_some();
        if greeting.starts_with("SSH-") || ended {
            return !ended;
        }
        assert!(Instant::now() < late, "sshd does not listen");
        thread::sleep(Duration::from_millis(20));
    }
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let late = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < late, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Whether a process has not ended; one that has may lie about until somebody asks for how.
fn runs(process: &Path) -> bool {
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with(['Z', 'X']))
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}
