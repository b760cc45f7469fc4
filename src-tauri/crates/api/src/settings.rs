//! What a shop counts in, and what one can choose from.

use pannier_core::{Currency, ShopZone};
use pannier_store::{NewShop, ShopRecord};

use crate::{
    ApiError, Result, Shop,
    views::{SettingsChoices, ShopInfo, ShopSettings},
};

/// The open shop with its settings.
///
/// # Errors
/// What the file says.
pub fn shop_info(shop: &Shop) -> Result<ShopInfo> {
    let record = shop.record()?;
    // Asked before the window shows anything: the columns of a large shop are not waited for.
    let ((orders, newest), customers) =
        shop.read(|tx| Ok((tx.orders_in_all()?, tx.knows_customers()?)))?;
    let newest = newest.map(|at| record.zone.local(at));
    Ok(ShopInfo {
        path: shop.path().display().to_string(),
        sample: record.is_sample,
        orders: u32::try_from(orders).unwrap_or(u32::MAX),
        customers,
        newest_order_local: newest.map(|local| local.format("%Y-%m-%dT%H:%M").to_string()),
        today: record.zone.day_of(shop.clock().now()).to_string(),
        settings: ShopSettings {
            name: record.name,
            currency: record.currency.code().to_owned(),
            country: record.country,
            time_zone: record.zone.name().to_owned(),
        },
    })
}

/// Changes the shop's settings.
///
/// # Errors
/// [`crate::Code::Validation`] with the field, or what the file says.
pub fn update_shop(shop: &Shop, settings: &ShopSettings) -> Result<ShopInfo> {
    let new = checked(settings, false)?;
    shop.write(|tx| {
        let record = ShopRecord {
            name: new.name,
            currency: new.currency,
            country: new.country,
            zone: new.zone,
            ..tx.shop()?
        };
        Ok(tx.update_shop(&record)?)
    })?;
    shop_info(shop)
}

/// What a merchant can choose from.
pub fn settings_choices() -> SettingsChoices {
    SettingsChoices {
        currencies: Currency::all().map(|c| c.code().to_owned()).collect(),
        countries: COUNTRIES.split_whitespace().map(str::to_owned).collect(),
        time_zones: ShopZone::names().map(str::to_owned).collect(),
    }
}

/// Settings parsed into what a shop file can hold.
pub fn checked(settings: &ShopSettings, is_sample: bool) -> Result<NewShop> {
    let name = settings.name.trim();
    if name.is_empty() {
        return Err(ApiError::invalid("name", "Give the shop a name"));
    }
    if name.chars().count() > 80 {
        return Err(ApiError::invalid(
            "name",
            "The name is longer than 80 characters. Shorten it",
        ));
    }
    let currency = settings
        .currency
        .parse()
        .map_err(|e: pannier_core::CurrencyError| ApiError::invalid("currency", e.to_string()))?;
    let country = settings.country.trim().to_ascii_uppercase();
    if !COUNTRIES.split_whitespace().any(|code| code == country) {
        let message = format!(
            "“{}” is not a country. Use a two-letter code such as DE or US",
            settings.country.trim()
        );
        return Err(ApiError::invalid("country", message));
    }
    let zone = settings
        .time_zone
        .parse()
        .map_err(|e: pannier_core::TimeError| ApiError::invalid("timeZone", e.to_string()))?;
    Ok(NewShop {
        name: name.to_owned(),
        currency,
        country,
        zone,
        is_sample,
    })
}

/// ISO 3166-1 alpha-2, the codes in use.
const COUNTRIES: &str = "
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_parsed_or_refused_by_field() {
        let good = ShopSettings {
            name: " Wren ".into(),
            currency: "eur".into(),
            country: "de".into(),
            time_zone: "Europe/Berlin".into(),
        };
        let new = checked(&good, false).unwrap();
        assert_eq!((new.name.as_str(), new.country.as_str()), ("Wren", "DE"));
        for (field, bad) in [
            (
                "name",
                ShopSettings {
                    name: "  ".into(),
                    ..good.clone()
                },
            ),
            (
                "currency",
                ShopSettings {
                    currency: "EURO".into(),
                    ..good.clone()
                },
            ),
            (
                "country",
                ShopSettings {
                    country: "Germany".into(),
                    ..good.clone()
                },
            ),
            (
                "timeZone",
                ShopSettings {
                    time_zone: "Berlin".into(),
                    ..good.clone()
                },
            ),
        ] {
            assert_eq!(
                checked(&bad, false).unwrap_err().field.as_deref(),
                Some(field)
            );
        }
    }

    #[test]
    fn every_choice_can_be_chosen() {
        let choices = settings_choices();
        assert!(choices.currencies.iter().any(|c| c == "EUR") && choices.time_zones.len() > 400);
        for code in &choices.currencies {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }
}
