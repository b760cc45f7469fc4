//! Questions about made-up shops, held against a plain reading of the same columns.

use std::{collections::BTreeMap, sync::Arc};

use pannier_analytics::{
    Condition, CustomerSet, Dimension, Every, Explorer, Filter, FilterError, Formula, Granularity,
    Question, Span, SplitOrder, SplitSort, change, periods, series, summarise,
};
use pannier_core::{
    Currency, Day, Facts, FactsBuilder, LineFact, OrderFact, OrderFlags, OrderId, OrderWords,
    Period, ProductFact, ProductsBuilder, Timestamp,
};
use proptest::prelude::*;

use crate::made_up::{FIRST_DAY, Random, order};

const EUR: Currency = Currency::EUR;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Orders of two years with words, lines, two currencies and everything that can be said of them.
fn shop(orders: u32, seed: u64) -> Facts {
    let mut random = Random(seed);
    let mut products = ProductsBuilder::default();
    for id in 0..40_i64 {
        products.push(&ProductFact {
            id: 100 + id,
            // Two of them have one name.
            name: &format!("Thing {}", id.min(38)),
            sku: &format!("T-{id}"),
            vendor: ["", "Ash", "Birch"][usize::try_from(id % 3).unwrap()],
            category: ["Mugs", "Bowls", "", "Lamps"][usize::try_from(id % 4).unwrap()],
            cost: None,
            price: None,
        });
    }
    let mut builder = FactsBuilder::with_capacity(orders as usize);
    let pick = |random: &mut Random, words: &[&'static str]| {
        words[random.below(u32::try_from(words.len()).unwrap()) as usize]
    };
    for index in 0..orders {
        let day = day(FIRST_DAY).plus_days(i64::from(index) * 761 / i64::from(orders));
        let lines: Vec<LineFact> = (0..random.below(5))
            .map(|_| LineFact {
                product: random.below(random_end(index)),
                quantity: 1 + random.below(3),
                amount: 500 + i64::from(random.below(6_000)),
                discount: i64::from(random.below(300)),
                gift_card: false,
            })
            .collect();
        let gross: i64 = lines.iter().map(|line| line.amount).sum();
        let discounts: i64 = lines.iter().map(|line| line.discount).sum();
        let goods = gross - discounts;
        let refunded = if random.below(12) == 0 { goods / 2 } else { 0 };
        builder.push(
            &OrderFact {
                id: OrderId(i64::from(index) + 1),
                placed_at: Timestamp(i64::from(day.number()) * 86_400_000 + i64::from(index)),
                hour: u8::try_from(random.below(24)).unwrap(),
                currency: if random.below(9) == 0 {
                    Currency::USD
                } else {
                    EUR
                },
                discounts,
                goods_tax: goods * 19 / 119,
                total: goods + 490,
                refunded,
                goods_refunded: refunded,
                units: lines.iter().map(|line| i64::from(line.quantity)).sum(),
                flags: OrderFlags::default()
                    .when(OrderFlags::TAX_INCLUDED, random.below(2) == 0)
                    .when(OrderFlags::CANCELLED, random.below(20) == 0)
                    .when(OrderFlags::FULLY_REFUNDED, random.below(30) == 0)
                    .when(OrderFlags::GIFT_CARDS_ONLY, random.below(60) == 0)
                    .when(OrderFlags::TEST, random.below(90) == 0),
                ..order(
                    day,
                    (random.below(7) > 0).then(|| i64::from(random.below(1 + orders / 4))),
                    goods,
                )
            },
            &OrderWords {
                source: pick(&mut random, &["shopify", "etsy"]),
                channel: pick(&mut random, &["", "web", "pos", "Web"]),
                device: pick(&mut random, &["", "phone", "computer"]),
                campaign: pick(&mut random, &["", "", "spring & more"]),
                country: pick(&mut random, &["DE", "AT", "CH", "Atlantis"]),
                region: pick(&mut random, &["", "BY", "NW"]),
                payment_method: pick(&mut random, &["paypal", "card"]),
                codes: pick(
                    &mut random,
                    &["", "", "SPRING", "spring, TEN", "TEN,ten", " ,"],
                ),
            },
            &lines,
        );
    }
    builder.finish(products.finish())
}

