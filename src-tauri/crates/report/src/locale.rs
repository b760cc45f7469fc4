//! How numbers, amounts and days are written. The words of a report are English; where its reader
//! lives decides its signs: an English sentence in Germany says "57,80 €".

use chrono::Datelike;
use pannier_core::{Currency, Day, Money, Period};

use crate::number::{Finite, nearest};

/// Where the sign of a currency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurrencyPlace {
    /// €57.80
    Before,
    /// 57,80 €
    After,
}

/// The order of a written day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 30 Jun 2026
    DayMonthYear,
    /// Jun 30, 2026
    MonthDayYear,
    /// 2026-06-30
    YearMonthDay,
}

/// How numbers, amounts and days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// Between the whole and its decimals.
    pub decimal: char,
    /// Between thousands.
    pub group: char,
    /// Where the sign of a currency stands.
    pub currency: CurrencyPlace,
    /// The order of a written day.
    pub date: DateOrder,
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// Written where a number is below zero: as wide as a plus.
const MINUS: char = '\u{2212}';
const NBSP: char = '\u{a0}';

impl Default for Locale {
    fn default() -> Self {
        Self::english()
    }
}

impl Locale {
    /// €1,234.50 on 30 Jun 2026.
    pub const fn english() -> Self {
        Self {
            decimal: '.',
            group: ',',
            currency: CurrencyPlace::Before,
            date: DateOrder::DayMonthYear,
        }
    }

    /// As a region writes: `US`, `DE`, `FR`, `CH`. An unknown one is written as in English.
    pub fn of_region(region: &str) -> Self {
        let after = |decimal, group| Self {
            decimal,
            group,
            currency: CurrencyPlace::After,
            date: DateOrder::DayMonthYear,
        };
        match region.to_ascii_uppercase().as_str() {
            "US" | "PH" => Self {
                date: DateOrder::MonthDayYear,
                ..Self::english()
            },
            "CA" | "ZA" | "SE" => Self {
                date: DateOrder::YearMonthDay,
                ..Self::english()
            },
            "DE" | "ES" | "IT" | "GR" | "RO" | "HR" | "SI" | "RS" | "IS" => after(',', '.'),
            "FR" | "PL" | "CZ" | "SK" | "FI" | "NO" | "HU" | "BG" | "UA" | "LT" | "LV" | "EE"
            | "PT" => after(',', NBSP),
            "AT" | "NL" | "BE" | "DK" | "BR" | "TR" | "ID" => Self {
                decimal: ',',
                group: '.',
                ..Self::english()
            },
            "CH" | "LI" => Self {
                group: '\u{2019}',
                ..Self::english()
            },
            _ => Self::english(),
        }
    }

    /// €1,234.50, −€4.20, ¥1,200.
    pub fn money(&self, amount: Money) -> String {
        let text = self.decimal_text(&amount.text());
        self.with_currency(&text, amount)
    }

    /// With its sign always written: +€3.20, −€0.80; zero has none.
    pub fn signed_money(&self, amount: Money) -> String {
        let sign = if amount.minor > 0 { "+" } else { "" };
        format!("{sign}{}", self.money(amount))
    }

    /// For the tick of an axis: without decimals where `whole` says that no tick has any.
    pub(crate) fn axis_money(&self, amount: Money, whole: bool) -> String {
        let text = amount.text();
        let short = match text.split_once('.') {
            Some((before, _)) if whole => before,
            _ => &text,
        };
        self.with_currency(&self.decimal_text(short), amount)
    }

    fn with_currency(&self, size: &str, amount: Money) -> String {
        let minus = if amount.minor < 0 {
            MINUS.to_string()
        } else {
            String::new()
        };
        let sign = sign_of(amount.currency);
        match self.currency {
            // A code needs a gap to its number, a sign does not.
            CurrencyPlace::Before if sign.chars().all(char::is_alphabetic) => {
                format!("{minus}{sign}{NBSP}{size}")
            }
            CurrencyPlace::Before => format!("{minus}{sign}{size}"),
            CurrencyPlace::After => format!("{minus}{size}{NBSP}{sign}"),
        }
    }

    /// 1,248
    pub fn count(&self, count: i64) -> String {
        let minus = if count < 0 {
            MINUS.to_string()
        } else {
            String::new()
        };
        format!("{minus}{}", self.decimal_text(&count.to_string()))
    }

    /// A ratio of 0.254 as 25.4%, rounded half to even.
    pub fn percent(&self, ratio: Finite, decimals: u8) -> String {
        // 100 × a finite ratio may be infinite; no share of anything comes near.
        let scaled = Finite::new(ratio.get() * 100.0).unwrap_or(Finite::ZERO);
        format!("{}%", self.number(scaled, decimals))
    }

