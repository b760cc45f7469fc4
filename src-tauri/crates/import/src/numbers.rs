//! The decimal sign of a file, from all its amounts together and never from one alone.

use pannier_core::NumberStyle;

use crate::cells::trimmed;

/// What the amounts of a file say about its decimal sign.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DecimalEvidence {
    point: u64,
    comma: u64,
    open: u64,
}

impl DecimalEvidence {
    /// Looks at one more cell.
    pub(crate) fn see(&mut self, text: &str) {
        let text = trimmed(text);
        let points = text.bytes().filter(|b| *b == b'.').count();
        let commas = text.bytes().filter(|b| *b == b',').count();
        if points + commas == 0 || !text.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let votes_point = match (points, commas) {
            // Both: the last one is the decimal sign.
            (1.., 1..) => text.rfind('.') > text.rfind(','),
            // One kind, several times: it groups thousands.
            (2.., 0) => false,
            (0, 2..) => true,
            (_, _) => {
                let (sign, is_point) = if points == 1 {
                    ('.', true)
                } else {
                    (',', false)
                };
                let Some((before, after)) = text.split_once(sign) else {
                    return;
                };
                let decimals = after.bytes().take_while(u8::is_ascii_digit).count();
                let mut whole = before.bytes().filter(u8::is_ascii_digit);
                // Three digits behind it can be thousands, unless nothing but a nought is before.
                if decimals == 3
                    && whole.next().is_some_and(|first| first != b'0')
                    && whole.count() <= 2
                {
                    self.open += 1;
                    return;
                }
                is_point
            }
        };
        if votes_point {
            self.point += 1;
        } else {
            self.comma += 1;
        }
    }

    /// The decimal sign, or nothing where only a person can say.
    pub(crate) fn style(&self, answer: Option<NumberStyle>) -> Option<NumberStyle> {
        match (self.point, self.comma) {
            (0, 0) if self.open == 0 => Some(NumberStyle::Point),
            (_, 0) if self.point > 0 => Some(NumberStyle::Point),
            (0, _) if self.comma > 0 => Some(NumberStyle::Comma),
            _ if answer.is_some() => answer,
            (0, 0) => None,
            // Both occur. Where every amount is plain in itself, those of the rarer kind are
            // rejected one by one; where some are not, nobody should guess.
            (point, comma) if self.open == 0 => Some(if point >= comma {
                NumberStyle::Point
            } else {
                NumberStyle::Comma
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(texts: &[&str]) -> Option<NumberStyle> {
        let mut evidence = DecimalEvidence::default();
        for text in texts {
            evidence.see(text);
        }
        evidence.style(None)
    }

    #[test]
    fn the_sign_is_decided_by_the_whole_file() {
        for (texts, expected) in [
            (&["57.80", "1,234"][..], Some(NumberStyle::Point)),
            (&["57,80", "1.234"], Some(NumberStyle::Comma)),
            (&["1.234,56"], Some(NumberStyle::Comma)),
            (&["$1,149.00 "], Some(NumberStyle::Point)),
            (&["1.234.567"], Some(NumberStyle::Comma)),
            (&["0.000", "12.500"], Some(NumberStyle::Point)),
            (&["12", "15"], Some(NumberStyle::Point)),
            (&["1.234", "5.678"], None),
            (&["57.80", "57,80", "1.234"], None),
        ] {
            assert_eq!(style(texts), expected, "{texts:?}");
        }
    }

    #[test]
    fn an_answer_decides_what_the_file_leaves_open() {
        let mut evidence = DecimalEvidence::default();
        evidence.see("1.234");
        assert_eq!(
            evidence.style(Some(NumberStyle::Comma)),
            Some(NumberStyle::Comma)
        );
    }
}
