//! Frames: a length, big-endian, and so many bytes.
//!
//! Between frames a peer may be silent for as long as it likes; a frame that was begun must come to its end soon. One
//! that would be longer than allowed is refused by its length, before room is made for it.

use std::io::{self, ErrorKind, Read};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// Bytes before each frame that tell how long it is.
const HEADER: usize = 4;
/// How long a frame may take from its first byte to its last.
const PATIENCE: Duration = Duration::from_secs(30);
/// Room that is made at once for a frame; more comes with its bytes.
const AT_ONCE: usize = 64 * 1024;

/// A frame around these bytes. Fails when they are more than `most`.
pub fn framed(bytes: &[u8], most: usize) -> io::Result<Vec<u8>> {
    let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= most);
    let length = length.ok_or_else(|| too_long(bytes.len(), most))?;
    Ok([&length.to_be_bytes(), bytes].concat())
}

/// The bytes of the next frame; nothing when there is none any more.
pub fn read(from: &mut impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; HEADER];
    let begun = loop {
        match from.read(&mut header) {
            Ok(0) => return Ok(None),
            Ok(count) => break count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    };
    from.read_exact(header.get_mut(begun..).unwrap_or_default())?;
    let length = u32::from_be_bytes(header) as usize;
    if length > most {
        return Err(too_long(length, most));
    }
    let mut bytes = Vec::with_capacity(length.min(AT_ONCE));
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

fn too_long(length: usize, most: usize) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("a frame of {length} bytes, at most {most} are allowed"))
}

/// Reads frames off a socket, and loses patience with a peer that begins one and does not end it.
pub struct Ear<'a> {
    stream: &'a UnixStream,
    /// When the frame that was begun must have come to its end.
    late: Option<Instant>,
}

impl<'a> Ear<'a> {
    /// Listens to a socket.
    pub fn new(stream: &'a UnixStream) -> Self {
        Self { stream, late: None }
    }

    /// The next frame, for which one waits as long as it takes.
    pub fn frame(&mut self, most: usize) -> io::Result<Option<Vec<u8>>> {
        self.late = None;
        self.stream.set_read_timeout(None)?;
        read(self, most)
    }

    /// The next frame, which must have come to its end within a time.
    pub fn frame_within(&mut self, patience: Duration, most: usize) -> io::Result<Option<Vec<u8>>> {
        self.late = Some(Instant::now() + patience);
        read(self, most)
    }
}

impl Read for Ear<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(late) = self.late {
            let left = late.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.stream.set_read_timeout(Some(left))?;
        }
        let count = (&mut &*self.stream).read(buffer)?;
        self.late.get_or_insert_with(|| Instant::now() + PATIENCE);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::any;
    use proptest::{prop_assert_eq, proptest};
    use std::io::Write;

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in_however_they_are_cut(
            messages in vec(vec(any::<u8>(), 0..300), 0..6), cut in 1_usize..40,
        ) {
            let sent: Vec<u8> = messages.iter().flat_map(|bytes| framed(bytes, 300).unwrap()).collect();
            let mut line = Dribble { bytes: &sent, cut };
            for message in &messages {
                let frame = read(&mut line, 300).unwrap();
                prop_assert_eq!(frame.as_ref(), Some(message));
            }
            prop_assert_eq!(read(&mut line, 300).unwrap(), None);
        }

        #[test]
        fn whatever_arrives_is_a_frame_or_an_error_and_never_more_than_allowed(bytes in vec(any::<u8>(), 0..600)) {
            let mut line = &bytes[..];
            while let Ok(Some(frame)) = read(&mut line, 100) {
                assert!(frame.len() <= 100);
            }
        }
    }

    /// Gives a few bytes at a time.
    struct Dribble<'a> {
        bytes: &'a [u8],
        cut: usize,
    }

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(self.cut);
            self.bytes.read(&mut buffer[..count])
        }
    }

    #[test]
    fn a_length_that_is_too_large_is_refused_before_anything_is_read_for_it() {
        let mut line = &[0xff, 0xff, 0xff, 0xff, 1, 2, 3][..];
        assert_eq!(read(&mut line, 1 << 20).unwrap_err().kind(), ErrorKind::InvalidData);
        assert!(framed(&[0; 11], 10).is_err());
    }

    #[test]
    fn a_frame_that_ends_in_the_middle_is_an_error() {
        for end in 1..8 {
            let whole = framed(b"abcd", 10).unwrap();
            assert!(read(&mut &whole[..end], 10).is_err(), "after {end} bytes");
        }
    }

    #[test]
    fn whoever_begins_a_frame_and_does_not_end_it_is_not_waited_for() {
        let (mut there, here) = UnixStream::pair().unwrap();
        there.write_all(&[0, 0, 0, 9, 1]).unwrap();
        let patience = Duration::from_millis(30);
        let error = Ear::new(&here).frame_within(patience, 10).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock), "{error}");
    }
}
