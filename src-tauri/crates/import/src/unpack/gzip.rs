//! A table that was compressed alone: `orders.csv.gz`.

use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::{CHUNK, Job, UNPACK_FIRST, Watched, Wrapping};
use crate::{Refusal, sniff::Stop};

const WHAT: &str = "This compressed file (gzip)";

pub(super) fn unpack(given: &Path, job: &mut Job) -> Result<PathBuf, Stop> {
    let mut text = MultiGzDecoder::new(Watched::open(given, job.cancel)?);
    let mut head = vec![0; CHUNK];
    let length = job.read(&mut text, &mut head, WHAT)?;
    head.truncate(length);
    if let Some(refusal) = no_table(&head) {
        return Err(Stop::Refused(refusal));
    }
    job.pour(std::io::Read::chain(&head[..], text), WHAT)
}

/// What to say where no table was compressed.
fn no_table(head: &[u8]) -> Option<Refusal> {
    let what = match Wrapping::of(head) {
        Some(Wrapping::Gzip) => "There is another compressed file inside this one",
        Some(Wrapping::Zip | Wrapping::Compound) => {
            "There is a workbook or another compressed file inside this one, not a CSV file"
        }
        None if head.get(257..262) == Some(b"ustar") => {
            "Several files are packed into this one (tar)"
        }
        None => return None,
    };
    Some(Refusal::new(what, UNPACK_FIRST))
}
