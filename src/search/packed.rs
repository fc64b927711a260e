//! A part as bytes, to be kept in a file and read back.
//!
//! Whoever keeps them sees to it that they are the bytes that were written; even so nothing here
//! trusts a number in them before it was looked at.

use super::part::Part;
use bincode::config::{Configuration, Fixint, Limit, LittleEndian, standard};

/// Grows with every change of what is written, or of what is searched in it.
const VERSION: u32 = 2;

/// More bytes than this are no part.
const MOST: usize = 1 << 33;

fn layout() -> Configuration<LittleEndian, Fixint, Limit<MOST>> {
    standard().with_fixed_int_encoding().with_limit()
}

impl Part {
    /// The part as bytes; None if it is too large.
    pub fn pack(&self) -> Option<Vec<u8>> {
        bincode::serde::encode_to_vec((VERSION, self), layout()).ok()
    }

    /// The part these bytes are; None if they are none, or of another version.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (version, _): (u32, usize) = bincode::serde::decode_from_slice(bytes, layout()).ok()?;
        if version != VERSION {
            return None;
        }
        let ((_, mut part), length): ((u32, Self), usize) = bincode::serde::decode_from_slice(bytes, layout()).ok()?;
        (length == bytes.len() && part.is_sound()).then_some(part)
    }
}