    /// 1,234.5, rounded half to even.
    pub fn number(&self, number: Finite, decimals: u8) -> String {
        let text = format!("{:.*}", usize::from(decimals), number.get());
        let negative = text.starts_with('-') && text.chars().any(|c| matches!(c, '1'..='9'));
        let minus = if negative {
            MINUS.to_string()
        } else {
            String::new()
        };
        format!("{minus}{}", self.decimal_text(&text))
    }

    /// 30 Jun 2026
    pub fn day(&self, day: Day) -> String {
        let date = day.date();
        let month = MONTHS[date.month0() as usize];
        match self.date {
            DateOrder::DayMonthYear => format!("{} {month} {}", date.day(), date.year()),
            DateOrder::MonthDayYear => format!("{month} {}, {}", date.day(), date.year()),
            DateOrder::YearMonthDay => day.to_string(),
        }
    }

    /// From the first day to the last one in it: 1 Apr 2026 – 30 Jun 2026.
    pub fn period(&self, period: Period) -> String {
        format!(
            "{} – {}",
            self.day(period.from),
            self.day(period.until.plus_days(-1))
        )
    }

    /// Groups the digits of plain decimal text, without its sign.
    fn decimal_text(&self, text: &str) -> String {
        let text = text.trim_start_matches('-');
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let mut written = String::with_capacity(text.len() + 8);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                written.push(self.group);
            }
            written.push(digit);
        }
        if let Some(fraction) = fraction {
            written.push(self.decimal);
            written.push_str(fraction);
        }
        written
    }
}

/// An amount in minor units that a chart worked out, as money.
pub(crate) fn money_of(minor: f64, currency: Currency) -> Money {
    Money::new(nearest(minor), currency)
}

/// The narrow sign of a currency, or its code where it has none that readers know.
pub(crate) fn sign_of(currency: Currency) -> &'static str {
    match currency.code() {
        "EUR" => "€",
        "GBP" => "£",
        "USD" | "AUD" | "CAD" | "NZD" | "HKD" | "SGD" | "MXN" | "CLP" | "COP" | "ARS" => "$",
        "JPY" | "CNY" => "¥",
        "BRL" => "R$",
        "INR" => "₹",
        "KRW" => "₩",
        "UAH" => "₴",
        "TRY" => "₺",
        "RUB" => "₽",
        "ILS" => "₪",
        "VND" => "₫",
        "NGN" => "₦",
        "PLN" => "zł",
        "CZK" => "Kč",
        "SEK" | "NOK" | "DKK" | "ISK" => "kr",
        "HUF" => "Ft",
        "RON" => "lei",
        code => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, code.parse().unwrap())
    }

    #[test]
    fn amounts_are_written_with_the_decimals_of_their_currency() {
        let english = Locale::english();
        for (amount, written) in [
            (money(5780, "EUR"), "€57.80"),
            (money(-420, "EUR"), "−€4.20"),
            (money(7_213_440, "GBP"), "£72,134.40"),
            (money(1200, "JPY"), "¥1,200"),
            (money(1234, "KWD"), "KWD\u{a0}1.234"),
            (money(123_456_789, "PLN"), "zł\u{a0}1,234,567.89"),
            (money(i64::MIN, "JPY"), "−¥9,223,372,036,854,775,808"),
        ] {
            assert_eq!(english.money(amount), written);
        }
        assert_eq!(english.signed_money(money(320, "EUR")), "+€3.20");
        assert_eq!(english.signed_money(money(0, "EUR")), "€0.00");
    }

    #[test]
    fn signs_are_those_of_the_readers_region() {
        let german = Locale::of_region("de");
        assert_eq!(german.money(money(123_456, "EUR")), "1.234,56\u{a0}€");
        assert_eq!(Locale::of_region("CH").count(-12_345), "−12’345");
        let day: Day = "2026-06-03".parse().unwrap();
        assert_eq!(german.day(day), "3 Jun 2026");
        assert_eq!(Locale::of_region("US").day(day), "Jun 3, 2026");
        assert_eq!(Locale::of_region("SE").day(day), "2026-06-03");
        assert_eq!(Locale::of_region("nowhere"), Locale::english());
    }

    #[test]
    fn ratios_round_to_even_and_lose_the_sign_of_nothing() {
        let english = Locale::english();
        let ratio = |value| Finite::new(value).unwrap();
        assert_eq!(english.percent(ratio(0.2546), 1), "25.5%");
        assert_eq!(english.percent(ratio(-0.3), 0), "−30%");
        assert_eq!(english.number(ratio(-0.001), 1), "0.0");
        assert_eq!(english.number(ratio(12_345.5), 0), "12,346");
    }

    #[test]
    fn a_period_ends_on_its_last_day() {
        let period = Period {
            from: "2026-04-01".parse().unwrap(),
            until: "2026-07-01".parse().unwrap(),
        };
        assert_eq!(Locale::english().period(period), "1 Apr 2026 – 30 Jun 2026");
    }
}
