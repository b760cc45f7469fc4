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
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// The name that people see.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le | Self::Utf16Be => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The mark that may stand before the first letter.
    pub(crate) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Windows1252 => b"",
        }
    }

    pub(crate) fn decoder(self) -> Option<Decoder> {
        match self {
            Self::Utf8 => None,
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
}

impl Source {
    pub(crate) fn open(path: &Path, encoding: Encoding) -> io::Result<Self> {
        Ok(Self {
            file: File::open(path)?,
            decoder: encoding.decoder(),
            hasher: blake3::Hasher::new(),
            raw: vec![0; CHUNK],
            is_first: true,
            is_done: false,
            mark: encoding.mark(),
        })
    }

    /// Puts the next text into `out`, whole from its start. Nothing comes at the end of the file.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        out.clear();
        while out.is_empty() && !self.is_done {
            let read = read_full(&mut self.file, &mut self.raw)?;
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
        }
        Ok(())
    }

    /// The hash of all bytes, once all were read.
    pub(crate) fn hash(&self) -> [u8; 32] {
        *self.hasher.finalize().as_bytes()
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
