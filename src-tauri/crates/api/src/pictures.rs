//! Pictures of products: a folder beside the shop file, filled from the shop's own site when the
//! merchant says so. The window never asks the web for one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use include_dir::{Dir, include_dir};
use pannier_core::{Cancel, Phase, Reporter};
use pannier_messaging::{FetchError, PictureFetcher, SmallPicture, shrink_to};
use sha2::{Digest, Sha256};

use crate::{
    ApiError, Code, Result, Shop,
    views::{PictureFailed, PictureState, PicturesFetched},
};

/// The pictures of the sample shop, by their names.
const SAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../../assets/sample-shop/pictures");

/// How its product file names them.
const SAMPLE_FOLDER: &str = "pictures/";

/// So many pictures are asked for at once.
const AT_ONCE: usize = 4;

/// After so many in a row that could not be reached, the rest are left.
const UNREACHABLE: usize = 8;

/// Endings of the files, with what a browser calls them.
const KINDS: [(&str, &str); 2] = [("jpg", "image/jpeg"), ("png", "image/png")];

/// A picture on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// As in its file.
    pub bytes: Vec<u8>,
    /// What a browser calls its kind.
    pub mime: &'static str,
}

/// Which pictures are on this computer: each is looked for when it is asked for, since a shop may
/// have a hundred thousand and a page shows a few.
#[derive(Debug)]
pub(crate) struct PicturesHere(PathBuf);

impl PicturesHere {
    /// Of a shop.
    pub(crate) fn of(shop: &Shop) -> Self {
        Self(folder(shop.path()))
    }

    /// The key of the picture with that address, whether it is here or not.
    pub(crate) fn key_of(address: &str) -> String {
        key_of(address)
    }

    /// Whether a picture is here; a word that is no key is none.
    pub(crate) fn has(&self, key: &str) -> bool {
        let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_here = |kind: &str| self.0.join(format!("{key}.{kind}")).is_file();
        is_key && KINDS.iter().any(|(kind, _)| is_here(kind))
    }

    /// The key by which the window asks for the picture with that address, where it is here.
    pub(crate) fn key(&self, address: Option<&str>) -> Option<String> {
        let key = key_of(address?);
        let is_here = |kind: &str| self.0.join(format!("{key}.{kind}")).is_file();
        KINDS.iter().any(|(kind, _)| is_here(kind)).then_some(key)
    }
}

/// The keys of all pictures of a shop that are on this computer.
pub(crate) fn keys(shop: &Shop) -> Result<BTreeSet<String>> {
    let entries = match fs::read_dir(folder(shop.path())) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error.into()),
    };
    let mut keys = BTreeSet::new();
    for entry in entries {
        let name = PathBuf::from(entry?.file_name());
        if KINDS.iter().any(|(kind, _)| has_extension(&name, kind))
            && let Some(key) = name.file_stem().and_then(|stem| stem.to_str())
        {
            keys.insert(key.to_owned());
        }
    }
    Ok(keys)
}

/// How many products have their picture here.
///
/// # Errors
/// What the shop file or the disk says.
pub fn pictures(shop: &Shop) -> Result<PictureState> {
    let named = named(shop)?;
    let missing = missing(&named, &keys(shop)?);
    let sites: BTreeSet<String> = missing.iter().filter_map(|(a, _)| site(a)).collect();
    Ok(PictureState {
        named: count(named.len()),
        here: count(named.len() - missing.len()),
        sites: sites.into_iter().collect(),
    })
}

/// Fetches the pictures that are not here yet. Each is kept as soon as it has come: who stops it
/// has those that came.
///
/// # Errors
/// What the shop file or the disk says.
pub fn fetch_pictures(
    shop: &Shop,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<PicturesFetched> {
    let named = named(shop)?;
    let missing = missing(&named, &keys(shop)?);
    let folder = folder(shop.path());
    if !missing.is_empty() {
        fs::create_dir_all(&folder)?;
    }
    let fetching = Fetching {
        folder: &folder,
        missing: &missing,
        fetcher: PictureFetcher::default(),
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        unreachable: AtomicUsize::new(0),
        fetched: Mutex::default(),
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE.min(missing.len()))
            .map(|_| scope.spawn(|| fetching.work(reporter, cancel)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .map_err(|_| ApiError::new(Code::Internal, "A picture could not be fetched"))?
        })
    })?;
    let mut fetched = fetching
        .fetched
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    fetched.failed.sort_by(|a, b| a.product.cmp(&b.product));
    let tried = fetching.done.into_inner();
    fetched.left = count(missing.len() - tried);
    Ok(fetched)
}

