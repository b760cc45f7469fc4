//! Files that are no tables, known by how they begin, and what to say of them.

use crate::Refusal;

pub(super) const NEED_CSV: &str = "In Shopify, open Orders, choose Export, then “All orders” and “CSV for Excel, \
     Numbers, or other spreadsheet programs”, and drop that file here as it is";

const SAVE_AS: &str = "Drop the CSV file that the shop gave you. If you only have this one, open it in your spreadsheet program and save it as XLSX or “CSV UTF-8”";

const UNPACK: &str = "Unpack it first, then drop the CSV file that is in it";

const DATABASE: &str = "This is a copy of a database (SQL), not a table";

const MAIL: &str = "This is a mail, not a table. The export is often attached to it";

/// Files that are known by their first bytes, and what to say of them.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "This is a PDF document, not a table", NEED_CSV),
    (b"7z\xBC\xAF", "This is a compressed file (7-Zip)", UNPACK),
    (b"Rar!", "This is a compressed file (RAR)", UNPACK),
    (b"BZh", "This is a compressed file (bzip2)", UNPACK),
    (b"\xFD7zXZ\0", "This is a compressed file (xz)", UNPACK),
    (
        b"\x28\xB5\x2F\xFD",
        "This is a compressed file (Zstandard)",
        UNPACK,
    ),
    (
        b"\xFF\xFE\0\0",
        "The letters of this file are written as UTF-32, which hardly any program reads",
        SAVE_AS,
    ),
    (
        b"\0\0\xFE\xFF",
        "The letters of this file are written as UTF-32, which hardly any program reads",
        SAVE_AS,
    ),
    (b"GIF8", "This is a picture, not a table", NEED_CSV),
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

/// How web pages begin, whole ones and pieces of them (in lower case).
const PAGES: &[&str] = &[
    "<!doctype html",
    "<html",
    "<!--",
    "<head",
    "<meta",
    "<style",
    "<body",
    "<div",
    "<table",
    "<thead",
    "<tbody",
    "<tr",
];

/// Files that are known by their first letters (in lower case), and what to say of them.
const LETTERS: &[(&str, &str, &str)] = &[
    (
        "version https://git-lfs",
        "This is a Git LFS pointer: a note about where the file is, not the file",
        "Fetch the file itself (git lfs pull) and drop it here",
    ),
    ("-- mysql dump", DATABASE, NEED_CSV),
    ("-- mariadb dump", DATABASE, NEED_CSV),
    ("-- phpmyadmin", DATABASE, NEED_CSV),
    ("--\n-- postgresql", DATABASE, NEED_CSV),
    ("insert into ", DATABASE, NEED_CSV),
    (
        "return-path:",
        MAIL,
        "Open the mail in your mail program, save what is attached, and drop that file",
    ),
    (
        "received: from",
        MAIL,
        "Open the mail in your mail program, save what is attached, and drop that file",
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
    // What many shops call their Excel export is a web page with a table in it.
    let is_page = PAGES.iter().any(|tag| start.starts_with(tag));
    let has_table = ["office:excel", "<table", "<td", "<th>"];
    if is_page && has_table.iter().any(|tag| start.contains(tag)) {
        let what = "This is a web page with a table in it, not a workbook, even where its name ends with .xls";
        return Some(Refusal::new(what, SAVE_AS));
    }
    if is_page {
        let what = "This is a web page, not a table. Often that is a login page saved instead of the export";
        return Some(Refusal::new(what, NEED_CSV));
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
