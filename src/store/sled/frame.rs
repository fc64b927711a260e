//! A journal frame: one group of commits, written and made durable as one.
//!
//! ```text
//! magic (4) ‖ payload length (u32 BE) ‖ first revision (u64 BE) ‖ crc32 of the payload (u32 BE)
//!           ‖ crc32 of these 20 bytes (u32 BE) ‖ payload
//! ```
//!
//! The payload is bincode 2, with a limit: each commit's batch id and writes; in an encrypted store it is sealed for
//! the first revision, and the magic says so. The crc is of the bytes as they lie there, so damage is told without
//! the key.
//!
//! A frame is written where only zeros were, and only begun once the one before it is durable. So an interrupted
//! write can only ever harm the last one, and shows: of its sectors some are as they were, nothing but zeros, or the
//! file ends within it. A frame that is wrong in any other way was damaged later.

use super::super::engine::stage::{Commit, Group, Writes};
use super::super::engine::{BatchId, EngineError, MAX_BATCH, Rev, library_said};
use super::super::seal::{Cipher, Place};
use crate::domain::reason::{Reason, reason};
use std::io::{self, Read};

const PLAIN: [u8; 4] = *b"csj1";
const SEALED: [u8; 4] = *b"css1";
/// Length of what stands before the payload, bytes.
const HEADER: usize = 24;
/// What a disk writes whole or not at all, bytes.
const SECTOR: usize = 512;
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
    Bad(Reason),
}

/// The frame of a group.
pub fn encode(group: &Group, cipher: &Cipher) -> Result<Vec<u8>, EngineError> {
    let payload: Vec<_> = group.commits.iter().map(|commit| (&commit.id.0, &commit.writes)).collect();
    let payload = bincode::encode_to_vec(payload, bincode::config::standard())
        .map_err(|error| EngineError::StoreDamaged { why: library_said(error) })?;
    let payload = cipher.seal(Place::Frame(group.first), payload)?;
    if payload.len() > MAX_PAYLOAD {
        return Err(EngineError::TooLarge { what: "group of commits", size: payload.len(), limit: MAX_PAYLOAD });
    }
    let crc = crc32fast::hash(&payload);
    let header = Header { magic: magic(cipher), length: payload.len(), first: group.first, crc };
    Ok([&header.to_bytes()[..], &payload].concat())
}

/// Reads the next frame and tells its length in bytes; `None` where the file ends, or nothing was written yet.
pub fn read(file: &mut impl Read, cipher: &Cipher) -> Result<Option<(Group, u64)>, Unreadable> {
    let Some(frame) = Frame::read(file)? else { return Ok(None) };
    let length = (HEADER + frame.payload.len()) as u64;
    Ok(Some((frame.open(cipher)?, length)))
}

/// Reads past the next frame: the first and the last revision of its group, and its length in bytes.
pub fn pass(file: &mut impl Read, cipher: &Cipher) -> Result<Option<(Rev, Rev, u64)>, Unreadable> {
    let Some(frame) = Frame::read(file)? else { return Ok(None) };
    let (first, length) = (frame.first, (HEADER + frame.payload.len()) as u64);
    let commits: u64 = decoded(&frame.unsealed(cipher)?)?;
    Ok(Some((first, Rev(first.0.saturating_add(commits).saturating_sub(1)), length)))
}

/// Whether an interrupted write explains what stands at the beginning of `bytes`, which goes on to the end of the file
/// and lies in it at `offset`.
pub fn is_torn(bytes: &[u8], offset: u64) -> bool {
    if any_whole(bytes) {
        return false;
    }
    let length = HEADER + Header::parse(bytes).map_or(0, |header| header.length);
    let Some(frame) = bytes.get(..length) else { return true };
    // Fewer bytes than the magic alone has: no header was ever here.
    let stray = frame.iter().filter(|byte| **byte != 0).count() < PLAIN.len();
    let (first, others) = frame.split_at(length.min(SECTOR - offset as usize % SECTOR));
    stray || is_blank(first) || others.chunks(SECTOR).any(is_blank)
}

/// Whether nothing was ever written here.
pub fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// Whether a whole frame stands anywhere in `bytes`.
fn any_whole(bytes: &[u8]) -> bool {
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
        if is_blank(&head) {
            return Ok(None);
        }
        let header = Header::parse(&head)?;
        let mut payload = Vec::with_capacity(header.length);
        take(file, header.length, &mut payload)?;
        header.frame(payload).map(Some)
    }

    fn open(self, cipher: &Cipher) -> Result<Group, Unreadable> {
        let first = self.first;
        let commits: Payload = decoded(&self.unsealed(cipher)?)?;
        let commits = commits.into_iter().map(|(id, writes)| Commit { id: BatchId(id), writes }).collect();
        Ok(Group { first, commits })
    }

    fn unsealed(self, cipher: &Cipher) -> Result<Vec<u8>, Unreadable> {
        if self.magic != magic(cipher) {
            let why = if cipher.is_plain() { reason("frame-sealed") } else { reason("frame-unsealed") };
            return Err(Unreadable::Bad(why));
        }
        let place = Place::Frame(self.first);
        cipher.open(place, self.payload).map_err(|_| Unreadable::Bad(reason("frame-tampered")))
    }
}

