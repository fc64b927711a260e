//! Where a host listens, and what must hold there before anybody listens or speaks.
//!
//! The directory is opened first, looked at, and the socket reached through that very directory, so that nobody can
//! exchange it in between; by that way its path may also be longer than the 108 bytes a socket's address has (Linux:
//! `/proc/self/fd`). Whoever could write to the directory could put a socket of their own there: so nobody else may,
//! as Emacs and tmux have it. And the system is asked who listens.

use super::peer::{Peer, myself, name_of, number_of};
use super::{failed, unreachable};
use crate::crm::make_home;
use crate::domain::reason::reason;
use crate::door::Refusal;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat, chmodat, fstat, open, openat, statat, unlinkat};
use rustix::io::Errno;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// The name of a personal host's socket in the data directory.
const PERSONAL: &str = "host";
/// The longest name a socket may have, bytes: with `/proc/self/fd/N/` before it, it still fits into an address.
const LONGEST_NAME: usize = 80;
/// The superuser may run anybody's service.
const ROOT: u32 = 0;
/// How long a new host waits for the one before it to be gone.
const LETTING_GO: Duration = Duration::from_mins(1);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(5);

/// Where a host listens.
#[derive(Debug, Clone)]
pub struct Place {
    dir: PathBuf,
    name: String,
    whose: Whose,
}

/// Whose a host is.
#[derive(Debug, Clone)]
enum Whose {
    /// One's own, in one's own data directory.
    Mine,
    /// A service, which one of these users runs.
    Service(Vec<u32>),
}

/// A place that a host has taken, for as long as it lives.
pub struct Taken {
    place: Place,
    dir: OwnedFd,
    _lock: File,
}

impl Place {
    /// Where the host of one's own data directory listens.
    pub fn personal(data: &Path) -> Self {
        Self { dir: data.to_owned(), name: PERSONAL.to_owned(), whose: Whose::Mine }
    }

    /// The socket of a service that this user, the superuser or oneself runs.
    pub fn service(socket: &Path, account: &str) -> Result<Self, Refusal> {
        let name = socket.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let dir = socket.parent().map(Path::to_owned).unwrap_or_default();
        if name.is_empty() || name.len() > LONGEST_NAME || !socket.is_absolute() {
            return Err(unreachable(reason("host-path").with("path", socket.display()).with("most", LONGEST_NAME)));
        }
        let trusted = [Some(ROOT), Some(myself()), number_of(account)].into_iter().flatten().collect();
        Ok(Self { dir, name, whose: Whose::Service(trusted) })
    }

    /// Whether it is one's own, which one may start.
    pub fn is_personal(&self) -> bool {
        matches!(self.whose, Whose::Mine)
    }

    /// For people.
    pub fn path(&self) -> PathBuf {
        self.dir.join(&self.name)
    }

