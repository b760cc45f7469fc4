//! Spend in the last 12 months by days since the last order: a plain view of all who ordered in
//! that time, in bands that the merchant can move.

use pannier_core::{Currency, Day};

use crate::{clusters::fit, interval::wide_float, purchases::Purchases};

/// Bands each way.
const BANDS: usize = 5;
/// Bands of days end before these many.
const MAP_DAYS: u32 = 365;

/// The first of the 12 months that end with a day, as “in the last 12 months” counts them: who has
/// not ordered from then on is not on the map.
pub fn first_of_year(as_of: Day) -> Day {
    as_of.plus_days(1).plus_months(-12)
}

/// Where one band ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapBands {
    spent: [i64; BANDS - 1],
    days: [u32; BANDS - 1],
}

/// Bands that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MapBandsError {
    /// Amounts do not go up, or begin at nothing.
    #[error("Each amount has to be higher than the one before, the first one above zero")]
    Spent,
    /// Days do not go up within the year.
    #[error("Each number of days has to be higher than the one before, and the last below 365")]
    Days,
}

impl MapBands {
    /// Bands of days when nobody moved them.
    pub const DAYS: [u32; BANDS - 1] = [30, 60, 120, 240];

    /// The least of each band of spend but the lowest, in minor units, and the last day of each
    /// band of days but the longest ago; both have to go up.
    pub fn new(spent: [i64; BANDS - 1], days: [u32; BANDS - 1]) -> Result<Self, MapBandsError> {
        if spent[0] <= 0 || !spent.is_sorted_by(|one, other| one < other) {
            return Err(MapBandsError::Spent);
        }
        if !days.is_sorted_by(|one, other| one < other) || days[BANDS - 2] >= MAP_DAYS {
            return Err(MapBandsError::Days);
        }
        Ok(Self { spent, days })
    }

    /// The least of each band of spend but the lowest, in minor units.
    pub fn spent(&self) -> [i64; BANDS - 1] {
        self.spent
    }

    /// The last day of each band of days but the longest ago.
    pub fn days(&self) -> [u32; BANDS - 1] {
        self.days
    }

    /// Round amounts near what a quarter, six in ten, 85 and 95 in a hundred of these customers
    /// spent at most.
    fn suited(mut spent: Vec<i64>, currency: Currency) -> Self {
        spent.retain(|spent| *spent > 0);
        spent.sort_unstable();
        let mut edges = [0; BANDS - 1];
        let mut least = 1;
        for (edge, (part, plain)) in
            edges
                .iter_mut()
                .zip([(25, 40), (60, 80), (85, 150), (95, 300)])
        {
            let unit = 10_i64.pow(currency.exponent());
            let value = spent.get(spent.len() * part / 100);
            *edge = round_from(value.copied().unwrap_or(plain * unit), least);
            least = *edge + 1;
        }
        Self {
            spent: edges,
            days: Self::DAYS,
        }
    }

    /// The band of an amount, 0 the highest.
    fn spent_band(&self, spent: i64) -> usize {
        self.spent.iter().filter(|edge| spent < **edge).count()
    }

    /// The band of so many days, 0 the latest.
    fn days_band(&self, days: u32) -> usize {
        self.days.iter().filter(|edge| days > **edge).count()
    }
}

/// The highest round number up to `value`, or the lowest that is at least `least`.
fn round_from(value: i64, least: i64) -> i64 {
    const ROUND: [i64; 9] = [1, 2, 3, 4, 5, 6, 8, 10, 15];
    let mut best = None;
    let mut next = i64::MAX;
    let mut power = 1_i64;
    while power < i64::MAX / 1_000 {
        for round in ROUND {
            let number = round * power;
            if number < least {
                continue;
            }
            next = next.min(number);
            if number <= value {
                best = best.max(Some(number));
            }
        }
        power *= 10;
    }
    best.unwrap_or(next)
}

/// What part of the map someone is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MapGroup {
    /// Spent the most, and were here lately.
    Best,
    /// Spent the most, and have not been here lately.
    GoodGoneQuiet,
    /// Spent a fair sum, and were here lately.
    Regulars,
    /// Spent a fair sum, and have not been here lately.
    SlippingAway,
    /// Spent little, and were here lately.
    SmallRecent,
    /// Spent little, and have not been here lately.
    SmallQuiet,
    /// Have not been here for the longest, and had not spent the most.
    AlmostLost,
}

use MapGroup::{AlmostLost, Best, GoodGoneQuiet, Regulars, SlippingAway, SmallQuiet, SmallRecent};

/// The group of each cell: from the highest spend down, from the latest order on.
const GROUPS: [[MapGroup; BANDS]; BANDS] = {
    let fair = [Regulars, Regulars, SlippingAway, SlippingAway, AlmostLost];
    let small = [SmallRecent, SmallRecent, SmallQuiet, SmallQuiet, AlmostLost];
    [
        [Best, Best, GoodGoneQuiet, GoodGoneQuiet, GoodGoneQuiet],
        fair,
        fair,
        small,
        small,
    ]
};

impl MapGroup {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Best,
        GoodGoneQuiet,
        Regulars,
        SlippingAway,
        SmallRecent,
        SmallQuiet,
        AlmostLost,
    ];

    /// Its place in [`MapGroup::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The group of a cell, by the bands from the highest spend down and from the latest order on;
    /// nothing off the map.
    pub fn of_cell(spent_band: usize, days_band: usize) -> Option<Self> {
        GROUPS.get(spent_band)?.get(days_band).copied()
    }
}

/// Customers of a cell or a group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MapTotal {
    /// How many.
    pub customers: u32,
    /// What they spent in the last 12 months, in minor units.
    pub spent: i64,
    /// That as a part of what all on the map spent; 0 where that is nothing.
    pub share: f64,
}

