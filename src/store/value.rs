//! Sealed values: `[type][version][crc32][payload]`.
//!
//! bincode does not describe itself: without the checksum most single flipped bits decode to a
//! *different valid* record, and without a limit one of them asks for terabytes. So every value says
//! what it is and of which version, and carries a checksum over all of it.

use bincode::config::{Configuration, Limit};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most a payload may claim to hold, in bytes.
pub const LIMIT: usize = super::engine::MAX_VALUE;

const HEADER: usize = 6;

fn config() -> Configuration<bincode::config::LittleEndian, bincode::config::Varint, Limit<LIMIT>> {
    bincode::config::standard().with_limit::<LIMIT>()
}

/// Why a value cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Its checksum or its shape is wrong.
    #[error("a stored {what} is damaged: {why}")]
    Damaged {
        /// What it should be.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A newer Callsheet wrote it.
    #[error("a stored {what} has version {found}, this program knows up to {known}: a newer Callsheet is needed")]
    FromTheFuture {
        /// What it is.
        what: &'static str,
        /// Its version.
        found: u8,
        /// The newest this program knows.
        known: u8,
    },
    /// It is too large to keep.
    #[error("the {what} is too large to keep: {why}")]
    TooLarge {
        /// What it is.
        what: &'static str,
        /// How large.
        why: String,
    },
}

/// What kind of value, for its first bytes and for errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// First byte.
    pub tag: u8,
    /// Second byte: the version written now.
    pub version: u8,
    /// In errors.
    pub what: &'static str,
}

/// Seals a value.
pub fn seal<T: Serialize>(kind: Kind, value: &T) -> Result<Vec<u8>, ValueError> {
    let payload = bincode::serde::encode_to_vec(value, config())
        .map_err(|error| ValueError::TooLarge { what: kind.what, why: error.to_string() })?;
    let mut sealed = Vec::with_capacity(HEADER + payload.len());
    sealed.extend([kind.tag, kind.version]);
    sealed.extend(checksum(kind.tag, kind.version, &payload).to_le_bytes());
    sealed.extend(payload);
    if sealed.len() > LIMIT {
        return Err(ValueError::TooLarge {
            what: kind.what,
            why: format!("{} bytes of at most {LIMIT}", sealed.len()),
        });
    }
    Ok(sealed)
}

/// Opens a value: its version and its payload, checked.
pub fn open(kind: Kind, sealed: &[u8]) -> Result<(u8, &[u8]), ValueError> {
    let damaged = |why: &str| ValueError::Damaged { what: kind.what, why: why.to_owned() };
    let [tag, version, a, b, c, d, payload @ ..] = sealed else { return Err(damaged("it is cut short")) };
    if checksum(*tag, *version, payload) != u32::from_le_bytes([*a, *b, *c, *d]) {
        return Err(damaged("its checksum does not match"));
    }
    if *tag != kind.tag {
        return Err(damaged("it is of another kind"));
    }
    if *version > kind.version {
        return Err(ValueError::FromTheFuture { what: kind.what, found: *version, known: kind.version });
    }
    Ok((*version, payload))
}

/// Decodes a payload of the version written now.
pub fn decode<T: DeserializeOwned>(kind: Kind, payload: &[u8]) -> Result<T, ValueError> {
    let damaged = |why: String| ValueError::Damaged { what: kind.what, why };
    let (value, used) = bincode::serde::decode_from_slice(payload, config()).map_err(|e| damaged(e.to_string()))?;
    if used == payload.len() { Ok(value) } else { Err(damaged("there is more than one value".to_owned())) }
}

/// Opens and decodes a value of which there is only one version.
pub fn unseal<T: DeserializeOwned>(kind: Kind, sealed: &[u8]) -> Result<T, ValueError> {
    let (_, payload) = open(kind, sealed)?;
    decode(kind, payload)
}

fn checksum(tag: u8, version: u8, payload: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[tag, version]);
    crc.update(payload);
    crc.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KIND: Kind = Kind { tag: 7, version: 2, what: "thing" };

    #[test]
    fn a_value_from_the_future_says_which_version_it_needs() {
        let sealed = seal(Kind { version: 3, ..KIND }, &"x").unwrap();
        let error = unseal::<String>(KIND, &sealed).unwrap_err();
        assert_eq!(error, ValueError::FromTheFuture { what: "thing", found: 3, known: 2 });
    }

    #[test]
    fn a_length_that_claims_terabytes_is_refused() {
        let payload = [253, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert!(matches!(decode::<Vec<u8>>(KIND, &payload), Err(ValueError::Damaged { .. })));
    }

    proptest! {
        #[test]
        fn no_flipped_bit_goes_unseen(text in "\\PC{0,40}", at in 0_usize..10_000, bit in 0_u32..8) {
            let mut sealed = seal(KIND, &text).unwrap();
            let at = at % sealed.len();
            sealed[at] ^= 1 << bit;
            prop_assert!(unseal::<String>(KIND, &sealed).is_err());
        }

        #[test]
        fn arbitrary_bytes_are_an_error_not_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = unseal::<Vec<String>>(KIND, &bytes);
            let _ = decode::<Vec<String>>(KIND, &bytes);
        }
    }
}
