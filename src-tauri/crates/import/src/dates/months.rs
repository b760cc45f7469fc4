//! Dates with the name of their month: `Dec 8, 2024`, `10-Dez-25`, `8 de diciembre de 2024`.

use chrono::NaiveDate;

/// The months in the languages that platforms write, and the short forms that are no beginning
/// of them.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "jänner", "janvier", "enero", "gennaio", "januari",
    ],
    &[
        "february", "februar", "feber", "février", "fevrier", "febrero", "febbraio", "februari",
    ],
    &[
        "march", "märz", "maerz", "mrz", "mars", "marzo", "maart", "mrt",
    ],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei"],
    &["june", "juni", "juin", "junio", "giugno"],
    &["july", "juli", "juillet", "julio", "luglio"],
    &["august", "août", "aout", "agosto", "augustus"],
    &["september", "septembre", "septiembre", "settembre"],
    &["october", "oktober", "octobre", "octubre", "ottobre"],
    &["november", "novembre", "noviembre"],
    &[
        "december",
        "dezember",
        "décembre",
        "decembre",
        "diciembre",
        "dicembre",
    ],
];

/// The month of a name or of its first letters, three or more, where only one begins so.
fn month(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let word = word.to_lowercase();
    let begins = |names: &[&str]| names.iter().any(|name| name.starts_with(&word));
    let mut found = (1..).zip(MONTHS).filter(|(_, names)| begins(names));
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month)
}

enum Part {
    Number(u32, usize),
    Month(u32),
}

/// The date at the beginning of a text, and the rest of it; nothing where no name of a month
/// stands in it.
pub(super) fn date(text: &str) -> Option<(NaiveDate, &str)> {
    let mut rest = text;
    let mut parts = Vec::with_capacity(3);
    while parts.len() < 3 {
        rest = rest.trim_start_matches([' ', '-', '/', '.', ',', '\u{a0}']);
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let is_other = |c: char| {
            if is_digit {
                !c.is_ascii_digit()
            } else {
                !c.is_alphabetic()
            }
        };
        let (word, after) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
        rest = after;
        match word {
            "" => return None,
            "de" | "of" => {}
            _ if is_digit && word.len() <= 4 => {
                parts.push(Part::Number(word.parse().ok()?, word.len()));
            }
            _ if is_digit => return None,
            _ => parts.push(Part::Month(month(word)?)),
        }
    }
    let (day, month, year) = match parts[..] {
        [
            Part::Month(month),
            Part::Number(day, 1..=2),
            Part::Number(year, digits),
        ]
        | [
            Part::Number(day, 1..=2),
            Part::Month(month),
            Part::Number(year, digits),
        ] => match digits {
            2 => (day, month, year + 2000),
            4 => (day, month, year),
            _ => return None,
        },
        [
            Part::Number(year, 4),
            Part::Month(month),
            Part::Number(day, 1..=2),
        ] => (day, month, year),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names_in_many_languages() {
        for (text, expected) in [
            ("Dec 8, 2024", "2024-12-08"),
            ("8. Dezember 2024", "2024-12-08"),
            ("8 déc. 2024", "2024-12-08"),
            ("8 de diciembre de 2024", "2024-12-08"),
            ("Jul-21-25", "2025-07-21"),
            ("02-Mär-26", "2026-03-02"),
            ("02-Mrz-26", "2026-03-02"),
            ("02-Mai-26", "2026-05-02"),
            ("1 juin 2024", "2024-06-01"),
            ("1 juil. 2024", "2024-07-01"),
            ("15 mrt 2024", "2024-03-15"),
            ("3 ago 2024", "2024-08-03"),
            ("2024-Feb-29", "2024-02-29"),
        ] {
            let read = date(text).map(|(date, rest)| (date.to_string(), rest.to_owned()));
            assert_eq!(read, Some((expected.to_owned(), String::new())), "{text}");
        }
        assert_eq!(date("Dec 8, 2024, 9:15 AM").unwrap().1, ", 9:15 AM");
        for text in [
            "",
            "8/12/2024",
            "Dec 2024",
            "8 Smarch 2024",
            "30 Feb 2024",
            "ma 3 2024",
            "1 jui 2024",
            "12-Dec-12345",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
