//! Small rules for single cells: what spreadsheets and shops put around a value.

use std::borrow::Cow;

/// A cell without what is blank around it: most have nothing to be taken away, which their ends tell.
pub(crate) fn trimmed(cell: &str) -> &str {
    let (first, last) = (cell.as_bytes().first(), cell.as_bytes().last());
    if [first, last]
        .iter()
        .flatten()
        .all(|byte| byte.is_ascii_graphic())
    {
        cell
    } else {
        cell.trim()
    }
}

/// Strips one leading apostrophe that keeps a spreadsheet from reading the cell as a formula or a
/// number: `'+1 319`, `'6504`.
pub(crate) fn unescaped(cell: &str) -> &str {
    let cell = trimmed(cell);
    match cell.strip_prefix('\'') {
        Some(rest)
            if rest.starts_with(|c: char| {
                matches!(c, '+' | '=' | '-' | '@') || c.is_ascii_digit()
            }) =>
        {
            rest.trim()
        }
        _ => cell,
    }
}

/// A phone number, postal code or id: unescaped, without one pair of quotes around it.
pub(crate) fn bare(cell: &str) -> &str {
    let cell = trimmed(cell);
    let inner = cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell);
    unescaped(inner)
}

/// A platform's id where it is whole: digits. Spreadsheets turn long ones into 5.37518E+12.
pub(crate) fn clean_id(cell: &str) -> Option<&str> {
    let id = whole(bare(cell));
    (!id.is_empty() && id.len() <= 30 && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

/// A platform's id where it is whole; it need not be digits alone where `is_text`.
pub(crate) fn id(cell: &str, is_text: bool) -> Option<&str> {
    if is_text {
        text_id(cell)
    } else {
        clean_id(cell)
    }
}

/// An id that need not be digits alone: any word that a spreadsheet has not ruined.
pub(crate) fn text_id(cell: &str) -> Option<&str> {
    let id = whole(bare(cell));
    let is_whole = !id.is_empty() && id.len() <= 80 && !is_ruined(id);
    (is_whole && !id.contains(char::is_control)).then_some(id)
}

/// An id without the decimals that a program put behind it because other rows had none (17850.0).
fn whole(id: &str) -> &str {
    match id.strip_suffix(".0") {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => digits,
        _ => id,
    }
}

/// Whether a spreadsheet has turned a long number into one like 5.37518E+12.
pub(crate) fn is_ruined(id: &str) -> bool {
    id.contains("E+")
        && id
            .bytes()
            .all(|b| b.is_ascii_digit() || b".,E+".contains(&b))
}

/// Words for yes and for no, in the languages that shops keep their lists in.
const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "1",
    "on",
    "ja",
    "j",
    "wahr",
    "oui",
    "vrai",
    "sí",
    "si",
    "sì",
    "vero",
    "waar",
    "verdadero",
];
const NO: &[&str] = &[
    "no", "n", "false", "0", "off", "nein", "falsch", "non", "faux", "falso", "nee", "onwaar",
];

/// yes or no, true or false; nothing where it is neither.
pub(crate) fn yes_no(cell: &str) -> Option<bool> {
    let cell = trimmed(cell);
    let lower = if cell.is_ascii() {
        Cow::Borrowed(cell)
    } else {
        Cow::Owned(cell.to_lowercase())
    };
    let is_one = |words: &[&str]| words.iter().any(|word| lower.eq_ignore_ascii_case(word));
    if cell.is_empty() || cell.len() > 12 {
        None
    } else if is_one(YES) {
        Some(true)
    } else if is_one(NO) {
        Some(false)
    } else {
        None
    }
}

/// A whole number of pieces; `1.0` is one.
pub(crate) fn pieces(cell: &str) -> Option<i64> {
    let cell = unescaped(cell);
    let whole = match cell.split_once(['.', ',']) {
        Some((whole, fraction)) if !fraction.is_empty() && fraction.bytes().all(|b| b == b'0') => {
            whole
        }
        Some(_) => return None,
        None => cell,
    };
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Text of a cell on its way into the shop file: trimmed, line breaks as blanks.
pub(crate) fn text(cell: &str) -> String {
    let cell = trimmed(cell);
    if cell.contains(|c: char| c.is_control()) {
        cell.split(|c: char| c.is_control())
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        cell.to_owned()
    }
}

/// Where an order came from. What trackers write where they know nothing, such as `(none)`, is
/// nothing.
pub(crate) fn origin(cell: &str) -> String {
    let unknown = ["(none)", "(not set)", "(not provided)", "unknown"];
    let is_unknown = unknown
        .iter()
        .any(|word| cell.trim().eq_ignore_ascii_case(word));
    if is_unknown {
        String::new()
    } else {
        text(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_apostrophe_goes_where_it_protects_something() {
        for (cell, expected) in [
            ("'+1 319 555", "+1 319 555"),
            ("'6504", "6504"),
            ("''6504", "''6504"),
            ("'s-Gravenhage", "'s-Gravenhage"),
            ("'=1+1", "=1+1"),
        ] {
            assert_eq!(unescaped(cell), expected);
        }
        assert_eq!(bare("\"015224\""), "015224");
    }

    #[test]
    fn ids_are_digits_or_nothing() {
        assert_eq!(clean_id("'4711"), Some("4711"));
        for cell in ["", "5.37518E+12", "12a", "#1001"] {
            assert_eq!(clean_id(cell), None, "{cell:?}");
        }
    }

    #[test]
    fn ids_lose_the_decimals_that_are_none() {
        for (cell, expected) in [
            ("17850.0", "17850"),
            ("17850.5", "17850.5"),
            ("v2.0", "v2.0"),
            (".0", ".0"),
        ] {
            assert_eq!(text_id(cell), Some(expected), "{cell:?}");
        }
        assert_eq!(clean_id("17850.0"), Some("17850"));
    }

    #[test]
    fn pieces_are_whole() {
        for (cell, expected) in [
            ("1", Some(1)),
            ("1.0", Some(1)),
            ("0", Some(0)),
            ("1.5", None),
            ("-1", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(pieces(cell), expected, "{cell:?}");
        }
    }
}
