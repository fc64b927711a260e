//! What an image says of itself, at its beginning: nothing secret, but what brings out the rest.

use super::super::disk::Disk;
use super::super::engine::{EngineError, Rev};
use super::super::seal::Cipher;
use super::MAGIC;
use super::chunk::{Chunk, Kind, Unreadable, decode, encode};
use super::manifest::is_image;
use crate::domain::reason::reason;
use crate::domain::secret::Key;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;

/// The beginning of an image.
pub struct Header {
    /// The format of the store it is an image of.
    pub format: u32,
    /// The revision the store was at when the image was begun; what is sealed in it is sealed for that.
    pub began: Rev,
    /// What brings out the key it is sealed under; `None` if it is not encrypted.
    pub kept: Option<Vec<u8>>,
}

/// As it is encoded.
type Packed = (u32, u64, Option<Vec<u8>>);

impl Header {
    /// The header as the first chunk.
    pub fn to_chunk(&self) -> Result<Chunk, Unreadable> {
        let packed: Packed = (self.format, self.began.0, self.kept.clone());
        Ok(Chunk::new(Kind::Header, 0, &encode(&packed)?))
    }

    /// The header from the first chunk.
    pub fn from_chunk(chunk: &Chunk) -> Result<Self, Unreadable> {
        if chunk.kind != Kind::Header {
            return Err(Unreadable::Bad(reason("image-header")));
        }
        let (format, began, kept): Packed = decode(chunk.payload())?;
        Ok(Self { format, began: Rev(began), kept })
    }

    /// What the image is read with, if `key` brings it out.
    pub fn cipher(&self, disk: &Disk, key: Option<&Key>) -> Result<Cipher, EngineError> {
        self.kept.as_ref().map_or_else(|| Ok(Cipher::plain()), |kept| Cipher::kept_in(disk, kept, key))
    }

    /// The header of the image at `path`.
    pub fn read(disk: &Disk, path: &Path) -> Result<Self, EngineError> {
        if !is_image(disk, path)? {
            return Err(EngineError::NotAnImage { path: path.to_owned() });
        }
        let mut file = disk.read(path)?;
        file.seek(SeekFrom::Start(MAGIC.len() as u64)).map_err(EngineError::io("reading", path))?;
        let chunk = Chunk::read(&mut BufReader::new(file), 0);
        chunk.and_then(|chunk| Self::from_chunk(&chunk)).map_err(|error| error.of(path))
    }
}
