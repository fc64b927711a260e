//! Sealing: without its key an encrypted store says nothing but ids, times and how much there is.
//!
//! One random *data key* seals everything a store writes. It lies beside the store, wrapped in a passphrase or a key
//! file ([`key`]), so that a new passphrase rewrites one small file. What is sealed is bound to its [`Place`]:
//! moved elsewhere it does not open. The cipher is XChaCha20-Poly1305.
//!
//! Sealed bytes are `ciphertext ‖ tag (16) ‖ nonce (24)`: the nonce last, so that both ways work in place.

pub(super) mod file;
pub mod key;

use super::engine::{EngineError, Rev};
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use key::DataKey;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
pub struct Cipher(Option<Arc<Crypt>>);

struct Crypt {
    aead: XChaCha20Poly1305,
    drawn: [u8; DRAWN],
    count: AtomicU64,
}

impl Cipher {
    /// Leaves bytes as they are.
    pub const fn plain() -> Self {
        Self(None)
    }

    /// Seals under a data key.
    pub fn sealing(key: &DataKey) -> Result<Self, EngineError> {
        let aead = XChaCha20Poly1305::new(key.bytes().into());
        Ok(Self(Some(Arc::new(Crypt { aead, drawn: key::random()?, count: AtomicU64::new(0) }))))
    }

    /// Whether bytes stay as they are.
    pub const fn is_plain(&self) -> bool {
        self.0.is_none()
    }

    /// Seals bytes for their place. Nothing stays nothing: it has nothing to hide, and most index keys hold nothing.
    pub fn seal(&self, place: Place, mut plain: Vec<u8>) -> Result<Vec<u8>, EngineError> {
        let Some(crypt) = self.0.as_ref().filter(|_| !plain.is_empty()) else { return Ok(plain) };
        let nonce = crypt.nonce();
        plain.reserve_exact(TAG + NONCE);
        let sealed = crypt.aead.encrypt_in_place(&nonce, &place.bytes(), &mut plain);
        sealed.map_err(|_| EngineError::TooLarge { what: "piece to seal", size: plain.len(), limit: LONGEST })?;
        plain.extend(nonce);
        Ok(plain)
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: Place, mut sealed: Vec<u8>) -> Result<Vec<u8>, Tampered> {
        let Some(crypt) = self.0.as_ref().filter(|_| !sealed.is_empty()) else { return Ok(sealed) };
        let nonce: XNonce = sealed.last_chunk::<NONCE>().copied().ok_or(Tampered)?.into();
        sealed.truncate(sealed.len() - NONCE);
        crypt.aead.decrypt_in_place(&nonce, &place.bytes(), &mut sealed).map_err(|_| Tampered)?;
        Ok(sealed)
    }
}

impl Crypt {
    /// A nonce never used before under this key: drawn at random for each cipher, then counted.
    fn nonce(&self) -> XNonce {
        let mut nonce = [0; NONCE];
        let (drawn, counted) = nonce.split_at_mut(DRAWN);
        drawn.copy_from_slice(&self.drawn);
        counted.copy_from_slice(&self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        nonce.into()
    }
}

#[cfg(test)]
mod tests;
