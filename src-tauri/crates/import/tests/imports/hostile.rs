//! The corpus of bad files: what each of them must become. A file without a verdict here fails.

use std::{collections::BTreeSet, fs, path::PathBuf};

use pannier_import::{FileReport, Question};

use crate::{
    export::{HEADER, Order, export},
    support::{Shop, fixture, shop},
};

/// What a file must become.
enum Verdict {
    /// So many orders worth so much in all (cents), without a row that is not understood.
    Whole(usize, i64),
    /// So many orders and so many rejected rows, one of them in that column with these words.
    Partly(usize, u64, &'static str, &'static str),
    /// Nothing, and it says so with these words.
    Refused(&'static str),
    /// Something that only a person can answer.
    Asks(Question),
}

use Verdict::{Asks, Partly, Refused, Whole};

/// Two orders, 31.00 and 150.80.
const BOTH: Verdict = Whole(2, 18_180);
/// No orders, and nothing that is not understood: people or products.
const NOBODY: Verdict = Whole(0, 0);
/// Those, and one of 31.00.
const THREE: Verdict = Whole(3, 21_280);

const CORPUS: &[(&str, Verdict)] = &[
    ("addresses_alone.csv", Refused("column has no name")),
    (
        "addresses_only.csv",
        Partly(0, 1, "E-mail", "not an e-mail address"),
    ),
    (
        "amounts_beyond_reason.csv",
        Partly(1, 2, "Total", "too large to be true"),
    ),
    ("amounts_odd.csv", Partly(0, 4, "Shipping", "not an amount")),
    ("apostrophes.csv", BOTH),
    ("apostrophes_at_amounts.csv", BOTH),
    ("bare_table.xls", Refused("web page")),
    ("behaviour_odd.csv", Partly(0, 3, "kind", "neither view")),
    ("blank_lines.csv", Refused("empty")),
    ("bomb.ods", Refused("more than a shop’s export")),
    ("bomb.xlsx", Refused("more than a shop’s export")),
    ("bomb.zip", Refused("more than a shop’s export")),
    ("byte_order_mark.csv", BOTH),
    ("calendar.ics", Refused("calendar")),
    (
        "checkouts_odd.csv",
        Partly(0, 1, "Lineitem price", "not an amount"),
    ),
    ("contacts.vcf", Refused("vCard")),
    (
        "continuation_alone.csv",
        Partly(2, 1, "", "first row of this order"),
    ),
    ("customers_header_only.csv", Refused("only its header")),
    ("customers_header_twice.csv", NOBODY),
    (
        "customers_nul_bytes.csv",
        Partly(0, 2, "First Name", "zero bytes"),
    ),
    (
        "customers_open_quote.csv",
        Partly(0, 1, "Last Name", "never closed"),
    ),
    ("customers_phones_scientific.csv", NOBODY),
    ("customers_utf16_le_bare.csv", NOBODY),
    ("cut_in_a_letter.csv", Partly(2, 1, "", "17 cells")),
    ("cut_off.csv.gz", Refused("its end is missing")),
    ("cut_off.zip", Refused("damaged")),
    ("dates.xlsx", BOTH),
    (
        "dates_absurd.csv",
        Partly(0, 3, "Created at", "before 1990"),
    ),
    ("dates_day_first.csv", BOTH),
    (
        "dates_impossible.csv",
        Partly(1, 3, "Created at", "not a date of the calendar"),
    ),
    ("dates_month_first.csv", BOTH),
    (
        "dates_of_both_orders.csv",
        Refused(
            "“13/4/2026 08:12” on line 2 has the day first, “4/13/2026 08:12” on line 4 the month",
        ),
    ),
    ("dates_serial.csv", BOTH),
    ("dates_undecidable.csv", Asks(Question::DateOrder)),
    ("dates_with_zones.csv", THREE),
    ("decimal_comma.csv", Whole(3, 141_636)),
    ("decimal_undecidable.csv", Asks(Question::DecimalSign)),
    ("document.numbers", Refused("Apple Numbers")),
    ("document.pdf", Refused("PDF")),
    ("doubled_line_ends.csv", BOTH),
    ("dump.sql", Refused("copy of a database")),
    ("duplicated_headers.csv", BOTH),
    ("empty.csv", Refused("empty")),
    ("empty.zip", Refused("empty")),
    ("full_width_header.csv", BOTH),
    ("gzip_in_gzip.csv.gz", Refused("another compressed file")),
    (
        "half_a_piece.csv",
        Partly(2, 2, "Lineitem quantity", "whole number"),
    ),
    ("header_on_line_3.csv", BOTH),
    ("header_only.csv", Refused("only its header")),
    ("id_first.csv", Refused("Its columns are ID, Title, Amount")),
    ("ids_of_fifteen_digits.xlsx", BOTH),
    ("ids_of_nineteen_digits.xlsx", BOTH),
    ("joined_twice.csv", BOTH),
    ("letter.docx", Refused("Word")),
    ("letter.eml", Refused("a mail")),
    ("letter.rtf", Refused("RTF")),
    ("lfs_pointer.csv", Refused("LFS pointer")),
    ("lines_in_cells.csv", THREE),
    ("locked.zip", Refused("locked with a password")),
    ("look_alike_header.csv", BOTH),
    ("made_on_a_mac.zip", BOTH),
    ("mark_twice.csv", BOTH),
    ("mostly_nul.csv", Refused("not a text file")),
    ("names_up_the_tree.zip", BOTH),
    (
        "negative_quantity.csv",
        Partly(2, 1, "Lineitem quantity", "whole number"),
    ),
    ("negative_total.csv", Partly(2, 1, "Total", "refund")),
    ("newsletter_odd.csv", Asks(Question::Columns)),
    ("nine_columns.csv", BOTH),
    (
        "no_amounts.csv",
        Refused("“Subtotal”, “Total” and “Lineitem price”"),
    ),
    ("no_currency.csv", BOTH),
    ("no_header.csv", Refused("no names")),
    ("nul_bytes.csv", Partly(1, 2, "Lineitem name", "zero bytes")),
    ("old_mac.csv", THREE),
    (
        "old_mac_open_quote.csv",
        Partly(1, 1, "Lineitem name", "took in the 2 lines"),
    ),
    ("old_sheet.slk", Refused("SYLK")),
    ("one_line_no_end.csv", BOTH),
    ("only_delimiters.csv", Refused("no columns")),
    (
        "open_quote.csv",
        Partly(1, 2, "Lineitem name", "never closed"),
    ),
    ("orders.csv.bz2", Refused("(bzip2)")),
    ("orders.csv.gz", BOTH),
    ("orders.csv.xz", Refused("(xz)")),
    ("orders.csv.zst", Refused("(Zstandard)")),
    ("orders.json", Refused("JSON")),
    ("orders.ods", BOTH),
    ("overlong_letter.csv", THREE),
    ("padded_cells.csv", BOTH),
    ("padded_header.csv", BOTH),
    ("page_of_rows.xls", Refused("web page")),
    ("page_of_styles.xls", Refused("with a table in it")),
    ("page_with_comment.xls", Refused("with a table in it")),
    ("page_with_table.xls", Refused("with a table in it")),
    ("payments_odd.csv", Asks(Question::PaymentsOrOrders)),
    ("pdf.csv", Refused("PDF")),
    ("phones_as_numbers.csv", BOTH),
    ("pictures.zip", Refused("no table")),
    ("pipes.csv", BOTH),
    ("preamble_and_footer.csv", BOTH),
    ("products_header_only.csv", Refused("only its header")),
    (
        "products_odd.csv",
        Partly(0, 3, "Variant Price", "below zero"),
    ),
    (
        "quantity_beyond_reason.csv",
        Partly(2, 1, "Lineitem quantity", "whole number"),
    ),
    ("ragged.csv", Partly(2, 3, "", "cells")),
    ("random.csv", Refused("not a text file")),
    ("same_name_twice.zip", BOTH),
    ("scientific_ids.csv", THREE),
    ("semicolon_crlf.csv", BOTH),
    ("sep_line.csv", BOTH),
    ("serials.xlsx", BOTH),
    ("several.tar.gz", Refused("(tar)")),
    (
        "shift_jis.csv",
        Refused("letters of this file cannot be read"),
    ),
    ("sorted_anew.csv", Whole(14, 374_260)),
    ("spaces_between.csv", BOTH),
    (
        "symbols_that_contradict.csv",
        Partly(2, 1, "Total", "written with $"),
    ),
    ("tab.csv", BOTH),
    ("table.xls", Refused("web page")),
    ("two_currencies.csv", THREE),
    ("two_exports.zip", BOTH),
    ("two_gzips.csv.gz", BOTH),
    (
        "two_layouts_joined.csv",
        Partly(2, 2, "Lineitem price", "not an amount"),
    ),
    ("two_sheets.xlsx", BOTH),
    (
        "unknown_currency.csv",
        Partly(2, 1, "Currency", "not the code of a currency"),
    ),
    ("utf16_be_mark.csv", BOTH),
    ("utf16_le_bare.csv", BOTH),
    ("utf16_le_mark.csv", BOTH),
    ("utf16_lone_surrogate.csv", BOTH),
    ("utf32_mark.csv", Refused("UTF-32")),
    ("warning_above.csv", BOTH),
    ("web_page.csv", Refused("web page")),
    (
        "windows_1251.csv",
        Refused("letters of this file cannot be read"),
    ),
    ("windows_1252.csv", BOTH),
    ("workbook.xlsx", Refused("damaged")),
    ("workbook_2003.xml", Refused("Excel workbook from 2003")),
    ("workbook_inside.gz", Refused("workbook")),
    ("zip_in_zip.zip", Refused("“older.zip”")),
];

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

#[test]
fn every_file_of_the_corpus_gets_its_verdict() {
    let listed: BTreeSet<String> = CORPUS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let there: BTreeSet<String> = fs::read_dir(fixture("hostile"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        there, listed,
        "each file has a verdict, and each verdict a file"
    );
    assert!(listed.len() >= 60);
    let wrong: Vec<String> = CORPUS
        .iter()
        .filter_map(|(name, verdict)| disagreement(name, verdict))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where a file became something else than its verdict says: what it became.
fn disagreement(name: &str, verdict: &Verdict) -> Option<String> {
    let shop = german();
    let path = fixture(&format!("hostile/{name}"));
    let plan = shop.preview(std::slice::from_ref(&path));
    let files = plan.files().to_vec();
    for file in &files {
        assert_eq!(
            file.row_verdicts.sum(),
            file.rows,
            "the rows of {name} add up"
        );
        assert_eq!(file.path, path, "{name} is shown as it was given");
    }
    let said = |note: String| Some(format!("{name}: {note}"));
    if let Asks(question) = verdict {
        let questions = plan.questions();
        let is_asked = questions == [*question];
        return (!is_asked).then(|| format!("{name}: {questions:?}"));
    }
    if !plan.questions().is_empty() {
        return said(format!("it asks {:?}", plan.questions()));
    }
    shop.apply(&plan).unwrap();
    shop.assert_healthy();
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    let rejected: u64 = files.iter().map(|file| file.row_verdicts.rejected).sum();
    let refused = files.iter().find_map(|file| file.refused.as_ref());
    let is_right = match verdict {
        Whole(orders, total) => {
            let again = shop.import(&[path]);
            refused.is_none()
                && rejected == 0
                && (facts.len(), facts.total.iter().sum()) == (*orders, *total)
                && again.files.iter().all(|file| file.orders.new == 0)
        }
        Partly(orders, rows, column, words) => {
            let names = |file: &FileReport| {
                let row =
                    |r: &pannier_import::Rejection| r.column == *column && r.reason.contains(words);
                file.rejected.iter().any(row)
            };
            refused.is_none()
                && (facts.len(), rejected) == (*orders, *rows)
                && files.iter().any(names)
        }
        Refused(words) => {
            facts.is_empty()
                && refused.is_some_and(|r| r.what.contains(words) && !r.need.is_empty())
        }
        Asks(_) => false,
    };
    (!is_right).then(|| {
        let rows: Vec<_> = files.iter().flat_map(|file| &file.rejected).collect();
        format!(
            "{name}: {} orders of {}, refused {refused:?}, rejected {rows:?}",
            facts.len(),
            facts.total.iter().sum::<i64>()
        )
    })
}

#[test]
fn what_is_unpacked_says_where_it_came_from() {
    for (name, parts) in [
        ("orders.csv.gz", &["orders.csv.gz"][..]),
        ("dates.xlsx", &["dates.xlsx"]),
        ("two_sheets.xlsx", &["two_sheets.xlsx"]),
        (
            "two_exports.zip",
            &[
                "two_exports.zip: shop/customers.csv",
                "two_exports.zip: shop/orders.csv",
            ],
        ),
        (
            "made_on_a_mac.zip",
            &["made_on_a_mac.zip: Bestellungen/Bestellungen März.csv"],
        ),
    ] {
        let plan = german().preview(&[fixture(&format!("hostile/{name}"))]);
        let names: Vec<&str> = plan.files().iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, parts);
    }
}

#[test]
fn a_packed_file_that_changes_after_the_preview_is_not_imported() {
    for name in ["orders.csv.gz", "two_exports.zip", "dates.xlsx"] {
        let shop = german();
        let bytes = fs::read(fixture(&format!("hostile/{name}"))).unwrap();
        let path = shop.file(name, &bytes);
        let plan = shop.preview(std::slice::from_ref(&path));
        fs::write(&path, [&bytes[..], b"x"].concat()).unwrap();
        assert_eq!(
            shop.apply(&plan).unwrap_err().code(),
            "file_changed",
            "{name}"
        );
        fs::remove_file(&path).unwrap();
        assert_eq!(shop.apply(&plan).unwrap_err().code(), "file_gone", "{name}");
    }
}

#[test]
fn rows_of_files_with_other_line_ends_are_found_on_their_lines() {
    let text = export(&[Order::plain(1), Order::plain(2)]).replacen("31.00", "much", 1);
    for end in ["\n", "\r\n", "\r"] {
        let file = german().look("ends.csv", text.replace('\n', end));
        assert_eq!(file.rejected[0].line, 2, "{end:?}");
        // A note of the first order has a line break.
        let second = text.replacen("much", "31.00", 1);
        let at = second.rfind("31.00").unwrap();
        let second = format!("{}much{}", &second[..at], &second[at + 5..]);
        let file = german().look("ends.csv", second.replace('\n', end));
        assert_eq!(file.rejected[0].line, 4, "{end:?}");
    }
}

#[test]
fn ten_thousand_columns_are_read() {
    let widen = |(index, line): (usize, &str)| {
        let more: String = (0..10_000)
            .map(|n| {
                if index == 0 {
                    format!(",Extra {n}")
                } else {
                    ",".to_owned()
                }
            })
            .collect();
        format!("{line}{more}\n")
    };
    let order = Order::plain(1);
    let text = export(&[order]).replace("lang: de\nInvoice Language: de", "");
    let text: String = text.lines().enumerate().map(widen).collect();
    assert!(text.starts_with(HEADER));
    let file = german().look("wide.csv", text);
    assert_eq!(
        (file.orders.new, file.row_verdicts.rejected),
        (1, 0),
        "{:?}",
        file.rejected
    );
}

/// What is said of a path that leads to no file.
#[cfg(unix)]
fn refusal(path: PathBuf) -> String {
    let plan = german().preview(&[path]);
    plan.files()[0].refused.as_ref().unwrap().what.clone()
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_no_files() {
    let shop = german();
    let path = |name| shop.folder.path().join(name);
    std::os::unix::fs::symlink(path("itself.csv"), path("itself.csv")).unwrap();
    assert!(refusal(path("itself.csv")).contains("link to a file that is not there"));
    std::os::unix::fs::symlink(path("nowhere.csv"), path("dangling.csv")).unwrap();
    assert!(refusal(path("dangling.csv")).contains("link to a file that is not there"));
    shop.file("orders.csv", export(&[Order::plain(1)]));
    std::os::unix::fs::symlink(path("orders.csv"), path("link.csv")).unwrap();
    assert_eq!(shop.preview(&[path("link.csv")]).files()[0].orders.new, 1);
    fs::create_dir(path("orders.numbers")).unwrap();
    assert!(refusal(path("orders.numbers")).contains("Apple Numbers"));
    assert!(refusal(PathBuf::from("/dev/null")).contains("not a file"));
    assert!(refusal(PathBuf::from("/dev/zero")).contains("not a file"));
    let pipe = path("pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(
            refusal(pipe).contains("not a file"),
            "nobody waits for a pipe"
        );
    } else {
        println!("SKIPPED (mkfifo is missing): links_pipes_and_devices_are_no_files");
    }
}

#[cfg(unix)]
#[test]
fn odd_names_of_files_are_no_hindrance() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let shop = german();
    for name in [
        &b"caf\xE9.csv"[..],
        b"a\nb\x07.csv",
        "Bestellungen \u{202e}März.csv".as_bytes(),
    ] {
        let path = shop.folder.path().join(OsStr::from_bytes(name));
        fs::write(&path, export(&[Order::plain(1)])).unwrap();
        let plan = shop.preview(&[path]);
        let file = &plan.files()[0];
        assert!(
            file.refused.is_none() && file.orders.new == 1,
            "{:?}",
            file.refused
        );
        assert!(!file.name.contains(char::is_control), "{:?}", file.name);
    }
}
