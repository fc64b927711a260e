//! A journal frame: one group of commits, written and made durable as one.
//!
//! ```text
//! magic (4) ‖ payload length (u32 BE) ‖ crc32 of all that follows (u32 BE) ‖ first revision (u64 BE) ‖ payload
//! ```
//!
//! The length is covered by the crc through the payload it delimits. The payload is bincode 2, with a limit: each
//! commit's batch id and writes. A frame is only begun once the one before it is durable, so an interrupted write
//! can only ever harm the last.

use super::super::engine::stage::{Commit, Group, Writes};
use super::super::engine::{BatchId, EngineError, MAX_BATCH, Rev};
use std::io::{self, Read};

const MAGIC: [u8; 4] = *b"csj1";
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
pub fn encode(group: &Group) -> Result<Vec<u8>, EngineError> {
    let payload: Vec<_> = group.commits.iter().map(|commit| (&commit.id.0, &commit.writes)).collect();
    let payload = bincode::encode_to_vec(payload, bincode::config::standard())
        .map_err(|error| EngineError::StoreDamaged { why: format!("a commit could not be encoded: {error}") })?;
    if payload.len() > MAX_PAYLOAD {
        return Err(EngineError::TooLarge { what: "group of commits", size: payload.len(), limit: MAX_PAYLOAD });
    }
    let length = (payload.len() as u32).to_be_bytes();
    let rev = group.first.0.to_be_bytes();
    let crc = checksum(&rev, &payload).to_be_bytes();
    Ok([&MAGIC[..], &length, &crc, &rev, &payload].concat())
}

/// Reads the next frame and tells its length in bytes; `None` at the end.
pub fn read(file: &mut impl Read) -> Result<Option<(Group, u64)>, Unreadable> {
    let mut head = Vec::with_capacity(HEADER);
    take(file, HEADER, &mut head)?;
    if head.is_empty() {
        return Ok(None);
    }
    let header = Header::parse(&head)?;
    let mut payload = Vec::with_capacity(header.length);
    take(file, header.length, &mut payload)?;
    let group = header.open(&payload)?;
    Ok(Some((group, (HEADER + header.length) as u64)))
}

/// Whether a whole frame stands anywhere in `bytes`.
pub fn any_whole(bytes: &[u8]) -> bool {
    let mut starts = memchr::memmem::find_iter(bytes, &MAGIC);
    starts.any(|start| bytes.get(start..).is_some_and(|mut rest| matches!(read(&mut rest), Ok(Some(_)))))
}

struct Header {
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
        if *magic != MAGIC || length > MAX_PAYLOAD {
            return Err(Unreadable::Bad("no frame begins here"));
        }
        Ok(Self { length, crc: u32::from_be_bytes(*crc), first: Rev(u64::from_be_bytes(first)) })
    }

    fn open(&self, payload: &[u8]) -> Result<Group, Unreadable> {
        if payload.len() < self.length {
            return Err(Unreadable::Bad("it ends within a frame"));
        }
        if checksum(&self.first.0.to_be_bytes(), payload) != self.crc {
            return Err(Unreadable::Bad("a frame's checksum is wrong"));
        }
        let limited = bincode::config::standard().with_limit::<DECODE_LIMIT>();
        let (commits, _): (Payload, usize) =
            bincode::decode_from_slice(payload, limited).map_err(|_| Unreadable::Bad("a frame cannot be decoded"))?;
        let commits = commits.into_iter().map(|(id, writes)| Commit { id: BatchId(id), writes }).collect();
        Ok(Group { first: self.first, commits })
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

    fn group() -> Group {
        let writes = Writes::from([(b"k".to_vec(), Some(b"v".to_vec())), (b"gone".to_vec(), None)]);
        let commit = |n| Commit { id: BatchId([n; 16]), writes: writes.clone() };
        Group { first: Rev(7), commits: vec![commit(1), commit(2)] }
    }

    #[test]
    fn a_frame_reads_back() {
        let bytes = encode(&group()).unwrap();
        assert_eq!(read(&mut &bytes[..]).unwrap(), Some((group(), bytes.len() as u64)));
        assert_eq!(read(&mut &[][..]).unwrap(), None);
    }

    #[test]
    fn no_flipped_bit_and_no_cut_goes_unseen() {
        let bytes = encode(&group()).unwrap();
        for cut in 1..bytes.len() {
            assert!(read(&mut &bytes[..cut]).is_err(), "cut at {cut}");
        }
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&mut &flipped[..]).is_err(), "flipped bit {bit}");
        }
    }

    #[test]
    fn a_frame_is_found_behind_rubbish() {
        let bytes = [b"csj1 rubbish", &encode(&group()).unwrap()[..]].concat();
        assert!(any_whole(&bytes));
        assert!(!any_whole(&bytes[..bytes.len() - 1]));
    }
}
