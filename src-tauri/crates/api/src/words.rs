//! What values of orders are called in reports and files: the words of the window, in English.

use pannier_core::{Money, country_name};
use pannier_report::{Event, Locale};

use crate::{
    ApiError, Code, Result,
    views::{Amount, Dimension, PriceMark, TimePoint},
};

/// Bytes as two digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

/// Marks on a chart over time: where prices changed. One whose words would run into those of the one
/// before stands without.
pub(crate) fn price_events(
    marks: &[PriceMark],
    series: &[TimePoint],
    locale: &Locale,
) -> Result<Vec<Event>> {
    let mut events = Vec::with_capacity(marks.len());
    let mut free = 0;
    for mark in marks {
        let Some(at) = series.iter().position(|point| point.starts == mark.starts) else {
            continue;
        };
        let label = if at < free {
            String::new()
        } else {
            free = at + series.len() / 4;
            price_mark(mark, locale)?
        };
        events.push(Event { at, label });
    }
    Ok(events)
}

/// "Linen throw to €52.00", or "12 prices".
fn price_mark(mark: &PriceMark, locale: &Locale) -> Result<String> {
    let money = |amount: &Amount| -> Result<String> {
        let currency = amount.currency.parse();
        let currency = currency.map_err(|error: pannier_core::CurrencyError| {
            ApiError::new(Code::Internal, error.to_string())
        })?;
        Ok(locale.money(Money::new(amount.minor.0, currency)))
    };
    match mark.moves.first() {
        Some(only) if mark.products == 1 => Ok(format!("{} to {}", only.name, money(&only.after)?)),
        _ => Ok(format!("{} prices", locale.count(mark.products.into()))),
    }
}

/// What a row of a split, or a value of a filter, is called.
pub(crate) fn row(by: Dimension, value: &str, name: &str) -> String {
    let named = if name.is_empty() { value } else { name };
    match by {
        Dimension::Customer => customer(value).to_owned(),
        Dimension::Code if value.is_empty() => "No code".to_owned(),
        _ if named.is_empty() => "Not in the files".to_owned(),
        Dimension::Country => country_name(named).unwrap_or(named).to_owned(),
        Dimension::Channel => channel(named).to_owned(),
        Dimension::Source => platform(named).to_owned(),
        Dimension::Weekday => capital(named),
        Dimension::Hour => hour(named),
        Dimension::Basket => basket(named),
        Dimension::Discount => discount(named),
        _ => named.to_owned(),
    }
}

fn customer(value: &str) -> &'static str {
    match value {
        "new" => "New customers",
        "returning" => "Returning customers",
        _ => "Customer not known",
    }
}

/// Words of platforms for where something was sold.
pub(crate) fn channel(word: &str) -> &str {
    match word {
        "web" => "Online shop",
        "pos" => "Point of sale",
        "shopify_draft_order" => "Draft orders",
        "iphone" => "Shopify on an iPhone",
        "android" => "Shopify on an Android phone",
        "subscription_contract" => "Subscriptions",
        other => other,
    }
}

/// The names of platforms that profiles know by a word.
pub(crate) fn platform(word: &str) -> &str {
    match word {
        "amazon" => "Amazon",
        "bigcommerce" => "BigCommerce",
        "ebay" => "eBay",
        "etsy" => "Etsy",
        "gumroad" => "Gumroad",
        "klaviyo" => "Klaviyo",
        "magento" => "Magento",
        "mailchimp" => "Mailchimp",
        "matrixify" => "Matrixify",
        "own" => "Own file",
        "paypal" => "PayPal",
        "prestashop" => "PrestaShop",
        "shopify" => "Shopify",
        "shopware" => "Shopware",
        "square" => "Square",
        "squarespace" => "Squarespace",
        "stripe" => "Stripe",
        "tiktok" => "TikTok Shop",
        "walmart" => "Walmart",
        "wix" => "Wix",
        "woocommerce" => "WooCommerce",
        other => other,
    }
}

/// `monday` as Monday.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// `7`: the hour that begins then.
fn hour(value: &str) -> String {
    value.parse::<u8>().map_or_else(
        |_| value.to_owned(),
        |hour| format!("{hour:02}:00 – {hour:02}:59"),
    )
}

/// `1`, `5-9`, `10+`: pieces.
fn basket(value: &str) -> String {
    if value == "1" {
        return "1 item".to_owned();
    }
    match (value.split_once('-'), value.strip_suffix('+')) {
        (Some((from, until)), _) => format!("{from} to {until} items"),
        (_, Some(from)) => format!("{from} or more items"),
        _ => format!("{value} items"),
    }
}

/// `0`, `5-10`, `50+`: percent taken off.
fn discount(value: &str) -> String {
    match (value.split_once('-'), value.strip_suffix('+')) {
        _ if value == "0" => "No discount".to_owned(),
        (Some(("0", until)), _) => format!("Up to {until} % off"),
        (Some((from, until)), _) => format!("{from} to {until} % off"),
        (_, Some(from)) => format!("{from} % off or more"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_words_of_the_window() {
        for (by, value, words) in [
            (Dimension::Channel, "web", "Online shop"),
            (Dimension::Channel, "Market stall", "Market stall"),
            (Dimension::Channel, "", "Not in the files"),
            (Dimension::Source, "shopify", "Shopify"),
            (Dimension::Country, "DE", "Germany"),
            (Dimension::Customer, "", "Customer not known"),
            (Dimension::Code, "", "No code"),
            (Dimension::Weekday, "monday", "Monday"),
            (Dimension::Hour, "7", "07:00 – 07:59"),
            (Dimension::Basket, "1", "1 item"),
            (Dimension::Basket, "5-9", "5 to 9 items"),
            (Dimension::Basket, "10+", "10 or more items"),
            (Dimension::Discount, "0", "No discount"),
            (Dimension::Discount, "0-5", "Up to 5 % off"),
            (Dimension::Discount, "50+", "50 % off or more"),
        ] {
            assert_eq!(row(by, value, value), words);
        }
    }
}
