//! What was sent, outside the shop file: where an older copy of that is put back, nobody gets a
//! message twice.
//!
//! An entry has 16 bytes: 15 of the keyed hash of a message's id, and one that says what is known.
//! That a body may leave is on the disk before its first byte does; the last entry of a message
//! holds. Whoever has the journal open is the one program on this computer that sends.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use pannier_store::Journaled;

use crate::{Error, Result};

const ENTRY: usize = 16;
const HASH: usize = ENTRY - 1;

const LEFT: u8 = b'b';
const SENT: u8 = b's';
const NOT: u8 = b'n';

/// The journal of a shop file lies beside it.
pub fn journal_path(shop: &Path) -> PathBuf {
    let mut name = shop.as_os_str().to_owned();
    name.push(".sent");
    PathBuf::from(name)
}

/// The open journal.
#[derive(Debug)]
pub struct Journal {
    file: Mutex<File>,
    /// The same file, to wait for the disk without keeping others from writing.
    disk: File,
    key: [u8; 32],
    known: HashMap<[u8; HASH], u8>,
}

impl Journal {
    /// Opens the journal of a shop file, of which `key` is the secret. No other program can until
    /// it is dropped.
    ///
    /// # Errors
    /// [`Error::SendsElsewhere`], or [`Error::Journal`] where the disk refuses.
    pub fn open(shop: &Path, key: [u8; 32]) -> Result<Self> {
        let path = journal_path(shop);
        let is_new = !path.exists();
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path)
            .map_err(Error::Journal)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::SendsElsewhere),
            Err(TryLockError::Error(error)) => return Err(Error::Journal(error)),
        }
        let known = read(&mut file).map_err(Error::Journal)?;
        if is_new {
            settle_folder(&path);
        }
        let disk = file.try_clone().map_err(Error::Journal)?;
        Ok(Self {
            file: Mutex::new(file),
            disk,
            key: blake3::derive_key("Pannier journal of sent mail", &key),
            known,
        })
    }

    /// What was known of a message when the journal was opened.
    pub fn knows(&self, word: &str) -> Option<Journaled> {
        match *self.known.get(&self.hash(word))? {
            SENT => Some(Journaled::Sent),
            LEFT => Some(Journaled::Left),
            _ => Some(Journaled::Not),
        }
    }

    /// The body of a message may leave. It is on the disk when this returns.
    pub(crate) fn leaves(&self, word: &str) -> io::Result<()> {
        self.append(word, LEFT)?;
        self.disk.sync_data()
    }

    /// The server took a message over. After a power cut this can be missing: then it is not known.
    pub(crate) fn arrived(&self, word: &str) -> io::Result<()> {
        self.append(word, SENT)
    }

    /// A message did not arrive after all, and may be sent again.
    pub(crate) fn not(&self, word: &str) -> io::Result<()> {
        self.append(word, NOT)
    }

    fn append(&self, word: &str, what: u8) -> io::Result<()> {
        let mut entry = [what; ENTRY];
        entry[..HASH].copy_from_slice(&self.hash(word));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&entry)
    }

    fn hash(&self, word: &str) -> [u8; HASH] {
        let mut hash = [0; HASH];
        hash.copy_from_slice(&blake3::keyed_hash(&self.key, word.as_bytes()).as_bytes()[..HASH]);
        hash
    }
}

/// A program that this one started holds the file open with it for a moment, until it runs its own
/// code: the lock is let go by name, and does not wait for that one's copy to be closed.
impl Drop for Journal {
    fn drop(&mut self) {
        // Where it cannot be let go, closing the file does it.
        let _ = self.disk.unlock();
    }
}

/// Reads all entries. Half of one, at the end, is of a computer that went dark: it is cut off, or
/// every later one would be out of step.
fn read(file: &mut File) -> io::Result<HashMap<[u8; HASH], u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes.len() / ENTRY * ENTRY;
    if whole < bytes.len() {
        file.set_len(whole as u64)?;
        file.sync_all()?;
    }
    let mut known = HashMap::with_capacity(whole / ENTRY / 2);
    for entry in bytes[..whole].chunks_exact(ENTRY) {
        let mut hash = [0; HASH];
        hash.copy_from_slice(&entry[..HASH]);
        known.insert(hash, entry[HASH]);
    }
    Ok(known)
}

/// That there is a new file is known to the disk only when its folder is. Some systems cannot be
/// asked that; there it is so at once.
fn settle_folder(path: &Path) {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("wren.pannier");
        (folder, shop)
    }

    #[test]
    fn the_last_word_holds() {
        let (_folder, shop) = place();
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        for word in ["left", "sent", "not"] {
            journal.leaves(word).unwrap();
        }
        journal.arrived("sent").unwrap();
        journal.not("not").unwrap();
        drop(journal);
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        assert_eq!(journal.knows("left"), Some(Journaled::Left));
        assert_eq!(journal.knows("sent"), Some(Journaled::Sent));
        assert_eq!(journal.knows("not"), Some(Journaled::Not));
        assert_eq!(journal.knows("other"), None);
        drop(journal);
        let of_other_shop = Journal::open(&shop, [2; 32]).unwrap();
        assert_eq!(of_other_shop.knows("sent"), None);
    }

    #[test]
    fn half_an_entry_is_cut_off() {
        let (_folder, shop) = place();
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        journal.arrived("a").unwrap();
        drop(journal);
        let mut file = OpenOptions::new()
            .append(true)
            .open(journal_path(&shop))
            .unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        journal.arrived("b").unwrap();
        drop(journal);
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        assert_eq!(journal.knows("a"), Some(Journaled::Sent));
        assert_eq!(journal.knows("b"), Some(Journaled::Sent));
    }

    #[test]
    fn two_at_once_cannot_have_it() {
        let (_folder, shop) = place();
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        let second = Journal::open(&shop, [1; 32]);
        assert!(matches!(second, Err(Error::SendsElsewhere)));
        drop(journal);
        assert!(Journal::open(&shop, [1; 32]).is_ok());
    }

    #[test]
    fn a_copy_of_the_open_file_does_not_keep_it_locked() {
        let (_folder, shop) = place();
        let journal = Journal::open(&shop, [1; 32]).unwrap();
        let copy = journal.disk.try_clone().unwrap();
        drop(journal);
        assert!(Journal::open(&shop, [1; 32]).is_ok());
        drop(copy);
    }
}
