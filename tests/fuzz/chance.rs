//! Chance from a seed, and what it does to bytes.

/// The same numbers from the same seed (splitmix64).
pub struct Chance(pub u64);

/// The longest file that is made of a short one.
const LONGEST: usize = 64 * 1024;

/// Words that mean something to one format or another, where they hurt.
const WORDS: [&[u8]; 30] = [
    b"\0",
    b"\x1b[2J",
    b"\"",
    b"'",
    b"\r\n ",
    b"\n\t",
    b"=\r\n",
    b"=E4=BD",
    b",,,,,,,,",
    b";",
    b"0000-00-00",
    b"31.02.2026",
    b"99999999999999999999",
    b"-1",
    b"4294967295",
    b"+49 CALL-ME",
    b"=1+1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\x81",
    b"sep=\x01\n",
    b"BEGIN:VCARD\n",
    b"END:VCARD\n",
    b";CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:",
    b"BEGIN:VTODO\n",
    b"RRULE:FREQ=SECONDLY\n",
    b"\nFrom nobody\n",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    b"{\"callsheet\":",
];

impl Chance {
    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    /// One of them.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// The bytes changed, cut, doubled, or mixed with those of another file, in up to six places.
    pub fn mutilated(&mut self, bytes: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(6) {
            let (from, to) = self.piece(bytes.len());
            match self.below(8) {
                0 if !bytes.is_empty() => bytes[from.min(to - 1)] ^= 1 << self.below(8),
                1 => bytes.truncate(from),
                2 => bytes.insert(from, self.below(256) as u8),
                3 => drop(bytes.drain(from..to)),
                4 => {
                    let again = bytes[from..to].repeat(1 + self.below(50));
                    bytes.splice(from..from, again);
                }
                5 => {
                    let other = self.one(others);
                    let (begin, end) = self.piece(other.len());
                    bytes.splice(from..to, other[begin..end].iter().copied());
                }
                _ => {
                    let word = *self.one(&WORDS);
                    let end = if self.below(2) == 0 { from } else { to };
                    bytes.splice(from..end, word.iter().copied());
                }
            }
            bytes.truncate(LONGEST);
        }
        bytes
    }

    /// A piece of so many bytes, mostly a short one.
    fn piece(&mut self, length: usize) -> (usize, usize) {
        let from = self.below(length + 1);
        let most = if self.below(4) == 0 { length } else { 16 };
        let to = from + self.below(most.min(length - from) + 1);
        (from, to.max((from + 1).min(length)))
    }
}
