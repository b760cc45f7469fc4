//! A published experiment: 64,000 customers of a shop, of whom two thirds were sent one of two
//! messages, and what they bought within two weeks; and published sizes of plans.

use std::{fs::File, path::Path};

use flate2::read::GzDecoder;
use pannier_measure::{
    Arm, Before, Counts, Figure, Person, Terms, Verdict, Welch, difference_range, less_explained,
    people_for_mean, people_for_share, read, welch,
};

use crate::shared_data::shared;

/// A customer of that shop.
pub(crate) struct Customer {
    pub(crate) arm: String,
    pub(crate) visit: f64,
    pub(crate) conversion: f64,
    pub(crate) spend: f64,
    history: f64,
    /// Everything else that was known before, as columns of a regression.
    known: Vec<f64>,
}

pub(crate) fn customers(path: &Path) -> Vec<Customer> {
    csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()))
        .records()
        .map(|row| {
            let row = row.unwrap();
            let number = |column: usize| row[column].parse::<f64>().unwrap();
            let is = |column: usize, word: &str| f64::from(u8::from(&row[column] == word));
            Customer {
                arm: match &row[8] {
                    "Mens E-Mail" => "mens",
                    "Womens E-Mail" => "womens",
                    _ => "none",
                }
                .to_owned(),
                visit: number(9),
                conversion: number(10),
                spend: number(11),
                history: number(2),
                known: vec![
                    number(2),
                    number(0),
                    number(3),
                    number(4),
                    number(6),
                    is(5, "Rural"),
                    is(5, "Urban"),
                    is(7, "Phone"),
                    is(7, "Web"),
                ],
            }
        })
        .collect()
}

/// Two of its groups.
struct Pair<'a> {
    first: &'a str,
    people: Vec<&'a Customer>,
}

impl<'a> Pair<'a> {
    fn of(customers: &'a [Customer], name: &'a str) -> Self {
        let (first, second) = name.split_once('-').unwrap();
        let people = customers.iter();
        Self {
            first,
            people: people
                .filter(|one| one.arm == first || one.arm == second)
                .collect(),
        }
    }

    fn outcome(&self, name: &str) -> Vec<f64> {
        let of = |one: &&Customer| match name {
            "visit" => one.visit,
            "conversion" => one.conversion,
            _ => one.spend,
        };
        self.people.iter().map(of).collect()
    }

    fn sides(&self, values: &[f64]) -> [Vec<f64>; 2] {
        [true, false].map(|is_first| {
            let both = self.people.iter().zip(values);
            both.filter(|(one, _)| (one.arm == self.first) == is_first)
                .map(|(_, value)| *value)
                .collect()
        })
    }

    fn welch(&self, values: &[f64]) -> Welch {
        let [first, second] = self.sides(values);
        welch(&first, &second).unwrap()
    }
}

fn agrees(found: f64, published: &str, what: &str) {
    let published: f64 = published.parse().unwrap();
    let off = (found - published).abs() / published.abs();
    assert!(off < 1e-9, "{what}: {found}, published is {published}");
}

#[test]
fn differences_of_a_published_experiment_are_those_published() {
    let test = "differences_of_a_published_experiment_are_those_published";
    let Some(data) = shared(test, "data/hillstrom.csv.gz") else {
        return;
    };
    let Some(published) = shared(test, "golden/hillstrom_lift.csv") else {
        return;
    };
    let customers = customers(&data);
    let mut compared = 0;
    for row in csv::Reader::from_path(published).unwrap().records() {
        let row = row.unwrap();
        let (name, outcome, method) = (&row[0], &row[1], &row[2]);
        if !name.contains('-') {
            continue;
        }
        let pair = Pair::of(&customers, name);
        let values = pair.outcome(outcome);
        let known = |columns: usize| -> Vec<Vec<f64>> {
            let column = |at: usize| pair.people.iter().map(|one| one.known[at]).collect();
            (0..columns).map(column).collect()
        };
        let adjusted = |columns: usize| {
            let known = known(columns);
            let known: Vec<&[f64]> = known.iter().map(Vec::as_slice).collect();
            pair.welch(&less_explained(&values, &known))
        };
        let found = match method {
            "welch" => pair.welch(&values),
            "cuped(history)" => adjusted(1),
            "cuped_multi" => adjusted(9),
            _ => continue,
        };
        let what = format!("{name} {outcome} {method}");
        agrees(found.difference, &row[3], &what);
        agrees(found.error, &row[6], &what);
        let range = found.range();
        agrees(range.low, &row[4], &what);
        agrees(range.high, &row[5], &what);
        if method == "welch" {
            let degrees: f64 = row[8].strip_prefix("df=").unwrap().parse().unwrap();
            assert!((found.degrees - degrees).abs() < 1e-3, "{what}");
            // What is shown has to be the same in so large a shop, but for a few parts in a hundred
            // of its width.
            let [first, second] = pair.sides(&values);
            let counts = if outcome == "spend" {
                Counts::Money
            } else {
                Counts::Orders
            };
            let shown = difference_range(&first, &second, counts).unwrap();
            let width = range.high - range.low;
            assert!((shown.likely - range.likely).abs() < 1e-12, "{what}");
            assert!((shown.low - range.low).abs() < 0.05 * width, "{what}");
            assert!((shown.high - range.high).abs() < 0.05 * width, "{what}");
        }
        compared += 1;
    }
    assert_eq!(compared, 27, "three pairs, outcomes and ways each");
}

