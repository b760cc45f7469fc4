//! Amounts in integer minor units, and the only arithmetic that may touch them.
//!
//! No float holds an amount. Parsing reads digits with the separators that the file uses, and
//! never guesses from the value itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Currency;

/// An amount in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units of `currency`: cents for EUR, yen for JPY, fils for KWD.
    pub minor: i64,
    /// The currency the amount is in.
    pub currency: Currency,
}

/// What can go wrong with an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text holds something that is not part of a number.
    #[error("“{0}” is not an amount")]
    NotANumber(String),
    /// More decimals than the currency has, and they are not zeros.
    #[error("“{0}” has more decimals than {1} allows")]
    TooPrecise(String, Currency),
    /// The amount does not fit.
    #[error("“{0}” is too large an amount")]
    TooLarge(String),
    /// Two currencies cannot be added without a rate.
    #[error("{0} and {1} cannot be added together without a rate")]
    TwoCurrencies(Currency, Currency),
}

/// The decimal sign that a file uses. The other one, blanks and apostrophes group thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberStyle {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

/// A price of one unit with up to four decimals of the major unit, as ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitPrice(pub i64);

/// The decimals that a [`UnitPrice`] keeps.
const UNIT_PRICE_DECIMALS: u32 = 4;

impl Money {
    /// An amount of `minor` units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Adds two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::TwoCurrencies`], or [`MoneyError::TooLarge`] past the range of `i64`.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::TwoCurrencies(self.currency, other.currency));
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or_else(|| MoneyError::TooLarge(format!("{self} + {other}")))?;
        Ok(Self { minor, ..self })
    }

    /// Reads an amount as files write it: `57.80`, `$1,149.00 `, `($33.62)`, `-5`, `1 234,50 €`.
    ///
    /// # Errors
    /// [`MoneyError`] when the text is not a number, has decimals that the currency does not
    /// have, or is too large.
    pub fn parse(text: &str, style: NumberStyle, currency: Currency) -> Result<Self, MoneyError> {
        let minor = parse_scaled(text, style, currency.exponent()).map_err(|e| match e {
            MoneyError::TooPrecise(text, _) => MoneyError::TooPrecise(text, currency),
            other => other,
        })?;
        Ok(Self { minor, currency })
    }

    /// The plain decimal number, without sign or thousands: `57.80`, `-5.00`, `1200` for yen.
    pub fn text(self) -> String {
        decimal(self.minor, self.currency.exponent())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.text(), self.currency)
    }
}

impl UnitPrice {
    /// Reads the price of one unit, of which up to four decimals count.
    ///
    /// # Errors
    /// [`MoneyError`], as for [`Money::parse`].
    pub fn parse(text: &str, style: NumberStyle) -> Result<Self, MoneyError> {
        parse_scaled(text, style, UNIT_PRICE_DECIMALS).map(Self)
    }

    /// The amount of a line: price × quantity, rounded half-even to the minor unit once.
    pub fn times(self, quantity: i64, currency: Currency) -> Option<i64> {
        let exponent = currency.exponent();
        let product = i128::from(self.0).checked_mul(i128::from(quantity))?;
        let divisor = 10_i128.pow(UNIT_PRICE_DECIMALS - exponent.min(UNIT_PRICE_DECIMALS));
        i64::try_from(div_half_even(product, divisor)).ok()
    }
}

fn decimal(scaled: i64, decimals: u32) -> String {
    if decimals == 0 {
        return scaled.to_string();
    }
    let one = 10_u64.pow(decimals);
    let (sign, magnitude) = (if scaled < 0 { "-" } else { "" }, scaled.unsigned_abs());
    let width = decimals as usize;
    format!("{sign}{}.{:0width$}", magnitude / one, magnitude % one)
}

/// What JavaScript can hold exactly: what is larger would be shown wrongly.
const LARGEST: i64 = (1 << 53) - 1;

/// Reads nothing but digits with one decimal sign, as nearly all cells are; for anything else,
/// and for what is wrong with it, the whole reading below is asked.
fn parse_plain(text: &str, style: NumberStyle, decimals: u32) -> Option<i64> {
    let point = match style {
        NumberStyle::Point => b'.',
        NumberStyle::Comma => b',',
    };
    let (mut scaled, mut digits, mut after_point) = (0_i64, 0, None);
    if text.len() > 15 {
        return None;
    }
    for b in text.as_bytes() {
        match *b {
            b'0'..=b'9' => {
                digits += 1;
                let digit = i64::from(b - b'0');
                match &mut after_point {
                    Some(found) if *found == decimals => {
                        if digit != 0 {
                            return None;
                        }
                    }
                    Some(found) => {
                        *found += 1;
                        scaled = scaled * 10 + digit;
                    }
                    None => scaled = scaled * 10 + digit,
                }
            }
            b if b == point && after_point.is_none() => after_point = Some(0),
            _ => return None,
        }
    }
    let missing = decimals.checked_sub(after_point.unwrap_or(0))?;
    let scaled = scaled.checked_mul(10_i64.checked_pow(missing)?)?;
    (digits > 0 && scaled <= LARGEST).then_some(scaled)
}

