//! Several files in one: the exports in a ZIP. Workbooks are ZIP files too, and go their own way.

use std::path::{Path, PathBuf};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{
    Job, MOST_TABLES, UNPACK_FIRST, Watched, Wrapping, damaged, sheet, shown, too_many_tables,
};
use crate::{Refusal, sniff::Stop};

const WHAT: &str = "This compressed file (ZIP)";

pub(super) type Archive = ZipArchive<Watched>;

/// What a ZIP file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Files,
    Workbook(sheet::Kind),
}

/// Its tables, each with its name.
pub(super) fn unpack(
    given: &Path,
    name: &str,
    job: &mut Job,
) -> Result<Vec<(String, PathBuf)>, Stop> {
    let mut archive = open(given, WHAT, job)?;
    match content(&archive)? {
        Content::Workbook(kind) => {
            drop(archive);
            Ok(sheet::named(name, sheet::unpack(given, kind, job)?))
        }
        Content::Files => files(&mut archive, name, job),
    }
}

pub(super) fn open(path: &Path, what: &str, job: &Job) -> Result<Archive, Stop> {
    let file = Watched::open(path, job.cancel)?;
    ZipArchive::new(file).or_else(|_| {
        job.cancel.check()?;
        Err(Stop::Refused(damaged(what)))
    })
}

/// A file of an archive, ready to be read.
pub(super) fn member<'z>(
    archive: &'z mut Archive,
    index: usize,
    what: &str,
    job: &Job,
) -> Result<ZipFile<'z, Watched>, Stop> {
    let locked = || {
        Stop::Refused(Refusal::new(
            format!("{what} is locked with a password"),
            "Save it again without a password, and drop that file",
        ))
    };
    if archive
        .by_index_raw(index)
        .is_ok_and(|member| member.encrypted())
    {
        return Err(locked());
    }
    archive.by_index(index).or_else(|error| {
        job.cancel.check()?;
        Err(match error {
            ZipError::InvalidPassword => locked(),
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                Stop::Refused(Refusal::new(
                    format!("{what} was packed in a way that Pannier cannot unpack"),
                    UNPACK_FIRST,
                ))
            }
            _ => Stop::Refused(damaged(what)),
        })
    })
}

/// The name of a file of an archive.
pub(super) fn name(archive: &mut Archive, index: usize) -> String {
    archive
        .by_index_raw(index)
        .map_or_else(|_| String::new(), |member| readable(member.name_raw()))
}

fn content(archive: &Archive) -> Result<Content, Stop> {
    let names: Vec<String> = archive
        .file_names_raw()
        .map(|raw| readable(raw).to_lowercase())
        .collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_in = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("xl/workbook.bin") {
        return Ok(Content::Workbook(sheet::Kind::Binary));
    }
    if has("[content_types].xml") {
        if has_in("xl/") {
            return Ok(Content::Workbook(sheet::Kind::Excel));
        }
        if has_in("word/") || has_in("ppt/") {
            return Err(no_table(
                "This is a Word or PowerPoint document, not a table",
            ));
        }
    }
    if has("encrypted-package") && has("mimetype") {
        return Err(Stop::Refused(sheet::locked()));
    }
    if has("content.xml") && has("mimetype") {
        return Ok(Content::Workbook(sheet::Kind::OpenDocument));
    }
    if has("index/document.iwa") || has("index.zip") {
        let what = "This is a document of Apple Numbers, Pages or Keynote";
        let need = "In Numbers, choose File, Export To, CSV, and drop that file. Better still, drop the CSV file that the shop gave you";
        return Err(Stop::Refused(Refusal::new(what, need)));
    }
    Ok(Content::Files)
}

/// A name as it was meant: macOS writes UTF-8 without saying so, Windows uses its own letters.
fn readable(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    shown(&name.replace('\\', "/"))
}

/// Files that hold tables, by the end of their names.
const TABLES: &[&str] = &[
    "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods",
];
/// Files in which other files are packed.
const ARCHIVES: &[&str] = &["zip", "gz", "tgz", "7z", "rar", "tar", "bz2", "xz", "zst"];

fn files(archive: &mut Archive, name: &str, job: &mut Job) -> Result<Vec<(String, PathBuf)>, Stop> {
    let mut wanted: Vec<(String, usize)> = Vec::new();
    for (index, raw) in archive.file_names_raw().enumerate() {
        let name = readable(raw);
        if name.ends_with('/')
            || name
                .split('/')
                .any(|step| is_hidden(step) || step == "__MACOSX")
        {
            continue;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_one_of = |endings: &[&str]| endings.iter().any(|e| ending.eq_ignore_ascii_case(e));
        if is_one_of(ARCHIVES) {
            return Err(nested(&name));
        }
        if is_one_of(TABLES) {
            wanted.push((name, index));
        }
    }
    if wanted.is_empty() {
        return Err(if archive.is_empty() {
            Stop::Refused(Refusal::new(
                "This compressed file (ZIP) is empty",
                "Make the export again and drop the new file",
            ))
        } else {
            no_table("There is no table in this compressed file (ZIP)")
        });
    }
    if wanted.len() > MOST_TABLES {
        return Err(too_many_tables());
    }
    wanted.sort();
    let mut tables = Vec::new();
    for (member_name, index) in wanted {
        let what = format!("“{member_name}” in this compressed file (ZIP)");
        let from = member(archive, index, &what, job)?;
        let path = job.pour(from, &what)?;
        let full_name = format!("{name}: {member_name}");
        match Wrapping::of_file(&path) {
            None => tables.push((full_name, path)),
            Some(Wrapping::Gzip) => return Err(nested(&member_name)),
            Some(Wrapping::Zip) => match content(&open(&path, &what, job)?)? {
                Content::Files => return Err(nested(&member_name)),
                Content::Workbook(kind) => {
                    tables.extend(sheet::named(&full_name, sheet::unpack(&path, kind, job)?));
                }
            },
            Some(Wrapping::Compound) => {
                tables.extend(sheet::named(
                    &full_name,
                    sheet::old_excel::unpack(&path, job)?,
                ));
            }
        }
        if tables.len() > MOST_TABLES {
            return Err(too_many_tables());
        }
    }
    Ok(tables)
}

fn is_hidden(step: &str) -> bool {
    step.starts_with('.') && !matches!(step, "." | "..")
}

fn nested(name: &str) -> Stop {
    Stop::Refused(Refusal::new(
        format!("There is another compressed file inside this one: “{name}”"),
        UNPACK_FIRST,
    ))
}

fn no_table(what: &str) -> Stop {
    Stop::Refused(Refusal::new(
        what,
        "Drop the CSV files that the shop gave you, or a ZIP file of them",
    ))
}
