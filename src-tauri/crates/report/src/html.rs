//! A report as one page for any browser: everything is in the file, nothing is fetched, no script
//! runs. It follows its reader's light or dark, and prints light.

use std::fmt::Write as _;

use crate::{
    Block, Cell, Chart, Document, Figure, Interval, Join, Kind, Locale, Result, Table, Tone,
    chart::pieces,
    font::{Fonts, web_font},
    palette::{
        CANVAS, DARK, DOWN, INK, INK_2, INK_3, LINE, LINE_STRONG, SUNKEN, UP, WARN_SOFT, band,
    },
    picture::{length, write_svg},
    text::escaped,
};

const STYLE: &str = include_str!("html/report.css");

/// The page.
pub(crate) fn to_html(document: &Document) -> Result<String> {
    let fonts = Fonts::open()?;
    let about = &document.about;
    let mut page = Page {
        html: String::new(),
        fonts: &fonts,
        locale: &about.locale,
    };
    page.put(format_args!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} · {}</title>\n<style>\n{}{}{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&about.title),
        escaped(&about.shop),
        web_font(),
        colours(),
    ));
    page.put(format_args!(
        "<header>\n<p class=\"shop\" dir=\"auto\">{}</p>\n<h1 dir=\"auto\">{}</h1>\n\
         <p class=\"period\">{}</p>\n<p class=\"formula\">{}</p>\n</header>\n",
        escaped(&about.shop),
        escaped(&about.title),
        escaped(&about.period),
        escaped(&about.formula),
    ));
    for block in &document.blocks {
        page.block(block)?;
    }
    page.put(format_args!(
        "<footer>{} · {} · {}</footer>\n</main>\n</body>\n</html>\n",
        escaped(&about.shop),
        escaped(&about.period),
        escaped(&about.made_on_words()),
    ));
    Ok(page.html)
}

/// The tokens of the page, and for drawings, which carry their colours themselves, what each is in
/// the dark.
fn colours() -> String {
    let named = [
        ("canvas", CANVAS),
        ("sunken", SUNKEN),
        ("line", LINE),
        ("line-strong", LINE_STRONG),
        ("ink", INK),
        ("ink-2", INK_2),
        ("ink-3", INK_3),
        ("up", UP),
        ("down", DOWN),
        ("warn-soft", WARN_SOFT),
    ];
    let mut css = String::from(":root {");
    let mut dark = String::from("@media screen and (prefers-color-scheme: dark) {\n:root {");
    for (name, ink) in named {
        let in_the_dark = DARK
            .iter()
            .find(|(light, _)| *light == ink)
            .map_or(ink, |(_, dark)| *dark);
        add(&mut css, format_args!(" --{name}: {};", ink.hex()));
        add(&mut dark, format_args!(" --{name}: {};", in_the_dark.hex()));
    }
    dark.push_str(" }\n");
    for (light, ink) in DARK {
        let (from, to) = (light.hex(), ink.hex());
        add(
            &mut dark,
            format_args!(
                "svg [fill=\"{from}\"] {{ fill: {to}; }} svg [stroke=\"{from}\"] {{ stroke: {to}; }}\n"
            ),
        );
    }
    format!("{css} }}\n{dark}}}\n")
}

struct Page<'a> {
    html: String,
    fonts: &'a Fonts,
    locale: &'a Locale,
}

/// Writing to a string cannot fail.
fn add(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(words);
}

