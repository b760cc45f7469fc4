//! Codes on rewards: easy to read out, hard to guess.

use pannier_core::Day;

/// Signs that nobody takes for another: no I, O, 0, 1, no U beside V.
const SIGNS: &[u8; 30] = b"23456789ABCDEFGHJKLMNPQRSTVWXY";

/// Signs of a code.
const LENGTH: usize = 10;

/// Digits, and letters, that each code has at least: a word that the merchant made up has none.
const LEAST_OF_EACH: usize = 2;

/// The code of the nth try for something, drawn with the shop's secret so that nobody can tell the
/// next one.
pub(crate) fn code(key: &[u8; 32], what: &str, number: i64, attempt: u32) -> String {
    let text = format!("{what} {number} {attempt}");
    let mut drawn = blake3::Hasher::new_keyed(key)
        .update(text.as_bytes())
        .finalize_xof();
    let mut code = String::with_capacity(LENGTH);
    let mut byte = [0_u8];
    loop {
        while code.len() < LENGTH {
            drawn.fill(&mut byte);
            // 240 is the largest multiple of 30 in a byte: each sign is as likely.
            if byte[0] < 240 {
                code.push(char::from(SIGNS[usize::from(byte[0]) % SIGNS.len()]));
            }
        }
        if is_like_ours(&code) {
            return code;
        }
        code.clear();
    }
}

/// The code that all share who had a reward of a month: for shops that cannot read codes from a
/// file. Everyone may know it, so it says nothing of who uses it.
pub fn shared_code(key: &[u8; 32], reward: u32, month: Day) -> String {
    code(key, &format!("shared {month}"), i64::from(reward), 0)
}

/// Whether a code looks as if it had been given out here: ten of the signs, digits and letters
/// among them. In any case, with or without blanks.
pub fn is_like_ours(code: &str) -> bool {
    let plain = plain_code(code);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    plain.len() == LENGTH
        && plain.bytes().all(|sign| SIGNS.contains(&sign))
        && (LEAST_OF_EACH..=LENGTH - LEAST_OF_EACH).contains(&digits)
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
            assert!(is_like_ours(code), "{code}");
        }
        assert_ne!(code(&key, "reward", 1, 0), code(&key, "reward", 1, 1));
        assert_ne!(code(&key, "reward", 1, 0), code(&[8; 32], "reward", 1, 0));
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        assert_eq!(plain_code(" ab2c-de fg\u{a0}hj "), "AB2CDEFGHJ");
    }

    #[test]
    fn words_of_the_merchant_are_not_taken_for_codes_of_ours() {
        for word in [
            "FLASHSALES",
            "SUMMER2026",
            "WELCOME10",
            "2345678923",
            "AB2CDEFGH",
            "AB2CD3FGHJK",
            "",
        ] {
            assert!(!is_like_ours(word), "{word}");
        }
        assert!(is_like_ours(" ab2c3-defgh"));
    }

    #[test]
    fn each_reward_and_month_has_one_code_for_all() {
        let key = [7; 32];
        let month: Day = "2026-06-01".parse().unwrap();
        let code = shared_code(&key, 1, month);
        assert!(is_like_ours(&code));
        assert_eq!(code, shared_code(&key, 1, month));
        assert_ne!(code, shared_code(&key, 2, month));
        assert_ne!(code, shared_code(&key, 1, month.plus_months(1)));
    }
}
