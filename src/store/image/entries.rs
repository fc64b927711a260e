//! Reading an image: every entry of its revision, each once, with memory for the keys of the tail only.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::chain::Head;
use super::super::engine::stage::{log_of_head, read_head};
use super::super::engine::{EngineError, Rev, Stored};
use super::super::seal::{Cipher, Place as Sealed};
use super::super::sum::Sum;
use super::chunk::{Chunk, Kind, Unreadable, decode};
use super::header::Header;
use super::manifest::{Bounds, Footer, Manifest, Place, is_image};
use super::{MAGIC, damaged};
use crate::domain::reason::reason;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// An entry of a store: a key, its value, and the revision that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub key: Vec<u8>,
    /// What, and when.
    pub stored: Stored,
}

/// An entry as it is encoded; without a value in the tail, the key was removed.
pub type Packed = (Vec<u8>, u64, Option<Vec<u8>>);

/// What entries come to, however many.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Their sum.
    pub sum: Sum,
    /// The ends of the hash chains among them.
    pub heads: BTreeMap<u8, Head>,
}

/// The entries of an image, in no order one may rely on.
pub struct Entries {
    path: PathBuf,
    file: BufReader<DiskFile>,
    cipher: Cipher,
    /// The revision its chunks are sealed for.
    began: Rev,
    place: Place,
    bounds: Bounds,
    /// What the whole must hash to, once it is signed.
    signed: Option<[u8; 32]>,
    hasher: blake3::Hasher,
    /// The revision of the last word on each key of the tail, by the key's hash.
    last_words: HashMap<u128, Rev>,
    in_tail: bool,
    chunk: std::vec::IntoIter<Packed>,
    contents: Contents,
}

impl Contents {
    fn note(&mut self, entry: &Entry) -> Result<(), EngineError> {
        let Entry { key, stored } = entry;
        self.sum.add(key, stored.rev, &stored.value);
        if let Some(log) = log_of_head(key) {
            self.heads.insert(log, read_head(Some(stored.clone()))?);
        }
        Ok(())
    }
}

impl Entries {
    /// Reads the image at `path`, which was written with this cipher.
    pub fn of_image(disk: &Disk, cipher: &Cipher, path: &Path) -> Result<Self, EngineError> {
        if !is_image(disk, path)? {
            return Err(EngineError::NotAnImage { path: path.to_owned() });
        }
        let mut file = disk.read(path)?;
        let Footer { bounds, hash } = Footer::read(&mut file, path)?;
        Self::open(file, cipher, path, bounds, Some(hash))
    }

    /// Reads an image that has neither manifest nor footer yet.
    pub fn of_unsigned(disk: &Disk, cipher: &Cipher, path: &Path, bounds: Bounds) -> Result<Self, EngineError> {
        Self::open(disk.read(path)?, cipher, path, bounds, None)
    }

    fn open(
        file: DiskFile,
        cipher: &Cipher,
        path: &Path,
        bounds: Bounds,
        signed: Option<[u8; 32]>,
    ) -> Result<Self, EngineError> {
        let mut entries = Self {
            path: path.to_owned(),
            file: BufReader::new(file),
            cipher: cipher.clone(),
            began: Rev(0),
            place: bounds.tail,
            bounds,
            signed,
            hasher: blake3::Hasher::new(),
            last_words: HashMap::new(),
            in_tail: false,
            chunk: Vec::new().into_iter(),
            contents: Contents::default(),
        };
        entries.begin()?;
        entries.read_last_words()?;
        entries.begin()?;
        Ok(entries)
    }

