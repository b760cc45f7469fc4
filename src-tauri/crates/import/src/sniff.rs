//! The first look at a file: can it be read, is it text, how are its letters written?

use std::{fs::File, io, path::Path};

use pannier_core::{Cancel, Cancelled};

use crate::{
    Refusal,
    source::{Encoding, decode, read_full},
};

/// What a first look at a file tells.
#[derive(Debug, Clone)]
pub(crate) struct Looked {
    pub(crate) size: u64,
    /// blake3 of its bytes.
    pub(crate) hash: [u8; 32],
    pub(crate) encoding: Encoding,
    /// The beginning of its text.
    pub(crate) head: String,
}

/// Why a first look ended early.
pub(crate) enum Stop {
    Refused(Refusal),
    Cancelled(Cancelled),
}

impl From<Cancelled> for Stop {
    fn from(cancelled: Cancelled) -> Self {
        Self::Cancelled(cancelled)
    }
}

/// Bytes at the beginning that delimiter, header and letters are judged by.
const HEAD: usize = 256 * 1024;

const NEED_CSV: &str = "In Shopify, open Orders, choose Export, then “All orders” and “CSV for Excel, \
     Numbers, or other spreadsheet programs”, and drop that file here as it is";

/// Files that are known by their first bytes, and what to say of them.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "This is a PDF document, not a table", NEED_CSV),
    (
        b"\x1F\x8B",
        "This is a compressed file (gzip)",
        "Unpack it first, then drop the CSV file that is in it",
    ),
    (
        b"7z\xBC\xAF",
        "This is a compressed file (7-Zip)",
        "Unpack it first, then drop the CSV file that is in it",
    ),
    (
        b"Rar!",
        "This is a compressed file (RAR)",
        "Unpack it first, then drop the CSV file that is in it",
    ),
    (
        b"\xD0\xCF\x11\xE0",
        "This is an old Excel workbook, not a CSV file",
        "Drop the CSV file that the shop gave you. If you only have the workbook, save it as “CSV UTF-8”",
    ),
    (b"\x89PNG", "This is a picture, not a table", NEED_CSV),
    (b"\xFF\xD8\xFF", "This is a picture, not a table", NEED_CSV),
    (
        b"SQLite format 3",
        "This is a database file, not a CSV file",
        NEED_CSV,
    ),
];

/// Looks at a file once, from its first byte to its last.
pub(crate) fn look(path: &Path, cancel: &Cancel) -> Result<Looked, Stop> {
    let meta = std::fs::metadata(path).map_err(|e| Stop::Refused(unreadable(&e)))?;
    if meta.is_dir() {
        return Err(Stop::Refused(Refusal::new(
            "This is a folder, not a file",
            "Open it and drop the files that are in it",
        )));
    }
    if !meta.is_file() {
        return Err(Stop::Refused(Refusal::new(
            "This is not a file that can be read as a table",
            NEED_CSV,
        )));
    }
    let mut file = File::open(path).map_err(|e| Stop::Refused(unreadable(&e)))?;
    let mut head = vec![0; HEAD];
    let length = read_full(&mut file, &mut head).map_err(|e| Stop::Refused(unreadable(&e)))?;
    head.truncate(length);
    if let Some(refusal) = known_by_first_bytes(&head) {
        return Err(Stop::Refused(refusal));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&head);
    let mut utf8 = Utf8Check::default();
    utf8.feed(&head);
    let mut chunk = vec![0; HEAD];
    let mut is_whole = length < HEAD;
    while !is_whole {
        cancel.check()?;
        let read = read_full(&mut file, &mut chunk).map_err(|e| Stop::Refused(unreadable(&e)))?;
        hasher.update(&chunk[..read]);
        utf8.feed(&chunk[..read]);
        is_whole = read < chunk.len();
    }
    let encoding = encoding_of(&head, utf8.is_valid());
    if encoding == Encoding::Windows1252 || encoding == Encoding::Utf8 {
        let nuls: usize = head.iter().map(|b| usize::from(*b == 0)).sum();
        let odd = head
            .iter()
            .filter(|b| matches!(**b, 1..=8 | 14..=26 | 28..=31))
            .count();
        if nuls * 10 > head.len() || odd * 20 > head.len() {
            return Err(Stop::Refused(Refusal::new(
                "This is not a text file",
                NEED_CSV,
            )));
        }
    }
    let head = head_text(&head, encoding, length < HEAD);
    let refused = if head.trim().is_empty() {
        Some(Refusal::new(
            "This file is empty",
            "Make the export again and drop the new file",
        ))
    } else {
        known_by_first_letters(&head)
    };
    match refused {
        Some(refusal) => Err(Stop::Refused(refusal)),
        None => Ok(Looked {
            size: meta.len(),
            hash: *hasher.finalize().as_bytes(),
            encoding,
            head,
        }),
    }
}

/// What to say of a file that the system does not let us read.
pub(crate) fn unreadable(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound => Refusal::new(
            "There is no file here any more",
            "Check whether it was moved or renamed, and drop it again",
        ),
        io::ErrorKind::PermissionDenied => Refusal::new(
            "You may not read this file",
            "Copy it to your own folder, or let its owner give you the right to read it",
        ),
        _ => Refusal::new(
            format!("This file cannot be read ({error})"),
            "Copy it to this computer and drop the copy",
        ),
    }
}

