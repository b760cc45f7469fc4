//! How the command line writes amounts and times that stand in words.

use pannier_api::views::{Amount, OfferGives, OfferShown, SaidValue, said};
use pannier_core::{ShopZone, Timestamp};

/// Words with their values; times in the shop's zone.
pub(crate) fn plain(words: &str, values: &[SaidValue], zone: ShopZone) -> String {
    said(words, values, |value| match value {
        SaidValue::Amount { amount } | SaidValue::About { amount } => money(amount),
        SaidValue::Decimal { number } => format!("{number:.1}"),
        SaidValue::Count { count } => count.to_string(),
        SaidValue::Percent { percent } => format!("{percent} %"),
        SaidValue::Day { day } => day.clone(),
        SaidValue::Date { at } => zone.day_of(Timestamp(*at)).to_string(),
        SaidValue::Time { at } => time(*at, zone),
        SaidValue::End { at } => format!("{} ({})", time(*at, zone), zone.name()),
        SaidValue::Offer { offer } => offer_words(offer),
    })
}

fn money(amount: &Amount) -> String {
    format!("{} {}", amount.text, amount.currency)
}

fn time(at: i64, zone: ShopZone) -> String {
    zone.local(Timestamp(at))
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

/// "15 % off from 75.00 EUR".
pub(crate) fn offer_words(offer: &OfferShown) -> String {
    let what = match &offer.gives {
        OfferGives::Percent { percent } => format!("{percent} % off"),
        OfferGives::Amount { amount } => format!("{} off", money(amount)),
        OfferGives::FreeShipping => "Free shipping".to_owned(),
        OfferGives::Gift { what } => format!("{what} as a gift"),
        OfferGives::GiftCard { amount } => format!("A gift card of {}", money(amount)),
    };
    match &offer.minimum {
        Some(minimum) => format!("{what} from {}", money(minimum)),
        None => what,
    }
}
