//! An `sshd` of our own on this machine, for whoever runs this.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Where `sshd` lets go of its rights, when the superuser starts it.
const PRIVSEP: &str = "/run/sshd";
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Sshd {
    dir: PathBuf,
    port: u16,
    child: Child,
}

impl Sshd {
    /// Starts it with keys made for it; says why it does not start.
    pub fn start(dir: &Path) -> Result<Self, String> {
        for key in ["host_key", "key"] {
            let mut keygen = Command::new("ssh-keygen");
            let made = keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(dir.join(key)).status();
            made.map_err(|error| format!("ssh-keygen: {error}"))?;
        }
        // Only the superuser needs it, and can make it.
        let _ = fs::create_dir_all(PRIVSEP);
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let here = dir.display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {here}/host_key\nAuthorizedKeysFile {here}/key.pub\n\
             PidFile none\nUsePAM no\nStrictModes no\nPrintMotd no\nPrintLastLog no\nUseDNS no\n\
             PermitRootLogin prohibit-password\nSetEnv LANG=C.UTF-8 HOME={here}\n"
        );
        fs::write(dir.join("sshd_config"), config).unwrap();
        let log = File::create(dir.join("sshd.log")).unwrap();
        let mut sshd = Command::new("/usr/sbin/sshd");
        sshd.args(["-D", "-e", "-f"])
            .arg(dir.join("sshd_config"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        let child = sshd.spawn().map_err(|error| format!("/usr/sbin/sshd: {error}"))?;
        let mut started = Self { dir: dir.to_owned(), port, child };
        started.wait_until_it_listens()?;
        Ok(started)
    }

    fn wait_until_it_listens(&mut self) -> Result<(), String> {
        let late = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if self.child.try_wait().unwrap().is_some() || Instant::now() > late {
                return Err(fs::read_to_string(self.dir.join("sshd.log")).unwrap_or_default());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// What runs a command line on the far side of it, in a terminal.
    pub fn args(&self, command: &str) -> Vec<String> {
        let options = "-tt -F /dev/null -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR \
                       -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null";
        let key = self.dir.join("key").display().to_string();
        let to = ["-i".to_owned(), key, "-p".to_owned(), self.port.to_string(), "127.0.0.1".to_owned()];
        options.split_whitespace().map(str::to_owned).chain(to).chain([command.to_owned()]).collect()
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
