//! What goes into a basket.

use super::calendar::{DAYS, Moment, date};
use super::catalogue::{Place, Season, TOGETHER, place_of, places};
use super::people::Person;
use super::random::Random;

/// From this sum of goods on, in cents, shipping is free.
pub(super) const FREE_SHIPPING_FROM: i64 = 6500;

/// A line of an order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) variant: usize,
    pub(super) quantity: i64,
    /// Cents for one piece.
    pub(super) price: i64,
}

impl Line {
    /// Cents before discounts.
    pub(super) fn amount(&self) -> i64 {
        self.price * self.quantity
    }

    pub(super) fn is_gift_card(&self) -> bool {
        self.place.product().is_gift_card()
    }
}

/// Fills baskets. Remembers nothing between two of them.
#[derive(Debug)]
pub(super) struct Shopper<'a> {
    pub(super) who: &'a Person,
    /// What they have already; it is not bought again unless it is used up.
    pub(super) owned: &'a [Place],
    /// Whether they have ordered before.
    pub(super) returning: bool,
    pub(super) now: Moment,
}

impl Shopper<'_> {
    pub(super) fn fill(&self, random: &mut Random) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for _ in 0..self.wished_lines(random) {
            let place = match Self::partner(&lines, random) {
                Some(place) => place,
                None => self.wanted(&lines, random),
            };
            if !lines.iter().any(|line| line.place == place) {
                lines.push(self.line(place, random));
            }
            if lines.iter().any(Line::is_gift_card) && random.chance(780) {
                break;
            }
        }
        self.reach_free_shipping(&mut lines, random);
        lines
    }

    /// More lines in December, a little more each month, more for those who return.
    fn wished_lines(&self, random: &mut Random) -> i64 {
        let day = self.now.day();
        let december = date(day).1 == 12;
        let more = 115 * day / DAYS + i64::from(december) * 45 + i64::from(self.returning) * 70;
        1 + i64::try_from(random.weighted(&[
            560 - more,
            285 + more / 2,
            112 + more / 3,
            36 + more / 6,
            7,
        ]))
        .unwrap_or(0)
    }

    /// Something that belongs to what is in the basket.
    fn partner(lines: &[Line], random: &mut Random) -> Option<Place> {
        for line in lines {
            let handle = line.place.product().handle;
            for (one, other, permille) in TOGETHER {
                if *one == handle && random.chance(*permille) {
                    let place = place_of(other)?;
                    if !lines.iter().any(|line| line.place == place) {
                        return Some(place);
                    }
                }
            }
        }
        None
    }

    fn wanted(&self, lines: &[Line], random: &mut Random) -> Place {
        let all: Vec<Place> = places().collect();
        let weights: Vec<i64> = all.iter().map(|place| self.wish(*place, lines)).collect();
        all[random.weighted(&weights)]
    }

    fn wish(&self, place: Place, lines: &[Line]) -> i64 {
        let product = place.product();
        let month = date(self.now.day()).1;
        let season = match product.season {
            Season::Always => 100,
            Season::Winter if matches!(month, 10..=12 | 1 | 2) => 165,
            Season::Winter => 70,
            Season::Summer if matches!(month, 4..=8) => 155,
            Season::Summer => 68,
            Season::Gifts if matches!(month, 11 | 12) => 140,
            Season::Gifts if month == 5 => 118,
            Season::Gifts => 92,
        };
        let liking = if place.category_number() == self.who.favourite {
            240
        } else {
            100
        };
        let again = if product.used_up {
            if self.owned.contains(&place) {
                260
            } else {
                100
            }
        } else if self.owned.contains(&place) || lines.iter().any(|line| line.place == place) {
            12
        } else {
            100
        };
        product.popularity * season * liking / 100 * again / 100
    }

    fn line(&self, place: Place, random: &mut Random) -> Line {
        let product = place.product();
        // The first variant is the favourite.
        let variant = if random.chance(250) {
            0
        } else {
            random.index(product.variants.len())
        };
        let shares: [i64; 5] = match product.handle {
            "stoneware-mug" | "breakfast-bowl" | "dinner-plate" => [420, 330, 60, 180, 10],
            "hand-towel" | "bath-towel" | "linen-cushion-cover" => [640, 320, 10, 30, 0],
            _ if product.used_up => [770, 160, 50, 15, 5],
            _ if product.price_on(self.now.day(), variant) < 2000 => [880, 105, 10, 5, 0],
            _ => [988, 12, 0, 0, 0],
        };
        Line {
            place,
            variant,
            quantity: 1 + i64::try_from(random.weighted(&shares)).unwrap_or(0),
            price: product.price_on(self.now.day(), variant),
        }
    }

    /// Some who stand just short of free shipping take something small; the others stay short.
    fn reach_free_shipping(&self, lines: &mut Vec<Line>, random: &mut Random) {
        let goods: i64 = lines.iter().map(Line::amount).sum();
        let missing = FREE_SHIPPING_FROM - goods;
        if !(1..=1600).contains(&missing) || lines.iter().any(Line::is_gift_card) {
            return;
        }
        if !random.chance(if self.returning { 330 } else { 220 }) {
            return;
        }
        let small: Vec<Place> = places()
            .filter(|place| {
                let product = place.product();
                let price = product.price_on(self.now.day(), 0);
                price >= missing
                    && price <= missing + 550
                    && !product.is_gift_card()
                    && !lines.iter().any(|line| line.place == *place)
            })
            .collect();
        let weights: Vec<i64> = small
            .iter()
            .map(|place| place.product().popularity)
            .collect();
        if let Some(place) = small.get(random.weighted(&weights)) {
            let price = place.product().price_on(self.now.day(), 0);
            lines.push(Line {
                place: *place,
                variant: 0,
                quantity: 1,
                price,
            });
        }
    }
}
