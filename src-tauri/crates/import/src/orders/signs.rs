//! Signs and codes of currencies beside an amount, and whether they can be those of its order.

use pannier_core::Currency;

/// Signs, each with the currencies that are written with it.
const SIGNS: &[(char, &[&str])] = &[
    (
        '$',
        &[
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU",
            "DOP", "CUP", "BRL", "NIO", "BBD", "BMD", "BND", "BSD", "BZD", "FJD", "GYD", "JMD",
            "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD", "TOP", "WST", "MOP", "CVE", "SVC",
            "ZWL",
        ],
    ),
    ('€', &["EUR"]),
    (
        '£',
        &[
            "GBP", "EGP", "FKP", "GIP", "SHP", "LBP", "SYP", "SDG", "SSP",
        ],
    ),
    ('¥', &["JPY", "CNY"]),
    ('₹', &["INR"]),
    ('₽', &["RUB"]),
    ('₩', &["KRW", "KPW"]),
    ('₺', &["TRY"]),
    ('₪', &["ILS"]),
    ('฿', &["THB"]),
    ('₫', &["VND"]),
    ('₴', &["UAH"]),
    ('₦', &["NGN"]),
];

/// Whether there is nothing but a number.
pub(crate) fn is_plain(raw: &str) -> bool {
    raw.bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+' | b' ' | b'(' | b')'))
}

/// What is wrong with the sign or code beside an amount of that currency, as a sentence.
pub(crate) fn contradiction(raw: &str, currency: Currency) -> Option<String> {
    if is_plain(raw) {
        return None;
    }
    let is_of_another = |sign: char| {
        let of = SIGNS.iter().find(|(known, _)| *known == sign);
        of.is_some_and(|(_, codes)| !codes.contains(&currency.code()))
    };
    let sign = raw.chars().find(|c| is_of_another(*c)).map(String::from);
    let sign = sign.or_else(|| {
        let code: String = raw.chars().filter(|c| c.is_alphabetic()).take(4).collect();
        let is_of_another = code.parse().is_ok_and(|code: Currency| code != currency);
        is_of_another.then_some(code)
    })?;
    Some(format!(
        "The amount is written with {sign}, but its order is in {currency}. Correct the amount or the currency, or export the file again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_that_of_its_currency_or_a_contradiction() {
        for (raw, currency, is_wrong) in [
            ("55.00", "EUR", false),
            ("$55.00", "EUR", true),
            ("55,00 €", "EUR", false),
            ("55,00 €", "USD", true),
            ("CA$55.00", "CAD", false),
            ("$55", "MXN", false),
            ("£5", "GBP", false),
            ("£5", "EUR", true),
            ("¥500", "CNY", false),
            ("¥500", "USD", true),
            ("55.00 USD", "EUR", true),
            ("EUR 55.00", "EUR", false),
            ("1\u{a0}234,50", "EUR", false),
            ("abc", "EUR", false),
        ] {
            let found = contradiction(raw, currency.parse().unwrap());
            assert_eq!(found.is_some(), is_wrong, "{raw} in {currency}: {found:?}");
        }
    }

    #[test]
    fn every_code_is_one() {
        for code in SIGNS.iter().flat_map(|(_, codes)| *codes) {
            assert!(code.parse::<Currency>().is_ok(), "{code}");
        }
    }
}
