//! Codes of campaigns: made here, or read from a list of the shop's.

use pannier_core::{CustomerId, ShopKey};

/// Signs that nobody takes for another: no I, O, 0, 1, no U beside V.
const SIGNS: &[u8; 30] = b"23456789ABCDEFGHJKLMNPQRSTVWXY";

/// Signs of a code: two fewer than codes of rewards have, so that the two are never mistaken.
const LENGTH: usize = 8;

/// A code of a list is not longer than this many characters.
const LONGEST: usize = 64;

/// The code of a person in a campaign, drawn with the shop's secret so that nobody can tell another
/// one. The same each time; `attempt` draws anew where another has it.
pub fn made_code(key: &[u8; 32], sending: &[u8; 16], person: CustomerId, attempt: u32) -> String {
    let key = ShopKey::new(*key).for_purpose("campaign code");
    let mut round = 0_u32;
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let drawn = key.hash(&[
            sending,
            &person.0.to_be_bytes(),
            &attempt.to_be_bytes(),
            &round.to_be_bytes(),
        ]);
        round += 1;
        // 240 is the largest multiple of 30 in a byte: each sign is as likely.
        let signs = drawn.iter().filter(|byte| **byte < 240);
        let room = LENGTH - code.len();
        code.extend(
            signs
                .take(room)
                .map(|byte| char::from(SIGNS[usize::from(*byte) % 30])),
        );
    }
    code
}

/// The codes of a list as it was pasted or read from a CSV file: one a line, the first column, each
/// once, in their order. A heading is left out.
///
/// # Errors
/// The first line that is no code.
pub fn code_list(text: &str) -> Result<Vec<String>, String> {
    const HEADS: [&str; 6] = [
        "code",
        "codes",
        "coupon",
        "coupon code",
        "discount code",
        "gutscheincode",
    ];
    let mut seen = std::collections::HashSet::new();
    let mut codes = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (line, number) in text.lines().zip(1_u32..) {
        let cell = line.split([',', ';', '\t']).next().unwrap_or_default();
        let code = cell.trim().trim_matches('"').trim();
        if code.is_empty() || (number == 1 && HEADS.contains(&code.to_lowercase().as_str())) {
            continue;
        }
        let fits = code.chars().count() <= LONGEST
            && code
                .chars()
                .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '&'));
        if !fits {
            let shown: String = code.chars().filter(|c| !c.is_control()).take(40).collect();
            return Err(format!(
                "Line {number} is no code: “{shown}”. A code has letters, digits and dashes, and no blanks"
            ));
        }
        if seen.insert(code.to_uppercase()) {
            codes.push(code.to_owned());
        }
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_easy_to_read() {
        let mut seen = std::collections::HashSet::new();
        for person in 0..20_000 {
            let code = made_code(&[7; 32], &[1; 16], CustomerId(person), 0);
            assert_eq!(code.len(), LENGTH);
            assert!(!code.contains(['I', 'O', '0', '1', 'U']), "{code}");
            assert!(seen.insert(code));
        }
        let again = |attempt| made_code(&[7; 32], &[1; 16], CustomerId(1), attempt);
        assert_eq!(again(0), again(0));
        assert_ne!(again(0), again(1));
        assert_ne!(again(0), made_code(&[7; 32], &[2; 16], CustomerId(1), 0));
    }

    #[test]
    fn a_list_is_read_as_it_comes() {
        let list = "\u{feff}Code,Uses\r\nAB-12,1\r\n\r\n\"cd34\";2\r\nab-12\r\n";
        assert_eq!(code_list(list).unwrap(), ["AB-12", "cd34"]);
        assert_eq!(code_list("").unwrap(), Vec::<String>::new());
        let no = code_list("AB12\nsave now").unwrap_err();
        assert!(no.starts_with("Line 2 is no code: “save now”"), "{no}");
        assert!(code_list("<b>").is_err());
        assert!(code_list(&"A".repeat(65)).is_err());
    }
}
