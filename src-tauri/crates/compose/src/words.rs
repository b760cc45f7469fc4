//! The fixed words of mails in six languages, and how each writes amounts, days and numbers.

mod en_de_fr;
mod es_it_nl;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use pannier_core::{Money, ShopZone, Timestamp};

use crate::{Language, Terms};

const NBSP: char = '\u{a0}';
/// The narrow one, between thousands in French.
const NARROW: char = '\u{202f}';

/// The fixed words of one language. `{x}` and the like are places for what is said.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) weekdays: [&'static str; 7],
    pub(crate) months: [&'static str; 12],
    /// `{weekday}`, `{day}`, `{month}`.
    pub(crate) day: &'static str,
    /// The first of a month, where that is written otherwise.
    pub(crate) first_day: &'static str,
    /// `{hour}`, `{minute}`.
    pub(crate) time: &'static str,
    /// `{day}`, `{time}`.
    pub(crate) ends: &'static str,
    /// Whose time it is: `{city}`.
    pub(crate) zone: &'static str,
    /// Cities that are called otherwise than in the data base of zones.
    pub(crate) cities: &'static [(&'static str, &'static str)],
    pub(crate) decimal: char,
    pub(crate) group: char,
    /// Four digits are written without it.
    pub(crate) four_together: bool,
    pub(crate) money: MoneyPlace,
    /// Between a number and the sign of percent.
    pub(crate) percent: &'static str,
    /// `{x}`: a percentage or an amount.
    pub(crate) off: &'static str,
    pub(crate) free_shipping: &'static str,
    /// `{x}`: the gift.
    pub(crate) gift: &'static str,
    /// `{x}`: the amount.
    pub(crate) gift_card: &'static str,
    pub(crate) gift_card_head: &'static str,
    /// `{x}`: the amount from which on.
    pub(crate) minimum: &'static str,
    pub(crate) your_code: &'static str,
    /// `{n}`.
    pub(crate) points: &'static str,
    pub(crate) one_point: &'static str,
    pub(crate) your_points: &'static str,
    /// `{n}`, `{x}`: how many more, and for what.
    pub(crate) next_reward: &'static str,
    /// `{n}`, `{day}`.
    pub(crate) expiring: &'static str,
    /// `{x}`.
    pub(crate) shipping_from: &'static str,
    /// `{x}`.
    pub(crate) shipping_missing: &'static str,
    pub(crate) shipping_reached: &'static str,
    /// `{n}`, `{provider}`.
    pub(crate) pay_parts: &'static str,
    /// `{provider}`.
    pub(crate) pay_later: &'static str,
    /// Before a former price, for those who hear it.
    pub(crate) instead_of: &'static str,
    /// `{x}`: what they have.
    pub(crate) goes_with: &'static str,
    /// `{x}`: what they have.
    pub(crate) like: &'static str,
    pub(crate) again: &'static str,
    pub(crate) popular: &'static str,
    /// `{shop}`.
    pub(crate) why: &'static str,
    pub(crate) unsubscribe: &'static str,
}

/// What stands under every mail in a language: why someone gets it, with `{shop}` for the shop's name,
/// and what the link to get no more is called.
pub fn footer_words(language: Language) -> (&'static str, &'static str) {
    let words = Words::of(language);
    (words.why, words.unsubscribe)
}

/// Where the sign of a currency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MoneyPlace {
    /// €39.00
    Before,
    /// € 39,00
    BeforeApart,
    /// 39,00 €
    After,
}

