//! A report such as a shop would hand out: everything a document can hold, with made-up figures.

use pannier_core::{Currency, Day, Money};
use pannier_report::{
    About, Bar, Bars, Bin, Block, Cell, Chart, Cohort, CohortRow, Column, Comparison, Document,
    Event, Figure, Finite, Histogram, Interval, Join, Kind, Line, Lines, Locale, Note, Plot,
    Scatter, Table, Threshold, Unit, Waterfall,
};

pub(crate) fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn money(minor: i64) -> Cell {
    Cell::Money(eur(minor))
}

fn change(minor: i64, sure: bool) -> Cell {
    Cell::Change {
        amount: eur(minor),
        sure,
    }
}

fn between(low: i64, at: i64, high: i64) -> Cell {
    Cell::Interval(Interval {
        low,
        at: Some(at),
        high,
        currency: Currency::EUR,
    })
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn about() -> About {
    About {
        title: "Average order value".into(),
        shop: "Harbour & Hearth".into(),
        period: "2 Apr 2026 – 30 Jun 2026, compared with the 90 days before".into(),
        formula: "Goods as at the time of order: €55.50 = €197,908.30 ÷ 3,566 orders".into(),
        made_on: day("2026-07-01"),
        locale: Locale::english(),
    }
}

pub(crate) fn report() -> Document {
    Document {
        about: about(),
        blocks: vec![
            Block::Figures(vec![
                Figure::new("Average order value", money(5550))
                    .noted("+€2.40 on the 90 days before, likely +€0.68 to +€4.12"),
                Figure::joined(Join::Equals, "Revenue", money(19_790_830)),
                Figure::joined(Join::DividedBy, "Orders", Cell::Count(3566)),
                Figure::new("Middle order", money(4620)).noted("Half are smaller, half larger"),
            ]),
            Block::Chart(weeks()),
            Block::Paragraph(
                "The average order rose by €2.40, and that is more than chance. Most of it came \
                 from a larger share of throws and lampshades; prices of the same products hardly \
                 moved. Two wholesale orders were left in: without them the average is €54.90."
                    .into(),
            ),
            Block::Note(Note::plain(
                "One order of 18 June for €1,486.00 moves the average by €0.40.",
            )),
            Block::Heading("Why it moved".into()),
            Block::Chart(why()),
            Block::Heading("Where the orders came from".into()),
            Block::Table(channels()),
            Block::Table(reconciliation()),
            Block::Heading("How big orders are".into()),
            Block::Chart(sizes()),
            Block::Note(Note::warn(
                "312 orders stopped €10 or less short of free shipping. In 96 of 431 of them one \
                 popular item would have reached it.",
            )),
            Block::Chart(days()),
            Block::Heading("Customers who came back".into()),
            Block::Chart(retention(12, 12)),
            Block::Chart(value_by_age()),
            Block::PageBreak,
            Block::Heading("Discount and size of orders".into()),
            Block::Chart(discounts()),
            Block::Table(orders(36)),
        ],
    }
}

fn whole(values: &[i64]) -> Vec<Option<Finite>> {
    values.iter().map(|v| Some(Finite::whole(*v))).collect()
}

pub(crate) fn weeks() -> Chart {
    let values = [
        5320, 5410, 5280, 5530, 5400, 5310, 5560, 5490, 5580, 5660, 5890, 5740, 5950,
    ];
    let band = values
        .iter()
        .map(|v| Some([Finite::whole(v - 450), Finite::whole(v + 450)]))
        .collect();
    let labels = [
        "2 Apr", "9 Apr", "16 Apr", "23 Apr", "30 Apr", "7 May", "14 May", "21 May", "28 May",
        "4 Jun", "11 Jun", "18 Jun", "25 Jun",
    ];
    Chart::new(
        "Week by week",
        Plot::Line(Lines {
            unit: Unit::Money(Currency::EUR),
            labels: labels.map(str::to_owned).to_vec(),
            lines: vec![Line {
                name: "Average order value".into(),
                values: whole(&values),
                band,
            }],
            unfinished: true,
            comparison: Some(Comparison {
                label: "90 days before: €53.10".into(),
                values: vec![Some(Finite::whole(5310))],
            }),
            events: vec![Event {
                at: 9,
                label: "4 Jun: linen throw to €52".into(),
            }],
        }),
        "No orders in this period",
    )
    .captioned("Average order value. Shaded: where the true average likely lies")
    .told("The average order rose from €53.20 in the week of 2 April to €59.50 in that of 25 June")
}

pub(crate) fn why() -> Chart {
    Chart::new(
        "From €53.10 to €55.50, part by part",
        Plot::Waterfall(Waterfall {
            unit: Unit::Money(Currency::EUR),
            from: ("2 Jan – 1 Apr".into(), Finite::whole(5310)),
            parts: [
                ("Items in each order", 64),
                ("Prices of the same products", 21),
                ("Discounts", -48),
                ("Which products were bought", 167),
                ("New products", 58),
                ("Products no longer sold", -22),
            ]
            .map(|(name, part)| (name.to_owned(), Finite::whole(part)))
            .to_vec(),
            to: ("2 Apr – 30 Jun".into(), Finite::whole(5550)),
        }),
        "No orders to compare",
    )
    .captioned("The parts add up to the change to the cent")
}

pub(crate) fn channels() -> Table {
    let mut table = Table::new(
        "Channels",
        vec![
            Column::new("Channel", Kind::Text),
            Column::new("Orders", Kind::Count),
            Column::new("Revenue", Kind::Money),
            Column::new("Average order", Kind::Money),
            Column::new("Very likely between", Kind::Interval),
            Column::new("On the 90 days before", Kind::Change),
            Column::new("Share of revenue", Kind::Percent(1)),
        ],
        "No orders in this period",
    )
    .noted("Bar: where the true average very likely lies");
    table.push([
        Cell::text("Shopify"),
        Cell::Count(2578),
        money(14_668_820),
        money(5690),
        between(5530, 5690, 5861),
        change(310, true),
        Cell::ratio(0.7412),
    ]);
    table.push([
        Cell::text("Etsy"),
        Cell::Count(680),
        money(3_182_400),
        money(4680),
        between(4391, 4680, 5012),
        change(-80, false),
        Cell::ratio(0.1608),
    ]);
    table.push([
        Cell::text("WooCommerce"),
        Cell::Count(296),
        money(1_872_410),
        money(6326),
        between(5604, 6326, 7190),
        change(318, false),
        Cell::ratio(0.0946),
    ]);
    table.push([
        Cell::text("Market stall on the quay, Saturdays"),
        Cell::Count(12),
        money(67_200),
        money(5600),
        Cell::absent("Too few orders to tell"),
        Cell::absent("Too few orders to tell"),
        Cell::ratio(0.0034),
    ]);
    table.set_foot([
        Cell::text("All orders"),
        Cell::Count(3566),
        money(19_790_830),
        money(5550),
        between(5412, 5550, 5688),
        change(240, true),
        Cell::ratio(1.0),
    ]);
    table
}

pub(crate) fn reconciliation() -> Table {
    let mut table = Table::new(
        "From this figure to the one on the shop's own dashboard",
        vec![
            Column::new("Step", Kind::Text),
            Column::new("Revenue", Kind::Money),
            Column::new("Orders", Kind::Count),
            Column::new("Average order", Kind::Money),
        ],
        "Nothing to reconcile",
    );
    table.push([
        Cell::text("Goods as at the time of order"),
        money(19_790_830),
        Cell::Count(3566),
        money(5550),
    ]);
    for (step, revenue, orders, average) in [
        ("Tax taken out", -2_871_412, 3566, 4745),
        ("Cancelled orders counted in", 318_020, 3641, 4735),
        ("Orders not yet paid counted in", 42_300, 3655, 4728),
    ] {
        table.push([
            Cell::text(step),
            change(revenue, true),
            Cell::Count(orders),
            money(average),
        ]);
    }
    table.set_foot([
        Cell::text("As Shopify shows it"),
        money(17_279_738),
        Cell::Count(3655),
        money(4728),
    ]);
    table
}

pub(crate) fn sizes() -> Chart {
    let counts = [
        0, 18, 82, 163, 226, 259, 271, 262, 243, 220, 190, 150, 129, 184, 115, 94, 82, 68, 57, 49,
        42, 36, 31, 27, 183,
    ];
    let bins = counts
        .iter()
        .enumerate()
        .map(|(index, count)| Bin {
            count: *count,
            highlighted: matches!(index, 11 | 12),
        })
        .collect();
    Chart::new(
        "Orders by value of goods",
        Plot::Histogram(Histogram {
            unit: Unit::Money(Currency::EUR),
            start: Finite::whole(0),
            width: Finite::whole(500),
            bins,
            open: true,
            thresholds: vec![Threshold {
                at: Finite::whole(6500),
                label: "Free shipping from €65".into(),
                notes: vec!["312 orders stopped €10 or less short".into()],
            }],
        }),
        "No orders in this period",
    )
    .captioned("How many orders fall between one value and the next")
}

pub(crate) fn days() -> Chart {
    let bars = [
        ("Mon", 5210),
        ("Tue", 5340),
        ("Wed", 5290),
        ("Thu", 5480),
        ("Fri", 5610),
        ("Sat", 6120),
        ("Sun", 5930),
    ];
    Chart::new(
        "Average order by day of the week",
        Plot::Bars(Bars {
            unit: Unit::Money(Currency::EUR),
            bars: bars
                .iter()
                .map(|(label, value)| Bar {
                    label: (*label).to_owned(),
                    value: Some(Finite::whole(*value)),
                    highlighted: *label == "Sat",
                })
                .collect(),
        }),
        "No orders in this period",
    )
}

pub(crate) fn retention(rows: usize, columns: usize) -> Chart {
    let months = [
        "Jul 2025", "Aug 2025", "Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026",
        "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026",
    ];
    let rows = (0..rows)
        .map(|row| CohortRow {
            label: months[row % 12].to_owned(),
            size: 240 - u32::try_from(row).unwrap() * 7 % 90,
            cells: (0..columns)
                .map(|column| {
                    let has_come = column < columns.saturating_sub(row);
                    let share = f64::from(u32::try_from((row * 5 + column * 3) % 9).unwrap());
                    let share =
                        0.28 / f64::from(u32::try_from(column + 2).unwrap()) + share / 150.0;
                    has_come.then(|| Finite::new(share).unwrap())
                })
                .collect(),
        })
        .collect();
    Chart::new(
        "Customers who ordered again",
        Plot::Cohort(Cohort {
            unit: Unit::Percent,
            row_head: "First order in".into(),
            size_head: "Customers".into(),
            column_head: "Months after the first order".into(),
            columns: (1..=columns).map(|month| month.to_string()).collect(),
            rows,
        }),
        "No customers yet",
    )
    .captioned("Share of customers who ordered again in that month")
}

pub(crate) fn value_by_age() -> Chart {
    let line = |name: &str, values: &[i64]| Line {
        name: name.to_owned(),
        values: whole(values),
        band: Vec::new(),
    };
    let mut spring = line("Spring 2026", &[5240, 6020, 6790]);
    spring.values.extend([None, None]);
    Chart::new(
        "What a customer has spent by then",
        Plot::Line(Lines {
            unit: Unit::Money(Currency::EUR),
            labels: ["30 days", "60 days", "90 days", "180 days", "365 days"]
                .map(str::to_owned)
                .to_vec(),
            lines: vec![
                line("Autumn 2025", &[5810, 6440, 7120, 8830, 10_940]),
                line("Winter 2025", &[5630, 6210, 6890, 8610, 10_400]),
                spring,
            ],
            unfinished: false,
            comparison: None,
            events: Vec::new(),
        }),
        "No customers yet",
    )
}

pub(crate) fn discounts() -> Chart {
    let points = (0..320_u32)
        .map(|index| {
            let depth = f64::from(index * 37 % 40) / 100.0;
            let noise = f64::from(index * 7919 % 2600);
            [
                Finite::new(depth).unwrap(),
                Finite::new(3600.0 + noise + depth * 4200.0).unwrap(),
            ]
        })
        .collect();
    Chart::new(
        "Discount against value of the order",
        Plot::Scatter(Scatter {
            x: Unit::Percent,
            x_label: "Discount, in percent of the goods".into(),
            y: Unit::Money(Currency::EUR),
            y_label: "Goods of the order".into(),
            points,
        }),
        "No orders with a discount",
    )
}

/// A table as long as one likes, with names that are hard to write.
pub(crate) fn orders(rows: usize) -> Table {
    let names = [
        "Johanna Lindqvist",
        "Pieter de Vos",
        "Ωραία Παπαδοπούλου",
        "Ірина Шевченко",
        "Łucja Wiśniewska-Brzęczyszczykiewicz",
        "نور الهدى",
        "דנה לוי",
        "Ana 🧺 María",
        "Maximiliane Freifrau von und zu Hohenstein-Langenburg-Weikersheim",
    ];
    let mut table = Table::new(
        "Orders of €55.00 to €64.99",
        vec![
            Column::new("Order", Kind::Text),
            Column::new("When", Kind::Day),
            Column::new("Customer", Kind::Text),
            Column::new("Items", Kind::Count),
            Column::new("Goods", Kind::Money),
            Column::new("Short of €65", Kind::Money),
        ],
        "No orders in this period",
    );
    for index in 0..rows {
        let cents = i64::try_from(index * 37 % 1000).unwrap();
        let days = i64::try_from(index % 90).unwrap();
        table.push([
            Cell::text(format!("#{}", 11_249 - i64::try_from(index).unwrap())),
            Cell::Day(day("2026-06-30").plus_days(-days)),
            Cell::text(names[index % names.len()]),
            Cell::count(1 + index % 4),
            money(5500 + cents),
            money(1000 - cents),
        ]);
    }
    table
}

/// What is hard to lay out: wide tables, many cohorts, long words, and signs without letters.
pub(crate) fn edges() -> Document {
    let mut columns = vec![Column::new("First order in", Kind::Text)];
    columns.extend((1..=60).map(|month| Column::new(format!("Month {month}"), Kind::Money)));
    let mut wide = Table::new("Value by month", columns, "Nothing");
    for row in 0..4 {
        let cells = (0..60).map(|month| money(100_000 + row * 731 + month * 419));
        wide.push(std::iter::once(Cell::text(format!("Spring of year {row}"))).chain(cells));
    }
    let mut long = Table::new(
        "Notes",
        vec![
            Column::new("Order", Kind::Text),
            Column::new("Note", Kind::Text),
            Column::new("Goods", Kind::Money),
        ],
        "Nothing",
    );
    long.push([
        Cell::text("#1"),
        Cell::text("Donaudampfschifffahrtsgesellschaftskapitänsmütze".repeat(9)),
        money(-5780),
    ]);
    long.push([
        Cell::text("#2"),
        Cell::text("Deliver after six please, and ring twice. ".repeat(12)),
        Cell::absent("Too few orders to tell"),
    ]);
    Document {
        about: About {
            locale: Locale::of_region("DE"),
            ..about()
        },
        blocks: vec![
            Block::Figures(vec![
                Figure::new(
                    "Average order value",
                    Cell::absent("Too few orders to tell"),
                ),
                Figure::joined(Join::Equals, "Revenue", money(i64::MAX)),
                Figure::joined(Join::DividedBy, "Orders", Cell::Count(2)),
            ]),
            Block::Paragraph("茶 and 日本語 have no letters here; שלום עולם and مرحبا do.".into()),
            Block::Chart(Chart::new(
                "Nothing to see",
                Plot::Bars(Bars {
                    unit: Unit::Count,
                    bars: Vec::new(),
                }),
                "No orders in this period",
            )),
            Block::Table(Table::new(
                "Orders",
                vec![
                    Column::new("Order", Kind::Text),
                    Column::new("Goods", Kind::Money),
                ],
                "No orders in this period",
            )),
            Block::Table(long),
            Block::Chart(retention(60, 60)),
            Block::Table(wide),
        ],
    }
}
