//! Which encoding a file is in, and its bytes as text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// Bytes looked at to tell UTF-16 without a byte order mark.
const BEGINNING: usize = 512;

/// How much of what is not UTF-8 is looked at to guess its encoding.
const EVIDENCE: usize = 1024 * 1024;

/// The encoding of a whole file: its byte order mark; else UTF-16 if every second byte is nought; else UTF-8 if all of
/// it is; else a guess.
///
/// The file is read once to its first byte that is not UTF-8, so an umlaut on the last of a million
/// lines is not missed. It is left at its beginning.
pub fn detect<R: Read + Seek>(file: &mut R) -> io::Result<&'static Encoding> {
    let mut first = vec![0; BEGINNING];
    let filled = read_full(file, &mut first)?;
    first.truncate(filled);
    file.rewind()?;
    if let Some((encoding, _)) = Encoding::for_bom(&first) {
        return Ok(encoding);
    }
    if let Some(encoding) = utf16_without_mark(&first) {
        return Ok(encoding);
    }
    let encoding = match first_not_utf8(file)? {
        None => UTF_8,
        Some(offset) => {
            file.seek(SeekFrom::Start(offset))?;
            let mut evidence = Vec::new();
            file.take(EVIDENCE as u64).read_to_end(&mut evidence)?;
            guess(&evidence)
        }
    };
    file.rewind()?;
    Ok(encoding)
}

/// UTF-16 by the noughts in what is mostly ASCII: each is the upper half of a letter.
fn utf16_without_mark(first: &[u8]) -> Option<&'static Encoding> {
    let noughts = |from: usize| first.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (upper, lower) = (noughts(0), noughts(1));
    let mostly = first.len() / 4;
    match (upper > mostly, lower > mostly) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Where the chunk begins that holds the first byte that is not UTF-8.
fn first_not_utf8<R: Read>(file: &mut R) -> io::Result<Option<u64>> {
    let mut chunk = vec![0; CHUNK];
    let (mut begins, mut kept) = (0, 0);
    loop {
        let filled = kept + read_full(file, chunk.get_mut(kept..).unwrap_or_default())?;
        let bytes = chunk.get(..filled).unwrap_or_default();
        let (valid, broken) = match std::str::from_utf8(bytes) {
            Ok(_) => (filled, false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some() || filled < CHUNK),
        };
        if broken {
            return Ok(Some(begins));
        }
        if filled < CHUNK {
            return Ok(None);
        }
        // A character cut by the end of the chunk goes to the head of the next one.
        chunk.copy_within(valid..filled, 0);
        kept = filled - valid;
        begins += valid as u64;
    }
}

/// The encoding of bytes that are not UTF-8.
///
/// A few GBK characters look to a detector like accented Latin ones, and with a hint towards Chinese
/// a few accented letters look like GBK. What tells them apart: each Chinese character is two bytes
/// above 127 next to each other, while accented letters mostly stand alone between ASCII ones. So the
/// hint is given where most such bytes stand in runs of even length.
///
/// A text that is UTF-8 but for a slip here and there stays UTF-8: of GBK and Latin letters only one
/// sequence in five reads as UTF-8 by chance.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if is_utf8_with_slips(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let hint: Option<&[u8]> = in_pairs(bytes).then_some(b"cn");
    detector.guess(hint, Utf8Detection::Deny)
}

fn is_utf8_with_slips(bytes: &[u8]) -> bool {
    let (good, bad) = bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let beyond_ascii = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (good + beyond_ascii, bad + usize::from(!chunk.invalid().is_empty()))
    });
    good > 2 * bad
}

fn in_pairs(bytes: &[u8]) -> bool {
    let runs = bytes.split(u8::is_ascii).map(<[u8]>::len);
    let (paired, alone) = runs.fold((0, 0), |(paired, alone), run| match run % 2 {
        0 => (paired + run, alone),
        _ => (paired, alone + run),
    });
    paired > 2 * alone
}

