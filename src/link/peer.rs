//! Who is at the other end of a socket, as the system says it (Linux).

use rustix::net::sockopt::socket_peercred;
use rustix::stdio::{stderr, stdin};
use rustix::termios::ttyname;
use std::io;
use std::os::unix::net::UnixStream;

/// Who is at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The number of the user.
    pub uid: u32,
    /// The process.
    pub pid: u32,
}

impl Peer {
    /// Who made the other end: who connected, or who listened.
    pub fn of(stream: &UnixStream) -> io::Result<Self> {
        let seen = socket_peercred(stream)?;
        Ok(Self { uid: seen.uid.as_raw(), pid: seen.pid.as_raw_pid().unsigned_abs() })
    }
}

/// The number of the user this process runs under.
pub fn myself() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// The name of a user, or their number where they have none.
pub fn name_of(uid: u32) -> String {
    uzers::get_user_by_uid(uid).map_or_else(|| uid.to_string(), |user| user.name().to_string_lossy().into_owned())
}

/// The name of the user this process runs under.
pub fn my_name() -> String {
    name_of(myself())
}

/// The terminal one sits at, as people name it: `pts/3`; nothing where there is none.
pub fn my_terminal() -> String {
    let name = ttyname(stdin(), Vec::new()).or_else(|_| ttyname(stderr(), Vec::new()));
    let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_start_matches("/dev/").to_owned()
}

/// The number of a user with this name or number.
pub fn number_of(name: &str) -> Option<u32> {
    uzers::get_user_by_name(name).map(|user| user.uid()).or_else(|| name.parse().ok())
}