#[test]
fn a_published_experiment_reads_as_it_went() {
    let test = "a_published_experiment_reads_as_it_went";
    let Some(data) = shared(test, "data/hillstrom.csv.gz") else {
        return;
    };
    #[expect(clippy::cast_possible_truncation, reason = "a few hundred dollars")]
    let cents = |dollars: f64| (dollars * 100.0).round() as i64;
    let people: Vec<Person> = customers(&data)
        .iter()
        .map(|one| Person {
            arm: match one.arm.as_str() {
                "mens" => Arm::Got(0),
                "womens" => Arm::Got(1),
                _ => Arm::HeldBack,
            },
            orders: u32::from(one.conversion > 0.0),
            revenue_minor: cents(one.spend),
            before: Before {
                orders: 1,
                revenue_minor: cents(one.history),
            },
        })
        .collect();
    let reading = read(
        &people,
        &Terms {
            held_share: 1.0 / 3.0,
            contents: vec![0.5, 0.5],
            smallest: 0.1,
            is_closed: true,
        },
    );
    assert!(reading.chance_of_split > 0.5, "64,000 in three");
    assert_eq!(reading.verdict, Verdict::Worked);
    let whole = reading.whole.unwrap();
    assert_eq!(whole.by, Some(Figure::Revenue));
    // (76.9827 × 21,307 + 42.4412 × 21,387) ÷ 42,694.
    let revenue = whole.revenue.unwrap();
    assert!(
        (revenue.plain.likely - 59.679_6).abs() < 1e-3,
        "{revenue:?}"
    );
    // What they spent before says next to nothing of a fortnight.
    assert!(revenue.explained < 0.001 && !revenue.is_adjusted());
    let ahead: Vec<f64> = reading
        .contents
        .iter()
        .map(|one| one.revenue.unwrap().plain.likely)
        .collect();
    assert!((ahead[0] - 76.982_7).abs() < 1e-3 && (ahead[1] - 42.441_2).abs() < 1e-3);
    let adjusted = reading.contents[0].revenue.unwrap().adjusted.unwrap();
    assert!((adjusted.likely - 76.743_8).abs() < 1e-3, "{adjusted:?}");
    let second = reading.between[0];
    assert_eq!(
        second.verdict,
        Verdict::CostYou,
        "the second sold less than the first"
    );
}

#[test]
fn sizes_of_plans_are_those_published() {
    let test = "sizes_of_plans_are_those_published";
    let Some(published) = shared(test, "golden/power_planning.csv") else {
        return;
    };
    let mut compared = 0;
    for row in csv::Reader::from_path(published).unwrap().records() {
        let row = row.unwrap();
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        let (effect, power, ratio) = (number(2), number(4), number(5));
        let found = if row[0].starts_with("mean") {
            people_for_mean(effect, power, ratio)
        } else {
            people_for_share(number(1), effect, power, ratio)
        };
        // They are printed with six decimals, and were solved for to eight digits.
        let off = (found.unwrap() - number(6)).abs();
        assert!(off < 1e-6 + 1e-8 * number(6), "{row:?}: {found:?}");
        compared += 1;
    }
    assert_eq!(compared, 63);
}
