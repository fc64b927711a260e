//! The hash chain of an append-only log: each entry's hash covers the one before it, so an entry that is edited,
//! removed, reordered or inserted breaks every hash after it. Pure; the audit is verified with it.
//!
//! Entry `n` lies at key `[log][n as u64 BE]`, with the value `hash (32 bytes) ‖ entry`, where
//! `hash = blake3(hash of the entry before ‖ n as u64 BE ‖ entry)`; the first entry is 1, after a hash of zeros.

/// The length of a hash, bytes.
pub const HASH: usize = 32;

/// The end of a chain: the last entry's number and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry's number; 0 before the first.
    pub seq: u64,
    /// The last entry's hash; zeros before the first.
    pub hash: [u8; HASH],
}

/// An entry that does not follow from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLink {
    /// The key is not that of the next entry: something was removed, inserted or reordered.
    #[error("entry {expected} is missing or out of place")]
    Missing {
        /// The entry that should have come.
        expected: u64,
    },
    /// The entry, or its hash, is not what was appended.
    #[error("entry {seq} was changed")]
    Changed {
        /// The entry.
        seq: u64,
    },
}

impl Default for Head {
    fn default() -> Self {
        Self::START
    }
}

impl Head {
    /// Before the first entry.
    pub const START: Self = Self { seq: 0, hash: [0; HASH] };

    /// The head once `entry` is appended.
    pub fn after(self, entry: &[u8]) -> Self {
        let seq = self.seq + 1;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.hash).update(&seq.to_be_bytes()).update(entry);
        Self { seq, hash: hasher.finalize().into() }
    }

    /// The head after the stored entry at `key`, if that is indeed the next link.
    pub fn follow(self, log: u8, key: &[u8], stored: &[u8]) -> Result<Self, BrokenLink> {
        let seq = self.seq + 1;
        if key != entry_key(log, seq) {
            return Err(BrokenLink::Missing { expected: seq });
        }
        let (hash, entry) = split(stored).ok_or(BrokenLink::Changed { seq })?;
        let next = self.after(entry);
        if next.hash == *hash { Ok(next) } else { Err(BrokenLink::Changed { seq }) }
    }

    /// The head as bytes.
    pub fn to_bytes(self) -> Vec<u8> {
        [&self.seq.to_be_bytes()[..], &self.hash].concat()
    }

    /// The head from [`Head::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (seq, hash) = bytes.split_first_chunk()?;
        Some(Self { seq: u64::from_be_bytes(*seq), hash: hash.try_into().ok()? })
    }
}

/// Where entry `seq` of `log` lies.
pub fn entry_key(log: u8, seq: u64) -> Vec<u8> {
    [&[log][..], &seq.to_be_bytes()].concat()
}

/// What is stored for an entry.
pub fn entry_value(hash: &[u8; HASH], entry: &[u8]) -> Vec<u8> {
    [&hash[..], entry].concat()
}

/// The hash and the entry of a stored value; `None` if it is too short to be one.
pub fn split(stored: &[u8]) -> Option<(&[u8; HASH], &[u8])> {
    stored.split_first_chunk()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: u8 = b'a';

    fn log_of(entries: &[&[u8]]) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut head = Head::START;
        let mut link = |entry: &&[u8]| {
            head = head.after(entry);
            (entry_key(LOG, head.seq), entry_value(&head.hash, entry))
        };
        entries.iter().map(&mut link).collect()
    }

    fn verify(log: &[(Vec<u8>, Vec<u8>)]) -> Result<Head, BrokenLink> {
        log.iter().try_fold(Head::START, |head, (key, stored)| head.follow(LOG, key, stored))
    }

    #[test]
    fn an_untouched_chain_verifies_to_its_head() {
        let head = verify(&log_of(&[b"one", b"two", b""])).unwrap();
        assert_eq!(head, Head::START.after(b"one").after(b"two").after(b""));
        assert_eq!(Head::from_bytes(&head.to_bytes()), Some(head));
    }

    #[test]
    fn every_tampering_is_told() {
        let whole = log_of(&[b"one", b"two", b"three"]);

        let mut edited = whole.clone();
        edited[1].1[HASH] ^= 1;
        assert_eq!(verify(&edited), Err(BrokenLink::Changed { seq: 2 }));

        let mut removed = whole.clone();
        removed.remove(1);
        assert_eq!(verify(&removed), Err(BrokenLink::Missing { expected: 2 }));

        let mut reordered = whole.clone();
        let second = reordered[1].1.clone();
        reordered[1].1 = std::mem::replace(&mut reordered[2].1, second);
        assert_eq!(verify(&reordered), Err(BrokenLink::Changed { seq: 2 }));

        let mut cut = whole;
        cut[0].1.truncate(HASH - 1);
        assert_eq!(verify(&cut), Err(BrokenLink::Changed { seq: 1 }));
    }
}
