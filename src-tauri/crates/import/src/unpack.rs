//! Whatever was dropped, as plain tables: what is compressed is unpacked, the sheets of workbooks
//! become CSV. What a file is, is told by its first bytes and never by its name.
//!
//! What is unpacked lies in a private folder, never beside the merchant's file.

mod gzip;
mod sheet;
mod zip;

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use pannier_core::Cancel;
use tempfile::TempDir;

use crate::{
    Refusal,
    sniff::{Stop, unreadable},
    source::read_full,
};

/// The most that the files of one drop may become (bytes).
const MOST: u64 = 2 << 30;
/// What any one file may become, whatever its size (bytes) …
const ALWAYS: u64 = 64 << 20;
/// … and how many times its own size beyond that. No table compresses better.
const TIMES: u64 = 1000;
/// The most tables that one file may hold.
const MOST_TABLES: usize = 100;
/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

const UNPACK_FIRST: &str = "Unpack it first, then drop the files that are in it";

/// A private folder for what was unpacked; it goes when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    folder: Option<TempDir>,
    files: u32,
    written: u64,
}

impl Spool {
    fn next_path(&mut self) -> io::Result<PathBuf> {
        self.files += 1;
        let folder = match &self.folder {
            Some(folder) => folder,
            None => self.folder.insert(private_folder()?),
        };
        Ok(folder.path().join(format!("{}.csv", self.files)))
    }
}

fn private_folder() -> io::Result<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("pannier-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        folder.permissions(fs::Permissions::from_mode(0o700));
    }
    folder.tempdir()
}

/// One table of what was dropped.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// As it was given.
    pub(crate) given: PathBuf,
    /// For people: `orders.csv`, `shop.zip: orders.csv`, `sales.xlsx: Sheet1`.
    pub(crate) name: String,
    /// What to read: `given` itself where nothing had to be unpacked, else a file in the spool.
    pub(crate) path: PathBuf,
    /// Where it was unpacked: what `given` was then, so that a change can be seen.
    pub(crate) container: Option<Container>,
}

/// A file that holds tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Container {
    /// blake3 of its bytes.
    pub(crate) hash: [u8; 32],
    /// Bytes.
    pub(crate) size: u64,
}

impl Container {
    /// Reads a file from its first byte to its last.
    pub(crate) fn of(path: &Path, cancel: &Cancel) -> Result<Self, Stop> {
        let gone = |error: io::Error| Stop::Refused(unreadable(&error));
        let mut file = File::open(path).map_err(gone)?;
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; CHUNK];
        let mut size = 0;
        loop {
            cancel.check()?;
            let read = read_full(&mut file, &mut chunk).map_err(gone)?;
            hasher.update(&chunk[..read]);
            size += read as u64;
            if read < chunk.len() {
                break;
            }
        }
        Ok(Self {
            hash: *hasher.finalize().as_bytes(),
            size,
        })
    }
}

/// How tables are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrapping {
    Gzip,
    Zip,
    /// Compound file: old Excel workbooks, and new ones with a password.
    Compound,
}

impl Wrapping {
    fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"\x1F\x8B") {
            Some(Self::Gzip)
        } else if head.starts_with(b"PK\x03\x04")
            || head.starts_with(b"PK\x05\x06")
            || head.starts_with(b"PK\x07\x08")
        {
            Some(Self::Zip)
        } else {
            head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
                .then_some(Self::Compound)
        }
    }

    /// Nothing where it is none of them, and where the file cannot be read: who looks at it then
    /// says why.
    fn of_file(path: &Path) -> Option<Self> {
        // Opening a pipe would wait for someone to write into it.
        if !fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
            return None;
        }
        let mut head = [0; 8];
        let length = read_full(&mut File::open(path).ok()?, &mut head).ok()?;
        Self::of(&head[..length])
    }
}

/// Takes a file apart. A plain file is one part, itself.
///
/// # Errors
/// [`Stop::Refused`] where no table can be had from it.
pub(crate) fn unpack(given: &Path, spool: &mut Spool, cancel: &Cancel) -> Result<Vec<Part>, Stop> {
    let name = given
        .file_name()
        .map(|name| shown(&name.to_string_lossy()))
        .unwrap_or_default();
    let Some(wrapping) = Wrapping::of_file(given) else {
        return Ok(vec![Part {
            given: given.to_owned(),
            name,
            path: given.to_owned(),
            container: None,
        }]);
    };
    let container = Container::of(given, cancel)?;
    let mut job = Job::new(container.size, spool, cancel);
    let tables = match wrapping {
        Wrapping::Gzip => vec![(name, gzip::unpack(given, &mut job)?)],
        Wrapping::Zip => zip::unpack(given, &name, &mut job)?,
        Wrapping::Compound => sheet::named(&name, sheet::old_excel::unpack(given, &mut job)?),
    };
    if tables.len() > MOST_TABLES {
        return Err(too_many_tables());
    }
    let part = |(name, path)| Part {
        given: given.to_owned(),
        name,
        path,
        container: Some(container.clone()),
    };
    Ok(tables.into_iter().map(part).collect())
}