    /// The host that listens here; nothing when none does.
    pub fn connect(&self) -> Result<Option<UnixStream>, Refusal> {
        let Some(dir) = self.enter()? else { return Ok(None) };
        if !self.has_socket(&dir)? {
            return Ok(None);
        }
        let stream = match UnixStream::connect(self.through(&dir)) {
            Ok(stream) => stream,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
                return Ok(None);
            }
            Err(error) => return Err(failed("connecting to the host", error)),
        };
        let peer = Peer::of(&stream).map_err(|error| failed("asking who the host is", error))?;
        if self.trusts(peer.uid) {
            return Ok(Some(stream));
        }
        let owner = name_of(peer.uid);
        Err(unreachable(reason("host-impostor").with("path", self.path().display()).with("owner", owner)))
    }

    /// Takes the place, and waits for whoever is about to leave it.
    pub fn take(&self) -> Result<Taken, Refusal> {
        let dir = self.made()?;
        let lock = self.file(&dir, "lock")?;
        let late = Instant::now() + LETTING_GO;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Taken { place: self.clone(), dir, _lock: lock }),
                Err(TryLockError::WouldBlock) if Instant::now() < late => thread::sleep(LOOK),
                Err(TryLockError::WouldBlock) => {
                    return Err(Refusal::InUse { by: None, path: self.dir.display().to_string() });
                }
                Err(TryLockError::Error(error)) => return Err(failed("locking the place of the host", error)),
            }
        }
    }

    /// One's turn to start a host here, until the file is dropped: of all who find none, one starts it.
    pub fn turn(&self) -> Result<File, Refusal> {
        let file = self.file(&self.made()?, "starting")?;
        file.lock().map_err(|error| failed("waiting for another start of the host", error))?;
        Ok(file)
    }

    /// The directory, made if it is one's own and is not there yet.
    fn made(&self) -> Result<OwnedFd, Refusal> {
        if self.is_personal() {
            make_home(&self.dir)?;
        }
        self.enter()?.ok_or_else(|| unreachable(reason("host-no-dir").with("dir", self.dir.display())))
    }

    /// Opens the directory and looks whether it may be trusted; nothing when it is not there.
    fn enter(&self) -> Result<Option<OwnedFd>, Refusal> {
        // One's own data directory may lie anywhere; what is named for a service must be there itself.
        let links = if self.is_personal() { OFlags::empty() } else { OFlags::NOFOLLOW };
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | links;
        let dir = match open(&self.dir, flags, Mode::empty()) {
            Ok(dir) => dir,
            Err(Errno::NOENT) => return Ok(None),
            Err(error) => return Err(self.doing("opening the directory", error)),
        };
        let seen = fstat(&dir).map_err(|error| self.doing("looking at the directory", error))?;
        self.judge(&seen)?;
        Ok(Some(dir))
    }

    fn judge(&self, dir: &Stat) -> Result<(), Refusal> {
        let (here, owner) = (self.dir.display(), dir.st_uid);
        if !self.trusts(owner) {
            return Err(unreachable(reason("host-dir-owner").with("dir", here).with("owner", name_of(owner))));
        }
        if Mode::from_raw_mode(dir.st_mode).intersects(Mode::WGRP | Mode::WOTH) {
            return Err(unreachable(reason("host-dir-open").with("dir", here)));
        }
        Ok(())
    }

    fn trusts(&self, uid: u32) -> bool {
        match &self.whose {
            Whose::Mine => uid == myself(),
            Whose::Service(trusted) => trusted.contains(&uid),
        }
    }

    /// Whether there is a socket; refuses anything else in its place.
    fn has_socket(&self, dir: &OwnedFd) -> Result<bool, Refusal> {
        match statat(dir, &self.name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(seen) if FileType::from_raw_mode(seen.st_mode) == FileType::Socket => Ok(true),
            Ok(_) => Err(unreachable(reason("host-in-the-way").with("path", self.path().display()))),
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(self.doing("looking for the socket in", error)),
        }
    }

    /// The socket's address.
    fn through(&self, dir: &OwnedFd) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}/{}", dir.as_raw_fd(), self.name))
    }

    /// A file of ours beside the socket.
    fn file(&self, dir: &OwnedFd, ending: &str) -> Result<File, Refusal> {
        let flags = OFlags::CREATE | OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let made = openat(dir, format!("{}.{ending}", self.name), flags, Mode::RUSR | Mode::WUSR);
        made.map(File::from).map_err(|error| self.doing("making a lock in", error))
    }

    fn doing(&self, doing: &str, error: Errno) -> Refusal {
        failed(&format!("{doing} {}", self.dir.display()), error)
    }
}

impl Taken {
    /// Listens here; a socket that is left over from a host before is replaced.
    pub fn listen(&self) -> Result<UnixListener, Refusal> {
        let place = &self.place;
        if place.has_socket(&self.dir)? {
            self.clear();
        }
        let listener = UnixListener::bind(place.through(&self.dir)).map_err(|error| failed("listening", error))?;
        let all = Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::WGRP | Mode::ROTH | Mode::WOTH;
        let who = if place.is_personal() { Mode::RUSR | Mode::WUSR } else { all };
        chmodat(&self.dir, &place.name, who, AtFlags::empty())
            .map_err(|error| place.doing("opening the socket in", error))?;
        Ok(listener)
    }

    /// Nobody shall come any more.
    pub fn clear(&self) {
        // Whoever still comes hears that the host is leaving.
        let _ = unlinkat(&self.dir, &self.place.name, AtFlags::empty());
    }
}
