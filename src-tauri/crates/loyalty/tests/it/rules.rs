//! Programmes as data and in words: what each rule says, what is refused, what each kind earns.

use pannier_core::Currency;
use pannier_loyalty::{
    Caps, Earning, Exclusions, Expiry, Factor, FactorWhen, Gives, MOST_POINTS, Pick, Programme,
    ProgrammeError, Reward, Rounding, Rule, Terms, Tier, TierMeasure, TierPlan, TierWindow,
};

use crate::{
    posting::per_euro,
    support::{Said, Shop, at, shop},
};

const ADA: &str = "ada@example.com";
const BEA: &str = "bea@example.com";

fn rule(id: u32, earns: Earning) -> Rule {
    Rule { id, earns }
}

/// A shop of one programme since the new year.
fn of(programme: &Programme) -> Shop {
    let shop = shop("2026-03-01T12:00:00Z");
    shop.set(programme, Some("2026-01-01T00:00:00Z"));
    shop
}

fn with_rules(rules: Vec<Rule>) -> Programme {
    Programme {
        rules,
        ..Programme::default_of(Currency::EUR)
    }
}

#[test]
fn the_default_programme_is_the_fields_example() {
    let programme = Programme::default_of(Currency::EUR);
    assert_eq!(programme.check(Currency::EUR), Ok(()));
    assert_eq!(
        programme.sentences(),
        [
            "10 points for every order of 100.00 EUR or more.",
            "100 points: 25 % off one order, valid 365 days.",
            "100 points: a freebie with one order, valid 365 days.",
            "Points do not expire.",
            "A refund takes back its share of the points of that order.",
        ]
    );
    let yen: Currency = "JPY".parse().unwrap();
    let yen = Programme::default_of(yen);
    assert_eq!(
        yen.sentences()[0],
        "10 points for every order of 100 JPY or more."
    );
    let again = Programme::from_json(&programme.to_json()).unwrap();
    assert_eq!(again, programme);
}

/// One rule of each kind.
fn all_rules() -> Vec<Rule> {
    vec![
        rule(
            1,
            Earning::PerOrder {
                points: 1,
                from: 1_000,
                below: Some(5_000),
            },
        ),
        rule(
            2,
            Earning::PerAmount {
                points: 2,
                each: 150,
                rounding: Rounding::Up,
                from: 2_000,
            },
        ),
        rule(
            3,
            Earning::PerItem {
                points: 3,
                of: Pick::Tag("summer".into()),
            },
        ),
        rule(4, Earning::FirstOrder { points: 4, from: 0 }),
        rule(
            5,
            Earning::NthOrder {
                points: 5,
                nth: 22,
                again: true,
            },
        ),
        rule(6, Earning::Joining { points: 6 }),
        rule(
            7,
            Earning::Referral {
                points: 7,
                friend_points: 1,
                from: 3_000,
            },
        ),
    ]
}

/// A programme with everything in it.
fn all_parts() -> Programme {
    Programme {
        rules: all_rules(),
        exclusions: Exclusions {
            discounted_items: true,
            products: vec![Pick::Vendor("Fern".into())],
        },
        factors: vec![
            Factor {
                percent: 200,
                when: FactorWhen::Days {
                    from: "2026-12-01".parse().unwrap(),
                    until: "2026-12-25".parse().unwrap(),
                },
            },
            Factor {
                percent: 150,
                when: FactorWhen::FrozenList {
                    snapshot: 3,
                    name: "Champions".into(),
                },
            },
        ],
        caps: Caps {
            per_day: Some(50),
            per_month: None,
        },
        tiers: Some(TierPlan {
            by: TierMeasure::Spend,
            over: TierWindow::Rolling { months: 12 },
            grace_days: 30,
            tiers: vec![Tier {
                id: 1,
                name: "Gold".into(),
                from: 50_000,
                percent: 150,
                entry_points: 20,
                entry_reward: None,
            }],
        }),
        rewards: vec![Reward {
            id: 1,
            costs: 100,
            gives: Gives::PercentOff {
                percent: 25,
                at_most: Some(4_000),
            },
            terms: Terms {
                minimum_order: Some(5_000),
                valid_days: Some(90),
                per_person: Some(2),
                in_all: Some(500),
            },
        }],
        expiry: Expiry::AfterEarning {
            months: 24,
            warning_days: 30,
        },
        pending_days: 14,
        ..Programme::default_of(Currency::EUR)
    }
}

