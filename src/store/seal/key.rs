//! Keys: the data key that seals a store, and the wrapping that keeps it until somebody brings what opens it.

use super::super::disk::Disk;
use super::super::engine::EngineError;
use super::super::value::{self, Kind};
use super::{Crypt, Place};
use crate::domain::reason::reason;
use crate::domain::secret::{Key, KeyKind, Secret};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroizing;

const KEY: usize = 32;
const SALT: usize = 16;
/// A wrapped key as a sealed value.
const WRAPPED: Kind = Kind { tag: 0xA0, version: 1, what: "key" };
/// What distinguishes a key made from a key file from every other use of that file.
const FILE_CONTEXT: &str = "callsheet 2026-11 data key wrapped by a key file";
/// A key file beyond this length, bytes, is the wrong file.
const LONGEST_KEY_FILE: u64 = 64 * 1024;

/// Seals everything a store writes. Wiped from memory when dropped.
#[derive(PartialEq, Eq)]
pub struct DataKey(Zeroizing<[u8; KEY]>);

impl DataKey {
    /// A new one, drawn at random.
    pub fn draw() -> Result<Self, EngineError> {
        random().map(Zeroizing::new).map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8; KEY] {
        &self.0
    }

    /// The key of these bytes, handed over by another process of ours.
    pub(super) fn from_bytes(bytes: &[u8; KEY]) -> Self {
        Self(Zeroizing::new(*bytes))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// A data key that only its [`Key`] brings out; harmless to keep beside the store and in every image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    wrapping: Wrapping,
    sealed: Vec<u8>,
}

/// How the key that wraps is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Wrapping {
    /// Argon2id over a passphrase.
    Passphrase { cost: Cost, salt: [u8; SALT] },
    /// blake3 over the contents of a key file.
    File,
}

/// What one guess at a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// RFC 9106, second recommended option.
    const NOW: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };
    /// The most a file may ask for: a manipulated one must not take the machine.
    const MOST: Self = Self { memory_kib: 1024 * 1024, passes: 32, lanes: 16 };

    fn params(self) -> Result<Params, EngineError> {
        let Self { memory_kib, passes, lanes } = self;
        if memory_kib > Self::MOST.memory_kib || passes > Self::MOST.passes || lanes > Self::MOST.lanes {
            let why = reason("key-too-dear").with("memory", memory_kib).with("passes", passes).with("lanes", lanes);
            return Err(EngineError::KeyDamaged { why });
        }
        Params::new(memory_kib, passes, lanes, Some(KEY)).map_err(unusable)
    }
}

impl WrappedKey {
    /// Wraps a data key so that `key` brings it out again. A key file that is not there is made.
    pub fn wrap(disk: &Disk, data: &DataKey, key: &Key) -> Result<Self, EngineError> {
        if let Key::File(path) = key {
            make_key_file(disk, path)?;
        }
        Self::wrap_at(disk, Cost::NOW, data, key)
    }

    fn wrap_at(disk: &Disk, cost: Cost, data: &DataKey, key: &Key) -> Result<Self, EngineError> {
        let wrapping = match key {
            Key::Passphrase(_) => Wrapping::Passphrase { cost, salt: random()? },
            Key::File(_) => Wrapping::File,
        };
        let sealed = wrapping.crypt(disk, key)?.seal(Place::DataKey, data.bytes().to_vec())?;
        Ok(Self { wrapping, sealed })
    }

    /// Brings the data key out.
    pub fn unwrap(&self, disk: &Disk, key: Option<&Key>) -> Result<DataKey, EngineError> {
        let by = self.kind();
        let crypt = self.wrapping.crypt(disk, key.ok_or(EngineError::Sealed { by })?)?;
        let wrong = EngineError::WrongKey { by };
        let Ok(opened) = crypt.open(Place::DataKey, self.sealed.clone()).map(Zeroizing::new) else {
            return Err(wrong);
        };
        opened.as_slice().try_into().map(|bytes| DataKey(Zeroizing::new(bytes))).map_err(|_| wrong)
    }

    /// The same data key, brought out by another key from now on.
    pub fn rewrap(&self, disk: &Disk, from: Option<&Key>, to: &Key) -> Result<Self, EngineError> {
        Self::wrap(disk, &self.unwrap(disk, from)?, to)
    }

    /// What brings the data key out.
    pub const fn kind(&self) -> KeyKind {
        self.wrapping.kind()
    }

    /// As it is kept.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EngineError> {
        value::seal(WRAPPED, self).map_err(unusable)
    }

    /// From how it is kept. What it may ask for is bounded.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EngineError> {
        let read: Self = value::unseal(WRAPPED, bytes).map_err(unusable)?;
        if let Wrapping::Passphrase { cost, .. } = read.wrapping {
            cost.params()?;
        }
        Ok(read)
    }
}

impl Wrapping {
    const fn kind(self) -> KeyKind {
        match self {
            Self::Passphrase { .. } => KeyKind::Passphrase,
            Self::File => KeyKind::File,
        }
    }

    /// What wraps, made of a key of this kind.
    fn crypt(self, disk: &Disk, key: &Key) -> Result<Crypt, EngineError> {
        let made = match (self, key) {
            (Self::Passphrase { cost, salt }, Key::Passphrase(passphrase)) => stretched(passphrase, cost, salt)?,
            (Self::File, Key::File(path)) => Zeroizing::new(blake3::derive_key(FILE_CONTEXT, &key_file(disk, path)?)),
            (wrapping, _) => return Err(EngineError::Sealed { by: wrapping.kind() }),
        };
        Crypt::new(&DataKey(made))
    }
}

/// A key from a passphrase, at a cost that makes guessing dear.
fn stretched(passphrase: &Secret, cost: Cost, salt: [u8; SALT]) -> Result<Zeroizing<[u8; KEY]>, EngineError> {
    let mut made = Zeroizing::new([0; KEY]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?)
        .hash_password_into(passphrase.expose().as_bytes(), &salt, &mut *made)
        .map_err(unusable)?;
    Ok(made)
}

/// What a key file holds.
fn key_file(disk: &Disk, path: &Path) -> Result<Zeroizing<Vec<u8>>, EngineError> {
    let mut bytes = Zeroizing::new(Vec::new());
    let read = disk.read(path)?.take(LONGEST_KEY_FILE + 1).read_to_end(&mut bytes);
    read.map_err(EngineError::io("reading the key file", path))?;
    if bytes.len() < KEY || bytes.len() as u64 > LONGEST_KEY_FILE {
        return Err(EngineError::BadKeyFile { path: path.to_owned() });
    }
    Ok(bytes)
}

/// Makes a key file for its owner alone, with a key drawn at random, and durable before anything is sealed with it; an
/// existing file is left as it is.
fn make_key_file(disk: &Disk, path: &Path) -> Result<(), EngineError> {
    if disk.is_there(path)? {
        return Ok(());
    }
    disk.replace(path, &*random::<KEY>().map(Zeroizing::new)?)
}

fn unusable(why: impl fmt::Display) -> EngineError {
    EngineError::KeyDamaged { why: reason("key-unusable").with("said", why) }
}

/// Bytes nobody can guess.
pub(super) fn random<const N: usize>() -> Result<[u8; N], EngineError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| EngineError::NoRandomness { why: error.to_string() })?;
    Ok(bytes)
}

#[cfg(test)]
impl WrappedKey {
    pub(super) const fn empty() -> Self {
        Self { wrapping: Wrapping::File, sealed: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
