//! Charts as pictures of their own.

use pannier_core::Currency;
use pannier_report::{
    Bar, Bars, Bin, Chart, Finite, Histogram, Line, Lines, Plot, Scatter, Unit, Waterfall,
    chart_to_png,
};

use crate::sample::{about, report, sizes, weeks, why};

/// A picture without the letters that it brings along.
fn drawing(chart: &Chart) -> String {
    let svg = pannier_report::chart_to_svg(&about(), chart).unwrap();
    let (before, rest) = svg.split_once("<style>").unwrap();
    let (letters, after) = rest.split_once("</style>").unwrap();
    assert!(letters.starts_with("@font-face"));
    format!("{before}{after}")
}

/// The words of a drawing, in order.
fn words(svg: &str) -> Vec<String> {
    svg.split("<text ")
        .skip(1)
        .map(|part| {
            let text = part.split_once('>').unwrap().1;
            text.split_once('<').unwrap().0.replace("&amp;", "&")
        })
        .collect()
}

#[test]
fn a_picture_carries_what_it_is_of() {
    for chart in report().charts() {
        let svg = drawing(chart);
        let words = words(&svg);
        assert_eq!(words[0], chart.title);
        let all = words.join("\n");
        for part in [
            "€55.50 = €197,908.30 ÷ 3,566",
            "Harbour & Hearth",
            "2 Apr 2026 – 30 Jun 2026",
            "Made on 1 Jul 2026",
        ] {
            assert!(all.contains(part), "{} lacks {part}", chart.title);
        }
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn a_line_has_its_band_its_comparison_and_a_hollow_end() {
    let svg = drawing(&weeks());
    let all = words(&svg);
    insta::assert_debug_snapshot!(&all[2..], @r###"
        [
            "Goods as at the time of order: €55.50 = €197,908.30 ÷ 3,566 orders",
            "Harbour & Hearth · 2 Apr 2026 – 30 Jun 2026, compared with the 90 days before · Made on 1 Jul 2026",
            "€45",
            "€50",
            "€55",
            "€60",
            "€65",
            "4 Jun: linen throw to €52",
            "90 days before: €53.10",
            "2 Apr",
            "16 Apr",
            "30 Apr",
            "14 May",
            "28 May",
            "11 Jun",
            "25 Jun",
        ]
        "###);
    assert_eq!(svg.matches("fill-opacity=\"0.13\"").count(), 1, "one band");
    let circles: Vec<&str> = svg
        .lines()
        .filter(|line| line.starts_with("<circle"))
        .collect();
    insta::assert_snapshot!(circles.join("\n"), @r###"
        <circle cx="737.99" cy="176.1" r="4.5" fill="#0b6276"/>
        <circle cx="737.99" cy="176.1" r="2.5" fill="#ffffff"/>
        "###);
}

#[test]
fn parts_of_a_change_write_their_signs() {
    let all = words(&drawing(&why()));
    for part in ["+€0.64", "−€0.48", "€53.10", "€55.50"] {
        assert!(all.contains(&part.to_owned()), "{part} is not in {all:?}");
    }
}

#[test]
fn the_open_bin_stands_apart_and_a_threshold_is_labelled() {
    let svg = drawing(&sizes());
    let all = words(&svg);
    for part in [
        "Free shipping from €65",
        "312 orders stopped €10 or less short",
        "€120+",
        "€0",
    ] {
        assert!(all.contains(&part.to_owned()), "{part} is not in {all:?}");
    }
    assert_eq!(
        svg.matches("fill=\"#0b6276\"").count(),
        2,
        "two bins make the point"
    );
}

#[test]
fn a_png_is_twice_as_sharp_and_smooth() {
    let file = chart_to_png(&about(), &weeks()).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.width, 2 * 784);
    let colours: std::collections::BTreeSet<[u8; 3]> =
        pixels.chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect();
    assert!(colours.contains(&[0x0b, 0x62, 0x76]), "the line is drawn");
    assert!(colours.contains(&[0xff, 0xff, 0xff]));
    assert!(colours.len() > 60, "edges are smooth: {}", colours.len());
}

fn lines(values: Vec<Option<Finite>>) -> Plot {
    Plot::Line(Lines {
        unit: Unit::Money(Currency::EUR),
        labels: (0..values.len()).map(|step| step.to_string()).collect(),
        lines: vec![Line {
            name: String::new(),
            values,
            band: Vec::new(),
        }],
        unfinished: true,
        comparison: None,
        events: Vec::new(),
    })
}

fn histogram(counts: &[u32], width: f64) -> Plot {
    Plot::Histogram(Histogram {
        unit: Unit::Money(Currency::EUR),
        start: Finite::ZERO,
        width: Finite::new(width).unwrap(),
        bins: counts
            .iter()
            .map(|count| Bin {
                count: *count,
                highlighted: false,
            })
            .collect(),
        open: true,
        thresholds: Vec::new(),
    })
}

#[test]
fn nothing_to_draw_is_a_sentence() {
    let empty = [
        lines(vec![None, None]),
        lines(Vec::new()),
        Plot::Bars(Bars {
            unit: Unit::Count,
            bars: Vec::new(),
        }),
        histogram(&[], 500.0),
        histogram(&[0, 0], 500.0),
        histogram(&[3], 0.0),
        Plot::Scatter(Scatter {
            x: Unit::Count,
            x_label: String::new(),
            y: Unit::Count,
            y_label: String::new(),
            points: Vec::new(),
        }),
    ];
    for plot in empty {
        let chart = Chart::new("Title", plot, "No orders in this period");
        assert!(chart.is_empty());
        let all = words(&drawing(&chart));
        assert!(
            all.contains(&"No orders in this period".to_owned()),
            "{all:?}"
        );
    }
}

#[test]
fn odd_values_are_drawn_within_the_picture() {
    let whole = |value| Some(Finite::whole(value));
    let plots = [
        lines(vec![whole(5500)]),
        lines(vec![whole(0), None, whole(0)]),
        lines(vec![
            whole(-900_719_925_474_099),
            whole(900_719_925_474_099),
        ]),
        lines((0..5000).map(|step| whole(step % 97)).collect()),
        Plot::Bars(Bars {
            unit: Unit::Money("JPY".parse().unwrap()),
            bars: (0..3)
                .map(|index| Bar {
                    label: "A very long name of a day that has no room at all under its bar".into(),
                    value: whole(index * 700 - 900),
                    highlighted: index == 0,
                })
                .collect(),
        }),
        histogram(&[7], 1.0),
        histogram(&[1; 400], 123.0),
        Plot::Waterfall(Waterfall {
            unit: Unit::Money("KWD".parse().unwrap()),
            from: ("Before".into(), Finite::ZERO),
            parts: Vec::new(),
            to: ("After".into(), Finite::ZERO),
        }),
        Plot::Scatter(Scatter {
            x: Unit::Number(1),
            x_label: "x".into(),
            y: Unit::Percent,
            y_label: "y".into(),
            points: vec![[Finite::ZERO, Finite::ZERO]],
        }),
    ];
    for plot in plots {
        let chart = Chart::new("Odd", plot, "Nothing");
        assert!(!chart.is_empty());
        let svg = drawing(&chart);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        for number in svg.split([' ', '"', 'M', 'L', 'Z', '\n']) {
            if let Ok(number) = number.parse::<f64>() {
                assert!((-40.0..=4000.0).contains(&number), "{number} in {svg}");
            }
        }
    }
}

#[test]
fn the_numbers_of_a_chart_are_a_table() {
    let table = weeks().numbers();
    assert_eq!(
        table.columns().len(),
        4,
        "step, value, interval, comparison"
    );
    assert_eq!(table.rows().len(), 13);
    let table = sizes().numbers();
    assert_eq!(table.rows().len(), 25);
    assert_eq!(why().numbers().rows().len(), 8);
}
