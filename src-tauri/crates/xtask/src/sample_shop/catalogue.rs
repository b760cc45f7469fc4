//! The 90 things that Wren & Willow sells, and which of them belong together.
//!
//! The things themselves are rows of `catalogue.csv`, beside this file.

use std::sync::LazyLock;

use super::calendar::PRICE_RISE;
use super::drawing::Shape;
use super::tones::Tone;

/// One thing in the shop.
#[derive(Debug)]
pub(super) struct Product {
    /// Shopify's handle, and the name of its picture.
    pub(super) handle: &'static str,
    /// Title.
    pub(super) title: &'static str,
    /// Price today, in cents, with 19 % tax in it.
    price: i64,
    /// What it costs the shop, in cents.
    pub(super) cost: i64,
    /// How often it is chosen, against the others.
    pub(super) popularity: i64,
    /// Weight of a parcel with it, in grams; 0 where nothing is shipped.
    pub(super) grams: i64,
    /// The names of its variants; empty where there is just one.
    pub(super) variants: Vec<&'static str>,
    /// Used up, and so bought again and again.
    pub(super) used_up: bool,
    /// When it sells.
    pub(super) season: Season,
    /// What its picture shows, and in which colours.
    pub(super) drawing: (Shape, Tone, Tone),
}

/// When a product sells better than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    /// Always the same.
    Always,
    /// From October to February.
    Winter,
    /// From April to August.
    Summer,
    /// Before Christmas and Mother's Day.
    Gifts,
}

/// A part of the shop.
#[derive(Debug)]
pub(super) struct Category {
    /// Three letters in each SKU.
    code: &'static str,
    /// Its name: Shopify's `Type`.
    pub(super) name: &'static str,
    /// Who makes these things.
    pub(super) vendor: &'static str,
    /// Shopify's `Product Category`.
    pub(super) taxonomy: &'static str,
}

const fn category(
    code: &'static str,
    name: &'static str,
    vendor: &'static str,
    taxonomy: &'static str,
) -> Category {
    Category {
        code,
        name,
        vendor,
        taxonomy,
    }
}

/// The parts of the shop.
pub(super) static CATEGORIES: [Category; 9] = [
    category(
        "THR",
        "Throws & blankets",
        "Wren & Willow",
        "Home & Garden > Linens & Bedding > Bedding > Blankets",
    ),
    category(
        "CUS",
        "Cushions",
        "Wren & Willow",
        "Home & Garden > Decor > Throw Pillows",
    ),
    category(
        "CAN",
        "Candles",
        "Kerzenhof Heidesand",
        "Home & Garden > Decor > Home Fragrances > Candles",
    ),
    category(
        "VAS",
        "Vases & plants",
        "Töpferei am Deich",
        "Home & Garden > Decor > Vases",
    ),
    category(
        "TAB",
        "Table",
        "Töpferei am Deich",
        "Home & Garden > Kitchen & Dining > Tableware",
    ),
    category(
        "KIT",
        "Kitchen",
        "Hofladen Eberesche",
        "Home & Garden > Kitchen & Dining > Kitchen Tools & Utensils",
    ),
    category(
        "LAM",
        "Lamps",
        "Lichtwerk Uferstraße",
        "Home & Garden > Lighting > Lamps",
    ),
    category(
        "BAS",
        "Baskets & storage",
        "Flechterei Niederfeld",
        "Home & Garden > Household Supplies > Storage & Organization > Baskets",
    ),
    category(
        "BAT",
        "Bath & gifts",
        "Seifenküche Moorblick",
        "Home & Garden > Linens & Bedding > Towels",
    ),
];

/// Everything on the shelves, category by category.
static SHELVES: LazyLock<Vec<(usize, Product)>> = LazyLock::new(|| {
    include_str!("catalogue.csv")
        .lines()
        .skip(1)
        .filter_map(read)
        .collect()
});

/// A row of `catalogue.csv`; nothing where it is not one (a test counts the rows).
fn read(row: &'static str) -> Option<(usize, Product)> {
    let cells: Vec<&str> = row.split(';').collect();
    let &[
        code,
        handle,
        title,
        price,
        cost,
        popularity,
        grams,
        shape,
        first,
        second,
        ..,
    ] = cells.as_slice()
    else {
        return None;
    };
    let product = Product {
        handle,
        title,
        price: price.replace('.', "").parse().ok()?,
        cost: cost.replace('.', "").parse().ok()?,
        popularity: popularity.parse().ok()?,
        grams: grams.parse().ok()?,
        variants: cells
            .get(12)?
            .split('|')
            .filter(|name| !name.is_empty())
            .collect(),
        used_up: cells[11] == "yes",
        season: match cells[10] {
            "Winter" => Season::Winter,
            "Summer" => Season::Summer,
            "Gifts" => Season::Gifts,
            _ => Season::Always,
        },
        drawing: (
            Shape::named(shape)?,
            Tone::named(first)?,
            Tone::named(second)?,
        ),
    };
    Some((
        CATEGORIES
            .iter()
            .position(|category| category.code == code)?,
        product,
    ))
}

const GIFT_CARD: &str = "gift-card";

