//! Words without case and accents: what is typed in haste is compared as this.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `text` in small letters without accents; signs and spaces stay.
pub fn plain_words(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c));
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_fall_away() {
        assert_eq!(plain_words("Élodie Šimková"), "elodie simkova");
        assert_eq!(plain_words("E\u{301}lodie"), plain_words("Élodie"));
        assert_eq!(plain_words("Łódź 12-a"), "łodz 12-a");
    }
}