impl Words {
    /// Those of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en_de_fr::EN,
            Language::De => &en_de_fr::DE,
            Language::Fr => &en_de_fr::FR,
            Language::Es => &es_it_nl::ES,
            Language::It => &es_it_nl::IT,
            Language::Nl => &es_it_nl::NL,
        }
    }

    /// A whole number with its groups.
    pub(crate) fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + 4);
        if number < 0 {
            text.push('\u{2212}');
        }
        let grouped = digits.len() > 4 || !self.four_together;
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) && grouped {
                text.push(self.group);
            }
            text.push(digit);
        }
        text
    }

    /// An amount with all its decimals: €39.00.
    pub(crate) fn money(&self, money: Money) -> String {
        self.amount(money, false)
    }

    /// An amount without decimals where they are zero: €75.
    pub(crate) fn round_money(&self, money: Money) -> String {
        self.amount(money, true)
    }

    fn amount(&self, money: Money, short: bool) -> String {
        let decimals = money.currency.exponent();
        let unit = 10_u64.pow(decimals.min(6));
        let minor = money.minor.unsigned_abs();
        let whole = i64::try_from(minor / unit).unwrap_or(i64::MAX);
        let mut number = self.number(whole);
        if decimals > 0 && !(short && minor.is_multiple_of(unit)) {
            number.push(self.decimal);
            let rest = format!("{:0width$}", minor % unit, width = decimals as usize);
            number.push_str(&rest);
        }
        let sign = match money.currency.code() {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "JPY" => "¥",
            "PLN" => "zł",
            "SEK" | "NOK" | "DKK" => "kr",
            other => other,
        };
        let minus = if money.minor < 0 { "\u{2212}" } else { "" };
        match self.money {
            MoneyPlace::Before if sign.len() < 3 || sign == "€" => {
                format!("{minus}{sign}{number}")
            }
            MoneyPlace::Before | MoneyPlace::BeforeApart => {
                format!("{minus}{sign}{NBSP}{number}")
            }
            MoneyPlace::After => format!("{minus}{number}{NBSP}{sign}"),
        }
    }

    /// Hundredths of a percent: 15%, 12.5%.
    pub(crate) fn percent(&self, hundredths: u32) -> String {
        let mut number = self.number(i64::from(hundredths / 100));
        let rest = format!("{:02}", hundredths % 100);
        let rest = rest.trim_end_matches('0');
        if !rest.is_empty() {
            number.push(self.decimal);
            number.push_str(rest);
        }
        format!("{number}{}%", self.percent)
    }

    /// Sunday 12 July.
    pub(crate) fn day(&self, day: NaiveDate) -> String {
        let weekday = self.weekdays[day.weekday().num_days_from_monday() as usize % 7];
        let month = self.months[day.month0() as usize % 12];
        let pattern = if day.day() == 1 {
            self.first_day
        } else {
            self.day
        };
        pattern
            .replace("{weekday}", weekday)
            .replace("{day}", &day.day().to_string())
            .replace("{month}", month)
    }

    /// 23:59.
    pub(crate) fn time(&self, at: NaiveDateTime) -> String {
        self.time
            .replace("{hour}", &at.hour().to_string())
            .replace("{minute}", &format!("{:02}", at.minute()))
    }

    /// The last moment of something that ends at `at`: what ends at midnight is over on the day
    /// before, and that is what people understand.
    pub(crate) fn last_moment(at: Timestamp, zone: ShopZone) -> NaiveDateTime {
        let local = zone.local(at);
        if local.hour() == 0 && local.minute() == 0 && local.second() == 0 {
            local - chrono::TimeDelta::minutes(1)
        } else {
            local
        }
    }

    /// (Berlin time).
    pub(crate) fn zone(&self, zone: ShopZone) -> String {
        let name = zone.name();
        let city = name.rsplit('/').next().unwrap_or(name).replace('_', " ");
        if !name.contains('/') || name.starts_with("Etc/") {
            return format!("({city})");
        }
        let own = self.cities.iter().find(|(known, _)| *known == city);
        let city = own.map_or(city.as_str(), |(_, own)| own);
        self.zone.replace("{city}", city)
    }

    /// What an offer gives: 15% off.
    pub(crate) fn terms(&self, terms: &Terms) -> String {
        match terms {
            Terms::Percent(hundredths) => self.off.replace("{x}", &self.percent(*hundredths)),
            Terms::Amount(amount) => self.off.replace("{x}", &self.round_money(*amount)),
            Terms::FreeShipping => self.free_shipping.to_owned(),
            Terms::Gift(gift) => self.gift.replace("{x}", gift),
            Terms::GiftCard { amount, .. } => {
                self.gift_card.replace("{x}", &self.round_money(*amount))
            }
        }
    }

    /// 1 point, 120 points.
    pub(crate) fn points(&self, points: i64) -> String {
        if points == 1 {
            self.one_point.to_owned()
        } else {
            self.points.replace("{n}", &self.number(points))
        }
    }
}