/// Reads a decimal number and scales it by ten to the power of `decimals`.
fn parse_scaled(text: &str, style: NumberStyle, decimals: u32) -> Result<i64, MoneyError> {
    match parse_plain(text, style, decimals) {
        Some(scaled) => Ok(scaled),
        None => parse_any(text, style, decimals),
    }
}

fn parse_any(text: &str, style: NumberStyle, decimals: u32) -> Result<i64, MoneyError> {
    let shown = || text.trim().chars().take(40).collect::<String>();
    let not_a_number = || MoneyError::NotANumber(shown());
    let mut body = text.trim();
    let mut negative = false;
    if let Some(inner) = body
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        negative = true;
        body = inner.trim();
    }
    // A currency sign or code may stand on either side, before or after the minus.
    let is_number_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let first = body.find(is_number_part).ok_or_else(not_a_number)?;
    let last = body.rfind(is_number_part).ok_or_else(not_a_number)? + 1;
    for (affix, leading) in [(&body[..first], true), (&body[last..], false)] {
        let mut letters = 0;
        for c in affix.chars() {
            match c {
                '-' | '\u{2212}' if !negative => negative = true,
                '+' if leading => {}
                c if c.is_alphabetic() && letters < 3 => letters += 1,
                c if c.is_whitespace() || is_currency_sign(c) => {}
                _ => return Err(not_a_number()),
            }
        }
    }
    let (point, group) = match style {
        NumberStyle::Point => ('.', ','),
        NumberStyle::Comma => (',', '.'),
    };
    let (whole, fraction) = match body[first..last].split_once(point) {
        Some((whole, fraction)) => (whole, fraction),
        None => (&body[first..last], ""),
    };
    let whole = ungroup(whole, group).ok_or_else(not_a_number)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return Err(not_a_number());
    }
    let significant = fraction.trim_end_matches('0');
    if significant.len() > decimals as usize {
        return Err(MoneyError::TooPrecise(shown(), Currency::EUR));
    }
    let digits = format!("{whole}{significant:0<width$}", width = decimals as usize);
    let too_large = || MoneyError::TooLarge(shown());
    let magnitude: i64 = if digits.is_empty() {
        0
    } else {
        digits.parse().map_err(|_| too_large())?
    };
    if magnitude > LARGEST {
        return Err(too_large());
    }
    Ok(if negative { -magnitude } else { magnitude })
}

fn is_currency_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | '₺' | '₪' | '฿' | '₫' | '₴' | '₦'
    )
}

