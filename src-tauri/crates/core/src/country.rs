//! Countries as files spell them, read as one code each.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Code of two letters, code of three, names.
const NAMES: &str = include_str!("country/names.txt");

/// All spellings of countries. Making it reads a few thousand names: keep it for as long as many
/// are looked up.
#[derive(Debug, Clone)]
pub struct Countries {
    by_spelling: HashMap<String, &'static str>,
}

impl Default for Countries {
    fn default() -> Self {
        let mut by_spelling = HashMap::new();
        for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
            let (codes, names) = line.split_at(line.len().min(7));
            let Some((two, three)) = codes.split_once(' ') else {
                continue;
            };
            for spelling in [two, three.trim_end()].into_iter().chain(names.split('|')) {
                by_spelling.insert(letters(spelling), two);
            }
        }
        by_spelling.remove("");
        Self { by_spelling }
    }
}

impl Countries {
    /// The ISO 3166 code (two letters) of a country spelled in whatever way: as a code, or by name
    /// in one of ten languages or its own. Nothing for a spelling that is not known.
    pub fn code(&self, spelling: &str) -> Option<&'static str> {
        self.by_spelling.get(&letters(spelling)).copied()
    }
}

/// What a country is called in English, by its ISO 3166 code of two letters. Nothing for another
/// word.
pub fn country_name(code: &str) -> Option<&'static str> {
    let line = NAMES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .find(|line| line.split(' ').next() == Some(code))?;
    let names = line.get(7..)?;
    names.split('|').next().map(str::trim)
}

/// What spellings are compared by: letters and digits, without accents, in lower case.
fn letters(spelling: &str) -> String {
    spelling
        .nfkd()
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_an_english_name() {
        assert_eq!(country_name("DE"), Some("Germany"));
        assert_eq!(country_name("AG"), Some("Antigua & Barbuda"));
        assert_eq!(country_name("XX"), None);
        assert_eq!(country_name("#"), None);
    }

    #[test]
    fn one_country_has_many_spellings() {
        let countries = Countries::default();
        for (spelling, code) in [
            ("DE", "DE"),
            ("de", "DE"),
            (" deu ", "DE"),
            ("Deutschland", "DE"),
            ("GERMANY", "DE"),
            ("Alemania", "DE"),
            ("U.S.A.", "US"),
            ("United States", "US"),
            ("États-Unis", "US"),
            ("UK", "GB"),
            ("Great Britain", "GB"),
            ("Oesterreich", "AT"),
            ("osterreich", "AT"),
            ("Česko", "CZ"),
            ("Czech Republic", "CZ"),
            ("日本", "JP"),
            ("Ελλάδα", "GR"),
            ("Côte d'Ivoire", "CI"),
            ("TÜRKİYE", "TR"),
        ] {
            assert_eq!(countries.code(spelling), Some(code), "{spelling}");
        }
        for unknown in ["", " ", "-", "Atlantis", "Z9"] {
            assert_eq!(countries.code(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_code_reads_as_itself() {
        let countries = Countries::default();
        let codes: Vec<&str> = NAMES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| &line[..2])
            .collect();
        assert_eq!(codes.len(), 250, "all of ISO 3166, and Kosovo");
        for code in codes {
            assert_eq!(countries.code(code), Some(code));
        }
        assert!(countries.by_spelling.len() > 1_500);
    }
}
