//! The names of columns, in a form that can be compared.

use std::collections::HashMap;

/// The header of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Header {
    /// As they stand, trimmed; the second of the same name has a suffix.
    pub(crate) names: Vec<String>,
    folded: Vec<String>,
}

impl Header {
    pub(crate) fn new<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let (mut names, mut folded) = (Vec::new(), Vec::new());
        for cell in cells {
            let plain = fold(cell);
            let count = seen.entry(plain.clone()).or_default();
            *count += 1;
            let name = cell.trim().trim_start_matches('\u{feff}').trim();
            if *count == 1 || plain.is_empty() {
                names.push(name.to_owned());
                folded.push(plain);
            } else {
                names.push(format!("{name} ({count})"));
                folded.push(format!("{plain} ({count})"));
            }
        }
        while folded.last().is_some_and(String::is_empty) {
            folded.pop();
            names.pop();
        }
        Self { names, folded }
    }

    /// Number of columns, empty ones at the end left out.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The names in a form that can be compared.
    pub(crate) fn folded(&self) -> Vec<&str> {
        self.folded.iter().map(String::as_str).collect()
    }

    /// The position of the column with that folded name.
    pub(crate) fn find(&self, folded: &str) -> Option<usize> {
        self.folded.iter().position(|name| name == folded)
    }

    /// The position of the first of the names joined by `|` that is there. A name that begins
    /// with `*` is the end of one: `*(product.metafields.custom.brand)`, whatever the shop calls it.
    pub(crate) fn any(&self, names: &str) -> Option<usize> {
        names
            .split('|')
            .find_map(|name| match name.strip_prefix('*') {
                Some(end) => self.folded.iter().position(|name| name.ends_with(end)),
                None => self.find(name),
            })
    }

    /// Whether one of the names joined by `|` is there.
    pub(crate) fn has_any(&self, names: &str) -> bool {
        self.any(names).is_some()
    }

    /// Whether a row says the header again.
    pub(crate) fn is_repeated_by<'c>(&self, cells: impl Iterator<Item = &'c str>) -> bool {
        Self::new(cells).folded == self.folded
    }
}

/// A name without what editors and keyboards change: case, blanks, invisible marks, letters that
/// only look Latin.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' => {}
            c if c.is_whitespace() || c == '\u{a0}' => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.extend(look_alike(c).to_lowercase()),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The Latin letter that a Greek or Cyrillic one, or a full-width one, looks like.
fn look_alike(c: char) -> char {
    match c {
        'А' | 'Α' => 'A',
        'а' | 'α' => 'a',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'с' | 'ϲ' => 'c',
        'Е' | 'Ε' => 'E',
        'е' => 'e',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'і' => 'i',
        'Ј' => 'J',
        'ј' => 'j',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'о' | 'ο' => 'o',
        'Р' | 'Ρ' => 'P',
        'р' | 'ρ' => 'p',
        'Ѕ' => 'S',
        'ѕ' => 's',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'х' | 'χ' => 'x',
        'У' | 'Υ' => 'Y',
        'у' => 'y',
        'Ζ' => 'Z',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_what_editors_change() {
        for name in [
            "Created at",
            "  created AT ",
            "\u{feff}Created\u{a0}at",
            "Сreаtеd at",
        ] {
            assert_eq!(fold(name), "created at", "{name:?}");
        }
    }

    #[test]
    fn the_second_of_a_name_has_a_suffix() {
        let header = Header::new(["Price", "Price", "price ", ""].into_iter());
        assert_eq!(header.names, ["Price", "Price (2)", "price (3)"]);
        assert_eq!(header.find("price"), Some(0));
    }
}