#[test]
fn every_part_has_its_sentence() {
    let programme = all_parts();
    assert_eq!(programme.check(Currency::EUR), Ok(()));
    assert_eq!(
        programme.sentences(),
        [
            "1 point for every order of 10.00 EUR or more, under 50.00 EUR.",
            "2 points for each 1.50 EUR spent in orders of 20.00 EUR or more, rounded up.",
            "3 points for each piece of products tagged “summer”.",
            "4 points for the first order.",
            "5 points for every 22nd order.",
            "6 points for joining.",
            "7 points for bringing a friend, with the friend’s first order of 30.00 EUR or more, and 1 point for the friend.",
            "200 % of all points from 2026-12-01 to 2026-12-24.",
            "150 % of all points for those of the frozen list “Champions”.",
            "At most 50 points a person and day.",
            "Does not count: products by “Fern”, discounted items.",
            "Gold from 500.00 EUR spent within 12 months, 150 % of all points, 20 points on reaching it.",
            "A tier is kept 30 days longer.",
            "100 points: 25 % off one order, at most 40.00 EUR off, on orders of 50.00 EUR or more, valid 90 days, at most 2 times a person, at most 500 times in all.",
            "Points can be spent 14 days after the order.",
            "Points expire 24 months after they were earned, oldest first.",
            "A refund takes back its share of the points of that order.",
        ]
    );
    let again = Programme::from_json(&programme.to_json()).unwrap();
    assert_eq!(again, programme);
}

/// The default programme with one thing changed.
fn changed(change: impl FnOnce(&mut Programme)) -> Result<(), ProgrammeError> {
    let mut programme = Programme::default_of(Currency::EUR);
    change(&mut programme);
    programme.check(Currency::EUR)
}

fn tier(id: u32, from: i64) -> Tier {
    Tier {
        id,
        name: format!("Tier {id}"),
        from,
        percent: 100,
        entry_points: 0,
        entry_reward: None,
    }
}

fn tiers(tiers: Vec<Tier>) -> TierPlan {
    TierPlan {
        by: TierMeasure::Points,
        over: TierWindow::CalendarYear,
        grace_days: 0,
        tiers,
    }
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let points = |points| {
        changed(|p| p.rules[0].earns = Earning::FirstOrder { points, from: 0 }).unwrap_err()
    };
    for bad in [0, -10] {
        assert_eq!(
            points(bad),
            ProgrammeError::FewPoints {
                part: "Rule",
                id: 1,
                points: bad
            }
        );
    }
    assert_eq!(
        points(MOST_POINTS + 1),
        ProgrammeError::ManyPoints {
            part: "Rule",
            id: 1
        }
    );
    let negative_rate = changed(|p| {
        p.rules[0].earns = Earning::PerAmount {
            points: 1,
            each: -100,
            rounding: Rounding::Down,
            from: 0,
        };
    });
    assert_eq!(negative_rate, Err(ProgrammeError::EachNothing(1)));
    assert_eq!(
        changed(|p| p.tiers = Some(tiers(vec![tier(1, 100), tier(2, 100)]))),
        Err(ProgrammeError::TiersOverlap { lower: 1, upper: 2 })
    );
    assert_eq!(
        changed(|p| p.tiers = Some(tiers(vec![tier(1, 100), tier(1, 200)]))),
        Err(ProgrammeError::Numbers("tiers"))
    );
}

