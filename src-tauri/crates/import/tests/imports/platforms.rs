//! Each platform's files as it writes them, and the orders that must come out, to the cent.

use pannier_core::Timestamp;
use pannier_import::{FileReport, Kind, Options};
use pannier_store::OrderContent;

use crate::support::{Shop, fixture, shop};

/// An order: its number, the moment (UTC), and amounts in minor units.
struct Order {
    number: &'static str,
    placed: &'static str,
    goods: i64,
    discounts: i64,
    shipping: i64,
    tax: i64,
    total: i64,
    refunded: i64,
    payment: &'static str,
    is_cancelled: bool,
    units: i64,
    email: &'static str,
    /// Name, pieces, amount before discounts.
    lines: &'static [(&'static str, i64, i64)],
}

const NONE: Order = Order {
    number: "",
    placed: "",
    goods: 0,
    discounts: 0,
    shipping: 0,
    tax: 0,
    total: 0,
    refunded: 0,
    payment: "paid",
    is_cancelled: false,
    units: 0,
    email: "",
    lines: &[],
};

struct Case {
    file: &'static str,
    platform: &'static str,
    /// Currency, country and zone of the shop.
    shop: [&'static str; 3],
    rows: u64,
    ignored: u64,
    orders: &'static [Order],
}

const BERLIN: [&str; 3] = ["EUR", "DE", "Europe/Berlin"];
const VIENNA: [&str; 3] = ["EUR", "AT", "Europe/Vienna"];
const PARIS: [&str; 3] = ["EUR", "FR", "Europe/Paris"];
const NEW_YORK: [&str; 3] = ["USD", "US", "America/New_York"];
const LONDON: [&str; 3] = ["GBP", "GB", "Europe/London"];

const ETSY: [Order; 2] = [
    Order {
        number: "3100000001",
        placed: "2026-03-14T04:00:00Z",
        goods: 2700,
        discounts: 300,
        shipping: 0,
        total: 2700,
        payment: "unknown",
        units: 2,
        ..NONE
    },
    Order {
        number: "3100000002",
        placed: "2026-03-02T05:00:00Z",
        goods: 4000,
        shipping: 450,
        total: 4450,
        refunded: 1400,
        payment: "unknown",
        units: 1,
        ..NONE
    },
];

/// The two orders of the fixtures of order export plugins; a third is refunded.
const WOOCOMMERCE: [Order; 3] = [
    Order {
        number: "1044",
        placed: "2026-03-05T17:20:00Z",
        goods: 4500,
        shipping: 490,
        tax: 832,
        total: 4990,
        units: 3,
        email: "rosa.gruen@example.com",
        lines: &[("Soap lavender", 2, 3600), ("Dish", 1, 900)],
        ..NONE
    },
    Order {
        number: "1045",
        placed: "2026-03-06T07:05:00Z",
        goods: 1000,
        shipping: 490,
        tax: 248,
        total: 1490,
        payment: "pending",
        units: 1,
        email: "tom.ivers@example.com",
        lines: &[("Dish", 1, 1000)],
        ..NONE
    },
    Order {
        number: "1046",
        placed: "2026-03-07T07:05:00Z",
        goods: 1000,
        tax: 167,
        total: 1000,
        refunded: 1000,
        payment: "refunded",
        units: 1,
        email: "tom.ivers@example.com",
        lines: &[("Dish", 1, 1000)],
        ..NONE
    },
];

const PRESTASHOP: [Order; 3] = [
    Order {
        number: "XKBKNABJK",
        placed: "2026-01-05T13:03:22Z",
        goods: 6180,
        total: 6180,
        ..NONE
    },
    Order {
        number: "OHSATSERP",
        placed: "2026-01-04T08:15:00Z",
        goods: 106_990,
        total: 106_990,
        payment: "pending",
        ..NONE
    },
    Order {
        number: "UOYEVOLI",
        placed: "2026-01-02T07:00:00Z",
        goods: 1490,
        total: 1490,
        payment: "unknown",
        is_cancelled: true,
        ..NONE
    },
];

const CASES: &[Case] = &[
    Case {
        file: "wix/orders.csv",
        platform: "wix",
        shop: BERLIN,
        rows: 4,
        ignored: 0,
        orders: &[
            Order {
                number: "20011",
                placed: "2026-03-03T13:05:09Z",
                goods: 5930,
                shipping: 490,
                tax: 1025,
                total: 6420,
                units: 3,
                email: "mara.linde@example.com",
                lines: &[
                    ("Linen Apron - Color:Sage | Size:M", 2, 4980),
                    ("Tea Towel", 1, 950),
                ],
                ..NONE
            },
            Order {
                number: "20012",
                placed: "2026-03-03T23:15:00Z",
                goods: 1800,
                total: 1800,
                payment: "pending",
                is_cancelled: true,
                units: 1,
                email: "otto.feld@example.com",
                lines: &[("Jam Jar", 1, 1800)],
                ..NONE
            },
            Order {
                number: "20013",
                placed: "2026-04-01T07:00:00Z",
                goods: 3600,
                shipping: 490,
                total: 4090,
                refunded: 1200,
                payment: "partially_refunded",
                units: 3,
                email: "mara.linde@example.com",
                lines: &[("Candle - Scent:Fig", 3, 3600)],
                ..NONE
            },
        ],
    },
    Case {
        file: "squarespace/orders.csv",
        platform: "squarespace",
        shop: NEW_YORK,
        rows: 4,
        ignored: 0,
        orders: &[
            Order {
                number: "00041",
                placed: "2026-02-10T19:03:22Z",
                goods: 5000,
                discounts: 500,
                shipping: 800,
                total: 5800,
                units: 3,
                email: "nora.pell@example.com",
                lines: &[
                    ("Stoneware Mug - Grey / Large", 2, 4000),
                    ("Wooden Spoon", 1, 1500),
                ],
                ..NONE
            },
            Order {
                number: "00040",
                placed: "2026-02-09T15:00:00Z",
                goods: 2000,
                total: 2000,
                refunded: 2000,
                payment: "refunded",
                units: 1,
                email: "ben.ash@example.com",
                lines: &[("Stoneware Mug - Blue", 1, 2000)],
                ..NONE
            },
            Order {
                number: "00039",
                placed: "2026-02-08T16:00:00Z",
                goods: 2000,
                tax: 160,
                total: 2160,
                is_cancelled: true,
                units: 1,
                email: "ben.ash@example.com",
                lines: &[("Stoneware Mug - Blue", 1, 2000)],
                ..NONE
            },
        ],
    },
    Case {
        // Saved again by a spreadsheet: months first, no zone, no noughts at the end.
        file: "squarespace/orders_excel.csv",
        platform: "squarespace",
        shop: NEW_YORK,
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "41",
                placed: "2018-07-26T01:06:00Z",
                goods: 5000,
                discounts: 500,
                shipping: 800,
                total: 5800,
                units: 3,
                email: "nora.pell@example.com",
                lines: &[("Stoneware Mug - Grey", 2, 4000), ("Wooden Spoon", 1, 1500)],
                ..NONE
            },
            Order {
                number: "40",
                placed: "2018-07-04T14:00:00Z",
                goods: 2000,
                total: 2000,
                refunded: 2000,
                payment: "refunded",
                units: 1,
                email: "ben.ash@example.com",
                lines: &[("Stoneware Mug - Blue", 1, 2000)],
                ..NONE
            },
        ],
    },
    Case {
        file: "etsy/sold_orders.csv",
        platform: "etsy",
        shop: NEW_YORK,
        rows: 2,
        ignored: 0,
        orders: &ETSY,
    },
    Case {
        file: "etsy/sold_order_items.csv",
        platform: "etsy",
        shop: NEW_YORK,
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "3100000001",
                placed: "2026-03-14T04:00:00Z",
                goods: 2700,
                discounts: 300,
                total: 2700,
                payment: "unknown",
                units: 3,
                lines: &[
                    ("Signet ring | gold, gift for her - Size:7", 1, 1800),
                    ("Bead necklace", 2, 1200),
                ],
                ..NONE
            },
            Order {
                number: "3100000002",
                placed: "2026-03-02T05:00:00Z",
                goods: 4000,
                shipping: 450,
                total: 4450,
                payment: "unknown",
                units: 2,
                lines: &[("Signet ring | gold, gift for her - Size:8", 2, 4000)],
                ..NONE
            },
        ],
    },
    Case {
        file: "square/items.csv",
        platform: "square",
        shop: NEW_YORK,
        rows: 5,
        ignored: 0,
        orders: &[
            Order {
                number: "aB3xT1",
                placed: "2026-05-30T12:03:14Z",
                goods: 1850,
                discounts: 200,
                tax: 148,
                total: 1998,
                units: 3,
                lines: &[("Sourdough - Regular", 2, 1600), ("Coffee", 1, 450)],
                ..NONE
            },
            Order {
                number: "aB3xT2",
                placed: "2026-05-31T03:50:00Z",
                goods: 100_500,
                tax: 8040,
                total: 108_540,
                units: 1,
                lines: &[("Catering - Large", 1, 100_500)],
                ..NONE
            },
            Order {
                number: "aB3xT4",
                placed: "2026-05-29T13:05:00Z",
                goods: 450,
                tax: 36,
                total: 486,
                units: 1,
                lines: &[("Coffee", 1, 450)],
                ..NONE
            },
        ],
    },
    Case {
        file: "amazon/all_orders.txt",
        platform: "amazon",
        shop: NEW_YORK,
        rows: 4,
        ignored: 0,
        orders: &[
            Order {
                number: "701-1111111-1111111",
                placed: "2026-03-01T07:10:49Z",
                goods: 5450,
                discounts: 500,
                shipping: 300,
                tax: 550,
                total: 6300,
                units: 3,
                lines: &[("12\" Skillet", 2, 5000), ("Oven mitt \"Bear", 1, 950)],
                ..NONE
            },
            Order {
                number: "701-2222222-2222222",
                placed: "2026-03-02T08:00:00Z",
                payment: "unknown",
                is_cancelled: true,
                lines: &[("Oven mitt \"Bear", 0, 0)],
                ..NONE
            },
            Order {
                number: "701-3333333-3333333",
                placed: "2026-03-03T09:30:00Z",
                goods: 725,
                total: 725,
                payment: "pending",
                units: 1,
                lines: &[("Ladle", 1, 725)],
                ..NONE
            },
        ],
    },
    Case {
        file: "amazon/new_orders.txt",
        platform: "amazon",
        shop: NEW_YORK,
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "112-1000000-1000001",
                placed: "2026-03-01T18:50:49Z",
                goods: 4725,
                shipping: 500,
                tax: 378,
                total: 5603,
                payment: "unknown",
                units: 3,
                email: "k7w2@marketplace.amazon.com",
                lines: &[("12\" Skillet", 2, 4000), ("Ladle", 1, 725)],
                ..NONE
            },
            Order {
                number: "112-1000000-1000002",
                placed: "2026-03-02T19:00:00Z",
                goods: 2175,
                shipping: 400,
                tax: 174,
                total: 2749,
                payment: "unknown",
                units: 3,
                email: "p0q9@marketplace.amazon.com",
                lines: &[("Ladle", 3, 2175)],
                ..NONE
            },
        ],
    },
    Case {
        file: "amazon/all_orders_india.csv",
        platform: "amazon",
        shop: ["INR", "IN", "Asia/Kolkata"],
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "405-1000001-1000001",
                placed: "2026-04-29T18:30:00Z",
                goods: 174_750,
                total: 174_750,
                units: 3,
                lines: &[("KT01 - XL", 2, 129_800), ("SH07 - M", 1, 44_950)],
                ..NONE
            },
            Order {
                number: "405-1000002-1000002",
                placed: "2026-04-28T18:30:00Z",
                payment: "unknown",
                is_cancelled: true,
                lines: &[("SH07 - L", 0, 0)],
                ..NONE
            },
        ],
    },
    Case {
        file: "ebay/us.csv",
        platform: "ebay",
        shop: NEW_YORK,
        rows: 6,
        ignored: 2,
        orders: &[
            Order {
                number: "12-10001-20001",
                placed: "2025-07-21T04:00:00Z",
                goods: 4599,
                shipping: 800,
                total: 5399,
                payment: "unknown",
                units: 1,
                email: "a1b2@members.ebay.com",
                lines: &[("Brass Lamp", 1, 4599)],
                ..NONE
            },
            Order {
                number: "12-10002-20002",
                placed: "2025-07-22T04:00:00Z",
                goods: 6500,
                shipping: 650,
                total: 7150,
                payment: "unknown",
                units: 3,
                email: "c3d4@members.ebay.com",
                lines: &[
                    ("Glass Vase - [Colour:Green]", 2, 4000),
                    ("Oak Tray", 1, 2500),
                ],
                ..NONE
            },
        ],
    },
    Case {
        file: "ebay/uk.csv",
        platform: "ebay",
        shop: LONDON,
        rows: 1,
        ignored: 0,
        orders: &[Order {
            number: "21-30001-40001",
            placed: "2026-03-02T00:00:00Z",
            goods: 2900,
            shipping: 320,
            total: 3220,
            payment: "unknown",
            units: 2,
            email: "x9@members.ebay.co.uk",
            lines: &[("Tin Kettle", 2, 2900)],
            ..NONE
        }],
    },
    Case {
        file: "ebay/de.csv",
        platform: "ebay",
        shop: BERLIN,
        rows: 2,
        ignored: 0,
        orders: &[
            Order {
                number: "23-50001-60001",
                placed: "2025-12-09T23:00:00Z",
                goods: 10_999,
                shipping: 700,
                total: 11_699,
                payment: "unknown",
                units: 1,
                email: "y8@members.ebay.de",
                lines: &[("Schneidebrett Eiche", 1, 10_999)],
                ..NONE
            },
            Order {
                number: "23-50002-60002",
                placed: "2026-03-02T23:00:00Z",
                goods: 204_100,
                total: 204_100,
                payment: "unknown",
                units: 2,
                email: "z7@members.ebay.de",
                lines: &[("Salzmühle", 2, 204_100)],
                ..NONE
            },
        ],
    },
    Case {
        file: "prestashop/orders_en.csv",
        platform: "prestashop",
        shop: PARIS,
        rows: 3,
        ignored: 0,
        orders: &PRESTASHOP,
    },
    Case {
        file: "prestashop/orders_de.csv",
        platform: "prestashop",
        shop: PARIS,
        rows: 3,
        ignored: 0,
        orders: &PRESTASHOP,
    },
    Case {
        file: "prestashop/orders_fr.csv",
        platform: "prestashop",
        shop: PARIS,
        rows: 3,
        ignored: 0,
        orders: &PRESTASHOP,
    },
    Case {
        file: "prestashop/orders_es.csv",
        platform: "prestashop",
        shop: PARIS,
        rows: 3,
        ignored: 0,
        orders: &PRESTASHOP,
    },
    Case {
        file: "prestashop/orders_it.csv",
        platform: "prestashop",
        shop: PARIS,
        rows: 3,
        ignored: 0,
        orders: &PRESTASHOP,
    },
    Case {
        file: "prestashop/orders_nl.csv",
        platform: "prestashop",
        shop: PARIS,
        rows: 3,
        ignored: 0,
        orders: &PRESTASHOP,
    },
    Case {
        file: "magento/orders.csv",
        platform: "magento",
        shop: ["AUD", "AU", "Australia/Perth"],
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "000000012",
                placed: "2026-01-05T06:03:22Z",
                goods: 4200,
                shipping: 750,
                total: 4950,
                email: "ann.lowe@example.com",
                ..NONE
            },
            Order {
                number: "000000011",
                placed: "2026-01-04T01:00:00Z",
                goods: 2250,
                shipping: 750,
                total: 3000,
                refunded: 3000,
                payment: "refunded",
                email: "bo.hart@example.com",
                ..NONE
            },
            Order {
                number: "000000010",
                placed: "2026-01-03T10:45:10Z",
                goods: 1200,
                total: 1200,
                payment: "unknown",
                is_cancelled: true,
                email: "bo.hart@example.com",
                ..NONE
            },
        ],
    },
    Case {
        file: "shopware/orders.csv",
        platform: "shopware",
        shop: BERLIN,
        rows: 2,
        ignored: 0,
        orders: &[
            Order {
                number: "10001",
                placed: "2026-01-05T22:30:00Z",
                goods: 8990,
                total: 8990,
                payment: "unknown",
                email: "edda.kern@example.com",
                ..NONE
            },
            Order {
                number: "10002",
                placed: "2026-01-06T08:00:00Z",
                goods: 1250,
                total: 1250,
                payment: "unknown",
                email: "jan.tiede@example.com",
                ..NONE
            },
        ],
    },
    Case {
        file: "gumroad/sales.csv",
        platform: "gumroad",
        shop: NEW_YORK,
        rows: 5,
        ignored: 2,
        orders: &[
            Order {
                number: "GHk1==",
                placed: "2026-02-01T23:10:05Z",
                goods: 2000,
                total: 2000,
                units: 1,
                email: "zoe.ray@example.com",
                lines: &[("Brush pack - Commercial", 1, 2000)],
                ..NONE
            },
            Order {
                number: "GHk2==",
                placed: "2026-02-02T08:00:00Z",
                goods: 1000,
                total: 1000,
                refunded: 400,
                units: 1,
                email: "abe.low@example.com",
                lines: &[("Brush pack", 1, 1000)],
                ..NONE
            },
            Order {
                number: "GHk3==",
                placed: "2026-02-03T09:00:00Z",
                goods: 1500,
                total: 1500,
                refunded: 1500,
                payment: "refunded",
                units: 2,
                email: "abe.low@example.com",
                lines: &[("Texture set", 2, 1500)],
                ..NONE
            },
        ],
    },
    Case {
        file: "bigcommerce/orders.csv",
        platform: "bigcommerce",
        shop: ["AUD", "AU", "Australia/Hobart"],
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "118",
                placed: "2026-05-17T14:00:00Z",
                goods: 3500,
                shipping: 500,
                tax: 364,
                total: 4000,
                units: 3,
                email: "pia.stone@example.com",
                lines: &[("Cup, blue | large - Size: L", 2, 2500), ("Plate", 1, 1000)],
                ..NONE
            },
            Order {
                number: "117",
                placed: "2026-05-16T14:00:00Z",
                goods: 1000,
                tax: 91,
                total: 1000,
                refunded: 400,
                payment: "partially_refunded",
                units: 1,
                email: "leo.wynn@example.com",
                lines: &[("Plate", 1, 1000)],
                ..NONE
            },
            Order {
                number: "116",
                placed: "2026-05-02T14:00:00Z",
                goods: 1000,
                tax: 91,
                total: 1000,
                payment: "unknown",
                is_cancelled: true,
                units: 1,
                email: "leo.wynn@example.com",
                lines: &[("Plate", 1, 1000)],
                ..NONE
            },
        ],
    },
    Case {
        file: "bigcommerce/order_lines.csv",
        platform: "bigcommerce",
        shop: NEW_YORK,
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "118",
                placed: "2026-05-18T18:03:22Z",
                goods: 3000,
                discounts: 500,
                shipping: 500,
                tax: 318,
                total: 3500,
                units: 3,
                email: "pia.stone@example.com",
                lines: &[("Cup, blue", 2, 2500), ("Plate", 1, 1000)],
                ..NONE
            },
            Order {
                number: "119",
                placed: "2026-05-19T13:00:00Z",
                goods: 1000,
                tax: 91,
                total: 1000,
                units: 1,
                email: "leo.wynn@example.com",
                lines: &[("Plate", 1, 1000)],
                ..NONE
            },
        ],
    },
    Case {
        file: "woocommerce/analytics_orders.csv",
        platform: "woocommerce",
        shop: VIENNA,
        rows: 3,
        ignored: 0,
        orders: &[
            Order {
                number: "1044",
                placed: "2026-03-05T17:20:11Z",
                goods: 3150,
                total: 3150,
                units: 3,
                lines: &[("Soap, lavender", 2, 0), ("Dish", 1, 0)],
                ..NONE
            },
            Order {
                number: "1043",
                placed: "2026-03-04T08:00:00Z",
                goods: 1050,
                total: 1050,
                payment: "unknown",
                is_cancelled: true,
                units: 1,
                lines: &[("Dish", 1, 0)],
                ..NONE
            },
        ],
    },
    Case {
        file: "woocommerce/analytics_orders_de.csv",
        platform: "woocommerce",
        shop: VIENNA,
        rows: 1,
        ignored: 0,
        orders: &[Order {
            number: "1044",
            placed: "2026-03-05T17:20:11Z",
            goods: 3150,
            total: 3150,
            units: 3,
            lines: &[("Seife", 2, 0), ("Schale", 1, 0)],
            ..NONE
        }],
    },
    Case {
        file: "woocommerce/advanced_blank.csv",
        platform: "woocommerce",
        shop: VIENNA,
        rows: 4,
        ignored: 0,
        orders: &WOOCOMMERCE,
    },
    Case {
        file: "woocommerce/advanced_repeated.csv",
        platform: "woocommerce",
        shop: VIENNA,
        rows: 4,
        ignored: 0,
        orders: &WOOCOMMERCE,
    },
    Case {
        file: "woocommerce/advanced_de.csv",
        platform: "woocommerce",
        shop: VIENNA,
        rows: 4,
        ignored: 0,
        orders: &WOOCOMMERCE,
    },
    Case {
        file: "woocommerce/flat_orders.csv",
        platform: "woocommerce",
        shop: VIENNA,
        rows: 5,
        ignored: 0,
        orders: &[
            Order {
                number: "1044",
                placed: "2026-03-05T17:20:11Z",
                goods: 4500,
                shipping: 490,
                tax: 832,
                total: 4990,
                units: 3,
                email: "rosa.gruen@example.com",
                lines: &[("Soap lavender", 2, 3600), ("Dish", 1, 900)],
                ..NONE
            },
            Order {
                number: "1045",
                placed: "2026-03-06T07:05:00Z",
                goods: 1000,
                shipping: 490,
                tax: 248,
                total: 1490,
                payment: "voided",
                units: 1,
                email: "tom.ivers@example.com",
                lines: &[("Dish", 1, 1000)],
                ..NONE
            },
            // Here the prices are those before the discount.
            Order {
                number: "1046",
                placed: "2026-03-08T09:00:00Z",
                goods: 4000,
                discounts: 500,
                shipping: 490,
                tax: 748,
                total: 4490,
                units: 3,
                email: "ida.moos@example.com",
                lines: &[("Soap lavender", 2, 3600), ("Dish", 1, 900)],
                ..NONE
            },
        ],
    },
];

