//! A journal frame: one group of commits, written and made durable as one.
//!
//! ```text
//! magic (4) ‖ payload length (u32 BE) ‖ crc32 of all that follows (u32 BE) ‖ first revision (u64 BE) ‖ payload
//! ```
//!
//! The length is covered by the crc through the payload it delimits. The payload is bincode 2, with a limit: each
//! commit's batch id and writes; in an encrypted store it is sealed for the first revision, and the magic says so. The
//! crc is of the bytes as they lie there, so damage is told without the key. A frame is only begun once the one before it is durable, so an interrupted write
//! can only ever harm the last.

use super::super::engine::stage::{Commit, Group, Writes};
use super::super::engine::{BatchId, EngineError, MAX_BATCH, Rev};
use super::super::seal::{Cipher, Place};
use std::io::{self, Read};

const PLAIN: [u8; 4] = *b"csj1";
const SEALED: [u8; 4] = *b"css1";
/// Length of what stands before the payload, bytes.
const HEADER: usize = 20;
/// Longest payload, bytes: a full group and room for what the engine adds to it.
const MAX_PAYLOAD: usize = MAX_BATCH * 2;
/// What decoding may claim, bytes: keys and values as they lie in memory.
const DECODE_LIMIT: usize = MAX_PAYLOAD * 4;

/// What the payload encodes.
type Payload = Vec<([u8; 16], Writes)>;

/// Why no frame could be read.
#[derive(Debug)]
pub enum Unreadable {
    /// The file could not be read.
    Io(io::Error),
    /// What was read is not a whole frame.
    Bad(&'static str),
}

/// The frame of a group.
pub fn encode(group: &Group, cipher: &Cipher) -> Result<Vec<u8>, EngineError> {
    let payload: Vec<_> = group.commits.iter().map(|commit| (&commit.id.0, &commit.writes)).collect();
    let payload = bincode::encode_to_vec(payload, bincode::config::standard())
        .map_err(|error| EngineError::StoreDamaged { why: format!("a commit could not be encoded: {error}") })?;
    let payload = cipher.seal(Place::Frame(group.first), payload)?;
    if payload.len() > MAX_PAYLOAD {
        return Err(EngineError::TooLarge { what: "group of commits", size: payload.len(), limit: MAX_PAYLOAD });
    }
    let length = (payload.len() as u32).to_be_bytes();
    let rev = group.first.0.to_be_bytes();
    let crc = checksum(&rev, &payload).to_be_bytes();
    Ok([&magic(cipher)[..], &length, &crc, &rev, &payload].concat())
}

/// Reads the next frame and tells its length in bytes; `None` at the end.
pub fn read(file: &mut impl Read, cipher: &Cipher) -> Result<Option<(Group, u64)>, Unreadable> {
    let Some(frame) = Frame::read(file)? else { return Ok(None) };
    let length = (HEADER + frame.payload.len()) as u64;
    Ok(Some((frame.open(cipher)?, length)))
}

/// Whether a whole frame stands anywhere in `bytes`.
pub fn any_whole(bytes: &[u8]) -> bool {
    let starts = [PLAIN, SEALED].map(|magic| memchr::memmem::find_iter(bytes, &magic).collect::<Vec<_>>());
    starts.iter().flatten().any(|start| {
        let rest = bytes.get(*start..);
        rest.is_some_and(|mut rest| matches!(Frame::read(&mut rest), Ok(Some(_))))
    })
}

const fn magic(cipher: &Cipher) -> [u8; 4] {
    if cipher.is_plain() { PLAIN } else { SEALED }
}

/// A whole frame, as it lies there.
struct Frame {
    magic: [u8; 4],
    first: Rev,
    payload: Vec<u8>,
}

impl Frame {
    fn read(file: &mut impl Read) -> Result<Option<Self>, Unreadable> {
        let mut head = Vec::with_capacity(HEADER);
        take(file, HEADER, &mut head)?;
        if head.is_empty() {
            return Ok(None);
        }
        let header = Header::parse(&head)?;
        let mut payload = Vec::with_capacity(header.length);
        take(file, header.length, &mut payload)?;
        header.frame(payload).map(Some)
    }

