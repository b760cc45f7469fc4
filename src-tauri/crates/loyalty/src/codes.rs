//! Codes on rewards: easy to read out, hard to guess.

/// Signs that nobody takes for another: no I, O, 0, 1, no U beside V.
const SIGNS: &[u8; 30] = b"23456789ABCDEFGHJKLMNPQRSTVWXY";

/// Signs of a code.
const LENGTH: usize = 10;

/// The code of the nth try for something, drawn with the shop's secret so that nobody can tell the
/// next one.
pub(crate) fn code(key: &[u8; 32], what: &str, number: i64, attempt: u32) -> String {
    let text = format!("{what} {number} {attempt}");
    let mut drawn = blake3::Hasher::new_keyed(key)
        .update(text.as_bytes())
        .finalize_xof();
    let mut code = String::with_capacity(LENGTH);
    let mut byte = [0_u8];
    while code.len() < LENGTH {
        drawn.fill(&mut byte);
        // 240 is the largest multiple of 30 in a byte: each sign is as likely.
        if byte[0] < 240 {
            code.push(char::from(SIGNS[usize::from(byte[0]) % SIGNS.len()]));
        }
    }
    code
}

/// A code without what people add to it: blanks, dashes, small letters.
pub fn plain_code(code: &str) -> String {
    code.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_enough_and_differ() {
        let key = [7; 32];
        let codes: std::collections::BTreeSet<String> =
            (0..2_000).map(|n| code(&key, "reward", n, 0)).collect();
        assert_eq!(codes.len(), 2_000);
        for code in &codes {
            assert_eq!(code.len(), LENGTH);
            assert!(!code.contains(['I', 'O', '0', '1', 'U']), "{code}");
            assert_eq!(plain_code(code), *code);
        }
        assert_ne!(code(&key, "reward", 1, 0), code(&key, "reward", 1, 1));
        assert_ne!(code(&key, "reward", 1, 0), code(&[8; 32], "reward", 1, 0));
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        assert_eq!(plain_code(" ab2c-de fg\u{a0}hj "), "AB2CDEFGHJ");
    }
}
