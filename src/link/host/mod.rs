//! The host: the one process that owns the store, and everybody's way to it.

mod line;
mod roster;

use super::failed;
use super::frame;
use super::peer::myself;
use super::place::{Place, Taken};
use super::wire::{self, Farewell, Program, Ready, Told};
use crate::crm::Keeper;
use crate::domain::secret::Key;
use crate::door::Refusal;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use line::receive;
use roster::Roster;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sd_notify::NotifyState;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::net::UnixListener;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// How long a host that was just started waits for whoever started it.
const FIRST: Duration = Duration::from_secs(10);
/// How long sessions may take to hear that the host ends; one that is suspended never does.
const FAREWELL: Duration = Duration::from_secs(3);
/// Files a host may have open, one a session among them, where the system allows it.
const FILES: u64 = 16_384;
/// How long to wait when the system takes no further connection.
const BREATH: Duration = Duration::from_millis(50);
/// How often a host nobody is attached to looks whether the work on its store is done.
const LOOK: Duration = Duration::from_millis(100);
/// Nothing is waited for longer than that without looking again.
const DAY: Duration = Duration::from_hours(24);
/// The stack of a thread that only reads or writes a socket, bytes. The name service may need the most of it.
const STACK: usize = 256 * 1024;

/// How long a host lives.
#[derive(Debug, Clone, Copy)]
pub enum Life {
    /// A session started it: it leaves when the last session is gone for so long.
    Auto {
        /// How long it waits for another session.
        linger: Duration,
    },
    /// Somebody runs it in the foreground: until it is told to end.
    Service,
}

/// What may become of a host.
enum Word {
    /// Sessions came or went.
    Moved,
    /// It shall end.
    End(Farewell),
}

/// What the threads of a host share.
struct House {
    keeper: Arc<Keeper>,
    roster: Roster,
    program: Program,
    /// The user this host runs under.
    owner: u32,
    is_personal: bool,
    words: Sender<Word>,
}

/// Serves the store that `keeper` opens, until nobody needs that any more or somebody wants it to end.
pub fn serve(place: &Place, life: Life, keeper: impl FnOnce(Option<Key>) -> Keeper) -> Result<(), Refusal> {
    let is_started = matches!(life, Life::Auto { .. });
    let told = if is_started { hear_starter()? } else { None };
    let begun = begin(place, life, || keeper(told));
    if is_started {
        tell_starter(&begun)?;
    }
    let (house, words, taken) = begun?;
    let farewell = stay(&house, life, &words);
    let _ = sd_notify::notify(&[NotifyState::Stopping]);
    taken.clear();
    house.roster.end(farewell);
    house.roster.see_off(FAREWELL);
    house.keeper.close();
    Ok(())
}

fn begin(
    place: &Place,
    life: Life,
    keeper: impl FnOnce() -> Keeper,
) -> Result<(Arc<House>, Receiver<Word>, Taken), Refusal> {
    let taken = place.take()?;
    let keeper = Arc::new(keeper());
    let listener = taken.listen()?;
    let (sender, words) = unbounded();
    let tell = sender.clone();
    let house = Arc::new(House {
        roster: Roster::new(linger(life), Arc::clone(&keeper), sender.clone()),
        keeper,
        program: Program::this(),
        owner: myself(),
        is_personal: place.is_personal(),
        words: sender,
    });
    allow_files();
    listen_for_signals(tell)?;
    let receives = Arc::clone(&house);
    spawn("callsheet-door", move || open_to_all(&listener, &receives))?;
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    Ok((house, words, taken))
}

/// Stays until it is time to leave; says why.
fn stay(house: &House, life: Life, words: &Receiver<Word>) -> Farewell {
    let watchdog = sd_notify::watchdog_enabled().map(|interval| interval / 2);
    let mut ping = watchdog.map(|interval| Instant::now() + interval);
    let mut leave = linger(life).map(|linger| Instant::now() + linger.max(FIRST));
    let mut has_worked = false;
    loop {
        let wake = [ping, leave].into_iter().flatten().min().unwrap_or_else(|| Instant::now() + DAY);
        match words.recv_deadline(wake) {
            Ok(Word::End(farewell)) => return farewell,
            Ok(Word::Moved) => {
                let patience = house.roster.patience().filter(|_| house.roster.is_empty());
                leave = patience.map(|patience| Instant::now() + patience);
            }
            Err(RecvTimeoutError::Disconnected) => return Farewell::Stopped,
            Err(RecvTimeoutError::Timeout) => {
                let now = Instant::now();
                if leave.is_some_and(|at| at <= now) {
                    if house.keeper.is_at_work() {
                        (leave, has_worked) = (Some(now + LOOK), true);
                    } else if std::mem::take(&mut has_worked) {
                        leave = house.roster.patience().map(|patience| now + patience);
                    } else if house.roster.end_if_empty() {
                        return Farewell::Stopped;
                    }
                }
                if ping.is_some_and(|at| at <= now) {
                    // Whoever cannot say how things stand is not well, and shall not be taken for it.
                    house.keeper.state();
                    let _ = sd_notify::notify(&[NotifyState::Watchdog]);
                    ping = watchdog.map(|interval| now + interval);
                }
            }
        }
    }
}

fn linger(life: Life) -> Option<Duration> {
    match life {
        Life::Auto { linger } => Some(linger),
        Life::Service => None,
    }
}

/// Lets everybody in who comes, each on a thread of its own.
fn open_to_all(listener: &UnixListener, house: &Arc<House>) {
    for stream in listener.incoming() {
        let house = Arc::clone(house);
        let received = stream.and_then(|stream| spawn_small("callsheet-line", move || receive(&house, stream)));
        if received.is_err() {
            // Too many files or threads: some will be free again.
            thread::sleep(BREATH);
        }
    }
}

fn listen_for_signals(tell: Sender<Word>) -> Result<(), Refusal> {
    let mut signals =
        Signals::new([SIGTERM, SIGINT, SIGHUP]).map_err(|error| failed("listening for signals", error))?;
    spawn("callsheet-signals", move || {
        for _ in signals.forever() {
            let _ = tell.send(Word::End(Farewell::Stopped));
        }
    })
}

/// Hears what opens the store, and leaves the terminal of whoever started this process.
fn hear_starter() -> Result<Told, Refusal> {
    let heard = frame::read(&mut io::stdin().lock(), wire::GREETING).and_then(|frame| {
        let frame = frame.ok_or(io::ErrorKind::UnexpectedEof)?;
        wire::read::<Told>(&frame)
    });
    // A session leader stays what it is.
    let _ = rustix::process::setsid();
    heard.map_err(|error| failed("hearing whoever started the host", error))
}

/// Tells whoever started this process how it began, and says nothing more.
fn tell_starter<T>(begun: &Result<T, Refusal>) -> Result<(), Refusal> {
    let ready: Ready = begun.as_ref().map(|_| ()).map_err(Clone::clone);
    let told = wire::message(&ready, wire::TO_SESSION).and_then(|frame| {
        let mut out = io::stdout().lock();
        out.write_all(&frame)?;
        out.flush()?;
        Ok(rustix::stdio::dup2_stdout(&File::options().write(true).open("/dev/null")?)?)
    });
    told.map_err(|error| failed("telling whoever started the host", error))
}

/// As many files as the system allows, up to what will do.
fn allow_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(FILES, |maximum| maximum.min(FILES));
    if current.is_some_and(|current| current < wanted) {
        // With fewer there are fewer sessions.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Refusal> {
    spawn_small(name, work).map_err(|error| failed("starting the host", error))
}

fn spawn_small(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(work).map(drop)
}