/// The map of a shop on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerMap {
    /// The bands.
    pub bands: MapBands,
    /// From the highest spend down, each from the latest order on.
    pub cells: [[MapTotal; BANDS]; BANDS],
    /// In the order of [`MapGroup::ALL`].
    pub groups: [MapTotal; 7],
    /// Customers on it, and what they spent.
    pub all: MapTotal,
    /// Spend band and days band of each customer, by the facts' dense index; nothing for who did
    /// not order in the last 12 months.
    places: Vec<Option<(u8, u8)>>,
}

impl CustomerMap {
    /// Puts everyone on the map; where no bands are given they are suited to what people spent.
    pub(crate) fn of(
        purchases: &Purchases,
        as_of: Day,
        currency: Currency,
        bands: Option<MapBands>,
    ) -> Self {
        let on = as_of.number();
        let since = first_of_year(as_of).number();
        let of = |customer: usize| {
            let days = purchases.up_to(customer, on);
            let last = *days.day.last()?;
            let begin = days.day.partition_point(|day| *day < since);
            let spent = days.spent[begin..].iter().map(|spent| i128::from(*spent));
            let ago = u32::try_from(on - last).unwrap_or(0);
            (last >= since).then(|| (fit(spent.sum()), ago))
        };
        let known: Vec<Option<(i64, u32)>> = (0..purchases.customers()).map(of).collect();
        let bands = bands.unwrap_or_else(|| {
            let spent = known.iter().flatten().map(|(spent, _)| *spent);
            MapBands::suited(spent.collect(), currency)
        });
        let mut cells = [[(0_u32, 0_i128); BANDS]; BANDS];
        let places = known
            .iter()
            .map(|known| {
                let (spent, ago) = (*known)?;
                let (row, column) = (bands.spent_band(spent), bands.days_band(ago));
                let cell = &mut cells[row][column];
                cell.0 += 1;
                cell.1 += i128::from(spent);
                u8::try_from(row).ok().zip(u8::try_from(column).ok())
            })
            .collect();
        let mut groups = [(0, 0); 7];
        let mut all = (0, 0);
        for (row, of) in cells.iter().zip(GROUPS) {
            for ((customers, spent), group) in row.iter().zip(of) {
                for sum in [&mut groups[group.index()], &mut all] {
                    sum.0 += customers;
                    sum.1 += spent;
                }
            }
        }
        let total = |(customers, spent): (u32, i128)| MapTotal {
            customers,
            spent: fit(spent),
            share: if all.1 > 0 {
                wide_float(spent) / wide_float(all.1)
            } else {
                0.0
            },
        };
        Self {
            bands,
            cells: cells.map(|row| row.map(total)),
            groups: groups.map(total),
            all: total(all),
            places,
        }
    }

    /// Spend band and days band of a customer, 0 the highest and the latest, by the dense index;
    /// nothing for who is not on the map.
    pub fn place(&self, customer: u32) -> Option<(usize, usize)> {
        let place = self.places.get(customer as usize).copied().flatten()?;
        Some((usize::from(place.0), usize::from(place.1)))
    }

    /// The group of a customer; nothing for who is not on the map.
    pub fn group(&self, customer: u32) -> Option<MapGroup> {
        let (spent, days) = self.place(customer)?;
        MapGroup::of_cell(spent, days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_part_the_cells() {
        let mut seen = [0; 7];
        for row in 0..BANDS {
            for column in 0..BANDS {
                seen[MapGroup::of_cell(row, column).unwrap().index()] += 1;
            }
        }
        assert_eq!(seen, [2, 3, 4, 4, 4, 4, 4]);
        assert_eq!(MapGroup::of_cell(5, 0), None);
        for (place, group) in MapGroup::ALL.into_iter().enumerate() {
            assert_eq!(group.index(), place);
        }
    }

    #[test]
    fn a_year_has_its_own_number_of_days() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        for (as_of, first) in [
            ("2026-11-22", "2025-11-23"),
            ("2024-12-31", "2024-01-01"),
            ("2027-02-28", "2026-03-01"),
        ] {
            assert_eq!(first_of_year(day(as_of)), day(first), "{as_of}");
        }
    }

    #[test]
    fn bands_go_up() {
        let days = MapBands::DAYS;
        assert!(MapBands::new([4_000, 8_000, 15_000, 30_000], days).is_ok());
        for spent in [[0, 1, 2, 3], [1, 1, 2, 3], [4, 3, 2, 1]] {
            assert_eq!(MapBands::new(spent, days), Err(MapBandsError::Spent));
        }
        for days in [[30, 30, 60, 90], [30, 60, 90, 365]] {
            assert_eq!(MapBands::new([1, 2, 3, 4], days), Err(MapBandsError::Days));
        }
    }

    #[test]
    fn amounts_fall_into_round_bands() {
        for (value, least, expected) in [
            (4_321, 1, 4_000),
            (9_999, 1, 8_000),
            (15_300, 1, 15_000),
            (4_321, 4_001, 5_000),
            (0, 1, 1),
            (7, 8_001, 10_000),
        ] {
            assert_eq!(round_from(value, least), expected, "{value} {least}");
        }
        let bands = MapBands::suited(vec![2_000; 50], Currency::EUR);
        assert_eq!(bands.spent(), [2_000, 3_000, 4_000, 5_000]);
        let none = MapBands::suited(Vec::new(), Currency::EUR);
        assert_eq!(none.spent(), [4_000, 8_000, 15_000, 30_000]);
        assert_eq!((none.spent_band(30_000), none.spent_band(29_999)), (0, 1));
        assert_eq!((none.spent_band(-5), none.days_band(30)), (4, 0));
        assert_eq!((none.days_band(31), none.days_band(364)), (1, 4));
    }
}