fn known_by_first_bytes(head: &[u8]) -> Option<Refusal> {
    if head.is_empty() {
        return Some(Refusal::new(
            "This file is empty",
            "Make the export again and drop the new file",
        ));
    }
    if head.starts_with(b"PK\x03\x04") {
        let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
        return Some(if holds(b"opendocument.spreadsheet") {
            Refusal::new(
                "This is a LibreOffice or OpenOffice spreadsheet (ODS), not a CSV file",
                NEED_CSV,
            )
        } else if holds(b"xl/") || holds(b"[Content_Types].xml") {
            Refusal::new("This is an Excel workbook (XLSX), not a CSV file", NEED_CSV)
        } else {
            Refusal::new(
                "This is a compressed file (ZIP)",
                "Unpack it first, then drop the CSV file that is in it",
            )
        });
    }
    MAGIC
        .iter()
        .find(|(magic, ..)| head.starts_with(magic))
        .map(|(_, what, need)| Refusal::new(*what, *need))
}

fn known_by_first_letters(head: &str) -> Option<Refusal> {
    let start: String = head
        .trim_start()
        .chars()
        .take(60)
        .collect::<String>()
        .to_lowercase();
    if start.starts_with("version https://git-lfs") {
        return Some(Refusal::new(
            "This is a Git LFS pointer: a note about where the file is, not the file",
            "Fetch the file itself (git lfs pull) and drop it here",
        ));
    }
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Some(Refusal::new(
            "This is a web page, not a table. Often that is a login page saved instead of the export",
            NEED_CSV,
        ));
    }
    if start.starts_with("<?xml") {
        return Some(Refusal::new(
            "This is an XML file, not a CSV file",
            NEED_CSV,
        ));
    }
    if start.starts_with('{') || start.starts_with("[{") {
        return Some(Refusal::new(
            "This is a JSON file, not a CSV file",
            NEED_CSV,
        ));
    }
    None
}

fn encoding_of(head: &[u8], is_utf8: bool) -> Encoding {
    for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
        if head.starts_with(encoding.mark()) {
            return encoding;
        }
    }
    // Latin letters in UTF-16 have a NUL each, always on the same side.
    let sample = &head[..head.len().min(4096)];
    let pairs = sample.len() / 2;
    if pairs >= 4 {
        let nuls = |side: usize| {
            sample
                .chunks_exact(2)
                .filter(|pair| pair[side] == 0)
                .count()
        };
        let (first, second) = (nuls(0), nuls(1));
        if second * 10 > pairs * 4 && first * 20 < pairs {
            return Encoding::Utf16Le;
        }
        if first * 10 > pairs * 4 && second * 20 < pairs {
            return Encoding::Utf16Be;
        }
    }
    if is_utf8 {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

fn head_text(head: &[u8], encoding: Encoding, is_whole: bool) -> String {
    let body = head.strip_prefix(encoding.mark()).unwrap_or(head);
    match encoding.decoder() {
        None => {
            let valid = match std::str::from_utf8(body) {
                Ok(_) => body.len(),
                Err(error) => error.valid_up_to(),
            };
            String::from_utf8_lossy(&body[..valid]).into_owned()
        }
        Some(mut decoder) => {
            let mut text = Vec::new();
            decode(&mut decoder, body, is_whole, &mut text);
            String::from_utf8_lossy(&text).into_owned()
        }
    }
}

/// Whether bytes that come in pieces are strict UTF-8.
#[derive(Default)]
struct Utf8Check {
    is_wrong: bool,
    rest: Vec<u8>,
}

impl Utf8Check {
    fn feed(&mut self, piece: &[u8]) {
        if self.is_wrong {
            return;
        }
        let mut piece = piece;
        // At most three bytes are left over: finish that letter first.
        while !self.rest.is_empty() && !piece.is_empty() {
            self.rest.push(piece[0]);
            piece = &piece[1..];
            match std::str::from_utf8(&self.rest) {
                Ok(_) => self.rest.clear(),
                Err(error) if error.error_len().is_some() || self.rest.len() >= 4 => {
                    self.is_wrong = true;
                    return;
                }
                Err(_) => {}
            }
        }
        if let Err(error) = std::str::from_utf8(piece) {
            if error.error_len().is_some() {
                self.is_wrong = true;
            } else {
                self.rest.extend_from_slice(&piece[error.valid_up_to()..]);
            }
        }
    }

    fn is_valid(&self) -> bool {
        !self.is_wrong && self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_recognised() {
        let utf16: Vec<u8> = "Name,Email\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            encoding_of(&utf16, true),
            Encoding::Utf16Le,
            "without a mark, by its NULs"
        );
        assert_eq!(encoding_of(b"\xFE\xFF\0N", false), Encoding::Utf16Be);
        assert_eq!(encoding_of(b"caf\xE9,1", false), Encoding::Windows1252);
        assert_eq!(encoding_of("café,1".as_bytes(), true), Encoding::Utf8);
    }

    proptest! {
        #[test]
        fn pieces_are_judged_as_the_whole(bytes in prop::collection::vec(any::<u8>(), 0..40), text in ".{0,20}", cut in 1_usize..7) {
            for bytes in [bytes, text.into_bytes()] {
                let mut check = Utf8Check::default();
                bytes.chunks(cut).for_each(|piece| check.feed(piece));
                prop_assert_eq!(check.is_valid(), std::str::from_utf8(&bytes).is_ok());
            }
        }
    }
}
