//! What is said on the socket.
//!
//! First a greeting, [`Hello`] and [`Welcome`]: both are frozen, so that programs of any two versions understand each
//! other that far. Then, between programs with the same words, calls one way and deliveries the other.

use super::frame::framed;
use crate::domain::secret::Key;
use crate::door::{Call, Delivery, Refusal, Ticket};
use bincode::config::{Configuration, Limit};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, ErrorKind};

/// The longest greeting, bytes.
pub const GREETING: usize = 4 * 1024;
/// The longest a session may say at once, bytes: a batch of an import is the longest there is.
pub const TO_HOST: usize = 16 << 20;
/// The longest answer, bytes.
pub const TO_SESSION: usize = 64 << 20;
/// More is not even read, whatever kind of message it is.
const LIMIT: usize = TO_SESSION;

/// How a greeting begins, so that nobody else is mistaken for one of us.
const MAGIC: &[u8; 8] = b"callshe1";

const CONFIG: Configuration<bincode::config::LittleEndian, bincode::config::Varint, Limit<LIMIT>> =
    bincode::config::standard().with_limit::<LIMIT>();

/// A program: two with the same words understand each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Major, minor, patch.
    pub version: (u16, u16, u16),
    /// A sum over all that may cross the door, taken when the program was built.
    pub words: u64,
}

impl Program {
    /// This program.
    pub fn this() -> Self {
        let part = |text: &str| text.parse().unwrap_or_default();
        Self {
            version: (
                part(env!("CARGO_PKG_VERSION_MAJOR")),
                part(env!("CARGO_PKG_VERSION_MINOR")),
                part(env!("CARGO_PKG_VERSION_PATCH")),
            ),
            words: u64::from_str_radix(env!("CALLSHEET_WORDS"), 16).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor, patch) = self.version;
        write!(f, "{major}.{minor}.{patch} ({:08x})", self.words >> 32)
    }
}

/// How whoever comes greets. Frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Which program it is.
    pub program: Program,
    /// What it comes for.
    pub wish: Wish,
    /// The terminal, or the program, people see it sit at.
    pub origin: String,
}

/// What somebody comes for. Frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// A session begins; it may have an older host of its own retire.
    Attach,
    /// A session lost its host and goes on.
    Rejoin,
    /// The host shall end.
    Stop,
}

/// How the host greets back. Frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Welcome {
    /// Come in.
    In,
    /// The host is on its way out; it is gone when this line ends.
    Leaving,
    /// The host speaks other words: this program.
    Other(Program),
    /// That is not for them to ask.
    NotTheirs,
    /// They have as many sessions as anybody may have.
    Full,
}

/// What a session says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToHost {
    /// A call, under the session's own ticket.
    Call(Ticket, Call),
    /// A call is given up.
    Cancel(Ticket),
    /// From now on it hears what happens.
    Listen,
}

/// What a session hears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToSession {
    /// What its inbox is for.
    Delivery(Box<Delivery>),
    /// The host ends; nothing more will come.
    Farewell(Farewell),
}

/// Why a host ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Farewell {
    /// Somebody wants it to.
    Stopped,
    /// A newer program takes its place.
    Retired,
}

/// What a started host is told by who started it: what opens the store.
pub type Told = Option<Key>;

/// What it tells back, once it listens.
pub type Ready = Result<(), Refusal>;

/// A greeting as a frame.
pub fn greeting<T: Serialize>(words: &T) -> io::Result<Vec<u8>> {
    let bytes = [&MAGIC[..], &bytes(words)?].concat();
    framed(&bytes, GREETING)
}

/// The greeting in a frame.
pub fn greeted<T: DeserializeOwned>(frame: &[u8]) -> io::Result<T> {
    let words = frame.strip_prefix(MAGIC).ok_or_else(|| damaged("somebody else's greeting"))?;
    read(words)
}

/// A message as a frame of at most so many bytes.
pub fn message<T: Serialize>(message: &T, most: usize) -> io::Result<Vec<u8>> {
    framed(&bytes(message)?, most)
}

/// The message in a frame, which must hold that and nothing more.
pub fn read<T: DeserializeOwned>(frame: &[u8]) -> io::Result<T> {
    let (message, used) = bincode::serde::decode_from_slice(frame, CONFIG).map_err(damaged)?;
    if used == frame.len() { Ok(message) } else { Err(damaged("bytes after the end")) }
}

fn bytes<T: Serialize>(message: &T) -> io::Result<Vec<u8>> {
    bincode::serde::encode_to_vec(message, CONFIG).map_err(damaged)
}

fn damaged(why: impl fmt::Display) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why.to_string())
}