pub(crate) fn trusting() -> Options {
    Options {
        trust_columns: true,
        ..Options::default()
    }
}

/// Imports a file, its columns taken as they are.
pub(crate) fn import(shop: &Shop, files: &[std::path::PathBuf]) -> Vec<FileReport> {
    let plan = shop.preview_with(files, &trusting());
    assert_eq!(plan.questions(), [], "{files:?}");
    let files = plan.files().to_vec();
    for file in &files {
        assert_eq!(
            file.row_verdicts.sum(),
            file.rows,
            "the verdicts of {} add up",
            file.name
        );
    }
    shop.apply(&plan).unwrap();
    files
}

pub(crate) fn orders(shop: &Shop) -> Vec<OrderContent> {
    let read = shop.store.read(|tx| {
        let ids = tx.facts()?.order;
        ids.into_iter()
            .map(|id| tx.stored_order(id))
            .collect::<pannier_store::Result<Vec<_>>>()
    });
    read.unwrap()
        .into_iter()
        .map(|order| order.content)
        .collect()
}

fn check(case: &Case) -> Vec<String> {
    let [currency, country, zone] = case.shop;
    let shop = shop(currency, country, zone);
    let file = import(&shop, &[fixture(case.file)]).remove(0);
    let mut wrong = Vec::new();
    let mut expect = |what: String, is: String, should: String| {
        if is != should {
            wrong.push(format!("{}: {what} is {is}, not {should}", case.file));
        }
    };
    let kind = (file.platform.as_deref(), file.kind);
    expect(
        "it".to_owned(),
        format!("{kind:?}"),
        format!("{:?}", (Some(case.platform), Some(Kind::Orders))),
    );
    if let Some(refusal) = &file.refused {
        expect("refusal".to_owned(), refusal.what.clone(), String::new());
        return wrong;
    }
    let rows = (file.rows, file.row_verdicts.rejected);
    expect(
        "rows".to_owned(),
        format!("{rows:?} {:?}", file.rejected),
        format!("{:?} []", (case.rows, 0)),
    );
    let known = orders(&shop);
    expect(
        "orders".to_owned(),
        known.len().to_string(),
        case.orders.len().to_string(),
    );
    for order in case.orders {
        let Some(is) = known.iter().find(|known| known.number == order.number) else {
            expect(
                order.number.to_owned(),
                "missing".to_owned(),
                "there".to_owned(),
            );
            continue;
        };
        let mut of = |what: &str, is: String, should: String| {
            expect(format!("{what} of {}", order.number), is, should);
        };
        of("moment", is.placed_at.to_string(), order.placed.to_owned());
        for (what, is, should) in [
            ("goods", is.goods, order.goods),
            ("discounts", is.discounts, order.discounts),
            ("shipping", is.shipping, order.shipping),
            ("tax", is.tax, order.tax),
            ("total", is.total, order.total),
            ("refunded", is.refunded, order.refunded),
            ("units", is.units, order.units),
        ] {
            of(what, is.to_string(), should.to_string());
        }
        of(
            "payment",
            is.payment.word().to_owned(),
            order.payment.to_owned(),
        );
        of(
            "cancelled",
            is.cancelled_at.is_some().to_string(),
            order.is_cancelled.to_string(),
        );
        of("address", is.email.clone(), order.email.to_owned());
        let lines: Vec<(&str, i64, i64)> = is
            .lines
            .iter()
            .map(|line| (line.name.as_str(), line.quantity, line.amount))
            .collect();
        of("lines", format!("{lines:?}"), format!("{:?}", order.lines));
    }
    let ignored = file.row_verdicts.ignored;
    expect(
        "ignored rows".to_owned(),
        format!("{ignored} {:?}", file.ignored),
        format!("{} {:?}", case.ignored, file.ignored),
    );
    shop.assert_healthy();
    // Read again, nothing is new.
    let again = import(&shop, &[fixture(case.file)]).remove(0);
    let news = (again.orders.new, again.orders.updated);
    expect("again".to_owned(), format!("{news:?}"), "(0, 0)".to_owned());
    wrong
}