    /// The next entry; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Entry>, EngineError> {
        loop {
            if let Some(entry) = self.next_here() {
                self.contents.note(&entry)?;
                return Ok(Some(entry));
            }
            if self.place == self.bounds.manifest {
                return Ok(None);
            }
            let (kind, entries) = self.read_entries()?;
            self.in_tail = kind == Kind::Tail;
            self.chunk = entries.into_iter();
        }
    }

    /// How far reading is, bytes.
    pub const fn done(&self) -> u64 {
        self.place.offset
    }

    /// How much there is to be read, bytes.
    pub const fn total(&self) -> u64 {
        self.bounds.manifest.offset
    }

    /// Once all is read: what it came to, and the hash so far.
    pub fn into_contents(self) -> (Contents, blake3::Hasher) {
        (self.contents, self.hasher)
    }

    /// Once all is read: the manifest, if it describes what was read and the whole is what was signed.
    pub fn finish(mut self) -> Result<Manifest, EngineError> {
        let chunk = self.read_chunk()?;
        let manifest = Manifest::from_chunk(&chunk).map_err(|error| error.of(&self.path))?;
        self.hasher.update(&self.bounds.to_bytes());
        if self.signed != Some(self.hasher.finalize().into()) {
            return Err(damaged(&self.path, reason("image-hash")));
        }
        if !manifest.describes(&self.contents) {
            return Err(damaged(&self.path, reason("image-contents")));
        }
        Ok(manifest)
    }

    /// The next entry of this chunk that no later word overrules.
    fn next_here(&mut self) -> Option<Entry> {
        let Self { chunk, last_words, in_tail, .. } = self;
        chunk.find_map(|(key, rev, value)| {
            let rev = Rev(rev);
            let counts = last_words.get(&hash(&key)).is_none_or(|last| *in_tail && *last == rev);
            let value = value.filter(|_| counts)?;
            Some(Entry { key, stored: Stored { rev, value } })
        })
    }

    fn read_last_words(&mut self) -> Result<(), EngineError> {
        self.place = self.bounds.tail;
        self.file.seek(SeekFrom::Start(self.place.offset)).map_err(EngineError::io("reading", &self.path))?;
        while self.place != self.bounds.manifest {
            let entries = self.read_entries()?.1;
            self.last_words.extend(entries.iter().map(|(key, rev, _)| (hash(key), Rev(*rev))));
        }
        Ok(())
    }

    /// Goes to the first entries, past the header.
    fn begin(&mut self) -> Result<(), EngineError> {
        let mut magic = [0; MAGIC.len()];
        self.file
            .rewind()
            .and_then(|()| self.file.read_exact(&mut magic))
            .map_err(EngineError::io("reading", &self.path))?;
        self.hasher = blake3::Hasher::new();
        self.hasher.update(&magic);
        self.place = Place { offset: magic.len() as u64, number: 0 };
        let header = Header::from_chunk(&self.read_chunk()?).map_err(|error| error.of(&self.path))?;
        self.began = header.began;
        Ok(())
    }

    fn read_chunk(&mut self) -> Result<Chunk, EngineError> {
        let chunk = Chunk::read(&mut self.file, self.place.number).map_err(|error| error.of(&self.path))?;
        self.hasher.update(&chunk.bytes);
        self.place.number += 1;
        self.place.offset += chunk.bytes.len() as u64;
        let ends_well = self.place.offset <= self.bounds.manifest.offset || chunk.kind == Kind::Manifest;
        if ends_well { Ok(chunk) } else { Err(damaged(&self.path, reason("chunk-misplaced"))) }
    }

    fn read_entries(&mut self) -> Result<(Kind, Vec<Packed>), EngineError> {
        let place = Sealed::Image { rev: self.began, part: self.place.number };
        let chunk = self.read_chunk()?;
        if ![Kind::Page, Kind::Tail].contains(&chunk.kind) {
            return Err(damaged(&self.path, reason("chunk-misplaced")));
        }
        let opened = self.cipher.open(place, chunk.payload().to_vec());
        let opened = opened.map_err(|_| damaged(&self.path, reason("sealed-tampered")))?;
        Ok((chunk.kind, decode(&opened).map_err(|error| error.of(&self.path))?))
    }
}

impl Unreadable {
    /// As an error about the image at `path`.
    pub fn of(self, path: &Path) -> EngineError {
        match self {
            Self::Io(error) => EngineError::io("reading", path)(error),
            Self::Bad(why) => damaged(path, why),
        }
    }
}

fn hash(key: &[u8]) -> u128 {
    let mut first = [0; 16];
    blake3::Hasher::new().update(key).finalize_xof().fill(&mut first);
    u128::from_be_bytes(first)
}