/// Why a product is shown to someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because<'t> {
    /// It goes with something that they have, of that name.
    GoesWith(&'t str),
    /// It is like something that they have, of that name.
    Like(&'t str),
    /// They bought it before.
    Again,
    /// Many buy it these days.
    Popular,
}

impl Because<'_> {
    /// It in a language, for [`crate::Product::reason`].
    pub fn words(self, language: Language) -> String {
        let words = Words::of(language);
        match self {
            Self::GoesWith(title) => words.goes_with.replace("{x}", title),
            Self::Like(title) => words.like.replace("{x}", title),
            Self::Again => words.again.to_owned(),
            Self::Popular => words.popular.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use pannier_core::Currency;

    use super::*;

    fn each(of: impl Fn(&Words) -> String) -> Vec<String> {
        let words = Language::ALL.into_iter().map(Words::of);
        words
            .map(|words| of(words).replace([NBSP, NARROW], "_"))
            .collect()
    }

    #[test]
    fn amounts_are_written_as_in_each_language() {
        assert_eq!(
            each(|words| words.money(Money::new(123_450, Currency::EUR))),
            [
                "€1,234.50",
                "1.234,50_€",
                "1_234,50_€",
                "1234,50_€",
                "1.234,50_€",
                "€_1.234,50"
            ]
        );
        assert_eq!(
            each(|words| words.round_money(Money::new(7500, Currency::EUR))),
            ["€75", "75_€", "75_€", "75_€", "75_€", "€_75"]
        );
        let yen = "JPY".parse().unwrap();
        let francs = "CHF".parse().unwrap();
        let en = Words::of(Language::En);
        assert_eq!(en.money(Money::new(1_234_567, yen)), "¥1,234,567");
        assert_eq!(en.money(Money::new(990, francs)), "CHF\u{a0}9.90");
        assert_eq!(
            each(|words| words.percent(1250)),
            ["12.5%", "12,5_%", "12,5_%", "12,5_%", "12,5%", "12,5%"]
        );
    }

    #[test]
    fn reasons_are_said_in_each_language() {
        let of = |because: Because| {
            Language::ALL.map(|language| because.words(language).replace(NBSP, "_"))
        };
        assert_eq!(
            of(Because::GoesWith("Linen throw")),
            [
                "Goes with your Linen throw",
                "Passt zu: Linen throw",
                "Va bien avec_: Linen throw",
                "Combina con: Linen throw",
                "Si abbina a: Linen throw",
                "Past bij: Linen throw",
            ]
        );
        for because in [Because::Like("{x}"), Because::Again, Because::Popular] {
            let all: std::collections::BTreeSet<_> = of(because).into();
            assert_eq!(all.len(), 6, "{all:?}");
        }
    }

    #[test]
    fn an_end_is_a_day_and_a_time() {
        let zone: ShopZone = "Europe/Berlin".parse().unwrap();
        let at = NaiveDate::from_ymd_opt(2026, 7, 12)
            .and_then(|day| day.and_hms_opt(23, 59, 0))
            .unwrap();
        let ends = |words: &Words| {
            words
                .ends
                .replace("{day}", &words.day(at.date()))
                .replace("{time}", &words.time(at))
                + " "
                + &words.zone(zone)
        };
        assert_eq!(
            each(ends),
            [
                "Ends on Sunday 12 July at 23:59 (Berlin time)",
                "Endet am Sonntag, 12. Juli, um 23:59 Uhr (Zeit in Berlin)",
                "Se termine le dimanche 12 juillet à 23_h_59 (heure de Berlin)",
                "Termina el domingo 12 de julio a las 23:59 (hora de Berlín)",
                "Termina domenica 12 luglio alle 23:59 (ora di Berlino)",
                "Eindigt op zondag 12 juli om 23:59 (tijd in Berlijn)",
            ]
        );
        let first = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
        assert_eq!(Words::of(Language::Fr).day(first), "samedi 1er août");
    }

    #[test]
    fn what_ends_at_midnight_ends_on_the_day_before() {
        let zone: ShopZone = "Europe/Berlin".parse().unwrap();
        let midnight = NaiveDate::from_ymd_opt(2026, 7, 13)
            .and_then(|day| day.and_hms_opt(0, 0, 0))
            .unwrap();
        let last = Words::last_moment(zone.instant_of(midnight), zone);
        let en = Words::of(Language::En);
        assert_eq!(
            en.day(last.date()) + " " + &en.time(last),
            "Sunday 12 July 23:59"
        );
    }
}