#[test]
fn every_platforms_orders_come_out_to_the_cent() {
    let wrong: Vec<String> = CASES.iter().flat_map(check).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn words_of_other_countries_are_the_same_columns() {
    let shop = shop("GBP", "GB", "Europe/London");
    import(&shop, &[fixture("etsy/sold_orders_uk.csv")]);
    let orders = orders(&shop);
    let found: Vec<(i64, i64, i64, i64, &str)> = orders
        .iter()
        .map(|o| (o.goods, o.shipping, o.total, o.refunded, o.city.as_str()))
        .collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&(2700, 0, 2700, 0, "Salem")), "{found:?}");
    assert!(
        found.contains(&(4000, 450, 4450, 1400, "Bend")),
        "{found:?}"
    );
}

#[test]
fn a_file_says_what_it_does_not_have() {
    for (name, words) in [
        (
            "woocommerce/analytics_orders.csv",
            &["no e-mail addresses", "no prices"][..],
        ),
        (
            "prestashop/orders_en.csv",
            &["no e-mail addresses", "what was ordered"],
        ),
        ("magento/orders.csv", &["what was ordered"]),
        ("ebay/uk.csv", &["marketplace’s own"]),
        ("wix/orders.csv", &[]),
    ] {
        let shop = shop("GBP", "GB", "Europe/London");
        let plan = shop.preview_with(&[fixture(name)], &trusting());
        let notes = &plan.files()[0].notes;
        let all = [
            "no e-mail addresses",
            "no prices",
            "what was ordered",
            "marketplace’s own",
        ];
        for said in all {
            let is_said = notes.iter().any(|note| note.contains(said));
            assert_eq!(
                is_said,
                words.contains(&said),
                "{name}: {said} in {notes:?}"
            );
        }
    }
}

#[test]
fn letters_of_windows_are_read() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    import(&shop, &[fixture("wix/orders_excel.csv")]);
    let orders = orders(&shop);
    let first = orders.iter().find(|order| order.number == "20011").unwrap();
    assert_eq!(
        (first.customer_name.as_str(), first.lines[0].name.as_str()),
        ("Mara Größe", "Chef’s Apron - Color:Sage | Size:M")
    );
}

#[test]
fn literal_quotes_around_zip_codes_go() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    import(&shop, &[fixture("wix/orders.csv")]);
    let orders = orders(&shop);
    assert!(orders.iter().all(|order| order.zip == "10115"));
    assert!(
        orders
            .iter()
            .all(|order| order.placed_at < Timestamp(i64::MAX))
    );
}
