//! PINs: what people prove themselves with at a screen they share. Kept as a hash that is dear to guess.

use super::reason::{Reason, reason};
use super::secret::Secret;
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters of a PIN, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=64;
/// What one guess costs: KiB of memory and passes over it, by the OWASP Password Storage Cheat Sheet.
const COST: (u32, u32) = (19 * 1024, 2);

/// The Argon2id hash of a PIN. It prints as nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinHash {
    memory_kib: u32,
    passes: u32,
    salt: [u8; 16],
    hash: [u8; 32],
}

impl PinHash {
    /// The hash of a new PIN; `salt` is drawn at random.
    ///
    /// # Errors
    ///
    /// Says so of one that is too short or too long.
    pub fn of(pin: &Secret, salt: [u8; 16]) -> Result<Self, Reason> {
        if !LENGTH.contains(&pin.expose().chars().count()) {
            return Err(reason("pin-length").with("least", LENGTH.start()).with("most", LENGTH.end()));
        }
        let (memory_kib, passes) = COST;
        let hash = hashed(pin, salt, COST).ok_or_else(|| reason("pin-unhashed"))?;
        Ok(Self { memory_kib, passes, salt, hash })
    }

    /// Whether this is the PIN, told in a time that says nothing of how near it was.
    pub fn is(&self, pin: &Secret) -> bool {
        let hash = hashed(pin, self.salt, (self.memory_kib, self.passes)).map(blake3::Hash::from_bytes);
        hash == Some(blake3::Hash::from_bytes(self.hash))
    }
}

fn hashed(pin: &Secret, salt: [u8; 16], (memory_kib, passes): (u32, u32)) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    let params = Params::new(memory_kib, passes, 1, Some(hash.len())).ok()?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(pin.expose().as_bytes(), &salt, &mut hash).ok()?;
    Some(hash)
}

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::from(text.to_owned())
    }

    #[test]
    fn a_pin_is_known_again_and_another_is_not() {
        let hash = PinHash::of(&secret("4711"), [7; 16]).unwrap();
        assert!(hash.is(&secret("4711")));
        assert!(!hash.is(&secret("4712")));
        assert_ne!(hash, PinHash::of(&secret("4711"), [8; 16]).unwrap(), "the same PIN of two people looks different");
        assert_eq!(format!("{hash:?}"), "PinHash");
    }

    #[test]
    fn a_pin_that_is_guessed_at_once_is_none() {
        assert_eq!(PinHash::of(&secret("471"), [7; 16]).unwrap_err().key(), "pin-length");
    }
}
