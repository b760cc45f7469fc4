//! What a first shop counts in, as far as the computer tells. The merchant can change all of it.

use pannier_api::views::ShopSettings;
use pannier_core::ShopZone;

/// The name of a shop that nobody has named yet.
const NAME: &str = "My shop";

/// Where the computer says nothing of a country.
const NOWHERE: &str = "US";

/// Currencies and the countries that pay with them. A country that is missing starts with euros.
const CURRENCIES: &[(&str, &str)] = &[
    ("USD", "US PR EC SV PA"),
    ("GBP", "GB GG JE IM"),
    ("CHF", "CH LI"),
    ("DKK", "DK FO GL"),
    ("NOK", "NO SJ"),
    ("SEK", "SE"),
    ("ISK", "IS"),
    ("PLN", "PL"),
    ("CZK", "CZ"),
    ("HUF", "HU"),
    ("RON", "RO"),
    ("RSD", "RS"),
    ("UAH", "UA"),
    ("TRY", "TR"),
    ("CAD", "CA"),
    ("MXN", "MX"),
    ("BRL", "BR"),
    ("ARS", "AR"),
    ("CLP", "CL"),
    ("COP", "CO"),
    ("PEN", "PE"),
    ("AUD", "AU"),
    ("NZD", "NZ"),
    ("JPY", "JP"),
    ("KRW", "KR"),
    ("CNY", "CN"),
    ("HKD", "HK"),
    ("TWD", "TW"),
    ("SGD", "SG"),
    ("MYR", "MY"),
    ("THB", "TH"),
    ("IDR", "ID"),
    ("PHP", "PH"),
    ("VND", "VN"),
    ("INR", "IN"),
    ("PKR", "PK"),
    ("AED", "AE"),
    ("SAR", "SA"),
    ("KWD", "KW"),
    ("ILS", "IL"),
    ("EGP", "EG"),
    ("MAD", "MA"),
    ("NGN", "NG"),
    ("KES", "KE"),
    ("ZAR", "ZA"),
];

/// The settings of a first shop on this computer.
pub(crate) fn first_shop() -> ShopSettings {
    settings(
        sys_locale::get_locale().as_deref(),
        iana_time_zone::get_timezone().ok().as_deref(),
    )
}

fn settings(locale: Option<&str>, zone: Option<&str>) -> ShopSettings {
    let country = locale
        .and_then(country)
        .unwrap_or_else(|| NOWHERE.to_owned());
    let known = zone.filter(|zone| zone.parse::<ShopZone>().is_ok());
    ShopSettings {
        name: NAME.to_owned(),
        currency: currency(&country).to_owned(),
        country,
        time_zone: known.unwrap_or("UTC").to_owned(),
    }
}

/// The country of a locale: `DE` of `de-DE`, `de_DE.UTF-8` or `zh-Hant-TW`; none of `C` or `en`.
fn country(locale: &str) -> Option<String> {
    let tags = locale
        .split(['.', '@'])
        .next()
        .unwrap_or_default()
        .split(['-', '_'])
        .skip(1);
    tags.filter(|tag| tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(str::to_ascii_uppercase)
        .next()
}

fn currency(country: &str) -> &'static str {
    CURRENCIES
        .iter()
        .find(|(_, countries)| countries.split(' ').any(|one| one == country))
        .map_or("EUR", |(currency, _)| currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_country() {
        let countries = [
            "de-DE",
            "de_DE.UTF-8",
            "zh-Hant-TW",
            "en",
            "C",
            "C.UTF-8",
            "sr_RS@latin",
        ];
        assert_eq!(
            countries.map(|locale| country(locale).unwrap_or_default()),
            ["DE", "DE", "TW", "", "", "", "RS"]
        );
    }

    #[test]
    fn a_first_shop_follows_the_computer() {
        let swiss = settings(Some("de-CH"), Some("Europe/Zurich"));
        assert_eq!(
            (swiss.currency.as_str(), swiss.country.as_str()),
            ("CHF", "CH")
        );
        assert_eq!(swiss.time_zone, "Europe/Zurich");
        let silent = settings(None, Some("Somewhere/Else"));
        assert_eq!(
            (silent.currency.as_str(), silent.country.as_str()),
            ("USD", "US")
        );
        assert_eq!(silent.time_zone, "UTC");
    }

    #[test]
    fn every_currency_and_country_can_be_chosen() {
        let choices = pannier_api::settings_choices();
        for (currency, countries) in CURRENCIES {
            assert!(
                choices.currencies.iter().any(|code| code == currency),
                "{currency}"
            );
            for country in countries.split(' ') {
                assert!(
                    choices.countries.iter().any(|code| code == country),
                    "{country}"
                );
            }
        }
        assert!(choices.time_zones.iter().any(|zone| zone == "UTC"));
    }
}
