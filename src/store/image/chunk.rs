//! A chunk of an image: kind (1) ‖ length (u32 BE) ‖ crc32 of kind, number and payload (u32 BE) ‖ payload. The number
//! counts the chunks of a file, so that none can take another's place.

use crate::domain::reason::{Reason, reason};
use bincode::{Decode, Encode};
use std::io::{self, Read};

/// What stands before a payload, bytes.
const HEAD: usize = 9;
/// A chunk of entries is full at this length, bytes.
pub const FULL: usize = 1 << 20;
/// Longest payload, bytes: a full chunk, and the entry that overflowed it.
const MAX_PAYLOAD: usize = FULL + (1 << 18);
/// What decoding may claim, bytes: entries as they lie in memory.
const DECODE_LIMIT: usize = MAX_PAYLOAD * 16;

/// What a chunk holds. Stored: never renumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Who wrote the image.
    Header = 1,
    /// Entries in the order of their keys.
    Page = 2,
    /// Entries in the order they were written.
    Tail = 3,
    /// What the image holds.
    Manifest = 4,
}

/// A chunk as it lies in the file.
pub struct Chunk {
    /// What it holds.
    pub kind: Kind,
    /// All its bytes.
    pub bytes: Vec<u8>,
}

/// Why no chunk could be read.
#[derive(Debug)]
pub enum Unreadable {
    /// The file could not be read.
    Io(io::Error),
    /// What was read is not a chunk.
    Bad(Reason),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        let is_cut = error.kind() == io::ErrorKind::UnexpectedEof;
        if is_cut { Self::Bad(reason("chunk-cut")) } else { Self::Io(error) }
    }
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        [Self::Header, Self::Page, Self::Tail, Self::Manifest].into_iter().find(|kind| *kind as u8 == byte)
    }
}

impl Chunk {
    /// The chunk of `number` with this payload.
    pub fn new(kind: Kind, number: u64, payload: &[u8]) -> Self {
        let length = (payload.len() as u32).to_be_bytes();
        let crc = checksum(kind, number, payload).to_be_bytes();
        Self { kind, bytes: [&[kind as u8][..], &length, &crc, payload].concat() }
    }

    /// Reads the next chunk, which is the one of this `number`.
    pub fn read(file: &mut impl Read, number: u64) -> Result<Self, Unreadable> {
        let mut head = [0; HEAD];
        file.read_exact(&mut head)?;
        let [kind, a, b, c, d, crc @ ..] = head;
        let kind = Kind::of(kind).ok_or_else(|| Unreadable::Bad(reason("chunk-none")))?;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        if length > MAX_PAYLOAD {
            return Err(Unreadable::Bad(reason("chunk-too-long")));
        }
        let mut bytes = Vec::with_capacity(HEAD + length);
        bytes.extend(head);
        file.take(length as u64).read_to_end(&mut bytes)?;
        let chunk = Self { kind, bytes };
        if chunk.payload().len() < length {
            return Err(Unreadable::Bad(reason("chunk-cut")));
        }
        if checksum(kind, number, chunk.payload()) != u32::from_be_bytes(crc) {
            return Err(Unreadable::Bad(reason("chunk-checksum")));
        }
        Ok(chunk)
    }

    /// What it holds, encoded.
    pub fn payload(&self) -> &[u8] {
        self.bytes.get(HEAD..).unwrap_or_default()
    }
}

/// Encodes what a chunk shall hold.
pub fn encode(content: &impl Encode) -> Result<Vec<u8>, Unreadable> {
    let encoded = bincode::encode_to_vec(content, bincode::config::standard());
    encoded.map_err(|_| Unreadable::Bad(reason("chunk-unreadable")))
}

/// Decodes what a chunk holds, all of it.
pub fn decode<T: Decode<()>>(payload: &[u8]) -> Result<T, Unreadable> {
    let limited = bincode::config::standard().with_limit::<DECODE_LIMIT>();
    match bincode::decode_from_slice(payload, limited) {
        Ok((content, read)) if read == payload.len() => Ok(content),
        _ => Err(Unreadable::Bad(reason("chunk-unreadable"))),
    }
}

fn checksum(kind: Kind, number: u64, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[kind as u8]);
    hasher.update(&number.to_be_bytes());
    hasher.update(payload);
    hasher.finalize()
}