    fn open(self, cipher: &Cipher) -> Result<Group, Unreadable> {
        if self.magic != magic(cipher) {
            let why =
                if cipher.is_plain() { "a frame is sealed, and there is no key" } else { "a frame is not sealed" };
            return Err(Unreadable::Bad(why));
        }
        let payload = cipher
            .open(Place::Frame(self.first), self.payload)
            .map_err(|_| Unreadable::Bad("a frame was changed, or belongs to another store"))?;
        let limited = bincode::config::standard().with_limit::<DECODE_LIMIT>();
        let (commits, _): (Payload, usize) =
            bincode::decode_from_slice(&payload, limited).map_err(|_| Unreadable::Bad("a frame cannot be decoded"))?;
        let commits = commits.into_iter().map(|(id, writes)| Commit { id: BatchId(id), writes }).collect();
        Ok(Group { first: self.first, commits })
    }
}

struct Header {
    magic: [u8; 4],
    length: usize,
    crc: u32,
    first: Rev,
}

impl Header {
    fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let short = || Unreadable::Bad("it ends within a frame's header");
        let (magic, rest) = bytes.split_first_chunk::<4>().ok_or_else(short)?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(short)?;
        let (crc, rest) = rest.split_first_chunk().ok_or_else(short)?;
        let first = rest.try_into().map_err(|_| short())?;
        let length = u32::from_be_bytes(*length) as usize;
        if ![PLAIN, SEALED].contains(magic) || length > MAX_PAYLOAD {
            return Err(Unreadable::Bad("no frame begins here"));
        }
        Ok(Self { magic: *magic, length, crc: u32::from_be_bytes(*crc), first: Rev(u64::from_be_bytes(first)) })
    }

    fn frame(self, payload: Vec<u8>) -> Result<Frame, Unreadable> {
        if payload.len() < self.length {
            return Err(Unreadable::Bad("it ends within a frame"));
        }
        if checksum(&self.first.0.to_be_bytes(), &payload) != self.crc {
            return Err(Unreadable::Bad("a frame's checksum is wrong"));
        }
        Ok(Frame { magic: self.magic, first: self.first, payload })
    }
}

fn checksum(rev: &[u8], payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(rev);
    hasher.update(payload);
    hasher.finalize()
}

/// Reads `length` bytes, or as many as there are.
fn take(file: &mut impl Read, length: usize, into: &mut Vec<u8>) -> Result<(), Unreadable> {
    file.take(length as u64).read_to_end(into).map(drop).map_err(Unreadable::Io)
}

#[cfg(test)]
mod tests {
    use super::*;
    use memchr::memmem;

    fn group() -> Group {
        let writes = Writes::from([(b"k".to_vec(), Some(b"v".to_vec())), (b"gone".to_vec(), None)]);
        let commit = |n| Commit { id: BatchId([n; 16]), writes: writes.clone() };
        Group { first: Rev(7), commits: vec![commit(1), commit(2)] }
    }

    #[test]
    fn a_frame_reads_back() {
        for cipher in [Cipher::plain(), Cipher::lost()] {
            let bytes = encode(&group(), &cipher).unwrap();
            assert_eq!(read(&mut &bytes[..], &cipher).unwrap(), Some((group(), bytes.len() as u64)));
            assert_eq!(read(&mut &[][..], &cipher).unwrap(), None);
            assert_eq!(memmem::find(&bytes, b"gone").is_some(), cipher.is_plain());
        }
    }

    #[test]
    fn no_flipped_bit_and_no_cut_goes_unseen() {
        for cipher in [Cipher::plain(), Cipher::lost()] {
            let bytes = encode(&group(), &cipher).unwrap();
            for cut in 1..bytes.len() {
                assert!(read(&mut &bytes[..cut], &cipher).is_err(), "cut at {cut}");
            }
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert!(read(&mut &flipped[..], &cipher).is_err(), "flipped bit {bit}");
            }
        }
    }

    #[test]
    fn a_sealed_frame_opens_at_its_revision_with_its_key_only() {
        let cipher = Cipher::lost();
        let bytes = encode(&group(), &cipher).unwrap();
        for other in [Cipher::plain(), Cipher::lost()] {
            assert!(matches!(read(&mut &bytes[..], &other), Err(Unreadable::Bad(_))));
        }
        let plain = encode(&group(), &Cipher::plain()).unwrap();
        assert!(matches!(read(&mut &plain[..], &cipher), Err(Unreadable::Bad(_))));

        let mut moved = bytes;
        let rev = 8_u64.to_be_bytes();
        moved[12..20].copy_from_slice(&rev);
        let crc = checksum(&rev, &moved[HEADER..]);
        moved[8..12].copy_from_slice(&crc.to_be_bytes());
        assert!(matches!(read(&mut &moved[..], &cipher), Err(Unreadable::Bad(_))));
    }

    #[test]
    fn a_frame_is_found_behind_rubbish() {
        for cipher in [Cipher::plain(), Cipher::lost()] {
            let bytes = [b"csj1 css1 rubbish", &encode(&group(), &cipher).unwrap()[..]].concat();
            assert!(any_whole(&bytes));
            assert!(!any_whole(&bytes[..bytes.len() - 1]));
        }
    }
}
