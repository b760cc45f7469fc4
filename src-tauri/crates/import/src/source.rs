//! The bytes of a file as UTF-8 text, in chunks, hashed as they are read.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use encoding_rs::{CoderResult, Decoder};

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// With bytes here and there that are no letters.
    Utf8Damaged,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// The name that people see.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Damaged => "utf-8",
            Self::Utf16Le | Self::Utf16Be => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The mark that may stand before the first letter.
    pub(crate) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Utf8Damaged => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Windows1252 => b"",
        }
    }

    pub(crate) fn decoder(self) -> Option<Decoder> {
        match self {
            Self::Utf8 => None,
            Self::Utf8Damaged => Some(encoding_rs::UTF_8.new_decoder_without_bom_handling()),
            Self::Utf16Le => Some(encoding_rs::UTF_16LE.new_decoder_without_bom_handling()),
            Self::Utf16Be => Some(encoding_rs::UTF_16BE.new_decoder_without_bom_handling()),
            Self::Windows1252 => Some(encoding_rs::WINDOWS_1252.new_decoder_without_bom_handling()),
        }
    }
}

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// A file being read as text.
pub(crate) struct Source {
    file: File,
    decoder: Option<Decoder>,
    hasher: blake3::Hasher,
    raw: Vec<u8>,
    is_first: bool,
    is_done: bool,
    mark: &'static [u8],
    /// Whether the text so far ended with a CR that waits for what comes after it.
    is_split: bool,
    size: u64,
    read: u64,
}

impl Source {
    pub(crate) fn open(path: &Path, encoding: Encoding) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(Self {
            size: file.metadata()?.len(),
            read: 0,
            file,
            decoder: encoding.decoder(),
            hasher: blake3::Hasher::new(),
            raw: vec![0; CHUNK],
            is_first: true,
            is_done: false,
            mark: encoding.mark(),
            is_split: false,
        })
    }

    /// Puts the next text into `out`, whole from its start. Nothing comes at the end of the file.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        out.clear();
        while out.is_empty() && !self.is_done {
            let read = read_full(&mut self.file, &mut self.raw)?;
            self.read += read as u64;
            self.hasher.update(&self.raw[..read]);
            let mut chunk = &self.raw[..read];
            if std::mem::take(&mut self.is_first) {
                chunk = chunk.strip_prefix(self.mark).unwrap_or(chunk);
            }
            self.is_done = read < self.raw.len();
            match &mut self.decoder {
                None => out.extend_from_slice(chunk),
                Some(decoder) => decode(decoder, chunk, self.is_done, out),
            }
            if std::mem::take(&mut self.is_split) {
                out.insert(0, b'\r');
            }
            if !self.is_done && out.last() == Some(&b'\r') {
                out.pop();
                self.is_split = true;
            }
            unify_line_ends(out);
        }
        Ok(())
    }

    /// Bytes of the file.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Bytes read so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// The hash of all bytes, once all were read.
    pub(crate) fn hash(&self) -> [u8; 32] {
        *self.hasher.finalize().as_bytes()
    }
}

/// Lines of old Macs end with CR alone. To the parser that is a line end like any other, but no
/// line would be counted, and no row found that a quotation mark has swallowed.
pub(crate) fn unify_line_ends(text: &mut [u8]) {
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'\r', &text[from..]) {
        let at = from + found;
        if text.get(at + 1) != Some(&b'\n') {
            text[at] = b'\n';
        }
        from = at + 1;
    }
}

pub(crate) fn decode(decoder: &mut Decoder, mut input: &[u8], last: bool, out: &mut Vec<u8>) {
    loop {
        let at = out.len();
        let room = decoder
            .max_utf8_buffer_length(input.len())
            .unwrap_or(CHUNK)
            .max(16);
        out.resize(at + room, 0);
        let (result, read, written, _) = decoder.decode_to_utf8(input, &mut out[at..], last);
        out.truncate(at + written);
        input = &input[read..];
        if matches!(result, CoderResult::InputEmpty) {
            return;
        }
    }
}

/// Reads until the buffer is full or the file ends.
pub(crate) fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8], encoding: Encoding) -> String {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut source = Source::open(file.path(), encoding).unwrap();
        let (mut text, mut piece) = (Vec::new(), Vec::new());
        loop {
            source.fill(&mut piece).unwrap();
            if piece.is_empty() {
                break;
            }
            text.extend_from_slice(&piece);
        }
        assert_eq!(source.hash(), *blake3::hash(bytes).as_bytes());
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_lone_cr_ends_a_line_wherever_the_file_is_cut() {
        for (text, expected) in [
            ("a\rb\r", "a\nb\n"),
            ("a\r\nb\r\n", "a\r\nb\r\n"),
            ("\r\r\n\r", "\n\r\n\n"),
        ] {
            for before in [0, CHUNK - 3, CHUNK - 2, CHUNK - 1, CHUNK] {
                let before = "x".repeat(before);
                let text = format!("{before}{text}");
                let expected = format!("{before}{expected}");
                let is_same = read(text.as_bytes(), Encoding::Utf8) == expected;
                assert!(
                    is_same,
                    "{:?} after {}",
                    &text[before.len()..],
                    before.len()
                );
            }
        }
    }

    #[test]
    fn bytes_that_are_no_letters_are_marked() {
        let text = read(
            b"\xEF\xBB\xBFk\xC3\xA4se,\xC0\xAF,\xE2\x82",
            Encoding::Utf8Damaged,
        );
        assert_eq!(text, "käse,\u{fffd}\u{fffd},\u{fffd}");
    }
}
