//! What a misspelt word may have meant.

/// The phrase that is nearest to what was written, where one is near: a letter in three may be
/// wrong, missing, too much or swapped with its neighbour. Blanks do not count.
pub(super) fn nearest<'p>(
    written: &[&str],
    phrases: impl IntoIterator<Item = &'p str>,
) -> Option<&'p str> {
    let mut best: Option<(usize, &str)> = None;
    for phrase in phrases {
        let wanted = letters(phrase);
        let words = phrase.split(' ').count();
        for count in 1..=(words + 1).min(written.len()) {
            let found = letters(&written[..count].concat());
            let apart = distance(&found, &wanted);
            let near = apart * 3 <= wanted.len().max(found.len());
            if near && best.is_none_or(|(least, _)| apart < least) {
                best = Some((apart, phrase));
            }
        }
    }
    best.map(|(_, phrase)| phrase)
}

fn letters(phrase: &str) -> Vec<char> {
    phrase
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Letters changed, put in, left out, or swapped with a neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_nearly_right_is_known() {
        let phrases = ["at least", "at most", "exactly", "in the last"];
        for (written, meant) in [
            (vec!["atleast", "3"], Some("at least")),
            (vec!["at", "leats"], Some("at least")),
            (vec!["exatcly"], Some("exactly")),
            (vec!["in", "the", "lst"], Some("in the last")),
            (vec!["banana"], None),
            (vec![], None),
        ] {
            assert_eq!(nearest(&written, phrases), meant, "{written:?}");
        }
    }
}