impl Page<'_> {
    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        add(&mut self.html, words);
    }

    fn block(&mut self, block: &Block) -> Result<()> {
        match block {
            Block::Heading(text) => {
                self.put(format_args!("<h2 dir=\"auto\">{}</h2>\n", escaped(text)));
            }
            Block::Paragraph(text) => {
                self.put(format_args!("<p dir=\"auto\">{}</p>\n", escaped(text)));
            }
            Block::Note(note) => {
                let tone = match note.tone {
                    Tone::Plain => "",
                    Tone::Warn => " warn",
                };
                self.put(format_args!(
                    "<div class=\"note{tone}\" dir=\"auto\">{}</div>\n",
                    escaped(&note.text)
                ));
            }
            Block::Figures(figures) => self.figures(figures),
            Block::Table(table) => self.table(table, false),
            Block::Chart(chart) => self.chart(chart)?,
            Block::PageBreak => self.put(format_args!("<div class=\"break\"></div>\n")),
        }
        Ok(())
    }

    fn figures(&mut self, figures: &[Figure]) {
        self.put(format_args!("<dl class=\"figures\">\n"));
        for (index, figure) in figures.iter().enumerate() {
            let class = match figure.join {
                Join::Apart if index == 0 => "",
                Join::Apart => " class=\"apart\"",
                _ => " class=\"joined\"",
            };
            let sign = figure.join.sign().map_or_else(String::new, |sign| {
                format!("<span class=\"sign\">{sign}</span>")
            });
            let size = match figure.value {
                Cell::Absent(_) => "words",
                _ => "value",
            };
            let note = if figure.note.is_empty() {
                String::new()
            } else {
                format!("<dd class=\"quiet\">{}</dd>", escaped(&figure.note))
            };
            let inner = if sign.is_empty() {
                ("", "")
            } else {
                ("<div>", "</div>")
            };
            self.put(format_args!(
                "<div{class}>{sign}{}<dt>{}</dt><dd class=\"{size}\">{}</dd>{note}{}</div>\n",
                inner.0,
                escaped(&figure.label),
                escaped(&figure.value.written(Kind::Money, self.locale)),
                inner.1,
            ));
        }
        self.put(format_args!("</dl>\n"));
    }

    fn table(&mut self, table: &Table, bare: bool) {
        self.put(format_args!("<div class=\"scroll\"><table>\n"));
        if !bare {
            let note = if table.note.is_empty() {
                String::new()
            } else {
                format!("<div class=\"quiet\">{}</div>", escaped(&table.note))
            };
            self.put(format_args!(
                "<caption dir=\"auto\">{}{note}</caption>\n",
                escaped(&table.title)
            ));
        }
        self.put(format_args!("<thead><tr>"));
        for column in table.columns() {
            let class = if column.kind.is_right() {
                " class=\"n\""
            } else {
                ""
            };
            self.put(format_args!(
                "<th scope=\"col\"{class}>{}</th>",
                escaped(&column.head)
            ));
        }
        self.put(format_args!("</tr></thead>\n<tbody>\n"));
        let marks: Vec<_> = (0..table.columns().len())
            .map(|column| table.marks(column))
            .collect();
        for row in table.rows() {
            self.row(table, row, &marks);
        }
        if table.rows().is_empty() {
            self.put(format_args!(
                "<tr><td class=\"absent\" colspan=\"{}\">{}</td></tr>\n",
                table.columns().len().max(1),
                escaped(&table.empty)
            ));
        }
        self.put(format_args!("</tbody>\n"));
        if let Some(foot) = table.foot() {
            self.put(format_args!("<tfoot>\n"));
            self.row(table, foot, &marks);
            self.put(format_args!("</tfoot>\n"));
        }
        self.put(format_args!("</table></div>\n"));
    }

    fn row(&mut self, table: &Table, row: &[Cell], marks: &[Option<[i64; 2]>]) {
        self.put(format_args!("<tr>"));
        for (index, (column, cell)) in table.columns().iter().zip(row).enumerate() {
            let mut classes = Vec::new();
            if column.kind.is_right() {
                classes.push("n");
                let may_wrap = matches!(
                    cell,
                    Cell::Absent(_) | Cell::Text(_) | Cell::Change { sure: false, .. }
                );
                if !may_wrap {
                    classes.push("v");
                }
            }
            classes.extend(match cell.ink() {
                ink if ink == INK_3 => Some("absent"),
                ink if ink == UP => Some("up"),
                ink if ink == DOWN => Some("down"),
                _ => None,
            });
            let class = if classes.is_empty() {
                String::new()
            } else {
                format!(" class=\"{}\"", classes.join(" "))
            };
            let mark = match (cell, marks[index]) {
                (Cell::Interval(interval), Some(scale)) => range_mark(*interval, scale),
                _ => String::new(),
            };
            let words = escaped(&cell.written(column.kind, self.locale));
            // The first column names the row.
            if index == 0 && column.kind == Kind::Text {
                self.put(format_args!(
                    "<th scope=\"row\" dir=\"auto\"{class}>{words}</th>"
                ));
            } else {
                self.put(format_args!("<td dir=\"auto\"{class}>{mark}{words}</td>"));
            }
        }
        self.put(format_args!("</tr>\n"));
    }

    fn chart(&mut self, chart: &Chart) -> Result<()> {
        let caption = if chart.caption.is_empty() {
            String::new()
        } else {
            format!("<p class=\"quiet\">{}</p>", escaped(&chart.caption))
        };
        self.put(format_args!(
            "<figure>\n<figcaption><h3 dir=\"auto\">{}</h3>{caption}</figcaption>\n",
            escaped(&chart.title)
        ));
        if chart.is_empty() {
            self.put(format_args!(
                "<p class=\"absent\">{}</p>\n",
                escaped(&chart.empty)
            ));
        } else {
            for piece in pieces(chart, self.fonts, self.locale)? {
                write_svg(&mut self.html, &piece, &chart.title, &chart.alt);
            }
            self.put(format_args!("<details><summary>The numbers</summary>\n"));
            self.table(&chart.numbers(), true);
            self.put(format_args!("</details>\n"));
        }
        self.put(format_args!("</figure>\n"));
        Ok(())
    }
}

/// Where an estimate lies and where its true value likely does, on the scale of its column.
fn range_mark(interval: Interval, [low, high]: [i64; 2]) -> String {
    const WIDTH: f64 = 96.0;
    let Some(at) = interval.at else {
        return String::new();
    };
    let x =
        |minor: i64| length(crate::table::place_on_scale(minor, [low, high]) * (WIDTH - 8.0) + 4.0);
    let (from, to, dot) = (x(interval.low), x(interval.high), x(at));
    format!(
        "<svg width=\"{WIDTH}\" height=\"16\" viewBox=\"0 0 {WIDTH} 16\" aria-hidden=\"true\">\
         <path d=\"M0 8L{WIDTH} 8\" stroke=\"{}\"/>\
         <path d=\"M{from} 8L{to} 8\" stroke=\"{}\" stroke-opacity=\"{}\" stroke-width=\"6\" stroke-linecap=\"round\"/>\
         <circle cx=\"{dot}\" cy=\"8\" r=\"4\" fill=\"{}\"/></svg>",
        LINE.hex(),
        UP.hex(),
        length(band(UP).alpha * 2.5),
        UP.hex(),
    )
}
