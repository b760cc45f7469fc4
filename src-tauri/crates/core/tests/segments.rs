//! Rules of segments as sentences: there and back, and what is said of those that cannot be.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../../../../tests/support/random_rules.rs"]
mod random_rules;

use pannier_core::{
    Currency, Day,
    segment::{Condition, READY_MADE, Rule},
};
use proptest::prelude::*;
use random_rules::{Random, Vocabulary};

fn today() -> Day {
    "2026-06-30".parse().unwrap()
}

/// Words that could break out of a sentence.
fn odd() -> Vocabulary {
    let words = [
        "Linen throw",
        "12\" pan",
        "a \\ b",
        "and",
        "כרית \u{202e}x",
        "🕯️ candle",
        "",
        "tab\there\nline",
        "“curly”",
        "#12",
    ];
    let words: Vec<String> = words.map(str::to_owned).into();
    Vocabulary {
        products: words.clone(),
        categories: words.clone(),
        vendors: words.clone(),
        codes: words.clone(),
        channels: words.clone(),
        countries: words.clone(),
        cities: words.clone(),
        tags: words,
        today: today(),
        worked_out: true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_sentence_reads_back_as_the_same_rules(seed in any::<u64>(), depth in 0_usize..5) {
        let rule = odd().rule(&mut Random(seed), depth).normal();
        for currency in ["EUR", "JPY", "KWD"].map(|code| code.parse::<Currency>().unwrap()) {
            let text = rule.text(currency);
            let read = Rule::parse(&text, currency);
            prop_assert_eq!(read.as_ref(), Ok(&rule), "{}", text);
            prop_assert_eq!(read.unwrap().text(currency), text.clone());
            let shared = Rule::parse(&rule.shared_text(currency), currency);
            prop_assert_eq!(shared.as_ref(), Ok(&rule));
        }
        let json = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
    }

    #[test]
    fn no_text_is_too_odd_to_be_answered(text in "\\PC{0,60}") {
        if let Err(error) = Rule::parse(&text, Currency::EUR) {
            prop_assert!(error.column >= 1 && error.column <= text.chars().count() + 1, "{error}");
        }
    }

    #[test]
    fn half_a_sentence_is_answered_as_well(seed in any::<u64>(), cut in 0_usize..200) {
        let text = odd().rule(&mut Random(seed), 3).text(Currency::EUR);
        let half: String = text.chars().take(cut).collect();
        if let Err(error) = Rule::parse(&half, Currency::EUR) {
            prop_assert!(error.column <= half.chars().count() + 1, "{error}: {half}");
        }
    }
}

fn parsed(text: &str) -> Rule {
    Rule::parse(text, Currency::EUR).unwrap()
}

#[test]
fn sentences_read_as_a_shopkeeper_writes_them() {
    for text in [
        "orders at least 3 and spent at least 250.00 in the last 365 days and not tagged \"wholesale\"",
        "last order not in the last 60 days and can get e-mail",
        "(country \"DE\", \"AT\" or city \"Basel\") and average order between 40.00 and 80.00",
        "orders at least 1 of product \"Linen throw\" with code \"SPRING\" since 2026-01-01",
        "viewed product \"Linen throw\" in the last 1 day but not bought since",
        "left a cart worth at least 50.00 in the last 2 weeks but not bought since",
        "score group \"At risk\", \"Cannot lose them\" or high-value",
        "in segment \"Slipping away\" #3 and not in segment \"Wholesale\"",
        "first order the month before and items per order in the top 20 %",
        "points at least 100 and not tier \"Gold\", \"Platinum\"",
        "points in the top 10 % or close to a reward or has an unused reward",
        "everyone",
    ] {
        assert_eq!(parsed(text).text(Currency::EUR), text);
    }
    assert_eq!(
        parsed("  Orders AT LEAST 3\nAND spent at least 250 "),
        parsed("orders at least 3 and spent at least 250.00")
    );
    assert_eq!(
        parsed("everyone and tagged \"a\" or tagged \"b\" and tagged \"c\"").text(Currency::EUR),
        "(everyone and tagged \"a\") or (tagged \"b\" and tagged \"c\")"
    );
    assert_eq!(parsed("v1: high-value"), Rule::Is(Condition::HighValue));
    for ready in READY_MADE {
        assert_eq!(parsed(ready.rules).text(Currency::EUR), ready.rules);
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place_and_what_to_do() {
    let said: Vec<String> = [
        "",
        "ordres at least 3",
        "orders atleast 3",
        "orders at least three",
        "orders at least 2.5",
        "spent at least 1,250",
        "spent at least 250.123",
        "spent at least -5",
        "spent at least 20 in the lst 90 days",
        "last order",
        "last order in the last 90",
        "last order from 2026-02-01 until 2026-01-01",
        "last order since 2026-02-30",
        "orders between 5 and 2",
        "spent in the top 200 %",
        "tagged wholesale",
        "tagged \"wholesale",
        "score group \"Champion\"",
        "can get letters",
        "(orders at least 3",
        "orders at least 3)",
        "orders at least 3 spent at least 5",
        "tagged \"a\\q\"",
        "v9: everyone",
        "orders at least 3 & high-value",
    ]
    .iter()
    .map(|text| {
        let error = Rule::parse(text, Currency::EUR).unwrap_err();
        format!("{text} -> {error}")
    })
    .collect();
    let expected = include_str!("segments/errors.txt");
    assert_eq!(said.join("\n"), expected.trim_end());
    let deep = format!("{}everyone{}", "(".repeat(90_000), ")".repeat(90_000));
    assert!(Rule::parse(&deep, Currency::EUR).is_err());
    let deep = format!("{}everyone{}", "not (".repeat(60), ")".repeat(60));
    assert!(Rule::parse(&deep, Currency::EUR).is_err());
}

#[test]
fn rules_that_nobody_can_fulfil_are_said_to_be() {
    for (text, words) in [
        (
            "orders at most 1 and orders at least 6",
            "No one can fulfil both “orders at most 1” and “orders at least 6”",
        ),
        (
            "spent at least 10.00 and tagged \"a\" and not spent at least 5.00",
            "No one can fulfil both “spent at least 10.00” and “not spent at least 5.00”",
        ),
        (
            "orders exactly 0 and average order at most 20.00",
            "No one can fulfil both “orders exactly 0” and “average order at most 20.00”",
        ),
        (
            "last order in the last 30 days and last order not in the last 60 days",
            "No one can fulfil both “last order in the last 30 days” and “last order not in the last 60 days”",
        ),
        (
            "first order in the last 30 days and last order before 2026-01-01",
            "No one can fulfil both “first order in the last 30 days” and “last order before 2026-01-01”",
        ),
        (
            "country \"DE\" and country \"at\"",
            "No one can fulfil both “country \"DE\"” and “country \"at\"”",
        ),
        (
            "can get e-mail and said no to e-mail",
            "No one can fulfil both “can get e-mail” and “said no to e-mail”",
        ),
        (
            "score group \"Lost\", \"Loyal\" and not score group \"Loyal\", \"Lost\"",
            "No one can fulfil both “score group \"Lost\", \"Loyal\"” and “not score group \"Loyal\", \"Lost\"”",
        ),
        (
            "orders at least 2 and (orders exactly 1 or orders exactly 0)",
            "No one can fulfil both “orders at least 2” and “orders exactly 1”",
        ),
        (
            "points at least 100 and not points at least 50",
            "No one can fulfil both “points at least 100” and “not points at least 50”",
        ),
        (
            "tier \"Gold\" and tier \"silver\"",
            "No one can fulfil both “tier \"Gold\"” and “tier \"silver\"”",
        ),
        (
            "close to a reward and not close to a reward",
            "No one can fulfil both “close to a reward” and “not close to a reward”",
        ),
        ("not everyone", "No one can fulfil “not everyone”"),
    ] {
        let found = parsed(text).contradictions(today(), Currency::EUR);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].whole);
        assert_eq!(found[0].words(), words);
    }
    let found = parsed("tagged \"a\" or (orders exactly 1 and orders exactly 2)")
        .contradictions(today(), Currency::EUR);
    assert_eq!((found.len(), found[0].whole), (1, false), "only a part");
    for possible in [
        "orders at least 2 and orders at most 5",
        "orders at least 2 in the last 30 days and orders exactly 0 since 2026-06-30",
        "country \"DE\" and not country \"AT\"",
        "country \"DE\" and country \"Germany\"",
        "tagged \"a\" and tagged \"b\"",
        "agreed to e-mail and not can get e-mail",
        "first order before 2026-01-01 and last order in the last 30 days",
        "average order at most 20.00 and not average order at most 10.00",
        "orders exactly 0 with a discount and orders at least 1",
        "points at most 0 and not points exactly 0",
        "points at most 50 and orders exactly 0",
        "tier \"Gold\" and not tier \"Silver\"",
    ] {
        let found = parsed(possible).contradictions(today(), Currency::EUR);
        assert_eq!(found, [], "{possible}");
    }
}

#[test]
fn a_time_is_whole_days() {
    let days = |text: &str| {
        let Rule::Is(Condition::Ordered { when, .. }) = parsed(&format!("last order {text}"))
        else {
            panic!("{text}");
        };
        let (from, until) = when.days(today());
        let text = |day: Option<Day>| day.map_or("…".to_owned(), |day| day.to_string());
        format!("{} {}", text(from), text(until))
    };
    assert_eq!(days("in the last 1 day"), "2026-06-30 2026-07-01");
    assert_eq!(days("in the last 90 days"), "2026-04-02 2026-07-01");
    assert_eq!(days("not in the last 90 days"), "… 2026-04-02");
    assert_eq!(days("in the last 1 month"), "2026-06-01 2026-07-01");
    assert_eq!(days("this quarter"), "2026-04-01 2026-07-01");
    assert_eq!(days("the year before"), "2025-01-01 2026-01-01");
    assert_eq!(days("the week before"), "2026-06-22 2026-06-29");
    assert_eq!(days("before 2026-01-01"), "… 2026-01-01");
}