/// Fills the buffer unless the file ends, however small the pieces it comes in.
fn read_full<R: Read>(file: &mut R, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Text out of bytes, a chunk at a time, with one window of it in memory.
pub struct Text<R> {
    file: R,
    decoder: Decoder,
    chunk: Vec<u8>,
    decoded: String,
    begin: usize,
    read: u64,
    ended: bool,
    malformed: bool,
}

impl<R: Read> Text<R> {
    /// Decodes from here on.
    pub fn new(file: R, encoding: &'static Encoding) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            chunk: vec![0; CHUNK],
            decoded: String::new(),
            begin: 0,
            read: 0,
            ended: false,
            malformed: false,
        }
    }

    /// The byte `at` behind the beginning of the window, reading more when it is not there yet.
    pub fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        while self.begin + at >= self.decoded.len() && !self.ended {
            self.fill()?;
        }
        Ok(self.decoded.as_bytes().get(self.begin + at).copied())
    }

    /// What is in memory and not yet consumed.
    pub fn window(&self) -> &str {
        self.decoded.get(self.begin..).unwrap_or_default()
    }

    /// Forgets the first `count` bytes of the window.
    pub fn consume(&mut self, count: usize) {
        self.begin = (self.begin + count).min(self.decoded.len());
    }

    /// Bytes of the file read so far.
    pub fn done(&self) -> u64 {
        self.read
    }

    /// Whether some bytes so far were no text in this encoding; U+FFFD stands for them.
    pub fn malformed(&self) -> bool {
        self.malformed
    }

    fn fill(&mut self) -> io::Result<()> {
        let count = read_full(&mut self.file, &mut self.chunk)?;
        self.read += count as u64;
        self.ended = count < self.chunk.len();
        let bytes = self.chunk.get(..count).unwrap_or_default();
        self.decoded.drain(..self.begin);
        self.begin = 0;
        self.decoded.reserve(self.decoder.max_utf8_buffer_length(count).unwrap_or(3 * count + 16));
        let (_, _, replaced) = self.decoder.decode_to_string(bytes, &mut self.decoded, self.ended);
        self.malformed |= replaced;
        Ok(())
    }

    /// Bytes of text held in memory.
    #[cfg(test)]
    pub fn held(&self) -> usize {
        self.decoded.capacity()
    }
}

impl<R: Read> Read for Text<R> {
    /// The text as UTF-8.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.byte(0)?;
        let held = self.decoded.as_bytes().get(self.begin..).unwrap_or_default();
        let count = held.len().min(buffer.len());
        buffer.iter_mut().zip(held).for_each(|(to, from)| *to = *from);
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GB18030, GBK, WINDOWS_1252};
    use std::io::Cursor;

    fn decoded(bytes: Vec<u8>) -> (&'static str, String) {
        let mut file = Cursor::new(bytes);
        let encoding = detect(&mut file).unwrap();
        let mut text = Text::new(file, encoding);
        while text.byte(text.window().len()).unwrap().is_some() {}
        (encoding.name(), text.window().to_owned())
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn every_usual_encoding_is_told_by_itself() {
        let chinese = "姓名,电话\n张伟,13800138000\n";
        let german = "Name,Ort\nJürgen Groß,Köln\nFrançois,Besançon\n";
        let encode = |encoding: &'static Encoding, text| encoding.encode(text).0.into_owned();
        for (name, bytes, text) in [
            ("UTF-8", german.as_bytes().to_vec(), german),
            ("UTF-8", [b"\xef\xbb\xbf", chinese.as_bytes()].concat(), chinese),
            ("UTF-8", b"only,ascii\n".to_vec(), "only,ascii\n"),
            ("UTF-16LE", utf16(chinese, u16::to_le_bytes), chinese),
            ("UTF-16BE", utf16(german, u16::to_be_bytes), german),
            ("UTF-16LE", utf16(german, u16::to_le_bytes).split_off(2), german),
            ("UTF-16BE", utf16(german, u16::to_be_bytes).split_off(2), german),
            ("GBK", encode(GBK, chinese), chinese),
            ("GBK", encode(GB18030, "名\n王\n"), "名\n王\n"),
            ("windows-1252", encode(WINDOWS_1252, german), german),
            ("windows-1252", encode(WINDOWS_1252, "name\nJosé\n"), "name\nJosé\n"),
            (
                "windows-1252",
                encode(WINDOWS_1252, "Name;Straße\nMüller;Goethestraße 5\n"),
                "Name;Straße\nMüller;Goethestraße 5\n",
            ),
        ] {
            assert_eq!(decoded(bytes), (name, text.to_owned()), "{text}");
        }
        assert_eq!((UTF_16LE.name(), UTF_16BE.name()), ("UTF-16LE", "UTF-16BE"));
    }

    #[test]
    fn the_only_umlaut_on_the_last_line_is_not_missed() {
        let plain = "Anna,Berlin\n".repeat(20_000);
        let (name, text) = decoded([plain.as_bytes(), &WINDOWS_1252.encode("Jürgen,Köln\n").0].concat());
        assert_eq!(name, "windows-1252");
        assert!(text.ends_with("Jürgen,Köln\n"));
    }

    #[test]
    fn a_character_cut_by_the_end_of_a_chunk_is_whole() {
        for shift in 0..4 {
            let text = format!("{}{}", "x".repeat(shift), "张".repeat(CHUNK));
            assert_eq!(decoded(text.clone().into_bytes()), ("UTF-8", text));
        }
    }

    #[test]
    fn utf8_with_a_slip_stays_utf8() {
        let text = "姓名,城市\n张伟,上海市\n王芳,北京市朝阳区\n".as_bytes();
        let (name, text) = decoded([text, b"li\xff,x\n"].concat());
        assert_eq!(name, "UTF-8");
        assert!(text.ends_with("li\u{fffd},x\n"));
    }

    #[test]
    fn a_file_cut_within_a_character_is_still_read() {
        let (_, text) = decoded(b"name\nJos\xc3".to_vec());
        assert!(text.starts_with("name\nJos"));
    }
}