/// What a payload begins with: its commits, or only how many there are.
fn decoded<T: bincode::Decode<()>>(payload: &[u8]) -> Result<T, Unreadable> {
    let limited = bincode::config::standard().with_limit::<DECODE_LIMIT>();
    let (decoded, _) =
        bincode::decode_from_slice(payload, limited).map_err(|_| Unreadable::Bad(reason("frame-unreadable")))?;
    Ok(decoded)
}

struct Header {
    magic: [u8; 4],
    length: usize,
    first: Rev,
    crc: u32,
}

impl Header {
    fn to_bytes(&self) -> Vec<u8> {
        let length = (self.length as u32).to_be_bytes();
        let bytes = [&self.magic[..], &length, &self.first.0.to_be_bytes(), &self.crc.to_be_bytes()].concat();
        let crc = crc32fast::hash(&bytes).to_be_bytes();
        [&bytes[..], &crc].concat()
    }

    fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let short = || Unreadable::Bad(reason("frame-cut"));
        let (magic, rest) = bytes.split_first_chunk::<4>().ok_or_else(short)?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(short)?;
        let (first, rest) = rest.split_first_chunk().ok_or_else(short)?;
        let (crc, rest) = rest.split_first_chunk().ok_or_else(short)?;
        let (own_crc, _) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        let length = u32::from_be_bytes(*length) as usize;
        if ![PLAIN, SEALED].contains(magic) || length > MAX_PAYLOAD {
            return Err(Unreadable::Bad(reason("frame-none")));
        }
        let first = Rev(u64::from_be_bytes(*first));
        let header = Self { magic: *magic, length, first, crc: u32::from_be_bytes(*crc) };
        if header.to_bytes().last_chunk() != Some(own_crc) {
            return Err(Unreadable::Bad(reason("frame-header")));
        }
        Ok(header)
    }

    fn frame(self, payload: Vec<u8>) -> Result<Frame, Unreadable> {
        if payload.len() < self.length {
            return Err(Unreadable::Bad(reason("frame-cut")));
        }
        if crc32fast::hash(&payload) != self.crc {
            return Err(Unreadable::Bad(reason("frame-checksum")));
        }
        Ok(Frame { magic: self.magic, first: self.first, payload })
    }
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
            assert_eq!(pass(&mut &bytes[..], &cipher).unwrap(), Some((Rev(7), Rev(8), bytes.len() as u64)));
            assert_eq!(read(&mut &[][..], &cipher).unwrap(), None);
            assert_eq!(read(&mut &[0; 100][..], &cipher).unwrap(), None);
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

        let mut header = Header::parse(&bytes).unwrap();
        header.first = Rev(8);
        let moved = [&header.to_bytes()[..], &bytes[HEADER..]].concat();
        assert!(matches!(read(&mut &moved[..], &cipher), Err(Unreadable::Bad(_))));
    }

    /// What stands in a file of zeros after some of the frame's sectors were written.
    fn written(frame: &[u8], offset: usize, sector_is_written: impl Fn(usize) -> bool) -> Vec<u8> {
        let mut file = vec![0; offset + frame.len() + SECTOR];
        for (at, byte) in (offset..).zip(frame) {
            if sector_is_written(at / SECTOR) {
                file[at] = *byte;
            }
        }
        file.split_off(offset)
    }

    #[test]
    fn a_write_that_was_interrupted_is_told_from_later_damage() {
        let mut long = group();
        long.commits[0].writes.insert(b"long".to_vec(), Some(vec![7; 1500]));
        let frame = encode(&long, &Cipher::plain()).unwrap();
        for offset in [0, 100, SECTOR - 10, SECTOR - 1] {
            let sectors = (offset + frame.len()).div_ceil(SECTOR);
            for written_ones in 0..(1 << sectors) - 1 {
                let torn = written(&frame, offset, |sector| written_ones & (1 << sector) != 0);
                assert!(is_torn(&torn, offset as u64), "{written_ones:b} of {sectors} sectors at {offset}");
            }
            let whole = written(&frame, offset, |_| true);
            for at in 0..frame.len() {
                let mut damaged = whole.clone();
                damaged[at] ^= 16;
                assert!(!is_torn(&damaged, offset as u64), "damaged at {at}, from {offset} on");
            }
        }
        for length in 0..frame.len() {
            assert!(is_torn(&frame[..length], 0), "the file ends after {length} bytes");
        }
    }

    #[test]
    fn what_a_whole_frame_follows_was_damaged_later() {
        let frame = encode(&group(), &Cipher::plain()).unwrap();
        let followed = [b"csj1 rubbish", &frame[..], &[0; SECTOR]].concat();
        assert!(!is_torn(&followed, 0));
        assert!(!is_torn(&[&[0; SECTOR], &frame[..]].concat(), 0));
    }

    #[test]
    fn a_stray_byte_where_nothing_was_written_is_no_lost_frame() {
        for at in 0..2 * SECTOR {
            let mut blank = [0; 3 * SECTOR];
            blank[at] = 9;
            assert!(is_torn(&blank, 100), "at {at}");
        }
    }
}
