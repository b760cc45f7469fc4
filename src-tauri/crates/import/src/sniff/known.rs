//! Files that are no tables, known by how they begin, and what to say of them.

use crate::Refusal;

pub(super) const NEED_CSV: &str = "In Shopify, open Orders, choose Export, then “All orders” and “CSV for Excel, \
     Numbers, or other spreadsheet programs”, and drop that file here as it is";

const SAVE_AS: &str = "Drop the CSV file that the shop gave you. If you only have this one, open it in your spreadsheet program and save it as XLSX or “CSV UTF-8”";

/// Files that are known by their first bytes, and what to say of them.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "This is a PDF document, not a table", NEED_CSV),
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
    (b"\x89PNG", "This is a picture, not a table", NEED_CSV),
    (b"\xFF\xD8\xFF", "This is a picture, not a table", NEED_CSV),
    (
        b"SQLite format 3",
        "This is a database file, not a CSV file",
        NEED_CSV,
    ),
];

pub(super) fn known_by_first_bytes(head: &[u8]) -> Option<Refusal> {
    if head.is_empty() {
        return Some(Refusal::new(
            "This file is empty",
            "Make the export again and drop the new file",
        ));
    }
    MAGIC
        .iter()
        .find(|(magic, ..)| head.starts_with(magic))
        .map(|(_, what, need)| Refusal::new(*what, *need))
}

/// Files that are known by their first letters (in lower case), and what to say of them.
const LETTERS: &[(&str, &str, &str)] = &[
    (
        "version https://git-lfs",
        "This is a Git LFS pointer: a note about where the file is, not the file",
        "Fetch the file itself (git lfs pull) and drop it here",
    ),
    (
        "<!doctype html",
        "This is a web page, not a table. Often that is a login page saved instead of the export",
        NEED_CSV,
    ),
    (
        "<html",
        "This is a web page, not a table. Often that is a login page saved instead of the export",
        NEED_CSV,
    ),
    (
        "<table",
        "This is a web page, not a table, even where its name ends with .xls",
        SAVE_AS,
    ),
    (
        "mime-version:",
        "This is a web page or a mail in one file, not a table",
        SAVE_AS,
    ),
    (
        "{\\rtf",
        "This is a text document (RTF), not a table",
        NEED_CSV,
    ),
    (
        "%!ps",
        "This is a PostScript document, not a table",
        NEED_CSV,
    ),
    (
        "begin:vcard",
        "This is a list of contacts (vCard), not a CSV file",
        "Drop the customers export of the shop: a CSV file",
    ),
    (
        "begin:vcalendar",
        "This is a calendar, not a table",
        NEED_CSV,
    ),
    // A shop's export can begin with the columns “id;parent_id”.
    (
        "id;pwxl",
        "This is a SYLK file, an old kind of spreadsheet, not a CSV file",
        SAVE_AS,
    ),
    (
        "id;pcal",
        "This is a SYLK file, an old kind of spreadsheet, not a CSV file",
        SAVE_AS,
    ),
    (
        "id;psc3",
        "This is a SYLK file, an old kind of spreadsheet, not a CSV file",
        SAVE_AS,
    ),
];

pub(super) fn known_by_first_letters(head: &str) -> Option<Refusal> {
    let start: String = head
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
        .take(2000)
        .collect::<String>()
        .to_lowercase();
    if start.starts_with("<html") && start.contains("office:excel") {
        let what = "This is a web page, not a workbook, even where its name ends with .xls";
        return Some(Refusal::new(what, SAVE_AS));
    }
    if let Some((_, what, need)) = LETTERS
        .iter()
        .find(|(letters, ..)| start.starts_with(letters))
    {
        return Some(Refusal::new(*what, *need));
    }
    if start.starts_with("<?xml") {
        return Some(
            if start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
                Refusal::new(
                    "This is an Excel workbook from 2003 (XML), not a CSV file",
                    SAVE_AS,
                )
            } else if start.contains("<html") {
                Refusal::new("This is a web page, not a table", NEED_CSV)
            } else {
                Refusal::new("This is an XML file, not a CSV file", NEED_CSV)
            },
        );
    }
    let is_json = start.starts_with('{')
        || start
            .strip_prefix('[')
            .is_some_and(|rest| rest.trim_start().starts_with(['{', '[', '"']));
    is_json.then(|| Refusal::new("This is a JSON file, not a CSV file", NEED_CSV))
}
