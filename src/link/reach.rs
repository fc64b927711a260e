//! Reaching a host: attach to it, or start it where it is one's own.

use super::frame::Ear;
use super::peer::my_terminal;
use super::start::Starter;
use super::wire::{self, GREETING, Hello, Program, Welcome, Wish};
use super::{Place, failed, unreachable};
use crate::domain::reason::reason;
use crate::domain::secret::Key;
use crate::door::{Cause, Refusal};
use std::io::{self, ErrorKind, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

/// The variable by which a hook marks the sessions of what it runs.
const CAUSE: &str = "CALLSHEET_CAUSE";
/// How long a host may take to greet back.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a host that was told to end may take for it: what is being changed is finished first.
const LEAVING: Duration = Duration::from_mins(1);
/// How long hosts that come and go are put up with.
const ATTEMPTS: Duration = Duration::from_mins(2);
/// Time for a host that was there a moment ago to be gone altogether.
const MOMENT: Duration = Duration::from_millis(5);

/// The way to a host.
pub struct Way {
    place: Place,
    /// How it is started; nothing for a service, which is not ours to start.
    starter: Option<Starter>,
    /// The terminal people see this session sit at.
    origin: String,
    /// What opens the store.
    pub(super) key: Option<Key>,
    /// Who is behind what is asked, where no person is.
    pub(super) cause: Option<Cause>,
}

impl Way {
    /// The way to the host at a place, and how it is started where it is one's own; the key opens its store.
    pub fn new(place: Place, starter: Option<Starter>, key: Option<Key>) -> Self {
        let cause = std::env::var(CAUSE).ok().and_then(|cause| cause.parse().ok());
        Self { place, starter, origin: my_terminal(), key, cause }
    }

    /// Attaches to the host, which is started if there is none and `may_start` allows it.
    pub(super) fn attach(&self, wish: Wish, may_start: bool) -> Result<UnixStream, Refusal> {
        let begun = Instant::now();
        while begun.elapsed() < ATTEMPTS {
            let Some(stream) = self.place.connect()? else {
                self.start(may_start)?;
                continue;
            };
            match self.greet(&stream, wish)? {
                Some(Welcome::In) => return Ok(stream),
                Some(Welcome::Leaving) => wait_for_end(&stream),
                // It was on its way out, or has its hands full.
                None => thread::sleep(MOMENT),
                Some(Welcome::Full) => return Err(unreachable(reason("host-full"))),
                Some(Welcome::NotTheirs) => return Err(unreachable(reason("host-not-yours"))),
                Some(Welcome::Other(program)) => return Err(self.other(program)),
            }
        }
        Err(self.silent())
    }

    fn start(&self, may_start: bool) -> Result<(), Refusal> {
        let Some(starter) = &self.starter else {
            return Err(unreachable(reason("host-down").with("path", self.place.path().display())));
        };
        if !may_start {
            return Err(unreachable(reason("host-stopped")));
        }
        let _turn = self.place.turn()?;
        // Somebody else may have started it while this one waited for its turn.
        if self.place.connect()?.is_none() { starter.start() } else { Ok(()) }
    }

    fn greet(&self, stream: &UnixStream, wish: Wish) -> Result<Option<Welcome>, Refusal> {
        let hello = Hello { program: Program::this(), wish, origin: self.origin.clone() };
        match greet(stream, &hello) {
            Ok(welcome) => Ok(welcome),
            Err(error) => match error.kind() {
                ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof => Ok(None),
                ErrorKind::TimedOut | ErrorKind::WouldBlock => Err(self.silent()),
                _ => Err(failed("greeting the host", error)),
            },
        }
    }

    fn silent(&self) -> Refusal {
        unreachable(reason("host-silent").with("path", self.place.path().display()))
    }

    /// The host is another program, and does not retire for this one.
    fn other(&self, host: Program) -> Refusal {
        let this = Program::this();
        let is_older = self.starter.is_none() && host.version < this.version;
        unreachable(if is_older {
            reason("host-older").with("host", host).with("this", this)
        } else {
            reason("host-newer").with("host", host).with("this", this)
        })
    }
}

/// Whether no later try can do better: the host that is there now is another program.
pub(super) fn is_for_good(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Unreachable(why) if ["host-older", "host-newer"].contains(&why.key()))
}

fn greet(stream: &UnixStream, hello: &Hello) -> io::Result<Option<Welcome>> {
    stream.set_write_timeout(Some(PATIENCE))?;
    (&mut &*stream).write_all(&wire::greeting(hello)?)?;
    stream.set_write_timeout(None)?;
    let frame = Ear::new(stream).frame_within(PATIENCE, GREETING)?;
    frame.map(|frame| wire::greeted(&frame)).transpose()
}

/// Waits until the host at the other end is gone.
fn wait_for_end(stream: &UnixStream) {
    // Whatever ends the waiting, the next attempt shows what is there.
    let _ = Ear::new(stream).frame_within(LEAVING, GREETING);
}

/// Has the host at this place finish what it does and end; false when there is none.
pub fn stop(place: Place) -> Result<bool, Refusal> {
    let Some(stream) = place.connect()? else { return Ok(false) };
    let way = Way::new(place, None, None);
    if way.greet(&stream, Wish::Stop)? == Some(Welcome::NotTheirs) {
        return Err(unreachable(reason("host-not-yours")));
    }
    wait_for_end(&stream);
    Ok(true)
}
