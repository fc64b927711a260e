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
    /// Writes the part behind these bytes, for which room is made once: it is large, and a second copy of it, or a
    /// buffer that grows by doubling, would be what a host needs most memory for. None if it is too large.
    pub fn pack(&self, bytes: &mut Vec<u8>) -> Option<()> {
        bytes.reserve_exact(self.bytes());
        bincode::serde::encode_into_std_write((VERSION, self), bytes, layout()).ok().map(drop)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::CustomerId;
    use crate::search::Row;

    #[test]
    fn a_part_is_packed_into_one_buffer_that_never_grows() {
        let row = |n: u64| Row { id: CustomerId(n), name: format!("Customer {n}"), ..Row::default() };
        let part = Part::new((1..=5_000).map(row).collect());
        let mut bytes = b"head".to_vec();
        part.pack(&mut bytes).unwrap();
        let room = part.bytes();
        assert!(bytes.len() <= 4 + room && room < 2 * bytes.len(), "{room} bytes for {}", bytes.len());
    }
}
