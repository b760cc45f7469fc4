//! Campaigns read by hand: what is said, and what is not.

use pannier_measure::{Arm, Before, Figure, Person, Reading, Side, Terms, Verdict, WhyNot, read};

use crate::made_up::Random;

const FAIR: Before = Before {
    orders: 0,
    revenue_minor: 0,
};

/// So many people of a group, of whom so many in a hundred order once, at prices from 5.00 to
/// 105.00.
fn group(arm: Arm, people: u32, of_hundred: u32) -> Vec<Person> {
    (0..people)
        .map(|person| {
            let orders = u32::from(person * 37 % 100 < of_hundred);
            Person {
                arm,
                orders,
                revenue_minor: i64::from(orders * (500 + person * 7_919 % 10_000)),
                before: FAIR,
            }
        })
        .collect()
}

fn terms(held_share: f64) -> Terms {
    Terms {
        held_share,
        contents: vec![1.0],
        smallest: 0.1,
        is_closed: true,
    }
}

fn one_in_five(people: u32, of_hundred: u32, held_of_hundred: u32) -> Reading {
    let mut all = group(Arm::Got(0), people / 5 * 4, of_hundred);
    all.extend(group(Arm::HeldBack, people / 5, held_of_hundred));
    read(&all, &terms(0.2))
}

#[test]
fn the_six_words() {
    let verdict = |reading: Reading| reading.verdict;
    assert_eq!(verdict(one_in_five(5_000, 30, 10)), Verdict::Worked);
    assert_eq!(verdict(one_in_five(5_000, 10, 30)), Verdict::CostYou);
    assert_eq!(verdict(one_in_five(5_000, 11, 10)), Verdict::CannotTellYet);
    assert_eq!(verdict(one_in_five(400_000, 20, 20)), Verdict::NoDifference);
    let mut all = group(Arm::Got(0), 4_000, 30);
    assert_eq!(
        verdict(read(&all, &terms(0.0))),
        Verdict::NotMeasured(WhyNot::NobodyHeldBack)
    );
    all.extend(group(Arm::HeldBack, 1_000, 10));
    let counting = read(
        &all,
        &Terms {
            is_closed: false,
            ..terms(0.2)
        },
    );
    assert_eq!(counting.verdict, Verdict::StillCounting);
    assert_eq!((counting.whole, counting.groups.len()), (None, 2));
}

#[test]
fn what_is_not_measured_says_why() {
    let why = |people: &[Person], share: f64| match read(people, &terms(share)).verdict {
        Verdict::NotMeasured(why) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why(&[], 0.2), WhyNot::Nobody);
    let held = group(Arm::HeldBack, 50, 10);
    assert_eq!(why(&held, 1.0), WhyNot::EverybodyHeldBack);
    assert_eq!(why(&held, 0.2), WhyNot::BrokenSplit);
    let mut all = group(Arm::Got(0), 1_000, 20);
    all.extend(group(Arm::HeldBack, 600, 10));
    assert_eq!(why(&all, 0.5), WhyNot::BrokenSplit);
    let broken = read(&all, &terms(0.5));
    assert!(broken.chance_of_split < 0.001 && broken.whole.is_none());
    // Somebody in a part that nobody was to be drawn into.
    assert_eq!(why(&group(Arm::Got(3), 10, 20), 0.0), WhyNot::BrokenSplit);
}

#[test]
fn groups_are_described_as_they_were_drawn() {
    let reading = one_in_five(5_000, 20, 10);
    let [held, got] = reading.groups[..] else {
        panic!("{:?}", reading.groups);
    };
    assert_eq!(
        (held.arm, held.people, held.buyers),
        (Arm::HeldBack, 1_000, 100)
    );
    assert_eq!((got.arm, got.people, got.orders), (Arm::Got(0), 4_000, 800));
    assert!((got.buyers_share().unwrap() - 0.2).abs() < 1e-12);
    assert!((got.orders_each().unwrap() - 0.2).abs() < 1e-12);
    let whole = reading.whole.unwrap();
    assert_eq!((whole.of, whole.against), (Side::Got, Side::HeldBack));
    let ahead = got.revenue_each().unwrap() - held.revenue_each().unwrap();
    let revenue = whole.revenue.unwrap();
    assert!((revenue.plain.likely - ahead).abs() < 1e-9);
    let extra = whole.extra_revenue.unwrap();
    assert!((extra.likely - ahead * 4_000.0).abs() < 1e-6);
    assert!((extra.low - revenue.plain.low * 4_000.0).abs() < 1e-6);
    let average = got.average_minor().unwrap();
    assert!((4_900..6_100).contains(&average), "{average}");
    assert_eq!(
        read(&group(Arm::HeldBack, 10, 0), &terms(1.0)).groups[0].average_minor(),
        None
    );
}

#[test]
fn with_few_buyers_money_is_told_before_orders_and_with_none_nothing_is() {
    // About three buyers are to be expected of those held back.
    let few = one_in_five(1_500, 1, 1).whole.unwrap();
    assert!(few.revenue.is_some() && few.orders.is_none() && few.buyers.is_none());
    assert_eq!(
        (few.by, few.verdict),
        (Some(Figure::Revenue), Verdict::CannotTellYet)
    );
    assert!(few.more_people.unwrap() > 10_000);
    let fewer = one_in_five(500, 1, 1).whole.unwrap();
    assert_eq!((fewer.by, fewer.revenue, fewer.orders), (None, None, None));
    assert_eq!(fewer.verdict, Verdict::CannotTellYet);
    assert!(fewer.more_people.is_some());
    let nobody = one_in_five(5_000, 0, 0).whole.unwrap();
    assert_eq!(
        (nobody.verdict, nobody.more_people),
        (Verdict::CannotTellYet, None)
    );
}