/// The digits of the whole part; groups must have three digits (or two, as India writes them).
fn ungroup(whole: &str, group: char) -> Option<String> {
    let is_group =
        |c: char| c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let parts: Vec<&str> = whole.split(is_group).collect();
    if parts.iter().any(|p| !p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let grouped_well = parts.len() == 1
        || ((1..=3).contains(&parts[0].len())
            && parts[1..].iter().all(|p| p.len() == 3 || p.len() == 2)
            && parts[parts.len() - 1].len() == 3);
    grouped_well.then(|| parts.concat())
}

/// `numerator ÷ denominator`, rounded half to even. `denominator` must be positive.
pub fn div_half_even(numerator: i128, denominator: i128) -> i128 {
    debug_assert!(denominator > 0, "a divisor is positive");
    let quotient = numerator.div_euclid(denominator);
    let remainder = numerator.rem_euclid(denominator);
    match (remainder * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}

/// `amount × part ÷ whole`, rounded half-even once; 0 where `whole` is 0.
pub fn share(amount: i64, part: i64, whole: i64) -> i64 {
    if whole == 0 {
        return 0;
    }
    let sign = i128::from(whole.signum());
    let product = i128::from(amount) * i128::from(part) * sign;
    let exact = div_half_even(product, i128::from(whole).abs());
    i64::try_from(exact).unwrap_or(amount)
}

/// Splits `total` in proportion to `weights` so that the parts add up to it exactly (largest
/// remainder; ties go to the earlier part). Without weight, everything goes to the first part.
pub fn largest_remainder(total: i64, weights: &[i64]) -> Vec<i64> {
    let mut parts = vec![0_i64; weights.len()];
    let weight_sum: i128 = weights.iter().map(|w| i128::from((*w).max(0))).sum();
    if weights.is_empty() {
        return parts;
    }
    if weight_sum == 0 {
        parts[0] = total;
        return parts;
    }
    let magnitude = i128::from(total).abs();
    let mut rest = magnitude;
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let product = magnitude * i128::from((*weight).max(0));
        let floor = product / weight_sum;
        rest -= floor;
        remainders.push((product % weight_sum, index));
        parts[index] = i64::try_from(floor).unwrap_or(i64::MAX);
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in remainders
        .into_iter()
        .take(usize::try_from(rest).unwrap_or(0))
    {
        parts[index] += 1;
    }
    if total < 0 {
        for part in &mut parts {
            *part = -*part;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(text: &str, style: NumberStyle) -> Result<i64, MoneyError> {
        Money::parse(text, style, Currency::EUR).map(|m| m.minor)
    }

    #[test]
    fn reads_amounts_as_files_write_them() {
        for (text, minor) in [
            ("57.80", 5780),
            ("57.8", 5780),
            ("57", 5700),
            (".5", 50),
            ("0.00", 0),
            ("$1,149.00 ", 114_900),
            ("($33.62)", -3362),
            ("-5.00", -500),
            ("\u{2212}5", -500),
            ("1 234.50 €", 123_450),
            ("EUR 12.00", 1200),
            ("12.3000", 1230),
            ("12-", -1200),
            ("12,34,567.00", 123_456_700),
            ("-$7.00", -700),
            ("$-7.00", -700),
        ] {
            assert_eq!(eur(text, NumberStyle::Point), Ok(minor), "{text:?}");
        }
        for (text, minor) in [("1.234,56", 123_456), ("57,80", 5780), ("1.234", 123_400)] {
            assert_eq!(eur(text, NumberStyle::Comma), Ok(minor), "{text:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        for text in [
            "", " ", "abc", "1.2.3", "1,23.00", "12..", "--5", "1e5", "12 abcd", "1.234,56",
        ] {
            assert!(
                eur(text, NumberStyle::Point).is_err(),
                "{text:?} must not be read as money"
            );
        }
        assert!(matches!(
            eur("1.005", NumberStyle::Point),
            Err(MoneyError::TooPrecise(..))
        ));
        assert!(matches!(
            eur("99999999999999999999", NumberStyle::Point),
            Err(MoneyError::TooLarge(_))
        ));
    }

    #[test]
    fn decimals_are_those_of_the_currency() {
        let yen: Currency = "JPY".parse().unwrap();
        let dinar: Currency = "KWD".parse().unwrap();
        assert_eq!(
            Money::parse("1200.00", NumberStyle::Point, yen)
                .unwrap()
                .minor,
            1200
        );
        assert_eq!(
            Money::parse("1.234", NumberStyle::Point, dinar)
                .unwrap()
                .minor,
            1234
        );
        assert_eq!(Money::new(1234, dinar).text(), "1.234");
        assert_eq!(Money::new(1200, yen).text(), "1200");
        assert_eq!(Money::new(-5, Currency::EUR).text(), "-0.05");
    }

    #[test]
    fn lines_round_half_even_once() {
        let price = UnitPrice::parse("0.0125", NumberStyle::Point).unwrap();
        assert_eq!(
            price.times(2, Currency::EUR),
            Some(2),
            "2.5 cents go to the even 2"
        );
        assert_eq!(
            price.times(6, Currency::EUR),
            Some(8),
            "7.5 cents go to the even 8"
        );
    }

    #[test]
    fn two_currencies_never_add_up() {
        let sum = Money::new(1, Currency::EUR).checked_add(Money::new(1, Currency::USD));
        assert!(matches!(sum, Err(MoneyError::TwoCurrencies(..))));
    }

    proptest! {
        #[test]
        fn text_and_parse_are_inverse(minor in -(1_i64 << 53)+1..(1_i64 << 53)) {
            let money = Money::new(minor, Currency::EUR);
            prop_assert_eq!(eur(&money.text(), NumberStyle::Point), Ok(minor));
        }

        #[test]
        fn splits_add_up(total in -1_000_000_i64..1_000_000, weights in prop::collection::vec(0_i64..10_000, 1..20)) {
            let parts = largest_remainder(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let sum: i64 = weights.iter().sum();
                if sum > 0 {
                    let exact = i128::from(total) * i128::from(*weight);
                    let off = (i128::from(*part) * i128::from(sum) - exact).abs();
                    prop_assert!(off < i128::from(sum), "a part is within one unit of its exact share");
                }
            }
        }

        #[test]
        fn half_even_is_within_half(n in any::<i64>(), d in 1_i64..1_000_000) {
            let q = div_half_even(i128::from(n), i128::from(d));
            let twice_off = ((q * i128::from(d)) - i128::from(n)).abs() * 2;
            prop_assert!(twice_off <= i128::from(d));
            if twice_off == i128::from(d) { prop_assert_eq!(q.rem_euclid(2), 0); }
        }

        #[test]
        fn plain_numbers_are_read_as_any(text in "[0-9]{0,9}[.,]?[0-9]{0,7}|[-+ 0-9.,]{0,12}") {
            for style in [NumberStyle::Point, NumberStyle::Comma] {
                for decimals in 0..=4 {
                    if let Some(plain) = parse_plain(&text, style, decimals) {
                        prop_assert_eq!(parse_any(&text, style, decimals), Ok(plain));
                    }
                }
            }
        }

        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = eur(&text, NumberStyle::Point);
            let _ = eur(&text, NumberStyle::Comma);
        }
    }
}