#[test]
fn rewards_expiry_and_caps_that_make_no_sense_are_refused() {
    let worth = changed(|p| {
        p.rewards[0].gives = Gives::AmountOff { amount: 1_000 };
        p.rewards[0].terms.minimum_order = Some(999);
    })
    .unwrap_err();
    assert_eq!(
        worth.to_string(),
        "Reward 1 is worth 10.00 EUR, more than an order of 9.99 EUR it can be used on. Ask for a larger order or give less"
    );
    let percent = |percent| {
        changed(|p| {
            p.rewards[0].gives = Gives::PercentOff {
                percent,
                at_most: None,
            };
        })
    };
    assert!(percent(100).is_ok());
    for bad in [0, 101] {
        let refused = ProgrammeError::Percent {
            id: 1,
            percent: bad,
        };
        assert_eq!(percent(bad), Err(refused));
    }
    let months = |months| {
        changed(|p| {
            p.expiry = Expiry::AfterEarning {
                months,
                warning_days: 0,
            };
        })
    };
    assert_eq!(months(0), Err(ProgrammeError::NoMonths));
    assert_eq!(months(1_201), Err(ProgrammeError::TooLong(1_201)));
    assert!(months(1).is_ok());
    assert_eq!(changed(|p| p.rules.clear()), Err(ProgrammeError::NoRule));
    assert_eq!(
        changed(|p| p.rewards.clear()),
        Err(ProgrammeError::NoReward)
    );
    assert_eq!(
        changed(|p| p.caps.per_day = Some(0)),
        Err(ProgrammeError::Cap(0))
    );
    let crossed = changed(|p| {
        p.caps = Caps {
            per_day: Some(20),
            per_month: Some(10),
        };
    });
    assert_eq!(crossed, Err(ProgrammeError::CapsCrossed));
    let range = changed(|p| {
        p.rules[0].earns = Earning::PerOrder {
            points: 1,
            from: 100,
            below: Some(100),
        };
    });
    assert_eq!(range, Err(ProgrammeError::EmptyRange(1)));
    assert_eq!(
        changed(|p| p.rewards[1].terms.per_person = Some(0)),
        Err(ProgrammeError::NeverUsable(2))
    );
    assert!(matches!(
        Programme::default_of(Currency::USD).check(Currency::EUR),
        Err(ProgrammeError::OtherCurrency { .. })
    ));
    assert!(matches!(
        Programme::from_json("{\"currency\": \"EUR\", \"rule\": []}"),
        Err(ProgrammeError::NotAProgramme(_))
    ));
}

#[test]
fn parts_of_an_amount_are_rounded_as_was_said() {
    for (rounding, expected) in [
        (Rounding::Down, 3),
        (Rounding::Nearest, 4),
        (Rounding::Up, 4),
    ] {
        let programme = with_rules(vec![rule(
            1,
            Earning::PerAmount {
                points: 1,
                each: 1_000,
                rounding,
                from: 0,
            },
        )]);
        let shop = of(&programme);
        shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 3_600)]);
        assert_eq!(shop.available(ADA), expected, "{rounding:?}");
        shop.assert_settled();
    }
}

#[test]
fn pieces_of_some_products_earn() {
    let programme = with_rules(vec![rule(
        1,
        Earning::PerItem {
            points: 4,
            of: Pick::Product("vase".into()),
        },
    )]);
    let shop = of(&programme);
    shop.import(&[Said {
        lines: vec![("VASE", 3, 3_000), ("LAMP", 1, 2_000)],
        ..Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000)
    }]);
    assert_eq!(shop.available(ADA), 12, "the name is known in any case");
    shop.assert_settled();
}

#[test]
fn what_is_excluded_does_not_count() {
    let programme = Programme {
        exclusions: Exclusions {
            discounted_items: false,
            products: vec![Pick::Product("LAMP".into())],
        },
        ..per_euro()
    };
    let shop = of(&programme);
    shop.import(&[Said {
        lines: vec![("VASE", 3, 3_000), ("LAMP", 1, 2_000)],
        ..Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000)
    }]);
    assert_eq!(shop.available(ADA), 30);
    let discounted = Programme {
        exclusions: Exclusions {
            discounted_items: true,
            products: Vec::new(),
        },
        ..per_euro()
    };
    shop.set(&discounted, None);
    shop.pass(48);
    shop.import(&[
        Said {
            discounts: 500,
            ..Said::plain(2, BEA, "2026-03-02T10:00:00Z", 4_500)
        },
        Said::plain(3, BEA, "2026-03-02T11:00:00Z", 4_500),
    ]);
    assert_eq!(shop.available(BEA), 45);
    shop.assert_settled();
}

#[test]
fn the_highest_of_what_makes_more_counts() {
    let programme = Programme {
        factors: vec![
            Factor {
                percent: 150,
                when: FactorWhen::Days {
                    from: "2026-01-10".parse().unwrap(),
                    until: "2026-02-10".parse().unwrap(),
                },
            },
            Factor {
                percent: 200,
                when: FactorWhen::Days {
                    from: "2026-02-01".parse().unwrap(),
                    until: "2026-02-10".parse().unwrap(),
                },
            },
        ],
        ..per_euro()
    };
    let shop = of(&programme);
    shop.import(&[
        Said::plain(1, ADA, "2026-01-09T22:59:00Z", 1_000),
        Said::plain(2, ADA, "2026-01-09T23:00:00Z", 1_000),
        Said::plain(3, ADA, "2026-02-05T23:00:00Z", 1_000),
        Said::plain(4, ADA, "2026-02-09T23:00:00Z", 1_000),
    ]);
    assert_eq!(
        shop.available(ADA),
        10 + 15 + 20 + 10,
        "days are the shop's own"
    );
    shop.assert_settled();
}

