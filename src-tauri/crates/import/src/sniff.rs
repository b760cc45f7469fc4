//! The first look at a file: can it be read, is it text, how are its letters written?

mod known;

use std::{
    ffi::OsStr,
    fs::{File, Metadata},
    io,
    path::Path,
};

use pannier_core::{Cancel, Cancelled};

use crate::{
    Refusal,
    source::{Encoding, decode, read_full, unify_line_ends},
};

use known::{NEED_CSV, known_by_first_bytes, known_by_first_letters};

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

/// Looks at a file once, from its first byte to its last.
pub(crate) fn look(path: &Path, cancel: &Cancel) -> Result<Looked, Stop> {
    let meta = std::fs::metadata(path).map_err(|e| Stop::Refused(not_there(path, &e)))?;
    if let Some(refusal) = no_file(path, &meta) {
        return Err(Stop::Refused(refusal));
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
    let encoding = encoding_of(&head, utf8.verdict());
    if !matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
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

/// What to say of a path that leads to no file.
fn not_there(path: &Path, error: &io::Error) -> Refusal {
    if std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink()) {
        return Refusal::new(
            "This is a link to a file that is not there",
            "Drop the file itself",
        );
    }
    unreadable(error)
}

/// What to say of a folder, a device or a pipe.
fn no_file(path: &Path, meta: &Metadata) -> Option<Refusal> {
    let is_numbers = |ending: &OsStr| ending.eq_ignore_ascii_case("numbers");
    if meta.is_dir() && path.extension().is_some_and(is_numbers) {
        Some(Refusal::new(
            "This is a document of Apple Numbers, not a CSV file",
            "In Numbers, choose File, Export To, CSV, and drop that file. Better still, drop the CSV file that the shop gave you",
        ))
    } else if meta.is_dir() {
        Some(Refusal::new(
            "This is a folder, not a file",
            "Open it and drop the files that are in it",
        ))
    } else {
        (!meta.is_file())
            .then(|| Refusal::new("This is not a file that can be read as a table", NEED_CSV))
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

fn encoding_of(head: &[u8], by_bytes: Encoding) -> Encoding {
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
    by_bytes
}

fn head_text(head: &[u8], encoding: Encoding, is_whole: bool) -> String {
    let body = head.strip_prefix(encoding.mark()).unwrap_or(head);
    let mut text = match encoding.decoder() {
        None => {
            let valid = match std::str::from_utf8(body) {
                Ok(_) => body.len(),
                Err(error) => error.valid_up_to(),
            };
            body[..valid].to_vec()
        }
        Some(mut decoder) => {
            let mut text = Vec::new();
            decode(&mut decoder, body, is_whole, &mut text);
            text
        }
    };
    unify_line_ends(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
struct Utf8Check {
    /// Letters of more than one byte.
    letters: u64,
    /// Places where no letter can be.
    faults: u64,
    rest: Vec<u8>,
}

impl Utf8Check {
    fn feed(&mut self, piece: &[u8]) {
        let mut piece = piece;
        // At most three bytes are left over: finish that letter first.
        while !self.rest.is_empty() && !piece.is_empty() {
            self.rest.push(piece[0]);
            piece = &piece[1..];
            let rest = std::mem::take(&mut self.rest);
            self.judge(&rest);
        }
        self.judge(piece);
    }

    /// What may go on in the next piece is left over.
    fn judge(&mut self, mut bytes: &[u8]) {
        loop {
            let (valid, wrong) = match std::str::from_utf8(bytes) {
                Ok(_) => (bytes, None),
                Err(error) => (&bytes[..error.valid_up_to()], Some(error.error_len())),
            };
            self.letters += valid.iter().map(|b| u64::from(*b >= 0xC0)).sum::<u64>();
            bytes = &bytes[valid.len()..];
            match wrong {
                None => return,
                Some(None) => {
                    self.rest.extend_from_slice(bytes);
                    return;
                }
                Some(Some(length)) => {
                    self.faults += 1;
                    bytes = &bytes[length..];
                }
            }
        }
    }

    /// A file in another encoding has hardly a byte sequence that is a letter in UTF-8 by chance;
    /// one that was cut or patched has hardly one that is none.
    fn verdict(&self) -> Encoding {
        let faults = self.faults + u64::from(!self.rest.is_empty());
        if faults == 0 {
            Encoding::Utf8
        } else if self.letters > faults * 2 {
            Encoding::Utf8Damaged
        } else {
            Encoding::Windows1252
        }
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
            encoding_of(&utf16, Encoding::Utf8),
            Encoding::Utf16Le,
            "without a mark, by its NULs"
        );
        assert_eq!(
            encoding_of(b"\xFE\xFF\0N", Encoding::Windows1252),
            Encoding::Utf16Be
        );
        for (bytes, expected) in [
            (&b"caf\xE9,1"[..], Encoding::Windows1252),
            ("café,1".as_bytes(), Encoding::Utf8),
            (
                b"caf\xC3\xA9 \xC3\xA9t\xC3\xA9 \xE2\x82",
                Encoding::Utf8Damaged,
            ),
            (
                b"k\xC3\xA4se\xC3\xBC\xC3\xB6 \xC0\xAF",
                Encoding::Windows1252,
            ),
            (
                b"\xC3\xA4\xC3\xBC\xC3\xB6\xC3\xA4\xC3\xBC \xC0\xAF",
                Encoding::Utf8Damaged,
            ),
            (b"caf\xE9 \xFCber \xC3\xA4", Encoding::Windows1252),
        ] {
            let mut check = Utf8Check::default();
            check.feed(bytes);
            assert_eq!(check.verdict(), expected, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_are_judged_as_the_whole(bytes in prop::collection::vec(any::<u8>(), 0..40), text in ".{0,20}", cut in 1_usize..7) {
            for bytes in [bytes, text.into_bytes()] {
                let mut check = Utf8Check::default();
                bytes.chunks(cut).for_each(|piece| check.feed(piece));
                prop_assert_eq!(check.verdict() == Encoding::Utf8, std::str::from_utf8(&bytes).is_ok());
                let mut whole = Utf8Check::default();
                whole.feed(&bytes);
                prop_assert_eq!(check.verdict(), whole.verdict());
            }
        }
    }
}