/// The picture with that key, where it is here.
///
/// # Errors
/// What the disk says.
pub fn picture(shop: &Shop, key: &str) -> Result<Option<Picture>> {
    // The key comes from a page: nothing but what could be one of ours becomes a path.
    if key.len() != 32 || !key.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    for (kind, mime) in KINDS {
        match fs::read(folder(shop.path()).join(format!("{key}.{kind}"))) {
            Ok(bytes) => return Ok(Some(Picture { bytes, mime })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

/// The longest side of a picture of the merchant's own, in pixels: a mail is 600 wide, on a screen of
/// double density.
const LONGEST_OWN: u32 = 1_200;

/// No file of a picture is larger (bytes).
const LARGEST_FILE: u64 = 25 * 1024 * 1024;

/// A picture of the merchant's own that is larger than this when it was made small weighs too much in
/// a mail that goes to many (bytes).
const HEAVIEST: usize = 1024 * 1024;

/// Keeps a picture of the merchant's own, made small; gives its key.
///
/// # Errors
/// [`Code::Validation`] where it is no picture or stays too heavy, or what the disk says.
pub(crate) fn keep_local_picture(shop: &Shop, path: &Path) -> Result<String> {
    if fs::metadata(path)?.len() > LARGEST_FILE {
        let words = "The file is larger than 25 MB. Choose a smaller picture";
        return Err(ApiError::invalid("path", words));
    }
    let small = shrink_to(&fs::read(path)?, LONGEST_OWN)
        .map_err(|error| ApiError::invalid("path", format!("This cannot be used: {error}")))?;
    if small.bytes.len() > HEAVIEST {
        let words =
            "The picture stays too heavy for a mail. Save it as JPEG, or choose another one";
        return Err(ApiError::invalid("path", words));
    }
    let folder = folder(shop.path());
    fs::create_dir_all(&folder)?;
    let key = crate::words::hex(&Sha256::digest(&small.bytes)[..16]);
    let half = folder.join(format!("{key}.part"));
    fs::write(&half, &small.bytes)?;
    fs::rename(half, folder.join(format!("{key}.{}", small.extension)))?;
    Ok(key)
}

/// Puts the pictures of the sample shop beside its file.
pub(crate) fn write_sample_pictures(shop: &Path) -> Result<()> {
    let folder = folder(shop);
    fs::create_dir_all(&folder)?;
    for file in SAMPLE.files() {
        let name = file.path().to_string_lossy();
        let key = key_of(&format!("{SAMPLE_FOLDER}{name}"));
        fs::write(folder.join(format!("{key}.png")), file.contents())?;
    }
    Ok(())
}

/// Takes the pictures of a shop file away.
pub(crate) fn remove_pictures(shop: &Path) {
    // What is not there need not be removed.
    let _ = fs::remove_dir_all(folder(shop));
}

/// Pictures that are being fetched by several threads.
struct Fetching<'f> {
    folder: &'f Path,
    missing: &'f [(&'f String, &'f String)],
    fetcher: PictureFetcher,
    next: AtomicUsize,
    done: AtomicUsize,
    /// How many in a row could not be reached.
    unreachable: AtomicUsize,
    fetched: Mutex<PicturesFetched>,
}

impl Fetching<'_> {
    fn work(&self, reporter: &Reporter, cancel: &Cancel) -> Result<()> {
        let total = self.missing.len();
        while cancel.check().is_ok()
            && self.unreachable.load(Ordering::Relaxed) < UNREACHABLE
            && let Some((address, product)) =
                self.missing.get(self.next.fetch_add(1, Ordering::Relaxed))
        {
            let outcome = self.fetcher.fetch(address);
            self.count_unreachable(outcome.as_ref().err());
            match outcome {
                Ok(picture) => {
                    self.keep(address, &picture)?;
                    self.change(|fetched| fetched.fetched += 1);
                }
                Err(error) => self.change(|fetched| {
                    fetched.failed.push(PictureFailed {
                        product: (*product).clone(),
                        address: (*address).clone(),
                        why: error.to_string(),
                    });
                }),
            }
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            reporter.report(Phase::Reading, done as u64, Some(total as u64));
        }
        Ok(())
    }

    fn count_unreachable(&self, error: Option<&FetchError>) {
        if error.is_some_and(FetchError::is_of_the_line) {
            self.unreachable.fetch_add(1, Ordering::Relaxed);
        } else {
            self.unreachable.store(0, Ordering::Relaxed);
        }
    }

    /// Writes a picture under another name first: half a picture is never taken for a whole one.
    fn keep(&self, address: &str, picture: &SmallPicture) -> Result<()> {
        let key = key_of(address);
        let half = self.folder.join(format!("{key}.part"));
        fs::write(&half, &picture.bytes)?;
        fs::rename(
            half,
            self.folder.join(format!("{key}.{}", picture.extension)),
        )?;
        Ok(())
    }

    fn change(&self, how: impl FnOnce(&mut PicturesFetched)) {
        how(&mut self.fetched.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Addresses on the web that the product files name, each with the first product that has it.
fn named(shop: &Shop) -> Result<BTreeMap<String, String>> {
    let products = shop.read(|tx| Ok(tx.shelf()?))?;
    let mut named = BTreeMap::new();
    for product in products {
        if let Some(address) = product.picture.filter(|address| site(address).is_some()) {
            named.entry(address).or_insert(product.title);
        }
    }
    Ok(named)
}

fn missing<'n>(
    named: &'n BTreeMap<String, String>,
    here: &BTreeSet<String>,
) -> Vec<(&'n String, &'n String)> {
    let is_missing = |address: &str| !here.contains(&key_of(address));
    named.iter().filter(|(a, _)| is_missing(a)).collect()
}

/// The site of an address on the web.
fn site(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let is_web = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    (is_web && !host.is_empty()).then(|| host.to_lowercase())
}

fn folder(shop: &Path) -> PathBuf {
    shop.with_extension("pictures")
}

fn has_extension(name: &Path, kind: &str) -> bool {
    name.extension().is_some_and(|extension| extension == kind)
}

/// What a picture is called here: the same for the same address, and safe as a file's name.
fn key_of(address: &str) -> String {
    let hash = Sha256::digest(address.as_bytes());
    crate::words::hex(&hash[..16])
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