impl Product {
    /// A gift card: money for later, neither shipped nor taxed.
    pub(super) fn is_gift_card(&self) -> bool {
        self.handle == GIFT_CARD
    }

    /// Price in cents of that variant on that day.
    pub(super) fn price_on(&self, day: i64, variant: usize) -> i64 {
        match self.handle {
            GIFT_CARD => [2500, 5000, 10_000][variant],
            "linen-throw" if day < PRICE_RISE => 4900,
            _ => self.price,
        }
    }

    /// How the order export names it: the title, and the variant where there are several.
    pub(super) fn line_name(&self, variant: usize) -> String {
        match self.variants.get(variant) {
            Some(name) => format!("{} - {name}", self.title),
            None => self.title.to_owned(),
        }
    }
}

/// Where a product stands on the shelves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(usize);

/// All places, category by category.
pub(super) fn places() -> impl Iterator<Item = Place> {
    (0..SHELVES.len()).map(Place)
}

/// The place of the product with that handle.
pub(super) fn place_of(handle: &str) -> Option<Place> {
    SHELVES
        .iter()
        .position(|(_, product)| product.handle == handle)
        .map(Place)
}

impl Place {
    /// What stands there.
    pub(super) fn product(self) -> &'static Product {
        &SHELVES[self.0].1
    }

    /// Number of its category, from 0.
    pub(super) fn category_number(self) -> usize {
        SHELVES[self.0].0
    }

    /// Its category.
    pub(super) fn category(self) -> &'static Category {
        &CATEGORIES[self.category_number()]
    }

    /// The SKU of a variant: `WW-CAN-01-FIG`.
    pub(super) fn sku(self, variant: usize) -> String {
        let number = self.0 % 10 + 1;
        let code = self.category().code;
        match self.product().variants.get(variant) {
            Some(name) => {
                let letters: String = name
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .take(3)
                    .collect();
                format!("WW-{code}-{number:02}-{}", letters.to_uppercase())
            }
            None => format!("WW-{code}-{number:02}"),
        }
    }
}

/// Who has the first often takes the second too: times out of a thousand that a further line of
/// the order is asked for.
pub(super) const TOGETHER: &[(&str, &str, i64)] = &[
    ("linen-throw", "linen-cushion-cover", 250),
    ("linen-cushion-cover", "linen-throw", 150),
    ("linen-cushion-cover", "feather-insert", 260),
    ("velvet-cushion-cover", "feather-insert", 300),
    ("wool-blanket", "wool-cushion", 160),
    ("soy-candle", "candle-snuffer", 130),
    ("soy-candle", "matches-in-a-jar", 120),
    ("large-soy-candle", "wick-trimmer", 240),
    ("beeswax-tapers", "brass-candlestick", 330),
    ("brass-candlestick", "beeswax-tapers", 420),
    ("tea-lights", "tealight-holder", 260),
    ("tealight-holder", "tea-lights", 340),
    ("stoneware-mug", "herb-tea", 240),
    ("stoneware-mug", "breakfast-tea", 160),
    ("teapot", "breakfast-tea", 340),
    ("teapot", "stoneware-mug", 280),
    ("herb-tea", "honey", 200),
    ("breakfast-bowl", "dinner-plate", 260),
    ("dinner-plate", "breakfast-bowl", 280),
    ("dinner-plate", "linen-napkins", 150),
    ("glass-carafe", "water-glasses", 360),
    ("stoneware-vase", "dried-flowers", 230),
    ("bud-vase", "dried-flowers", 200),
    ("glazed-planter", "watering-can", 180),
    ("terracotta-pot-small", "terracotta-pot-large", 240),
    ("oak-board", "wooden-spoons", 190),
    ("oak-board", "tea-towels", 160),
    ("apron", "oven-glove", 300),
    ("tea-towels", "apron", 70),
    ("bedside-lamp", "amber-bulb", 380),
    ("ceramic-table-lamp", "amber-bulb", 340),
    ("linen-lampshade", "amber-bulb", 260),
    ("bath-towel", "hand-towel", 420),
    ("bath-sheet", "bath-mat", 220),
    ("hand-towel", "soap-dish", 110),
    ("olive-soap", "soap-dish", 170),
    ("olive-soap", "hand-cream", 160),
    ("seagrass-basket", "linen-throw", 80),
    ("gift-wrap", "soy-candle", 200),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_ninety_things_ten_in_each_category() {
        assert_eq!(
            SHELVES.len(),
            90,
            "a row of catalogue.csv could not be read"
        );
        for (position, (category, product)) in SHELVES.iter().enumerate() {
            assert_eq!(
                *category,
                position / 10,
                "{} stands in the wrong place",
                product.handle
            );
        }
    }

    #[test]
    fn what_belongs_together_is_sold() {
        for (one, other, _) in TOGETHER {
            assert!(place_of(one).is_some(), "{one} is not sold");
            assert!(place_of(other).is_some(), "{other} is not sold");
        }
    }

    #[test]
    fn the_linen_throw_costs_more_since_four_weeks() {
        let throw = place_of("linen-throw").unwrap().product();
        assert_eq!(throw.price_on(PRICE_RISE - 1, 0), 4900);
        assert_eq!(throw.price_on(PRICE_RISE, 0), 5200);
    }
}
