//! What an image says of itself, at its end: the manifest, and the footer that finds it.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::chain::Head;
use super::super::engine::{EngineError, Rev};
use super::super::sum::Sum;
use super::chunk::{Chunk, Kind, Unreadable, decode, encode};
use super::entries::Contents;
use super::header::Header;
use super::{END, MAGIC, damaged};
use crate::domain::reason::reason;
use std::collections::BTreeMap;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// What an image holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The revision it is exact at.
    pub rev: Rev,
    /// When it was taken, milliseconds since 1970.
    pub at_unix_ms: u64,
    /// The Callsheet that wrote it, as in `0.1.0`.
    pub program: String,
    /// The sum of all entries.
    pub sum: Sum,
    /// The ends of the hash chains, by log: the audit's is what a log cut short does not verify against.
    pub heads: BTreeMap<u8, Head>,
}

/// As it is encoded.
type Packed = (u64, u64, String, Vec<u8>, BTreeMap<u8, Vec<u8>>);

impl Manifest {
    /// Says what an image of `rev` holds.
    pub fn new(rev: Rev, at_unix_ms: u64, contents: Contents) -> Self {
        let Contents { sum, heads } = contents;
        Self { rev, at_unix_ms, program: env!("CARGO_PKG_VERSION").to_owned(), sum, heads }
    }

    /// Whether an image that holds this is the one described.
    pub fn describes(&self, contents: &Contents) -> bool {
        (&self.sum, &self.heads) == (&contents.sum, &contents.heads)
    }

    /// The manifest as a chunk.
    pub fn to_chunk(&self, number: u64) -> Result<Chunk, Unreadable> {
        let heads = self.heads.iter().map(|(log, head)| (*log, head.to_bytes())).collect();
        let packed: Packed = (self.rev.0, self.at_unix_ms, self.program.clone(), self.sum.to_bytes(), heads);
        Ok(Chunk::new(Kind::Manifest, number, &encode(&packed)?))
    }

    /// The manifest from its chunk.
    pub fn from_chunk(chunk: &Chunk) -> Result<Self, Unreadable> {
        let bad = || Unreadable::Bad(reason("manifest-unreadable"));
        if chunk.kind != Kind::Manifest {
            return Err(bad());
        }
        let (rev, at_unix_ms, program, sum, heads): Packed = decode(chunk.payload())?;
        let heads = heads.into_iter().map(|(log, head)| Some((log, Head::from_bytes(&head)?)));
        let heads = heads.collect::<Option<_>>().ok_or_else(bad)?;
        let sum = Sum::from_bytes(&sum).ok_or_else(bad)?;
        Ok(Self { rev: Rev(rev), at_unix_ms, program, sum, heads })
    }
}

/// A place in an image: how many bytes and how many chunks lie before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Bytes.
    pub offset: u64,
    /// Chunks.
    pub number: u64,
}

/// Where the parts of an image begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The tail.
    pub tail: Place,
    /// The manifest.
    pub manifest: Place,
}

/// The last bytes of an image.
pub struct Footer {
    /// Where its parts begin.
    pub bounds: Bounds,
    /// The blake3 of everything before it.
    pub hash: [u8; 32],
}

impl Footer {
    /// How long it is, bytes.
    pub const LENGTH: usize = 4 * 8 + 32 + END.len();

    /// The footer as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.bounds.to_bytes()[..], &self.hash, &END].concat()
    }

    fn from_bytes(bytes: [u8; Self::LENGTH]) -> Option<Self> {
        let (bounds, rest) = bytes.split_first_chunk::<32>()?;
        let (hash, end) = rest.split_first_chunk::<32>()?;
        (end == END).then_some(Self { bounds: Bounds::from_bytes(*bounds), hash: *hash })
    }

    /// Reads the footer of an image; `path` is for the errors. Leaves the file at its beginning.
    pub fn read(file: &mut DiskFile, path: &Path) -> Result<Self, EngineError> {
        let length = file.seek(SeekFrom::End(0)).map_err(EngineError::io("reading", path))?;
        let at = length.checked_sub(Self::LENGTH as u64).ok_or_else(|| damaged(path, reason("image-cut")))?;
        let mut bytes = [0; Self::LENGTH];
        file.seek(SeekFrom::Start(at))
            .and_then(|_| file.read_exact(&mut bytes))
            .and_then(|()| file.rewind())
            .map_err(EngineError::io("reading", path))?;
        let footer = Self::from_bytes(bytes).ok_or_else(|| damaged(path, reason("image-cut")))?;
        let Bounds { tail, manifest } = footer.bounds;
        if tail.offset > manifest.offset || manifest.offset > at {
            return Err(damaged(path, reason("image-footer")));
        }
        Ok(footer)
    }
}

impl Bounds {
    /// As they are hashed and written.
    pub fn to_bytes(self) -> Vec<u8> {
        let Self { tail, manifest } = self;
        [tail.offset, tail.number, manifest.offset, manifest.number].map(u64::to_be_bytes).concat()
    }

    fn from_bytes(bytes: [u8; 32]) -> Self {
        let (numbers, _) = bytes.as_chunks::<8>();
        let mut numbers = numbers.iter().map(|number| u64::from_be_bytes(*number));
        let mut place =
            || Place { offset: numbers.next().unwrap_or_default(), number: numbers.next().unwrap_or_default() };
        Self { tail: place(), manifest: place() }
    }
}

/// Whether a file begins as an image does.
pub fn is_image(disk: &Disk, path: &Path) -> Result<bool, EngineError> {
    let mut first = Vec::new();
    let file = disk.read(path)?;
    file.take(MAGIC.len() as u64).read_to_end(&mut first).map_err(EngineError::io("reading", path))?;
    Ok(first == MAGIC)
}

/// The manifest of an image whose beginning and end are as they must be; what lies between is not read.
pub fn check_lightly(disk: &Disk, path: &Path) -> Result<Manifest, EngineError> {
    Header::read(disk, path)?;
    let mut file = disk.read(path)?;
    let at = Footer::read(&mut file, path)?.bounds.manifest;
    file.seek(SeekFrom::Start(at.offset)).map_err(EngineError::io("reading", path))?;
    let chunk = Chunk::read(&mut BufReader::new(file), at.number);
    chunk.and_then(|chunk| Manifest::from_chunk(&chunk)).map_err(|error| error.of(path))
}