#[test]
fn a_tier_is_reached_by_history_and_kept_for_its_grace() {
    let programme = Programme {
        tiers: Some(TierPlan {
            by: TierMeasure::Spend,
            over: TierWindow::Rolling { months: 1 },
            grace_days: 10,
            tiers: vec![Tier {
                id: 7,
                name: "Gold".into(),
                from: 10_000,
                percent: 200,
                entry_points: 25,
                entry_reward: None,
            }],
        }),
        ..per_euro()
    };
    let shop = of(&programme);
    shop.import(&[
        // Before the programme: it earns nothing, and counts.
        Said::plain(1, ADA, "2025-12-20T10:00:00Z", 9_000),
        Said::plain(2, ADA, "2026-01-05T10:00:00Z", 2_000),
    ]);
    assert_eq!(shop.available(ADA), 20 + 25, "this order reaches the tier");
    // The order of December falls out of the month on 20 January; ten days of grace follow.
    shop.import(&[Said::plain(3, ADA, "2026-01-29T10:00:00Z", 1_000)]);
    assert_eq!(shop.available(ADA), 45 + 20);
    shop.import(&[Said::plain(4, ADA, "2026-01-30T10:00:00Z", 1_000)]);
    assert_eq!(shop.available(ADA), 65 + 10, "and then it is lost");
    shop.import(&[Said::plain(5, ADA, "2026-02-10T10:00:00Z", 20_000)]);
    assert_eq!(
        shop.available(ADA),
        75 + 200,
        "nobody is welcomed to a tier twice"
    );
    shop.assert_settled();
}

#[test]
fn a_tier_of_a_calendar_year_holds_for_the_next_one() {
    let programme = Programme {
        tiers: Some(TierPlan {
            by: TierMeasure::Points,
            over: TierWindow::CalendarYear,
            grace_days: 0,
            tiers: vec![Tier {
                id: 1,
                name: "Gold".into(),
                from: 100,
                percent: 300,
                entry_points: 0,
                entry_reward: None,
            }],
        }),
        ..per_euro()
    };
    let shop = shop("2027-12-31T12:00:00Z");
    shop.set(&programme, Some("2025-01-01T00:00:00Z"));
    shop.import(&[
        Said::plain(1, ADA, "2025-06-01T10:00:00Z", 10_000),
        Said::plain(2, ADA, "2026-12-31T10:00:00Z", 1_000),
        Said::plain(3, ADA, "2027-01-01T10:00:00Z", 1_000),
    ]);
    assert_eq!(shop.available(ADA), 100 + 30 + 10);
    shop.assert_settled();
}

#[test]
fn whoever_brings_a_friend_is_thanked() {
    let programme = with_rules(vec![
        rule(
            1,
            Earning::Referral {
                points: 40,
                friend_points: 15,
                from: 2_000,
            },
        ),
        rule(
            2,
            Earning::PerOrder {
                points: 1,
                from: 0,
                below: None,
            },
        ),
    ]);
    let shop = of(&programme);
    shop.import(&[Said::plain(1, ADA, "2026-01-05T10:00:00Z", 5_000)]);
    let ada = shop.customer(ADA).unwrap();
    let code = shop
        .write(|tx| pannier_loyalty::referral_code(tx, ada, shop.now()))
        .unwrap();
    let again = shop
        .write(|tx| pannier_loyalty::referral_code(tx, ada, shop.now()))
        .unwrap();
    assert_eq!(code, again);
    let brought = |number, email: &str, when: &str| Said {
        codes: format!("SUMMER, {}", code.to_lowercase()),
        ..Said::plain(number, email, when, 3_000)
    };
    shop.import(&[
        brought(2, BEA, "2026-02-01T10:00:00Z"),
        brought(3, BEA, "2026-02-02T10:00:00Z"),
        // Nobody brings themselves.
        brought(4, ADA, "2026-02-03T10:00:00Z"),
    ]);
    assert_eq!(shop.available(ADA), 2 + 40);
    assert_eq!(shop.available(BEA), 2 + 15, "with the first order alone");
    // The friend's order is cancelled: the second one was the first.
    shop.import(&[Said {
        cancelled_at: Some(at("2026-02-02T11:00:00Z")),
        ..brought(2, BEA, "2026-02-01T10:00:00Z")
    }]);
    assert_eq!((shop.available(ADA), shop.available(BEA)), (42, 16));
    shop.assert_settled();
}