/// Products come and go with time.
fn random_end(index: u32) -> u32 {
    20 + index % 20
}

fn explorer(orders: u32, seed: u64) -> Explorer {
    Explorer::new(Arc::new(shop(orders, seed)))
}

fn near(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> bool {
    match (a, b) {
        // Floats are added up in another order.
        (Some(a), Some(b)) => a.0.abs_diff(b.0) <= 1 && a.1.abs_diff(b.1) <= 1,
        (None, None) => true,
        _ => false,
    }
}

fn whole_span() -> (Period, Period) {
    let current = Period {
        from: day("2025-01-01"),
        until: day("2025-07-01"),
    };
    let before = Period {
        from: day("2024-01-01"),
        until: day("2024-07-01"),
    };
    (current, before)
}

#[test]
fn the_whole_is_what_the_summary_and_the_change_say() {
    for (orders, seed) in [(3_000, 1), (150_000, 2), (40, 3), (0, 4)] {
        let explorer = explorer(orders, seed);
        let facts = explorer.facts();
        let (current, before) = whole_span();
        for formula in Formula::ALL {
            let question = Question {
                from: Some(current.from),
                until: Some(current.until),
                ..Question::all(formula, EUR)
            };
            let found = explorer.whole(&question, Some(before));
            let mut expected =
                summarise(facts, formula, EUR, Some(current.from), Some(current.until));
            assert!(
                near(found.current.interval, expected.interval),
                "{formula} {found:?} {expected:?}"
            );
            expected.interval = found.current.interval;
            assert_eq!(found.current, expected, "{formula}");
            let change_found = found.change.unwrap();
            let expected = change(facts, formula, EUR, current, before);
            assert_eq!(change_found.difference, expected.difference);
            assert_eq!(change_found.verdict, expected.verdict);
            assert!(near(change_found.interval, expected.interval));
            assert_eq!(change_found.units_per_order, expected.units_per_order);
        }
    }
}

#[test]
fn parts_of_time_are_the_series() {
    let explorer = explorer(8_000, 5);
    let question = Question {
        from: Some(day("2024-01-15")),
        until: Some(day("2025-12-03")),
        ..Question::all(Formula::Net, EUR)
    };
    for granularity in Granularity::ALL {
        let cut = periods(day("2024-01-15"), day("2025-12-03"), granularity);
        let expected = series(explorer.facts(), Formula::Net, EUR, &cut);
        let found = explorer.over_time(&question, Every::Calendar(granularity));
        assert_eq!(found.len(), cut.len());
        for ((point, period), expected) in found.iter().zip(&cut).zip(&expected) {
            assert_eq!(point.period, *period);
            assert_eq!(
                (
                    point.figures.revenue,
                    point.figures.orders,
                    point.figures.units
                ),
                (expected.revenue, expected.orders, expected.units)
            );
            assert!(near(point.figures.interval, expected.interval));
        }
    }
    let short = Question {
        until: Some(day("2024-01-18")),
        ..question
    };
    let hours = explorer.over_time(&short, Every::Hour);
    assert_eq!(hours.len(), 72);
    assert_eq!(
        hours.iter().map(|point| point.figures.revenue).sum::<i64>(),
        explorer.whole(&short, None).current.revenue
    );
}

/// The values of an order, read plainly.
fn plain_values(
    facts: &Facts,
    dimension: Dimension,
    at: usize,
    is_new: Option<bool>,
) -> Vec<String> {
    let products = || -> Vec<usize> {
        let lines = facts.lines.of(at);
        facts.lines.product[lines]
            .iter()
            .map(|product| *product as usize)
            .collect()
    };
    let mut values: Vec<String> = match dimension {
        Dimension::Source => vec![facts.source.name(at).to_owned()],
        Dimension::Channel => vec![facts.channel.name(at).to_owned()],
        Dimension::Device => vec![facts.device.name(at).to_owned()],
        Dimension::Campaign => vec![facts.campaign.name(at).to_owned()],
        Dimension::Country => vec![facts.country.name(at).to_owned()],
        Dimension::Region => vec![facts.region.name(at).to_owned()],
        Dimension::Payment => vec![facts.payment_method.name(at).to_owned()],
        Dimension::Product => products()
            .iter()
            .map(|product| match product {
                38 => "#138".to_owned(),
                39 => "#139".to_owned(),
                other => format!("Thing {other}"),
            })
            .collect(),
        Dimension::Category => products()
            .iter()
            .map(|product| facts.products.category.name(*product).to_owned())
            .collect(),
        Dimension::Vendor => products()
            .iter()
            .map(|product| facts.products.vendor.name(*product).to_owned())
            .collect(),
        Dimension::Code => facts
            .codes
            .name(at)
            .split(',')
            .map(|code| code.trim().to_uppercase())
            .filter(|code| !code.is_empty())
            .collect(),
        Dimension::Customer => vec![
            match is_new {
                None => "",
                Some(true) => "new",
                Some(false) => "returning",
            }
            .to_owned(),
        ],
        Dimension::Weekday => vec![
            Day::from_number(facts.day[at])
                .unwrap()
                .date()
                .format("%A")
                .to_string()
                .to_lowercase(),
        ],
        Dimension::Hour => vec![facts.hour[at].to_string()],
        Dimension::Basket => vec![match facts.units[at] {
            0 => String::new(),
            few @ 1..=4 => few.to_string(),
            5..=9 => "5-9".to_owned(),
            _ => "10+".to_owned(),
        }],
        Dimension::Discount => {
            let (goods, discounts) = (facts.goods[at], facts.discounts[at]);
            vec![if goods + discounts <= 0 {
                String::new()
            } else if discounts <= 0 {
                "0".to_owned()
            } else {
                let percent = discounts * 100 / (goods + discounts);
                let ends = [5, 10, 15, 20, 30, 50];
                let from = ends.iter().rev().find(|end| percent >= **end).unwrap_or(&0);
                match ends.iter().find(|end| percent < **end) {
                    Some(end) => format!("{from}-{end}"),
                    None => "50+".to_owned(),
                }
            }]
        }
    };
    if values.is_empty() {
        values.push(String::new());
    }
    values.sort();
    values.dedup();
    values
}

/// Whether each order is its customer's first, read plainly.
fn plain_firsts(facts: &Facts, formula: Formula) -> Vec<Option<bool>> {
    let mut seen = std::collections::HashSet::new();
    (0..facts.len())
        .map(|at| {
            let customer = facts.customer[at];
            if customer == u32::MAX {
                return None;
            }
            Some(formula.counts(facts.flags[at]) && seen.insert(customer))
        })
        .collect()
}

#[test]
fn a_split_is_what_a_plain_reading_gives() {
    for (orders, seed) in [(2_500, 7), (50_000, 8)] {
        let explorer = explorer(orders, seed);
        let facts = explorer.facts();
        for formula in [Formula::Goods, Formula::Collected] {
            let firsts = plain_firsts(facts, formula);
            let question = Question::all(formula, EUR);
            let euro = facts.currency_index(EUR).unwrap();
            let counted: Vec<usize> = (0..facts.len())
                .filter(|at| facts.currency[*at] == euro && formula.counts(facts.flags[*at]))
                .collect();
            for dimension in Dimension::ALL {
                let mut expected: BTreeMap<String, (u32, i64, i64)> = BTreeMap::new();
                for at in &counted {
                    for value in plain_values(facts, dimension, *at, firsts[*at]) {
                        let sums = expected.entry(value).or_default();
                        sums.0 += 1;
                        sums.1 += formula.revenue(facts, *at);
                        sums.2 += facts.units[*at];
                    }
                }
                let split = explorer.split(&question, &SplitOrder::by(dimension));
                let found: BTreeMap<String, (u32, i64, i64)> = split
                    .rows
                    .iter()
                    .map(|row| {
                        let value = match dimension {
                            Dimension::Code => row.value.to_uppercase(),
                            _ => row.value.clone(),
                        };
                        let sums = &row.figures.current;
                        (value, (sums.orders, sums.revenue, sums.units))
                    })
                    .collect();
                assert_eq!(found, expected, "{dimension} by {formula}");
                assert_eq!(split.rows.len(), expected.len(), "no value comes twice");
                assert_eq!(split.adds_up, dimension.adds_up());
            }
        }
    }
}

#[test]
fn a_row_is_what_its_filter_gives_alone() {
    rows_are_what_their_filters_give(6_000, &Dimension::ALL);
}

/// So many orders are worked on in several pieces, and customers have orders all over them.
#[test]
fn so_it_is_with_many_orders() {
    let several = [
        Dimension::Product,
        Dimension::Category,
        Dimension::Code,
        Dimension::Weekday,
    ];
    rows_are_what_their_filters_give(150_000, &several);
}

fn rows_are_what_their_filters_give(orders: u32, dimensions: &[Dimension]) {
    let explorer = explorer(orders, 11);
    let (current, before) = whole_span();
    let question = Question {
        from: Some(current.from),
        until: Some(current.until),
        ..Question::all(Formula::Goods, EUR)
    };
    for dimension in dimensions.iter().copied() {
        let split = explorer.split(
            &question,
            &SplitOrder {
                compared: Some(before),
                medians: true,
                sparkline: vec![before, current],
                ..SplitOrder::by(dimension)
            },
        );
        for row in &split.rows {
            let alone = Question {
                filter: Filter {
                    conditions: vec![Condition::Value {
                        dimension,
                        values: vec![row.value.clone()],
                        is_not: false,
                    }],
                },
                ..question.clone()
            };
            let whole = explorer.whole(&alone, Some(before));
            let mut figures = row.figures.clone();
            if dimension == Dimension::Channel && row.value.eq_ignore_ascii_case("web") {
                // Written in two ways: a filter means both.
                assert!(whole.current.orders > figures.current.orders);
                continue;
            }
            assert!(near(figures.current.interval, whole.current.interval));
            figures.current.interval = whole.current.interval;
            assert_eq!(figures.current, whole.current, "{dimension} {}", row.value);
            let (found, expected) = (figures.change.unwrap(), whole.change.unwrap());
            assert_eq!(found.difference, expected.difference);
            assert_eq!(found.verdict, expected.verdict);
            assert_eq!(
                figures
                    .sparkline
                    .iter()
                    .map(|p| p.orders)
                    .collect::<Vec<_>>(),
                [
                    figures.before.as_ref().unwrap().orders,
                    figures.current.orders
                ]
            );
            let positions = explorer.pick(&alone);
            assert_eq!(positions.len(), whole.current.orders as usize);
            assert!(positions.is_sorted());
        }
    }
}

#[test]
fn what_is_beyond_the_limit_is_one_row_without_repeats() {
    let explorer = explorer(5_000, 12);
    let question = Question::all(Formula::Goods, EUR);
    for dimension in [Dimension::Country, Dimension::Product, Dimension::Hour] {
        let all = explorer.split(&question, &SplitOrder::by(dimension));
        let cut = explorer.split(
            &question,
            &SplitOrder {
                limit: Some(2),
                ..SplitOrder::by(dimension)
            },
        );
        assert_eq!(cut.rows[..], all.rows[..2]);
        let other = cut.other.unwrap();
        assert_eq!(other.values, all.rows.len() - 2);
        let not = Question {
            filter: Filter {
                conditions: vec![Condition::Value {
                    dimension,
                    values: all.rows[2..].iter().map(|row| row.value.clone()).collect(),
                    is_not: false,
                }],
            },
            ..question.clone()
        };
        let expected = explorer.whole(&not, None).current;
        assert_eq!(
            (other.figures.current.orders, other.figures.current.revenue),
            (expected.orders, expected.revenue),
            "{dimension}"
        );
        assert!(near(other.figures.current.interval, expected.interval));
    }
}

#[test]
fn rows_are_sorted_as_asked() {
    let explorer = explorer(3_000, 13);
    let question = Question::all(Formula::Goods, EUR);
    let sorted = |sort, ascending| {
        let order = SplitOrder {
            sort,
            ascending,
            ..SplitOrder::by(Dimension::Weekday)
        };
        explorer.split(&question, &order).rows
    };
    let days: Vec<String> = sorted(SplitSort::Name, false)
        .into_iter()
        .map(|row| row.value)
        .collect();
    assert_eq!(days[0], "monday");
    assert_eq!(days[6], "sunday");
    let aovs: Vec<_> = sorted(SplitSort::Aov, true)
        .iter()
        .map(|row| row.figures.current.aov)
        .collect();
    assert!(aovs.is_sorted());
    let orders: Vec<_> = sorted(SplitSort::Orders, false)
        .iter()
        .map(|row| row.figures.current.orders)
        .collect();
    assert!(orders.is_sorted_by(|a, b| a >= b));
}

#[test]
fn customers_of_a_set_are_a_condition() {
    let explorer = explorer(2_000, 14);
    let facts = explorer.facts();
    let even = CustomerSet::of(facts, |id| id % 2 == 0);
    assert_eq!(
        even.len(),
        facts.customer_ids.iter().filter(|id| *id % 2 == 0).count()
    );
    let question = Question {
        filter: Filter {
            conditions: vec![Condition::Customers {
                name: "even".into(),
                customers: Arc::new(even),
            }],
        },
        ..Question::all(Formula::Goods, EUR)
    };
    let positions = explorer.pick(&question);
    assert!(!positions.is_empty());
    for at in positions {
        let customer = facts.customer[at as usize];
        assert_eq!(facts.customer_ids[customer as usize] % 2, 0);
    }
}

#[test]
fn filters_are_read_and_written() {
    let text = r#"country=DE,"" & product!="Mug, ""blue""" & goods=20.00..50.00 & units=2..9 & revenue=..7.50 & weekday=friday & goods=9.99"#;
    let filter = Filter::parse(text, EUR).unwrap();
    assert_eq!(filter.text(EUR), text);
    assert_eq!(filter.conditions.len(), 7);
    assert_eq!(
        filter.conditions[1],
        Condition::Value {
            dimension: Dimension::Product,
            values: vec!["Mug, \"blue\"".into()],
            is_not: true
        }
    );
    assert_eq!(
        filter.conditions[2],
        Condition::Goods(Span {
            from: Some(2_000),
            to: Some(5_000)
        })
    );
    let yen = Filter::parse("goods=2000..", "JPY".parse().unwrap()).unwrap();
    assert_eq!(
        yen.conditions[0],
        Condition::Goods(Span {
            from: Some(2_000),
            to: None
        })
    );
    assert!(Filter::parse(" ", EUR).unwrap().conditions.is_empty());
    for (text, words) in [
        (
            "contry=DE",
            "“contry” is nothing that orders are told apart by",
        ),
        ("country", "has no “=”"),
        ("country=\"DE", "is not closed"),
        ("weekday=fryday", "Use monday, tuesday"),
        ("goods=cheap", "is no amount"),
        ("units=1.5..2", "is no number of pieces"),
        ("goods=50..20", "ends before it begins"),
        ("goods!=20..50", "cannot be turned round"),
        ("goods=", "is no amount"),
    ] {
        let error: FilterError = Filter::parse(text, EUR).unwrap_err();
        assert!(error.to_string().contains(words), "{text}: {error}");
    }
}

#[test]
fn shops_with_hardly_anything_have_answers() {
    for orders in 0..4 {
        let explorer = explorer(orders, 15);
        for question in [
            Question::all(Formula::Net, EUR),
            Question::all(Formula::Net, "JPY".parse().unwrap()),
            Question {
                from: Some(day("2031-01-01")),
                until: Some(day("2031-02-01")),
                ..Question::all(Formula::Goods, EUR)
            },
        ] {
            let whole = explorer.whole(&question, Some(whole_span().1));
            assert_eq!(whole.current.interval, None);
            for dimension in Dimension::ALL {
                explorer.split(&question, &SplitOrder::by(dimension));
            }
            for every in ["hour", "week", "year"] {
                explorer.over_time(&question, every.parse().unwrap());
            }
            let histogram = explorer.histogram(&question, &[5_000]);
            let counted: u32 = histogram.bins.iter().map(|bin| bin.orders).sum();
            assert_eq!(counted, whole.current.orders);
            assert_eq!(histogram.bins.is_empty(), counted == 0);
        }
    }
}

/// Any filter of up to three conditions.
fn any_filter() -> impl Strategy<Value = Filter> {
    let value = (0..16_usize, 0..6_usize, any::<bool>()).prop_map(|(dimension, value, is_not)| {
        let dimension = Dimension::ALL[dimension];
        let words = ["", "DE", "web", "Thing 3", "ten", "Mugs"];
        let value = match dimension.fixed_values() {
            Some(fixed) => fixed[value % fixed.len()],
            None => words[value],
        };
        Condition::Value {
            dimension,
            values: vec![value.to_owned()],
            is_not,
        }
    });
    let span = (0_i64..9_000, 0_i64..9_000).prop_map(|(a, b)| Span {
        from: Some(a.min(b)),
        to: Some(a.max(b)),
    });
    let units = (0_i64..4, 0_i64..9).prop_map(|(from, more)| {
        Condition::Units(Span {
            from: Some(from),
            to: Some(from + more),
        })
    });
    let condition = prop_oneof![
        value,
        span.clone().prop_map(Condition::Goods),
        span.prop_map(Condition::Revenue),
        units,
    ];
    prop::collection::vec(condition, 0..3).prop_map(|conditions| Filter { conditions })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn filters_come_back_from_their_text(filter in any_filter()) {
        prop_assert_eq!(Filter::parse(&filter.text(EUR), EUR).unwrap(), filter);
    }

    /// Parts of what adds up are the whole, a condition more never lets more orders in, and no
    /// figure is beyond all numbers.
    #[test]
    fn parts_are_the_whole_and_filters_narrow(
        orders in 0_u32..900,
        seed in any::<u64>(),
        filter in any_filter(),
        more in any_filter(),
        which in 0..16_usize,
        formula in 0..4_usize,
    ) {
        let explorer = explorer(orders, seed);
        let question = Question {
            filter: filter.clone(),
            ..Question::all(Formula::ALL[formula], EUR)
        };
        let dimension = Dimension::ALL[which];
        let split = explorer.split(
            &question,
            &SplitOrder { limit: Some(5), compared: Some(whole_span().1), ..SplitOrder::by(dimension) },
        );
        let parts = split
            .rows
            .iter()
            .map(|row| &row.figures)
            .chain(split.other.as_ref().map(|other| &other.figures));
        let (mut revenue, mut count) = (0, 0);
        for figures in parts {
            revenue += figures.current.revenue;
            count += figures.current.orders;
            for number in [figures.share, figures.current.units_per_order()].into_iter().flatten() {
                prop_assert!(number.is_finite());
            }
            if let Some((low, high)) = figures.current.interval {
                prop_assert!(low <= high && high < i64::MAX && low > i64::MIN);
            }
        }
        let whole = &split.whole.current;
        if split.adds_up {
            prop_assert_eq!((revenue, count), (whole.revenue, whole.orders));
        } else {
            prop_assert!(count >= whole.orders);
        }
        let picked = explorer.pick(&question);
        prop_assert_eq!(picked.len(), whole.orders as usize);
        let narrowed = explorer.pick(&Question {
            filter: Filter { conditions: [filter.conditions, more.conditions].concat() },
            ..question.clone()
        });
        prop_assert!(narrowed.iter().all(|at| picked.binary_search(at).is_ok()));
        let histogram = explorer.histogram(&question, &[]);
        prop_assert_eq!(histogram.bins.iter().map(|bin| bin.orders).sum::<u32>(), whole.orders);
        let units = explorer.units_per_order(&question, 10);
        prop_assert_eq!(units.iter().map(|bin| bin.orders).sum::<u32>(), whole.orders);
    }
}