/// A name without what would spoil a line of text, or turn it round.
fn shown(name: &str) -> String {
    let is_odd =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars()
        .map(|c| if is_odd(c) { ' ' } else { c })
        .collect()
}

/// The unpacking of one file.
struct Job<'a> {
    spool: &'a mut Spool,
    cancel: &'a Cancel,
    /// Bytes that it may still become.
    room: u64,
}

impl<'a> Job<'a> {
    fn new(packed: u64, spool: &'a mut Spool, cancel: &'a Cancel) -> Self {
        let room = most_of(packed).min(MOST - spool.written.min(MOST));
        Self {
            spool,
            cancel,
            room,
        }
    }

    fn create(&mut self) -> Result<Unpacked, Stop> {
        let path = self.spool.next_path().map_err(|e| no_room(&e))?;
        let file = File::create_new(&path).map_err(|e| no_room(&e))?;
        Ok(Unpacked {
            path,
            file: BufWriter::with_capacity(CHUNK, file),
            written: 0,
            room: self.room,
        })
    }

    /// The file is written: where it lies.
    fn close(&mut self, unpacked: Unpacked) -> Result<PathBuf, Stop> {
        let Unpacked {
            path,
            mut file,
            written,
            ..
        } = unpacked;
        file.flush().map_err(|e| no_room(&e))?;
        self.room -= written;
        self.spool.written += written;
        Ok(path)
    }

    /// Unpacks all that `from` gives, which is `what`.
    fn pour(&mut self, mut from: impl Read, what: &str) -> Result<PathBuf, Stop> {
        let mut unpacked = self.create()?;
        let mut chunk = vec![0; CHUNK];
        loop {
            self.cancel.check()?;
            let read = self.read(&mut from, &mut chunk, what)?;
            unpacked.write(&chunk[..read])?;
            if read < chunk.len() {
                return self.close(unpacked);
            }
        }
    }

    fn read(&self, from: &mut impl Read, chunk: &mut [u8], what: &str) -> Result<usize, Stop> {
        read_full(from, chunk).or_else(|error| {
            // A watched file fails so when the work is to stop.
            self.cancel.check()?;
            Err(Stop::Refused(
                if error.kind() == io::ErrorKind::UnexpectedEof {
                    Refusal::new(
                        format!("{what} is cut off: its end is missing"),
                        "Download or copy it again, and drop the new file",
                    )
                } else {
                    damaged(what)
                },
            ))
        })
    }
}

/// The most that a file of so many bytes may become.
fn most_of(packed: u64) -> u64 {
    ALWAYS
        .saturating_add(packed.saturating_mul(TIMES))
        .min(MOST)
}

/// A file in the spool while it is written.
struct Unpacked {
    path: PathBuf,
    file: BufWriter<File>,
    written: u64,
    room: u64,
}

impl Unpacked {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.written += bytes.len() as u64;
        if self.written > self.room {
            return Err(too_large());
        }
        self.file.write_all(bytes).map_err(|e| no_room(&e))
    }
}

/// A file that fails to be read once the work was asked to stop: the way to stop those who read
/// it for us.
struct Watched {
    file: BufReader<File>,
    cancel: Cancel,
}

impl Watched {
    fn open(path: &Path, cancel: &Cancel) -> Result<Self, Stop> {
        let file = File::open(path).map_err(|e| Stop::Refused(unreadable(&e)))?;
        Ok(Self {
            file: BufReader::with_capacity(CHUNK, file),
            cancel: cancel.clone(),
        })
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.cancel.check().map_err(io::Error::other)?;
        self.file.read(buffer)
    }
}

impl Seek for Watched {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.file.seek(position)
    }
}

fn no_room(error: &io::Error) -> Stop {
    Stop::Refused(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Refusal::new(
            "This file cannot be unpacked: the disk of this computer is full",
            "Free some space and drop it again",
        ),
        _ => Refusal::new(
            format!(
                "This file cannot be unpacked: nothing can be written to this computer’s folder for temporary files ({error})"
            ),
            UNPACK_FIRST,
        ),
    })
}

fn too_large() -> Stop {
    Stop::Refused(Refusal::new(
        "This file unpacks to more than a shop’s export can be. Nothing of it was kept",
        "Unpack it yourself, look at what is in it, and drop only the exports",
    ))
}

fn too_many_tables() -> Stop {
    Stop::Refused(Refusal::new(
        format!("There are more than {MOST_TABLES} tables in this file"),
        "Drop only the exports that you want to bring in",
    ))
}

fn damaged(what: &str) -> Refusal {
    Refusal::new(
        format!("{what} is damaged and cannot be read"),
        "Download or copy it again, and drop the new file",
    )
}

#[cfg(test)]
mod tests;
