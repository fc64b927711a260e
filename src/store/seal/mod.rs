//! Sealing: without its key an encrypted store says nothing but ids, times and how much there is.
//!
//! One random *data key* seals everything a store writes. It lies beside the store, wrapped in a passphrase or a key
//! file ([`key`]), so that a new passphrase rewrites one small file. What is sealed is bound to its [`Place`]:
//! moved elsewhere it does not open. The cipher is XChaCha20-Poly1305.
//!
//! Sealed bytes are `ciphertext ‖ tag (16) ‖ nonce (24)`: the nonce last, so that both ways work in place.

pub(super) mod file;
pub mod key;

use super::disk::Disk;
use super::engine::{EngineError, Rev};
use crate::domain::secret::Key;
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use key::{DataKey, WrappedKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroizing;

/// What a nonce begins with, drawn once for each cipher; a counter follows.
const DRAWN: usize = 16;
const NONCE: usize = DRAWN + size_of::<u64>();
const TAG: usize = 16;
/// What one nonce can seal at most, bytes.
const LONGEST: usize = 256 << 30;

/// Where sealed bytes belong: they open nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// The data key in its wrapping.
    DataKey,
    /// The value a revision gave a key.
    Value {
        /// The key.
        key: &'a [u8],
        /// The revision.
        rev: Rev,
    },
    /// The journal's frame that begins with this revision.
    Frame(Rev),
    /// A part of the image taken at a revision.
    Image {
        /// The revision.
        rev: Rev,
        /// The part, counted from 0.
        part: u64,
    },
    /// A file beside the store.
    File(&'a str),
}

impl Place<'_> {
    fn bytes(self) -> Vec<u8> {
        match self {
            Self::DataKey => vec![0],
            Self::Value { key, rev } => [&[1], &rev.0.to_be_bytes()[..], key].concat(),
            Self::Frame(rev) => [&[2], &rev.0.to_be_bytes()[..]].concat(),
            Self::Image { rev, part } => [&[3], &rev.0.to_be_bytes()[..], &part.to_be_bytes()].concat(),
            Self::File(name) => [&[4], name.as_bytes()].concat(),
        }
    }
}

/// Sealed bytes that do not open: changed, moved, or sealed under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is sealed here was changed or belongs elsewhere")]
pub struct Tampered;

/// How a store's bytes are written: as they are, or sealed.
#[derive(Clone, Default)]
pub struct Cipher(Option<Arc<Sealing>>);

struct Sealing {
    crypt: Crypt,
    data: DataKey,
    kept: WrappedKey,
}

impl Cipher {
    /// Leaves bytes as they are.
    pub const fn plain() -> Self {
        Self(None)
    }

    /// Seals under a new data key, which `key` brings out again.
    pub fn under(disk: &Disk, key: &Key) -> Result<Self, EngineError> {
        let data = DataKey::draw()?;
        let kept = WrappedKey::wrap(disk, &data, key)?;
        Self::sealing(data, kept)
    }

    /// Seals under the data key kept in these bytes.
    pub fn kept_in(disk: &Disk, bytes: &[u8], key: Option<&Key>) -> Result<Self, EngineError> {
        let kept = WrappedKey::from_bytes(bytes)?;
        Self::sealing(kept.unwrap(disk, key)?, kept)
    }

    fn sealing(data: DataKey, kept: WrappedKey) -> Result<Self, EngineError> {
        Ok(Self(Some(Arc::new(Sealing { crypt: Crypt::new(&data)?, data, kept }))))
    }

    /// Whether bytes stay as they are.
    pub const fn is_plain(&self) -> bool {
        self.0.is_none()
    }

    /// What to keep beside whatever is sealed, so that its key opens it; nothing if bytes stay as they are.
    pub fn kept(&self) -> Result<Option<Vec<u8>>, EngineError> {
        self.0.as_ref().map(|sealing| sealing.kept.to_bytes()).transpose()
    }

    /// The cipher as a process of ours is told it, through a pipe; nothing if bytes stay as they are.
    pub(super) fn hand_over(&self) -> Result<Zeroizing<Vec<u8>>, EngineError> {
        let Some(sealing) = &self.0 else { return Ok(Zeroizing::default()) };
        Ok(Zeroizing::new([&sealing.data.bytes()[..], &sealing.kept.to_bytes()?].concat()))
    }

    /// The cipher another process of ours has handed over.
    pub(super) fn take_over(bytes: &[u8]) -> Result<Self, EngineError> {
        let Some((data, kept)) = bytes.split_first_chunk() else { return Ok(Self::plain()) };
        Self::sealing(DataKey::from_bytes(data), WrappedKey::from_bytes(kept)?)
    }

    /// Seals bytes for their place. Nothing stays nothing: it has nothing to hide, and most index keys hold nothing.
    pub fn seal(&self, place: Place, plain: Vec<u8>) -> Result<Vec<u8>, EngineError> {
        match &self.0 {
            Some(sealing) if !plain.is_empty() => sealing.crypt.seal(place, plain),
            _ => Ok(plain),
        }
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: Place, sealed: Vec<u8>) -> Result<Vec<u8>, Tampered> {
        match &self.0 {
            Some(sealing) if !sealed.is_empty() => sealing.crypt.open(place, sealed),
            _ => Ok(sealed),
        }
    }
}

/// A key at work.
struct Crypt {
    aead: XChaCha20Poly1305,
    drawn: [u8; DRAWN],
    count: AtomicU64,
}

impl Crypt {
    fn new(key: &DataKey) -> Result<Self, EngineError> {
        let aead = XChaCha20Poly1305::new(key.bytes().into());
        Ok(Self { aead, drawn: key::random()?, count: AtomicU64::new(0) })
    }

    fn seal(&self, place: Place, mut bytes: Vec<u8>) -> Result<Vec<u8>, EngineError> {
        let nonce = self.nonce();
        bytes.reserve_exact(TAG + NONCE);
        let length = bytes.len();
        self.aead.encrypt_in_place(&nonce, &place.bytes(), &mut bytes).map_err(|_| EngineError::TooLarge {
            what: "piece to seal",
            size: length,
            limit: LONGEST,
        })?;
        bytes.extend(nonce);
        Ok(bytes)
    }

    fn open(&self, place: Place, mut bytes: Vec<u8>) -> Result<Vec<u8>, Tampered> {
        let nonce: XNonce = bytes.last_chunk::<NONCE>().copied().ok_or(Tampered)?.into();
        bytes.truncate(bytes.len() - NONCE);
        self.aead.decrypt_in_place(&nonce, &place.bytes(), &mut bytes).map_err(|_| Tampered)?;
        Ok(bytes)
    }

    /// A nonce never used before under this key: drawn at random for each opening of the store, then counted.
    fn nonce(&self) -> XNonce {
        let mut nonce = [0; NONCE];
        let (drawn, counted) = nonce.split_at_mut(DRAWN);
        drawn.copy_from_slice(&self.drawn);
        counted.copy_from_slice(&self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        nonce.into()
    }
}

#[cfg(test)]
impl Cipher {
    /// Seals under a new data key that nothing brings out again.
    pub fn lost() -> Self {
        Self::sealing(DataKey::draw().unwrap(), WrappedKey::empty()).unwrap()
    }
}

#[cfg(test)]
mod tests;