#[test]
fn with_one_price_money_is_told_no_sooner_than_orders() {
    let mut all = group(Arm::Got(0), 1_200, 1);
    all.extend(group(Arm::HeldBack, 300, 1));
    for person in &mut all {
        person.revenue_minor = i64::from(person.orders) * 1_990;
    }
    let whole = read(&all, &terms(0.2)).whole.unwrap();
    assert_eq!((whole.revenue, whole.orders), (None, None));
}

#[test]
fn where_more_comes_back_than_was_bought_money_takes_many_buyers() {
    let returned = |people: u32| {
        let mut all = group(Arm::Got(0), people, 40);
        all.extend(group(Arm::HeldBack, people, 40));
        all[1].revenue_minor = -4_000;
        read(&all, &terms(0.5)).whole.unwrap()
    };
    let few = returned(1_000);
    assert_eq!((few.revenue, few.by), (None, Some(Figure::Orders)));
    let many = returned(1_400);
    assert_eq!(
        (many.revenue.is_some(), many.by),
        (true, Some(Figure::Revenue))
    );
}

#[test]
fn two_contents_are_compared_with_and_without_people_held_back() {
    let mut all = group(Arm::Got(0), 3_000, 10);
    all.extend(group(Arm::Got(1), 3_000, 20));
    let halves = |held_share| Terms {
        contents: vec![0.5, 0.5],
        ..terms(held_share)
    };
    let without = read(&all, &halves(0.0));
    assert_eq!(
        without.verdict,
        Verdict::NotMeasured(WhyNot::NobodyHeldBack)
    );
    assert!(without.whole.is_none() && without.contents.is_empty());
    let [between] = without.between[..] else {
        panic!("{:?}", without.between);
    };
    assert_eq!(
        (between.of, between.against),
        (Side::Content(1), Side::Content(0))
    );
    assert_eq!(between.verdict, Verdict::Worked, "the second sold more");
    all.extend(group(Arm::HeldBack, 1_500, 10));
    let with = read(&all, &halves(0.2));
    assert_eq!(with.verdict, Verdict::Worked);
    let verdicts: Vec<Verdict> = with.contents.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::CannotTellYet, Verdict::Worked]);
    assert_eq!(
        with.between[0], between,
        "those held back are no part of it"
    );
}

#[test]
fn the_more_people_that_are_asked_for_do_tell() {
    let asked = one_in_five(5_000, 11, 10)
        .whole
        .unwrap()
        .more_people
        .unwrap();
    let people = 5_000 + u32::try_from(asked).unwrap();
    // 10 % more than those held back is what was to be worth having: it shows in four of five.
    let mut random = Random(3);
    let told = (0..60)
        .filter(|_| {
            let mut all = Vec::new();
            for index in 0..people {
                let is_held = index % 5 == 0;
                let buying = if is_held { 0.1 } else { 0.11 };
                let orders = u32::from(random.unit() < buying);
                all.push(Person {
                    arm: if is_held { Arm::HeldBack } else { Arm::Got(0) },
                    orders,
                    revenue_minor: i64::from(orders)
                        * (500 + i64::try_from(random.below(10_000)).unwrap()),
                    before: FAIR,
                });
            }
            read(&all, &terms(0.2)).verdict == Verdict::Worked
        })
        .count();
    assert!(
        (40..=56).contains(&told),
        "{told} of 60 with {people} people"
    );
}

#[test]
fn what_people_bought_before_is_allowed_for() {
    // Regulars buy before and after; the campaign brings nothing, but more regulars were drawn
    // into the one group by chance.
    let person = |arm, index: u32, regular: bool| {
        let orders = u32::from(regular && !index.is_multiple_of(4)) * (1 + index % 3);
        Person {
            arm,
            orders,
            revenue_minor: i64::from(orders) * (3_000 + i64::from(index * 7_919 % 900)),
            before: Before {
                orders: u32::from(regular) * 2,
                revenue_minor: i64::from(regular) * (6_000 + i64::from(index * 104_729 % 900)),
            },
        }
    };
    let mut all: Vec<Person> = (0..2_000)
        .map(|index| person(Arm::Got(0), index, index % 100 < 24))
        .collect();
    all.extend((0..2_000).map(|index| person(Arm::HeldBack, index, index % 100 < 20)));
    let whole = read(&all, &terms(0.5)).whole.unwrap();
    let revenue = whole.revenue.unwrap();
    assert!(
        revenue.plain.low > 0.0,
        "as it stands, it looks like more: {revenue:?}"
    );
    assert!(
        revenue.is_adjusted() && revenue.explained > 0.3,
        "{revenue:?}"
    );
    let adjusted = revenue.adjusted.unwrap();
    assert!(adjusted.holds_zero(), "{adjusted:?}");
    assert!(adjusted.high - adjusted.low < 0.9 * (revenue.plain.high - revenue.plain.low));
    assert_eq!(whole.verdict, Verdict::CannotTellYet);
    assert_eq!(whole.extra_revenue.unwrap(), adjusted.times(2_000.0));
}
